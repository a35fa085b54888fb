"""What pip prints when it fails, as its releases word it, becomes the sentence that helps."""

from __future__ import annotations

import pytest

from eoduet.plugin.remedies import remedy

pytestmark = pytest.mark.usefixtures("qgis")

PROXIES = [
    "http://me:****@proxy.example:3128",
    "inside.example",
]  # the latter: places that are reached without one
RETRYING = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by "
    "'{}': /simple/numpy/"
)
LAST = "ERROR: No matching distribution found for numpy==2.4.6"
NOT_FOUND = "Failed to resolve '{0}' ([Errno -2] Name or service not known)"


@pytest.mark.parametrize(
    ("broken_by", "said"),
    [
        # pip 23 to 25
        (
            "ProxyError('Cannot connect to proxy.', NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection "
            "object at 0x7f50>: Failed to establish a new connection: [Errno 111] Connection refused'))",
            "proxy refused",
        ),
        (
            "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))",
            "proxy refused",
        ),
        (
            "NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f50>: Failed to establish a "
            "new connection: [Errno 101] Network is unreachable')",
            "index cannot be reached",
        ),
        # pip 26
        (
            "NewConnectionError(\"HTTPSConnection(host='proxy.example', port=3128): Failed to establish a new connection: "
            '[Errno 111] Connection refused")',
            "proxy refused",
        ),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "proxy refused"),
        (
            "NameResolutionError(\"HTTPSConnection(host='proxy.example', port=3128): "
            + NOT_FOUND.format("proxy.example")
            + '")',
            "proxy refused",
        ),
        (
            "NameResolutionError(\"HTTPSConnection(host='pypi.org', port=443): "
            + NOT_FOUND.format("pypi.org")
            + '")',
            "index cannot be reached",
        ),
    ],
)
def test_a_broken_connection_is_the_proxy_s_or_the_network_s(broken_by, said):
    assert said in remedy([RETRYING.format(broken_by), LAST], proxies=PROXIES)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Failed to connect to proxy http://proxy.example:3128 while fetching https://pypi.org",
            "proxy refused",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "not trusted"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
    ],
)
def test_other_lines(line, said):
    assert said in remedy([line, LAST])


def test_a_folder_of_wheels_outranks_the_index(tmp_path):
    assert str(tmp_path) in remedy([LAST], tmp_path)


def test_what_nobody_knows_is_quoted():
    assert remedy(["something", "odd happened", ""]).endswith("odd happened")
