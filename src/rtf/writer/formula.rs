//! Formulas as Word has them: `\mmath`.
//!
//! Shape   the tree of a formula is gone through by its own list of steps. What an operator or a function
//!         stands before is put into it, as Word wants it; a blank of TeX, which shows nothing, is a space
//!         without width. For readers that know no formulas TeX stands where Word has a picture of the formula.
//! Limits  what stands in brackets behind a function is its argument if it has no more than 64 parts.
//! Source  RTF 1.9.1, "Mathematics"; ECMA-376, 22.1.

use super::lone_signs::{self, Beginning, Pairs};
use crate::math::Step::{Cells, Columns, Parts, Pieces, Say, Sign};
use crate::math::{Env, Face, Id, Kind, Limits, NONE, Tree};
use crate::math::{is_integral, is_operator, limits_below, styled};
use crate::memory::Output;
use crate::text::escape_rtf;

/// A space that has no width.
const BLANK: &str = "{\\mr \\u8203?}";
/// Parts of an argument in brackets that are looked for their end.
const NEAR: usize = 64;

/// Writes the formula in `tree`; what else belongs into `\mmath` is the caller's.
pub(super) fn write(tree: &mut Tree, display: bool, out: &mut Output) {
    out.push(if display { b"{\\*\\moMathPara{\\*\\moMath" } else { b"{\\*\\moMath" });
    let first = tree.child(0);
    let mut pairs = Pairs::default();
    tree.plan(&[Parts(first, NONE)]);
    while let Some(step) = tree.step() {
        match step {
            Parts(from, to) => {
                if from != NONE && from != to {
                    node(tree, (from, to), display, &mut pairs, out);
                }
            }
            Cells(cell) => {
                let next = tree.next(cell);
                if next != NONE {
                    tree.plan(&[Say("{\\mr\\f5 &}"), Cells(next)]);
                }
                tree.plan(&[Parts(tree.child(cell), NONE)]);
            }
            Columns(cell) => {
                let next = tree.next(cell);
                if next != NONE {
                    tree.plan(&[Columns(next)]);
                }
                out.push(b"{\\me");
                let rest = begin_cell(tree, tree.child(cell), out);
                tree.plan(&[Parts(rest, NONE), Say("}")]);
            }
            Pieces(first) => pieces(tree, first),
            Say(text) => out.push(text.as_bytes()),
            Sign(sign) => char(sign, out),
        }
    }
    out.push(if display { b"}}" } else { b"}" });
}

fn char(c: char, out: &mut Output) {
    match c {
        '\0' => {}
        // A minus, and no hyphen.
        '-' => out.push(b"\\u8722-"),
        c => {
            escape_rtf(c.encode_utf8(&mut [0; 4]).as_bytes(), out);
        }
    }
}

