//! Control words that set formatting, end paragraphs or stand for characters.
//!
//! Shape   [`Reader::control`] is the table of what each known control word does.
//! Units   twips and half-points as in the file; a toggle without a parameter, or with one other
//!         than 0, is on.
//! Source  RTF 1.9.1; code pages of `\mac`, `\pc`, `\pca` as Windows numbers them.

use super::Reader;
use super::state::{Color, Looks};
use crate::options::Changes;
use crate::rtf::assembly::flow::{CellDefinition, End, RowDefinition, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark, NONE, ParaFormat, Pn};
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::lists::LEVELS;
use crate::rtf::tables::styles::{Role, StyleKind};
use crate::rtf::words::{
    Channel, CharacterWord, Destination, DocumentWord, Ending, FontWord, FormWord, Home, ListWord,
    Meaning, OldListWord, ParagraphWord, RowWord, Slot, StyleWord, Word,
};
use crate::text::codepage::{Charset, CodePage};

/// A length that can be added to others: no page is wider than a hundred metres.
fn twips(value: i32) -> i32 {
    value.clamp(-LONGEST, LONGEST)
}

const LONGEST: i32 = 1 << 22;

/// Bytes or tokens that stand in for one `\u` at most. No code page needs more than four; a number
/// that is damaged must not cost text, and counts as the usual one.
const MOST_SKIPPED: i32 = 8;

impl Reader<'_, '_> {
    /// Does what a control word says.
    pub(super) fn control(&mut self, word: Word, parameter: Option<i32>) {
        if self.guard.is_some() && self.ends_watch(word) {
            return;
        }
        let value = parameter.unwrap_or(0);
        match word.meaning() {
            Meaning::Nothing | Meaning::Holder | Meaning::Binary => {}
            Meaning::Character(what) => self.character_word(what, parameter),
            Meaning::Paragraph(what) => self.paragraph_word(what, parameter),
            Meaning::Ends(what) => self.ending(what),
            Meaning::Unicode => self.unicode(value),
            Meaning::Char(c) => self.named_char(c),
            // An entry without a number is none.
            Meaning::Font if self.state.destination == Destination::FontTable => {
                self.font_entry(parameter.unwrap_or(-1))
            }
            Meaning::Font => self.choose_font(value),
            Meaning::AssociatedFont => {
                if !self.state.right_to_left && self.state.slot != Slot::Low {
                    if self.state.destination == Destination::FontTable {
                        self.font_entry(value);
                    } else {
                        self.choose_font(value);
                    }
                }
            }
            Meaning::Opens(what) => self.open_destination(what),
            Meaning::Style(what) => self.style_word(what, word, value),
            Meaning::ListNumber => self.list_number(value),
            Meaning::RowEntry(what) => self.row_word(what, value),
            Meaning::StandIn => {
                self.state.uc = if (0..=MOST_SKIPPED).contains(&value) { value as u32 } else { 1 };
            }
            Meaning::Document(what) => self.document_word(what, value),
            Meaning::FontEntry(what) => {
                if self.is_in(Destination::FontTable, word) {
                    self.font_word(what, value);
                }
            }
            Meaning::ColorEntry(channel) => {
                if self.is_in(Destination::ColorTable, word) {
                    let value = value.clamp(0, 255) as u8;
                    match channel {
                        Channel::Red => self.color.red = value,
                        Channel::Green => self.color.green = value,
                        Channel::Blue => self.color.blue = value,
                    }
                }
            }
            Meaning::PictureData(kind) => {
                if self.is_in(Destination::Picture, word) {
                    self.picture_word(kind);
                }
            }
            Meaning::ListEntry(what) => self.list_word(what, value),
            Meaning::OldList(what) => {
                if self.state.destination == Destination::OldList {
                    self.old_list_word(what, value);
                }
            }
            Meaning::Form(what) => {
                if self.state.destination == Destination::FormField {
                    match what {
                        FormWord::Result => self.form.result = value,
                        FormWord::Default => self.form.default = value,
                    }
                }
            }
            Meaning::Formula(what) => self.math_word(what),
        }
    }

    /// Whether a word of a header table or picture stands there, or has lost its place and got it
    /// back.
    fn is_in(&mut self, destination: Destination, word: Word) -> bool {
        if self.state.destination == Destination::Body
            && word.home() != Home::Anywhere
            && !self.is_stray(word.home())
        {
            return false;
        }
        self.state.destination == destination
    }

