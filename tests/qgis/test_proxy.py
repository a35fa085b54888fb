"""QGIS's proxy settings reach pip as variables, complete with login and exceptions; no proxy of QGIS's changes nothing."""

from __future__ import annotations

import pytest
from qgis.core import QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtNetwork import QNetworkProxy

from eoduet.plugin import proxy

KEYS = ("proxyEnabled", "proxyHost", "proxyPort", "proxyUser", "proxyPassword", "proxyType", "noProxyUrls")


@pytest.fixture
def qgis_proxy(qgis):
    """Set QGIS's proxy as its options dialog does."""

    def set_up(**values):
        for key in KEYS:
            QgsSettings().remove(f"proxy/{key}")
        for key, value in values.items():
            QgsSettings().setValue(f"proxy/{key}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield set_up
    set_up()


def test_nothing_without_one(qgis_proxy):
    qgis_proxy()
    assert proxy.variables() == {}
    qgis_proxy(proxyEnabled=True, proxyType="DefaultProxy")
    assert proxy.variables() == {}


def test_host_login_and_exceptions(qgis_proxy):
    given = {
        "proxyHost": "proxy.example",
        "proxyPort": "3128",
        "proxyUser": "me@home",
        "proxyPassword": "a:b/c",
    }
    qgis_proxy(proxyEnabled=True, proxyType="HttpProxy", noProxyUrls=["http://inside.example/x"], **given)
    said = proxy.variables()
    assert said["HTTPS_PROXY"] == said["https_proxy"] == "http://me%40home:a%3Ab%2Fc@proxy.example:3128"
    assert said["NO_PROXY"] == "inside.example"
    qgis_proxy(proxyEnabled=False, proxyType="HttpProxy", **given)
    assert proxy.variables() == {}


def test_other_kinds():
    kind = QNetworkProxy.ProxyType
    assert proxy.url(QNetworkProxy(kind.Socks5Proxy, "::1", 1080)) == "socks5h://[::1]:1080"
    assert proxy.url(QNetworkProxy(kind.FtpCachingProxy, "ftp.example", 21)) == ""
    assert proxy.url(QNetworkProxy(kind.NoProxy)) == ""
