# Sourced by the commands beside it: installs what is missing and leaves $python, the interpreter of .venv. Safe to run again.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '\n== %s\n' "$*"; }
fail() {
    printf '\nFAILED: %s\n' "$*" >&2
    exit 1
}

# install_packages NAME…: by apt, and only those that are missing.
install_packages() {
    command -v apt-get >/dev/null || fail "apt-get is not here; this needs Debian 12, Ubuntu 24.04 or newer. Packages wanted: $*"
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "Installing by apt: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "not root and no sudo; install these first: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q || fail "apt-get update did not work; is the network there?"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" ||
        fail "apt could not install: ${missing[*]}"
}

# find_python: the newest interpreter from 3.11 on that can make an environment and has its headers.
find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$candidate" >/dev/null || continue
        "$candidate" - <<'CHECK' >/dev/null 2>&1 && { command -v "$candidate"; return; }
import ensurepip, os, sys, sysconfig, venv
assert sys.version_info >= (3, 11)
assert os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))
CHECK
    done
    return 1
}

# make_environment REQUIREMENT…: .venv with these packages.
make_environment() {
    local base
    if ! base=$(find_python); then
        install_packages python3 python3-dev python3-venv
        base=$(find_python) || fail "no Python from 3.11 on with venv and headers was found"
    fi
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        say "Making .venv with $base"
        rm -rf .venv
        "$base" -m venv .venv || fail "$base could not make .venv"
    fi
    python="$root/.venv/bin/python"
    say "Installing by pip into .venv: $*"
    "$python" -m pip install --quiet --disable-pip-version-check "$@" || fail "pip could not install: $*"
}

# install_wheel WHAT OPTION…: builds the wheel (WHAT is "." or ".[extras]") and installs it into .venv; a second run builds only what has changed.
install_wheel() {
    say "Building and installing the wheel"
    "$python" -m pip install --quiet --disable-pip-version-check --no-build-isolation -Cbuild-dir=build/wheel "$@" ||
        fail "the wheel could not be built and installed; the lines above say why"
}

build_packages=(g++ cmake ninja-build pkg-config libeigen3-dev libboost-dev libtomlplusplus-dev nlohmann-json3-dev libcsv-dev)
wheel_requirements=("scikit-build-core>=1.0" "pybind11>=3.0,<4" "numpy>=1.26" "narwhals>=2.0")
