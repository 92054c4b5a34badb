# make run    serve the dashboard on http://127.0.0.1:8050 (HOST and PORT from the environment)
# make test   everything that CI runs; make test-full adds the exhaustive runs; make fix formats; make lock pins anew
# make serve-public serves a public site; make audit-dependencies asks whether a pinned package has a known fault
# make benchmarks measures it beside other ways to show the same (half an hour, a quiet machine); make dist builds the wheel
# make faults takes servers down under load; make soak and make capacity measure what a server bears
# make shares renews the README's table of what was read; make audit judges the pages from outside, into the README
.POSIX:
.PHONY: run serve-public audit-dependencies test test-full lint fix bench soak faults capacity lock vendor dist benchmarks screenshots contact-sheet pictures compare-pictures card shares audit clean
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python
export PYTHON VENV

run: .stamps/run vendor
	@exec $(RUN) -m dashboard serve

# For a site that is open to all: processes and threads from the cores, new data on SIGHUP. README: "When one machine is not enough".
serve-public: .stamps/public vendor
	@exec $(RUN) -m dashboard serve --public

.stamps/public: requirements/public.txt tools/environment.sh
	@tools/environment.sh public
	@mkdir -p .stamps && touch .stamps/run $@

.stamps/run: requirements/run.txt tools/environment.sh
	@tools/environment.sh run
	@mkdir -p .stamps && touch $@

.stamps/dev: requirements/dev.txt tools/environment.sh
	@tools/environment.sh dev
	@mkdir -p .stamps && touch .stamps/run $@

# What npm brings is optional: IBM Plex, and plotly.js with the charts' trace types only. Without it the system's type and the stock file serve.
vendor: .stamps/vendor
.stamps/vendor: package-lock.json tools/fonts.py tools/plotly_bundle.py
	@mkdir -p .stamps
	@if command -v npm >/dev/null; then \
	  echo "Installing the fonts and building plotly.js ..." && npm ci --silent --no-audit --no-fund --ignore-scripts 2>/dev/null \
	  && $(PYTHON) tools/fonts.py && $(PYTHON) tools/plotly_bundle.py && touch $@ \
	  || echo "The fonts and plotly.js could not be built; the system's type and the stock plotly.js are used."; \
	else echo "npm is not installed: the system's type is used instead of IBM Plex, and the stock plotly.js, four times as large."; touch $@; fi

# The wheel carries what npm brought.
dist: .stamps/dev vendor
	rm -rf dist
	$(VENV)/bin/uv build --quiet --wheel --out-dir dist
	$(RUN) tools/wheel.py dist/*.whl

lint: .stamps/dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/basedpyright
	$(VENV)/bin/lint-imports
	$(VENV)/bin/bandit --quiet --recursive --configfile pyproject.toml dashboard tools benchmarks
	$(RUN) -m dashboard check

test: lint vendor
	@tools/browser.sh
	$(RUN) -m pytest -n auto -m "not full" --ignore=tests/bench --benchmark-disable

test-full: lint vendor
	@tools/browser.sh
	@tools/servers.sh
	$(RUN) -m pytest -n auto --cov --cov-report=term --benchmark-disable

bench: .stamps/dev
	$(RUN) -m pytest tests/bench --benchmark-only --benchmark-columns=min,median,max,rounds

fix: .stamps/dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# The files name no registry: pip uses whichever the machine is set up for.
lock: .stamps/dev
	$(VENV)/bin/uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(VENV)/bin/uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 --extra public -c requirements/run.txt pyproject.toml -o requirements/public.txt
	$(VENV)/bin/uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	$(VENV)/bin/uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 benchmarks/requirements.in -o benchmarks/requirements.txt
	$(RUN) tools/sbom.py requirements/sbom.cdx.json

# Asks the services that list known faults whether a pinned package has one; says so when none of them can be reached.
audit-dependencies: .stamps/dev
	$(RUN) tools/audit_dependencies.py

screenshots: .stamps/dev vendor
	@tools/browser.sh
	$(RUN) tools/screenshots.py docs --readme

# Judges every page from outside: Lighthouse, into the README; the Nu checker, for make test-full. Needs npm and Java.
audit: .stamps/dev vendor .stamps/audit
	@tools/browser.sh
	$(RUN) tools/lighthouse.py

.stamps/audit: tools/audit/package-lock.json
	@mkdir -p .stamps
	cd tools/audit && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# Draws the pictures that the charts are compared with anew: look at each before it is committed.
pictures: .stamps/dev vendor
	@tools/browser.sh
	PURGES_UPDATE_PICTURES=1 $(RUN) -m pytest tests/browser/test_pictures.py -n auto -q

compare-pictures: .stamps/dev vendor
	@tools/browser.sh
	$(RUN) -m pytest tests/browser/test_pictures.py -n auto -q

# Half an hour of many readers: does memory stay flat? Into benchmarks/soak.md. Needs Linux.
soak: .stamps/dev vendor
	$(RUN) benchmarks/soak.py --minutes 30 --clients 200

# What goes down while readers ask, and what was lost: processes, disk, Redis, data, clock, stops. Part of make test-full.
faults: .stamps/dev
	@tools/servers.sh
	$(RUN) -m pytest tests/public -m full -n 0 -q -o log_cli=true --log-cli-level=INFO

# How many readers an hour a core serves, into the README. Needs Linux, wrk and a chromium.
capacity: .stamps/dev vendor
	@tools/browser.sh
	$(RUN) benchmarks/capacity.py

# Everything is measured anew, beside peers in an environment of their own: benchmarks/report.md.
benchmarks: .stamps/dev .venv-benchmarks/installed vendor .stamps/audit
	@tools/browser.sh
	@tools/load.sh
	$(RUN) benchmarks/run.py

.venv-benchmarks/installed: benchmarks/requirements.txt tools/environment.sh
	@VENV=.venv-benchmarks tools/environment.sh benchmarks/requirements.txt
	@touch $@

contact-sheet: .stamps/dev vendor
	@tools/browser.sh
	$(RUN) tools/contact_sheet.py contact-sheet

card: .stamps/dev vendor
	@tools/browser.sh
	$(RUN) tools/card.py

shares: .stamps/dev
	$(RUN) tools/readme_shares.py

clean:
	rm -rf .venv .venv-benchmarks .stamps node_modules tools/audit/node_modules assets/vendor build dist .coverage .pytest_cache .ruff_cache .hypothesis .benchmarks
