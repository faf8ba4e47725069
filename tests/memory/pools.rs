//! What the pools, the interner and the allocator say they keep is what the gauge says is held.
//!
//! Documents of every kind are converted in turn, and after each the difference between the gauge and the
//! sum must be what it was before.

use std::fmt::Write;

use legacybridge::converter::{self, Converter, Format};
use legacybridge::memory::{self, gauge};
use legacybridge::options::Options;

use crate::kit::clinic::{self, Dress};
use crate::kit::pictures::{Image, dib24, emf, emf_blit, wmf, wmf_blit, wmf_window};

/// What everything that is kept says it holds.
fn kept() -> usize {
    let memory = memory::shared();
    let pools = [
        memory.buffers.stats(),
        memory.strings.stats(),
        memory.nodes.stats(),
        converter::workspace_stats(),
        memory::block_stats(),
    ];
    pools.iter().map(|pool| pool.retained_bytes).sum::<usize>()
        + memory.interner.stats().retained_bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn picture(word: &str, bytes: &[u8]) -> Vec<u8> {
    format!("{{\\rtf1 a{{\\pict\\{word}\\picw64\\pich64 {}}}b}}", hex(bytes)).into_bytes()
}

/// A name, the format and the document; the target follows from the format.
fn documents() -> Vec<(&'static str, Format, Vec<u8>)> {
    let image = Image::of(64, 64, |x, y| [(x * 4) as u8, (y * 4) as u8, (x * y) as u8, 255]);
    let dib = dib24(&image);
    let blit = wmf_blit(0x0F43, 0x00CC_0020, 64, 64, &dib);
    let metafile = wmf(false, &[wmf_window(64, 64), blit]);
    let enhanced = emf(&[emf_blit(0x51, 0x00CC_0020, 64, &dib[..40], &dib[40..])]);
    let code: String = (0..500).fold(String::new(), |mut code, line| {
        let _ = writeln!(code, "    let number{line} = \"{line}\\t{{}}\";");
        code
    });
    let table: String = (0..80).fold("| a | b | c |\n|---|:-:|--:|\n".into(), |mut table, row| {
        let _ = writeln!(table, "| **{row}** | `x{row}` | [y](https://example.org/{row}) |");
        table
    });
    let rows: String = (0..80).fold(String::new(), |mut rows, row| {
        let _ =
            write!(rows, "\\trowd\\cellx900\\cellx{} {row}\\cell{{\\b b}}\\cell\\row ", 2000 + row);
        rows
    });
    let tags: String = (0..60).fold(String::new(), |mut tags, row| {
        let _ = write!(
            tags,
            "{{\\*\\htmltag64 <tr><td><b>}}{row}{{\\*\\htmltag72 </b></td><td>x&amp;y</td></tr>}}"
        );
        tags
    });
    let styles: String = (0..60).fold(String::new(), |mut styles, n| {
        let _ = write!(styles, "{{\\s{n}\\sb{n}\\f1\\fs{} Style {n};}}", 20 + n);
        styles
    });
    let fonts: String = (0..60).fold(String::new(), |mut fonts, n| {
        let _ = write!(fonts, "{{\\f{n}\\fswiss\\fcharset0 Typeface {n};}}");
        fonts
    });
    let notes: String = (0..60).fold(String::new(), |mut notes, n| {
        let _ = write!(notes, "word[^n{n}] ![p](p{n}.png)\n\n> - quote {n}\n\n[^n{n}]: a note\n\n");
        notes
    });
    let png_file = Converter::new(Options::parse("Pictures=Embed").unwrap_or_default())
        .and_then(|converter| {
            converter.convert(Format::Rtf, Format::Markdown, &picture("dibitmap0", &dib))
        })
        .expect("a picture");
    vec![
        ("a memo of RichEdit", Format::Rtf, clinic::rtf(2_000, Dress::RichEdit, 1)),
        ("a memo of Word", Format::Rtf, clinic::rtf(16_000, Dress::Word, 1)),
        ("a long document of Word", Format::Rtf, clinic::rtf(400_000, Dress::Word, 2)),
        ("a memo in Markdown", Format::Markdown, clinic::markdown(2_000, 1).into_bytes()),
        (
            "a long document in Markdown",
            Format::Markdown,
            clinic::markdown(400_000, 2).into_bytes(),
        ),
        ("a DIB", Format::Rtf, picture("dibitmap0", &dib)),
        ("a metafile", Format::Rtf, picture("wmetafile8", &metafile)),
        ("an enhanced metafile", Format::Rtf, picture("emfblip", &enhanced)),
        ("a picture in Markdown", Format::Markdown, png_file),
        (
            "HTML in RTF",
            Format::Rtf,
            format!("{{\\rtf1\\fromhtml1{{\\*\\htmltag64 <table>}}{tags}}}").into(),
        ),
        (
            "tables of fonts and styles",
            Format::Rtf,
            format!("{{\\rtf1{{\\fonttbl{fonts}}}{{\\stylesheet{styles}}}\\s5\\f5 a\\par}}").into(),
        ),
        ("a table in RTF", Format::Rtf, format!("{{\\rtf1 {rows}}}").into()),
        ("a table in Markdown", Format::Markdown, table.into()),
        ("long code in Markdown", Format::Markdown, format!("```rust\n{code}```\n").into()),
        (
            "HTML in Markdown",
            Format::Markdown,
            "<table><tr><td>a</td></tr></table>\n\n<b>x</b> <u>y</u>\n\n".repeat(40).into(),
        ),
        ("notes and pictures", Format::Markdown, notes.into()),
        ("text", Format::Text, "a line\nand one more\n\n".repeat(200).into()),
    ]
}

pub(crate) fn test() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rtf/golden/house.rtf");
    let documents = documents();
    let plain = Converter::new(Options::default()).expect("default options");
    let dressed = Options::parse(&format!("Template={template}")).expect("options");
    let dressed = Converter::new(dressed).expect("a template");
    let convert = |converter: &Converter, from: Format, input: &[u8]| {
        for to in Format::outputs() {
            converter.convert(from, to, input).expect("a conversion");
        }
    };
    // What the process makes once: pools themselves, threads' storage.
    converter::release_idle();
    convert(&plain, Format::Rtf, b"{\\rtf1 a}");
    // Nothing is said before the end, for what is said takes memory too.
    let mut wrong = Vec::with_capacity(1000);
    let base = gauge::in_use() as i64 - kept() as i64;
    for round in 0..3 {
        for (name, from, input) in &documents {
            for (look, converter) in [("plain", &plain), ("with a template", &dressed)] {
                convert(converter, *from, input);
                let unaccounted = gauge::in_use() as i64 - kept() as i64 - base;
                if unaccounted != 0 {
                    wrong.push((*name, look, round, unaccounted));
                }
            }
        }
        if round == 1 {
            converter::release_idle();
        }
    }
    for (name, look, round, bytes) in &wrong {
        println!("{name}, {look}, round {round}: {bytes} bytes unaccounted for");
    }
    assert!(wrong.is_empty());
}
