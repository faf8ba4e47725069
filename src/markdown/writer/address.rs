//! Addresses that are their own text, and text that would be taken for one.
//!
//! Shape   a link whose text is its address is written bare where every GFM reader finds just this
//!         address, else in angle brackets (`bare` judges both). By the same test, an address in plain
//!         text is left as it is where it would come back as such a link, and broken by a backslash
//!         elsewhere. What stands behind an address is looked for in the nodes that follow.
//! Source  CommonMark 0.31, section 6.5; GFM 0.29, section 6.9.

use super::bare::{Before, Tail, reads_bare};
use super::look::{Look, Next};
use super::nodes::{Nodes, is_blank};
use crate::document::{Kind, NodeId};
use crate::markdown::autolink::{self, Form, Found};
use crate::markdown::html;

/// What is left of a text behind the part that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// White space that begins with a blank.
    Blank,
    /// White space that begins with more than a blank: not everybody ends an address there.
    Wide,
}

/// What is near the place where an address may come to stand.
#[derive(Clone, Copy)]
pub(super) struct Near<'s, 'a> {
    pub look: Look<'s, 'a>,
    pub before: Before,
    /// Brackets that are open in the text before.
    pub brackets: u32,
    /// Something visible stands on the line.
    pub begun: bool,
    /// What is written is underlined: a link there would be underlined as all links are, and the
    /// line under a text is lost with that.
    pub underlined: bool,
    /// Straight quotes and dashes are bent.
    pub smart: bool,
}

/// The brackets that are open in a text that is about to be written.
struct OpenBrackets {
    at: usize,
    open: u32,
}

impl OpenBrackets {
    /// Goes on to `end`: whether brackets are open there that will stand without a backslash. At the
    /// start of a line the first may have one.
    fn pass(&mut self, text: &[u8], end: usize, begun: bool) -> bool {
        let from = self.at;
        self.at = self.at.max(end);
        for at in memchr::memchr2_iter(b'[', b']', text.get(from..end).unwrap_or(&[])) {
            let at = from + at;
            match (text[at], text.get(at + 1)) {
                (b'[', Some(b'^')) | (b']', Some(b'(')) => {}
                (b'[', _) => self.open += (at > 0 || begun) as u32,
                _ => self.open = self.open.saturating_sub(1),
            }
        }
        self.open > 0
    }
}

/// The text of a link with the nodes `first..end` in it, if that is `url` or a part of it, and what
/// address that makes.
pub(super) fn link_text<'u>(
    nodes: Nodes<'u>,
    first: NodeId,
    end: NodeId,
    url: &'u [u8],
) -> Option<(&'u [u8], Form)> {
    let Kind::Text(head) = nodes.kind(first) else { return None };
    let head = nodes.text(head);
    let alone = first + 1 == end;
    let forms = [("", Form::Url), ("mailto:", Form::Email), ("http://", Form::Www)];
    for (prefix, form) in forms {
        let Some(text) = url.strip_prefix(prefix.as_bytes()) else { continue };
        if form == Form::Www && !text.starts_with(b"www.") {
            continue;
        }
        if alone && form != Form::Email && head != text && is_encoded(text, head) {
            return Some((head, form));
        }
        if !text.starts_with(head) {
            continue;
        }
        let mut rest = text;
        for id in first..end {
            let Kind::Text(piece) = nodes.kind(id) else { return None };
            rest = rest.strip_prefix(nodes.text(piece))?;
        }
        return (rest.is_empty() && !text.is_empty()).then_some((text, form));
    }
    None
}

