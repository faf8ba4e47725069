//! Tokens: each goes to who owns what it means where it stands.
//!
//! Shape   one loop to the end of the document. Text goes to `text`, or to the destination that it is of; a control
//!         word's row of the table says what it means, and so whom it is for; groups begin and end here, and
//!         what ends with one is told so. Words that come again byte for byte are passed over (`stretches`).
//! Errors  groups that are open at the end are closed, and the loss of their braces is counted.
//! Source  RTF 1.9.1, "RTF Syntax".

use super::Reader;
use super::destinations::skip;
use super::line_of_math::MathEnd;
use super::stretches::{self, Kind, Said};
use super::tables::revision_word;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End};
use crate::rtf::lexer::Token;
use crate::rtf::walk;
use crate::rtf::walk::groups::Closed;
use crate::rtf::words::{Destination, DocumentWord, Ending, Meaning, Opening, StyleWord, Word};
use crate::system::halt;

/// The loop.
impl Reader<'_, '_> {
    /// Reads to the end. Returns whether that was inside of a group.
    pub(super) fn run(&mut self) -> bool {
        let mut unclosed = false;
        loop {
            match self.text.here_mut().walk_mut().next() {
                Token::Text(start, end) => {
                    if let Some(start) = self.text.ascii(start, end) {
                        self.aside(start, end);
                    }
                }
                Token::Control(word, parameter) => {
                    self.text.settle_before_control();
                    if !self.begins_stretch(word) {
                        self.control(word, parameter);
                    }
                }
                // What was asked to stop is not read to its end; the converter knows why.
                Token::Open if halt::is_due() => break,
                Token::Open => {
                    self.text.settle_before_control();
                    self.open();
                }
                Token::Close => {
                    self.text.settle_before_control();
                    if !self.close() {
                        break;
                    }
                }
                Token::Hex(byte) => self.text.hex(byte),
                Token::High(start, end) => self.text.high(start, end),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Tab => {
                    if !self.braces.end_with(Word::Tab, &mut self.destinations, &mut self.text) {
                        self.text.named_char('\t');
                    }
                }
                Token::Binary(start, end) => {
                    self.destinations.binary((start, end), self.text.here_mut());
                }
                Token::Stray => self.text.stray(),
                Token::Unknown => {}
                Token::End => {
                    let here = self.text.here_mut();
                    unclosed = here.groups().depth() > 0;
                    if unclosed {
                        let end = here.walk().source().len();
                        here.losses_mut().add(Loss::RepairedBrace, end);
                    }
                    break;
                }
            }
        }
        self.end();
        unclosed
    }

    /// All has been read: what is open ends.
    fn end(&mut self) {
        self.text.settle();
        let (sink, losses) = self.text.here_mut().sink_and_losses();
        self.destinations.drawings().end_all(sink, losses);
        while self.text.here().groups().depth() > 1 {
            self.close();
        }
        let here = self.text.here_mut();
        here.sink_mut().flush();
        here.groups_mut().end_in_body();
        if here.sink().assembly().is_begun(BODY) {
            self.text.paragraphs().finish(End::Par);
        }
        self.text.paragraphs().end();
    }

    /// A control symbol: `\` and one byte that is no letter.
    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\\' | b'{' | b'}' if self.text.awaits_trail() => self.text.byte(symbol),
            b'\\' | b'{' | b'}' => self.text.named_char(symbol as char),
            b'~' => self.text.named_char('\u{A0}'),
            b'_' => self.text.named_char('\u{2011}'),
            b'-' => self.text.named_char('\u{AD}'),
            b'\t' => self.text.named_char('\t'),
            b'\r' | b'\n' => {
                if symbol == b'\r' {
                    self.text.here_mut().walk_mut().pass(b'\n');
                }
                if !self.braces.end_with(Word::Par, &mut self.destinations, &mut self.text) {
                    self.text.end(Ending::Paragraph);
                }
            }
            b'*' => self.starred(),
            _ => {}
        }
    }

    /// ASCII text of a destination other than a flow: bytes `start..end` of the input.
    fn aside(&mut self, start: usize, end: usize) {
        let here = self.text.here_mut();
        if here.groups().destination() == Destination::Picture {
            return self.digits(start);
        }
        let Ok(text) = std::str::from_utf8(&here.walk().source()[start..end]) else { return };
        self.braces.see_text(start, text, here.groups());
        self.destinations.text(text, here);
    }

    /// Hex digits of a picture that begin at `start`: all up to the next control word or brace.
    fn digits(&mut self, start: usize) {
        let here = self.text.here_mut();
        let rest = &here.walk().source()[start..];
        let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
        here.walk_mut().seek(start + end);
        let (digits, to) = (&rest[..end], &mut self.destinations);
        if !self.braces.end_in_digits((start, digits), to, &mut self.text) {
            to.drawings().digits(digits, self.text.here_mut().losses_mut());
        }
    }
}

