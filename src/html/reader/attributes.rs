//! The attributes of a start tag that mean something here.
//!
//! Shape   one pass over the attributes; a range for each value, the first of a name counts.
//! Errors  none: what is not a number is the default.

use super::pairs::Attributes;
use super::style::{self, Look};
use super::survey::Survey;
use crate::document::Alignment;

/// Where a value stands.
pub(super) type Range = Option<(usize, usize)>;

/// The values of a start tag's attributes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    pub href: Range,
    pub src: Range,
    pub alt: Range,
    pub title: Range,
    pub style: Range,
    pub class: Range,
    pub id: Range,
    pub name: Range,
    pub kind: Range,
    pub start: Range,
    pub face: Range,
    pub lang: Range,
    pub width: Range,
    pub height: Range,
    pub align: Range,
    pub color: Range,
    pub dir: Range,
    pub cite: Range,
    pub datetime: Range,
    pub content: Range,
    pub role: Range,
    pub info: Range,
    pub delimiter: Range,
    pub alttext: Range,
    pub display: Range,
    pub comment: Range,
    pub date: Range,
    pub author: Range,
    pub initials: Range,
    /// It refers to a footnote.
    pub refers: bool,
    /// It leads back to where a footnote is referred to.
    pub leads_back: bool,
    /// A box is ticked; an item has a box, or a picture is one, without being one of a form.
    pub checked: bool,
    pub task: bool,
    /// A list that is counted down.
    pub reversed: bool,
    /// How deep a list stands among those beside it.
    pub level: Option<u8>,
    /// What an item says that its list is.
    pub list: Range,
    /// The number of an item.
    pub value: Range,
    pub hidden: bool,
    /// Screen readers pass it.
    pub unread: bool,
    /// The colour behind it.
    pub ground: Range,
    pub sized: bool,
}

impl Values {
    /// Reads the attributes that stand in `start..end`.
    pub(super) fn read(html: &str, start: usize, end: usize) -> Values {
        let mut values = Values::default();
        for attribute in Attributes::new(html, start, end) {
            let mut lower = [0u8; 22];
            let Some(lower) = lower.get_mut(..attribute.name.len()) else { continue };
            lower.copy_from_slice(attribute.name);
            lower.make_ascii_lowercase();
            let value = match &*lower {
                b"href" => &mut values.href,
                b"src" => &mut values.src,
                b"alt" => &mut values.alt,
                b"title" => &mut values.title,
                b"style" => &mut values.style,
                b"class" => &mut values.class,
                b"id" => &mut values.id,
                b"name" => &mut values.name,
                b"type" => &mut values.kind,
                b"start" => &mut values.start,
                b"face" => &mut values.face,
                b"lang" => &mut values.lang,
                b"width" => &mut values.width,
                b"height" => &mut values.height,
                b"align" => &mut values.align,
                b"checked" => {
                    values.checked = true;
                    continue;
                }
                b"aria-checked" => {
                    values.checked = html[attribute.start..attribute.end].trim() == "true";
                    continue;
                }
                b"aria-roledescription" => {
                    values.task = &html[attribute.start..attribute.end] == "checkbox";
                    continue;
                }
                b"data-checked" => {
                    values.task = true;
                    values.checked = &html[attribute.start..attribute.end] == "true";
                    continue;
                }
                b"data-indent" => {
                    values.level = html[attribute.start..attribute.end].trim().parse().ok();
                    continue;
                }
                b"data-list" => &mut values.list,
                b"data-inline-task-id" => {
                    values.task = true;
                    continue;
                }
                b"reversed" => {
                    values.reversed = true;
                    continue;
                }
                b"value" => &mut values.value,
                b"hidden" => {
                    values.hidden = true;
                    continue;
                }
                b"aria-hidden" => {
                    values.unread = html[attribute.start..attribute.end].trim() == "true";
                    continue;
                }
                b"color" => &mut values.color,
                b"dir" => &mut values.dir,
                b"cite" => &mut values.cite,
                b"datetime" => &mut values.datetime,
                b"content" => &mut values.content,
                b"role" => &mut values.role,
                b"data-info" => &mut values.info,
                b"data-delimiter" => &mut values.delimiter,
                b"alttext" => &mut values.alttext,
                b"display" => &mut values.display,
                b"data-comment" => &mut values.comment,
                b"data-date" | b"date" => &mut values.date,
                b"data-author" | b"author" => &mut values.author,
                b"data-initials" => &mut values.initials,
                b"data-footnote-ref" => {
                    values.refers = true;
                    continue;
                }
                b"data-footnote-backref" => {
                    values.leads_back = true;
                    continue;
                }
                b"bgcolor" => &mut values.ground,
                b"size" => {
                    values.sized = true;
                    continue;
                }
                _ => continue,
            };
            value.get_or_insert((attribute.start, attribute.end));
        }
        values
    }
}

