//! Hosts' threads may have little stack: everything runs in 48 KB of it, as the header says. What the
//! optimizer does not see to needs more, so a debug build is given more: `make test-stack` is the proof.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::path::Path;
use std::process::Command;

use crate::kit::native;
use crate::kit::pictures::*;

/// What the header promises, and what a build without an optimizer is given.
const STACK_KB: &str = if cfg!(debug_assertions) { "512" } else { "48" };

/// Documents that are deep, wide or long where each kind of thing may be.
fn shapes() -> Vec<(String, Vec<u8>)> {
    let nested = |open: &str, close: &str| open.repeat(3000) + "x" + &close.repeat(3000);
    let rtf = |body: String| {
        format!(
            "{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}{{\\f1\\fmodern Courier New;}}}}{{\\colortbl;\\red255;}}\
             {{\\stylesheet{{\\s1 heading 1;}}{{\\s2 Quote;}}}}{body}}}"
        )
    };
    let mut all = Vec::new();
    for (name, text) in [
        ("quotes", nested("> ", "")),
        ("lists", (0..300).map(|depth| " ".repeat(2 * depth) + "- a\n").collect()),
        ("marks", nested("*a **b ", "** c*")),
        ("brackets", nested("[", "](u)")),
        ("pictures", nested("![", "](u)")),
        ("notes", (0..500).map(|n| format!("[^{n}]: a [^{}]\n\n", n + 1)).collect()),
        (
            "cells",
            format!("|{}\n|{}\n", "a|".repeat(500), "-|".repeat(500)) + &"|a|b|\n".repeat(50),
        ),
        ("html", nested("<div><b>", "</b></div>")),
        ("html-tables", nested("<table><tr><td>", "</td></tr></table>")),
        ("html-lists", nested("<ul><li>", "</li></ul>")),
        ("spans", "<table><tr><td colspan=1000 rowspan=1000>a</td></tr></table>\n\n".repeat(30)),
        ("code", nested("`", "`") + "\n\n```rust {#id}\ncode\n```\n"),
        ("entities", "&amp;&#x10FFFF;&notin;".repeat(900)),
        ("definitions", (0..900).map(|n| format!("[r{n}]: u{n} \"t\"\n")).collect()),
        ("front-matter", "---\ntitle: \"a\"\nx: [[[[\n---\n".to_owned() + &nested("a\n: ", "")),
        ("headings", (0..900).map(|n| format!("{} h {{#i{n}}}\n", "#".repeat(n % 7))).collect()),
        ("math", nested("$", "$") + &nested("^a~", "~^")),
    ] {
        all.push((format!("{name}.md"), text.into_bytes()));
    }
    for (name, body) in [
        ("groups", nested("{", "}")),
        ("bold-groups", nested("{\\b{\\i ", "}}")),
        ("destinations", nested("{\\*\\x ", "}")),
        ("fields", nested("{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt ", "}}")),
        ("footnotes", nested("{\\footnote ", "}")),
        ("headers", nested("{\\header ", "}")),
        ("pictures", nested("{\\pict\\pngblip ", "}")),
        ("shapes", nested("{\\shp{\\*\\shpinst{\\shptxt ", "}}}")),
        ("objects", nested("{\\object{\\result ", "}}")),
        ("comments", nested("{\\*\\annotation ", "}")),
        (
            "tables",
            nested("\\itap2\\intbl {\\*\\nesttableprops\\trowd\\cellx9}", "\\nestcell\\nestrow"),
        ),
        (
            "cells",
            format!("\\trowd{}\\intbl {}\\row", "\\cellx9".repeat(900), "a\\cell ".repeat(900)),
        ),
        ("lists", (0..900).map(|n| format!("\\ls{n}\\ilvl{} a\\par ", n % 12)).collect()),
        ("hidden", nested("{\\v <b>{\\v0 ", "}}")),
        ("math", nested("{\\mmath{\\mr ", "}}")),
        ("formula", "{\\mmath{\\*\\moMath{\\mr a}}}".to_owned()),
        (
            "formulas",
            format!("{{\\mmath{{\\*\\moMath{}}}}}", nested("{\\mf{\\mnum{\\mr a}}{\\mden ", "}}")),
        ),
        ("unicode", "\\u-3\\'81\\uc9 \\u20000 ".repeat(900)),
        (
            "html",
            "{\\fromhtml1 ".to_owned()
                + &nested("{\\*\\htmltag <div>}", "{\\*\\htmltag </div>}")
                + "}",
        ),
        ("template", nested("{{#a}}", "{{/a}}")),
        ("open", "{".repeat(9000)),
    ] {
        all.push((format!("{name}.rtf"), rtf(body).into_bytes()));
    }
    all
}

