//! The control words that the reader knows, and how a name becomes one.
//!
//! Shape   `lookup(name)` -> `Option<Word>`: one multiplicative hash, one probe, one comparison. Names of
//!         up to seven letters, which are nearly all in a file, are looked up as one number.
//! Limits  names are ASCII letters, at most 32, case matters (`\PAR` is not `\par`).
//! Source  RTF 1.9.1, "Control words"; words not listed here mean nothing to a text reader.

/// Slots of the hash table; a power of two, four times the number of words or so.
const SLOTS: usize = 2048;

macro_rules! words {
    ($($name:ident $text:literal),* $(,)?) => {
        /// A known control word. The variant is the word in camel case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Word { $($name),* }

        const WORDS: &[(&str, Word)] = &[$(($text, Word::$name)),*];
    };
}

words! {
    // Header.
    Rtf "rtf", Urtf "urtf", Ansi "ansi", Mac "mac", Pc "pc", Pca "pca", Ansicpg "ansicpg", Deff "deff",
    Fonttbl "fonttbl", Colortbl "colortbl", Stylesheet "stylesheet", Listtable "listtable",
    Listoverridetable "listoverridetable", Info "info", Generator "generator", Title "title",
    Author "author", Operator "operator", Subject "subject", Keywords "keywords", Doccomm "doccomm",
    Comment "comment", Category "category", Manager "manager", Company "company", Hlinkbase "hlinkbase",
    Propname "propname", Staticval "staticval", Xmlns "xmlns", Themedata "themedata",
    Colorschememapping "colorschememapping", Datastore "datastore", Latentstyles "latentstyles",
    Fromhtml "fromhtml", Fromtext "fromtext", Filetbl "filetbl", Revtbl "revtbl",
    Uc "uc", U "u", Upr "upr", Ud "ud", Bin "bin",
    // Fonts.
    F "f", Af "af", Fcharset "fcharset", Fprq "fprq", Cpg "cpg", Fnil "fnil", Froman "froman", Fswiss "fswiss",
    Fmodern "fmodern", Fscript "fscript", Fdecor "fdecor", Ftech "ftech", Fbidi "fbidi", Falt "falt",
    Panose "panose", Fontemb "fontemb", Fontfile "fontfile",
    Loch "loch", Hich "hich", Dbch "dbch", Ltrch "ltrch", Rtlch "rtlch", Ab "ab", Ai "ai",
    // Styles.
    S "s", Cs "cs", Ds "ds", Ts "ts", Sbasedon "sbasedon", Snext "snext", Additive "additive",
    // Colours.
    Red "red", Green "green", Blue "blue", Cf "cf", Cb "cb", Highlight "highlight", Chcbpat "chcbpat",
    // Lists.
    List "list", Listlevel "listlevel", Levelnfc "levelnfc", Levelnfcn "levelnfcn", Levelstartat "levelstartat",
    Leveltext "leveltext", Levelnumbers "levelnumbers", Listid "listid", Listname "listname",
    Listoverride "listoverride", Lfolevel "lfolevel", Listoverridestartat "listoverridestartat",
    Listoverridecount "listoverridecount", Ls "ls", Ilvl "ilvl", Listtext "listtext", Pntext "pntext",
    Pn "pn", Pnlvl "pnlvl", Pnlvlblt "pnlvlblt", Pnlvlbody "pnlvlbody", Pnlvlcont "pnlvlcont",
    Pndec "pndec", Pncard "pncard", Pnord "pnord", Pnucltr "pnucltr", Pnlcltr "pnlcltr", Pnucrm "pnucrm",
    Pnlcrm "pnlcrm", Pnstart "pnstart", Pntxta "pntxta", Pntxtb "pntxtb", Pnseclvl "pnseclvl",
    // Paragraphs.
    Par "par", Pard "pard", Sect "sect", Sectd "sectd", Page "page", Column "column", Line "line", Lbr "lbr",
    Softline "softline", Softpage "softpage", Tab "tab", Li "li", Lin "lin", Ri "ri", Rin "rin", Fi "fi", Sb "sb", Sa "sa",
    Contextualspace "contextualspace", Outlinelevel "outlinelevel", Ql "ql", Qc "qc", Qr "qr", Qj "qj",
    Ltrpar "ltrpar", Rtlpar "rtlpar",
    Brdrt "brdrt", Brdrb "brdrb", Brdrl "brdrl", Brdrr "brdrr", Brdrbtw "brdrbtw", Box "box",
    Brdrnone "brdrnone", Brdrnil "brdrnil", Sl "sl", Slmult "slmult",
    // Characters.
    Plain "plain", B "b", I "i", Ul "ul", Ulnone "ulnone", Uld "uld", Uldash "uldash", Uldashd "uldashd",
    Uldashdd "uldashdd", Uldb "uldb", Ulhwave "ulhwave", Ulldash "ulldash", Ulth "ulth", Ulthd "ulthd",
    Ulthdash "ulthdash", Ulthdashd "ulthdashd", Ulthdashdd "ulthdashdd", Ulthldash "ulthldash",
    Ululdbwave "ululdbwave", Ulw "ulw", Ulwave "ulwave", Strike "strike", Striked "striked", Super "super", Sub "sub",
    Nosupersub "nosupersub", Up "up", Dn "dn", Fs "fs", V "v", Caps "caps", Scaps "scaps",
    Outl "outl", Shad "shad", Embo "embo", Impr "impr",
    Deleted "deleted", Revised "revised", Webhidden "webhidden",
    // Characters by name.
    Emdash "emdash", Endash "endash", Emspace "emspace", Enspace "enspace", Qmspace "qmspace",
    Bullet "bullet", Lquote "lquote", Rquote "rquote", Ldblquote "ldblquote", Rdblquote "rdblquote",
    Zwj "zwj", Zwnj "zwnj", Zwbo "zwbo", Zwnbo "zwnbo", Ltrmark "ltrmark", Rtlmark "rtlmark",
    // Tables.
    Trowd "trowd", Row "row", Nestrow "nestrow", Cell "cell", Nestcell "nestcell", Intbl "intbl", Itap "itap",
    Cellx "cellx", Trleft "trleft", Trgaph "trgaph", Trhdr "trhdr", Clmgf "clmgf", Clmrg "clmrg",
    Clvmgf "clvmgf", Clvmrg "clvmrg", Clcbpat "clcbpat", Lastrow "lastrow",
    Nesttableprops "nesttableprops", Nonesttables "nonesttables",
    // Fields, bookmarks, notes.
    Field "field", Fldinst "fldinst", Fldrslt "fldrslt", Bkmkstart "bkmkstart", Bkmkend "bkmkend",
    Footnote "footnote", Ftnalt "ftnalt", Chftn "chftn", Annotation "annotation", Atnid "atnid",
    Atnauthor "atnauthor", Chatn "chatn", Atrfstart "atrfstart", Atrfend "atrfend", Formfield "formfield",
    Fftype "fftype", Ffres "ffres", Ffdefres "ffdefres", Ffl "ffl", Ffname "ffname", Datafield "datafield",
    Chdate "chdate", Chtime "chtime", Chpgn "chpgn", Sectnum "sectnum",
    // Places that are not the body.
    Header "header", Headerl "headerl", Headerr "headerr", Headerf "headerf",
    Footer "footer", Footerl "footerl", Footerr "footerr", Footerf "footerf",
    Ftnsep "ftnsep", Ftnsepc "ftnsepc", Ftncn "ftncn", Aftnsep "aftnsep", Aftnsepc "aftnsepc", Aftncn "aftncn",
    Xe "xe", Tc "tc", Tcn "tcn", Rxe "rxe", Txe "txe",
    // Pictures, objects, shapes.
    Pict "pict", Shppict "shppict", Nonshppict "nonshppict", Pngblip "pngblip", Jpegblip "jpegblip",
    Emfblip "emfblip", Wmetafile "wmetafile", Dibitmap "dibitmap", Wbitmap "wbitmap", Macpict "macpict",
    Picw "picw", Pich "pich", Picwgoal "picwgoal", Pichgoal "pichgoal", Picscalex "picscalex",
    Picscaley "picscaley", Picprop "picprop", Blipuid "blipuid", Bliptag "bliptag",
    Object "object", Objdata "objdata", Objclass "objclass", Result "result", Objname "objname",
    Shp "shp", Shpinst "shpinst", Shptxt "shptxt", Shprslt "shprslt", Shpgrp "shpgrp", Sp "sp", Sn "sn", Sv "sv",
    Do "do", Dptxbxtext "dptxbxtext", Background "background",
    // HTML in RTF.
    Htmltag "htmltag", Htmlrtf "htmlrtf", Mhtmltag "mhtmltag", Htmlbase "htmlbase",
    // Mathematics.
    Mmath "mmath", MoMath "moMath", MoMathPara "moMathPara", Mr "mr", Mnum "mnum", Mden "mden", Msup "msup",
    Msub "msub", Mdeg "mdeg", Mrad "mrad", Md "md", Mchr "mchr", MbegChr "mbegChr",
    MfPr "mfPr", MsSupPr "msSupPr", MsSubPr "msSubPr", MsSubSupPr "msSubSupPr", MsPrePr "msPrePr",
    MradPr "mradPr", MnaryPr "mnaryPr", MdPr "mdPr", MfuncPr "mfuncPr", MaccPr "maccPr", MbarPr "mbarPr",
    MboxPr "mboxPr", MborderBoxPr "mborderBoxPr", MeqArrPr "meqArrPr", MgroupChrPr "mgroupChrPr",
    MlimLowPr "mlimLowPr", MlimUppPr "mlimUppPr", MmPr "mmPr", MphantPr "mphantPr", MctrlPr "mctrlPr",
    MrPr "mrPr", MoMathParaPr "moMathParaPr", MargPr "margPr", MmathPr "mmathPr",
}

