//! What a format has words for, of what the model holds.
//!
//! Shape   a set of [`Feature`]s. What a format does not hold, [`admit`](super::admit) takes out of the
//!         document and counts, so that a writer never meets it.

use crate::report::Loss;

/// What not every format can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Feature {
    /// Lists, code, tables and several paragraphs in a cell.
    BlocksInCells,
    MergedCells,
    ColumnWidths,
    Alignment,
    Direction,
    PageBreaks,
    Captions,
    /// Letters and roman numbers, and what stands around them.
    ListStyles,
    PictureSizes,
    Colors,
    SmallCaps,
    Endnotes,
    /// Pictures at addresses that no page may ask for.
    OddPictures,
    /// Links to addresses that no page may lead to.
    OddLinks,
    /// Names of headings that are not made of their words.
    HeadingNames,
    /// Footnotes and raw HTML in tables that have blocks or merged cells. The last one: [`Holds::ALL`]
    /// counts up to it.
    NotesInCells,
}

impl Feature {
    /// What is lost without it.
    pub(super) fn loss(self) -> Loss {
        match self {
            Feature::BlocksInCells => Loss::Table,
            Feature::MergedCells => Loss::MergedCells,
            Feature::ColumnWidths => Loss::ColumnWidth,
            Feature::Alignment => Loss::Alignment,
            Feature::Direction => Loss::Direction,
            Feature::PageBreaks => Loss::PageBreak,
            Feature::Captions => Loss::Caption,
            Feature::ListStyles => Loss::ListStyle,
            Feature::PictureSizes => Loss::PictureSize,
            Feature::Colors => Loss::Color,
            Feature::SmallCaps => Loss::Font,
            Feature::Endnotes => Loss::Note,
            Feature::OddPictures | Feature::OddLinks => Loss::UnsafeLink,
            Feature::HeadingNames => Loss::HeadingAttributes,
            Feature::NotesInCells => Loss::Table,
        }
    }
}

/// The features that a format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holds(u16);

impl Holds {
    #[cfg(test)]
    pub(crate) const NOTHING: Holds = Holds(0);
    pub(crate) const ALL: Holds = Holds(u16::MAX >> (15 - Feature::NotesInCells as u8));

    /// These features.
    pub(crate) const fn of(features: &[Feature]) -> Holds {
        let (mut set, mut at) = (0, 0);
        while at < features.len() {
            set |= 1 << features[at] as u8;
            at += 1;
        }
        Holds(set)
    }

    /// These and those.
    #[must_use]
    pub(crate) const fn with(self, others: Holds) -> Holds {
        Holds(self.0 | others.0)
    }

    /// These and those where it is so.
    #[must_use]
    pub(crate) fn and_if(self, is_so: bool, others: Holds) -> Holds {
        if is_so { self.with(others) } else { self }
    }

    /// These without those.
    #[must_use]
    pub(crate) const fn without(self, others: Holds) -> Holds {
        Holds(self.0 & !others.0)
    }

    pub(crate) fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u8 & 1 == 1
    }
}
