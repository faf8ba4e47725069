//! Part A3: paragraphs.

rows! {
    // Paragraphs.
    paragraphs r"{\rtf1\ansi a\par b\par}" => "a\n\nb";
    paragraph_without_par r"{\rtf1\ansi\pard a\par\pard b}" => "a\n\nb";
    paragraphs_by_section r"{\rtf1\ansi a\sect\sectd b\par}" => "a\n\nb";
    paragraphs_by_page r"{\rtf1\ansi hi\page after\par}" => "hi\n\nafter";
    paragraph_by_pard_behind_a_group r"{\rtf1\ansi{\pard a\par}{\pard b\par}}" => "a\n\nb";
    paragraphs_of_libreoffice r"{\rtf1\ansi\pard\plain \s0\ql\loch a\par \pard\plain \s0\ql\loch b\par }" => "a\n\nb";
    paragraphs_of_word r"{\rtf1\ansi\pard\plain \ltrpar\ql \li0\ri0\sa160\sl259\slmult1\widctlpar\wrapdefault\aspalpha\aspnum\faauto\adjustright\rin0\lin0\itap0\pararsid1 \rtlch\fcs1 \af0\afs22\alang1025 \ltrch\fcs0 \f0\fs22\lang1033\langfe1033\cgrid\langnp1033\langfenp1033 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 Hel}{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid8 lo}{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid7 \par }}" => "Hello";
    paragraphs_of_wordpad "{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat\\deflang1033{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}\r\n{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard\\sa200\\sl276\\slmult1\\f0\\fs22\\lang9 a\\par\r\nb\\par\r\n}\r\n\0" => "a\n\nb";

    // Empty paragraphs.
    empty_paragraphs r"{\rtf1\ansi a\par\par\par b\par\par}" => "a\n\nb";
    paragraphs_of_spaces r"{\rtf1\ansi a\par   \par\~\par b\par}" => "a\n\n\u{a0}\n\nb";

    // Headings.
    heading_of_word r"{\rtf1\ansi{\stylesheet{\ql Normal;}{\s1\ql\sb240\keepn\outlinelevel0\b\fs32\cf17\sbasedon0\snext0\slink15\sqformat\spriority9 heading 1;}{\*\cs15\b\fs32\sbasedon10 Heading 1 Char;}}\pard\plain\s1\keepn\outlinelevel0\b\fs32 Title\par\pard\plain text\par}" => "# Title\n\ntext";
    heading_of_libreoffice r"{\rtf1\ansi{\stylesheet{\s0\snext0 Normal;}{\s1\sbasedon15\snext16\ilvl0\outlinelevel0\b Heading 1;}{\s15\sbasedon0 Heading;}{\s16\sbasedon0 Text Body;}}\pard\plain\s1\ilvl0\outlinelevel0\b Title\par\pard\plain\s16 text\par}" => "# Title\n\ntext";
    heading_by_name_in_french r"{\rtf1\ansi{\stylesheet{\s3 Titre 2;}}\pard\s3\b A\par}" => "## A";
    heading_by_name_in_spanish r"{\rtf1\ansi{\stylesheet{\s3 T\'edtulo 3;}}\pard\s3 A\par}" => "### A";
    heading_by_name_in_german r"{\rtf1\ansi{\stylesheet{\s3 \'dcberschrift 1;}}\pard\s3 A\par}" => "# A";
    heading_by_name_in_chinese r"{\rtf1\ansi{\stylesheet{\s3 \u27161?\u38988? 1;}}\pard\s3 A\par}" => "# A";
    heading_by_name_in_japanese r"{\rtf1\ansi\ansicpg932{\stylesheet{\s3 \'8c\'a9\'8f\'6f\'82\'b5 1;}}\pard\s3 A\par}" => "# A";
    heading_based_on_a_heading r"{\rtf1\ansi{\stylesheet{\s2 heading 2;}{\s30\sbasedon2 Kapitel;}{\s31\sbasedon30 Kapitel neu;}}\pard\s31 A\par}" => "## A";
    heading_based_on_a_later_style r"{\rtf1\ansi{\stylesheet{\s30\sbasedon2 Kapitel;}{\s2 heading 2;}}\pard\s30 A\par}" => "## A";
    heading_style_with_level_only r"{\rtf1\ansi{\stylesheet{\s30\outlinelevel1 Kapitel;}}\pard\s30 A\par}" => "## A";
    heading_seven_is_six r"{\rtf1\ansi{\stylesheet{\s7 heading 7;}}\pard\s7 A\par}" => "###### A";
    heading_by_outline_level r"{\rtf1\ansi\pard\outlinelevel1\b A\par}" => "## A";
    outline_level_nine r"{\rtf1\ansi\pard\outlinelevel9 A\par}" => "A";
    title_and_subtitle r"{\rtf1\ansi{\stylesheet{\s5 Title;}{\s6 Subtitle;}}\pard\s5 A\par\pard\s6\i B\par}" => "# A\n\n## *B*";
    heading_in_wordpad r"{\rtf1\ansi{\fonttbl{\f0\fnil Calibri;}}\pard\sa200\b\f0\fs36 Big\b0\fs22\par Some body text that is long enough.\par}" => "## Big\n\nSome body text that is long enough.";
    heading_empty r"{\rtf1\ansi{\stylesheet{\s1 heading 1;}}\pard\s1\par\pard a\par}" => "a";

    // A heading's own look.
    heading_drops_its_bold r"{\rtf1\ansi{\stylesheet{\s1\b heading 1;}}\pard\s1\b\fs32 A {\i b}\par}" => "# A *b*";
    heading_drops_its_style_italics r"{\rtf1\ansi{\stylesheet{\s4\b\i heading 4;}}\pard\s4\b\i A\par}" => "#### A";

    // Quotes.
    quote_style_of_word r"{\rtf1\ansi{\stylesheet{\s29\qc\li864\ri864\sb200\i\cf18\sbasedon0 Quote;}}\pard\plain\s29\qc\li864\ri864\sb200\i\cf18 a\par\pard\plain b\par}" => "> a\n\nb";
    quote_style_intense r"{\rtf1\ansi{\stylesheet{\s30\qc\li864\ri864\brdrt\brdrs\brdrb\brdrs\i Intense Quote;}}\pard\s30\qc\li864\ri864\brdrt\brdrs\brdrb\brdrs\i a\par}" => "> a";
    quote_style_of_libreoffice r"{\rtf1\ansi{\stylesheet{\s20\sb0\sa283\li567\ri567 Quotations;}}\pard\plain\s20\sb0\sa283\li567\ri567 a\par b\par}" => "> a\n>\n> b";
    quote_style_block_text r"{\rtf1\ansi{\stylesheet{\s20\li1152\ri1152 Block Text;}}\pard\s20\li1152\ri1152 a\par}" => "> a";
    quote_by_both_indents r"{\rtf1\ansi a\par\pard\li720\ri720 b\par\pard c\par}" => "a\n\n> b\n\nc";
    indent_on_the_left_alone r"{\rtf1\ansi a\par\pard\li720 b\par}" => "a\n\nb";
    quotes_nested r"{\rtf1\ansi{\stylesheet{\s20\li480\ri480 Quote;}}\pard\s20\li480\ri480 a\par\pard\s20\li960\ri960 b\par}" => "> a\n>\n> > b";

    // Code.
    code_of_wordpad r"{\rtf1\ansi{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset0 Courier New;}}\pard\f0\fs22 Some text before the code.\par\f1 if x:\par     y()\par\par z\par\f0 After it.\par}" => "Some text before the code.\n\n```\nif x:\n    y()\n\nz\n```\n\nAfter it.";
    code_by_family r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern Whatever;}}\f0 text text text\par\f1 a\tab b\line c\par}" => "text text text\n\n```\na\tb\nc\n```";
    code_by_pitch r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fprq1 Whatever;}}\f0 text text text\par\f1 a\par}" => "text text text\n\n```\na\n```";
    code_style_of_word r"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f2\fmodern Courier New;}}{\stylesheet{\s17\tx916\f2\fs20 HTML Preformatted;}}text\par\pard\s17\f2\fs20 a\par   b\par}" => "text\n\n```\na\n  b\n```";
    code_style_of_libreoffice r"{\rtf1\ansi{\stylesheet{\s21\sb0\sa0 Preformatted Text;}}text\par\pard\s21 a\par b\par\pard x\par}" => "text\n\n```\na\nb\n```\n\nx";
    code_style_plain_text r"{\rtf1\ansi{\stylesheet{\s21 Plain Text;}}text\par\pard\s21 a\par}" => "text\n\n```\na\n```";
    code_of_textedit "{\\rtf1\\ansi\\cocoartf2761{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;\\f1\\fnil\\fcharset0 Menlo-Regular;}\n\\pard\\f0\\fs24 Some text here.\\\n\\f1 a = 1\\\n\\f0 More.\\\n}" => "Some text here.\n\n```\na = 1\n```\n\nMore.";
    code_holds_fences r"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1 Consolas;}}text text\par\f1 ```\par}" => "text text\n\n````\n```\n````";
    typewriter_text_is_no_code r"{\rtf1\ansi{\fonttbl{\f0\fmodern Courier New;}}\f0 All of this letter is typed.\par Every line.\par}" => "All of this letter is typed.\n\nEvery line.";

    // Rules.
    rule_by_border_below r"{\rtf1\ansi a\par\pard\brdrb\brdrs\brdrw10\brsp20 \par\pard b\par}" => "a\n\n---\n\nb";
    rule_by_border_above r"{\rtf1\ansi a\par\pard\brdrt\brdrs\par\pard b\par}" => "a\n\n---\n\nb";
    rule_style_of_libreoffice r"{\rtf1\ansi{\stylesheet{\s22\sb0\sa283\brdrb\brdrdb\brdrw15 Horizontal Line;}}a\par\pard\s22\brdrb\brdrdb\par\pard b\par}" => "a\n\n---\n\nb";
    rule_by_typed_line r"{\rtf1\ansi a\par ----------\par b\par __________\par c\par\emdash\emdash\emdash\emdash\par d\par}" => "a\n\n---\n\nb\n\n---\n\nc\n\n---\n\nd";
    border_around_text_is_no_rule r"{\rtf1\ansi\pard\brdrb\brdrs a\par}" => "a";

    // Alignment.
    alignment_of_text_is_dropped r"{\rtf1\ansi\pard\qc a\par\pard\qr b\par\pard\qj c\par}" => "a\n\nb\n\nc";

    // Tabs.
    tabs_in_text r"{\rtf1\ansi\pard\tx720\tx1440\tqr\tldot\tx5000 a\tab b\tab c\par}" => "a\tb\tc";
    tab_before_text r"{\rtf1\ansi\tab a\par\fi720 b\par}" => "a\n\nb";

    // Breaks.
    page_break_between_paragraphs r"{\rtf1\ansi a\par\page b\par\pard\pagebb c\par}" => "a\n\nb\n\nc";
    column_break r"{\rtf1\ansi a\column b\par}" => "a\n\nb";
    page_break_of_word r"{\rtf1\ansi a\par{\rtlch\fcs1 \af0 \ltrch\fcs0 \page }\par b\par}" => "a\n\nb";

    // Headers and footers.
    headers_and_footers r"{\rtf1\ansi{\header\pard\plain Top\par}{\footerr Page {\field{\*\fldinst{PAGE}}{\fldrslt 1}}\par}{\headerf First\par}a\par}" => "a";

    // Info.
    info r"{\rtf1\ansi{\info{\title T}{\author A}{\operator O}{\creatim\yr2024\mo1\dy2}{\version1}{\nofpages1}{\*\company C}}a\par}" => "a";

    // Right to left.
    right_to_left r"{\rtf1\fbidis\ansi\ansicpg1255{\fonttbl{\f0\fnil\fcharset177 Arial;}}\pard\rtlpar\qr\f0\rtlch \'f9\'ec\'e5\'ed\ltrch  abc\par}" => "שלום abc";
    right_to_left_bold_behind_word_s_switch r"{\rtf1\ansi\pard\rtlpar{\ltrch\fcs1 \af0 \rtlch\fcs0 \b\insrsid1 \u1513?}{\ltrch\fcs1 \ab\ai\af0 \rtlch\fcs0  \u1513?}\par}" => "**ש** ש";
    right_to_left_bold_and_italic_of_libreoffice r"{\rtf1\ansi\pard\rtlpar{\u1513?}{\ltrch \rtlch\ab \u1513?} {\ltrch \rtlch\ai\u1513?} \rtlch\ab \u1513?\ltrch  b\rtlch\ab  \u1513?\ab0\u1513?\par}" => "ש**ש** *ש* **ש** b **ש**ש";
    right_to_left_ends_with_the_text_s_format r"{\rtf1\ansi\pard\rtlch\ab \u1513?\plain\ab  b\ltrch  c\par}" => "**ש** b c";
    right_to_left_bold_of_its_own_stays r"{\rtf1\ansi\pard\b\rtlch\ab \u1513?\ltrch  b\par}" => "**ש b**";
    right_to_left_cells_stand_on_the_right r"{\rtf1\ansi\trowd\cellx100\cellx200\cellx300\pard\intbl\rtlpar\qr \u1488?\cell\pard\intbl\qr \u1489?\cell\pard\intbl\rtlpar\qc \u1490?\cell\row}" => "| | | |\n| --- | ---: | :---: |\n| א | ב | ג |";
    right_to_left_edges r"{\rtf1\ansi\pard{\listtext\'b7\tab}\ls1\rtlpar\qr\fi-360\li0\ri720\lin720\rin0 \u1488?\par\pard{\listtext\'b7\tab}\ls1\ilvl1\rtlpar\qr\fi-360\li0\ri1440\lin1440\rin0 \u1489?\par}" => "- א\n  - ב";
    right_to_left_bold_of_word r"{\rtf1\ansi\pard\rtlpar{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \insrsid1 \u1513?}{\rtlch\fcs1 \af0 \ltrch\fcs0  b}\par}" => "ש b";

    // Frames and text boxes.
    text_box_of_word r"{\rtf1\ansi before{\shp{\*\shpinst\shpleft100{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard box\par}}{\shprslt{\*\do\dobxcolumn\dptxbx{\dptxbxtext\pard box\par}}}} after\par next\par}" => "before after\n\nbox\n\nnext";
    text_box_of_word_95 r"{\rtf1\ansi{\*\do\dobxcolumn\dobypara\dptxbx{\dptxbxtext\pard box\par}\dpx10}a\par}" => "a\n\nbox";
    text_box_and_nothing_else r"{\rtf1\ansi{\*\do\dobxpage\dptxbx{\dptxbxtext\pard box\par}\dpx10}}" => "box";
    text_box_behind_the_last_paragraph r"{\rtf1\ansi a\par{\shp{\*\shpinst{\shptxt\pard box\par}}}}" => "a\n\nbox";
    text_box_in_alternates r"{\rtf1\ansi a{\mmath x}{\*\shppict{\pict\pngblip 00}}\par}" => "ax";
    frame r"{\rtf1\ansi\pard\absw2000\posx100\posy100\phmrg framed\par\pard a\par}" => "framed\n\na";

    // Table of contents.
    contents_of_word r#"{\rtf1\ansi{\stylesheet{\s1 heading 1;}{\s16 toc 1;}}\pard\s16{\field\fldedit{\*\fldinst{ TOC \\o "1-3" \\h \\z \\u }}{\fldrslt{\field{\*\fldinst{ HYPERLINK \\l "_Toc1" }}{\fldrslt{Intro}{\tab }{\field{\*\fldinst{ PAGEREF _Toc1 \\h }}{\fldrslt{1}}}}}\par\pard\s16}}\pard\s1{\*\bkmkstart _Toc1}Intro{\*\bkmkend _Toc1}\par}"# => "[TOC]\n\n# Intro";
}

#[test]
fn title_and_author_as_front_matter() {
    use legacybridge::converter::{Converter, Format};
    let mut options = legacybridge::options::Options::default();
    options.extensions.front_matter = legacybridge::options::FrontMatter::Yes;
    let converter = Converter::new(options).expect("the options are good");
    let source = br"{\rtf1\ansi{\info{\title T\'e9}{\author A}}a\par}";
    let out = converter.convert(Format::Rtf, Format::Markdown, source).expect("RTF is read");
    assert_eq!(String::from_utf8_lossy(&out), "---\ntitle: \"Té\"\nauthor: \"A\"\n---\n\na\n");
}

rows! {
    // Word's rules.
    rule_shape_of_word r"{\rtf1\ansi a\par{\pict{\*\picprop\shplid1{\sp{\sn fHorizRule}{\sv 1}}}\wmetafile8 0100}\par b\par}" => "a\n\n---\n\nb";
    rule_as_a_shape r"{\rtf1\ansi a\par{\shp{\*\shpinst{\sp{\sn fHorizRule}{\sv 1}}}}\par b\par}" => "a\n\n---\n\nb";
}
