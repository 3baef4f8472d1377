# Two commands do all the set-up: `make serve` and `make test`. Needs Python 3.11+, make and git.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
MINIMUM := .venv-minimum
CLIENTS := tests/clients/node_modules/.package-lock.json
EDITOR := cnskg/web/static/built/editor.js
JARS := $(VENV)/share/owl-api/installed.txt
# The source texts, which are not shipped.
SOURCES := $(or $(CNSKG_SOURCES),../shared/sources)
# What `make test-minimum` runs; .ci/run chooses fewer, of which each dependency has a part in.
TESTS ?= tests
# Files of tests to as many workers as there are processors, the slow ones first (tests/conftest.py).
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder
GATE ?=
MODULE ?=

.PHONY: serve test tests test-minimum tests-minimum check-minimum faults mutants build bench check verify browser \
  stores clients jars clean

serve: build ## environment, build, service on http://127.0.0.1:$(PORT)
	@$(BIN)/cnskg serve --port $(PORT)

build: $(STAMP)
	@$(BIN)/cnskg build

test: check verify tests ## everything: format, lint, types, curated data, tests

tests: build browser stores clients jars ## the tests alone
	@$(BIN)/python -m pytest -m "not alone" $(PARALLEL)
	@$(BIN)/python -m pytest -m alone tests/hostile

verify: $(STAMP) ## the passages and quotations against the source texts, where those are there
	@if [ -d "$(SOURCES)" ]; then $(BIN)/cnskg verify "$(SOURCES)"; \
	 else echo "$(SOURCES) is no folder of source texts (CNSKG_SOURCES): verification is left out"; fi

check: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/cnskg fmt --check

test-minimum: check-minimum tests-minimum ## lint, types and fast tests with the oldest versions that pyproject.toml allows

check-minimum: $(MINIMUM)/.ready
	@$(MINIMUM)/bin/ruff check .
	@$(MINIMUM)/bin/mypy --cache-dir $(MINIMUM)/mypy

# The build folder is its own: another version of the store's engine makes another release.
tests-minimum: $(MINIMUM)/.ready
	@CNSKG_BUILD=$(CURDIR)/$(MINIMUM)/build $(MINIMUM)/bin/python -m pytest -m "not slow and not browser" $(PARALLEL) $(TESTS)

faults: $(STAMP) ## plant each fault of tests/faults/faults.toml in a copy, and see its test go red; GATE=word takes some
	@$(BIN)/python -m tests.faults.plant "$(GATE)"

mutants: $(VENV)/.mutation ## change the code in small ways: how many changes the tests notice; MODULE=word takes some modules
	@$(BIN)/python -m tests.mutation.run "$(MODULE)"

browser: ## a browser for the tests, from the distribution's packages where that is possible
	@command -v chromium >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	   apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } || \
	 echo "no chromium here, and no right to install it: the browser tests are left out"

stores: ## Virtuoso, in front of which the tests put the service: its program alone, which starts no service
	@command -v virtuoso-t >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	   apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource-7-bin >/dev/null 2>&1; } || \
	 echo "no Virtuoso here, and no right to install it: its tests are left out"

clients: $(STAMP) $(CLIENTS) ## Comunica, which the tests try the service with, from the npm registry by its lock file

# npm writes this file last. Where it cannot install, make stops: the tests would only be left out.
$(CLIENTS): tests/clients/package-lock.json tests/clients/package.json
	@$(BIN)/python -m tests.support.node
	@touch $@

jars: $(STAMP) $(JARS) ## the OWL API and its reasoners, for the tests, from the package registry by their checksum

$(JARS): tests/support/owl_api.txt
	@$(BIN)/python -m tests.support.owl_api

bench: $(STAMP)
	@for script in tests/benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python -m tests.benchmarks.$$(basename $$script .py) || exit 1; done

# pip runs hatch_build.py, which bundles the editor, and says nothing where the npm registry cannot be reached: we do.
$(STAMP): pyproject.toml constraints.txt hatch_build.py $(wildcard frontend/*.*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cnskg needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,texts,test]'
	@test -f $(EDITOR) || echo "npm could not fetch the editor of the query page, which has a plain text area: \`$(BIN)/python -m frontend.bundle\` tries again"
	@touch $@

$(VENV)/.mutation: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,texts,mutation]'
	@touch $@

# The constraint is set in the environment, so that it holds for what builds the package, too.
$(MINIMUM)/.ready: pyproject.toml .ci/minimum.txt
	@$(PYTHON) -m venv --clear $(MINIMUM)
	@PIP_CONSTRAINT=$(CURDIR)/.ci/minimum.txt PIP_BUILD_CONSTRAINT=$(CURDIR)/.ci/minimum.txt \
	 $(MINIMUM)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[build,texts,test]'
	@touch $@

clean:
	rm -rf build dist .venv .venv-minimum tests/clients/node_modules cnskg/web/static/built
