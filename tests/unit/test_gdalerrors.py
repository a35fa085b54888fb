"""GDAL's errors become the engine's in both positions of GDAL's exception switch, which stays as it was."""

from __future__ import annotations

import pytest
from osgeo import gdal

from eoduet.engine.errors import InputError
from eoduet.engine.gdalerrors import gdal_errors


@pytest.fixture(params=[False, True])
def exceptions(request):
    before = gdal.GetUseExceptions()
    gdal.UseExceptions() if request.param else gdal.DontUseExceptions()
    yield request.param
    gdal.UseExceptions() if before else gdal.DontUseExceptions()


def test_a_failure_becomes_the_error_with_gdals_reason(exceptions):
    with (
        pytest.raises(InputError, match="sorry: .*No such file"),
        gdal_errors(lambda reason: InputError(f"sorry: {reason}")),
    ):
        gdal.Open("/vsimem/none")
    assert bool(gdal.GetUseExceptions()) is exceptions


def test_not_strict_leaves_reported_failures_to_the_caller():
    gdal.DontUseExceptions()
    with gdal_errors(InputError, strict=False) as messages:
        assert gdal.Open("/vsimem/none") is None
    assert "No such file" in messages[0]


def test_success_and_warnings_pass(exceptions):
    with gdal_errors(InputError):
        gdal.Error(gdal.CE_Warning, 1, "only a warning")


def test_other_errors_pass_through(exceptions):
    for error in (KeyError("x"), RecursionError("x"), InputError("x")):
        with pytest.raises(type(error)), gdal_errors(lambda _: InputError("other")):
            raise error


def test_nothing_on_the_terminal(exceptions, capfd):
    with pytest.raises(InputError), gdal_errors(InputError):
        gdal.Open("/vsimem/none")
    assert capfd.readouterr() == ("", "")


def test_libtiffs_count_of_its_own_memory_is_no_failure():
    with gdal_errors(InputError) as messages:
        gdal.Error(gdal.CE_Failure, 1, "TIFFCleanup:tif_cur_cumulated_mem_alloc = 296 whereas it should be 0")
    assert messages == []
