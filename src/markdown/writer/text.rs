//! Text: what must be escaped where it stands, and nothing else.
//!
//! Shape   a table of 256 classes finds the bytes that could mean something; all between them is
//!         copied at once. What follows and what precedes decides whether such a byte is escaped.
//!         The first bytes of a line are looked at by `line_start`.
//! Limits  linear: a block is counted through at most once for [`Info`].
//! Source  CommonMark 0.31, chapters 2, 4 and 6; GFM 0.29.

use super::Writer;
use super::inline::{Context, Line};
use super::look::Next;
use crate::document::Kind;

/// The class of a character next to a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Punctuation,
    Letter,
    /// Punctuation or not, depending on whom one asks.
    Odd,
}

pub(super) fn class_of(char: char) -> Class {
    if char.is_whitespace() {
        Class::Space
    } else if char.is_ascii_punctuation() {
        Class::Punctuation
    } else if char.is_ascii() || char.is_alphanumeric() {
        Class::Letter
    } else {
        Class::Odd
    }
}

/// The class of the last character of `text`; the end of a line for none.
pub(super) fn class_before(text: &[u8]) -> Class {
    match text {
        [] => Class::Space,
        [.., byte] if byte.is_ascii() => class_of(*byte as char),
        _ => {
            let start = text.iter().rev().take(4).position(|byte| byte & 0xC0 != 0x80);
            let start = text.len() - 1 - start.unwrap_or(0);
            first_char(&text[start..]).map_or(Class::Odd, class_of)
        }
    }
}

/// The class of the first character of `text`; the end of a line for none.
pub(super) fn class_after(text: &[u8]) -> Class {
    match text {
        [] => Class::Space,
        [byte, ..] if byte.is_ascii() => class_of(*byte as char),
        _ => first_char(text).map_or(Class::Odd, class_of),
    }
}

/// The text without the white space at its start, and without blanks if it has none but these.
pub(super) fn trim_wide_start(text: &[u8]) -> &[u8] {
    if text.first().is_none_or(u8::is_ascii) {
        return text;
    }
    let Ok(valid) = std::str::from_utf8(text) else { return text };
    valid.trim_start_matches(is_wide_space).as_bytes()
}

/// The text without the white space at its end, blanks included.
pub(super) fn trim_wide_end(text: &[u8]) -> &[u8] {
    let blanks = text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let text = &text[..text.len() - blanks];
    if text.last().is_none_or(u8::is_ascii) {
        return text;
    }
    let Ok(valid) = std::str::from_utf8(text) else { return text };
    valid.trim_end_matches(|c| matches!(c, ' ' | '\t') || is_wide_space(c)).as_bytes()
}

/// Whether there is white space in the text that is more than blanks.
pub(super) fn has_wide_space(text: &[u8]) -> bool {
    !text.is_ascii() && std::str::from_utf8(text).is_ok_and(|text| text.contains(is_wide_space))
}

/// White space to those who look for emphasis, and text to all others.
fn is_wide_space(char: char) -> bool {
    matches!(
        char,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// White space that is held back, without the blanks that a line end makes superfluous.
pub(super) fn wide_part(space: &[u8]) -> usize {
    space.iter().rposition(|b| !matches!(b, b' ' | b'\t')).map_or(0, |at| at + 1)
}

fn first_char(text: &[u8]) -> Option<char> {
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
    };
    valid.chars().next()
}

/// What an emphasis counts for: more than any run of delimiters in text.
const EMPHASIS: u64 = 1 << 32;

/// What a block holds that a lone delimiter in its text could pair with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Info {
    stars: u64,
    underscores: u64,
    tildes: u64,
    carets: u64,
    dollars: u64,
    /// Something that ends a tag.
    tag_end: bool,
}

impl Writer<'_, '_> {
    /// Writes a text. White space at its ends is held back.
    pub(super) fn write_text(&mut self, text: &[u8], next: Next) {
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let lead = text.iter().take_while(space).count();
        if lead > 0 {
            self.hold_space(&text[..lead]);
        }
        let mut text = &text[lead..];
        // Delimiters can't stand inside of white space: it goes before them.
        let edge = text.len() - trim_wide_start(text).len();
        if edge > 0 && self.opens_emphasis() {
            if trim_wide_end(text).is_empty() && self.holds_wide_space() {
                return self.hold_space(text);
            }
            self.show_before_emphasis();
            self.out.push(&text[..edge]);
            text = &text[edge..];
            if text.starts_with(b" ") || text.starts_with(b"\t") {
                return self.write_text(text, next);
            }
        }
        let core = trim_wide_end(text);
        let wide = core.len() < text.trim_ascii_end().len() && !self.breaks_held();
        if wide && next == Next::Close && self.in_emphasis() {
            if !core.is_empty() {
                self.inline.wide_tail = !matches!(text.get(core.len()), Some(b' ' | b'\t'));
                self.escape(core, next, false);
                self.inline.wide_tail = false;
            }
            return self.hold_space(&text[core.len()..]);
        }
        let trail = text.iter().rev().take_while(space).count();
        let (core, trail) = text.split_at(text.len() - trail);
        self.inline.trailing_space = !trail.is_empty();
        if !core.is_empty() {
            let spaced = !trail.is_empty() && !matches!(next, Next::Break | Next::Close);
            self.escape(core, next, spaced);
        }
        if !trail.is_empty() {
            self.hold_space(trail);
        }
    }

