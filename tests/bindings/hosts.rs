//! The bindings for Python and .NET, run where their interpreters are. Where they are not the test
//! says "skipped" and passes: the project's tests need only Rust and a C compiler.
//! `LEGACYBRIDGE_ALL_HOSTS=1` makes that a failure.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::process::Command;

use crate::kit::native;

/// Whether a program is there; says so if it is not.
fn there(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().is_ok_and(|o| o.status.success());
    if !found {
        // Not println: a test that passes shows nothing of it.
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: {program} not found");
        assert!(std::env::var_os("LEGACYBRIDGE_ALL_HOSTS").is_none(), "{program} not found");
    }
    found
}

#[test]
fn python() {
    if !there("python3", "--version") {
        return;
    }
    let mut command = Command::new("python3");
    command.args([
        "-B",
        "-W",
        "error",
        "-m",
        "unittest",
        "tests.test_legacybridge",
        "tests.test_processes",
        "tests.test_arrow.Arrow",
    ]);
    command.current_dir(native::package().join("bindings/python"));
    native::run(command.env("LEGACYBRIDGE_LIBRARY", native::library()));
}

#[test]
fn dot_net() {
    if !there("mcs", "--version") || !there("mono", "--version") {
        return;
    }
    let folder = native::scratch("mono");
    let program = folder.join("test.exe");
    let package = native::package();
    let mut compiler = Command::new("mcs");
    compiler.args(["-warnaserror", "-warn:4", "-langversion:7.2"]);
    compiler.arg(format!("-out:{}", program.display()));
    compiler.arg(package.join("bindings/csharp/NativeMethods.cs"));
    compiler.arg(package.join("bindings/csharp/LegacyBridge.cs"));
    compiler.arg(package.join("bindings/csharp/MarkdownStream.cs"));
    native::run(compiler.arg(package.join("tests/bindings/csharp/Test.cs")));
    // Where DllImport finds "legacybridge" by the rules of its name.
    let library = folder.join("liblegacybridge.so");
    std::os::unix::fs::symlink(native::library(), library).expect("a link to the library");
    let data = native::scratch("mono-data");
    let mut command = Command::new("mono");
    command.arg("--debug").arg(&program).arg(&data).env("LD_LIBRARY_PATH", &folder);
    let output = native::run(&mut command);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0 failures\n");
}
