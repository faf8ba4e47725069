use super::*;
use crate::document::{Alignment, Document, Kind, View};
use crate::error::{Result, Status};
use crate::memory::Output;
use crate::options::Options;
use crate::report::{Loss, Report};

fn options(text: &str) -> Options {
    Options::parse(text).unwrap()
}

/// A document of a text, or why there is none.
fn document(text: &str, options: &Options) -> Result<(Document, Report)> {
    let (mut doc, mut report) = (Document::default(), Report::default());
    doc.reset(256);
    read(text, options, &mut doc, &mut report, &mut ReaderScratch::default())?;
    Ok((doc, report))
}

/// The rows of the table, their cells with `|` behind each; line ends are `/`.
fn rows(text: &str, keys: &str) -> Vec<String> {
    let (doc, _) = document(text, &options(keys)).unwrap();
    let view = View { doc: &doc, source: text.as_bytes() };
    let mut rows = Vec::new();
    for (id, node) in view.nodes().iter().enumerate() {
        match node.kind {
            Kind::Row { header } => {
                assert_eq!(header, rows.is_empty(), "the first row is the header");
                rows.push(String::new());
            }
            Kind::Cell { .. } => {
                let row = rows.last_mut().unwrap();
                for node in &view.nodes()[id + 1..node.end as usize] {
                    match node.kind {
                        Kind::Text(span) => *row += str::from_utf8(view.text(span)).unwrap(),
                        Kind::HardBreak => row.push('/'),
                        other => panic!("{other:?} in a cell"),
                    }
                }
                row.push('|');
            }
            _ => {}
        }
    }
    rows
}

/// Text as a table and back.
fn through(text: &str, keys: &str) -> (String, Report) {
    let options = options(keys);
    let (doc, mut report) = document(text, &options).unwrap();
    let view = View { doc: &doc, source: text.as_bytes() };
    let mut out = Output::new(Vec::new(), 1 << 20);
    write(view, &options, &mut out, &mut report, &mut Scratch::default()).unwrap();
    (String::from_utf8(out.finish().unwrap()).unwrap(), report)
}

/// The rules of RFC 4180, section 2, by number, and what is done where nobody keeps to them.
#[test]
fn records_are_read_as_the_rfc_says() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("\r\n\n", &[]),
        // A first row without a word names nothing: it is the first row of a table without a header.
        (",\n1,2", &["||", "||", "1|2|"]),
        ("\n\nx", &["|", "|", "|", "x|"]),
        ("\"\"\nx", &["|", "|", "x|"]),
        // 1 and 2: the last line end may be missing.
        ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", &["aaa|bbb|ccc|", "zzz|yyy|xxx|"]),
        ("aaa,bbb,ccc\r\nzzz,yyy,xxx", &["aaa|bbb|ccc|", "zzz|yyy|xxx|"]),
        // 3: a header.
        (
            "field_name,field_name,field_name\r\naaa,bbb,ccc\r\nzzz,yyy,xxx\r\n",
            &["field_name|field_name|field_name|", "aaa|bbb|ccc|", "zzz|yyy|xxx|"],
        ),
        // 4: spaces are part of a field.
        ("aaa, bbb ,ccc", &["aaa| bbb |ccc|"]),
        // 5, 6 and 7.
        ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", &["aaa|bbb|ccc|", "zzz|yyy|xxx|"]),
        ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", &["aaa|b/bb|ccc|", "zzz|yyy|xxx|"]),
        ("\"aaa\",\"b\"\"bb\",\"ccc\"", &["aaa|b\"bb|ccc|"]),
        ("\"\"\"\",\"a\"\"\",\"\"\"a\"", &["\"|a\"|\"a|"]),
        // Line ends of other systems, and those in cells.
        ("a,b\rc,d\n\"e\rf\",\"g\nh\"", &["a|b|", "c|d|", "e/f|g/h|"]),
        // Ragged rows are padded, and none is cut.
        ("a\nb,c,d\ne,f\n", &["a|||", "b|c|d|", "e|f||"]),
        ("a,b\n\nc,d,\n,\n", &["a|b||", "c|d||", "|||"]),
        // Quotes that are out of place are text.
        ("a\"b\",c \"d\"", &["a\"b\"|c \"d\"|"]),
        ("\"a\"b,\"c\" \"d\"", &["ab|c \"d\"|"]),
        // Of one column also empty lines are rows.
        ("a\n\nb\n\"\"\n", &["a|", "|", "b|", "|"]),
        ("\u{e4},\u{6f22}\n\u{1F600},", &["\u{e4}|\u{6f22}|", "\u{1F600}||"]),
    ];
    for (text, expected) in cases {
        assert_eq!(rows(text, ""), *expected, "{text:?}");
    }
}

