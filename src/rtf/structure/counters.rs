//! The numbers of lists: each counts on through the document, on each of its levels.
//!
//! Shape   one row for each list of the list table, with the next number of its levels; an item of a level
//!         begins those below it anew. A number that the file shows is taken for true.
//! Source  RTF 1.9.1, "List Tables"; as Word and LibreOffice count.

use super::marker::style_of;
use crate::buffers::{kept, plain};
use crate::document::{Delimiter, Document, NumberStyle, Numbers};
use crate::rtf::tables::lists::{LEVELS, Lists, NO_NUMBER};

/// What tells a list from another: that of the list table, or a `\ls` that leads to none.
type Name = (bool, i32);

/// A list that has begun.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    name: Name,
    /// The next numbers; none where a level begins anew.
    next: [Option<u32>; LEVELS],
}

/// A start of its own that an override has set, once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Begun(i32, u8);

plain!(Row);
plain!(Begun);

kept! {
    /// The lists that have begun, and the overrides that have begun them anew; both sorted.
    #[derive(Debug, Default)]
    pub(super) struct Counters {
        rows: Vec<Row>,
        begun: Vec<Begun>,
    }
}

impl Counters {
    /// An item of level `level` of list `\lsN` comes, and shows a number or not: the number that it has.
    /// None where memory is short.
    pub(super) fn count(
        &mut self,
        lists: &Lists,
        number: i32,
        level: u8,
        shown: Option<u32>,
    ) -> Option<u32> {
        let at = (level as usize).min(LEVELS - 1);
        let (name, anew) = match lists.list(number, level) {
            Some((id, anew)) => ((true, id), anew),
            None => ((false, number), false),
        };
        let start = lists.level(number, level).map_or(1, |level| level.start.max(0) as u32);
        let anew = anew && self.begins(Begun(number, level))?;
        let row = self.row(name)?;
        let next = if anew { start } else { row.next[at].unwrap_or(start) };
        let found = shown.unwrap_or(next);
        row.next[at] = Some(found.saturating_add(1));
        for (below, next) in row.next.iter_mut().enumerate().skip(at + 1) {
            let level = lists.level(number, below as u8);
            if !level.is_some_and(|level| level.counts_on) {
                *next = None;
            }
        }
        Some(found)
    }

    /// What the item that was counted last in list `\lsN` shows by its level, with the numbers of the levels above:
    /// appended to `text`. Nothing where the level shows nothing.
    pub(super) fn show(&self, lists: &Lists, number: i32, level: u8, text: &mut Document) {
        let Some(shown) = lists.level(number, level) else { return };
        let name = lists.list(number, level).map_or((false, number), |(id, _)| (true, id));
        let row = self.rows.binary_search_by_key(&name, |row| row.name);
        let row = row.ok().and_then(|at| self.rows.get(at));
        for part in shown.text.bytes().chunk_by(|one, other| *one >= b' ' && *other >= b' ') {
            let [at @ ..=8] = part else {
                text.append(std::str::from_utf8(part).unwrap_or_default());
                continue;
            };
            let Some(counted) = lists.level(number, *at) else { continue };
            let next = row.and_then(|row| row.next.get(usize::from(*at)).copied().flatten());
            let value = next.map_or(counted.start.max(0) as u32, |next| next.saturating_sub(1));
            show_number(counted.nfc, value, text);
        }
    }

    /// Whether an override sets its start for the first time.
    fn begins(&mut self, begun: Begun) -> Option<bool> {
        let Err(at) = self.begun.binary_search(&begun) else { return Some(false) };
        self.begun.try_reserve(1).ok()?;
        self.begun.insert(at, begun);
        Some(true)
    }

    /// The row of a list, a new one if it begins.
    fn row(&mut self, name: Name) -> Option<&mut Row> {
        let at = match self.rows.binary_search_by_key(&name, |row| row.name) {
            Ok(at) => at,
            Err(at) => {
                self.rows.try_reserve(1).ok()?;
                self.rows.insert(at, Row { name, ..Row::default() });
                at
            }
        };
        self.rows.get_mut(at)
    }
}

/// Appends a number as `\levelnfc` shows it.
fn show_number(nfc: i32, number: u32, text: &mut Document) {
    const TWO_FIGURES: i32 = 22;
    if nfc == NO_NUMBER {
        return;
    }
    if nfc == TWO_FIGURES && number < 10 {
        text.append("0");
    }
    let style = style_of(nfc).unwrap_or(NumberStyle::Decimal);
    let label = Numbers { style, delimiter: Delimiter::Period }.label(number);
    let figures = label.bytes().strip_suffix(b".").unwrap_or(label.bytes());
    text.append(std::str::from_utf8(figures).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::tables::lists::{List, Override};

    /// Lists: `\ls1` and `\ls2` are list 7, of which the second begins at 5 anew.
    fn lists() -> Lists {
        let mut lists = Lists::default();
        let mut list = List::default();
        list.levels[2].counts_on = true;
        list.id = 7;
        assert!(lists.add(list));
        for (number, start) in [(1, None), (2, Some(5))] {
            let mut entry = Override::default();
            entry.starts[0] = start;
            (entry.list_id, entry.number) = (7, number);
            assert!(lists.add_override(entry));
        }
        lists.settle();
        lists
    }

    #[test]
    fn lists_count_on() {
        let lists = lists();
        for (items, numbers) in [
            (&[(1, 0, None), (1, 0, None)][..], &[1, 2][..]),
            (
                &[(1, 0, None), (1, 1, None), (1, 1, None), (1, 0, None), (1, 1, None)],
                &[1, 1, 2, 2, 1],
            ),
            (&[(1, 0, None), (1, 2, None), (1, 0, None), (1, 2, None)], &[1, 1, 2, 2]),
            (&[(1, 0, Some(9)), (1, 0, None)], &[9, 10]),
            (&[(1, 0, None), (2, 0, None), (2, 0, None), (1, 0, None)], &[1, 5, 6, 7]),
            (&[(9, 0, None), (1, 0, None), (9, 0, None)], &[1, 1, 2]),
        ] {
            let mut counters = Counters::default();
            for (&(number, level, shown), &expected) in items.iter().zip(numbers) {
                let found = counters.count(&lists, number, level, shown);
                assert_eq!(found, Some(expected), "{items:?}");
            }
        }
    }
}
