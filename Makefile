# Everything a fresh machine needs is Python >= 3.11, git and make.
# PYTHON chooses the interpreter: make test PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
LOCK = $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
    --python-version 3.11
.DEFAULT_GOAL := help
.PHONY: help run test check lint format types contract audit content-check migrations-check bench chaos pictures migration lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

run: $(READY) ## The bot: in Slack with credentials in the environment, in the local workspace without
	@$(BIN)/scs-bot run

test: $(READY) ## All tests, on SQLite and a real PostgreSQL
	@$(BIN)/pytest -n auto -q -rs

check: lint types contract audit content-check migrations-check test ## All that CI checks

lint: $(READY) ## Style and banned calls
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(READY) ## Mend what a machine can mend
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(READY) ## mypy, strict
	@$(BIN)/mypy

contract: $(READY) ## Who may import whom
	@$(BIN)/lint-imports

audit: $(READY) ## Known holes in the locked dependencies; says so where nobody can be asked
	@$(BIN)/python -m tools.audit

content-check: $(READY) ## The packs: every fault with its file and line
	@$(BIN)/scs-bot content check

migrations-check: $(READY) ## The tables are what the migrations make
	@$(BIN)/scs-bot db check

bench: $(READY) ## Benchmarks, as ratios against a peer in the same run
	@$(BIN)/pytest -q -s tests/bench -o python_files='bench_*.py'

chaos: $(READY) ## Kill replicas, drop connections, crash the database: all exactly once? make chaos POSTS=200 is shorter
	@$(BIN)/python -m tests.chaos --posts $(or $(POSTS),2000)

pictures: $(READY) ## A picture of every screen into docs/screens, with the system's Chromium
	@$(BIN)/python -m tools.pictures

migration: $(READY) ## A new migration from the tables: make migration NAME="add a column"
	@test -n "$(NAME)" || { echo 'Say what it does: make migration NAME="add a column"'; exit 2; }
	@$(BIN)/scs-bot db revision "$(NAME)"

lock: $(READY) ## The lock files, after a change of pyproject.toml; newer versions: make lock UPGRADE=--upgrade
	@$(LOCK) $(UPGRADE) --extra otel --group dev --group bench --output-file requirements.lock pyproject.toml
	@$(LOCK) --constraints requirements.lock --output-file requirements-runtime.lock pyproject.toml

clean: ## Forget the environment and every cache
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "scs-bot needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	    { echo "Python can't make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up (once) ..."
	@sed -n '/^uv==/,/[^\]$$/p' requirements.lock | $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r /dev/stdin
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(READY)
