"""The bench's own arithmetic: curves, shares of the bytes, comparisons, borders, the README's section."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import comparison, curves, report, seams
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


def test_the_readme_changes_between_the_markers_only(tmp_path):
    page = tmp_path / "README.md"
    page.write_text(f"above {report.BEGIN}old{report.END} below", encoding="utf-8")
    report.fill(page, "new")
    report.fill(page, "newer")
    assert page.read_text(encoding="utf-8") == f"above {report.BEGIN}\nnewer\n{report.END} below"


def test_a_readme_without_markers_is_left_alone(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("no markers", encoding="utf-8")
    with pytest.raises(SystemExit):
        report.fill(page, "new")
    assert page.read_text(encoding="utf-8") == "no markers"


def test_a_joint_model_that_is_two_independent_ones_gains_heads_alone():
    """γ trades off by tilting the two lone curves' qualities; the joint file has one head of 100 bytes, they have two."""
    from tests.bench import independent, samples

    def lone(modality, quality):
        payload = 40 * 2 ** (quality / 8)
        slope, offset = (5.0, 10.0) if modality == "optical" else (4.0, 12.0)
        return {
            "payload_bytes": payload,
            "bytes": payload + 100,
            modality: {"psnr": offset + slope * np.log2(payload)},
        }

    apart = {m: [lone(m, q) for q in range(0, 73, 8)] for m in ("optical", "sar")}
    together = []
    for gamma in samples.GAMMAS:
        for quality in range(0, 65, 8):
            tilt = 20 * (gamma - 0.5)
            halves = {"optical": lone("optical", quality + tilt), "sar": lone("sar", quality - tilt)}
            payload = sum(half["payload_bytes"] for half in halves.values())
            images = {m: half[m] for m, half in halves.items()}
            together.append({"gamma": gamma, "payload_bytes": payload, "bytes": payload + 100, **images})
    pair = Pair("p", "s", "", "", (256, 256))
    assert samples.further(pair, {g: samples.of_gamma(together, g) for g in samples.GAMMAS}) == []
    assert samples.further(pair, {g: samples.of_gamma(together, g) for g in (0.1, 0.2)}) == []
    towards_sar = {0.1: samples.of_gamma(together, 0.5), 0.2: samples.of_gamma(together, 0.9)}
    assert samples.further(pair, towards_sar) == [0.05]
    found = {}
    for size in independent.SIZES:
        both = independent.pair_curves(pair, together, apart, "psnr", size)
        found[size] = curves.bjontegaard(samples.RATES, both["independent"], both["eoduet"])[
            "bd_rate_percent"
        ]
    assert found["payload_bytes"] == pytest.approx(0, abs=0.5)
    assert -5 < found["bytes"] < -1
