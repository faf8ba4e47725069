//! The examples of the CommonMark specification, written as HTML: what cmark writes.
//!
//! Shape   needs the specification's text under the folder in `LEGACYBRIDGE_CORPUS`; without it the test is
//!         ignored. `Html=Pass`, extensions off.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

/// How many of the 655 examples must be equal, byte for byte.
const FLOOR: usize = 655;

/// Markdown and HTML of each example.
fn examples(spec: &str) -> Vec<(String, String)> {
    let fence = "`".repeat(32);
    let (mut examples, mut open) = (Vec::new(), None::<(String, String)>);
    let mut in_html = false;
    for line in spec.lines() {
        if line.starts_with(&fence) && line.ends_with("example") {
            (open, in_html) = (Some(Default::default()), false);
        } else if line == fence {
            examples.extend(open.take());
        } else if line == "." {
            in_html = true;
        } else if let Some((markdown, html)) = &mut open {
            let into = if in_html { html } else { markdown };
            into.push_str(&line.replace('→', "\t"));
            into.push('\n');
        }
    }
    examples
}

const OPTIONS: &str = "Html=Pass;Tables=No;Strikethrough=No;TaskLists=No;Autolinks=No;Footnotes=No;\
Alerts=No;FrontMatter=No;Links=All";

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn examples_are_written_as_cmark_writes_them() {
    let corpus = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    let path = std::path::Path::new(&corpus).join("markdown/commonmark-spec-0.31.txt");
    let examples = examples(&std::fs::read_to_string(path).expect("the specification is readable"));
    assert!(examples.len() > 600);
    let converter = Converter::new(Options::parse(OPTIONS).unwrap()).unwrap();
    let mut good = 0;
    for (index, (markdown, html)) in examples.iter().enumerate() {
        let written = converter.convert(Format::Markdown, Format::Html, markdown.as_bytes());
        let written = String::from_utf8(written.unwrap()).unwrap();
        if written == *html {
            good += 1;
        } else {
            println!("example {}: {markdown:?}\n  is {written:?}\n not {html:?}", index + 1);
        }
    }
    println!("{good} of {} examples", examples.len());
    assert!(good >= FLOOR);
}
