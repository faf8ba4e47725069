//! Control words that set formatting, end paragraphs or stand for characters.
//!
//! Shape   [`Reader::control`] is the table of what each known control word does.
//! Units   twips and half-points as in the file; a toggle without a parameter, or with one other
//!         than 0, is on.
//! Source  RTF 1.9.1; code pages of `\mac`, `\pc`, `\pca` as Windows numbers them.

use super::Reader;
use super::destination::{self, Destination};
use super::state::{Color, Looks, Slot};
use crate::options::Changes;
use crate::rtf::assembly::flow::{CellDefinition, End, RowDefinition, RunKind};
use crate::rtf::assembly::format::{Align, CharFormat, Mark, NONE, ParaFormat, Pn};
use crate::rtf::control::Word;
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::lists::LEVELS;
use crate::rtf::tables::styles::{Role, StyleKind};
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
        let on = parameter != Some(0);
        match word {
            // The frequent ones first.
            Word::Par | Word::Sect => self.paragraph_end(End::Par),
            Word::Pard => {
                self.flush();
                self.row_open = false;
                let table_depth = self.state.host_depth;
                self.state.para = ParaFormat { table_depth, ..ParaFormat::default() };
            }
            Word::Plain => self.plain(),
            Word::U => self.unicode(value),
            Word::B => self.toggle(Mark::Bold, on),
            Word::I => self.toggle(Mark::Italic, on),
            // An entry without a number is none.
            Word::F if self.state.destination == Destination::FontTable => {
                self.choose_font(parameter.unwrap_or(-1))
            }
            Word::F => self.choose_font(value),
            Word::Fs => self.state.chars.size = value.clamp(0, 4000) as u16,
            Word::S => self.style(StyleKind::Paragraph, value),
            Word::Cs => self.style(StyleKind::Character, value),
            Word::Ls => self.list_number(value),
            Word::Ilvl => self.state.para.list_level = value.clamp(0, 8) as u8,
            Word::Li | Word::Lin => self.state.para.left = twips(value),
            Word::Ri | Word::Rin => self.state.para.right = twips(value),
            Word::Fi => self.state.para.first = twips(value),
            Word::Sb => self.state.para.before = twips(value),
            Word::Sa => self.state.para.after = twips(value),
            Word::Tab => self.named_char('\t'),
            Word::Line | Word::Lbr => self.line_break(),
            Word::Cell => self.cell(End::Cell),
            Word::Row => self.end_row(),

            Word::Ul | Word::Uld | Word::Uldash | Word::Uldashd | Word::Uldashdd | Word::Uldb => {
                self.toggle(Mark::Underline, on)
            }
            Word::Ulhwave | Word::Ulldash | Word::Ulth | Word::Ulthd | Word::Ulthdash => {
                self.toggle(Mark::Underline, on)
            }
            Word::Ulthdashd | Word::Ulthdashdd | Word::Ulthldash | Word::Ululdbwave => {
                self.toggle(Mark::Underline, on)
            }
            Word::Ulw | Word::Ulwave => self.toggle(Mark::Underline, on),
            Word::Ulnone => self.toggle(Mark::Underline, false),
            Word::Strike | Word::Striked => self.toggle(Mark::Strike, on),
            Word::Super => self.script(on.then_some(Mark::Superscript)),
            Word::Sub => self.script(on.then_some(Mark::Subscript)),
            Word::Nosupersub => self.script(None),
            Word::Up => {
                self.script((parameter.is_none() || value > 0).then_some(Mark::Superscript))
            }
            Word::Dn => self.script((parameter.is_none() || value > 0).then_some(Mark::Subscript)),
            Word::Highlight => self.toggle(Mark::Highlight, value > 0),
            Word::V => self.state.chars.hidden = on,
            Word::Cf => {
                let colored = self.color(value).is_some_and(|color| !color.is_black());
                self.state.looks.set(Looks::COLOR, colored);
            }
            Word::Cb | Word::Chcbpat => self.background(value),
            Word::Caps => self.state.looks.set(Looks::CAPS, on),
            Word::Scaps => self.state.looks.set(Looks::SMALL_CAPS, on),
            Word::Outl => self.state.looks.set(Looks::OUTLINE, on),
            Word::Shad => self.state.looks.set(Looks::SHADOW, on),
            Word::Embo | Word::Impr => self.state.looks.set(Looks::RELIEF, on),
            Word::Deleted => self.state.chars.deleted = on,
            Word::Revised => self.state.chars.inserted = on && self.changes != Changes::Accept,

            Word::Loch => self.state.slot = Slot::Low,
            Word::Hich => self.state.slot = Slot::High,
            Word::Dbch => self.state.slot = Slot::Double,
            Word::Ltrch => self.left_to_right(),
            Word::Rtlch => self.state.right_to_left = true,
            Word::Ab => self.associated(Mark::Bold, on),
            Word::Ai => self.associated(Mark::Italic, on),
            Word::Af if !self.state.right_to_left && self.state.slot != Slot::Low => {
                self.choose_font(value)
            }

            Word::Outlinelevel => self.state.para.outline = value.clamp(0, 9) as u8,
            Word::Contextualspace => self.state.para.contextual = on,
            Word::Ql => self.state.para.align = Align::Left,
            Word::Qc => self.state.para.align = Align::Center,
            Word::Qr => self.state.para.align = Align::Right,
            Word::Qj => self.state.para.align = Align::Justified,
            Word::Rtlpar => self.state.para.right_to_left = true,
            Word::Ltrpar => self.state.para.right_to_left = false,
            Word::Brdrb | Word::Brdrt | Word::Brdrbtw => self.state.para.ruled = true,
            Word::Brdrnone | Word::Brdrnil => self.state.para.ruled = false,
            Word::Intbl => self.state.para.table_depth = self.state.para.table_depth.max(1),
            Word::Itap => self.state.para.table_depth = value.clamp(0, 255) as u8,
            Word::Page | Word::Column => self.page_break(),

            Word::Emdash => self.named_char('\u{2014}'),
            Word::Endash => self.named_char('\u{2013}'),
            Word::Emspace => self.named_char('\u{2003}'),
            Word::Enspace => self.named_char('\u{2002}'),
            Word::Qmspace => self.named_char('\u{2005}'),
            Word::Bullet => self.named_char('\u{2022}'),
            Word::Lquote => self.named_char('\u{2018}'),
            Word::Rquote => self.named_char('\u{2019}'),
            Word::Ldblquote => self.named_char('\u{201C}'),
            Word::Rdblquote => self.named_char('\u{201D}'),
            Word::Zwj => self.named_char('\u{200D}'),
            Word::Zwnj => self.named_char('\u{200C}'),
            Word::Zwbo => self.named_char('\u{200B}'),
            Word::Zwnbo => self.named_char('\u{2060}'),
            Word::Ltrmark => self.named_char('\u{200E}'),
            Word::Rtlmark => self.named_char('\u{200F}'),

            Word::Trowd
            | Word::Cellx
            | Word::Trleft
            | Word::Trhdr
            | Word::Clmgf
            | Word::Clvmgf
            | Word::Clcbpat => self.row_word(word, value),
            // What follows defines a row inside a cell, and not the row of that cell.
            Word::Nesttableprops => self.state.nested_row = true,
            Word::Nestcell => self.cell(End::NestedCell),
            Word::Nestrow => {
                if let Some(row) = self.scratch.assembly.push_row(self.nested_row) {
                    self.cell(End::NestedRow(row));
                }
            }

            Word::Uc => {
                self.state.uc = if (0..=MOST_SKIPPED).contains(&value) { value as u32 } else { 1 };
            }
            Word::Ansicpg => {
                self.page_named = true;
                self.document_page =
                    CodePage::from_number(value as u32).unwrap_or(CodePage::WINDOWS_1252)
            }
            Word::Mac => self.page_by_number(10000),
            Word::Pc => self.page_by_number(437),
            Word::Pca => self.page_by_number(850),
            Word::Rtf => self.begin_document(),
            Word::Urtf => {
                self.begin_document();
                self.raw_utf8 = Some(true);
            }
            Word::Deff => self.default_font = value,

            Word::Mmath
            | Word::Mnum
            | Word::Mden
            | Word::Msup
            | Word::Msub
            | Word::Mdeg
            | Word::Mrad
            | Word::Md => self.math_word(word),

            _ => {
                if !self.open_destination(word) {
                    self.table_word(word, value);
                }
            }
        }
    }

    /// Words of the header tables and of old lists.
    fn table_word(&mut self, word: Word, value: i32) {
        let level = (self.list.count as usize).min(LEVELS - 1);
        let override_level = (self.list_override.count as usize).min(LEVELS - 1);
        match (word, self.state.destination) {
            (Word::Fcharset, Destination::FontTable) => {
                match CodePage::from_charset(value as u32) {
                    // Symbol fonts are told by name; one that nobody knows is read as letters.
                    Charset::Page(page) if page != CodePage::SYMBOL => {
                        self.font.1.page = self.font.1.page.or(Some(page));
                    }
                    _ => {}
                }
            }
            (Word::Cpg, Destination::FontTable) => {
                if let Some(page) = CodePage::from_number(value as u32) {
                    self.font.1.page = Some(page);
                }
            }
            (Word::Fmodern, Destination::FontTable) => self.font.1.monospaced = true,
            (Word::Fprq, Destination::FontTable) => self.font.1.monospaced |= value == 1,
            (Word::Sbasedon, Destination::Style) => self.style.based_on = value,
            (Word::Ds | Word::Ts, Destination::Style) => self.style.kind = StyleKind::Other,
            (Word::Levelnfc, Destination::ListLevel) => self.list.levels[level].nfc = value,
            (Word::Levelstartat, Destination::ListLevel) => self.list.levels[level].start = value,
            (Word::Levelstartat, Destination::OverrideLevel) => {
                self.list_override.starts[override_level] = Some(value)
            }
            (Word::Listid, Destination::List) => self.list.id = value,
            (Word::Listid, Destination::Override) => self.list_override.list_id = value,
            (Word::Pnlvlblt, Destination::OldList) => self.pn = Pn::Bullet,
            (Word::Pnlvlcont, Destination::OldList) => self.pn = Pn::Continued,
            (Word::Pnlvlbody | Word::Pnlvl, Destination::OldList) if self.pn == Pn::None => {
                self.pn = Pn::Number { start: 1 }
            }
            (
                Word::Pndec
                | Word::Pncard
                | Word::Pnord
                | Word::Pnucltr
                | Word::Pnlcltr
                | Word::Pnucrm
                | Word::Pnlcrm,
                Destination::OldList,
            ) if !matches!(self.pn, Pn::Number { .. }) => self.pn = Pn::Number { start: 1 },
            (Word::Pnstart, Destination::OldList) if self.pn != Pn::Bullet => {
                self.pn = Pn::Number { start: value };
            }
            (word, Destination::Picture) => self.picture_word(word),
            (Word::Red, Destination::ColorTable) => self.color.red = value.clamp(0, 255) as u8,
            (Word::Green, Destination::ColorTable) => self.color.green = value.clamp(0, 255) as u8,
            (Word::Blue, Destination::ColorTable) => self.color.blue = value.clamp(0, 255) as u8,
            (Word::Ffres, Destination::FormField) => self.form.result = value,
            (Word::Ffdefres, Destination::FormField) => self.form.default = value,
            (word, Destination::Body) => {
                if let Some(home) = destination::home(word)
                    && self.is_stray(home)
                {
                    self.table_word(word, value);
                }
            }
            _ => {}
        }
    }

    fn page_by_number(&mut self, number: u32) {
        if let Some(page) = CodePage::from_number(number) {
            self.page_named = true;
            self.document_page = page;
        }
    }

    /// `\fN`: in the font table a new entry, elsewhere the font from here on.
    fn choose_font(&mut self, number: i32) {
        if self.state.destination == Destination::FontTable {
            self.finish_font();
            self.font = (number, Font::default());
        } else {
            let index = self.scratch.assembly.fonts().index(number);
            self.state.set_font(index);
        }
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
    fn row_word(&mut self, word: Word, value: i32) {
        let end = self.scratch.assembly.cell_count();
        let nested = self.state.nested_row;
        let row = if nested { &mut self.nested_row } else { &mut self.row };
        match word {
            Word::Trowd => {
                *row = RowDefinition { cells: (end, end), left: 0, header: false };
                self.scratch.cell = CellDefinition::default();
            }
            Word::Trleft => row.left = twips(value),
            Word::Trhdr => row.header = true,
            Word::Clmgf | Word::Clvmgf => self.scratch.cell.merged = true,
            Word::Clcbpat => self.scratch.cell.shaded = true,
            Word::Cellx => {
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
            _ => {}
        }
    }
}
