//! Lists: the tables in the header, and the marker that starts an item's first paragraph.
//!
//! Shape   bullets: one list with nine levels and two overrides. Numbers: a list and an override
//!         for each ordered list, because LibreOffice goes on counting over the overrides of one
//!         list. A list at the outermost level needs one level only (`\listsimple`).
//! Units   levels 0 to 8; twips.
//! Source  RTF 1.9.1, "List tables"; RichEdit wants `\ls` right behind the `\listtext` group, and
//!         LibreOffice takes the last of `\pn` and `\ls`, so `\pn` stands first.

use super::Writer;
use crate::options::Target;

/// What one item adds to the left edge.
pub const INDENT: i64 = 720;
/// How far before the text the marker stands.
pub const HANG: i64 = 360;
/// The override of the first ordered list; 1 and 2 are the bullets'.
const FIRST_ORDERED: i64 = 3;
/// Levels of a list; deeper ones share the last.
const LEVELS: i64 = 9;

/// A level of the bullets' list, with its left edge.
macro_rules! bullet_level {
    ($left:literal) => {
        concat!(
            "{\\listlevel\\levelnfc23\\levelnfcn23\\leveljc0\\leveljcn0\\levelfollow0",
            "\\levelstartat1\\levelspace0\\levelindent0",
            "{\\leveltext\\'01\\'b7;}{\\levelnumbers;}\\f2\\fi-360\\li",
            $left,
            "}"
        )
    };
}

/// The bullets' list, the same in every document that has bullets.
const BULLETS: &str = concat!(
    "{\\list\\listtemplateid1\\listhybrid",
    bullet_level!(720),
    bullet_level!(1440),
    bullet_level!(2160),
    bullet_level!(2880),
    bullet_level!(3600),
    bullet_level!(4320),
    bullet_level!(5040),
    bullet_level!(5760),
    bullet_level!(6480),
    "{\\listname ;}\\listid1}\r\n"
);

/// The marker that the next paragraph gets.
#[derive(Clone, Copy, Debug)]
pub struct Marker {
    /// The left edge outside the item.
    pub outer: i64,
    /// The list's override.
    pub number: i64,
    /// The depth of the list among lists.
    pub depth: u32,
    /// First number and this item's number, in an ordered list.
    pub ordered: Option<(u32, u32)>,
    /// The state of the task box.
    pub task: Option<bool>,
    /// The list is tight.
    pub tight: bool,
}

/// The override number of an ordered list, by its place in the plan.
pub fn ordered_number(index: usize) -> i64 {
    FIRST_ORDERED + index as i64
}

/// List table and override table; nothing when the document has no list.
pub fn tables(writer: &mut Writer<'_>) {
    let bullets = writer.scratch.plan.bullets;
    let count = writer.scratch.plan.ordered.len();
    if !bullets && count == 0 {
        return;
    }
    writer.out.push(b"{\\*\\listtable");
    if bullets {
        writer.out.push(BULLETS.as_bytes());
    }
    for index in 0..count {
        let list = writer.scratch.plan.ordered[index];
        let number = ordered_number(index);
        let depth = i64::from(list.depth).min(LEVELS - 1);
        writer.out.push(b"{\\list\\listtemplateid");
        writer.out.push_int(number);
        writer.out.push(if depth == 0 { b"\\listsimple1".as_slice() } else { b"\\listhybrid" });
        for level in 0..if depth == 0 { 1 } else { LEVELS } {
            if level == depth {
                writer.level(list.start);
            } else {
                // Never used, but Word wants nine; what is left out is zero.
                writer.out.push(b"{\\listlevel\\levelnfc0\\levelnfcn0\\levelstartat1");
            }
            writer.out.push(b"{\\leveltext\\'02\\'0");
            writer.out.push_int(level);
            writer.out.push(b".;}{\\levelnumbers\\'01;}");
            writer.level_end(level);
        }
        writer.out.push(b"{\\listname ;}\\listid");
        writer.out.push_int(number);
        writer.out.push(b"}\r\n");
    }
    writer.out.push(b"}\r\n{\\*\\listoverridetable");
    if bullets {
        writer.list_override(1, 1);
        writer.list_override(1, 2);
    }
    for index in 0..count {
        let number = ordered_number(index);
        writer.list_override(number, number);
    }
    writer.out.push(b"}\r\n");
}

impl Writer<'_> {
    fn level(&mut self, start: u32) {
        self.out.push(b"{\\listlevel\\levelnfc0\\levelnfcn0");
        self.out.push(b"\\leveljc0\\leveljcn0\\levelfollow0\\levelstartat");
        self.out.push_int(i64::from(start.min(i32::MAX as u32)));
        self.out.push(b"\\levelspace0\\levelindent0");
    }

    fn level_end(&mut self, level: i64) {
        self.out.push(b"\\fi-360\\li");
        self.out.push_int(INDENT * (level + 1));
        self.out.push_byte(b'}');
    }

    fn list_override(&mut self, list: i64, number: i64) {
        self.out.push(b"{\\listoverride\\listid");
        self.out.push_int(list);
        self.out.push(b"\\listoverridecount0\\ls");
        self.out.push_int(number);
        self.out.push_byte(b'}');
    }

    /// The marker, between a paragraph's style and its properties.
    pub fn marker(&mut self, marker: &Marker) {
        // RichEdit knows one level of lists.
        let old_form = marker.depth == 0 && self.options.target != Target::Word;
        // Controls that know `\pn` alone show the text of `\listtext`, and skip that of `\pntext`.
        let old_only = old_form && self.options.target == Target::RichEdit;
        match marker.ordered {
            None => {
                if old_form {
                    self.out.push(b"{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0{\\pntxtb\\'b7}}");
                }
                self.out.push(if old_only { b"{\\pntext".as_slice() } else { b"{\\listtext" });
                self.out.push(b"\\f2\\'b7\\tab}\\ls");
            }
            Some((start, number)) => {
                if old_form {
                    self.out.push(b"{\\*\\pn\\pnlvlbody\\pnf0\\pnindent0\\pnstart");
                    // Such a control counts anew behind a nested list.
                    let first = if old_only { number } else { start };
                    self.out.push_int(i64::from(first.min(i32::MAX as u32)));
                    self.out.push(b"\\pndec{\\pntxta.}}");
                }
                self.out.push(if old_only { b"{\\pntext ".as_slice() } else { b"{\\listtext " });
                self.out.push_int(i64::from(number));
                self.out.push(b".\\tab}\\ls");
            }
        }
        self.out.push_int(marker.number);
        self.out.push(b"\\ilvl");
        self.out.push_int(i64::from(marker.depth).min(LEVELS - 1));
    }
}
