//! External functions and constants of PowerBuilder.

use super::{Binding, Declaration, Passed, bracketed, constant, split};

/// Reads an exported object. `classic`: for 32-bit programs, where long may be a pointer.
pub(crate) fn read(text: &str, classic: bool) -> Binding {
    let mut binding = Binding::default();
    let (_, rest) = text.split_once("type prototypes").expect("prototypes");
    let (prototypes, rest) = rest.split_once("end prototypes").expect("prototypes");
    for line in prototypes.lines().map(str::trim) {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (gives, rest) = match kind {
            "Function" => rest.split_once(' ').unwrap_or((rest, "")),
            "Subroutine" => ("", rest),
            _ => continue,
        };
        let (name, _) = rest.split_once(" (").expect("parameters");
        let (parameters, library) = bracketed(rest, '(', ')').expect("parameters");
        if library.contains("\"kernel32.dll\"") {
            continue;
        }
        let gives = if kind == "Subroutine" { Passed::Void } else { passed("", gives, classic) };
        let name = match library.trim() {
            "Library \"legacybridge.dll\"" => name.to_owned(),
            other => format!("{name} of {other}"),
        };
        let takes = split(parameters, ',').into_iter().map(|one| {
            let words: Vec<&str> = one.split_whitespace().collect();
            match words[..] {
                ["ref", kind, name] => (name.to_owned(), passed("ref", kind, classic)),
                [kind, name] => (name.to_owned(), passed("", kind, classic)),
                _ => (one.to_owned(), Passed::Unknown(one.to_owned())),
            }
        });
        binding.functions.push(Declaration { name, gives, takes: takes.collect() });
    }
    for line in rest.lines().filter(|line| line.starts_with("Constant long LB_")) {
        binding.constants.extend(constant(line.trim()));
    }
    binding
}

fn passed(how: &str, kind: &str, classic: bool) -> Passed {
    match (how, kind) {
        ("", "long") if classic => Passed::Word,
        ("", "long") => Passed::Int32,
        ("ref", "long") if classic => Passed::ToWord,
        ("ref", "long") => Passed::ToInt32,
        ("", "longptr") if !classic => Passed::Address,
        ("ref", "longptr") if !classic => Passed::ToPointer,
        // Strings are UTF-16 since PowerBuilder 10.
        ("", "string") => Passed::Units(false),
        ("ref", "string") => Passed::Units(true),
        ("ref", "blob") => Passed::Bytes(true),
        _ => Passed::Unknown(format!("{how} {kind}")),
    }
}
