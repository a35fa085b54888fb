"""The bench's own arithmetic: curves, the peer's share of the bytes, borders, the README's section."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import curves, peers, report, seams


def test_a_curve_read_at_its_own_points_gives_them_back():
    rates, values = [0.1, 0.4, 0.9], [30.0, 34.0, 37.0]
    assert curves.at_rates(rates, values, np.array(rates)) == pytest.approx(values)


def test_a_curve_is_unknown_below_its_cheapest_point_and_level_above_its_dearest():
    read = curves.at_rates([0.2, 0.5], [30.0, 35.0], np.array([0.19, 0.5, 2.0]))
    assert np.isnan(read[0]) and read[1:].tolist() == [35.0, 35.0]


def test_points_that_a_cheaper_one_beats_are_dropped():
    rates, values = curves.clean([3, 1, 2, 2], [35, 33, 31, 34])
    assert rates.tolist() == [1, 2, 3] and values.tolist() == [33, 34, 35]


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
    assert 0 < found["overlap"] <= 1 and np.sign(found["bd_psnr_db"]) in (0, np.sign(1 - factor))


@given(st.floats(250, 3000), st.floats(0.02, 0.98))
def test_no_share_of_the_bytes_is_better_than_the_best(total, share):
    sizes = np.geomspace(100, 4000, 60)
    optical, sar = (np.stack([sizes, 20 + slope * np.log2(sizes)], 1) for slope in (3.0, 1.0))
    best = peers.best_joint(optical, sar, total)
    other = [(total * share, optical), (total * (1 - share), sar)]
    values = [np.interp(np.log(b), np.log(rows[:, 0]), rows[:, 1], left=-np.inf) for b, rows in other]
    assert best["joint"] >= np.mean(values) - 0.01
    assert best["joint"] == pytest.approx((best["optical"] + best["sar"]) / 2)


def test_bytes_that_do_not_suffice_give_no_psnr():
    rows = np.array([[100.0, 20.0], [200.0, 25.0]])
    assert np.isnan(peers.best_joint(rows, rows, 150)["joint"])


def test_jpeg_2000_gets_better_with_bytes_up_to_what_is_asked(tmp_path):
    ramp = np.add.outer(np.arange(64), np.arange(64))
    image = (ramp + np.random.default_rng(0).normal(0, 8, ramp.shape) + 40).clip(0, 255).astype(np.uint8)
    rows = peers.curve(image, 1500)
    assert (np.diff(rows, axis=0) > 0).all()
    assert rows[-2, 0] <= 1500 < rows[-1, 0]


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
