//! Lists: the tables in the header, and the marker that starts an item's first paragraph.
//!
//! State   an open [`List`] counts its items; what an item gets of that is its [`Marker`].
//! Shape   bullets: one list and two overrides. Numbers: a list and an override for each ordered
//!         list, because LibreOffice goes on counting over the overrides of one list. Where all
//!         stands at the outermost level one level is enough (`\listsimple`), else Word wants nine.
//!         A task among bullets is in no list of RTF: its box stands in the bullet's place as text, since
//!         RichEdit draws nothing but its own bullet, and a user ticks a box by typing another.
//! Units   levels 0 to 8; twips.
//! Source  RTF 1.9.1, "List tables"; RichEdit wants `\ls` right behind the `\listtext` group, and
//!         LibreOffice takes the last of `\pn` and `\ls`, so `\pn` stands first.

use super::containers::{FARTHEST, Place};
use super::plan::{Lists, Ordered};
use crate::document::{Kind, NodeId, NumberStyle, Numbers, View};
use crate::memory::Output;
use crate::options::Target;
use crate::rtf::tables::boxes;

/// What one item adds to the left edge.
pub(super) const INDENT: i64 = 720;
/// How far before the text the marker stands.
const HANG: i64 = 360;
/// The override of the first ordered list; 1 and 2 are the bullets'.
const FIRST_ORDERED: i64 = 3;
/// Levels of a list; deeper ones share the last.
pub(super) const LEVELS: i64 = 9;

/// How a level of the bullets' list begins that is used. What is left out of the others is zero.
const BULLETS: &[u8] = b"{\\listlevel\\levelnfc23\\levelnfcn23\\leveljc0\\leveljcn0\\levelfollow0\\levelstartat1\\levelspace0\\levelindent0";
const MORE_BULLETS: &[u8] = b"{\\listlevel\\levelnfc23\\levelstartat1";

/// How it goes on; three signs take turns.
const SIGNS: [&[u8]; 3] = [
    b"{\\leveltext\\'01\\'b7;}{\\levelnumbers;}\\f2\\fi-360\\li",
    b"{\\leveltext\\'01\\u9702o;}{\\levelnumbers;}\\f0\\fi-360\\li",
    b"{\\leveltext\\'01\\u9642-;}{\\levelnumbers;}\\f0\\fi-360\\li",
];

/// A list that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Its override.
    number: i64,
    /// First number and the next item's number, if it is ordered.
    ordered: Option<(u32, u32)>,
    numbers: Numbers,
    tight: bool,
    /// Its last item has a box in the bullet's place.
    boxed: bool,
}

impl List {
    /// The ordered list of that place among all of the document.
    pub(super) fn ordered(index: usize, start: u32, numbers: Numbers, tight: bool) -> List {
        let (number, ordered) = (ordered_number(index), Some((start, start)));
        List { number, ordered, numbers, tight, boxed: false }
    }

    /// A list with bullets.
    pub(super) fn bullets(tight: bool) -> List {
        List { number: 1, ordered: None, numbers: Numbers::PLAIN, tight, boxed: false }
    }

    /// A list with bullets right behind another one of that override, from which it is told by
    /// having the other.
    pub(super) fn bullets_after(number: i64, tight: bool) -> List {
        List { number: if number == 1 { 2 } else { 1 }, ..List::bullets(tight) }
    }

    /// The override of a list with bullets.
    pub(super) fn bullets_number(&self) -> Option<i64> {
        self.ordered.is_none().then_some(self.number)
    }

    /// Whether its last item has a box in the bullet's place.
    pub(super) fn is_boxed(&self) -> bool {
        self.boxed
    }

    pub(super) fn is_tight(&self) -> bool {
        self.tight
    }

    /// The marker of the next item. `outer` is the left edge outside of it, `depth` the list's
    /// depth among lists.
    pub(super) fn next_item(&mut self, outer: i64, depth: u32, task: Option<bool>) -> Marker {
        let List { number, ordered, numbers, tight, .. } = *self;
        self.boxed = ordered.is_none() && task.is_some();
        if let Some((_, next)) = &mut self.ordered {
            *next = next.saturating_add(1);
        }
        Marker { outer, number, depth, ordered, numbers, task, like_task: false, tight }
    }
}

/// What the first paragraph of an item gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    /// The left edge outside the item.
    outer: i64,
    /// The list's override.
    number: i64,
    /// The depth of the list among lists.
    depth: u32,
    /// First number and this item's number, in an ordered list.
    ordered: Option<(u32, u32)>,
    numbers: Numbers,
    /// The state of the task box.
    task: Option<bool>,
    /// There is none, and the text begins like one.
    like_task: bool,
    /// The list is tight.
    tight: bool,
}

