# Everything that is done with a checkout. `make` alone lists the targets.
# Needed: make, and Python 3.11 or newer. Everything else is put into .venv (and, for tests, see tests/machine.py).

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint unit bench docs lock screenshots sample clean

PYTHON_IN_VENV := .venv/bin/python
PYTEST_ARGS ?=
IN_PARALLEL := -n auto

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/runtime.installed  ## make .venv with all that is needed to run

demo: setup  ## load the sample data and open the pages on http://127.0.0.1:8501
	$(PYTHON_IN_VENV) cli.py demo

test: .venv/dev.installed  ## run every test; installs Chromium, Java and Maven where it may
	$(PYTHON_IN_VENV) -m tests.machine
	$(PYTHON_IN_VENV) -m pytest $(IN_PARALLEL) $(PYTEST_ARGS)

check: lint unit  ## lint, types, imports, signal files, unit tests: before every commit

lint: .venv/dev.installed  ## the part of check that runs no test
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m mypy
	.venv/bin/lint-imports
	$(PYTHON_IN_VENV) cli.py signals check

unit: .venv/dev.installed  ## the tests that need no engine
	$(PYTHON_IN_VENV) -m pytest $(IN_PARALLEL) tests/unit

bench: .venv/dev.installed  ## print the time and memory budgets as measured here
	$(PYTHON_IN_VENV) -m benchmarks

docs: setup  ## write docs/signals and docs/tables from what declares them
	$(PYTHON_IN_VENV) cli.py signals docs
	$(PYTHON_IN_VENV) cli.py tables docs

lock: .venv/dev.installed  ## pin requirements.in and requirements-dev.in, with hashes, into the .txt beside them
	@for list in requirements requirements-dev; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --custom-compile-command 'make lock' $$list.in -o $$list.txt || exit 1; \
	done

screenshots: .venv/dev.installed  ## draw the pictures of the README anew
	$(PYTHON_IN_VENV) -m tests.machine
	$(PYTHON_IN_VENV) -m tests.browser.screenshots

sample: setup  ## write sample_data anew from its seed
	$(PYTHON_IN_VENV) -m sample_data

clean:  ## remove all that make made; ./workspace is kept
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	rm -rf build dist *.egg-info benchmarks/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are younger than the requirements they stand for: a second run does no work.
.venv/runtime.installed: requirements.txt | $(PYTHON_IN_VENV)
	@echo "Installing what TenderLens needs into .venv (about a minute the first time)."
	@$(PYTHON_IN_VENV) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.installed: requirements-dev.txt .venv/runtime.installed
	@echo "Installing what the tests need into .venv."
	@$(PYTHON_IN_VENV) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(PYTHON_IN_VENV):
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "TenderLens needs Python 3.11 or newer; none is on the PATH. Install one, or name it: make PYTHON=/path/to/python3"; \
	  exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	  package=$$($$found -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	  echo "$$found lacks the venv module. On Debian or Ubuntu: apt-get install $$package"; \
	  exit 1; \
	fi; \
	rm -rf .venv && $$found -m venv .venv
