INPUT ?= seeds
OUTPUT ?= outputs
GOLD ?= evaluation/gold/seeds
CORPORA ?= corpora
ANNOTATED ?= gold
TEXTS ?= seeds
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run clean-text sentences entities quotes mentions actors statements evaluate bench report notebook docs test test-all lint types format dictionary train clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/runtime  ## Read INPUT (default seeds) and publish the tables to OUTPUT (default outputs)
	@$(BIN)/saidby run $(INPUT) --output $(OUTPUT)

clean-text: run  ## Run, then show the documents
	@$(BIN)/saidby show documents --output $(OUTPUT)

sentences: run  ## Run, then show the sentences
	@$(BIN)/saidby show sentences --output $(OUTPUT)

entities: run  ## Run, then show the named entities
	@$(BIN)/saidby show entities --output $(OUTPUT)

quotes: run  ## Run, then show who said what
	@$(BIN)/saidby show quotes --output $(OUTPUT)

mentions: run  ## Run, then show the mentions of the treaty
	@$(BIN)/saidby show treaty_mentions --output $(OUTPUT)

actors: run  ## Run, then show the persons, bodies and countries
	@$(BIN)/saidby show actors --output $(OUTPUT)

statements: run  ## Run, then show what several documents report
	@$(BIN)/saidby show statements --output $(OUTPUT)

evaluate: run  ## Score the tables against GOLD (default the gold of the seeds)
	@$(BIN)/saidby evaluate $(GOLD) --output $(OUTPUT)

bench: .venv/runtime  ## Words per second over TEXTS (default seeds), beside a spaCy pipeline
	@$(BIN)/python -m benchmarks.speed $(TEXTS)

report: run  ## Run, then write OUTPUT/report.html, a page that opens in a browser
	@$(BIN)/saidby report --output $(OUTPUT)

notebook: .venv/all run  ## Run, then execute notebooks/explore.ipynb and write it to OUTPUT with its tables and figures
	@SAIDBY_OUTPUT=$(abspath $(OUTPUT)) $(BIN)/python -m nbconvert --log-level ERROR --execute --to notebook --output-dir $(OUTPUT) notebooks/explore.ipynb

docs: .venv/all  ## Build the site into site/, the notebook in it executed on the seeds; a warning is an error
	@mkdir -p build
	@$(BIN)/saidby run seeds --output build/tables > build/tables.txt
	@SAIDBY_OUTPUT=$(abspath build/tables) $(BIN)/python -m nbconvert --log-level ERROR --execute --to markdown --output-dir docs notebooks/explore.ipynb
	@$(BIN)/zensical build --strict

test: .venv/dev  ## Run the tests (minutes)
	@$(BIN)/pytest

test-all: .venv/all docs  ## Build the site, and run those tests too that need Ray, a browser or many minutes
	@command -v chromium > /dev/null || apt-get install --quiet --yes chromium || echo "no Chromium: the tests in a browser are skipped"
	@$(BIN)/pytest -m "extended or browser"

lint: .venv/dev  ## Check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/dev  ## Check types
	@$(BIN)/mypy

format: .venv/dev  ## Put the source into the house format
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

dictionary: .venv/runtime  ## Write the data dictionary and the page of commands
	@$(BIN)/saidby dictionary > outputs/README.md
	@$(BIN)/python -m typer pipeline.cli utils docs --name saidby --title Commands --output docs/commands.md

train: .venv/train  ## Make the model anew from CORPORA and ANNOTATED (four hours on two cores; goes on where it was stopped)
	@$(BIN)/python -m training.train --corpora $(CORPORA) --gold $(ANNOTATED)
	@$(BIN)/python -m training.average training/checkpoints/mean.pt $(addprefix training/checkpoints/,third/last.pt fourth/last.pt fifth/last.pt sixth/last.pt)
	@$(BIN)/python -m training.export training/checkpoints/mean.pt pipeline/model
	@$(BIN)/python -m training.calibrate $(ANNOTATED)/news/dev

clean:  ## Remove the environment, the caches and the published tables
	@rm -rf .venv outputs/latest outputs/runs outputs/*.parquet outputs/report.html outputs/explore.ipynb build site docs/explore.md docs/explore_files .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Each stamp is newer than pyproject.toml once what it names is installed. Training has an extra of its own: a run needs no torch.
.venv/runtime: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/train: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --editable '.[train]'
	@touch .venv/runtime $@

.venv/all: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --editable '.[dev,ray,notebook,docs]'
	@touch .venv/runtime .venv/dev $@

.venv/dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --editable '.[dev]'
	@touch .venv/runtime $@