/// Whether the text of an item that is no task begins as one does.
pub(super) fn looks_like_task(view: View<'_>, item: NodeId) -> bool {
    // A text in more quotes and looks is not looked for.
    let most = view.end(item).saturating_sub(item + 1).min(12);
    let first = view.nodes().iter().skip(item as usize + 1).take(most as usize);
    let mut texts = first.filter_map(|node| match node.kind {
        Kind::Text(text) => Some(view.text(text)).filter(|text| !text.is_empty()),
        Kind::Anchor { .. } | Kind::CommentStart(_) => None,
        kind => kind.is_leaf().then_some(b""),
    });
    match texts.next() {
        // An escape may stand behind the bracket.
        Some([]) => false,
        Some([b'[', rest @ ..]) => {
            // What follows may be a text of its own.
            let next = rest.first().or_else(|| texts.next().and_then(<[u8]>::first));
            next.is_none_or(|byte| b" xX".contains(byte))
        }
        Some(text) => boxes::begin(text),
        None => false,
    }
}

impl Marker {
    /// Says whether the text begins like a task.
    pub(super) fn like_task(self, like_task: bool) -> Marker {
        Marker { like_task, ..self }
    }

    pub(super) fn is_tight(&self) -> bool {
        self.tight
    }

    /// Whether a heading can't have it: one with a number would be a numbered heading and no item,
    /// and it has no box.
    pub(super) fn shuns_headings(&self) -> bool {
        self.ordered.is_some() || self.task.is_some()
    }

    /// `\fi`: where the marker stands, seen from the paragraph's left edge.
    pub(super) fn first_line(&self, place: Place) -> i64 {
        (self.outer.min(FARTHEST) + HANG - place.left()).min(0)
    }

    /// Whether a box stands in the bullet's place.
    fn is_boxed(&self) -> bool {
        self.ordered.is_none() && self.task.is_some()
    }

    /// The box of a task, in the bullet's place or behind the number, before the text; a hidden blank
    /// before a text that looks like one.
    pub(super) fn task_box(&self) -> &'static [u8] {
        match (self.task, self.is_boxed()) {
            (Some(true), true) => b"\\u9746?\\tab ",
            (Some(false), true) => b"\\u9744?\\tab ",
            (Some(true), false) => b"\\u9746? ",
            (Some(false), false) => b"\\u9744? ",
            (None, _) if self.like_task => b"{\\cs13\\v  }",
            (None, _) => b"",
        }
    }

    /// The marker, between a paragraph's style and its properties.
    pub(super) fn write(&self, target: Target, out: &mut Output) {
        if self.is_boxed() {
            return;
        }
        // RichEdit knows one level of lists.
        let old_form = self.depth == 0 && target != Target::Word;
        // Controls that know `\pn` alone show the text of `\listtext`, and skip that of `\pntext`.
        let old_only = old_form && target == Target::RichEdit;
        let text: &[u8] = if old_only { b"{\\pntext" } else { b"{\\listtext" };
        match self.ordered {
            None => {
                if old_form {
                    out.push(b"{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0{\\pntxtb\\'b7}}");
                }
                out.push(text);
                // As in the list's levels.
                out.push(match self.depth.min(LEVELS as u32 - 1) % 3 {
                    0 => b"\\f2\\'b7\\tab}\\ls",
                    1 => b"\\f0\\u9702o\\tab}\\ls",
                    _ => b"\\f0\\u9642-\\tab}\\ls",
                });
            }
            Some((start, number)) => {
                if old_form {
                    out.push(b"{\\*\\pn\\pnlvlbody\\pnf0\\pnindent0\\pnstart");
                    // Such a control counts anew behind a nested list.
                    let first = if old_only { number } else { start };
                    out.push_int(i64::from(first.min(i32::MAX as u32)));
                    out.push(old_style(self.numbers.style));
                    let (before, behind) = self.numbers.around();
                    for (word, text) in [(&b"{\\pntxtb"[..], before), (b"{\\pntxta", behind)] {
                        if !text.is_empty() {
                            out.push(word);
                            out.push(text.as_bytes());
                            out.push_byte(b'}');
                        }
                    }
                    out.push_byte(b'}');
                }
                out.push(text);
                out.push_byte(b' ');
                out.push(self.numbers.label(number).bytes());
                out.push(b"\\tab}\\ls");
            }
        }
        out.push_int(self.number);
        out.push(b"\\ilvl");
        out.push_int(i64::from(self.depth).min(LEVELS - 1));
    }
}

