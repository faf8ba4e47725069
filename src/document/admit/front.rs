//! Front matter at the door. It stands in an output as it is, and who takes it for Markdown, as many do that
//! show one, sees the tags and the links in it.
//!
//! Shape   an entry of the block in which something is alive that the options do not let in goes, with all
//!         its lines, so that what is left is YAML still.
//! Limits  time is linear: an address ends where a bracket does.

use super::{Document, Door, Fate, Loss, Report, Span, View};
use crate::document::Meta;
use crate::text::yaml;
use crate::work;

impl Door<'_> {
    /// Judges the block of front matter, and counts what of it can't be said.
    pub(super) fn front(&self, doc: &mut Document, report: &mut Report) {
        let view = View { doc, source: self.source };
        let Ok(block) = std::str::from_utf8(view.text(doc.front)) else { return };
        work::step(block.len());
        if !self.has_front {
            report.add_many(Loss::Metadata, unsaid(view, block), usize::MAX);
            return;
        }
        let stays = self.html() == Fate::Stays;
        if stays && !self.uncovers {
            return;
        }
        let start = self.in_input(doc.front);
        let (mut kept, mut at, mut says, mut lost) = (String::new(), 0, false, false);
        for entry in yaml::entries(block) {
            if self.is_alive(block.as_bytes(), (at, at + entry.len())) {
                report.add(Loss::Html, start.map_or(usize::MAX, |start| start + at));
                lost = true;
            } else {
                kept.push_str(entry);
                says |= !matches!(entry.trim_end(), "---" | "..." | "");
            }
            at += entry.len();
        }
        if lost && !stays {
            doc.front = if says { doc.own(&kept) } else { Span::EMPTY };
        }
    }

    /// Whether a piece of a block has raw HTML, or leads where no link may lead.
    fn is_alive(&self, block: &[u8], (start, end): (usize, usize)) -> bool {
        let piece = block.get(start..end).unwrap_or(&[]);
        memchr::memchr2_iter(b'<', b']', piece).any(|at| {
            // Where a link leads may stand in the next line.
            let rest = block.get(start + at + 1..).unwrap_or(&[]);
            match (piece[at], rest) {
                (b'<', [b'a'..=b'z' | b'A'..=b'Z', ..]) => !self.is_autolink(rest),
                (b'<', [b'/' | b'!' | b'?', ..]) => true,
                (b']', [b'(' | b':', rest @ ..]) => {
                    let rest = rest.trim_ascii_start();
                    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b")]".contains(byte);
                    let address = &rest[..rest.iter().position(is_end).unwrap_or(rest.len())];
                    let is_plain = !address.contains(&b'\\') && !address.starts_with(b"<");
                    !is_plain || !self.allows(address, false)
                }
                _ => false,
            }
        })
    }

    /// Whether what stands behind `<` is an address that may be there, and nothing else.
    fn is_autolink(&self, rest: &[u8]) -> bool {
        let is_inner =
            |byte: &&u8| byte.is_ascii_alphanumeric() || b"@:/.+-_~?=&#%".contains(*byte);
        let address = &rest[..rest.iter().take_while(is_inner).count()];
        let name = address
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b".+-_".contains(byte));
        let is_one = matches!(address.get(name.count()), Some(b':' | b'@'));
        rest.get(address.len()) == Some(&b'>') && is_one && self.allows(address, false)
    }
}

/// How many entries of a block say what nothing else of the document says. Each property stands for one.
fn unsaid(view: View<'_>, block: &str) -> u32 {
    let is_fact = |name: &str| {
        Meta::of_name(name.as_bytes()).is_some_and(|fact| !view.doc.meta(fact).is_empty())
    };
    let (mut all, mut others) = (0, 0);
    for (name, _) in yaml::pairs(block) {
        all += 1;
        others += u32::from(!is_fact(name));
    }
    // What is no entry is lost all the same.
    if all == 0 { 1 } else { others.saturating_sub(view.doc.properties.len() as u32) }
}
