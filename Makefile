# One word per chore; each sets up what it needs, so a fresh clone needs only Python 3.11+ and make.
# PYTHON=python3.13 chooses the interpreter, VENV=.venv-313 keeps a second environment, ARGS="-k quiet" goes to the tool.

VENV ?= .venv
PYTHON ?=
ARGS ?=
# The tests that run the whole program mostly wait for it: two workers keep a core busy.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2))))

PY := $(VENV)/bin/python
CANDIDATES := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)

# A stamp is named after what its lock says, so a changed lock is installed and an unchanged one is not.
CHOSEN := $(subst /,-,$(PYTHON))
RUN_STAMP := $(VENV)/ready-run-$(shell cksum < requirements.lock | tr ' ' '-')$(CHOSEN)
DEV_STAMP := $(VENV)/ready-dev-$(shell cksum < requirements-dev.lock | tr ' ' '-')$(CHOSEN)

.DEFAULT_GOAL := help
.PHONY: help setup run test check proof image-check format lock clean

help: ## this list
	@echo "Tysha: an air-raid alert chatbot for Telegram. Start with: make run"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: $(RUN_STAMP) ## prepare what the bot needs to run (once)
	@echo "Ready. Next: make run"

run: $(RUN_STAMP) ## start the bot; without TELEGRAM_BOT_TOKEN, in a sandbox in your browser
	@exec $(PY) -m bot run $(ARGS)

test: $(DEV_STAMP) ## the tests: under six minutes on two cores
	@$(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal $(ARGS)

proof: $(DEV_STAMP) ## the long tests: fresh clones, a hundred nights, years of sirens; under 45 minutes
	@$(PY) -m pytest -m proof -o faulthandler_timeout=1200 $(ARGS)

check: $(DEV_STAMP) ## lint, formatting, types, direction of imports
	@echo "Lint:" && $(PY) -m ruff check .
	@echo "Formatting:" && $(PY) -m ruff format --check .
	@echo "Types:" && $(PY) -m mypy $(wildcard bot handlers sandbox tests benchmarks)
	@echo "Imports:" && $(VENV)/bin/lint-imports --no-logo

image-check: ## build the image with buildah on a Debian made here (as root), and run its bot once
	@.ci/image-check

format: $(DEV_STAMP) ## put the code into the house format
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

# Hashes come from the public index whatever mirror this machine prefers.
UV_COMPILE = env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(PY) -m uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

lock: $(DEV_STAMP) ## write the locks anew from pyproject.toml (newest versions: ARGS=--upgrade)
	@$(UV_COMPILE) $(ARGS) --output-file requirements.lock
	@$(UV_COMPILE) $(ARGS) --constraints requirements.lock --group dev --output-file requirements-dev.lock
	@echo "Wrote requirements.lock and requirements-dev.lock"

clean: ## remove the environment and caches; var/ with its database stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Clean. Your data in var/ is untouched."

# A working environment is kept and brought up to the lock; a missing, broken or differently chosen one is made anew.
define MAKE_VENV
found= ; lame= ; \
for candidate in $(CANDIDATES); do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	if "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then found="$$candidate"; break; fi; \
	lame="$$candidate"; \
done; \
version='import sys; print("%d.%d" % sys.version_info[:2])'; \
if "$(PY)" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	{ [ -z "$(PYTHON)" ] || [ -z "$$found" ] || [ "$$("$$found" -c "$$version")" = "$$("$(PY)" -c "$$version")" ]; }; then \
	exit 0; \
fi; \
if [ -z "$$found" ] && [ -n "$$lame" ]; then \
	echo "$$lame cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; \
elif [ -z "$$found" ]; then \
	echo "Python 3.11 or newer was not found (looked for: $(CANDIDATES)). Point to one: make PYTHON=/path/to/python3" >&2; exit 1; \
fi; \
echo "Making $(VENV) with Python $$("$$found" -c "$$version")"; \
"$$found" -m venv --clear "$(VENV)"
endef

# pip speaks only if it fails.
define INSTALL
	@$(PY) -m pip install --disable-pip-version-check --no-input --require-hashes -r $< >"$(VENV)/setup.log" 2>&1 \
		|| { cat "$(VENV)/setup.log" >&2; echo "Setting up failed; pip's words are above. Is there a network?" >&2; exit 1; }
	@touch $@
endef

$(RUN_STAMP): requirements.lock
	@$(MAKE_VENV)
	@echo "Installing what the bot needs (once, under a minute)"
	$(INSTALL)

$(DEV_STAMP): requirements-dev.lock
	@$(MAKE_VENV)
	@echo "Installing what the tests and checks need (once, about a minute)"
	$(INSTALL)
