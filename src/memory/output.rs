//! The buffer that a writer fills.
//!
//! Shape   append-only bytes with a bound; pushing never fails at once, the first failure is
//!         remembered and [`Output::finish`] returns it. Writers stay free of error plumbing,
//!         and the host is never aborted: growth uses `try_reserve`.
//! Units   bytes.
//! Errors  `LimitReached` past the bound, `MemoryLimit` when the system has no more.

use crate::error::{Error, Result, Status};
use crate::system::halt;
use crate::text::scan::{append_clean, next_special};
use crate::work;

/// Above this size the buffer grows by a quarter, not by doubling: a 32-bit host has no room for it.
const SLOW_GROWTH: usize = 32 << 20;

/// How much an output may be beyond its bound for a moment: writers take back what they have written
/// too much, and where that is depends on nothing but the document.
const SLACK: usize = 64 << 10;

/// Most bytes of any output: lengths are `int32_t` in the C interface, and a NUL follows.
pub const MOST: usize = i32::MAX as usize - 1;

/// A bounded, growing byte buffer.
#[derive(Debug)]
pub struct Output {
    bytes: Vec<u8>,
    limit: usize,
    expected: usize,
    /// How much of what stands for files may be beside the limit.
    files: usize,
    error: Option<Error>,
    /// RTF whose text stands in faces of code page 1252.
    ansi: bool,
}

impl Output {
    /// An output over an empty (perhaps pooled) buffer that may grow up to `limit` bytes.
    pub fn new(mut buffer: Vec<u8>, limit: usize) -> Self {
        buffer.clear();
        Output { bytes: buffer, limit, expected: 0, files: 0, error: None, ansi: false }
    }

    /// The same, which grows to `expected` bytes at once if it must grow. A wrong guess does no harm.
    pub fn expecting(expected: usize, buffer: Vec<u8>, limit: usize) -> Self {
        Output { expected: expected.min(limit), ..Output::new(buffer, limit) }
    }

    /// Says whether it is RTF whose text stands in faces of code page 1252, which may be said in bytes.
    pub fn set_ansi(&mut self, ansi: bool) {
        self.ansi = ansi;
    }

    /// Whether text may be said in bytes of code page 1252.
    pub fn is_ansi(&self) -> bool {
        self.ansi
    }

    /// Appends bytes.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        work::step(bytes.len());
        if self.bytes.capacity() - self.bytes.len() < bytes.len() && !self.grow(bytes.len()) {
            return;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends what stands in `text` before the first byte that RTF gives a meaning, and returns
    /// how much that is.
    #[inline]
    pub fn push_clean(&mut self, text: &[u8]) -> usize {
        match append_clean(text, &mut self.bytes) {
            Some(clean) => {
                work::step(clean);
                clean
            }
            None => {
                let clean = next_special(text, 0);
                self.push(&text[..clean]);
                clean
            }
        }
    }

    /// Appends one byte.
    #[inline]
    pub fn push_byte(&mut self, byte: u8) {
        work::step(1);
        if self.bytes.capacity() == self.bytes.len() && !self.grow(1) {
            return;
        }
        self.bytes.push(byte);
    }

    /// Appends a decimal number.
    pub fn push_int(&mut self, value: i64) {
        let digit = |unit: u32| b'0' + (value as u32 / unit % 10) as u8;
        // Most are sizes and small numbers; what has a fixed length is copied in line.
        match value {
            0..=9 => self.push_byte(digit(1)),
            10..=99 => self.push(&[digit(10), digit(1)]),
            100..=999 => self.push(&[digit(100), digit(10), digit(1)]),
            1_000..=9_999 => self.push(&[digit(1_000), digit(100), digit(10), digit(1)]),
            -9_999..0 => {
                self.push_byte(b'-');
                self.push_int(-value);
            }
            _ => self.push_long_int(value),
        }
    }

    fn push_long_int(&mut self, value: i64) {
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            self.push_byte(b'-');
        }
        self.push(&digits[at..]);
    }

    /// What has been written so far.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of bytes written so far.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// True when nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Takes back everything after the first `len` bytes.
    pub fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    /// Writes the digits of a number over those that end at a place.
    pub fn put_number(&mut self, end: usize, number: usize) {
        let (mut at, mut rest) = (end, number);
        while rest > 0 && at > 0 {
            at -= 1;
            if let Some(byte) = self.bytes.get_mut(at) {
                *byte = b'0' + (rest % 10) as u8;
            }
            rest /= 10;
        }
    }

