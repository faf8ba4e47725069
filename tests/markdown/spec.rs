//! The examples of the CommonMark specification: each keeps its meaning when it is rewritten.
//!
//! Shape   needs the specification's text under the folder in `LEGACYBRIDGE_CORPUS`
//!         (`markdown/commonmark-spec-0.31.txt`); without it the test is ignored.

use legacybridge::options::Options;

use crate::kit::normal::{normal_form, rewrite};

/// How many of the 655 examples must come back with the same normal form and stay stable.
const FLOOR: usize = 655;

fn examples(spec: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    let (mut examples, mut markdown) = (Vec::new(), None::<String>);
    let mut in_html = false;
    for line in spec.lines() {
        if line.starts_with(&fence) && line.ends_with("example") {
            markdown = Some(String::new());
            in_html = false;
        } else if line == fence {
            examples.extend(markdown.take());
        } else if line == "." {
            in_html = true;
        } else if let Some(markdown) = markdown.as_mut().filter(|_| !in_html) {
            markdown.push_str(&line.replace('→', "\t"));
            markdown.push('\n');
        }
    }
    examples
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn every_example_keeps_its_meaning() {
    let corpus = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    let path = std::path::Path::new(&corpus).join("markdown/commonmark-spec-0.31.txt");
    let examples = examples(&std::fs::read_to_string(path).expect("the specification is readable"));
    assert!(examples.len() > 600);
    let options = Options::default();
    let mut good = 0;
    for (index, source) in examples.iter().enumerate() {
        let once = rewrite(source, &options);
        let same = normal_form(source, &options) == normal_form(&once, &options);
        if same && rewrite(&once, &options) == once {
            good += 1;
        } else {
            println!("example {}: {source:?} became {once:?}", index + 1);
        }
    }
    println!("{good} of {} examples", examples.len());
    assert!(good >= FLOOR);
}
