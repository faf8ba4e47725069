//! Cells of tables: what they hold, and which way they run.

use super::Recogniser;
use super::containers::Containers;
use super::table::{self, LEVELS, Level};
use crate::document::Kind;
use crate::rtf::assembly::flow::Paragraph;
use crate::rtf::assembly::format::Align;
use crate::rtf::tables::styles::Role;
use crate::text;

/// The cell whose blocks are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct InCell {
    /// It stands in a header row, whose text is bold by itself.
    pub header: bool,
    /// How its column is aligned.
    pub align: Align,
}

/// Containers of the cells of tables, by their level.
pub(super) type CellContainers = [Containers; LEVELS];

impl Recogniser<'_> {
    pub(super) fn cells_of(&mut self, count: usize, kind: Kind) {
        for _ in 0..count {
            self.doc.open(kind);
            self.doc.close();
        }
    }

    /// Whether a cell is more than one paragraph of which nothing is said.
    pub(super) fn holds_blocks(&self, flow: u8, paragraphs: &[Paragraph], level: Level) -> bool {
        if !self.doc.can_nest() {
            return false;
        }
        let sight = self.sight();
        let deepest = usize::from(level) == LEVELS;
        let mut texts = 0;
        for paragraph in paragraphs {
            if table::depth_of(paragraph) > level {
                if deepest {
                    return false;
                }
                return true;
            }
            let runs = self.page.runs(flow, paragraph);
            let role = sight.style_role(paragraph);
            if !sight.has_text(runs) {
                if role == Role::Rule {
                    return true;
                }
                continue;
            }
            texts += 1;
            let is_listed = paragraph.marker.is_some() || paragraph.format.is_listed();
            if texts > 1 || is_listed || is_of_a_block(role) {
                return true;
            }
        }
        false
    }

    /// Whether the first letter of what was written since a node says that it runs from right to left.
    pub(super) fn reads_right_to_left(&self, from: usize) -> bool {
        let sight = self.sight();
        let first = self.doc.nodes.iter().skip(from).find_map(|node| match node.kind {
            Kind::Text(span) => text::direction(sight.text(span)),
            _ => None,
        });
        first == Some(text::Direction::RightToLeft)
    }
}

/// Whether a paragraph of that style is a block of its own, also where it stands alone.
fn is_of_a_block(role: Role) -> bool {
    match role {
        Role::Code(_) | Role::HtmlBlock | Role::Rule | Role::Alert(_) | Role::Term => true,
        Role::Definition | Role::Heading(_) | Role::Quote => true,
        Role::None | Role::TableHeading | Role::InlineCode | Role::Tex(_) | Role::HtmlTag => false,
        Role::Hyperlink
        | Role::ImageLink
        | Role::EmptyLink
        | Role::Strong
        | Role::Emphasis
        | Role::Keyboard => false,
        Role::StrongSecond
        | Role::EmphasisSecond
        | Role::StrongThird
        | Role::EmphasisThird
        | Role::Caption => false,
    }
}
