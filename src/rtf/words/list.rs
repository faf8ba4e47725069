//! The list of control words in docs/rtf-support.md, and the test that it is the table's.
//!
//! Shape   one line for each kind of meaning, in the order of the table; `UPDATE=1` writes it anew.

use super::table::{HOMES, MEANINGS, NAMES};
use super::{Home, Meaning};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rtf-support.md");
const BEGIN: &str = "<!-- control words: begin -->\n";
const END: &str = "<!-- control words: end -->\n";

/// The line that a word stands in.
fn line(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Nothing => "Known as RTF, without meaning to the text",
        Meaning::Holder => "Groups that are read for what they hold",
        Meaning::Binary => "Data",
        Meaning::Char(_) | Meaning::Unicode | Meaning::StandIn => "Characters",
        Meaning::Opens(_) => "Destinations, fields, notes, pictures",
        Meaning::Ends(_) => "Ends of lines, paragraphs, cells and rows",
        Meaning::Document(_) => "The document",
        Meaning::Paragraph(_) => "Formatting of paragraphs",
        Meaning::Character(_) | Meaning::Font | Meaning::AssociatedFont => {
            "Formatting of characters"
        }
        Meaning::Style(_) => "Styles",
        Meaning::FontEntry(_) => "Entries of the font table",
        Meaning::ColorEntry(_) => "Entries of the colour table",
        Meaning::ListEntry(_) | Meaning::ListNumber | Meaning::OldList(_) => "Lists",
        Meaning::Form(_) => "Form fields",
        Meaning::PictureData(_) => "Data of pictures",
        Meaning::PictureSize(_) => "Sizes of pictures",
        Meaning::Lost(_) => "Reported, and left out",
        Meaning::Revision(_) => "Tracked changes",
        Meaning::Endnote => "Destinations, fields, notes, pictures",
        Meaning::RowEntry(_) => "Definitions of rows",
        Meaning::Formula(_) => "Formulas",
    }
}

fn list() -> String {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for &(name, word) in NAMES {
        let key = line(MEANINGS[word as usize]);
        let at = lines.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            lines.push((key, String::new()));
            lines.len() - 1
        });
        let words = &mut lines[at].1;
        *words += if words.is_empty() { "" } else { " " };
        *words += &format!("`\\{name}`");
    }
    let rows: String = lines.iter().map(|(key, words)| format!("| {key} | {words} |\n")).collect();
    format!("\n| What they are about | Words |\n|---|---|\n{rows}\n")
}

#[test]
fn the_list_in_the_documentation_is_the_table() {
    let text = std::fs::read_to_string(PATH).expect("docs/rtf-support.md");
    let begin = text.find(BEGIN).expect("where the list begins") + BEGIN.len();
    let end = text.find(END).expect("where the list ends");
    let list = list();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        let text = [&text[..begin], &list, &text[end..]].concat();
        std::fs::write(PATH, text).expect("docs/rtf-support.md is written");
        return;
    }
    assert!(text[begin..end] == list, "the table has changed: run this test with UPDATE=1");
}

#[test]
fn words_of_a_home_mean_something_there() {
    for &(name, word) in NAMES {
        let at_home = match HOMES[word as usize] {
            Home::Anywhere | Home::Body => true,
            Home::FontTable => matches!(word.meaning(), Meaning::FontEntry(_)),
            Home::Style => matches!(word.meaning(), Meaning::Style(_)),
            Home::ColorTable => matches!(word.meaning(), Meaning::ColorEntry(_)),
            Home::Picture => matches!(word.meaning(), Meaning::PictureData(_)),
        };
        assert!(at_home, "{name}");
    }
}
