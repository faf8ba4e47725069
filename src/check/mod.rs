//! What is wrong with a document, told with its places.
//!
//! Shape   each format has a file that looks at the bytes and notes findings; what its reader had to mend is
//!         among them. [`Findings::write_json`] tells lines and columns in one pass.
//! Units   bytes of the input as the host gave it; lines and columns count from 1, columns in characters.
//! Errors  lack of memory. What is wrong with a document is a finding, no error.
//! Limits  `MOST` findings; linear time, no recursion.

mod csv;
mod html;
mod markdown;
mod rtf;

use std::borrow::Cow;

use crate::error::Error;
use crate::formats::Format;
use crate::memory::{self, Output};
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::text::json::quoted;

/// Most findings of a document.
const MOST: usize = 1000;

/// Something that is wrong.
#[derive(Debug)]
pub(crate) struct Finding {
    kind: &'static str,
    message: Cow<'static, str>,
    /// None where no place is known.
    offset: Option<usize>,
}

/// What is wrong with a document.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<Finding>,
    is_full: bool,
}

impl Findings {
    /// Notes something at a byte of the input.
    fn add(&mut self, kind: &'static str, offset: usize, message: impl Into<Cow<'static, str>>) {
        let offset = Some(offset).filter(|&offset| offset != usize::MAX);
        if self.found.len() < MOST {
            self.is_full |=
                !memory::push(&mut self.found, Finding { kind, message: message.into(), offset });
        }
    }

    /// Looks at a document.
    pub(crate) fn look(
        &mut self,
        format: Format,
        bytes: &[u8],
        text: Option<&str>,
        options: &Options,
    ) {
        match (format, text) {
            (Format::Rtf, _) => rtf::look(bytes, self),
            (Format::Markdown, Some(text)) => markdown::look(text, options, self),
            (Format::Html, Some(text)) => html::look(text, self),
            (Format::Csv, Some(text)) => csv::look(text, self),
            (Format::Markdown | Format::Html | Format::Csv, None) => {}
            (Format::Text | Format::Json | Format::Detect, _) => {}
        }
    }

    /// Notes what a reader had to mend.
    pub(crate) fn take(&mut self, report: &Report) {
        for (loss, entry) in report.iter().filter(|(loss, _)| is_damage(*loss)) {
            // Braces have findings of their own, each at its place.
            let has_own = loss == Loss::RepairedBrace
                && self.found.iter().any(|found| {
                    matches!(found.kind, "open_group" | "stray_brace" | "after_end" | "open_quote")
                });
            if !has_own {
                let message = match entry.count {
                    1 => loss.row().counts.to_owned(),
                    count => format!("{count} {}", loss.row().counts),
                };
                self.add(loss.name(), entry.first, message);
            }
        }
    }

    /// Notes why an input could not be read at all.
    pub(crate) fn fail(&mut self, error: &Error) {
        let offset = error.offset.unwrap_or(usize::MAX);
        self.add("bad_input", offset, error.message.clone());
    }

    /// Writes them in the order of their places: as JSON, or, of a document with a name, as a compiler
    /// does: `name:line:column: message`. `place` tells a byte of the input by one of what was read.
    pub(crate) fn write(
        &mut self,
        format: Format,
        name: Option<&str>,
        bytes: &[u8],
        place: &dyn Fn(usize) -> usize,
        out: &mut Output,
    ) {
        if self.is_full {
            return out.fail(Error::out_of_memory());
        }
        self.found.sort_by_key(|found| found.offset.unwrap_or(usize::MAX));
        let lines = Lines::of(bytes);
        if let Some(name) = name {
            for found in &self.found {
                out.push(name.as_bytes());
                out.push_byte(b':');
                if let Some(offset) = found.offset {
                    let (line, column) = lines.place(bytes, offset);
                    for number in [line, column] {
                        out.push_int(number as i64);
                        out.push_byte(b':');
                    }
                }
                for part in [" ", &found.message, " (", found.kind, ")\n"] {
                    out.push(part.as_bytes());
                }
            }
            return;
        }
        out.push(b"{\"valid\":");
        out.push(if self.found.is_empty() { b"true" } else { b"false" });
        out.push(b",\"format\":\"");
        out.push(format.name().as_bytes());
        out.push(b"\",\"findings\":[");
        for (at, found) in self.found.iter().enumerate() {
            out.push(if at == 0 { b"{\"kind\":\"" } else { b",{\"kind\":\"" });
            out.push(found.kind.as_bytes());
            out.push(b"\",\"message\":");
            quoted(&found.message, &mut |bytes| out.push(bytes));
            match found.offset {
                Some(offset) => {
                    let (line, column) = lines.place(bytes, offset);
                    let offset = place(offset);
                    for (name, number) in [("offset", offset), ("line", line), ("column", column)] {
                        out.push(b",\"");
                        out.push(name.as_bytes());
                        out.push(b"\":");
                        out.push_int(number as i64);
                    }
                }
                None => out.push(b",\"offset\":null,\"line\":null,\"column\":null"),
            }
            out.push_byte(b'}');
        }
        out.push(b"]}");
    }
}

/// Whether a loss means that a document is damaged, and not that a target has no words for it.
fn is_damage(loss: Loss) -> bool {
    matches!(
        loss,
        Loss::RepairedBrace
            | Loss::UndecodableByte
            | Loss::ControlCharacter
            | Loss::FlattenedNesting
            | Loss::LimitReached
            | Loss::NotRtf
    )
}

/// Where lines begin, to tell a line and a column by a byte.
#[derive(Debug, Default)]
struct Lines(Vec<usize>);

impl Lines {
    /// Those of some bytes; lines end with LF, CR or both.
    fn of(bytes: &[u8]) -> Lines {
        let mut starts = Vec::new();
        let mut at = 0;
        while let Some(end) = memchr::memchr2(b'\n', b'\r', bytes.get(at..).unwrap_or(&[])) {
            at += end + 1;
            if bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
                at += 1;
            }
            if !memory::push(&mut starts, at) {
                break;
            }
        }
        Lines(starts)
    }

    /// The line and the column of a byte.
    fn place(&self, bytes: &[u8], offset: usize) -> (usize, usize) {
        let line = self.0.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).map_or(0, |line| self.0[line]);
        let before = bytes.get(start..offset.min(bytes.len())).unwrap_or(&[]);
        let characters = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (line + 1, characters + 1)
    }
}

#[cfg(test)]
mod tests;
