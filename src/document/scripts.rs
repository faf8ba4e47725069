//! Raised and lowered text where only its characters can be said: `10^6`, `x_i`.
//!
//! Shape   [`signs`] judges by what stands before, in and behind it. A sign is written where without one the text
//!         would say something else: raised numbers and variables behind a number, a bracket, a variable or a unit;
//!         what is lowered but for digits behind a letter (H2O). Ordinals (1st), marks of notes behind words, and
//!         what has blanks in it stay as they are.
//! Limits  [`MOST`] bytes of raised or lowered text, [`NEAR`] of what stands before it.

use super::{Kind, Node, NodeId, View};

/// Bytes of raised or lowered text that is a script.
const MOST: usize = 24;
/// Bytes before it that are looked at.
const NEAR: usize = 24;
/// Letters of the longest unit that is raised to a power.
const UNIT: usize = 2;

/// The signs that stand before and behind the raised or lowered text at `id`, if it has any; `before` ends with what
/// has been written before it.
pub(crate) fn signs(view: View<'_>, id: NodeId, before: &[u8]) -> Option<[&'static [u8]; 2]> {
    let node = view.nodes().get(id as usize)?;
    let raised = node.kind == Kind::Superscript;
    let mut buffer = [0; MOST];
    let words = text(view, (id + 1, node.end), &mut buffer)?;
    let script = words.trim_end();
    let before = Before::of(before)?;
    let next = next(view, node.end);
    let numerator = raised && before.is_number && is_number(script) && is_slash(view, node.end);
    if numerator {
        return Some([b" ", b""]);
    }
    let simple = if raised {
        raised_simply(script, &before)
    } else {
        lowered_simply(script, &before, next)
    }?;
    // What has brackets needs none.
    let inner = script.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if inner.is_some_and(|inner| !inner.contains(['(', ')'])) {
        return Some([if raised { b"^" } else { b"_" }, b""]);
    }
    let touches = script.len() == words.len()
        && next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '['));
    Some(match (raised, simple && !touches) {
        (true, true) => [b"^", b""],
        (true, false) => [b"^(", b")"],
        (false, true) => [b"_", b""],
        (false, false) => [b"_(", b")"],
    })
}

/// The text of the nodes in a range, if they hold nothing else.
fn text<'b>(
    view: View<'_>,
    (from, end): (NodeId, NodeId),
    buffer: &'b mut [u8; MOST],
) -> Option<&'b str> {
    let mut length = 0;
    for node in view.nodes().get(from as usize..end as usize)? {
        match node.kind {
            Kind::Text(span) => {
                let piece = view.text(span);
                buffer.get_mut(length..length + piece.len())?.copy_from_slice(piece);
                length += piece.len();
            }
            ref kind if is_look(kind) => {}
            _ => return None,
        }
    }
    std::str::from_utf8(&buffer[..length]).ok().filter(|text| !text.is_empty())
}

/// Whether a node says nothing but what its text looks like.
fn is_look(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Highlight
            | Kind::Colored { .. }
            | Kind::SmallCaps
    )
}

/// The text that goes on behind a node in the same line.
fn next_text(view: View<'_>, from: NodeId) -> Option<(NodeId, &[u8])> {
    let mut id = from;
    loop {
        match view.nodes().get(id as usize)? {
            Node { kind: Kind::Text(span), .. } => return Some((id, view.text(*span))),
            node if is_look(&node.kind) => id += 1,
            _ => return None,
        }
    }
}

/// The character that follows.
fn next(view: View<'_>, from: NodeId) -> Option<char> {
    let (_, text) = next_text(view, from)?;
    let piece = text.get(..text.len().min(4))?;
    match std::str::from_utf8(piece) {
        Ok(piece) => piece.chars().next(),
        Err(error) => std::str::from_utf8(&piece[..error.valid_up_to()]).ok()?.chars().next(),
    }
}

/// Whether a slash follows and something lowered behind it: a fraction of a number.
fn is_slash(view: View<'_>, from: NodeId) -> bool {
    next_text(view, from).is_some_and(|(id, text)| {
        matches!(text, b"/" | b"\xE2\x81\x84")
            && view.nodes().get(id as usize + 1).is_some_and(|node| node.kind == Kind::Subscript)
    })
}

