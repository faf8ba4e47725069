//! Kinds of documents in which a person sees something else than a program does: one group of rows for each
//! kind, in several spellings.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

/// A file with fonts and lists: `\ls1` numbers over three levels, `\ls2` bullets, `\ls3` a level that shows
/// nothing, `\ls4` one whose text is empty, `\ls5` numbers that begin the first list anew at 5.
fn listed(body: &str) -> String {
    let header = r"{\rtf1\ansi\deff0{\fonttbl{\f0\fswiss Calibri;}{\f1\fnil\fcharset2 Symbol;}{\f2\fmodern Consolas;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}}
{\*\listtable{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}}{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'01.;}{\levelnumbers\'01;}}{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'02.;}{\levelnumbers\'01;}}\listid11}
{\list{\listlevel\levelnfc23\levelstartat1{\leveltext\'01\u-3913 ?;}{\levelnumbers;}\f1}\listid12}
{\list{\listlevel\levelnfc255\levelstartat1{\leveltext\'00;}{\levelnumbers;}}\listid13}
{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'00;}{\levelnumbers;}}\listid14}}
{\*\listoverridetable{\listoverride\listid11\listoverridecount0\ls1}{\listoverride\listid12\listoverridecount0\ls2}{\listoverride\listid13\listoverridecount0\ls3}{\listoverride\listid14\listoverridecount0\ls4}{\listoverride\listid11\listoverridecount1{\lfolevel\listoverridestartat\levelstartat5}\ls5}}
";
    format!("{header}{body}}}")
}

/// A line of text with a formula in it.
fn formula(body: &str) -> String {
    format!(r"{{\rtf1 let {{\mmath{{\*\moMath{body}}}}} be\par}}")
}

rows! {
    // Moved text stands once.
    moved_text_stands_where_it_went r"{\rtf1 A {\mvf old place }b {\mvt old place }c\par}" => "A b old place c";
    moved_text_between_its_bookmarks r"{\rtf1 {\*\mvfmf m1}{\mvf\mvauth2\mvdate9 Moved. }{\*\mvfml m1}Stays. {\*\mvtof m1}{\mvt\mvauth2 Moved.}{\*\mvtol m1}\par}" => "Stays. Moved.";
    moved_paragraphs r"{\rtf1 {\mvf first\par}second\par{\mvt first\par}third\par}" => "second\n\nfirst\n\nthird";

    // What is hidden or deleted shows no address.
    deleted_link_shows_nothing r#"{\rtf1 a {\deleted{\field{\*\fldinst{HYPERLINK "http://x.test/1"}}{\fldrslt gone}}} b\par}"# => "a  b";
    hidden_link_shows_nothing r#"{\rtf1 a{\v{\field{\*\fldinst{HYPERLINK "http://x.test/2"}}{\fldrslt gone}}} b\par}"# => "a b";
    link_whose_text_alone_is_hidden r#"{\rtf1 a{\field{\*\fldinst{HYPERLINK "http://x.test/3"}}{\fldrslt{\v gone}}} b\par}"# => "a b";
    link_around_a_place_whose_text_is_deleted r#"{\rtf1 a {\field{\*\fldinst{HYPERLINK "http://x.test/4"}}{\fldrslt{\*\bkmkstart _z}{\deleted gone}{\*\bkmkend _z}}}b\par}"# => "a b";
    deleted_link_without_a_result r#"{\rtf1 a{\field{\*\fldinst{\deleted HYPERLINK "http://x.test/5"}}} b\par}"# => "a b";
    link_of_which_some_is_deleted r#"{\rtf1 {\field{\*\fldinst{HYPERLINK "http://x.test/6"}}{\fldrslt{\deleted old }new}}\par}"# => "[new](http://x.test/6)";
    link_without_text_shows_its_address r#"{\rtf1 {\field{\*\fldinst{HYPERLINK "http://x.test/7"}}{\fldrslt }}\par}"# => "http://x.test/7";
    deleted_check_box r"{\rtf1 a{\deleted{\field{\*\fldinst FORMCHECKBOX{\*\formfield{\fftype1\ffdefres1}}}{\fldrslt}}} b\par}" => "a b";
    deleted_placeholder r"{\rtf1 a{\deleted{\field{\*\fldinst MERGEFIELD Name}}} b\par}" => "a b";
    deleted_note r"{\rtf1 a{\deleted{\super\chftn}{\footnote{\super\chftn} gone}} b\par}" => "a b";
    hidden_note r"{\rtf1 a{\v {\footnote gone}} b\par}" => "a b";
    hidden_line_break r"{\rtf1 a{\v x\line y} b\par}" => "a b";
    hidden_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par{\listtext\f1\'b7\tab}{\v b\par}{\listtext\f1\'b7\tab}c\par") => "- a\n- c";
    hidden_text_box r"{\rtf1 a{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 1}}{\shptxt gone\par}}} b\par}" => "a b";

    text_box_that_is_hidden_behind_its_text r"{\rtf1 a{\shp{\*\shpinst{\shptxt gone\par}{\sp{\sn fHidden}{\sv 1}}}} b{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv gone}}{\sp{\sn fHidden}{\sv 1}}}}{\shp{\*\shpinst{\shptxt seen\par}}}\par}" => "a b\n\nseen";

    // A deleted row leaves no row.
    deleted_row r"{\rtf1\trowd\cellx900\cellx1800\pard\intbl a\cell b\cell\row\trowd\cldel\cellx900\cldel\cellx1800\pard\intbl{\deleted c\cell d\cell}\row\pard}" => "| | |\n| --- | --- |\n| a | b |";
    deleted_row_whose_text_says_nothing_of_it r"{\rtf1\trowd\cldel\cldelauth1\cellx900\pard\intbl gone\cell\row\trowd\cellx900\pard\intbl stays\cell\row\pard}" => "| |\n| --- |\n| stays |";
    deleted_end_of_a_row r"{\rtf1\trowd\cellx900\pard\intbl a\cell\row\pard\intbl{\deleted b\cell\row}\pard\intbl c\cell\row\pard}" => "| |\n| --- |\n| a |\n| c |";
    table_whose_rows_are_all_deleted r"{\rtf1 a\par\trowd\cldel\cellx900\pard\intbl{\deleted b\cell}\row\pard c\par}" => "a\n\nc";
    row_of_empty_cells_stays r"{\rtf1\trowd\cellx900\pard\intbl a\cell\row\pard\intbl\cell\row\pard}" => "| |\n| --- |\n| a |\n| |";

    // A deleted paragraph mark joins.
    deleted_mark r"{\rtf1 One{\deleted\par} two.\par three\par}" => "One two.\n\nthree";
    deleted_marks_in_a_row r"{\rtf1 One {\deleted\par}two {\deleted\par}three\par}" => "One two three";
    deleted_mark_at_the_end r"{\rtf1 One{\deleted\par}}" => "One";
    deleted_paragraph r"{\rtf1 One\par{\deleted gone\par}two\par}" => "One\n\ntwo";
    deleted_mark_before_a_table r"{\rtf1 One{\deleted\par}\trowd\cellx900\pard\intbl a\cell\row\pard}" => "One\n\n| |\n| --- |\n| a |";
    deleted_mark_in_a_cell r"{\rtf1\trowd\cellx900\pard\intbl a {\deleted\par}b\cell\row\pard}" => "| |\n| --- |\n| a b |";
    deleted_item listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 a\par{\listtext 2.\tab}{\deleted b\par}{\listtext 2.\tab}c\par") => "1. a\n2. c";

    // Drop caps.
    drop_cap r"{\rtf1\pard\dropcapli2\dropcapt1{\fs96\dn8 T\par}\pard he end.\par}" => "The end.";
    drop_cap_in_the_margin r"{\rtf1\fs22\pard\keepn\pvpara\dropcapli3\dropcapt2{\f1\fs110\b A\par}\pard\fs22  tale begins.\par more\par}" => "A tale begins.\n\nmore";
    drop_cap_of_a_word r"{\rtf1\pard\dropcapli3\dropcapt1 {\up4\fs80 Long} \par\pard ago.\par}" => "Long ago.";
    drop_cap_alone r"{\rtf1\pard\dropcapli3\dropcapt1 {\dn4\fs24 X}\par}" => "X";

    // Words of drawings.
    word_art r"{\rtf1 a{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv OPEN NOW}}}} b\par}" => "a b\n\nOPEN NOW";
    word_art_beside_other_properties r"{\rtf1 a\par{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 144}}{\sp{\sn gtextFont}{\sv Impact}}{\sp{\sn gtextUNICODE}{\sv D\u228?R}}{\sp{\sn gtextSize}{\sv 72}}}}b\par}" => "a\n\nb\n\nDäR";
    word_art_with_a_link r"{\rtf1 a{\shp{\*\shpinst{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}{\sp{\sn gtextUNICODE}{\sv HERE}}}}\par}" => "a\n\n[HERE](http://x.test/)";
    word_art_in_a_cell r"{\rtf1\trowd\cellx900\pard\intbl a{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv W}}}}\cell\row\pard}" => "| |\n| --- |\n| a<br>W |";

    // Links of drawings.
    text_box_with_a_link r"{\rtf1 a{\shp{\*\shpinst{\sp{\sn pihlShape}{\sv{\*\hl{\hlloc top}{\hlsrc http://x.test/}{\hlfr shown}}}}{\shptxt one\par two\par}}}\par}" => "a\n\n[one](http://x.test/#top)\n\n[two](http://x.test/#top)";
    text_box_whose_link_stands_behind_it r"{\rtf1 a{\shp{\*\shpinst{\shptxt one\par\par two\par}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}}} b\par}" => "a b\n\n[one](http://x.test/)\n\n[two](http://x.test/)";
    text_box_whose_link_stands_behind_a_drawing_in_it r"{\rtf1 a{\shp{\*\shpinst{\shptxt one{\shp{\*\shpinst{\shptxt inner\par}}}\par}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}}}\par}" => "a\n\n[one](http://x.test/)\n\ninner";
    text_box_with_a_link_and_links_in_it r#"{\rtf1 a{\shp{\*\shpinst{\shptxt one\par two {\field{\*\fldinst HYPERLINK "http://y.test/"}{\fldrslt y}}\par}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}}}\par}"# => "a\n\n[one](http://x.test/)\n\ntwo [y](http://y.test/)";
    word_art_whose_link_and_tip_stand_behind_it r"{\rtf1 a{\footnote n{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv W}}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}{\sp{\sn wzTooltip}{\sv Tip}}}}}\par}" => "a[^1]\n\n[^1]: n\n\n    [W](http://x.test/ \"Tip\")";
    drawings_of_a_group_with_a_link r"{\rtf1 a{\shpgrp{\*\shpinst{\shp{\*\shpinst{\shptxt one\par}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}}}{\shp{\*\shpinst{\shptxt two\par}}}}}\par}" => "a\n\n[one](http://x.test/)\n\ntwo";
    link_that_is_no_shape_s_says_nothing r"{\rtf1 a{\*\hl{\hlsrc http://x.test/}}{\hl{\hlsrc http://x.test/}} b\par}" => "a b";

    // Text boxes stay where they are anchored.
    text_box_in_a_cell r"{\rtf1\trowd\cellx900\cellx1800\pard\intbl a{\shp{\*\shpinst{\shptxt boxed\par}}}\cell b\cell\row\pard after\par}" => "| | |\n| --- | --- |\n| a<br>boxed | b |\n\nafter";
    text_box_in_an_empty_cell r"{\rtf1\trowd\cellx900\cellx1800\pard\intbl {\shp{\*\shpinst{\shptxt boxed\par}}}\cell b\cell\row\pard}" => "| | |\n| --- | --- |\n| boxed | b |";
    text_box_in_an_endnote r"{\rtf1 a{\footnote\ftnalt one{\shp{\*\shpinst{\shptxt boxed\par}}} two\par} b\par}" => "a[^1] b\n\n[^1]: one two\n\n    boxed";
    text_box_in_a_text_box r"{\rtf1 a{\shp{\*\shpinst{\shptxt one{\shp{\*\shpinst{\shptxt inner\par}}} two\par}}} b\par}" => "a b\n\none two\n\ninner";
    text_box_alone_in_a_note r"{\rtf1 a{\footnote{\shp{\*\shpinst{\shptxt boxed\par}}}} b\par}" => "a[^1] b\n\n[^1]: boxed";
    text_box_alone_in_a_text_box r"{\rtf1 a{\shp{\*\shpinst{\shptxt{\shp{\*\shpinst{\shptxt inner\par}}}}}} b\par}" => "a b\n\ninner";
    text_boxes_in_body_and_note r"{\rtf1 a{\footnote n{\shp{\*\shpinst{\shptxt in note\par}}}\par}{\shp{\*\shpinst{\shptxt in body\par}}} b\par}" => "a[^1] b\n\nin body\n\n[^1]: n\n\n    in note";

    // Text before the document.
    text_before_the_document "Subject: x\n{\\rtf1 Body\\par}" => "Subject: x\n\nBody";
    text_before_the_document_with_braces "[5] {see} {a{b}}\r\n{\\rtf1 Body\\par}" => "[5] {see} {a{b}}\n\nBody";
    text_before_the_document_with_a_brace_too_many "a} b {\\rtf1 Body\\par}" => "a b\n\nBody";
    text_before_the_document_in_lines "From: a\r\nTo: b\r\n\r\n{\\rtf1 Body\\par}" => "From: a\\\nTo: b\n\nBody";
    text_before_the_document_in_paragraphs "a\r\nb\r\n\r\nc\n\nd\r\re\n{\\rtf1 Body\\par}" => "a\\\nb\n\nc\n\nd\n\ne\n\nBody";
    text_before_the_document_in_lines_of_utf_8 "Gr\u{FC}\u{DF}e\nvon Anna\n{\\rtf1 Body\\par}" => "Gr\u{FC}\u{DF}e\\\nvon Anna\n\nBody";
    text_before_the_document_with_a_path "C:\\temp\\new\r\n{\\rtf1 Body\\par}" => "C:\\temp\\new\n\nBody";
    text_before_the_document_in_lines_of_windows b"Von: J\xf6rg {b}\r\nAn: M\xfcller\r\n{\\rtf1 Body\\par}" => "Von: J\u{F6}rg {b}\\\nAn: M\u{FC}ller\n\nBody";
    text_before_the_document_in_the_page_of_that b"\xcf\xf0\xe8\r\n{\\rtf1\\ansi\\deff0\\ansicpg1251 Body\\par}" => "\u{41F}\u{440}\u{438}\n\nBody";
    text_behind_the_document_in_lines b"{\\rtf1 \\b Body}\r\n-- \r\nJ\xf6rg\r\n\0" => "**Body**\n\n--\\\nJ\u{F6}rg";
    text_between_documents "{\\rtf1 one} and\r\n{\\rtf1 two}" => "one\n\nand\n\ntwo";
    documents_behind_each_other_without_par "{\\rtf1 \\b one}{\\urtf1 two}\r\n{\\rtf1 three}" => "**one**\n\ntwo\n\nthree";
    document_behind_xml "{\\rtf1 one}<x/>{\\rtf1 two}" => "one\n\ntwo";
    tables_of_documents_behind_each_other r"{\rtf1\trowd\cellx900\intbl a\cell\row}{\rtf1\trowd\cellx900\intbl b\cell\row}" => "| |\n| --- |\n| a |\n\n| |\n| --- |\n| b |";
    lists_of_documents_behind_each_other listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 a\par}{\rtf1{\*\listtable{\list{\listlevel\levelnfc23}\listid11}}{\*\listoverridetable{\listoverride\listid11\ls1}}\pard\ls1\fi-360\li720{\listtext\bullet\tab}b\par") => "1. a\n\n- b";
    pages_of_documents_behind_each_other b"{\\rtf1\\ansicpg1251 \xcf\\par}{\\rtf1 \xe4\\par}" => "\u{41F}\n\n\u{E4}";
    text_before_a_second_document_s_word r"{\rtf1 a\rtf1 b\par}" => "ab";
    blanks_before_the_document " \r\n\t{\\rtf1 Body\\par}" => "Body";

    // Lines to write on, which lead to a stop.
    a_line_up_to_a_stop r"{\rtf1 \tlul\tx4000 Name:\tab\par}" => "Name:____";
    lines_up_to_some_stops r"{\rtf1 \tlul\tx4000\tx4500\tlul\tx8000 Name:\tab\tab Date:\tab\par}" => "Name:\\_\\_\\_\\_\tDate:\\_\\_\\_\\_";
    lines_up_to_a_stop_in_each_line r"{\rtf1 \tlth\tx4000 a:\tab\line b:\tab\par\pard c:\tab d\par}" => "a:\\_\\_\\_\\_\\\nb:\\_\\_\\_\\_\n\nc:\td";
    dots_up_to_a_stop r"{\rtf1 \tldot\tx4000 a\tab 5\par}" => "a\t5";

    // Formulas.
    formulas_that_touch r"{\rtf1 {\mmath{\*\moMath{\mr x=1}}}{\mmath{\*\moMath{\mr y=2}}}\par}" => "x=1 y=2";
    array_of_an_equation_field r"{\rtf1 {\field{\*\fldinst EQ \\a \\al\\co2 (1,2,3,4)}{\fldrslt}}\par}" => "1 2; 3 4";
    scripts_of_an_equation_field r"{\rtf1 {\b a {\field{\*\fldinst EQ x\\s\\up8(2)\\s\\do4(3)+\\r(3,y)}{\fldrslt}} b}\par}" => "**a x<sup>2</sup><sub>3</sub>+<sup>3</sup>√(y) b**";
    sum_of_an_equation_field r"{\rtf1 {\field{\*\fldinst EQ \\i\\su(i=1,n,\\f(1,i))}{\fldrslt}}\par}" => "∑<sub>i=1</sub><sup>n</sup>1/i";
    circled_number_of_an_equation_field r"{\rtf1 {\field{\*\fldinst EQ \\o\\ac(\u9675?,3)}{\fldrslt}}\par}" => "③";
    array_in_a_brace r"{\rtf1 x={\field{\*\fldinst EQ \\b\\lc\\\{(\\a(1,2))}{\fldrslt}}\par}" => "x={1; 2";

    // What is anchored in an item.
    text_box_of_an_item r"{\rtf1{\listtext\bullet\tab}\ls1\li720\fi-360 a{\shp{\*\shpinst{\shptxt box\par}}}\par{\listtext\bullet\tab}b\par}" => "- a\n\n  box\n\n- b";
    text_box_behind_a_list r"{\rtf1{\listtext\bullet\tab}\ls1\li720\fi-360 a\par\pard b{\shp{\*\shpinst{\shptxt box\par}}}\par}" => "- a\n\nb\n\nbox";

    // Headings of blanks.
    heading_of_blanks_with_a_number r"{\rtf1{\stylesheet{\s1\outlinelevel0 heading 1;}}{\pard\s1{\listtext 1.\tab}\ls1   \par}\pard b\par}" => "b";

    // Levels without a number.
    heading_of_a_level_without_number listed(r"{\listtext\tab}\pard\s1\ls3 A\par\pard b\par") => "# A\n\nb";
    paragraph_of_a_level_without_number listed(r"\pard\ls3\fi-360\li720 a\par\pard\ls3\li720{\listtext\tab}b\par") => "a\n\nb";
    heading_of_a_blank_bullet_of_pn r"{\rtf1\pard\outlinelevel0{\pntext\tab}{\*\pn\pnlvlblt{\pntxtb }}A\par\pard\outlinelevel0{\*\pn\pnlvlblt{\pntxtb}}B\par}" => "# A\n\n# B";
    blank_bullet_of_pn_of_which_the_file_shows_one r"{\rtf1\pard{\pntext\bullet\tab}{\*\pn\pnlvlblt{\pntxtb}}\fi-360\li720 a\par{\pntext\bullet\tab}b\par}" => "- a\n- b";
    blank_marker_of_no_list r"{\rtf1\pard{\listtext\tab}a\par}" => "a";
    level_whose_text_is_empty listed(r"{\listtext\tab}\pard\ls4 a\par{\listtext\tab}b\par") => "a\n\nb";

    // Numbered headings.
    heading_with_a_number_behind_a_page listed(r"{\listtext 2.1\tab}\pard\s2\ls1\ilvl1\page Two\par\pard b\par") => "## 2.1 Two\n\nb";
    heading_with_a_number_behind_a_place_and_a_page listed(r"{\listtext 3\tab}\pard\s1\ls1{\*\bkmkstart _Toc1}\page Three{\*\bkmkend _Toc1}\par") => "# 3 Three";
    heading_ends_an_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par{\listtext 1.2\tab}\pard\s2\ls1\ilvl1\fi-720\li720 H\par\pard b\par") => "- a\n\n## 1.2 H\n\nb";
    heading_as_deep_as_an_item_ends_it listed(r"{\listtext 4.\tab}\pard\ls1\fi-360\li720 a\par{\listtext A.\tab}\pard\s1\li720 H\par") => "4. a\n\n# A. H";

    heading_of_a_list_of_its_own_ends_an_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par\pard\s2\ls1\ilvl1\fi0\li720 H\par\pard b\par") => "- a\n\n## H\n\nb";
    heading_of_a_list_whose_marker_is_not_in_the_file listed(r"\pard\ls2\fi-360\li720 a\par\pard\s2\ls1\ilvl1\fi-720\li720 H\par\pard\s2\ls1\ilvl1\fi-720\li720 I\par\pard b\par") => "- a\n\n## 1. H\n\n## 2. I\n\nb";
    heading_of_a_level_without_number_ends_an_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par\pard\s1\ls3\fi-432\li720 H\par") => "- a\n\n# H";
    heading_of_pn_ends_an_item r"{\rtf1\pard{\*\pn\pnlvlblt{\pntxtb\'b7}}\fi-360\li720 a\par\pard\outlinelevel1{\*\pn\pnlvlbody\pndec{\pntxta.}}\fi-720\li720 H\par}" => "- a\n\n## H";
    heading_that_hangs_out_ends_an_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par\pard\s1\fi-720\li720 H\par") => "- a\n\n# H";
    heading_goes_on_in_its_item listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par\pard\s1\li720 H\par\pard\s2\ls2\fi0\li720 I\par") => "- a\n  # H\n  ## I";

    // Items on two pages.
    item_on_two_pages listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 a\page b\par{\listtext 2.\tab}c\par") => "1. a\n\n   b\n\n2. c";
    item_on_two_pages_without_a_marker listed(r"\pard\ls1\fi-360\li720 a\column b\page c\par d\par") => "1. a\n\n   b\n\n   c\n\n2. d";
    item_of_pn_on_two_pages r"{\rtf1\pard{\*\pn\pnlvlbody\pndec\pnstart1{\pntxta.}}\fi-360\li360 a\page b\par c\par}" => "1. a\n\n   b\n\n2. c";
    item_on_two_pages_that_does_not_stand_in listed(r"\pard\ls2 a\page b\par c\par") => "- a\n\n  b\n\n- c";
    item_at_the_end_of_a_page listed(r"\pard\ls1\fi-360\li720 a\page\par b\par") => "1. a\n2. b";
    item_at_the_start_of_a_page listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 {\b  }\page a\par{\listtext 2.\tab}b\par") => "1. a\n2. b";
    heading_on_two_pages listed(r"{\listtext 1\tab}\pard\s1\ls1 a\page b\par\pard c\par") => "# 1 a\n\n# b\n\nc";

    // Items without a marker of their own.
    items_that_inherit_a_list listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720 a\par b\par c\par\pard d\par") => "- a\n- b\n- c\n\nd";
    items_that_say_their_list_again listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 a\par\pard\ls1\fi-360\li720 b\par\pard c\par") => "1. a\n2. b\n\nc";
    items_that_inherit_pn r"{\rtf1{\fonttbl{\f0 A;}{\f1\fcharset2 Symbol;}}\pard{\pntext\f1\'b7\tab}{\*\pn\pnlvlblt\pnf1{\pntxtb\'b7}}\fi-360\li720 a\par b\par\pard c\par}" => "- a\n- b\n\nc";
    items_that_inherit_without_hanging listed(r"{\listtext 3.\tab}\pard\ls1\li720 a\par b\par\pard\li720 goes on\par") => "3. a\n\n4. b\n\n   goes on";
    items_that_inherit_a_list_of_no_table r"{\rtf1{\listtext 1.\tab}\pard\ls4\fi-360\li720 a\par b\par\pard c\par}" => "1. a\n2. b\n\nc";
    items_that_say_a_list_of_no_table_again r"{\rtf1\pard{\listtext\pard 3)\tab}\ls4\ilvl0\fi-360\li720 a\par\pard\ls4\ilvl0\fi-360\li720 b\par}" => "3. a\n4. b";
    items_that_inherit_a_list_in_a_note r"{\rtf1 x{\footnote\pard{\listtext 1.\tab}\ls4\fi-360\li720 a\par b\par} y\par}" => "x[^1] y\n\n[^1]: 1. a\n    2. b";
    bullets_that_inherit_a_list_of_no_table r"{\rtf1{\listtext\bullet\tab}\pard\ls4\fi-360\li720 a\par b\par}" => "- a\n- b";
    blank_paragraph_that_inherits_is_no_item listed(r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 a\par\par b\par") => "1. a\n2. b";

    note_in_a_marker r"{\rtf1{\listtext\pard\plain 1.{\super\chftn{\*\footnote\chftn\pard\plain note}}\tab}\pard\fi-360\li720\ls1 a\par{\listtext 2.\tab}b\par}" => "1. [^1]a\n2. b\n\n[^1]: note";
    note_in_a_marker_of_pn r"{\rtf1\pard{\pntext 1.{\footnote note}\tab}{\*\pn\pnlvlbody\pndec}\fi-360\li720 a\par}" => "1. [^1]a\n\n[^1]: note";

    // A list counts on.
    list_counts_on_behind_text listed(r"\pard\ls1\fi-360\li720 a\par\pard text\par\pard\ls1\fi-360\li720 b\par") => "1. a\n\ntext\n\n2. b";
    list_counts_on_behind_a_table listed(r"\pard\ls1\fi-360\li720 a\par\trowd\cellx900\pard\intbl x\cell\row\pard\ls1\fi-360\li720 b\par") => "1. a\n\n| |\n| --- |\n| x |\n\n2. b";
    lower_level_counts_on listed(r"\pard\ls1\fi-360\li720 a\par\pard\ls1\ilvl1\fi-360\li1440 b\par\pard text\par\pard\ls1\ilvl1\fi-360\li1440 c\par") => "1. a\n   1. b\n\ntext\n\n2. c";
    lower_level_begins_anew listed(r"\pard\ls1\fi-360\li720 a\par\pard\ls1\ilvl1\fi-360\li1440 b\par\pard\ls1\fi-360\li720 c\par\pard\ls1\ilvl1\fi-360\li1440 d\par") => "1. a\n   1. b\n2. c\n   1. d";
    override_begins_anew listed(r"\pard\ls1\fi-360\li720 a\par\pard text\par\pard\ls5\fi-360\li720 b\par\pard text\par\pard\ls1\fi-360\li720 c\par") => "1. a\n\ntext\n\n5. b\n\ntext\n\n6. c";

    // Quotes.
    table_that_stands_in r"{\rtf1 a\par\trowd\trleft1500\cellx3000\pard\intbl x\cell\row\pard}" => "a\n\n| |\n| --- |\n| x |";
    table_behind_a_quote r"{\rtf1{\stylesheet{\s20\li480\ri480 Quote;}}\pard\s20\li480\ri480 a\par\trowd\trleft480\cellx3000\pard\intbl x\cell\row\pard b\par}" => "> a\n>\n> | |\n> | --- |\n> | x |\n\nb";
    title_that_stands_in r"{\rtf1\pard\qc\li1440\ri1440 A title\par\pard text\par}" => "A title\n\ntext";
    far_indents_are_one_quote r"{\rtf1\pard\li720\ri720 a\par\pard b\par\pard\li2160\ri2160 c\par}" => "> a\n\nb\n\n> c";

    // Emphasis of its own.
    bold_style_of_a_user r"{\rtf1{\stylesheet{\s0 Normal;}{\s9\b Total;}}\pard\s9\b Sum: 5\par\pard\s0\b0 text\par}" => "**Sum: 5**\n\ntext";
    italic_style_of_a_user_in_a_cell r"{\rtf1{\stylesheet{\s0 Normal;}{\s9\i Remark;}}\trowd\cellx900\pard\intbl\s0 a\cell\row\pard\intbl\s9\i b\cell\row\pard}" => "| |\n| --- |\n| a |\n| *b* |";
    bold_of_a_style_that_the_text_does_not_repeat r"{\rtf1{\stylesheet{\s0 Normal;}{\s9\b Total;}}\pard\s9 Sum: 5\par}" => "Sum: 5";
    bold_of_the_text_s_own_style r"{\rtf1{\stylesheet{\s0\b Normal;}}\pard\s0\b all of it\par}" => "all of it";

    // Headings of blanks.
    heading_of_a_no_break_space r"{\rtf1{\stylesheet{\s1 heading 1;}}\pard\s1\~\par\pard a\par}" => "a";
    heading_of_signs_without_width r"{\rtf1\pard\outlinelevel1 \u8203?\zwnj \par\pard a\par}" => "a";
    large_no_break_space r"{\rtf1\fs24 some text\par{\fs48\~}\par}" => "some text\n\n\u{a0}";

    // Lines to write on.
    line_of_tabs r"{\rtf1 Name: {\ul\tab\tab}\par}" => "Name: ____";
    line_of_blanks r"{\rtf1 I, {\ul\~\~\~\~\~\~}, agree\par}" => "I, ____, agree";
    lines_of_wide_blanks r"{\rtf1 a {\ul\emspace\enspace} b {\ul\u8199?\u8199?\u8199?\~} c {\ul\qmspace\u8201?\u8198?}, d {\ul\u12288?}\par}" => "a ____ b ____ c \\_\\_\\_\\_, d ____";
    line_of_a_form_field r"{\rtf1 Name: {\field{\*\fldinst FORMTEXT}{\fldrslt{\ul\u8194?\u8194?\u8194?\u8194?\u8194?}}}\par}" => "Name: ____";
    line_alone r"{\rtf1 a\par\ul\tab\tab\tab\ulnone\par b\par}" => "a\n\n\\_\\_\\_\\_\n\nb";
    longer_line r"{\rtf1 a {\ul\tab\tab\tab\tab\tab}\par}" => "a ________";
    line_across_the_page format!(r"{{\rtf1 a\par\ul {}\ulnone\par b\par}}", " ".repeat(140)) => "a\n\n---\n\nb";
    line_in_a_cell r"{\rtf1\trowd\cellx900\cellx1800\pard\intbl Date\cell{\ul\tab}\cell\row\pard}" => "| | |\n| --- | --- |\n| Date | ____ |";
    underlined_words_are_no_line r"{\rtf1 {\ul John   }{\ul\tab }x\par}" => "<u>John</u>   \tx";
    underlined_blank_is_no_line r"{\rtf1 a{\ul  }b\par}" => "a b";

    // Notes in notes.
    note_in_a_note r"{\rtf1 a{\footnote one{\footnote two} three} b\par}" => "a[^1] b\n\n[^1]: one three two";
    notes_in_a_note r"{\rtf1 a{\footnote one{\footnote two\par}, three{\footnote four}\par} b\par}" => "a[^1] b\n\n[^1]: one, three two four";
    note_in_a_text_box_of_a_note r"{\rtf1 a{\footnote one{\shp{\*\shpinst{\shptxt boxed{\footnote two}\par}}}\par} b\par}" => "a[^1] b\n\n[^1]: one two\n\n    boxed";

    // Flat runs.
    emphasis_around_both r"{\rtf1 {\i em }{\b\i both}{\i  more}\par}" => "*em **both** more*";
    emphasis_that_begins_with_both r"{\rtf1 {\b\i both}{\i  more}\par}" => "*__both__ more*";
    emphasis_that_ends_with_both r"{\rtf1 {\b strong }{\i\b both}\par}" => "**strong *both***";
    emphasis_that_overlaps r"{\rtf1 {\b a }{\b\i b}{\i  c}\par}" => "**a *b*** *c*";
    emphasis_of_the_same_words_that_was_flattened r"{\rtf1{\stylesheet{\*\cs36\i Emphasis 2;}}{\cs36\i a}\par}" => "*_a_*";
    strong_in_strong_that_was_flattened r"{\rtf1{\stylesheet{\*\cs35\b Strong 2;}{\*\cs32\b Strong 3;}}{\cs35\b a}\par{\b a }{\cs35\b b}{\cs32\b c}{\b  d}\par}" => "**__a__**\n\n**a __b<strong>c</strong>__ d**";
    strong_of_three_levels_that_was_flattened r"{\rtf1{\stylesheet{\*\cs32\b Strong 3;}}{\cs32\b a}\par}" => "**__**a**__**";
    emphasis_of_word_is_one_level r"{\rtf1{\stylesheet{\*\cs36\i Emphasis;}{\*\cs37\i\b Intense Emphasis;}}{\cs36\i a} {\cs37\i\b b}\par}" => "*a* ***b***";
    a_link_that_lost_its_field r"{\rtf1{\stylesheet{\*\cs37\ul Empty Link;}}a {\cs37\ul b {\i c}} d {\cs37\ul e}\par}" => "a [b *c*]() d [e]()";
    a_link_in_marked_text r#"{\rtf1 {\i see }{\field{\*\fldinst{HYPERLINK "http://e"}}{\fldrslt{\i a}}}, {\field{\*\fldinst{HYPERLINK "http://e"}}{\fldrslt{\b b}}}{\b  c}\par}"# => "*see [a](http://e)*, **[b](http://e) c**";
    emphasis_in_emphasis_that_was_flattened r"{\rtf1{\stylesheet{\*\cs30\i Emphasis;}}{\i a }{\cs30\i b}{\i  c}\par}" => "*a *b* c*";
    emphasis_around_a_link r#"{\rtf1 {\i em }{\field{\*\fldinst{HYPERLINK "http://x.test/"}}{\fldrslt{\b\i both}}}{\i  more}\par}"# => "*em [**both**](http://x.test/) more*";

    // Bold of associated fonts.
    bold_of_east_asian_text r"{\rtf1{\fonttbl{\f0 A;}{\f1\fcharset128 MS Mincho;}}{\loch\f0 a }{\dbch\af1\ab\u28450?\u23383?}\par}" => "a **漢字**";
    bold_of_the_other_font_says_nothing r"{\rtf1{\fonttbl{\f0 A;}{\f1\fcharset128 MS Mincho;}}{\dbch\af1\ab\loch\f0 a}\par}" => "a";
    bold_of_right_to_left_text r"{\rtf1{\rtlch\fcs1\ab\af0 \u1513?\u1500?}\par}" => "**של**";

    // Boxes of tasks.
    brackets_in_code_are_no_task listed(r"{\listtext\f1\'b7\tab}\pard\ls2\fi-360\li720{\f2 [ ] x} is code\par{\listtext\f1\'b7\tab}[ ] is none\par") => "- `[ ] x` is code\n- [ ] is none";

    markers_of_words_count r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc0{\leveltext\'07Step \'00:;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}{\listtext Step 1:\tab}\ls1 a\par\pard b\par{\listtext Step 2:\tab}\ls1 c\par}" => "1. a\n\nb\n\n2. c";
    markers_of_ordinals_count r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc7{\leveltext\'01\'00;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}{\listtext First\tab}\ls1 a\par\pard b\par{\listtext Second\tab}\ls1 c\par\pard d\par{\listtext Third\tab}\ls1 e\par}" => "1. a\n\nb\n\n2. c\n\nd\n\n3. e";
    numbers_of_headings_that_only_their_list_tells r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc1{\leveltext\'05Part \'00;}}{\listlevel\levelnfc0\levelstartat4{\leveltext\'03\'00.\'01;}}{\listlevel\levelnfc22{\leveltext\'02\'02);}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}\outlinelevel0\ls1 a\par\pard b\par\outlinelevel1\ls1\ilvl1 c\par\outlinelevel1\ls1\ilvl1 d\par\outlinelevel2\ls1\ilvl2 e\par\pard\outlinelevel0\ls1\ilvl0 f\par\outlinelevel1\ls1\ilvl1 g\par}" => "# Part I a\n\nb\n\n## I.4 c\n\n## I.5 d\n\n### 01) e\n\n# Part II f\n\n## II.4 g";
    numbers_alone_in_cells r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc0{\leveltext\'02\'00.;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}\trowd\cellx1000\cellx3000\pard\intbl{\listtext 1.\tab}\ls1\cell\pard\intbl a\cell\row\pard\intbl{\listtext 2.\tab}\ls1\cell\pard\intbl b\cell\row\pard c\par}" => "| | |\n| --- | --- |\n| 1. | a |\n| 2. | b |\n\nc";
    numbers_alone_in_cells_that_only_their_list_tells r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc0{\leveltext\'02\'00.;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}\trowd\cellx1000\cellx3000\pard\intbl\ls1\cell\pard\intbl a\cell\row\pard\intbl\ls1\cell\pard\intbl b\cell\row\pard c\par}" => "| | |\n| --- | --- |\n| 1. | a |\n| 2. | b |\n\nc";
    words_of_a_level_without_numbers r"{\rtf1{\*\listtable{\list{\listlevel\levelnfc255{\leveltext\'07Article;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}{\listtext Article\tab}\outlinelevel0\ls1 a\par\pard b\par{\listtext Article\tab}\ls1 c\par}" => "# Article a\n\nb\n\nArticle c";
    styles_with_groups_in_their_entries r"{\rtf1{\stylesheet{\s0 Normal;}{\s2{\*\keycode \shift\ctrl q}Quote;}{\s3 heading 2{\*\foo a};}{\*\cs4{\b}Strong;}}\pard\s3 a\par\pard\s2 b {\cs4 c}\par}" => "## a\n\n> b **c**";
    rules_beside_which_there_is_no_border r"{\rtf1 a\par\pard\brdrt\brdrnone\brdrb\brdrs\brdrw20\brdrl\brdrnone\brdrr\brdrnone\par\pard b\par\pard\brdrb\brdrs\brdrb\brdrnone\par\pard c\par\pard\box\brdrs\par\pard d\par}" => "a\n\n---\n\nb\n\nc\n\nd";
    dots_that_lead_nowhere r"{\rtf1\pard\tqr\tldot\tx9000 a:\tab\par\pard\tlhyph\tx9000\tx9500 b:{\fs20\tab}\line c\tab d\par\pard\tldot\tx9000 e\tab 7\par\pard\tldot\tx3000\tlul\tx9000 f\tab g\tab\par}" => "a:____\n\nb:____\\\nc\td\n\ne\t7\n\nf\tg____";
    marks_of_notes_as_libreoffice_sets_them r"{\rtf1\pard a{\super *{\*\footnote *\pard\plain\li340\fi-340{\tab b}\par}} c{\super\'86{\*\footnote\'86\pard\plain{\tab d}\par}} e{\super 2}{\footnote 2 f}\par}" => "a[^1] c[^2] e<sup>2</sup>[^3]\n\n[^1]: b\n\n[^2]: d\n\n[^3]: 2 f";
    deleted_ends_of_pages r"{\rtf1\pard a{\deleted\revauthdel1\page}b\par c{\deleted\column }d\par}" => "ab\n\ncd";
    line_and_paragraph_separators r"{\rtf1\pard a\u8232?b\u8233?c\par}" => "a\\\nb\n\nc";
    ticked_box_of_a_marker r"{\rtf1{\fonttbl{\f0 A;}{\f3\fcharset2 Wingdings;}}{\listtext\f3 x\tab}\ls1 a\par{\listtext\f3 o\tab}\ls1 b\par}" => "- [x] a\n- [ ] b";
    boxes_of_brackets_as_markers r"{\rtf1{\listtext [ ]\tab}\ls1 a\par{\listtext [x]\tab}\ls1 b\par}" => "- [ ] a\n- [x] b";
    ticked_box_that_is_typed r"{\rtf1{\fonttbl{\f0 A;}{\f3\fcharset2 Wingdings;}}\pard\fi-360\li360{\f3 x}\tab a\par{\f3\'a8}\tab b\par}" => "- [x] a\n- [ ] b";
    boxes_of_pn r"{\rtf1{\fonttbl{\f0 A;}{\f3\fcharset2 Wingdings;}}\pard{\*\pn\pnlvlblt\pnf3{\pntxtb\'a8}}\fi-360\li720 a\par\pard{\*\pn\pnlvlblt\pnf3{\pntxta}{\pntxtb\'fe}}\fi-360\li720 b\par}" => "- [ ] a\n- [x] b";

    // Rows out of place.
    row_that_ends_a_nested_table r"{\rtf1\trowd\cellx2000\pard\intbl\itap2 one\nestcell two\nestcell\pard\intbl\itap1\row\pard after\par}" => "| | |\n| --- | --- |\n| one | two |\n\nafter";
    nested_row_without_its_cell r"{\rtf1\trowd\cellx2000\cellx4000\pard\intbl a\cell\pard\intbl\itap2 one\nestcell{\*\nesttableprops\trowd\cellx900\nestrow}\row\pard after\par}" => "| | |\n| --- | --- |\n| a | one |\n\nafter";

    // Text that programs make.
    number_of_the_page r"{\rtf1 Page \chpgn\par}" => "Page";

    // Formulas in a line of text.
    matrix formula(r"{\mm{\mmPr{\mcount 2}}{\mmr{\me{\mr a}}{\me{\mr b}}}{\mmr{\me{\mr c}}{\me{\mr d}}}}") => "let a b; c d be";
    matrix_in_brackets formula(r"{\md{\mdPr{\mbegChr [}{\mendChr ]}}{\me{\mm{\mmr{\me{\mr 1}}}{\mmr{\me{\mr 2}}}}}}") => "let [1; 2] be";
    pieces_of_brackets formula(r"{\md{\mdPr{\msepChr ,}}{\me{\mr a}}{\me{\mr b}}}") => "let (a, b) be";
    pieces_of_brackets_by_the_usual_sign formula(r"{\md{\me{\mr a}}{\me{\mr b}}}") => "let (a|b) be";
    bracket_on_one_side formula(r"{\md{\mdPr{\mbegChr \{}{\mendChr }}{\me{\mr x}}}") => "let {x be";
    lines_of_formulas r"{\rtf1{\mmath{\*\moMathPara{\*\moMath{\mr a=b}}{\*\moMath{\mr c=d}}}}\par}" => "a=b\\\nc=d";
    lines_of_an_array r"{\rtf1{\mmath{\*\moMath{\meqArr{\meqArrPr{\mmaxDist 0}}{\me{\mr p}}{\me{\mr q}}}}}\par}" => "p\\\nq";
    lines_of_formulas_that_end_by_themselves r"{\rtf1{\mmath{\*\moMathPara{\*\moMath{\mr a=b}{\mr\line}}{\*\moMath{\mr c=d}}\line{\*\moMath{\mr e}}}}\par}" => "a=b\\\nc=d\\\ne";
    lines_of_an_array_with_marks r"{\rtf1 a & b {\mmath{\*\moMath{\meqArr{\me{\mr &p&=1}}{\me{\mr q&=}{\mf{\mnum{\mr 2}}{\mden{\mr 3}}}}}}} & c\par}" => "a & b p=1\\\nq=2/3 & c";
    lines_of_an_array_that_end_by_themselves r"{\rtf1 x\line{\mmath{\*\moMath{\meqArr{\me{\mr p\line}}{\me{\mr q}}}}}\par}" => "x\\\np\\\nq";
    function formula(r"{\mfunc{\mfName{\mr sin}}{\me{\mr x}}}") => "let sin x be";
    limit formula(r"{\mfunc{\mfName{\mlimLow{\me{\mr lim}}{\mlim{\mr n}}}}{\me{\mr f}}}") => "let lim<sub>n</sub> f be";
    limit_above formula(r"{\mlimUpp{\me{\mr a}}{\mlim{\mr b}}}") => "let a<sup>b</sup> be";
    accent formula(r"{\mr 3}{\macc{\maccPr{\mchr \u771?}}{\me{\mr n}}}") => "let 3ñ be";
    accent_by_the_usual_sign formula(r"{\mr 3}{\macc{\me{\mr q}}}") => "let 3q\u{302} be";
    bar_above formula(r"{\mr 3}{\mbar{\mbarPr{\mpos top}}{\me{\mr q}}}") => "let 3q\u{305} be";
    sum formula(r"{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr i}}{\msup{\mr n}}{\me{\mr x}}}") => "let ∑<sub>i</sub><sup>n</sup>x be";
    integral_by_the_usual_sign formula(r"{\mnary{\msub{\mr 0}}{\msup{\mr 1}}{\me{\mr f}}}") => "let ∫<sub>0</sub><sup>1</sup>f be";
    root_without_a_degree formula(r"{\mrad{\mradPr{\mdegHide 1}}{\me{\mr x}}}") => "let √(x) be";
    root_with_a_degree formula(r"{\mrad{\mdeg{\mr 3}}{\me{\mr x}}}") => "let <sup>3</sup>√(x) be";
    one_over_the_other formula(r"{\md{\me{\mf{\mfPr{\mtype noBar}}{\mnum{\mr n}}{\mden{\mr k}}}}}") => "let (n; k) be";
    number_of_an_equation formula(r"{\meqArr{\me{\mr a=b#}{\md{\me{\mr 1}}}}}") => "let a=b (1) be";
    signs_that_show_nothing formula(r"{\mr sin\u8289?x\u8290?y}") => "let sin xy be";
    number_before_a_fraction formula(r"{\mr 2}{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}") => "let 2 1/2 be";
    fraction_before_a_letter formula(r"{\mr -}{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}{\mr x+}{\mf{\mnum{\mr 1}}{\mden{\mr 3}}}{\mr +1}") => "let -1/2 x+1/3+1 be";
    fraction_before_a_root formula(r"{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}{\mrad{\mdeg}{\me{\mr x}}}{\mr y}") => "let 1/2 √(x)y be";
    fraction_before_a_unit r"{\rtf1{\mmath{\*\moMath{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}}{\mmathPict{\pict 00}}}kg\par}" => "1/2 kg";
    fraction_in_a_fraction formula(r"{\mf{\mnum{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}}{\mden{\mr 3}}}") => "let (1/2)/3 be";
    fraction_of_brackets formula(r"{\mf{\mnum{\md{\me{\mr a+b}}}}{\mden{\mr \u945?}}}") => "let (a+b)/α be";
    fraction_with_formatting_of_word formula(r"{\mf{\mfPr{\mtype bar}{\mctrlPr\rtlch\fcs1 \af0\afs22 \ltrch\fcs0 \i\f34\insrsid1 }}{\mnum{\mr\mscr0\msty2 \rtlch\fcs1 \af0\afs22\alang1025 \ltrch\fcs0 \f34\lang1033\langfe1033\insrsid1 a}}{\mden{\mr\mscr0\msty2 \rtlch\fcs1 \af0\afs22\alang1025 \ltrch\fcs0 \f34\lang1033\langfe1033\insrsid1 b}{\mr\mscr0\msty2 \rtlch\fcs1 \af0\afs22\alang1025 \ltrch\fcs0 \f34\lang1033\langfe1033\insrsid1 +c}}}") => "let a/(b+c) be";
    script_in_a_script formula(r"{\msSup{\me{\mr 2}}{\msup{\msSup{\me{\mr 3}}{\msup{\mr 2}}}}}") => "let 2<sup>3^2</sup> be";
    script_below_in_a_script_below formula(r"{\msSub{\me{\mr a}}{\msub{\msSub{\me{\mr n}}{\msub{\mr k+1}}}{\mr +2}}}") => "let a<sub>n_(k+1)+2</sub> be";
    script_below_in_a_script_above formula(r"{\msSup{\me{\mr x}}{\msup{\msSub{\me{\mr a}}{\msub{\mr 1}}{\mr b}}}}{\mr y}") => "let x<sup>a_1 b</sup>y be";
    script_in_a_limit formula(r"{\mlimLow{\me{\mr max}}{\mlim{\msSub{\me{\mr x}}{\msub{\mr i}}}{\mr >0}}}") => "let max<sub>x_i>0</sub> be";
    script_at_a_fraction formula(r"{\msSup{\me{\mf{\mnum{\mr a}}{\mden{\mr b}}}}{\msup{\mr 2}}}") => "let (a/b)<sup>2</sup> be";
    script_at_a_fraction_in_brackets formula(r"{\msSup{\me{\md{\me{\mf{\mnum{\mr a}}{\mden{\mr b}}}}}}{\msup{\mr 2}}}") => "let (a/b)<sup>2</sup> be";
    script_at_a_script formula(r"{\msSup{\me{\msSup{\me{\mr x}}{\msup{\mr 2}}}}{\msup{\mr 3}}}") => "let (x<sup>2</sup>)<sup>3</sup> be";
    script_above_at_one_below formula(r"{\msSup{\me{\msSub{\me{\mr x}}{\msub{\mr i}}}}{\msup{\mr 3}}}") => "let x<sub>i</sub><sup>3</sup> be";
    script_at_a_function formula(r"{\msSup{\me{\mfunc{\mfName{\mr sin}}{\me{\mr x}}}}{\msup{\mr 2}}}") => "let (sin x)<sup>2</sup> be";
    fraction_in_a_script formula(r"{\msSup{\me{\mr x}}{\msup{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}}}{\mr y}") => "let x<sup>1/2</sup>y be";
    scripts_before formula(r"{\mr x}{\msPre{\msub{\mr 6}}{\msup{\mr 14}}{\me{\mr C}}}") => "let x <sub>6</sub><sup>14</sup>C be";
    degree_behind_a_number formula(r"{\mr 2}{\mrad{\mdeg{\mr 3}}{\me{\mr x}}}") => "let 2 <sup>3</sup>√(x) be";
    sum_in_a_script formula(r"{\msSup{\me{\mr x}}{\msup{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr i=0}}{\msup{\mr n}}{\me{\mr i}}}}}") => "let x<sup>∑_(i=0)^n i</sup> be";
    sum_before_a_number formula(r"{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr i}}{\msup{\mr n}}{\me{\mr x}}}{\mr 2}") => "let ∑<sub>i</sub><sup>n</sup>x 2 be";
    function_before_a_number formula(r"{\mr x}{\mfunc{\mfName{\mr log}}{\me{\mr 5}}}{\mr 2}") => "let x log 5 2 be";
    matrix_between_letters formula(r"{\mr x}{\mm{\mmr{\me{\mr 1}}{\me{\mr 2}}}}{\mr y}") => "let x 1 2 y be";
    bar_over_several formula(r"{\mbar{\mbarPr{\mpos top}}{\me{\mr AB}}}{\macc{\maccPr{\mchr \u8407?}}{\me{\mr v}}}") => "let (AB)\u{305}v\u{20D7} be";
    element_that_is_deleted formula(r"{\mf{\mfPr{\mctrlPr\deleted}}{\mnum{\mr\deleted a}}{\mden{\mr\deleted b}}}{\mr x}{\msSup{\me{\mr\v a}}{\msup{\mr\v b}}}{\md{\me{\mr\deleted c}}}") => "let x be";
    phantom_that_is_not_seen formula(r"{\mr a}{\mphant{\mphantPr{\mshow0}}{\me{\mr gone}}}{\mr b}") => "let ab be";
    phantom_that_is_seen formula(r"{\mr a}{\mphant{\mphantPr{\mzeroWid 1}}{\me{\mr s}}}{\mr b}") => "let asb be";
}

#[test]
fn boxes_that_levels_say_alone() {
    for (level, item) in [
        (r"{\leveltext\'01\u-3928 ?;}{\levelnumbers;}\f3", "- [ ] a"),
        (r"\f3{\leveltext\'01\u-3985 ?;}", "- [ ] a"),
        (r"{\leveltext\'01o;}\f3", "- [ ] a"),
        (r"{\leveltext\'01\'a8;}\f3", "- [ ] a"),
        (r"{\leveltext\'01\u-3842 ?;}\f3", "- [x] a"),
        (r"{\leveltext\'01\'fd;}\f3", "- [x] a"),
        (r"{\leveltext\'01x;}\f3", "- [x] a"),
        (r"{\leveltext\'01\u9745 ?;}", "- [x] a"),
        (r"{\leveltext\'01o;}\f0", "- a"),
        (r"{\leveltext\'01\'a8;}\f1", "- a"),
        (r"{\leveltext\'01\u-3983 ?;}\f3", "- a"),
    ] {
        let header = r"{\fonttbl{\f0 A;}{\f1\fcharset2 Symbol;}{\f3\fcharset2 Wingdings;}}";
        let list = format!(r"{{\*\listtable{{\list{{\listlevel\levelnfc23{level}}}\listid1}}}}");
        let list = list + r"{\*\listoverridetable{\listoverride\listid1\ls1}}";
        let rtf = format!(r"{{\rtf1{header}{list}\ls1 a\par}}");
        assert_eq!(crate::rows::markdown(rtf), item, "{level}");
    }
}

/// Without an option, where a table that holds blocks is HTML.
#[test]
fn cells_of_levels_without_number_are_plain() {
    let converter = Converter::new(Options::default()).expect("a converter");
    for (cell, is_plain) in [
        (r"\ls3\fi-432\li432 a", true),
        (r"{\listtext\tab}\ls4 a", true),
        (r"{\*\pn\pnlvlcont}a", true),
        (r"{\listtext 1.\tab}\ls1 a", false),
        (r"{\listtext 1.\tab}\ls3 a", false),
        (r"\ls2 a", false),
    ] {
        let rtf = listed(&format!(r"\trowd\cellx900\pard\intbl{cell}\cell\row\pard"));
        let out = converter.convert(Format::Rtf, Format::Markdown, rtf.as_bytes());
        let is_table = out.expect("any RTF is read").starts_with(b"| |\n");
        assert_eq!(is_table, is_plain, "{cell}");
    }
}

#[test]
fn what_describes_a_picture_stands_behind_it_in_a_drawing() {
    let png = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50000003820181a0f4c1250000000049454e44ae426082";
    let picture = format!(r"{{\sp{{\sn pib}}{{\sv{{\pict\pngblip\picw1\pich1 {png}}}}}}}");
    let said = r"{\sp{\sn wzDescription}{\sv A logo}}{\sp{\sn wzTooltip}{\sv Tip}}{\sp{\sn pihlShape}{\sv{\*\hl{\hlsrc http://x.test/}}}}";
    for (properties, begins, ends) in [
        (format!("{picture}{said}"), "[![A logo](data:", ")](http://x.test/ \"Tip\")"),
        (format!("{said}{picture}"), "[![A logo](data:", ")](http://x.test/ \"Tip\")"),
        (format!(r"{picture}{said}{{\sp{{\sn fHidden}}{{\sv 1}}}}"), "", ""),
    ] {
        let rtf = format!(r"{{\rtf1 {{\shp{{\*\shpinst{properties}}}}}\par}}");
        let markdown = crate::rows::markdown(rtf);
        assert!(markdown.starts_with(begins) && markdown.ends_with(ends), "{markdown}");
        assert_eq!(markdown.is_empty(), begins.is_empty());
    }
}
