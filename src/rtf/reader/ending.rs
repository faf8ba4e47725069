//! What a destination ends with: its table entry, name or comment takes over what was collected.
//!
//! Shape   captured text is taken from the capture of the group that ends, trimmed.
//! Limits  a capture is as long as `text` lets it grow.
//! Source  RTF 1.9.1, the sections of the destinations.

use super::Reader;
use super::generator::Generator;
use super::picture::Property;
use crate::document::{Span, View};
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::styles::{self, Role};
use crate::rtf::words::Destination;

impl Reader<'_, '_> {
    /// Takes over what the group that ends collected for its destination.
    pub(super) fn finish_destination(&mut self, outer: Destination) {
        let start = self.state.capture as usize;
        match self.state.destination {
            Destination::FontTable => {
                self.finish_font();
                self.font_table_ends();
            }
            Destination::Style if outer == Destination::Stylesheet => self.finish_style(),
            Destination::Stylesheet => self.scratch.assembly.settle_styles(),
            Destination::ListLevel => self.list.count = self.list.count.saturating_add(1),
            Destination::List => self.scratch.assembly.add_list(self.list),
            Destination::OverrideLevel => {
                self.list_override.count = self.list_override.count.saturating_add(1)
            }
            Destination::Override => self.scratch.assembly.add_override(self.list_override),
            Destination::Title => self.doc.title = self.captured(start),
            Destination::Author => self.doc.author = self.captured(start),
            Destination::Generator => {
                self.flush();
                let name = self.scratch.capture.get(start..).unwrap_or("");
                self.generator = Generator::of(name);
            }
            Destination::Marker if outer == Destination::Body => {
                self.flush();
                let marker = self.captured(start);
                self.scratch.assembly.note_markers();
                self.scratch.assembly.set_marker(self.state.flow, marker);
            }
            Destination::FieldInstruction => self.finish_instruction(start),
            Destination::CommentAuthor => self.author = self.captured(start),
            Destination::Comment => self.finish_comment(start),
            Destination::Picture => self.finish_picture(),
            Destination::PropertyName => {
                let name = self.scratch.capture.get(start..).unwrap_or("");
                self.property = Property::from_name(name.trim());
            }
            Destination::PropertyValue if self.property == Property::Rule => {
                let value = self.scratch.capture.get(start..).unwrap_or("");
                let rule = value.trim() == "1";
                let mut outer = self.scratch.groups.iter().rev().take(4);
                let in_picture = outer.any(|group| group.destination == Destination::Picture);
                self.horizontal_rule(rule, in_picture);
            }
            Destination::PropertyValue if self.property == Property::Description => {
                let text = self.captured(start);
                self.describe_picture(text);
            }
            Destination::FormChoice => {
                let choice = self.captured(start);
                if self.form.seen == self.form.choice() {
                    self.form.chosen = choice;
                }
                self.form.seen += 1;
            }
            Destination::Bookmark if outer == Destination::Body => {
                self.flush();
                let name = self.captured(start);
                let format = self.format();
                self.push_run(RunKind::Bookmark(name), format);
            }
            Destination::BookmarkEnd if outer == Destination::Body => {
                self.flush();
                let name = self.scratch.capture.get(start..).unwrap_or("").trim();
                let view = View { doc: self.doc, source: self.source };
                let is_named = |other| view.text(other) == name.as_bytes();
                self.scratch.assembly.end_bookmark(self.state.flow, is_named);
            }
            Destination::Ignored => self.close_shape(),
            _ => {}
        }
        if self.state.destination.captures() && self.scratch.capture.is_char_boundary(start) {
            self.scratch.capture.truncate(start);
        }
    }

    /// The text collected from `start` on, trimmed, as a span.
    pub(super) fn captured(&mut self, start: usize) -> Span {
        self.flush();
        let text = self.scratch.capture.get(start..).unwrap_or("").trim();
        self.doc.own(text)
    }

    /// Ends an entry of the font table.
    pub(super) fn finish_font(&mut self) {
        let start = self.state.capture as usize;
        let name = self.scratch.capture.get(start..).unwrap_or("");
        let (number, font) = self.font;
        if number >= 0 && (!name.trim().is_empty() || font.page.is_some()) {
            self.scratch.assembly.add_font(number, name, font, &self.memory.interner);
            let fonts = self.scratch.assembly.fonts();
            self.symbol_fonts |= fonts.get(fonts.index(number)).symbol.is_some();
        }
        self.font = (-1, Font::default());
        if self.scratch.capture.is_char_boundary(start) {
            self.scratch.capture.truncate(start);
        }
    }

    fn finish_style(&mut self) {
        let start = self.state.capture as usize;
        let name = self.scratch.capture.get(start..).unwrap_or("");
        let name = name.split(';').next().unwrap_or("").trim();
        let doc = &mut *self.doc;
        self.style.role = styles::role(name, self.style.kind, &self.memory.interner, |info| {
            styles::unescape_info(info, doc)
        });
        if self.style.role == Role::None && self.state.para.outline < 9 {
            self.style.role = Role::Heading((self.state.para.outline + 1).min(6));
        }
        self.style.para = self.state.para;
        self.style.chars = self.state.chars;
        self.style.chars.font = self.state.font();
        self.scratch.assembly.add_style(self.style);
    }

    /// A comment is complete: it becomes an HTML comment, in which no `--` may stand.
    fn finish_comment(&mut self, start: usize) {
        let author = std::mem::take(&mut self.author);
        let from = self.doc.own_len();
        self.doc.append("<!-- ");
        if !author.is_empty() {
            let name = View { doc: self.doc, source: self.source }.text(author).to_vec();
            self.doc.append(&String::from_utf8_lossy(&name));
            self.doc.append(": ");
        }
        let text = self.scratch.capture.get(start..).unwrap_or("").trim();
        for (index, part) in text.split("--").enumerate() {
            self.doc.append(if index > 0 { "- -" } else { "" });
            self.doc.append(part);
        }
        self.doc.append(" -->");
        let comment = Span::of_own(from, self.doc.own_len());
        let format = self.format();
        self.push_run(RunKind::Comment(comment), format);
    }
}
