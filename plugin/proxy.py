"""QGIS's own proxy settings as the environment variables that pip reads; connects to nothing.

A user who has told QGIS his proxy has told EO-Duet too. Without one in QGIS, whatever the system's variables and pip's own
configuration say stays in force."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}


def variables() -> dict[str, str]:
    """`HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the proxy set in QGIS; empty where QGIS has none of its own.

    Asked for in the main thread or any other: each has a network manager of its own, with the same settings."""
    manager = QgsNetworkAccessManager.instance()
    address = url(manager.fallbackProxy())
    if not address:
        return {}
    without = [urlsplit(place).hostname or place for place in manager.excludeList() + manager.noProxyList()]
    return {
        name: value
        for lower, value in (
            ("http_proxy", address),
            ("https_proxy", address),
            ("no_proxy", ",".join(dict.fromkeys(filter(None, without)))),
        )
        for name in (lower, lower.upper())  # on Unix a lower-case one outranks the other
        if value
    }


def url(proxy: QNetworkProxy) -> str:
    """A proxy as a URL, with user and password where it has them; empty for none."""
    scheme = SCHEMES.get(proxy.type(), "")
    if not scheme or not proxy.hostName():
        return ""
    user = quote(proxy.user(), safe="")
    secret = f":{quote(proxy.password(), safe='')}" if proxy.password() else ""
    host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
    return f"{scheme}://{user}{secret}{'@' if user else ''}{host}:{proxy.port()}"
