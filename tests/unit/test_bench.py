"""The bench's own arithmetic: curves, shares of the bytes, comparisons, borders, the README's section."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, osr

from tests.bench import (
    budget,
    comparison,
    curves,
    independent,
    joint,
    pages,
    raw,
    report,
    samples,
    seams,
    tradeoff,
)
from tests.bench.pairs import Pair


def test_a_curve_read_at_its_own_points_gives_them_back():
    rates, values = [0.1, 0.4, 0.9], [30.0, 34.0, 37.0]
    assert curves.at_rates(rates, values, np.array(rates)) == pytest.approx(values)


def test_a_curve_is_unknown_below_its_cheapest_point_and_level_above_its_dearest():
    read = curves.at_rates([0.2, 0.5], [30.0, 35.0], np.array([0.19, 0.5, 2.0]))
    assert np.isnan(read[0]) and read[1:].tolist() == [35.0, 35.0]


def test_points_that_a_cheaper_one_beats_are_dropped():
    rates, values = curves.clean([3, 1, 2, 2], [35, 33, 31, 34])
    assert rates.tolist() == [1, 2, 3] and values.tolist() == [33, 34, 35]


def test_a_curve_that_falls_is_read_as_it_is():
    assert curves.along([4, 1, 2], [1.0, 3.0, 2.0], np.array([0.5, 2, 4, 8])).tolist() == [3, 2, 1, 1]


def test_the_envelope_takes_the_best_curve_that_reaches_a_rate():
    best = curves.envelope([np.array([np.nan, 30.0, 33.0]), np.array([np.nan, 31.0, 32.0])])
    assert np.isnan(best[0]) and best[1:].tolist() == [31.0, 33.0]


@given(st.floats(0.7, 1.4))
def test_bd_rate_of_a_curve_at_a_multiple_of_the_rate_is_that_multiple(factor):
    rates = np.geomspace(0.1, 1.0, 13)
    psnr = 30 + 6 * np.log2(rates) - 0.2 * np.log2(rates) ** 2
    shifted = 30 + 6 * np.log2(rates / factor) - 0.2 * np.log2(rates / factor) ** 2
    found = curves.bjontegaard(rates, psnr, shifted)
    assert found["bd_rate_percent"] == pytest.approx(100 * (factor - 1), abs=0.5)
    assert 0 < found["overlap"] <= 1 and np.sign(found["bd_quality_db"]) in (0, np.sign(1 - factor))


def test_bd_rate_leaves_unknown_points_out_and_refuses_fewer_than_five():
    rates = np.geomspace(0.1, 1.0, 8)
    anchor, test = 30 + 5 * np.log2(rates), 31 + 5 * np.log2(rates)
    test[:3] = np.nan
    found = curves.bjontegaard(rates, anchor, test)
    assert found["points"] == 5 and found["overlap_db"] == pytest.approx([test[3], anchor[-1]])
    assert found["bd_rate_percent"] == pytest.approx(100 * (2**-0.2 - 1), abs=0.1)
    test[3] = np.nan
    assert curves.bjontegaard(rates, anchor, test) is None


def test_no_bd_rate_of_curves_that_share_no_quality():
    rates = np.geomspace(0.1, 1.0, 8)
    assert curves.bjontegaard(rates, np.arange(8.0), np.arange(8.0) + 10) is None


def rows(slope):
    """A curve of one image, PSNR and MS-SSIM over its bytes."""
    sizes = np.geomspace(100, 4000, 60)
    return [{"bytes": s, "psnr": 20 + slope * np.log2(s), "ms_ssim": 1 - 1 / s} for s in sizes]


def test_variants_compete_by_curves_and_not_by_points():
    def variant(name, sizes, offset):
        return [{"variant": name, "bytes": s, "psnr": offset + 5 * np.log2(s)} for s in sizes]

    better, worse = variant("a", (100, 400, 1600), 1.0), variant("b", (50, 150, 700), 0.0)
    sizes = np.array([40.0, 60, 200, 800, 1600])
    found = curves.read(better + worse, "psnr", sizes)
    assert np.isnan(found[0])
    assert found[1:] == pytest.approx(np.array([0, 1, 1, 1]) + 5 * np.log2(sizes[1:]), abs=0.05)


@given(st.floats(250, 3000), st.floats(0.02, 0.98))
def test_no_share_of_the_bytes_is_better_than_the_best(total, share):
    optical, sar = rows(3.0), rows(1.0)
    found = curves.best_share(optical, sar, np.array([total]), "psnr")
    parts = [(total * share, 3.0), (total * (1 - share), 1.0)]
    reached = all(size >= 100 for size, _ in parts)
    values = [20 + slope * np.log2(min(size, 4000)) for size, slope in parts]
    assert not reached or found["joint"][0] >= np.mean(values) - 0.01
    assert found["joint"] == pytest.approx((found["optical"] + found["sar"]) / 2)
    spent = found["share"][0] * total
    assert found["optical"][0] == pytest.approx(20 + 3 * np.log2(min(spent, 4000)), abs=0.01)


def test_bytes_that_do_not_suffice_give_no_quality():
    found = curves.best_share(rows(3.0), rows(1.0), np.array([150.0, 400.0]), "ms_ssim")
    assert np.isnan(found["joint"][0]) and np.isnan(found["share"][0])
    assert found["joint"][1] == pytest.approx(1 - 1 / 200, abs=1e-4) and found["share"][1] == pytest.approx(
        0.5
    )


def test_a_source_is_compared_on_the_rates_that_all_its_pairs_reach():
    rates = np.array(sorted({*comparison.TABLE_RATES, 0.15, 0.4, 0.6}))
    names = ("a", "b")
    pairs = [Pair(name, "s", "", "", (256, 256)) for name in names]
    base = {name: offset + 5 * np.log2(rates) for name, offset in zip(names, (30.0, 36.0))}
    by_pair = {name: {"ours": base[name] + 1, "peer": base[name].copy()} for name in names}
    by_pair["b"]["peer"][0] = np.nan
    found = comparison.compare({"all": pairs}, by_pair, "ours", "psnr", rates)["all"]
    assert found["curves"]["peer"][0] is None
    assert found["curves"]["peer"][1] == pytest.approx(33 + 5 * np.log2(0.15), abs=1e-4)
    delta = found["against"]["peer"]
    assert delta["difference_at_table_rates"] == [None] + [pytest.approx(1.0)] * 5
    assert delta["mean_difference"] == pytest.approx(1.0)
    expected = 100 * (2**-0.2 - 1)  # one decibel on a slope of five an octave
    assert delta["bd_rate_percent"] == pytest.approx(expected, abs=0.1)
    assert delta["of_pairs"]["count"] == 2 and delta["of_pairs"]["mean"] == pytest.approx(expected, abs=0.1)
    assert "BD-rate -12.9 % over" in comparison.in_words(delta)


def test_ms_ssim_is_averaged_as_it_is_and_compared_in_decibels():
    rates = np.array(comparison.TABLE_RATES)
    anchor = 1 - 0.1 * rates**-0.5 / 3.2
    test = 1 - (1 - anchor) / 2  # 3 dB above it
    found = comparison.delta([anchor, anchor], [test, test], "ms_ssim", rates)
    assert found["bd_quality_db"] == pytest.approx(10 * np.log10(2), abs=0.05)
    assert found["mean_difference"] == pytest.approx(float((test - anchor).mean()), abs=1e-4)


def test_borders_are_between_tiles_only():
    mask = seams.border_mask(8, 20, 8)
    assert np.flatnonzero(mask[0]).tolist() == [6, 7, 8, 9, 14, 15, 16, 17]
    assert (mask == mask[0]).all()


def test_a_page_changes_between_the_markers_of_the_section_only(tmp_path):
    page = tmp_path / "README.md"
    page.write_text(
        "above <!-- maps:begin -->old<!-- maps:end --> below <!-- results:begin --><!-- results:end -->"
    )
    pages.fill(page, "new", "maps")
    pages.fill(page, "newer", "maps")
    expected = (
        "above <!-- maps:begin -->\nnewer\n<!-- maps:end --> below <!-- results:begin --><!-- results:end -->"
    )
    assert page.read_text(encoding="utf-8") == expected


def test_a_readme_without_markers_is_left_alone(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("no markers", encoding="utf-8")
    with pytest.raises(SystemExit):
        pages.fill(page, "new")
    assert page.read_text(encoding="utf-8") == "no markers"


TILT = np.round(32 * np.clip(-0.5 * np.log2(2 * np.maximum(np.arange(1001), 1) / 1000), None, 2.0)).astype(
    int
)
TABLES = {"quality": np.round(np.linspace(266, 51, 1001)).astype(int), "gamma": TILT}


def lone(modality, quality, gamma=0.5):
    """An image whose bytes and PSNR are smooth in its own quantiser step, as the codec's are."""
    weight = round(1000 * (gamma if modality == "optical" else 1 - gamma))
    step = (TABLES["quality"][round(10 * quality)] + TABLES["gamma"][weight]) / 32
    size, slope, top = (12.2, 3.9, 50.0) if modality == "optical" else (11.6, 2.6, 44.0)
    payload = np.exp(size - 0.62 * step - 0.02 * step**2)
    return {"payload_bytes": payload, "psnr": top - slope * step - 0.05 * step**2}


