//! Code: fenced blocks and code spans.
//!
//! Source  CommonMark 0.31, sections 4.5 and 6.1.

use super::Writer;
use super::inline::Context;
use super::text::{escapes, is_entity};
use crate::document::{Kind, NodeId, Span};

impl Writer<'_, '_> {
    pub(super) fn code_block(&mut self, id: NodeId, end: NodeId, info: Span) {
        let info = self.text(info);
        let fence = if info.contains(&b'`') { b'~' } else { self.style.fence };
        let mut longest = 0;
        let mut run = 0;
        for leaf in id + 1..end {
            let Kind::Text(span) = self.kind(leaf) else { continue };
            let text = self.text(span);
            if run == 0 && memchr::memchr(fence, text).is_none() {
                continue;
            }
            for &byte in text {
                run = if byte == fence { run + 1 } else { 0 };
                longest = longest.max(run);
            }
        }
        let length = (longest + 1).max(3);
        self.begin();
        self.fence(fence, length);
        self.info_string(info, fence);
        self.out.push_byte(b'\n');
        for leaf in id + 1..end {
            if let Kind::Text(span) = self.kind(leaf) {
                self.code_lines(self.text(span));
            }
        }
        if self.out.as_bytes().last() != Some(&b'\n') {
            self.out.push_byte(b'\n');
        }
        self.out.push(&self.s.prefix);
        self.fence(fence, length);
    }

    fn fence(&mut self, fence: u8, length: usize) {
        for _ in 0..length {
            self.out.push_byte(fence);
        }
    }

    fn code_lines(&mut self, text: &[u8]) {
        let quoted = !self.s.prefix.trim_ascii_end().is_empty();
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            let begins = self.out.as_bytes().last() == Some(&b'\n');
            if at > 0 {
                if begins {
                    self.out.push(&self.s.prefix);
                }
                self.out.push(&rest[..at]);
            } else if begins && quoted {
                self.out.push(self.s.prefix.trim_ascii_end());
            }
            self.out.push_byte(b'\n');
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            if self.out.as_bytes().last() == Some(&b'\n') {
                self.out.push(&self.s.prefix);
            }
            self.out.push(rest);
        }
    }

    /// The info string: backslashes and entities count in it.
    fn info_string(&mut self, info: &[u8], fence: u8) {
        let info = info.trim_ascii();
        if info.first() == Some(&fence) {
            self.out.push_byte(b' ');
        }
        for (at, &byte) in info.iter().enumerate() {
            match byte {
                b'\n' => self.out.push(b"&#10;"),
                b'\r' => self.out.push(b"&#13;"),
                b'\\' if escapes(info.get(at + 1)) => {
                    self.out.push(b"\\\\");
                }
                b'&' if is_entity(&info[at..]) => self.out.push(b"&amp;"),
                _ => self.out.push_byte(byte),
            }
        }
    }

    /// A code span. Empty code cannot be said.
    pub(super) fn code_span(&mut self, code: &[u8], context: Context) {
        if code.is_empty() {
            return;
        }
        // The shortest run of backticks that does not stand in the code; runs of 64 and more
        // count as one.
        let mut seen: u64 = 0;
        let mut run = 0u32;
        let mut longest = 0;
        if memchr::memchr(b'`', code).is_some() {
            for &byte in code.iter().chain(b" ") {
                if byte == b'`' {
                    run += 1;
                } else if run > 0 {
                    seen |= 1 << run.min(63);
                    longest = longest.max(run);
                    run = 0;
                }
            }
        }
        let free = (1..63).find(|length| seen & (1 << length) == 0).unwrap_or(longest + 1);
        let spaced = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\n' | b'\r'));
        let blank = code.iter().all(|&b| matches!(b, b' ' | b'\n' | b'\r'));
        let pad = code.starts_with(b"`")
            || code.ends_with(b"`")
            || (!blank && spaced(code.first()) && spaced(code.last()));
        self.fence(b'`', free as usize);
        if pad {
            self.out.push_byte(b' ');
        }
        let mut rest = code;
        while let Some(at) = memchr::memchr3(b'\n', b'|', 0, rest) {
            self.out.push(&rest[..at]);
            match rest[at] {
                b'|' if context == Context::Cell => self.out.push(b"\\|"),
                b'|' => self.out.push_byte(b'|'),
                0 => self.out.push("\u{FFFD}".as_bytes()),
                _ => self.out.push_byte(b' '),
            }
            rest = &rest[at + 1..];
        }
        self.out.push(rest);
        if pad {
            self.out.push_byte(b' ');
        }
        self.fence(b'`', free as usize);
    }
}
