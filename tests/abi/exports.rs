//! The shared library exports what the header declares and `legacybridge.def` lists, nothing else;
//! the DLLs also what COM calls.
//!
//! `UPDATE=1 cargo test --test abi exports::` writes the .def files anew from the header.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::collections::BTreeMap;
use std::process::Command;

use crate::kit::native;

/// What COM and regsvr32 call in the DLLs, and how many arguments each has: no header declares
/// them and nobody links with them.
const COM: [(&str, usize); 5] = [
    ("DllCanUnloadNow", 0),
    ("DllGetClassObject", 3),
    ("DllInstall", 2),
    ("DllRegisterServer", 0),
    ("DllUnregisterServer", 0),
];

/// The functions of the header and how many arguments each has.
fn declared() -> BTreeMap<String, usize> {
    let header = std::fs::read_to_string(native::package().join("include/legacybridge.h"));
    let header = header.expect("the header");
    let mut functions = BTreeMap::new();
    for prototype in
        header.split("LEGACYBRIDGE_CALL ").skip(1).filter(|text| text.starts_with("legacy"))
    {
        let (name, rest) = prototype.split_once('(').expect("a prototype");
        let arguments = rest.split_once(");").expect("a prototype").0.trim();
        let count = if arguments == "void" { 0 } else { arguments.split(',').count() };
        functions.insert(name.to_owned(), count);
    }
    functions
}

/// A module definition file. `bytes` adds what stdcall adds: every argument has four bytes.
fn definition(library: &str, bytes: bool) -> String {
    let mut text =
        format!("; Generated from legacybridge.h: do not edit.\nLIBRARY {library}\nEXPORTS\n");
    let suffix = |arguments| if bytes { format!("@{}", 4 * arguments) } else { String::new() };
    for (name, arguments) in COM {
        text.push_str(&format!("    {name}{} PRIVATE\n", suffix(arguments)));
    }
    for (name, arguments) in declared() {
        text.push_str(&format!("    {name}{}\n", suffix(arguments)));
    }
    text
}

#[test]
fn the_definition_files_list_what_the_header_declares() {
    assert_eq!(declared().len(), 41);
    for (file, bytes) in [("legacybridge.def", false), ("legacybridge_x86.def", true)] {
        let path = native::package().join("include").join(file);
        let text = definition("legacybridge.dll", bytes);
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
            std::fs::write(&path, &text).expect("the definition file");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, text, "{file}: run UPDATE=1 cargo test --test abi exports::");
    }
}

#[test]
fn the_library_exports_nothing_else() {
    let library = native::library();
    let output = native::run(Command::new("nm").args(["-D", "--defined-only"]).arg(&library));
    let text = String::from_utf8(output.stdout).expect("ASCII");
    let mut exported: Vec<&str> =
        text.lines().filter_map(|line| line.split_whitespace().last()).collect();
    exported.sort_unstable();
    let declared = declared();
    assert_eq!(exported, declared.keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_library_names_its_binary_interface() {
    let library = std::fs::read(native::library()).expect("the library");
    let name = b"\0liblegacybridge.so.1\0";
    assert!(library.windows(name.len()).any(|window| window == name), "no SONAME");
}
