# LegacyBridge: what the README names. Needs Rust and a C compiler.
#
#   make demo    build the library, convert README.md to RTF and back, show the figures
#   make test    everything that needs only Rust and a C compiler
#   make bench   speed both ways, beside the floors measured in the same run
#   make check   formatter, lints and tests: what a change must pass
#
#   make windows       the DLLs for Windows 7 and later, 32 and 64 bit, in dist/windows
#   make test-windows  those DLLs in their hosts, under Wine; needs root's rights

CARGO ?= cargo
CC    ?= cc
OUT   := demo-out
# Where cargo puts what it builds; CARGO_TARGET_DIR is honoured.
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: all demo test bench check lint library windows test-windows need-cargo need-cc clean

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

bench: need-cargo
	$(CARGO) bench --bench convert

lint: need-cargo
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --features cli -- -D warnings

check: lint test

# Installs what is missing on Debian and Ubuntu, else says what is.
windows:
	scripts/windows/build.sh

# TESTS="name name" runs only those of tests/windows/tests.list.
test-windows:
	scripts/windows/test.sh $(TESTS)

clean:
	$(CARGO) clean
	rm -rf $(OUT) dist