    fn escape(&mut self, text: &[u8], next: Next, spaced: bool) {
        let held = self.breaks_held() || !self.s.space.is_empty();
        let after_note = self.inline.after_note && !held;
        self.show();
        self.find_addresses(text);
        let mut at = 0;
        if self.inline.line != Line::Begun {
            if self.inline.context == Context::Paragraph {
                at = self.line_start(text, next, spaced);
            }
            if at == 0 && self.inline.line != Line::Begun {
                // The first byte has nothing before it, whatever the prefix is.
                at = self.special_run(text, 0, next, spaced, Class::Space);
            }
            self.inline.line = Line::Begun;
        } else if after_note && matches!(text[0], b'(' | b':' | b'[') {
            // pulldown-cmark sees through a backslash before the bracket.
            self.out.push(match text[0] {
                b'(' => b"\\(",
                b':' => b"\\:",
                _ => b"&#91;",
            });
            at = 1;
        }
        if at == 0 && text[0] == b'^' && self.inline.brackets > 0 {
            // cmark-gfm takes `![^` for a footnote, whatever follows.
            if self.out.as_bytes().last() == Some(&b'[') {
                self.out.push(b"\\^");
                at = 1;
            }
        }
        let mut stop = 0;
        loop {
            let broken = self.s.stops.get(stop).copied().unwrap_or(usize::MAX);
            if broken < at {
                stop += 1;
                continue;
            }
            let hit = self.classes.find(text, at).min(broken);
            if hit > at {
                self.out.push(&text[at..hit]);
                self.note_spaces(hit - at);
            }
            if hit >= text.len() {
                break;
            }
            if hit == broken {
                self.out.push(&[b'\\', text[hit]]);
                at = hit + 1;
                continue;
            }
            let before = class_before(self.out.as_bytes());
            at = self.special_run(text, hit, next, spaced, before);
        }
        if next == Next::Bracket && !spaced && text.last() == Some(&b'!') {
            self.out.truncate(self.out.len() - 1);
            self.out.push(b"\\!");
        }
    }

    /// Writes the run of equal bytes at `at`, escaped if it must be; where the text goes on.
    fn special_run(
        &mut self,
        text: &[u8],
        at: usize,
        next: Next,
        spaced: bool,
        before: Class,
    ) -> usize {
        let byte = text[at];
        if !self.classes.stops(byte) {
            return at;
        }
        let following = text.get(at + 1).copied();
        let escape = match byte {
            b'*' | b'_' | b'~' | b'^' | b'$' => {
                return self.delimiter_run(text, at, next, spaced, before);
            }
            b'\\' => match following {
                // White space behind it that is not dropped.
                None if matches!(next, Next::Space | Next::Wide) => false,
                None if spaced && next != Next::LineEnd => false,
                _ => escapes(following.as_ref()),
            },
            b'`' => true,
            b'[' => {
                self.inline.brackets > 0
                    || match following {
                        Some(b) => b == b'^' && self.extensions.footnotes,
                        // What follows may begin or end with `^`.
                        None => {
                            let touches = matches!(next, Next::Other | Next::Close) && !spaced;
                            self.extensions.super_sub && touches
                        }
                    }
            }
            b']' => self.inline.brackets > 0 || following == Some(b'('),
            b'<' => match following {
                Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => {
                    self.info().tag_end
                }
                Some(_) => false,
                None => !spaced && !matches!(next, Next::LineEnd | Next::Space | Next::Wide),
            },
            b'&' => is_entity(&text[at..]),
            b'|' => self.inline.context == Context::Cell || self.inline.term,
            b'\n' | b'\r' | 0 => {
                self.out.push(match byte {
                    b'\n' => b"&#10;",
                    b'\r' => b"&#13;",
                    _ => "\u{FFFD}".as_bytes(),
                });
                return at + 1;
            }
            b'-' => following == Some(b'-') || (at > 0 && text[at - 1] == b'-'),
            b'.' => text[at..].starts_with(b"..."),
            // Straight quotes, where smart punctuation would bend them.
            _ => true,
        };
        if escape {
            self.out.push(&[b'\\', byte]);
        } else {
            self.out.push_byte(byte);
            match byte {
                b'[' => self.inline.text_brackets += 1,
                b']' => {
                    self.inline.text_brackets = self.inline.text_brackets.saturating_sub(1);
                }
                _ => {}
            }
        }
        at + 1
    }