/// Writes what begins with a node, up to `to`, or plans it.
fn node(tree: &mut Tree, (id, to): (Id, Id), display: bool, pairs: &mut Pairs, out: &mut Output) {
    let child = tree.child(id);
    let kind = tree.kind(id);
    let next = match kind {
        Kind::Char(c) if is_operator(c) => return operator(tree, id, to, display),
        Kind::Char(_) | Kind::Blank | Kind::Line | Kind::Middle(_) => {
            run(tree, (id, to), pairs, out)
        }
        Kind::Name { .. } => {
            let stop = operand(tree, tree.next(id), to, false);
            match stop {
                Some(stop) => {
                    out.push(b"{\\mfunc{\\mfName");
                    name(tree, id, out);
                    tree.plan(&[
                        Say("}{\\me"),
                        Parts(tree.next(id), stop),
                        Say("}}"),
                        Parts(stop, to),
                    ]);
                    return;
                }
                None => name(tree, id, out),
            }
            tree.next(id)
        }
        Kind::Scripts { below, above, limits } => {
            return scripts(tree, id, to, (below, above, limits), display);
        }
        _ => tree.next(id),
    };
    tree.plan(&[Parts(next, to)]);
    match kind {
        Kind::Char(_) | Kind::Blank | Kind::Line | Kind::Middle(_) | Kind::Name { .. } => {}
        Kind::Scripts { .. } => {}
        Kind::Row => tree.plan(&[Parts(child, NONE)]),
        Kind::Run(face) => face_run(tree, child, face, out),
        Kind::Fraction { bar } => {
            out.push(if bar { b"{\\mf" } else { b"{\\mf{\\mfPr{\\mtype noBar}}" });
            two(tree, child, ["{\\mnum", "}{\\mden", "}}"]);
        }
        Kind::Binomial => {
            out.push(b"{\\md{\\me{\\mf{\\mfPr{\\mtype noBar}}");
            two(tree, child, ["{\\mnum", "}{\\mden", "}}}}"]);
        }
        Kind::Root { degree: false } => {
            one(tree, child, "{\\mrad{\\mradPr{\\mdegHide on}}{\\mdeg}{\\me", "}}");
        }
        Kind::Root { degree: true } => two(tree, child, ["{\\mrad{\\mdeg", "}{\\me", "}}"]),
        Kind::Stack { above } => {
            let base = tree.next(child);
            let (begin, middle) = match above {
                true => ("{\\mlimUpp{\\me", "}{\\mlim"),
                false => ("{\\mlimLow{\\me", "}{\\mlim"),
            };
            one(tree, child, middle, "}}");
            one(tree, base, begin, "");
        }
        Kind::Arrow(c) => {
            out.push(b"{\\mlimUpp{\\me{\\mr\\f5 ");
            char(c, out);
            one(tree, child, "}}{\\mlim", "}}");
        }
        Kind::Delimited { begin, end } => {
            let separator = tree.parts(id).find_map(|part| match tree.kind(part) {
                Kind::Middle(sign) => Some(sign),
                _ => None,
            });
            brackets(begin, separator, end, out);
            tree.plan(&[Pieces(child), Say("}")]);
        }
        Kind::Table(env) => table(tree, child, env, out),
        Kind::TableRow(env) => match env {
            Env::Gathered | Env::Substack => {
                out.push(b"{\\me");
                tree.plan(&[Cells(child), Say("}")]);
            }
            _ => {
                out.push(b"{\\mmr");
                tree.plan(&[Columns(child), Say("}")]);
            }
        },
        Kind::Accent(c) => {
            out.push(b"{\\macc{\\maccPr{\\mchr ");
            char(c, out);
            one(tree, child, "}}{\\me", "}}");
        }
        Kind::Bar { above: true } => one(tree, child, "{\\mbar{\\mbarPr{\\mpos top}}{\\me", "}}"),
        Kind::Bar { above: false } => one(tree, child, "{\\mbar{\\mbarPr{\\mpos bot}}{\\me", "}}"),
        Kind::Brace('⏞') => one(
            tree,
            child,
            "{\\mgroupChr{\\mgroupChrPr{\\mchr \\u9182?}{\\mpos top}{\\mvertJc bot}}{\\me",
            "}}",
        ),
        Kind::Brace(_) => {
            one(tree, child, "{\\mgroupChr{\\mgroupChrPr{\\mchr \\u9183?}{\\mpos bot}}{\\me", "}}")
        }
        Kind::Boxed => one(tree, child, "{\\mborderBox{\\me", "}}"),
        Kind::Struck { up, down } => {
            out.push(b"{\\mborderBox{\\mborderBoxPr{\\mhideTop on}{\\mhideBot on}{\\mhideLeft on}{\\mhideRight on}");
            out.push(if up { b"{\\mstrikeBLTR on}" } else { b"" });
            out.push(if down { b"{\\mstrikeTLBR on}" } else { b"" });
            one(tree, child, "}{\\me", "}}");
        }
        Kind::Phantom => one(tree, child, "{\\mphant{\\mphantPr{\\mshow off}}{\\me", "}}"),
        Kind::Modulo => {
            one(tree, child, "{\\md{\\me{\\mfunc{\\mfName{\\mr\\msty0\\f5 mod}}{\\me", "}}}}")
        }
    }
}

/// An argument between what begins and ends it; one of nothing holds a blank, for Word would show that
/// something is missing.
fn one(tree: &mut Tree, row: Id, begin: &'static str, end: &'static str) {
    match if row == NONE { NONE } else { tree.child(row) } {
        NONE => tree.plan(&[Say(begin), Say(BLANK), Say(end)]),
        child => tree.plan(&[Say(begin), Parts(child, NONE), Say(end)]),
    }
}

