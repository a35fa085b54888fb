# The developer's commands. From a bare Debian 12, each installs what it is missing and then does its work.
.DEFAULT_GOAL := help
.PHONY: help setup system demo test test-training bench evaluate lint scan baseline package translations

SYSTEM_PACKAGES := qgis python3-qgis qgis-providers gdal-bin python3-gdal xvfb xauth python3-venv
# Debian's own Python: the only one that sees Debian's QGIS and GDAL.
SYSTEM_PYTHON := /usr/bin/python3
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

# An environment is ready when its stamp exists; the stamp's name follows what the environment is made from.
KEY := $(shell cat pyproject.toml Makefile | sha256sum | cut -c1-16)
RUN := .venv/ready-$(KEY)
OLD_RUN := .venv-ort119/ready-$(KEY)
TRAINING := .venv-training/ready-$(KEY)
PYTHON := .venv/bin/python

help:
	@echo "make demo           encode, decode and map the sample scene through QGIS; prints tables, writes a picture"
	@echo "make test           lint, store scan, unit tests, golden files, tests in QGIS"
	@echo "make test-training  tests of the torch side"
	@echo "make bench DATA=... measure what the README quotes, on the pairs of a folder with index.csv"
	@echo "make evaluate DATA=... [SPLIT=test] [INDEPENDENT='OPTICAL SAR'] [CURVES='FILE ...']"
	@echo "                    the codec's part of it: rate curves, BD-rates, speckle, complexity"
	@echo "make lint           ruff and mypy"
	@echo "make scan           bandit and detect-secrets over what ships, as the plugin store runs them"
	@echo "make baseline       accept the digests of the model bundles in .secrets.baseline"
	@echo "make package        build/eoduet-VERSION.zip for the plugin store, checked against its rules"
	@echo "make translations   catalogues in resources/i18n: take up new strings, compile"
	@echo "make setup          only install: Debian packages, .venv, .venv-ort119"

setup: system $(RUN) $(OLD_RUN)

system:
	@dpkg-query -W -f '$${Status}\n' $(SYSTEM_PACKAGES) 2>/dev/null \
	  | grep -c '^install ok installed$$' | grep -qx $(words $(SYSTEM_PACKAGES)) \
	|| { $(AS_ROOT) apt-get update \
	  && $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive \
	       apt-get install -y --no-install-recommends $(SYSTEM_PACKAGES); }

# $(call environment,FOLDER,PIP ARGUMENTS)
define environment
	rm -f $(1)/ready-*
	$(SYSTEM_PYTHON) -m venv --system-site-packages $(1)
	$(1)/bin/python -m pip install --quiet $(2)
	touch $@
endef

$(RUN): | system
	$(call environment,.venv,--editable '.[test]')

# The oldest ONNX Runtime that the bundles promise to decode on, for the exactness tests.
$(OLD_RUN): | system
	$(call environment,.venv-ort119,--editable . 'onnxruntime==1.19.2' 'numpy<2')

$(TRAINING): | system
	$(call environment,.venv-training,--editable '.[training]')

demo: $(RUN)
	$(PYTHON) tests/bench/demo.py

test: lint scan $(OLD_RUN)
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/unit tests/golden tests/qgis

test-training: $(TRAINING)
	.venv-training/bin/python -m pytest tests/training

SPLIT ?= test
# INDEPENDENT: two models of one image each; CURVES: files of learned peers (tests/bench/peers.py).
PEERS = $(if $(INDEPENDENT),--independent $(INDEPENDENT)) $(if $(CURVES),--curves $(CURVES))
bench: $(RUN) $(OLD_RUN)
	$(PYTHON) -m tests.bench.run $(DATA) $(PEERS)

evaluate: $(RUN)
	$(PYTHON) -m tests.bench.run $(DATA) --split $(SPLIT) --only evaluation $(PEERS)

lint: $(RUN)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

scan baseline package: $(RUN)
	$(PYTHON) .ci/ship.py $@

translations: $(RUN)
	@command -v lrelease >/dev/null || $(AS_ROOT) apt-get install -y --no-install-recommends qttools5-dev-tools
	$(PYTHON) .ci/translations.py
