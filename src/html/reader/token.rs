//! HTML text to tokens: text, tags, comments.
//!
//! Shape   [`Tokens::next`] yields one [`Token`] after the other; tokens name ranges of the text.
//!         Attributes are looked at only where somebody asks: [`Attributes`](super::pairs::Attributes).
//! Units   byte offsets from the start of the text; they are always between characters.
//! Errors  none: every text has a token sequence. A `<` that begins no tag is text.
//! Limits  linear time: a search that failed once (for `>`, a quote, the end of a comment or of a
//!         script) is not made again.
//! Source  the HTML standard, "Tokenization", with less to remember: a quote or comment that never
//!         ends does not swallow the rest of the document.

use super::tag::Tag;
use crate::system::halt;
use crate::work;
use memchr::{memchr, memchr3, memmem};

/// Elements of drawings and formulas in which HTML may stand.
const INTEGRATION: [&[u8]; 9] =
    [b"foreignObject", b"desc", b"title", b"mi", b"mo", b"mn", b"ms", b"mtext", b"annotation-xml"];

/// One token. Ranges are `start, end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text with character references.
    Text(usize, usize),
    /// Text without: `<![CDATA[…]]>`.
    Cdata(usize, usize),
    /// A start tag and where its attributes stand.
    Start(Tag, usize, usize),
    /// An end tag.
    End(Tag),
    /// What a comment, declaration or processing instruction says.
    Comment(usize, usize),
    /// The content of an element such as `script`, whose start tag came before; its end tag, which
    /// gives no token of its own, is passed.
    Raw(Tag, usize, usize),
    /// The end of the text.
    Eof,
}