/// Groups.
impl Reader<'_, '_> {
    /// `{`
    fn open(&mut self) {
        let here = self.text.here_mut();
        let brace = here.walk().position() - 1;
        here.groups_mut().note_brace(brace);
        if self.braces.are_watched()
            && self.braces.end_at_brace(brace, &mut self.destinations, &mut self.text)
        {
            return;
        }
        let here = self.text.here_mut();
        self.destinations.open_group(here);
        if !here.groups().is_too_deep() && here.walk().rest().starts_with(b"*\\") {
            self.starred_without_backslash();
        }
        let groups = self.text.here().groups();
        if groups.known().characters() != 0 && self.may_be_known() {
            self.pass_stretch(Kind::Group);
        }
    }

    /// `{*\word`: a text that was copied through a program that ate the backslash of `\*`.
    #[cold]
    fn starred_without_backslash(&mut self) {
        let walk = self.text.here_mut().walk_mut();
        let at = walk.position();
        walk.seek(at + 1);
        let destination = match walk.follow() {
            Token::Unknown => true,
            Token::Control(word, _) => word.opens().is_some() || !word.is_read_when_starred(),
            _ => false,
        };
        walk.seek(if destination { at + 1 } else { at });
        if destination {
            self.text.here_mut().losses_mut().add(Loss::Other, at);
            self.starred();
        }
    }

    /// `}`. Returns false when the document is over.
    fn close(&mut self) -> bool {
        let groups = self.text.here().groups();
        if groups.depth() == 1 && !groups.is_too_deep() && !self.bounds.go_on(&mut self.text) {
            return false;
        }
        match self.text.here_mut().groups_mut().close() {
            Closed::Restores => {}
            Closed::TooDeep => return true,
            Closed::None => {
                self.braces.close_nothing(&mut self.destinations, &mut self.text);
                return true;
            }
        }
        let groups = self.text.here().groups();
        let (outer, outer_flow) = groups.behind();
        let destination = groups.destination();
        let ends = destination != outer;
        let mut entry = false;
        if ends {
            self.text.settle();
            self.destinations.end(outer, &mut self.text);
            entry = destination == Destination::Style;
        } else if destination == Destination::FontTable {
            let here = self.text.here_mut();
            let depth = here.groups().depth();
            entry = !here.fonts_mut().goes_on(depth);
            if entry {
                here.end_font();
            }
        }
        let here = self.text.here_mut();
        self.braces.end_entry(here.walk().position(), here.groups());
        let depth = here.groups().depth();
        if here.fields().end_at(depth as u32) {
            self.text.settle();
            self.text.here_mut().end_fields();
        }
        if self.text.here().groups().flow() != outer_flow {
            self.text.settle();
            self.destinations.leave_flow(&mut self.text);
        }
        let here = self.text.here_mut();
        let formula = here.groups().formula_ends();
        let old_list = ends && here.groups().destination() == Destination::OldList;
        if depth == 0 && self.bounds.run_over() {
            // Text behind the last brace keeps the look of what stood before.
            here.groups_mut().run_over();
            here.leave_symbols();
        } else {
            here.groups_mut().restore();
        }
        if formula != MathEnd::None {
            self.formulas.end(formula, &mut self.text);
        }
        if old_list {
            self.destinations.tables().end_old_list(self.text.here_mut().groups_mut());
        }
        if entry {
            self.destinations.tables().end_entry(self.braces.are_sound(), &mut self.text);
        }
        if ends && destination == Destination::Marker {
            let known = self.text.here().groups().known();
            if known.all() != 0 && self.may_be_known() {
                self.pass_stretch(Kind::Marker);
            }
        }
        true
    }
}

