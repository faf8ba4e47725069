//! The guides of `docs/hosts` name what there is: links lead somewhere, and names of the bindings'
//! functions stand in the bindings. And Visual Basic's files use no word as a name that is reserved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn guides() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(package().join("docs/hosts")).expect("the guides");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{paths:?}");
    paths
}

#[test]
fn links_lead_somewhere() {
    for guide in guides() {
        for link in read(&guide).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let target = guide.with_file_name("").join(file);
            assert!(target.exists(), "{}: {link}", guide.display());
        }
    }
}

/// The words of a text that begin with `prefix` and go on with a letter that `then` allows.
fn words(text: &str, prefix: &str, then: fn(char) -> bool) -> BTreeSet<String> {
    let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = |word: &&str| {
        word.strip_prefix(prefix).is_some_and(|rest| rest.chars().next().is_some_and(then))
    };
    text.split(|c: char| !named(c)).filter(word).map(str::to_owned).collect()
}

#[test]
fn names_in_the_guides_are_names_in_the_bindings() {
    let capital = |c: char| c.is_ascii_uppercase();
    let small = |c: char| c.is_ascii_lowercase();
    for (guide, files, prefix, then) in [
        (
            "vb6",
            &["vb6/LegacyBridge.bas", "vb6/CLegacyBridge.cls"][..],
            "Lb",
            capital as fn(char) -> bool,
        ),
        ("vb6", &["vb6/LegacyBridge.bas"][..], "LB_", capital),
        (
            "vba",
            &["vba/LegacyBridge.bas", "vba/CLegacyBridge.cls", "vba/LegacyBridgeField.bas"][..],
            "Lb",
            capital,
        ),
        ("vba", &["vba/LegacyBridge.bas"][..], "LB_", capital),
        ("delphi", &["delphi/LegacyBridge.pas"][..], "TLegacy", capital),
        ("delphi", &["delphi/LegacyBridge.pas"][..], "Convert", capital),
        ("delphi", &["delphi/LegacyBridge.pas"][..], "Fill", capital),
        ("delphi", &["delphi/LegacyBridge.pas"][..], "Check", capital),
        (
            "delphi",
            &["delphi/LegacyBridge.pas", "delphi/LegacyBridgeStream.pas"][..],
            "LegacyBridge",
            capital,
        ),
        ("vfp9", &["vfp9/legacybridge.prg"][..], "LegacyBridge", capital),
        ("powerbuilder", &["powerbuilder/n_legacybridge.sru"][..], "of_", small),
        ("csharp", &["csharp/LegacyBridge.cs"][..], "Convert", capital),
        ("c-cpp", &["../include/legacybridge.hpp"][..], "try_", small),
    ] {
        let guide = package().join("docs/hosts").join(guide).with_extension("md");
        let binding: String =
            files.iter().map(|name| read(&package().join("bindings").join(name))).collect();
        let named = words(&read(&guide), prefix, then);
        assert!(!named.is_empty(), "{}: no {prefix}", guide.display());
        let there = words(&binding, prefix, then);
        for name in named.difference(&there) {
            // `LB_ERROR_...` and the like name several.
            let several = name.ends_with('_') && there.iter().any(|one| one.starts_with(name));
            assert!(several, "{}: there is no {name}", guide.display());
        }
    }
}