/// The override number of an ordered list, by its place in the plan.
fn ordered_number(index: usize) -> i64 {
    FIRST_ORDERED + index as i64
}

/// List table and override table; nothing when the document has no list.
pub(super) fn tables(lists: &Lists, out: &mut Output) {
    if !lists.has_bullets() && lists.ordered().is_empty() {
        return;
    }
    out.push(b"{\\*\\listtable");
    if lists.has_bullets() {
        bullet_list(i64::from(lists.bullet_levels()).min(LEVELS), out);
    }
    for (index, list) in lists.ordered().iter().enumerate() {
        ordered_list(ordered_number(index), list, out);
    }
    out.push(b"}\r\n{\\*\\listoverridetable");
    if lists.has_bullets() {
        list_override(1, 1, out);
        list_override(1, 2, out);
    }
    for index in 0..lists.ordered().len() {
        let number = ordered_number(index);
        list_override(number, number, out);
    }
    out.push(b"}\r\n");
}

/// How a list begins of which one level is used, or which has all.
fn list_start(number: i64, simple: bool, out: &mut Output) {
    out.push(b"{\\list\\listtemplateid");
    out.push_int(number);
    out.push(if simple { b"\\listsimple1".as_slice() } else { b"\\listhybrid" });
}

/// The bullets' list, of which so many levels are used.
fn bullet_list(used: i64, out: &mut Output) {
    list_start(1, used == 1, out);
    for (level, sign) in (0..if used == 1 { 1 } else { LEVELS }).zip(SIGNS.into_iter().cycle()) {
        out.push(if level < used { BULLETS } else { MORE_BULLETS });
        out.push(sign);
        out.push_int(INDENT * (level + 1));
        out.push_byte(b'}');
    }
    list_end(1, out);
}

fn list_end(number: i64, out: &mut Output) {
    out.push(b"{\\listname ;}\\listid");
    out.push_int(number);
    out.push(b"}\r\n");
}

fn ordered_list(number: i64, list: &Ordered, out: &mut Output) {
    let depth = i64::from(list.depth).min(LEVELS - 1);
    // Numbers of three digits have no room between the marker's place and the text: they end there.
    let wide = list.last >= 100;
    list_start(number, depth == 0, out);
    for level in 0..if depth == 0 { 1 } else { LEVELS } {
        if level == depth {
            let nfc = [b'0' + number_format(list.numbers.style)];
            out.push(b"{\\listlevel\\levelnfc");
            out.push(&nfc);
            out.push(b"\\levelnfcn");
            out.push(&nfc);
            out.push(if wide { b"\\leveljc2\\leveljcn2" } else { b"\\leveljc0\\leveljcn0" });
            out.push(b"\\levelfollow0\\levelstartat");
            out.push_int(i64::from(list.start.min(i32::MAX as u32)));
            out.push(b"\\levelspace0\\levelindent0");
        } else {
            // Never used, but Word wants nine; what is left out is zero.
            out.push(b"{\\listlevel\\levelnfc0\\levelstartat1");
        }
        let (before, behind) = list.numbers.around();
        let (length, place): (&[u8], &[u8]) =
            if before.is_empty() { (b"2", b"1") } else { (b"3", b"2") };
        for part in [b"{\\leveltext\\'0", length, before.as_bytes(), b"\\'0"] {
            out.push(part);
        }
        out.push_int(level);
        for part in [behind.as_bytes(), b";}{\\levelnumbers\\'0", place, b";}\\fi-360\\li"] {
            out.push(part);
        }
        out.push_int(INDENT * (level + 1));
        out.push_byte(b'}');
    }
    list_end(number, out);
}

/// `\levelnfc` of a kind of numbers.
fn number_format(style: NumberStyle) -> u8 {
    match style {
        NumberStyle::Decimal => 0,
        NumberStyle::UpperRoman => 1,
        NumberStyle::LowerRoman => 2,
        NumberStyle::UpperAlpha => 3,
        NumberStyle::LowerAlpha => 4,
    }
}

/// The same in a `\pn` group.
fn old_style(style: NumberStyle) -> &'static [u8] {
    match style {
        NumberStyle::Decimal => b"\\pndec",
        NumberStyle::UpperRoman => b"\\pnucrm",
        NumberStyle::LowerRoman => b"\\pnlcrm",
        NumberStyle::UpperAlpha => b"\\pnucltr",
        NumberStyle::LowerAlpha => b"\\pnlcltr",
    }
}

