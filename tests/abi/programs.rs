//! The C programs of `tests/c`, compiled with all warnings as errors and run against the shared
//! library; under valgrind too where it is installed.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::process::Command;

use crate::kit::native;

/// Runs a program as it is, and under valgrind with (perhaps fewer) rounds.
fn check(name: &str, arguments: &[&str], under_valgrind: &[&str]) {
    let folder = native::scratch(name);
    let program = native::program(&format!("tests/c/{name}.c"), &folder);
    native::run(Command::new(&program).args(arguments));
    if native::has_valgrind() {
        native::run(native::under_valgrind(&program, true).args(under_valgrind));
    } else {
        println!("valgrind is not installed: {name} ran without it");
    }
}

#[test]
fn wrong_arguments_are_errors() {
    check("arguments", &[], &[]);
}

#[test]
fn a_call_has_its_own_report_end_and_error() {
    check("calls", &["100000", "8000000"], &["2000", "400000"]);
}

#[test]
fn templates_are_filled_and_documents_looked_at() {
    check("fill", &[], &[]);
}

#[test]
fn outputs_belong_to_the_host_until_freed() {
    check("outputs", &["300"], &["40"]);
}

#[test]
fn buffers_of_every_size_are_filled_right() {
    check("buffers", &[], &[]);
}

#[test]
fn rows_of_a_column_are_what_single_calls_give() {
    let files = documents(&native::package().join("tests/documents"), usize::MAX);
    let few: Vec<&str> = ["quick"].into_iter().chain(words(&files[..6])).collect();
    check("column", &words(&files), &few);
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn rows_of_other_peoples_documents_are_what_single_calls_give() {
    let root = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    let files = documents(std::path::Path::new(&root), 300_000);
    let program = native::program("tests/c/column.c", &native::scratch("column-corpus"));
    native::run(Command::new(&program).args(words(&files)));
}

/// The documents in a folder and those in it, of up to so many bytes.
fn documents(folder: &std::path::Path, largest: usize) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let (path, size) = (entry.path(), entry.metadata().expect("its size").len());
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension, Some("md" | "rtf" | "txt")) && size <= largest as u64 {
                found.extend(path.to_str().map(str::to_owned));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

fn words(files: &[String]) -> Vec<&str> {
    files.iter().map(String::as_str).collect()
}

#[test]
fn a_host_hears_what_it_asked_for() {
    let folder = native::scratch("log-data");
    let folder = folder.to_str().expect("a path in UTF-8");
    check("log", &[folder], &[folder]);
}

#[test]
fn files_are_converted_whole_or_not_at_all() {
    let folder = native::scratch("files-data");
    let folder = folder.to_str().expect("a path in UTF-8");
    check("files", &[folder], &[folder]);
}

#[test]
fn threads_leave_nothing_behind() {
    check("threads", &["300"], &["6"]);
}

#[test]
fn the_memory_limit_pushes_back() {
    check("memory", &[], &["quick"]);
}

#[test]
fn the_library_can_be_unloaded() {
    let library = native::library();
    let library = library.to_str().expect("a path in UTF-8");
    let folder = native::scratch("unload");
    let program = native::program("tests/c/unload.c", &folder);
    native::run(Command::new(&program).arg(library));
    if native::has_valgrind() {
        // What the runtime keeps for waiting threads stays behind: no question of leaks here.
        native::run(native::under_valgrind(&program, false).arg(library));
    }
}

/// The example that people copy: both ways, and what it says when something is wrong.
#[test]
fn the_example_converts_files() {
    let folder = native::scratch("example");
    let program = native::program("examples-c/convert.c", &folder);
    let path = |name: &str| folder.join(name);
    std::fs::write(path("in.md"), "# Title\n\n*text*\n").expect("a file");
    let output = native::run(Command::new(&program).args([path("in.md"), path("out.rtf")]));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("not kept       nothing\n"), "{text}");
    assert!(text.ends_with("after shutdown 0 bytes held\n"), "{text}");
    native::run(Command::new(&program).args([path("out.rtf"), path("back.md")]));
    let back = std::fs::read_to_string(path("back.md")).expect("a file");
    assert_eq!(back, "# Title\n\n*text*\n");
    let wrong = Command::new(&program)
        .args([path("in.md"), path("out.rtf"), "Colour=red".into()])
        .output()
        .expect("the example runs");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("Colour"));
}
