//! An element of a formula: its parts, and what has been said of it.

use crate::math::{Id, NONE};
use crate::rtf::words::Word;

/// Columns of a matrix whose alignment is kept.
const COLUMNS: u8 = 31;

/// What has been said of an element, and its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) word: Word,
    pub(super) base: Id,
    pub(super) below: Id,
    pub(super) above: Id,
    pub(super) begin: Option<char>,
    pub(super) separator: Option<char>,
    pub(super) end: Option<char>,
    pub(super) has_end: bool,
    pub(super) sign: Option<char>,
    /// On or off: degree, scripts hidden; shown; above; lines through; no line.
    pub(super) hides_degree: bool,
    pub(super) hides_below: bool,
    pub(super) hides_above: bool,
    pub(super) unseen: bool,
    pub(super) at_top: bool,
    pub(super) up: bool,
    pub(super) down: bool,
    /// Across or upright.
    pub(super) through: bool,
    /// Which edges of a frame are seen: above, below, to the left and to the right.
    pub(super) edges: [bool; 4],
    pub(super) without_line: bool,
    pub(super) limits: Option<bool>,
    /// There are marks of alignment among its parts.
    pub(super) aligned: bool,
    /// How columns are aligned, as far as said: two bits each, from the first on, and how many.
    pub(super) columns: u64,
    pub(super) column_count: u8,
    /// To how many columns what is said next applies.
    pub(super) repeat: u8,
    /// The columns have a distance of their own.
    pub(super) spaced: bool,
    /// There is text in it that is shown, and some that is left out as hidden or deleted.
    pub(super) shown: bool,
    pub(super) left_out: bool,
}

impl Element {
    pub(super) fn of(word: Word) -> Element {
        Element {
            word,
            base: NONE,
            below: NONE,
            above: NONE,
            begin: Some('('),
            separator: Some('|'),
            end: Some(')'),
            has_end: false,
            sign: None,
            hides_degree: false,
            hides_below: false,
            hides_above: false,
            unseen: false,
            at_top: false,
            up: false,
            down: false,
            through: false,
            edges: [true; 4],
            without_line: false,
            limits: None,
            aligned: false,
            columns: 0,
            column_count: 0,
            repeat: 0,
            spaced: false,
            shown: false,
            left_out: false,
        }
    }

    /// A setting that is a word alone.
    pub(super) fn set(&mut self, word: Word, parameter: Option<i32>) {
        let on = parameter != Some(0);
        match word {
            Word::MbegChr => self.begin = None,
            Word::MsepChr => self.separator = None,
            Word::MendChr => (self.end, self.has_end) = (None, true),
            Word::Mchr => self.sign = Some('\0'),
            Word::MdegHide => self.hides_degree = on,
            Word::MsubHide => self.hides_below = on,
            Word::MsupHide => self.hides_above = on,
            Word::Mshow => self.unseen = !on,
            Word::MstrikeBLTR => self.up = on,
            Word::MstrikeTLBR => self.down = on,
            Word::MstrikeH | Word::MstrikeV => self.through |= on,
            Word::MhideTop => self.edges[0] = !on,
            Word::MhideBot => self.edges[1] = !on,
            Word::MhideLeft => self.edges[2] = !on,
            Word::MhideRight => self.edges[3] = !on,
            Word::McGp => self.spaced = true,
            Word::Mcount => self.repeat = parameter.map_or(0, |count| count.clamp(0, 99) as u8),
            _ => {}
        }
    }

    /// A character of a setting.
    pub(super) fn setting(&mut self, word: Word, c: char) {
        // Of words the first letter tells, but for on and off, whose second does.
        let off = matches!(c, '0' | 'f');
        match word {
            Word::MbegChr => self.begin = Some(self.begin.unwrap_or(c)),
            Word::MsepChr => self.separator = Some(self.separator.unwrap_or(c)),
            Word::MendChr => self.end = Some(self.end.unwrap_or(c)),
            Word::Mchr if self.sign == Some('\0') => self.sign = Some(c),
            // `left`, `center` and `right`; no other letter of them is one of these.
            Word::MmcJc => match c {
                'l' => self.align(1),
                'g' => self.align(2),
                'n' => self.align(0),
                _ => {}
            },
            Word::MdegHide => self.hides_degree &= !off,
            Word::MsubHide => self.hides_below &= !off,
            Word::MsupHide => self.hides_above &= !off,
            Word::Mshow => self.unseen |= off,
            Word::MstrikeBLTR => self.up &= !off,
            Word::MstrikeTLBR => self.down &= !off,
            Word::MstrikeH | Word::MstrikeV => self.through &= !off,
            Word::MhideTop => self.edges[0] |= off,
            Word::MhideBot => self.edges[1] |= off,
            Word::MhideLeft => self.edges[2] |= off,
            Word::MhideRight => self.edges[3] |= off,
            Word::Mpos => self.at_top |= c == 'p',
            Word::Mcount => {
                let digit = c.to_digit(10).unwrap_or(0) as u8;
                self.repeat = self.repeat.saturating_mul(10).saturating_add(digit);
            }
            // `noBar`
            Word::Mtype => self.without_line |= c == 'B',
            // `undOvr`, `subSup`
            Word::Mlimloc | Word::MlimLoc => self.limits = self.limits.or(Some(c == 'u')),
            _ => {}
        }
    }

    /// Columns are aligned: so many as were counted before.
    fn align(&mut self, code: u64) {
        for _ in 0..self.repeat.clamp(1, COLUMNS - self.column_count.min(COLUMNS)) {
            self.columns |= code << (2 * self.column_count);
            self.column_count = (self.column_count + 1).min(COLUMNS);
        }
        self.repeat = 0;
    }
}
