# `make preview` and `make test` need python3 (3.11 or later), pip, make and git, and nothing else.
PYTHON ?= python3
STACK ?= dev
bin := .venv/bin
ready := .venv/.ready
# Without bytecode each process compiles what it needs of the AWS SDK anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install preview test check format generate requirements golden mutate scan benchmark clean

help: ## Show what can be done.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: $(ready) ## Set up the environment, and nothing else.

preview: $(ready) ## Show what a stack would create, offline (STACK=dev).
	@$(bin)/fargate-web preview --stack $(STACK)

test: $(ready) ## Run the tests, in parallel.
	@$(bin)/python -m pytest -n auto --dist loadfile -q $(ARGS)

check: $(ready) ## Lint, formatting, types, workflows, and that what is generated is up to date.
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/uv lock --check
	@$(bin)/python -m generate --check
	@$(bin)/mypy
	@PATH="$(CURDIR)/$(bin):$$PATH" actionlint
	@$(bin)/zizmor --offline --no-progress --quiet .

format: $(ready) ## Format the code.
	@$(bin)/ruff check --fix .
	@$(bin)/ruff format .

generate: $(ready) ## Write what is made from the settings: typed arguments, JSON schema, reference, tables of fields.
	@$(bin)/python -m generate

requirements: $(ready) ## Write requirements.txt, for `pulumi install`, and that of the plugin from the lock.
	@# Without hashes, because pip can't check those of the two distributions of this clone.
	@$(bin)/uv export --locked --no-default-groups --no-hashes --quiet --output-file requirements.txt
	@$(bin)/uv export --locked --package fargate-web --no-emit-workspace --quiet --output-file components/requirements.txt

golden: $(ready) ## Write what a release makes of the examples, and keep its program (VERSION=0.1.0).
	@$(bin)/python -m tests.upgrades $(VERSION)

mutate: $(ready) ## Change one thing at a time in files, and show which changes no test notices (FILES=…, ARGS="--tests …").
	@$(bin)/uv sync --locked --quiet --inexact --group mutation
	@$(bin)/python -m tests.mutation $(ARGS) -- $(FILES)

scan: $(ready) ## Show what checkov says of the stack files, and whether it agrees with the controls (ARGS=--findings lists what it finds).
	@test -x .venv/scan/bin/python || $(bin)/uv venv --quiet .venv/scan
	@$(bin)/uv pip sync --quiet --require-hashes --python .venv/scan/bin/python tests/scan/requirements.txt
	@$(bin)/python -m tests.scan --checkov .venv/scan/bin/checkov $(ARGS)

benchmark: $(ready) ## Time the program against the same resources by hand.
	@$(bin)/python -m benchmarks $(ARGS)

clean: ## Remove the environment and the caches.
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The stamp is newer than what it is made of, so that nothing is done when nothing changed.
$(ready): pyproject.toml components/pyproject.toml cli/pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; say PYTHON=python3.12, for instance")'
	@test -x $(bin)/uv || { $(PYTHON) -m venv .venv && $(bin)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<1'; }
	@$(bin)/uv sync --locked --quiet --inexact
	@touch $@
