//! Entries of the font table and the stylesheet that are known: they are passed over, and what they mean
//! is taken from memory.
//!
//! Shape   an entry is a group in its table. Where one begins, [`KnownEntries`] is asked whether it is
//!         known; if not, it is noted, read, and learned when its group has ended. So a table that comes
//!         again is compared and not read.
//! Limits  what is learned means the same in every document ([`is_plain_font`], [`is_plain_style`]):
//!         printable ASCII, and words that change nothing but the entry. Others are learned to be of no
//!         use, so that they are looked at only once.
//! Source  RTF 1.9.1, "Font Table" and "Style Sheet".

use std::sync::Arc;

use super::here::Here;
use crate::buffers::kept;
use crate::document::Span;
use crate::memory::interner::{LENGTHS, Recall};
use crate::memory::{self, Memory};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::format::NONE;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::styles::{Role, Style};
use crate::rtf::words::{CharacterWord, Destination, Meaning, ParagraphWord, Word};
use crate::work;

/// Groups that may be open in an entry and in what is around it.
const ROOM: usize = 4;

/// An entry of the font table.
#[derive(Clone, Copy, Debug)]
struct KnownFont {
    font: Font,
    /// Where the last group in it begins.
    brace: u16,
}

/// An entry of the stylesheet, the font left out, which is told by its number in the file.
#[derive(Clone, Copy, Debug)]
struct KnownStyle {
    style: Style,
    font: Option<u16>,
}

kept! {
    /// The entries of the tables read last.
    #[derive(Debug, Default)]
    pub(super) struct Buffers {
        fonts: Recall<Option<KnownFont>>,
        styles: Recall<Option<KnownStyle>>,
    }
}

/// What is known of the entries of the table in hand.
#[derive(Debug)]
pub(super) struct KnownEntries<'b> {
    known: &'b mut Buffers,
    memory: Arc<Memory>,
    /// What styles depend on beside their bytes.
    around: u64,
    /// The entry that is being read to be learned: where it begins, and how many fonts there were.
    reading: Option<(usize, usize)>,
}

impl<'b> KnownEntries<'b> {
    pub(super) fn new(known: &'b mut Buffers, around: u64) -> Self {
        KnownEntries { known, memory: memory::shared(), around, reading: None }
    }

    /// A font table or a stylesheet begins. `sound`: nothing is damaged, and nothing hangs over from before.
    pub(super) fn begin(&mut self, sound: bool, here: &mut Here<'_, '_>) {
        match here.groups().destination() {
            Destination::FontTable => self.known.fonts.begin(),
            _ => self.known.styles.begin(),
        }
        self.pass(sound, here);
    }

    /// A table ends.
    pub(super) fn end(&mut self) {
        self.known.fonts.end(&self.memory.interner);
        self.known.styles.end(&self.memory.interner);
        self.reading = None;
    }

    /// The group of an entry has ended; of the stylesheet's it was `style`.
    pub(super) fn end_entry(&mut self, style: &Style, sound: bool, here: &mut Here<'_, '_>) {
        if let Some((start, fonts)) = self.reading.take() {
            let walk = here.walk();
            let entry = walk.source().get(start..walk.position()).unwrap_or(&[]);
            let (assembly, interner) = (here.sink().assembly(), &self.memory.interner);
            match here.groups().destination() {
                Destination::FontTable => {
                    let known = known_font(entry, fonts, assembly);
                    self.known.fonts.learn(interner, 0, entry, known);
                }
                Destination::Stylesheet => {
                    let known = known_style(entry, *style, assembly);
                    self.known.styles.learn(interner, self.around, entry, known);
                }
                _ => {}
            }
        }
        self.pass(sound, here);
    }

