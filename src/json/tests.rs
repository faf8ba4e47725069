//! Trees there and back.

use super::*;
use crate::document::{Document, View};
use crate::error::{Result, Status};
use crate::memory::Output;
use crate::options::Options;
use crate::report::{Loss, Report};

fn read_tree(tree: &str) -> Result<(Document, Report)> {
    let (mut doc, mut report) = (Document::default(), Report::default());
    doc.reset(64);
    let scratch = &mut ReaderScratch::default();
    read(tree, &Options::default(), &mut doc, &mut report, scratch)?;
    Ok((doc, report))
}

fn written(doc: &Document, source: &str) -> String {
    let mut out = Output::new(Vec::new(), 1 << 24);
    let view = View { doc, source: source.as_bytes() };
    write(view, &mut out, &mut Report::default(), &mut Scratch::default()).unwrap();
    String::from_utf8(out.finish().unwrap()).unwrap()
}

fn tree(blocks: &str) -> String {
    format!(r#"{{"pandoc-api-version":[1,23,1],"meta":{{}},"blocks":[{blocks}]}}"#)
}

/// Blocks that come back byte for byte, as pandoc writes them.
const SAME: &[&str] = &[
    r#"{"t":"Para","c":[{"t":"Str","c":"a"},{"t":"Space"},{"t":"Emph","c":[{"t":"Str","c":"b\"\\é漢😀"}]},{"t":"SoftBreak"},{"t":"LineBreak"}]}"#,
    r#"{"t":"Para","c":[{"t":"Strong","c":[{"t":"Strikeout","c":[{"t":"Superscript","c":[{"t":"Subscript","c":[{"t":"Underline","c":[{"t":"SmallCaps","c":[{"t":"Str","c":"x"}]}]}]}]}]}]}]}"#,
    r#"{"t":"Para","c":[{"t":"Space"},{"t":"Space"},{"t":"Code","c":[["",[],[]],"a  b"]},{"t":"Math","c":[{"t":"InlineMath"},"x^2"]},{"t":"Math","c":[{"t":"DisplayMath"},"\\int"]},{"t":"RawInline","c":["html","<i>"]}]}"#,
    r#"{"t":"Header","c":[2,["id",[],[]],[{"t":"Str","c":"h"}]]}"#,
    r#"{"t":"CodeBlock","c":[["",["rust","ignore"],[]],"a\n\nb"]},{"t":"CodeBlock","c":[["",["{.x}"],[["info","{.x} y"]]],""]},{"t":"RawBlock","c":["html","<p>\n"]},{"t":"HorizontalRule"}"#,
    r#"{"t":"BlockQuote","c":[{"t":"BulletList","c":[[{"t":"Plain","c":[{"t":"Str","c":"a"}]},{"t":"BulletList","c":[[{"t":"Plain","c":[{"t":"Str","c":"b"}]}]]}],[]]}]}"#,
    r#"{"t":"OrderedList","c":[[3,{"t":"LowerRoman"},{"t":"TwoParens"}],[[{"t":"Para","c":[{"t":"Str","c":"a"}]},{"t":"Para","c":[{"t":"Str","c":"b"}]}]]]}"#,
    r#"{"t":"BulletList","c":[[{"t":"Plain","c":[{"t":"Str","c":"☐"},{"t":"Space"},{"t":"Str","c":"a"}]}],[{"t":"Plain","c":[{"t":"Str","c":"☒"},{"t":"Space"},{"t":"Str","c":"b"}]}]]}"#,
    r#"{"t":"DefinitionList","c":[[[{"t":"Str","c":"t"}],[[{"t":"Plain","c":[{"t":"Str","c":"a"}]}],[{"t":"Para","c":[{"t":"Str","c":"b"}]},{"t":"Para","c":[{"t":"Str","c":"c"}]}]]],[[{"t":"Str","c":"u"}],[]]]}"#,
    r#"{"t":"Para","c":[{"t":"Link","c":[["",[],[]],[{"t":"Str","c":"l"}],["u","t"]]},{"t":"Image","c":[["",[],[["width","1.5in"],["height","0.0007in"]]],[],["p.png",""]]}]}"#,
    r#"{"t":"Para","c":[{"t":"Span","c":[["",["mark"],[]],[{"t":"Str","c":"m"}]]},{"t":"Span","c":[["",["kbd"],[]],[{"t":"Str","c":"k"}]]},{"t":"Span","c":[["a",[],[]],[]]}]}"#,
    r##"{"t":"Para","c":[{"t":"Span","c":[["",[],[["style","color: #0102ff; background-color: #00ff00"]]],[{"t":"Str","c":"m"}]]}]}"##,
    r#"{"t":"Para","c":[{"t":"Span","c":[["",["insertion"],[["author","A B"],["date","2026-01-02T03:04:05Z"]]],[{"t":"Str","c":"n"}]]},{"t":"Span","c":[["",["deletion"],[]],[{"t":"Str","c":"o"}]]}]}"#,
    r#"{"t":"Para","c":[{"t":"Span","c":[["",["comment-start"],[["id","0"],["author","A"],["date","2026-01-02T03:04:05Z"]]],[{"t":"Str","c":"say"},{"t":"Space"},{"t":"Str","c":"it"}]]},{"t":"Str","c":"x"},{"t":"Span","c":[["",["comment-end"],[["id","0"]]],[]]}]}"#,
    r#"{"t":"Para","c":[{"t":"Str","c":"x"},{"t":"Note","c":[{"t":"Para","c":[{"t":"Str","c":"n"},{"t":"Note","c":[{"t":"Para","c":[{"t":"Str","c":"m"}]}]}]}]}]},{"t":"Para","c":[{"t":"Note","c":[]}]}"#,
    r#"{"t":"Div","c":[["",["note"],[]],[{"t":"Div","c":[["",["title"],[]],[{"t":"Para","c":[{"t":"Str","c":"Note"}]}]]},{"t":"Para","c":[{"t":"Str","c":"x"}]}]]}"#,
    r#"{"t":"Div","c":[["",[],[["style","text-align: center"],["dir","rtl"]]],[{"t":"Para","c":[{"t":"Str","c":"x"}]}]]},{"t":"Para","c":[]}"#,
    r#"{"t":"Figure","c":[["",[],[]],[null,[{"t":"Plain","c":[{"t":"Str","c":"cap"}]}]],[{"t":"Plain","c":[{"t":"Image","c":[["",[],[]],[{"t":"Str","c":"alt"}],["p","t"]]}]}]]}"#,
    r#"{"t":"RawBlock","c":["openxml","<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"]}"#,
    r#"{"t":"Table","c":[["",[],[]],[null,[{"t":"Plain","c":[{"t":"Str","c":"c"}]}]],[[{"t":"AlignLeft"},{"t":"ColWidth","c":0.25}],[{"t":"AlignDefault"},{"t":"ColWidthDefault"}],[{"t":"AlignRight"},{"t":"ColWidthDefault"}]],[["",[],[]],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"h"}]}]],[["",[],[]],{"t":"AlignDefault"},1,2,[]]]]]],[[["",[],[]],0,[],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},2,2,[{"t":"Para","c":[{"t":"Str","c":"a"}]},{"t":"Para","c":[{"t":"Str","c":"b"}]}]],[["",[],[]],{"t":"AlignDefault"},1,1,[]]]],[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"BulletList","c":[[{"t":"Plain","c":[{"t":"Str","c":"x"}]}]]}]]]]]]],[["",[],[]],[]]]}"#,
    r#"{"t":"Div","c":[["",[],[["dir","rtl"]]],[{"t":"Table","c":[["",[],[]],[null,[]],[[{"t":"AlignDefault"},{"t":"ColWidthDefault"}],[{"t":"AlignDefault"},{"t":"ColWidthDefault"}]],[["",[],[]],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"אחת"}]}]],[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"b"}]}]]]]]],[[["",[],[]],0,[],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"ג"}]}]],[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"5"}]}]]]]]]],[["",[],[]],[]]]}]]}"#,
    // Names that links lead to.
    r##"{"t":"Para","c":[{"t":"Link","c":[["",[],[]],[{"t":"Str","c":"go"}],["#f",""]]},{"t":"Link","c":[["",[],[]],[{"t":"Str","c":"go"}],["#t",""]]},{"t":"Link","c":[["",[],[]],[{"t":"Str","c":"go"}],["#c%20d",""]]}]},{"t":"Figure","c":[["f",[],[]],[null,[{"t":"Plain","c":[{"t":"Str","c":"cap"}]}]],[{"t":"Plain","c":[{"t":"Image","c":[["",[],[]],[{"t":"Str","c":"alt"}],["p","t"]]}]}]]},{"t":"Table","c":[["t",[],[]],[null,[]],[[{"t":"AlignLeft"},{"t":"ColWidthDefault"}]],[["",[],[]],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,[{"t":"Plain","c":[{"t":"Str","c":"h"}]}]]]]]],[[["",[],[]],0,[],[]]],[["",[],[]],[]]]},{"t":"CodeBlock","c":[["c d",["rust"],[]],"x"]}"##,
];

#[test]
fn trees_come_back_as_they_were() {
    for blocks in SAME
        .iter()
        .map(|blocks| tree(blocks))
        .chain([SAME.join(","), String::new()].map(|blocks| tree(&blocks)))
    {
        let (doc, report) = read_tree(&blocks).unwrap();
        assert_eq!(written(&doc, &blocks), blocks);
        assert!(report.is_empty(), "{blocks}: {:?}", report.iter().collect::<Vec<_>>());
    }
}

/// What is made of facts that are more than words, and how often that is counted.
#[test]
fn facts_are_words() {
    let inlines = |inlines: &str| format!(r#"{{"t":"MetaInlines","c":[{inlines}]}}"#);
    let word = |word: &str| inlines(&format!(r#"{{"t":"Str","c":"{word}"}}"#));
    let para = |word: &str| format!(r#"{{"t":"Para","c":[{{"t":"Str","c":"{word}"}}]}}"#);
    let person =
        format!(r#"{{"t":"MetaMap","c":{{"email":{},"name":{}}}}}"#, word("z@x"), word("Zed"));
    for (given, expected, lost) in [
        (
            format!(r#"{{"t":"MetaBlocks","c":[{},{}]}}"#, para("One."), para("Two.")),
            "One. Two.",
            1,
        ),
        (format!(r#"{{"t":"MetaList","c":[{person},{person}]}}"#), "Zed, Zed", 2),
        (person.clone(), "", 1),
        (r#"{"t":"MetaBool","c":false}"#.into(), "false", 0),
        (r#"{"t":"MetaString","c":"a"}"#.into(), "a", 0),
        (inlines(r#"{"t":"Emph","c":[{"t":"Str","c":"a"}]}"#), "a", 1),
        (inlines(r#"{"t":"Str","c":"a"},{"t":"Note","c":[]}"#), "a", 1),
        (
            inlines(
                r#"{"t":"Quoted","c":[{"t":"DoubleQuote"},[{"t":"Str","c":"a"},{"t":"Quoted","c":[{"t":"SingleQuote"},[{"t":"Str","c":"b"}]]}]]},{"t":"Str","c":"c"}"#,
            ),
            "“a‘b’”c",
            0,
        ),
    ] {
        let given = format!(r#"{{"meta":{{"x":{given}}},"blocks":[]}}"#);
        let (doc, report) = read_tree(&given).unwrap();
        let value = doc.properties.first().and_then(|&(_, value)| doc.own_text(value));
        let found = (value.unwrap_or(""), report.get(Loss::Metadata).count);
        assert_eq!(found, (expected, lost), "{given}");
    }
}

#[test]
fn facts_come_back_as_they_were() {
    let given = concat!(
        r#"{"pandoc-api-version":[1,23,1],"meta":{"title":{"t":"MetaInlines","c":[{"t":"Str","c":"A"},"#,
        r#"{"t":"Space"},{"t":"Str","c":"B"}]},"author":{"t":"MetaList","c":[{"t":"MetaInlines","c":[{"t":"Str","c":"C"}]},"#,
        r#"{"t":"MetaInlines","c":[{"t":"Str","c":"D"}]}]},"own":{"t":"MetaInlines","c":[{"t":"Str","c":"x"}]},"toc":{"t":"MetaBool","c":false},"#,
        r#""tags":{"t":"MetaList","c":[{"t":"MetaInlines","c":[{"t":"Str","c":"a"}]},{"t":"MetaInlines","c":[{"t":"Str","c":"b"}]}]}},"blocks":[]}"#,
    );
    assert_eq!(written(&read_tree(given).unwrap().0, given), given);
}

/// What a tree says in other words, and what is kept of it.
#[test]
fn other_trees_mean_the_same() {
    let str = |word: &str| format!(r#"{{"t":"Str","c":"{word}"}}"#);
    let para = |inlines: &str| format!(r#"{{"t":"Para","c":[{inlines}]}}"#);
    let cases = [
        // Keys in any order.
        (r#"{"c":[{"c":"a","t":"Str"}],"t":"Para"}"#.to_owned(), para(&str("a"))),
        (
            para(r#"{"t":"Quoted","c":[{"t":"SingleQuote"},[{"t":"Str","c":"a"}]]}"#),
            para(&str("‘a’")),
        ),
        (para(r#"{"t":"Cite","c":[[],[{"t":"Str","c":"a"}]]}"#), para(&str("a"))),
        (para(r#"{"t":"Str","c":"a\u0000\u0001\ud800b"}"#), para(&str("a\u{FFFD}\u{FFFD}b"))),
        (r#"{"t":"Null"}"#.into(), String::new()),
        (r#"{"t":"Later","c":[1]}"#.into(), String::new()),
        (
            r#"{"t":"LineBlock","c":[[{"t":"Str","c":"a"}],[],[{"t":"Str","c":"b"}]]}"#.into(),
            para(&[&str("a"), r#"{"t":"LineBreak"}"#, r#"{"t":"LineBreak"}"#, &str("b")].join(",")),
        ),
        (
            r#"{"t":"Div","c":[["x",["y"],[]],[{"t":"HorizontalRule"}]]}"#.into(),
            r#"{"t":"HorizontalRule"}"#.into(),
        ),
    ];
    for (given, expected) in &cases {
        let given = tree(given);
        assert_eq!(written(&read_tree(&given).unwrap().0, &given), tree(expected), "{given}");
    }
    // Tables as they were before 1.21.
    let old = r#"{"t":"Table","c":[[{"t":"Str","c":"c"}],[{"t":"AlignLeft"}],[5.0e-2],[[]],[[[{"t":"Plain","c":[{"t":"Str","c":"x"}]}]]]]}"#;
    let given = format!(r#"{{"blocks":[{old}],"meta":{{}},"pandoc-api-version":[1,20]}}"#);
    let back = written(&read_tree(&given).unwrap().0, &given);
    assert!(
        back.contains(r#"{"t":"ColWidth","c":0.05}"#)
            && back.contains(r#""c":[{"t":"Str","c":"x"}]"#),
        "{back}"
    );
    assert!(back.contains(r#"[null,[{"t":"Plain","c":[{"t":"Str","c":"c"}]}]]"#), "{back}");
}

/// What a tree says and the model does not, and how it is counted.
#[test]
fn what_is_not_held_is_counted() {
    use Loss::*;
    const LINK: &str =
        r##"{"t":"Para","c":[{"t":"Link","c":[["",[],[]],[{"t":"Str","c":"go"}],["#x",""]]}]}"##;
    let table = |attributes: &str, caption: &str, head: &str, bodies: &str, foot: &str| {
        let column = r#"[{"t":"AlignLeft"},{"t":"ColWidthDefault"}]"#;
        format!(
            r#"{{"t":"Table","c":[{attributes},{caption},[{column},{column}],{head},[{bodies}],{foot}]}}"#
        )
    };
    const NO: &str = r#"["",[],[]]"#;
    const NO_CAPTION: &str = "[null,[]]";
    let cell = |words: &str, set: &str| {
        format!(
            r#"[{NO},{{"t":"Align{set}"}},1,1,[{{"t":"Plain","c":[{{"t":"Str","c":"{words}"}}]}}]]"#
        )
    };
    let row = |words: &str| format!("[{NO},[{},{}]]", cell(words, "Default"), cell(words, "Left"));
    let part = |rows: &str| format!("[{NO},[{rows}]]");
    let body = |heads: u32, head: &str, rows: &str| format!("[{NO},{heads},[{head}],[{rows}]]");
    let plain = |head: &str, bodies: &str, foot: &str| {
        table(NO, NO_CAPTION, &part(head), bodies, &part(foot))
    };
    let rows = [row("a"), row("b")].join(",");
    let named = r#"["x",[],[]]"#;
    type Case<'a> = (String, &'a [(Loss, u32)], &'a str);
    let cases: &[Case<'_>] = &[
        // Identifiers: what links lead to is kept, other ones are counted.
        (r#"{"t":"CodeBlock","c":[["y",["c"],[["startFrom","3"]]],"x"]}"#.into(), &[(Other, 1)], ""),
        (r#"{"t":"Div","c":[["x",[],[]],[{"t":"Para","c":[]}]]}"#.into(), &[], "anchor"),
        (r#"{"t":"Div","c":[["x",["note"],[]],[{"t":"Para","c":[]}]]}"#.into(), &[], "anchor"),
        (r#"{"t":"Div","c":[["y",["note"],[]],[{"t":"Para","c":[]}]]}"#.into(), &[(Other, 1)], ""),
        (r#"{"t":"Div","c":[["",["note"],[["k","v"]]],[]]}"#.into(), &[(Other, 1)], "alert"),
        (
            r#"{"t":"Div","c":[["",["note"],[]],[{"t":"Div","c":[["",["title"],[]],[{"t":"Para","c":[{"t":"Str","c":"Mine"}]}]]}]]}"#.into(),
            &[(Other, 1)],
            "Mine",
        ),
        (r#"{"t":"Div","c":[["x",[],[]],[{"t":"HorizontalRule"}]]}"#.into(), &[], "anchor"),
        (r#"{"t":"Para","c":[{"t":"Code","c":[["x",[],[]],"c"]}]}"#.into(), &[], "anchor"),
        (r#"{"t":"Para","c":[{"t":"Link","c":[["x",[],[]],[],["u",""]]}]}"#.into(), &[], "anchor"),
        (r#"{"t":"Para","c":[{"t":"Image","c":[["y",[],[]],[],["u",""]]}]}"#.into(), &[(Other, 1)], ""),
        (table(named, NO_CAPTION, &part(&rows), "", &part("")), &[(Table, 1)], "anchor"),
        // Levels, numbers and sizes.
        (r#"{"t":"Header","c":[7,["",[],[]],[]]}"#.into(), &[(Other, 1)], "level=6"),
        (r#"{"t":"OrderedList","c":[[-3,{"t":"Decimal"},{"t":"Period"}],[[]]]}"#.into(), &[(ListStyle, 1)], ""),
        (
            r#"{"t":"Para","c":[{"t":"Image","c":[["",[],[["width","50%"],["height","1in"]]],[],["p",""]]}]}"#.into(),
            &[(PictureSize, 1)],
            "",
        ),
        // Tables.
        (plain(&row("a"), &body(0, "", &rows), ""), &[], ""),
        (plain(&row("a"), &body(1, "", &rows), ""), &[], "strong"),
        (plain(&rows, &body(0, "", &rows), ""), &[(Table, 1)], "strong"),
        (plain(&row("a"), &body(0, &row("h"), &rows), ""), &[(Table, 1)], "strong"),
        (plain(&row("a"), &[body(0, "", &rows), body(0, "", &rows)].join(","), ""), &[(Table, 1)], ""),
        (plain(&row("a"), &body(0, "", &rows), &row("f")), &[(Table, 1)], ""),
        (
            plain(&format!("[{NO},[{}]]", cell("a", "Center")), &body(0, "", &rows), ""),
            &[(Alignment, 1)],
            "",
        ),
        (
            table(r#"["",["c"],[]]"#, r#"[[{"t":"Str","c":"s"}],[]]"#, &part(""), &body(0, "", &rows), &part("")),
            &[(Other, 2)],
            "",
        ),
        (plain(&format!(r#"[["",["odd"],[]],[{}]]"#, cell("a", "Default")), "", ""), &[(Other, 1)], ""),
    ];
    for (blocks, losses, shows) in cases {
        let given = tree(&format!("{LINK},{blocks}"));
        let (doc, report) = read_tree(&given).unwrap();
        let found: Vec<_> = report.iter().map(|(loss, entry)| (loss, entry.count)).collect();
        assert_eq!(found, *losses, "{blocks}");
        let mut dump = String::new();
        doc.dump(given.as_bytes(), &mut dump);
        assert!(dump.contains(shows), "{blocks}\n{dump}");
    }
}

#[test]
fn what_is_no_tree_is_told_with_its_place() {
    for (text, status, place) in [
        ("{\"blocks\":[}", Status::BadEncoding, 11),
        ("", Status::BadEncoding, 0),
        ("[]", Status::BadArgument, 0),
        ("{\"blocks\":{}}", Status::BadArgument, 0),
        ("{\"pandoc-api-version\":[1,19],\"blocks\":[]}", Status::BadArgument, 22),
        ("{\"pandoc-api-version\":[2,0],\"blocks\":[]}", Status::BadArgument, 22),
        ("{\"pandoc-api-version\":1,\"blocks\":[]}", Status::BadArgument, 22),
    ] {
        let error = read_tree(text).unwrap_err();
        assert_eq!((error.status, error.offset), (status, Some(place)), "{text}");
    }
}

/// Anything may stand where a tree's parts should: nothing of it is an error, nor slow, nor deep.
#[test]
fn damaged_trees_are_read_as_far_as_they_go() {
    let parts = [
        "null",
        "[]",
        "{}",
        "\"x\"",
        "-1e9",
        "[[[[]]]]",
        "{\"t\":\"Para\"}",
        "99999999999999999999",
    ];
    for blocks in SAME {
        let whole = tree(blocks);
        // Each value in turn becomes something else.
        let mut tape = crate::text::json::Tape::default();
        tape.read(&whole).unwrap();
        for at in 1..whole.len() as u32 {
            let start = tape.place(at);
            if start == 0 {
                break;
            }
            let end = start + tape.written(&whole, at).len();
            if end == start || whole.as_bytes()[start - 1] == b'"' {
                continue;
            }
            for part in parts {
                let damaged = format!("{}{part}{}", &whole[..start], &whole[end..]);
                if let Ok((doc, _)) = read_tree(&damaged) {
                    let back = written(&doc, &damaged);
                    assert!(read_tree(&back).is_ok(), "{damaged}\n{back}");
                }
            }
        }
    }
    for (open, close) in [
        (r#"{"t":"BlockQuote","c":["#, "]}"),
        (r#"{"t":"BulletList","c":[["#, "]]}"),
        (r#"{"t":"Para","c":[{"t":"Note","c":["#, "]}]}"),
        (
            r#"{"t":"Table","c":[["",[],[]],[null,[]],[[{"t":"AlignLeft"},{"t":"ColWidthDefault"}]],[["",[],[]],[]],[[["",[],[]],0,[],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},1,1,["#,
            r#"]]]]]]],[["",[],[]],[]]]}"#,
        ),
    ] {
        let deep = tree(&(open.repeat(3000) + &close.repeat(3000)));
        let (doc, _) = read_tree(&deep).unwrap();
        assert!(read_tree(&written(&doc, &deep)).is_ok());
    }
}

#[test]
fn spans_beyond_the_table_end_with_it() {
    let cell = |rows: u32, columns: u32| {
        format!(r#"[["",[],[]],{{"t":"AlignDefault"}},{rows},{columns},[]]"#)
    };
    let row = |cells: &[String]| format!(r#"[["",[],[]],[{}]]"#, cells.join(","));
    let rows =
        [row(&[cell(9, 1), cell(1, 4_000_000_000)]), row(&[cell(1, 1), cell(1, 1), cell(1, 1)])]
            .join(",");
    let specs = r#"[{"t":"AlignLeft"},{"t":"ColWidthDefault"}]"#;
    let table = format!(
        r#"{{"t":"Table","c":[["",[],[]],[null,[]],[{specs},{specs}],[["",[],[]],[]],[[["",[],[]],0,[],[{rows}]]],[["",[],[]],[]]]}}"#
    );
    let given = tree(&table);
    let (doc, report) = read_tree(&given).unwrap();
    let mut dump = String::new();
    doc.dump(given.as_bytes(), &mut dump);
    assert!(!dump.contains("table") || doc.cells() % 2 == 0, "{dump}");
    assert!(!report.is_empty());
}
