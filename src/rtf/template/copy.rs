//! Parts of a template, written again token by token.
//!
//! Shape   a group is copied as it is walked through: fonts, colours and styles get their new numbers, raw
//!         bytes become `\'xx`, `\bin` data hex digits, and what would reach beyond the group
//!         (sections, tables of the header, lists, objects) is left out.
//! Limits  groups deeper than 60 are left out; every group that is opened is closed, whatever the
//!         input does.
//! Source  RTF 1.9.1.

use std::collections::HashMap;

use super::tables::{Colors, Fonts};
use crate::memory::Output;
use crate::rtf::lexer::Token;
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::walk::groups::{Opened, Stack};
use crate::rtf::walk::{Walk, stand_in};
use crate::rtf::words::{Word, lookup};

/// Groups deeper than this are left out.
const DEEPEST: usize = 60;
/// Longer control words mean nothing to anybody.
const LONGEST_WORD: usize = 48;

/// Groups that don't belong into a header or a footer, or that nothing there can refer to.
const LEFT_OUT: [&[u8]; 27] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"listtable",
    b"listoverridetable",
    b"revtbl",
    b"rsidtbl",
    b"info",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"footnote",
    b"annotation",
    b"object",
    b"objdata",
    b"bkmkstart",
    b"bkmkend",
    b"themedata",
    b"colorschememapping",
    b"datastore",
    b"latentstyles",
    b"pnseclvl",
];

/// The new numbers of what a template refers to.
pub(super) struct Numbers<'a> {
    pub fonts: &'a mut Fonts,
    pub colors: &'a mut Colors,
    pub styles: &'a HashMap<i32, (StyleKind, u32)>,
}

/// A control word as it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelled<'a> {
    pub name: &'a [u8],
    pub value: Option<i32>,
}

/// Takes the token in hand apart; `None` if it is no control word.
pub(super) fn spelled<'a>(walk: &mut Walk<'a>) -> Option<Spelled<'a>> {
    let token = walk.source().get(walk.place()..walk.position())?;
    let rest = token.strip_prefix(b"\\")?;
    if rest.len() > LONGEST_WORD {
        return None;
    }
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, number) = rest.split_at(letters);
    let digits = std::str::from_utf8(number).ok()?.trim_end();
    let value = digits.parse::<i64>().ok();
    let value = value.map(|n| n.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
    (!name.is_empty()).then_some(Spelled { name, value })
}

/// The control word that opens a destination, right behind its `{`, with or without `\*`. The
/// walk stays where it is.
pub(super) fn destination<'a>(walk: &Walk<'a>) -> (bool, Option<Spelled<'a>>) {
    let mut ahead = walk.clone();
    let mut token = ahead.next();
    let starred = token == Token::Symbol(b'*');
    if starred {
        token = ahead.next();
    }
    let word = match token {
        Token::Control(..) | Token::Unknown => spelled(&mut ahead),
        _ => None,
    };
    (starred, word)
}

/// Leaves out the rest of a group and its closing brace.
pub(super) fn skip(walk: &mut Walk<'_>) {
    walk.skip_group();
    walk.next();
}

/// Copies what is left of the group that the walk is in, and its end, without its braces.
/// A flat copy, such as that of a style of some kind, has no groups in it and no words that open
/// any.
pub(super) fn copy_group(
    walk: &mut Walk<'_>,
    numbers: &mut Numbers<'_>,
    flat: Option<StyleKind>,
    out: &mut Output,
) {
    let groups = Stack::new(Vec::new(), DEEPEST);
    let mut copier = Copier { numbers, out, flat, groups, stand_in: 1, pict: 0 };
    while copier.token(walk) {}
    for _ in 0..copier.groups.depth() {
        copier.out.push_byte(b'}');
    }
}

struct Copier<'a, 'n> {
    numbers: &'a mut Numbers<'n>,
    out: &'a mut Output,
    flat: Option<StyleKind>,
    /// How much stands in for a `\u`, in the groups that are open, and in the one in hand.
    groups: Stack<u32>,
    stand_in: u32,
    /// The depth at which a picture was opened; 0 for none.
    pict: usize,
}

