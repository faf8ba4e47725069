//! What the tests of the C side share: the built library, a C compiler, valgrind.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The package's folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shared library that belongs to this test: cargo builds it beside the test itself.
pub(crate) fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let deps = test.parent().expect("the folder of this test");
    let library = deps.join("liblegacybridge.so");
    assert!(library.exists(), "{} is missing: run cargo test, or cargo build", library.display());
    library
}

/// A folder for this test's files, emptied.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    folder
}

/// Runs a command and returns what it printed; panics with that if it fails.
pub(crate) fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{:?} can't be run: {error} (a C and C++ compiler is needed)", command.get_program())
    });
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A compiler with all warnings as errors; `c++` for C++11, `cc` for C99.
pub(crate) fn compiler(name: &str) -> Command {
    let standard = if name == "c++" { "-std=c++11" } else { "-std=c99" };
    let mut command = Command::new(name);
    command.args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-g"]);
    command.arg("-I").arg(package().join("include"));
    command
}

/// Compiles a C program of ours and links it to the library.
pub(crate) fn program(source: &str, folder: &Path) -> PathBuf {
    let source = package().join(source);
    let program = folder.join(source.file_stem().expect("a file name"));
    let mut compiler = compiler("cc");
    compiler.arg(&source).arg("-o").arg(&program);
    link(&mut compiler, folder);
    run(&mut compiler);
    program
}

/// Links a program in this folder to the library.
pub(crate) fn link(compiler: &mut Command, folder: &Path) {
    let library = library();
    // The program asks for the SONAME: it stands under that name beside the program.
    let versioned = folder.join("liblegacybridge.so.1");
    if !versioned.exists() {
        std::os::unix::fs::symlink(&library, &versioned).expect("a link to the library");
    }
    // Behind the sources, whichever are named first: the linker must not think it unused.
    compiler.args(["-Wl,--no-as-needed"]).arg(&library).args(["-pthread", "-ldl"]);
    // Looked up before LD_LIBRARY_PATH, in which cargo names folders that may hold an older copy.
    compiler.arg("-Wl,--disable-new-dtags");
    compiler.arg(format!("-Wl,-rpath,{}", folder.display()));
}

/// Whether valgrind is there to be used.
pub(crate) fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A program under valgrind: errors of memory use fail it, and with `leaks` what is lost too.
pub(crate) fn under_valgrind(program: &Path, leaks: bool) -> Command {
    let mut command = Command::new("valgrind");
    // One thread at a time runs there: each has its turn, or who waits in a loop keeps the others from it.
    command.args(["-q", "--error-exitcode=99", "--fair-sched=try"]);
    if leaks {
        command.args(["--leak-check=full", "--errors-for-leak-kinds=definite,indirect,possible"]);
    }
    command.arg(program);
    command
}
