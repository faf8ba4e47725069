//! The bindings for Python, .NET and Pascal, run where their interpreters and compilers are. Where they are not the test
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

/// Strings of the system and of Unicode, each with the unit that converts strings on Linux and without.
#[test]
fn pascal() {
    if !there("fpc", "-iV") {
        return;
    }
    let (package, folder) = (native::package(), native::scratch("pascal"));
    for library in ["liblegacybridge.so", "liblegacybridge.so.1"] {
        let library = folder.join(library);
        std::os::unix::fs::symlink(native::library(), library).expect("a link to the library");
    }
    for (mode, unit) in
        [("delphi", ""), ("delphi", "-Facwstring"), ("delphiunicode", "-Facwstring")]
    {
        let mut compiler = Command::new("fpc");
        compiler.arg(format!("-M{mode}")).args((!unit.is_empty()).then_some(unit));
        compiler.arg(format!("-Fu{}", package.join("bindings/delphi").display()));
        // The linker is told where it is, which may be a folder with blanks in its name: it knows no such.
        compiler.current_dir(&folder).args(["-Fl.", "-FE.", "-FU.", "-k-rpath=$ORIGIN"]);
        native::run(compiler.arg(package.join("bindings/delphi/tests/host.dpr")));
        for locale in ["C", "C.UTF-8"] {
            let mut program = Command::new(folder.join("host"));
            program.current_dir(&folder).env("LC_ALL", locale).env("LD_LIBRARY_PATH", &folder);
            let output = native::run(&mut program);
            assert_eq!(
                String::from_utf8_lossy(&output.stdout),
                "0 failures\n",
                "{mode} {unit} {locale}"
            );
        }
        // The units belong to a mode.
        std::fs::remove_file(folder.join("LegacyBridge.ppu")).expect("a compiled unit");
    }
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
    compiler.args(["-warnaserror", "-warn:4", "-langversion:7"]);
    compiler.arg(format!("-out:{}", program.display()));
    compiler.arg(package.join("bindings/csharp/NativeMethods.cs"));
    compiler.arg(package.join("bindings/csharp/LegacyBridge.cs"));
    compiler.arg(package.join("bindings/csharp/MarkdownStream.cs"));
    native::run(compiler.arg(package.join("tests/bindings/csharp/Test.cs")));
    // As a build leaves it, beside the assembly; and as a package installs it, where the system looks.
    let elsewhere = native::scratch("mono-library");
    for library in [folder.join("liblegacybridge.so"), elsewhere.join("liblegacybridge.so.1")] {
        if library.starts_with(&elsewhere) {
            let config = package.join("bindings/csharp/LegacyBridge.Net.dll.config");
            std::fs::copy(config, folder.join("test.exe.config")).expect("a map of names");
        }
        std::os::unix::fs::symlink(native::library(), &library).expect("a link to the library");
        let data = native::scratch("mono-data");
        let mut command = Command::new("mono");
        command.arg("--debug").arg(&program).arg(&data).env("LD_LIBRARY_PATH", &elsewhere);
        let output = native::run(&mut command);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "0 failures\n");
        std::fs::remove_file(library).expect("the link again");
    }
}