fn two(tree: &mut Tree, first: Id, [begin, middle, end]: [&'static str; 3]) {
    let second = tree.next(first);
    one(tree, second, middle, end);
    one(tree, first, begin, "");
}

/// The pieces between brackets from one on, which signs part.
fn pieces(tree: &mut Tree, first: Id) {
    let mut end = first;
    while end != NONE && !matches!(tree.kind(end), Kind::Middle(_)) {
        end = tree.next(end);
    }
    if end != NONE {
        tree.plan(&[Pieces(tree.next(end))]);
    }
    match first == end {
        true => tree.plan(&[Say("{\\me"), Say(BLANK), Say("}")]),
        false => tree.plan(&[Say("{\\me"), Parts(first, end), Say("}")]),
    }
}

/// Begins brackets, with their pieces to follow.
fn brackets(begin: char, separator: Option<char>, end: char, out: &mut Output) {
    out.push(b"{\\md{\\mdPr{\\mbegChr ");
    char(begin, out);
    if let Some(separator) = separator {
        out.push(b"}{\\msepChr ");
        char(separator, out);
    }
    out.push(b"}{\\mendChr ");
    char(end, out);
    out.push(b"}}");
}

/// Writes the sign that a cell begins with as a word, with the room that it has as a sign, and in a cell
/// without anything a word of nothing; what follows it.
fn begin_cell(tree: &Tree, first: Id, out: &mut Output) -> Id {
    match lone_signs::beginning(tree, first) {
        Beginning::Other => first,
        Beginning::Nothing { blank } => {
            out.push(b"{\\mr\\mnor\\f5 ");
            char(if blank { '\u{200B}' } else { '\u{2061}' }, out);
            out.push_byte(b'}');
            NONE
        }
        Beginning::Sign(at, c) => {
            if at != first {
                out.push(BLANK.as_bytes());
            }
            out.push(b"{\\mr\\mnor\\f5  ");
            char(c, out);
            out.push(b" }");
            tree.next(at)
        }
    }
}

/// Characters side by side, up to `to`; returns what follows them.
fn run(tree: &Tree, (id, to): (Id, Id), pairs: &mut Pairs, out: &mut Output) -> Id {
    const BEGIN: &[u8] = b"{\\mr\\f5 ";
    let mut next = id;
    let mut is_open = false;
    while next != NONE && next != to {
        let kind = tree.kind(next);
        let alone = match kind {
            Kind::Char(c) if next != id && is_operator(c) => break,
            Kind::Char(c) => pairs.is_alone(tree, next, c),
            Kind::Middle(_) | Kind::Blank | Kind::Line => false,
            _ => break,
        };
        if is_open && alone {
            out.push_byte(b'}');
        }
        if alone {
            out.push(b"{\\mr\\mnor\\f5 ");
        } else if !is_open {
            out.push(BEGIN);
        }
        match kind {
            Kind::Char(c) | Kind::Middle(c) => char(c, out),
            Kind::Line => out.push(b"\\u8203?\\u8203?"), // two of them are a line end
            _ => char('\u{200B}', out),
        }
        if alone {
            out.push_byte(b'}');
        }
        is_open = !alone;
        next = tree.next(next);
    }
    if is_open {
        out.push_byte(b'}');
    }
    next
}

fn face_run(tree: &Tree, child: Id, face: Face, out: &mut Output) {
    out.push(match face {
        Face::Roman => b"{\\mr\\msty0\\f5 ",
        Face::Bold => b"{\\mr\\msty1\\f5 ",
        Face::BoldItalic => b"{\\mr\\msty3\\f5 ",
        Face::Italic => b"{\\mr\\msty2\\f5 ",
        Face::Script => b"{\\mr\\mscr1\\msty0\\f5 ",
        Face::Fraktur => b"{\\mr\\mscr2\\msty0\\f5 ",
        Face::Double => b"{\\mr\\mscr3\\msty0\\f5 ",
        Face::Sans => b"{\\mr\\mscr4\\msty0\\f5 ",
        Face::Mono => b"{\\mr\\mscr5\\msty0\\f5 ",
        Face::Text => b"{\\mr\\mnor ",
        Face::TextBold => b"{\\mr\\mnor\\b ",
        Face::TextItalic => b"{\\mr\\mnor\\i ",
    });
    let words = matches!(face, Face::Text | Face::TextBold | Face::TextItalic);
    let mut next = child;
    while next != NONE {
        match tree.kind(next) {
            Kind::Char(c) if words => {
                escape_rtf(c.encode_utf8(&mut [0; 4]).as_bytes(), out);
            }
            Kind::Char(c) => char(styled(c, face).unwrap_or(c), out),
            _ => char('\u{200B}', out),
        }
        next = tree.next(next);
    }
    out.push_byte(b'}');
}

/// The name of a function, upright.
fn name(tree: &Tree, id: Id, out: &mut Output) {
    out.push(b"{\\mr\\msty0\\f5 ");
    for part in tree.parts(id) {
        if let Kind::Char(c) = tree.kind(part) {
            char(c, out);
        }
    }
    out.push_byte(b'}');
}

/// Where the operand of what stands before `from` ends, if there is one before `to`. Functions are
/// operands of operators, as far as their names go.
fn operand(tree: &Tree, from: Id, to: Id, of_operator: bool) -> Option<Id> {
    let mut at = from;
    let mut blanks = 0;
    while at != to && blanks < 4 && is_space(tree.kind(at)) && at != NONE {
        (at, blanks) = (tree.next(at), blanks + 1);
    }
    if at == to || at == NONE {
        return None;
    }
    let behind = tree.next(at);
    match tree.kind(at) {
        Kind::Char(c @ ('(' | '[')) => {
            let closing = if c == '(' { ')' } else { ']' };
            let (mut depth, mut end) = (1, behind);
            for _ in 0..NEAR {
                if end == to || end == NONE {
                    return None;
                }
                match tree.kind(end) {
                    Kind::Char(inner) if inner == c => depth += 1,
                    Kind::Char(inner) if inner == closing => depth -= 1,
                    // With a script at it.
                    Kind::Scripts { .. } if ends_with(tree, end, closing) => depth -= 1,
                    _ => {}
                }
                end = tree.next(end);
                if depth == 0 {
                    return Some(end);
                }
            }
            None
        }
        Kind::Char(c) if c.is_ascii_digit() => {
            let mut end = behind;
            while end != to && matches!(tree.kind(end), Kind::Char('0'..='9' | '.')) {
                end = tree.next(end);
            }
            Some(end)
        }
        Kind::Char(c) => {
            let fits = c.is_alphanumeric() || matches!(c, '∂' | '∇' | '∞');
            let prime = behind != to && tree.kind(behind) == Kind::Char('′');
            fits.then(|| if prime { tree.next(behind) } else { behind })
        }
        Kind::Row => (tree.child(at) != NONE).then_some(behind),
        Kind::Middle(_) | Kind::Blank | Kind::Line | Kind::TableRow(_) => None,
        Kind::Name { .. } => of_operator.then_some(behind),
        Kind::Scripts { .. } => {
            let base = tree.child(at);
            let head = match tree.only(base) {
                Some(only) => tree.kind(only),
                None => return (!tree.is_empty(base)).then_some(behind),
            };
            match head {
                Kind::Name { .. } => of_operator.then_some(behind),
                Kind::Char(c) => (c.is_alphanumeric() || is_operator(c)).then_some(behind),
                _ => Some(behind),
            }
        }
        Kind::Run(_)
        | Kind::Fraction { .. }
        | Kind::Binomial
        | Kind::Root { .. }
        | Kind::Stack { .. }
        | Kind::Arrow(_)
        | Kind::Delimited { .. }
        | Kind::Table(_)
        | Kind::Accent(_)
        | Kind::Bar { .. }
        | Kind::Brace(_)
        | Kind::Boxed
        | Kind::Struck { .. }
        | Kind::Phantom
        | Kind::Modulo => Some(behind),
    }
}

fn is_space(kind: Kind) -> bool {
    matches!(kind, Kind::Blank | Kind::Line | Kind::Char('\u{2004}'..='\u{2006}' | '\u{205F}'))
}

/// Whether scripts stand at a sign.
fn ends_with(tree: &Tree, scripts: Id, sign: char) -> bool {
    let base = tree.child(scripts);
    let mut parts = tree.parts(base);
    parts.next().is_some_and(|part| tree.kind(part) == Kind::Char(sign))
}

/// An operator without limits, with its operand if it has one.
fn operator(tree: &mut Tree, id: Id, to: Id, display: bool) {
    let Kind::Char(c) = tree.kind(id) else { return };
    let next = tree.next(id);
    match operand(tree, next, to, true) {
        Some(stop) => {
            tree.plan(&[Parts(stop, to)]);
            let none = (false, false, Limits::Usual);
            with_operand(tree, (c, NONE, none), (next, stop), display);
        }
        None => tree.plan(&[Say("{\\mr\\f5 "), Sign(c), Say("}"), Parts(next, to)]),
    }
}

/// Plans an operator with its limits, of which `first` is the first, and its operand.
fn with_operand(
    tree: &mut Tree,
    (c, first, (below, above, limits)): (char, Id, (bool, bool, Limits)),
    (from, stop): (Id, Id),
    display: bool,
) {
    let place = match limits {
        Limits::Below => "}{\\mlimloc undOvr}",
        Limits::Beside => "}{\\mlimloc subSup}",
        Limits::Usual if display && !is_integral(c) => "}{\\mlimloc undOvr}",
        Limits::Usual => "}{\\mlimloc subSup}",
    };
    let last = if below { tree.next(first) } else { first };
    tree.plan(&[Say("{\\me"), Parts(from, stop), Say("}}")]);
    match above {
        true => one(tree, last, "{\\msup", "}"),
        false => tree.plan(&[Say("{\\msup}")]),
    }
    match below {
        true => one(tree, first, "}{\\msub", "}"),
        false => tree.plan(&[Say("}{\\msub}")]),
    }
    let hidden = match (below, above) {
        (true, true) => "",
        (true, false) => "{\\msupHide on}",
        (false, true) => "{\\msubHide on}",
        (false, false) => "{\\msubHide on}{\\msupHide on}",
    };
    tree.plan(&[Say("{\\mnary{\\mnaryPr{\\mchr "), Sign(c), Say(place), Say(hidden)]);
}

/// Scripts, with the operand of what they stand at.
fn scripts(
    tree: &mut Tree,
    id: Id,
    to: Id,
    (below, above, limits): (bool, bool, Limits),
    display: bool,
) {
    let base = tree.child(id);
    let first = tree.next(base);
    let last = if below { tree.next(first) } else { first };
    let next = tree.next(id);
    let head = tree.only(base).map(|only| tree.kind(only));
    if let Some(Kind::Char(c)) = head
        && is_operator(c)
        && let Some(stop) = operand(tree, next, to, true)
    {
        tree.plan(&[Parts(stop, to)]);
        return with_operand(tree, (c, first, (below, above, limits)), (next, stop), display);
    }
    if tree.is_empty(base)
        && let Some(stop) = operand(tree, next, to, false)
    {
        tree.plan(&[Say("{\\me"), Parts(next, stop), Say("}}"), Parts(stop, to)]);
        match above {
            true => one(tree, last, "{\\msup", "}"),
            false => tree.plan(&[Say("{\\msup"), Say(BLANK), Say("}")]),
        }
        match below {
            true => one(tree, first, "{\\msPre{\\msub", "}"),
            false => tree.plan(&[Say("{\\msPre{\\msub"), Say(BLANK), Say("}")]),
        }
        return;
    }
    let of_name = matches!(head, Some(Kind::Name { .. }));
    let stop = if of_name { operand(tree, next, to, false) } else { None };
    match stop {
        Some(stop) => tree.plan(&[Say("}{\\me"), Parts(next, stop), Say("}}"), Parts(stop, to)]),
        None => tree.plan(&[Parts(next, to)]),
    }
    let stacked = match head {
        Some(Kind::Name { star }) => star || has_limits_below(tree, base),
        Some(Kind::Brace(c)) => (c == '⏞') == above,
        Some(Kind::Char(c)) if is_operator(c) => {
            limits == Limits::Below || limits == Limits::Usual && display && !is_integral(c)
        }
        _ => limits == Limits::Below,
    };
    let [begin, middle, second] = match (below, above, stacked) {
        (true, true, true) => ["{\\mlimUpp{\\me{\\mlimLow{\\me", "}{\\mlim", "}}}{\\mlim"],
        (true, true, false) => ["{\\msSubSup{\\me", "}{\\msub", "}{\\msup"],
        (true, false, true) => ["{\\mlimLow{\\me", "}{\\mlim", ""],
        (true, false, false) => ["{\\msSub{\\me", "}{\\msub", ""],
        (false, _, true) => ["{\\mlimUpp{\\me", "", "}{\\mlim"],
        (false, _, false) => ["{\\msSup{\\me", "", "}{\\msup"],
    };
    tree.plan(&[Say("}}")]);
    if above {
        one(tree, last, second, "");
    }
    if below {
        one(tree, first, middle, "");
    }
    one(tree, base, begin, "");
    if stop.is_some() {
        tree.plan(&[Say("{\\mfunc{\\mfName")]);
    }
}

fn has_limits_below(tree: &Tree, base: Id) -> bool {
    let mut name = [0; 8];
    let mut length = 0;
    let Some(only) = tree.only(base) else { return false };
    for part in tree.parts(only).take(name.len()) {
        if let Kind::Char(c) = tree.kind(part) {
            name[length] = c as u8;
            length += 1;
        }
    }
    limits_below(std::str::from_utf8(&name[..length]).unwrap_or(""))
}

fn table(tree: &mut Tree, child: Id, env: Env, out: &mut Output) {
    let (begin, end) = env.fences();
    let fenced = begin != '\0';
    if fenced {
        brackets(begin, None, end, out);
        out.push(b"{\\me");
    }
    match env {
        Env::Gathered | Env::Substack => {
            out.push(b"{\\meqArr");
            tree.plan(&[Parts(child, NONE), Say(if fenced { "}}}" } else { "}" })]);
            return;
        }
        Env::Matrix
        | Env::Parentheses
        | Env::Brackets
        | Env::Braces
        | Env::Bars
        | Env::DoubleBars
        | Env::Cases
        | Env::Aligned
        | Env::Array => {}
    }
    let first = if env == Env::Array { tree.next(child) } else { child };
    let count = widen(tree, first);
    out.push(b"{\\mm{\\mmPr{\\mplcHide on}");
    if env == Env::Aligned {
        // Word's own way, marks in lines, is one that LibreOffice shows as signs; and these words in groups of
        // their own as an error.
        out.push(b"\\mcGpRule3\\mcGp60");
    }
    out.push(b"{\\mmcs");
    match env {
        Env::Array => {
            for part in tree.parts(child) {
                let letter = tree.kind(part);
                columns(1, if let Kind::Char(letter) = letter { letter } else { 'c' }, out);
            }
        }
        Env::Cases => columns(count, 'l', out),
        Env::Aligned => (0..count).for_each(|at| columns(1, ['r', 'l'][at & 1], out)),
        Env::Matrix
        | Env::Parentheses
        | Env::Brackets
        | Env::Braces
        | Env::Bars
        | Env::DoubleBars
        | Env::Gathered
        | Env::Substack => columns(count, 'c', out),
    }
    out.push(b"}}");
    tree.plan(&[Parts(first, NONE), Say(if fenced { "}}}" } else { "}" })]);
}

/// Columns of one alignment.
fn columns(count: usize, letter: char, out: &mut Output) {
    out.push(b"{\\mmc{\\mmcPr{\\mcount ");
    out.push_int(count as i64);
    out.push(match letter {
        'l' => b"}{\\mmcJc left}}}".as_slice(),
        'r' => b"}{\\mmcJc right}}}",
        _ => b"}{\\mmcJc center}}}",
    });
}

/// Gives all rows as many cells as the longest has: how many these are.
fn widen(tree: &mut Tree, first: Id) -> usize {
    let (mut count, mut row) = (0, first);
    while row != NONE {
        count = count.max(tree.parts(row).count());
        row = tree.next(row);
    }
    row = first;
    let mut added = 0;
    while row != NONE {
        let cells = tree.parts(row).count();
        let mut last = tree.parts(row).last().unwrap_or(NONE);
        for _ in cells..count {
            added += 1;
            if added > MOST_ADDED || last == NONE {
                break;
            }
            let cell = tree.add(Kind::Row, NONE);
            tree.set_next(last, cell);
            last = cell;
        }
        row = tree.next(row);
    }
    count
}

/// Cells that are added to a table at most.
const MOST_ADDED: usize = 1000;
