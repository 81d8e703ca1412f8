# Two commands are enough: `make run` and `make test`. Everything they need is made here.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: run test test-core test-outside lint venv bench check smoke lock clean
.DELETE_ON_ERROR:

run: $(VENV)/.run
	@$(VENV)/bin/camtay run

venv: $(VENV)/.run

test: lint test-core test-outside

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

test-core: $(VENV)/.dev
	$(VENV)/bin/pytest -n 2 --dist worksteal -m "not (slow or browser or postgres or process)"

# What takes long or needs a program of its own: chromium, the PostgreSQL server from PyPI, processes to be killed, crowds.
test-outside: $(VENV)/.dev
	$(VENV)/bin/pytest -n 2 --dist loadgroup -m "browser or postgres or process or slow"

bench: $(VENV)/.dev
	$(VENV)/bin/python -m tests.bench

check: $(VENV)/.run
	$(VENV)/bin/camtay check

smoke: $(VENV)/.dev
	$(VENV)/bin/python -m tests.smoke

# The locks carry hashes and no registry address.
lock:
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên (PYTHON=/đường/dẫn/python3.11 make run). / Python 3.11 or newer is needed."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
