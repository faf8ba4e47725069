//! Memory through the C interface: documents that the system has no memory for, and a crowd under a
//! limit. The programs are `tests/c/limits.c` and `tests/c/memory.c`.
#![cfg(all(feature = "capi", target_os = "linux"))]

mod c_support;

use std::process::Command;

/// Not under valgrind: its own memory would count.
#[test]
fn a_process_without_memory_lives_on() {
    let folder = c_support::scratch("limits");
    let program = c_support::program("tests/c/limits.c", &folder);
    let output = c_support::run(Command::new(&program).arg("48"));
    println!("{}", String::from_utf8_lossy(&output.stdout));
}