/// What the attributes of a table or one of its parts say, or those of a paragraph about how it is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellValues {
    pub columns: u16,
    pub rows: u16,
    pub alignment: Option<Alignment>,
    /// A table that is there for the layout only.
    pub presentation: bool,
    /// A table that says that it is one, or has lines around its cells.
    pub data: bool,
    /// It says so in the way in which it says what is a header, too.
    pub precise: bool,
    /// Width and height, as [`style::extent`] has them.
    pub size: [Option<i32>; 2],
    /// A paragraph that is an item of one of Word's lists.
    pub listed: bool,
    /// Columns that a column element stands for.
    pub span: u16,
}

impl CellValues {
    /// Reads the attributes that stand in `start..end`.
    pub(super) fn read(html: &str, start: usize, end: usize) -> CellValues {
        let mut found = CellValues { columns: 1, rows: 1, span: 1, ..CellValues::default() };
        let mut styled = [None; 2];
        for attribute in Attributes::new(html, start, end) {
            let value = &html[attribute.start..attribute.end];
            const MOST: u16 = 256;
            let number = || value.trim().parse::<u16>().unwrap_or(1).clamp(1, MOST);
            let name = attribute.name;
            if name.eq_ignore_ascii_case(b"colspan") {
                found.columns = number();
            } else if name.eq_ignore_ascii_case(b"rowspan") {
                // None is all that follow.
                found.rows = if value.trim() == "0" { MOST } else { number() };
            } else if name.eq_ignore_ascii_case(b"align") {
                found.alignment = style::alignment(value).or(found.alignment);
            } else if name.eq_ignore_ascii_case(b"style") {
                let mut look = Look::default();
                style::read(value, &mut look);
                found.alignment = look.align.or(found.alignment);
                styled = look.size;
                found.listed = look.list_level > 0;
            } else if name.eq_ignore_ascii_case(b"role") {
                found.presentation = matches!(value, "presentation" | "none");
                found.precise = value == "table";
                found.data |= found.precise || value == "grid";
            } else if name.eq_ignore_ascii_case(b"border") {
                found.data |= value.trim() != "0";
            } else if name.eq_ignore_ascii_case(b"span") {
                found.span = number();
            } else if name.eq_ignore_ascii_case(b"width") {
                found.size[0] = style::extent(value, 15.0);
            } else if name.eq_ignore_ascii_case(b"height") {
                found.size[1] = style::extent(value, 15.0);
            }
        }
        found.size = [styled[0].or(found.size[0]), styled[1].or(found.size[1])];
        found
    }
}

/// The name of an element, if a link of this document leads to it.
pub(super) fn name(html: &str, values: &Values, survey: &Survey) -> Range {
    if !survey.has_fragments() {
        return None;
    }
    let is_target = |&(start, end): &(usize, usize)| survey.is_fragment(&html[start..end]);
    values.id.filter(is_target).or(values.name.filter(is_target))
}

/// Where the language of code stands: in the class of its element, or in `lang`.
pub(super) fn language(html: &str, values: &Values) -> Range {
    if values.info.is_some() {
        return values.info;
    }
    let class = values.class.map_or("", |(start, end)| &html[start..end]);
    let language = language_in(class);
    if language.is_empty() {
        return values.lang;
    }
    let start = language.as_ptr() as usize - html.as_ptr() as usize;
    Some((start, start + language.len()))
}

/// The language that a class names; empty if it names none.
fn language_in(class: &str) -> &str {
    let mut words = class.split_ascii_whitespace();
    let mut language = "";
    while let Some(word) = words.next() {
        let named =
            ["language-", "lang-", "brush:"].iter().find_map(|start| word.strip_prefix(start));
        match named {
            Some("") => language = words.next().unwrap_or_default(),
            Some(name) => language = name,
            None if word == "sourceCode" => language = words.next().unwrap_or_default(),
            None => continue,
        }
        break;
    }
    // `brush: js; toolbar: false`
    language.strip_suffix(';').filter(|bare| !bare.is_empty()).unwrap_or(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_that_classes_name() {
        for (class, expected) in [
            ("language-rust", "rust"),
            ("hljs lang-c", "c"),
            ("brush: js; toolbar: false", "js"),
            ("brush:", ""),
            ("sourceCode haskell", "haskell"),
            ("sourceCode", ""),
            ("code", ""),
            ("", ""),
        ] {
            assert_eq!(language_in(class), expected, "{class}");
        }
    }
}