/// What a guide calls of an object is there in the binding; and each shows how a letter is filled and a memo checked.
#[test]
fn calls_in_the_guides_are_those_of_the_bindings() {
    for (guide, files, objects, shown) in [
        (
            "com",
            &["../src/com/legacybridge.idl"][..],
            &["converter", "oConverter"][..],
            ["Fill", "Check"],
        ),
        ("vb6", &["vb6/CLegacyBridge.cls"][..], &["bridge"][..], ["Fill", "Findings"]),
        ("vba", &["vba/CLegacyBridge.cls"][..], &["bridge"][..], ["Fill", "Findings"]),
        ("delphi", &["delphi/LegacyBridge.pas"][..], &["Bridge"][..], ["FillBytes", "CheckBytes"]),
        ("vfp9", &["vfp9/legacybridge.prg"][..], &["loBridge", "loUtf8"][..], ["Fill", "Findings"]),
        (
            "powerbuilder",
            &["powerbuilder/n_legacybridge.sru"][..],
            &["lnv_bridge"][..],
            ["of_fill", "of_findings"],
        ),
        (
            "csharp",
            &["csharp/LegacyBridge.cs"][..],
            &["converter", "batch", "Library"][..],
            ["Fill", "Check"],
        ),
        ("c-cpp", &["../include/legacybridge.hpp"][..], &["converter"][..], ["fill", "check"]),
        (
            "python",
            &["python/legacybridge/__init__.py"][..],
            &["lb", "converter", "job"][..],
            ["fill", "check"],
        ),
        ("javascript", &["wasm/src/bridge.ts"][..], &["lb"][..], ["fill", "check"]),
    ] {
        let text = read(&package().join("docs/hosts").join(guide).with_extension("md"));
        let binding: String =
            files.iter().map(|name| read(&package().join("bindings").join(name))).collect();
        let there = words(&binding, "", |c| c.is_ascii_alphabetic());
        let mut called = BTreeSet::new();
        for object in objects {
            let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let object = format!("{object}.");
            let mut pieces = text.split(&*object);
            let mut before = pieces.next().unwrap_or_default();
            for piece in pieces {
                let name: String = piece.chars().take_while(|&c| named(c)).collect();
                // Not the end of another word, nor the name of a file.
                if !before.ends_with(|c| named(c) || "./\\".contains(c))
                    && !["dll", "prg"].contains(&&*name)
                {
                    called.insert(name);
                }
                before = piece;
            }
        }
        let missing: Vec<&String> = called.iter().filter(|name| !there.contains(*name)).collect();
        assert!(missing.is_empty(), "{guide}: there is no {missing:?}");
        for name in shown {
            assert!(called.contains(name), "{guide} does not show {name}: {called:?}");
        }
    }
}

/// Words that VB6 or VBA take for something else, where a name is wanted.
const RESERVED: &str = " abs and any array as attribute boolean byref byte byval call case cbool \
    cbyte ccur cdate cdbl cint circle clng close const csng cstr currency cvar cverr date debug \
    decimal declare dim do doevents double each else elseif empty end endif enum eqv erase event \
    exit false fix for friend function get global gosub goto if imp implements in input inputb \
    int integer is lbound len lenb let like lock long longlong longptr loop lset me mid midb mod \
    new next not nothing null on open option optional or output paramarray preserve print private \
    property pset public put raiseevent random redim rem resume return rset scale seek select set \
    sgn shared single spc static stop string sub tab then to true type typeof ubound unlock until \
    variant wend while width with withevents write xor ";

#[test]
fn visual_basic_has_no_reserved_names() {
    let mut seen = 0;
    for folder in ["bindings/vb6", "bindings/vb6/sample", "bindings/vba"] {
        for entry in std::fs::read_dir(package().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if !path.extension().is_some_and(|end| end == "bas" || end == "cls" || end == "frm") {
                continue;
            }
            let text = read(&path).replace(" _\r\n", " ");
            for line in text.lines().map(str::trim).filter(|line| !line.starts_with('\'')) {
                // A name stands before As, with brackets behind it if it is an array; a bracket
                // alone ends the arguments.
                let mut parts: Vec<&str> = line.split(" As ").collect();
                parts.pop();
                for part in parts {
                    let name = part.rsplit([' ', '(', ',']).find(|word| *word != ")");
                    let name = name.unwrap_or_default().to_lowercase();
                    if name.ends_with(')') {
                        continue;
                    }
                    let reserved = RESERVED.contains(&format!(" {name} "));
                    assert!(!reserved, "{}: {name} in {line}", path.display());
                    seen += usize::from(!name.is_empty());
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

/// Where a guide puts text into a text box it says what that wants.
#[test]
fn text_boxes_get_their_line_ends() {
    for guide in guides() {
        let name = guide.file_stem().expect("a name").to_string_lossy().into_owned();
        // HTML, mails and reports go elsewhere, and Python and JavaScript have boxes that take every line end.
        if ["html", "reports", "python", "javascript"].contains(&name.as_str()) {
            continue;
        }
        assert!(read(&guide).contains("LineEnds=CRLF"), "{name}");
    }
}
