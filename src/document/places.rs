//! Headings and anchors by their names, and what addresses say of a place.
//!
//! Shape   [`Places::find`] names a run of nodes as writers name a whole document; [`path_of`] parts an
//!         address into a file and a place.
//! Errors  memory that runs out.
//! Limits  linear; longer addresses than [`MOST_ADDRESS`] bytes name no place.

use std::ops::Range;

use super::names::{enough, push};
use super::{Kind, NOWHERE, Names, NodeId, Span, View, slug};
use crate::error::Result;
use crate::memory;
use crate::picture::data_uri::unescape_into;
use crate::text::address::{Address, judge};

/// Many links may share one address.
pub(super) const MOST_ADDRESS: usize = 1024;

/// Names of headings and anchors.
#[derive(Debug, Default)]
pub(super) struct Places {
    names: Names,
    nodes: Vec<NodeId>,
    first_heading: Option<NodeId>,
}

impl Places {
    /// Names the headings and anchors of some nodes.
    pub(super) fn find(&mut self, view: View<'_>, range: Range<usize>) -> Result<()> {
        *self = Places::default();
        let mut namer = Namer::default();
        for id in range {
            if let Some(name) = namer.name(view, id)? {
                if self.names.insert(name)? as usize == self.nodes.len() {
                    push(&mut self.nodes, id as NodeId)?;
                }
                let is_anchor = matches!(view.kind(id as NodeId), Some(Kind::Anchor { .. }));
                if self.first_heading.is_none() && !is_anchor {
                    self.first_heading = Some(id as NodeId);
                }
            }
        }
        Ok(())
    }

    /// What has a name, as it stands or with its encoding taken out; without one the first heading.
    pub(super) fn node(&self, name: &[u8]) -> NodeId {
        if name.is_empty() {
            return self.first_heading.unwrap_or(NOWHERE);
        }
        let mut found = self.names.find(name);
        if found.is_none() && name.contains(&b'%') {
            let mut plain = Vec::new();
            unescape_into(name, &mut plain);
            found = self.names.find(&plain);
        }
        found.and_then(|found| self.nodes.get(found as usize)).copied().unwrap_or(NOWHERE)
    }
}

/// The name of its own of a heading, which may be empty, or of an anchor.
pub(super) fn name_of(kind: &Kind) -> Option<Span> {
    match *kind {
        Kind::Heading { id, .. } => Some(id),
        Kind::Anchor { name } => Some(name).filter(|name| !name.is_empty()),
        _ => None,
    }
}

/// Names headings and anchors in the order of nodes, as writers do.
#[derive(Debug, Default)]
pub(super) struct Namer {
    slugs: Names,
    repeats: Vec<u32>,
    name: Vec<u8>,
}

impl Namer {
    /// The name of a node, if it is a heading or an anchor.
    pub(super) fn name(&mut self, view: View<'_>, id: usize) -> Result<Option<&[u8]>> {
        let kind = view.kind(id as NodeId);
        let is_anchor = matches!(kind, Some(Kind::Anchor { .. }));
        let Some(own) = kind.and_then(name_of) else { return Ok(None) };
        self.name.clear();
        if own.is_empty() {
            slug::slug(view, id as NodeId, &mut self.name);
            slug::make_unique(&mut self.name, &mut self.slugs, &mut self.repeats)?;
        } else {
            enough(memory::append(&mut self.name, view.text(own)))?;
            if !is_anchor {
                slug::take_own(&self.name, &mut self.slugs, &mut self.repeats)?;
            }
        }
        Ok(Some(&self.name))
    }
}

/// The file of a relative address, decoded and without dots, and where its `#` stands, or would; none where it
/// leads elsewhere.
pub(super) fn path_of(url: &[u8], path: &mut Vec<u8>) -> Option<usize> {
    path.clear();
    if url.is_empty() || url.len() > MOST_ADDRESS || judge(url) != Address::Relative {
        return None;
    }
    let hash = url.iter().position(|&byte| byte == b'#').unwrap_or(url.len());
    let mut plain = Vec::new();
    unescape_into(&url[..hash], &mut plain);
    for piece in plain.split(|byte| matches!(byte, b'/' | b'\\')) {
        match piece {
            b"." => {}
            b".." => path.truncate(path.iter().rposition(|&byte| byte == b'/')?),
            _ => {
                path.push(b'/');
                path.extend_from_slice(piece);
            }
        }
    }
    if !path.is_empty() {
        path.remove(0);
    }
    Some(hash)
}