fn list_override(list: i64, number: i64, out: &mut Output) {
    out.push(b"{\\listoverride\\listid");
    out.push_int(list);
    out.push(b"\\listoverridecount0\\ls");
    out.push_int(number);
    out.push_byte(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(marker: Marker, target: Target) -> String {
        let mut out = Output::new(Vec::new(), 1 << 16);
        marker.write(target, &mut out);
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn markers_in_one_line_each() {
        const BULLET: &str = "{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0{\\pntxtb\\'b7}}";
        let number = |first| {
            format!("{{\\*\\pn\\pnlvlbody\\pnf0\\pnindent0\\pnstart{first}\\pndec{{\\pntxta.}}}}")
        };
        let (bullets, tenth) = (List::bullets(true), List::ordered(2, 9, Numbers::PLAIN, true));
        let letters = Numbers {
            style: NumberStyle::LowerAlpha,
            delimiter: crate::document::Delimiter::TwoParens,
        };
        let second_letter = List::ordered(0, 1, letters, true);
        let in_letters =
            "{\\*\\pn\\pnlvlbody\\pnf0\\pnindent0\\pnstart1\\pnlcltr{\\pntxtb(}{\\pntxta)}}";
        for (mut list, depth, target, form, marker) in [
            (bullets, 0, Target::Both, BULLET, "{\\listtext\\f2\\'b7\\tab}\\ls1\\ilvl0"),
            (bullets, 0, Target::Word, "", "{\\listtext\\f2\\'b7\\tab}\\ls1\\ilvl0"),
            (bullets, 0, Target::RichEdit, BULLET, "{\\pntext\\f2\\'b7\\tab}\\ls1\\ilvl0"),
            (bullets, 1, Target::Both, "", "{\\listtext\\f0\\u9702o\\tab}\\ls1\\ilvl1"),
            (bullets, 11, Target::RichEdit, "", "{\\listtext\\f0\\u9642-\\tab}\\ls1\\ilvl8"),
            (tenth, 0, Target::Both, &number(9), "{\\listtext 10.\\tab}\\ls5\\ilvl0"),
            (tenth, 0, Target::RichEdit, &number(10), "{\\pntext 10.\\tab}\\ls5\\ilvl0"),
            (second_letter, 0, Target::Both, in_letters, "{\\listtext (b)\\tab}\\ls3\\ilvl0"),
            (tenth, 1, Target::Both, "", "{\\listtext 10.\\tab}\\ls5\\ilvl1"),
        ] {
            list.next_item(0, depth, None);
            let second = list.next_item(0, depth, None);
            assert_eq!(written(second, target), format!("{form}{marker}"), "{target:?} {depth}");
        }
    }

    #[test]
    fn a_list_has_one_level_or_nine_and_says_more_of_those_in_use() {
        let mut simple = Output::new(Vec::new(), 9_999);
        bullet_list(1, &mut simple);
        let first = "{\\listlevel\\levelnfc23\\levelnfcn23\\leveljc0\\leveljcn0\\levelfollow0\\levelstartat1\
            \\levelspace0\\levelindent0{\\leveltext\\'01\\'b7;}{\\levelnumbers;}\\f2\\fi-360\\li720}";
        let simple = String::from_utf8(simple.finish().unwrap()).unwrap();
        let end = "{\\listname ;}\\listid1}\r\n";
        assert_eq!(simple, format!("{{\\list\\listtemplateid1\\listsimple1{first}{end}"));
        for used in 2..=LEVELS {
            let mut all = Output::new(Vec::new(), 9_999);
            bullet_list(used, &mut all);
            let all = String::from_utf8(all.finish().unwrap()).unwrap();
            assert!(all.starts_with("{\\list\\listtemplateid1\\listhybrid") && all.ends_with(end));
            let levels: Vec<&str> = all.split("{\\listlevel").skip(1).collect();
            assert_eq!(levels.len(), 9, "{used}");
            for (at, (level, mark)) in
                levels.into_iter().zip(["'b7", "u9702o", "u9642-"].into_iter().cycle()).enumerate()
            {
                assert_eq!(level.contains("\\levelfollow0"), (at as i64) < used, "{used} {at}");
                assert!(
                    level.contains(mark) && level.contains(&format!("\\li{}}}", 720 * (at + 1))),
                    "{level}"
                );
            }
        }
    }

    #[test]
    fn bullets_side_by_side_take_turns() {
        let numbers = [1, 2].map(|number| List::bullets_after(number, true).bullets_number());
        assert_eq!(numbers, [Some(2), Some(1)]);
        assert_eq!(List::bullets(false).bullets_number(), Some(1));
        assert_eq!(List::ordered(0, 1, Numbers::PLAIN, false).bullets_number(), None);
    }
}