#[test]
fn the_delimiter_is_found_out_or_said() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a;b\n1,5;2,5\n", "", &["a|b|", "1,5|2,5|"]),
        ("a\tb\n1,5\t2\n", "", &["a|b|", "1,5|2|"]),
        ("a|b\nc|d\n", "", &["a|b|", "c|d|"]),
        ("\"a;b\",c\n\"d;e\",f\n", "", &["a;b|c|", "d;e|f|"]),
        ("sep=;\r\na;b,c\r\n", "", &["a|b,c|"]),
        ("SEP=^\na^b\n", "", &["a|b|"]),
        ("sep=;\na;b,c\n", "Delimiter=Comma", &["a;b|c|"]),
        ("sep=;;\n", "", &["sep=|||"]),
        ("sep=\u{a7}\na\u{a7}b", "", &["a|b|"]),
        ("a;b\n", "Delimiter=,", &["a;b|"]),
        ("a~b\u{a7}c", "Delimiter=\u{a7}", &["a~b|c|"]),
        ("\u{a6}\u{a7}\u{a6}", "Delimiter=\u{a7}", &["\u{a6}|\u{a6}|"]),
        ("no delimiter\nat all", "", &["no delimiter|", "at all|"]),
        ("a,b\nc,d", "HeaderRow=No", &["||", "a|b|", "c|d|"]),
    ];
    for (text, keys, expected) in cases {
        assert_eq!(rows(text, keys), *expected, "{text:?} {keys}");
    }
}

#[test]
fn a_quote_that_nobody_closes_ends_with_its_line_and_is_reported() {
    assert_eq!(rows("a,b\n\"c,d\ne,f\n", ""), ["a|b|", "c,d||", "e|f|"]);
    let (_, report) = document("a,b\n\"c,d\ne,f\n", &options("")).unwrap();
    let entry = report.get(Loss::RepairedBrace);
    assert_eq!((entry.count, entry.first), (1, 4));
    assert_eq!(rows("x,\"", ""), ["x||"]);
}

#[test]
fn columns_of_numbers_are_set_to_the_right() {
    let text = "n,t,m,e,p\n1,a,2,,-5 %\n-2.50,b,x,,10%\n\"1,000.5\",3,3,,+1e-3\n";
    let (doc, _) = document(text, &options("")).unwrap();
    let set: Vec<_> = doc.columns.iter().map(|column| column.alignment).collect();
    let (left, right) = (Alignment::None, Alignment::Right);
    assert_eq!(set, [right, left, left, left, left]);
    for (text, is) in [
        ("1", true),
        ("-1", true),
        ("+1.5e10", true),
        ("1'000,5", true),
        (".5", true),
        ("50%", true),
        ("", false),
        ("-", false),
        (".", false),
        ("1.", false),
        ("1..2", false),
        ("1e", false),
        ("--1", false),
        ("1a", false),
        ("2024-01-01", false),
    ] {
        assert_eq!(is_number(text.as_bytes()), is, "{text:?}");
    }
}

#[test]
fn limits_that_are_set_are_errors_and_nothing_is_cut() {
    let wide = vec!["x"; 300].join(",");
    assert_eq!(rows(&wide, "")[0].len(), 600);
    let many = "a,b\n".repeat(60_000);
    assert_eq!(rows(&many, "").len(), 60_000);
    for (text, keys, named) in [
        (&wide, "MaxColumns=299", "MaxColumns"),
        (&many, "MaxCells=119999", "MaxCells"),
        (&vec!["x"; 70_000].join(","), "", "columns"),
        (&format!("{}\n{wide},{wide}", "x\n".repeat(5_000)), "", "written"),
    ] {
        let error = document(text, &options(keys)).unwrap_err();
        assert_eq!(error.status, Status::LimitReached, "{keys}");
        assert!(error.message.contains(named), "{error}");
    }
    assert!(document(&wide, &options("MaxColumns=300")).is_ok());
    assert!(document(&many, &options("MaxCells=120000")).is_ok());
}

