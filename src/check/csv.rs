//! What is wrong with CSV: rows of different lengths, quotes where none should be.
//!
//! Source  RFC 4180.

use super::Findings;

pub(super) fn look(text: &str, findings: &mut Findings) {
    let bytes = text.as_bytes();
    // The one that stands most often in the first line.
    let line = text.lines().next().unwrap_or("");
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = *b"|\t;,".iter().max_by_key(|delimiter| count(delimiter)).unwrap_or(&b',');
    let (mut at, mut fields) = (0, None);
    while at < bytes.len() {
        let row = at;
        let mut count = 1;
        loop {
            // A field.
            if bytes.get(at) == Some(&b'"') {
                let open = at;
                at += 1;
                loop {
                    match memchr::memchr(b'"', bytes.get(at..).unwrap_or(&[])) {
                        None => {
                            return findings.add("open_quote", open, "this quote is not closed");
                        }
                        Some(end) if bytes.get(at + end + 1) == Some(&b'"') => at += end + 2,
                        Some(end) => {
                            at += end + 1;
                            break;
                        }
                    }
                }
                if !matches!(bytes.get(at), None | Some(b'\r' | b'\n'))
                    && bytes.get(at) != Some(&delimiter)
                {
                    findings.add("stray_quote", at, "something stands behind a closed quote");
                }
            }
            while at < bytes.len() && !matches!(bytes[at], b'\r' | b'\n') && bytes[at] != delimiter
            {
                at += 1;
            }
            if bytes.get(at) != Some(&delimiter) {
                break;
            }
            at += 1;
            count += 1;
        }
        let is_empty = at == row;
        at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
        match fields {
            None => fields = Some(count),
            Some(expected) if expected != count && !is_empty => {
                findings.add(
                    "ragged_row",
                    row,
                    format!("this row has {count} fields, the first {expected}"),
                );
            }
            Some(_) => {}
        }
    }
}
