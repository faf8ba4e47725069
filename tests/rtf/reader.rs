//! What the RTF reader makes of small files of our own writing: one line, one rule.

use legacybridge::options::{Comments, Options};
use legacybridge::report::Loss;

use crate::kit::outline::{read_rtf, read_rtf_with};

/// Reads the body behind a header with two fonts of text, one of code, a stylesheet and lists.
fn body(body: &str) -> String {
    let header = r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Calibri;}{\f1\fnil\fcharset0 Courier New;}
{\f2\froman\fcharset2 Symbol;}{\f3\fswiss\fcharset204 Arial;}{\f4\fnil\fcharset128 MS Mincho;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b\sb240 heading 1;}{\s2\sbasedon1 \'dcberschrift 2;}{\s20\li480\ri480 Quote;}
{\s21\f1\sa0 HTML Preformatted;}{\s23 Horizontal Line;}{\s24 HTML Block;}{\s30\sbasedon21\f1\sa0 Code c%23;}{\s16 Alert Note;}{\s28\b Definition Term;}{\s29\li720 Definition List;}{\*\cs8 TeX;}
{\*\cs11 Hyperlink;}{\*\cs12 HTML Code;}{\*\cs13 HTML Tag;}{\*\cs15 Strong;}{\*\cs16 Emphasis;}}
{\*\listtable{\list{\listlevel\levelnfc23\levelstartat1}{\listlevel\levelnfc23\levelstartat1}\listid1}
{\list{\listlevel\levelnfc0\levelstartat1}\listid2}}
{\*\listoverridetable{\listoverride\listid1\ls1}{\listoverride\listid1\ls2}
{\listoverride\listid2\listoverridecount1{\lfolevel\listoverridestartat\levelstartat5}\ls3}}
";
    read_rtf(format!("{header}{body}}}").as_bytes()).0
}

macro_rules! reads {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(body($source), $expected); })*
    };
}

