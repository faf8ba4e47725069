//! The entry of the stylesheet in the making.
//!
//! Shape   words fill it; its end, with the name and the formatting of its group, hands it to the
//!         assembly.
//! Source  RTF 1.9.1, "Style Sheet".

use crate::document::Document;
use crate::rtf::assembly::format::{CharFormat, ParaFormat};
use crate::rtf::tables::styles::{self, Role, Style, StyleKind};
use crate::rtf::words::StyleWord;

/// The entry in hand.
#[derive(Debug, Default)]
pub(super) struct StyleEntry {
    style: Style,
}

impl StyleEntry {
    /// The entry that has ended last.
    pub(super) fn last(&self) -> &Style {
        &self.style
    }

    /// An entry begins.
    pub(super) fn begin(&mut self) {
        self.style = Style::default();
    }

    /// A word of the entry.
    pub(super) fn word(&mut self, word: StyleWord, value: i32) {
        let style = &mut self.style;
        match word {
            StyleWord::Paragraph => (style.kind, style.number) = (StyleKind::Paragraph, value),
            StyleWord::Character => (style.kind, style.number) = (StyleKind::Character, value),
            StyleWord::Other => style.kind = StyleKind::Other,
            StyleWord::BasedOn => style.based_on = value,
            StyleWord::More => {}
        }
    }

    /// The entry ends: what stands in its group, up to the first semicolon, is its name, and what
    /// the group has set is its formatting.
    pub(super) fn end(
        &mut self,
        text: &str,
        para: ParaFormat,
        chars: CharFormat,
        doc: &mut Document,
    ) -> Style {
        let name = text.split(';').next().unwrap_or("").trim();
        let info = |info: &str| styles::unescape_info(info, doc);
        let mut role = styles::role_of_name(name, self.style.kind, info);
        if role == Role::None && para.outline < 9 {
            role = Role::Heading((para.outline + 1).min(6));
        }
        let ordinary = self.style.number == 0 || styles::is_ordinary(name);
        self.style = Style { role, ordinary, para, chars, ..self.style };
        self.style
    }
}
