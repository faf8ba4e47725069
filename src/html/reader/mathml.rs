//! MathML to TeX: how a formula looks, where it does not say its TeX itself.
//!
//! Shape   each element is a row of the tree of a formula, and becomes what it is when it ends; the tree is then
//!         written as TeX.
//! Input   what stands in `<math>`.
//! Errors  an element that is not known, or tags that do not fit: no formula, and the caller shows the words.
//! Limits  as deep as formulas may be. Linear.
//! Source  MathML 3, chapter 3.

use memchr::memchr;

use super::pairs::Attributes;
use super::reference;
use crate::math::{self, Builder, Env, Face, Id, Kind, Limits, NONE, Tree};
use crate::math::{is_known_name, is_operator};

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Row,
    /// Letters, and the face that they are said to have.
    Name(Option<Face>),
    Text,
    Sign,
    Fraction {
        bar: bool,
    },
    Root {
        degree: bool,
    },
    Scripts {
        below: bool,
        above: bool,
    },
    Limits {
        below: bool,
        above: bool,
    },
    Fenced {
        begin: char,
        end: char,
        separator: char,
    },
    Table,
    TableRow,
    Phantom,
    Boxed,
    Space,
    /// What stands in it is said in another way.
    Passed,
}

fn element(name: &str, attributes: Attributes<'_>, text: &str) -> Option<Element> {
    let value = |wanted: &str| {
        let mut all = attributes.clone();
        let found = all.find(|it| it.name.eq_ignore_ascii_case(wanted.as_bytes()))?;
        Some(&text[found.start..found.end])
    };
    let sign = |wanted: &str, usual: char| match value(wanted) {
        Some(said) => {
            let mut sign = None;
            reference::decode(said.trim(), |piece| sign = sign.or(piece.chars().next()));
            sign.unwrap_or('\0')
        }
        None => usual,
    };
    let (below, above) = (true, true);
    Some(match name {
        "mrow" | "mstyle" | "mpadded" | "semantics" | "merror" | "mtd" | "maction" => Element::Row,
        "mi" | "mn" => Element::Name(match value("mathvariant").unwrap_or_default() {
            "normal" => Some(Face::Roman),
            "bold" => Some(Face::Bold),
            "bold-italic" => Some(Face::BoldItalic),
            "double-struck" => Some(Face::Double),
            "script" => Some(Face::Script),
            "fraktur" => Some(Face::Fraktur),
            "sans-serif" => Some(Face::Sans),
            "monospace" => Some(Face::Mono),
            _ => None,
        }),
        "mtext" | "ms" => Element::Text,
        "mo" => Element::Sign,
        "mfrac" => Element::Fraction { bar: !value("linethickness").is_some_and(is_nothing) },
        "msqrt" => Element::Root { degree: false },
        "mroot" => Element::Root { degree: true },
        "msub" => Element::Scripts { below, above: false },
        "msup" => Element::Scripts { below: false, above },
        "msubsup" => Element::Scripts { below, above },
        "munder" => Element::Limits { below, above: false },
        "mover" => Element::Limits { below: false, above },
        "munderover" => Element::Limits { below, above },
        "mfenced" => Element::Fenced {
            begin: sign("open", '('),
            end: sign("close", ')'),
            separator: sign("separators", ','),
        },
        "mtable" => Element::Table,
        "mtr" => Element::TableRow,
        "mphantom" => Element::Phantom,
        "menclose" => Element::Boxed,
        "mspace" => Element::Space,
        "none" => Element::Row,
        "annotation" | "annotation-xml" => Element::Passed,
        _ => return None,
    })
}

fn is_nothing(length: &str) -> bool {
    length.trim_start().starts_with('0') && !length.contains(|c| matches!(c, '1'..='9'))
}

/// Writes the TeX of the formula `html` behind what stands in `tex`; false where it is none.
pub(super) fn tex(html: &str, tree: &mut Tree, tex: &mut Vec<u8>) -> bool {
    read(html, tree).is_some() && math::write(tree, tex)
}