def lone_row(modality, quality):
    found = lone(modality, quality)
    payload = found["payload_bytes"]
    return {"quality": quality, "payload_bytes": payload, "bytes": payload + 100, modality: found}


class Pretended:
    """A book of a pair whose joint model is two lone ones in one file with one head."""

    def __init__(self, pair):
        self.pair, self.asked = pair, []
        self.codec = SimpleNamespace(bundle=SimpleNamespace(tables=TABLES))

    def row(self, quality, gamma):
        self.asked.append((quality, gamma))
        images = {m: lone(m, quality, gamma) for m in ("optical", "sar")}
        payload = sum(image["payload_bytes"] for image in images.values())
        found = {"quality": quality, "gamma": gamma, "payload_bytes": payload, "bytes": payload + 100}
        return {**found, "bpp": self.pair.bpp(payload + 100), **images}

    def walks(self):
        found = []
        for gamma in samples.SHOWN_GAMMAS:
            rows = samples.walk(self, gamma, (samples.LOWEST, samples.HIGHEST))
            found += [{**row, "walk": str(gamma)} for row in rows]
        return found


@pytest.fixture
def pretended():
    return Pretended(Pair("p", "s", "", "", (256, 256)))


def test_a_walk_brackets_the_rates_in_few_steps(pretended):
    for gamma in samples.SHOWN_GAMMAS:
        rows = samples.walk(pretended, gamma, (0.1, 1.0))
        rates = [row["bpp"] for row in rows]
        assert rates == sorted(rates) and samples.FEWEST <= len(rows) <= 7
        assert rates[0] <= 0.1 and rates[-1] >= 1.0 and rates[1] > 0.1
        assert all((row["quality"] - samples.FIRST_QUALITY) % samples.STEP == 0 for row in rows)


