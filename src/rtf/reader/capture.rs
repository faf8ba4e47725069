//! Text that destinations collect aside: names, instructions, markers, comments.
//!
//! Shape   one buffer for all groups: each that collects begins where the one around it stands.
//! Limits  it takes [`MOST`] bytes.

/// Bytes that are collected at most; names and addresses are shorter.
const MOST: usize = 1 << 20;

/// What has been collected.
#[derive(Debug)]
pub(super) struct Capture {
    text: String,
}

impl Capture {
    /// Nothing, in a buffer that is there.
    pub(super) fn new(mut buffer: String) -> Self {
        buffer.clear();
        Capture { text: buffer }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Where what is collected from now on begins.
    pub(super) fn here(&self) -> usize {
        self.text.len()
    }

    /// What was collected from `start` on.
    pub(super) fn since(&self, start: usize) -> &str {
        self.text.get(start..).unwrap_or("")
    }

    /// Collects text, as long as there is room.
    pub(super) fn add(&mut self, text: &str) {
        if self.text.len() < MOST {
            self.text.push_str(text);
        }
    }

    /// Collects what is decoded now, whatever it is.
    pub(super) fn decoded(&mut self) -> &mut String {
        &mut self.text
    }

    /// Forgets what was collected from `start` on.
    pub(super) fn cut(&mut self, start: usize) {
        if self.text.is_char_boundary(start) {
            self.text.truncate(start);
        }
    }
}