    fn ending(&mut self, what: Ending) {
        match what {
            Ending::Paragraph => self.paragraph_end(End::Par),
            Ending::Line => self.line_break(),
            Ending::Page => self.page_break(),
            Ending::Cell => self.cell(End::Cell),
            Ending::NestedCell => self.cell(End::NestedCell),
            Ending::Row => self.end_row(),
            Ending::NestedRow => {
                if let Some(row) = self.scratch.assembly.push_row(self.nested_row) {
                    self.cell(End::NestedRow(row));
                }
            }
        }
    }

    fn document_word(&mut self, what: DocumentWord, value: i32) {
        match what {
            DocumentWord::Begin => self.begin_document(),
            DocumentWord::BeginUtf8 => {
                self.begin_document();
                self.raw_utf8 = Some(true);
            }
            DocumentWord::CodePage => {
                self.page_named = true;
                self.document_page =
                    CodePage::from_number(value as u32).unwrap_or(CodePage::WINDOWS_1252)
            }
            DocumentWord::Page(number) => self.page_by_number(number.into()),
            DocumentWord::DefaultFont => self.default_font = value,
        }
    }

    fn paragraph_word(&mut self, what: ParagraphWord, parameter: Option<i32>) {
        let value = parameter.unwrap_or(0);
        let para = &mut self.state.para;
        match what {
            ParagraphWord::Reset => {
                self.flush();
                self.row_open = false;
                let table_depth = self.state.host_depth;
                self.state.para = ParaFormat { table_depth, ..ParaFormat::default() };
            }
            ParagraphWord::Left => para.left = twips(value),
            ParagraphWord::Right => para.right = twips(value),
            ParagraphWord::First => para.first = twips(value),
            ParagraphWord::Before => para.before = twips(value),
            ParagraphWord::After => para.after = twips(value),
            ParagraphWord::Contextual => para.contextual = parameter != Some(0),
            ParagraphWord::Outline => para.outline = value.clamp(0, 9) as u8,
            ParagraphWord::Align(align) => para.align = align,
            ParagraphWord::RightToLeft => para.right_to_left = true,
            ParagraphWord::LeftToRight => para.right_to_left = false,
            ParagraphWord::Ruled => para.ruled = true,
            ParagraphWord::Unruled => para.ruled = false,
            ParagraphWord::InTable => para.table_depth = para.table_depth.max(1),
            ParagraphWord::TableDepth => para.table_depth = value.clamp(0, 255) as u8,
            ParagraphWord::ListLevel => para.list_level = value.clamp(0, 8) as u8,
        }
    }

    fn character_word(&mut self, what: CharacterWord, parameter: Option<i32>) {
        let value = parameter.unwrap_or(0);
        let on = parameter != Some(0);
        match what {
            CharacterWord::Reset => self.plain(),
            CharacterWord::Mark(mark) => self.toggle(mark, on),
            CharacterWord::NoUnderline => self.toggle(Mark::Underline, false),
            CharacterWord::Script(mark) => self.script(on.then_some(mark)),
            CharacterWord::NoScript => self.script(None),
            CharacterWord::Shift(mark) => {
                self.script((parameter.is_none() || value > 0).then_some(mark))
            }
            CharacterWord::Highlight => self.toggle(Mark::Highlight, value > 0),
            CharacterWord::Hidden => self.state.chars.hidden = on,
            CharacterWord::Color => {
                let colored = self.color(value).is_some_and(|color| !color.is_black());
                self.state.looks.set(Looks::COLOR, colored);
            }
            CharacterWord::Background => self.background(value),
            CharacterWord::Look(look) => self.state.looks.set(Looks::of(look), on),
            CharacterWord::Deleted => self.state.chars.deleted = on,
            CharacterWord::Inserted => {
                self.state.chars.inserted = on && self.changes != Changes::Accept
            }
            CharacterWord::Size => self.state.chars.size = value.clamp(0, 4000) as u16,
            CharacterWord::Slot(slot) => self.state.slot = slot,
            CharacterWord::LeftToRight => self.left_to_right(),
            CharacterWord::RightToLeft => self.state.right_to_left = true,
            CharacterWord::Associated(mark) => self.associated(mark, on),
        }
    }

    fn style_word(&mut self, what: StyleWord, word: Word, value: i32) {
        match what {
            StyleWord::Paragraph => self.style(StyleKind::Paragraph, value),
            StyleWord::Character => self.style(StyleKind::Character, value),
            StyleWord::Other | StyleWord::BasedOn | StyleWord::More => {
                if !self.is_in(Destination::Style, word) {
                    return;
                }
                match what {
                    StyleWord::Other => self.style.kind = StyleKind::Other,
                    StyleWord::BasedOn => self.style.based_on = value,
                    StyleWord::Paragraph | StyleWord::Character | StyleWord::More => {}
                }
            }
        }
    }

