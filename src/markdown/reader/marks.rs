//! Carets and tildes: where they may begin and end raised and lowered text.
//!
//! Shape   functions over the text that is parsed. What a mark begins holds no white space, or the mark
//!         stands where a word begins and its end where one ends.
//! Source  Pandoc's manual, "Superscripts and subscripts".

/// How far the end may be.
const FARTHEST: usize = 2_000;

/// Whether the mark at `at` may begin such text: its end is in sight.
pub(super) fn can_open(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let mark = bytes[at];
    if is_doubled(bytes, at) || after(text, at).is_none_or(char::is_whitespace) {
        return false;
    }
    let at_word = !before(text, at).is_some_and(char::is_alphanumeric);
    let (mut next, mut blank) = (at + 1, false);
    let far = bytes.len().min(at + FARTHEST);
    // More marks than one are looked at, since one may stand in an address.
    let mut marks = 0;
    while next < far && marks < 4 {
        let byte = bytes[next];
        match byte {
            b'\\' => next += 1,
            b'\n' if bytes.get(next + 1).is_none_or(|&byte| byte == b'\n') => return false,
            _ if byte == mark && !is_doubled(bytes, next) => {
                let ends_word = !after(text, next).is_some_and(char::is_alphanumeric);
                if can_close(text, next) && next > at + 1 && (!blank || (at_word && ends_word)) {
                    return true;
                }
                marks += 1;
            }
            _ if byte.is_ascii_whitespace() => {
                if !at_word {
                    return false;
                }
                blank = true;
            }
            _ => {}
        }
        next += 1;
    }
    false
}

/// Whether the mark at `at` may end such text.
pub(super) fn can_close(text: &str, at: usize) -> bool {
    before(text, at).is_some_and(|c| !c.is_whitespace()) && !is_doubled(text.as_bytes(), at)
}

/// Two of the marks side by side mean something else.
fn is_doubled(text: &[u8], at: usize) -> bool {
    let mark = Some(&text[at]);
    let escaped = at > 1 && text[at - 2] == b'\\';
    text.get(at + 1) == mark || (at > 0 && !escaped && text.get(at - 1) == mark)
}

fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text.get(at + 1..)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_one_line_each() {
        for (text, at, opens) in [
            ("H~2~O", 1, true),
            ("x^2^", 1, true),
            ("10^-3^", 2, true),
            ("a^b c^", 1, false),
            ("a ^b c^ d", 2, true),
            ("a ^b c^d", 2, false),
            ("2^10 and 3^4", 1, false),
            ("a\u{A0}^b c^", 3, true),
            ("^ a^", 0, false),
            ("~~a~~", 0, false),
            ("a~b\n\nc~", 1, false),
            ("a^b\\^c", 1, false),
            ("a^b\\^c^", 1, true),
            ("^[x](a \"b^1\")^", 0, true),
            ("~/a and ~/b", 0, false),
            ("~\\~\\~~", 0, true),
            ("\\~\\~~a~", 4, true),
        ] {
            assert_eq!(can_open(text, at), opens, "{text}");
        }
    }
}
