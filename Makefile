# `make run` and `make test` need Python 3.11 or newer and make, nothing else. `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8000

# What the product is run with must not depend on another project's environment.
export PORT
export DJANGO_SETTINGS_MODULE := healthplan.settings
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME PYTEST_ADDOPTS

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALL := $(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation

.DEFAULT_GOAL := help
.PHONY: help run admin test test-python test-browser lint lock bench screenshots

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export DEBUG := 0
run: $(VENV)/product-installed ## install what is missing, bring in the texts, serve on http://127.0.0.1:$PORT
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) import_texts fixtures/sources
	@$(MANAGE) update_index
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo
	@echo "  http://127.0.0.1:$(PORT)/        the knowledge base"
	@echo "  http://127.0.0.1:$(PORT)/admin/  corrections; 'make admin' in another terminal creates the first account"
	@echo "  Ctrl-C stops web server and index worker together."
	@echo
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec $(BIN)/honcho start --env /dev/null

admin: $(VENV)/product-installed ## create an account that may correct entries
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createsuperuser

test: lint test-python test-browser ## everything: checks, suite on SQLite and on PostgreSQL, browser

# xdist's default order, not by file: tests that empty the tables behind them come last, which each worker must keep
test-python: $(VENV)/tools-installed ## the suite without the browser, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -m "not browser" -n auto
	$(BIN)/python -m tests.with_postgres $(BIN)/python -m pytest -m "not browser" -n auto

test-browser: $(VENV)/tools-installed ## the running product in Chromium
	$(BIN)/python -m pytest -m browser

lint: $(VENV)/tools-installed ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	SECRET_KEY=none-is-kept $(BIN)/mypy

lock: $(VENV)/tools-installed ## compile requirements/*.in into exact versions with hashes
	$(call compile,requirements/base.in,requirements.txt)
	$(call compile,requirements/build.in,requirements/build.txt)
	$(call compile,requirements/dev.in,requirements/dev.txt)

bench: $(VENV)/tools-installed ## how long parser, search and pages take; about half an hour
	$(BIN)/python -m tests.benchmarks.parsing
	$(BIN)/python -m tests.benchmarks.search
	$(BIN)/python -m tests.benchmarks.pages

screenshots: $(VENV)/tools-installed ## take the pictures in docs/screenshots anew
	$(BIN)/python -m tests.browser.screenshots

compile = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	$(1) --output-file $(2)

# --- the virtual environment; each stamp is newer than the lock files it was installed from ---

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
		echo "Name another one so: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/builders-installed: requirements/build.txt | $(BIN)/python
	@echo "Installing what the product runs on, once …"
	@$(INSTALL) -r requirements/build.txt
	@touch $@

$(VENV)/product-installed: requirements.txt $(VENV)/builders-installed
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/tools-installed: requirements/dev.txt $(VENV)/builders-installed
	@$(INSTALL) -r requirements/dev.txt
	@touch $@
