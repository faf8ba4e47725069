# LegacyBridge: what the README names. Needs Rust and a C compiler.
#
#   make demo    build the library, convert README.md to RTF and back, show the figures
#   make test    everything that needs only Rust and a C compiler
#   make bench   speed both ways, beside the floors measured in the same run
#   make bench-memory  what pools, interner, zero copy and SIMD are each worth
#   make bench-beside  what conversions cost here and in pandoc, unrtf, cmark-gfm, striprtf and rtf-parser, as
#                    docs/speed.md shows it; says which of them it did not find
#   make bench-record  instructions of fixed conversions beside those recorded; WHY="reason" records them
#   make test-valgrind  the C programs under valgrind, with a library that keeps no blocks
#   make test-oom  every exported function while the system refuses memory
#   make test-threads  48 KB of stack, and 500 children of a busy process, with the optimized library
#   make test-tsan  the threaded C programs under the thread sanitizer, with a library and a standard library that
#                    are built for it; 77 where the toolchain has none. TESTS="memory batch" runs only those
#   make test-nightly  the property tests with cases that nobody has drawn yet; SEED= draws those of a run again
#   make test-limits  the memory limit over 53 kinds of documents of 1 MB, with the optimized library
#   make test-sql    the extensions for SQLite and PostgreSQL, on a server of the test's own; skipped aloud where
#                    there is none
#   make test-python the Python package with pyarrow, DuckDB, Polars, Dask, Ray, pandas and Spark in a virtual
#                    environment, the pieces of docs/columns.md, the types, the wheel and the plugin for
#                    markitdown: some minutes, needs packages and Java
#   make fuzz SECONDS=60  the targets of fuzz/, a minute each
#   make soak    a million conversions, and the library loaded and unloaded a thousand times
#   make check   formatter, lints, documentation and tests: what a change must pass
#
#   make windows       the DLLs for Windows 7 and later, 32 and 64 bit, in dist/windows
#   make test-windows  those DLLs in their hosts, under Wine 8 and Wine 10, which it sets up in roots of
#                      their own under ~/.cache; needs Linux on x86-64 and the rights of root (77 if not)

#   make web           the package for JavaScript, and the page that tries it where there is web/, in dist/web
#   make test-web      both of them, in Node and in Chromium

#   make install PREFIX=/usr/local DESTDIR=   library, headers, pkg-config, CMake, command line, manual page
#   make release       every artefact of a release in dist/release; SIGN_CERT= SIGN_KEY= sign (docs/release.md)
#   make test-release  installs and runs each of them where the source was never seen

CARGO ?= cargo
CC    ?= cc
OUT   := demo-out
# Where cargo puts what it builds; CARGO_TARGET_DIR is honoured.
TARGET := $(or $(CARGO_TARGET_DIR),target)
HOST := $(shell rustc -vV 2>/dev/null | sed -n 's/^host: //p')

.PHONY: all demo install release test-release test test-valgrind test-oom test-threads test-tsan test-nightly test-limits test-sql test-python fuzz bench bench-beside bench-memory bench-record soak check lint library windows test-windows web test-web need-cargo need-cc clean

all: library

need-cargo:
	@command -v $(firstword $(CARGO)) >/dev/null 2>&1 || { \
	  echo "LegacyBridge needs Rust: '$(CARGO)' was not found. Install it with rustup, or as the packages cargo and rustc (1.88 or later)."; exit 1; }

need-cc:
	@command -v $(firstword $(CC)) >/dev/null 2>&1 || { \
	  echo "LegacyBridge's demo and tests need a C compiler: '$(CC)' was not found. Install gcc or clang, or set CC."; exit 1; }

# One crate type at a time, so that link-time optimisation applies to the shared library.
library: need-cargo
	$(CARGO) rustc --release --lib --crate-type cdylib

demo: library need-cc
	@mkdir -p $(OUT)
	$(CC) -std=c99 -O2 -Wall -Wextra -Wpedantic -Iinclude examples-c/convert.c -o $(OUT)/convert \
	  -L$(TARGET)/release -llegacybridge -Wl,-rpath,'$(abspath $(TARGET))/release'
	@cp -f $(TARGET)/release/liblegacybridge.so $(TARGET)/release/liblegacybridge.so.1
	$(OUT)/convert README.md $(OUT)/README.rtf
	$(OUT)/convert $(OUT)/README.rtf $(OUT)/README.back.md
	$(OUT)/convert examples-c/letter.rtf $(OUT)/letter.md
	@echo
	@echo "Look at them: $(OUT)/README.rtf (in Word, WordPad or LibreOffice), $(OUT)/README.back.md, $(OUT)/letter.md"

test: need-cargo need-cc
	$(CARGO) test --no-fail-fast --features cli

# A block that the library keeps for later hides from valgrind who uses it still: here every block
# goes back to the system at once. `make test` has the same programs under valgrind with the rest.
test-valgrind: need-cargo need-cc
	@command -v valgrind >/dev/null 2>&1 || { echo "This test needs valgrind."; exit 1; }
	$(CARGO) test --target-dir $(TARGET)/without-blocks --features without-blocks --test abi programs

