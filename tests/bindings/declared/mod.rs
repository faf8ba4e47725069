//! The declarations of `include/legacybridge.h`, and those of the bindings, in one vocabulary.
//!
//! Shape   [`header`] reads the header; a module for each language reads that language's
//!         declarations into [`Declaration`]s, constants and structures; [`compare`] tells where they
//!         differ.
//! Limits  what is read is how our own files are written, not the languages.

pub(crate) mod compare;
pub(crate) mod csharp;
pub(crate) mod foxpro;
pub(crate) mod header;
pub(crate) mod pascal;
pub(crate) mod powerbuilder;
pub(crate) mod python;
pub(crate) mod visual_basic;

/// What a function of the header takes or gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Void,
    Int32,
    /// A pointer to bytes; `bool`: the function writes there.
    Bytes(bool),
    /// A pointer to UTF-16 units; `bool`: the function writes there.
    Units(bool),
    /// `void *`.
    Address,
    /// `int32_t *`.
    ToInt32,
    /// A pointer to where an output's pointer goes.
    ToPointer,
    /// An array of pointers to names.
    Names,
    /// A pointer to a structure, by its short name.
    ToStructure(String),
}

/// What a binding passes or expects, as far as its language tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    Void,
    /// Four bytes in every process.
    Int32,
    /// Four bytes, in a language for 32-bit processes only: a number or a pointer.
    Word,
    /// As wide as a pointer.
    Address,
    /// A pointer to bytes that the function may only read, or also write to.
    Bytes(bool),
    /// A pointer to UTF-16 units, read only or not.
    Units(bool),
    ToInt32,
    /// A pointer to four bytes, in a language for 32-bit processes only.
    ToWord,
    ToPointer,
    Names,
    ToStructure(String),
    /// What the checker does not know: never right.
    Unknown(String),
}

/// One function, with the names and types of what it takes.
#[derive(Clone, Debug)]
pub(crate) struct Declaration<T> {
    pub name: String,
    pub gives: T,
    pub takes: Vec<(String, T)>,
}

/// The size of a member that is as wide as a pointer: a number of its own, at which members of other
/// sizes stand right whatever it is in a process.
pub(crate) const POINTER: usize = 16;

/// A structure: its short name, and the name and size of each member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Structure {
    pub name: String,
    pub members: Vec<(String, usize)>,
}

/// All that a file declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Binding {
    pub functions: Vec<Declaration<Passed>>,
    /// Names as in the header, without `LEGACYBRIDGE_`.
    pub constants: Vec<(String, i64)>,
    pub structures: Vec<Structure>,
    /// Whether the language is for 32-bit processes only: a number may be a pointer.
    pub words: bool,
}

/// Splits at `separator` where no bracket is open.
pub(crate) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            c if c == separator && depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What stands between the first `open` and the `close` that belongs to it, and what follows.
pub(crate) fn bracketed(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let start = text.find(open)?;
    let mut depth = 0;
    for (at, c) in text[start..].char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                let end = start + at;
                return Some((
                    &text[start + open.len_utf8()..end],
                    &text[end + close.len_utf8()..],
                ));
            }
        }
    }
    None
}

/// Names without what languages change about them: case and underscores.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').collect::<String>().to_lowercase()
}

/// A structure's short name, the same for `legacybridge_batch_status_t`, `TLegacyBridgeBatchStatus`
/// and `BatchStatus`.
pub(crate) fn short(name: &str) -> String {
    let name = plain(name);
    for (part, short) in [
        ("batchstatus", "batchstatus"),
        ("batchresult", "batchresult"),
        ("column", "column"),
        ("stats", "stats"),
        ("statistics", "stats"),
    ] {
        if name.contains(part) {
            return short.to_owned();
        }
    }
    name
}

/// The value behind `LB_NAME` in a line such as `Public Const LB_NAME As Long = 3`.
pub(crate) fn constant(line: &str) -> Option<(String, i64)> {
    let at = line.find("LB_")?;
    let name: String =
        line[at + 3..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let value = line[at + 3 + name.len()..].trim().trim_end_matches(';');
    let value = value.rsplit(['=', ' ']).next()?.trim();
    Some((name, value.parse().ok()?))
}
