//! Code pages: which there are, and how RTF and Windows name them.
//!
//! Shape   a [`CodePage`] is one byte, an index into a table that is sorted by number; a font
//!         table can keep one for each font. `decode` and `encode` do the work.
//! Units   bytes on one side, UTF-8 on the other.
//! Errors  a number or charset that is not known is `None` or the document's default; bytes and
//!         characters without meaning are counted, memory that can't be had is `MemoryLimit`.
//! Limits  single-byte, double-byte and UTF-8 pages; ISO 2022, EUC, EBCDIC and ISCII have no
//!         number in the table. 932, 936, 949 and 950 are the WHATWG forms, which hold all of
//!         Windows' characters and some more.
//! Source  RTF 1.9.1, `\ansicpg` and `\fcharset`; Windows code page identifiers.

mod decode;
mod encode;
mod johab;
#[rustfmt::skip]
#[allow(missing_docs)]
mod tables;

pub use decode::decode;
pub use encode::{Letters, encode};

use encoding_rs::{BIG5_INIT, EUC_KR_INIT, Encoding, GB18030_INIT, GBK_INIT, SHIFT_JIS_INIT};
use tables::*;

/// What stands in a table for a byte that means nothing.
const UNDEFINED: u16 = 0xFFFD;

/// A code page that can be decoded and encoded.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodePage(u8);

/// What a font's `\fcharsetN` says about the bytes set in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Nothing: the document's code page holds (`\fcharset1`, and numbers nobody uses).
    Default,
    /// The bytes are in this page; [`CodePage::SYMBOL`] for symbol fonts.
    Page(CodePage),
}

