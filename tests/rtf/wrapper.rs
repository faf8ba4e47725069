//! Compressed RTF, and HTML that is wrapped in RTF; fixtures of our own writing, and the examples
//! of the specification.

use legacybridge::document::{Document, View};
use legacybridge::options::Options;
use legacybridge::report::{Entry, Loss, Report};
use legacybridge::rtf::wrapper::{self, compressed, html};
use proptest::prelude::*;

use crate::kit::outline::outline;

const MEGABYTE: usize = 1 << 20;

fn decompress(source: &[u8], limit: usize) -> (Vec<u8>, Report) {
    let (mut out, mut report) = (Vec::new(), Report::default());
    assert!(compressed::is_compressed(source));
    compressed::decompress(source, limit, &mut out, &mut report).unwrap();
    (out, report)
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0u32, |sum, &byte| {
        let mut value = (sum ^ u32::from(byte)) & 0xFF;
        (0..8).for_each(|_| value = (value >> 1) ^ ((value & 1) * 0xEDB8_8320));
        value ^ (sum >> 8)
    })
}

fn with_header(kind: &[u8; 4], raw: usize, contents: &[u8]) -> Vec<u8> {
    let mut out = (contents.len() as u32 + 12).to_le_bytes().to_vec();
    out.extend((raw as u32).to_le_bytes());
    out.extend(kind);
    out.extend(if kind == b"LZFu" { checksum(contents) } else { 0 }.to_le_bytes());
    out.extend(contents);
    out
}

/// A plain compressor: the longest match in the ring, found by looking everywhere.
fn compress(raw: &[u8]) -> Vec<u8> {
    let start = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
    let mut history = start.to_vec();
    let mut contents = Vec::new();
    let mut tokens: Vec<(Vec<u8>, bool)> = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let longest = (raw.len() - at).min(17);
        let oldest = (history.len() + 1).saturating_sub(4096);
        let mut best = (0, 0);
        for place in oldest..history.len() {
            let all = history.iter().skip(place).chain(&raw[at..]);
            let same = all.zip(&raw[at..at + longest]).take_while(|(a, b)| a == b).count();
            if same > best.1 {
                best = (place, same);
            }
        }
        let length = if best.1 >= 2 { best.1 } else { 1 };
        tokens.push(match length {
            1 => (vec![raw[at]], false),
            _ => (((((best.0 % 4096) << 4) | (length - 2)) as u16).to_be_bytes().to_vec(), true),
        });
        history.extend(&raw[at..at + length]);
        at += length;
    }
    tokens.push(((((history.len() % 4096) << 4) as u16).to_be_bytes().to_vec(), true));
    for eight in tokens.chunks(8) {
        let control = eight.iter().enumerate().map(|(bit, token)| (token.1 as u8) << bit);
        contents.push(control.sum());
        eight.iter().for_each(|token| contents.extend(&token.0));
    }
    with_header(b"LZFu", raw.len(), &contents)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn examples_of_the_specification() {
    for (source, expected) in [
        (
            "2d0000002b0000004c5a4675f1c5c7a7 03000a007263706731323542320af320 68656c090020627705b06c647d0a800f a0",
            &b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"[..],
        ),
        (
            "1a0000001c0000004c5a4675e2d44b51 410004205758595a0d6e7d010eb0",
            b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
        ),
    ] {
        let (out, report) = decompress(&bytes(source), MEGABYTE);
        assert_eq!(out, expected);
        assert!(report.is_empty());
    }
}

#[test]
fn what_is_compressed_and_what_is_not() {
    assert!(compressed::is_compressed(&with_header(b"MELA", 0, b"")));
    assert!(compressed::is_compressed(&compress(b"")));
    for source in [&b""[..], b"{\\rtf1 LZFu}", b"\0\0\0\0\0\0\0\0LZFu", b"12345678LZFX1234"] {
        assert!(!compressed::is_compressed(source));
    }
}

#[test]
fn stored_rtf() {
    let mut source = with_header(b"MELA", 9, b"{\\rtf1 a}");
    source[12] = 7;
    assert_eq!(decompress(&source, MEGABYTE), (b"{\\rtf1 a}".to_vec(), Report::default()));
    source.extend(b"tail");
    assert_eq!(decompress(&source, MEGABYTE), (b"{\\rtf1 a}".to_vec(), Report::default()));
    let (out, report) = decompress(&source[..20], MEGABYTE);
    assert_eq!((&out[..], report.get(Loss::Other).count), (&b"{\\rt"[..], 1));
    let (out, report) = decompress(&source, 3);
    assert_eq!((&out[..], report.get(Loss::LimitReached).count), (&b"{\\r"[..], 1));
}

