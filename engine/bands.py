"""What is known of a band beside its pixels: data type, NoData, name, unit, scale and colour; no pixel values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Band:
    """A band's description.

    `dtype` is a numpy name (`headerchecks.DTYPES`). `nodata` None = no such value. `color` is GDAL's name of a colour
    interpretation, "" = undefined. `scale` and `offset` turn stored values into physical ones, in `unit`.
    """

    dtype: str = "uint8"
    name: str = ""
    nodata: float | None = None
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    color: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    def to_header(self) -> dict[str, Any]:
        """The band's fields of the file's header, defaults left out."""
        fields: dict[str, Any] = {
            key: value for key, value in vars(self).items() if value != getattr(_DEFAULT, key)
        }
        for key in ("scale", "offset", "nodata"):
            if key in fields:
                fields[key] = json_number(fields[key])
        return fields

    @classmethod
    def from_header(cls, fields: dict[str, Any]) -> Band:
        """From the fields of a checked header (`headerchecks`)."""
        known = {key: fields[key] for key in vars(_DEFAULT) if key in fields}
        for key in ("scale", "offset", "nodata"):
            if key in known:
                known[key] = float(known[key])
        return cls(**known)


_DEFAULT = Band()


def json_number(value: float) -> float | int | str:
    """The shortest JSON for a number: integers without a point, "nan", "inf" and "-inf" as strings."""
    if not np.isfinite(value):
        return str(float(value))
    return int(value) if value == int(value) and abs(value) < 1e15 else float(value)


def fits(value: float, dtype: str) -> bool:
    """Say whether a band of `dtype` can hold `value` (a NoData value that it cannot hold marks no pixel)."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return not np.isfinite(value) or abs(value) <= float(np.finfo(kind).max)
    limits = np.iinfo(kind)
    return bool(np.isfinite(value)) and value == int(value) and limits.min <= value <= limits.max