/// Reads tokens.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The raw text element that began just now.
    raw: Option<Tag>,
    /// Raw text elements that have no end tag from here on, one bit for each.
    unclosed: u128,
    /// No comment ends from here on.
    open_comment: bool,
    /// No CDATA section ends from here on.
    open_cdata: bool,
    /// No such quote comes any more: `"` and `'`.
    no_quote: [bool; 2],
    /// Quotes are so unbalanced that tags end at the first `>`.
    unquoted: bool,
    /// No `>` comes any more.
    no_end: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Tokens {
            bytes: text.as_bytes(),
            at: 0,
            raw: None,
            unclosed: 0,
            open_comment: false,
            open_cdata: false,
            no_quote: [false; 2],
            unquoted: false,
            no_end: false,
        }
    }

    /// Where the next token begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on at a place further on.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// The next token. At the end of the text it is `Eof`, again and again.
    pub(super) fn next(&mut self) -> Token {
        if let Some(tag) = self.raw.take()
            && let Some(token) = self.raw_text(tag)
        {
            return token;
        }
        let start = self.at;
        // Nobody waits any more for what a conversion makes that was asked to stop.
        if start >= self.bytes.len() || halt::is_due() {
            return Token::Eof;
        }
        let mut from = start;
        loop {
            let Some(found) = memchr(b'<', &self.bytes[from..]) else {
                work::step(self.bytes.len() - from);
                self.at = self.bytes.len();
                return Token::Text(start, self.at);
            };
            work::step(1 + found);
            let open = from + found;
            if self.begins_markup(open) {
                if open > start {
                    self.at = open;
                    return Token::Text(start, open);
                }
                if let Some(token) = self.markup(open) {
                    return token;
                }
            }
            from = open + 1;
        }
    }

    fn begins_markup(&self, open: usize) -> bool {
        let letter = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        match self.bytes.get(open + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => self.bytes.len() > open + 2,
            _ => letter(open + 1),
        }
    }

    /// The tag or comment at `open`, if it ends.
    fn markup(&mut self, open: usize) -> Option<Token> {
        let (bytes, rest) = (self.bytes, &self.bytes[open + 1..]);
        match rest.first()? {
            b'!' => return self.declaration(open),
            b'?' => return Some(self.bogus(open, open + 1)),
            _ => {}
        }
        let closing = rest[0] == b'/';
        if closing && !rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let end = self.first_end(open)?;
            self.at = end + 1;
            return Some(Token::Comment((open + 2).min(end), end));
        }
        let name = open + 1 + closing as usize;
        let is_end = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
        // Longer names are unknown ones, and not to be read again from each `<` inside.
        let length = bytes[name..].iter().take(64).take_while(|byte| !is_end(byte)).count();
        work::step(length);
        let tag = Tag::of(&bytes[name..name + length]);
        let Some(end) = self.tag_end(name + length) else {
            // The text was cut off in an end tag.
            let is_cut = closing && tag != Tag::Unknown;
            self.at = if is_cut { bytes.len() } else { self.at };
            return is_cut.then_some(Token::Comment(bytes.len(), bytes.len()));
        };
        self.at = end + 1;
        if closing {
            return Some(Token::End(tag));
        }
        if tag.is_raw_text() {
            self.raw = Some(tag);
        }
        Some(Token::Start(tag, name + length, end))
    }

    /// The first `>` behind `from`.
    fn first_end(&mut self, from: usize) -> Option<usize> {
        if self.no_end {
            return None;
        }
        let found = memchr(b'>', &self.bytes[from..]);
        work::step(found.unwrap_or(self.bytes.len() - from));
        self.no_end = found.is_none();
        found.map(|found| from + found)
    }

    /// The `>` that ends a tag: the first one outside of quoted values.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        while !self.unquoted && !self.no_end {
            let Some(found) = memchr3(b'>', b'"', b'\'', &self.bytes[at..]) else {
                // Not a search to repeat for each tag that follows.
                work::step(self.bytes.len() - at);
                self.unquoted = true;
                break;
            };
            work::step(1 + found);
            let place = at + found;
            if self.bytes[place] == b'>' {
                return Some(place);
            }
            at = self.closing_quote(at, place).unwrap_or(place) + 1;
        }
        self.first_end(from)
    }

    /// The quote that closes the one at `place`, if that one begins a value.
    fn closing_quote(&mut self, from: usize, place: usize) -> Option<usize> {
        let before = &self.bytes[from..place];
        let blanks = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        work::step(blanks);
        let last = before.iter().rev().nth(blanks);
        let quote = self.bytes[place];
        let missing = &mut self.no_quote[(quote == b'\'') as usize];
        if last != Some(&b'=') || *missing {
            return None;
        }
        let found = memchr(quote, &self.bytes[place + 1..]);
        work::step(found.unwrap_or(self.bytes.len() - place));
        *missing = found.is_none();
        found.map(|found| place + 1 + found)
    }

    /// `<!…`: a comment, CDATA, or something to pass over.
    fn declaration(&mut self, open: usize) -> Option<Token> {
        let rest = &self.bytes[open..];
        if rest.starts_with(b"<!--") {
            let start = open + 4;
            if rest[4..].starts_with(b">") || rest[4..].starts_with(b"->") {
                self.at = start + 1 + (rest[4] == b'-') as usize;
                return Some(Token::Comment(start, start));
            }
            if !self.open_comment {
                let mut dashes =
                    memmem::find_iter(&rest[4..], b"--").map(|at| (at, &rest[4 + at + 2..]));
                let end = loop {
                    match dashes.next() {
                        Some((at, rest)) if rest.starts_with(b">") => break Some((at, 3)),
                        Some((at, rest)) if rest.starts_with(b"!>") => break Some((at, 4)),
                        // The next `--` may overlap this one.
                        Some((at, rest)) if rest.starts_with(b"->") => break Some((at + 1, 3)),
                        Some(_) => {}
                        None => break None,
                    }
                };
                work::step(end.map_or(rest.len(), |(length, _)| length));
                if let Some((length, mark)) = end {
                    self.at = start + length + mark;
                    return Some(Token::Comment(start, start + length));
                }
                self.open_comment = true;
            }
        } else if rest.starts_with(b"<![CDATA[") && !self.open_cdata {
            let found = memmem::find(&rest[9..], b"]]>");
            work::step(found.unwrap_or(rest.len()));
            if let Some(length) = found {
                self.at = open + 9 + length + 3;
                return Some(Token::Cdata(open + 9, open + 9 + length));
            }
            self.open_cdata = true;
        }
        Some(self.bogus(open, open + 2))
    }

    /// What says nothing up to the next `>`, or to the end: no tag comes any more then.
    fn bogus(&mut self, open: usize, from: usize) -> Token {
        let length = self.bytes.len();
        let end = self.first_end(open).unwrap_or(length);
        self.at = (end + 1).min(length);
        Token::Comment(from.min(end), end)
    }

    /// Where foreign content ends: at its end tag, or at a tag that can't stand in it.
    pub(super) fn foreign_end(&self, from: usize) -> usize {
        let end = self.end_of_foreign(from);
        work::step(end - from);
        end
    }

    fn end_of_foreign(&self, from: usize) -> usize {
        let bytes = self.bytes;
        // Drawings in this one, those outside of the HTML that may stand in it, and elements which hold that.
        let (mut at, mut drawings, mut outer, mut inside) = (from, 0u32, 0, 0u32);
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let open = at + found;
            let rest = &bytes[open..];
            at = open + 1;
            let skipped = [(&b"<![CDATA["[..], &b"]]>"[..]), (b"<!--", b"-->")];
            if let Some((begin, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
                let Some(length) = memmem::find(&rest[begin.len()..], end) else { break };
                at = open + begin.len() + length + end.len();
                continue;
            }
            let closing = rest.get(1) == Some(&b'/');
            let name = &rest[1 + usize::from(closing)..];
            let is_end = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
            let name = &name[..name.iter().take(64).take_while(|byte| !is_end(byte)).count()];
            let is = |known: &&&[u8]| known.eq_ignore_ascii_case(name);
            let tag = Tag::of(name);
            match closing {
                false if INTEGRATION.iter().any(|known| is(&known)) => {
                    outer = if inside == 0 { drawings } else { outer };
                    inside += 1;
                }
                true if INTEGRATION.iter().any(|known| is(&known)) => {
                    inside = inside.saturating_sub(1);
                    drawings = if inside == 0 { outer } else { drawings };
                }
                true if tag == Tag::Svg && drawings == 0 => return open,
                true if tag == Tag::Svg => drawings -= 1,
                false if tag == Tag::Svg => {
                    let Some(length) = memchr(b'>', &bytes[at..]) else { break };
                    at += length + 1;
                    drawings += u32::from(bytes[at - 2] != b'/');
                }
                // HTML within ends with the cell that all stands in.
                _ if inside > 0 && tag.is_table_part() => return open,
                false if inside == 0 && tag.breaks_out() => return open,
                true if inside == 0 && tag.is_block() => return open,
                _ => {}
            }
        }
        bytes.len()
    }

    /// The content of a raw text element that began just before.
    fn raw_text(&mut self, tag: Tag) -> Option<Token> {
        let start = self.at;
        if tag == Tag::Svg {
            self.at = self.foreign_end(start);
            let end = self.at;
            if names(&self.bytes[end..], b"</", tag) {
                self.pass_tag(end);
            }
            return Some(Token::Raw(tag, start, end));
        }
        // Templates stand in templates.
        let (mut from, mut inside) = (start, 0u32);
        while self.unclosed & (1 << tag as u32) == 0 {
            let Some(found) = memchr(b'<', &self.bytes[from..]) else {
                work::step(self.bytes.len() - from);
                self.unclosed |= 1 << tag as u32;
                break;
            };
            work::step(1 + found);
            let open = from + found;
            from = open + 1;
            if tag == Tag::Template && names(&self.bytes[open..], b"<", tag) {
                inside += 1;
            } else if names(&self.bytes[open..], b"</", tag) {
                if inside == 0 {
                    self.pass_tag(open);
                    return Some(Token::Raw(tag, start, open));
                }
                inside -= 1;
            }
        }
        // Titles and the like that don't end are no reason to read nothing more. Scripts, what waits for them, and
        // styles are never text, and what is only text is that to the end.
        match tag {
            Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Plaintext
            | Tag::Textarea
            | Tag::Xmp => {
                self.at = self.bytes.len();
                Some(Token::Raw(tag, start, self.at))
            }
            _ => None,
        }
    }

    /// Goes on behind the tag that begins at `open`.
    fn pass_tag(&mut self, open: usize) {
        let end = self.tag_end(open + 1);
        self.at = end.map_or(self.bytes.len(), |end| end + 1);
    }
}

