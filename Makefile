# `make run` opens the explorer on the sample, `make test` runs every test; both install what is missing.

PACKAGES := libncursesw5-dev libsqlite3-dev libopenblas-dev libpcre2-dev zlib1g-dev libzstd-dev
TEST_PACKAGES := libvterm-dev tmux ncurses-term
SOURCES := Package.swift Sources Tests Themes

.PHONY: run test build format lint packages test-packages

run: build
	@.build/release/stemma

build: packages
	@swift build -c release --product stemma

# One optimised build serves the tests and the program that the end-to-end tests drive.
test: test-packages
	@swift test -c release $(TEST_FLAGS)

format:
	@swift format --in-place --recursive $(SOURCES)

lint:
	@swift format lint --strict --recursive $(SOURCES)

packages:
	@sh Sources/install-packages.sh $(PACKAGES)

test-packages:
	@sh Sources/install-packages.sh $(PACKAGES) $(TEST_PACKAGES)
