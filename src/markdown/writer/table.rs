//! Tables as pipe tables, one line a row, without padding.
//!
//! Source  GFM 0.29, section 4.10.

use super::Writer;
use super::inline::Context;
use crate::document::{Alignment, Kind, NodeId};

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, id: NodeId, end: NodeId, first: u32, count: u16) {
        if count == 0 || end == id + 1 {
            return;
        }
        self.begin();
        let columns = self.view.columns(first, count);
        let mut row = id + 1;
        let mut header = true;
        while row < end {
            let row_end = self.end_of(row);
            if !header {
                self.new_line();
            }
            self.row(row, row_end, count);
            if header {
                self.new_line();
                self.out.push_byte(b'|');
                for column in columns {
                    self.out.push(match column {
                        Alignment::None => b" --- |",
                        Alignment::Left => b" :--- |",
                        Alignment::Center => b" :---: |",
                        Alignment::Right => b" ---: |",
                    });
                }
            }
            header = false;
            row = row_end;
        }
    }

    fn row(&mut self, row: NodeId, end: NodeId, count: u16) {
        self.out.push_byte(b'|');
        let mut cell = row + 1;
        for _ in 0..count {
            self.out.push_byte(b' ');
            if cell < end {
                let cell_end = self.end_of(cell);
                if matches!(self.kind(cell), Kind::Cell)
                    && self.inlines(cell + 1, cell_end, Context::Cell)
                {
                    self.out.push_byte(b' ');
                }
                cell = cell_end;
            }
            self.out.push_byte(b'|');
        }
    }
}
