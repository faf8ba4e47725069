//! `MaxOutput`: exact to the byte from every format to every other, whatever the buffers served before;
//! and a default that lets documents through whose outputs are large for a reason.

use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

use super::documents::folder;

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).unwrap()).unwrap()
}

#[test]
fn the_limit_is_exact_to_the_byte() {
    let large = "A *word* and more.\n\n| a | b |\n|---|---|\n| c | d |\n\n".repeat(600);
    let mut documents: Vec<_> = std::fs::read_dir(folder())
        .expect("the documents")
        .map(|entry| entry.expect("a document").path())
        .filter(|path| {
            path.is_file() && path.extension().is_some_and(|extension| extension != "options")
        })
        .collect();
    documents.sort();
    let mut compared = 0;
    for (at, path) in documents.iter().enumerate() {
        let input = std::fs::read(path).expect("a document");
        for to in Format::outputs() {
            let page =
                ["", "CodePage=1252;", "LineEnds=CRLF;CodePage=932;", "CodePage=1200;"][at % 4];
            let free = converter(page);
            // What is UTF-8 is not UTF-16.
            let Ok(whole) = free.convert(Format::Detect, to, &input) else { continue };
            // A limit of 0 is none.
            if whole.len() < 2 {
                continue;
            }
            // Buffers that have served a large document are large.
            converter("").convert(Format::Markdown, to, large.as_bytes()).unwrap();
            for (limit, fits) in [
                (whole.len(), true),
                (whole.len() + 1, true),
                (whole.len() - 1, false),
                (whole.len() / 2, false),
                (1, false),
            ] {
                let limited = converter(&format!("{page}MaxOutput={limit}"));
                let result = limited.convert(Format::Detect, to, &input);
                let what = format!(
                    "{} to {} {page} {limit} of {}",
                    path.display(),
                    to.name(),
                    whole.len()
                );
                match result {
                    Ok(output) => assert!(fits && output == whole, "{what}"),
                    Err(error) => {
                        assert!(!fits && error.status == Status::LimitReached, "{what}: {error}");
                    }
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn a_table_as_large_as_it_may_be_becomes_rtf() {
    let row = format!("|{}\n", "a|".repeat(64));
    let table = format!("{row}|{}\n{}", "-|".repeat(64), row.repeat(100_000 / 64 - 1));
    let rtf = converter("").convert(Format::Markdown, Format::Rtf, table.as_bytes()).unwrap();
    assert_eq!(memchr::memmem::find_iter(&rtf, b"\\row").count(), 100_000 / 64);
}

#[test]
fn a_span_beyond_the_table_is_cut_and_reported() {
    let mail = |rows: &str| {
        format!(
            "{{\\rtf1\\ansi\\fromhtml1 {{\\*\\htmltag <table>}}{rows}{{\\*\\htmltag </table>}}}}"
        )
    };
    let row =
        "{\\*\\htmltag <tr><td colspan=1000>}a{\\*\\htmltag </td><td>}b{\\*\\htmltag </td></tr>}\n";
    let usual =
        "{\\*\\htmltag <tr><td>}c{\\*\\htmltag </td><td colspan=2>}d{\\*\\htmltag </td></tr>}\n";
    let alone = "{\\*\\htmltag <tr><td colspan=1000>}a{\\*\\htmltag </td></tr>}\n";
    let read = |rows: String, to| {
        let mut report = Report::default();
        let output = converter("ComplexTables=Flatten").convert_reporting(
            Format::Rtf,
            to,
            mail(&rows).as_bytes(),
            &mut report,
        );
        (output.unwrap(), report.get(Loss::LimitReached).count)
    };
    let (markdown, cut) = read(format!("{alone}{}", usual.repeat(2)), Format::Markdown);
    let markdown = String::from_utf8(markdown).unwrap();
    assert_eq!((markdown.lines().nth(2), cut), (Some("| a | |"), 1), "{markdown}");
    // What ordinary mail says is not cut.
    assert_eq!(read(usual.repeat(3), Format::Markdown).1, 0);
    // 36 KB of nothing but spans, alone or before other cells, are no reason to fail.
    for rows in [alone.repeat(700), row.repeat(450), alone.replace("1000", "60").repeat(700)] {
        let (rtf, _) = read(rows, Format::Rtf);
        assert!(memchr::memmem::find_iter(&rtf, b"a").count() >= 450);
    }
}

#[test]
fn pictures_of_files_count_by_themselves() {
    let folder =
        std::env::temp_dir().join(format!("legacybridge-max-output-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // A photograph as its frame shows it: the pixels are not looked at.
    let mut photograph = crate::kit::pictures::jpeg(640, 480);
    let end = photograph.split_off(photograph.len() - 2);
    photograph.extend(std::iter::repeat_n(0x12, 600_000));
    photograph.extend(end);
    std::fs::write(folder.join("p.jpg"), &photograph).unwrap();
    let root = format!("ImageRoot={{{}}}", folder.display());
    let convert = |options: &str, text: &str| {
        converter(options).convert(Format::Markdown, Format::Rtf, text.as_bytes())
    };
    let one = convert(&root, "![A photograph](p.jpg)\n").unwrap();
    assert!(one.len() > 2 * photograph.len());
    let some = convert(&root, &"![A photograph](p.jpg)\n\n".repeat(9)).unwrap();
    assert!(some.len() > 9 * 2 * photograph.len());
    // A limit that was set is one for everything, and the default is one for what is no file.
    let limited = format!("{root};MaxOutput={}", one.len());
    assert_eq!(convert(&limited, "![A photograph](p.jpg)\n").unwrap(), one);
    let limited = format!("{root};MaxOutput={}", one.len() - 1);
    let error = convert(&limited, "![A photograph](p.jpg)\n").unwrap_err();
    assert_eq!(error.status, Status::LimitReached);
    let error = convert(&root, &"![A photograph](p.jpg)\n\n".repeat(400)).unwrap_err();
    assert_eq!(error.status, Status::LimitReached);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn pictures_in_the_document_find_room_as_pixels_too() {
    // A drawing of one colour: a few hundred bytes, and more than a megabyte of pixels.
    let lines = vec![0; 600 * (1 + 3 * 1_200)];
    let drawing = crate::kit::pictures::png((1_200, 600), (8, 2, 0), &[], &lines);
    let hex: String = drawing.iter().map(|byte| format!("{byte:02x}")).collect();
    let rtf = format!("{{\\rtf1{{\\pict\\pngblip\\picwgoal1440\\pichgoal720 {hex}}}\\par}}");
    let embedding = converter("Images=Embed");
    let markdown = embedding.convert(Format::Rtf, Format::Markdown, rtf.as_bytes()).unwrap();
    assert!(markdown.len() < 10_000);
    for (target, most) in [("Both", 20_000), ("RichEdit", 8_000_000)] {
        let output = converter(&format!("Target={target}"))
            .convert(Format::Markdown, Format::Rtf, &markdown)
            .unwrap_or_else(|error| panic!("{target}: {error}"));
        assert!(output.len() < most, "{target}: {}", output.len());
    }
}

/// What a host gets in UTF-16 has two bytes for each unit, whatever the format.
#[test]
fn units_count_two_bytes_each() {
    let units: Vec<u16> = "# é and a **word** €€".encode_utf16().collect();
    for to in Format::outputs() {
        for page in ["", "CodePage=1252;", "CodePage=1200;"] {
            let from = Format::Markdown;
            let whole = converter(page).convert_utf16(from, to, &units).unwrap();
            if whole.is_empty() {
                continue;
            }
            for (limit, fits) in [(2 * whole.len(), true), (2 * whole.len() - 1, false)] {
                let limited = converter(&format!("{page}MaxOutput={limit}"));
                match limited.convert_utf16(from, to, &units) {
                    Ok(output) => assert!(fits && output == whole, "{to:?} {page}"),
                    Err(error) => {
                        assert!(!fits && error.status == Status::LimitReached, "{to:?} {error}");
                    }
                }
            }
        }
    }
}
