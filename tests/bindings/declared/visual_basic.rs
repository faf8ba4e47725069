//! `Declare`, `Const` and `Type` of VB6 and VBA.

use super::{Binding, Declaration, POINTER, Passed, Structure, bracketed, constant, short, split};

/// Reads a module. `classic`: VB6, where Long may be a pointer; else LongPtr is one.
pub(crate) fn read(text: &str, classic: bool) -> Binding {
    let text = text.replace("\r\n", "\n").replace(" _\n", " ");
    let mut binding = Binding { words: classic, ..Binding::default() };
    let mut members: Option<Structure> = None;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('\'')) {
        if let Some(structure) = &mut members {
            match line.split_once(" As ") {
                Some((name, "Long")) => structure.members.push((name.to_owned(), 4)),
                Some((name, "LongPtr")) => structure.members.push((name.to_owned(), POINTER)),
                Some((name, "Currency")) => structure.members.push((name.to_owned(), 8)),
                Some((name, _)) => structure.members.push((name.to_owned(), 0)),
                None => binding.structures.extend(members.take()),
            }
        } else if let Some(name) = line.strip_prefix("Public Type ") {
            members = Some(Structure { name: short(name), members: Vec::new() });
        } else if line.starts_with("Public Const LB_") && !line.contains("LB_ERROR_BASE") {
            binding.constants.extend(constant(line));
        } else if line.starts_with("Public Declare ") {
            binding.functions.push(declaration(line, classic));
        }
    }
    binding
}

/// The declarations in the branches of `#If VBA7`: for VBA 7, and for what was before.
pub(crate) fn branches(text: &str) -> (String, String) {
    let (before, rest) = text.split_once("#If VBA7 Then").expect("#If VBA7");
    let (new, rest) = rest.split_once("#Else").expect("#Else");
    let (old, after) = rest.split_once("#End If").expect("#End If");
    (format!("{before}{new}{after}"), format!("{before}{old}{after}"))
}

fn declaration(line: &str, classic: bool) -> Declaration<Passed> {
    let rest = line.trim_start_matches("Public Declare ").trim_start_matches("PtrSafe ");
    let (kind, rest) = rest.split_once(' ').expect("Function or Sub");
    let (name, rest) = rest.split_once(' ').expect("a name");
    let (parameters, after) = bracketed(rest, '(', ')').expect("parameters");
    let gives = match (kind, after.trim().strip_prefix("As ")) {
        ("Sub", None) => Passed::Void,
        ("Function", Some("Long")) if classic => Passed::Word,
        ("Function", Some("Long")) => Passed::Int32,
        ("Function", Some("LongPtr")) if !classic => Passed::Address,
        _ => Passed::Unknown(format!("{kind} {after}")),
    };
    // The editor changes how a name is written; what is asked for is the alias.
    let library = rest.split('(').next().unwrap_or_default().trim();
    let alias = library.strip_prefix("Lib \"legacybridge.dll\" Alias \"");
    let name = match alias.and_then(|alias| alias.strip_suffix('"')) {
        Some(alias) if alias.eq_ignore_ascii_case(name) => alias.to_owned(),
        Some(_) | None => format!("{name} of {library}"),
    };
    let takes = split(parameters, ',').into_iter().map(|one| parameter(one, classic)).collect();
    Declaration { name, gives, takes }
}

fn parameter(text: &str, classic: bool) -> (String, Passed) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let &[how, name, "As", kind] = &words[..] else {
        return (text.to_owned(), Passed::Unknown(text.to_owned()));
    };
    let passed = match (how, kind) {
        ("ByVal", "Long") if classic => Passed::Word,
        ("ByVal", "Long") => Passed::Int32,
        ("ByRef", "Long") if classic => Passed::ToWord,
        ("ByRef", "Long") => Passed::ToInt32,
        ("ByVal", "LongPtr") if !classic => Passed::Address,
        ("ByRef", "LongPtr") if !classic => Passed::ToPointer,
        ("ByRef", kind) if kind.starts_with("LegacyBridge") => Passed::ToStructure(short(kind)),
        _ => Passed::Unknown(text.to_owned()),
    };
    (name.to_owned(), passed)
}
