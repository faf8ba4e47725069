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