const fn hash(name: &[u8]) -> u32 {
    let mut value: u32 = 0;
    let mut at = 0;
    while at < name.len() {
        value = step(value, name[at]);
        at += 1;
    }
    finish(value)
}

/// The hash of a name, one letter at a time.
#[inline(always)]
const fn step(value: u32, letter: u8) -> u32 {
    (value.rotate_left(5) ^ letter as u32).wrapping_mul(0x9E37_79B1)
}

#[inline(always)]
const fn finish(value: u32) -> u32 {
    value >> (32 - SLOTS.trailing_zeros())
}

/// Index into `WORDS` plus one, or 0 for an empty slot. Collisions go to the next slot.
static TABLE: [u16; SLOTS] = {
    let mut table = [0u16; SLOTS];
    let mut index = 0;
    while index < WORDS.len() {
        let mut slot = hash(WORDS[index].0.as_bytes()) as usize;
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = index as u16 + 1;
        index += 1;
    }
    table
};

/// The word of a name, whose running hash is `value`.
#[inline]
fn lookup_hashed(name: &[u8], value: u32) -> Option<Word> {
    let mut slot = finish(value) as usize;
    loop {
        let index = TABLE[slot % SLOTS];
        if index == 0 {
            return None;
        }
        let (text, word) = WORDS[index as usize - 1];
        if text.as_bytes() == name {
            return Some(word);
        }
        slot += 1;
    }
}