/// Control words.
impl Reader<'_, '_> {
    /// Does what a control word says.
    fn control(&mut self, word: Word, parameter: Option<i32>) {
        let Reader { text, destinations, braces, .. } = self;
        if braces.end_with(word, destinations, text) {
            return;
        }
        let value = parameter.unwrap_or(0);
        match word.meaning() {
            Meaning::Nothing | Meaning::Holder | Meaning::Binary => {}
            Meaning::Character(what) => {
                destinations.tables().character_word(what, parameter, text.here_mut().groups_mut());
            }
            Meaning::Paragraph(what) => text.paragraphs().word(what, parameter),
            Meaning::Ends(what) => text.end(what),
            Meaning::Unicode => text.unicode(value),
            Meaning::Char('\t') => text.tab(),
            Meaning::Char(c) => text.named_char(c),
            // An entry without a number is none.
            Meaning::Font => text.here_mut().font_word(value, parameter.unwrap_or(-1)),
            Meaning::AssociatedFont => text.here_mut().associated_font_word(value),
            // With a number it is a tab's place.
            Meaning::Opens(_) if word == Word::Tb && parameter.is_some() => {}
            Meaning::Opens(what) => self.open_destination(what),
            Meaning::Style(what) => {
                let anywhere = matches!(what, StyleWord::Paragraph | StyleWord::Character);
                if anywhere || braces.is_in(Destination::Style, word, destinations, text) {
                    destinations.tables().style_word(what, value, text.here_mut());
                }
            }
            Meaning::ListNumber => {
                destinations.tables().list_number(value, text.here_mut().groups_mut());
            }
            Meaning::RowEntry(what) => text.row_word(what, value),
            Meaning::StandIn => {
                text.here_mut().groups_mut().say_stand_in(walk::stand_in(value));
            }
            Meaning::Document(what) => self.document_word(what, value),
            Meaning::FontEntry(what) => {
                if braces.is_in(Destination::FontTable, word, destinations, text) {
                    text.here_mut().fonts_mut().word(what, value);
                }
            }
            Meaning::ColorEntry(channel) => {
                if braces.is_in(Destination::ColorTable, word, destinations, text) {
                    destinations.tables().mix(channel, value);
                }
            }
            Meaning::PictureData(kind) => {
                if braces.is_in(Destination::Picture, word, destinations, text) {
                    destinations.drawings().is_a(kind);
                }
            }
            Meaning::PictureSize(what) => {
                destinations.drawings().is_sized(what, value, text.here().groups());
            }
            Meaning::ListEntry(what) => {
                destinations.tables().list_word(what, value, text.here().groups());
            }
            Meaning::OldList(what) => {
                destinations.tables().old_list_word(what, value, text.here_mut());
            }
            Meaning::Form(what) => text.here_mut().form_word(what, value),
            Meaning::Formula(what) => self.formulas.word(what, text),
            Meaning::Lost(loss) => text.here_mut().lose_if_shown(loss),
            Meaning::Endnote => destinations.flows().is_endnote(text.here_mut()),
            Meaning::Revision(what) => revision_word(what, value, text.here_mut()),
        }
    }

    /// `\*`: the control word that follows opens a destination that may be unknown.
    fn starred(&mut self) {
        let Reader { text, destinations, braces, .. } = self;
        let walk = text.here_mut().walk_mut();
        let at = walk.position();
        match walk.follow() {
            Token::Control(word, parameter) if word.is_read_when_starred() => {
                self.control(word, parameter)
            }
            Token::Unknown | Token::Control(..) => {
                let comments = destinations.flows().keep_comments();
                if !braces.is_misplaced(None, destinations, text.here_mut())
                    && !braces.watch(None, comments, text)
                {
                    text.here_mut().walk_mut().skip_group();
                }
            }
            _ => walk.seek(at),
        }
    }

