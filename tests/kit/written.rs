//! What must hold for every RTF that is written, whatever the document.

use std::collections::{BTreeMap, BTreeSet};

/// A piece of RTF.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Open,
    Close,
    Word(String, Option<i64>),
    Symbol(char),
    Text(String),
}

/// Cuts RTF into tokens. Line ends are no tokens.
pub(crate) fn tokens(rtf: &str) -> Vec<Token> {
    let bytes = rtf.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => found.push(Token::Open),
            b'}' => found.push(Token::Close),
            b'\r' | b'\n' => {}
            b'\\' => {
                at += 1;
                let start = at;
                while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                    at += 1;
                }
                if at == start {
                    found.push(Token::Symbol(bytes[at] as char));
                    at += if bytes[at] == b'\'' { 3 } else { 1 };
                    continue;
                }
                let word = rtf[start..at].to_owned();
                assert!(word.len() <= 32, "{word}");
                let digits = at;
                if bytes.get(at) == Some(&b'-') {
                    at += 1;
                }
                while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                    at += 1;
                }
                let value = rtf[digits..at].parse().ok();
                assert!(value.is_some() || at == digits, "lone minus behind {word}");
                found.push(Token::Word(word, value));
                if bytes.get(at) == Some(&b' ') {
                    at += 1;
                }
                continue;
            }
            byte => match found.last_mut() {
                Some(Token::Text(text)) => text.push(byte as char),
                _ => found.push(Token::Text((byte as char).to_string())),
            },
        }
        at += 1;
    }
    found
}

/// Panics with a message where RTF breaks a rule.
pub(crate) fn check(rtf: &str) {
    let bytes = rtf.as_bytes();
    assert!(rtf.starts_with("{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl"));
    assert!(rtf.ends_with("}\r\n"));
    assert_eq!(rtf.matches('\r').count(), rtf.matches("\r\n").count());
    assert_eq!(rtf.matches('\n').count(), rtf.matches("\r\n").count());
    assert!(bytes.iter().all(|&b| (0x20..0x7F).contains(&b) || b == b'\r' || b == b'\n'));
    // A line end inside the text would glue two words, or cut a control word off its delimiter.
    for (at, _) in rtf.match_indices("\r\n") {
        let before = &rtf[..at];
        let ends = ["}", "\\par", "\\row"].iter().any(|end| before.ends_with(end));
        let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
        assert!(
            ends || number.ends_with("\\cellx") || number.ends_with("\\margb"),
            "line end behind {:?}",
            &before[before.len().saturating_sub(20)..]
        );
    }
    let tokens = tokens(rtf);
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            _ => {}
        }
        assert!(depth > 0 || index + 1 == tokens.len(), "the document ends early");
    }
    assert_eq!(depth, 0, "braces");
    references(&tokens);
    rows(&tokens);
    markers(&tokens);
}

/// The tokens of the group whose opening brace is at `open`, without its braces.
pub(crate) fn group(tokens: &[Token], open: usize) -> &[Token] {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &tokens[open + 1..index];
        }
    }
    panic!("a group without end");
}

/// The tokens of the first group that begins with this destination; none where there is none.
pub(crate) fn destination<'a>(tokens: &'a [Token], name: &str) -> &'a [Token] {
    for (index, token) in tokens.iter().enumerate() {
        if *token == Token::Open {
            let inside = &tokens[index + 1..];
            let inside =
                if inside.first() == Some(&Token::Symbol('*')) { &inside[1..] } else { inside };
            if matches!(inside.first(), Some(Token::Word(word, _)) if word == name) {
                return group(tokens, index);
            }
        }
    }
    &[]
}

fn values(tokens: &[Token], name: &str) -> BTreeSet<i64> {
    let value = |token: &Token| match token {
        Token::Word(word, Some(value)) if word == name => Some(*value),
        _ => None,
    };
    tokens.iter().filter_map(value).collect()
}

