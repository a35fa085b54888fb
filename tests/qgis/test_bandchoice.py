"""Rasters with more bands than can be coded: which are likely, the list to tick, and the layer that is coded instead."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from eoduet.engine.errors import InputError, OutputError
from eoduet.engine.raster import RasterSource

NAMES = ["B01", "B02", "B03", "B04", "B05", "B08"]


@pytest.fixture
def stack(tmp_path) -> str:
    """Six bands of Sentinel-2, band n full of n."""
    path = str(tmp_path / "S2_stack.tif")
    made = gdal.GetDriverByName("GTiff").Create(path, 32, 32, len(NAMES), gdal.GDT_UInt16)
    made.SetGeoTransform((500_000, 10, 0, 4_000_000, 0, -10))
    for number, name in enumerate(NAMES, 1):
        made.GetRasterBand(number).SetDescription(name)
        made.GetRasterBand(number).Fill(number)
    made = None
    return path


def test_the_likely_bands_are_those_with_a_role(qgis, stack):
    from eoduet.plugin.bandsubset import likely_bands
    from eoduet.plugin.paircheck import band_facts

    assert likely_bands("optical", band_facts(stack)) == [2, 3, 4, 6]
    assert likely_bands("sar", band_facts(stack)) == [1, 2]


def test_a_subset_is_a_raster_that_can_be_coded(qgis, stack, tmp_path):
    from eoduet.plugin.bandsubset import write_subset

    out = str(tmp_path / "some.vrt")
    write_subset(stack, [6, 2], out)
    source = RasterSource(out, "optical")
    values, valid = source.read(0, 0, 32, 32)
    assert [band.name for band in source.bands] == ["B08", "B02"] and valid.all()
    assert np.array_equal(values[:, 0, 0], [6, 2])
    with pytest.raises(InputError):
        write_subset(stack, [], out)
    with pytest.raises(OutputError):
        write_subset(stack, [1], str(tmp_path / "nowhere" / "some.vrt"))


def test_the_list_starts_from_the_likely_and_wants_no_more_than_can_be_coded(qgis, stack):
    from eoduet.plugin.paircheck import band_facts
    from eoduet.ui.bandchoice import BandChoice

    dialog = BandChoice("optical", band_facts(stack))
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert dialog.chosen() == [2, 3, 4, 6] and ok.isEnabled()
    assert "B02 = blue" in dialog.list.item(1).text()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert not ok.isEnabled()
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not ok.isEnabled()


def test_the_layer_of_the_chosen_bands_takes_the_place(qgis, stack, tmp_path):
    from eoduet.ui.bandchoice import add_subset

    layer = QgsRasterLayer(stack, "S2", "gdal")
    added = add_subset(layer, [2, 3, 4])
    assert added.isValid() and added.bandCount() == 3 and added.source().endswith("_bands_2_3_4.vrt")
    assert QgsProject.instance().mapLayer(added.id()) is not None
    QgsProject.instance().clear()
