//! The unit for Delphi and Free Pascal.

use super::{Binding, Declaration, POINTER, Passed, Structure, bracketed, constant, short, split};

/// Reads a unit: its interface, and which names its implementation takes from the library.
pub(crate) fn read(text: &str) -> Binding {
    let text = without_comments(text);
    let (interface, implementation) = text.split_once("\nimplementation").expect("a unit");
    let mut binding = Binding::default();
    for line in interface.lines().map(str::trim) {
        if line.starts_with("LB_") && line.contains(" = ") {
            binding.constants.extend(constant(line));
        }
    }
    for piece in interface.split(" = packed record").collect::<Vec<_>>().windows(2) {
        let name = piece[0].rsplit(char::is_whitespace).next().unwrap_or_default();
        let body = piece[1].split("end;").next().unwrap_or_default();
        let members = body.split(';').filter_map(|member| member.split_once(':')).map(|member| {
            let size = match member.1.trim() {
                "Integer" => 4,
                "Int64" => 8,
                "PAnsiChar" | "PInt64" | "PInteger" | "PByte" => POINTER,
                _ => 0,
            };
            (member.0.trim().to_owned(), size)
        });
        binding.structures.push(Structure { name: short(name), members: members.collect() });
    }
    let statements = split(interface, ';');
    for (index, statement) in statements.iter().enumerate() {
        let Some((kind, rest)) = statement.split_once(' ') else { continue };
        let name = rest.split(['(', ':']).next().unwrap_or_default().trim();
        let exported = name.starts_with("legacybridge_");
        if !exported || !matches!(kind, "function" | "procedure") {
            continue;
        }
        let mut declaration = declaration(kind, name, rest);
        if statements.get(index + 1) != Some(&"stdcall") {
            declaration.gives = Passed::Unknown("not stdcall".to_owned());
        }
        let external = format!("{kind} {name}; external LegacyBridgeDll name '{name}';");
        if !implementation.contains(&external) {
            declaration.name = format!("{name} (without {external})");
        }
        binding.functions.push(declaration);
    }
    binding
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split('{') {
        out.push_str(if out.is_empty() && text.find('{') != Some(0) {
            piece
        } else {
            piece.split_once('}').map_or("", |(_, rest)| rest)
        });
    }
    out
}

fn declaration(kind: &str, name: &str, rest: &str) -> Declaration<Passed> {
    let (parameters, after) = match bracketed(rest, '(', ')') {
        Some((parameters, after)) => (parameters, after),
        None => ("", &rest[name.len()..]),
    };
    let gives = match (kind, after.trim().strip_prefix(':').map(str::trim)) {
        ("procedure", None) => Passed::Void,
        ("function", Some(kind)) => passed("", kind),
        _ => Passed::Unknown(rest.to_owned()),
    };
    let mut takes = Vec::new();
    for group in split(parameters, ';') {
        let (names, kind) = group.split_once(':').unwrap_or((group, ""));
        let (how, names) = match names.split_once(' ') {
            Some((how @ ("var" | "out" | "const"), names)) => (how, names),
            _ => ("", names),
        };
        for name in names.split(',') {
            takes.push((name.trim().to_owned(), passed(how, kind.trim())));
        }
    }
    Declaration { name: name.to_owned(), gives, takes }
}

fn passed(how: &str, kind: &str) -> Passed {
    match (how, kind) {
        ("", "Integer") => Passed::Int32,
        ("", "PAnsiChar") => Passed::Bytes(true),
        ("", "PWideChar") => Passed::Units(true),
        ("", "Pointer" | "TLegacyBridgeLog") => Passed::Address,
        ("", "PLBNames") => Passed::Names,
        ("var" | "out", "Integer") => Passed::ToInt32,
        ("var" | "out", "PAnsiChar" | "PWideChar" | "Pointer") => Passed::ToPointer,
        ("var" | "out", kind) if kind.starts_with("TLegacyBridge") => {
            Passed::ToStructure(short(kind))
        }
        _ => Passed::Unknown(format!("{how} {kind}")),
    }
}
