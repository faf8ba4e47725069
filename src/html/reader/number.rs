//! Numbers of CSS. The standard library's reader of floats holds 14 KB of tables, to be right in the last
//! bit of numbers of any length.
//!
//! Shape   digits, a point, digits, an exponent, all with their signs; `inf` and `nan` as the library has them.
//! Errors  what is no number is nothing.
//! Limits  nineteen digits count.

use std::num::IntErrorKind;

/// The number that a text is.
pub(super) fn number(text: &str) -> Option<f32> {
    let (is_negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let value = match rest {
        b"" => return None,
        word if word[0].is_ascii_alphabetic() => named(word)?,
        digits => decimal(digits)?,
    };
    Some(if is_negative { -value } else { value })
}

fn named(word: &[u8]) -> Option<f32> {
    let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
    match () {
        () if is("inf") || is("infinity") => Some(f32::INFINITY),
        () if is("nan") => Some(f32::NAN),
        () => None,
    }
}

fn decimal(text: &[u8]) -> Option<f32> {
    let (mut digits, mut exponent) = (0u64, 0i32);
    let (mut count, mut is_behind_point) = (0, false);
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                let fits = digits < 10u64.pow(18);
                if fits {
                    digits = digits * 10 + u64::from(byte - b'0');
                }
                // Each digit behind the point that counts makes it smaller, each before it that does not, larger.
                exponent = exponent.saturating_add(i32::from(!fits) - i32::from(is_behind_point));
            }
            b'.' if !is_behind_point => is_behind_point = true,
            b'e' | b'E' => {
                let power = std::str::from_utf8(&text[at + 1..]).ok()?;
                exponent = exponent.saturating_add(match power.parse::<i32>() {
                    Ok(power) => power,
                    Err(error) => match error.kind() {
                        IntErrorKind::PosOverflow => i32::MAX,
                        IntErrorKind::NegOverflow => i32::MIN,
                        _ => return None,
                    },
                });
                break;
            }
            _ => return None,
        }
        at += 1;
    }
    let mut value = digits as f64;
    let mut left = exponent.unsigned_abs().min(400);
    while left > 0 {
        // A larger power of ten is not exact.
        let part = left.min(22);
        let power = (0..part).fold(1.0, |power, _| power * 10.0);
        value = if exponent < 0 { value / power } else { value * power };
        left -= part;
    }
    (count > 0).then_some(value as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_standard_library() {
        let of_library = |text: &str| text.parse::<f32>().ok().map(f32::to_bits);
        let mut texts: Vec<String> = "|.|-|+|+-1|1.2.3|1e|e1|1e+|1e2|1E-3|-1e+2|1e40|1e-60|1e99999999999|0|-0|.5|5.|-.25\
            |inf|-INFINITY|nan|infinit|5a|12345678901234567890|0.00000000000000000000000001|16777217|1_0| 1|١"
            .split('|')
            .map(str::to_owned)
            .collect();
        for whole in (0..200).chain([999, 1440, 32_767, 65_535]) {
            for part in 0..1000 {
                texts.push(format!("{whole}.{part:03}"));
                texts.push(format!("-{whole}.{}", part % 100));
            }
        }
        for text in texts {
            let found = number(&text).map(f32::to_bits);
            assert_eq!(found, of_library(&text), "{text}");
        }
    }
}