/// How the bytes of a page become characters. Below 0x80 all but `Symbol` are ASCII.
#[derive(Clone, Copy)]
enum Coding {
    /// Bytes 0x80 and above by table.
    Table(&'static [u16; 128]),
    /// One or two bytes, in GB18030 four as well, by encoding_rs.
    Double(&'static Encoding),
    /// One or two bytes, Korean as Johab.
    Johab,
    Utf8,
    /// Glyph numbers of a font: U+F000 + byte until the font is asked.
    Symbol,
}

use Coding::{Double, Johab, Symbol, Table, Utf8};

/// Every page, by Windows number, in ascending order.
static PAGES: [(u16, Coding); 65] = [
    (42, Symbol),
    (437, Table(&CP437)),
    (708, Table(&CP708)),
    (720, Table(&CP720)),
    (737, Table(&CP737)),
    (775, Table(&CP775)),
    (850, Table(&CP850)),
    (852, Table(&CP852)),
    (855, Table(&CP855)),
    (857, Table(&CP857)),
    (858, Table(&CP858)),
    (860, Table(&CP860)),
    (861, Table(&CP861)),
    (862, Table(&CP862)),
    (863, Table(&CP863)),
    (864, Table(&CP864)),
    (865, Table(&CP865)),
    (866, Table(&CP866)),
    (869, Table(&CP869)),
    (874, Table(&CP874)),
    (932, Double(&SHIFT_JIS_INIT)),
    (936, Double(&GBK_INIT)),
    (949, Double(&EUC_KR_INIT)),
    (950, Double(&BIG5_INIT)),
    (1250, Table(&CP1250)),
    (1251, Table(&CP1251)),
    (1252, Table(&CP1252)),
    (1253, Table(&CP1253)),
    (1254, Table(&CP1254)),
    (1255, Table(&CP1255)),
    (1256, Table(&CP1256)),
    (1257, Table(&CP1257)),
    (1258, Table(&CP1258)),
    (1361, Johab),
    (10000, Table(&CP10000)),
    (10004, Table(&CP10004)),
    (10005, Table(&CP10005)),
    (10006, Table(&CP10006)),
    (10007, Table(&CP10007)),
    (10010, Table(&CP10010)),
    (10021, Table(&CP10021)),
    (10029, Table(&CP10029)),
    (10079, Table(&CP10079)),
    (10081, Table(&CP10081)),
    (10082, Table(&CP10082)),
    // Bytes beyond ASCII mean what they mostly do there; none is written.
    (20127, Table(&CP1252)),
    (20866, Table(&CP20866)),
    (21866, Table(&CP21866)),
    (28591, Table(&CP28591)),
    (28592, Table(&CP28592)),
    (28593, Table(&CP28593)),
    (28594, Table(&CP28594)),
    (28595, Table(&CP28595)),
    (28596, Table(&CP28596)),
    (28597, Table(&CP28597)),
    (28598, Table(&CP28598)),
    (28599, Table(&CP28599)),
    (28600, Table(&CP28600)),
    (28601, Table(&CP28601)),
    (28603, Table(&CP28603)),
    (28604, Table(&CP28604)),
    (28605, Table(&CP28605)),
    (28606, Table(&CP28606)),
    (54936, Double(&GB18030_INIT)),
    (65001, Utf8),
];

impl CodePage {
    /// The page that RTF is in when it names none.
    pub const WINDOWS_1252: CodePage = CodePage::constant(1252);
    /// UTF-8, as a code page.
    pub const UTF_8: CodePage = CodePage::constant(65001);
    /// Bytes of a symbol font: glyph numbers, decoded to U+F000 + byte.
    pub const SYMBOL: CodePage = CodePage::constant(42);

    /// The page of that Windows number, as in `\ansicpgN`, `\cpgN` and `CodePage=`.
    pub fn from_number(number: u32) -> Option<CodePage> {
        let number = match number {
            // \ansicpg1200 is written by programs that mean "Unicode"; the bytes are the default's.
            1200 | 1201 => 1252,
            819 => 28591,
            10001 => 932,
            10002 => 950,
            10003 | 51949 => 949,
            10008 | 20936 | 51936 => 936,
            10017 => 10007,
            38598 => 28598,
            number => u16::try_from(number).ok()?,
        };
        let index = PAGES.binary_search_by_key(&number, |page| page.0).ok()?;
        Some(CodePage(index as u8))
    }

    /// The page that `\fcharsetN` names.
    pub fn from_charset(charset: u32) -> Charset {
        let number = match charset {
            0 => 1252,
            2 => 42,
            77 => 10000,
            78 | 128 => 932,
            79 | 129 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            82 | 130 => 1361,
            83 => 10005,
            84 => 10004,
            85 => 10006,
            86 => 10081,
            87 => 10021,
            88 => 10029,
            89 => 10007,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 | 181 => 1255,
            178..=180 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return Charset::Default,
        };
        CodePage::from_number(number).map_or(Charset::Default, Charset::Page)
    }

    /// The Windows number of the page.
    pub fn number(self) -> u32 {
        self.page().0 as u32
    }

    /// Whether its bytes from 0x80 on are read and never written.
    fn is_ascii(self) -> bool {
        self.number() == 20127
    }

    /// What bytes 0x80 to 0xFF mean (U+FFFD: nothing), if one byte is always one character and
    /// those below are ASCII.
    pub fn single_byte_table(self) -> Option<&'static [u16; 128]> {
        match self.page().1 {
            Table(table) => Some(table),
            _ => None,
        }
    }

    /// True when a character may take more than one byte.
    pub fn is_multi_byte(self) -> bool {
        matches!(self.page().1, Double(_) | Johab | Utf8)
    }

    /// True for the bytes that begin a character of more than one byte.
    #[inline]
    pub fn is_lead_byte(self, byte: u8) -> bool {
        self.character_len(byte) > 1
    }

    /// How many bytes the character takes that begins with `byte`; 1 where it begins none.
    /// A caller that collects bytes one by one knows from it when a character is whole.
    pub fn character_len(self, byte: u8) -> usize {
        let double = match self.page().1 {
            Table(_) | Symbol => false,
            Utf8 => {
                return match byte {
                    0xC2..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF4 => 4,
                    _ => 1,
                };
            }
            Johab => johab::is_lead_byte(byte),
            // Half-width katakana stand between the two ranges of Shift_JIS.
            Double(_) if self.page().0 == 932 => matches!(byte, 0x81..=0x9F | 0xE0..=0xFC),
            Double(_) => matches!(byte, 0x81..=0xFE),
        };
        1 + double as usize
    }

    fn page(self) -> &'static (u16, Coding) {
        // An index is made in one place, from a search in this very table.
        PAGES.get(self.0 as usize).unwrap_or(&PAGES[0])
    }

