//! Children of a process whose other threads convert: none of them hangs. The program is `tests/c/fork.c`.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::process::Command;

use crate::kit::native;

#[test]
fn children_of_a_busy_process_convert() {
    let folder = native::scratch("fork");
    let program = native::program("tests/c/fork.c", &folder);
    // A build without an optimizer is slow, and so is each child.
    let children = if cfg!(debug_assertions) { "100" } else { "500" };
    let output = native::run(Command::new(&program).arg(children).arg(&folder));
    print!("{}", String::from_utf8_lossy(&output.stdout));
}
