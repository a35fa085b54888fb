"""What a file names its model by: a digest of everything that decoding with one profile reads, and of nothing else.

So a bundle may gain maps, profiles or a better encoder, and every file it wrote before still decodes; a change of
anything that decides a symbol or a pixel is another model, and a reader refuses it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .bundlechecks import DECODERS, decides_symbols
from .mapchecks import IMAGE

#: Hex digits of a SHA-256 that a file names its model by.
DIGEST_DIGITS = 32
#: Fields of the manifest that say how symbols are coded and how latents lie.
CONSTANTS = ("format", "stride", "latent_margin", "groups", "signed_groups", "coarse_groups", "slots")


def identity(manifest: dict[str, Any], profile: str = IMAGE) -> str:
    """The digest, in hex, of a checked manifest of format 2 or later for a profile; "" where it has no such profile."""
    profiles = manifest.get("profiles", {})
    if profile != IMAGE and profile not in profiles:
        return ""
    replaced = profiles[profile]["graphs"] if profile != IMAGE else ()
    graphs = {}
    for name in manifest["graphs"]:
        if decides_symbols(manifest, name) or name in DECODERS:
            entry = manifest["graphs"][f"{name}_{profile}" if name in replaced else name]
            graphs[name] = entry["sha256"]
    facts = {
        "constants": {name: manifest[name] for name in CONSTANTS},
        "tables": manifest["tables"]["sha256"],
        "graphs": graphs,
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:DIGEST_DIGITS]
