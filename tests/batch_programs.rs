//! Batch jobs through the C interface: the programs `tests/c/batch.c` and `batch_unload.c`, and the
//! example that people copy.
#![cfg(all(feature = "capi", target_os = "linux"))]

mod c_support;

use std::path::Path;
use std::process::Command;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn jobs_do_what_the_header_says() {
    let folder = c_support::scratch("batch-c");
    let program = c_support::program("tests/c/batch.c", &folder);
    let data = c_support::scratch("batch-data");
    c_support::run(Command::new(&program).args([text(&data), "400"]));
    if c_support::has_valgrind() {
        let data = c_support::scratch("batch-data");
        c_support::run(c_support::under_valgrind(&program, true).args([text(&data), "60"]));
    } else {
        println!("valgrind is not installed: batch ran without it");
    }
}

#[test]
fn the_library_can_be_unloaded_after_a_batch() {
    let folder = c_support::scratch("batch-unload");
    // Not linked to the library: what is linked is never unloaded.
    let program = folder.join("batch_unload");
    let source = c_support::package().join("tests/c/batch_unload.c");
    let mut compiler = c_support::compiler("cc");
    c_support::run(compiler.arg(source).arg("-o").arg(&program).args(["-pthread", "-ldl"]));
    let data = c_support::scratch("batch-unload-data");
    for number in 0..40 {
        std::fs::write(data.join(format!("{number}.md")), "some *text*\n").expect("a file");
    }
    let library = c_support::library();
    let arguments = [text(&library), text(&data)];
    let output = c_support::run(Command::new(&program).args(arguments).arg("50"));
    println!("{}", String::from_utf8_lossy(&output.stdout));
}

/// The example that people copy.
#[test]
fn the_example_converts_a_folder() {
    let folder = c_support::scratch("batch-example");
    let program = c_support::program("examples-c/batch.c", &folder);
    let (input, output) = (folder.join("in"), folder.join("out"));
    std::fs::create_dir(&input).expect("a folder");
    std::fs::write(input.join("a.md"), "# A\n").expect("a file");
    std::fs::write(input.join("b.md"), b"\xFF").expect("a file");
    let ran = Command::new(&program).args([text(&input), text(&output)]).output().expect("runs");
    let printed = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(1), "{printed}");
    assert!(printed.contains("1 of 2 converted, 1 failed, 0 skipped"), "{printed}");
    assert!(printed.contains("b.md: the input is not UTF-8 at byte 0"), "{printed}");
    assert!(output.join("a.rtf").exists());
}