#[test]
fn broken_streams_keep_what_came_out() {
    let raw = b"{\\rtf1\\ansi hello hello hello hello world}";
    let good = compress(raw);
    let mut wrong_sum = good.clone();
    wrong_sum[13] ^= 1;
    let (out, report) = decompress(&wrong_sum, MEGABYTE);
    assert_eq!(out, raw);
    assert_eq!(report.get(Loss::Other), Entry { count: 1, first: 12 });
    for length in 16..good.len() {
        let (out, report) = decompress(&good[..length], MEGABYTE);
        assert!(raw.starts_with(&out), "{length}");
        assert_eq!(report.get(Loss::Other).count, 1, "{length}");
    }
    // Without the end mark, but with all that was promised.
    let unmarked = with_header(b"LZFu", 3, b"\0abc");
    assert_eq!(decompress(&unmarked, MEGABYTE), (b"abc".to_vec(), Report::default()));
    let (out, report) = decompress(&good, 10);
    assert!(raw.starts_with(&out) && out.len() == 10);
    assert_eq!(report.get(Loss::LimitReached).count, 1);
}

proptest! {
    #[test]
    fn what_was_compressed_comes_out_again(words in prop::collection::vec("[a-e]{1,9}|\\\\par |\\PC", 0..120)) {
        let raw = words.concat().into_bytes();
        let (out, report) = decompress(&compress(&raw), MEGABYTE);
        prop_assert_eq!(out, raw);
        prop_assert!(report.is_empty());
    }

    #[test]
    fn any_bytes_come_to_an_end(contents in prop::collection::vec(any::<u8>(), 0..3000), raw in any::<usize>()) {
        let source = with_header(b"LZFu", raw, &contents);
        prop_assert!(decompress(&source, 5000).0.len() <= 5000);
    }

    #[test]
    fn any_rtf_is_unwrapped(pieces in prop::collection::vec(
        prop::sample::select(vec!["{", "}", "\\*", "\\htmltag84 ", "\\htmlrtf ", "\\htmlrtf0 ", "<b>", "a", "\\'82", "\\u-10179?",
            "\\u-8704?", "\\f1 ", "\\uc2 ", "\\par ", "\\fonttbl", "\\fcharset128 ", "\\bin3 ", "\\\\", "\\pntext "]), 0..60)) {
        let source = format!("{{\\rtf1\\fromhtml1 {}", pieces.concat());
        let mut doc = Document::default();
        doc.reset(16);
        let (mut report, mut scratch) = (Report::default(), wrapper::Scratch::default());
        let read = wrapper::read(source.as_bytes(), &Options::default(), &mut doc, &mut report, &mut scratch);
        prop_assert!(read.is_ok());
    }
}

/// The HTML in an RTF document with that body.
fn unwrap(body: &str) -> String {
    let header = r"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidis \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}
{\f1\fmodern Courier New;}{\f2\fnil\fcharset2 Symbol;}{\f3\fswiss\fcharset204 Arial;}{\f4\fnil\fcharset128 MS Mincho;}}
{\colortbl\red0\green0\blue0;\red0\green0\blue255;}
\uc1\pard\plain\deftab360 \f0\fs24 {\*\htmltag64}";
    let (mut out, mut report) = (String::new(), Report::default());
    let mut buffers = html::Buffers::default();
    let source = format!("{header}{body}}}");
    assert!(html::html_of(source.as_bytes(), &mut out, &mut report, &mut buffers).unwrap());
    out
}

macro_rules! unwraps {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(unwrap($source), $expected); })*
    };
}

unwraps! {
    tags_and_text r"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 a {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 b{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 c\htmlrtf\par}\htmlrtf0"
        => "<p>a <b>b</b>c";
    text_for_rtf_is_left_out r"a\htmlrtf b\par {c} \htmlrtf0 d\htmlrtf1 e" => "ad";
    groups_restore_the_state r"\htmlrtf{\htmlrtf0 a}b\htmlrtf0 c{\htmlrtf d}e" => "ace";
    line_ends "{\\*\\htmltag1 \\par }a\\line b\\\nc\nd" => "\r\na\r\nb\r\ncd";
    tags_for_rtf_are_left_out r"\htmlrtf{\*\htmltag84 <b>}\htmlrtf0 a" => "a";
    other_destinations_are_left_out r"{\*\mhtmltag84 <a>}{\*\htmlbase x}{\*\generator x;}{\pntext *\tab}{\info{\title x}}a{\*\nosuch b}" => "a";
    escapes r"{\*\htmltag241 p \{ a:b \} \\}\{\}\\" => "p { a:b } \\{}\\";
    characters_by_name r"\lquote\rquote\ldblquote\rdblquote\bullet\endash\emdash\~\_{\*\htmltag84 a\tab b\emdash}\tab c" => "‘’“”•–—\u{a0}\u{ad}a\tb—\tc";
    unicode r"Za\u380 z\'f3\u322 l {\uc0\u8364}\u-10179?\u-8704?\uc2\u233ab!" => "Zażół €😀é!";
    bytes_in_the_page_of_the_font r"{\f3\'cf\'f0}\'e9{\htmlrtf \f3 \htmlrtf0 \'e8}" => "Прéи";
    bytes_in_tags_are_in_the_page_of_the_document r"{\f3{\*\htmltag84 \'e9}}" => "é";
    double_bytes r"\f4\'82\'b1\'83A\'83\\{\'82}{\'b1}" => "こアソ\u{fffd}ｱ";
    symbol_fonts_are_no_symbols r"\f2 a\'b7" => "a·";
    unknown_fonts_are_in_the_page_of_the_document r"\f77\'e9\plain\'e9" => "éé";
    raw_bytes_and_binary "a\\bin3 }}}b\u{e9}" => "abÃ©";
}