# What is promised of threads holds of a build with an optimizer; `make test` has the same with more stack
# and fewer children.
test-threads: need-cargo need-cc
	$(CARGO) test --release --test abi -- --nocapture stack fork

# A stable compiler does, with the standard library's source and the sanitizer's runtime that rustup has.
test-tsan: need-cargo need-cc
	tests/tsan/test.sh $(TARGET)/tsan $(TESTS)

# What is drawn is printed: SEED=N draws it again. `make test` draws the same cases in every run.
SEED := $(shell date +%s)
CASES := 20000
test-nightly: need-cargo
	@echo "SEED=$(SEED)"
	PROPTEST_RNG_SEED=$(SEED) PROPTEST_CASES=$(CASES) MARKDOWN_FUZZ_CASES=$(CASES) TEMPLATE_FUZZ_CASES=$(CASES) \
	  TRIP_SEED=$(SEED) TRIP_COUNT=$(CASES) LEGACYBRIDGE_SEED=$(SEED) $(CARGO) test --release --features cli --no-fail-fast \
	  --lib --test converter --test html --test markdown --test pictures --test rtf

# KB=256 is quicker.
LIMITS := $(TARGET)/limits
test-limits: library need-cc
	@mkdir -p $(LIMITS)
	@cp -f $(TARGET)/release/liblegacybridge.so $(LIMITS)/liblegacybridge.so.1
	$(CC) -std=c99 -Wall -Wextra -O1 -g -Iinclude tests/c/kinds.c -o $(LIMITS)/kinds -pthread \
	  -Wl,--no-as-needed $(LIMITS)/liblegacybridge.so.1 -Wl,--disable-new-dtags,-rpath,'$(abspath $(LIMITS))'
	$(LIMITS)/kinds $(or $(KB),1024) $(LIMITS)

# 77 says that the machine has no such program, which is no failure.
SQL := $(TARGET)/sql
test-sql: library need-cc
	@mkdir -p $(SQL)
	@cp -f $(TARGET)/release/liblegacybridge.so $(SQL)/liblegacybridge.so.1
	@for test in sqlite postgresql; do \
	  tests/sql/$$test.sh $(SQL) || [ $$? = 77 ] || exit 1; \
	done

PYTHON := $(TARGET)/python
test-python: library
	python3 -m venv $(PYTHON)
	tests/python/package.sh $(TARGET)/release/liblegacybridge.so $(PYTHON)/package
	$(PYTHON)/bin/pip install -q mypy pyarrow duckdb polars "dask[dataframe]" ray pandas "pyspark<4.1" dbfread dbf "markitdown[outlook]" extract-msg
	$(PYTHON)/bin/pip install -q --no-deps bindings/markitdown
	cd bindings/python && '$(abspath $(PYTHON))/bin/python' -m mypy --strict --cache-dir '$(abspath $(PYTHON))/mypy' legacybridge
	cd bindings/python && LEGACYBRIDGE_LIBRARY='$(abspath $(TARGET))/release/liblegacybridge.so' \
	  '$(abspath $(PYTHON))/bin/python' -B -m unittest tests.test_legacybridge tests.test_processes tests.test_arrow tests.test_table tests.test_spark
	cd bindings/markitdown && LEGACYBRIDGE_LIBRARY='$(abspath $(TARGET))/release/liblegacybridge.so' PYTHONPATH='$(abspath bindings/python)' \
	  '$(abspath $(PYTHON))/bin/python' -B -m unittest discover -s tests

# Every exported function while the system refuses memory, with the library linked and loaded late. STEP=1
# tries every place, which takes long.
OOM := $(TARGET)/oom
test-oom: library need-cc
	@mkdir -p $(OOM)/folder
	@cp -f $(TARGET)/release/liblegacybridge.so $(OOM)/liblegacybridge.so.1
	$(CC) -std=c11 -Wall -Wextra -O1 -g -shared -fPIC tests/oom/refuse.c -o $(OOM)/refuse.so -ldl
	$(CC) -std=c11 -Wall -Wextra -O1 -g -Iinclude tests/oom/calls.c -o $(OOM)/calls $(OOM)/refuse.so \
	  -Wl,--no-as-needed $(OOM)/liblegacybridge.so.1 -ldl -Wl,--disable-new-dtags,-rpath,'$(abspath $(OOM))'
	LD_PRELOAD='$(abspath $(OOM))/refuse.so' $(OOM)/calls linked:liblegacybridge.so.1 '$(abspath $(OOM))/folder' $(or $(STEP),5)

# Each target of fuzz/ for so many seconds, as cargo fuzz does it, which runs them too; on a stable toolchain.
# Seeds are the documents of the tests; what is found stands in target/fuzz/finds. SANITIZER=none is several
# times as fast, and finds all but memory errors; LONGEST= is the longest input.
FUZZ := $(TARGET)/fuzz
FUZZERS := readers trips options template wrapper pictures abi
SANITIZER := address
COVERAGE := -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1 \
  $(if $(filter-out none,$(SANITIZER)),-Zsanitizer=$(SANITIZER))

