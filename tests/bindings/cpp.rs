//! The C++ wrapper `include/legacybridge.hpp`: `tests/bindings/cpp/wrapper.cpp`, compiled as each
//! standard with all warnings as errors, linked and loaded, with exceptions and without.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::kit::native;

/// Compiles the program with `flags`; linked to the library unless it loads it.
fn compiled(folder: &Path, standard: &str, flags: &[&str]) -> PathBuf {
    let program = folder.join("wrapper");
    let library = native::library();
    let versioned = folder.join("liblegacybridge.so.1");
    std::os::unix::fs::symlink(&library, &versioned).expect("a link to the library");
    let mut compiler = Command::new("c++");
    compiler.arg(format!("-std={standard}"));
    compiler.args(["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-O1", "-g"]);
    compiler.args(flags).arg("-I").arg(native::package().join("include"));
    compiler.arg(native::package().join("tests/bindings/cpp/wrapper.cpp"));
    compiler.arg("-o").arg(&program);
    if !flags.contains(&"-DLEGACYBRIDGE_DYNAMIC") {
        compiler.arg(&library).arg(format!("-Wl,-rpath,{}", folder.display()));
    }
    native::run(compiler.args(["-ldl", "-pthread"]));
    program
}

/// Compiles and runs; under valgrind too if that is asked for and there.
fn check(name: &str, standard: &str, flags: &[&str], valgrind: bool) {
    let folder = native::scratch(&format!("cpp-{name}"));
    let program = compiled(&folder, standard, flags);
    let data = native::scratch(&format!("cpp-{name}-data"));
    native::run(Command::new(&program).arg(&data).arg(native::library()));
    if valgrind && native::has_valgrind() {
        let data = native::scratch(&format!("cpp-{name}-data"));
        let mut command = native::under_valgrind(&program, true);
        native::run(command.arg(&data).arg(native::library()));
    }
}

#[test]
fn cpp_11() {
    check("11", "c++11", &[], true);
}

#[test]
fn cpp_17_takes_string_views() {
    check("17", "c++17", &[], false);
}

/// All others that the compiler knows, with `char8_t` from C++20 on.
#[test]
fn other_standards() {
    for (name, standard) in [("14", "c++14"), ("20", "c++20"), ("23", "c++23")] {
        check(name, standard, &[], false);
    }
}

#[test]
fn without_exceptions() {
    check("no-exceptions", "c++11", &["-fno-exceptions"], false);
    check("macro", "c++17", &["-DLEGACYBRIDGE_NO_EXCEPTIONS"], false);
}

#[test]
fn loaded_at_run_time() {
    check("dynamic", "c++11", &["-DLEGACYBRIDGE_DYNAMIC"], false);
}

/// Two files that include the header make one program.
#[test]
fn every_function_is_inline() {
    let folder = native::scratch("cpp-two");
    let include = "#include \"legacybridge.hpp\"\n";
    let one =
        format!("{include}int two();\nint main() {{ return two() - legacybridge::fits(); }}\n");
    std::fs::write(folder.join("one.cpp"), one).expect("a file");
    let two = format!("{include}int two() {{ return legacybridge::fits(); }}\n");
    std::fs::write(folder.join("two.cpp"), two).expect("a file");
    let library = native::library();
    std::os::unix::fs::symlink(&library, folder.join("liblegacybridge.so.1")).expect("a link");
    let program = folder.join("program");
    let mut compiler = native::compiler("c++");
    compiler.args([folder.join("one.cpp"), folder.join("two.cpp")]).arg("-o").arg(&program);
    compiler.arg(&library).arg(format!("-Wl,-rpath,{}", folder.display()));
    native::run(&mut compiler);
    native::run(&mut Command::new(&program));
}
