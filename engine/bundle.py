"""A model bundle on disk: manifest, integer tables and ONNX graphs in one folder, checked by SHA-256; nothing here runs them.

``manifest.json`` names every file with its SHA-256 and holds the model's constants; ``tables.npz`` holds the integer tables
the bitstream depends on.  Reading a bundle needs numpy alone, so QGIS's own process can do it.  A file names its bundle by id
and by a digest of what decoding reads (``identity``), and only a bundle with the same decodes it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .bundlechecks import check_manifest, check_tables
from .errors import InputError, ModelError
from .identity import DIGEST_DIGITS, identity
from .mapchecks import IMAGE

#: The bundle that encodes where the user names none.
DEFAULT_BUNDLE = "s1s2-lite"
MANIFEST = "manifest.json"
TABLES = "tables.npz"
#: Versions of the bundle layout: what is written, and what is read.  Format 1 had one graph for both passes of every group,
#: and no centroids.
BUNDLE_FORMAT, READABLE_FORMATS = 2, (1, 2)
#: The tables take some hundred kilobytes; a file that claims more is no bundle of ours.
MAX_TABLE_BYTES = 16 << 20
#: Further folders with bundles, separated as PATH is.
SEARCH_VARIABLE = "EODUET_MODELS"


@dataclass(frozen=True)
class Bundle:
    """One model: ``manifest`` as read and its SHA-256, ``tables`` by name (integer arrays), ``folder`` with the graphs."""

    folder: Path
    manifest: dict[str, Any]
    tables: dict[str, np.ndarray]
    manifest_sha256: str

    def digest_of(self, profile: str = IMAGE) -> str:
        """What a file coded with a profile names the bundle by, 32 hex digits; "" where it has no such profile.

        Files of format 1 bundles named the whole manifest.
        """
        return identity(self.manifest, profile) if self.format > 1 else self.manifest_sha256[:DIGEST_DIGITS]

    @property
    def digest(self) -> str:
        """That of the profile every bundle has."""
        return self.digest_of()

    @property
    def id(self) -> str:
        """The bundle's name, such as ``s1s2-lite``."""
        return str(self.manifest["id"])

    @property
    def stride(self) -> int:
        """Pixels per latent along each axis."""
        return int(self.manifest["stride"])

    @property
    def margin(self) -> int:
        """Pixels of real neighbourhood the encoder wants on each side of a tile."""
        return int(self.manifest["margin"])

    @property
    def latent_margin(self) -> int:
        """Rings of neighbouring latents the decoders want around a tile."""
        return int(self.manifest["latent_margin"])

    @property
    def groups(self) -> list[int]:
        """Channels of each SCCTX group, in coding order."""
        return [int(size) for size in self.manifest["groups"]]

    @property
    def signed_groups(self) -> int:
        """How many of the first groups later graphs see with their signs, not as magnitudes alone."""
        return int(self.manifest["signed_groups"])

    @property
    def format(self) -> int:
        """Version of the bundle's layout; from 2 on each first pass has a graph, and components are predicted."""
        return int(self.manifest["format"])

    @property
    def coarse_groups(self) -> int:
        """How many of the first groups are coded coarse to fine; none before format 2."""
        return int(self.manifest["coarse_groups"]) if self.format > 1 else 0

    @property
    def channels(self) -> int:
        """M, the number of latents."""
        return sum(self.groups)

    @property
    def parity_y(self) -> np.ndarray:
        """int8 (M,): 1 where the synthesis function is odd along the rows."""
        return (self.tables["row"] % 2).astype(np.int8)

    @property
    def parity_x(self) -> np.ndarray:
        """int8 (M,): 1 where the synthesis function is odd along the columns."""
        return (self.tables["column"] % 2).astype(np.int8)

    def graph(self, name: str) -> bytes:
        """The ONNX bytes of a graph, checked against the manifest; ModelError if absent or altered."""
        try:
            entry = self.manifest["graphs"][name]
        except KeyError:
            raise ModelError(
                f"The model '{self.id}' has no graph '{name}': install a complete bundle."
            ) from None
        return _checked(self.folder, entry)


def _checked(folder: Path, entry: dict[str, str]) -> bytes:
    """Read a bundle's file and compare its SHA-256."""
    path = folder / entry["file"]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The model file '{path}' cannot be read ({error.strerror}): install the bundle again."
        ) from None
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise ModelError(
            f"The model file '{path}' is not the one its manifest names: install the bundle again."
        )
    return content


