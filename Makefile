# `make run` opens the explorer on the sample, `make test` runs every test; both install what is missing.

PACKAGES := libncursesw5-dev libsqlite3-dev libopenblas-dev libpcre2-dev zlib1g-dev libzstd-dev \
	libbz2-dev liblzma-dev libsnappy-dev liblz4-dev libbrotli-dev
TEST_PACKAGES := libvterm-dev tmux ncurses-term strace zstd
SOURCES := Package.swift Sources Tests Themes

.PHONY: run test quick asan tsan build format lint packages test-packages static manual install uninstall deb test-packaging docs recording

run: build
	@.build/release/stemma

build: packages
	@swift build -c release --product stemma

# One optimised build serves `make run`, the tests, and the program that the end-to-end tests drive;
# `swift test` by itself would build everything once more with other flags.
test: test-packages
	@swift build -c release --build-tests $(TEST_FLAGS)
	@swift test -c release --skip-build $(TEST_FLAGS)

# The tests of this process alone, without those whose suites are tagged as starting programs or drawing on terminals.
quick: test-packages
	@swift build -c release --build-tests $(TEST_FLAGS)
	@swift test -c release --skip-build $(TEST_FLAGS) --skip "$$(sh Tests/tagged-suites.sh)"

# The tests under AddressSanitizer and under ThreadSanitizer; each is a build of its own beside the others.
# Leaks are not looked for: Swift keeps bits of its own in pointers, which hides from the search what they reach.
# The first race ends a program, and its test with it. The signals of crashes are left to the tests that cause some.
asan: SANITIZE := --sanitize=address --scratch-path .build-asan
asan: export ASAN_OPTIONS := detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_abort=0
tsan: SANITIZE := --sanitize=thread --scratch-path .build-tsan -Xlinker $(CURDIR)/.build-tsan/Mutex.o
tsan: export TSAN_OPTIONS := halt_on_error=1:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_abort=0:suppressions=$(CURDIR)/Tests/Sanitizers/races
tsan: .build-tsan/Mutex.o

.build-tsan/Mutex.o: Tests/Sanitizers/Mutex.c
	@mkdir -p $(@D) && clang -O2 -fPIC -c $< -o $@

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

# The program with Swift's libraries in it, its pages, and what a stranger installs. A build of its own beside the others,
# because its flags are others.
PREFIX ?= /usr/local
DESTDIR ?=
STATIC := .build-static/release
MANUAL := .build/plugins/GenerateManual/outputs/stemma

static: packages
	@swift build -c release --static-swift-stdlib --product stemma --scratch-path .build-static

manual: packages
	@swift package -c release --allow-writing-to-package-directory generate-manual --multi-page >/dev/null

install: static manual
	@sh Sources/Packaging/install.sh $(STATIC) $(MANUAL) "$(DESTDIR)" "$(PREFIX)"

uninstall:
	@sh Sources/Packaging/uninstall.sh "$(DESTDIR)$(PREFIX)"

deb: static manual
	@sh Sources/install-packages.sh dpkg-dev
	@sh Sources/Packaging/deb.sh $(STATIC) $(MANUAL) .build-static

# Installs into a folder and compares the pages with the options that there are; then on a clean Debian, where one can be made.
test-packaging: deb
	@rm -rf .build-static/installed
	@sh Sources/Packaging/install.sh $(STATIC) $(MANUAL) "" "$(CURDIR)/.build-static/installed"
	@python3 Sources/Packaging/test-pages.py .build-static/installed
	@sh Sources/Packaging/uninstall.sh "$(CURDIR)/.build-static/installed"
	@test -z "$$(find .build-static/installed -type f)"
	@sh Sources/install-packages.sh debootstrap
	@bash Sources/Packaging/test-clean-machine.sh .build-static/*.deb

# The mathematics, the statistics and the keys as DocC has them, from the sources' own declarations; a warning is a failure.
docs: packages
	@sh Sources/Packaging/docs.sh $(CURDIR) .build/docs

# The demonstration of the README and a picture of each screen, recorded from the program on a part of the sample;
# the recording is replayed and must end at the same screen.
RECORDING := .build/recording
recording: build
	@rm -rf $(RECORDING) && mkdir -p $(RECORDING) && cp -r SampleData $(RECORDING)/sample && rm -rf $(RECORDING)/sample/.stemma
	@.build/release/stemma compute $(RECORDING)/sample --questions slope-01,fact-01,arithmetic-01 --factor-passages 32 >/dev/null
	@python3 -c 'import pyte' 2>/dev/null || python3 -m pip install -q pyte 2>/dev/null || true
	@if python3 -c 'import pyte' 2>/dev/null; then \
	  python3 Sources/Packaging/record.py .build/release/stemma $(RECORDING)/sample $(RECORDING); \
	else echo "skipped: pyte, which replays the recording, cannot be installed here"; fi
