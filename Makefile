# `make run` opens the explorer on the sample, `make test` runs every test; both install what is missing.

PACKAGES := libncursesw5-dev libsqlite3-dev libopenblas-dev libpcre2-dev zlib1g-dev libzstd-dev \
	libbz2-dev liblzma-dev libsnappy-dev liblz4-dev libbrotli-dev
TEST_PACKAGES := libvterm-dev tmux ncurses-term strace zstd locales
SOURCES := Package.swift Sources Tests Themes

.PHONY: run test quick asan tsan build format lint packages test-packages static install uninstall deb test-packaging docs recording

run: build
	@.build/release/stemma

build: packages
	@swift build -c release --product stemma $(TEST_FLAGS)

# One optimised build serves `make run`, the tests, and the program that the end-to-end tests drive;
# `swift test` by itself would build everything once more with other flags.
test: test-packages
	@swift build -c release --build-tests $(TEST_FLAGS)
	@swift test -c release --skip-build $(TEST_FLAGS)

# The tests of this process alone, without those whose suites are tagged as starting programs, drawing on terminals or taking long.
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
	@sh .ci/install-packages.sh $(PACKAGES)

test-packages:
	@sh .ci/install-packages.sh $(PACKAGES) $(TEST_PACKAGES)

# The program with Swift's libraries in it, its pages, and what a stranger installs: the objects of the build, linked anew.
PREFIX ?= /usr/local
DESTDIR ?=
STATIC := .build/static

static: build
	@sh .ci/packaging/static.sh .build $(STATIC)

install: static
	@sh .ci/packaging/install.sh $(STATIC) "$(DESTDIR)" "$(PREFIX)"

uninstall:
	@sh .ci/packaging/uninstall.sh "$(DESTDIR)$(PREFIX)"

deb: static
	@sh .ci/install-packages.sh dpkg-dev
	@sh .ci/packaging/deb.sh $(STATIC) $(STATIC)

# The package on a clean Debian, where one can be made, after Debian's own checks of it, where they are to be had; what is
# installed under a prefix is for `make test`.
test-packaging: deb
	@sh .ci/install-packages.sh debootstrap lintian || true
	@bash .ci/packaging/test-clean-machine.sh $(STATIC)/*.deb

# The mathematics, the statistics and the keys as DocC has them, from the sources' own declarations; a warning is a failure.
docs: packages
	@sh .ci/packaging/docs.sh $(CURDIR) .build/docs $(TEST_FLAGS)

# The demonstration of the README and a picture of each screen, recorded from the program on a part of the sample;
# the recording is replayed and must end at the same screen.
RECORDING := .build/recording
recording: build
	@rm -rf $(RECORDING) && mkdir -p $(RECORDING) && cp -r SampleData $(RECORDING)/sample && rm -rf $(RECORDING)/sample/.stemma
	@.build/release/stemma compute $(RECORDING)/sample --questions slope-01,fact-01,arithmetic-01 --factor-passages 32 >/dev/null
	@sh .ci/install-packages.sh python3-pyte
	@/usr/bin/python3 .ci/packaging/record.py .build/release/stemma $(RECORDING)/sample $(RECORDING)