reads! {
    // Paragraphs and text.
    paragraphs r"a\par b\par" => "<p>a</p><p>b</p>";
    last_paragraph_needs_no_par r"a\par b" => "<p>a</p><p>b</p>";
    empty_paragraphs_are_layout r"a\par\par\par b\par" => "<p>a</p><p>b</p>";
    paragraph_by_line_feed "a\\\nb\\\r\nc" => "<p>a</p><p>b</p><p>c</p>";
    line_ends_are_no_text "a\r\nb\nc" => "<p>abc</p>";
    hard_break r"a\line b\par" => "<p>a<br/>b</p>";
    hard_break_in_bold r"{\b a\line b}" => "<p><b>a<br/>b</b></p>";
    hard_break_between_bold r"{\b a}\line{\b b}" => "<p><b>a</b><br/><b>b</b></p>";
    hard_break_at_the_end_of_bold r"{\b a\line}b" => "<p><b>a</b><br/>b</p>";
    hard_break_at_the_end_is_layout r"a\line\par" => "<p>a</p>";
    page_break_ends_a_paragraph r"hi\page after" => "<p>hi</p><page/><p>after</p>";
    spaces_at_the_start_indent r"  a b\par\tab c" => r"<p>  a b</p><p>\tc</p>";
    spaces_at_the_start_of_a_heading_are_layout r"\outlinelevel0  a b\par" => "<h1>a b</h>";
    escapes r"\{a\}\\b" => r"<p>{a}\b</p>";
    characters_by_name r"\lquote a\rquote\~\emdash\bullet\_\zwj" => "<p>‘a’\u{a0}—•\u{2011}\u{200d}</p>";
    tab_word_and_tab_byte "a\\tab b\tc" => r"<p>a\tb\tc</p>";
    nul_bytes_are_no_text "a\0b" => "<p>ab</p>";
    unknown_words_are_ignored r"a\nosuch b\PAR c" => "<p>abc</p>";
    unknown_destinations_are_ignored r"a{\*\nosuch gone {\b gone}}b" => "<p>ab</p>";
    info_and_headers_are_no_text r"{\header top}{\*\bkmkstart x}a{\*\bkmkend x}" => "<p>a</p>";
    binary_is_no_text r"a{\pict\bin5 }}}}}}b" => "<p>ab</p>";

    // Code pages.
    byte_in_the_document_page r"caf\'e9" => "<p>café</p>";
    byte_in_the_page_of_the_font r"{\f3\'cf\'f0\'e8}" => "<p>При</p>";
    plain_returns_to_the_default_font r"\f3\'cf\plain\'e9" => "<p>Пé</p>";
    raw_bytes_are_read_in_the_page_of_the_font r"{\f3 x}" => "<p>x</p>";
    double_byte_pair r"\f4\'82\'b1\'82\'f1" => "<p>こん</p>";
    double_byte_with_a_letter_as_trail r"\f4\'83A" => "<p>ア</p>";
    double_byte_with_an_escaped_trail r"\f4\'83\\" => "<p>ソ</p>";
    double_byte_across_groups r"{\f4\'82}{\f4\'b1}" => "<p>こ</p>";
    double_byte_across_line_ends "\\f4\\'82\r\n\\'b1" => "<p>こ</p>";
    associated_font_of_the_double_byte_slot r"\loch\f0\hich\f0\dbch\f4 \'82\'b1" => "<p>こ</p>";
    associated_font_returns_to_low r"\hich\af3\dbch\af4\loch\f0 \'e9" => "<p>é</p>";
    symbol_font r"{\f2 \'b7a}" => "<p>•α</p>";

    // Unicode.
    unicode r"\u8364?x" => "<p>€x</p>";
    unicode_negative r"\u-10179?\u-8694?" => "<p>\u{1F60A}</p>";
    unicode_positive_surrogates_with_changing_uc r"\uc0 \u55357\uc1 \u56842\'3f x" => "<p>\u{1F60A} x</p>";
    unicode_whole_character r"\u128522?x" => "<p>\u{1F60A}x</p>";
    unicode_fallback_of_two_bytes r"{\uc2\u20320\'c4\'e3}x" => "<p>你x</p>";
    unicode_fallback_is_counted_in_tokens r"{\uc2\u8364 \b0 y}x" => "<p>€x</p>";
    unicode_fallback_ends_with_the_group r"{\uc3\u8364 }x" => "<p>€x</p>";
    unicode_without_fallback r"\uc0\u8364 x" => "<p>€x</p>";
    unicode_lone_surrogate r"\u-10179?x" => "<p>\u{fffd}x</p>";
    upr_takes_the_unicode_side r"{\upr{old}{\*\ud{n\u235?w}}}" => "<p>nëw</p>";

    // Inline formatting.
    bold_and_italic r"{\b a}{\i b}" => "<p><b>a</b><i>b</i></p>";
    toggles r"\b a\b0  b" => "<p><b>a</b> b</p>";
    what_goes_on_stays_open r"{\b{\i a}}{\i{\b b}}" => "<p><b><i>ab</i></b></p>";
    runs_in_one_format_are_one r"{\b a}{\b\lang1033 b}{\b\insrsid7 c}" => "<p><b>abc</b></p>";
    plain_ends_formatting r"\b\i a\plain b" => "<p><b><i>a</i></b>b</p>";
    strike_scripts_underline r"{\strike a}{\super b}{\sub c}{\ul d}\ulnone" => "<p><s>a</s><sup>b</sup><sub>c</sub><u>d</u></p>";
    nosupersub_ends_scripts r"\super a\nosupersub b" => "<p><sup>a</sup>b</p>";
    up_and_down r"{\up6 a}{\dn6 b}{\up0 c}" => "<p><sup>a</sup><sub>b</sub>c</p>";
    underline_kinds r"{\uldb a}{\ulwave b}" => "<p><u>ab</u></p>";
    hidden_text_is_dropped r"a{\v b}c" => "<p>ac</p>";
    deleted_text_is_dropped r"a{\deleted b}{\revised c}" => "<p>ac</p>";
    code_by_typeface r"run {\f1 ls -l} now" => "<p>run `ls -l` now</p>";
    code_by_style r"run {\cs12 ls}" => "<p>run `ls`</p>";
    raw_html_is_hidden_text_in_its_style r"a{\cs13\v <wbr>}b" => "<p>a«<wbr>»b</p>";
    line_breaks_at_an_end_are_hidden_tags r"a{\cs13\v <br>}{\cs13\v <br>}" => "<p>a<br/><br/></p>";
    raw_html_over_two_lines r"a{\cs13\v <a\line b>}" => "<p>a«<a»«\n»«b>»</p>";
    code_keeps_its_spaces r"{\cs12  a }b" => "<p>` a `b</p>";
    style_strong_and_its_look_are_one r"{\cs15\b a}{\cs16\i b}" => "<p><b>a</b><i>b</i></p>";
    strong_in_bold_is_nested r"{\b a {\cs15\b b}}" => "<p><b>a <b>b</b></b></p>";

    // Blocks.
    heading_by_style r"\pard\s1\b Title\par" => "<h1>Title</h>";
    heading_in_german_by_base r"\pard\s2 x\par" => "<h2>x</h>";
    heading_by_outline_level r"\pard\outlinelevel2 x\par" => "<h3>x</h>";
    outline_level_nine_is_body r"\pard\outlinelevel9 x\par" => "<p>x</p>";
    heading_keeps_emphasis_that_is_not_its_own r"\pard\s1\b a {\i b}\par" => "<h1>a <i>b</i></h>";
    heading_keeps_strong r"\pard\s1\b a {\cs15\b b}\par" => "<h1>a <b>b</b></h>";
    heading_with_a_number r"\pard\s1{\listtext 1.2\tab}\ls3 x\par" => "<h1>1.2 x</h>";
    heading_in_a_bullet r"\pard\s1{\listtext\'b7\tab}\ls1\fi-360\li720 x\par" => "<ul><li><h1>x</h></li></ul>";
    quote_by_style r"\pard\s20\li480\ri480 a\par b\par\pard c\par" => "<quote><p>a</p><p>b</p></quote><p>c</p>";
    quote_by_indent r"\pard\li720\ri720 a\par\pard b\par" => "<quote><p>a</p></quote><p>b</p>";
    quote_in_quote r"\pard\s20\li480\ri480 a\par\pard\s20\li960\ri960 b\par" => "<quote><p>a</p><quote><p>b</p></quote></quote>";
    quotes_side_by_side r"\pard\s20\li480\ri480 a\par\pard\s20\sb120\li480\ri480 b\par" => "<quote><p>a</p></quote><quote><p>b</p></quote>";
    code_block_by_style r"\pard\s30 a\par   b\par\par c\sa160\par\pard d" => "<code c#>a\\n  b\\n\\nc\\n</code><p>d</p>";
    code_blocks_side_by_side r"\pard\s21 a\sa160\par\pard\s21 b\sa160\par" => "<code>a\\n</code><code>b\\n</code>";
    code_block_of_a_blank_line r"\pard\s21\sa160\par\pard x" => "<code>\\n</code><p>x</p>";
    empty_code_block r"\pard\s21\sa160{\cs13\v  }\par\pard x" => "<code></code><p>x</p>";
    code_block_by_typeface r"text text text text\par\f1 a\par\par b\par\f0 c\par" => "<p>text text text text</p><code>a\\n\\nb\\n</code><p>c</p>";
    rule_by_style r"a\par\pard\s23\par b" => "<p>a</p><hr/><p>b</p>";
    rule_by_border r"a\par\pard\brdrb\brdrs\par\pard b" => "<p>a</p><hr/><p>b</p>";
    html_block r"\pard\s24{\cs13\v <div>\line </div>}\par" => "<html><div>\\n</div>\\n</html>";

    alert r"\pard\s16\li480\ri480\b Note\par\pard\plain\s20\li480\ri480 a\par" => "<quote Note><p>a</p></quote>";
    empty_quote r"\pard\s20\li480\ri480\par\pard a" => "<quote></quote><p>a</p>";
    definitions r"\pard\s28{\b T}\par\pard\s29\li720 d\par\pard\li720 e\par\pard\s28{\b U}\par\pard\s29\li720 f\par\pard g" => "<dl><dt>T</dt><dd><p>d</p><p>e</p></dd><dt>U</dt><dd><p>f</p></dd></dl><p>g</p>";
    formula r"a{\cs8 x^2}b" => "<p>a<math/ x^2>b</p>";

    // Lists.
    bullets r"\pard{\listtext\f2\'b7\tab}\ls1\ilvl0\fi-360\li720 a\par{\listtext\f2\'b7\tab}b\par\pard c\par" => "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>";
    loose_list r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720\sa160 a\par{\listtext\'b7\tab}b\par" => "<ul loose><li><p>a</p></li><li><p>b</p></li></ul>";
    numbers_start_where_the_override_says r"\pard\ls3\fi-360\li720 a\par b\par" => "<ol 5><li><p>a</p></li><li><p>b</p></li></ol>";
    numbers_start_where_the_marker_says r"\pard{\listtext 7.\tab}\ls3\fi-360\li720 a\par" => "<ol 7><li><p>a</p></li></ol>";
    lists_side_by_side r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720 a\par\pard{\listtext\'b7\tab}\ls2\fi-360\li720 b\par" => "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul>";
    list_in_list r"\pard{\listtext\'b7\tab}\ls1\ilvl0\fi-360\li720 a\par\pard{\listtext\'b7\tab}\ls1\ilvl1\fi-360\li1440 b\par\pard{\listtext\'b7\tab}\ls1\ilvl0\fi-360\li720 c\par" => "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>";
    paragraph_goes_on_in_its_item r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720\sa160 a\par\pard\li720\sa160 b\par\pard c\par" => "<ul loose><li><p>a</p><p>b</p></li></ul><p>c</p>";
    quote_in_item r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720 a\par\pard\s20\li1200\ri480 b\par" => "<ul><li><p>a</p><quote><p>b</p></quote></li></ul>";
    quote_first_in_item r"\pard\s20{\listtext\'b7\tab}\ls1\fi-840\li1200\ri480 b\par" => "<ul><li><quote><p>b</p></quote></li></ul>";
    item_in_quote r"\pard{\listtext\'b7\tab}\ls1\fi-360\li1200\ri480 b\par" => "<quote><ul><li><p>b</p></li></ul></quote>";
    quote_after_list r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720 a\par\pard\s20\li480\ri480 b\par" => "<ul><li><p>a</p></li></ul><quote><p>b</p></quote>";
    empty_item_takes_the_block_after_it r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720\par\pard\s21\li720 x\sa160\par" => "<ul><li><code>x\\n</code></li></ul>";
    task_items r"\pard{\listtext\'b7\tab}\ls1\fi-360\li720 \u9744? a\par{\listtext\'b7\tab}\u9746? b\par" => "<ul><li o><p>a</p></li><li x><p>b</p></li></ul>";
    wordpad_bullets r"\pard{\pntext\f2\'B7\tab}{\*\pn\pnlvlblt\pnf2\pnindent0{\pntxtb\'B7}}\fi-360\li720 a\par{\pntext\f2\'B7\tab}b\par\pard c" => "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>";
    wordpad_numbers r"\pard{\pntext\f0 3.\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart3\pndec{\pntxta.}}\fi-360\li720 a\par" => "<ol 3><li><p>a</p></li></ol>";

    lists_restart_where_the_marker_does r"\pard{\listtext 1.\tab}\ls3\fi-360\li720 a\par{\listtext 1.\tab}b\par{\listtext 2.\tab}c\par" => "<ol><li><p>a</p></li></ol><ol><li><p>b</p></li><li><p>c</p></li></ol>";
    levels_count_by_their_last_number r"\pard{\listtext 2.3.\tab}\ls3\ilvl1\fi-360\li1440 a\par{\listtext 2.4.\tab}b\par" => "<ol 3><li><p>a</p></li><li><p>b</p></li></ol>";
    typed_bullets r"\bullet\tab a\par\bullet\tab b\par c" => "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>";
    typed_numbers r"1.\tab a\par 2.\tab b\par" => "<ol><li><p>a</p></li><li><p>b</p></li></ol>";
    typed_numbers_that_jump r"1.\tab a\par 5.\tab b\par" => "<ol><li><p>a</p></li></ol><ol 5><li><p>b</p></li></ol>";
    a_tab_behind_a_word_is_no_item r"x\tab a\par 2019.\tab b" => r"<p>x\ta</p><p>2019.\tb</p>";
    typed_task r"-\tab [x] a\par" => "<ul><li x><p>a</p></li></ul>";

    // Tables.
    table r"\trowd\trhdr\cellx100\cellx200\pard\intbl a\cell b\cell\row\trowd\cellx100\cellx200\pard\intbl c\cell\cell\row\pard d" => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td></td></tr></table><p>d</p>";
    table_with_the_definition_behind r"\pard\intbl a\cell b\cell\trowd\cellx100\cellx200\row" => "<table --><th><td></td><td></td></th><tr><td>a</td><td>b</td></tr></table>";
    table_without_definitions r"a\cell b\cell\row c\cell\row\pard d" => "<table --><th><td></td><td></td></th><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></table><p>d</p>";
    table_header_by_bold_row r"\trowd\cellx100\pard\intbl{\b a}\cell\row\trowd\cellx100\pard\intbl b\cell\row" => "<table -><th><td>a</td></th><tr><td>b</td></tr></table>";
    table_alignment r"\trowd\trhdr\cellx1\cellx99\pard\intbl\qc a\cell\pard\intbl\qr b\cell\row\trowd\cellx1\cellx99\pard\intbl\qc c\cell\pard\intbl\qr d\cell\row" => "<table cr><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>";
    table_wide_cell r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx2000\pard\intbl c\cell\row" => "<table --><th><td></td><td></td></th><tr><td>a</td><td>b</td></tr><tr><td 2x1>c</td><td 0x0></td></tr></table>";
    table_paragraphs_in_a_cell r"\trowd\trhdr\cellx100\pard\intbl a\par b\cell\row" => "<table -><th><td><p>a</p><p>b</p></td></th></table>";

    // Links, images, notes.
    link r#"{\field{\*\fldinst{HYPERLINK "http://a.b/\\l" \\o "tip"}}{\fldrslt{\cs11\ul a {\b b}}}} c"# => r"<p><a http://a.b/\l 'tip'>a <b>b</b></a> c</p>";
    link_in_bold r#"{\b a {\field{\*\fldinst{HYPERLINK "u"}}{\fldrslt{\ul b}}} c}"# => "<p><b>a <a u>b</a> c</b></p>";
    link_to_a_bookmark r#"{\field{\*\fldinst HYPERLINK \\l "x"}{\fldrslt a}}"# => "<p><a #x>a</a></p>";
    link_split_over_groups r#"{\field{\*\fldinst{\lang1 HYPER}{\b LINK "u}{"}}{\fldrslt a}}"# => "<p><a u>a</a></p>";
    link_over_two_paragraphs r#"{\field{\*\fldinst{HYPERLINK "u"}}{\fldrslt a\par b}}\par"# => "<p><a u>a</a></p><p><a u>b</a></p>";
    link_without_result r#"{\field{\*\fldinst{HYPERLINK "u"}}}"# => "<p><a u>u</a></p>";
    other_fields_show_their_result r"{\field{\*\fldinst{PAGE}}{\fldrslt 7}}" => "<p>7</p>";
    symbol_field r#"{\field{\*\fldinst SYMBOL 183 \\f "Symbol" \\s 10}{\fldrslt\f2 x}}a"# => "<p>•a</p>";
    check_box r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1{\*\ffname C}}}}{\fldrslt}} a" => "<p>\u{2612} a</p>";
    check_box_off r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres0\ffdefres1}}}{\fldrslt}} a" => "<p>\u{2610} a</p>";
    drop_down r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffl one}{\*\ffl two}}}}{\fldrslt}}" => "<p>two</p>";
    merge_field_without_result r"{\field{\*\fldinst MERGEFIELD Name}}" => "<p>«Name»</p>";
    merge_field_with_result r"{\field{\*\fldinst MERGEFIELD Name}{\fldrslt Bob}}" => "<p>Bob</p>";
    bookmark_that_a_link_leads_to r#"{\*\bkmkstart x}{\*\bkmkend x}a {\field{\*\fldinst HYPERLINK \\l "x"}{\fldrslt b}}"# => "<p><anchor/ x>a <a #x>b</a></p>";
    bookmark_at_a_heading_becomes_its_slug r#"\pard\s1{\*\bkmkstart _Toc1}Big Title{\*\bkmkend _Toc1}\par\pard{\field{\*\fldinst HYPERLINK \\l "_Toc1"}{\fldrslt b}}"# => "<h1>Big Title</h><p><a #big-title>b</a></p>";
    bookmarks_at_headings_of_one_name r#"\pard\s1 A\par{\*\bkmkstart _Toc2}A{\*\bkmkend _Toc2}\par\pard{\field{\*\fldinst HYPERLINK \\l "_Toc2"}{\fldrslt b}}"# => "<h1>A</h><h1>A</h><p><a #a-1>b</a></p>";
    image r#"{\field{\*\fldinst{INCLUDEPICTURE "u.png" \\d}}{\fldrslt{\field{\*\fldinst{HYPERLINK "u.png" \\o "t"}}{\fldrslt{\ul alt}}}}}"# => "<p><img u.png 't'>alt</img></p>";
    image_in_link r#"{\field{\*\fldinst{HYPERLINK "v"}}{\fldrslt{\field{\*\fldinst{INCLUDEPICTURE "u.png" \\d}}{\fldrslt alt}}}}"# => "<p><a v><img u.png>alt</img></a></p>";
    footnote r"a{\super\chftn}{\footnote\pard{\super\chftn} note\par more} b" => "<p>a<ref/ 1> b</p><note 1><p>note</p><p>more</p></note>";
    footnote_starred r"a{\super\chftn}{\*\footnote\pard{\super\chftn} note}" => "<p>a<ref/ 1></p><note 1><p>note</p></note>";
    footnote_with_an_escaped_label r"a{\*\bkmkstart fn_a%20b}{\*\bkmkend fn_a%20b}{\super\chftn}{\footnote n}" => "<p>a<ref/ a b></p><note a b><p>n</p></note>";
    footnote_with_a_label r"a{\*\bkmkstart fn_x}{\super\chftn}{\footnote n}{\*\bkmkend fn_x}" => "<p>a<ref/ x></p><note x><p>n</p></note>";
}

