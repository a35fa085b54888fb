"""Rate and PSNR targets: finds the quality for so many bits per pixel, bytes or decibels; writes no file.

log(bytes) and PSNR both rise smoothly with quality, so a few secant steps inside a bracket find the stored
tenth of quality. Each trial codes a sample of at most 16 tiles spread over the raster (all of them where
there are no more) and counts real bytes, the file's head included. On a larger raster the sample errs a
little: where the finished file misses, the error seen is added to the curve and the search goes on from what
it knows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from .analysis import TileEncoder
from .container import head_size
from .description import Description
from .distortion import Distortion
from .errors import InputError
from .metrics import bpp
from .progress import Steps
from .prompts import GAMMA_STEPS, QUALITY_STEPS, Prompts
from .tiles import Tile
from .wording import decibels

KINDS = ("bpp", "size", "psnr")
SAMPLE_TILES = 16
RATE_TOLERANCE = 0.03
RATE_AIM = 0.01  # the search aims closer than promised: the rest is for what the sample does not see
# One step of the quantiser moves the PSNR by nearly 0.1 dB, so no closer promise could be kept.
PSNR_EXCESS = 0.2  # dB above the target that are still on it
PSNR_CEILING = 200.0  # stands for a reconstruction without any error
MAX_TRIALS = 12
MAX_ATTEMPTS = 4
USUAL_TRIALS = 4
# First guesses of the curves' slopes per tenth of quality; measured ones replace them after two trials.
RATE_SLOPE = 3.5 / QUALITY_STEPS
PSNR_SLOPE = 15.0 / QUALITY_STEPS


@dataclass(frozen=True)
class Target:
    """What to aim at, and how much of it.

    `kind` is `bpp` (bits / (modalities · height · width)), `size` (bytes of the file) or `psnr` (joint, dB).
    Rates are met within 3 %, a PSNR is at least the target and at most 0.2 dB above.
    """

    kind: str
    value: float

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"A target is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if not (math.isfinite(self.value) and self.value > 0):
            raise InputError(f"The target {self.kind} must be a positive number, not {self.value}.")

    def curve_value(self, size: int, psnr: dict[str, float] | None) -> float:
        """Return what the search works on: log of the bytes, or the joint PSNR in dB (at most 200)."""
        if self.kind != "psnr":
            return math.log(size)
        joint = math.nan if psnr is None else psnr["joint"]
        return PSNR_CEILING if math.isnan(joint) else min(joint, PSNR_CEILING)


class Search:
    """The search for one pair: `first` proposes a description, `again` corrects it by a real result."""

    def __init__(
        self,
        target: Target,
        job: TileEncoder,
        description: Description,
        steps: Steps,
        gamma_at: Callable[[int], int] | None = None,
    ) -> None:
        """`gamma_at` gives γ (thousandths) at a quality (tenths); without it γ stays the description's."""
        self.target, self._job, self._description, self._steps = target, job, description, steps
        self._gamma_at = gamma_at or (lambda quality: description.prompts.gamma)
        self._sample, self._scale = sample_tiles(job, description)
        self._trials: dict[int, float] = {}  # quality in tenths → the sample's point on the curve
        self._tried: set[int] = set()
        self._offset = 0.0
        self.samples_all = len(self._sample) == len(description.tiles)
        if target.kind == "psnr":
            self._low, self._high, self._slope = target.value, target.value + PSNR_EXCESS, PSNR_SLOPE
        else:
            aim = math.log(target.value / self._unit())
            self._low, self._high, self._slope = aim - RATE_AIM, aim + RATE_AIM, RATE_SLOPE
        steps.plan(USUAL_TRIALS * len(self._sample) + len(description.tiles))

    def first(self) -> Description:
        """Search on the sample; InputError with the reachable range where the target is out of it."""
        quality = solve(self._evaluate, self._trials, self._low, self._high, self._slope)
        if not self.met(self._evaluate(quality)):
            raise InputError(self._out_of_reach())
        self._tried.add(quality)
        return self._at(quality)

    def again(self, quality: int, real: float) -> Description:
        """Search on, knowing the point on the curve that the finished file of `quality` really came to."""
        self._offset = real - self._trials[quality]
        if len(self._tried) < MAX_ATTEMPTS:
            known = {tenths: value + self._offset for tenths, value in self._trials.items()}
            better = solve(self._evaluate, known, self._low, self._high, self._slope)
            if better not in self._tried and self.met(self._evaluate(better)):
                self._tried.add(better)
                return self._at(better)
        raise InputError(
            f"The target of {self._words(self._low, exact=True)} was not met in {len(self._tried)} attempts, the last of "
            f"which came to {self._words(real)}; choose one near that, or a quality."
        )

    def met(self, value: float) -> bool:
        """Say whether a point on the curve is on target."""
        if self.target.kind == "psnr":
            return self._low <= value <= self._high
        return abs(math.expm1(value - (self._low + self._high) / 2)) <= RATE_TOLERANCE

    def _evaluate(self, quality: int) -> float:
        if quality not in self._trials:
            self._trials[quality] = self._trial(self._at(quality))
        return self._trials[quality] + self._offset

    def _trial(self, description: Description) -> float:
        """Code the sample and return its point on the curve."""
        latents, payload = {}, 0.0
        for tile in self._sample:
            coded = self._job.encode(tile, description)
            latents[tile.index] = coded.latents
            payload += len(coded.payload)
            self._steps.step()
        distortion = Distortion(description.transforms)
        if self.target.kind == "psnr":
            for tile in self._sample:
                self._job.measure(tile, description, latents.get, distortion)
                self._steps.check()
        size = head_size(description.to_header(), len(description.tiles)) + payload * self._scale
        return self.target.curve_value(round(size), distortion.psnr())

    def _at(self, quality: int) -> Description:
        return replace(self._description, prompts=Prompts(quality, self._gamma_at(quality)))

    def _unit(self) -> float:
        """Return how much of the target's unit one byte is."""
        grid, modalities = self._description.tiles, len(self._description.transforms)
        return bpp(1, modalities, grid.height, grid.width) if self.target.kind == "bpp" else 1.0

    def _out_of_reach(self) -> str:
        least, most = (self._words(self._evaluate(quality)) for quality in (0, QUALITY_STEPS))
        gammas = sorted({self._gamma_at(quality) / GAMMA_STEPS for quality in (0, QUALITY_STEPS)})
        gamma = " to ".join(f"{value:g}" for value in gammas)
        return (
            f"The target of {self._words(self._low, exact=True)} cannot be met: with γ {gamma} this input "
            f"gives from about {least} at quality 0 to {most} at quality 100; choose a target between."
        )

    def _words(self, value: float, exact: bool = False) -> str:
        number = self.target.value if exact else value
        if self.target.kind == "psnr":
            return decibels(math.inf if number >= PSNR_CEILING else number, 2)
        if not exact:
            number = math.exp(value) * self._unit()
        return f"{number:.4g} bpp" if self.target.kind == "bpp" else f"{round(number):,} bytes"


