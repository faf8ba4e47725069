//! CriticMarkup: tracked changes and comments in Markdown, and through RTF and HTML.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

use Format::{Html, Json, Markdown, Rtf};

fn convert(options: &str, from: Format, to: Format, input: &str) -> String {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    String::from_utf8(converter.convert(from, to, input.as_bytes()).unwrap()).unwrap()
}

const BOTH: &str = "Changes=Markup;Comments=Keep";

/// Markdown, and what it is behind RTF and back, behind HTML, and behind pandoc's tree.
#[test]
fn marks_stay_in_every_format() {
    for text in [
        "a {++b++} c",
        "a{++b++}c",
        "a {--b *c*--} d",
        "{--old--}{++new++} words",
        "a {++**bold** and `code`++}",
        "a {==b **c**==}{>>Why?<<} d",
        "a{>>here<<} b",
        "- item {++x++}\n- {>>none<<}other",
        "# A {==heading==}{>>too long<<}",
        "| a |\n| --- |\n| b {++c++} |",
        "a {>>x \\<y\\> \\\\ z<<} b",
        "> a {==b==}{>>c<<}",
    ] {
        for middle in [Rtf, Html, Json, Markdown] {
            let there = convert(BOTH, Markdown, middle, text);
            let back = convert(BOTH, middle, Markdown, &there);
            assert_eq!(back.trim_end(), text, "{middle:?}\n{there}");
        }
    }
}

#[test]
fn what_is_read_in_one_line_each() {
    for (text, options, expected) in [
        ("a {~~b~>c~~} d", BOTH, "a {--b--}{++c++} d"),
        ("a {==b==} c", BOTH, "a <mark>b</mark> c"),
        // Nothing is read that was not asked for, and nothing else is escaped.
        ("a {++b++} {>>c<<}", "", "a {++b++} {>>c<<}"),
        ("a {++b++} {>>c<<}", "Comments=Keep", "a {++b++} {>>c<<}"),
        ("a\n\n{>>c<<}", "Comments=Keep", "a\n\n{>>c<<}"),
        ("- {>>c<<}\n- b", "Comments=Keep", "- {>>c<<}\n- b"),
        ("a \\{++b++} \\{>>c", "Comments=Keep", "a {++b++} \\{>>c"),
        ("a \\{==b \\{--c", "Changes=Markup", "a {==b \\{--c"),
        ("a \\{++b++}", BOTH, "a \\{++b++\\}"),
        ("{++a", BOTH, "\\{++a"),
        ("{++a\n\nb++}", BOTH, "\\{++a\n\nb++\\}"),
        ("*a {++b* c++}", BOTH, "*a \\{++b* c++\\}"),
        ("`{++a++}`", BOTH, "`{++a++}`"),
        ("a {++b++} c", "Changes=Accept", "a {++b++} c"),
        ("the {--old --}text{++ new++} end", BOTH, "the {--old --}text{++ new++} end"),
        ("a{++ ++}b x{-- --}y *c{++ d ++}* e", BOTH, "a{++ ++}b x{-- --}y *c{++ d ++}* e"),
        ("# a {++b++}", "Changes=Markup;HeadingAttributes=Yes", "# a {++b++}"),
        ("# a {==b==}{>>c<<}", "Comments=Keep;HeadingAttributes=Yes", "# a {==b==}{>>c<<}"),
    ] {
        assert_eq!(
            convert(options, Markdown, Markdown, text).trim_end(),
            expected,
            "{text} {options}"
        );
    }
}

const WORDS: &str = r"{\rtf1\ansi{\fonttbl{\f0 Calibri;}}{\*\revtbl{Unknown;}{Ann;}}
\pard The {\*\atrfstart 1}quick {\b brown}{\*\atrfend 1}{\*\atnid AB}{\*\atnauthor Ann B}\chatn
{\*\annotation{\*\atnref 1}{\*\atndate 1989915550}\pard\plain {\chatn }Why {\i this}?\par Second.} fox{\*\atnid X}{\*\atnauthor Xu}
\chatn{\*\annotation Here} jumps {\revised\revauth1 high}{\deleted\revauthdel1 low}.\par}";

#[test]
fn comments_of_word_stay() {
    for (options, expected) in [
        ("", "The quick **brown** fox jumps high."),
        (
            BOTH,
            "The {==quick **brown**==}{>>Why this? Second.<<} fox{>>Here<<} jumps {++high++}{--low--}.",
        ),
    ] {
        assert_eq!(convert(options, Rtf, Markdown, WORDS).trim_end(), expected, "{options:?}");
    }
    // RTF, HTML and pandoc's tree keep all of it, without being asked.
    for middle in [Rtf, Html, Json] {
        let there = convert("", Rtf, middle, WORDS);
        let back = convert("", middle, Rtf, &there);
        for part in [
            "\\atnauthor Ann B}",
            "\\atnid AB}",
            "\\atrfstart 0}quick {\\b brown}{\\*\\atrfend 0}",
            "Second.",
        ] {
            assert!(back.contains(part), "{middle:?}: {part} is not in {back}");
        }
        assert!(middle == Json || back.contains("Why {\\i this}?\\par"), "{back}");
        assert_eq!(convert("", Rtf, middle, &convert("", middle, Rtf, &there)), there);
    }
    let dropped = convert("Comments=Drop", Rtf, Rtf, WORDS);
    assert!(!dropped.contains("annotation") && !dropped.contains("Why"));
}

#[test]
fn losses_are_told() {
    for (options, to, comments, authors) in [
        ("", Markdown, 2, 1),
        (BOTH, Markdown, 0, 4),
        ("", Rtf, 0, 0),
        ("Comments=Drop", Rtf, 2, 0),
    ] {
        let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
        let mut report = Report::default();
        converter.convert_reporting(Rtf, to, WORDS.as_bytes(), &mut report).unwrap();
        let count =
            |loss| report.iter().find(|(found, _)| *found == loss).map_or(0, |it| it.1.count);
        let found = (count(Loss::Comment), count(Loss::ChangeAuthor));
        assert_eq!(found, (comments, authors), "{options:?} {to:?}");
    }
}
