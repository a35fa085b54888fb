"""The plugin store's rules for a zip, as its validator applies them before the scanners run; the scanners are in ship.py."""

from __future__ import annotations

import configparser
import re
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

LIMIT = 25_000_000  # bytes
REQUIRED = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
)
BINARIES = {
    ".so",
    ".dll",
    ".dylib",
    ".pyd",
    ".pyc",
    ".pyo",
    ".exe",
    ".o",
    ".a",
    ".lib",
    ".jar",
    ".whl",
    ".egg",
}
FORBIDDEN_FOLDERS = {"__pycache__", "__MACOSX", ".git", "tests", "test", "training"}


def problems(archive: Path) -> list[str]:
    """One phrase for each rule that the zip breaks."""
    found = [f"{archive.stat().st_size:,} bytes, over {LIMIT:,}"] * (archive.stat().st_size > LIMIT)
    with zipfile.ZipFile(archive) as held:
        names = [PurePosixPath(name) for name in held.namelist()]
        tops = sorted({name.parts[0] for name in names})
        if len(tops) != 1 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", tops[0]):
            return [*found, f"not one top folder with a valid identifier: {tops}"]
        for name in names:
            if name.is_absolute() or ".." in name.parts:
                found.append(f"{name}: leads out of the folder")
            if FORBIDDEN_FOLDERS & set(name.parts) or name.suffix.lower() in BINARIES:
                found.append(f"{name}: no test, training code, cache or binary may ship")
        needed = [f"{tops[0]}/{name}" for name in ("__init__.py", "metadata.txt", "LICENSE")]
        present = {name.as_posix() for name in names}
        found += [f"{name} is missing" for name in needed if name not in present]
        if f"{tops[0]}/metadata.txt" in present:
            found += metadata_problems(held.read(f"{tops[0]}/metadata.txt").decode())
    return found


def metadata_problems(text: str) -> list[str]:
    """What the validator says of a metadata.txt."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # case counts, as in the store
    parser.read_string(text)
    fields = dict(parser["general"])
    found = [f"metadata: {name} is missing" for name in REQUIRED if not fields.get(name, "").strip()]
    if not re.fullmatch(r"\d+(\.\d+){1,3}", fields.get("version", "")):
        found.append("metadata: a version of numbers and dots sorts as it should")
    if fields.get("qgisMaximumVersion") != "4.99":
        found.append("metadata: qgisMaximumVersion=4.99 says that QGIS 4 is supported")
    if "/" in fields.get("author", ""):
        found.append("metadata: the store takes a slash in the author's name for a path")
    for name in ("experimental", "deprecated", "server"):
        if fields.get(name, "False") not in ("True", "False"):
            found.append(f"metadata: {name} is neither True nor False")
    for name in ("tracker", "repository", "homepage"):
        address = urlparse(fields.get(name, ""))
        if address.scheme != "https" or not address.netloc:
            found.append(f"metadata: {name} is no https address")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", fields.get("email", "")):
        found.append("metadata: no valid email")
    return found
