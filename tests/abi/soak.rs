//! Many conversions through the C interface, and many loadings of the library: nothing grows.
//!
//! The numbers are small here; `make soak` sets `LEGACYBRIDGE_SOAK` to a million conversions, with a
//! thousand loadings, and takes the documents of `LEGACYBRIDGE_CORPUS` beside this project's own.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::path::Path;
use std::process::Command;

use crate::kit::clinic::{self, Dress};
use crate::kit::native;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// How many conversions are asked for, where somebody has the time.
fn long_run() -> Option<u64> {
    std::env::var("LEGACYBRIDGE_SOAK").ok().and_then(|number| number.parse().ok())
}

fn gather(folder: &Path, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, paths);
        } else if path.extension().is_some_and(|end| end == "rtf" || end == "md" || end == "txt") {
            paths.push(text(&path).to_owned());
        }
    }
}

#[test]
fn a_million_conversions_leave_nothing_behind() {
    let folder = native::scratch("soak");
    let program = native::program("tests/c/soak.c", &folder);
    let mut paths = Vec::new();
    for number in 0..60u64 {
        let bytes = 300 * (1 + number as usize % 20);
        let name = |end: &str| folder.join(format!("{number}.{end}"));
        std::fs::write(name("md"), clinic::markdown(bytes, number)).expect("a file");
        let dress = if number % 4 == 0 { Dress::Word } else { Dress::RichEdit };
        std::fs::write(name("rtf"), clinic::rtf(bytes, dress, number)).expect("a file");
        paths.extend(["md", "rtf"].map(|end| text(&name(end)).to_owned()));
    }
    if let Some(corpus) = std::env::var_os("LEGACYBRIDGE_CORPUS")
        && long_run().is_some()
    {
        gather(corpus.as_ref(), &mut paths);
    }
    let list = folder.join("documents");
    std::fs::write(&list, paths.join("\n")).expect("a file");
    let conversions = long_run().unwrap_or(20_000).to_string();
    let ran = native::run(Command::new(&program).args([&conversions, text(&list)]));
    print!("{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn a_thousand_loadings_leave_nothing_behind() {
    let folder = native::scratch("soak-unload");
    // Not linked to the library: what is linked is never unloaded.
    let program = folder.join("batch_unload");
    let source = native::package().join("tests/c/batch_unload.c");
    let mut compiler = native::compiler("cc");
    native::run(compiler.arg(source).arg("-o").arg(&program).args(["-pthread", "-ldl"]));
    let data = native::scratch("soak-unload-data");
    for number in 0..20 {
        let note = clinic::markdown(500 * (number + 1), number as u64);
        std::fs::write(data.join(format!("{number}.md")), note).expect("a file");
    }
    let rounds = long_run().map_or(20, |_| 1000).to_string();
    let arguments = [text(&native::library()), text(&data), &rounds].map(str::to_owned);
    let ran = native::run(Command::new(&program).args(arguments));
    print!("{}", String::from_utf8_lossy(&ran.stdout));
}
