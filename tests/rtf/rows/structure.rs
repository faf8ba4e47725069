//! Part A5: lists and tables.

/// A file with fonts, and lists as Word has them: 1 and 2 bullets, 3 and 4 numbers, 5 letters.
fn listed(body: &str) -> String {
    let header = r"{\rtf1\ansi\deff0{\fonttbl{\f0\fswiss Calibri;}{\f1\fnil\fcharset2 Symbol;}{\f2\fmodern Courier New;}{\f3\fnil\fcharset2 Wingdings;}}
{\*\listtable{\list\listtemplateid1\listhybrid{\listlevel\levelnfc23\levelnfcn23\leveljc0\levelfollow0\levelstartat1{\leveltext\leveltemplateid67698689\'01\u-3913 ?;}{\levelnumbers;}\f1\fi-360\li720}{\listlevel\levelnfc23\levelstartat1{\leveltext\'01o;}{\levelnumbers;}}{\listname ;}\listid1}
{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}}{\listlevel\levelnfc4\levelstartat1{\leveltext\'02\'01.;}{\levelnumbers\'01;}}\listid2}
{\list{\listlevel\levelnfc3\levelstartat1{\leveltext\'02\'00);}{\levelnumbers\'01;}}\listid3}{\list{\listlevel\levelnfc255\levelstartat1{\leveltext;}{\levelnumbers;}}\listid4}}
{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}{\listoverride\listid1\listoverridecount0\ls2}{\listoverride\listid2\listoverridecount0\ls3}
{\listoverride\listid2\listoverridecount1{\lfolevel\listoverridestartat\levelstartat7}\ls4}{\listoverride\listid3\listoverridecount0\ls5}{\listoverride\listid4\listoverridecount0\ls6}}
";
    format!("{header}{body}}}")
}

/// A row of cells as Word writes it, its definition before and behind.
fn row(flags: &str, edges: &[i32], cells: &[&str]) -> String {
    let definition: String = edges.iter().map(|edge| format!(r"\clvertalt\cellx{edge}")).collect();
    let definition = format!(r"\trowd \irow0\trgaph108\trleft-108{flags}{definition}");
    let cells: String =
        cells.iter().map(|cell| format!(r"\pard\plain\intbl {{{cell}\cell }}")).collect();
    format!(r"{definition}{cells}\pard\plain\intbl {{{definition}\row }}")
}

fn table(rows: &[String]) -> String {
    format!(r"{{\rtf1\ansi {}\pard\plain after\par}}", rows.concat())
}

rows! {
    // Word's lists.
    bullets_of_word listed(r"{\listtext\pard\plain\ltrpar \s15 \rtlch\fcs1 \af0 \ltrch\fcs0 \f1\lang1031 \loch\af1\dbch\af0\hich\f1 \'b7\tab}\pard\plain \s15\ql \fi-360\li720\ri0\ls1\lin720 {a\par {\listtext\f1 \'b7\tab}}b\par\pard\plain c\par") => "- a\n- b\n\nc";
    numbers_of_word listed(r"{\listtext\pard\plain 1.\tab}\pard\ls3\ilvl0\fi-360\li720 a\par{\listtext\pard\plain 2.\tab}b\par\pard c\par") => "1. a\n2. b\n\nc";
    numbers_with_a_start listed(r"{\listtext 7.\tab}\pard\ls4\fi-360\li720 a\par{\listtext 8.\tab}b\par") => "7. a\n8. b";
    numbers_with_a_start_and_no_marker listed(r"\pard\ls4\fi-360\li720 a\par b\par") => "7. a\n8. b";
    letters_become_numbers listed(r"{\listtext A)\tab}\pard\ls5\fi-360\li720 a\par{\listtext B)\tab}b\par") => "1. a\n2. b";
    list_in_a_list listed(r"{\listtext 1.\tab}\pard\ls3\ilvl0\fi-360\li720 a\par{\listtext a.\tab}\pard\ls3\ilvl1\fi-360\li1440 b\par{\listtext b.\tab}c\par{\listtext 2.\tab}\pard\ls3\ilvl0\fi-360\li720 d\par") => "1. a\n   1. b\n   2. c\n2. d";
    list_of_libreoffice listed(r"\pard\plain\s0\ilvl0\ls1\fi-360\li720\lin720\tx720{\listtext\pard\plain \u8226\'95\tab}a\par\pard\plain\s0\ilvl1\ls1\fi-360\li1080\lin1080{\listtext\pard\plain \u9702\'3f\tab}b\par\pard\plain c\par") => "- a\n  - b\n\nc";
    list_of_google_docs listed(r"\pard\itap0\pararsid0\ilvl0\ls1\widctlpar\ql\li720\fi-360{\listtext\tab\u9679?\tab}{\f0\fs22 a}\par\pard\ilvl1\ls1\li1440\fi-360{\listtext\tab\u9675?\tab}b\par") => "- a\n  - b";
    list_of_textedit "{\\rtf1\\ansi\\cocoartf2761{\\fonttbl\\f0\\fswiss Helvetica;}\n{\\*\\listtable{\\list\\listtemplateid1\\listhybrid{\\listlevel\\levelnfc23\\levelnfcn23\\leveljc0\\leveljcn0\\levelfollow0\\levelstartat1\\levelspace360\\levelindent0{\\*\\levelmarker \\{disc\\}}{\\leveltext\\leveltemplateid1\\'01\\uc0\\u8226 ;}{\\levelnumbers;}\\fi-360\\li720\\lin720 }{\\listname ;}\\listid1}}\n{\\*\\listoverridetable{\\listoverride\\listid1\\listoverridecount0\\ls1}}\n\\pard\\tx220\\tx720\\li720\\fi-720\n\\ls1\\ilvl0\n\\f0\\fs24 {\\listtext\t\\uc0\\u8226 \t}One\\\n{\\listtext\t\\uc0\\u8226 \t}Two\\\n\\pard\n After\\\n}" => "- One\n- Two\n\nAfter";

    // Markers.
    marker_is_no_text listed(r"{\listtext\f1\'b7\tab}\pard\ls1\fi-360\li720 a\par") => "- a";
    marker_where_the_level_has_none listed(r"{\listtext 4.\tab}\pard\ls6\fi-360\li720 a\par") => "4. a";
    heading_with_a_number r"{\rtf1\ansi{\stylesheet{\s1 heading 1;}}{\listtext 1.2\tab}\pard\s1\ls3 A\par}" => "# 1.2 A";

    // Items and what goes on in them.
    item_goes_on_without_a_marker listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\par\pard\li720 b\par{\listtext\'b7\tab}\pard\ls1\fi-360\li720 c\par") => "- a\n\n  b\n\n- c";
    item_goes_on_with_its_list listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\par\pard\ls1\fi0\li720 b\par") => "- a\n\n  b";
    item_with_a_line_break listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\line b\par") => "- a\\\n  b";

    // RichEdit's lists.
    bullets_of_wordpad listed(r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720\sa200\sl276\slmult1 a\par{\pntext\f1\'B7\tab}b\par\pard\sa200 c\par") => "- a\n\n- b\n\nc";
    numbers_of_wordpad listed(r"\pard{\pntext\f0 1.\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart1\pndec{\pntxta.}}\fi-360\li720 a\par{\pntext\f0 2.\tab}b\par\pard c\par") => "1. a\n2. b\n\nc";
    bullets_of_richedit_2 listed(r"\pard\fi-360\li360{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent360{\pntxtb\'B7}}a\par{\pntext\f1\'B7\tab}b\par\pard c\par") => "- a\n- b\n\nc";
    nesting_by_indent_in_richedit listed(r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 a\par\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li1440 b\par") => "- a\n  - b";
    items_without_text listed(r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 a\par{\pntext\f1\'B7\tab}\par{\pntext\f1\'B7\tab}b\par") => "- a\n-\n- b";

    // Kinds of \pn.
    pn_letters listed(r"\pard{\pntext\f0 a)\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart1\pnlcltr{\pntxta)}}\fi-360\li720 x\par") => "1. x";
    pn_roman listed(r"\pard{\pntext\f0 III.\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart3\pnucrm{\pntxta.}}\fi-360\li720 x\par") => "3. x";
    pn_start listed(r"\pard{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart5\pndec{\pntxta.}}\fi-360\li720 x\par y\par") => "5. x\n6. y";
    pn_continued listed(r"\pard{\pntext 1.\tab}{\*\pn\pnlvlbody\pnstart1\pndec{\pntxta.}}\fi-360\li720 a\par\pard{\*\pn\pnlvlcont\pnf0\pnindent0\pnstart1\pndec}\li720 b\par") => "1. a\n\n   b";
    pn_levels_of_word_6 listed(r"\pard{\*\pn \pnlvl1\pndec\pnstart1{\pntxta .}}\fi-360\li720 a\par") => "1. a";

    // Typed lists.
    typed_bullets listed(r"\pard\fi-360\li720\bullet\tab a\par\bullet\tab b\par\pard c\par") => "- a\n- b\n\nc";
    typed_symbol_bullets listed(r"\pard\fi-360\li720{\f1\'b7}\tab a\par{\f1\'b7\tab}b\par") => "- a\n- b";
    typed_hyphens_and_numbers listed(r"-\tab a\par -\tab b\par 1.\tab c\par 2.\tab d\par") => "- a\n- b\n\n1. c\n2. d";

    typed_glyphs_without_a_tab r"{\rtf1\ansi\bullet  a\par\bullet  b\par}" => "- a\n- b";
    typed_bullet_that_is_no_item r"{\rtf1\ansi\pard\ls0\bullet  a\par\pard\ls0 1.\tab b\par\pard\bullet  c\par}" => "\u{2022} a\n\n1\\.\tb\n\n- c";
    typed_box_as_an_emoji listed(r"\bullet  \u9745?\u65039? a\par") => "- \u{2611}\u{FE0F} a";
    bullet_by_a_figure_in_a_font_of_pictures listed(r"\pard{\pntext 4\tab}{\*\pn\pnlvlblt\pnf1{\pntxtb 4}}a\par{\pntext 4\tab}b\par") => "- a\n- b";
    typed_bullet_and_box listed(r"\pard\fi-360\li720{\f1\'b7}\tab{\f3\'a8} a\par{\f1\'b7}\tab{\f3\'fe} b\par") => "- [ ] a\n- [x] b";
    typed_box_and_tab listed(r"{\f3\'a8}\tab a\par{\f3\'fe}\tab b\par") => "- [ ] a\n- [x] b";
    level_that_was_skipped listed(r"{\listtext\'b7\tab}\pard\ls9\ilvl0\fi-360\li720 a\par{\listtext\'b7\tab}\pard\ls9\ilvl2\fi-360\li2160 b\par{\listtext\'b7\tab}\pard\ls9\ilvl1\fi-360\li1440 c\par") => "- a\n  - b\n  - c";
    letters_without_a_table r"{\rtf1\ansi{\listtext a)\tab}\pard\fi-360\li720\ls1 x\par{\listtext b)\tab}y\par{\listtext i.\tab}\pard\ls2 z\par}" => "1. x\n2. y\n\n1) z";
    marker_of_words r"{\rtf1\ansi{\listtext Note:\tab}\pard\fi-360\li720\ls1 x\par}" => "- Note: x";
    pn_continued_with_a_font listed(r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 a\par\pard{\*\pn\pnlvlcont\pnf1\pnindent0{\pntxtb\'B7}}\li720 b\par\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 c\par") => "- a\n\n  b\n\n- c";

    // Mixed lists.
    two_bullet_lists listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\par{\listtext\'b7\tab}\pard\ls2\fi-360\li720 b\par") => "- a\n\n* b";
    bullets_then_numbers listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\par{\listtext 1.\tab}\pard\ls3\fi-360\li720 b\par") => "- a\n\n1. b";
    numbers_that_restart listed(r"{\listtext 1.\tab}\pard\ls3\fi-360\li720 a\par{\listtext 1.\tab}b\par") => "1. a\n\n1) b";
    numbers_inside_bullets listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 a\par{\listtext 1.\tab}\pard\ls3\fi-360\li1440 b\par{\listtext\'b7\tab}\pard\ls1\fi-360\li720 c\par") => "- a\n  1. b\n- c";
    text_between_lists listed(r"{\listtext 1.\tab}\pard\ls3\fi-360\li720 a\par\pard b\par{\listtext 2.\tab}\pard\ls3\fi-360\li720 c\par") => "1. a\n\nb\n\n2. c";

    // Tasks.
    task_by_character listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 \u9744? a\par{\listtext\'b7\tab}\u9745? b\par{\listtext\'b7\tab}\u9746? c\par") => "- [ ] a\n- [x] b\n- [x] c";
    task_by_wingdings listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 {\f3\'a8} a\par{\listtext\'b7\tab}{\f3\'fe} b\par{\listtext\'b7\tab}{\f3\'6f} c\par{\listtext\'b7\tab}{\f3\'fd} d\par") => "- [ ] a\n- [x] b\n- [ ] c\n- [x] d";
    task_by_form_field listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 {\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1}}}{\fldrslt}} a\par") => "- [x] a";
    task_by_text listed(r"{\listtext\'b7\tab}\pard\ls1\fi-360\li720 [x] a\par") => "- [x] a";
    task_by_marker listed(r"{\listtext\f3\'a8\tab}\pard\ls1\fi-360\li720 a\par") => "- [ ] a";
    tasks_by_markers_of_two_lists listed(r"\pard{\listtext\u9744?\tab}\ls1\fi-360\li720 a\par{\listtext\u9746?\tab}\ls2 b\par{\listtext\'b7\tab}\ls2 c\par{\listtext\u9744?\tab}\ls1 d\par") => "- [ ] a\n- [x] b\n- c\n- [ ] d";
    task_by_the_level_alone r"{\rtf1\ansi{\*\listtable{\list{\listlevel\levelnfc23{\leveltext\'01\u9744?;}{\levelnumbers;}}\listid7}{\list{\listlevel\levelnfc23{\leveltext\'01\u9745?;}{\levelnumbers;}}\listid8}}{\*\listoverridetable{\listoverride\listid7\ls7}{\listoverride\listid8\ls8}}\pard\ls7\fi-360\li720 a\par\ls8 b\par}" => "- [ ] a\n- [x] b";
    typed_boxes_among_bullets listed(r"\pard\fi-360\li720 \u9744?\tab a\par{\listtext\'b7\tab}\ls1 b\par{\listtext\'b7\tab}\ls1 c\par\pard\fi-360\li720 \u9746?\tab d\par\pard\fi-360\li1440 \u9744?\tab e\par") => "- [ ] a\n- b\n- c\n- [x] d\n  - [ ] e";
    boxes_behind_a_paragraph_of_no_height listed(r"\pard\fi-360\li720 \u9744?\tab a\par\pard\sl-20\slmult0\fs2\par\pard\fi-360\li720\fs24 \u9744?\tab b\par") => "- [ ] a\n\n* [ ] b";
    box_and_tab_in_a_cell listed(r"\trowd\cellx3000\cellx6000\pard\intbl a\cell\fi-360\li720 \u9744?\tab b\cell\row\pard ") => "| | |\n| --- | --- |\n| a | ☐ b |";

    // Lists in cells.
    list_in_a_cell format!(r"{{\rtf1\ansi {}}}", row(r"\trhdr", &[1000], &[r"{\listtext\'b7\tab}\ls1 a\par{\listtext\'b7\tab}b"])) => "| • a<br>• b |\n| --- |";

    // Rows.
    rows_of_word table(&[row(r"\trhdr", &[1000, 2000], &["a", "b"]), row("", &[1000, 2000], &["c", "d"])]) => "| a | b |\n| --- | --- |\n| c | d |\n\nafter";
    rows_of_wordpad r"{\rtf1\ansi\trowd\trgaph108\trleft5\clbrdrl\brdrw10\brdrs\cellx1000\cellx2000\pard\intbl\widctlpar a\cell b\cell\row\trowd\trgaph108\trleft5\cellx1000\cellx2000\pard\intbl c\cell d\cell\row\pard after\par}" => "| | |\n| --- | --- |\n| a | b |\n| c | d |\n\nafter";
    rows_of_libreoffice r"{\rtf1\ansi\trowd\trql\trleft0\ltrrow\trpaddft3\cellx1000\cellx2000\pard\plain\s20\intbl a\cell\pard\plain\intbl b\cell\row\pard\trowd\trql\cellx1000\cellx2000\pard\plain\intbl c\cell\pard\intbl d\cell\row\pard \pard\plain\par\pard\plain after\par}" => "| | |\n| --- | --- |\n| a | b |\n| c | d |\n\nafter";
    rows_defined_behind r"{\rtf1\ansi\pard\intbl a\cell b\cell\trowd\cellx1000\cellx2000\row\pard after\par}" => "| | |\n| --- | --- |\n| a | b |\n\nafter";
    rows_with_one_definition r"{\rtf1\ansi\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row c\cell d\cell\row\pard after\par}" => "| | |\n| --- | --- |\n| a | b |\n| c | d |\n\nafter";

    // Where a table ends.
    paragraph_behind_a_table r"{\rtf1\ansi\trowd\cellx1000\intbl a\cell\row\pard b\par\trowd\cellx1000\intbl c\cell\row}" => "| |\n| --- |\n| a |\n\nb\n\n| |\n| --- |\n| c |";
    tables_side_by_side_divided_by_an_empty_paragraph r"{\rtf1\ansi\trowd\cellx1000\intbl a\cell\row\pard\par\trowd\cellx1000\intbl c\cell\row}" => "| |\n| --- |\n| a |\n\n| |\n| --- |\n| c |";

    // Columns.
    columns_by_edges table(&[row(r"\trhdr", &[1000, 2000, 3000], &["a", "b", "c"]), row("", &[2000, 3000], &["wide", "d"])]) => "| a | b | c |\n| --- | --- | --- |\n| wide | | d |\n\nafter";
    columns_nearly_the_same table(&[row(r"\trhdr", &[1000, 2000], &["a", "b"]), row("", &[1010, 1995], &["c", "d"])]) => "| a | b |\n| --- | --- |\n| c | d |\n\nafter";
    columns_of_short_rows table(&[row(r"\trhdr", &[1000, 2000], &["a", "b"]), row("", &[1000], &["c"])]) => "| a | b |\n| --- | --- |\n| c | |\n\nafter";

    // Merges.
    merged_across r"{\rtf1\ansi\trowd\trhdr\clmgf\cellx1000\clmrg\cellx2000\cellx3000\intbl a\cell\cell b\cell\row\trowd\cellx1000\cellx2000\cellx3000\intbl c\cell d\cell e\cell\row}" => "| a | | b |\n| --- | --- | --- |\n| c | d | e |";
    merged_down r"{\rtf1\ansi\trowd\trhdr\clvmgf\cellx1000\cellx2000\intbl a\cell b\cell\row\trowd\clvmrg\cellx1000\cellx2000\intbl\cell c\cell\row}" => "| a | b |\n| --- | --- |\n| | c |";

    // Header rows.
    header_by_flag table(&[row(r"\trhdr", &[1000], &["a"]), row("", &[1000], &["b"])]) => "| a |\n| --- |\n| b |\n\nafter";
    header_by_bold table(&[row("", &[1000, 2000], &[r"\b a", r"\b b"]), row("", &[1000, 2000], &["c", "d"])]) => "| a | b |\n| --- | --- |\n| c | d |\n\nafter";
    header_by_shading r"{\rtf1\ansi\trowd\clcbpat2\cellx1000\clcbpat2\cellx2000\intbl a\cell b\cell\row\trowd\cellx1000\cellx2000\intbl c\cell d\cell\row}" => "| a | b |\n| --- | --- |\n| c | d |";
    header_by_style r"{\rtf1\ansi{\stylesheet{\s20 Table Heading;}}\trowd\cellx1000\pard\intbl\s20\b a\cell\row\trowd\cellx1000\pard\plain\intbl b\cell\row}" => "| a |\n| --- |\n| b |";
    header_that_is_none table(&[row("", &[1000], &["a"]), row("", &[1000], &["b"])]) => "| |\n| --- |\n| a |\n| b |\n\nafter";

    // Alignment.
    aligned_columns table(&[row(r"\trhdr", &[1000, 2000], &["a", "b"]), row("", &[1000, 2000], &[r"\qc c", r"\qr d"]), row("", &[1000, 2000], &[r"\qc e", r"\qr f"])]) => "| a | b |\n| :---: | ---: |\n| c | d |\n| e | f |\n\nafter";
    aligned_columns_that_disagree table(&[row(r"\trhdr", &[1000], &["a"]), row("", &[1000], &[r"\qc c"]), row("", &[1000], &[r"\qr e"])]) => "| a |\n| --- |\n| c |\n| e |\n\nafter";

    // Paragraphs in cells.
    paragraphs_in_a_cell table(&[row(r"\trhdr", &[1000], &[r"a\par b\line c"])]) => "| a<br>b<br>c |\n| --- |\n\nafter";
    pipes_in_cells table(&[row(r"\trhdr", &[1000], &["a|b"])]) => "| a\\|b |\n| --- |\n\nafter";
    code_with_pipes_in_cells listed(r"text text\par\trowd\trhdr\cellx1000\pard\intbl x {\f2 a|b}\cell\row\pard") => "text text\n\n| x `a\\|b` |\n| --- |";

    // Tables in tables.
    table_in_a_table r"{\rtf1\ansi\trowd\trhdr\cellx4000\cellx5000\pard\intbl x\par\pard\intbl\itap2 a\nestcell{\nonesttables\par}b\nestcell{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}c\nestcell{\nonesttables\par}d\nestcell{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}\pard\intbl y\cell z\cell\row\pard after\par}" => "| x<br>a / b<br>c / d<br>y | z |\n| --- | --- |\n\nafter";

    table_in_a_box r"{\rtf1\ansi\trowd\cellx6000\pard\intbl x\par\itap2\b h\b0\nestcell\b k\b0\nestcell{\*\nesttableprops\trowd\trhdr\cellx1000\cellx2000\nestrow}{\nonesttables\par}a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}\pard\intbl\itap1 y\cell\row\pard e\par}" => "x\n\n| h | k |\n| --- | --- |\n| a | b |\n\ny\n\ne";
    box_of_several_paragraphs r"{\rtf1\ansi\trowd\cellx9000\pard\intbl a\par{\listtext\'b7\tab}\ls1\fi-360\li720 b\cell\row\pard after\par}" => "a\n\n- b\n\nafter";

    // Rows that have nothing to do with each other, and text that says that it is in a table.
    tables_side_by_side_of_other_columns r"{\rtf1\ansi\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx3000\cellx6000\cellx9000 x\cell y\cell z\cell\row\pard}" => "| | |\n| --- | --- |\n| a | b |\n\n| | | |\n| --- | --- | --- |\n| x | y | z |";
    text_behind_a_row_without_pard r"{\rtf1\ansi\trowd\cellx1000\pard\intbl a\cell\row b\par c\par}" => "| |\n| --- |\n| a |\n\nb\n\nc";
    text_that_no_cell_ends r"{\rtf1\ansi\pard\intbl a\par\pard b\par}" => "a\n\nb";
    paragraphs_in_cells_without_intbl r"{\rtf1\ansi\trowd\cellx1000\cellx2000 a\par b\cell c\cell\row\pard d\par}" => "| | |\n| --- | --- |\n| a<br>b | c |\n\nd";
    document_in_a_cell r"{\rtf1\ansi\trowd\cellx3000\cellx6000\pard\intbl {\rtf1\ansi\pard one\par\pard two\par}\cell x\cell\row\pard e\par}" => "| | |\n| --- | --- |\n| one<br>two | x |\n\ne";

    // Tables of RichEdit 3.0.
    table_of_tabs r"{\rtf1\ansi\pard\tx1000\tx2000 a\tab b\par c\tab d\par}" => "a\tb\n\nc\td";

    // Boxes.
    table_of_one_cell r"{\rtf1\ansi\trowd\cellx9000\intbl Note: this is a box.\cell\row\pard after\par}" => "| |\n| --- |\n| Note: this is a box. |\n\nafter";

    // Shading and borders.
    shading_and_borders r"{\rtf1\ansi\trowd\trhdr\trbrdrt\brdrs\brdrw10\clvertalc\clbrdrt\brdrs\brdrw10\clshdng1000\clcbpat3\cellx1000\intbl a\cell\row\pard b\par}" => "| a |\n| --- |\n\nb";

    // Cells without a row.
    cells_without_a_row r"{\rtf1\ansi a\cell b\cell\par after\par}" => "| | |\n| --- | --- |\n| a | b |\n\nafter";
}