/// Pictures of every kind that is read, in RTF and, where it can be there, in Markdown.
fn pictures() -> Vec<(String, Vec<u8>)> {
    let photograph = sample(300, 200);
    let indexed =
        |depth: u16| dib(&DibHead::new(90, 60, depth), |x, y| (x * y) as u32 & ((1 << depth) - 1));
    let file = |dib: &[u8], offset: u32| {
        let mut file = b"BM".to_vec();
        file.extend((14 + dib.len() as u32).to_le_bytes());
        file.extend([0; 4]);
        file.extend((14 + offset).to_le_bytes());
        file.extend(dib);
        file
    };
    let animation = gif((160, 120), (0, 0, 160, 120), 8, None, false, |x, y| (x * y) as u8);
    let mut truth = Vec::new();
    for (name, word, data) in [
        ("dib24", "dibitmap0", dib24(&photograph)),
        ("dib8", "dibitmap0", indexed(8)),
        ("dib4", "dibitmap0", indexed(4)),
        ("dib1", "dibitmap0", indexed(1)),
        (
            "dib32",
            "dibitmap0",
            dib(&DibHead::new(90, 60, 32), |x, y| (x * 0x0104_0810 + y * 77) as u32),
        ),
        (
            "wmf",
            "wmetafile8",
            wmf(
                true,
                &[wmf_window(300, 200), wmf_blit(0x0F43, SRCCOPY, 300, 200, &dib24(&photograph))],
            ),
        ),
        ("emf", "emfblip", {
            let bits = dib24(&photograph);
            emf(&[emf_blit(81, SRCCOPY, 300, &bits[..40], &bits[40..])])
        }),
        (
            "emf-plus",
            "emfblip",
            emf(&[emf_plus(&[emf_plus_image(&emf_plus_file(&jpeg(40, 30)), None)])]),
        ),
        ("gif", "pngblip", animation.clone()),
        ("jpeg", "jpegblip", jpeg(640, 480)),
        ("bmp", "pngblip", file(&dib24(&photograph), 40)),
    ] {
        let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = format!("{{\\rtf1 a{{\\pict\\{word}\\picw300\\pich200 {hex}}}\\par}}");
        truth.push((format!("picture-{name}.rtf"), text.into_bytes()));
    }
    let filtered: Vec<u8> =
        (0..200u8).flat_map(|y| [vec![y % 5], vec![y; 3 * 300]].concat()).collect();
    for (name, kind, data) in [
        ("png", "png", png((300, 200), (8, 2, 0), &[], &filtered)),
        ("gif", "gif", animation),
        ("jpeg", "jpeg", jpeg(640, 480)),
        ("bmp", "bmp", file(&dib24(&photograph), 40)),
    ] {
        let text = format!("![alt](data:image/{kind};base64,{})\n", base64(&data));
        truth.push((format!("picture-{name}.md"), text.into_bytes()));
    }
    truth
}

fn base64(data: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |group: &[u8]| -> Vec<char> {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        (0..4)
            .map(|place| match place <= group.len() {
                true => LETTERS[(word >> (18 - 6 * place) & 63) as usize] as char,
                false => '=',
            })
            .collect()
    };
    data.chunks(3).flat_map(letters).collect()
}

#[test]
fn everything_runs_in_the_stack_that_the_header_names() {
    let folder = native::scratch("stack");
    let program = native::program("tests/c/stack.c", &folder);
    let documents = folder.join("documents");
    std::fs::create_dir_all(&documents).expect("a folder");
    let mut count = 0;
    for (name, text) in shapes().into_iter().chain(pictures()) {
        std::fs::write(documents.join(name), text).expect("a file");
        count += 1;
    }
    // What the demo converts, there and back.
    for name in ["README.md", "examples-c/letter.rtf", "examples-c/sample.md"] {
        let name = Path::new(name);
        let to = documents.join(name.file_name().expect("a name"));
        std::fs::copy(native::package().join(name), to).expect("a document of the demo");
        count += 1;
    }
    let mut command = Command::new(&program);
    let output = native::run(command.arg(STACK_KB).arg(&documents));
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    println!("with {STACK_KB} KB: {last}");
    // Every document gave something in each of three formats under four options.
    assert_eq!(last, format!("{count} documents, {} outputs", 12 * count));
}
