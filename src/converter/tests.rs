//! What a converter takes and gives.

use super::*;
use crate::report::Loss;

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).unwrap()).unwrap()
}

fn text(options: &str, input: &[u8]) -> Result<Vec<u8>> {
    converter(options).convert(Format::Text, Format::Text, input)
}

#[test]
fn rtf_comes_in_many_dresses() {
    let read = |from, input: &[u8]| {
        let markdown = converter("").convert(from, Format::Markdown, input).unwrap();
        String::from_utf8(markdown).unwrap()
    };
    let wide: Vec<u8> = "{\\rtf1 a}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(Format::Rtf, &wide), "a\n");
    assert_eq!(read(Format::Detect, &wide), "a\n");
    assert_eq!(read(Format::Rtf, b"\xEF\xBB\xBF{\\rtf1 a}\0\0"), "a\n");
    assert_eq!(read(Format::Rtf, b"\\b a\\par b"), "**a**\n\n**b**\n");
    assert_eq!(read(Format::Rtf, b"plain *text*\r\nof old"), "plain \\*text\\*\\\nof old\n");
    assert_eq!(read(Format::Rtf, b"caf\xE9"), "caf\u{e9}\n");
    assert_eq!(read(Format::Rtf, b""), "");
}

#[test]
fn text_is_normalised() {
    assert_eq!(text("", b"one\r\ntwo").unwrap(), b"one\ntwo\n");
    assert_eq!(text("", b"").unwrap(), b"");
    assert_eq!(text("", b"\xEF\xBB\xBFone\0\0").unwrap(), b"one\n");
    assert_eq!(text("", b"\xFF\xFEo\0\xFC\0\0\0").unwrap(), "oü\n".as_bytes());
    assert_eq!(text("", b"\xFE\xFF\0o\0\xFC").unwrap(), "oü\n".as_bytes());
}

#[test]
fn errors_count_bytes_of_the_input_as_given() {
    let cases: &[(&[u8], Status, usize)] = &[
        (b"ab\xFF", Status::BadEncoding, 2),
        (b"\xEF\xBB\xBFab\xFF", Status::BadEncoding, 5),
        (b"\xFF\xFEa\0\0\xD8b\0", Status::BadUtf16, 4),
        (b"\xFF\xFEa\0b", Status::BadEncoding, 4),
    ];
    for (input, status, offset) in cases {
        let error = text("", input).unwrap_err();
        assert_eq!((error.status, error.offset), (*status, Some(*offset)), "{input:?}");
    }
}

#[test]
fn the_report_counts_bytes_of_the_input_as_given() {
    let converter = converter("");
    converter.convert(Format::Text, Format::Text, b"\xEF\xBB\xBFa\0b").unwrap();
    assert_eq!(converter.report().get(Loss::UndecodableByte).first, 4);
    let wide: Vec<u16> = "üa\0b".encode_utf16().collect();
    converter.convert_utf16(Format::Text, Format::Text, &wide).unwrap();
    assert_eq!(converter.report().get(Loss::UndecodableByte).first, 4);
    converter.convert(Format::Text, Format::Text, b"fine").unwrap();
    assert!(converter.report().is_empty());
}

#[test]
fn utf16_goes_both_ways() {
    let words = "grün 漢字 😀";
    let wide: Vec<u16> = words.encode_utf16().collect();
    let back = converter("").convert_utf16(Format::Text, Format::Text, &wide).unwrap();
    assert_eq!(String::from_utf16(&back).unwrap(), format!("{words}\n"));
    let error = converter("").convert_utf16(Format::Text, Format::Text, &[97, 0xDC00]);
    let error = error.unwrap_err();
    assert_eq!((error.status, error.offset), (Status::BadUtf16, Some(2)));
}