#[test]
fn control_characters_are_reported() {
    let (written, report) = through("a\u{1},b\0\nc\u{c}d,e\n", "");
    assert_eq!(written, "a,b\u{FFFD}\r\nc d,e\r\n");
    assert_eq!(report.get(Loss::ControlCharacter).count, 2);
    assert_eq!(report.get(Loss::ControlCharacter).first, 1);
    assert_eq!(report.get(Loss::UndecodableByte).count, 1);
}

#[test]
fn what_is_written_is_quoted_where_it_must_be() {
    let cases = [
        ("a,b\n", "", "a,b\r\n"),
        ("\"a,b\",\"c\"\"d\",\"e\nf\",\" g \"\n", "", "\"a,b\",\"c\"\"d\",\"e\nf\", g \r\n"),
        ("\"a\r\nb\",c", "", "\"a\nb\",c\r\n"),
        ("a,\"b;c\"\n", "", "a,b;c\r\n"),
        ("a;\"b,c\"\n", "Delimiter=Semicolon", "a;\"b,c\"\r\n"),
        ("\"a;b\"\n\"c\"\n", "", "\"a;b\"\r\nc\r\n"),
        ("a\n\nb\n", "", "a\r\n\"\"\r\nb\r\n"),
        ("\"sep=\",x\n", "", "\"sep=\",x\r\n"),
        ("a,b\n", "Delimiter=Comma;Bom=Yes;LineEnds=LF", "\u{FEFF}a,b\r\n"),
        ("a,\"x;=1\"\n", "Untrusted=Yes", "a,\"x;=1\"\r\n"),
        ("a,\"x;=1\"\n", "Untrusted=Yes", "a,\"x;=1\"\r\n"),
        ("a,b\nc,d", "HeaderRow=No", "a,b\r\nc,d\r\n"),
        ("a\u{a7}b", "Delimiter=\u{a7}", "a\u{a7}b\r\n"),
        ("\"\u{ef}\u{bb}\u{bf}\",b\n", "CodePage=1252", "\"\u{ef}\u{bb}\u{bf}\",b\r\n"),
    ];
    for (text, keys, expected) in cases {
        assert_eq!(through(text, keys).0, expected, "{text:?} {keys}");
        // And the same again.
        assert_eq!(through(expected.trim_start_matches('\u{FEFF}'), keys).0, expected, "{text:?}");
    }
}

#[test]
fn cells_of_strangers_do_not_run() {
    let text = "=1+1,+1,-1,-a\n@x,\"\tx\",\u{FF1D}1,1-1\n\"=\"\"a\"\"\",+49 89,'=1,\n";
    let (written, report) = through(text, "Untrusted=Yes");
    assert_eq!(
        written,
        "'=1+1,+1,-1,'-a\r\n'@x,\"'\tx\",'\u{FF1D}1,1-1\r\n\"'=\"\"a\"\"\",+49 89,'=1,\r\n"
    );
    assert_eq!(report.get(Loss::GuardedCell).count, 6);
    assert_eq!(through(text, "").1.get(Loss::GuardedCell).count, 0);
}

fn converted(from: crate::formats::Format, markdown: &str, keys: &str) -> (String, Report) {
    use crate::converter::{Converter, Format};
    let converter = Converter::new(options(keys)).unwrap();
    let mut report = Report::default();
    let csv = converter.convert_reporting(from, Format::Csv, markdown.as_bytes(), &mut report);
    (String::from_utf8(csv.unwrap()).unwrap(), report)
}

const TWO: &str = "# Head\n\ntext\n\n| a | b |\n|--|--:|\n| *1* | [l](u) |\n\n- x\n\n  | c |\n  |--|\n  | d |\n\n---\n";

