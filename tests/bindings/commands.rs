//! Every command line that a guide of `docs/hosts` prints is run by a test: blocks called `sh` here, in a folder
//! like the unpacked archive for Linux, where their programs are; those called `bat` and those in a line of text
//! by the script that [`ELSEWHERE`] names.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::kit::native;

/// Commands that this test does not run: how they begin, the file that runs them, and what shows that there.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("cl /I include examples-c\\convert.c", "tests/windows/tests.list", "linked-msvc"),
    ("gcc -I include examples-c/convert.c", "scripts/release/test.sh", "examples-c/convert.c"),
    ("copy x86\\legacybridge.dll .", "tests/release/newcomer.sh", "cp x86/legacybridge.dll ."),
    ("convert examples-c\\letter.rtf", "tests/release/newcomer.sh", "convert.exe"),
    (
        "fpc -Mdelphi -Fubindings\\delphi letter.dpr",
        "tests/release/newcomer.sh",
        "-Fubindings/delphi letter.dpr",
    ),
    ("letter examples-c\\letter.rtf letter.md", "tests/release/newcomer.sh", "letter.exe"),
    (
        "csc letter.cs bindings\\csharp\\*.cs",
        "tests/release/newcomer-csharp.sh",
        "letter.cs bindings/csharp/*.cs",
    ),
    ("C:\\Windows\\SysWOW64\\regsvr32 ", "tests/windows/com.sh", "/n /i:user"),
    ("C:\\Windows\\System32\\regsvr32 ", "tests/windows/com.sh", "regsvr32"),
    ("regsvr32 /u /n /i:user", "tests/windows/com.sh", "/u /n /i:user"),
    ("cscript //nologo try.vbs", "tests/release/newcomer.sh", "try.vbs"),
    ("cscript //nologo letter.vbs", "tests/release/newcomer.sh", "letter.vbs"),
    ("python letter.py examples-c", "tests/release/newcomer.sh", "letter.py"),
    ("pip install legacybridge-", "tests/release/wheel.sh", "pip"),
    ("python -c \"import legacybridge; ", "tests/release/wheel.sh", "python"),
    (
        "python -m legacybridge table",
        "bindings/python/tests/test_table.py",
        "\"legacybridge\", \"table\"",
    ),
    ("npm install ./legacybridge-V.tgz", "tests/release/npm.sh", "npm install"),
    ("nuget install LegacyBridge -Source", "tests/release/nuget.sh", "LegacyBridge"),
    ("pkg-config --cflags --libs legacybridge", "tests/release/tar.sh", "pkg-config"),
    ("make web", "Makefile", "\nweb:"),
    ("make windows", "Makefile", "\nwindows:"),
    ("make test-windows", "Makefile", "\ntest-windows:"),
];

/// Words that begin a command where they stand in a line of text, with something behind them.
const PROGRAMS: &[&str] = &[
    "cc",
    "cl",
    "csc",
    "cscript",
    "fpc",
    "gcc",
    "make",
    "mcs",
    "mono",
    "node",
    "npm",
    "nuget",
    "pip",
    "pkg-config",
    "python",
    "python3",
    "regsvr32",
];

/// A block of code: its language, its lines without what all are indented by, and the text before it.
struct Block {
    language: String,
    code: String,
    before: String,
}

