//! Typefaces and sizes: which are the body's, and which differences Markdown has no words for.
//!
//! Shape   the survey finds the body's look and marks the formats that differ from it; each paragraph
//!         then reports its runs of such formats, unless the difference has become structure: a
//!         heading, code, a note, a superscript.
//! Units   half-points.
//! Limits  the commonest of the first 32 looks is the body's.

use super::Recogniser;
use crate::document::Span;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark};
use crate::rtf::tables::styles::{Role, StyleKind};
use crate::text::codepage::CodePage;

/// What letters look like, apart from marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// See `Font::face`.
    face: u32,
    /// Typefaces for different scripts are chosen by programs and not by people.
    script: u32,
    size: u16,
}

impl Look {
    /// Whether a reader of the page sees a difference. Raised and lowered text is smaller anyway.
    fn differs(self, other: Look, scripts: bool) -> bool {
        let face = self.face != other.face && self.face != 0 && other.face != 0;
        face && self.script == other.script || self.size != other.size && !scripts
    }
}

/// Looks that are told apart.
const LOOKS: usize = 32;

/// What the survey found out about the looks of a document.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// For each character format, first the bytes of text in it; then 1 where it differs from the
    /// body's look, else 0.
    formats: Vec<u32>,
    body: Look,
}

impl Looks {
    /// Begins with `count` formats and no text.
    pub fn reset(&mut self, count: usize) {
        self.formats.clear();
        self.formats.resize(count, 0);
    }

    /// Counts text.
    #[inline]
    pub fn count(&mut self, format: u32, length: usize) {
        if let Some(slot) = self.formats.get_mut(format as usize) {
            *slot = slot.saturating_add(length as u32);
        }
    }

    pub fn retained_bytes(&self) -> usize {
        self.formats.capacity() * size_of::<u32>()
    }
}

/// What was found out about the text of the body.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Body {
    /// Most of the text is in typefaces of fixed width.
    pub monospaced: bool,
    /// The size of most text.
    pub size: u16,
}

impl Recogniser<'_> {
    fn look(&self, format: &CharFormat) -> Look {
        let font = self.assembly.fonts().get(format.font);
        let script = font.page.filter(|&page| page != CodePage::WINDOWS_1252);
        let script = script.map_or(0, |page| page.number());
        Look { face: font.face, script, size: format.size }
    }

    /// Finds the body's look once all text of the body has been counted.
    pub(super) fn find_body(&mut self) -> Body {
        let mut looks = std::mem::take(&mut self.buffers.looks);
        let (mut fixed, mut all) = (0u64, 0u64);
        // Of other typefaces and of those of fixed width.
        let mut common = [[(Look::default(), 0u64); LOOKS]; 2];
        for (format, &length) in self.assembly.formats().iter().zip(&looks.formats) {
            if length == 0 || self.assembly.fonts().get(format.font).symbol.is_some() {
                continue;
            }
            let monospaced = self.assembly.fonts().get(format.font).monospaced;
            all += u64::from(length);
            fixed += if monospaced { u64::from(length) } else { 0 };
            let look = self.look(format);
            let mut slots = common[monospaced as usize].iter_mut();
            if let Some(slot) = slots.find(|slot| slot.0 == look || slot.1 == 0) {
                *slot = (look, slot.1 + u64::from(length));
            }
        }
        let normal =
            self.assembly.styles().get(self.assembly.styles().index(StyleKind::Paragraph, 0));
        let monospaced = fixed * 10 > all * 9 || normal.is_some_and(|style| self.is_fixed(style));
        // A style may say what no text does.
        let found = usize::from(if common[monospaced as usize][0].1 > 0 {
            monospaced
        } else {
            !monospaced
        });
        let used = common[found].iter().take_while(|slot| slot.1 > 0).count();
        let common = &common[found][..used];
        // Never the look of the document before, which the buffer still has.
        looks.body = common.iter().max_by_key(|slot| slot.1).map_or(Look::default(), |slot| slot.0);
        let size = most_common_size(common);
        for (format, slot) in self.assembly.formats().iter().zip(&mut looks.formats) {
            *slot = u32::from(self.differs_from(format, looks.body));
        }
        self.buffers.looks = looks;
        Body { monospaced, size }
    }

    fn differs_from(&self, format: &CharFormat, base: Look) -> bool {
        let font = self.assembly.fonts().get(format.font);
        let scripts = [Mark::Superscript, Mark::Subscript];
        font.symbol.is_none()
            && self
                .look(format)
                .differs(base, scripts.iter().any(|&script| format.marks.contains(script)))
    }

    /// Reports the runs whose looks a paragraph loses. `own` says that its kind accounts for the look
    /// that it begins with, as in headings.
    pub(super) fn report_looks(
        &mut self,
        flow: u8,
        paragraph: &Paragraph,
        runs: &[Run],
        own: bool,
    ) {
        let mut base = None;
        // The look of the lost text before, if that is what stands before.
        let mut lost = None;
        let mut at = paragraph.at as usize;
        for run in runs {
            let RunKind::Text(span) = run.kind else { continue };
            let Some(format) = self.assembly.format(run.format) else { continue };
            let differs = if own || flow != BODY {
                let base = *base.get_or_insert_with(|| self.look(format));
                self.differs_from(format, base)
            } else {
                self.buffers.looks.formats.get(run.format as usize) == Some(&1)
            };
            let place = place_of(span);
            let markup = matches!(self.run_role(run), Role::Tex(_) | Role::HtmlTag)
                || format.marks.contains(Mark::Keyboard);
            if !differs || markup || self.is_code(run) {
                at = place.map_or(at, |place| place + span.len());
                lost = None;
                continue;
            }
            if self.text(span).iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let look = self.look(format);
            if lost != Some(look) {
                self.report.add(Loss::Font, place.unwrap_or(at));
            }
            at = place.map_or(at, |place| place + span.len());
            lost = Some(look);
        }
    }
}

/// Where a text stands in the input, if it stands there in one piece.
pub(super) fn place_of(span: Span) -> Option<usize> {
    let (own, start, _) = span.place();
    (!own).then_some(start)
}

/// The size of most text, whatever its typeface.
fn most_common_size(looks: &[(Look, u64)]) -> u16 {
    let total = |size: u16| -> u64 {
        looks.iter().filter(|slot| slot.0.size == size).map(|slot| slot.1).sum()
    };
    looks.iter().map(|slot| slot.0.size).max_by_key(|&size| total(size)).unwrap_or(0)
}
