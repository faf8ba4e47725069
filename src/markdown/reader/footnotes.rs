//! Footnote definitions inside other blocks are lifted to the top level.
//!
//! Shape   one pass that copies the nodes twice: first all that is outside of such definitions,
//!         then the definitions. Only documents that have any pay for it.
//! Errors  `MemoryLimit`.

use crate::document::{Document, Kind, Node, NodeId};
use crate::error::Result;

pub(super) fn lift(doc: &mut Document) -> Result<()> {
    let mut lifted: Vec<Node> = Vec::new();
    lifted.try_reserve_exact(doc.nodes.len())?;
    // First copies with their old ends, and where each old node went.
    let mut places: Vec<NodeId> = Vec::new();
    places.try_reserve_exact(doc.nodes.len() + 1)?;
    places.resize(doc.nodes.len() + 1, 0);
    let mut notes: Vec<(usize, usize)> = Vec::new();
    let mut id = 0;
    let mut top = 0;
    while id < doc.nodes.len() {
        let node = doc.nodes[id];
        let end = node.end as usize;
        if id >= top {
            top = end;
        } else if matches!(node.kind, Kind::FootnoteDefinition { .. }) {
            notes.try_reserve(1)?;
            notes.push((id, end));
            // Its place is where the next node that stays goes: ends before it stay right.
            places[id..end].fill(lifted.len() as NodeId);
            id = end;
            continue;
        }
        places[id] = lifted.len() as NodeId;
        lifted.push(node);
        id += 1;
    }
    places[id] = lifted.len() as NodeId;
    for node in &mut lifted {
        node.end = places[node.end as usize];
    }
    let mut next = 0;
    while let Some(&(start, end)) = notes.get(next) {
        next += 1;
        let shift = lifted.len();
        let mut at = start;
        let mut skipped = 0;
        let first = lifted.len();
        let mut gaps: Vec<(usize, usize)> = Vec::new();
        while at < end {
            let node = doc.nodes[at];
            if at > start && matches!(node.kind, Kind::FootnoteDefinition { .. }) {
                notes.try_reserve(1)?;
                gaps.try_reserve(1)?;
                notes.push((at, node.end as usize));
                skipped += node.end as usize - at;
                gaps.push((node.end as usize, skipped));
                at = node.end as usize;
                continue;
            }
            lifted.push(node);
            at += 1;
        }
        for node in &mut lifted[first..] {
            let before = gaps.partition_point(|&(gap, _)| gap <= node.end as usize);
            let gap = before.checked_sub(1).map_or(0, |gap| gaps[gap].1);
            node.end = (node.end as usize - start - gap + shift) as NodeId;
        }
    }
    doc.nodes = lifted;
    Ok(())
}
