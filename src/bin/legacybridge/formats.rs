//! Which format a name or a text has, and what it is converted to if nobody says so.

use std::path::Path;

use legacybridge::converter::Format;

/// The format that a file's name tells: Markdown unless it says otherwise.
pub fn of_name(path: &Path) -> Format {
    let extension = path.extension().unwrap_or_default();
    match extension {
        _ if extension.eq_ignore_ascii_case("rtf") => Format::Rtf,
        _ if extension.eq_ignore_ascii_case("txt") => Format::Text,
        _ => Format::Markdown,
    }
}

/// The format that a text of which nobody knows anything has.
pub fn of_text(bytes: &[u8]) -> Format {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let is_rtf = text.starts_with(b"{\\rtf") || text.starts_with(b"{\\urtf");
    if is_rtf { Format::Rtf } else { Format::Markdown }
}

/// What a format is converted to.
pub fn other(from: Format) -> Format {
    if from == Format::Rtf { Format::Markdown } else { Format::Rtf }
}