def test_the_best_gamma_is_foretold_from_three_walks(pretended):
    """Within 0.01 dB of the best of a fine grid of γ, at the bytes that were aimed at."""
    rows = pretended.walks()
    forecast = tradeoff.Forecast(rows, TABLES)
    for size in pretended.pair.bytes_at(samples.TARGETS):
        row = pretended.row(*forecast.best(size))
        assert row["bytes"] == pytest.approx(size, rel=0.02)
        best = -np.inf
        for gamma in np.arange(0.02, 0.981, 0.01):
            curve = [pretended.row(quality, gamma) for quality in range(0, 101, 4)]
            best = max(best, samples.joint_curve(curve, "psnr", np.array([row["bytes"]]))[0])
        assert samples.joint(row, "psnr") > best - 0.01
        assert forecast.gain(size, row["gamma"]) == pytest.approx(0, abs=1e-9)
        assert forecast.gain(size, 0.05) > 0.05 and forecast.gain(size, 0.95) > 0.05


def test_the_walk_along_the_best_gamma_raises_the_envelope(pretended):
    rows = pretended.walks()
    before = len(pretended.asked)
    best = samples.along_best(pretended, rows)
    assert len(pretended.asked) - before <= 2 * len(samples.TARGETS)
    assert {row["walk"] for row in best} <= {samples.BEST, samples.MENDED}
    pair, sizes = pretended.pair, pretended.pair.bytes_at(samples.RATES)
    alone = samples.joint_curve(samples.of_gamma(rows, 0.5), "psnr", sizes)
    with_best = curves.envelope(list(joint.walk_curves(pair, rows + best, "psnr").values()))
    assert np.isfinite(with_best).all() and (with_best >= alone).all() and (with_best > alone + 0.02).any()