/// Letters of a name that fits into a number, one byte each, the first lowest.
pub(super) const SHORT: usize = 7;

/// The short names by slot, as numbers (0: empty), and their words. Collisions go to the next slot.
static SHORT_TABLE: ([u64; SLOTS], [Option<Word>; SLOTS]) = {
    let (mut keys, mut words) = ([0; SLOTS], [None; SLOTS]);
    let mut index = 0;
    while index < WORDS.len() {
        let (name, word) = (WORDS[index].0.as_bytes(), WORDS[index].1);
        if name.len() <= SHORT {
            let (mut key, mut at) = (0u64, 0);
            while at < name.len() {
                key |= (name[at] as u64) << (8 * at);
                at += 1;
            }
            let mut slot = short_slot(key);
            while keys[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            keys[slot] = key;
            words[slot] = Some(word);
        }
        index += 1;
    }
    (keys, words)
};

#[inline(always)]
const fn short_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOTS.trailing_zeros())) as usize
}

/// The word of a name of at most seven letters, as a number.
#[inline]
pub(super) fn lookup_short(key: u64) -> Option<Word> {
    let mut slot = short_slot(key);
    loop {
        let found = SHORT_TABLE.0[slot % SLOTS];
        if found == key {
            return SHORT_TABLE.1[slot % SLOTS];
        }
        if found == 0 {
            return None;
        }
        slot += 1;
    }
}