    /// Goes on behind the entries that are known, and notes the first one that is not.
    fn pass(&mut self, sound: bool, here: &mut Here<'_, '_>) {
        self.reading = None;
        if !sound || !means_what_it_says(here) {
            return;
        }
        let table = here.groups().destination();
        loop {
            let (rest, position) = (here.walk().rest(), here.walk().position());
            let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let (start, rest) = (position + blank, &rest[blank..]);
            if rest.first() != Some(&b'{') {
                return;
            }
            // How long it is, and where the last group in it begins, unless it must be read.
            let found = if table == Destination::FontTable {
                let found = self.font(rest, here.sink_mut().tables());
                found.map(|(length, known)| {
                    let known = known?;
                    here.fonts_mut().note_symbols(known.font.symbol.is_some());
                    Some((length, usize::from(known.brace)))
                })
            } else {
                let found = self.style(rest, here.sink_mut().tables());
                found.map(|(length, known)| known.map(|_| (length, 0)))
            };
            match found {
                Some(Some((length, brace))) => {
                    work::step(1);
                    here.groups_mut().note_brace(start + brace);
                    here.walk_mut().seek(start + length);
                }
                // It is known to be of no use.
                Some(None) => return,
                None => {
                    self.reading = Some((start, here.sink().assembly().fonts().len()));
                    return;
                }
            }
        }
    }

    /// Adds the font that `rest` begins with if it is known: how long its entry is, and what it is.
    fn font(&mut self, rest: &[u8], assembly: &mut Assembly) -> Option<(usize, Option<KnownFont>)> {
        let (fonts, interner) = (&mut self.known.fonts, &self.memory.interner);
        let (known, length) = fonts.expected(0, rest).or_else(|| {
            let entry = entry_of(rest)?;
            Some((fonts.find(interner, 0, entry)?, entry.len()))
        })?;
        if let Some(KnownFont { font, .. }) = known {
            assembly.add_font(font.number.into(), font);
        }
        Some((length, known))
    }

    /// Adds the style that `rest` begins with if it is known: how long its entry is, and what it is.
    fn style(
        &mut self,
        rest: &[u8],
        assembly: &mut Assembly,
    ) -> Option<(usize, Option<KnownStyle>)> {
        let (styles, interner, around) =
            (&mut self.known.styles, &self.memory.interner, self.around);
        let (known, length) = styles.expected(around, rest).or_else(|| {
            let entry = entry_of(rest)?;
            Some((styles.find(interner, around, entry)?, entry.len()))
        })?;
        if let Some(KnownStyle { mut style, font }) = known {
            style.chars.font = font.map_or(NONE, |number| assembly.fonts().index(number.into()));
            assembly.add_style(style);
        }
        Some((length, known))
    }
}

/// Whether an entry that stands here means what it always does: nothing hangs over from before, and the table's
/// own formatting is what it is in the beginning.
fn means_what_it_says(here: &mut Here<'_, '_>) -> bool {
    let at_rest = match here.groups().destination() {
        Destination::FontTable => !here.fonts_mut().is_in_entry(),
        Destination::Stylesheet => here.groups().characters().are_at_rest(),
        _ => false,
    };
    let groups = here.groups();
    at_rest
        && !groups.is_too_deep()
        && groups.depth() + ROOM < groups.limit()
        && here.collected().is_empty()
}

/// The group that `rest` begins with, if it is of a length that is remembered and its braces are all
/// that they seem to be.
fn entry_of(rest: &[u8]) -> Option<&[u8]> {
    let rest = &rest[..rest.len().min(*LENGTHS.end())];
    work::step(1);
    let mut depth = 0usize;
    for at in memchr::memchr2_iter(b'{', b'}', rest) {
        work::step(1);
        match rest[at] {
            b'{' => depth += 1,
            _ => depth = depth.checked_sub(1)?,
        }
        if depth == 0 {
            return Some(&rest[..at + 1]);
        }
    }
    None
}

/// What a font's entry has added to the fonts, of which there were `before`; none if it may mean
/// something else another time.
fn known_font(entry: &[u8], before: usize, assembly: &Assembly) -> Option<KnownFont> {
    let fonts = assembly.fonts();
    if !is_plain_font(entry) || fonts.len() != before + 1 {
        return None;
    }
    let index = u16::try_from(before).ok()?;
    let brace = memchr::memrchr(b'{', entry)?.try_into().ok()?;
    Some(KnownFont { font: fonts.get(index), brace })
}

