//! The options of a column's call, as a connection string.
//!
//! Shape   `Workers=2;Reports=Yes`, read as the options of a converter are.
//! Errors  `BadOption`, at the key.
//! Limits  1 to 64 workers; 0 means one for each processor, 8 at most.

use crate::batch::settings::{worker_number, workers};
use crate::error::Result;
use crate::options::{bad_value, boolean, next_item, unknown};

/// How a call goes about its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `Workers=`: threads that convert, the caller's among them; 0 means one for each processor.
    pub workers: usize,
    /// `Reports=`: whether each row has a report.
    pub reports: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { workers: 1, reports: false }
    }
}

impl Settings {
    /// Reads a connection string; what it leaves out has its default.
    pub fn parse(text: &str) -> Result<Settings> {
        let mut settings = Settings::default();
        let mut at = 0;
        while let Some(item) = next_item(text, &mut at)? {
            let (name, set) = if item.key.eq_ignore_ascii_case("Workers") {
                ("Workers", worker_number(&item.value).map(|number| settings.workers = number))
            } else if item.key.eq_ignore_ascii_case("Reports") {
                ("Reports", boolean(&item.value).map(|yes| settings.reports = yes))
            } else {
                return Err(unknown(&item));
            };
            set.map_err(|expected| bad_value(&item, name, expected))?;
        }
        Ok(settings)
    }

    /// How many threads convert.
    pub fn workers(&self) -> usize {
        workers(self.workers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    #[test]
    fn both_keys_are_read_and_others_are_named() {
        let parsed = Settings::parse("workers=3; REPORTS=yes").unwrap();
        assert_eq!(parsed, Settings { workers: 3, reports: true });
        assert_eq!(Settings::parse(" ; ").unwrap(), Settings::default());
        assert_eq!(Settings::default().workers(), 1);
        for (text, at) in [("Workers=65", 0), ("Reports=2", 0), ("Workers=1;Overwrite=Yes", 10)] {
            let error = Settings::parse(text).unwrap_err();
            assert_eq!((error.status, error.offset), (Status::BadOption, Some(at)), "{text}");
        }
    }
}
