"""What bands show: guessed from wavelength, name and colour, in that order, and said in one line."""

from __future__ import annotations

import pytest

from eoduet.plugin.bandroles import BandFacts, optical_role, polarisation, roles, words


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("B02", "blue"),
        ("B2", "blue"),
        ("B03", "green"),
        ("B04", "red"),
        ("B08", "near-infrared"),
        ("B8A", "near-infrared"),
        ("SR_B4", "red"),
        ("SR_B5", "near-infrared"),
        ("Near infrared", "near-infrared"),
        ("NIR", "near-infrared"),
        ("Red", "red"),
        ("Band 3", "green"),
        ("B12", ""),
        ("B11", ""),
        ("", ""),
    ],
)
def test_names(name, role):
    assert optical_role(BandFacts(1, name)) == role


@pytest.mark.parametrize(
    ("name", "found"),
    [("VV", "VV"), ("Sigma0_VH", "VH"), ("gamma0 hh dB", "HH"), ("savvy", ""), ("", ""), ("vv_db", "VV")],
)
def test_polarisations(name, found):
    assert polarisation(BandFacts(1, name)) == found


def test_the_wavelength_outranks_the_name_and_the_name_the_colour():
    assert optical_role(BandFacts(1, "B02", "Red", 0.665)) == "red"
    assert optical_role(BandFacts(1, "B02", "Red")) == "blue"
    assert optical_role(BandFacts(1, "", "Red")) == "red"


def test_a_role_is_given_once():
    assert roles("optical", [BandFacts(1, "B08"), BandFacts(2, "B8A")]) == ["near-infrared", ""]


def test_words_name_what_is_known_and_question_what_is_not():
    assert (
        words("optical", [BandFacts(1, "B02"), BandFacts(2, "x"), BandFacts(3)])
        == "1 B02 = blue · 2 x = ? · 3 = ?"
    )
    assert words("sar", [BandFacts(1, "VV"), BandFacts(2, "VH")]) == "1 = VV · 2 = VH"