def test_a_joint_model_that_is_two_independent_ones_gains_heads_alone(pretended):
    """What coding together is worth is nothing here, and the protocol that gives the pair no choice calls it a gain."""
    rows = pretended.walks()
    rows += samples.along_best(pretended, rows)
    qualities = range(0, 97, samples.STEP)
    apart = {m: [lone_row(m, q) for q in qualities] for m in ("optical", "sar")}
    found = {}
    for size in independent.SIZES:
        by = independent.pair_curves(pretended.pair, rows, apart, "psnr", size)
        for protocol, (ours, peer, _) in independent.PROTOCOLS.items():
            found[size, protocol] = curves.bjontegaard(samples.RATES, by[peer], by[ours])["bd_rate_percent"]
    assert found["payload_bytes", "free"] == pytest.approx(0, abs=0.3)
    assert found["payload_bytes", "fixed"] == pytest.approx(0, abs=0.3)
    assert found["payload_bytes", "paper"] < -0.5
    for protocol in independent.PROTOCOLS:
        assert -6 < found["bytes", protocol] - found["payload_bytes", protocol] < -1


def test_two_lone_images_are_one_pair_at_the_qualities_that_both_have():
    apart = {
        "optical": [lone_row("optical", q) for q in (12, 24, 36)],
        "sar": [lone_row("sar", q) for q in (24, 36, 48)],
    }
    rows = independent.common(apart)
    assert [row["quality"] for row in rows] == [24, 36]
    assert rows[0]["bytes"] == apart["optical"][1]["bytes"] + apart["sar"][0]["bytes"]
    assert rows[0]["optical"] == lone("optical", 24) and rows[0]["sar"] == lone("sar", 24)


def test_the_bars_name_their_protocol_and_their_bytes():
    group = {"pairs": 3, "against": {}}
    delta = {
        "bd_rate_percent": -4.5, "interval_percent": [-5.0, -4.0], "overlap_db": [20, 30], "overlap": 0.9,
        "of_pairs": {"mean": -4.4, "standard_error": 0.3},
    }  # fmt: skip
    result = {size: {} for size in independent.SIZES}
    for size in result:
        for protocol, (_, peer, _) in independent.PROTOCOLS.items():
            percent = -4.5 if protocol == "paper" else -0.5
            sources = {"all": {**group, "against": {peer: {**delta, "bd_rate_percent": percent}}}}
            result[size][protocol] = {name: {"sources": sources} for name in ("psnr", "ms_ssim")}
    rows = independent.summary(result)
    passed = {what: ok for what, _, ok in rows if ok is not None}
    assert len(passed) == 4  # two protocols, two ways to count
    assert all(ok == ("as the paper measures it" in what) for what, ok in passed.items())
    assert sum("whole files" in what for what in passed) == 2
    assert "BD-rate -4.5 % [-5.0, -4.0] over" in rows[0][1]


@pytest.fixture
def results():
    """As `run` keeps them: two sources and all, a joint part alone."""
    rates = samples.RATES
    names = {"a": 1, "b": 1, "all": 2}
    pairs = {
        name: [Pair(f"{name}{i}", name, "", "", (64, 64)) for i in range(n)] for name, n in names.items()
    }
    base = {"psnr": 30 + 5 * np.log2(rates), "ms_ssim": 1 - 0.05 * rates**-0.5}
    coders = (joint.OURS, joint.HALF, "jpeg2000", "jpeg2000_part1", "htj2k", "jpegxl")
    part = {"rates": rates.tolist(), "table_rates": list(comparison.TABLE_RATES)}
    for name, curve in base.items():
        by_pair = {
            p.id: {c: curve - 0.001 * k for k, c in enumerate(coders)} for ps in pairs.values() for p in ps
        }
        part[name] = {"sources": comparison.compare(pairs, by_pair, joint.OURS, name, rates)}
    setting = {
        "model": "m", "digest": "0123456789", "trained": {"steps": 1200}, "split": "test", "pairs": 2, "cores": 2,
        "machine": "x", "packages": {"numpy": "1"},
    }  # fmt: skip
    return {"setting": setting, "measured": {}, "joint": part}


