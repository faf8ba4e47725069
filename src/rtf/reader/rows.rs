//! Definitions of table rows, and whether a row is open.
//!
//! Shape   words fill the definition in hand, of which there is one for tables and one for tables in
//!         cells; the end of a row names the definition.
//! Units   twips, as in the file.
//! Source  RTF 1.9.1, "Table Definitions".

use super::paragraph_words::twips;
use super::stretches::Stretches;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{CellDefinition, End, RowDefinition};
use crate::rtf::words::RowWord;

/// The definitions in hand.
#[derive(Debug, Default)]
pub(super) struct Rows {
    row: RowDefinition,
    /// The same of a table in a cell.
    nested: RowDefinition,
    cell: CellDefinition,
    /// A row has been defined and not ended, and no paragraph has been told to be elsewhere.
    open: bool,
    /// Definitions behind `\trowd`: the row's, and that of the cell that has no edge yet.
    known: Stretches<(RowDefinition, CellDefinition)>,
}

impl Rows {
    /// A word of the definition; `in_body` says that it stands where text would be seen.
    pub(super) fn word(
        &mut self,
        word: RowWord,
        value: i32,
        nested: bool,
        in_body: bool,
        assembly: &mut Assembly,
    ) {
        let end = assembly.cell_count();
        let row = if nested { &mut self.nested } else { &mut self.row };
        match word {
            RowWord::Begin => {
                *row = RowDefinition { cells: (end, end), ..RowDefinition::default() };
                self.cell = CellDefinition::default();
            }
            RowWord::Left => row.left = twips(value),
            RowWord::Header => row.header = true,
            RowWord::Across(merge) => self.cell.across = merge,
            RowWord::Down(merge) => self.cell.down = merge,
            RowWord::RightToLeft => row.right_to_left = true,
            RowWord::WidthUnit => row.measured |= value > 1,
            RowWord::Shaded => self.cell.shaded = true,
            RowWord::Shading => self.cell.shaded |= value > 0,
            RowWord::Deleted | RowWord::Inserted => self.cell.gone = true,
            RowWord::Edge => {
                if row.cells.1 != end {
                    // The definition before was in use already: this one begins anew.
                    row.cells = (end, end);
                }
                if assembly.push_cell(CellDefinition { right: twips(value), ..self.cell }) {
                    row.cells.1 = end + 1;
                }
                self.open |= !nested && in_body;
                self.cell = CellDefinition::default();
            }
            // The group tells that.
            RowWord::Nested => {}
        }
    }

    /// Behind `\trowd` in the body: does what the words say that follow from `at` on if they are known, and
    /// tells how long they are.
    pub(super) fn define_again(
        &mut self,
        source: &[u8],
        at: usize,
        assembly: &mut Assembly,
    ) -> Option<usize> {
        let (len, (row, cell)) = self.known.find(source, at, 0)?;
        let cells = assembly.repeat_cells(row.cells);
        self.row = RowDefinition { cells, ..row };
        self.cell = cell;
        self.open |= cells.0 < cells.1;
        Some(len)
    }

    /// Remembers the definition that the words behind `\trowd` came to.
    pub(super) fn learn(&mut self, source: &[u8], place: (usize, usize)) {
        self.known.learn(source, place, 0, (self.row, self.cell));
    }

    /// `\pard`: the paragraphs that follow are elsewhere, unless they say so.
    pub(super) fn leave(&mut self) {
        self.open = false;
    }

    /// A row ends: its definition; none where memory is short. `gone` says that its end is not seen.
    pub(super) fn end(&mut self, gone: bool, assembly: &mut Assembly) -> Option<u32> {
        self.open = false;
        assembly.push_row(RowDefinition { gone, ..self.row })
    }

    /// The same of a row in a cell.
    pub(super) fn end_nested(&mut self, gone: bool, assembly: &mut Assembly) -> Option<u32> {
        assembly.push_row(RowDefinition { gone, ..self.nested })
    }

    /// How deep in tables a paragraph is that ends and says `depth`: in a row that is open it is in
    /// the table.
    #[inline]
    pub(super) fn depth(&self, depth: u8, end: End) -> u8 {
        if self.open && matches!(end, End::Par | End::Page) { depth.max(1) } else { depth }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::assembly::flow::Merge;

    #[test]
    fn a_definition_in_use_is_not_added_to() {
        let (mut rows, mut assembly) = (Rows::default(), Assembly::default());
        let mut word = |rows: &mut Rows, word, value| {
            rows.word(word, value, false, true, &mut assembly);
        };
        word(&mut rows, RowWord::Begin, 0);
        word(&mut rows, RowWord::Down(Merge::First), 0);
        word(&mut rows, RowWord::Edge, 100);
        word(&mut rows, RowWord::Edge, 200);
        assert_eq!([rows.depth(0, End::Par), rows.depth(2, End::Par)], [1, 2]);
        assert_eq!(rows.depth(0, End::Cell), 0);
        let first = rows.end(false, &mut assembly).expect("memory");
        assert_eq!(rows.depth(0, End::Par), 0);
        rows.word(RowWord::Begin, 0, true, true, &mut assembly);
        rows.word(RowWord::Edge, 50, true, true, &mut assembly);
        rows.word(RowWord::Edge, 300, false, true, &mut assembly);
        let second = rows.end(false, &mut assembly).expect("memory");
        let edges = |row| assembly.cells(row).iter().map(|cell| cell.right).collect::<Vec<_>>();
        assert_eq!((edges(first), edges(second)), (vec![100, 200], vec![300]));
        assert_eq!(assembly.cells(first)[0].down, Merge::First);
        assert_eq!(assembly.cells(first)[1].down, Merge::None);
    }
}
