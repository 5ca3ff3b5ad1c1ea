# Everything a person or a machine does with Masthead. Needs make and Python 3.11 or newer.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test check bench scan lock wheel bundle format
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
DONE := .venv/.done
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
BUNDLE := static/dist/htmx.min.js

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(DONE)/runtime $(BUNDLE) ## Make .venv and the browser bundle; nothing if they are up to date

run: install ## Serve the demo newspaper and print the address (ARGS="--port 8001")
	@exec $(BIN)/masthead serve --demo $(ARGS)

test: install $(DONE)/dev ## Run every test (ARGS="tests/mail -x": some)
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.postgres
	@$(BIN)/python -m tests.mailtools
	$(BIN)/pytest --numprocesses auto --dist worksteal $(or $(ARGS),tests)

check: install $(DONE)/dev ## Lint, formats, types, templates, lock files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest --quiet tests/house/test_lock_files.py

bench: install $(DONE)/dev ## Measure the site and the mailer against this machine’s limits
	@$(BIN)/python -m tests.load_tools
	$(BIN)/python -m tests.bench $(ARGS)

scan: install $(DONE)/dev $(DONE)/scan ## Attack the running demo with wapiti and sqlmap, signed in and out
	$(BIN)/python -m tests.scan $(ARGS)

format: $(DONE)/dev ## Put the code into the house format
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format

bundle: $(BUNDLE) ## Build static/dist from static/css, static/js and the fonts

wheel: install ## Build dist/*.whl, which carries templates and the browser bundle
	@rm -rf dist
	$(BIN)/python -m hatchling build --target wheel

lock: $(DONE)/dev ## Pin every requirement anew from pyproject.toml (UPGRADE=1: the newest)
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) --group build --constraint requirements.txt --output-file requirements-build.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group node --output-file requirements-node.txt
	$(LOCK) --group postgres --output-file requirements-postgres.txt
	$(LOCK) --group scan --output-file requirements-scan.txt
	sh .ci/with-node npm install --package-lock-only

$(DONE)/venv:
	@sh .ci/environment
	@mkdir -p $(DONE) && touch $@

$(DONE)/runtime: requirements.txt requirements-build.txt pyproject.toml | $(DONE)/venv
	@echo "Installing Masthead and what it needs into .venv"
	@$(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)/dev: requirements-dev.txt $(DONE)/runtime node_modules/.tools
	@echo "Installing the tools of tests and checks into .venv"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Apart from the rest: the scanners want other versions of what we use ourselves.
$(DONE)/scan: requirements-scan.txt | $(DONE)/venv
	@echo "Installing the scanners into .venv/scan"
	@$(BIN)/python -m venv --clear .venv/scan
	@.venv/scan/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

node_modules/.done: package.json package-lock.json .npmrc | $(DONE)/venv
	@echo "Installing the browser libraries into node_modules"
	@sh .ci/with-node npm ci --omit=dev --silent
	@touch $@

node_modules/.tools: node_modules/.done
	@echo "Installing the checkers of pages into node_modules"
	@sh .ci/with-node npm install --no-save --silent
	@touch $@

$(BUNDLE): node_modules/.done $(wildcard .ci/*.mjs) $(shell find static/css static/js -type f 2>/dev/null)
	@sh .ci/with-node npm run --silent build
	@touch $@
