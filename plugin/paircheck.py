"""What can be said of two chosen rasters before anything is coded: bands, grids, shift; read in a task of QGIS's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from osgeo import gdal
from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..engine.errors import DuetError, InputError
from ..engine.gdalerrors import gdal_errors
from ..engine.headerchecks import MAX_BANDS
from ..engine.raster import RasterSource
from ..engine.registration import Shift, estimate_shift
from .alignment import GridComparison, compare
from .bandroles import BandFacts, words
from .tasks import KeptTask
from .translation import tr

WINDOW = 768  # pixels a side that the shift is estimated on, from the middle


@dataclass
class PairFacts:
    """`problem` is one sentence where an image cannot be used at all; `bands` the mapping in words per modality.

    `too_many` has the bands of an image with more than can be coded: some must be chosen first.
    """

    problem: str = ""
    bands: dict[str, str] = field(default_factory=dict)
    too_many: dict[str, list[BandFacts]] = field(default_factory=dict)
    size: tuple[int, int] = (0, 0)
    raw_bytes: int = 0
    grids: GridComparison | None = None
    shift: Shift | None = None

    @property
    def ready(self) -> bool:
        """Whether these rasters can be encoded as they are."""
        usable = not self.problem and not self.too_many and bool(self.bands)
        return usable and not (self.grids and self.grids.differences)


class PairCheckTask(KeptTask):
    """Looks at the files `optical` and `sar` (either may be ""); `checked(facts)` comes in the thread that made it."""

    checked = pyqtSignal(object)

    def __init__(self, optical: str, sar: str) -> None:
        super().__init__(tr("EO-Duet: looking at the pair"), QgsTask.Flag.CanCancel)
        self.paths = {"optical": optical, "sar": sar}
        self.facts = PairFacts()

    def run(self) -> bool:
        """Fill `facts`."""
        try:
            held = {m: band_facts(path) for m, path in self.paths.items() if path}
            self.facts.too_many = {m: bands for m, bands in held.items() if len(bands) > MAX_BANDS[m]}
            sources = {m: RasterSource(self.paths[m], m) for m in held if m not in self.facts.too_many}
            for modality, source in sources.items():
                self.facts.bands[modality] = words(modality, held[modality], role_name)
                self.facts.size = (source.grid.width, source.grid.height)
                self.facts.raw_bytes += (
                    source.grid.width * source.grid.height * len(source.bands) * source.dtype.itemsize
                )
            if len(sources) == 2:
                self.facts.grids = compare(sources["optical"].grid, sources["sar"].grid)
                if not self.facts.grids.differences and not self.isCanceled():
                    self.facts.shift = middle_shift(sources["optical"], sources["sar"])
        except (DuetError, RuntimeError) as error:
            self.facts.problem = str(error)
        return True

    def tell(self, result: bool) -> None:
        """Tell, in the main thread, unless a newer choice has made this one stale."""
        if result and not self.isCanceled():
            self.checked.emit(self.facts)


def role_name(role: str) -> str:
    """What a band shows, in the user's language; polarisations are the same in all."""
    names = {
        "blue": tr("blue"),
        "green": tr("green"),
        "red": tr("red"),
        "near-infrared": tr("near-infrared"),
    }
    return names.get(role, role)


def middle_shift(optical: RasterSource, sar: RasterSource) -> Shift:
    """The shift between two images on one grid, from their middles."""
    grid = optical.grid
    width, height = min(grid.width, WINDOW), min(grid.height, WINDOW)
    window = ((grid.width - width) // 2, (grid.height - height) // 2, width, height)
    (first, valid), (second, also) = optical.read(*window), sar.read(*window)
    return estimate_shift(first, second, valid.all(0) & also.all(0))


def band_facts(path: str) -> list[BandFacts]:
    """Names, colours and wavelengths of a raster's bands, without alpha; none where it does not open."""
    with gdal_errors(InputError, strict=False):
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    found: list[BandFacts] = []
    if dataset is None:
        return found
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        colour = band.GetColorInterpretation()
        if colour == gdal.GCI_AlphaBand:
            continue
        name = "" if colour == gdal.GCI_Undefined else gdal.GetColorInterpretationName(colour)
        found.append(BandFacts(number, band.GetDescription(), name, _wavelength(band)))
    return found


def _wavelength(band: gdal.Band) -> float:
    """Micrometres, 0 where the file does not say (ENVI's `wavelength`, GDAL's IMAGERY domain)."""
    stored = (
        band.GetMetadataItem("CENTRAL_WAVELENGTH_UM", "IMAGERY") or band.GetMetadataItem("wavelength") or ""
    )
    try:
        value = float(stored)
    except ValueError:
        return 0.0
    nanometres = (band.GetMetadataItem("wavelength_units") or "").lower().startswith("nano") or value > 100
    return value / 1000 if nanometres else value
