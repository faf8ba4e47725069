//! Which format a name or a text has, and what it is converted to if nobody says so.

use std::path::Path;

use legacybridge::formats::Format;

/// The format that a file's name tells, if it tells one.
pub(crate) fn of_name(path: &Path) -> Format {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.and_then(Format::from_extension).unwrap_or(Format::OTHERWISE)
}

/// The format that a text of which nobody knows anything has; `otherwise` where it begins like none.
pub(crate) fn of_text(bytes: &[u8], otherwise: Format) -> Format {
    Format::detect(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).unwrap_or(otherwise)
}

/// What a format is converted to.
pub(crate) fn other(from: Format) -> Format {
    from.row().counterpart
}