    /// Puts a CR before each LF that has none.
    pub fn expand_line_ends(&mut self) {
        let bare =
            |bytes: &[u8], at: usize| bytes[at] == b'\n' && (at == 0 || bytes[at - 1] != b'\r');
        let old = self.bytes.len();
        let more =
            memchr::memchr_iter(b'\n', &self.bytes).filter(|&at| bare(&self.bytes, at)).count();
        if more == 0 || (self.bytes.capacity() - old < more && !self.grow(more)) {
            return;
        }
        self.bytes.resize(old + more, 0);
        // From the end, so that nothing is overwritten that is still to be moved.
        let (mut from, mut to) = (old, old + more);
        while from < to {
            let line = memchr::memrchr(b'\n', &self.bytes[..from]).unwrap_or(0);
            self.bytes.copy_within(line..from, to - (from - line));
            to -= from - line;
            from = line;
            if self.bytes[to] == b'\n' && (from == 0 || self.bytes[from - 1] != b'\r') {
                to -= 1;
                self.bytes[to] = b'\r';
            }
        }
    }

    /// Up to so many bytes that stand for files count beside the bound.
    pub fn allow_files(&mut self, bytes: usize) {
        self.files = bytes;
    }

    /// Has `write` write what stands for a file that the document names: it counts by itself.
    pub fn write_file<R>(&mut self, write: impl FnOnce(&mut Output) -> R) -> R {
        let (start, bound) = (self.bytes.len(), self.limit);
        self.limit = bound.saturating_add(self.files).min(MOST);
        let result = write(self);
        let written = self.bytes.len().saturating_sub(start).min(self.files);
        self.files -= written;
        self.limit = bound.saturating_add(written).min(MOST);
        result
    }

    /// True once a limit was hit, or when the conversion should stop: nobody will read what is written,
    /// and loops may end early.
    #[inline]
    pub fn failed(&self) -> bool {
        self.error.is_some() || halt::is_due()
    }

    /// Remembers a failure beside the output, such as a stack of the writer's that could not grow.
    #[cold]
    pub fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// The finished bytes, or why they could not be written. A buffer that was large already has
    /// not been asked to grow, so the limit is looked at once more.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.error {
            Some(error) => Err(error),
            None if self.bytes.len() > self.limit => Err(self.too_large()),
            None => Ok(self.bytes),
        }
    }

    fn too_large(&self) -> Error {
        Error::new(
            Status::LimitReached,
            format!("the output would be larger than the limit of {} bytes", self.limit),
        )
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> bool {
        if self.error.is_some() {
            return false;
        }
        let needed = self.bytes.len().saturating_add(more);
        if needed > self.limit.saturating_add(SLACK) {
            self.error = Some(self.too_large());
            return false;
        }
        let old = self.bytes.capacity();
        let step = if old < SLOW_GROWTH { old } else { old / 4 };
        let wanted = old.saturating_add(step).max(self.expected).max(4096);
        let step = wanted.min(self.limit).saturating_sub(old);
        let grown = !halt::is_due() && super::grow(&mut self.bytes, more, step);
        if !grown {
            self.error = Some(Error::out_of_memory());
        }
        grown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_decimal() {
        let mut out = Output::new(Vec::new(), 1000);
        for value in [0, 7, 10, 99, 305, 9_999, 10_000, -1, 1234567890, i64::MIN, i64::MAX] {
            out.push_int(value);
            out.push_byte(b' ');
        }
        assert_eq!(
            out.finish().unwrap(),
            b"0 7 10 99 305 9999 10000 -1 1234567890 -9223372036854775808 9223372036854775807 "
        );
    }

    #[test]
    fn line_ends_are_expanded_in_place() {
        for (text, expanded) in [
            ("", ""),
            ("a", "a"),
            ("\n", "\r\n"),
            ("\r\n", "\r\n"),
            ("a\n\nb\r\nc\n", "a\r\n\r\nb\r\nc\r\n"),
            ("\n\n\n", "\r\n\r\n\r\n"),
            ("ab\ncd", "ab\r\ncd"),
        ] {
            let mut out = Output::new(Vec::new(), 1000);
            out.push(text.as_bytes());
            out.expand_line_ends();
            assert_eq!(out.finish().unwrap(), expanded.as_bytes(), "{text:?}");
        }
        let mut out = Output::new(Vec::new(), 4096);
        out.push(&[b'\n'; 4096]);
        out.expand_line_ends();
        assert_eq!(out.finish().unwrap_err().status, Status::LimitReached);
    }

    #[test]
    fn a_buffer_that_was_large_already_does_not_lift_the_limit() {
        for (written, fits) in [(100, true), (101, false)] {
            let mut out = Output::new(Vec::with_capacity(10_000), 100);
            out.push(&vec![b'x'; written]);
            assert_eq!(out.finish().is_ok(), fits, "{written}");
        }
    }

    #[test]
    fn the_limit_is_an_error_at_the_end_not_an_abort() {
        let mut out = Output::new(Vec::new(), 100_000);
        for _ in 0..4 {
            out.push(&[b'x'; 50_000]);
        }
        assert!(out.failed());
        assert_eq!(out.finish().unwrap_err().status, Status::LimitReached);
    }
}
