//! Control words: each goes to who owns what it sets, opens or ends.
//!
//! Shape   [`Reader::control`] asks the word's row of the table for its meaning, and who acts on it is
//!         told; a destination that begins lasts to the end of its group, which `closing` takes over.
//! Errors  what is skipped and would have been seen is counted.
//! Source  RTF 1.9.1.

use super::Reader;
use super::line_of_math::{MathEnd, Settings, Shape};
use super::repair::{WatchEnd, Watched, watch_end};
use super::shapes::Property;
use super::sink::OpenLink;
use super::visibility::Fate;
use super::{formula, line_of_math, repair};
use crate::document::Meta;
use crate::math;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::flow::{
    BODY, COMMENTS, End, FOOTERS, HEADERS, INNER_NOTES, NOTES, RunKind, boxes_of, is_in_note,
};
use crate::rtf::assembly::format::Mark;
use crate::rtf::lexer::Token;
use crate::rtf::tables::date;
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::walk;
use crate::rtf::words::{
    Destination, DocumentWord, Ending, FormulaWord, Home, Meaning, Opening, ParagraphWord, Remark,
    RevisionWord, RowWord, StyleWord, Word,
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
                let told = (self.changes != Changes::Accept, self.rich);
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
            Meaning::Char(c) => self.named_char(c),
            // An entry without a number is none.
            Meaning::Font => self.font_word(value, parameter.unwrap_or(-1)),
            Meaning::AssociatedFont => {
                if self.groups.characters().follow_associated_font() {
                    self.font_word(value, value);
                }
            }
            Meaning::Opens(what) => self.open_destination(what),
            Meaning::Style(what) => self.style_word(what, word, value),
            Meaning::ListNumber => {
                if self.groups.destination() == Destination::Override {
                    self.lists.number(value);
                } else {
                    self.groups.list(value);
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
                if self.rich && self.groups.flow() == NOTES {
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

    /// Whether a word of a header table or picture stands there, or has lost its place and got it
    /// back.
    fn is_in(&mut self, destination: Destination, word: Word) -> bool {
        let home = word.home();
        if self.groups.is_in_body() && home != Home::Anywhere && !self.find_home(home) {
            return false;
        }
        self.groups.destination() == destination
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

    /// When something was done to the document.
    fn time(&mut self, fact: Meta) {
        let mut parts = [0; 5];
        let mut lexer = self.walk.ahead();
        while let Token::Control(word, Some(value)) = lexer.next() {
            let place = match word {
                Word::Yr => 0,
                Word::Mo => 1,
                Word::Dy => 2,
                Word::Hr => 3,
                Word::Min => 4,
                _ => continue,
            };
            parts[place] = value.clamp(0, 9999) as u32;
        }
        if let Some(text) = date::text(parts) {
            let span = self.sink.own(std::str::from_utf8(&text).unwrap_or(""));
            self.sink.document().set_meta(fact, span);
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

    /// A part of a formula begins, or a piece of one.
    fn formula_word(&mut self, what: FormulaWord) {
        if !self.groups.is_in_body() {
            return;
        }
        self.settle();
        let sign = |c: Option<char>| c.map_or(MathEnd::None, MathEnd::Sign);
        match what {
            FormulaWord::Begin if self.formulas && self.shows() && self.formula() => {}
            FormulaWord::Begin => {
                self.lose(Loss::Math);
                self.groups.begin_formula(Shape::Formulas);
            }
            FormulaWord::Display => {
                self.formula_piece();
                self.groups.begin_formula(Shape::Lines);
            }
            FormulaWord::One | FormulaWord::Argument => self.formula_piece(),
            FormulaWord::Fraction => {
                let stacked = Settings::of(&self.walk).without_line;
                self.groups.begin_formula(if stacked { Shape::Stack } else { Shape::Fraction });
            }
            FormulaWord::Numerator | FormulaWord::Denominator => {
                self.formula_piece();
                if line_of_math::needs_brackets(&self.walk) {
                    self.named_char('(');
                    self.groups.end_formula_with(MathEnd::Sign(')'));
                }
            }
            FormulaWord::Superscript => self.script(Some(Mark::Superscript)),
            FormulaWord::Subscript => self.script(Some(Mark::Subscript)),
            FormulaWord::Root => {
                self.groups.begin_formula(Shape::Root);
                self.groups.end_formula_with(MathEnd::Sign(')'));
            }
            FormulaWord::Degree => {
                self.groups.begin_piece();
                self.script(Some(Mark::Superscript));
                self.groups.end_formula_with(MathEnd::Degree);
            }
            FormulaWord::Brackets => {
                let (begin, separator, end) = Settings::of(&self.walk).brackets();
                begin.into_iter().for_each(|c| self.named_char(c));
                self.groups.begin_formula(Shape::Brackets(separator));
                self.groups.end_formula_with(sign(end));
            }
            FormulaWord::Matrix => self.groups.begin_formula(Shape::Matrix),
            FormulaWord::MatrixRow => {
                self.formula_piece();
                self.groups.begin_formula(Shape::Row);
            }
            FormulaWord::Lines => self.groups.begin_formula(Shape::Lines),
            FormulaWord::Function => self.groups.begin_formula(Shape::Function),
            FormulaWord::Lower => self.groups.begin_formula(Shape::Lower),
            FormulaWord::Upper => self.groups.begin_formula(Shape::Upper),
            FormulaWord::Limit => match self.groups.begin_piece() {
                (Shape::Lower, _) => self.script(Some(Mark::Subscript)),
                (Shape::Upper, _) => self.script(Some(Mark::Superscript)),
                _ => {}
            },
            FormulaWord::Operator => {
                let operator = Settings::of(&self.walk).sign.unwrap_or(Some('\u{222B}'));
                operator.into_iter().for_each(|c| self.named_char(c));
                self.groups.begin_formula(Shape::None);
            }
            FormulaWord::Accent | FormulaWord::Bar | FormulaWord::Grouped => {
                let settings = Settings::of(&self.walk);
                let usual = match what {
                    FormulaWord::Accent => '\u{302}',
                    FormulaWord::Grouped => '\u{23DF}',
                    _ if settings.above => '\u{305}',
                    _ => '\u{332}',
                };
                self.groups.begin_formula(Shape::None);
                // A combining mark follows the letter that it stands on.
                self.groups.end_formula_with(sign(settings.sign.unwrap_or(Some(usual))));
            }
            FormulaWord::Phantom => {
                if Settings::of(&self.walk).unseen {
                    self.enter(Destination::Ignored);
                }
            }
        }
    }

    /// Reads the formulas of the group in hand, to its end. False where there are none that can be
    /// read as such.
    fn formula(&mut self) -> bool {
        let start = self.walk.clone();
        // What has been looked through in vain is not looked through again.
        if start.position() < self.formulas_end {
            return false;
        }
        let count = self.formulas_of_group(false);
        self.formulas_end = self.walk.position();
        self.walk = start;
        count > 0 && self.formulas_of_group(true) > 0
    }

    /// Goes through the group in hand, and writes its formulas if told to: how many it has, which is none
    /// if one of them is too deep.
    fn formulas_of_group(&mut self, write: bool) -> usize {
        let given = (self.groups.stand_in(), self.page());
        let (mut depth, mut count, mut display) = (0, 0, false);
        loop {
            let at = self.walk.position();
            match self.walk.next() {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => {
                    self.walk.resume(at);
                    return count;
                }
                Token::Close => depth -= 1,
                Token::Control(Word::MoMathPara, _) => display = true,
                Token::Control(Word::MmathPict | Word::MoMathParaPr, _) => self.walk.skip_group(),
                Token::Control(Word::MoMath, _) => {
                    if !formula::read(&mut self.walk, given, display, self.formula) {
                        return 0;
                    }
                    if write {
                        self.write_formula(display, count > 0);
                    }
                    count += 1;
                }
                Token::End => return count,
                _ => {}
            }
        }
    }

    /// Writes the formula that has been read, in a line of its own if `apart`.
    fn write_formula(&mut self, display: bool, apart: bool) {
        self.tex.clear();
        let whole = math::write(self.formula, self.tex);
        self.losses.check(whole);
        let Ok(mut tex) = std::str::from_utf8(self.tex) else { return };
        self.sink.flush();
        if !display {
            // Among words no blank stands at its ends, but for one that a backslash makes a sign.
            tex = tex.trim_ascii_start();
            while tex.ends_with([' ', '\n']) && !tex.ends_with("\\ ") {
                tex = &tex[..tex.len() - 1];
            }
        }
        // One without a sign in it shows nothing.
        if tex.bytes().all(|byte| matches!(byte, b'{' | b'}' | b' ' | b'\n')) {
            return;
        }
        let tex = self.sink.own(tex);
        if apart {
            self.run_of(RunKind::Break);
        }
        self.run_of(RunKind::Formula { tex, display });
    }

    /// A piece of a part of a formula begins, and is kept apart from those before it.
    fn formula_piece(&mut self) {
        let text = match self.groups.begin_piece() {
            (Shape::Root, 0) => line_of_math::ROOT,
            (Shape::Function, _) => " ",
            (_, 0) => return,
            (Shape::Lines, _) => return self.line_break(),
            (Shape::Fraction, _) => "/",
            (Shape::Matrix | Shape::Stack, _) => "; ",
            (Shape::Formulas | Shape::Row, _) => " ",
            (Shape::Brackets(separator), _) => {
                self.named_char(separator);
                if matches!(separator, ',' | ';') { " " } else { "" }
            }
            (Shape::None | Shape::Root | Shape::Lower | Shape::Upper, _) => "",
        };
        text.chars().for_each(|c| self.named_char(c));
    }

    fn script(&mut self, mark: Option<Mark>) {
        self.groups.format_characters().script(mark);
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
                    let has_begun = flow.has_begun();
                    if has_begun {
                        self.finish_paragraph(End::Par);
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

/// Destinations begin.
impl Reader<'_, '_> {
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

    /// A destination begins.
    fn open_destination(&mut self, what: Opening) {
        if what == Opening::Setting {
            // Among the text of a formula it is a setting of that text, and no group of its own.
            if self.walk.token() <= self.groups.brace() + 1 {
                self.walk.skip_group();
            }
            return;
        }
        if self.is_misplaced(Some(what)) {
            return;
        }
        if self.groups.is_too_deep() && !what.is_text() {
            // Its text would go on into the group that it shares its state with.
            return self.skip(what);
        }
        if self.watches(Some(what)) {
            return;
        }
        let seen = self.groups.is_in_body();
        match what {
            Opening::Time(fact) => {
                if self.rich {
                    self.time(fact);
                }
                self.walk.skip_group();
            }
            Opening::Header | Opening::Footer | Opening::Data | Opening::Fact | Opening::Entry => {
                self.open_or_skip(what)
            }
            // A level that an override replaces: its start number counts.
            Opening::To(Destination::ListLevel)
                if self.groups.destination() == Destination::OverrideLevel => {}
            Opening::To(destination) => self.open_table(destination),
            Opening::Capture(Destination::Marker) if !seen => self.enter(Destination::Ignored),
            // Where nobody wants to know it.
            Opening::Capture(Destination::Fact(_)) if !self.facts => self.skip(Opening::Fact),
            Opening::Capture(destination) => {
                self.settle();
                self.enter_aside(destination);
                if destination == Destination::FontTable {
                    self.begin_entries();
                }
            }
            Opening::Object => {
                self.enter(Destination::Ignored);
                if seen {
                    self.lose(Loss::Object);
                }
            }
            Opening::Drawing => {
                self.enter(Destination::Ignored);
                self.shapes.begin_properties();
                if seen {
                    self.shapes.begin(self.walk.place(), self.groups.depth());
                }
            }
            Opening::Setting => {}
            Opening::Comment => self.open_comment(),
            Opening::Remark(remark) => self.open_remark(remark),
            Opening::Picture => self.open_picture(),
            Opening::OldPicture | Opening::PropertyValue => self.open_second(what),
            Opening::Field => self.open_field(),
            Opening::Instruction => self.open_instruction(),
            Opening::Result => self.open_result(),
            Opening::Note | Opening::TextBox => self.open_flow(what),
            Opening::ObjectResult => {
                self.settle();
                // The visible side of an object stands where the object stands.
                if self.groups.destination() == Destination::Ignored {
                    self.groups.enter(Destination::Body);
                }
            }
            Opening::UprText => {
                self.settle();
                // Nothing of `\upr` stands behind this spelling but what lost a brace.
                self.groups.leave_upr();
            }
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.settle();
        self.groups.enter(destination);
    }

    fn enter_aside(&mut self, destination: Destination) {
        self.groups.enter_aside(destination, self.capture.here());
    }

    /// Leaves out a group, and counts what would have been seen.
    fn skip(&mut self, what: Opening) {
        match what {
            Opening::Header | Opening::Footer => self.lose(Loss::HeaderFooter),
            Opening::Entry => self.lose(Loss::Field),
            Opening::Fact if !self.walk.rest().trim_ascii_start().starts_with(b"}") => {
                self.lose(Loss::Metadata)
            }
            _ => {}
        }
        self.walk.skip_group();
    }

    /// A group of data, or a header or footer, which may be kept: its text then has a flow of its own.
    fn open_or_skip(&mut self, what: Opening) {
        let flow = match what {
            Opening::Header => HEADERS,
            Opening::Footer => FOOTERS,
            _ => return self.skip(what),
        };
        let body = self.groups.is_in_body() && self.groups.flow() == BODY;
        if !self.headers.are_kept() || !body || self.groups.is_too_deep() {
            return self.skip(what);
        }
        self.settle();
        self.enter_flow(flow);
        self.headers.begin(flow, &self.sink);
    }

    /// A table, or an entry of one.
    fn open_table(&mut self, destination: Destination) {
        self.enter(destination);
        match destination {
            Destination::List | Destination::Override | Destination::OldList => {
                self.lists.begin(destination)
            }
            Destination::ColorTable => self.colors.begin(),
            Destination::Stylesheet => self.begin_entries(),
            Destination::FormField => self.form.begin(),
            _ => {}
        }
    }

    fn open_comment(&mut self) {
        self.settle();
        let fits = self.groups.is_in_body() && !self.groups.is_too_deep();
        if !self.comments.are_kept() || !fits || self.groups.flow() == COMMENTS {
            self.lose(Loss::Comment);
            return self.walk.skip_group();
        }
        let comment = self.sink.tables().begin_comment();
        self.run_of(RunKind::Comment(comment));
        self.enter_flow(COMMENTS);
    }

    fn open_remark(&mut self, remark: Remark) {
        self.settle();
        if !self.comments.are_kept() || !self.groups.is_in_body() {
            return self.walk.skip_group();
        }
        self.sink.flush();
        self.enter_aside(Destination::Remark(remark));
    }

    fn open_picture(&mut self) {
        self.settle();
        if self.groups.is_in_body() && !self.is_seen() {
            return self.walk.skip_group();
        }
        let fills = self.groups.destination() == Destination::PropertyValue
            && self.shapes.property() == Property::Fill;
        if self.groups.is_in_body() || fills {
            if !fills {
                self.shapes.begin_properties();
            }
            self.begin_picture();
        } else {
            self.walk.skip_group();
        }
    }

    /// A picture in its old spelling, or the value of a property: only some of them count.
    fn open_second(&mut self, what: Opening) {
        self.settle();
        if what == Opening::OldPicture {
            if !self.pictures.want_the_old_one() {
                self.walk.skip_group();
            }
        } else if self.shapes.property() == Property::Other {
            self.walk.skip_group();
        } else {
            self.enter_aside(Destination::PropertyValue);
        }
    }

    fn open_field(&mut self) {
        self.settle();
        if !self.groups.is_in_body() {
            // A field in an instruction is part of the instruction.
            return self.groups.enter_inner_field();
        }
        // What is nested too deeply is read as its result, and a group is one field.
        let depth = self.groups.depth() as u32;
        if self.groups.is_too_deep() || !self.fields.begin_in(depth) {
            return;
        }
        self.sink.flush();
        let (format, flow, at) = (self.format(), self.groups.flow(), self.walk.place());
        let seen = self.shows();
        self.losses.check(self.fields.begin(depth, format, flow, at, seen));
    }

    fn open_instruction(&mut self) {
        self.settle();
        if self.groups.is_in_body() {
            self.enter_aside(Destination::FieldInstruction);
        } else {
            // A field in an instruction stands for its result.
            self.groups.enter(Destination::Ignored);
        }
    }

    fn open_result(&mut self) {
        self.settle();
        if self.groups.destination() == Destination::FieldInstruction
            && !self.groups.is_in_inner_field()
        {
            // The instruction lost its brace: it ends here.
            self.end_instruction();
            self.capture.cut(self.groups.capture());
            self.repair.stop_watching();
            self.groups.leave_instruction();
        }
        if !self.groups.is_in_body() || self.groups.is_too_deep() {
            return;
        }
        self.sink.flush();
        let (depth, flow) = (self.groups.depth() as u32, self.groups.flow());
        let seen = self.fields.begin_result(depth, flow, &mut self.sink, &mut self.losses);
        if seen == Some(false) {
            self.groups.enter(Destination::Ignored);
        }
    }

    /// A note or a text box: a flow of its own. What stands in text that is not seen is not seen either.
    fn open_flow(&mut self, what: Opening) {
        self.settle();
        let flow = self.groups.flow();
        let boxed = what == Opening::TextBox;
        if boxed && self.shapes.is_hidden() {
            self.lose(Loss::HiddenText);
            return self.walk.skip_group();
        }
        if boxed || self.groups.is_in_body() {
            if !self.is_seen() {
                return self.walk.skip_group();
            }
        } else {
            return;
        }
        self.sink.flush();
        if boxed {
            match boxes_of(flow) {
                Some(boxes) => {
                    self.enter_flow(boxes);
                    self.shapes.begin_words(self.sink.flow(boxes).runs().len());
                }
                None => {
                    self.shapes.show();
                    self.stand_apart();
                }
            }
            let format = self.format();
            let flow = self.groups.flow();
            if let Some(link) = self.drawing_link() {
                let open = OpenLink { link, is_image: false, format, flow };
                self.losses.check(self.shapes.open_link(open, &mut self.sink));
            }
        } else if flow == COMMENTS {
            self.lose(Loss::Note);
            self.stand_apart();
        } else if is_in_note(flow) {
            // Notes do not nest: the words of this one follow those of the note around it.
            self.lose(Loss::Note);
            if flow == INNER_NOTES {
                self.stand_apart();
            } else {
                self.enter_flow(INNER_NOTES);
            }
        } else {
            let note = self.sink.tables().begin_note();
            self.run_of(RunKind::Note(note));
            self.enter_flow(NOTES);
        }
    }

    /// What begins here is a paragraph of its own, in the flow that is open.
    fn stand_apart(&mut self) {
        self.groups.enter(Destination::Body);
        if self.sink.flow(self.groups.flow()).has_begun() {
            self.finish_paragraph(End::Par);
        }
    }

    fn enter_flow(&mut self, flow: u8) {
        self.sink.flush();
        self.groups.enter_flow(flow);
        self.sink.tables().enter(flow);
    }
}

/// Groups that never end are watched.
impl Reader<'_, '_> {
    /// A destination begins in a group that may never end. Returns whether that is all there is to do
    /// about its word.
    fn watches(&mut self, what: Option<Opening>) -> bool {
        if !self.repair.knows_swallowers() {
            return false;
        }
        let (brace, depth, at) = (self.groups.brace(), self.groups.depth(), self.walk.position());
        match self.repair.watch(what, self.comments.are_kept(), brace, depth, at) {
            Watched::AsAny => return false,
            Watched::PassedOver => {}
            Watched::DataLeftOut => self.repair.leave_out_data(&mut self.walk),
            Watched::Ignored => self.enter(Destination::Ignored),
        }
        true
    }

    /// A word in a group that may be watched. Returns whether the group ended with it, and the word is
    /// to be read again, or done.
    #[inline]
    pub(super) fn ends_watch(&mut self, word: Word) -> bool {
        self.repair.is_watching() && self.ends_this_watch(word)
    }

    #[cold]
    fn ends_this_watch(&mut self, word: Word) -> bool {
        let Some(guard) = self.repair.guard() else { return false };
        let (destination, flow) = (self.groups.destination(), self.groups.flow());
        match watch_end(word, destination, flow, self.groups.depth() > guard.depth) {
            WatchEnd::Not => return false,
            WatchEnd::Document => {
                self.repair.stop_watching();
                return false;
            }
            WatchEnd::InBody => {
                self.repair.stop_watching();
                self.settle();
                self.groups.look_like_the_body();
                return false;
            }
            WatchEnd::MarkerTab => {
                self.settle();
                self.end_destination(Destination::Body);
                self.release(guard, self.walk.position());
            }
            WatchEnd::Marker => {
                self.settle();
                let text = self.captured();
                self.release(guard, self.walk.token());
                // The body goes on in a marker without a tab. If it is too long for one, it is text.
                if repair::is_no_marker(text.len()) {
                    self.run_of(RunKind::Text(text));
                } else {
                    self.sink.tables().set_marker(self.groups.flow(), text);
                }
            }
            WatchEnd::Note => {
                self.paragraph_end(End::Par);
                self.leave_flow();
                self.release(guard, self.walk.position());
            }
            WatchEnd::Resume => {
                if matches!(destination, Destination::Stylesheet | Destination::Style) {
                    self.sink.tables().settle_styles();
                }
                self.release(guard, guard.resume);
            }
        }
        true
    }
}
