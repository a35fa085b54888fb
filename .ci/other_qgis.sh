#!/usr/bin/env bash
# The tests in the QGIS of another Debian suite, in a root of its own beside this machine's system.
#
#   .ci/other_qgis.sh SUITE FOLDER [ARGUMENTS OF PYTEST]     trixie has QGIS 3.40, sid 3.44
#
# Makes FOLDER/SUITE with debootstrap where it is not there yet (as root; 2.5 GB), puts the last commit of this checkout
# into it and runs tests/qgis there, or what ARGUMENTS name. QGIS's numpy stays the suite's own.
set -euo pipefail
suite=${1:?SUITE} folder=${2:?FOLDER}
shift 2
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(mkdir -p "$folder" && cd "$folder" && pwd)/$suite
read -ra packages < <(sed -n 's/^SYSTEM_PACKAGES := //p' "$checkout/Makefile")

inside() {  # a command in the root; its mounts and whatever it leaves running end with it
  unshare --mount --pid --fork --kill-child bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    chroot "$root" env HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen "$@"
    exit  # a shell that stays is the first process, which takes up orphans: a test looks whether one is gone
  ' inside "$root" "$@"
}

if [ ! -e "$root/etc/bare" ]; then
  rm -rf "$root"
  debootstrap --variant=minbase --include=ca-certificates,git,python3 "$suite" "$root"
  touch "$root/etc/bare"
fi
if [ ! -e "$root/etc/made" ]; then
  # The root reaches package registries the way this machine does.
  for path in /etc/resolv.conf /etc/pip.conf /etc/xdg/pip /usr/local/share/ca-certificates; do
    [ ! -e "$path" ] || { mkdir -p "$root$(dirname "$path")" && cp -rLT "$path" "$root$path"; }
  done
  inside update-ca-certificates
  inside apt-get -o Acquire::Check-Valid-Until=false update  # a mirror may keep an older state of the suite
  inside apt-get install -y --no-install-recommends "${packages[@]}"
  inside python3 -m venv --system-site-packages /venv
  touch "$root/etc/made"
fi

rm -rf "$root/eoduet"
git clone --quiet "$checkout" "$root/eoduet"
inside /venv/bin/python -m pip install --quiet --editable /eoduet 'pytest>=8' 'hypothesis>=6.100'
inside /usr/bin/python3 -c 'from qgis.core import Qgis; print("QGIS", Qgis.version(), flush=True)'
[ $# -gt 0 ] || set -- tests/qgis
inside bash -c 'cd /eoduet && exec /venv/bin/python -m pytest "$@"' pytest "$@"
