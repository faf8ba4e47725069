//! `DllImport`, enumerations and structures of C#.

use super::{Binding, Declaration, POINTER, Passed, Structure, bracketed, plain, short, split};

/// Reads source text: the files of the binding one after another.
pub(crate) fn read(text: &str) -> Binding {
    let text: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut binding = Binding::default();
    for piece in text.split("[DllImport(Library").skip(1) {
        let Some((declaration, _)) = piece.split_once(");") else { continue };
        binding.functions.push(function(&format!("{declaration})")));
    }
    for piece in text.split("public enum ").skip(1) {
        let (name, rest) = piece.split_once('\n').expect("a name");
        let (body, _) = bracketed(rest, '{', '}').expect("members");
        for member in body.split([',', '\n']) {
            if let Some((member, value)) = member.split_once('=')
                && let Ok(value) = value.trim().parse()
            {
                binding.constants.push((constant(name.trim(), member.trim()), value));
            }
        }
    }
    if let Some((_, rest)) = text.split_once("const int LB_ABI_VERSION = ") {
        let value = rest.split(';').next().and_then(|value| value.parse().ok()).unwrap_or(-1);
        binding.constants.push(("ABI_VERSION".to_owned(), value));
    }
    for piece in text.split("public struct ").skip(1) {
        let (name, rest) = piece.split_once('\n').expect("a name");
        let (body, _) = bracketed(rest, '{', '}').expect("members");
        let members = body.lines().filter_map(|line| {
            let line = line.trim().strip_prefix("public ")?.strip_suffix(';')?;
            let (kind, name) = line.split_once(' ')?;
            let size = match kind {
                "int" => 4,
                "long" => 8,
                "IntPtr" => POINTER,
                _ => 0,
            };
            Some((name.to_owned(), size))
        });
        binding.structures.push(Structure { name: short(name), members: members.collect() });
    }
    binding
}

/// `BadHandle` of `Status` is `ERROR_BAD_HANDLE`.
pub(crate) fn constant(of: &str, member: &str) -> String {
    let mut name = String::new();
    for c in member.chars() {
        if c.is_ascii_uppercase()
            && !name.is_empty()
            && !member.contains('_')
            && member != member.to_uppercase()
        {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    let prefix = match of {
        "Format" => "FORMAT_",
        "Status" if name == "OK" => "",
        "Status" => "ERROR_",
        "BatchState" | "BatchPart" => "BATCH_",
        "BatchFile" => "BATCH_FILE_",
        "Row" => "ROW_",
        "LogLevel" => "LOG_",
        _ => "?",
    };
    format!("{prefix}{name}")
}

fn function(text: &str) -> Declaration<Passed> {
    let (attributes, rest) = text.split_once("static extern ").expect("static extern");
    let unicode = attributes.contains("CharSet = CharSet.Unicode");
    let exact = attributes.contains("ExactSpelling = true");
    let convention = attributes.contains("CallingConvention");
    let (gives, rest) = rest.split_once(' ').expect("a name");
    let (name, _) = rest.split_once('(').expect("parameters");
    let (parameters, _) = bracketed(rest, '(', ')').expect("parameters");
    let takes = split(parameters, ',').into_iter().map(|one| parameter(one, unicode)).collect();
    let gives = match gives {
        "int" if exact && !convention => Passed::Int32,
        "void" if exact && !convention => Passed::Void,
        "IntPtr" if exact && !convention => Passed::Address,
        other => Passed::Unknown(format!("{other} with {attributes}")),
    };
    Declaration { name: name.to_owned(), gives, takes }
}

fn parameter(text: &str, unicode: bool) -> (String, Passed) {
    let (mut wide, mut out, mut rest) = (false, false, text);
    while let Some(attribute) = rest.strip_prefix('[') {
        let (attribute, after) = attribute.split_once(']').expect("an attribute");
        wide |= attribute == "MarshalAs(UnmanagedType.LPWStr)";
        out |= attribute == "Out";
        rest = after.trim();
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (how, kind, name) = match words[..] {
        [how, kind, name] => (how, kind, name),
        [kind, name] => ("", kind, name),
        _ => ("", "", rest),
    };
    let passed = match (how, kind) {
        ("", "int") => Passed::Int32,
        ("", "IntPtr" | "LogCallback") => Passed::Address,
        ("", "IntPtr[]") => Passed::Names,
        ("", "byte[]") => Passed::Bytes(out),
        ("", "char[]") if unicode => Passed::Units(out),
        ("", "string") if unicode && wide => Passed::Units(false),
        ("out" | "ref", "int") => Passed::ToInt32,
        ("out", "IntPtr" | "OutputHandle") => Passed::ToPointer,
        ("", "long[]") => Passed::Bytes(false),
        ("ref", "Statistics" | "BatchStatus" | "BatchResult" | "ColumnData") => {
            Passed::ToStructure(short(kind))
        }
        _ => Passed::Unknown(format!("{} (Unicode: {unicode})", plain(text))),
    };
    (name.to_owned(), passed)
}
