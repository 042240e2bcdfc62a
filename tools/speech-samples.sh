#!/bin/bash
# Unpack Debian's Flite voices and Asterisk's English prompts into a folder, without installing them: make bench-times.
set -euo pipefail
target=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(mktemp -d)"
apt-get download -qq libflite1 asterisk-core-sounds-en asterisk-core-sounds-en-wav
for package in ./*.deb; do dpkg-deb -x "$package" "$target"; done
rm -r "$PWD"
