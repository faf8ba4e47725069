//! Dollars that stand around formulas, told from those of prices and of a shell's variables.
//!
//! Units   byte offsets into the text.
//! Source  Pandoc's manual, "Math".

use memchr::memchr2;

/// Where a formula between dollars ends: none where no text behind would be read for one. What
/// follows a space or stands before one is no mark, as in Pandoc; and neither is a dollar before a
/// name or a number, which are a shell's variables and prices.
pub(super) fn formula_end(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at + 1) == Some(&b'$') {
        let mut next = at + 2;
        loop {
            let found = next + memchr2(b'$', b'\\', text.get(next..)?)?;
            match (text[found], text.get(found + 1)) {
                (b'$', Some(b'$')) => return (found > at + 2).then_some(found + 2),
                (b'\\', _) => next = found + 2,
                _ => next = found + 1,
            }
        }
    }
    if text.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let mut next = at + 1;
    loop {
        let found = next + memchr2(b'$', b'\\', text.get(next..)?)?;
        if text[found] == b'\\' {
            next = found + 2;
            continue;
        }
        if text[found - 1].is_ascii_whitespace() {
            return None;
        }
        let inner = &text[at + 1..found];
        return (!is_variable(inner, text.get(found + 1))).then_some(found + 1);
    }
}

/// Whether what stands between two dollars looks like the end of one variable or price and the
/// beginning of another.
fn is_variable(inner: &[u8], after: Option<&u8>) -> bool {
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'{' | b'(');
    if !after.is_some_and(name) {
        return false;
    }
    let word = inner.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    if is_tex(inner) {
        return false;
    }
    word > 1
        || matches!(inner.first(), Some(b'{' | b'(' | b'0'..=b'9' | b'_'))
        || word < inner.len()
}

/// Whether it has what formulas have and variables and prices have not: scripts, commands, a sum in
/// brackets, a factorial.
fn is_tex(inner: &[u8]) -> bool {
    match inner {
        [b'_', b'0'..=b'9'] | [b'_', b'{', ..] | [_, .., b'!'] => true,
        [b'(', sum @ .., b')'] => {
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-*/=<>,.".contains(byte);
            sum.iter().all(plain) && sum.iter().any(|byte| b"+-*/=<>".contains(byte))
        }
        _ => inner.iter().any(|byte| matches!(byte, b'^' | b'\\')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_others() {
        for (text, end) in [
            ("$x$", Some(3)),
            ("$x$b", Some(3)),
            ("$ x$", None),
            ("$x $", None),
            ("$5-$10", None),
            ("$A/$B", None),
            ("${A}$B", None),
            ("$(a)$b", None),
            ("$(n+1)$th", Some(7)),
            ("$_2$O", Some(4)),
            ("${}^{14}$C", Some(9)),
            ("$n!$th", Some(4)),
            ("$$x$$", Some(5)),
            ("$$$$", None),
            (r"$a\$b$", Some(6)),
        ] {
            assert_eq!(formula_end(text.as_bytes(), 0), end, "{text}");
        }
    }

    #[test]
    fn what_stands_between_dollars_in_one_line_each() {
        for (inner, after, variable) in [
            ("x", None, false),
            ("x", Some(&b'b'), false),
            ("HOME", Some(&b'b'), true),
            ("x/", Some(&b'Y'), true),
            ("5", Some(&b'1'), true),
            ("HOME", Some(&b'.'), false),
        ] {
            assert_eq!(is_variable(inner.as_bytes(), after), variable, "{inner}");
        }
    }
}
