//! What is shown of Markdown that still arrives: rules in one line each, and every beginning of a document.

use pulldown_cmark::{Event, Options as Flags, Parser, TagEnd};

use super::complete;

fn shown(source: &str) -> String {
    let mut text = String::from(source);
    complete(&mut text, true).unwrap();
    text
}

#[test]
fn what_is_open_is_closed_and_what_cannot_be_told_waits() {
    for (arrived, expected) in [
        ("", ""),
        ("plain text", "plain text"),
        ("plain \\", "plain "),
        // Emphasis.
        ("**bo", "**bo**"),
        ("a *b", "a *b*"),
        ("a ***b", "a ***b***"),
        ("**bold*", "**bold**"),
        ("**bold**", "**bold**"),
        ("**bold** *", "**bold** "),
        ("**", ""),
        ("a *b **c", "a *b **c***"),
        ("a *b **c**", "a *b **c***"),
        ("~~gone", "~~gone~~"),
        ("**two words ", "**two words**"),
        ("2 * 3", "2 * 3"),
        ("snake_case_name", "snake_case_name"),
        ("one\n\n**two\nthree", "one\n\n**two\nthree**"),
        ("**never closed\n\nnext", "**never closed\n\nnext"),
        // Code.
        ("a `b", "a `b`"),
        ("a ``b`c`", "a ``b`c``"),
        ("a `", "a "),
        ("a `b*c` d", "a `b*c` d"),
        ("a `*b", "a `*b`"),
        ("```py\nprint(\"*\")\n", "```py\nprint(\"*\")\n"),
        ("```py\ncode\n``", "```py\ncode\n"),
        ("text\n``", "text\n"),
        ("text\n```p", "text\n"),
        ("- item\n  ~~~\n  co", "- item\n  ~~~\n  co"),
        ("```\na\n```\nb *c", "```\na\n```\nb *c*"),
        // Links and pictures.
        ("see [the te", "see the te"),
        ("see [the text]", "see the text"),
        ("see [the text](http", "see the text"),
        ("see [the text](http://a.b) f", "see [the text](http://a.b) f"),
        ("see [the **te", "see the **te**"),
        ("see [the text][re", "see the text"),
        ("a ![pict", "a "),
        ("a ![pict](x.png", "a "),
        ("a ![pict](x.png)", "a ![pict](x.png)"),
        ("array[0] = 1", "array[0] = 1"),
        ("noted[^", "noted"),
        ("[^1]: the no", ""),
        ("[name]: http", ""),
        // Tags and entities.
        ("a <di", "a "),
        ("a <", "a "),
        ("a < b", "a < b"),
        ("x &am", "x "),
        ("x & y", "x & y"),
        // Marks at the beginning of a line.
        ("text\n#", "text\n"),
        ("text\n-", "text\n"),
        ("text\n1.", "text\n"),
        ("text\n- ", "text\n"),
        ("text\n--", "text\n"),
        ("- [ ", ""),
        ("- [x] do", "- [x] do"),
        ("> [!NO", ""),
        ("> quo", "> quo"),
        ("- one\n- **tw", "- one\n- **tw**"),
        ("## Titl", "## Titl"),
        // Tables.
        ("text\n\n| a | b |", "text\n\n"),
        ("text\n\n| a | b |\n", "text\n\n"),
        ("text\n\n| a | b |\n|--", "text\n\n"),
        ("| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n"),
        ("| a | b |\n|---|---|\n|", "| a | b |\n|---|---|\n"),
        ("| a | b |\n|---|---|\n| **c", "| a | b |\n|---|---|\n| **c**"),
        ("| no table\nbut text", "| no table\nbut text"),
        // Formulas.
        ("so $$x", "so "),
        ("so \\(x", "so "),
        ("so \\(x\\) is", "so \\(x\\) is"),
    ] {
        assert_eq!(shown(arrived), expected, "{arrived:?}");
    }
}

/// The words of a document as they are seen, blocks apart.
fn words(markdown: &str) -> String {
    let flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_FOOTNOTES;
    let mut text = String::new();
    for event in Parser::new_ext(markdown, flags) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_has_been_shown_stays_while_the_rest_arrives() {
    let document = "# A *title* with `code`\n\nSome **bold and *nested* text**, a [link **bold**](http://a.example/x_(y) \"t\") \
        and ~~gone~~ \\*stars\\*, AT&amp;T, `a ``b`` c`.\n\n- one\n- [x] **two**\n  1. deep `x`\n\n> quoted *text\n> goes on*\n\n\
        ```rust\nfn main() {\n    let a = \"**\";\n}\n```\n\n| Name | Value |\n|:-----|------:|\n| *a* | 1 |\n| b\\|c | [x](y) |\n\n\
        Last ![picture](p.png) words with 2 * 3 * 4 and snake_case_name.\n\n---\n\nThe end: ***all***, __this__ <b>too</b>.\n";
    let whole = words(document);
    let mut longest = 0;
    for end in (0..=document.len()).filter(|&end| document.is_char_boundary(end)) {
        let now = words(&shown(&document[..end]));
        assert!(whole.starts_with(&now), "{:?}\n  gives {now:?}", &document[..end]);
        // It never takes back more than what a mark hides.
        assert!(
            now.len() + 12 >= longest,
            "{:?} takes back {longest} to {}",
            &document[..end],
            now.len()
        );
        longest = longest.max(now.len());
    }
    assert_eq!(words(&shown(document)), whole);
}

#[test]
fn any_beginning_of_anything_is_taken() {
    let pieces = [
        "*", "**", "_", "`", "```", "\n", "\n\n", "[", "](", ")", "!", "\\", "<a", ">", "&",
        "| a |", "|-|", "- ", "1. ", "#", "$$", "é", "w ", "~~~",
    ];
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..1 + state % 12 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(pieces[(state % pieces.len() as u64) as usize]);
        }
        shown(&text);
    }
}