fuzz: need-cargo need-cc
	cd fuzz && RUSTC_BOOTSTRAP=1 RUSTFLAGS='$(COVERAGE)' $(CARGO) build --release --target $(HOST) --target-dir '$(abspath $(FUZZ))/$(SANITIZER)'
	@set -e; for target in $(or $(TARGETS),$(FUZZERS)); do \
	  mkdir -p $(FUZZ)/corpus/$$target $(FUZZ)/seeds $(FUZZ)/finds; \
	  find tests/documents -maxdepth 1 -type f -exec cp -f {} $(FUZZ)/seeds/ ';'; \
	  echo "fuzzing $$target"; \
	  $(FUZZ)/$(SANITIZER)/$(HOST)/release/$$target -max_total_time=$(or $(SECONDS),60) -dict=fuzz/words.dict -timeout=20 \
	    -max_len=$(or $(LONGEST),1024) -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix=$(FUZZ)/finds/$$target- $(FUZZ)/corpus/$$target $(FUZZ)/seeds; \
	done

bench: need-cargo
	$(CARGO) bench --bench convert

# One build with each set of blocks and SIMD; the other ingredients are taken away by the program.
# "product" is what everybody gets.
BUILDS := neither blocks simd product
BUILD_FOLDER := $(TARGET)/bench-memory

bench-memory: need-cargo
	@mkdir -p $(BUILD_FOLDER)
	@set -e; for build in $(BUILDS); do \
	  case $$build in \
	    neither) without=without-blocks,without-simd;; \
	    blocks) without=without-simd;; \
	    simd) without=without-blocks;; \
	    product) without=;; \
	  esac; \
	  echo "building $$build"; \
	  $(CARGO) bench -q --bench memory --no-run --features "$$without"; \
	  program=$$(ls -t $(TARGET)/release/deps/memory-* | grep -v '\.d$$' | head -n 1); \
	  cp -f $$program $(BUILD_FOLDER)/$$build; \
	done
	@cd $(BUILD_FOLDER) && ./product table \
	  all-off=./neither:pools,interner,zero-copy \
	  only-pools=./blocks:interner,zero-copy \
	  only-interner=./neither:pools,zero-copy \
	  only-zero-copy=./neither:pools,interner \
	  only-simd=./simd:pools,interner,zero-copy \
	  product=./product
	@echo
	@$(BUILD_FOLDER)/product sizes

# Fails where a conversion takes more than 3 % above the last line of benches/record/record.txt.
bench-record: library need-cc
	@command -v valgrind >/dev/null 2>&1 || { echo "This needs valgrind."; exit 1; }
	benches/record/record.py $(TARGET)/release/liblegacybridge.so "$(WHY)"

# PYTHON_BESIDE is a Python that has striprtf and pypandoc_binary.
bench-beside: library
	$(or $(PYTHON_BESIDE),python3) -B benches/beside/beside.py $(TARGET)/release/liblegacybridge.so $(or $(ROUNDS),5)

# Two minutes on two idle cores, after the build; other work goes first.
soak: need-cargo need-cc
	LEGACYBRIDGE_SOAK=$(or $(CONVERSIONS),1000000) nice -n 15 $(CARGO) test --release --test abi -- soak --nocapture --test-threads 1

lint: need-cargo
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --features cli -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc -q --no-deps
	@if command -v python3 >/dev/null 2>&1; then scripts/ownership.py; \
	else echo "Who owns what was not checked: scripts/ownership.py needs python3."; fi

check: lint test

# Installs what is missing on Debian and Ubuntu (it waits for another apt), else says what is. What is built
# already is not built again.
windows:
	scripts/windows/build.sh

# TESTS="name name" runs only those of tests/windows/tests.list, LEGACYBRIDGE_WINE_RUNS="wine10:free" only
# in that Wine and place (scripts/windows/test.sh).
test-windows:
	scripts/windows/test.sh $(TESTS)

# The same for the web. Installs what is missing on Debian and Ubuntu as root.
web:
	scripts/web/build.sh

# PART=package or PART=page tries only that, PART=short a few minutes of both.
test-web:
	scripts/web/test.sh $(PART)

# Library, static library, command line and what compilers and shells want. PREFIX= LIBDIR=/lib DESTDIR=
PREFIX ?= /usr/local
install: library
	$(CARGO) rustc --release --lib --crate-type staticlib
	$(CARGO) build --release --features cli --bin legacybridge
	PREFIX='$(PREFIX)' LIBDIR='$(LIBDIR)' DESTDIR='$(DESTDIR)' scripts/install.sh

# ARTEFACTS="windows-zip setup" makes only those, in dist/release-some.
release:
	scripts/release/release.sh $(ARTEFACTS)

# PLACES="wine nuget" only the rows of tests/release/places.list with these words; ARTEFACTS_IN=FOLDER takes
# artefacts that lie elsewhere than in dist/release.
test-release:
	ARTEFACTS='$(ARTEFACTS_IN)' scripts/release/test.sh $(PLACES)

clean:
	$(CARGO) clean
	rm -rf $(OUT) dist
