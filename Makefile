# Leidraad. The two commands that matter: make run (look at it), make test (everything a change must pass).
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin

.PHONY: run install reset test quick lint bench lock install-dev

run: install
	@$(BIN)/leidraad demo --port $(PORT)

install:
	@$(PYTHON) config/install.py

reset:
	@$(BIN)/leidraad reset

install-dev:
	@$(PYTHON) config/install.py --dev

test: install-dev
	@$(BIN)/python -m tests.run all

quick: install-dev
	@$(BIN)/python -m tests.run quick

lint: install-dev
	@$(BIN)/python -m tests.run lint

bench: install-dev
	@$(BIN)/python -m bench

# Pin what requirements*.in ask for; the files hold hashes and no addresses.
lock:
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -c requirements-dev.txt -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-zegel.in -c requirements-dev.txt -o requirements-zegel.txt