/// Whether a tag of that element begins a text: a start tag, or an end tag, as its beginning says.
fn names(text: &[u8], begin: &[u8], tag: Tag) -> bool {
    let name = tag.name().as_bytes();
    let Some(rest) = text.strip_prefix(begin) else { return false };
    rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && !rest.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::pairs::Attributes;
    use super::*;

    fn tokens(text: &str) -> String {
        let mut tokens = Tokens::new(text);
        let mut out = String::new();
        loop {
            match tokens.next() {
                Token::Eof => return out,
                Token::Text(a, b) => out += &format!("'{}'", &text[a..b]),
                Token::Cdata(a, b) => out += &format!("cdata'{}'", &text[a..b]),
                Token::Comment(a, b) => out += &format!("#{}#", &text[a..b]),
                Token::Raw(tag, a, b) => out += &format!("raw {tag:?}'{}'", &text[a..b]),
                Token::End(tag) => out += &format!("</{tag:?}>"),
                Token::Start(tag, a, b) => {
                    out += &format!("<{tag:?}");
                    for attribute in Attributes::new(text, a, b) {
                        let name = std::str::from_utf8(attribute.name).unwrap();
                        out += &format!(" {name}={}", &text[attribute.start..attribute.end]);
                    }
                    out += ">";
                }
            }
        }
    }

    macro_rules! tokenizes {
        ($($name:ident $source:expr => $expected:expr;)*) => {
            $(#[test] fn $name() { assert_eq!(tokens($source), $expected); })*
        };
    }

    tokenizes! {
        text_and_tags "a<B>b</b >c" => "'a'<B>'b'</B>'c'";
        signs_that_begin_no_tag "a < b <3 <= </ <" => "'a < b <3 <= ''</ <'";
        a_tag_that_does_not_end "a<b" => "'a''<b'";
        attributes_of_each_kind "<a href=x/y title='a \"b\" >' ID = \"q\" checked>" => "<A href=x/y title=a \"b\" > ID=q checked=>";
        slash_before_the_end "<br/><img src=\"a\"/><hr />" => "<Br><Img src=a><Hr>";
        a_quote_inside_a_bare_value "<p class=it's id=x>it's" => "<P class=it's id=x>'it's'";
        a_quote_that_never_ends "<a href=\"x>text</a>" => "<A href=x>'text'</A>";
        an_empty_value "<a b= c='' =d>" => "<A b=c='' =d=>";
        end_tags_without_a_name "a</>b</1>c</ x>d" => "'a'##'b'#1#'c'# x#'d'";
        markup_that_never_ends "a<? b" => "'a'#? b#";
        drawings_that_never_end "<svg><g>a</g><![CDATA[<p>]]><title><p>b</p></title><p>c" => "<Svg>raw Svg'<g>a</g><![CDATA[<p>]]><title><p>b</p></title>'<P>'c'";
        drawings_in_cells_that_never_end "<svg>a</table>b" => "<Svg>raw Svg'a'</Table>'b'";
        end_tags_of_scripts_with_attributes "<script>a</script x='>'>b" => "<Script>raw Script'a''b'";
        comments_that_end_otherwise "<!-- a --!>b<!-- c --->d" => "# a #'b'# c -#'d'";
        unknown_elements "<o:p>x</o:p>" => "<Unknown>'x'</Unknown>";
        comments "<!-- a > b --><!--><!---><!doctype html><?xml x?>" => "# a > b ######doctype html##?xml x?#";
        a_comment_that_never_ends "<!-- a > b" => "#-- a #' b'";
        conditional_comments "<![if !supportLists]>x<![endif]>" => "#[if !supportLists]#'x'#[endif]#";
        cdata "<![CDATA[a<b>c]]>d<![CDATA[e" => "cdata'a<b>c''d'#[CDATA[e#";
        raw_text "<script>a</b></scripts></SCRIPT x>b<title>c<d></title>" => "<Script>raw Script'a</b></scripts>''b'<Title>raw Title'c<d>'";
        drawings_in_drawings "<svg><svg/><svg><g></svg><text>a</text></svg>b" => "<Svg>raw Svg'<svg/><svg><g></svg><text>a</text>''b'";
        drawings_in_drawings_that_never_end "<svg><desc><svg></desc><![CDATA[</svg>]]></svg>a" => "<Svg>raw Svg'<desc><svg></desc><![CDATA[</svg>]]>''a'";
        templates_in_templates "<template><TEMPLATE>a</template>b</template>c" => "<Template>raw Template'<TEMPLATE>a</template>b''c'";
        an_end_tag_that_is_cut_off "a</b x" => "'a'##";
        text_alone_that_never_ends "<textarea>a<b>" => "<Textarea>raw Textarea'a<b>'";
        raw_text_that_never_ends "<title>a<b>c<style>d<b>" => "<Title>'a'<B>'c'<Style>raw Style'd<b>'";
    }

    #[test]
    fn who_is_asked_to_stop_sees_the_end() {
        let text = "<p>a".repeat(3_000);
        let count = || {
            let mut tokens = Tokens::new(&text);
            std::iter::from_fn(|| Some(tokens.next()).filter(|token| *token != Token::Eof)).count()
        };
        assert_eq!(count(), 6_000);
        let now = crate::system::clock::Instant::now();
        let begun = halt::watched(None, Some(now), |_| count());
        assert!(begun < 1_000, "{begun}");
        assert_eq!(count(), 6_000);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in [
            "<",
            "<a",
            "<a b=\"",
            "<a b='x' ",
            "<!--",
            "<![CDATA[",
            "<title>",
            "<svg><",
            "</a",
            "<a b=\">\"",
            "<?",
            "<!",
            "<a =",
            "<a b=\"<a b='",
            "<script",
            "<svg><mi>",
            "<svg ",
            "<svg><svg",
            "<template>",
            "<template></template",
            "<svg><p>",
            "<svg><![CDATA[",
            "&",
            "<a\"",
            "<a b= \"x\"",
            "<!-->",
        ] {
            let steps = |times: usize| {
                let text = piece.repeat(times);
                let mut count = 0usize;
                let steps = work::steps_of(|| {
                    let mut tokens = Tokens::new(&text);
                    loop {
                        match tokens.next() {
                            Token::Eof => break,
                            Token::Start(_, a, b) => {
                                count += 1 + Attributes::new(&text, a, b).count()
                            }
                            _ => count += 1,
                        }
                    }
                });
                assert!(count > 0, "{piece}");
                steps
            };
            let (once, twice) = (steps(20_000), steps(40_000));
            assert!(twice <= once * 21 / 10 + 1000, "{piece}: {once}, {twice} for twice as much");
        }
    }
}
