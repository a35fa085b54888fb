"""How good and how large: PSNR, MS-SSIM and bits per pixel on numpy arrays; no file and no model.

Arrays are (bands, height, width) or (height, width). A validity mask of the same shape leaves NoData out of every figure.
"""

from __future__ import annotations

import numpy as np

# Wang, Simoncelli & Bovik (2003), "Multiscale structural similarity for image quality assessment", section 3.2.
SCALE_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
WINDOW = 11
SIGMA = 1.5


def psnr(a: np.ndarray, b: np.ndarray, peak: float, valid: np.ndarray | None = None) -> float:
    """Peak signal-to-noise ratio in dB, the error averaged over all bands and valid pixels.

    `peak` is the value range in the arrays' own unit (255 for 8 bit). inf for identical arrays, NaN where nothing is valid.
    """
    error = np.square(np.subtract(a, b, dtype=np.float64))
    if valid is not None:
        error = error[np.broadcast_to(valid, error.shape)]
    if error.size == 0:
        return float("nan")
    mse = float(error.mean())
    return float("inf") if mse == 0 else 10 * float(np.log10(peak * peak / mse))


def bpp(size_bytes: int, modalities: int, height: int, width: int) -> float:
    """Bits per pixel and modality as the paper counts them: all bits / (modalities · height · width)."""
    return 8 * size_bytes / (modalities * height * width)


def ms_ssim(a: np.ndarray, b: np.ndarray, peak: float, valid: np.ndarray | None = None) -> float:
    """Multi-scale structural similarity (0..1), the mean over bands; `peak` as in `psnr`.

    Images too small for five scales of an 11-pixel window use as many as fit, with the weights scaled to sum to 1.
    Windows that touch an invalid pixel do not count. NaN for an image under 11 pixels or with no whole valid window.
    """
    a, b = (np.asarray(x, dtype=np.float64).reshape((-1, *x.shape[-2:])) for x in (a, b))
    mask = np.ones(a.shape, bool) if valid is None else np.broadcast_to(valid, a.shape).reshape(a.shape)
    return float(np.mean([_band_ms_ssim(*planes, peak) for planes in zip(a, b, mask)]))


def _band_ms_ssim(a: np.ndarray, b: np.ndarray, valid: np.ndarray, peak: float) -> float:
    a, b = (np.where(valid, x, 0) for x in (a, b))
    parts: list[float] = []
    luminance = float("nan")
    while len(parts) < len(SCALE_WEIGHTS) and min(a.shape) >= WINDOW:
        whole = _windows_valid(valid)
        if not whole.any():
            break
        light, structure = _ssim_maps(a, b, peak)
        luminance = float(light[whole].mean())
        parts.append(max(float(structure[whole].mean()), 0.0))
        a, b = _halve(a), _halve(b)
        valid = _halve(valid.astype(np.float64)) == 1
    if not parts:
        return float("nan")
    weights = np.array(SCALE_WEIGHTS[: len(parts)]) / sum(SCALE_WEIGHTS[: len(parts)])
    parts[-1] = max(luminance, 0.0)  # the coarsest scale carries luminance · contrast · structure
    return float(np.prod(np.power(parts, weights)))


def _ssim_maps(a: np.ndarray, b: np.ndarray, peak: float) -> tuple[np.ndarray, np.ndarray]:
    """Per window: the full SSIM and its contrast-structure part."""
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    mean_a, mean_b = _blur(a), _blur(b)
    var_a, var_b = _blur(a * a) - mean_a**2, _blur(b * b) - mean_b**2
    covariance = _blur(a * b) - mean_a * mean_b
    structure = (2 * covariance + c2) / (var_a + var_b + c2)
    return structure * (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1), structure


def _blur(x: np.ndarray) -> np.ndarray:
    """Gaussian window of 11 pixels, σ 1.5, only where it fits whole."""
    taps = np.exp(-0.5 * np.square((np.arange(WINDOW) - WINDOW // 2) / SIGMA))
    taps /= taps.sum()
    h, w = x.shape[0] - WINDOW + 1, x.shape[1] - WINDOW + 1
    rows = sum(t * x[i : i + h] for i, t in enumerate(taps))
    return np.asarray(sum(t * rows[:, i : i + w] for i, t in enumerate(taps)))


def _windows_valid(valid: np.ndarray) -> np.ndarray:
    """True where all pixels of a window are valid (an exact count by summed areas)."""
    area = np.pad(np.cumsum(np.cumsum(valid, 0, dtype=np.int64), 1), ((1, 0), (1, 0)))
    n = WINDOW
    counts = area[n:, n:] - area[:-n, n:] - area[n:, :-n] + area[:-n, :-n]
    return np.asarray(counts == n * n)


def _halve(x: np.ndarray) -> np.ndarray:
    h, w = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
    return np.asarray(x[:h, :w].reshape(h // 2, 2, w // 2, 2).mean((1, 3)))