/// A PNG of one red pixel, as hex digits and as a data URI.
const PIXEL: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082";
const PIXEL_URI: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

#[test]
fn pictures() {
    let image = format!("<p>a<img {PIXEL_URI}></img>b</p>");
    let (head, tail) = PIXEL.split_at(41);
    for (body, expected) in [
        (format!(r"a{{\pict\pngblip\picw1 {PIXEL}}}b"), image.clone()),
        (format!("a{{\\pict\\pngblip\r\n{head}\r\n{tail}\r\n}}b"), image.clone()),
        (format!(r"a{{\pict {head}\pngblip {tail}}}b"), image.clone()),
        (format!(r"a{{\pict\pngblip{{\*\blipuid 00ff}}{PIXEL}}}b"), image.clone()),
        (
            format!(
                r"a{{\*\shppict{{\pict\pngblip {PIXEL}}}}}{{\nonshppict{{\pict\wmetafile8 00}}}}b"
            ),
            image.clone(),
        ),
        (
            format!(
                r"a{{\*\shppict{{\pict\pngblip 00}}}}{{\nonshppict{{\pict\pngblip {PIXEL}}}}}b"
            ),
            image.clone(),
        ),
        (
            format!(
                r"a{{\pict{{\*\picprop{{\sp{{\sn wzDescription}}{{\sv alt}}}}}}\pngblip {PIXEL}}}b"
            ),
            format!("<p>a<img {PIXEL_URI}>alt</img>b</p>"),
        ),
        (
            format!(r"a{{\shp{{\*\shpinst{{\sp{{\sn pib}}{{\sv{{\pict\pngblip {PIXEL}}}}}}}}}}}b"),
            image.clone(),
        ),
        (
            format!(
                r#"a{{\field{{\*\fldinst INCLUDEPICTURE "x.png"}}{{\fldrslt{{\pict\pngblip {PIXEL}}}}}}}b"#
            ),
            image.clone(),
        ),
        (r"a{\pict\wmetafile8 0102}b".to_string(), "<p>ab</p>".to_string()),
        (
            r"a {\pict{\*\picprop{\sp{\sn wzDescription}{\sv the alt}}}\wmetafile8 0102} b"
                .to_string(),
            "<p>a the alt b</p>".to_string(),
        ),
        (
            format!(
                r"a{{\*\shppict{{\pict{{\*\picprop{{\sp{{\sn wzDescription}}{{\sv alt}}}}}}\pngblip 00}}}}{{\nonshppict{{\pict\pngblip {PIXEL}}}}}b"
            ),
            format!("<p>a<img {PIXEL_URI}>alt</img>b</p>"),
        ),
        (format!(r"a{{\pict\picw1\pngblip\bliptag-7{{\*\blipuid 00ff}}{PIXEL}}}b"), image.clone()),
    ] {
        let (got, report) = read_rtf(format!(r"{{\rtf1 {body}}}").as_bytes());
        assert_eq!(got, expected, "{body}");
        let lost = report.get(Loss::Picture).count;
        assert_eq!(lost, u32::from(!expected.contains("img")), "{body}");
    }
    let mut binary = br"{\rtf1 a{\pict\pngblip\bin".to_vec();
    binary.extend(format!("{} ", PIXEL.len() / 2).bytes());
    binary.extend(
        (0..PIXEL.len()).step_by(2).map(|at| u8::from_str_radix(&PIXEL[at..at + 2], 16).unwrap()),
    );
    binary.extend(b"}b}");
    assert_eq!(read_rtf(&binary).0, image);
}

