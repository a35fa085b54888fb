"""What venv and pip print when they fail, turned into one sentence with the remedy; nothing is run here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from .translation import marked, tr

NO_NETWORK = marked(
    "The package index cannot be reached: check the network connection, then run the set-up again."
)
NO_SPACE = marked(
    "The disk is full: free about 500 MB, then run the set-up again; it goes on where it stopped."
)
PROXY = marked(
    "The proxy refused the connection: check it, its user and its password in QGIS (Settings, Options, Network), "
    "then try again."
)
NO_TRUST = marked(
    "The package index's certificate is not trusted here: ask your administrator for the certificate and "
    "name it in pip's setting 'cert'."
)
# Tried in this order: pip names a missing network first and a missing package after it.
REMEDIES = {
    "ensurepip is not available": marked(
        "Python's venv module is missing: install it (on Debian and Ubuntu the package python3-venv), "
        "then run the set-up again."
    ),
    "No space left on device": NO_SPACE,
    "CERTIFICATE_VERIFY_FAILED": NO_TRUST,
    "SSLCertVerificationError": NO_TRUST,
    "ProxyError": PROXY,
    "Tunnel connection failed": PROXY,
    "Failed to connect to proxy": PROXY,
    "NewConnectionError": NO_NETWORK,
    "NameResolutionError": NO_NETWORK,
    "ConnectTimeoutError": NO_NETWORK,
    "ReadTimeoutError": NO_NETWORK,
    "Missing dependencies for SOCKS": marked(
        "pip cannot go through a SOCKS proxy: set an HTTP proxy in QGIS (Settings, Options, Network), or use a "
        "folder of wheels."
    ),
    "DO NOT MATCH THE HASHES": marked(
        "A package is not the one that was pinned, so nothing of it was installed: it was changed or damaged on its "
        "way; try again, or take it from another source."
    ),
    "No matching distribution found": marked(
        "No build of a needed package exists for this Python on this machine: use Python 3.9 or newer, "
        "named in the setting eoduet/python."
    ),
    "Permission denied": marked(
        "The environment's folder cannot be written: check the permissions of your QGIS profile folder."
    ),
}


IN_FOLDER = marked(
    "The folder {} lacks a wheel that this Python needs: fill it with 'pip download', see the help."
)


def remedy(output: list[str], wheels: Path | None = None, proxies: Iterable[str] = ()) -> str:
    """The sentence for a failed step, from the lines it printed; `wheels` is the folder it had to do with.

    `proxies` are the URLs of those in its way: from release 26 on pip tells a proxy that is not there from an index that is
    not there by the host's name alone.
    """
    text = "\n".join(output)
    if any(f"host='{urlsplit(proxy).hostname}'" in text for proxy in proxies):
        return tr(PROXY)
    if wheels is not None and "No matching distribution found" in text:
        return tr(IN_FOLDER).format(wheels)
    for sign, sentence in REMEDIES.items():
        if sign in text:
            return tr(sentence)
    last = next((line for line in reversed(output) if line.strip()), tr("it printed nothing"))
    return tr("Setting up EO-Duet failed: {}").format(last)
