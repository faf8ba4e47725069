//! The ctypes declarations of the Python package.

use super::csharp::constant;
use super::{Binding, Declaration, POINTER, Passed, Structure, bracketed, short, split};

/// Reads source text: the files of the package one after another.
pub(crate) fn read(text: &str) -> Binding {
    let mut binding = Binding::default();
    let (_, table) = text.split_once("FUNCTIONS: Any = ").expect("the table of functions");
    let (table, _) = bracketed(table, '{', '}').expect("the table of functions");
    for entry in split(table, ',') {
        let (name, value) = entry.split_once(':').expect("a name and what it takes");
        let (value, _) = bracketed(value, '(', ')').expect("what it takes");
        let (gives, takes) = value.split_once(',').expect("a result");
        let (takes, _) = bracketed(takes, '[', ']').expect("a list");
        let takes = split(takes, ',').into_iter().map(|one| {
            let one = one.strip_prefix('(').and_then(|one| one.strip_suffix(')')).unwrap_or(one);
            let (name, kind) = one.split_once(',').unwrap_or((one, ""));
            (name.trim().trim_matches('"').to_owned(), passed(kind.trim()))
        });
        binding.functions.push(Declaration {
            name: name.trim().trim_matches('"').to_owned(),
            gives: passed(gives.trim()),
            takes: takes.collect(),
        });
    }
    for piece in text.split("\nclass ").skip(1) {
        let (name, body) = piece.split_once('(').expect("a class");
        let enumeration = body.starts_with("enum.IntEnum)");
        if enumeration {
            for line in body
                .lines()
                .take_while(|line| !line.starts_with(|c: char| c.is_alphabetic() && c != 'e'))
            {
                if let Some((member, value)) = line.split_once(" = ")
                    && let Ok(value) = value.parse()
                {
                    binding.constants.push((constant(name, member.trim()), value));
                }
            }
        } else if body.starts_with("Structure)") {
            let (fields, _) = bracketed(body.split_once("_fields_").expect("fields").1, '[', ']')
                .expect("fields");
            let members = split(fields, ',').into_iter().map(|field| {
                let field = field.trim_matches(['(', ')']);
                let (name, kind) = field.split_once(',').unwrap_or((field, ""));
                let size = match kind.trim() {
                    "c_int32" => 4,
                    "c_int64" => 8,
                    "c_void_p" => POINTER,
                    _ => 0,
                };
                (name.trim_matches('"').to_owned(), size)
            });
            binding.structures.push(Structure { name: short(name), members: members.collect() });
        }
    }
    if let Some((_, rest)) = text.split_once("\nABI_VERSION = ") {
        let value = rest.lines().next().and_then(|value| value.parse().ok()).unwrap_or(-1);
        binding.constants.push(("ABI_VERSION".to_owned(), value));
    }
    binding
}

fn passed(kind: &str) -> Passed {
    match kind {
        "None" => Passed::Void,
        "c_int32" => Passed::Int32,
        // ctypes takes buffers that can be written to for it as well as bytes.
        "c_char_p" => Passed::Bytes(true),
        "c_void_p" | "LogCallback" => Passed::Address,
        "POINTER(c_int32)" => Passed::ToInt32,
        "POINTER(c_void_p)" => Passed::ToPointer,
        "POINTER(c_char_p)" => Passed::Names,
        other => match other.strip_prefix("POINTER(").and_then(|name| name.strip_suffix(')')) {
            Some(name @ ("Stats" | "BatchStatus" | "BatchResult" | "ColumnData")) => {
                Passed::ToStructure(short(name))
            }
            _ => Passed::Unknown(other.to_owned()),
        },
    }
}
