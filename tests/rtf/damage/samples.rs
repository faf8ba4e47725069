//! Whole files of our own writing in the shapes that the usual writers give them, one paragraph a line.
//!
//! Shape   a word between `<` and `>` is text that a reader of the page sees; the marks themselves are no
//!         part of the file. Words not marked belong to tables, data or markers.

/// Word: a long header, runs in groups of their own, tables with the definition twice.
const WORD: &str = r#"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\adeff0\deff0\stshfdbch31505\deflang1031{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman{\*\falt Tms};}{\f2\fbidi \fmodern\fcharset0\fprq1{\*\panose 02070309020205020404}Courier New;}
{\f3\fbidi \froman\fcharset2\fprq2{\*\panose 05050102010706020507}Symbol;}{\f37\fbidi \fswiss\fcharset0\fprq2 Calibri;}{\f40\fbidi \froman\fcharset238\fprq2 Times New Roman CE;}}{\colortbl;\red0\green0\blue0;\red0\green0\blue255;
\red5\green99\blue193;}{\*\defchp \f37\fs22 }{\*\defpap \ql \li0\ri0\sa160\sl259\slmult1 }\noqfpromote {\stylesheet{\ql \li0\ri0\sa160\widctlpar\rtlch\fcs1 \af0\afs22 \ltrch\fcs0 \f37\fs22\lang1031 \snext0 \sqformat Normal;}
{\s1\ql \keepn\outlinelevel0\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \b\f37\fs32 \sbasedon0 \snext0 \slink15 \sqformat heading 1;}{\*\cs10 \additive \ssemihidden Default Paragraph Font;}{\*\cs15 \additive \b\f37\fs32 \sbasedon10 \slink1 Heading One Char;}{\*\ts11\tsrowd\trftsWidthB3\trpaddl108 \snext11 \ssemihidden Normal Table;}
{\s20\ql \li720\ri720 \i\f37\fs22 \sbasedon0 \snext0 Quote;}}{\*\listtable{\list\listtemplateid-1\listhybrid{\listlevel\levelnfc23\levelnfcn23\leveljc0\levelfollow0\levelstartat1\levelspace360\levelindent0{\leveltext\leveltemplateid67567617\'01\u-3913 ?;}{\levelnumbers;}\f3\fbias0\fi-360\li720\lin720 }{\listlevel\levelnfc23\levelnfcn23\levelstartat1{\leveltext\'01o;}{\levelnumbers;}\f2\fi-360\li1440\lin1440 }{\listname ;}\listid111}
{\list\listtemplateid-2{\listlevel\levelnfc0\levelnfcn0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}\fi-360\li720\lin720 }{\listname Numbered;}\listid222}}{\*\listoverridetable{\listoverride\listid111\listoverridecount0\ls1}{\listoverride\listid222\listoverridecount0\ls2}}{\*\pgptbl {\pgp\ipgp0\itap0\li0\ri0\sb0\sa0}}{\*\rsidtbl \rsid1116\rsid7\rsid8}{\mmathPr\mmathFont34\mbrkBin0}
{\info{\title Report}{\author Anna}{\operator Bert}{\creatim\yr2020\mo1\dy2\hr3\min4}{\revtim\yr2021}{\version3}{\edmins5}{\nofpages1}{\*\company Werk}{\nofcharsws99}{\vern57}}{\*\xmlnstbl {\xmlns1 http://schemas.example/word}}\paperw11906\paperh16838\margl1417\margr1417\widowctrl\ftnbj\aenddoc\formshade\viewkind1\viewscale100\rsidroot7 \fet0
{\*\wgrffmtfilter 2450}{\*\ftnsep \ltrpar \pard\plain \ltrpar\ql \f37\fs22 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 \chftnsep \par }}{\*\ftnsepc \pard\plain \f37 {\insrsid7 \chftnsepc \par }}\ltrpar \sectd \ltrsect\linex0\headery708\sectdefaultcl\sftnbj {\header \pard\plain \ltrpar\s20 {\insrsid7 Kopf\par }}{\footer \pard\plain {\field{\*\fldinst { PAGE }}{\fldrslt {1}}}\par }{\*\pnseclvl1\pnucrm\pnstart1\pnindent720\pnhang {\pntxta .}}{\*\pnseclvl2\pnucltr\pnstart1\pnindent720\pnhang {\pntxta .}}
\pard\plain \ltrpar\s1\ql \keepn\outlinelevel0 \rtlch\fcs1 \ab\af0\afs32 \ltrch\fcs0 \b\f37\fs32\lang1031 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Amsel> <Birke>}{\insrsid8 \par }
\pard\plain \ltrpar\ql \li0\ri0\sa160 \rtlch\fcs1 \af0 \ltrch\fcs0 \f37\fs22 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Dachs> }{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \b\insrsid7 <Eiche>}{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid8  <Falke> \u8211\'96 <Garten>\rquote s\par }
\pard\plain \ltrpar{\listtext\pard\plain\ltrpar \f3\fs22\insrsid7 \loch\af3\dbch\af31505\hich\f3 \'b7\tab}\pard \ltrpar\ql \fi-360\li720\lin720\ls1\ilvl0 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Hafer> <Igel>\par {\listtext\pard\plain\ltrpar \f3\fs22\insrsid7 \loch\af3\hich\f3 \'b7\tab}<Jasmin>\par }
\pard {\listtext\pard\plain\ltrpar \f37\fs22\insrsid7 \hich\af37\loch\f37 1.\tab}\pard \ltrpar\ql \fi-360\li720\ls2\ilvl0 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Kiefer> <Luchs>\par }
\pard \ltrpar\ql {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Marder> }{\field\flddirty{\*\fldinst {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 HYPERLINK "http://example.org/a?b=c" }{\insrsid8 {\*\datafield 00d0c9ea79f9bace118c8200aa004ba90b02}}}{\fldrslt {\rtlch\fcs1 \af0 \ltrch\fcs0 \cs15\ul\cf3\insrsid7 <Nelke>}}}\sectd \ltrsect{\insrsid7  <Otter>\par }
{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 <Pappel>}{\rtlch\fcs1 \af0 \ltrch\fcs0 \super\insrsid7 \chftn {\footnote \ltrpar \pard\plain \ltrpar\ql \f37\fs20 {\super\insrsid7 \chftn }{\insrsid7  <Quitte>}}}{\insrsid7  <Rabe>\par }
\ltrrow\trowd \irow0\irowband0\ltrrow\ts11\trgaph108\trleft-108\trhdr\clvertalt\clbrdrt\brdrs\brdrw10 \cltxlrtb\clftsWidth3\clwWidth4606 \cellx4498\clvertalt\clbrdrt\brdrs\brdrw10 \cellx9104\pard\plain \ltrpar\ql\intbl \f37\fs22 {\insrsid7 <Salbei>\cell <Taube>\cell }\pard\plain \intbl {\insrsid7 \trowd \irow0\irowband0\ltrrow\ts11\trgaph108\trleft-108\trhdr\cellx4498\cellx9104\row }
\pard\plain \ltrpar\ql\intbl {\insrsid7 <Ulme>\cell }\pard \intbl {\insrsid7 <Viola> <Wachtel>\cell }\pard\plain \intbl {\insrsid7 \trowd \irow1\lastrow \ltrrow\ts11\trgaph108\trleft-108\cellx4498\cellx9104\row }
\pard \ltrpar\ql {\insrsid7 {\*\bkmkstart _Ref5}<Xenia>{\*\bkmkend _Ref5} }{\*\shppict{\pict{\*\picprop\shplid1025{\sp{\sn shapeType}{\sv 75}}{\sp{\sn wzDescription}{\sv Bild}}}\picscalex100\picscaley100\picw16\pich16\picwgoal9\pichgoal9\pngblip\bliptag-5{\*\blipuid 0123456789abcdef0123456789abcdef}89504e470d0a1a0a0000000d494844520000}}{\nonshppict{\pict\picw16\pich16\wmetafile8\bliptag-5 0100090000032a00000000001500}}{\insrsid7 <Yak>\par }
{\shp{\*\shpinst\shpleft10\shptop10\shpright900\shpbottom900\shpfhdr0\shpbxcolumn\shpbypara\shpwr3{\sp{\sn shapeType}{\sv 202}}{\sp{\sn fFilled}{\sv 0}}{\shptxt \ltrpar \pard\plain \f37 {\insrsid7 <Zander>\par }}}{\shprslt{\*\do\dobxcolumn\dptxbx{\dptxbxtext\pard\plain alt\par}}}}{\insrsid7 <Ahorn>\par }
{\insrsid7 <Buche>}{\*\atrfstart 1}{\insrsid7  <Dohle>}{\*\atrfend 1}{\*\atnid BB}{\*\atnauthor Berta}\chatn {\*\annotation{\*\atndate 99}\pard\plain {\insrsid7 \chatn }{\insrsid7 Notiz}}{\insrsid7  <Esche>\par }
{\insrsid7 <Fink>}{\xe {\rtlch\fcs1 \ltrch\fcs0 \v\insrsid7 Register}}{\object\objemb\objw99{\*\objclass Word.Picture}{\*\objdata 0105000002000000110000}{\result {\insrsid7 <Ginster>}}}{\insrsid7  <Hase>\par }
\pard\plain \ltrpar\s20\li720\ri720 \i\f37 {\insrsid7 <Iltis> <Kamille>\par }
\pard\plain \ltrpar\ql \f37\fs22 {\insrsid7 <Linde>\par }
\pard {\insrsid7 <Mohn> <Narzisse>\par }{\*\themedata 504b030414000600080000002100e9de0fbfff0000001c020000}
{\*\colorschememapping 3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e67}{\*\latentstyles\lsdstimax376\lsdlockeddef0{\lsdlockedexcept \lsdqformat1 Normal;\lsdqformat1 heading 1;}}{\*\datastore 0105000002000000180000004d73786d6c32}}"#;

/// RichEdit, as WordPad and the controls of other programs save it.
const RICHEDIT: &str = r#"{\rtf1\ansi\ansicpg1252\deff0\nouicompat\deflang1031{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset2 Symbol;}{\f2\fnil\fcharset0 Courier New;}}
{\colortbl ;\red255\green0\blue0;\red0\green0\blue255;}
{\*\generator Riched20 10.0.19041}\viewkind4\uc1
\pard\sa200\sl276\slmult1\b\f0\fs28\lang7 <Amsel> <Birke>\b0\fs22\par
<Dachs> \b <Eiche>\b0  <Falke> \u8364?\'e4 <Garten>\par
\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 <Hafer> <Igel>\par
{\pntext\f1\'B7\tab}<Jasmin>\par
\pard{\pntext\f0 1.\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart1\pndec{\pntxta.}}\fi-360\li720 <Kiefer>\par
{\pntext\f0 2.\tab}<Luchs> <Marder>\par
\pard\sa200{{\field{\*\fldinst{HYPERLINK "http://example.org/x" }}{\fldrslt{\ul\cf2 <Nelke>}}}}\f0\fs22  <Otter>\par
\trowd\trgaph70\trleft-70\trbrdrl\brdrs\brdrw10 \clbrdrl\brdrw10\brdrs\cellx3000\clbrdrl\brdrw10\brdrs \cellx6000 \pard\intbl\widctlpar <Pappel>\cell <Quitte>\cell\row\trowd\trgaph70\trleft-70\cellx3000\cellx6000
\pard\intbl\widctlpar <Rabe>\cell <Salbei>\cell\row
\pard\sa200 <Taube> {\pict{\*\picprop}\wmetafile8\picw1058\pich1058\picwgoal600\pichgoal600
010009000003ee00000000002100000000000400000003010800050000000b0200000000050000000c02280028
00030000001e000400000007010400040000000701}<Ulme>\par
{\object\objemb{\*\objclass Paint.Picture}\objw600\objh600{\*\objdata 010500000200000007000000}{\result{\pict\wmetafile8\picw99\pich99 0100090000}}} <Viola>\par
\f2 <Wachtel>\f0\par
<Xenia> <Yak>\par
\cf1 <Zander>\cf0  <Ahorn>\par
<Buche>\par
}"#;

/// LibreOffice: styles by the dozen, each run in a group, `\par` before the next `\pard`.
const LIBREOFFICE: &str = r#"{\rtf1\ansi\deff3\adeflang1025
{\fonttbl{\f0\froman\fprq2\fcharset0 Times New Roman;}{\f1\froman\fprq2\fcharset2 Symbol;}{\f2\fswiss\fprq2\fcharset0 Arial;}{\f3\froman\fprq2\fcharset0 Liberation Serif{\*\falt Times};}{\f4\fnil\fprq0\fcharset2 OpenSymbol;}}
{\colortbl;\red0\green0\blue0;\red0\green0\blue128;}
{\stylesheet{\s0\snext0\dbch\af5\langfe2052\loch\f3\fs24\lang1031 Normal;}
{\s1\sbasedon15\snext16\ilvl0\outlinelevel0\sb240\sa120\keepn\b\fs36 heading 1;}
{\*\cs17\snext17 Footnote Characters;}{\*\cs18\snext18\cf2\ul Internet Link;}
{\s15\sbasedon0\snext16\sb240 Heading;}{\s16\sbasedon0\snext16\sa140 Text Body;}
}{\*\listtable{\list\listtemplateid1
{\listlevel\levelnfc23\leveljc0\levelstartat1\levelfollow0{\leveltext \'01\u8226 ?;}{\levelnumbers;}\f4\fi-360\li720}
{\listlevel\levelnfc0\leveljc0\levelstartat1\levelfollow0{\leveltext \'02\'01.;}{\levelnumbers\'01;}\fi-360\li1080}\listid1}
}{\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}{\*\generator LibreOffice/7.4.7.2$Linux_X86_64}{\info{\title Brief}{\creatim\yr2023\mo5\dy6\hr7\min8}{\printim\yr0\mo0\dy0}}{\*\userprops{\propname Stand}\proptype30{\staticval neu}}\deftab709
\hyphauto1\viewscale100\formshade\paperh16838\paperw11906\margl1134\margr1134\sectd\sbknone\pgwsxn11906\pghsxn16838\marglsxn1134\margrsxn1134\ftnbj\ftnstart1\aftnnrlc
{\*\ftnsep\chftnsep}{\header\pard\plain \s0 {\loch Kopf}\par}\pgndec\pard\plain \s1\ilvl0\outlinelevel0\keepn\b\fs36{\loch <Amsel> <Birke>}
\par \pard\plain \s16\sa140\loch\f3\fs24{\loch <Dachs> }{\b\ab\loch <Eiche>}{\loch  <Falke> }{\u8222\'84}{\loch <Garten>}
\par \pard\plain \s16{\listtext\pard\plain \f4\loch \u8226\'95\tab}\ilvl0\ls1 \li720\ri0\fi-360\sa0\loch{\loch <Hafer> <Igel>}
\par \pard\plain \s16{\listtext\pard\plain \f4\loch \u8226\'95\tab}\ilvl0\ls1 \li720\fi-360{\loch <Jasmin>}
\par \pard\plain \s16{\loch <Kiefer> }{{\field{\*\fldinst HYPERLINK "http://example.org/" }{\fldrslt {\cs18\cf2\ul\loch <Luchs>}}}}{\loch  <Marder>}
\par \pard\plain \s16{\loch <Nelke>}{\super\chftn{\*\footnote\pard\plain \s0{\super\chftn}{\loch  <Otter>}}}{\loch  <Pappel>}
\par \trowd\trql\ltrrow\trpaddft3\trpaddt0\trleft0\clbrdrt\brdrs\brdrw5\cellx4800\clbrdrt\brdrs\brdrw5\cellx9600\pgndec\pard\plain \s16\intbl{\loch <Quitte>}\cell\pard\plain \s16\intbl{\loch <Rabe>}\cell\row
\trowd\trql\ltrrow\trleft0\cellx4800\cellx9600\pard\plain \s16\intbl\itap2 {\loch <Salbei>}\nestcell{\*\nesttableprops\trowd\cellx2000\nestrow}{\nonesttables\par}\pard\plain\intbl\itap1{\loch <Taube>}\cell\pard\plain\intbl{\loch <Ulme>}\cell\row
\pard\plain \s16{\*\bkmkstart Marke}{\loch <Viola>}{\*\bkmkend Marke}{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv Foto}}}\picscalex100\picw10\pich10\pngblip
89504e470d0a1a0a0000000d4948445200000001}}{\loch <Wachtel>}
\par \pard\plain \s16{\upr{\loch <Xenia>}{\*\ud{\loch <Xenia>}}}{\loch  <Yak>}
\par \pard\plain \s16{\field{\*\fldinst  DATE \\@"DD.MM.YY" }{\fldrslt {\loch <Zander>}}}{\loch  <Ahorn>}
\par \pard\plain \s16{\loch <Buche> <Dohle>}
\par \pard\plain \s16{\loch <Esche>}
\par }"#;

/// TextEdit, and the print queue of a program that writes what it needs: few groups, long formatting.
const COCOA: &str = r#"{\rtf1\ansi\ansicpg1252\cocoartf2639
{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fswiss\fcharset0 Helvetica-Bold;\f2\fnil\fcharset0 Menlo-Regular;}
{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}
{\*\expandedcolortbl;;\cssrgb\c0\c0\c0;}
{\*\listtable{\list\listtemplateid1\listhybrid{\listlevel\levelnfc23\levelnfcn23\leveljc0\leveljcn0\levelfollow0\levelstartat1\levelspace360\levelindent0{\*\levelmarker \{disc\}}{\leveltext\leveltemplateid1\'01\uc0\u8226 ;}{\levelnumbers;}\fi-360\li720\lin720 }{\listname ;}\listid1}}
{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}
\paperw11900\paperh16840\margl1440\margr1440\vieww11520\viewh8400\viewkind0
\pard\tx566\tx1133\pardirnatural\partightenfactor0
\f1\b\fs36 \cf2 <Amsel> <Birke>\f0\b0\fs24 \
<Dachs> \f1\b <Eiche>\f0\b0  <Falke> \'e4\uc0\u8364  <Garten>\
\pard\tx220\tx720\li720\fi-720\pardirnatural \ls1\ilvl0\cf2 {\listtext	\uc0\u8226 	}<Hafer> <Igel>\
{\listtext	\uc0\u8226 	}<Jasmin>\
\pard\tx566\pardirnatural \cf2 <Kiefer> {\field{\*\fldinst{HYPERLINK "http://example.org/"}}{\fldrslt <Luchs>}} <Marder>\
{{\NeXTGraphic bild.png \width200 \height200 \appleattachmentpadding0 }<Nelke>}\
\f2 <Otter>\f0 \
\itap1\trowd \taflags1 \trgaph108\trleft-108 \trbrdrt\brdrnil \clvertalc \clshdrawnil \cellx4320 \clvertalc \cellx8640 \pard\intbl\itap1\pardirnatural\cf2 <Pappel>\cell \pard\intbl\itap1 <Quitte>\cell \row
\pard\tx566\pardirnatural\cf2 <Rabe>\
<Salbei> <Taube>\
<Ulme>}"#;

/// A file, its words and where they stand.
pub(super) struct Sample {
    pub name: &'static str,
    pub source: Vec<u8>,
    /// Each word: its text and its offset, in the order of the file.
    pub words: Vec<(&'static str, usize)>,
}

impl Sample {
    fn new(name: &'static str, marked: &'static str) -> Sample {
        let mut sample = Sample { name, source: Vec::new(), words: Vec::new() };
        let mut rest = marked;
        while let Some((before, more)) = rest.split_once('<') {
            sample.source.extend_from_slice(before.as_bytes());
            let (word, more) = more.split_once('>').expect("a word ends");
            if sample.words.last().is_none_or(|last| last.0 != word) {
                sample.words.push((word, sample.source.len()));
            }
            sample.source.extend_from_slice(word.as_bytes());
            rest = more;
        }
        sample.source.extend_from_slice(rest.as_bytes());
        sample
    }

    /// Where the line ends in which the first paragraph ends from `place` on.
    pub(super) fn paragraph_end(&self, place: usize) -> usize {
        let end = |rest: &[u8]| {
            [&b"\\par"[..], b"\\cell", b"\\nestcell", b"\\row", b"\\\n"].iter().any(|word| {
                rest.starts_with(word) && !rest.get(word.len()).is_some_and(u8::is_ascii_alphabetic)
            })
        };
        let paragraph = (place..self.source.len()).find(|&at| end(&self.source[at..]));
        let paragraph = paragraph.unwrap_or(self.source.len());
        let line = self.source[paragraph..].iter().position(|&byte| byte == b'\n');
        paragraph + line.unwrap_or(self.source.len() - paragraph)
    }

    /// Where the line that `place` stands in begins.
    pub(super) fn line_start(&self, place: usize) -> usize {
        self.source[..place].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1)
    }
}

/// All of them.
pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::new("Word", WORD),
        Sample::new("RichEdit", RICHEDIT),
        Sample::new("LibreOffice", LIBREOFFICE),
        Sample::new("Cocoa", COCOA),
    ]
}
