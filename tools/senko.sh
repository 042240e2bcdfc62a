#!/usr/bin/env bash
# Make a virtual environment with senko 0.2.2, a diarization peer, and torch: tools/senko.sh FOLDER
set -euo pipefail

folder=${1:?usage: tools/senko.sh FOLDER}
"$(dirname "$0")/venv.sh" "$folder"
echo "Installing senko and torch (some gigabytes)"
"$folder/bin/python" -m pip install -q --disable-pip-version-check --no-input --no-deps --require-hashes \
    -r "$(dirname "$0")/../requirements/senko.lock"
