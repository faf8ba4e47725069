//! Tracked changes that are kept in the text, in the marks of CriticMarkup.

use crate::rtf::assembly::format::CharFormat;

/// The tracked change that text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Change {
    #[default]
    None,
    Inserted,
    Deleted,
}

impl Change {
    /// The change that text of a format stands in.
    pub fn of(format: Option<&CharFormat>) -> Change {
        match format {
            Some(format) if format.deleted => Change::Deleted,
            Some(format) if format.inserted => Change::Inserted,
            _ => Change::None,
        }
    }

    /// What stands before and behind the text of the change.
    pub fn marks(self) -> (&'static str, &'static str) {
        match self {
            Change::None => ("", ""),
            Change::Inserted => ("{++", "++}"),
            Change::Deleted => ("{--", "--}"),
        }
    }
}
