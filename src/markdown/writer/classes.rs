//! Which bytes could mean something in a text, and where the next of them stands.
//!
//! Shape   a table of 256 answers; mostly all that it holds are marks to [`next_mark`], which looks
//!         at 16 bytes together.
//! Units   bytes.
//! Source  CommonMark 0.31, chapters 2 and 6; GFM 0.29.

use crate::options::Extensions;
use crate::text::scan::next_mark;

/// Which bytes text is stopped at.
#[derive(Debug)]
pub(super) struct Classes {
    stops: [bool; 256],
    /// All of them are marks to [`next_mark`].
    marks: bool,
}

impl Classes {
    pub(super) fn new(extensions: &Extensions) -> Self {
        let mut special = [false; 256];
        for byte in b"\\`*_[]<&|~\n\r\0" {
            special[*byte as usize] = true;
        }
        special[b'$' as usize] = extensions.math;
        special[b'^' as usize] = extensions.super_sub;
        for byte in b"\"'-." {
            special[*byte as usize] = extensions.smart_punctuation;
        }
        for byte in b"{}" {
            special[*byte as usize] = extensions.critic.any();
        }
        let marks = !extensions.math && !extensions.smart_punctuation && !extensions.critic.any();
        Classes { stops: special, marks }
    }

    /// Whether the byte could mean something.
    #[inline]
    pub(super) fn stops(&self, byte: u8) -> bool {
        self.stops[byte as usize]
    }

    /// Where the next byte stands that could mean something.
    #[inline]
    pub(super) fn find(&self, text: &[u8], from: usize) -> usize {
        if !self.marks {
            let rest = text.get(from..).unwrap_or(&[]);
            return from + rest.iter().position(|&byte| self.stops(byte)).unwrap_or(rest.len());
        }
        let mut at = next_mark(text, from);
        while at < text.len() && !self.stops(text[at]) {
            at = next_mark(text, at + 1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::scan::is_mark;

    #[test]
    fn what_stops_text_is_found_with_all_extensions() {
        for bits in 0..8 {
            let extensions = Extensions {
                math: bits & 1 != 0,
                super_sub: bits & 2 != 0,
                smart_punctuation: bits & 4 != 0,
                ..Extensions::default()
            };
            let classes = Classes::new(&extensions);
            for byte in 0..=255u8 {
                assert!(!classes.marks || !classes.stops(byte) || is_mark(byte), "{byte:#x}");
                let mut text = [b'a'; 40];
                text[20] = byte;
                text[30] = b'*';
                assert_eq!(classes.find(&text, 3) == 20, classes.stops(byte), "{byte:#x}");
                assert_eq!(classes.find(&text, 21), 30, "{byte:#x}");
                assert_eq!(classes.find(&text, 31), 40, "{byte:#x}");
            }
        }
    }
}
