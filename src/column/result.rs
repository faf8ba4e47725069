//! The column that is made: outputs one after the other, in the order of the rows.
//!
//! Shape   [`Order`] takes blocks as workers bring them: that whose turn it is is appended, others wait
//!         in a place of their own. [`Column`] is what comes of it.
//! Units   bytes; rows from 0.
//! Errors  `MemoryLimit` where there is no room even for statuses and offsets. A row that there is no
//!         room for has that status itself.

use super::block::Block;
use crate::error::{Error, Result, Status};

/// Above this size buffers grow by a quarter, not by doubling.
const SLOW_GROWTH: usize = 1 << 20;

/// A column in Arrow's layout.
#[derive(Debug, Default)]
pub struct Column {
    outputs: Vec<u8>,
    offsets: Vec<i64>,
    statuses: Vec<i32>,
    reports: Vec<u8>,
    report_offsets: Vec<i64>,
    validity: Vec<u8>,
    failed: usize,
}

impl Column {
    /// A column of so many rows, none of which has a result.
    fn new(count: usize, with_reports: bool) -> Result<Column> {
        let mut column = Column::default();
        column.statuses.try_reserve_exact(count)?;
        column.statuses.resize(count, Status::MemoryLimit as i32);
        column.validity.try_reserve_exact(count.div_ceil(8).max(1))?;
        column.validity.resize(count.div_ceil(8).max(1), 0);
        column.offsets.try_reserve_exact(count + 1)?;
        column.offsets.push(0);
        if with_reports {
            column.report_offsets.try_reserve_exact(count + 1)?;
            column.report_offsets.push(0);
        }
        // For the NULs.
        column.outputs.try_reserve(1)?;
        column.reports.try_reserve(1)?;
        Ok(column)
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        self.statuses.len()
    }

    /// Rows whose status is an error.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// Of each row: 0, 1 where it is NULL, or its error.
    pub fn statuses(&self) -> &[i32] {
        &self.statuses
    }

    /// The outputs and a NUL.
    pub fn outputs(&self) -> &[u8] {
        &self.outputs
    }

    /// Where the outputs begin, and where the last ends.
    pub fn offsets(&self) -> &[i64] {
        &self.offsets
    }

    /// The reports and a NUL, and where they begin and the last ends; none if none were asked for.
    pub fn reports(&self) -> Option<(&[u8], &[i64])> {
        let offsets = &self.report_offsets;
        (!offsets.is_empty()).then_some((&self.reports[..], &offsets[..]))
    }

    /// A bit for each row, 1 where it has an output.
    pub fn validity(&self) -> &[u8] {
        &self.validity
    }

    /// The output of a row.
    pub fn output(&self, row: usize) -> &[u8] {
        &self.outputs[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }

    /// The first row that has no result yet.
    fn next(&self) -> usize {
        self.offsets.len() - 1
    }

    fn add(&mut self, status: i32, output: &[u8], report: &[u8]) {
        let row = self.next();
        let has_reports = !self.report_offsets.is_empty();
        let fits = room(&mut self.outputs, output.len())
            && (!has_reports || room(&mut self.reports, report.len()));
        if fits {
            self.outputs.extend_from_slice(output);
            self.reports.extend_from_slice(report);
            self.statuses[row] = status;
            self.validity[row / 8] |= u8::from(status == Status::Ok as i32) << (row % 8);
        }
        self.end_row();
    }

    /// Here the next row begins. There is room for all of them.
    fn end_row(&mut self) {
        self.offsets.push(self.outputs.len() as i64);
        if !self.report_offsets.is_empty() {
            self.report_offsets.push(self.reports.len() as i64);
        }
    }
}

/// Makes room for so many bytes and one more.
fn room(bytes: &mut Vec<u8>, more: usize) -> bool {
    if bytes.capacity() - bytes.len() > more {
        return true;
    }
    let length = bytes.len();
    let ahead = if length > SLOW_GROWTH { length / 4 } else { length };
    bytes.try_reserve_exact((more + 1).max(ahead)).is_ok()
        || bytes.try_reserve_exact(more + 1).is_ok()
}

/// A column being made, and the blocks that came before their turn.
#[derive(Debug)]
pub struct Order {
    column: Column,
    /// A place for each block; none where there is one worker only.
    waiting: Vec<Option<Block>>,
    /// Rows in a block.
    block: usize,
}

impl Order {
    /// For so many rows in `blocks` blocks of `block` rows each.
    pub fn new(count: usize, blocks: usize, block: usize, with_reports: bool) -> Result<Order> {
        let mut waiting = Vec::new();
        waiting.try_reserve_exact(blocks)?;
        waiting.resize_with(blocks, || None);
        Ok(Order { column: Column::new(count, with_reports)?, waiting, block })
    }

    /// Takes what a block holds so far, if it is its turn.
    pub fn offer(&mut self, block: &mut Block) {
        if block.first() == self.column.next() {
            self.append(block);
            block.clear();
        }
    }

    /// Takes a block that is complete, and those that waited for it.
    pub fn take(&mut self, block: &mut Block) {
        if block.first() != self.column.next() {
            if let Some(place) = self.waiting.get_mut(block.first() / self.block) {
                *place = Some(std::mem::take(block));
            }
            return;
        }
        self.append(block);
        block.clear();
        while let Some(next) = self.column.next().checked_div(self.block)
            && let Some(block) = self.waiting.get_mut(next).and_then(Option::take)
        {
            self.append(&block);
        }
    }

    fn append(&mut self, block: &Block) {
        for (status, output, report) in block.rows() {
            self.column.add(status, output, report);
        }
    }

    /// What has come of it. Rows that were never brought have failed.
    pub fn finish(&mut self) -> Result<Column> {
        for place in std::mem::take(&mut self.waiting) {
            let Some(block) = place else { continue };
            while self.column.next() < block.first() {
                self.column.end_row();
            }
            self.append(&block);
        }
        let mut column = std::mem::take(&mut self.column);
        while column.next() < column.count() {
            column.end_row();
        }
        column.failed = column.statuses.iter().filter(|&&status| status < 0).count();
        for bytes in [&mut column.outputs, &mut column.reports] {
            if !room(bytes, 0) {
                return Err(Error::out_of_memory());
            }
            bytes.push(0);
        }
        Ok(column)
    }
}
