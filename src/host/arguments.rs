//! Numbers of the host's that mean something.
//!
//! Errors  `BadArgument` for what means nothing.

use std::time::Duration;

use crate::error::{Error, Result, Status};
use crate::formats::Format;

/// The two formats of a conversion.
pub(crate) fn formats(from: i32, to: i32) -> Result<(Format, Format)> {
    let format = |number, what| {
        Format::from_number(number).ok_or_else(|| {
            let message = format!("{number} is not a format for the {what}");
            Error::new(Status::BadArgument, message)
        })
    };
    Ok((format(from, "input")?, format(to, "output")?))
}

/// How long to wait; `None`, from -1, is as long as it takes.
pub(crate) fn time(milliseconds: i32) -> Result<Option<Duration>> {
    match u64::try_from(milliseconds) {
        Ok(time) => Ok(Some(Duration::from_millis(time))),
        Err(_) if milliseconds == -1 => Ok(None),
        Err(_) => {
            let message = format!("{milliseconds} is not a time: -1, 0 or more is");
            Err(Error::new(Status::BadArgument, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_mean_nothing_are_refused() {
        assert_eq!(formats(0, 2), Ok((Format::Detect, Format::Rtf)));
        for (from, to, what) in [(-1, 2, "input"), (99, 2, "input"), (1, 99, "output")] {
            let error = formats(from, to).unwrap_err();
            assert_eq!(error.status, Status::BadArgument);
            assert!(error.message.contains(what), "{error}");
        }
        assert_eq!(time(-1), Ok(None));
        assert_eq!(time(5), Ok(Some(Duration::from_millis(5))));
        assert_eq!(time(-2).unwrap_err().status, Status::BadArgument);
    }
}
