//! EMF+ records inside the comments of an enhanced metafile: PNG, JPEG and GIF files in them.
//!
//! Shape   image objects of the kind "bitmap, compressed" hold a whole file. An object may go on
//!         over several records; its parts are joined in a buffer that the caller lends.
//! Errors  none: objects that make no sense are passed over.
//! Limits  one object is joined at a time, of at most the picture limit; the largest file wins.

use crate::picture::Unfit;
use crate::picture::bytes::{append, le16, le32, up_to};
use crate::picture::whole::{self, Whole};

/// An object record.
const OBJECT: u16 = 0x4008;
/// The flag of a record whose object goes on in the next.
const CONTINUED: u16 = 0x8000;
/// The kind of an object that is an image.
const IMAGE: u16 = 5;

/// Gathers the picture files of one metafile.
pub(super) struct Objects<'a> {
    limit: usize,
    /// Parts of the object that is going on, after the best joined file.
    joined: &'a mut Vec<u8>,
    /// The length of the best file at the start of `joined`.
    kept: usize,
    going_on: bool,
    /// The best file that stands in one piece.
    best: Option<&'a [u8]>,
}

impl<'a> Objects<'a> {
    pub(super) fn new(limit: usize, joined: &'a mut Vec<u8>) -> Self {
        joined.clear();
        Objects { limit, joined, kept: 0, going_on: false, best: None }
    }

    /// Looks through one comment record.
    pub(super) fn comment(&mut self, record: &'a [u8]) -> Result<(), Unfit> {
        let data = up_to(record, 12, le32(record, 8).unwrap_or(0) as usize);
        if !data.starts_with(b"EMF+") {
            return Ok(());
        }
        let mut at = 4usize;
        while let (Some(kind), Some(flags), Some(size), Some(len)) =
            (le16(data, at), le16(data, at + 2), le32(data, at + 4), le32(data, at + 8))
        {
            if size < 12 {
                break;
            }
            if kind == OBJECT && flags >> 8 & 0x7F == IMAGE {
                self.object(up_to(data, at + 12, len as usize), flags & CONTINUED != 0)?;
            }
            at = match at.checked_add(size as usize) {
                Some(next) => next,
                None => break,
            };
        }
        Ok(())
    }

    /// Takes an object, or a part of one: all parts but the last have the flag and the full size.
    fn object(&mut self, body: &'a [u8], continued: bool) -> Result<(), Unfit> {
        if !continued && !self.going_on {
            if let Some(file) = file_in(body)
                && file.len() > self.best.map_or(self.kept, <[u8]>::len)
            {
                self.best = Some(file);
            }
            return Ok(());
        }
        self.going_on = true;
        let part = if continued { body.get(4..).unwrap_or(&[]) } else { body };
        if self.joined.len() - self.kept + part.len() <= self.limit {
            append(self.joined, part)?;
        }
        if !continued {
            self.close();
        }
        Ok(())
    }

    /// Ends the object that was joined: the file in it is kept if it is the best so far.
    fn close(&mut self) {
        self.going_on = false;
        let object = self.joined.get(self.kept..).unwrap_or(&[]);
        match file_in(object).map(<[u8]>::len) {
            Some(len) if len > self.best.map_or(self.kept, <[u8]>::len) => {
                let end = self.joined.len();
                self.joined.copy_within(end - len.., 0);
                self.joined.truncate(len);
                self.kept = len;
                self.best = None;
            }
            _ => self.joined.truncate(self.kept),
        }
    }

    /// The best file.
    pub(super) fn finish(mut self) -> Option<Whole<'a>> {
        if self.going_on {
            self.close();
        }
        let Objects { joined, kept, best, .. } = self;
        let file = match best {
            Some(file) => file,
            None => joined.get(..kept)?,
        };
        whole::check(file)
    }
}

/// The file in an image object; it reaches to the object's end.
fn file_in(object: &[u8]) -> Option<&[u8]> {
    // Version, image kind (1: bitmap), width, height, stride, pixel format, bitmap kind (1:
    // compressed).
    if le32(object, 4) != Some(1) || le32(object, 24) != Some(1) {
        return None;
    }
    object.get(28..).filter(|file| whole::check(file).is_some())
}
