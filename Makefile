# Stellwerk: `make` lists what can be done.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
BIN := .venv/bin
# Half as many again as there are processors: a test often waits for a browser, a worker or a server.
TESTERS ?= $(shell $(PYTHON) -c "import os; print(min(6, (os.cpu_count() or 1) * 3 // 2))")

.PHONY: help setup run demo test check fix bench lock messages pictures clean

help: ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## install everything that running needs
	@$(PYTHON) scripts/setup.py

run: setup ## set up, do the example's main job, serve on http://127.0.0.1:8000 (Ctrl-C ends it)
	@trap : INT TERM; $(BIN)/stellwerk run; code=$$?; [ $$code -eq 130 ] || [ $$code -eq 143 ] || exit $$code

demo: setup ## set up, do the example's main job from an empty database, write var/demo/, end
	@$(BIN)/stellwerk demo

test: ## set up what tests need, check the code, run all tests
	@$(PYTHON) scripts/setup.py --dev --browser
	@$(MAKE) check
	@$(BIN)/pytest --numprocesses $(TESTERS) --dist loadfile --no-loadscope-reorder

check: ## check format, style, types, layers and licences
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint --lines

fix: ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: ## measure the whole job at three sizes, write bench/results/
	@$(PYTHON) scripts/setup.py --bench
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.coverage
	@$(BIN)/python -m bench.applications
	@$(BIN)/python -m bench.decisions

lock: ## pin all dependencies anew, with hashes and without index addresses
	@$(PYTHON) scripts/lock.py

pictures: ## take the pictures of the handbook anew
	@$(BIN)/python scripts/pictures.py

messages: ## collect and compile the texts of the user interface
	@$(BIN)/python scripts/messages.py extract
	@$(BIN)/python scripts/messages.py compile

clean: ## remove everything that setup and runs have made, the data in var/ included
	@[ ! -x $(BIN)/python ] || $(BIN)/python -c "from config import database; database.stop()"
	@rm -rf .venv node_modules var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