fn read(html: &str, tree: &mut Tree) -> Option<()> {
    let bytes = html.as_bytes();
    let mut build = Builder::new(tree, Element::Row);
    let (mut at, mut depth, mut passed) = (0, 0usize, usize::MAX);
    while at < bytes.len() {
        let end = memchr(b'<', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        crate::work::step(end - at);
        if depth < passed {
            text(&html[at..end], &mut build)?;
        }
        if end == bytes.len() {
            break;
        }
        let close = end + memchr(b'>', &bytes[end..])?;
        let tag = &html[end + 1..close];
        at = close + 1;
        if tag.starts_with(['!', '?']) {
            continue;
        }
        if tag.starts_with('/') {
            depth = depth.checked_sub(1)?;
            if depth < passed {
                end_element(&mut build)?;
                passed = usize::MAX;
            }
            continue;
        }
        let is_end = |c: char| c.is_ascii_whitespace() || c == '/';
        let length = tag.find(is_end).unwrap_or(tag.len());
        // A prefix names the language.
        let name = tag[..length].rsplit(':').next().unwrap_or_default();
        let is_whole = tag.ends_with('/');
        depth += usize::from(!is_whole);
        if depth > passed {
            continue;
        }
        let attributes = Attributes::new(html, end + 1 + length, close);
        let found = element(name, attributes, html)?;
        if found == Element::Passed {
            passed = if is_whole { passed } else { depth };
        }
        build.open(Kind::Row, found).then_some(())?;
        if is_whole {
            end_element(&mut build)?;
        }
    }
    // What is still open ends with the formula.
    while depth > 0 {
        depth -= 1;
        if depth < passed {
            end_element(&mut build)?;
            passed = usize::MAX;
        }
    }
    Some(())
}

/// Characters of an element; none where it can hold none. Those that stand in a row are words of it.
fn text(text: &str, build: &mut Builder<'_, Element>) -> Option<()> {
    match build.top().role {
        Element::Text => characters(text, build),
        Element::Name(_) | Element::Sign => characters(text.trim(), build),
        _ if text.trim_ascii().is_empty() => {}
        Element::Row => {
            build.open(Kind::Row, Element::Text).then_some(())?;
            characters(text.trim_ascii(), build);
            end_element(build)?;
        }
        _ => return None,
    }
    Some(())
}

fn characters(text: &str, build: &mut Builder<'_, Element>) {
    reference::decode(text, |piece| {
        for c in piece.chars() {
            match c {
                '\n' | '\t' | '\r' | ' ' => {
                    build.leaf(Kind::Blank);
                }
                c if c.is_control() || matches!(c, '\u{2061}'..='\u{2064}') => {}
                c => {
                    build.leaf(Kind::Char(c));
                }
            }
        }
    });
}

/// The element that is open ends: it becomes what it is.
fn end_element(build: &mut Builder<'_, Element>) -> Option<()> {
    let open = build.close();
    let (tree, id) = (&mut *build.tree, open.node);
    let parts = tree.parts(id).take(4).count();
    let first = tree.child(id);
    let needs = |count: usize| (parts == count).then_some(());
    match open.role {
        Element::Row => {}
        // Nothing is shown of it.
        Element::Passed => tree.set_kind(id, Kind::Char('\u{2061}')),
        Element::Space => tree.set_kind(id, Kind::Char('\u{2006}')),
        // What is only said to those who read it aloud.
        Element::Sign if parts == 0 => tree.set_kind(id, Kind::Char('\u{2061}')),
        Element::Sign if tree.parts(id).all(|part| is_letter(tree.kind(part))) => {
            name(tree, id, None)
        }
        Element::Sign => {}
        Element::Name(face) => name(tree, id, face),
        Element::Text => wrap(tree, id, Kind::Run(Face::Text), false),
        Element::Fraction { bar } => {
            needs(2)?;
            wrap(tree, id, Kind::Fraction { bar }, false);
        }
        Element::Root { degree: false } => wrap(tree, id, Kind::Root { degree: false }, true),
        Element::Root { degree: true } => {
            needs(2)?;
            swap(tree, id, first);
            wrap(tree, id, Kind::Root { degree: true }, false);
        }
        Element::Scripts { below, above } => {
            needs(1 + usize::from(below) + usize::from(above))?;
            let limits = Limits::Usual;
            wrap(tree, id, Kind::Scripts { below, above, limits }, false);
        }
        Element::Limits { below, above } => {
            needs(1 + usize::from(below) + usize::from(above))?;
            limits(tree, id, (below, above));
        }
        Element::Fenced { begin, end, separator } => {
            let mut part = first;
            while part != NONE && separator != '\0' {
                let next = tree.next(part);
                if next != NONE {
                    let comma = tree.add(Kind::Char(separator), NONE);
                    tree.set_next(comma, next);
                    tree.set_next(part, comma);
                }
                part = next;
            }
            wrap(tree, id, Kind::Delimited { begin, end }, false);
        }
        Element::Table => {
            let is_row = |part| matches!(tree.kind(part), Kind::TableRow(_));
            tree.parts(id).all(is_row).then_some(())?;
            wrap(tree, id, Kind::Table(Env::Matrix), false);
        }
        Element::TableRow => tree.set_kind(id, Kind::TableRow(Env::Matrix)),
        Element::Phantom => wrap(tree, id, Kind::Phantom, true),
        Element::Boxed => wrap(tree, id, Kind::Boxed, true),
    }
    Some(())
}

fn is_letter(kind: Kind) -> bool {
    matches!(kind, Kind::Char(c) if c.is_alphabetic())
}

/// Puts a node of that kind into the row, with the row's parts, in a row of their own or not.
fn wrap(tree: &mut Tree, row: Id, kind: Kind, in_row: bool) {
    let mut inner = tree.child(row);
    if in_row {
        inner = tree.add(Kind::Row, inner);
    }
    let node = tree.add(kind, inner);
    tree.set_child(row, node);
}

/// The second part of a node comes before the first.
fn swap(tree: &mut Tree, id: Id, first: Id) {
    let second = tree.next(first);
    tree.set_next(second, first);
    tree.set_next(first, NONE);
    tree.set_child(id, second);
}

/// A name: one letter is a variable, several are a function, or stand upright.
fn name(tree: &mut Tree, id: Id, face: Option<Face>) {
    let mut letters = String::new();
    for part in tree.parts(id).take(12) {
        if let Kind::Char(c) = tree.kind(part) {
            letters.push(c);
        }
    }
    let mut chars = letters.chars();
    let first = chars.next();
    let is_word = chars.next().is_some() && letters.chars().all(char::is_alphabetic);
    if let (Some(c), false) = (first, is_word)
        && let Some((letter, face)) = math::plain(c)
        && tree.next(tree.child(id)) == NONE
    {
        tree.set_kind(tree.child(id), Kind::Char(letter));
        return wrap(tree, id, Kind::Run(face), false);
    }
    let is_upright = face == Some(Face::Roman);
    if is_word && (face.is_none() || is_upright) && is_known_name(&letters) {
        wrap(tree, id, Kind::Name { star: false }, false);
    } else if let Some(face) = face.or(is_word.then_some(Face::Roman))
        && first.is_some_and(|c| c.is_ascii_alphanumeric())
    {
        wrap(tree, id, Kind::Run(face), false);
    }
}

/// The only character of a row of rows.
fn only_char(tree: &Tree, mut id: Id) -> Option<char> {
    for _ in 0..math::DEPTH {
        id = tree.only(id)?;
        if let Kind::Char(c) = tree.kind(id) {
            return Some(c);
        }
    }
    None
}

/// What stands below or above: limits, a mark, or something else.
fn limits(tree: &mut Tree, id: Id, (below, above): (bool, bool)) {
    let base = tree.child(id);
    let mark = if below && above { None } else { only_char(tree, tree.next(base)) };
    let kind = match mark {
        Some('¯' | '‾' | '―' | '_' | '\u{332}' | '\u{305}') => Some(Kind::Bar { above }),
        Some('^' | 'ˆ' | '\u{302}') if above => Some(Kind::Accent('\u{302}')),
        Some('~' | '˜' | '\u{303}') if above => Some(Kind::Accent('\u{303}')),
        Some('→' | '⃗') if above => Some(Kind::Accent('\u{20D7}')),
        Some('˙' | '.' | '\u{307}') if above => Some(Kind::Accent('\u{307}')),
        Some('¨' | '\u{308}') if above => Some(Kind::Accent('\u{308}')),
        Some(c @ ('⏞' | '⏟')) => Some(Kind::Brace(c)),
        _ => None,
    };
    if let Some(kind) = kind {
        tree.set_next(base, NONE);
        return wrap(tree, id, kind, false);
    }
    let is_name = |id: Id| {
        tree.only(id)
            .is_some_and(|only| matches!(tree.kind(only), Kind::Name { .. } | Kind::Brace(_)))
    };
    let is_limit = only_char(tree, base).is_some_and(is_operator) || is_name(base);
    if is_limit || below && above {
        let limits = Limits::Usual;
        return wrap(tree, id, Kind::Scripts { below, above, limits }, false);
    }
    swap(tree, id, base);
    wrap(tree, id, Kind::Stack { above }, false);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_tex() {
        for (mathml, expected) in [
            ("<mi>x</mi><mo>=</mo><mn>12.5</mn>", "x=12.5"),
            (
                "<mrow><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></mrow>",
                "\\frac{a}{b+1}",
            ),
            ("<msqrt><mi>a</mi><mo>&minus;</mo><mi>b</mi></msqrt>", "\\sqrt{a-b}"),
            ("<mroot><mi>a</mi><mn>3</mn></mroot>", "\\sqrt[3]{a}"),
            ("<msup><mi>e</mi><mrow><mi>i</mi><mi>&pi;</mi></mrow></msup>", "e^{i\\pi}"),
            ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
            (
                "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
                "\\sum_{i=1}^ni",
            ),
            (
                "<munder><mi>lim</mi><mrow><mi>n</mi><mo>→</mo><mi>∞</mi></mrow></munder>",
                "\\lim_{n\\to\\infty}",
            ),
            ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "\\sin x"),
            ("<mover accent='true'><mi>x</mi><mo>^</mo></mover>", "\\hat{x}"),
            ("<mover><mi>AB</mi><mo>¯</mo></mover>", "\\overline{\\mathrm{AB}}"),
            ("<mover><mo>=</mo><mtext>def of</mtext></mover>", "\\overset{\\text{def of}}{=}"),
            ("<mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced>", "\\left[a,b\\right]"),
            (
                "<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>",
                "(\\begin{matrix}1&0\\\\0&1\\end{matrix})",
            ),
            ("<mi mathvariant='double-struck'>R</mi><mi>ℝ</mi>", "\\mathbb{R}\\mathbb{R}"),
            (
                "<semantics><mi>x</mi><annotation-xml encoding='x'><ci>y</ci></annotation-xml></semantics>",
                "x",
            ),
            ("a b<mi>x</mi> <mrow>&lt;c</mrow>", "\\text{a b}x\\text{<c}"),
            ("<m:mi>x</m:mi><!-- c --><mo>{</mo><mo>\\</mo><mo>%</mo>", "x\\{\\backslash\\%"),
        ] {
            let (mut tree, mut out) = (Tree::default(), Vec::new());
            assert!(tex(mathml, &mut tree, &mut out), "{mathml}");
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{mathml}");
        }
        // What nobody ends ends with the formula.
        let mut out = Vec::new();
        assert!(tex("<mfrac><mi>x</mi><mi>y", &mut Tree::default(), &mut out));
        assert_eq!(String::from_utf8(out).unwrap(), "\\frac{x}{y}");
        for mathml in [
            "</mi>",
            "<mfrac><mi>a</mi></mfrac>",
            "<apply><plus/></apply>",
            "<b>x</b>",
            "<mtable><mi>x</mi></mtable>",
        ] {
            assert!(!tex(mathml, &mut Tree::default(), &mut Vec::new()), "{mathml}");
        }
        let deep = "<mrow>".repeat(100_000);
        assert!(!tex(&deep, &mut Tree::default(), &mut Vec::new()));
    }
}
