//! JSON as it is read: a flat list of its values, by their places in the text.
//!
//! Shape   [`Tape::read`] goes over a text once and notes every value in reading order: a scalar with
//!         the bytes it is written in, a container with the index after its last value. Members of
//!         an object are a name, which is a string, and then the value. Who reads an object asks for its
//!         members by name, so their order means nothing.
//! Units   bytes of UTF-8; indices of values.
//! Errors  `BadEncoding` with the place where the text is no JSON; `MemoryLimit`.
//! Limits  no recursion: how deep values stand costs a number each. Time is linear.
//! Source  RFC 8259.

use crate::buffers::kept;
use crate::error::{Error, Result, Status};
use crate::memory;
use crate::system::halt;
use crate::work;

/// Index of a value.
pub(crate) type At = u32;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Null,
    False,
    True,
    Number,
    /// A string that says itself.
    String,
    /// A string in which something is escaped.
    Escaped,
    Array,
    Object,
}

#[derive(Clone, Copy, Debug)]
struct Value {
    shape: Shape,
    /// The first byte; of a string the one behind its quote.
    start: u32,
    /// The byte after a scalar's last; the index after a container's last value.
    end: u32,
}

kept! {
    /// The values of a text.
    #[derive(Debug, Default)]
    pub(crate) struct Tape {
        values: Vec<Value>,
        open: Vec<At>,
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Value,
    /// A value, or the end of the array.
    First,
    Name,
    /// A name, or the end of the object.
    FirstName,
    Colon,
    /// A comma, or the end of what is open.
    Comma,
    Nothing,
}

impl Tape {
    /// Reads a text that is one value.
    pub(crate) fn read(&mut self, text: &str) -> Result<()> {
        self.values.clear();
        self.open.clear();
        let bytes = text.as_bytes();
        if bytes.len() >= i32::MAX as usize {
            return Err(Error::new(Status::LimitReached, "the text is larger than 2 GB"));
        }
        work::step(bytes.len());
        let mut at = 0;
        let mut expected = Expected::Value;
        loop {
            let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            at += bytes[at..].iter().take_while(blank).count();
            let Some(&byte) = bytes.get(at) else {
                return if expected == Expected::Nothing { Ok(()) } else { Err(bad(at)) };
            };
            use Expected::*;
            expected = match (expected, byte) {
                (Value | First, b'{' | b'[') => {
                    let is_object = byte == b'{';
                    let here = self.values.len() as At;
                    if halt::is_due() || !memory::push(&mut self.open, here) {
                        return Err(Error::out_of_memory());
                    }
                    self.note(if is_object { Shape::Object } else { Shape::Array }, at, at)?;
                    at += 1;
                    if is_object { FirstName } else { First }
                }
                (First | Comma, b']') => self.close(Shape::Array, &mut at)?,
                (FirstName | Comma, b'}') => self.close(Shape::Object, &mut at)?,
                (Comma, b',') => {
                    at += 1;
                    if self.innermost() == Some(Shape::Object) { Name } else { Value }
                }
                (Colon, b':') => {
                    at += 1;
                    Value
                }
                (Value | First | Name | FirstName, b'"') => {
                    let (shape, end) = string(bytes, at + 1)?;
                    self.note(shape, at + 1, end)?;
                    at = end + 1;
                    if matches!(expected, Name | FirstName) { Colon } else { self.next_expected() }
                }
                (Value | First, _) => {
                    let plain = |byte: &&u8| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E');
                    let end = at + bytes[at..].iter().take_while(plain).count();
                    let shape = match &bytes[at..end] {
                        b"null" => Shape::Null,
                        b"true" => Shape::True,
                        b"false" => Shape::False,
                        number if is_number(number) => Shape::Number,
                        _ => return Err(bad(at)),
                    };
                    self.note(shape, at, end)?;
                    at = end;
                    self.next_expected()
                }
                (FirstName | Name | Colon | Comma | Nothing, _) => return Err(bad(at)),
            };
        }
    }

    fn note(&mut self, shape: Shape, start: usize, end: usize) -> Result<()> {
        let step = self.values.capacity().max(4);
        if self.values.len() == self.values.capacity() && !memory::grow(&mut self.values, 1, step) {
            return Err(Error::out_of_memory());
        }
        self.values.push(Value { shape, start: start as u32, end: end as u32 });
        Ok(())
    }

    fn innermost(&self) -> Option<Shape> {
        self.open.last().map(|&at| self.shape(at))
    }

    fn next_expected(&self) -> Expected {
        if self.open.is_empty() { Expected::Nothing } else { Expected::Comma }
    }

    fn close(&mut self, shape: Shape, at: &mut usize) -> Result<Expected> {
        if self.innermost() != Some(shape) {
            return Err(bad(*at));
        }
        let end = self.values.len() as At;
        if let Some(value) = self.open.pop().and_then(|at| self.values.get_mut(at as usize)) {
            value.end = end;
        }
        *at += 1;
        Ok(self.next_expected())
    }

    fn value(&self, at: At) -> Value {
        let none = Value { shape: Shape::Null, start: 0, end: 0 };
        self.values.get(at as usize).copied().unwrap_or(none)
    }

    /// What the value is; null where there is none.
    pub(crate) fn shape(&self, at: At) -> Shape {
        self.value(at).shape
    }

    /// The index after the value and all that is in it.
    pub(crate) fn after(&self, at: At) -> At {
        let value = self.value(at);
        match value.shape {
            // A step at least, whatever is asked for.
            Shape::Array | Shape::Object => value.end.max(at + 1),
            _ => at + 1,
        }
    }

    /// The byte of the text where the value begins.
    pub(crate) fn place(&self, at: At) -> usize {
        self.value(at).start as usize
    }

    /// The bytes that a scalar is written in, without quotes; none of a container.
    pub(crate) fn written<'t>(&self, text: &'t str, at: At) -> &'t str {
        let Value { shape, start, end } = self.value(at);
        match shape {
            Shape::Array | Shape::Object => "",
            _ => text.get(start as usize..end as usize).unwrap_or(""),
        }
    }

    /// The characters of a string or of another scalar. Half a surrogate pair is U+FFFD.
    pub(crate) fn characters<'t>(
        &self,
        text: &'t str,
        at: At,
    ) -> impl Iterator<Item = char> + use<'t> {
        let is_escaped = self.shape(at) == Shape::Escaped;
        let mut rest = self.written(text, at).chars();
        std::iter::from_fn(move || match rest.next()? {
            '\\' if is_escaped => Some(unescaped(&mut rest)),
            character => Some(character),
        })
    }

    /// Whether a string says `word`.
    pub(crate) fn says(&self, text: &str, at: At, word: &str) -> bool {
        match self.shape(at) {
            Shape::String => self.written(text, at) == word,
            Shape::Escaped => self.characters(text, at).eq(word.chars()),
            _ => false,
        }
    }

    /// The value of an object's member.
    pub(crate) fn member(&self, text: &str, object: At, name: &str) -> Option<At> {
        if self.shape(object) != Shape::Object {
            return None;
        }
        let end = self.after(object);
        let mut at = object + 1;
        while at < end {
            if self.says(text, at, name) {
                return Some(at + 1);
            }
            at = self.after(at + 1);
            work::step(1);
        }
        None
    }

    /// The elements of an array from the first on, as indices to go through with
    /// [`after`](Self::after); none where it is no array.
    pub(crate) fn elements(&self, array: At) -> (At, At) {
        match self.shape(array) {
            Shape::Array => (array + 1, self.after(array)),
            _ => (array, array),
        }
    }

    /// The first `N` elements of an array that has that many.
    pub(crate) fn first<const N: usize>(&self, array: At) -> Option<[At; N]> {
        let (mut at, end) = self.elements(array);
        let mut found = [0; N];
        for place in &mut found {
            if at >= end {
                return None;
            }
            *place = at;
            at = self.after(at);
        }
        Some(found)
    }

    /// How many elements an array has.
    pub(crate) fn count(&self, array: At) -> usize {
        let (mut at, end) = self.elements(array);
        let mut count = 0;
        while at < end {
            at = self.after(at);
            count += 1;
        }
        work::step(count);
        count
    }
}