    /// For constants: a number that is not in the table does not compile.
    const fn constant(number: u16) -> CodePage {
        let mut index = 0;
        while PAGES[index].0 != number {
            index += 1;
        }
        CodePage(index as u8)
    }
}

impl Default for CodePage {
    fn default() -> Self {
        CodePage::WINDOWS_1252
    }
}

impl std::fmt::Debug for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CodePage({})", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32) -> CodePage {
        CodePage::from_number(number).unwrap_or_else(|| panic!("no page {number}"))
    }

    #[test]
    fn the_table_is_in_order_and_each_number_finds_itself() {
        assert!(PAGES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (number, _) in PAGES {
            assert_eq!(page(number as u32).number(), number as u32);
        }
        assert_eq!(CodePage::default().number(), 1252);
        assert_eq!(CodePage::UTF_8.number(), 65001);
        assert_eq!(format!("{:?}", CodePage::SYMBOL), "CodePage(42)");
    }

    #[test]
    fn numbers_that_mean_another_page_or_none() {
        for (number, expected) in [
            (1200, Some(1252)),
            (20127, Some(20127)),
            (819, Some(28591)),
            (10001, Some(932)),
            (10017, Some(10007)),
            (54936, Some(54936)),
            (0, None),
            (1, None),
            (1253 + 65536, None),
            (57002, None),
            (u32::MAX, None),
        ] {
            assert_eq!(CodePage::from_number(number).map(CodePage::number), expected, "{number}");
        }
    }

    #[test]
    fn charsets_name_their_page() {
        for (charset, number) in [
            (0, 1252),
            (2, 42),
            (77, 10000),
            (78, 932),
            (79, 949),
            (80, 936),
            (81, 950),
            (82, 1361),
            (83, 10005),
            (84, 10004),
            (85, 10006),
            (86, 10081),
            (87, 10021),
            (88, 10029),
            (89, 10007),
            (128, 932),
            (129, 949),
            (130, 1361),
            (134, 936),
            (136, 950),
            (161, 1253),
            (162, 1254),
            (163, 1258),
            (177, 1255),
            (178, 1256),
            (179, 1256),
            (180, 1256),
            (181, 1255),
            (186, 1257),
            (204, 1251),
            (222, 874),
            (238, 1250),
            (254, 437),
            (255, 850),
        ] {
            assert_eq!(CodePage::from_charset(charset), Charset::Page(page(number)), "{charset}");
        }
        for charset in [1, 3, 4, 76, 90, 205, 256, u32::MAX] {
            assert_eq!(CodePage::from_charset(charset), Charset::Default, "{charset}");
        }
    }

    #[test]
    fn lead_bytes() {
        for (number, leads, others) in [
            (932, &[0x81, 0x9F, 0xE0, 0xFC][..], &[0x20, 0x7F, 0x80, 0xA0, 0xB1, 0xDF, 0xFD][..]),
            (936, &[0x81, 0xA1, 0xFE], &[0x7E, 0x80, 0xFF]),
            (949, &[0x81, 0xB0, 0xFE], &[0x41, 0x80, 0xFF]),
            (950, &[0x81, 0xA4, 0xFE], &[0x41, 0x80, 0xFF]),
            (1361, &[0x84, 0xD3, 0xD9, 0xDE, 0xE0, 0xF9], &[0x41, 0x80, 0xD4, 0xDF, 0xFA]),
            (65001, &[0xC2, 0xE2, 0xF0, 0xF4], &[0x41, 0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xFF]),
            (1252, &[], &[0x41, 0x81, 0xFF]),
            (42, &[], &[0x41, 0x81, 0xFF]),
        ] {
            let page = page(number);
            assert!(leads.iter().all(|&byte| page.is_lead_byte(byte)), "{number}");
            assert!(!others.iter().any(|&byte| page.is_lead_byte(byte)), "{number}");
            assert_eq!(page.is_multi_byte(), !leads.is_empty(), "{number}");
        }
        assert_eq!(
            [0x41, 0xC3, 0xE2, 0xF0].map(|byte| CodePage::UTF_8.character_len(byte)),
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn one_character_of_each_table() {
        for (number, byte, character) in [
            (437, 0x81, 'ü'),
            (708, 0xC7, 'ا'),
            (720, 0x98, 'ء'),
            (737, 0x80, 'Α'),
            (775, 0x80, 'Ć'),
            (850, 0x9D, 'Ø'),
            (852, 0x88, 'ł'),
            (855, 0xA1, 'А'),
            (857, 0x98, 'İ'),
            (858, 0xD5, '€'),
            (860, 0x84, 'ã'),
            (861, 0x8D, 'Þ'),
            (862, 0x80, 'א'),
            (863, 0x84, 'Â'),
            (864, 0xC1, 'ﺀ'),
            (865, 0x9B, 'ø'),
            (866, 0x80, 'А'),
            (869, 0xA4, 'Α'),
            (874, 0xA1, 'ก'),
            (1250, 0x9C, 'ś'),
            (1251, 0xCF, 'П'),
            (1252, 0x80, '€'),
            (1253, 0xC1, 'Α'),
            (1254, 0xDD, 'İ'),
            (1255, 0xE0, 'א'),
            (1256, 0xC7, 'ا'),
            (1257, 0xC0, 'Ą'),
            (1258, 0xFE, '₫'),
            (10000, 0x8A, 'ä'),
            (10004, 0xC7, 'ا'),
            (10005, 0xE0, 'א'),
            (10006, 0xB0, 'Α'),
            (10007, 0x80, 'А'),
            (10010, 0xAF, 'Ș'),
            (10021, 0xA1, 'ก'),
            (10029, 0x88, 'ą'),
            (10079, 0xDC, 'Ð'),
            (10081, 0xDC, 'İ'),
            (10082, 0xA9, 'Š'),
            (20866, 0xF0, 'П'),
            (21866, 0xA4, 'є'),
            (28591, 0xE9, 'é'),
            (28592, 0xB1, 'ą'),
            (28593, 0xA1, 'Ħ'),
            (28594, 0xBF, 'ŋ'),
            (28595, 0xBF, 'П'),
            (28596, 0xC7, 'ا'),
            (28597, 0xC1, 'Α'),
            (28598, 0xE0, 'א'),
            (28599, 0xDD, 'İ'),
            (28600, 0xA1, 'Ą'),
            (28601, 0xA1, 'ก'),
            (20127, 0xE9, 'é'),
            (28603, 0xC0, 'Ą'),
            (28604, 0xA1, 'Ḃ'),
            (28605, 0xA4, '€'),
            (28606, 0xAA, 'Ș'),
        ] {
            let table = page(number).single_byte_table().unwrap();
            let found = table[byte - 0x80];
            assert_eq!(found, character as u16, "page {number}, byte {byte:#x}: {found:04X}");
        }
        let tables = PAGES.iter().filter(|page| matches!(page.1, Table(_))).count();
        assert_eq!(tables, 57, "each table has its line above");
    }

    #[test]
    fn bytes_that_windows_leaves_undefined() {
        let table = |number| page(number).single_byte_table().unwrap();
        assert_eq!(table(1252)[0x01], 0x81, "a control, as Windows has it");
        assert_eq!(table(1253)[0x7F], UNDEFINED);
        assert_eq!(table(1255)[0x4A], 0x05BA, "holam haser for vav");
        assert_eq!(table(857)[0x55], UNDEFINED);
    }
}
