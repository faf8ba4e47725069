//! What is wrong with HTML: elements that do not end, ends of none, tags that do not.
//!
//! Source  the HTML standard, "Optional tags", "Void elements".

use super::Findings;
use crate::memory;
use crate::system::halt;
use crate::work;
use std::collections::HashMap;

/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose end may be left out.
const OPTIONAL: &[&str] = &[
    "html", "head", "body", "li", "dt", "dd", "p", "rt", "rp", "optgroup", "option", "colgroup",
    "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
];
/// Elements whose text holds no tags.
const RAW: &[&str] = &["script", "style", "textarea", "title"];
/// Open elements that are told apart.
const DEEP: usize = 4096;

pub(super) fn look(text: &str, findings: &mut Findings) {
    let bytes = text.as_bytes();
    let mut open: Vec<(&str, usize)> = Vec::new();
    // How many of them have a name, so that an end that closes none is told without a search.
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut at = 0;
    while let Some(tag) = memchr::memchr(b'<', bytes.get(at..).unwrap_or(&[])) {
        let start = at + tag;
        if halt::is_due() {
            return;
        }
        let rest = &text[start + 1..];
        at = start + 1;
        if let Some(comment) = rest.strip_prefix("!--") {
            match comment.find("-->") {
                Some(end) => at += 6 + end,
                None => return findings.add("bad_tag", start, "this comment does not end"),
            }
            continue;
        }
        let is_end = rest.starts_with('/');
        let name = &rest[usize::from(is_end)..];
        let length =
            name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = &name[..length];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        // To the end of the tag, quotes passed over.
        let mut quote = 0;
        let inside = rest.bytes().position(|byte| match byte {
            b'"' | b'\'' if quote == 0 => {
                quote = byte;
                false
            }
            byte if byte == quote => {
                quote = 0;
                false
            }
            b'>' => quote == 0,
            _ => false,
        });
        let Some(inside) = inside else {
            return findings.add("bad_tag", start, format!("the tag of <{name}> does not end"));
        };
        at = start + 1 + inside + 1;
        let is = |list: &[&str]| list.iter().any(|other| other.eq_ignore_ascii_case(name));
        if is_end {
            let is_open = counts.get(&name.to_ascii_lowercase()).is_some_and(|count| *count > 0);
            let is_it = |(other, _): &(&str, usize)| {
                work::step(1);
                other.eq_ignore_ascii_case(name)
            };
            let place = if is_open { open.iter().rposition(is_it) } else { None };
            match place {
                Some(place) => {
                    for (inner, _) in &open[place..] {
                        work::step(1);
                        counts.entry(inner.to_ascii_lowercase()).and_modify(|count| *count -= 1);
                    }
                    for &(inner, start) in &open[place + 1..] {
                        if !OPTIONAL.iter().any(|other| other.eq_ignore_ascii_case(inner)) {
                            findings.add("open_element", start, format!("<{inner}> is not closed"));
                        }
                    }
                    open.truncate(place);
                }
                None if is(&["p", "br"]) => {}
                None => findings.add("stray_end", start, format!("</{name}> closes nothing")),
            }
        } else if !is(VOID) && !rest[..inside].ends_with('/') {
            if open.len() < DEEP {
                *counts.entry(name.to_ascii_lowercase()).or_default() += 1;
                if !memory::push(&mut open, (name, start)) {
                    return;
                }
            }
            if is(RAW) {
                let end = text[at..].find("</").map_or(text.len(), |end| at + end);
                at = end;
            }
        }
    }
    for (name, start) in open {
        if !OPTIONAL.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            findings.add("open_element", start, format!("<{name}> is not closed"));
        }
    }
}
