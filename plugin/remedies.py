"""What venv and pip print when they fail, turned into one sentence with the remedy; nothing is run here."""

from __future__ import annotations

from .translation import tr

NO_NETWORK = "The package index cannot be reached: check the network connection, then run the set-up again."
NO_SPACE = "The disk is full: free about 500 MB, then run the set-up again; it goes on where it stopped."
# Tried in this order: pip names a missing network first and a missing package after it.
REMEDIES = {
    "ensurepip is not available": (
        "Python's venv module is missing: install it (on Debian and Ubuntu the package python3-venv), "
        "then run the set-up again."
    ),
    "No space left on device": NO_SPACE,
    "CERTIFICATE_VERIFY_FAILED": (
        "The package index's certificate is not trusted here: ask your administrator for the certificate and "
        "name it in pip's setting 'cert'."
    ),
    "ProxyError": (
        "The proxy refused the connection: set HTTPS_PROXY or pip's setting 'proxy', then try again."
    ),
    "NewConnectionError": NO_NETWORK,
    "ConnectTimeoutError": NO_NETWORK,
    "ReadTimeoutError": NO_NETWORK,
    "No matching distribution found": (
        "No build of a needed package exists for this Python on this machine: use Python 3.9 or newer, "
        "named in the setting eoduet/python."
    ),
    "Permission denied": (
        "The environment's folder cannot be written: check the permissions of your QGIS profile folder."
    ),
}


def remedy(output: list[str]) -> str:
    """The sentence for a failed step, from the lines it printed."""
    text = "\n".join(output)
    for sign, sentence in REMEDIES.items():
        if sign in text:
            return tr(sentence)
    last = next((line for line in reversed(output) if line.strip()), tr("it printed nothing"))
    return tr("Setting up EO-Duet failed: {}").format(last)
