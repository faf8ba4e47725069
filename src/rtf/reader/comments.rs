//! Comments that are kept: HTML comments among the text.
//!
//! Source  RTF 1.9.1, "Comments (Annotations)".

use crate::document::{Document, Span, View};

/// Whether comments are kept, and who wrote the one that follows.
#[derive(Debug)]
pub(super) struct Comments {
    kept: bool,
    author: Span,
}

impl Comments {
    pub fn new(kept: bool) -> Self {
        Comments { kept, author: Span::EMPTY }
    }

    pub fn are_kept(&self) -> bool {
        self.kept
    }

    /// The name of who wrote the comment that follows.
    pub fn author(&mut self, name: Span) {
        self.author = name;
    }

    /// A comment is complete: it becomes an HTML comment, in which no `--` may stand.
    pub fn write(&mut self, text: &str, source: &[u8], doc: &mut Document) -> Span {
        let author = std::mem::take(&mut self.author);
        let from = doc.own_len();
        doc.append("<!-- ");
        if !author.is_empty() {
            let name = View { doc, source }.text(author).to_vec();
            doc.append(&String::from_utf8_lossy(&name));
            doc.append(": ");
        }
        for (index, part) in text.trim().split("--").enumerate() {
            doc.append(if index > 0 { "- -" } else { "" });
            doc.append(part);
        }
        doc.append(" -->");
        Span::of_own(from, doc.own_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_comment_ends_within_itself() {
        let mut doc = Document::default();
        doc.reset(9);
        let name = doc.own("Ann");
        let from = doc.own_len();
        let mut comments = Comments::new(true);
        comments.author(name);
        comments.write(" a--b ", b"", &mut doc);
        comments.write("c", b"", &mut doc);
        assert_eq!(doc.text[from..], *"<!-- Ann: a- -b --><!-- c -->");
    }
}