    /// A word of an entry of the font table.
    fn font_word(&mut self, what: FontWord, value: i32) {
        let font = &mut self.font.1;
        match what {
            FontWord::Charset => match CodePage::from_charset(value as u32) {
                // Symbol fonts are told by name; one that nobody knows is read as letters.
                Charset::Page(page) if page != CodePage::SYMBOL => {
                    font.page = font.page.or(Some(page));
                }
                _ => {}
            },
            FontWord::CodePage => {
                if let Some(page) = CodePage::from_number(value as u32) {
                    font.page = Some(page);
                }
            }
            FontWord::Modern => font.monospaced = true,
            FontWord::Pitch => font.monospaced |= value == 1,
            FontWord::Family => {}
        }
    }

    /// A word of an entry of the list table or of the overrides.
    fn list_word(&mut self, what: ListWord, value: i32) {
        let level = (self.list.count as usize).min(LEVELS - 1);
        let override_level = (self.list_override.count as usize).min(LEVELS - 1);
        match (what, self.state.destination) {
            (ListWord::Kind, Destination::ListLevel) => self.list.levels[level].nfc = value,
            (ListWord::Start, Destination::ListLevel) => self.list.levels[level].start = value,
            (ListWord::Start, Destination::OverrideLevel) => {
                self.list_override.starts[override_level] = Some(value)
            }
            (ListWord::Id, Destination::List) => self.list.id = value,
            (ListWord::Id, Destination::Override) => self.list_override.list_id = value,
            _ => {}
        }
    }

    /// A word of `\pn`.
    fn old_list_word(&mut self, what: OldListWord, value: i32) {
        match what {
            OldListWord::Bullet => self.pn = Pn::Bullet,
            OldListWord::Continued => self.pn = Pn::Continued,
            OldListWord::Level if self.pn == Pn::None => self.pn = Pn::Number { start: 1 },
            OldListWord::Number if !matches!(self.pn, Pn::Number { .. }) => {
                self.pn = Pn::Number { start: 1 }
            }
            OldListWord::Start if self.pn != Pn::Bullet => self.pn = Pn::Number { start: value },
            OldListWord::Level | OldListWord::Number | OldListWord::Start => {}
        }
    }

    fn page_by_number(&mut self, number: u32) {
        if let Some(page) = CodePage::from_number(number) {
            self.page_named = true;
            self.document_page = page;
        }
    }

    /// `\fN` in the font table: a new entry.
    fn font_entry(&mut self, number: i32) {
        self.finish_font();
        self.font = (number, Font::default());
    }

    /// `\fN`: the font from here on.
    fn choose_font(&mut self, number: i32) {
        let index = self.scratch.assembly.fonts().index(number);
        self.state.set_font(index);
    }

    fn plain(&mut self) {
        self.state.chars = CharFormat::default();
        self.state.fonts = [NONE; 3];
        self.state.slot = Slot::Low;
        self.state.looks = Looks::default();
        self.state.outer_marks = 0;
        self.state.right_to_left = false;
        self.state.associated = (false, false);
    }

    /// `\ab`, `\ai`: what the associated text looks like. That is the text itself only where it runs
    /// from right to left, as LibreOffice writes it; Word says it of the other direction.
    fn associated(&mut self, mark: Mark, on: bool) {
        if !self.state.right_to_left {
            return;
        }
        let own = self.state.chars.marks.contains(mark);
        let (bold, italic) = &mut self.state.associated;
        let associated = if mark == Mark::Bold { bold } else { italic };
        if on && !own {
            *associated = true;
            self.toggle(mark, true);
        } else if !on && std::mem::take(associated) {
            self.toggle(mark, false);
        }
    }

    /// `\ltrch`: what `\ab` and `\ai` said was of text that runs from right to left.
    fn left_to_right(&mut self) {
        self.state.right_to_left = false;
        let (bold, italic) = std::mem::take(&mut self.state.associated);
        if bold {
            self.toggle(Mark::Bold, false);
        }
        if italic {
            self.toggle(Mark::Italic, false);
        }
    }

    /// The entry of the colour table; none is the reader's own colour.
    fn color(&self, index: i32) -> Option<Color> {
        usize::try_from(index).ok().and_then(|index| self.scratch.colors.get(index)).copied()
    }

    /// `\cbN`, `\chcbpatN`: a vivid background is a marker's, as TextEdit and LibreOffice write it.
    fn background(&mut self, index: i32) {
        let color = self.color(index).filter(|color| index > 0 && !color.is_white());
        let vivid = color.is_some_and(Color::is_vivid);
        if vivid || self.state.looks.has(Looks::MARKED) {
            self.toggle(Mark::Highlight, vivid);
        }
        self.state.looks.set(Looks::MARKED, vivid);
        self.state.looks.set(Looks::BACKGROUND, color.is_some() && !vivid);
    }

