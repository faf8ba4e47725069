//! The elements of pandoc's tree as bytes of JSON: what separates them, running text cut into words and
//! spaces, the lines of code, attributes.
//!
//! Shape   [`Elements`] appends to the output and knows what is open of a string; the writer says what
//!         comes next.
//! Units   UTF-8 in and out; what JSON wants escaped is escaped, no more. Lengths in twips become inches.
//! Errors  those of the output buffer, which remembers them.

use crate::document::{Color, Direction};
use crate::error::Error;
use crate::memory::Output;

pub(super) struct Elements<'w> {
    out: &'w mut Output,
    /// A string of running text is open.
    in_text: bool,
    /// In the lines of code or raw HTML.
    in_lines: bool,
    /// The last of them ended.
    has_line_end: bool,
}

impl<'w> Elements<'w> {
    pub(super) fn new(out: &'w mut Output) -> Elements<'w> {
        Elements { out, in_text: false, in_lines: false, has_line_end: false }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.out.failed()
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.out.fail(error);
    }

    /// Bytes of the tree as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.out.push(bytes);
    }

    pub(super) fn integer(&mut self, value: i64) {
        self.out.push_int(value);
    }

    /// Whether nothing stands in the innermost array yet.
    pub(super) fn is_at_start(&self) -> bool {
        matches!(self.out.as_bytes().last(), Some(b'[')) && !self.in_text
    }

    pub(super) fn in_lines(&self) -> bool {
        self.in_lines
    }

    pub(super) fn begin_lines(&mut self) {
        self.in_lines = true;
    }

    pub(super) fn end_lines(&mut self) {
        if std::mem::take(&mut self.in_lines) {
            self.has_line_end = false;
        }
    }

    /// Ends running text, and separates an element from the one before it.
    fn separate(&mut self) {
        self.end_text();
        if !matches!(self.out.as_bytes().last(), Some(b'[')) {
            self.out.push_byte(b',');
        }
    }

    pub(super) fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.out.push(b"\"}");
        }
    }

    /// Begins an element.
    pub(super) fn begin(&mut self, start: &[u8]) {
        self.separate();
        self.out.push(start);
    }

    pub(super) fn direction(&mut self, direction: Direction) {
        match direction {
            Direction::Unsaid => {}
            Direction::Ltr => self.begin(b"[\"dir\",\"ltr\"]"),
            Direction::Rtl => self.begin(b"[\"dir\",\"rtl\"]"),
        }
    }

    /// Text of lines: the last line end is left out.
    pub(super) fn line(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.has_line_end) {
            self.out.push(b"\\n");
        }
        self.has_line_end = text.ends_with(b"\n");
        self.escaped(text.strip_suffix(b"\n").unwrap_or(text));
    }

    /// Running text: words and spaces.
    pub(super) fn say(&mut self, text: &[u8]) {
        for (at, word) in text.split(|&byte| byte == b' ').enumerate() {
            if at > 0 {
                self.begin(b"{\"t\":\"Space\"}");
            }
            if !word.is_empty() {
                if !std::mem::replace(&mut self.in_text, true) {
                    if !matches!(self.out.as_bytes().last(), Some(b'[')) {
                        self.out.push_byte(b',');
                    }
                    self.out.push(b"{\"t\":\"Str\",\"c\":\"");
                }
                self.escaped(word);
            }
        }
    }

    pub(super) fn string(&mut self, text: &[u8]) {
        self.out.push_byte(b'"');
        self.escaped(text);
        self.out.push_byte(b'"');
    }

    /// Attributes that say a name alone.
    pub(super) fn named(&mut self, name: &[u8]) {
        self.raw(b"[");
        self.string(name);
        self.raw(b",[],[]]");
    }

    /// Text as a string of JSON has it.
    pub(super) fn escaped(&mut self, text: &[u8]) {
        let mut from = 0;
        for (at, &byte) in text.iter().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.out.push(&text[from..at]);
            from = at + 1;
            match byte {
                b'\n' => self.out.push(b"\\n"),
                b'\t' => self.out.push(b"\\t"),
                b'\r' => self.out.push(b"\\r"),
                0..b' ' => {
                    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                    self.out.push(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte)]);
                }
                _ => self.out.push(&[b'\\', byte]),
            }
        }
        self.out.push(&text[from..]);
    }

    /// The attributes of a code block: its name, and its words as classes where they can be.
    pub(super) fn info(&mut self, name: &[u8], text: &[u8]) {
        let is_plain = |&byte: &u8| byte.is_ascii_alphanumeric() || b"+-_.# ".contains(&byte);
        let is_whole = !text.windows(2).any(|pair| pair == b"  ") && text.trim_ascii() == text;
        let are_classes = is_whole && text.iter().all(is_plain);
        self.out.push(b"[");
        self.string(name);
        self.out.push(b",[");
        let words = text.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
        let most = if are_classes { usize::MAX } else { 1 };
        for word in words.take(most) {
            self.begin(b"\"");
            self.escaped(word);
            self.out.push_byte(b'"');
        }
        self.out.push(b"],[");
        if !are_classes {
            self.pair(b"info", text);
        }
        self.out.push(b"]]");
    }

    pub(super) fn begin_span(&mut self, class: &[u8]) {
        self.begin(b"{\"t\":\"Span\",\"c\":[[\"\",[\"");
        self.out.push(class);
        self.out.push(b"\"],[");
    }

    /// A key and its value, where there is one.
    pub(super) fn pair(&mut self, key: &[u8], value: &[u8]) {
        if !value.is_empty() {
            self.begin_pair(key);
            self.escaped(value);
            self.out.push(b"\"]");
        }
    }

    fn begin_pair(&mut self, key: &[u8]) {
        self.begin(b"[\"");
        self.out.push(key);
        self.out.push(b"\",\"");
    }

    pub(super) fn number(&mut self, key: &[u8], value: u32) {
        self.begin_pair(key);
        self.out.push_int(value.into());
        self.out.push(b"\"]");
    }

    pub(super) fn date(&mut self, date: &[u8]) {
        if !date.is_empty() {
            self.begin_pair(b"date");
            self.escaped(date);
            // Times of RTF say no zone; those of HTML may, and may be days.
            let time = memchr::memchr(b'T', date).and_then(|at| date.get(at..)).unwrap_or_default();
            let has_zone = time.is_empty() || time.iter().any(|byte| b"Z+-".contains(byte));
            self.out.push(if has_zone { b"\"]".as_slice() } else { b"Z\"]" });
        }
    }

    pub(super) fn inches(&mut self, key: &[u8], twips: u32) {
        if twips > 0 {
            self.begin_pair(key);
            self.decimal(
                ((u64::from(twips) * 10_000 + 720) / 1440).min(u32::MAX.into()) as u32,
                10_000,
            );
            self.out.push(b"in\"]");
        }
    }

    /// A number of parts of one, without zeros at the end.
    pub(super) fn decimal(&mut self, value: u32, of: u32) {
        self.out.push_int((value / of).into());
        let (mut rest, mut unit) = (value % of, of / 10);
        if rest > 0 {
            self.out.push_byte(b'.');
        }
        while rest > 0 && unit > 0 {
            self.out.push_byte(b'0' + (rest / unit) as u8);
            (rest, unit) = (rest % unit, unit / 10);
        }
    }

    pub(super) fn color(&mut self, name: &[u8], color: Color) {
        if let Some(bytes) = color.bytes() {
            self.out.push(name);
            for byte in bytes {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                self.out.push(&[digit(byte >> 4), digit(byte)]);
            }
        }
    }
}