/// What stands before a script.
#[derive(Clone, Copy, Debug)]
struct Before {
    last: char,
    is_number: bool,
    /// A bracket, or a sign that stands for what is summed or the like.
    is_whole: bool,
    /// Letters of the word at the end.
    letters: usize,
}

impl Before {
    /// None where nothing stands there that a script is at.
    fn of(text: &[u8]) -> Option<Before> {
        let mut near = &text[text.len().saturating_sub(NEAR)..];
        // A character may have been cut.
        while near.first().is_some_and(|byte| byte & 0xC0 == 0x80) {
            near = &near[1..];
        }
        let near = std::str::from_utf8(near).ok()?;
        let last = near.chars().next_back()?;
        let letters = near.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let is_number = last.is_ascii_digit();
        let is_whole = matches!(last, ')' | ']' | '}' | '∏' | '∑' | '∫'..='∳' | '⋀'..='⋃');
        (letters > 0 || is_number || is_whole).then_some(Before {
            last,
            is_number,
            is_whole,
            letters,
        })
    }

    /// Whether it is a number, something in brackets, a variable or a unit.
    fn is_base(&self) -> bool {
        self.is_number || self.is_whole || self.letters <= UNIT
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '\u{2212}' | '\u{2013}')
}

/// Whether a variable is called so. A letter of ordinals (`2e`), units (`5h`) and notes (`5a`) is none.
fn is_variable(c: char) -> bool {
    matches!(
        c,
        'n' | 'k' | 'm' | 'i' | 'j' | 'p' | 'q' | 't' | 'x' | 'y' | 'z' | 'N' | 'T' | 'α'..='ω'
    )
}

/// Whether text is of a formula: variables, numbers and operators.
fn is_expression(text: &str) -> bool {
    let (mut operators, mut run, mut digits) = (0, 0, 0);
    for c in text.chars() {
        run = if c.is_alphabetic() { run + 1 } else { 0 };
        match c {
            _ if run > 1 => return false,
            c if is_sign(c) => operators += 1,
            '*' | '/' | '=' | '^' | '_' | '(' | ')' | '·' | '×' | '→' | '∞' | '√' | '≤' | '≥'
            | '<' | '>' => {
                operators += 1;
            }
            c if c.is_ascii_digit() => digits += 1,
            c if c.is_alphabetic() => {}
            _ => return false,
        }
    }
    // A mark of a note is a star.
    operators > 0 && text.chars().any(char::is_alphanumeric) || digits > 0
}

/// Whether raised text has a sign, and needs no brackets where nothing follows.
fn raised_simply(script: &str, before: &Before) -> Option<bool> {
    let unsigned = script.trim_start_matches(is_sign);
    let is_signed = unsigned.len() < script.len();
    let charge = script.trim_end_matches(is_sign);
    if is_number(script) {
        return before.is_base().then_some(true);
    }
    // `s^-1`, of whatever unit.
    if is_signed && is_number(unsigned) {
        return Some(true);
    }
    // `Ca^2+`, `H^+`
    if charge.is_empty() || is_number(charge) {
        return before.is_base().then_some(true);
    }
    let mut chars = script.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        let at_variable = before.is_number || before.is_whole || before.letters == 1;
        return (at_variable && is_variable(c)).then_some(true);
    }
    (before.is_base() && is_expression(script)).then_some(false)
}

/// The same of lowered text, before `next`.
fn lowered_simply(script: &str, before: &Before, next: Option<char>) -> Option<bool> {
    if is_number(script) {
        // H2O, x1; but `log_2 8` and `10_2`.
        let is_read = before.letters > 0 && !next.is_some_and(|c| c.is_ascii_digit());
        return (!is_read).then_some(true);
    }
    if script.chars().all(char::is_alphanumeric) {
        // The letters of a name, as of TeX.
        let is_capital = |c: char| c.is_uppercase();
        let is_name = is_capital(before.last)
            && script.chars().all(is_capital)
            && next.is_some_and(is_capital);
        return (!is_name).then_some(true);
    }
    let is_list = |c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | '′');
    (script.chars().all(is_list) || is_expression(script)).then_some(false)
}