#[test]
fn tracked_changes_and_comments() {
    let source = br"{\rtf1 a {\deleted old}{\revised new} b{\*\atnid X}{\*\atnauthor Ann}\chatn{\*\annotation why -- so?}}";
    for (options, expected) in [
        ("", "<p>a new b</p>"),
        ("Changes=Reject", "<p>a old b</p>"),
        ("Changes=Markup", "<p>a <del  >old</del><ins  >new</ins> b</p>"),
        (
            "Comments=Keep",
            "<p>a new b<said/ 0><unsaid/ 0></p><comment 0 Ann X ><p>why -- so?</p></comment>",
        ),
    ] {
        let options = Options::parse(options).unwrap();
        let (got, report) = read_rtf_with(source, &options);
        assert_eq!(got, expected);
        assert_eq!(report.get(Loss::Comment).count, u32::from(options.comments != Comments::Keep));
    }
}

#[test]
fn text_boxes_of_a_comment_follow_its_words() {
    let source = br"{\rtf1 a{\*\annotation one{\shp{\*\shpinst{\shptxt box{\footnote n}\par}}} two\par three}}";
    let (got, report) = read_rtf_with(source, &Options::parse("Comments=Keep").unwrap());
    let comment = "<comment 0   ><p>one two</p><p>box</p><p>n</p><p>three</p></comment>";
    assert_eq!(got, format!("<p>a<said/ 0><unsaid/ 0></p>{comment}"));
    assert_eq!(report.get(Loss::Note).count, 1);
}