/// Whether `url` is the address `shown`, with `%XX` for quotation marks and what is not ASCII: RTF can
/// say it in no other way, and to who follows a link both are one.
fn is_encoded(url: &[u8], shown: &[u8]) -> bool {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = url;
    for &byte in shown {
        let code = [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        let plain = [byte];
        let is_plain = byte.is_ascii_graphic() && byte != b'"';
        let said: &[u8] = if is_plain { &plain } else { &code };
        let Some(behind) = rest.strip_prefix(said) else { return false };
        rest = behind;
    }
    rest.is_empty()
}

impl Near<'_, '_> {
    /// Whether an address that ends before the node `end` reads back as the link that it is.
    pub(super) fn reads_bare(&self, text: &[u8], form: Form, end: NodeId) -> bool {
        let tail = || self.tail(end);
        self.is_free(form) && tail().is_some_and(|tail| self.reads(text, form, self.before, tail))
    }

    /// Gives the places at which a backslash must break the addresses in `text`, of which `first` is
    /// the first; behind `text` stand its `rest` and the node `following`.
    pub(super) fn find_stops(
        &self,
        text: &[u8],
        first: Found,
        rest: Rest,
        following: NodeId,
        mut stop: impl FnMut(usize),
    ) {
        let mut brackets = OpenBrackets { at: 0, open: self.brackets };
        let mut next = Some(first);
        while let Some(found) = next {
            let open = brackets.pass(text, found.start, self.begun);
            let mut from = found.end;
            // Behind an open bracket nobody takes it for an address.
            if !open || found.form.is_mail() {
                let before = match found.start.checked_sub(1) {
                    Some(at) => Before { byte: text[at], delimiter: false },
                    None => self.before,
                };
                let address = &text[found.start..found.end];
                let tail = self.tail_in(&text[found.end..], rest, following);
                let bare = self.is_free(found.form)
                    && !self.underlined
                    && tail.is_some_and(|tail| self.reads(address, found.form, before, tail));
                if !bare {
                    // With its signs broken, what is behind the last may begin another.
                    for at in found.start..found.end {
                        if autolink::is_sign(text, at) {
                            stop(at);
                            from = at + 1;
                        }
                    }
                }
            }
            next = autolink::find(text, from, self.before.byte);
        }
    }

    /// cmark-gfm looks for no address behind an open bracket.
    fn is_free(&self, form: Form) -> bool {
        self.brackets == 0 || form.is_mail()
    }

    fn reads(&self, text: &[u8], form: Form, before: Before, tail: Tail) -> bool {
        reads_bare(text, form, before, tail, self.smart)
    }

    /// What stands behind the address that ends before the node `id`; `None` if that would change
    /// where it ends.
    fn tail(&self, id: NodeId) -> Option<Tail> {
        let nodes = self.look.nodes();
        let depth = self.look.depth();
        let limit = self.look.limit(depth);
        let mut tail = Tail::default();
        let mut id = id;
        while id < limit
            && let Kind::Text(span) = nodes.kind(id)
        {
            let text = nodes.text(span);
            let word = text.iter().position(|b| matches!(b, b' ' | b'\t'));
            tail = tail.and(&text[..word.unwrap_or(text.len())])?;
            if let Some(at) = word {
                let ends = !is_blank(&text[at..]) || self.ends_address(id + 1, depth, true);
                return ends.then_some(tail);
            }
            id += 1;
        }
        self.ends_address(id, depth, false).then_some(tail)
    }

    /// The same for an address that `text` stands behind, and then `rest` and the node `following`.
    fn tail_in(&self, text: &[u8], rest: Rest, following: NodeId) -> Option<Tail> {
        let word = text.iter().position(|b| matches!(b, b' ' | b'\t'));
        let tail = Tail::default().and(&text[..word.unwrap_or(text.len())])?;
        let depth = self.look.depth();
        let ends = word.is_some()
            || match rest {
                Rest::Wide => false,
                Rest::Blank => self.ends_address(following, depth, true),
                Rest::Nothing => self.ends_address(following, depth, false),
            };
        ends.then_some(tail)
    }

    /// Whether an address ends before the node `id`, where `depth` containers are open and perhaps
    /// a space is held back. Delimiters that close emphasis are left out of it, if white space
    /// follows them; the backslash of a hard break would belong to it.
    fn ends_address(&self, id: NodeId, depth: usize, space: bool) -> bool {
        let look = &self.look;
        let (mut id, mut depth, mut space) = (id, depth, space);
        let mut hard = false;
        loop {
            match look.next_after(id, depth) {
                Next::Close => {}
                Next::Break => return false,
                Next::LineEnd | Next::Space => return !hard,
                Next::Wide | Next::Bracket | Next::Other => return space && !hard,
            }
            match look.container(depth) {
                // The others are written as tags only now and then.
                Some(kind) if html::has_tags_only(kind) => return true,
                Some(_) => {}
                None => return false,
            }
            // All that is left in the container is held back until it is closed.
            let end = look.limit(depth);
            for kind in (id..end).map(|id| look.nodes().kind(id)) {
                hard |= kind == Kind::HardBreak;
                space |= matches!(kind, Kind::Text(_) | Kind::SoftBreak);
            }
            id = end;
            depth -= 1;
        }
    }
}