    /// A destination begins.
    fn open_destination(&mut self, what: Opening) {
        let Reader { text, destinations, braces, .. } = self;
        let here = text.here_mut();
        if what == Opening::Setting {
            // Among the text of a formula it is a setting of that text, and no group of its own.
            if here.walk().token() <= here.groups().brace() + 1 {
                here.walk_mut().skip_group();
            }
            return;
        }
        if braces.is_misplaced(Some(what), destinations, here) {
            return;
        }
        if here.groups().is_too_deep() && !what.is_text() {
            // Its text would go on into the group that it shares its state with.
            return skip(what, here);
        }
        if braces.watch(Some(what), destinations.flows().keep_comments(), text) {
            return;
        }
        if what == Opening::Result && text.here().lost_instruction() {
            braces.stop_watching();
        }
        destinations.open(what, braces.are_sound(), text);
    }

    fn document_word(&mut self, what: DocumentWord, value: i32) {
        let Reader { text, destinations, bounds, .. } = self;
        match what {
            DocumentWord::Begin => bounds.begin_document(destinations.tables().lists(), text),
            DocumentWord::BeginUtf8 => {
                bounds.begin_document(destinations.tables().lists(), text);
                text.here_mut().encoding_mut().say_utf8();
            }
            DocumentWord::CodePage => text.here_mut().encoding_mut().name(value),
            DocumentWord::Page(number) => text.here_mut().encoding_mut().name_old(number),
            DocumentWord::DefaultFont => text.here_mut().fonts_mut().name_default(value),
            DocumentWord::Paper(what) => destinations.drawings().paper(what, value),
            DocumentWord::GoesOn => text.paragraphs().section_goes_on(),
        }
    }
}

/// Control words that come again.
impl Reader<'_, '_> {
    /// A word that a stretch may follow. False where it does not; then nothing has been done.
    #[inline]
    fn begins_stretch(&mut self, word: Word) -> bool {
        let kind = match word {
            Word::Pard => Kind::Paragraph,
            Word::Trowd => Kind::Row,
            _ => return false,
        };
        if !self.may_be_known() {
            return false;
        }
        self.control(word, None);
        self.pass_stretch(kind);
        true
    }

    fn may_be_known(&self) -> bool {
        self.text.here().groups().are_usual() && !self.braces.are_watched()
    }

    /// Goes on behind the stretch that stands here, and does what it says.
    fn pass_stretch(&mut self, kind: Kind) {
        let here = self.text.here_mut();
        let (source, start) = (here.walk().source(), here.walk().position());
        let length = match kind {
            Kind::Paragraph => here.groups_mut().start_again(source, start),
            Kind::Marker => here.groups_mut().rest_again(source, start),
            Kind::Group => here.groups_mut().look_again(source, start),
            Kind::Row => self.text.paragraphs().define_row_again(),
        };
        match length {
            Some(length) => self.text.here_mut().walk_mut().seek(start + length),
            None => self.read_stretch(kind, start),
        }
    }

    /// Does what the words say one by one, and remembers what it comes to.
    #[inline(never)]
    fn read_stretch(&mut self, kind: Kind, start: usize) {
        let before = self.text.here().groups().known();
        let mut said = Said::default();
        let end = loop {
            let walk = self.text.here_mut().walk_mut();
            let end = walk.position();
            match walk.next() {
                Token::Control(word, parameter) if kind.has(word, &mut said) => {
                    self.control(word, parameter);
                }
                Token::Unknown => {}
                _ => break end,
            }
        };
        let here = self.text.here_mut();
        here.walk_mut().seek(end);
        if kind == Kind::Row {
            self.text.paragraphs().learn_row((start, end));
        } else {
            let source = here.walk().source();
            stretches::learn((kind, said), source, (start, end), before, here.groups_mut());
        }
    }
}
