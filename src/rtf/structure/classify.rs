//! What a single paragraph is.
//!
//! Shape   style names first, then outline levels, then the look: typeface and borders.
//! Source  `docs/mapping.md`; Word's and LibreOffice's built-in styles.

use super::sight::{Sight, is_blank};
use super::survey::Survey;
use crate::document::{Alert, Span};
use crate::rtf::assembly::flow::{BODY, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::Mark;
use crate::rtf::tables::styles::Role;

/// What a paragraph is, apart from the containers it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// No text; layout only, unless it carries a list's marker or a place that links lead to.
    Empty,
    Plain,
    Heading(u8),
    /// A line of code, with the info string of its block.
    Code(Span),
    Html,
    Rule,
    /// The title of an alert.
    Alert(Alert),
    /// A term of a definition list.
    Term,
    /// The first paragraph of a definition.
    Definition,
}

/// Blanks across a page, or so.
const PAGE: usize = 100;

/// Bytes of text in a heading that is told by its size.
const LONGEST_HEADING: usize = 160;

/// What a paragraph of that flow is.
pub(super) fn classify(
    sight: Sight<'_>,
    survey: &Survey,
    flow: u8,
    paragraph: &Paragraph,
    runs: &[Run],
) -> Class {
    let format = &paragraph.format;
    let role = sight.style_role(paragraph);
    match role {
        // A note alone is no line of code.
        Role::Code(info) if !is_notes(runs) => return Class::Code(info),
        Role::Code(_) => {}
        Role::HtmlBlock if !runs.is_empty() => return Class::Html,
        Role::Rule if shows_line(sight, runs) => return Class::Rule,
        Role::Alert(alert) => return Class::Alert(alert),
        Role::Definition => return Class::Definition,
        Role::Term if sight.has_text(runs) => return Class::Term,
        // The others say nothing about a paragraph, or nothing before its text is known.
        Role::HtmlBlock | Role::Rule | Role::Term | Role::Heading(_) | Role::Quote => {}
        Role::Caption => {}
        Role::None | Role::TableHeading | Role::InlineCode | Role::Tex(_) | Role::HtmlTag => {}
        Role::Hyperlink
        | Role::ImageLink
        | Role::EmptyLink
        | Role::Strong
        | Role::Emphasis
        | Role::Keyboard => {}
        Role::StrongSecond | Role::EmphasisSecond | Role::StrongThird | Role::EmphasisThird => {}
    }
    let outline = (format.outline < 9).then(|| (format.outline + 1).min(6));
    let level = if let Role::Heading(level) = role { Some(level) } else { outline };
    if !sight.has_text(runs) {
        if let Some(level) = level.filter(|_| sight.is_emptied(runs)) {
            return Class::Heading(level);
        }
        let bordered = format.borders.is_rule() && paragraph.marker.is_none() && runs.is_empty();
        let drawn = runs.iter().any(|run| run.kind == RunKind::Rule);
        return if bordered || drawn { Class::Rule } else { Class::Empty };
    }
    // What says that it is in no list is no line either: text that only looks like one.
    let may_be_drawn = paragraph.marker.is_none() && !format.unlisted;
    if may_be_drawn && is_wide_line(sight, runs) {
        return Class::Rule;
    }
    let shows = sight.shows(runs);
    if let Some(level) = level {
        // A heading of blanks is one that was left empty.
        return if shows { Class::Heading(level) } else { Class::Empty };
    }
    let marked = paragraph.marker.is_some();
    let listed = marked || format.list != 0;
    if flow == BODY
        && !listed
        && shows
        && let Some(level) = heading_by_size(sight, survey.body_size(), runs)
    {
        return Class::Heading(level);
    }
    if !survey.is_monospaced() && !listed && is_set_as_code(sight, runs) {
        Class::Code(Span::EMPTY)
    } else if may_be_drawn && is_drawn_line(sight, runs) {
        Class::Rule
    } else {
        Class::Plain
    }
}

/// Whether the runs are references to notes and nothing else.
fn is_notes(runs: &[Run]) -> bool {
    !runs.is_empty() && runs.iter().all(|run| matches!(run.kind, RunKind::Note(_)))
}