#[test]
fn the_table_that_is_asked_for_is_written_and_the_rest_is_reported() {
    use crate::formats::Format::Markdown;
    let cases = [
        ("", "a,b\r\n1,l\r\n", 5),
        ("Table=2", "c\r\nd\r\n", 5),
        ("Table=0", "a,b\r\n1,l\r\n\r\nc\r\nd\r\n", 4),
        ("Table=3", "", 6),
        ("HeaderRow=No", "1,l\r\n", 6),
    ];
    for (keys, expected, outside) in cases {
        let (csv, report) = converted(Markdown, TWO, keys);
        assert_eq!(csv, expected, "{keys}");
        assert_eq!(report.get(Loss::NotTable).count, outside, "{keys}");
    }
    let (_, report) = converted(Markdown, TWO, "Report=Layout");
    for loss in [Loss::Font, Loss::Other, Loss::Alignment] {
        assert_eq!(report.get(loss).count, 1, "{loss:?}");
    }
}

/// A document with cells over others, as readers will make it: `a` over two columns, `b` over two rows.
#[test]
fn merged_cells_are_empty_or_repeated() {
    let mut doc = Document::default();
    doc.reset(256);
    let table = doc.add_columns([Alignment::None; 3].into_iter());
    doc.open(table);
    let cell = |columns, rows| Kind::Cell { columns, rows };
    let table: [&[(Kind, &str)]; 3] = [
        &[(cell(2, 1), "a"), (Kind::COVERED, ""), (cell(1, 2), "b")],
        &[(cell(2, 2), "c"), (Kind::COVERED, ""), (Kind::COVERED, "")],
        &[(Kind::COVERED, ""), (Kind::COVERED, ""), (Kind::CELL, "d")],
    ];
    for (at, row) in table.iter().enumerate() {
        doc.open(Kind::Row { header: at == 0 });
        for (kind, text) in *row {
            doc.open(*kind);
            let text = doc.own(text);
            doc.leaf(Kind::Text(text));
            doc.close();
        }
        doc.close();
    }
    doc.close();
    for (keys, expected) in
        [("", "a,,b\r\nc,,\r\n,,d\r\n"), ("Merged=Repeat", "a,a,b\r\nc,c,b\r\nc,c,d\r\n")]
    {
        let mut out = Output::new(Vec::new(), 1000);
        let mut report = Report::default();
        let view = View { doc: &doc, source: b"" };
        write(view, &options(keys), &mut out, &mut report, &mut Scratch::default()).unwrap();
        assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), expected);
        assert_eq!(report.get(Loss::MergedCells).count, 3);
    }
}

#[test]
fn blocks_in_a_cell_stand_on_lines_of_their_own() {
    let mut doc = Document::default();
    doc.reset(256);
    let table = doc.add_columns([Alignment::None].into_iter());
    for kind in [table, Kind::Row { header: true }, Kind::CELL] {
        doc.open(kind);
    }
    for text in ["one", "two"] {
        doc.open(Kind::PARAGRAPH);
        let text = doc.own(text);
        doc.leaf(Kind::Text(text));
        doc.close();
    }
    doc.close_to(0);
    let (mut out, mut report) = (Output::new(Vec::new(), 1000), Report::default());
    let view = View { doc: &doc, source: b"" };
    write(view, &options(""), &mut out, &mut report, &mut Scratch::default()).unwrap();
    assert_eq!(out.finish().unwrap(), b"\"one\ntwo\"\r\n");
    assert_eq!(report.get(Loss::Table).count, 1);
}

/// A cell may be all that there is: its quotes are not read to the end when the time is over.
#[test]
fn a_cell_of_quotes_ends_when_its_time_is_over() {
    use crate::system::clock::Instant;
    use crate::system::halt::watched;
    let text = format!("a\n\"{}\"\n", "\"\"".repeat(20_000));
    let read_it = || document(&text, &options("")).unwrap().0.nodes.len();
    let few = watched(None, Some(Instant::now()), |_| read_it());
    assert!(2 * few < read_it(), "{few}");
}
