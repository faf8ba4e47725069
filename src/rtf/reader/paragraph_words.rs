//! Paragraph formatting: what a word changes.
//!
//! Units   twips, as in the file.
//! Source  RTF 1.9.1, "Paragraph Formatting Properties".

use crate::rtf::assembly::format::ParaFormat;
use crate::rtf::words::ParagraphWord;

/// A length that can be added to others: no page is wider than a hundred metres.
pub(super) fn twips(value: i32) -> i32 {
    value.clamp(-LONGEST, LONGEST)
}

const LONGEST: i32 = 1 << 22;

/// Does what a word says. `host` is how deep in tables the document stands that the paragraph is of.
#[inline]
pub(super) fn apply(para: &mut ParaFormat, word: ParagraphWord, parameter: Option<i32>, host: u8) {
    let value = parameter.unwrap_or(0);
    match word {
        ParagraphWord::Reset => *para = ParaFormat { table_depth: host, ..ParaFormat::default() },
        ParagraphWord::Left => para.left = twips(value),
        ParagraphWord::Right => para.right = twips(value),
        ParagraphWord::First => para.first = twips(value),
        ParagraphWord::Before => para.before = twips(value),
        ParagraphWord::After => para.after = twips(value),
        ParagraphWord::Line => para.line = twips(value),
        ParagraphWord::Contextual => para.contextual = parameter != Some(0),
        ParagraphWord::Outline => para.outline = value.clamp(0, 9) as u8,
        ParagraphWord::Align(align) => para.align = align,
        ParagraphWord::RightToLeft => {
            (para.right_to_left, para.left_to_right) = (true, false);
        }
        ParagraphWord::LeftToRight => {
            (para.right_to_left, para.left_to_right) = (false, true);
        }
        ParagraphWord::Ground => para.ground |= value > 0,
        ParagraphWord::PageBefore => para.page = parameter != Some(0),
        ParagraphWord::Border(border) => para.borders.begin(border),
        ParagraphWord::NoBorder => para.borders.clear(),
        ParagraphWord::InTable => para.table_depth = para.table_depth.max(1),
        ParagraphWord::TableDepth => para.table_depth = value.clamp(0, 255) as u8,
        ParagraphWord::DropCap => para.drop_cap = value > 0,
        ParagraphWord::ListLevel => para.list_level = value.clamp(0, 8) as u8,
        ParagraphWord::TabStop => para.tabs.stop(),
        ParagraphWord::TabLeader(leader) => para.tabs.lead_to_next(leader),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_bounds() {
        let mut para = ParaFormat::default();
        apply(&mut para, ParagraphWord::Left, Some(i32::MAX), 0);
        apply(&mut para, ParagraphWord::Outline, Some(-3), 0);
        apply(&mut para, ParagraphWord::ListLevel, Some(99), 0);
        apply(&mut para, ParagraphWord::TableDepth, Some(999), 0);
        assert_eq!((para.left, para.outline, para.list_level), (LONGEST, 0, 8));
        assert_eq!(para.table_depth, 255);
        apply(&mut para, ParagraphWord::Reset, None, 2);
        assert_eq!(para, ParaFormat { table_depth: 2, ..ParaFormat::default() });
        apply(&mut para, ParagraphWord::InTable, None, 0);
        assert_eq!(para.table_depth, 2);
    }
}
