//! Control words: each goes to who owns what it sets, opens or ends.
//!
//! Shape   [`Reader::control`] asks the word's row of the table for its meaning, and who acts on it is
//!         told.
//! Source  RTF 1.9.1.

use super::Reader;
use super::visibility::Fate;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, NOTES};
use crate::rtf::lexer::Token;
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::walk;
use crate::rtf::words::{
    Destination, DocumentWord, Ending, Meaning, OldListWord, ParagraphWord, RevisionWord, RowWord,
    StyleWord, Word,
};

impl Reader<'_, '_> {
    /// Does what a control word says.
    pub(super) fn control(&mut self, word: Word, parameter: Option<i32>) {
        if self.ends_watch(word) {
            return;
        }
        let value = parameter.unwrap_or(0);
        match word.meaning() {
            Meaning::Nothing | Meaning::Holder | Meaning::Binary => {}
            Meaning::Character(what) => {
                let told = (self.changes != Changes::Accept, self.tints);
                let characters = self.groups.format_characters();
                characters.apply(what, parameter, &self.colors, told);
            }
            Meaning::Paragraph(what) => {
                if what == ParagraphWord::Reset {
                    self.sink.flush();
                    self.rows.leave();
                }
                self.groups.format_paragraph(what, parameter);
            }
            Meaning::Ends(what) => self.ending(what),
            Meaning::Unicode => {
                self.unicode(value);
                self.more_units();
            }
            Meaning::Char('\t')
                if self.groups.para().tabs.have_lines() && self.groups.is_in_body() =>
            {
                self.tab_of_lines();
            }
            Meaning::Char(c) => self.named_char(c),
            // An entry without a number is none.
            Meaning::Font => self.font_word(value, parameter.unwrap_or(-1)),
            Meaning::AssociatedFont => {
                if self.groups.characters().follow_associated_font() {
                    self.font_word(value, value);
                }
            }
            // With a number it is a tab's place.
            Meaning::Opens(_) if word == Word::Tb && parameter.is_some() => {}
            Meaning::Opens(what) => self.open_destination(what),
            Meaning::Style(what) => self.style_word(what, word, value),
            Meaning::ListNumber => {
                if self.groups.destination() == Destination::Override {
                    self.lists.number(value);
                } else {
                    self.groups.list(self.lists.named(value));
                }
            }
            Meaning::RowEntry(what) => self.row_word(what, value),
            Meaning::StandIn => self.groups.say_stand_in(walk::stand_in(value)),
            Meaning::Document(what) => self.document_word(what, value),
            Meaning::FontEntry(what) => {
                if self.is_in(Destination::FontTable, word) {
                    self.fonts.word(what, value);
                }
            }
            Meaning::ColorEntry(channel) => {
                if self.is_in(Destination::ColorTable, word) {
                    self.colors.mix(channel, value);
                }
            }
            Meaning::PictureData(kind) => {
                if self.is_in(Destination::Picture, word) {
                    self.pictures.is_a(kind);
                }
            }
            Meaning::ListEntry(what) => self.lists.word(what, value, self.groups.destination()),
            Meaning::OldList(what) => {
                if self.groups.destination() == Destination::OldList {
                    self.lists.old_word(what, value);
                    if what == OldListWord::Font {
                        self.font_word(value, value);
                    }
                }
            }
            Meaning::Form(what) => {
                if self.groups.destination() == Destination::FormField {
                    self.form.word(what, value);
                }
            }
            Meaning::Formula(what) => self.formula_word(what),
            Meaning::Lost(loss) => {
                if self.groups.is_in_body() && self.shows() {
                    self.lose(loss);
                }
            }
            Meaning::Endnote => {
                // One in another note, or in a comment, is counted as that.
                if self.groups.flow() != NOTES {
                } else if self.rich {
                    self.sink.tables().make_endnote();
                } else if self.groups.is_in_body() && self.shows() {
                    self.lose(Loss::Note);
                }
            }
            Meaning::Revision(what) => self.revision_word(what, value),
            Meaning::PictureSize(what) => {
                if self.groups.destination() == Destination::Picture {
                    self.pictures.is_sized(what, value);
                }
            }
        }
    }

    /// `\*`: the control word that follows opens a destination that may be unknown.
    pub(super) fn starred(&mut self) {
        let at = self.walk.position();
        match self.walk.follow() {
            Token::Control(word, parameter) if word.is_read_when_starred() => {
                self.control(word, parameter)
            }
            Token::Unknown | Token::Control(..) => {
                if !self.is_misplaced(None) && !self.watches(None) {
                    self.walk.skip_group();
                }
            }
            _ => self.walk.seek(at),
        }
    }

    /// `\fN`: in the font table an entry, elsewhere the font from here on.
    fn font_word(&mut self, number: i32, entry: i32) {
        if self.groups.destination() == Destination::FontTable {
            self.end_font();
            self.fonts.begin_entry(entry);
        } else {
            let index = self.sink.assembly().fonts().index(number);
            self.groups.format_characters().use_font(index);
        }
    }

