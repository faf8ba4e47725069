//! What control words and destinations do: in running text, in a starred group, and in one without a star.
//!
//! Shape   a row for all words that do the same; each word is tried in three places. Where the specification
//!         knows no starred group of a word, the row says that the group is read if the word has a meaning to
//!         the text, and left out else.
//! Source  RTF 1.9.1, "Appendix B: Index of RTF Control Words", and the sections of the words.

use super::rows::markdown;

/// Words, and what becomes of `a\WORD b`, of `a{\*\WORD x}c` and of `a{\WORD x}c`.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Destinations that hold nothing of the page: tables, names, dates, headers and footers.
    ("aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnparent atnref atntime \
     atrfend atrfstart author background bkmkend bkmkstart blipuid buptim category colorschememapping \
     colortbl comment company creatim datafield datastore defchp defpap do doccomm docvar ebcend \
     ebcstart factoidname falt fchars ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname \
     ffstattext file filetbl fldinst fldtype fonttbl fname fontemb fontfile footer footerf footerl \
     footerr formfield ftncn ftnsep ftnsepc g generator gridtbl header headerf headerl headerr hl \
     hlfr hlinkbase hlloc hlsrc hsv htmltag info keycode keywords latentstyles lchars levelnumbers \
     leveltext lfolevel linkval list listname listoverride listoverridetable listpicture \
     liststylename listtable lsdlockedexcept mailmerge manager mhtmltag mmaddfieldname mmathPict \
     mmathPr mmconnectstr mmconnectstrdata mmdatasource mmheadersource mmmailsubject mmodso \
     mmodsofilter mmodsofldmpdata mmodsomappedname mmodsoname mmodsorecipdata mmodsosort mmodsosrc \
     mmodsotable mmodsoudl mmodsoudldata mmodsouniquetag mmquery mvfmf mvfml mvtof mvtol nextfile \
     nonesttables objalias objclass objdata object objname objsect objtime oldcprops oldpprops \
     oldsprops oldtprops oleclsid operator panose password passwordhash pgp pgptbl picprop pict pn \
     pnseclvl pntxta pntxtb printim private propname protend protstart protusertbl pxe revtbl revtim \
     rsidtbl rxe shp shpgrp shpinst shprslt sn sp staticval stylesheet subject sv svb tc tcn template \
     themedata title txe userprops wgrffmtfilter windowcaption writereservation writereservhash xe \
     tb xform xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl xmlopen",
     "ab", "ac", "ac"),
    // The place of a tab.
    ("tb720",
     "ab", "axc", "axc"),
    // Settings of the parts of formulas.
    ("maccPr maln malnScr margPr mbarPr mbaseJc mbegChr mborderBoxPr mboxPr mchr mcount mctrlPr \
     mdegHide mdiff mdPr mendChr meqArrPr mfPr mfuncPr mgroupChrPr mgrow mhideBot mhideLeft \
     mhideRight mhideTop mlimloc mlimLowPr mlimlowPr mlimUppPr mlimuppPr mmaxdist mmc mmcJc mmcPr \
     mmcs mmPr mnaryPr mnoBreak mobjDist moMathParaPr mopEmu mphantPr mplcHide mpos mradPr mrPr \
     msepChr mshow mshp msPrePr mstrikeBLTR mstrikeH mstrikeTLBR mstrikeV msSubPr msubHide msSubSupPr \
     msupHide msSupPr mtransp mtype mvertJc mzeroAsc mzeroDesc mzeroWid",
     "ab", "ac", "ac"),
    // Parts of formulas that show what they hold.
    ("mmath moMath moMathPara mbox mborderBox me meqArr mfName mfunc mlimLow mlimlow mlimUpp \
     mlimupp mm mmr mnum mphant mr msPre msSub msSubSup msSup",
     "ab", "axc", "axc"),
    // Destinations whose text is seen.
    ("field fldrslt result ud",
     "ab", "axc", "axc"),
    // Characters by name.
    ("emdash",
     "a\u{2014}b", "a\u{2014}xc", "a\u{2014}xc"),
    // Breaks that a program has made.
    ("softline softpage softcol softlheight",
     "ab", "ac", "axc"),
    ("endash",
     "a\u{2013}b", "a\u{2013}xc", "a\u{2013}xc"),
    ("emspace",
     "a\u{2003}b", "a\u{2003}xc", "a\u{2003}xc"),
    ("enspace",
     "a\u{2002}b", "a\u{2002}xc", "a\u{2002}xc"),
    ("qmspace",
     "a\u{2005}b", "a\u{2005}xc", "a\u{2005}xc"),
    ("bullet",
     "a\u{2022}b", "a\u{2022}xc", "a\u{2022}xc"),
    ("lquote",
     "a\u{2018}b", "a\u{2018}xc", "a\u{2018}xc"),
    ("rquote",
     "a\u{2019}b", "a\u{2019}xc", "a\u{2019}xc"),
    ("ldblquote",
     "a\u{201c}b", "a\u{201c}xc", "a\u{201c}xc"),
    ("rdblquote",
     "a\u{201d}b", "a\u{201d}xc", "a\u{201d}xc"),
    ("zwj",
     "a\u{200d}b", "a\u{200d}xc", "a\u{200d}xc"),
    ("zwnj",
     "a\u{200c}b", "a\u{200c}xc", "a\u{200c}xc"),
    ("zwbo",
     "a\u{200b}b", "a\u{200b}xc", "a\u{200b}xc"),
    ("zwnbo",
     "a\u{2060}b", "a\u{2060}xc", "a\u{2060}xc"),
    ("ltrmark",
     "a\u{200e}b", "a\u{200e}xc", "a\u{200e}xc"),
    ("rtlmark",
     "a\u{200f}b", "a\u{200f}xc", "a\u{200f}xc"),
    ("tab",
     "a\tb", "a\txc", "a\txc"),
    // What ends paragraphs and lines.
    ("par sect page column",
     "a\n\nb", "a\n\nxc", "a\n\nxc"),
    ("line lbr",
     "a\\\nb", "a\\\nxc", "a\\\nxc"),
    // Words that say how something looks, of which the text says nothing: the group is read, starred or not.
    ("sbknone paperw margr margl dbch hich itap loch ltrch ltrpar mac outlinelevel9 pc pca qc qj ql qr ri rin rtlch rtlpar sa sb \
     trhdr trleft trowd ts ulnone",
     "ab", "axc", "axc"),
    // Words that mean nothing to the text: a star leaves out their group.
    ("acaps acf adeff adeflang adn aenddoc aendnotes aexpnd aftnbj aftnrestart aftnstart aftntj afs \
     alang allowfieldendsel allprot animtext annotprot aoutl ascaps ashad asianbrkrule aspalpha \
     aspnum astrike atnlang aul auld aulnone aulw aup autofmtoverride bdbfhdr bdrrlswsix bghoriz \
     binfsxn binsxn bookfold brdrart brdrbar brdrcf brdrdash brdrdb brdrdot brdrhair brdrinset \
     brdrs brdrsh brdrth brdrtriple brdrw brsp brkfrm bxe cchs cgrid charrsid charscalex \
     chbgbdiag chbrdr chcfpat chshdng clbrdrb clbrdrl clbrdrr clbrdrt cldglu clFitText clmrg clpadb \
     clpadfb clpadl clshdng cltxlrtb clvertalb clvertalc clvertalt clvmrg clwWidth collapsed colno \
     cols colsr colsx colw crauth crdate cts cvmme defformat deflang deflangfe deftab delrsid \
     dghorigin dghspace dgmargin dgshow dgsnap dgvorigin dgvspace dghshow dgvshow disabled doctype \
     doctemp dntblnsbdb donotembedlingdata donotshowcomments dropcapt dxfrtext dy edgrslt enddoc \
     endnhere endnotes expnd expndtw expshrtn faauto facenter fafixed fahang faroman favar fbidis fet \
     fftypetxt fileno fittext fjgothic fldalt flddirty fldedit fldlock fldpriv fontfam footery \
     forceupgrade formdisp formprot formshade fracwidth frmtxlrtb fromhtml fromtext ftnalt ftnbj \
     ftnil ftnnalc ftnnar ftnnauc ftnnchi ftnnruc ftnrestart ftnrstcont ftnrstpg ftnstart ftntj gcw \
     gridcol gutter gutterprl headery horzdoc horzsect horzvert hres hrule hyphauto hyphcaps \
     hyphconsec hyphhotz hyphpar indmirror insrsid jclisttab jcompress jexpand jis justify keep keepn \
     kerning kerningfe ksulang landscape lang langfe langfenp langnp lastrow leveljc levelfollow \
     levelindent levelspace linebetcol linecont linemod linepage linerestart linestart linestarts \
     linex linkstyles linkself listhybrid listsimple listtemplateid lnongrid ltrdoc ltrrow ltrsect \
     lytcalctblwd lytexcttp lytprtmet lyttblrtgr makebackup margb margbsxn margmirror \
     margrsxn margt min mo muser newtblstyruls noafcnsttbl nobrkwrptbl nocolbal nocompatoptions \
     nocwrap noextrasprl nofchars nofcharsws nofeaturethrottle nofwords nogrowautofit noindnmbrts \
     nojkernpunct nolead noline nolnhtadjtbl nooverflow noproof nospaceforul notabind \
     notbrkcnstfrctbl notcvasp notvatxbx nouicompat noultrlspc nowidctlpar nowrap nowwrap noxlattoyen \
     numfmt objattph oldas oldlinewrap overlay pagebb panmdl paperh pararsid pgbrdrb \
     pgbrdrfoot pgbrdrhead pgbrdrl pgbrdropt pgnbidia pgncont pgndec pgnhn pgnlcltr pgnlcrm \
     pgnrestart pgnstarts pgnucltr pgnucrm pgnx pgny pgwsxn phcol phmrg phpg pmartabql pnhang posnegx \
     posx posxc posxi posxl posxo posxr posy posyb posyc posyil posyin posyout posyt prauth prcolbl \
     prdate printdata protlevel psover psz pvmrg pvpara pvpg pwd pwr qd qk10 qt rasterop \
     readonlyrecommended readprot relyonvml remdttm rempersonalinfo revauth revauthdel revbar revdttm \
     revdttmdel revisions revprop revprot rsidroot rtldoc rtlgutter rtlrow rtlsect rxex saauto \
     saftnnalc saftnnar sautoupd sbauto sbkcol sbkeven sbkodd sbkpage sbys sec sectd \
     sectdefaultcl sectexpand sectlinegrid sectrsid sectspecifycl sectunlocked sftnbj sftnnar \
     sftnrestart shading shidden showplaceholdtxt showxmlerrors sl slink slmult slocked \
     snapgridtocell snaptogridincell sprsbsp sprslnsp sprsspbf sprstsm sprstsp spriority sqformat \
     srauth srdate stextflow stshfbi stshfdbch stshfhich stshfloch stylelock stylelockqfset \
     subfontbysize swpbdr tbllkborder tblind tbllkcolor tbllkfont tblrsid \
     toplinepunct tphcol tposnegx tposx tposy tpvmrg tqc tqdec tqr transmf trauth trbrdrb \
     trbrdrh trbrdrl trbrdrr trbrdrt trbrdrv trcbpat trdate trftsWidth trgaph trkeep trkeepfollow \
     trpaddb trpaddl trqc trql trqr trrh trspdb truncatefontheight truncex trwWidth tsbgbdiag tsbrdrb \
     tscellpaddb tscellwidth tsnowrap tsrowd tsvertalt twoinone twoonone txbxtwalways txbxtwno ulc \
     useltbaln usexform utinl vern version vertal vertalb vertalc vertalj vertalt vertdoc vertsect \
     viewbksp viewkind viewnobound viewscale viewzk webhidden widctlpar widowctrl wpeqn wpjst wpsp \
     wraparound wrapdefault wrapthrough wraptight wraptrsp xef xmlattr xmlattrns yr yts yxe",
     "ab", "ac", "axc"),
    // Words that do something of their own.
    ("listtext",
     "ab", "- ac", "- ac"),
    ("pntext",
     "ab", "- ac", "- ac"),
    ("b",
     "a**b**", "a**x**c", "a**x**c"),
    ("i",
     "a*b*", "a*x*c", "a*x*c"),
    ("strike",
     "a~~b~~", "a~~x~~c", "a~~x~~c"),
    ("striked",
     "a~~b~~", "a~~x~~c", "a~~x~~c"),
    ("ul",
     "a<u>b</u>", "a<u>x</u>c", "a<u>x</u>c"),
    ("uldb",
     "a<u>b</u>", "a<u>x</u>c", "a<u>x</u>c"),
    ("ulwave",
     "a<u>b</u>", "a<u>x</u>c", "a<u>x</u>c"),
    ("ulw",
     "a<u>b</u>", "a<u>x</u>c", "a<u>x</u>c"),
    ("super",
     "a<sup>b</sup>", "a<sup>x</sup>c", "a<sup>x</sup>c"),
    ("sub",
     "a<sub>b</sub>", "a<sub>x</sub>c", "a<sub>x</sub>c"),
    ("up",
     "a<sup>b</sup>", "a<sup>x</sup>c", "a<sup>x</sup>c"),
    ("dn",
     "a<sub>b</sub>", "a<sub>x</sub>c", "a<sub>x</sub>c"),
    ("nosupersub",
     "ab", "axc", "axc"),
    ("v",
     "a", "ac", "ac"),
    ("deleted",
     "a", "ac", "ac"),
    ("mvf",
     "a", "ac", "ac"),
    ("revised",
     "ab", "axc", "axc"),
    ("mvt",
     "ab", "axc", "axc"),
    ("caps",
     "ab", "axc", "axc"),
    ("scaps",
     "ab", "axc", "axc"),
    ("outl",
     "ab", "axc", "axc"),
    ("shad",
     "ab", "axc", "axc"),
    ("embo",
     "ab", "axc", "axc"),
    ("impr",
     "ab", "axc", "axc"),
    ("cell",
     "| |\n| --- |\n| a |\n\nb", "| |\n| --- |\n| a |\n\nxc", "| |\n| --- |\n| a |\n\nxc"),
    ("nestcell",
     "a\n\nb", "a\n\nxc", "a\n\nxc"),
    ("row",
     "| |\n| --- |\n| a |\n\nb", "| |\n| --- |\n| a |\n\nxc", "| |\n| --- |\n| a |\n\nxc"),
    ("nestrow",
     "a\n\nb", "a\n\nxc", "a\n\nxc"),
    ("footnote",
     "ab", "a[^1]c\n\n[^1]: x", "a[^1]c\n\n[^1]: x"),
    ("chftn",
     "ab", "ac", "axc"),
    ("chatn",
     "ab", "ac", "axc"),
    ("chpgn",
     "ab", "ac", "axc"),
    ("chdate",
     "ab", "ac", "axc"),
    ("chtime",
     "ab", "ac", "axc"),
    ("sectnum",
     "ab", "ac", "axc"),
    ("upr",
     "ab", "ac", "ac"),
    ("shppict",
     "ab", "axc", "axc"),
    ("nonshppict",
     "ab", "ac", "ac"),
    ("shptxt",
     "ab", "ac\n\nx", "ac\n\nx"),
    ("dptxbxtext",
     "ab", "ac\n\nx", "ac\n\nx"),
    ("md",
     "a(b", "a(x)c", "a(x)c"),
    ("mf",
     "ab", "axc", "axc"),
    ("mden",
     "ab", "axc", "axc"),
    ("mnary",
     "a\u{222b}b", "a\u{222b}xc", "a\u{222b}xc"),
    ("macc",
     "ab", "ax\u{302}c", "ax\u{302}c"),
    ("mbar",
     "ab", "ax\u{332}c", "ax\u{332}c"),
    ("mgroupChr",
     "ab", "ax\u{23df}c", "ax\u{23df}c"),
    ("mrad",
     "ab", "ax)c", "ax)c"),
    ("mdeg",
     "a<sup>b</sup>", "a<sup>x</sup>\u{221a}(c", "a<sup>x</sup>\u{221a}(c"),
    ("msub",
     "a<sub>b</sub>", "a<sub>x</sub>c", "a<sub>x</sub>c"),
    ("msup",
     "a<sup>b</sup>", "a<sup>x</sup>c", "a<sup>x</sup>c"),
    ("outlinelevel0",
     "# ab", "axc", "axc"),
    ("highlight7",
     "a<mark>b</mark>", "a<mark>x</mark>c", "a<mark>x</mark>c"),
    ("box brdrl brdrr intbl tldot tleq tlhyph tlmdot tlth tlul tx",
     "ab", "axc", "axc"),
    ("cellx900",
     "ab", "axc", "axc"),
    ("mlim",
     "ab", "axc", "axc"),
    ("pnlvlcont",
     "ab", "axc", "axc"),
];

#[test]
fn words_do_what_the_specification_says() {
    let mut words: Vec<&str> = Vec::new();
    let mut wrong = String::new();
    for &(row, running, starred, plain) in ROWS {
        for word in row.split_whitespace() {
            words.push(word);
            for (source, expected) in [
                (format!(r"{{\rtf1 a\{word} b\par}}"), running),
                (format!(r"{{\rtf1 a{{\*\{word} x}}c\par}}"), starred),
                (format!(r"{{\rtf1 a{{\{word} x}}c\par}}"), plain),
            ] {
                let found = markdown(&source);
                if found != expected {
                    wrong += &format!("{source}: {found:?}, not {expected:?}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all, "no word stands twice");
    assert!(all >= 400, "{all} words");
}
