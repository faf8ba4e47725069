//! Whole documents compared byte for byte with `tests/rtf/golden`. With `UPDATE` set in
//! the environment the files are written anew, for a person to read through.

use legacybridge::document::{Alignment, Kind};
use legacybridge::options::{Options, Target};

use crate::kit::build::{Build, everything};

fn compare(name: &str, b: &Build, target: Target) {
    let (rtf, _) = b.rtf_with(&Options { target, ..Options::default() });
    // The version is not what these files are about.
    let rtf = rtf.replace(concat!("LegacyBridge ", env!("CARGO_PKG_VERSION")), "LegacyBridge");
    let path = format!("{}/tests/rtf/golden/{name}.rtf", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &rtf).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    for (number, (new, old)) in rtf.lines().zip(golden.lines()).enumerate() {
        assert_eq!(new, old, "{path}:{}", number + 1);
    }
    assert_eq!(rtf, golden, "{path}");
}

#[test]
fn every_construct() {
    compare("everything", &everything(), Target::Both);
    compare("everything-richedit", &everything(), Target::RichEdit);
    compare("everything-report", &everything(), Target::Report);
}

#[test]
fn one_line() {
    let mut b = Build::new();
    b.p("Called the customer; he will pay on Friday.");
    compare("one-line", &b, Target::Both);
}

#[test]
fn right_to_left() {
    let mut b = Build::new();
    b.heading(2, "סיכום ביקור");
    b.para(|b| {
        b.text("מטופל בן 54, ")
            .node(Kind::Strong, |b| {
                b.text("לחץ דם");
            })
            .text(" 140/90, ")
            .code("Aspirin 100")
            .text(" פעם ביום.");
    });
    b.p("An English paragraph with שלום in it.");
    b.p("مرحبا بالعالم");
    b.quote(|b| {
        b.bullets(true, |b| {
            b.item(|b| {
                b.p("בדיקת דם");
            });
        });
    });
    let columns = [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];
    b.table(&columns, &[&["א", "ב", "ג", "ד"], &["ה", "two", "3", "4"]]);
    compare("right-to-left", &b, Target::Both);
}

#[test]
fn containers_in_containers() {
    let mut b = Build::new();
    b.bullets(true, |b| {
        b.item(|b| {
            b.quote(|b| {
                b.numbers(1, |b| {
                    b.item(|b| {
                        b.p("number in a quote in a bullet").code_block("sh", "ls\n");
                        b.quote(|b| {
                            b.p("quote in that");
                        });
                    });
                });
                b.p("the outer quote goes on");
            });
            b.p("the item goes on");
            b.table(&[Alignment::Right, Alignment::None], &[&["a", "b"], &["1", "2"]]);
            b.leaf(Kind::Rule);
        });
    });
    b.quote(|b| {
        b.table(&[Alignment::None], &[&["a quote with nothing but a table"]]);
    });
    b.quote(|b| {
        b.bullets(false, |b| {
            b.item(|_| {});
        });
    });
    compare("containers", &b, Target::Word);
}