#[test]
fn headers_and_footers_kept() {
    let source = br"{\rtf1\sectd{\headerf First}{\headerl\pard Firm\par}{\headerr\pard Firm\par}{\footer\pard {\b Page}\par\pard secret}\pard one{\footnote n{\header x}}\par\sect\sectd{\header\pard Firm\par}{\footer\pard\par}two{\pict\pngblip\par}\par}";
    for (options, expected, dropped) in [
        ("", "<p>one<ref/ 1></p><page/><p>two</p><note 1><p>n</p></note>", 7),
        (
            "Headers=Keep",
            "<p>First</p><p>Firm</p><p>one<ref/ 1></p><page/><p>two</p><p><b>Page</b></p><p>secret</p><note 1><p>n</p></note>",
            1, // in a note there are none
        ),
    ] {
        let (got, report) = read_rtf_with(source, &Options::parse(options).unwrap());
        assert_eq!(got, expected, "{options}");
        assert_eq!(report.get(Loss::HeaderFooter).count, dropped, "{options}");
    }
}

#[test]
fn headers_that_say_the_same_are_kept_once() {
    let options = Options::parse("Headers=Keep").unwrap();
    for (source, expected) in [
        (r"{\header A\par B\par}{\header\par A\par\par{\b B}}", "<p>A</p><p>B</p>"),
        (r"{\header A{\b B}}{\header AB\par}", "<p>A<b>B</b></p>"),
        // Two paragraphs are not one.
        (r"{\header A\par B\par}{\header AB\par}", "<p>A</p><p>B</p><p>AB</p>"),
    ] {
        let (got, _) = read_rtf_with(format!("{{\\rtf1{source}}}").as_bytes(), &options);
        assert_eq!(got, expected, "{source}");
    }
}

