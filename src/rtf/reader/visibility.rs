//! Whether text is seen, and what its looks cost.
//!
//! Shape   judgements over what is given to them: formats, roles of styles, options.
//! Source  RTF 1.9.1, "Font (Character) Formatting Properties"; docs/mapping.md for hidden markup.

use super::characters::Looks;
use crate::document::Color;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::format::{CharFormat, Mark};
use crate::rtf::tables::styles::Role;

/// What becomes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Seen,
    /// It is left out, and that is a loss.
    Lost(Loss),
}

/// What becomes of text of a format, whose character and paragraph styles have these roles.
pub(super) fn fate(format: &CharFormat, changes: Changes, chars: Role, para: Role) -> Fate {
    let rejected = match changes {
        Changes::Accept => format.deleted,
        Changes::Reject => format.inserted,
        Changes::Markup | Changes::Auto => false,
    };
    if rejected {
        return Fate::Lost(Loss::DeletedText);
    }
    // Markup that has no look of its own is kept as hidden text in a style that says so.
    let markup = chars == Role::HtmlTag || para == Role::HtmlBlock;
    if format.hidden && !markup { Fate::Lost(Loss::HiddenText) } else { Fate::Seen }
}

/// What is lost of looks that Markdown has no words for, in the order of the report. Colours may be the
/// usual look of a link (`in_link` says that text is in one), of code, or of the paragraph's style.
pub(super) fn lost_looks(
    looks: Looks,
    chars: Role,
    para: Role,
    in_link: impl Fn() -> bool,
) -> [Option<Loss>; 3] {
    let usual = || {
        matches!(para, Role::Heading(_) | Role::Alert(_) | Role::TableHeading | Role::Rule)
            || chars.is_link()
            || in_link()
    };
    let code = is_shaded(chars);
    [
        looks.has(Looks::LETTERS).then_some(Loss::Font),
        (looks.has(Looks::COLOR) && !usual()).then_some(Loss::Color),
        (looks.has(Looks::BACKGROUND) && !code && !usual()).then_some(Loss::Color),
    ]
}

/// Whether text of a character style mostly stands on a ground of its own.
fn is_shaded(chars: Role) -> bool {
    matches!(chars, Role::InlineCode | Role::Tex(_) | Role::Keyboard)
}

/// A format without the colours that are usual where it stands: see [`lost_looks`]; `fixed`: it is in a typeface
/// of fixed width; `para`: what says which colours of letters are usual, and which behind them.
pub(super) fn without_usual_colors(
    format: CharFormat,
    (chars, fixed): (Role, bool),
    [para, ground]: [Role; 2],
    in_link: impl Fn() -> bool,
) -> CharFormat {
    let looks = Looks::both_colors();
    let [_, text, _] = lost_looks(looks, chars, para, &in_link);
    let [_, _, back] = lost_looks(looks, chars, ground, in_link);
    let mut format = format;
    if text.is_none() {
        format.text = Color::NONE;
    }
    let is_shade = format.back.is_shade();
    let is_usual = if is_shaded(chars) { is_shade } else { back.is_none() || fixed && is_shade };
    if is_usual {
        format.back = Color::NONE;
    }
    if format.text.is_none() && format.back.is_none() {
        format.marks.remove(Mark::Colored);
    }
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_hidden_text() {
        let plain = CharFormat::default();
        let deleted = CharFormat { deleted: true, ..plain };
        let inserted = CharFormat { inserted: true, ..plain };
        let hidden = CharFormat { hidden: true, ..plain };
        let (gone, unseen) = (Fate::Lost(Loss::DeletedText), Fate::Lost(Loss::HiddenText));
        for (format, changes, chars, expected) in [
            (plain, Changes::Accept, Role::None, Fate::Seen),
            (deleted, Changes::Accept, Role::None, gone),
            (deleted, Changes::Reject, Role::None, Fate::Seen),
            (inserted, Changes::Reject, Role::None, gone),
            (deleted, Changes::Markup, Role::None, Fate::Seen),
            (hidden, Changes::Accept, Role::None, unseen),
            (hidden, Changes::Accept, Role::HtmlTag, Fate::Seen),
        ] {
            assert_eq!(fate(&format, changes, chars, Role::None), expected, "{format:?}");
        }
        assert_eq!(fate(&hidden, Changes::Accept, Role::None, Role::HtmlBlock), Fate::Seen);
    }

    #[test]
    fn colours_of_links_and_headings_are_no_loss() {
        for (looks, chars, para, in_link, expected) in [
            (Looks::LETTERS, Role::None, Role::None, false, [Some(Loss::Font), None, None]),
            (Looks::COLOR, Role::None, Role::None, false, [None, Some(Loss::Color), None]),
            (Looks::COLOR, Role::None, Role::None, true, [None; 3]),
            (Looks::COLOR, Role::Hyperlink, Role::None, false, [None; 3]),
            (Looks::COLOR, Role::None, Role::Heading(1), false, [None; 3]),
            (Looks::COLOR, Role::None, Role::Rule, false, [None; 3]),
            (Looks::BACKGROUND, Role::Keyboard, Role::None, false, [None; 3]),
            (Looks::BACKGROUND, Role::InlineCode, Role::None, false, [None; 3]),
            (Looks::BACKGROUND, Role::None, Role::None, false, [None, None, Some(Loss::Color)]),
        ] {
            assert_eq!(lost_looks(looks, chars, para, || in_link), expected);
        }
    }
}
