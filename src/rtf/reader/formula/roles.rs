//! What a group of a formula is, by the word that it begins with.

use crate::rtf::words::Word;

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing to formulas.
    Plain,
    /// An element that has parts.
    Element,
    Part,
    /// `\mr`
    Run,
    /// What an element is set to.
    Settings,
    Setting,
}

/// What a group is that begins with a word.
pub(super) fn role_of(word: Word) -> Role {
    match word {
        Word::Mr => Role::Run,
        Word::Mnum
        | Word::Mden
        | Word::Msup
        | Word::Msub
        | Word::Mdeg
        | Word::Me
        | Word::Mmr
        | Word::Mlim
        | Word::MfName => Role::Part,
        Word::Mf
        | Word::Mrad
        | Word::Md
        | Word::Mm
        | Word::MeqArr
        | Word::Mfunc
        | Word::MlimLow
        | Word::Mlimlow
        | Word::MlimUpp
        | Word::Mlimupp
        | Word::Mnary
        | Word::Macc
        | Word::Mbar
        | Word::MgroupChr
        | Word::Mphant
        | Word::Mbox
        | Word::MborderBox
        | Word::MsPre
        | Word::MsSub
        | Word::MsSup
        | Word::MsSubSup => Role::Element,
        Word::MbegChr
        | Word::MendChr
        | Word::MsepChr
        | Word::Mchr
        | Word::Mpos
        | Word::Mshow
        | Word::Mtype
        | Word::MdegHide
        | Word::MsubHide
        | Word::MsupHide
        | Word::Mlimloc
        | Word::MlimLoc
        | Word::MmcJc
        | Word::McGp
        | Word::Mcount
        | Word::MhideTop
        | Word::MhideBot
        | Word::MhideLeft
        | Word::MhideRight
        | Word::MstrikeH
        | Word::MstrikeV
        | Word::MstrikeBLTR
        | Word::MstrikeTLBR => Role::Setting,
        Word::MfPr
        | Word::MsSupPr
        | Word::MsSubPr
        | Word::MsSubSupPr
        | Word::MsPrePr
        | Word::MradPr
        | Word::MnaryPr
        | Word::MdPr
        | Word::MfuncPr
        | Word::MaccPr
        | Word::MbarPr
        | Word::MboxPr
        | Word::MborderBoxPr
        | Word::MeqArrPr
        | Word::MgroupChrPr
        | Word::MlimLowPr
        | Word::MlimlowPr
        | Word::MlimUppPr
        | Word::MlimuppPr
        | Word::MmPr
        | Word::MphantPr
        | Word::MctrlPr
        | Word::MrPr
        | Word::MargPr
        | Word::MmathPict
        | Word::Mmcs
        | Word::Mmc
        | Word::MmcPr
        | Word::MvertJc
        | Word::Mgrow
        | Word::Mshp
        | Word::MplcHide
        | Word::McGpRule
        | Word::McSp
        | Word::MrSp
        | Word::MrSpRule
        | Word::MbaseJc
        | Word::Mmaxdist
        | Word::MmaxDist
        | Word::Mbrk
        | Word::Mlit
        | Word::Mjc
        | Word::MobjDist
        | Word::MargSz
        | Word::MopEmu
        | Word::MnoBreak
        | Word::Mdiff
        | Word::Mtransp
        | Word::MzeroAsc
        | Word::MzeroDesc
        | Word::MzeroWid
        | Word::MalnScr
        | Word::Maln => Role::Settings,
        _ => Role::Plain,
    }
}