    fn delimiter_run(
        &mut self,
        text: &[u8],
        at: usize,
        next: Next,
        spaced: bool,
        before: Class,
    ) -> usize {
        let byte = text[at];
        let length = text[at..].iter().take_while(|&&b| b == byte).count();
        let end = at + length;
        let after = match text.get(end) {
            // Written as character references.
            Some(b'\n' | b'\r') => Class::Punctuation,
            Some(_) => class_after(&text[end..]),
            None if spaced || matches!(next, Next::LineEnd | Next::Space | Next::Wide) => {
                Class::Space
            }
            None => Class::Punctuation,
        };
        let inert = match byte {
            b'$' => false,
            _ if before == Class::Space && after == Class::Space => true,
            b'_' => before == Class::Letter && after == Class::Letter,
            b'~' if !(self.extensions.strikethrough || self.extensions.super_sub) => true,
            // Nobody reads three as a delimiter, unless they touch one.
            b'~' => {
                let touches = at == 0 && self.out.as_bytes().last() == Some(&byte);
                length > 2 && !touches && (end < text.len() || after == Class::Space)
            }
            _ => false,
        };
        if inert || self.is_lone(byte, length) {
            self.out.push(&text[at..end]);
        } else {
            for _ in 0..length {
                self.out.push(&[b'\\', byte]);
            }
        }
        end
    }

    /// Whether the block holds no delimiter that a run of this length could pair with.
    fn is_lone(&mut self, byte: u8, length: usize) -> bool {
        let info = self.info();
        let count = match byte {
            b'*' => info.stars,
            b'_' => info.underscores,
            // To pulldown-cmark a lone `^` hides a `~` that opens, and the other way round.
            b'~' | b'^' if self.extensions.super_sub => return false,
            b'~' => info.tildes,
            b'^' => info.carets,
            _ => info.dollars,
        };
        count <= length as u64
    }

    fn info(&mut self) -> Info {
        if let Some(info) = self.inline.info {
            return info;
        }
        let mut info = Info {
            // pulldown-cmark takes the marker of a quote for the end of a declaration.
            tag_end: self.s.prefix.contains(&b'>'),
            ..Info::default()
        };
        for id in self.inline.first..self.inline.end {
            let kind = self.kind(id);
            if self.is_hollow(id) || self.is_void(id) {
                continue;
            }
            match kind {
                Kind::Text(span) => info.count(self.text(span)),
                Kind::Code(span) | Kind::Html(span) => info.count_raw(self.text(span)),
                Kind::Emphasis | Kind::Strong => {
                    info.stars += EMPHASIS;
                    info.underscores += EMPHASIS;
                }
                Kind::Superscript => info.carets += EMPHASIS,
                Kind::Strike | Kind::Subscript => info.tildes += EMPHASIS,
                Kind::Link(target) | Kind::Image(target) => {
                    let target = self.view.link(target);
                    info.count_raw(self.text(target.url));
                    info.count_raw(self.text(target.title));
                }
                Kind::Math { tex, .. } => {
                    // It may have to be written as text.
                    info.dollars += EMPHASIS;
                    info.count(self.text(tex));
                }
                _ => {}
            }
            // Most of what is not text may be written with a tag.
            info.tag_end |= !matches!(kind, Kind::Text(_) | Kind::Code(_) | Kind::SoftBreak);
        }
        self.inline.info = Some(info);
        info
    }

