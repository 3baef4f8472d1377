# Two commands do all the set-up: `make serve` and `make test`. Needs Python 3.11+, make and git.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: serve test build bench check clean

serve: build ## environment, build, service on http://127.0.0.1:$(PORT)
	@$(BIN)/cnskg serve --port $(PORT)

build: $(STAMP)
	@$(BIN)/cnskg build

test: $(STAMP) check ## everything: format, lint, types, curated data, tests
	@$(BIN)/cnskg validate
	@$(BIN)/cnskg build
	@if [ -d ../shared/sources ]; then $(BIN)/cnskg verify ../shared/sources; \
	 else echo "no source texts beside the project: verification is left out"; fi
	@$(BIN)/python -m pytest

check: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/cnskg fmt --check

bench: $(STAMP)
	@for script in tests/benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cnskg needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

clean:
	rm -rf build dist .venv