def test_the_readme_is_brief_and_the_card_has_all(results):
    brief = report.markdown([joint], results, brief=True)
    card = report.markdown([joint], results)
    assert (
        "1,200 training steps" in brief
        and "![Joint PSNR over rate](tests/bench/figures/joint_psnr.svg)" in brief
    )
    rows = [line for line in brief.splitlines() if line.startswith(("| all,", "| a,"))]
    assert [row.split(" | ")[0] for row in rows][:2] == ["| all, EO-Duet", "| all, EO-Duet, γ 0.5"] and len(
        rows
    ) == 6
    assert all(line in card for line in brief.splitlines() if line.startswith("|"))
    assert "joint MS-SSIM" in card and "| a, JPEG 2000 |" in card and "![" not in card


def test_figures_are_drawn_from_the_results(results, tmp_path):
    from tests.bench import figures

    for name in ("psnr", "ms_ssim"):
        curve = results["joint"][name]["sources"]["all"]["curves"][joint.OURS]
        by_gamma = {str(gamma): {"optical": curve, "sar": curve} for gamma in samples.SHOWN_GAMMAS}
        results["joint"][name]["gammas"] = {"all": by_gamma}
    figures.draw(results, tmp_path)
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert (
        set(sizes) == {"joint_psnr.svg", "joint_ms_ssim.svg", "gamma.svg"} and max(sizes.values()) < 300_000
    )


def test_an_interval_is_where_the_pairs_lie():
    rates = np.array(comparison.TABLE_RATES)
    random = np.random.default_rng(3)
    anchor = [30 + offset + 5 * np.log2(rates) for offset in random.normal(0, 3, 40)]
    gains = random.normal(1, 0.5, 40)
    test = [curve + gain for curve, gain in zip(anchor, gains)]
    found = comparison.delta(anchor, test, "psnr", rates)
    low, high = found["interval_percent"]
    assert low < found["bd_rate_percent"] < high
    width = 2 * 1.645 * gains.std() / 40**0.5  # dB of a mean of 40; 5 dB an octave
    assert (np.log2(1 + high / 100) - np.log2(1 + low / 100)) * 5 == pytest.approx(width, rel=0.25)
    assert comparison.delta(anchor, test, "psnr", rates) == found
    assert comparison.delta(anchor[:4], test[:4], "psnr", rates)["interval_percent"] is None


def test_an_interval_of_ms_ssim_is_of_the_mean_in_decibels():
    rates = np.array(comparison.TABLE_RATES)
    anchor = [1 - 0.1 * weight * rates**-0.5 / 3.2 for weight in (0.2, 0.5, 1.0, 1.5, 2.0)]
    test = [1 - (1 - curve) / 2 for curve in anchor]
    low, high = comparison.delta(anchor, test, "ms_ssim", rates)["interval_percent"]
    assert low == pytest.approx(high, abs=0.5) and low < -50  # every pair gains the same 3 dB


def test_a_georeference_costs_a_jpeg_2000_file_its_boxes(tmp_path):
    sizes = []
    for name, epsg in (("bare", None), ("placed", 32718)):
        raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / f"{name}.tif"), 8, 8, 1)
        if epsg:
            crs = osr.SpatialReference()
            crs.ImportFromEPSG(epsg)
            raster.SetProjection(crs.ExportToWkt())
            raster.SetGeoTransform((700000, 10, 0, 5700000, 0, -10))
        raster = None
        sizes.append(raw.boxes(str(tmp_path / f"{name}.tif")))
    assert 50 < sizes[0] < 150 and 250 < sizes[1] - sizes[0] < 600


def test_a_learned_peer_is_met_at_its_own_bytes():
    pair = Pair("one", "source", "", "", (100, 100))
    row = {"bytes": pair.bytes_at(0.3) / 2, "psnr": 25.0}
    curves = {"one": {m: [row | {"psnr": 25.0 + at} for at in range(2)] for m in ("optical", "sar")}}
    ours = {"one": 30 + np.log(np.array(samples.RATES) / 0.3)}
    cheap, dear = budget.points([pair], ours, curves)
    assert cheap["bpp"] == pytest.approx(0.3) and (cheap["psnr"], dear["psnr"]) == (25, 26)
    assert cheap["ours"] == pytest.approx(30, abs=1e-6)
    assert "| peer | N = 48 | 0.30 | 25.00 dB | **30.00 dB** |" in budget.markdown(
        {"peers": {"peer": {"about": "N = 48", "points": [cheap]}}}
    )