/// Whether the runs show nothing but a line, or nothing at all.
fn shows_line(sight: Sight<'_>, runs: &[Run]) -> bool {
    runs.iter().all(|run| match run.kind {
        RunKind::Text(span) => is_line(sight.text(span)),
        _ => false,
    })
}

/// Whether a text is nothing but a line, or blank.
fn is_line(text: &[u8]) -> bool {
    String::from_utf8_lossy(text)
        .chars()
        .all(|c| matches!(c, '-' | '_' | ' ' | '\t' | '\u{2013}' | '\u{2014}' | '\u{2500}'))
}

/// Whether the runs are a line drawn by typing, as in reports: five dashes or more.
fn is_drawn_line(sight: Sight<'_>, runs: &[Run]) -> bool {
    let mut drawn = 0;
    for run in runs {
        let RunKind::Text(span) = run.kind else { return false };
        match dashes(sight.text(span)) {
            Some(more) => drawn += more,
            None => return false,
        }
    }
    drawn >= 5
}

/// Whether the runs are nothing but underlined blanks, too many of them to write on.
fn is_wide_line(sight: Sight<'_>, runs: &[Run]) -> bool {
    let mut width = 0;
    for run in runs {
        let RunKind::Text(span) = run.kind else { return false };
        match sight.underlined_blanks(run, span) {
            Some(more) => width += more,
            None => return false,
        }
    }
    width >= PAGE
}

/// How many dashes wide a text is that is nothing but dashes and spaces.
fn dashes(text: &[u8]) -> Option<u32> {
    // Most paragraphs begin with something else.
    if text.first().is_some_and(|byte| byte.is_ascii() && !b"-_ ".contains(byte)) {
        return None;
    }
    let mut drawn = 0;
    for c in String::from_utf8_lossy(text).chars() {
        match c {
            '-' | '_' => drawn += 1,
            '\u{2013}' | '\u{2014}' | '\u{2500}' => drawn += 2,
            ' ' => {}
            _ => return None,
        }
    }
    Some(drawn)
}

/// The level of a heading in a file without heading styles (RichEdit has none): a short
/// paragraph, all of it larger than the body.
fn heading_by_size(sight: Sight<'_>, body: u16, runs: &[Run]) -> Option<u8> {
    if body == 0 {
        return None;
    }
    let (mut smallest, mut length, mut bold) = (u16::MAX, 0, true);
    for run in runs {
        match run.kind {
            RunKind::Text(span) => {
                if is_blank(sight.text(span)) {
                    continue;
                }
                let format = sight.format(run)?;
                length += span.len();
                smallest = smallest.min(format.size);
                bold &= format.marks.contains(Mark::Bold);
            }
            RunKind::Break => return None,
            _ => {}
        }
    }
    if length == 0 || length > LONGEST_HEADING {
        return None;
    }
    level_of_size(smallest, body, bold)
}

/// The level of a heading of that size. The steps are those of common themes.
fn level_of_size(size: u16, body: u16, bold: bool) -> Option<u8> {
    match u32::from(size) * 100 / u32::from(body) {
        170.. => Some(1),
        140.. => Some(2),
        120.. => Some(3),
        107.. if bold => Some(4),
        _ => None,
    }
}

