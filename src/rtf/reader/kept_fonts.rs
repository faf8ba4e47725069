//! The last font table, kept for the next document.
//!
//! Shape   documents of one writer mostly bring the same font table, byte for byte, and Word's is
//!         longer than many a memo. The bytes of a table are noted when it is read, and its fonts
//!         when it comes a second time; from then on it is compared and not read again.
//! Units   bytes.
//! Errors  none: where memory is short nothing is kept.
//! Limits  tables of up to 32 KB of plain ASCII entries, which mean the same in every document
//!         ([`is_plain`]); a table that is not the document's first is read as it stands.

use crate::buffers::Kept;
use crate::report::Report;
use crate::rtf::assembly::Assembly;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::tables::fonts::Fonts;
use crate::rtf::walk::Walk;
use crate::rtf::words::{Home, Word};
use crate::text::codepage::CodePage;

/// The longest table that is kept.
const MOST: usize = 32 << 10;

/// What the reading of a table depends on beside its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Around {
    pub page: CodePage,
    pub default_font: i32,
    pub depth: usize,
    pub max_depth: usize,
}

/// A font table and what was read from it.
#[derive(Debug, Default)]
pub(super) struct KeptFonts {
    /// What stands behind `\fonttbl`, up to the brace that closes its group and with it.
    bytes: Vec<u8>,
    around: Option<Around>,
    /// It has come twice, and its fonts are known.
    known: bool,
    fonts: Fonts,
    symbols: bool,
    /// The reader has the fonts, until the next document begins.
    lent: bool,
    /// The table being read: where it begins, and the report before it.
    reading: Option<(usize, Report)>,
}

/// What is remembered stays with the fonts that it is about.
impl Kept for KeptFonts {
    fn clear(&mut self) {
        self.forget();
        (self.symbols, self.lent, self.reading) = (false, false, None);
    }

    fn retained_bytes(&self) -> usize {
        self.bytes.retained_bytes() + self.fonts.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            // What is lent comes back, and is not known any more.
            *self = KeptFonts { lent: self.lent, ..KeptFonts::default() };
        }
    }

    fn take_larger(&mut self, _other: &mut Self) {}
}

impl KeptFonts {
    /// Takes back what the last document had on loan.
    pub fn return_from(&mut self, assembly: &mut Assembly) {
        if std::mem::take(&mut self.lent) {
            assembly.exchange_fonts(&mut self.fonts);
            if self.fonts.is_changed() {
                self.forget();
            }
        }
        self.reading = None;
    }

    fn forget(&mut self) {
        self.bytes.clear();
        self.fonts.clear();
        self.known = false;
        self.around = None;
    }

    /// `\fonttbl` has been read: if the table is the one that is kept, its fonts go to the assembly.
    /// Then the length of the table is told, and whether one of the fonts is of symbols.
    pub fn begin(
        &mut self,
        around: Around,
        walk: &Walk<'_>,
        report: &Report,
        assembly: &mut Assembly,
    ) -> Option<(usize, bool)> {
        self.reading = None;
        if self.lent || !assembly.fonts().is_empty() {
            return None;
        }
        let same = self.around == Some(around)
            && !self.bytes.is_empty()
            && walk.rest().starts_with(&self.bytes);
        if same && self.known {
            self.lent = true;
            assembly.exchange_fonts(&mut self.fonts);
            assembly.settle_fonts();
            return Some((self.bytes.len() - 1, self.symbols));
        }
        if !same {
            self.forget();
            self.around = Some(around);
        }
        self.reading = Some((walk.position(), *report));
        None
    }

    /// A table begins that depends on more than its bytes.
    pub fn pass(&mut self) {
        self.reading = None;
    }

    /// The brace has been read that closes the group of a font table; `symbols` says whether a font
    /// is of symbols.
    pub fn end(
        &mut self,
        symbols: bool,
        walk: &Walk<'_>,
        report: &Report,
        assembly: &mut Assembly,
    ) {
        let Some((start, before)) = self.reading.take() else { return };
        let bytes = walk.source().get(start..walk.position()).unwrap_or(&[]);
        if bytes.is_empty() || bytes.len() > MOST || before != *report {
            return self.forget();
        }
        if self.bytes != bytes {
            self.bytes.clear();
            if self.bytes.try_reserve(bytes.len()).is_ok() {
                self.bytes.extend_from_slice(bytes);
            }
        } else if is_plain(bytes) {
            self.known = true;
            self.symbols = symbols;
            self.lent = true;
            assembly.settle_fonts();
        }
    }
}

