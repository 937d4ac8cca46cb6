# `make run` opens the explorer on the sample, `make test` runs every test; both install what is missing.

PACKAGES := libncursesw5-dev libsqlite3-dev libopenblas-dev libpcre2-dev zlib1g-dev libzstd-dev
TEST_PACKAGES := libvterm-dev tmux ncurses-term strace zstd
SOURCES := Package.swift Sources Tests Themes

.PHONY: run test asan tsan build format lint packages test-packages

run: build
	@.build/release/stemma

build: packages
	@swift build -c release --product stemma

# One optimised build serves `make run`, the tests, and the program that the end-to-end tests drive;
# `swift test` by itself would build everything once more with other flags.
test: test-packages
	@swift build -c release --build-tests $(TEST_FLAGS)
	@swift test -c release --skip-build $(TEST_FLAGS)

# The tests under AddressSanitizer, with its leak check, and under ThreadSanitizer; each is a build of its own.
asan: SANITIZE := --sanitize=address --scratch-path .build-asan
asan: export ASAN_OPTIONS := detect_leaks=1
tsan: SANITIZE := --sanitize=thread --scratch-path .build-tsan
tsan: export TSAN_OPTIONS := halt_on_error=0

asan tsan: test-packages
	@swift build -c release --build-tests $(SANITIZE)
	@swift test -c release --skip-build $(SANITIZE) $(TEST_FLAGS)

format:
	@swift format --in-place --recursive $(SOURCES)

lint:
	@swift format lint --strict --recursive $(SOURCES)

packages:
	@sh Sources/install-packages.sh $(PACKAGES)

test-packages:
	@sh Sources/install-packages.sh $(PACKAGES) $(TEST_PACKAGES)
