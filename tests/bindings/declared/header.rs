//! What `include/legacybridge.h` declares.

use super::{Declaration, POINTER, Structure, Type, short};

/// The header, read.
pub(crate) struct Header {
    pub functions: Vec<Declaration<Type>>,
    pub constants: Vec<(String, i64)>,
    pub structures: Vec<Structure>,
}

/// Reads the header.
pub(crate) fn read(text: &str) -> Header {
    let text = without_comments(text);
    Header {
        functions: functions(&text),
        constants: constants(&text),
        structures: structures(&text),
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find("*/").expect("the end of a comment");
        rest = &rest[start + end + 2..];
    }
    out + rest
}

fn functions(text: &str) -> Vec<Declaration<Type>> {
    let mut functions = Vec::new();
    for piece in text.split("LEGACYBRIDGE_API ").skip(1) {
        let Some((declaration, _)) = piece.split_once(");") else { continue };
        let Some((before, parameters)) = declaration.split_once('(') else { continue };
        // What `LEGACYBRIDGE_API` itself is.
        let Some((gives, name)) = before.split_once("LEGACYBRIDGE_CALL") else { continue };
        let takes = parameters.split(',').map(str::trim).filter(|one| *one != "void").map(|one| {
            let at = one.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').expect("a type");
            let (name, kind) = (&one[at + 1..], type_of(&one[..=at]));
            // Texts are void *, so that any pointer to characters does.
            let kind =
                if name == "buffer" && kind == Type::Address { Type::Bytes(true) } else { kind };
            (name.to_owned(), kind)
        });
        functions.push(Declaration {
            name: name.trim().to_owned(),
            gives: type_of(gives),
            takes: takes.collect(),
        });
    }
    functions
}

fn type_of(text: &str) -> Type {
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" *", "*");
    match words.trim() {
        "void" => Type::Void,
        "int32_t" => Type::Int32,
        "void*" | "legacybridge_log_t" => Type::Address,
        "int32_t*" => Type::ToInt32,
        "uint8_t*" => Type::Bytes(true),
        "const void*" | "const uint8_t*" | "const char*" | "const int64_t*" => Type::Bytes(false),
        "uint16_t*" => Type::Units(true),
        "const uint16_t*" => Type::Units(false),
        "uint8_t**" | "uint16_t**" => Type::ToPointer,
        "const char*const*" | "const char* const*" => Type::Names,
        other => match other.strip_suffix("_t*") {
            Some(name) => Type::ToStructure(short(name)),
            None => panic!("the checker does not know the type {other:?}"),
        },
    }
}

fn constants(text: &str) -> Vec<(String, i64)> {
    let mut constants = Vec::new();
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("#define LEGACYBRIDGE_") else { continue };
        let Some((name, value)) = rest.split_once(' ') else { continue };
        let value = value.trim().trim_matches(['(', ')']);
        if let (Ok(value), false) = (value.parse(), name.starts_with("VERSION")) {
            constants.push((name.to_owned(), value));
        }
    }
    constants
}

fn structures(text: &str) -> Vec<Structure> {
    let mut structures = Vec::new();
    for piece in text.split("typedef struct {").skip(1) {
        let (body, rest) = piece.split_once('}').expect("the end of a structure");
        let (name, _) = rest.split_once(';').expect("a name");
        let member = |line: &str| {
            let line = line.trim().strip_prefix("const ").unwrap_or(line.trim());
            let (kind, name) = line.split_once(' ')?;
            if let Some(name) = name.strip_prefix('*') {
                return Some((name.to_owned(), POINTER));
            }
            let size = match kind {
                "int32_t" => 4,
                "int64_t" => 8,
                other => panic!("the checker does not know the type {other:?}"),
            };
            Some((name.trim().to_owned(), size))
        };
        structures.push(Structure {
            name: short(name),
            members: body.split(';').filter_map(member).collect(),
        });
    }
    structures
}
