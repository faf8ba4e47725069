//! How HTML begins, and the code page that a page names.
//!
//! Shape   [`begins`] tells HTML from other text; [`page`] looks for the charset in the head.
//! Limits  the first [`HEAD`] bytes are looked at.
//! Source  the HTML standard, "Prescan a byte stream to determine its encoding"; the Encoding standard's
//!         labels, as far as this library has the pages.

use crate::text::codepage::CodePage;

/// Bytes in which a page names its charset.
const HEAD: usize = 2048;

/// Whether bytes begin like HTML: with a doctype, an element of a page, or the clipboard's header.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    let starts = |word: &str| {
        bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let is_tag = |word: &str| {
        let ends = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
        starts(word) && bytes.get(word.len()).is_some_and(ends)
    };
    ["<!doctype", "<html", "<head", "<body"].into_iter().any(is_tag)
        || starts("Version:") && header_value(bytes, b"StartHTML:").is_some()
}

/// The number of a line of the clipboard's header; -1 is none.
pub(super) fn header_value(bytes: &[u8], name: &[u8]) -> Option<i64> {
    let head = &bytes[..bytes.len().min(1024)];
    let head = &head[..memchr::memchr(b'<', head).unwrap_or(head.len())];
    let at = memchr::memmem::find(head, name)? + name.len();
    let text = head[at..].split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

/// The code page of a page's bytes, where `given` is the one of the options: what the head names, else
/// UTF-8 where they are that, else that of Western Windows. Another page than UTF-8 was said by the host,
/// who knows better.
pub(crate) fn page(bytes: &[u8], given: CodePage) -> CodePage {
    if given != CodePage::UTF_8 {
        return given;
    }
    let named = named(&bytes[..bytes.len().min(HEAD)]).filter(|page| *page != CodePage::UTF_8);
    match named {
        // A page that was saved as UTF-8 and still names its old charset.
        Some(page)
            if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() && !page.is_multi_byte() =>
        {
            CodePage::UTF_8
        }
        Some(page) => page,
        None if std::str::from_utf8(bytes).is_ok() => CodePage::UTF_8,
        None => CodePage::WINDOWS_1252,
    }
}

/// The page that a head names: `<meta charset=…>`, `charset=…` in the value of another, `encoding="…"` of XML.
fn named(head: &[u8]) -> Option<CodePage> {
    for word in [&b"charset"[..], b"encoding"] {
        for at in memchr::memmem::find_iter(head, word) {
            let rest = head[at + word.len()..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let is_of_name =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let length = rest.iter().take_while(|byte| is_of_name(byte)).count();
            if let Some(page) = of_label(&rest[..length]) {
                return Some(page);
            }
        }
    }
    None
}

/// Labels of pages and their numbers; those that end in a number of Windows' or of ISO's are not among them.
const LABELS: [(&str, u32); 21] = [
    ("utf-8", 65001),
    ("utf8", 65001),
    // A page that can be read so far is none of these.
    ("utf-16", 65001),
    ("us-ascii", 1252),
    ("ascii", 1252),
    ("latin1", 1252),
    ("shift_jis", 932),
    ("sjis", 932),
    ("x-sjis", 932),
    ("windows-31j", 932),
    ("gb2312", 936),
    ("gbk", 936),
    ("gb18030", 54936),
    ("euc-kr", 949),
    ("ks_c_5601-1987", 949),
    ("big5", 950),
    ("koi8-r", 20866),
    ("koi8-u", 21866),
    ("macintosh", 10000),
    ("tis-620", 874),
    ("iso-8859-1", 1252),
];

fn of_label(label: &[u8]) -> Option<CodePage> {
    let label = std::str::from_utf8(label).ok()?;
    let is = |name: &str| label.eq_ignore_ascii_case(name);
    let after = |start: &str| {
        let (head, number) = label.split_at_checked(start.len())?;
        if head.eq_ignore_ascii_case(start) { number.parse::<u32>().ok() } else { None }
    };
    let number = LABELS.iter().find(|(name, _)| is(name)).map(|&(_, number)| number);
    let number = number
        .or_else(|| after("windows-"))
        .or_else(|| after("cp"))
        .or_else(|| after("ibm"))
        .or_else(|| Some(28590 + after("iso-8859-").filter(|part| *part <= 16)?))?;
    let windows = match number {
        28599 => 1254,
        28601 => 874,
        _ => number,
    };
    CodePage::from_number(windows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_html() {
        for (text, expected) in [
            ("<!DOCTYPE html>", true),
            ("<!doctype\nHTML PUBLIC", true),
            ("<HTML lang=de>", true),
            ("<head>", true),
            ("<body\tclass=x>", true),
            ("<header>", false),
            ("<p align=center>", false),
            ("<h1>", false),
            ("<html", false),
            ("Version:0.9\r\nStartHTML:00000097\r\n", true),
            ("Version:1.0\nStartHTML:-1\n", true),
            ("Version: 2 of the text", false),
            ("", false),
        ] {
            assert_eq!(begins(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn pages_that_heads_name() {
        for (head, expected) in [
            ("<meta charset=utf-8>", 65001),
            ("<meta charset=\"windows-1251\">", 1251),
            ("<META http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">", 932),
            ("<?xml version=\"1.0\" encoding='iso-8859-2'?>", 28592),
            ("<meta charset = 'KOI8-R'>", 20866),
            ("<meta charset=iso-8859-1>", 1252),
            ("<meta charset=cp850>", 850),
            ("<meta charset=nosuch>", 65001),
            ("", 65001),
        ] {
            assert_eq!(page(head.as_bytes(), CodePage::UTF_8).number(), expected, "{head}");
        }
        assert_eq!(page(b"gr\xFCn", CodePage::UTF_8), CodePage::WINDOWS_1252);
        let saved = "<meta charset=windows-1252>grün".as_bytes();
        assert_eq!(page(saved, CodePage::UTF_8), CodePage::UTF_8);
        assert_eq!(page(b"<meta charset=utf-8>", CodePage::WINDOWS_1252), CodePage::WINDOWS_1252);
    }
}