/// What a style's entry has said; none if it may mean something else another time.
fn known_style(entry: &[u8], style: Style, assembly: &Assembly) -> Option<KnownStyle> {
    let names_font = is_plain_style(entry)?;
    let font = match style.chars.font {
        NONE if names_font => return None,
        NONE => None,
        index => Some(assembly.fonts().get(index).number),
    };
    // The info string of code is the document's.
    let is_own = matches!(style.role, Role::Code(info) if info != Span::EMPTY);
    (!is_own).then_some(KnownStyle { style, font })
}

/// Whether an entry of the font table is nothing but a group of words for fonts and a name.
fn is_plain_font(entry: &[u8]) -> bool {
    let mut lexer = Lexer::new(entry);
    let (mut open, mut inner) = (lexer.next() == Token::Open, false);
    while open {
        match lexer.next() {
            // `{*\word` is taken for a star that has lost its backslash.
            Token::Text(start, _) if entry[start] != b'*' => {}
            Token::Open if !inner => {
                inner = lexer.next() == Token::Symbol(b'*')
                    && matches!(lexer.next(), Token::Control(Word::Panose | Word::Falt, _));
                if !inner {
                    return false;
                }
            }
            // A word that is not listed means nothing.
            Token::Unknown if !inner => {}
            Token::Close if inner => inner = false,
            Token::Close => open = false,
            Token::Control(word, _) if !inner => match word.meaning() {
                Meaning::Font | Meaning::FontEntry(_) | Meaning::Nothing => {}
                _ => return false,
            },
            _ => return false,
        }
    }
    lexer.position() == entry.len() && !entry.is_empty()
}

