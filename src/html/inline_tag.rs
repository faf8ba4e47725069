//! What a single raw inline tag means, for writers that show such tags.
//!
//! Shape   [`inline_tag`] takes the text of one tag, `<u>` or `</u>`, and names it. Nothing is
//!         allocated; values of attributes are as they stand, see [`super::decode`].
//! Errors  none: what is not understood is [`InlineTag::Other`].

use super::tag::Tag;
use super::token::{Attributes, Token, Tokens};

/// The marks that a tag may switch on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TagMark {
    Strong,
    Emphasis,
    Strike,
    Underline,
    Superscript,
    Subscript,
    Highlight,
    Code,
}

/// What a tag means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineTag<'a> {
    /// A mark begins: `<u>`.
    Open(TagMark),
    /// A mark ends: `</u>`.
    Close(TagMark),
    /// A line ends: `<br>`.
    Break,
    /// A link begins: `<a href=…>`.
    Link {
        /// The address.
        href: &'a str,
        /// The title; empty when there is none.
        title: &'a str,
    },
    /// A named place: `<a id=…>`, `<a name=…>`. Its `</a>` is a [`InlineTag::CloseLink`].
    Anchor(&'a str),
    /// A link or named place ends: `</a>`.
    CloseLink,
    /// An image: `<img src=…>`.
    Image {
        /// The address.
        src: &'a str,
        /// The text that stands for it; may be empty.
        alt: &'a str,
        /// The title; empty when there is none.
        title: &'a str,
    },
    /// A comment, declaration or processing instruction: nothing that is seen.
    Comment,
    /// Anything else.
    Other,
}

/// What one raw inline tag means.
pub fn inline_tag(tag: &str) -> InlineTag<'_> {
    let mut tokens = Tokens::new(tag);
    let token = tokens.next();
    let is_raw_text = matches!(token, Token::Start(tag, ..) if tag.is_raw_text());
    // More than one tag, or text: not for here.
    if is_raw_text || tokens.next() != Token::Eof {
        return InlineTag::Other;
    }
    match token {
        Token::Comment(..) => InlineTag::Comment,
        Token::End(Tag::A) => InlineTag::CloseLink,
        Token::End(Tag::Br) | Token::Start(Tag::Br, ..) => InlineTag::Break,
        Token::End(tag) => mark(tag).map_or(InlineTag::Other, InlineTag::Close),
        Token::Start(Tag::A, start, end) => {
            let [href, title, id, name] = values(tag, start, end, ["href", "title", "id", "name"]);
            match (href, id.or(name)) {
                (Some(href), _) => InlineTag::Link { href, title: title.unwrap_or("") },
                (None, Some(name)) if !name.is_empty() => InlineTag::Anchor(name),
                _ => InlineTag::Other,
            }
        }
        Token::Start(Tag::Img, start, end) => {
            let [src, alt, title] = values(tag, start, end, ["src", "alt", "title"]);
            match src {
                Some(src) => {
                    InlineTag::Image { src, alt: alt.unwrap_or(""), title: title.unwrap_or("") }
                }
                None => InlineTag::Other,
            }
        }
        Token::Start(tag, ..) => mark(tag).map_or(InlineTag::Other, InlineTag::Open),
        _ => InlineTag::Other,
    }
}

fn mark(tag: Tag) -> Option<TagMark> {
    Some(match tag {
        Tag::B | Tag::Strong => TagMark::Strong,
        Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var => TagMark::Emphasis,
        Tag::S | Tag::Strike | Tag::Del => TagMark::Strike,
        Tag::U | Tag::Ins => TagMark::Underline,
        Tag::Sup => TagMark::Superscript,
        Tag::Sub => TagMark::Subscript,
        Tag::Mark => TagMark::Highlight,
        Tag::Code | Tag::Tt | Tag::Kbd | Tag::Samp => TagMark::Code,
        _ => return None,
    })
}

/// The values of some attributes; the first of each name counts.
fn values<'a, const N: usize>(
    tag: &'a str,
    start: usize,
    end: usize,
    names: [&str; N],
) -> [Option<&'a str>; N] {
    let mut found = [None; N];
    for attribute in Attributes::new(tag, start, end) {
        for (name, value) in names.iter().zip(&mut found) {
            if value.is_none() && attribute.name.eq_ignore_ascii_case(name.as_bytes()) {
                *value = tag.get(attribute.start..attribute.end);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_what_they_mean() {
        use InlineTag::*;
        use TagMark::*;
        for (tag, expected) in [
            ("<u>", Open(Underline)),
            ("</U >", Close(Underline)),
            ("<ins>", Open(Underline)),
            ("<sub class='x'>", Open(Subscript)),
            ("</sup>", Close(Superscript)),
            ("<br>", Break),
            ("<br/>", Break),
            ("<BR />", Break),
            ("<kbd>", Open(Code)),
            ("</tt>", Close(Code)),
            ("<mark>", Open(Highlight)),
            ("<s>", Open(Strike)),
            ("<del>", Open(Strike)),
            ("<b>", Open(Strong)),
            ("<strong>", Open(Strong)),
            ("<i>", Open(Emphasis)),
            ("</em>", Close(Emphasis)),
            ("<a href='x' title=\"t &amp; u\">", Link { href: "x", title: "t &amp; u" }),
            ("<a id=here>", Anchor("here")),
            ("<a name=here href=x>", Link { href: "x", title: "" }),
            ("<a>", Other),
            ("</a>", CloseLink),
            ("<img src=a.png alt=\"A\">", Image { src: "a.png", alt: "A", title: "" }),
            ("<img alt=A>", Other),
            ("<!-- x -->", Comment),
            ("<!DOCTYPE html>", Comment),
            ("<?php x ?>", Comment),
            ("<span>", Other),
            ("<o:p>", Other),
            ("<script>", Other),
            ("<u>x", Other),
            ("x", Other),
            ("", Other),
            ("<u", Other),
        ] {
            assert_eq!(inline_tag(tag), expected, "{tag}");
        }
    }
}
