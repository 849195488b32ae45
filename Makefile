# make demo    builds, starts a fleet on this machine and shows it around (DEMO_EXIT=1: then stops it again)
# make test    everything, real brokers and real microVMs included
# make build   the ./skiff command
# make fmt     formats the sources
# make bench   measures, short versions of all (see loadtests/README.md; TRACES=FOLDER for packing)
# make clean   removes what was built; fleets and their data stay

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: demo test build fmt bench clean setup setup-test

export JAVA_HOME := $(shell deploy/find-jdk.sh 2>/dev/null)
export SKIFF_GUEST_DIR ?= $(CURDIR)/.skiff/guest

MVN := mvn -B --no-transfer-progress
BUILT := deploy/standalone/target/lib/skiff-standalone.jar
SOURCES := $(shell find pom.xml events scheduler host-agent api-gateway cli deploy/standalone loadtests \
  -path '*/target' -prune -o -path '*/src/test' -prune -o -type f -print)

demo: build
	@deploy/demo.sh

build: setup $(BUILT)

$(BUILT): $(SOURCES) deploy/build.sh
	@deploy/build.sh

test: setup-test
	@$(MVN) --fail-at-end verify

fmt: setup
	@$(MVN) -q spotless:apply

bench: build
	@loadtests/bench

clean: setup
	@$(MVN) -q clean

setup:
	@deploy/setup.sh

setup-test:
	@deploy/setup.sh test
