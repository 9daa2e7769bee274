# Two commands matter: `make run` and `make test`. Both need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint bench lock assets translations clean

help:  ## what this file can do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: $(VENV)/run.stamp  ## start Tiaokuai with demo data and print its address
	@$(BIN)/tiaokuai migrate
	@$(BIN)/tiaokuai deploy
	@$(BIN)/tiaokuai demo
	@$(BIN)/tiaokuai serve $(if $(TIAOKUAI_PUBLIC_URL),,--stand-in)

test: $(VENV)/test.stamp  ## check style, types, floors and behaviour, on both databases and in a browser
	@sh tests/system-packages.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist loadfile $(TESTS)

test-long:  ## the same with 2,000 random diagrams that no run had before, as the continuous integration does
	@TIAOKUAI_DIAGRAMS=2000 $(MAKE) --no-print-directory test

lint: $(VENV)/test.stamp  ## style, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp  ## every figure of docs/performance.md
	@sh tests/system-packages.sh
	$(BIN)/python -m benchmarks

lock: $(VENV)/test.stamp  ## renew the locked requirements
	cd requirements && for name in build run test; do \
		case $$name in run) source=../setup.cfg ;; *) source=$$name.in ;; esac; \
		CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
			--no-emit-index-url --no-emit-find-links --output-file $$name.txt $$source; done

assets:  ## developers only: rebuild the committed JavaScript (needs Node)
	for folder in web/assets web/assets/feel; do (cd $$folder && npm ci --no-audit --no-fund && npm run build) || exit 1; done

translations:  ## developers only: compile the sentences after editing the catalogue
	$(BIN)/pybabel compile --directory web/translations

clean:  ## remove the environment; the database in var/ stays
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tiaokuai needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); \
		else echo "Python's venv module is missing. Install it: sudo apt-get install python3-venv"; exit 1; fi; }

$(VENV)/run.stamp: requirements/build.txt requirements/run.txt setup.cfg | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