/// Letters of a name that fits into two numbers.
pub(super) const LONG: usize = 15;
/// Slots for those of more than [`SHORT`] letters.
const LONG_SLOTS: usize = 512;

/// The names of 8 to 15 letters by slot, as two numbers each, and their words.
static LONG_TABLE: ([(u64, u64); LONG_SLOTS], [Option<Word>; LONG_SLOTS]) = {
    let (mut keys, mut words) = ([(0, 0); LONG_SLOTS], [None; LONG_SLOTS]);
    let mut index = 0;
    while index < WORDS.len() {
        let (name, word) = (WORDS[index].0.as_bytes(), WORDS[index].1);
        if name.len() > SHORT && name.len() <= LONG {
            let (mut first, mut more, mut at) = (0u64, 0u64, 0);
            while at < name.len() {
                if at < 8 {
                    first |= (name[at] as u64) << (8 * at);
                } else {
                    more |= (name[at] as u64) << (8 * (at - 8));
                }
                at += 1;
            }
            let mut slot = long_slot(first, more);
            while keys[slot].0 != 0 {
                slot = (slot + 1) % LONG_SLOTS;
            }
            keys[slot] = (first, more);
            words[slot] = Some(word);
        }
        index += 1;
    }
    (keys, words)
};

#[inline(always)]
const fn long_slot(first: u64, more: u64) -> usize {
    let key = first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ more.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (key >> (64 - LONG_SLOTS.trailing_zeros())) as usize
}

/// The word of a name of 8 to 15 letters: its first eight as a number, and the rest.
#[inline]
pub(super) fn lookup_long(first: u64, more: u64) -> Option<Word> {
    let mut slot = long_slot(first, more);
    loop {
        let found = LONG_TABLE.0[slot % LONG_SLOTS];
        if found == (first, more) {
            return LONG_TABLE.1[slot % LONG_SLOTS];
        }
        if found.0 == 0 {
            return None;
        }
        slot += 1;
    }
}

/// The word of a name, if it is a known one.
pub fn lookup(name: &[u8]) -> Option<Word> {
    lookup_hashed(name, name.iter().fold(0, |value, &letter| step(value, letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_nothing_else() {
        for &(text, word) in WORDS {
            assert_eq!(lookup(text.as_bytes()), Some(word), "{text}");
            if text.len() <= SHORT {
                let key = text.bytes().rev().fold(0, |key, byte| key << 8 | u64::from(byte));
                assert_eq!(lookup_short(key), Some(word), "{text}");
                assert_eq!(lookup_short(key | 0x20 << 56), None, "{text} and a blank");
            } else if text.len() <= LONG {
                let key = |text: &str| text.bytes().rev().fold(0, |key, b| key << 8 | u64::from(b));
                let (first, more) = (key(&text[..8]), key(&text[8..]));
                assert_eq!(lookup_long(first, more), Some(word), "{text}");
                assert_eq!(lookup_long(first, more | 0x7A << 56), None, "{text} and more");
            }
            assert_eq!(lookup(text.to_uppercase().as_bytes()), None, "{text} in capitals");
            assert_eq!(lookup(format!("{text}zq").as_bytes()), None, "{text}zq");
        }
        assert_eq!(lookup(b""), None);
    }

    #[test]
    fn names_stand_once() {
        let mut names: Vec<_> = WORDS.iter().map(|(text, _)| *text).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), WORDS.len());
    }
}
