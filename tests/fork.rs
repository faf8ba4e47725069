//! Children of a process whose other threads convert: none of them hangs. The program is `tests/c/fork.c`.
#![cfg(all(feature = "capi", target_os = "linux"))]

mod c_support;

use std::process::Command;

#[test]
fn children_of_a_busy_process_convert() {
    let folder = c_support::scratch("fork");
    let program = c_support::program("tests/c/fork.c", &folder);
    // A build without an optimizer is slow, and so is each child.
    let children = if cfg!(debug_assertions) { "100" } else { "500" };
    let output = c_support::run(Command::new(&program).arg(children).arg(&folder));
    print!("{}", String::from_utf8_lossy(&output.stdout));
}
