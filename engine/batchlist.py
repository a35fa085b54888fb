"""The list of a batch: pairs of rasters, one a row of a CSV file; opens none of them.

    optical,sar,output,quality,gamma,profile
    s2_0105.tif,s1_0106.tif,,60,,            ← everything but the images may be left empty, or the column left out
    s2_0210.tif,-,february.duet,,,           ← an image alone

Comma, semicolon (then with decimal commas) or tab; paths are relative to the list. A row that makes no sense is a row with a
`problem`, because one bad pair must not stop the others.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .errors import InputError

COLUMNS = ("optical", "sar", "output", "quality", "gamma", "profile")
RANGES = {"quality": (0.0, 100.0), "gamma": (0.0, 1.0)}


@dataclass(frozen=True)
class Row:
    """One pair: paths of the images ("" = none) and of the `.duet` file ("" = named after an image); what is None or ""
    is the batch's own. `problem` is one sentence where the list says something that makes no sense."""

    optical: str = ""
    sar: str = ""
    output: str = ""
    quality: float | None = None
    gamma: float | None = None
    profile: str = ""
    problem: str = ""


@dataclass(frozen=True)
class PairList:
    """`rows` in order; `notes` are sentences about what was left out."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read_list(path: str) -> PairList:
    """Read a CSV list; InputError where it is no such list."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"The list {path} cannot be read ({error.strerror}); check the name.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The list {path} is no UTF-8 text; save it as CSV in UTF-8.") from error
    return parse_list(text, os.path.dirname(os.path.abspath(path)), path)


def parse_list(text: str, folder: str = "", name: str = "The list") -> PairList:
    """As `read_list`, from text; relative paths are in `folder`."""
    lines = text.splitlines()
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{name} is no CSV table ({error}); see the guide for its columns.") from error
    header = [cell.strip().lower() for cell in table[0]] if table else []
    if not {"optical", "sar"} & set(header):
        raise InputError(
            f"{name} has no column 'optical' or 'sar'; its first line must name the columns: {', '.join(COLUMNS)}."
        )
    twice = [column for column in COLUMNS if header.count(column) > 1]
    if twice:
        raise InputError(f"{name} has the column '{twice[0]}' twice; leave one of them.")
    rows = [
        _row(cells, header, folder, delimiter) for cells in table[1:] if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise InputError(f"{name} has no row below its heading; add a pair to it.")
    foreign = [column for column in header if column and column not in COLUMNS]
    notes = [f"Columns that mean nothing here: {', '.join(foreign)}."] if foreign else []
    return PairList(rows, notes)


def _row(cells: list[str], header: list[str], folder: str, delimiter: str) -> Row:
    said = {column: cell.strip() for column, cell in zip(header, cells)}
    images = {image: _located(folder, said.get(image, "")) for image in ("optical", "sar")}
    numbers: dict[str, float | None] = {}
    problems = []
    for column, (low, high) in RANGES.items():
        text = said.get(column, "")
        numbers[column] = None
        if text:
            try:
                value = float(text.replace(",", ".") if delimiter == ";" else text)
            except ValueError:
                value = float("nan")
            if low <= value <= high:
                numbers[column] = value
            else:
                problems.append(
                    f"The {column} '{text}' is no number from {low:g} to {high:g}; correct the list."
                )
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        problems.append("The row has more cells than the heading; put names with a delimiter into quotes.")
    if not any(images.values()):
        problems.append("The row names neither an optical nor a SAR image; name one.")
    named = said.get("output", ""), said.get("profile", "")
    return Row(
        images["optical"],
        images["sar"],
        named[0],
        numbers["quality"],
        numbers["gamma"],
        named[1],
        *problems[:1],
    )


def _located(folder: str, name: str) -> str:
    """The path of an image in a list; what only GDAL understands (/vsizip/…, NETCDF:…) stays as it is."""
    if name in ("", "-"):
        return ""
    beside = os.path.join(folder, name)
    only_gdal = name.startswith("/vsi") or (":" in name and not os.path.exists(beside))
    return name if only_gdal else os.path.normpath(beside)


def write_list(rows: Iterable[Row]) -> str:
    """The text of a list that `parse_list` reads back; problems are not kept."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            ["" if value is None else value for value in (getattr(row, name) for name in COLUMNS)]
        )
    return text.getvalue()