def load_bundle(folder: str | os.PathLike[str]) -> Bundle:
    """Read a bundle's manifest and tables; ModelError with the remedy if it is missing, foreign or damaged."""
    folder = Path(folder)
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise ModelError(
            f"There is no model in '{folder}' ({error.strerror}): choose one of `eoduet models`."
        ) from None
    manifest = _parse_manifest(content, folder)
    tables = _parse_tables(_checked(folder, manifest["tables"]), folder)
    try:
        check_tables(tables, sum(manifest["groups"]))
    except ValueError as field:
        raise ModelError(
            f"The tables of the model in '{folder}' cannot be used ({field}): install the bundle again."
        ) from None
    return Bundle(folder, manifest, tables, hashlib.sha256(content).hexdigest())


def _parse_manifest(content: bytes, folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
            raise ValueError("format")
        if manifest["format"] not in READABLE_FORMATS:
            raise ModelError(
                f"The model in '{folder}' has bundle format {manifest['format']} and this version reads "
                f"{BUNDLE_FORMAT}: update EO-Duet."
            )
        check_manifest(manifest)
    except (ValueError, RecursionError) as error:
        field = "not JSON" if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)) else error
        raise ModelError(
            f"The manifest in '{folder}' is not a model manifest ({field}): install the bundle again."
        ) from None
    return manifest


def _parse_tables(content: bytes, folder: Path) -> dict[str, np.ndarray]:
    """The arrays of an npz file, not unpacked beyond MAX_TABLE_BYTES."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            if sum(member.file_size for member in members.infolist()) > MAX_TABLE_BYTES:
                raise ValueError("too large")
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (ValueError, KeyError, OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error):
        raise ModelError(
            f"The tables of the model in '{folder}' cannot be read: install the bundle again."
        ) from None


def search_folders(further: str = "") -> list[Path]:
    """Folders that hold bundles: ``further`` ones first, those of EODUET_MODELS, then the product's own ``models``.

    Both name several folders as PATH does.
    """
    shipped = Path(__file__).resolve().parent.parent / "models"
    return [*_folders(further), *_folders(_of_environment()), shipped]


def _of_environment() -> str:
    return os.environ.get(SEARCH_VARIABLE, "")


def _folders(names: str) -> list[Path]:
    return [Path(part) for part in names.split(os.pathsep) if part]


def bundle_folders(further: str = "") -> list[Path]:
    """Folders in the search folders that have a manifest, readable or not."""
    return [folder for top in search_folders(further) for folder in folders_in(top)]


def folders_in(top: Path) -> list[Path]:
    """The folders with a manifest in ``top``, which may be one itself."""
    return [file.parent for file in (*top.glob(MANIFEST), *sorted(top.glob(f"*/{MANIFEST}")))]


def check_folders(further: str) -> None:
    """Raise InputError where a folder of ``search_folders`` that the user named has no manifest in it."""
    for said, folders in (
        ("", _folders(further)),
        (f" (from {SEARCH_VARIABLE})", _folders(_of_environment())),
    ):
        for folder in folders:
            if not folders_in(folder):
                raise InputError(
                    f"{folder}{said} holds no model: choose a folder of bundles, each with a manifest.json."
                )


def find_bundles(further: str = "") -> list[Bundle]:
    """Every readable bundle in the search folders, first found first."""
    bundles = []
    for folder in bundle_folders(further):
        try:
            bundles.append(load_bundle(folder))
        except ModelError:
            continue  # a broken bundle must not hide the sound ones; loading it by name says what is wrong
    return bundles


def find_bundle(
    identifier: str, digest: str | None = None, further: str = "", profile: str = IMAGE
) -> Bundle:
    """The installed bundle of this id, with this ``digest`` of the ``profile`` when a file asks for it, or ModelError.

    A file may name the first half of the digest alone, and never a folder.  Without a digest the user chose the bundle, and
    ``identifier`` may also be a folder.
    ``further`` as in ``search_folders``.
    """
    if digest is None and os.path.isfile(os.path.join(identifier, MANIFEST)):
        return load_bundle(identifier)
    same_id = [bundle for bundle in find_bundles(further) if bundle.id == identifier]
    matching = [
        bundle for bundle in same_id if digest is None or bundle.digest_of(profile).startswith(digest)
    ]
    if matching:
        return matching[0]
    if same_id:
        installed = same_id[0].digest_of(profile)[: len(str(digest))]
        raise ModelError(
            f"The file needs version {digest} of the model '{identifier}' "
            + (f"and version {installed} is installed" if installed else f"with the profile '{profile}'")
            + ": add a folder that holds the version the file names (--models FOLDER, or eoduet:models in QGIS)."
        )
    for folder in bundle_folders(further):
        if folder.name == identifier:
            load_bundle(folder)  # raises with what is wrong
    raise ModelError(
        f"The model '{identifier}' is not installed: install its bundle, or choose one of `eoduet models`."
    )