/// Whether an entry of the stylesheet is nothing but a group of words for formatting and a name; then,
/// whether it names a font.
fn is_plain_style(entry: &[u8]) -> Option<bool> {
    let mut lexer = Lexer::new(entry);
    if lexer.next() != Token::Open {
        return None;
    }
    let mut token = lexer.next();
    if token == Token::Symbol(b'*') {
        token = lexer.next();
        let Token::Control(word, _) = token else { return None };
        if !word.is_read_when_starred() {
            return None;
        }
    }
    let mut names_font = false;
    loop {
        match token {
            Token::Text(start, _) if entry[start] != b'*' => {}
            Token::Unknown => {}
            Token::Control(word, _) => match word.meaning() {
                Meaning::Font | Meaning::AssociatedFont => names_font = true,
                // Its colour is the document's.
                Meaning::Character(CharacterWord::Background) => return None,
                // A paragraph of the text begins with it too.
                Meaning::Paragraph(ParagraphWord::Reset) => return None,
                Meaning::Nothing
                | Meaning::Holder
                | Meaning::Lost(_)
                | Meaning::Character(_)
                | Meaning::Paragraph(_)
                | Meaning::Style(_)
                | Meaning::ListNumber
                | Meaning::StandIn => {}
                _ => return None,
            },
            Token::Close => return (lexer.position() == entry.len()).then_some(names_font),
            _ => return None,
        }
        token = lexer.next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Kind, View};
    use crate::options::Options;
    use crate::report::Report;
    use crate::rtf::reader::{Scratch, read};

    /// Reads a document with buffers that have served others, and tells all that was made of it.
    fn shown(rtf: &str, scratch: &mut Scratch) -> (String, Report) {
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        read(rtf.as_bytes(), &Options::default(), &mut doc, &mut report, scratch).unwrap();
        let view = View { doc: &doc, source: rtf.as_bytes() };
        let mut text = String::new();
        for node in &doc.nodes {
            text += &match node.kind {
                Kind::Text(span) => format!("{:?} ", String::from_utf8_lossy(view.text(span))),
                Kind::Code(span) => format!("code {:?} ", String::from_utf8_lossy(view.text(span))),
                Kind::CodeBlock { info } => {
                    format!("block {:?} ", String::from_utf8_lossy(view.text(info)))
                }
                other => format!("{other:?} "),
            };
        }
        (text, report)
    }

    /// Whatever was read before, a document is read as if it were the first.
    fn check(documents: &[String]) {
        let fresh: Vec<_> = documents
            .iter()
            .map(|rtf| {
                // Nothing is known to an interner that has been cleared.
                crate::memory::shared().interner.clear();
                shown(rtf, &mut Scratch::default())
            })
            .collect();
        let mut scratch = Scratch::default();
        for round in 0..3 {
            for (first, second) in (0..documents.len())
                .flat_map(|one| (0..documents.len()).map(move |other| (one, other)))
            {
                for at in [first, second, second] {
                    assert_eq!(
                        shown(&documents[at], &mut scratch),
                        fresh[at],
                        "round {round}: {}",
                        documents[at]
                    );
                }
            }
        }
    }

    const BODY: &str =
        r"\pard\s1\f0 plain \f1 fixed \f2 \'b7\f0\par\pard\s2 next\par\pard\s3\cs4 x\par}";

    #[test]
    fn fonts_that_come_again_mean_the_same() {
        let plain = r"{\f0\fnil Arial;}{\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}";
        let tables = [
            plain,
            "\r\n{\\f0\\fnil Arial;}\r\n{\\f1\\fmodern Courier New;}{\\f2\\fcharset2 Symbol;}\r\n",
            r"{\f0\fmodern Courier New;}{\f1\fnil Arial;}{\f2\fcharset204 Arial;}",
            r"{\f0\fnil Arial;}{\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}{\f3 Tahoma Bold;}",
            r"{\f1\fmodern Courier New;}{\f0\fnil A\'e4 Arial;}{\f2\fcharset2 Symbol;}",
            r"{\f0\fnil{\*\panose 020b0604020202020204}Arial;}{\f1{\*\falt Times}Courier New;}",
            r"\f0\fnil Arial;{\f1\fmodern Courier New;}\f2\fcharset2 Symbol;",
            r"{\f0\fnil Arial;\f2\fcharset2 Symbol;}{\f1\fmodern Courier New;}",
            r"{\f0\fnil Arial {\f1\fmodern Courier New;}}{\f2\fcharset2 Symbol;}",
            r"{\f1\fmodern Courier New;",
            r"{*\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}",
        ];
        let documents = tables.iter().flat_map(|table| {
            ["", r"\ansicpg1251", r"\deff2"]
                .map(|head| format!(r"{{\rtf1{head}{{\fonttbl{table}}}{BODY}"))
        });
        check(&documents.collect::<Vec<_>>());
    }

    #[test]
    fn styles_that_come_again_mean_the_same() {
        let heading = r"{\s1\b\f1\fs32\outlinelevel0 heading 1;}";
        let sheets = [
            format!(r"{heading}{{\s2\f1\fmodern Code;}}{{\s3 Normal Text;}}{{\*\cs4\b Strong;}}"),
            format!(
                r"{{\s3 Normal Text;}}{heading}{{\s2\sbasedon1 Another;}}{{\*\cs4\i Emphasis;}}"
            ),
            format!(
                r"{heading}{{\s2\f1 Code rust;}}{{\s3\li720\ls1 List Text;}}{{\*\ts9\trowd Grid;}}"
            ),
            format!(r"{heading}{{\s2\chcbpat2 Marked Text;}}{{\s3\highlight7 Highlighted;}}"),
            format!(r"{heading}{{\s2\f7 Unknown Font;}}{{\s3\pard\li720 Reset Text;}}"),
            format!(r"\f1\b{heading}{{\s2 Quotations;}}{{\s3\revised Revised Text;}}"),
            format!(r"{heading}{{\s2{{\*\keycode a}}Keyed Text;}}{{\s3 \'dcberschrift 3;}}"),
            format!(r"{heading}{{\*\nosuch nothing}}{{\s2 Horizontal Line;}}{{\s3 Title"),
        ];
        let fonts = [
            r"{\f0\fnil Arial;}{\f1\fmodern Courier New;}",
            r"{\f1\fmodern Courier New;}{\f7 Tahoma Bold;}",
        ];
        let colors = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue0;}";
        let documents = sheets.iter().flat_map(|sheet| {
            fonts.map(|fonts| {
                format!(r"{{\rtf1{{\fonttbl{fonts}}}{colors}{{\stylesheet{sheet}}}{BODY}")
            })
        });
        check(&documents.collect::<Vec<_>>());
    }

    #[test]
    fn what_follows_a_known_table_is_read() {
        let table = r"{\fonttbl{\f0 Arial;}{\f1 Tahoma;}}";
        check(&[
            format!(r"{{\rtf1{table}{BODY}"),
            format!(r"{{\rtf1{table}{{\fonttbl{{\f1\fmodern Courier;}}}}{BODY}"),
            format!(r"{{\rtf1{{\fonttbl{{\f1\fmodern Courier;}}}}{table}{BODY}"),
            format!(r"{{\rtf1 {BODY}"),
            r"{\rtf1{\fonttbl{\f0 Arial;}{\f1 Tahoma;}".to_owned(),
            r"{\rtf1{\fonttbl{\f0 Arial;}{\f1 Tahoma;}\f1\fmodern Courier;}".to_owned() + BODY,
            r"{\rtf1{\fonttbl{\f0 Arial;}{\f1 Tahoma;}\b text of the body\par".to_owned() + BODY,
        ]);
    }

    #[test]
    fn a_table_that_comes_again_is_not_read() {
        let mut scratch = Scratch::default();
        let rtf = format!(
            r"{{\rtf1{{\fonttbl{{\f0 Arial Known;}}{{\f1 Tahoma Known;}}}}{{\stylesheet{{\s1 Known Style;}}}}{BODY}"
        );
        let hits = || crate::memory::shared().interner.stats().hits;
        shown(&rtf, &mut scratch);
        // Other tests have hits too.
        let before = hits();
        shown(&rtf, &mut scratch);
        assert!(hits() >= before + 3);
    }

    #[test]
    fn only_what_stays_within_the_entry_is_plain() {
        for (entry, plain) in [
            (r"{\f0\fnil\fcharset0 Arial;}", true),
            (r"{\f0{\*\panose 02}A{\*\falt B};}", true),
            (r"{\f0\fbidi \nosuch A;}", true),
            (r"{\f0{\*\nosuch 02}A;}", false),
            (r"{\f0\fnil Arial;} ", false),
            (r"{\f0\fnil Arial;", false),
            (r"{\f0 A\'e4;}", false),
            (r"{\f0 \u228?;}", false),
            (r"{\f0{\f1 B;}A;}", false),
            (r"{*\f0 A;}", false),
            (r"{\f0\panose 02 A;}", false),
            (r"{\info x}", false),
            ("{\\f0 \u{e4};}", false),
            ("", false),
        ] {
            assert_eq!(is_plain_font(entry.as_bytes()), plain, "{entry}");
        }
        for (entry, plain) in [
            (r"{\s1\b\fs32 heading 1;}", Some(false)),
            (r"{\*\cs1\f2 Strong;}", Some(true)),
            (r"{\s1\nosuch a;}", Some(false)),
            (r"{\s1\pard a;}", None),
            (r"{\s1\chcbpat1 a;}", None),
            (r"{\s1{\*\keycode a}b;}", None),
            (r"{\s1 a\'e4;}", None),
            (r"{\*\nosuch a;}", None),
            (r"{\s1\trowd a;}", None),
            (r"{\s1\par a;}", None),
            (r"{\s1\deff1 a;}", None),
            (r"{\s1 a;}b", None),
        ] {
            assert_eq!(is_plain_style(entry.as_bytes()), plain, "{entry}");
        }
    }
}
