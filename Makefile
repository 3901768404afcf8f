# One word for each thing that is done often. A clean clone with Python 3.11 and make is all it takes: every target first
# makes .venv and installs what requirements-dev.lock names, and does so again only when the lock or pyproject.toml changed.
#
# There is one environment for all targets. Without the developers' tools `make demo` would start some seven seconds
# earlier, once; a second environment would have to be kept in step for ever.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PYTHON := $(VENV)/bin/python
JOBS ?= 2
PYTEST := $(PYTHON) -m pytest -n $(JOBS)

# Modules behind tests.bench: the sandbox first, since most are measured against it, and then the comparison itself.
BENCHES := .sandbox_speed "" .bare_calls .ledger_cost .paid .broadcast .latency .commenting .long_desk .million .takeover .composing

.PHONY: help demo test check bench fuzz lock

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/project.stamp ## play a post's whole life in the terminal, against a Telegram of its own
	@$(PYTHON) -m bot demo

test: $(VENV)/project.stamp ## run the tests, but for the long ones
	@$(PYTEST) -m "not check"

check: $(VENV)/project.stamp ## format, lint, types, import contracts, every test, and the coverage of the rules
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTHON) -m coverage erase
	$(PYTHON) -m coverage run -m pytest -n $(JOBS)
	$(PYTHON) -m coverage combine --quiet
	$(PYTHON) -m coverage report

# Together about fifteen minutes. With PostgreSQL: .ci/with-postgres make bench
bench: $(VENV)/project.stamp ## measure what is promised, and what things cost; RECORD=1 keeps it in tests/bench/RESULTS.md
	@for bench in $(BENCHES); do $(PYTHON) -m tests.bench$$bench $(if $(RECORD),--record) || exit 1; done

fuzz: $(VENV)/project.stamp ## run the property tests for long, with many more examples
	@$(PYTEST) -m hypothesis --hypothesis-profile=fuzz --timeout=0

# The tool that makes the locks is not of the project's environment: it lives in one of its own, which is thrown away.
COMPILE = $(VENV)/lock/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra postgres --extra uvloop $(if $(UPGRADE),--upgrade)
lock: $(VENV)/bin/pip ## bring the lock files in line with pyproject.toml; UPGRADE=1 takes the newest versions
	@rm -rf $(VENV)/lock
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --quiet pip-tools
	$(COMPILE) --extra dev -o requirements-dev.lock pyproject.toml
	$(COMPILE) -c requirements-dev.lock -o requirements.lock pyproject.toml
	@rm -rf $(VENV)/lock

# A python that cannot make an environment (Debian keeps that in a package of its own) is as good as none.
SUITABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

$(VENV)/bin/pip:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		if command -v $$python >/dev/null && $$python -c '$(SUITABLE)' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)"; \
			exec $$python -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "Broadsheet needs Python 3.11 or newer with its venv module, and found none on the PATH." >&2; \
	echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; \
	exit 1

$(VENV)/dependencies.stamp: requirements-dev.lock | $(VENV)/bin/pip
	@echo "Installing what requirements-dev.lock names (half a minute, once)"
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/project.stamp: pyproject.toml $(VENV)/dependencies.stamp
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@