/// The blocks of a guide, and its text without them.
fn blocks(guide: &str) -> (Vec<Block>, String) {
    let (mut blocks, mut text, mut open) = (Vec::<Block>::new(), String::new(), None);
    let mut before = String::new();
    for line in guide.lines() {
        let fence = line.trim_start().strip_prefix("```");
        match (fence, open) {
            (Some(language), None) => {
                open = Some(line.len() - line.trim_start().len());
                let before = std::mem::take(&mut before);
                blocks.push(Block { language: language.to_owned(), code: String::new(), before });
            }
            (Some(_), Some(_)) => open = None,
            (None, Some(indent)) => {
                let block = blocks.last_mut().expect("an open block");
                block.code.push_str(line.get(indent..).unwrap_or_default());
                block.code.push('\n');
            }
            (None, None) => {
                before.push_str(line);
                before.push('\n');
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    (blocks, text)
}

/// The pieces of a text that stand between backquotes.
fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn guides() -> Vec<(String, String)> {
    let folder = native::package().join("docs/hosts");
    let mut guides: Vec<_> = std::fs::read_dir(folder)
        .expect("the guides")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a guide"))
        })
        .collect();
    guides.sort();
    guides
}

/// Whether this test runs a block itself.
fn is_run_here(block: &Block) -> bool {
    block.language == "sh" && !ELSEWHERE.iter().any(|(begin, ..)| block.code.starts_with(begin))
}

#[test]
fn every_command_is_run_by_a_test() {
    let mut unused: Vec<&str> = ELSEWHERE.iter().map(|(begin, ..)| *begin).collect();
    let mut wrong = Vec::new();
    for (name, guide) in guides() {
        let (blocks, text) = blocks(&guide);
        let mut commands: Vec<&str> = Vec::new();
        for block in &blocks {
            if block.language == "bat" || block.language == "sh" && !is_run_here(block) {
                commands.extend(block.code.lines());
            }
            // A block without a language is none of commands.
            let first = block.code.split_whitespace().next().unwrap_or_default();
            if block.language.is_empty() && PROGRAMS.contains(&first) {
                wrong.push(format!("{name}: a block with {first} has no language"));
            }
        }
        commands.extend(spans(&text).filter(|span| {
            span.split_once(' ').is_some_and(|(first, _)| PROGRAMS.contains(&first))
                && *span != "make test"
        }));
        for command in commands {
            match ELSEWHERE.iter().find(|(begin, ..)| command.starts_with(begin)) {
                Some((begin, ..)) => unused.retain(|one| one != begin),
                None => wrong.push(format!("{name}: nothing runs {command}")),
            }
        }
    }
    for (begin, file, shown) in ELSEWHERE {
        let runs = std::fs::read_to_string(native::package().join(file));
        let runs = runs.unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(runs.contains(shown), "{file}: no {shown:?}, which stands for {begin}");
    }
    assert!(wrong.is_empty() && unused.is_empty(), "{wrong:#?}\nnot in a guide: {unused:#?}");
}

/// A folder as the unpacked archive is one, with the programs that a guide shows.
fn unpacked(name: &str, blocks: &[Block]) -> PathBuf {
    let (package, folder) = (native::package(), native::scratch(&format!("guide-{name}")));
    for part in ["include", "examples-c"] {
        std::os::unix::fs::symlink(package.join(part), folder.join(part)).expect("a link");
    }
    // Compilers write beside sources.
    for part in ["csharp", "delphi", "python/legacybridge"] {
        copy(&package.join("bindings").join(part), &folder.join("bindings").join(part));
    }
    std::fs::create_dir(folder.join("lib")).expect("a folder");
    for library in ["lib/liblegacybridge.so", "lib/liblegacybridge.so.1"] {
        std::os::unix::fs::symlink(native::library(), folder.join(library)).expect("a link");
    }
    for block in blocks {
        let named = spans(&block.before).filter(|span| span.starts_with("letter.")).last();
        let is_program = !["bat", "sh"].contains(&&*block.language);
        if let Some(file) = named.filter(|file| is_program && !file.ends_with(".rtf")) {
            std::fs::write(folder.join(file), &block.code).expect("a program");
        }
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
}

/// The program that a line of a block calls, behind its variables.
fn program(line: &str) -> &str {
    line.split(' ').find(|word| !word.contains('=')).unwrap_or_default()
}

#[test]
fn guides_of_linux_do_what_they_say() {
    let golden = std::fs::read_to_string(native::package().join("tests/release/letter.md"));
    let golden = golden.expect("the letter as Markdown");
    let mut seen = 0;
    for (name, guide) in guides() {
        let (blocks, _) = blocks(&guide);
        for block in blocks.iter().filter(|block| is_run_here(block)) {
            seen += 1;
            let missing = block.code.lines().map(program).find(|program| {
                let found = Command::new("sh").args(["-c", "command -v \"$0\"", program]).output();
                !program.starts_with("./") && !found.is_ok_and(|found| found.status.success())
            });
            if let Some(program) = missing {
                use std::io::Write;
                let _ = writeln!(std::io::stderr(), "skipped: {program} of {name} not found");
                assert!(
                    std::env::var_os("LEGACYBRIDGE_ALL_HOSTS").is_none(),
                    "{program} not found"
                );
                continue;
            }
            let folder = unpacked(&name, &blocks);
            let mut shell = Command::new("sh");
            shell.args(["-e", "-c", &block.code]).current_dir(&folder);
            native::run(shell.env_remove("LD_LIBRARY_PATH").env_remove("LEGACYBRIDGE_LIBRARY"));
            let made = std::fs::read_to_string(folder.join("letter.md")).expect("letter.md");
            assert_eq!(made, golden, "{name}: {}", block.code);
        }
    }
    assert_eq!(seen, 4, "C, C#, Pascal, Python");
}
