//! Paragraphs for tests: an assembly made of a few texts, without reading RTF.

use super::sight::{Page, Sight};
use super::survey::Survey;
use crate::document::{Document, Span};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{BODY, End, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{CharFormat, NONE, ParaFormat};
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::lists::{LEVELS, Level, List, Override};
use crate::rtf::tables::styles::{Role, Style, StyleKind};

/// A document in the making.
#[derive(Default)]
pub(super) struct Sample {
    assembly: Assembly,
    source: String,
    doc: Document,
    styles: i32,
}

/// Fonts of a [`Sample`].
pub(super) const PROPORTIONAL: u16 = 0;
pub(super) const FIXED: u16 = 1;

impl Sample {
    /// No paragraphs, and two fonts: one of letters of different width, one of fixed width.
    pub(super) fn new() -> Sample {
        let mut sample = Sample::default();
        sample.doc.reset(256);
        for (number, name) in [(PROPORTIONAL, "Arial"), (FIXED, "Courier New")] {
            sample.assembly.add_font(number.into(), Font::default().named(name));
        }
        sample
    }

    /// The index of a style of that role and kind, which is added.
    pub(super) fn style(&mut self, role: Role, kind: StyleKind) -> u16 {
        if role == Role::None {
            return NONE;
        }
        self.styles += 1;
        let number = self.styles;
        self.assembly.add_style(Style { role, kind, number, ..Style::default() });
        self.assembly.styles().index(kind, number)
    }

    /// List `\lsN` with that number format.
    pub(super) fn list(&mut self, number: i32, nfc: i32, start: i32) {
        let (mut list, mut entry) = (List::default(), Override::default());
        list.id = number;
        list.levels = [Level { nfc, start, ..Level::default() }; LEVELS];
        (entry.list_id, entry.number) = (number, number);
        self.assembly.add_list(list);
        self.assembly.add_override(entry);
    }

    fn span(&mut self, text: &str) -> Span {
        let start = self.source.len();
        self.source += text;
        // Not one piece with what comes next.
        self.source.push('\n');
        Span::of_source(start, start + text.len())
    }

    /// Text of the paragraph in the making.
    pub(super) fn text(&mut self, text: &str, format: CharFormat) {
        let kind = RunKind::Text(self.span(text));
        self.run(kind, format);
    }

    /// A run of the paragraph in the making.
    pub(super) fn run(&mut self, kind: RunKind, format: CharFormat) {
        let format = self.assembly.index_of(format);
        self.assembly.push_run(BODY, Run { kind, format });
    }

    /// The marker of the paragraph in the making, as `\listtext` gives it.
    pub(super) fn marker(&mut self, text: &str) {
        let marker = self.span(text);
        self.assembly.note_markers();
        self.assembly.set_marker(BODY, marker);
    }

    /// Ends the paragraph in the making.
    pub(super) fn end(&mut self, format: ParaFormat) {
        self.assembly.finish_paragraph(BODY, format, End::Par, 0, self.source.len());
    }

    /// What `look` finds in the last paragraph of the body.
    pub(super) fn last<R>(
        mut self,
        look: impl FnOnce(Sight<'_>, &Survey, &Paragraph, &[Run]) -> R,
    ) -> R {
        self.assembly.finish();
        let page = Page { source: self.source.as_bytes(), assembly: &self.assembly };
        let mut survey = Survey::default();
        assert!(survey.look_over(page.sight(&self.doc)));
        let paragraph = page.paragraphs(BODY).last().expect("a paragraph");
        look(page.sight(&self.doc), &survey, paragraph, page.runs(BODY, paragraph))
    }
}