#[test]
fn raw_bytes() {
    for (source, expected) in [
        (&b"{\\rtf1\\ansi\\ansicpg1252 caf\xe9}"[..], "<p>café</p>"),
        (b"{\\rtf1\\ansi caf\xe9}", "<p>café</p>"),
        (b"{\\rtf1\\ansi caf\xc3\xa9}", "<p>café</p>"),
        (b"{\\rtf1\\ansi\\ansicpg1252 caf\xc3\xa9}", "<p>café</p>"),
        (b"{\\rtf1\\ansi\\ansicpg936 \xc3\xa9}", "<p>茅</p>"),
        (
            b"{\\urtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 x;}}\\f0 caf\xc3\xa9}",
            "<p>café</p>",
        ),
        (b"{\\rtf1\\mac caf\x8e}", "<p>café</p>"),
        (b"{\\rtf1\\ansi\\ansicpg65001 caf\\'c3\\'a9}", "<p>café</p>"),
    ] {
        assert_eq!(read_rtf(source).0, expected, "{}", String::from_utf8_lossy(source));
    }
}

#[test]
fn headings_by_size_where_no_style_tells_them() {
    for (body, expected) in [
        (r"\fs40 T\par\fs22 text text\par", "<h1>T</h><p>text text</p>"),
        (r"\b\fs32 T\par\b0\fs22 text text\par", "<h2>T</h><p>text text</p>"),
        (r"\fs28 T\par\fs22 text text\par", "<h3>T</h><p>text text</p>"),
        (r"\fs24 T\par\fs22 text text\par", "<p>T</p><p>text text</p>"),
        (r"\b\fs24 T\par\b0\fs22 text text\par", "<h4>T</h><p>text text</p>"),
        (r"\fs40 a {\fs20 b}\par\fs22 text text\par", "<p>a b</p><p>text text</p>"),
        (r"\fs40 a\line b\par\fs22 text text\par", "<p>a<br/>b</p><p>text text</p>"),
        (
            r"\outlinelevel0 a\par\pard\fs40 b\par\fs22 text text\par",
            "<h1>a</h><p>b</p><p>text text</p>",
        ),
    ] {
        assert_eq!(read_rtf(format!(r"{{\rtf1 {body}}}").as_bytes()).0, expected, "{body}");
    }
}