/// Fonts, colours, styles and lists that are used are defined.
fn references(tokens: &[Token]) {
    let fonts = values(destination(tokens, "fonttbl"), "f");
    let colors = destination(tokens, "colortbl");
    let colors: usize = colors
        .iter()
        .filter_map(|token| match token {
            Token::Text(text) => Some(text.matches(';').count()),
            _ => None,
        })
        .sum();
    let stylesheet = destination(tokens, "stylesheet");
    let mut styles = BTreeMap::new();
    let mut at = 0;
    while at < stylesheet.len() {
        if stylesheet[at] == Token::Open {
            let inside = group(stylesheet, at);
            let kind = if inside[0] == Token::Symbol('*') { &inside[1] } else { &inside[0] };
            let Token::Word(kind, Some(number)) = kind else { panic!("{kind:?}") };
            assert!(styles.insert(*number, kind.clone()).is_none(), "style {number} twice");
            let Some(Token::Text(name)) = inside.last() else { panic!("a style without a name") };
            // A character of the code page before the end is a token of its own.
            let named = name.len() > 1 || !matches!(inside[inside.len() - 2], Token::Word(..));
            assert!(name.ends_with(';') && named, "{name}");
            at += inside.len() + 1;
        }
        at += 1;
    }
    let lists = values(destination(tokens, "listtable"), "listid");
    let table = destination(tokens, "listoverridetable");
    let overrides = values(table, "ls");
    assert!(values(table, "listid").is_subset(&lists), "an override without a list");
    assert!(values(tokens, "f").is_subset(&fonts), "fonts {fonts:?}");
    for name in ["cf", "chcbpat", "cbpat", "highlight", "brdrcf", "clcbpat"] {
        assert!(values(tokens, name).iter().all(|&c| (c as usize) < colors), "{name}");
    }
    for (name, kind) in [("s", "s"), ("cs", "cs"), ("sbasedon", "s"), ("snext", "s")] {
        for number in values(tokens, name) {
            assert_eq!(styles.get(&number).map(String::as_str), Some(kind), "{name}{number}");
        }
    }
    let mut used = values(tokens, "ls");
    used.remove(&0); // in no list
    assert_eq!(used, overrides, "lists");
    for name in ["li", "ri", "fi", "trleft", "cellx", "tx"] {
        assert!(values(tokens, name).iter().all(|v| v.abs() <= 31_680), "{name}");
    }
    let starts = tokens.iter().filter(|t| matches!(t, Token::Word(w, _) if w == "bkmkstart"));
    let ends = tokens.iter().filter(|t| matches!(t, Token::Word(w, _) if w == "bkmkend"));
    assert_eq!(starts.count(), ends.count());
}

/// Every row has as many cells as its definition, edges rise, cells hold no paragraph end.
/// A footnote in a cell has a stack entry of its own.
fn rows(tokens: &[Token]) {
    #[derive(Default)]
    struct Row {
        edges: Vec<i64>,
        cells: usize,
        open: bool,
        in_table: bool,
    }
    let mut stack = vec![Row::default()];
    for token in tokens {
        let row = stack.last_mut().unwrap();
        match token {
            Token::Open => stack.push(Row::default()),
            Token::Close => {
                assert!(!row.open, "a row without end");
                stack.pop();
            }
            Token::Word(word, value) => match (word.as_str(), value) {
                ("trowd", _) => {
                    assert!(!row.open);
                    *row = Row { open: true, ..Row::default() };
                }
                ("cellx", Some(edge)) => {
                    assert!(row.edges.last().is_none_or(|last| last < edge), "{:?}", row.edges);
                    row.edges.push(*edge);
                }
                ("pard", _) => row.in_table = false,
                ("intbl", _) => row.in_table = true,
                ("cell", _) => {
                    assert!(row.in_table, "a cell without \\intbl");
                    row.cells += 1;
                }
                ("row", _) => {
                    assert_eq!(row.cells, row.edges.len());
                    row.open = false;
                }
                ("par", _) => assert!(!row.open || row.in_table, "\\par in a row"),
                ("nestrow", _) => {
                    assert!(row.open && row.cells == 0);
                    row.open = false;
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// `\ls` stands directly behind the group of the marker's text, and nowhere else; `\ls0` is no marker's.
fn markers(tokens: &[Token]) {
    let override_table = destination(tokens, "listoverridetable").as_ptr_range();
    for (index, token) in tokens.iter().enumerate() {
        if matches!(token, Token::Word(word, number) if word == "ls" && *number != Some(0))
            && !override_table.contains(&std::ptr::from_ref(token))
        {
            assert_eq!(tokens[index - 1], Token::Close);
            let open = tokens[..index].iter().rposition(|token| *token == Token::Open).unwrap();
            let Token::Word(word, None) = &tokens[open + 1] else { panic!("no marker") };
            assert!(word == "listtext" || word == "pntext", "{word}");
        }
    }
}