/// Whether a table holds nothing but entries of printable ASCII and then its own closing brace:
/// nothing in it reaches beyond the table, or depends on what stood before.
fn is_plain(bytes: &[u8]) -> bool {
    let mut lexer = Lexer::new(bytes);
    let mut depth = 0usize;
    loop {
        match lexer.next() {
            Token::Open => depth += 1,
            Token::Close if depth > 0 => depth -= 1,
            Token::Close => return lexer.position() == bytes.len(),
            // `{*\word` is taken for a star that has lost its backslash.
            Token::Text(start, _) if bytes[start] != b'*' => {}
            Token::Symbol(b'*') | Token::Unknown => {}
            Token::Control(Word::F | Word::Cpg | Word::Panose | Word::Falt, _) => {}
            Token::Control(word, _) if word.home() == Home::FontTable => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Kind, View};
    use crate::options::Options;
    use crate::rtf::reader::{Scratch, read};

    /// Reads a document with buffers that have served others, and tells its text and how much of
    /// it is code.
    fn shown(rtf: &str, scratch: &mut Scratch) -> (String, usize, Report) {
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        read(rtf.as_bytes(), &Options::default(), &mut doc, &mut report, scratch).unwrap();
        let view = View { doc: &doc, source: rtf.as_bytes() };
        let (mut text, mut code) = (String::new(), 0);
        for node in &doc.nodes {
            if let Kind::Text(span) | Kind::Code(span) = node.kind {
                text += str::from_utf8(view.text(span)).unwrap();
                code += usize::from(matches!(node.kind, Kind::Code(_)));
            }
        }
        (text, code, report)
    }

    const BODY: &str = r"\f0 plain \f1 fixed \f2 \'b7\f0\par}";

    #[test]
    fn a_table_that_comes_again_means_the_same() {
        let plain = r"{\f0\fnil Arial;}{\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}";
        let other = r"{\f0\fmodern Courier New;}{\f1 Arial;}{\f2\fcharset204 Arial;}";
        let more = format!("{plain}{{\\f3 Tahoma;}}");
        let escaped = r"{\f0\fnil A\'e4;}{\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}";
        let mut scratch = Scratch::default();
        let tables = [plain, plain, plain, other, plain, plain, &more, &more, &more];
        let tables = tables.into_iter().chain([plain, escaped, escaped, escaped, plain]);
        for (round, table) in tables.cycle().take(100).enumerate() {
            for head in ["", r"\ansicpg1251", r"\deff2"] {
                let rtf = format!(r"{{\rtf1{head}{{\fonttbl{table}}}{BODY}");
                let fresh = shown(&rtf, &mut Scratch::default());
                assert_eq!(shown(&rtf, &mut scratch), fresh, "round {round}: {rtf}");
            }
        }
    }

    #[test]
    fn what_follows_a_kept_table_is_read() {
        let mut scratch = Scratch::default();
        let table = r"{\fonttbl{\f0 Arial;}{\f1 Tahoma;}}";
        let documents = [
            format!(r"{{\rtf1{table}{BODY}"),
            format!(r"{{\rtf1{table}{{\fonttbl{{\f1\fmodern Courier;}}}}{BODY}"),
            format!(r"{{\rtf1{{\fonttbl{{\f1\fmodern Courier;}}}}{table}{BODY}"),
            format!(r"{{\rtf1 {BODY}"),
            r"{\rtf1{\fonttbl{\f0 Arial;}{\f1 Tahoma;}".to_owned(),
            r"{\rtf1{\fonttbl{\f0 Arial;}{\f1 Tahoma;}\f1\fmodern Courier;}".to_owned() + BODY,
        ];
        for _ in 0..4 {
            for rtf in documents.iter().flat_map(|rtf| [&documents[0], &documents[0], rtf, rtf]) {
                let fresh = shown(rtf, &mut Scratch::default());
                assert_eq!(shown(rtf, &mut scratch), fresh, "{rtf}");
            }
        }
    }

    #[test]
    fn a_table_is_known_once_it_has_come_twice() {
        let mut scratch = Scratch::default();
        let rtf = format!(r"{{\rtf1{{\fonttbl{{\f0 Arial;}}}}{BODY}");
        for known in [false, true, true] {
            shown(&rtf, &mut scratch);
            assert_eq!(scratch.kept_fonts.known, known);
        }
        assert!(scratch.kept_fonts.lent);
        shown(&rtf.replace("Arial", "Times"), &mut scratch);
        assert!(!scratch.kept_fonts.known);
    }

    #[test]
    fn only_what_stays_within_the_table_is_plain() {
        for plain in
            [r"{\f0\fnil\fcharset0 Arial;}", r"\f0 A;\f1 B;", r"{\f0{\*\panose 02}A{\*\falt B};}"]
        {
            assert!(is_plain(format!("{plain}}}").as_bytes()), "{plain}");
            assert!(!is_plain(plain.as_bytes()), "{plain}");
            assert!(!is_plain(format!("{plain}}} ").as_bytes()), "{plain}");
        }
        for other in [
            r"{\f0 A\'e4;}",
            r"{\f0 A",
            "A}",
            "A\\",
            r"{\f0 \u228?;}",
            r"{\info x}",
            r"{*\f0 A;}",
            "\u{e4}",
        ] {
            assert!(!is_plain(format!("{other}}}").as_bytes()), "{other}");
        }
    }
}