#[test]
fn what_wraps_html_and_what_does_not() {
    for (source, expected) in [
        (r"{\rtf1\ansi\fromhtml1{\*\htmltag <p>}a}", Some("<p>a")),
        (r"{\rtf1\ansi\ansicpg1251\fromhtml1 \fbidis{\*\htmltag19 \'ef}}", Some("п")),
        (r"{\rtf1\ansi\fromhtml{\*\htmltag x}", Some("x")),
        (r"{\rtf1\ansi\fromhtml0{\*\htmltag <p>}a}", None),
        (r"{\rtf1\ansi\fromtext a}", None),
        (r"{\rtf1\ansi a\par\fromhtml1{\*\htmltag x}}", Some("a\r\nx")),
        (r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\fromhtml1{\*\htmltag x}}", None),
        (r"{\rtf1\ansi\fromhtml1 no tags}", None),
        ("", None),
    ] {
        let (mut out, mut report) = (String::from("+"), Report::default());
        let mut buffers = html::Buffers::default();
        let found = html::html_of(source.as_bytes(), &mut out, &mut report, &mut buffers).unwrap();
        assert_eq!(
            (found, out),
            (expected.is_some(), format!("+{}", expected.unwrap_or(""))),
            "{source}"
        );
    }
}

#[test]
fn groups_nest_deeply() {
    let deep = r"\htmlrtf {\htmlrtf0 a".repeat(3000) + &r"b\htmlrtf }\htmlrtf0 ".repeat(3000);
    assert_eq!(unwrap(&deep), "a".repeat(3000) + &"b".repeat(3000));
    let mut alternating = String::new();
    (0..100_000).for_each(|depth| alternating += if depth % 2 == 0 { r"{\f1 " } else { r"{\f3 " });
    assert_eq!(unwrap(&(alternating + r"\'cf")), "П");
}

#[test]
fn every_kind_of_rtf_is_read() {
    let plain = br"{\rtf1\ansi\ansicpg1252 plain {\b b}\par}".to_vec();
    let html = br"{\rtf1\ansi\fromhtml1{\fonttbl{\f0 Arial;}}{\*\htmltag <ul><li>}one {\*\htmltag <b>}\htmlrtf{\b\htmlrtf0 two\htmlrtf}\htmlrtf0{\*\htmltag </b></ul>}}".to_vec();
    let mut scratch = wrapper::Scratch::default();
    for (source, expected) in [
        (plain.clone(), "<p>plain <b>b</b></p>"),
        (compress(&plain), "<p>plain <b>b</b></p>"),
        (with_header(b"MELA", plain.len(), &plain), "<p>plain <b>b</b></p>"),
        (html.clone(), "<ul><li><p>one <b>two</b></p></li></ul>"),
        (compress(&html), "<ul><li><p>one <b>two</b></p></li></ul>"),
        (b"no RTF".to_vec(), "<p>no RTF</p>"),
    ] {
        let mut doc = Document::default();
        doc.reset(256);
        let mut report = Report::default();
        let options = Options::default();
        let view = wrapper::read(&source, &options, &mut doc, &mut report, &mut scratch).unwrap();
        assert_eq!(outline(View { doc: &doc, source: view }), expected);
        assert!(report.is_empty(), "{report:?}");
    }
}

#[test]
fn losses_in_compressed_rtf_have_no_place_in_the_input() {
    let source = compress(br"{\rtf1\ansi\ansicpg1253 a\'ff b");
    let mut doc = Document::default();
    doc.reset(256);
    let (mut report, mut scratch) = (Report::default(), wrapper::Scratch::default());
    wrapper::read(&source, &Options::default(), &mut doc, &mut report, &mut scratch).unwrap();
    let nowhere = Entry { count: 1, first: usize::MAX };
    assert_eq!(
        (report.get(Loss::UndecodableByte), report.get(Loss::RepairedBrace)),
        (nowhere, nowhere)
    );
}

/// Letters of a code page take one byte there and three in what comes out.
#[test]
fn losses_behind_letters_of_a_code_page_have_their_place() {
    let mut input = b"{\\rtf1\\ansi\\ansicpg932\\fromhtml1{\\*\\htmltag <p>}".to_vec();
    input.extend([0xB1; 100]);
    let place = input.len();
    input.extend(b"{\\*\\htmltag &#1;}}");
    let (mut doc, mut report) = (Document::default(), Report::default());
    let mut scratch = wrapper::Scratch::default();
    wrapper::read(&input, &Options::default(), &mut doc, &mut report, &mut scratch).unwrap();
    let found = report.get(Loss::ControlCharacter);
    assert_eq!((found.count, found.first), (1, place + "{\\*\\htmltag ".len()));
}
