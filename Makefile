# Two commands for a newcomer: `make demo` and `make test`. Everything installs into .venv from the locks.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# `auto` is one worker more than there are cores, since tests also wait; `make test JOBS=0` runs in one process, for a
# debugger.
JOBS   ?= auto

.PHONY: help setup demo run test lint format bench pictures drill lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# What the product needs at run time.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

# What its tests, linters and benchmarks need on top.
$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev ## make .venv with everything in it

demo: $(VENV)/.runtime ## a short conversation on the demo plant
	$(BIN)/maintbot demo

run: $(VENV)/.runtime ## serve on 127.0.0.1:8000 what the settings switch on
	$(BIN)/maintbot serve

# Chromium, for the tests in a browser; where it cannot be had they are skipped and say so.
$(VENV)/.browser: | $(VENV)/.made
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name && break; done >/dev/null || \
	  { timeout 300 sh -c 'apt-get update -q && apt-get install -y -q --no-install-recommends chromium' >/dev/null 2>&1; } || \
	  echo "No Chromium, and it cannot be installed: the tests in a browser are skipped."
	@touch $@

# promtool and nginx, to check what is deployed: unpacked, not installed, so that neither starts. Where they cannot be
# had, the tests that use them are skipped and say so.
$(VENV)/.checkers: | $(VENV)/.made
	@mkdir -p $(VENV)/checkers
	@cd $(VENV)/checkers && { timeout 180 sh -c '{ apt-get download -q prometheus nginx || { apt-get update -q && apt-get download -q prometheus nginx; }; } \
	  && for package in *.deb; do dpkg -x "$$package" . && rm "$$package"; done' >/dev/null 2>&1 || echo "No promtool and nginx: tests with them are skipped."; }
	@touch $@

# Compiled code is kept, whatever this shell says: the tests start the bot a hundred times.
test: $(VENV)/.dev $(VENV)/.browser $(VENV)/.checkers ## the whole test suite
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) -q

lint: $(VENV)/.dev ## ruff, mypy (strict on core and adapters), import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## speed figures, as ratios where machines differ
	$(BIN)/python -m benchmarks

pictures: $(VENV)/.dev $(VENV)/.browser ## the pictures of the web chat, Slack and Teams in docs/images anew
	$(BIN)/python -m docs.pictures

drill: $(VENV)/.dev ## 1,000 questions, 50 kills, nothing lost, twice or out of order (ON=sqlite QUESTIONS=200 KILLS=10)
	$(BIN)/python -m benchmarks.drill $(ON) --questions $(or $(QUESTIONS),1000) --kills $(or $(KILLS),50)

lock: ## pin everything anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q \
	  pyproject.toml --extra dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q \
	  -c requirements-dev.lock pyproject.toml --extra otel -o requirements-otel.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q \
	  -c requirements-dev.lock pyproject.toml -o requirements.lock

clean: ## remove .venv, caches and the demo plant
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis data chat_docs