fn bad(at: usize) -> Error {
    Error::at(Status::BadEncoding, at, "this is not JSON")
}

/// How a string ends that begins behind its quote: what it is, and where its last quote stands.
fn string(bytes: &[u8], start: usize) -> Result<(Shape, usize)> {
    let mut shape = Shape::String;
    let mut at = start;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        at += memchr::memchr2(b'"', b'\\', rest).ok_or_else(|| bad(start - 1))?;
        if bytes[at] == b'"' {
            return Ok((shape, at));
        }
        shape = Shape::Escaped;
        let digits = bytes.get(at + 2..at + 6).unwrap_or(&[]);
        match bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
            Some(b'u') if digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit) => at += 6,
            _ => return Err(bad(at)),
        }
    }
}

fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', power @ ..] | [b'e' | b'E', power @ ..] => {
            !power.is_empty() && digits(power) == power.len()
        }
        _ => false,
    }
}

/// The character of what stands behind a backslash. The text is known to be well formed.
fn unescaped(rest: &mut std::str::Chars<'_>) -> char {
    let unit = |rest: &mut std::str::Chars<'_>| {
        rest.by_ref().take(4).fold(0, |unit, digit| unit << 4 | digit.to_digit(16).unwrap_or(0))
    };
    match rest.next() {
        Some('b') => '\u{8}',
        Some('f') => '\u{C}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => match unit(rest) {
            high @ 0xD800..=0xDBFF => {
                let mut ahead = rest.as_str().strip_prefix("\\u").unwrap_or("").chars();
                match unit(&mut ahead) {
                    low @ 0xDC00..=0xDFFF => {
                        *rest = ahead;
                        let pair = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                        char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER)
                    }
                    _ => char::REPLACEMENT_CHARACTER,
                }
            }
            unit => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
        },
        Some(itself) => itself,
        None => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Tape> {
        let mut tape = Tape::default();
        tape.read(text).map(|()| tape)
    }

    #[test]
    fn values_are_found_by_name_and_place() {
        let text = r#" {"a" : [1, -2.5e+3, "x\"", {}], "\u0062": {"c":null}, "d":true} "#;
        let tape = read(text).unwrap();
        let a = tape.member(text, 0, "a").unwrap();
        assert_eq!(tape.count(a), 4);
        let [one, number, string] = tape.first(a).unwrap();
        assert_eq!((tape.shape(one), tape.written(text, number)), (Shape::Number, "-2.5e+3"));
        assert_eq!(tape.characters(text, string).collect::<String>(), "x\"");
        let b = tape.member(text, 0, "b").unwrap();
        assert_eq!(tape.shape(tape.member(text, b, "c").unwrap()), Shape::Null);
        assert_eq!(tape.shape(tape.member(text, 0, "d").unwrap()), Shape::True);
        assert_eq!(tape.member(text, 0, "c"), None);
        assert_eq!(tape.first::<5>(a), None);
    }

    #[test]
    fn what_is_no_json_is_told_by_its_place() {
        for (text, place) in [
            ("", 0),
            ("{", 1),
            ("[1,]", 3),
            ("[1 2]", 3),
            ("{\"a\" 1}", 5),
            ("{a:1}", 1),
            ("[}", 1),
            ("[1]]", 3),
            ("01", 0),
            ("1.", 0),
            ("1e", 0),
            ("-", 0),
            ("nul", 0),
            ("\"a", 0),
            ("\"\\x\"", 1),
            ("[\"\\u12\"]", 2),
            ("{\"a\":1,}", 7),
            ("[,1]", 1),
            ("{]", 1),
            ("x", 0),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.status, error.offset), (Status::BadEncoding, Some(place)), "{text}");
        }
    }

    #[test]
    fn escapes_are_characters() {
        for (text, expected) in [
            (r#""\b\f\n\r\t\/\\\"""#, "\u{8}\u{c}\n\r\t/\\\""),
            (r#""\u00fc\ud83d\ude00""#, "ü😀"),
            (r#""\ud83dx\ude00\ud83d\ud83d\ude00""#, "\u{FFFD}x\u{FFFD}\u{FFFD}😀"),
            ("\"漢\"", "漢"),
        ] {
            let tape = read(text).unwrap();
            assert_eq!(tape.characters(text, 0).collect::<String>(), expected);
            assert!(tape.says(text, 0, expected));
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let tape = read(&deep).unwrap();
        assert_eq!((tape.after(0), tape.count(0)), (100_000, 1));
    }
}
