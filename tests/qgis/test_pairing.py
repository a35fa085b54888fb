"""Which layers are offered for a pair, why others are not, and which two go together."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsRasterLayer

from eoduet.plugin.candidates import candidate, why_not
from eoduet.plugin.pairing import fit, likely_pair

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def layer(tmp_path):
    """Make a raster layer of random values: a name, bands by name, where its corner lies, what its colours are."""

    def make(name: str, bands: list[str], at=(500_000.0, 4_000_000.0), kind=gdal.GDT_UInt16, colour=None):
        path = str(tmp_path / f"{name}.tif")
        dataset = gdal.GetDriverByName("GTiff").Create(path, 64, 64, len(bands), kind)
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(32633)
        dataset.SetSpatialRef(crs)
        dataset.SetGeoTransform((at[0], 10, 0, at[1], 0, -10))
        for number, band in enumerate(bands, 1):
            dataset.GetRasterBand(number).WriteArray(np.full((64, 64), number))
            dataset.GetRasterBand(number).SetDescription(band)
            if colour is not None:
                dataset.GetRasterBand(number).SetColorInterpretation(colour)
        dataset = None
        return QgsRasterLayer(path, name, "gdal")

    return make


OPTICAL = ["B02", "B03", "B04", "B08"]


def test_a_sentinel_pair_is_offered_each_on_its_side(layer):
    optical, sar = layer("S2A_20240105", OPTICAL), layer("S1A_20240106", ["VV", "VH"])
    assert why_not(optical, "optical") == "" and why_not(sar, "sar") == ""
    assert "optical" in why_not(optical, "sar") and "SAR" in why_not(sar, "optical")


def test_nameless_rasters_are_offered_where_their_bands_fit(layer):
    one, three = layer("scene", [""]), layer("picture", ["", "", ""])
    assert why_not(one, "optical") == why_not(one, "sar") == ""
    assert why_not(three, "optical") == "" and "optical" in why_not(three, "sar")


def test_what_is_no_image_is_not_offered(layer):
    assert "classes" in why_not(
        layer("scene", [""], kind=gdal.GDT_Byte, colour=gdal.GCI_PaletteIndex), "optical"
    )
    assert "map" in why_not(layer("chile_lulc", [""]), "sar")
    many = layer("S2_all", [f"B{n}" for n in range(1, 13)])
    assert why_not(many, "optical") == "" and "optical" in why_not(many, "sar")
    assert "complex" in why_not(layer("slc", ["VV"], kind=gdal.GDT_CFloat32), "sar")


def test_the_pair_of_one_place_and_day_goes_together(layer):
    optical = [
        layer("S2A_20240105_north", OPTICAL),
        layer("S2A_20240301_south", OPTICAL, at=(600_000.0, 4_000_000.0)),
    ]
    sar = [
        layer("S1A_20231105_north", ["VV", "VH"]),
        layer("S1A_20240106_north", ["VV", "VH"]),
        layer("S1A_20240302_south", ["VV", "VH"], at=(600_000.0, 4_000_000.0)),
    ]
    first = [candidate(one) for one in optical]
    second = [candidate(one) for one in sar]
    assert likely_pair(first, second) in [(optical[0].id(), sar[1].id()), (optical[1].id(), sar[2].id())]
    assert likely_pair(first[:1], second) == (optical[0].id(), sar[1].id())
    assert fit(first[0], second[2]) == 0


def test_places_apart_are_no_pair(layer):
    optical, sar = layer("S2", OPTICAL), layer("S1", ["VV"], at=(700_000.0, 4_000_000.0))
    assert likely_pair([candidate(optical)], [candidate(sar)]) == (optical.id(), "")
    assert likely_pair([], [candidate(sar)]) == ("", sar.id())
    assert likely_pair([], []) == ("", "")


def test_one_layer_is_never_both(layer):
    one = candidate(layer("scene", [""]))
    assert likely_pair([one], [one]) == ("", "")