    /// The number of a style, or a word of an entry of the stylesheet.
    fn style_word(&mut self, what: StyleWord, word: Word, value: i32) {
        let styles = self.sink.assembly().styles();
        match what {
            StyleWord::Paragraph | StyleWord::Character
                if self.groups.destination() == Destination::Style =>
            {
                self.style.word(what, value)
            }
            StyleWord::Paragraph => {
                let index = styles.index(StyleKind::Paragraph, value);
                self.groups.use_paragraph_style(index);
            }
            StyleWord::Character => {
                let index = styles.index(StyleKind::Character, value);
                let role = styles.role(index);
                self.groups.format_characters().use_style(index, role);
            }
            StyleWord::Other | StyleWord::BasedOn | StyleWord::More => {
                if self.is_in(Destination::Style, word) {
                    self.style.word(what, value);
                }
            }
        }
    }

    /// A word of a row's definition.
    fn row_word(&mut self, what: RowWord, value: i32) {
        let counts = match what {
            RowWord::Deleted => self.changes == Changes::Accept,
            RowWord::Inserted => self.changes == Changes::Reject,
            RowWord::Begin => {
                self.end_before_row();
                true
            }
            _ => true,
        };
        if !counts {
            return;
        }
        if what == RowWord::Nested {
            self.groups.enter_nested_row();
        }
        let (nested, in_body) = (self.groups.is_in_nested_row(), self.groups.is_in_body());
        self.rows.word(what, value, nested, in_body, self.sink.tables());
    }

    /// A row begins: a paragraph before it that would go on in the next ends after all.
    fn end_before_row(&mut self) {
        let joined = self.joined().filter(|format| format.table_depth == 0);
        if let Some(format) = joined.filter(|_| self.groups.is_in_body()) {
            self.settle();
            self.sink.flush();
            if self.sink.flow(self.groups.flow()).has_begun() {
                let outer = std::mem::replace(self.groups.para_mut(), format);
                self.finish_paragraph(End::Par);
                *self.groups.para_mut() = outer;
            }
        }
    }

    fn document_word(&mut self, what: DocumentWord, value: i32) {
        match what {
            DocumentWord::Begin => self.begin_document(),
            DocumentWord::BeginUtf8 => {
                self.begin_document();
                self.encoding.say_utf8();
            }
            DocumentWord::CodePage => self.encoding.name(value),
            DocumentWord::Page(number) => self.encoding.name_old(number),
            DocumentWord::DefaultFont => self.fonts.name_default(value),
            DocumentWord::Paper(what) => self.pictures.paper(what, value),
            DocumentWord::GoesOn => self.sections.go_on(),
        }
    }

    /// Who has changed what follows, or when.
    fn revision_word(&mut self, what: RevisionWord, value: i32) {
        if self.changes != Changes::Markup {
            let by_name = matches!(what, RevisionWord::Author | RevisionWord::AuthorOfDeletion);
            if by_name && self.groups.is_in_body() && self.shows() {
                self.lose(Loss::ChangeAuthor);
            }
            return;
        }
        let format = self.groups.characters().format();
        let mut revision = self.sink.assembly().revision(format.revision);
        match what {
            RevisionWord::Author => revision.author = value,
            RevisionWord::Date => revision.date = value,
            RevisionWord::AuthorOfDeletion => revision.author_of_deletion = value,
            RevisionWord::DateOfDeletion => revision.date_of_deletion = value,
        }
        let index = self.sink.tables().revise(revision);
        self.groups.format_characters().revise(index);
    }

    /// Something of the text ends.
    fn ending(&mut self, what: Ending) {
        match what {
            Ending::Paragraph => self.paragraph_end(End::Par),
            Ending::Section => {
                self.paragraph_end(End::Par);
                if self.groups.is_in_body() {
                    self.sections.end();
                }
            }
            Ending::Line => self.line_break(),
            Ending::Cell => self.cell(End::Cell),
            Ending::NestedCell => self.cell(End::NestedCell),
            Ending::NestedRow if !self.groups.is_in_body() => {}
            Ending::NestedRow => {
                self.settle();
                self.sink.flush();
                // A row shows nothing itself: text that no cell has ended is a cell.
                if self.sink.flow(self.groups.flow()).has_begun() {
                    self.finish_paragraph(End::NestedCell);
                }
                let gone = self.fate() != Fate::Seen;
                if let Some(row) = self.rows.end_nested(gone, self.sink.tables()) {
                    self.cell(End::NestedRow(row));
                }
            }
            Ending::Page | Ending::Row if !self.groups.is_in_body() => {}
            Ending::Page | Ending::Row => {
                self.settle();
                self.sink.flush();
                // A paragraph that has begun ends with them.
                let flow = self.sink.flow(self.groups.flow());
                let begun = !flow.is_fresh();
                if what == Ending::Page {
                    // A marker goes with the text that it stands before.
                    let view = self.sink.view();
                    let is_blank = |text| view.text(text).trim_ascii().is_empty();
                    if flow.has_begun() && !flow.is_marker_alone(is_blank) {
                        self.finish_paragraph(End::Page);
                    }
                    self.sections.break_page();
                    return;
                }
                if begun {
                    self.finish_paragraph(End::Cell);
                }
                let gone = self.fate() != Fate::Seen;
                if let Some(row) = self.rows.end(gone, self.sink.tables()) {
                    self.finish_paragraph(End::Row(row));
                }
            }
        }
    }

    fn cell(&mut self, end: End) {
        if self.groups.is_in_body() {
            self.paragraph_end(end);
        }
    }
}
