//! Where a group's text goes, and which control words say so.
//!
//! Shape   [`Destination`] is part of a group's state; [`Opening`] is what a control word opens.
//! Source  RTF 1.9.1, "Destinations"; which of them carry text that a person sees.

use crate::rtf::control::Word;

/// What becomes of the text of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rtf) enum Destination {
    /// Text of the flow in force.
    Body,
    /// Text that nobody sees; inner groups may still open destinations that are seen.
    Ignored,
    FontTable,
    Stylesheet,
    Style,
    ListTable,
    List,
    ListLevel,
    LevelText,
    OverrideTable,
    Override,
    OverrideLevel,
    Info,
    Title,
    Author,
    /// `\*\generator`: the program that wrote the file.
    Generator,
    /// `\listtext`, `\pntext`: the marker that old readers show.
    Marker,
    /// `\*\pn`
    OldList,
    /// `\pntxta`, `\pntxtb`
    OldListText,
    FieldInstruction,
    Bookmark,
    /// `\*\bkmkend`
    BookmarkEnd,
    /// `\*\formfield`
    FormField,
    /// `\*\ffl`: a choice of a drop-down list.
    FormChoice,
    /// `\*\annotation`, and `\*\atnauthor` before it.
    Comment,
    CommentAuthor,
    /// `\pict`: the data of a picture.
    Picture,
    /// `\sp`, `\*\picprop`: properties of a shape or picture.
    Property,
    PropertyName,
    PropertyValue,
    /// `\colortbl`
    ColorTable,
    /// `\upr`: its first group is the ANSI spelling, `\*\ud` the Unicode one.
    Upr,
    /// `\upr` behind its first group.
    UprUnicode,
}

impl Destination {
    /// Whether text goes to the capture buffer.
    pub fn captures(self) -> bool {
        use Destination::*;
        matches!(
            self,
            FontTable
                | Style
                | LevelText
                | Title
                | Author
                | Generator
                | Marker
                | OldListText
                | FieldInstruction
                | Bookmark
                | BookmarkEnd
                | FormChoice
                | Comment
                | CommentAuthor
                | PropertyName
                | PropertyValue
        )
    }
}

/// What a control word opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Opening {
    /// The group's text goes to this destination.
    To(Destination),
    /// As above, and the text is collected aside.
    Capture(Destination),
    /// The group holds nothing to read.
    Skip,
    /// The reader has a method for it: fields, notes, frames.
    Special,
}

/// The destination of a header table or picture that `word` stands in and nowhere else.
pub(super) fn home(word: Word) -> Option<Destination> {
    Some(match word {
        Word::Fcharset
        | Word::Fprq
        | Word::Fnil
        | Word::Froman
        | Word::Fswiss
        | Word::Fmodern
        | Word::Fscript
        | Word::Fdecor
        | Word::Ftech
        | Word::Fbidi => Destination::FontTable,
        Word::Sbasedon | Word::Snext | Word::Additive => Destination::Style,
        Word::Red | Word::Green | Word::Blue => Destination::ColorTable,
        Word::Pngblip
        | Word::Jpegblip
        | Word::Emfblip
        | Word::Wmetafile
        | Word::Dibitmap
        | Word::Macpict => Destination::Picture,
        _ => return None,
    })
}

/// What `word` opens, or `None` if it opens nothing.
pub(in crate::rtf) fn opening(word: Word) -> Option<Opening> {
    use Destination as D;
    use Opening::*;
    Some(match word {
        Word::Fonttbl => Capture(D::FontTable),
        Word::Stylesheet => To(D::Stylesheet),
        Word::Listtable => To(D::ListTable),
        Word::List => To(D::List),
        Word::Listlevel => To(D::ListLevel),
        Word::Leveltext => Capture(D::LevelText),
        Word::Listoverridetable => To(D::OverrideTable),
        Word::Listoverride => To(D::Override),
        Word::Lfolevel => To(D::OverrideLevel),
        Word::Colortbl => To(D::ColorTable),
        Word::Info => To(D::Info),
        Word::Title => Capture(D::Title),
        Word::Author => Capture(D::Author),
        Word::Generator => Capture(D::Generator),
        Word::Listtext | Word::Pntext => Capture(D::Marker),
        Word::Pn => To(D::OldList),
        Word::Pntxta | Word::Pntxtb => Capture(D::OldListText),
        Word::Bkmkstart => Capture(D::Bookmark),
        Word::Bkmkend => Capture(D::BookmarkEnd),
        Word::Upr => To(D::Upr),
        Word::Formfield => To(D::FormField),
        Word::Ffl => Capture(D::FormChoice),
        Word::Picprop | Word::Sp => To(D::Property),
        Word::Sn => Capture(D::PropertyName),
        Word::Object | Word::Shp | Word::Shpinst | Word::Shpgrp | Word::Do => To(D::Ignored),

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
        | Word::MlimUppPr
        | Word::MmPr
        | Word::MphantPr
        | Word::MctrlPr
        | Word::MrPr
        | Word::MoMathParaPr
        | Word::MargPr
        | Word::MmathPr => To(D::Ignored),
        Word::Mchr | Word::MbegChr => Special,

        Word::Annotation | Word::Atnauthor => Special,
        Word::Pict | Word::Nonshppict | Word::Sv => Special,
        Word::Field
        | Word::Fldinst
        | Word::Fldrslt
        | Word::Footnote
        | Word::Shptxt
        | Word::Dptxbxtext
        | Word::Result
        | Word::Ud => Special,

        // Known, and without text for the reader of the page, also where the star is lost.
        Word::Operator
        | Word::Subject
        | Word::Keywords
        | Word::Doccomm
        | Word::Comment
        | Word::Category
        | Word::Manager
        | Word::Company
        | Word::Hlinkbase
        | Word::Propname
        | Word::Staticval
        | Word::Xmlns
        | Word::Themedata
        | Word::Colorschememapping
        | Word::Datastore
        | Word::Latentstyles
        | Word::Filetbl
        | Word::Revtbl
        | Word::Levelnumbers
        | Word::Listname
        | Word::Pnseclvl
        | Word::Falt
        | Word::Panose
        | Word::Fontemb
        | Word::Fontfile
        | Word::Atnid
        | Word::Atrfstart
        | Word::Atrfend
        | Word::Datafield
        | Word::Header
        | Word::Headerl
        | Word::Headerr
        | Word::Headerf
        | Word::Footer
        | Word::Footerl
        | Word::Footerr
        | Word::Footerf
        | Word::Ftnsep
        | Word::Ftnsepc
        | Word::Ftncn
        | Word::Aftnsep
        | Word::Aftnsepc
        | Word::Aftncn
        | Word::Xe
        | Word::Tc
        | Word::Tcn
        | Word::Rxe
        | Word::Txe
        | Word::Blipuid
        | Word::Objdata
        | Word::Objclass
        | Word::Objname
        | Word::Shprslt
        | Word::Background
        | Word::Nonesttables
        | Word::Htmltag
        | Word::Mhtmltag
        | Word::Htmlbase => Skip,
        _ => return None,
    })
}
