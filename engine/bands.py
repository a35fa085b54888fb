"""What is known of a band beside its pixels: data type, NoData, name, unit, scale and colour; no pixel values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Band:
    """`dtype` is a numpy name: uint8, uint16, int16, uint32, int32, float32 or float64. `color` is GDAL's colour name."""

    dtype: str = "uint8"
    name: str = ""
    nodata: float | None = None
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    color: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    def to_header(self) -> dict:
        """The band's fields of the file's header, defaults left out."""
        raise NotImplementedError

    @classmethod
    def from_header(cls, fields: dict) -> Band:
        raise NotImplementedError
