# Every command there is; a bare `make` lists them. Needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
# Whatever the environment or .env says of servers: these need none.
EMBEDDED := DATABASE_URL=sqlite:///var/db.sqlite3 KEYS_DATABASE_URL= REDIS_URL=

.DEFAULT_GOAL := help
.PHONY: help run test browser bench check forward fix messages requirements

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: ## serve site, worker and beat on http://127.0.0.1:8000 (PORT=8001 for another); Ctrl-C stops them
	@$(PYTHON) bin/setup.py run && exec $(BIN)/python bin/run.py

test: ## the whole suite on SQLite; nothing needs to be running
	@$(PYTHON) bin/setup.py test
	$(EMBEDDED) $(BIN)/pytest -q -n 2 --dist loadfile -m "not browser and not postgres" $(ARGS)

browser: ## the journeys, in headless Chromium
	@$(PYTHON) bin/setup.py check
	$(EMBEDDED) $(BIN)/pytest -q -m browser $(ARGS)

bench: ## the benchmarks, each as a ratio to a floor run beside it (ONLY=name for one of them)
	@$(PYTHON) bin/setup.py test
	@ONLY=$(ONLY) $(BIN)/python bin/bench.py

check: ## all that CI runs: format, lint, types, contracts, translations, SQLite, PostgreSQL + Redis, journeys, coverage
	@$(PYTHON) bin/setup.py check
	@$(BIN)/python bin/check.py

forward: ## the suite on the next Wagtail
	@$(PYTHON) bin/setup.py forward
	$(EMBEDDED) .venv-forward/bin/pytest -q -n 2 --dist loadfile -m "not browser and not postgres" $(ARGS)

fix: ## format and repair
	@$(PYTHON) bin/setup.py test
	-$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .
	git ls-files '*.py' | grep -v /migrations/ | xargs $(BIN)/django-upgrade --target-version 5.2
	git ls-files '*.html' | xargs -r $(BIN)/djangofmt --custom-blocks=kept --quiet

messages: ## refresh the translation files
	@$(PYTHON) bin/setup.py check
	$(BIN)/python bin/catalogue.py refresh

requirements: ## pin the newest dependencies that requirements/*.in allow (UPGRADE=1), or just what they newly name
	@$(PYTHON) bin/setup.py test
	$(BIN)/python bin/pins.py $(if $(UPGRADE),--upgrade)
