//! `DECLARE` and `#DEFINE` of Visual FoxPro.

use super::{Binding, Declaration, Passed, constant};

/// Reads a program.
pub(crate) fn read(text: &str) -> Binding {
    let text = text.replace("\r\n", "\n").replace(";\n", " ");
    let mut binding = Binding::default();
    for line in text.lines().map(str::trim) {
        if line.starts_with("#DEFINE LB_") && !line.contains("_SIZE ") && !line.contains("_STRING ")
        {
            binding.constants.extend(constant(line));
        }
        if let Some(rest) = line.strip_prefix("DECLARE ") {
            let words: Vec<&str> = rest.split_whitespace().collect();
            if words.contains(&"kernel32") {
                continue;
            }
            binding.functions.push(declaration(&words, rest));
        }
    }
    binding
}

/// Members read out of a structure: its name, and of each member name, offset and size.
pub(crate) fn members(text: &str, structure: &str) -> Vec<(String, usize, usize)> {
    let mut members = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| line.starts_with("ADDPROPERTY(")) {
        let (call, size) = match line.split_once("LegacyBridgeInteger64(") {
            Some((_, call)) => (call, 8),
            None => (line.split_once("LegacyBridgeInteger(").map_or("", |(_, call)| call), 4),
        };
        let Some(offset) = call.strip_prefix(&format!("m.{structure}, ")) else { continue };
        let name = line.split('"').nth(1).unwrap_or_default();
        members.push((
            name.to_owned(),
            offset.trim_end_matches(')').parse().expect("an offset"),
            size,
        ));
    }
    members
}

fn declaration(words: &[&str], text: &str) -> Declaration<Passed> {
    let (gives, rest) = match words {
        ["INTEGER", rest @ ..] => (Passed::Word, rest),
        ["STRING", rest @ ..] => (Passed::Bytes(false), rest),
        rest => (Passed::Void, rest),
    };
    let [name, "IN", "legacybridge.dll", ..] = rest else {
        return Declaration { name: text.to_owned(), gives, takes: Vec::new() };
    };
    let parameters = rest[3..].join(" ");
    let takes = parameters.split(',').filter(|one| !one.trim().is_empty()).map(|one| {
        let (kind, name) = one.trim().split_once(' ').unwrap_or((one, ""));
        let passed = match (kind, name.trim().strip_prefix('@')) {
            ("INTEGER", None) => Passed::Word,
            ("INTEGER", Some(_)) => Passed::ToWord,
            ("STRING", None) => Passed::Bytes(false),
            ("STRING", Some(_)) => Passed::Bytes(true),
            _ => Passed::Unknown(one.to_owned()),
        };
        (name.trim().trim_start_matches('@').to_owned(), passed)
    });
    Declaration { name: (*name).to_owned(), gives, takes: takes.collect() }
}