impl Copier<'_, '_> {
    /// Copies one token; false behind the end of the group.
    fn token(&mut self, walk: &mut Walk<'_>) -> bool {
        match walk.next() {
            Token::End => return false,
            Token::Open => self.open(walk),
            Token::Close => {
                if self.groups.depth() == 0 {
                    return false;
                }
                if self.pict == self.groups.depth() {
                    self.pict = 0;
                }
                self.groups.close();
                self.stand_in = self.groups.closed().copied().unwrap_or(1);
                self.out.push_byte(b'}');
            }
            _ if self.out.failed() => return false,
            Token::Text(start, end) => {
                self.out.push(walk.source().get(start..end).unwrap_or(&[]));
            }
            Token::High(start, end) => {
                let bytes = walk.source().get(start..end).unwrap_or(&[]);
                bytes.iter().for_each(|&byte| self.hex(byte));
            }
            Token::Binary(start, end) => {
                if self.pict > 0 {
                    let data = walk.source().get(start..end).unwrap_or(&[]);
                    crate::picture::hex::encode(data, self.out);
                }
            }
            Token::Hex(byte) => self.hex(byte),
            Token::Stray => {}
            Token::Tab => self.out.push(b"\\tab "),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Control(Word::U, value) => {
                self.unicode(value.unwrap_or(0));
                walk.leave_out(self.stand_in);
            }
            Token::Control(Word::Uc, value) => self.stand_in = stand_in(value.unwrap_or(1)),
            Token::Control(..) | Token::Unknown => {
                if let Some(word) = spelled(walk) {
                    self.word(word);
                }
            }
        }
        true
    }

    fn open(&mut self, walk: &mut Walk<'_>) {
        let (_, word) = destination(walk);
        let name = word.map_or(&b""[..], |word| word.name);
        if self.flat.is_some() || LEFT_OUT.contains(&name) {
            return skip(walk);
        }
        if self.groups.open(&self.stand_in) != Opened::Saved {
            self.groups.close();
            return skip(walk);
        }
        if name == b"pict" && self.pict == 0 {
            self.pict = self.groups.depth();
        }
        self.out.push_byte(b'{');
    }

    fn hex(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS[usize::from(nibble & 15)];
        self.out.push(&[b'\\', b'\'', digit(byte >> 4), digit(byte)]);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\r' | b'\n' => self.out.push(b"\\par "),
            b'\t' => self.out.push(b"\\tab "),
            b'*' if self.flat.is_some() => {}
            b'\\' | b'{' | b'}' | b'~' | b'-' | b'_' | b'*' | b':' | b'|' => {
                self.out.push(&[b'\\', symbol]);
            }
            _ => {}
        }
    }

    fn unicode(&mut self, value: i32) {
        self.out.push(b"\\u");
        self.out.push_int(i64::from(value as i16));
        self.out.push_byte(b'?');
    }

    fn word(&mut self, word: Spelled<'_>) {
        let Spelled { name, value } = word;
        let number = value.unwrap_or(0);
        let value = match name {
            b"f" | b"af" | b"pnf" => match self.numbers.fonts.take(number) {
                Some(font) => Some(font as i32),
                None => return,
            },
            b"cf" | b"cb" | b"ulc" | b"highlight" | b"chcbpat" | b"chcfpat" | b"cbpat"
            | b"cfpat" | b"clcbpat" | b"clcfpat" | b"clcbpatraw" | b"clcfpatraw" | b"trcbpat"
            | b"trcfpat" | b"brdrcf" | b"pncf" => Some(self.numbers.colors.take(number) as i32),
            // A style's own number stands before its copy.
            b"s" | b"cs" if self.flat.is_some() => return,
            b"s" | b"cs" | b"sbasedon" | b"snext" => {
                let wanted = match name {
                    b"cs" => StyleKind::Character,
                    b"sbasedon" => self.flat.unwrap_or(StyleKind::Paragraph),
                    _ => StyleKind::Paragraph,
                };
                match self.numbers.styles.get(&number) {
                    Some(&(kind, style)) if kind == wanted => Some(style as i32),
                    _ => return,
                }
            }
            // Table styles and lists stay behind; sections are the document's own.
            b"ts" | b"ds" | b"yts" | b"slink" | b"ls" | b"ilvl" | b"sect" | b"sectd" | b"page"
            | b"column" | b"bin" | b"styrsid" | b"rsid" | b"charrsid" | b"insrsid" | b"delrsid"
            | b"pararsid" | b"tblrsid" | b"sectrsid" => return,
            // These speak of the whole document wherever they stand.
            b"rtf" | b"urtf" | b"ansi" | b"ansicpg" | b"mac" | b"pc" | b"pca" | b"deff"
            | b"adeff" | b"fromhtml" | b"fromtext" => return,
            _ if self.flat.is_some() && lookup(name).is_some_and(|word| word.opens().is_some()) => {
                return;
            }
            _ => value,
        };
        self.out.push_byte(b'\\');
        self.out.push(name);
        if let Some(value) = value {
            self.out.push_int(i64::from(value));
        }
        self.out.push_byte(b' ');
    }
}