    /// Writes the first bytes of a line, so that they do not begin a block. Returns how many
    /// bytes of the text that were.
    fn line_start(&mut self, text: &[u8], next: Next, spaced: bool) -> usize {
        let later = self.inline.line == Line::Later;
        let ends = |at: usize| match text.get(at) {
            Some(byte) => matches!(byte, b' ' | b'\t'),
            None => spaced || matches!(next, Next::LineEnd | Next::Space),
        };
        // The line holds nothing but these bytes.
        let wraps = self.wraps();
        let only = |bytes: &[u8]| {
            if wraps {
                // The line may end behind the first word.
                let length = text.iter().take_while(|b| !matches!(b, b' ' | b'\t')).count();
                return ends(length) && text[..length].iter().all(|b| bytes.contains(b));
            }
            next == Next::LineEnd && text.iter().all(|b| bytes.contains(b))
        };
        let escaped = match text[0] {
            b'#' => {
                let length = text.iter().take_while(|&&b| b == b'#').count();
                length <= 6 && ends(length)
            }
            b'>' => true,
            b'+' => ends(1),
            b'-' => ends(1) || only(b"- \t") || (later && only(b"-:| \t")),
            b'*' => ends(1) || only(b"* \t"),
            b'_' => only(b"_ \t"),
            b'=' => later && only(b"= \t"),
            b'|' | b':' if later && only(b"-:| \t") => true,
            b':' => self.extensions.definition_lists,
            b'~' if text.starts_with(b"~~~") => {
                let length = text.iter().take_while(|&&b| b == b'~').count();
                for _ in 0..length {
                    self.out.push(b"\\~");
                }
                self.inline.line = Line::Begun;
                return length;
            }
            b'<' => {
                matches!(text.get(1), Some(b) if b.is_ascii_alphabetic() || b"/!?".contains(b))
            }
            b'[' if !later => self.bracket_at_start(text, next, spaced),
            b'0'..=b'9' => {
                let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
                let point = matches!(text.get(digits), Some(b'.' | b')'));
                // Only a list that begins with 1 can begin under a paragraph's line.
                let begins = !later
                    || text[..digits].iter().rev().skip(1).all(|&b| b == b'0')
                        && text[digits - 1] == b'1';
                if digits <= 9 && point && ends(digits + 1) && begins {
                    self.out.push(&text[..digits]);
                    self.out.push(&[b'\\', text[digits]]);
                    self.inline.line = Line::Begun;
                    return digits + 1;
                }
                false
            }
            _ => false,
        };
        if !escaped {
            return 0;
        }
        self.out.push(&[b'\\', text[0]]);
        self.inline.line = Line::Begun;
        1
    }

    /// Whether `[` at the start of a block could begin a definition, a task box or an alert.
    fn bracket_at_start(&self, text: &[u8], next: Next, spaced: bool) -> bool {
        let task = self.inline.first_in_item
            && matches!(text, [b'[', b' ' | b'x' | b'X' | b'\t', b']', ..]);
        let alert = self.inline.first_in_item && self.extensions.alerts && text.starts_with(b"[!");
        // Where lines are broken, only the first word is sure to stand on this one.
        let words = if self.wraps() { memchr::memchr(b' ', text) } else { None };
        let line = text.get(..words.unwrap_or(text.len())).unwrap_or(text);
        let definition = match memchr::memchr(b']', line) {
            Some(close) => match text.get(close + 1) {
                Some(byte) => *byte == b':',
                None => !spaced && !matches!(next, Next::LineEnd | Next::Space | Next::Wide),
            },
            None => true,
        };
        task || alert || definition
    }
}

impl Info {
    fn count(&mut self, text: &[u8]) {
        for &byte in text {
            match byte {
                // An address may come to stand between angle brackets.
                b'>' | b':' | b'@' => self.tag_end = true,
                b'*' => self.stars += 1,
                b'_' => self.underscores += 1,
                b'~' => self.tildes += 1,
                b'^' => self.carets += 1,
                b'$' => self.dollars += 1,
                _ => {}
            }
        }
        self.tag_end |= memchr::memmem::find(text, b"www.").is_some();
    }

    /// Counts what may pair with something in text although it is not text itself.
    fn count_raw(&mut self, text: &[u8]) {
        self.tag_end |= text.contains(&b'>');
        self.dollars += text.iter().filter(|&&b| b == b'$').count() as u64;
    }
}

/// Whether a backslash before `next` must be escaped: it would escape, or end the line.
pub(super) fn escapes(next: Option<&u8>) -> bool {
    // Line ends are written as character references.
    next.is_none_or(|b| b.is_ascii_punctuation() || matches!(b, b'\n' | b'\r'))
}

/// Whether `text` begins with something of the form of an entity or a character reference.
pub(super) fn is_entity(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"&") else { return false };
    let (body, valid): (&[u8], fn(&u8) -> bool) = match rest {
        [b'#', b'x' | b'X', body @ ..] => (body, u8::is_ascii_hexdigit),
        [b'#', body @ ..] => (body, u8::is_ascii_digit),
        body => (body, u8::is_ascii_alphanumeric),
    };
    let length = body.iter().take(40).take_while(|b| valid(b)).count();
    length > 0 && body.get(length) == Some(&b';')
}
