//! Memory through the C interface: documents that the system has no memory for, and a crowd under a
//! limit. The programs are `tests/c/limits.c` and `tests/c/memory.c`.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::process::Command;

use crate::kit::native;

/// Not under valgrind: its own memory would count.
#[test]
fn a_process_without_memory_lives_on() {
    let folder = native::scratch("limits");
    let program = native::program("tests/c/limits.c", &folder);
    let output = native::run(Command::new(&program).arg("48"));
    println!("{}", String::from_utf8_lossy(&output.stdout));
}

/// 53 kinds of documents, six at once where one fits: `make test-limits` does it with large ones.
#[test]
fn what_is_held_never_passes_the_limit_and_who_fits_gets_a_turn() {
    let folder = native::scratch("kinds");
    let program = native::program("tests/c/kinds.c", &folder);
    let output = native::run(Command::new(&program).arg("6").arg(&folder));
    println!("{}", String::from_utf8_lossy(&output.stdout));
}
