# Everything a person or a machine does with this project. `make help` lists it.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# A scratch database for each target that needs one, so that none touches the one in var/.
SCRATCH = env STATE_DIR=$(CURDIR)/var/$@ DATABASE_URL=

# Compiled anew, the code takes a second more at every start: it is kept, whatever a machine's habit is.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run prepare test check lint content cluster cluster-test test-on-servers sweep fuzz fuzz-on-servers sheets thorough bench browser parts load pins sbom format rooms clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run:  ## set everything up and serve on http://127.0.0.1:8000 (PORT=… to change)
	@$(PYTHON) scripts/free_port.py '$(HOST)' '$(PORT)'
	@$(MAKE) --no-print-directory prepare
	@echo "==> http://$(HOST):$(PORT)/  (Ctrl+C stops it)"
	@$(BIN)/python -m yibao_site --bind $(HOST):$(PORT)

prepare: $(VENV)/runtime.stamp  ## database, regions, content and static files, without serving
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_regions
	@$(BIN)/python manage.py load_content
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0

test: $(VENV)/dev.stamp browser  ## every test, browser journeys included
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: lint content  ## lint, types, templates, layers, migrations, flows and content

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/lint-imports

content: $(VENV)/dev.stamp
	@rm -rf var/$@
	@$(SCRATCH) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(SCRATCH) $(BIN)/python manage.py check --fail-level WARNING
	@$(SCRATCH) $(BIN)/python manage.py migrate --verbosity 0
	@$(SCRATCH) $(BIN)/python manage.py load_regions
	@$(SCRATCH) $(BIN)/python manage.py load_content
	@$(SCRATCH) $(BIN)/python manage.py check_guides
	@$(SCRATCH) $(BIN)/python manage.py check_content
	@rm -rf var/$@

cluster: $(VENV)/runtime.stamp parts  ## the site on PostgreSQL, Redis, nginx and three replicas, on http://127.0.0.1:8100 (CLUSTER_PORT=…)
	@$(BIN)/python -m scripts.cluster

cluster-test: $(VENV)/dev.stamp parts  ## minutes: pull each plug of such a cluster, and ask on
	@$(BIN)/python -m pytest -n0 -o python_files='promise_*.py' tests/cluster

test-on-servers: $(VENV)/dev.stamp parts browser  ## every test on PostgreSQL and Redis
	@$(BIN)/python -m scripts.cluster.suite

# By itself it goes on until all its requests are made.
sweep: $(VENV)/dev.stamp browser  ## what takes minutes: hostile requests, every sheet there is, and all that dear tests can try
	@$(MAKE) --no-print-directory --jobs 2 --output-sync fuzz sheets FUZZ="--minutes 1"
	@$(MAKE) --no-print-directory thorough

settlements: $(VENV)/dev.stamp  ## 20,000 random settlements against the naive one written from the page of design
	@$(BIN)/python -m scripts.settlements

fuzz: $(VENV)/dev.stamp  ## hostile requests at a site of its own, and a search for what they leave behind
	@$(BIN)/python -m scripts.fuzz $(FUZZ)

fuzz-on-servers: $(VENV)/dev.stamp parts  ## the same on PostgreSQL and Redis, started for it and searched too
	@$(BIN)/python -m scripts.fuzz --servers $(FUZZ)

sheets: $(VENV)/dev.stamp  ## set every sheet there is and count its pages
	@rm -rf var/$@
	@$(SCRATCH) $(BIN)/python manage.py migrate --verbosity 0
	@$(SCRATCH) $(BIN)/python manage.py load_regions
	@$(SCRATCH) $(BIN)/python manage.py load_content
	@$(SCRATCH) $(BIN)/python manage.py check_sheets
	@rm -rf var/$@

thorough: $(VENV)/dev.stamp browser  ## the tests that try but a part in every run, with all of it (MINUTES=… to end sooner)
	@THOROUGH=1 THOROUGH_MINUTES=$(MINUTES) $(BIN)/python -m pytest -rs --numprocesses auto --dist loadfile --no-loadscope-reorder \
	  $$($(BIN)/python -c 'from tests.thorough import LONG; print(*(f"tests/{file}" for file in LONG))') \
	  $$(grep -rl --include='test_*.py' tests.thorough tests)

bench: $(VENV)/dev.stamp  ## speed, memory and page weight beside their targets
	@$(BIN)/python scripts/bench.py

load: $(VENV)/runtime.stamp parts  ## minutes: mixed and hostile traffic at such a cluster, on this machine alone
	@$(BIN)/python -m scripts.load

pins: $(VENV)/dev.stamp  ## requirements*.txt anew from requirements*.in, every package with its hashes
	@scripts/pins.sh

sbom: $(VENV)/dev.stamp  ## a bill of materials of what is installed at run time (var/sbom.json, CycloneDX)
	@mkdir -p var && $(BIN)/cyclonedx-py requirements requirements.txt --output-file var/sbom.json --of JSON
	@echo "==> var/sbom.json"

format: $(VENV)/dev.stamp  ## rewrite Python files in the project's style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ $(VENV)/runtime.stamp

# Browser journeys run in Debian's Chromium; printed pages are read with poppler.
browser:
	@if ! { command -v chromium-headless-shell || command -v chromium; } >/dev/null || ! command -v pdftotext >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell poppler-utils >/dev/null; \
	  else \
	    echo "The browser journeys need Chromium and poppler: sudo apt-get install chromium-headless-shell poppler-utils" >&2; exit 1; \
	  fi; \
	fi

# What a cluster is made of.
parts:
	@if ! { ls /usr/lib/postgresql/*/bin/initdb && command -v redis-server && { command -v nginx || ls /usr/sbin/nginx; }; } >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql redis-server nginx >/dev/null; \
	  else \
	    echo "The cluster needs its parts: sudo apt-get install postgresql redis-server nginx" >&2; exit 1; \
	  fi; \
	fi

rooms:  ## what each module is for, in its own first line
	@git ls-files guides calculators registry yibao_site | grep '\.py$$' | grep -v migrations/ | xargs grep -m1 '^"""' | sed -E 's/:"""/\t/; s/"""$$//' | expand -t 48

clean:  ## remove what the commands above made (the database too)
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
