# `make run` opens the explorer on the sample, `make test` runs every test; both install what is missing.

PACKAGES := libncursesw5-dev libsqlite3-dev libopenblas-dev libpcre2-dev zlib1g-dev libzstd-dev
TEST_PACKAGES := libvterm-dev tmux ncurses-term strace zstd
SOURCES := Package.swift Sources Tests Themes

.PHONY: run test build format lint packages test-packages

run: build
	@.build/release/stemma

build: packages
	@swift build -c release --product stemma

# One optimised build serves `make run`, the tests, and the program that the end-to-end tests drive;
# `swift test` by itself would build everything once more with other flags.
test: test-packages
	@swift build -c release --build-tests $(TEST_FLAGS)
	@swift test -c release --skip-build $(TEST_FLAGS)

format:
	@swift format --in-place --recursive $(SOURCES)

lint:
	@swift format lint --strict --recursive $(SOURCES)

packages:
	@sh Sources/install-packages.sh $(PACKAGES)

test-packages:
	@sh Sources/install-packages.sh $(PACKAGES) $(TEST_PACKAGES)
