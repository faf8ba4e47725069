//! Formulas: MathML, and TeX in spans and scripts; and what shows one once more.
//!
//! Shape   programs write a formula for eyes and for screen readers: what says its TeX, or how it is built, is
//!         read, and the other is passed.
//! Units   byte offsets into the text.
//! Limits  linear: an end that was not found is not looked for again.
//! Source  MathML 3; KaTeX, MathJax 2 and 3, MediaWiki and pandoc.

use super::attributes::Values;
use super::inlines::{self, has_word};
use super::mathml;
use super::tag::Tag;
use super::token::Tokens;
use super::tree::Tree;
use crate::document::Kind;
use crate::math;
use crate::report::Loss;

/// What is known of formulas.
#[derive(Default)]
pub(super) struct Formulas {
    /// Up to where no formula need be looked for again.
    until: usize,
    /// None has an end tag from here on.
    none_ends: bool,
    /// Room for a formula, and its TeX.
    room: (math::Tree, Vec<u8>),
    /// The script that begins is a formula; whether that stands in a line of its own.
    script: Option<bool>,
}

impl Formulas {
    /// `<math>`: where it says its TeX, that is the formula; else what its looks say in TeX, or its text.
    pub(super) fn element(
        &mut self,
        tree: &mut Tree<'_, '_>,
        tokens: &mut Tokens<'_>,
        values: &Values,
        (start, end): (usize, usize),
    ) {
        let html = tree.html();
        if start < self.until {
            return;
        }
        let length = match self.none_ends {
            true => None,
            false => memchr::memmem::find(&html.as_bytes()[end..], b"</math"),
        };
        self.none_ends = length.is_none();
        let close = length.map_or_else(|| tokens.foreign_end(end), |length| end + length);
        crate::work::step(close - end);
        self.until = close;
        let said = html[end..close].find("application/x-tex").and_then(|at| {
            let from = end + at + html[end + at..close].find('>')? + 1;
            Some((from, from + html[from..close].find('<')?))
        });
        let display = tree.out().raw(values.display).eq_ignore_ascii_case("block");
        if let Some(tex) = said.or(values.alttext) {
            inlines::formula(tree, Some(tex), display);
            return tokens.skip_to(close);
        }
        let (formula, tex) = &mut self.room;
        tex.clear();
        let inner = html[end..close].trim_start_matches('/');
        let inner = inner.strip_prefix('>').unwrap_or(inner);
        let is_told = !tree.is_hidden() && mathml::tex(inner, formula, tex);
        match std::str::from_utf8(tex) {
            // It is empty.
            Ok("{}") if is_told => tokens.skip_to(close),
            Ok(tex) if is_told && !tex.is_empty() => {
                let tex = tree.out().doc().own(tex);
                tree.text().make_way().leaf(Kind::Math { tex, display });
                tokens.skip_to(close);
            }
            _ if tree.is_hidden() => {}
            _ => tree.out().lost(Loss::Math, start),
        }
    }

    /// A script begins.
    pub(super) fn begin_script(&mut self, tree: &Tree<'_, '_>, values: &Values) {
        let kind = tree.out_raw(values.kind).trim();
        self.script = kind.starts_with("math/tex").then(|| kind.contains("display"));
    }

    /// What stands in a script; whether it is a formula.
    pub(super) fn script(&mut self, tree: &mut Tree<'_, '_>, start: usize, end: usize) -> bool {
        let Some(display) = self.script.take() else { return false };
        inlines::formula(tree, Some((start, end)), display);
        true
    }
}

/// TeX in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tex {
    pub range: (usize, usize),
    pub display: bool,
    /// Where the element ends that it stands in.
    pub close: usize,
}

/// The TeX that a span or division holds and nothing else, as this crate, pandoc and others write it; what stands
/// in it begins at `start`.
pub(super) fn tex_in(tree: &Tree<'_, '_>, tag: Tag, values: &Values, start: usize) -> Option<Tex> {
    let html = tree.html();
    let class = tree.out_raw(values.class);
    if !has_word(class, "math") && !has_word(class, "arithmatex") {
        return None;
    }
    let end = start + memchr::memchr(b'<', &html.as_bytes()[start..])?;
    let close = html[end..].strip_prefix("</")?.strip_prefix(tag.name())?.strip_prefix('>')?;
    let text = html[start..end].trim();
    let inner = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let tex = inner("\\(", "\\)").or_else(|| inner("\\[", "\\]"))?;
    let from = tex.as_ptr() as usize - html.as_ptr() as usize;
    let range = (from, from + tex.len());
    Some(Tex { range, display: text.starts_with("\\["), close: html.len() - close.len() })
}

/// Whether an element shows a formula once more, of which another one says the TeX or how it is built.
pub(super) fn is_shown_again(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values) -> bool {
    let class = tree.out_raw(values.class);
    let is_of_mathjax = |word: &str| word.starts_with("MathJax") || word == "mjx-chtml";
    values.unread
        && (tag == Tag::Nobr || has_word(class, "katex-html") && tree.text().ends_with_formula())
        || matches!(tag, Tag::Span | Tag::Div)
            && tree.survey().has_formula_scripts()
            && class.split_ascii_whitespace().any(is_of_mathjax)
}