    fn toggle(&mut self, mark: Mark, on: bool) {
        let marks = &mut self.state.chars.marks;
        if on {
            // The look of a character style that was named in the same group says nothing new.
            let look = match mark {
                Mark::Bold => Some(Mark::Strong),
                Mark::Italic => Some(Mark::Emphasis),
                _ => None,
            };
            let outer = self.state.outer_marks as usize;
            let said = (outer..marks.len()).any(|at| look.is_some() && marks.get(at) == look);
            if !said {
                marks.insert(mark);
            }
        } else {
            marks.remove(mark);
        }
    }

    pub(super) fn script(&mut self, mark: Option<Mark>) {
        let marks = &mut self.state.chars.marks;
        for other in [Mark::Superscript, Mark::Subscript] {
            if mark != Some(other) {
                marks.remove(other);
            }
        }
        if let Some(mark) = mark {
            marks.insert(mark);
        }
    }

    fn style(&mut self, kind: StyleKind, number: i32) {
        if self.state.destination == Destination::Style {
            self.style.kind = kind;
            self.style.number = number;
            return;
        }
        let index = self.scratch.assembly.styles().index(kind, number);
        if kind == StyleKind::Paragraph {
            self.state.para.style = index;
            return;
        }
        self.state.chars.style = index;
        let outer = self.state.outer_marks as usize;
        let (mark, look) = match self.scratch.assembly.styles().role(index) {
            Role::Strong => (Mark::Strong, Mark::Bold),
            Role::Emphasis => (Mark::Emphasis, Mark::Italic),
            Role::Keyboard => return self.state.chars.marks.insert(Mark::Keyboard),
            _ => return,
        };
        let marks = &mut self.state.chars.marks;
        if (outer..marks.len()).any(|at| marks.get(at) == Some(look)) {
            marks.remove(look);
        }
        marks.insert(mark);
    }

    fn list_number(&mut self, number: i32) {
        if self.state.destination == Destination::Override {
            self.list_override.number = number;
        } else {
            self.state.para.list = number;
            self.state.para.unlisted = number == 0;
        }
    }

    pub(super) fn line_break(&mut self) {
        if self.state.destination == Destination::Body {
            self.settle();
            self.flush();
            let format = self.format();
            self.push_run(RunKind::Break, format);
        } else {
            self.named_char(' ');
        }
    }

    /// A page break ends a paragraph that has begun.
    fn page_break(&mut self) {
        if self.state.destination == Destination::Body {
            self.settle();
            self.flush();
            if !self.scratch.assembly.flow(self.state.flow).is_fresh() {
                self.finish_paragraph(End::Par);
            }
        }
    }

    fn cell(&mut self, end: End) {
        if self.state.destination == Destination::Body {
            self.paragraph_end(end);
        }
    }

    fn end_row(&mut self) {
        if self.state.destination != Destination::Body {
            return;
        }
        self.settle();
        self.flush();
        if !self.scratch.assembly.flow(self.state.flow).is_fresh() {
            self.finish_paragraph(End::Cell);
        }
        self.row_open = false;
        if let Some(row) = self.scratch.assembly.push_row(self.row) {
            self.finish_paragraph(End::Row(row));
        }
    }

    /// Words of a row's definition.
    fn row_word(&mut self, what: RowWord, value: i32) {
        let end = self.scratch.assembly.cell_count();
        let nested = self.state.nested_row;
        let row = if nested { &mut self.nested_row } else { &mut self.row };
        match what {
            // What follows defines a row inside a cell, and not the row of that cell.
            RowWord::Nested => self.state.nested_row = true,
            RowWord::Begin => {
                *row = RowDefinition { cells: (end, end), left: 0, header: false };
                self.scratch.cell = CellDefinition::default();
            }
            RowWord::Left => row.left = twips(value),
            RowWord::Header => row.header = true,
            RowWord::Merged => self.scratch.cell.merged = true,
            RowWord::Shaded => self.scratch.cell.shaded = true,
            RowWord::Edge => {
                let cell = CellDefinition { right: twips(value), ..self.scratch.cell };
                if row.cells.1 != end {
                    // The definition before was in use already: this one begins anew.
                    row.cells = (end, end);
                }
                if self.scratch.assembly.push_cell(cell) {
                    row.cells.1 = end + 1;
                }
                self.row_open |= !nested && self.state.destination == Destination::Body;
                self.scratch.cell = CellDefinition::default();
            }
        }
    }
}
