//! What is wrong with Markdown: what leads nowhere, what does not end, what is not as wide as it should be.
//!
//! Source  CommonMark 0.31, GFM 0.29.

use std::collections::HashSet;

use super::Findings;
use crate::document::{Document, Kind, NodeId, View, slug};
use crate::markdown::{self, Looked};
use crate::options::Options;
use crate::report::Report;

pub(super) fn look(text: &str, options: &Options, findings: &mut Findings) {
    let mut level = 0;
    let (mut defined, mut used) = (Vec::new(), HashSet::new());
    let (mut notes, mut noted) = (Vec::new(), Vec::new());
    let mut anchors = Vec::new();
    let mut html = None;
    let mut pieces = 0;
    let has_memory = markdown::look(text, options, &mut |looked| match looked {
        Looked::Fence { at, is_closed } => {
            if !is_closed {
                findings.add("open_fence", at, "this code block is not closed");
            }
        }
        Looked::Heading { at, level: this } => {
            if level > 0 && this > level + 1 {
                findings.add(
                    "skipped_level",
                    at,
                    format!("a heading of level {this} follows one of level {level}"),
                );
            }
            level = this;
        }
        Looked::Html { at } => {
            html.get_or_insert(at);
            pieces += 1;
        }
        Looked::Reference { at, label } => {
            findings.add("missing_definition", at, format!("nothing defines [{label}]"));
        }
        Looked::Used { label } => {
            used.insert(normal(label));
        }
        Looked::Definition { at, label } => {
            defined.push((at, normal(label)));
        }
        Looked::Note { at, label } => notes.push((at, label.to_owned())),
        Looked::NoteDefinition { at, label } => noted.push((at, label.to_owned())),
        Looked::Anchor { at, name } => anchors.push((at, name.to_owned())),
        Looked::Row { at, cells, columns } => {
            if cells != columns {
                findings.add(
                    "ragged_row",
                    at,
                    format!("this row has {cells} cells, the table {columns}"),
                );
            }
        }
    });
    if !has_memory {
        return;
    }
    for (at, label) in defined {
        if !used.contains(&label) {
            findings.add("unused_definition", at, format!("nothing refers to [{label}]"));
        }
    }
    let labels: HashSet<String> = noted.iter().map(|(_, label)| normal(label)).collect();
    let references: HashSet<String> = notes.iter().map(|(_, label)| normal(label)).collect();
    for (at, label) in &notes {
        if !labels.contains(&normal(label)) {
            findings.add("missing_footnote", *at, format!("there is no footnote [^{label}]"));
        }
    }
    for (at, label) in &noted {
        if !references.contains(&normal(label)) {
            findings.add("unused_footnote", *at, format!("nothing refers to [^{label}]"));
        }
    }
    if let Some(at) = html {
        findings.add("raw_html", at, format!("{pieces} pieces of raw HTML, the first here"));
    }
    if !anchors.is_empty() {
        let names = names(text, options);
        for (at, name) in anchors {
            if !names.contains(&name) && !names.contains(&name.to_lowercase()) && name != "top" {
                findings.add("missing_anchor", at, format!("there is no place #{name}"));
            }
        }
    }
    tabs(text, findings);
}

/// A label as references are compared.
fn normal(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The names of all places: of headings, and those that raw HTML gives.
fn names(text: &str, options: &Options) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut doc = Document::default();
    doc.reset(options.max_nesting);
    if markdown::read(text, options, &mut doc, &mut Report::default()).is_ok() {
        let view = View { doc: &doc, source: text.as_bytes() };
        let mut counts = std::collections::HashMap::new();
        for (at, node) in view.nodes().iter().enumerate() {
            let own = match node.kind {
                Kind::Heading { id, .. } if id.is_empty() => {
                    let mut name = Vec::new();
                    slug::slug(view, at as NodeId, &mut name);
                    let name = String::from_utf8_lossy(&name).into_owned();
                    let count = counts.entry(name.clone()).or_insert(0u32);
                    *count += 1;
                    if *count > 1 { format!("{name}-{}", *count - 1) } else { name }
                }
                Kind::Heading { id, .. } => String::from_utf8_lossy(view.text(id)).into_owned(),
                Kind::Anchor { name } => String::from_utf8_lossy(view.text(name)).into_owned(),
                _ => continue,
            };
            names.insert(own);
        }
    }
    for key in ["id=\"", "name=\"", "id='", "name='"] {
        for (at, _) in text.match_indices(key) {
            let rest = &text[at + key.len()..];
            let end = rest.find(['"', '\'']).unwrap_or(0);
            names.insert(rest[..end].to_owned());
        }
    }
    names
}

/// Tabs behind spaces at the beginning of a line: how far they go depends on who shows them.
fn tabs(text: &str, findings: &mut Findings) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(place) = line[..blank].find(" \t")
            && blank < line.trim_end().len()
        {
            findings.add("odd_tab", at + place + 1, "a tab behind spaces");
        }
        at += line.len();
    }
}
