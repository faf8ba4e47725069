//! What a page says of itself in its head.
//!
//! Source  the HTML standard, "Standard metadata names"; this crate's own names for properties.

use super::attributes::Values;
use super::tree::Tree;
use crate::document::Meta;

/// `<meta name=… content=…>`
pub(super) fn meta(tree: &mut Tree<'_, '_>, values: &Values) {
    let out = tree.out();
    let name = out.raw(values.name).trim().to_ascii_lowercase();
    if let Some(fact) = Meta::of_name(name.as_bytes()) {
        if out.doc().meta(fact).is_empty() {
            let value = out.collapsed(values.content);
            out.doc().set_meta(fact, value);
        }
    } else if name.starts_with("property:")
        && let Some((start, end)) = values.name
    {
        let name = out.collapsed(Some((start + "property:".len(), end)));
        let value = out.collapsed(values.content);
        out.doc().add_property(name, value);
    }
}

/// The language that `<html>` names.
pub(super) fn language(tree: &mut Tree<'_, '_>, values: &Values) {
    let out = tree.out();
    let language = out.collapsed(values.lang);
    if !language.is_empty() && out.doc().meta(Meta::Language).is_empty() {
        out.doc().set_meta(Meta::Language, language);
    }
}
