//! CSV through every format: as a table of RTF and Markdown and back, of others' making, and many rows.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).expect("options")).expect("a converter")
}

fn convert(options: &str, from: Format, to: Format, input: &[u8]) -> Vec<u8> {
    converter(options).convert(from, to, input).expect("a conversion")
}

const CELLS: &str =
    "name,n,note\r\nM\u{fc}ller,1,\"a, b\"\r\n\u{6f22},20,\"two\nlines\"\r\n,,x|y\r\n";

#[test]
fn a_table_survives_rtf_and_markdown() {
    for through in [Format::Rtf, Format::Markdown, Format::Csv] {
        let there = convert("", Format::Csv, through, CELLS.as_bytes());
        let back = convert("", through, Format::Csv, &there);
        assert_eq!(String::from_utf8(back).expect("UTF-8"), CELLS, "{through:?}");
    }
}

#[test]
fn rtf_has_a_real_table_with_a_header_that_is_repeated() {
    let rtf = convert("", Format::Csv, Format::Rtf, CELLS.as_bytes());
    let rtf = String::from_utf8(rtf).expect("ASCII");
    assert_eq!(rtf.matches("\\trowd").count(), rtf.matches("\\row").count());
    assert_eq!(rtf.matches("\\trhdr").count(), 1, "the header");
    // Numbers stand to the right, and only in their column.
    assert_eq!(rtf.matches("\\qr").count(), 4);
    let cells = rtf.matches("\\cell").count() - rtf.matches("\\cellx").count();
    assert_eq!(cells, 12 + rtf.matches("\\celld").count());
}

#[test]
fn a_code_page_and_marks_are_those_of_text() {
    let latin = b"a;\xE4\r\n1;\x80\r\n";
    let markdown = convert("CodePage=1252", Format::Csv, Format::Markdown, latin);
    assert_eq!(markdown, b"| a | \xE4 |\n| ---: | --- |\n| 1 | \x80 |\n");
    let back = convert("CodePage=1252;Delimiter=Semicolon", Format::Csv, Format::Csv, latin);
    assert_eq!(back, latin);
    let marked = "\u{FEFF}a,b\r\n".as_bytes();
    assert_eq!(convert("", Format::Csv, Format::Csv, marked), b"a,b\r\n");
    assert_eq!(convert("Bom=Yes", Format::Csv, Format::Csv, marked), marked);
    let wide: Vec<u8> = "\u{FEFF}a,\u{e4}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(convert("", Format::Csv, Format::Csv, &wide), "a,\u{e4}\r\n".as_bytes());
}

/// Steps grow with the rows and nothing else does: `work` counts them; here it is that all of them come.
#[test]
fn many_rows_are_all_there() {
    let rows = 200_000;
    let text = "a,1,\"b, c\"\r\n".repeat(rows);
    let options = "MaxOutput=1GB;MaxInput=1GB";
    let markdown = convert(options, Format::Csv, Format::Markdown, text.as_bytes());
    assert_eq!(markdown.iter().filter(|&&byte| byte == b'\n').count(), rows + 1);
    let csv = convert(options, Format::Csv, Format::Csv, text.as_bytes());
    assert_eq!(csv, text.as_bytes());
}

/// The suite csv-spectrum: a file, and what it means as JSON.
#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn the_csv_spectrum_is_read_and_written() {
    let root = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    let folder = std::path::Path::new(&root).join("suites/csv-spectrum");
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let Some(name) = name.strip_prefix("csvs_").and_then(|name| name.strip_suffix(".csv"))
        else {
            continue;
        };
        let json = folder.join(format!("json_{name}.json"));
        let Ok(json) = std::fs::read_to_string(json) else { continue };
        let source = std::fs::read(&path).expect("a file");
        // In Markdown and RTF too.
        for through in [Format::Csv, Format::Rtf] {
            let there = convert("", Format::Csv, through, &source);
            let csv = convert("", through, Format::Csv, &there);
            let again = convert("", Format::Csv, Format::Csv, &csv);
            assert_eq!(csv, again, "{name}");
            let csv = String::from_utf8(csv).expect("UTF-8");
            assert_eq!(objects(&csv), members(&json), "{name} by {through:?}");
        }
        seen += 1;
    }
    assert!(seen >= 10, "{seen} files");
}

/// The rows of CSV as we write it: of each its cells by the names in the header.
fn objects(csv: &str) -> Vec<Vec<(String, String)>> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let (mut quoted, mut characters) = (false, csv.chars().peekable());
    while let Some(c) = characters.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    rows.pop();
    let names = rows.remove(0);
    rows.into_iter().map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// The objects of a JSON array: their names and texts. Line ends of texts are LF.
fn members(json: &str) -> Vec<Vec<(String, String)>> {
    let mut objects = Vec::new();
    let mut strings = Vec::new();
    let mut characters = json.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                let mut text = String::new();
                loop {
                    match characters.next().expect("the end of a string") {
                        '"' => break,
                        '\\' => text.push(match characters.next().expect("an escape") {
                            'n' => '\n',
                            'r' => '\r',
                            't' => '\t',
                            'u' => {
                                let digits: String = characters.by_ref().take(4).collect();
                                let number = u32::from_str_radix(&digits, 16).expect("a number");
                                char::from_u32(number).expect("a character")
                            }
                            other => other,
                        }),
                        c => text.push(c),
                    }
                }
                strings.push(text.replace("\r\n", "\n"));
            }
            '}' => {
                let pairs = std::mem::take(&mut strings);
                let pair = |pair: &[String]| (pair[0].clone(), pair[1].clone());
                objects.push(pairs.chunks(2).map(pair).collect());
            }
            _ => {}
        }
    }
    objects
}

/// Raised and lowered text that would say something else without a sign has one.
#[test]
fn raised_text_of_cells() {
    let markdown = "| a<sup>2</sup> | b |\n| --- | --- |\n| 10<sup>6</sup> m | 1<sup>st</sup> x<sub>i</sub> |\n";
    let csv =
        convert("SuperSub=Yes;Html=Convert", Format::Markdown, Format::Csv, markdown.as_bytes());
    assert_eq!(csv, b"a^2,b\r\n10^6 m,1st x_i\r\n");
}
