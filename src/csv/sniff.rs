//! Which delimiter a text has.
//!
//! Shape   [`dialect`]: a line `sep=;` says it, as Excel writes and reads it; else that of four which divides
//!         most of the first records into the same number of cells.
//! Units   bytes.
//! Errors  none: a text that nothing divides has one column.
//! Limits  20 records, and 64 KB of them, are looked at.

use super::COMMA;
use super::records::Records;

const CANDIDATES: [char; 4] = [COMMA, ';', '\t', '|'];
const RECORDS: usize = 20;
const BYTES: usize = 64 << 10;

/// The delimiter, and where the records begin.
pub(super) fn dialect(bytes: &[u8], said: Option<char>) -> (char, usize) {
    let (line, start) = separator_line(bytes).unzip();
    let delimiter = said.or(line).unwrap_or_else(|| sniffed(bytes));
    (delimiter, start.unwrap_or(0))
}

/// What a first line `sep=;` says, and where the next one begins.
fn separator_line(bytes: &[u8]) -> Option<(char, usize)> {
    let (name, rest) = bytes.split_at_checked(4)?;
    // A character has four bytes at most, and a line end two.
    let rest = &rest[..rest.len().min(6)];
    let valid = rest.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let mut characters = valid.chars();
    let delimiter = characters.next().filter(|c| !matches!(c, '\r' | '\n' | '"'))?;
    let after = characters.as_str();
    let end = if after.starts_with("\r\n") {
        2
    } else if after.starts_with(['\r', '\n']) {
        1
    } else if bytes.len() == 4 + delimiter.len_utf8() {
        0
    } else {
        return None;
    };
    name.eq_ignore_ascii_case(b"sep=").then(|| (delimiter, 4 + delimiter.len_utf8() + end))
}

fn sniffed(bytes: &[u8]) -> char {
    let head = &bytes[..bytes.len().min(BYTES)];
    let mut best = (COMMA, 0, 0);
    for candidate in CANDIDATES {
        let (same, cells) = constancy(head, candidate);
        // In a tie the first one, for commas stand in texts and numbers less often than between cells.
        if cells > 1 && same > best.1 {
            best = (candidate, same, cells);
        }
    }
    best.0
}

/// How many of the first records have the most frequent number of cells above one, and that number.
fn constancy(head: &[u8], delimiter: char) -> (usize, usize) {
    let mut counts = [0usize; RECORDS];
    let (mut records, mut cells) = (0, 0);
    for cell in Records::new(head, delimiter, 0) {
        cells += 1;
        // Empty lines say nothing.
        if cell.last && (cells > 1 || !cell.is_empty()) {
            counts[records] = cells;
            records += 1;
        }
        cells = if cell.last { 0 } else { cells };
        if records == RECORDS {
            break;
        }
    }
    let counts = &counts[..records];
    let frequency = |&count: &usize| counts.iter().filter(|&&other| other == count).count();
    let most = counts.iter().copied().filter(|&count| count > 1).max_by_key(frequency);
    most.map_or((0, 0), |count| (frequency(&count), count))
}
