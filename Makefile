# Every target sets up what it needs, in .venv; `make PYTHON=python3.12` picks another Python.
PYTHON ?= python3
PORT ?= 5006
# With "+cpu" a machine that knows no CPU build gets none, rather than gigabytes of CUDA.
TORCH ?= torch==2.13.0+cpu

# It formats, lints and checks types offline; what it keeps between runs stays in .venv.
DENO_PLACE = DENO_NO_UPDATE_CHECK=1 DENO_DIR='$(CURDIR)/.venv/deno'
DENO = $(DENO_PLACE) .venv/bin/deno
PIP_INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: serve test lint lint-js format bench load mutants scripts torch wheel image clean

serve: .venv/serve
	PORT='$(PORT)' .venv/bin/python -m app

test: lint
	.venv/bin/python -m app.browser
	.venv/bin/python -m pytest -n 2 --dist loadfile -m "not browser"
	CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && .venv/bin/python -m pytest -n 2 --dist loadfile -m browser

lint: .venv/test lint-js
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

# The types of JavaScript are checked in files that begin with "// @ts-check".
lint-js: .venv/test
	$(DENO) fmt --check
	$(DENO) lint
	$(DENO) check --quiet --no-remote --no-npm app/static tests/js

format: .venv/test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	$(DENO) fmt

# The modules of Python that browsers need too, as JavaScript; a test holds the scripts to them.
scripts: .venv/test
	.venv/bin/python -m app.translated

bench: .venv/test
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && for script in tests/benchmarks/[!_]*.py; do \
		echo "$$script" && PYTHONPATH=. .venv/bin/python "$$script" || exit; done

# What many visitors, and visitors of ill will, do to everybody else: some ten minutes, on this machine alone.
load: .venv/test
	.venv/bin/python -m tests.load

# Small changes to the code that some test should notice: hours for all, minutes with ONLY="recipe tune" SAMPLE=50.
# It works on a copy. Stryker's changes come from npm into Deno's cache.
mutants: .venv/test
	$(PIP_INSTALL) -e '.[mutants]'
	$(DENO_PLACE) .venv/bin/python -m tests.mutants $(ONLY) $(if $(SAMPLE),--sample $(SAMPLE))

# The tests against torch skip without it.
torch: .venv/test
	$(PIP_INSTALL) '$(TORCH)'

# With the kernels for browsers in it, which a wheel that pip alone makes has not: a server then builds them when asked.
wheel: .venv/serve
	.venv/bin/python -m app.browser ship
	.venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .

image:
	docker build -t optimizer-race .

clean:
	rm -rf .venv build dist app/browser/kernels.wasm *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find app surfaces optimizers tests -name __pycache__ -prune -exec rm -rf {} +

.venv/serve: pyproject.toml constraints.txt .venv/bin/python
	@echo "Installing what the app needs (about a minute)"
	$(PIP_INSTALL) -e .
	@touch $@

.venv/test: pyproject.toml constraints.txt .venv/bin/python
	@echo "Installing what the app and its tests need (about a minute)"
	$(PIP_INSTALL) -e '.[test]'
	@touch .venv/serve $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) is not: try make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks venv: on Debian and Ubuntu, install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }
