//! Formulas as MathML, beside their TeX.
//!
//! Shape   the tree of a formula is gone through by its own list of steps; names of elements and attributes are
//!         those here, and all else is escaped text.
//! Errors  TeX beyond the subset is no MathML: the caller writes it as it is.
//! Source  MathML Core; how TeX sets formulas.

use super::pen::Pen;
use crate::math::Step::{self, Cells, Columns, Parts, Pieces, Say, Sign};
use crate::math::{self, Env, Face, Id, Kind, Limits, NONE, Tree};
use crate::math::{is_integral, is_operator, limits_below, styled};

/// Writes the formula; false where it can't be told so, and nothing is written then.
pub(super) fn write(tex: &str, display: bool, tree: &mut Tree, pen: &mut Pen<'_>) -> bool {
    if !math::parse(tex, tree) || tree.is_short() {
        return false;
    }
    pen.raw(if display { b"<math display=\"block\">" } else { b"<math>" });
    pen.raw(b"<semantics><mrow>");
    tree.plan(&[Parts(tree.child(0), NONE)]);
    while let Some(step) = tree.step() {
        match step {
            Parts(from, to) if from != NONE && from != to => {
                let next = match tree.kind(from) {
                    Kind::Char(c) => char(tree, from, c, to, pen),
                    _ => tree.next(from),
                };
                tree.plan(&[Parts(next, to)]);
                node(tree, from, display, pen);
            }
            Parts(..) => {}
            Cells(cell) | Columns(cell) if cell == NONE => {}
            Cells(cell) | Columns(cell) => {
                let (next, inside) = (tree.next(cell), Parts(tree.child(cell), NONE));
                tree.plan(&[Say("<mtd>"), inside, Say("</mtd>"), Cells(next)]);
            }
            Pieces(from) => tree.plan(&[Parts(from, NONE)]),
            Say(text) => pen.raw(text.as_bytes()),
            Sign(sign) => operator(sign, pen),
        }
    }
    pen.raw(b"</mrow><annotation encoding=\"application/x-tex\">");
    pen.text(tex.as_bytes());
    pen.raw(b"</annotation></semantics></math>");
    true
}