/// Whether all of the runs are text in typefaces of fixed width that says nothing else.
fn is_set_as_code(sight: Sight<'_>, runs: &[Run]) -> bool {
    runs.iter().all(|run| match run.kind {
        RunKind::Text(_) => {
            sight.is_monospaced(run) && !matches!(sight.role(run), Role::InlineCode | Role::Tex(_))
        }
        RunKind::Break => true,
        kind => kind.is_place(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::assembly::format::{Border, CharFormat, Marks, NONE, ParaFormat};
    use crate::rtf::structure::sample::{FIXED, PROPORTIONAL, Sample};
    use crate::rtf::tables::styles::StyleKind;

    /// What a paragraph is of that style and text, in a document of other text in 12 points.
    fn class_of(role: Role, text: &str, chars: CharFormat, format: ParaFormat) -> Class {
        let mut sample = Sample::new();
        let style = sample.style(role, StyleKind::Paragraph);
        let plain = CharFormat { font: PROPORTIONAL, ..CharFormat::default() };
        sample.text(&"Text of the body. ".repeat(20), plain);
        sample.end(ParaFormat::default());
        if !text.is_empty() {
            sample.text(text, chars);
        }
        sample.end(ParaFormat { style, ..format });
        sample.last(|sight, survey, paragraph, runs| classify(sight, survey, BODY, paragraph, runs))
    }

    #[test]
    fn styles_say_what_a_paragraph_is() {
        let chars = CharFormat { font: PROPORTIONAL, ..CharFormat::default() };
        let code = Role::Code(Span::EMPTY);
        for (role, text, class) in [
            (Role::None, "a", Class::Plain),
            (Role::None, "", Class::Empty),
            (Role::None, " ", Class::Empty),
            (Role::None, "-----", Class::Rule),
            (Role::Heading(2), "a", Class::Heading(2)),
            (Role::Heading(2), "", Class::Empty),
            (code, "", Class::Code(Span::EMPTY)),
            (Role::HtmlBlock, "<p>", Class::Html),
            (Role::HtmlBlock, "", Class::Empty),
            (Role::Rule, "\u{2500}", Class::Rule),
            (Role::Rule, "a", Class::Plain),
            (Role::Alert(Alert::Tip), "Tip", Class::Alert(Alert::Tip)),
            (Role::Term, "a", Class::Term),
            (Role::Term, "", Class::Empty),
            (Role::Definition, "", Class::Definition),
            (Role::Quote, "a", Class::Plain),
        ] {
            assert_eq!(
                class_of(role, text, chars, ParaFormat::default()),
                class,
                "{role:?} {text}"
            );
        }
    }

    #[test]
    fn looks_say_what_a_paragraph_without_a_style_is() {
        let bold = {
            let mut marks = Marks::default();
            marks.insert(Mark::Bold);
            marks
        };
        let (plain, body) = (Marks::default(), ParaFormat::default());
        for (font, size, marks, format, class) in [
            (PROPORTIONAL, 48, plain, body, Class::Heading(1)),
            (PROPORTIONAL, 26, bold, body, Class::Heading(4)),
            (PROPORTIONAL, 26, plain, body, Class::Plain),
            (PROPORTIONAL, 48, plain, ParaFormat { list: 1, ..body }, Class::Plain),
            (PROPORTIONAL, 24, plain, ParaFormat { outline: 2, ..body }, Class::Heading(3)),
            (PROPORTIONAL, 24, plain, ParaFormat { outline: 8, ..body }, Class::Heading(6)),
            (FIXED, 24, plain, body, Class::Code(Span::EMPTY)),
            (FIXED, 24, plain, ParaFormat { list: 1, ..body }, Class::Plain),
        ] {
            let chars = CharFormat { font, size, marks, style: NONE, ..CharFormat::default() };
            assert_eq!(class_of(Role::None, "a", chars, format), class, "{font} {size} {format:?}");
        }
        let (chars, text) = (CharFormat::default(), ParaFormat { unlisted: true, ..body });
        assert_eq!(class_of(Role::None, "-----", chars, text), Class::Plain);
        let mut ruled = body;
        ruled.borders.begin(Border::Bottom);
        assert_eq!(class_of(Role::None, "", CharFormat::default(), ruled), Class::Rule);
    }

    #[test]
    fn lines_that_are_typed() {
        for (text, line, width) in [
            ("-----", true, Some(5)),
            ("_ _ _", true, Some(3)),
            ("\u{2014}\u{2500}", true, Some(4)),
            ("--\t--", true, None),
            ("-- a", false, None),
            ("a --", false, None),
            ("***", false, None),
            ("", true, Some(0)),
        ] {
            assert_eq!(is_line(text.as_bytes()), line, "{text}");
            assert_eq!(dashes(text.as_bytes()), width, "{text}");
        }
    }

    #[test]
    fn levels_of_sizes() {
        for (size, body, bold, level) in [
            (24, 24, true, None),
            (26, 24, false, None),
            (26, 24, true, Some(4)),
            (29, 24, false, Some(3)),
            (34, 24, false, Some(2)),
            (41, 24, false, Some(1)),
            (u16::MAX, 1, false, Some(1)),
        ] {
            assert_eq!(level_of_size(size, body, bold), level, "{size} {body} {bold}");
        }
    }
}