def sample_tiles(job: TileEncoder, description: Description) -> tuple[list[Tile], float]:
    """Choose at most 16 tiles with valid pixels, spread out, and how many times their bytes the whole has."""
    tiles = list(description.tiles)
    if len(tiles) <= SAMPLE_TILES:
        return tiles, 1.0
    # Multiples of the golden ratio, modulo 1, leave no large gaps however many of them are taken.
    order = sorted(tiles, key=lambda tile: tile.index * 0.6180339887498949 % 1)
    sample: list[Tile] = []
    looked_at = 0
    for tile in order:
        looked_at += tile.window.area
        if job.any_valid(tile):
            sample.append(tile)
            if len(sample) == SAMPLE_TILES:
                break
    share_valid = sum(tile.window.area for tile in sample) / looked_at
    sample.sort(key=lambda tile: tile.index)
    whole = description.tiles.width * description.tiles.height
    return sample, share_valid * whole / sum(tile.window.area for tile in sample)


def solve(
    evaluate: Callable[[int], float], known: dict[int, float], low: float, high: float, slope: float
) -> int:
    """Find a quality (tenths) where the rising curve `evaluate` lies within low..high, in few evaluations.

    `known` holds points already evaluated, `slope` is a guess per tenth. Where no quality does, returns the
    one that comes nearest: 0 or 1000 for a value outside the curve's range.
    """
    known = dict(known)
    aim = (low + high) / 2
    for trial in range(MAX_TRIALS):
        if any(low <= value <= high for value in known.values()):
            break
        quality = _propose(known, aim, slope, bisect=trial > MAX_TRIALS // 2)
        if quality in known:
            break
        known[quality] = evaluate(quality)
    return min(known, key=lambda quality: abs(known[quality] - aim))


def _propose(known: dict[int, float], aim: float, slope: float, bisect: bool) -> int:
    """Return the next quality to try: between the points around `aim`, or beyond the last one towards it."""
    if not known:
        return QUALITY_STEPS // 2
    below = max((quality for quality in known if known[quality] <= aim), default=None)
    above = min((quality for quality in known if known[quality] > aim), default=None)
    if below is not None and above is not None:
        if above - below < 2:
            return below
        share = 0.5 if bisect else (aim - known[below]) / (known[above] - known[below])
        return min(max(round(below + share * (above - below)), below + 1), above - 1)
    nearest, *others = sorted(known, key=lambda quality: abs(known[quality] - aim))
    if others:
        slope = max((known[nearest] - known[others[0]]) / (nearest - others[0]), slope / 10)
    step = 1.1 * (aim - known[nearest]) / slope
    return round(min(max(nearest + step + math.copysign(1, step), 0), QUALITY_STEPS))