fn say(c: char, pen: &mut Pen<'_>) {
    pen.text(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn operator(c: char, pen: &mut Pen<'_>) {
    if c != '\0' {
        pen.raw(b"<mo>");
        say(if c == '-' { '−' } else { c }, pen);
        pen.raw(b"</mo>");
    }
}

/// Writes a character, the digits of a number at once: the node behind.
fn char(tree: &Tree, id: Id, c: char, to: Id, pen: &mut Pen<'_>) -> Id {
    let mut next = tree.next(id);
    match c {
        '0'..='9' => {
            pen.raw(b"<mn>");
            say(c, pen);
            while next != to
                && next != NONE
                && let Kind::Char(c @ ('0'..='9' | '.')) = tree.kind(next)
            {
                say(c, pen);
                next = tree.next(next);
            }
            pen.raw(b"</mn>");
        }
        c if c.is_alphabetic() => {
            pen.raw(b"<mi>");
            say(c, pen);
            pen.raw(b"</mi>");
        }
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{205F}' => {
            pen.raw(b"<mtext>");
            say(c, pen);
            pen.raw(b"</mtext>");
        }
        c => operator(c, pen),
    }
    next
}

/// Writes what a node is, but for characters, or plans it.
fn node(tree: &mut Tree, id: Id, display: bool, pen: &mut Pen<'_>) {
    let child = tree.child(id);
    match tree.kind(id) {
        Kind::Char(_) | Kind::Blank | Kind::Line => {}
        Kind::Row => around(tree, ["<mrow>", "</mrow>"], child),
        Kind::Run(face) => run(tree, child, face, pen),
        Kind::Name { .. } => {
            pen.raw(b"<mi>");
            characters(tree, child, None, pen);
            pen.raw(b"</mi>");
        }
        Kind::Fraction { bar } => {
            let begin = if bar { "<mfrac>" } else { "<mfrac linethickness=\"0\">" };
            rows(tree, begin, &[child, tree.next(child)], "</mfrac>");
        }
        Kind::Binomial => {
            let begin = "<mo>(</mo><mfrac linethickness=\"0\">";
            rows(tree, begin, &[child, tree.next(child)], "</mfrac><mo>)</mo>");
        }
        Kind::Root { degree: true } => {
            rows(tree, "<mroot>", &[tree.next(child), child], "</mroot>");
        }
        Kind::Root { degree: false } => rows(tree, "<msqrt>", &[child], "</msqrt>"),
        Kind::Scripts { below, above, limits } => {
            scripts(tree, child, (below, above, limits), display);
        }
        Kind::Stack { above } => {
            let [begin, end] = stack(above);
            rows(tree, begin, &[tree.next(child), child], end);
        }
        Kind::Arrow(c) => {
            pen.raw(b"<mover>");
            operator(c, pen);
            rows(tree, "", &[child], "</mover>");
        }
        Kind::Delimited { begin, end } => {
            let inside = Parts(child, NONE);
            tree.plan(&[Say("<mrow>"), Sign(begin), inside, Sign(end), Say("</mrow>")]);
        }
        Kind::Middle(sign) => operator(sign, pen),
        Kind::Table(env) => table(tree, child, env),
        Kind::TableRow(_) => tree.plan(&[Say("<mtr>"), Cells(child), Say("</mtr>")]),
        Kind::Accent(c) => {
            let mark = match c {
                '\u{302}' => '^',
                '\u{303}' => '~',
                '\u{304}' | '\u{305}' => '¯',
                '\u{306}' => '˘',
                '\u{307}' => '˙',
                '\u{308}' => '¨',
                '\u{30C}' => 'ˇ',
                '\u{300}' => '`',
                '\u{301}' => '´',
                '\u{20D7}' => '→',
                '\u{20D6}' => '←',
                c => c,
            };
            marked(tree, "<mover accent=\"true\">", child, mark, "</mover>");
        }
        Kind::Bar { above: true } => marked(tree, "<mover>", child, '¯', "</mover>"),
        Kind::Bar { above: false } => marked(tree, "<munder>", child, '_', "</munder>"),
        Kind::Brace(c) => {
            let [begin, end] = stack(c == '⏞');
            marked(tree, begin, child, c, end);
        }
        Kind::Boxed => rows(tree, "<menclose notation=\"box\">", &[child], "</menclose>"),
        Kind::Struck { up, down } => {
            let begin = match (up, down) {
                (true, true) => "<menclose notation=\"updiagonalstrike downdiagonalstrike\">",
                (_, true) => "<menclose notation=\"downdiagonalstrike\">",
                _ => "<menclose notation=\"updiagonalstrike\">",
            };
            rows(tree, begin, &[child], "</menclose>");
        }
        Kind::Phantom => rows(tree, "<mphantom>", &[child], "</mphantom>"),
        Kind::Modulo => {
            rows(tree, "<mo>(</mo><mi>mod</mi><mtext>\u{2004}</mtext>", &[child], "<mo>)</mo>");
        }
    }
}

fn stack(above: bool) -> [&'static str; 2] {
    if above { ["<mover>", "</mover>"] } else { ["<munder>", "</munder>"] }
}

fn around(tree: &mut Tree, [begin, end]: [&'static str; 2], first: Id) {
    tree.plan(&[Say(begin), Parts(first, NONE), Say(end)]);
}

/// Plans an element that holds these rows. What is planned last is done first.
fn rows(tree: &mut Tree, begin: &'static str, rows: &[Id], end: &'static str) {
    tree.plan(&[Say(end)]);
    for &row in rows.iter().rev() {
        around(tree, ["<mrow>", "</mrow>"], tree.child(row));
    }
    tree.plan(&[Say(begin)]);
}

/// Plans an element that holds a row and a mark.
fn marked(tree: &mut Tree, begin: &'static str, row: Id, mark: char, end: &'static str) {
    tree.plan(&[Sign(mark), Say(end)]);
    rows(tree, begin, &[row], "");
}

/// Characters, in a face if they have one there.
fn characters(tree: &Tree, first: Id, face: Option<Face>, pen: &mut Pen<'_>) {
    let mut next = first;
    while next != NONE {
        match tree.kind(next) {
            Kind::Char(c) => say(face.and_then(|face| styled(c, face)).unwrap_or(c), pen),
            _ => say('\u{A0}', pen),
        }
        next = tree.next(next);
    }
}

fn run(tree: &Tree, child: Id, face: Face, pen: &mut Pen<'_>) {
    let (begin, end, face): (&[u8], &[u8], _) = match face {
        Face::Text | Face::TextBold | Face::TextItalic => (b"<mtext>", b"</mtext>", None),
        Face::Roman => (b"<mi mathvariant=\"normal\">", b"</mi>", None),
        face => (b"<mi>", b"</mi>", Some(face)),
    };
    pen.raw(begin);
    characters(tree, child, face, pen);
    pen.raw(end);
}

fn scripts(tree: &mut Tree, base: Id, (below, above, limits): (bool, bool, Limits), display: bool) {
    let usual = || match tree.only(base).map(|only| (only, tree.kind(only))) {
        Some((_, Kind::Char(c))) => display && is_operator(c) && !is_integral(c),
        Some((only, Kind::Name { star })) => {
            let letters = tree.parts(only).filter_map(|part| match tree.kind(part) {
                Kind::Char(c) => Some(c),
                _ => None,
            });
            display && (star || limits_below(&letters.take(12).collect::<String>()))
        }
        Some((_, Kind::Brace(_))) => true,
        _ => false,
    };
    let is_below = match limits {
        Limits::Usual => usual(),
        Limits::Below => true,
        Limits::Beside => false,
    };
    let (begin, end) = match (is_below, below, above) {
        (true, true, true) => ("<munderover>", "</munderover>"),
        (true, true, false) => ("<munder>", "</munder>"),
        (true, false, _) => ("<mover>", "</mover>"),
        (false, true, true) => ("<msubsup>", "</msubsup>"),
        (false, true, false) => ("<msub>", "</msub>"),
        (false, false, _) => ("<msup>", "</msup>"),
    };
    let first = tree.next(base);
    match below && above {
        true => rows(tree, begin, &[base, first, tree.next(first)], end),
        false => rows(tree, begin, &[base, first], end),
    }
}

fn table(tree: &mut Tree, child: Id, env: Env) {
    let (begin, end) = env.fences();
    let first = if env == Env::Array { tree.next(child) } else { child };
    let open = match env {
        Env::Cases => "<mtable columnalign=\"left\">",
        Env::Aligned => "<mtable columnalign=\"right left\">",
        _ => "<mtable>",
    };
    let inside = Parts(first, NONE);
    let steps: [Step; 7] = [
        Say("<mrow>"),
        Sign(begin),
        Say(open),
        inside,
        Say("</mtable>"),
        Sign(end),
        Say("</mrow>"),
    ];
    tree.plan(&steps);
}