#[test]
fn damaged_files_are_read_to_the_end() {
    for (source, expected) in [
        (r"{\rtf1 a{\b b", "<p>a<b>b</b></p>"),
        (r"{\rtf1 a}}} b\par", "<p>a b</p>"),
        ("{\\rtf1 a}\0\0\r\n", "<p>a</p>"),
        (r"{\rtf1 a\par}{\rtf1 b}", "<p>a</p><p>b</p>"),
        (r"{\rtf a}", "<p>a</p>"),
        (r"{\rtf1Hello World}", "<p>Hello World</p>"),
        (r"{\rtf1{\fonttbl\f0\fswiss Helvetica;\f1\fmodern Courier;}a}", "<p>a</p>"),
        (r"{\rtf1{*\nosuch gone}a{*\b b}}", "<p>a*<b>b</b></p>"),
        (r"", ""),
        (r"{", ""),
        (r"}", ""),
        (r"{\rtf1\'", ""),
        (r"{\rtf1\bin9999999999 x", ""),
    ] {
        assert_eq!(read_rtf(source.as_bytes()).0, expected, "{source}");
    }
}

#[test]
fn braces_in_the_hundred_thousands_do_not_hurt() {
    let open = format!("{{\\rtf1 {}x", "{".repeat(100_000));
    let (text, report) = read_rtf(open.as_bytes());
    assert_eq!(text, "<p>x</p>");
    assert!(report.get(Loss::FlattenedNesting).count > 0);
    assert_eq!(report.get(Loss::RepairedBrace).count, 1);
    let close = format!("{{\\rtf1 x{}", "}".repeat(100_000));
    assert_eq!(read_rtf(close.as_bytes()).0, "<p>x</p>");
    let both = format!("{{\\rtf1 {}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
    let (text, report) = read_rtf(both.as_bytes());
    assert_eq!(text, "<p>x</p>");
    assert_eq!(report.get(Loss::RepairedBrace).count, 0);
}
