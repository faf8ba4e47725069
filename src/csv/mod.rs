//! CSV: tables as lines of cells with a delimiter between.
//!
//! Shape   [`read`] makes one table of a file, whatever its delimiter is. [`write()`] writes the table that
//!         the options choose, and reports everything else as
//!         [`Loss::NotTable`](crate::report::Loss::NotTable).
//! Units   bytes of UTF-8. Records end with CR LF on the way out, with CR, LF or both on the way in.
//! Errors  those of the document and the output; `LimitReached` for a table that is larger than the
//!         options, or any table, may be: no table is ever cut.
//! Limits  65,535 columns.
//! Source  RFC 4180; what spreadsheets do beyond it: `sep=;`, a byte order mark, other delimiters.
//!
//! | file | what it is for |
//! |---|---|
//! | `records` | cells and records of a text |
//! | `sniff` | which delimiter a text has |
//! | `reader` | a text as a table |
//! | `cell` | what a cell is written as |
//! | `writer` | tables of a document as text |

mod cell;
mod reader;
mod records;
mod sniff;
mod writer;

pub use reader::{Scratch as ReaderScratch, read};
pub use writer::{Scratch, write};

/// What stands between cells where nobody says it.
pub const COMMA: char = ',';

/// Whether something is a number, as people write them: a sign, digits in groups, an exponent, a
/// percent sign.
pub(crate) fn is_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"+").or(text.strip_prefix(b"-")).unwrap_or(text);
    let text = text.strip_suffix(b"%").unwrap_or(text);
    let exponent = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (text, exponent) = match exponent {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let exponent = exponent.is_none_or(|text| {
        digits(text.strip_prefix(b"+").or(text.strip_prefix(b"-")).unwrap_or(text))
    });
    let mut groups = text.split(|byte| matches!(byte, b'.' | b',' | b'\'' | b' '));
    // `.5` is a number, `1.` and `1..2` are not.
    let first = groups.next().unwrap_or_default();
    let first = digits(first) || first.is_empty() && text.first() == Some(&b'.') && text.len() > 1;
    exponent && first && groups.all(digits)
}

#[cfg(test)]
mod tests;