#[test]
fn sizes_are_limited() {
    assert_eq!(text("MaxInput=3", b"abcd").unwrap_err().status, Status::LimitReached);
    assert!(text("MaxInput=4", b"abcd").is_ok());
    let error = text("MaxOutput=5000", &[b'x'; 5000]).unwrap_err();
    assert_eq!(error.status, Status::LimitReached);
    assert_eq!(text("MaxOutput=5001", &[b'x'; 5000]).unwrap().len(), 5001);
}

#[test]
fn a_format_must_be_named_for_the_output() {
    let error = converter("").convert(Format::Text, Format::Detect, b"").unwrap_err();
    assert_eq!(error.status, Status::BadArgument);
}

#[test]
fn text_may_be_in_a_code_page() {
    assert_eq!(text("CodePage=1252", b"gr\xFCn \x80").unwrap(), b"gr\xFCn \x80\n");
    assert_eq!(text("CodePage=932", b"\x8A\xBF").unwrap(), b"\x8A\xBF\n");
    let converter = converter("CodePage=1252");
    let output = converter.convert(Format::Text, Format::Text, "\u{FEFF}ü漢".as_bytes());
    assert_eq!(output.unwrap(), b"\xFC?\n");
    assert_eq!(converter.report().get(Loss::Other).count, 1);
    // UTF-16 is UTF-16 whatever the page.
    let wide = converter.convert_utf16(Format::Text, Format::Text, &[0x6F22]).unwrap();
    assert_eq!(wide, [0x6F22, 0x0A]);
}

#[test]
fn bytes_become_utf_16() {
    let converter = converter("CodePage=1252");
    let mut report = Report::default();
    let mut convert = |from, input: &[u8]| {
        let units = converter.convert_to_utf16_reporting(from, Format::Text, input, &mut report);
        String::from_utf16(&units.unwrap()).unwrap()
    };
    assert_eq!(convert(Format::Rtf, b"{\\rtf1\\ansi\\ansicpg1251 \\'e4}"), "\u{434}\n");
    assert_eq!(convert(Format::Text, b"\xE4"), "\u{e4}\n");
    // Filled, too: the values are letters whatever the page.
    let values: Vec<u16> = "\u{FEFF}{\"a\":\"\u{6F22}\"}".encode_utf16().collect();
    let mut fill = |from, input: &[u8]| {
        converter.fill_to_utf16_reporting(from, Format::Text, input, &values, &mut report)
    };
    assert_eq!(fill(Format::Text, b"\xE4{{a}}").unwrap(), [0xE4, 0x6F22, 0x0A]);
    let field =
        b"{\\rtf1\\ansi\\ansicpg1251 \\'e4{\\field{\\*\\fldinst MERGEFIELD a}{\\fldrslt x}}}";
    assert_eq!(fill(Format::Rtf, field).unwrap(), [0x434, 0x6F22, 0x0A]);
}

#[test]
fn all_pairs_of_formats_convert() {
    // A part of a page looks like Markdown.
    let converter = converter("HtmlOut=Page");
    for from in Format::outputs() {
        let table = b"| word |\n| --- |\n";
        let input = converter.convert(Format::Markdown, from, table).unwrap();
        let back = converter.convert(from, Format::Markdown, &input).unwrap();
        let keeps_table = back.windows(3).any(|window| window == b"---");
        for to in Format::outputs() {
            let output = converter.convert(from, to, &input).unwrap();
            let words = output.windows(4).filter(|window| window == b"word").count();
            // CSV has nothing but tables, and what is text alone has none.
            let is_table = from == Format::Csv || to != Format::Csv || keeps_table;
            let expected = usize::from(is_table);
            assert_eq!(words, expected, "{from:?} to {to:?}");
            let detected = converter.convert(Format::Detect, to, &input).unwrap();
            assert!(!from.is_detected() || detected == output, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn an_unknown_code_page_is_refused_when_the_converter_is_made() {
    let options = Options::parse("CodePage=12345").unwrap();
    assert_eq!(Converter::new(options).unwrap_err().status, Status::BadOption);
}
