#!/usr/bin/env bash
# Make a virtual environment with pip in it: tools/venv.sh FOLDER
set -euo pipefail

folder=${1:?usage: tools/venv.sh FOLDER}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "Scriba needs Python 3.11 or newer, and none was found. Install it (Debian 12: apt-get install python3) or name one: make setup PYTHON=/path/to/python3.11" >&2
    return 1
}

python=$(find_python)

# Debian ships venv without ensurepip.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print(f"{sys.version_info.major}.{sys.version_info.minor}")')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Python $version has no venv module: installing python$version-venv"
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "python$version-venv"
    else
        echo "Python $version has no venv module. Install it and run make again (Debian, Ubuntu: sudo apt-get install python$version-venv)" >&2
        exit 1
    fi
fi

if ! "$python" -m venv --clear "$folder"; then
    rm -rf "$folder"
    exit 1
fi
