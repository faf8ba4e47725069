//! Part A2: malformed input seen in the wild.

rows! {
    missing_brace_at_the_end r"{\rtf1\ansi a{\b b" => "a**b**";
    cut_in_a_control_word r"{\rtf1\ansi Hello\par Wor\lang10" => "Hello\n\nWor";
    cut_in_a_table r"{\rtf1\ansi\trowd\cellx100\cellx200\pard\intbl a\cell b" => "| | |\n| --- | --- |\n| a | b |";
    cut_in_a_field r#"{\rtf1\ansi a {\field{\*\fldinst{HYPERLINK "http://a.b/"}}{\fldrslt{li"# => "a [li](http://a.b/)";
    cut_in_a_header r"{\rtf1\ansi{\fonttbl{\f0\fnil Ar" => "";
    cut_in_hex r"{\rtf1\ansi a\'e" => "a";

    brace_too_many r"{\rtf1\ansi a\par} b\par}" => "a\n\nb";
    braces_too_many_in_the_middle r"{\rtf1\ansi a}}}} b {\b c}\par}" => "a b **c**";

    trailing_nul "{\\rtf1\\ansi a\\par}\r\n\0" => "a";
    trailing_nuls_and_spaces "{\\rtf1\\ansi a\\par}\r\n \t\0\0\0\0" => "a";
    trailing_xml r#"{\rtf1\ansi a\par}<?xml version="1.0"?><x/>"# => "a";
    nul_bytes_inside "{\\rtf1\\ansi he\0ll\0o\\par}" => "hello";
    nul_byte_in_hex "{\\rtf1\\ansi caf\\'\0e9\\par}" => "café";

    bom_of_utf8 "\u{feff}{\\rtf1\\ansi a\\par}" => "a";

    plain_text "Hello *world*\r\nnext" => "Hello \\*world\\*\\\nnext";
    plain_text_of_an_old_code_page b"caf\xe9 #1" => "café #1";
    plain_text_before_the_document r"From: me {\rtf1\ansi a\par}" => "From: me\n\na";
    fragment_with_a_word r"\b bold\b0  text\par" => "**bold** text";
    fragment_with_a_group r"{\b bold} text" => "**bold** text";

    rtf_without_a_version r"{\rtf\ansi a\par}" => "a";
    rtf_version_zero r"{\rtf0\ansi a\par}" => "a";
    rtf_behind_a_space "{ \\rtf1\\ansi a\\par}" => "a";
    rtf_behind_line_ends "\r\n\r\n{\\rtf1\\ansi a\\par}" => "a";
    rtf_glued_to_text r"{\rtf1Hello World}" => "Hello World";

    urtf "{\\urtf1\\ansi{\\fonttbl{\\f0\\fnil\\fcharset204 A;}}\\f0 Grüße 日本\\par}" => "Grüße 日本";
    pocket_word r"{\pwd\ansi{\fonttbl{\f0\fswiss Tahoma;}}\pard\plain Note\par}" => "Note";
    star_first r"{\*\generator x;}{\rtf1\ansi a\par}" => "a";

    document_in_bold_text r"{\rtf1\ansi a \b b {\rtf1\ansi c} d\b0  e}" => "a **b** c **d** e";
    document_in_a_document r"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 A;}}a\par{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 B;}}\'cf\par}b\par}" => "a\n\nП\n\nb";
    documents_in_a_row "{\\rtf1\\ansi a\\par}\r\n{\\rtf1\\ansi {\\b b}\\par}" => "a\n\n**b**";
    documents_in_a_row_have_their_own_fonts r"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}\f0\'cf\par}{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}}\f0\'e9\par}" => "П\n\né";
    document_after_formatting_left_on r"{\rtf1\ansi\b a\par}{\rtf1\ansi b\par}" => "**a**\n\nb";

    fonts_without_braces "{\\rtf1\\ansi\\cocoartf824{\\fonttbl\\f0\\fswiss\\fcharset77 Helvetica;\\f1\\fmodern\\fcharset77 Courier;}\\f0\\'8e {\\f1 x}\\par}" => "é `x`";
    fonts_of_java_swing "{\\rtf1\\ansi\n{\\fonttbl\\f0\\fnil Monospaced;\\f1\\fnil Dialog;}\n\n\\f1 Hello\\par\n\\b World\\b0\\par}" => "Hello\n\n**World**";

    colours_without_an_automatic_one r"{\rtf1\ansi{\colortbl\red0\green0\blue0;\red255\green0\blue0;}a {\cf1 b}\par}" => "a b";
    styles_that_are_not_there r"{\rtf1\ansi\pard\s17\cs99 a\par}" => "a";
    list_without_a_table r"{\rtf1\ansi\pard{\listtext\'b7\tab}\ls7\ilvl0\fi-360\li720 a\par{\listtext\'b7\tab}b\par}" => "- a\n- b";
    numbered_list_without_a_table r"{\rtf1\ansi\pard{\listtext 3.\tab}\ls7\fi-360\li720 a\par{\listtext 4.\tab}b\par}" => "3. a\n4. b";
    override_that_leads_nowhere r"{\rtf1\ansi{\*\listtable}{\*\listoverridetable{\listoverride\listid77\listoverridecount0\ls1}}\pard{\listtext\'b7\tab}\ls1\fi-360\li720 a\par}" => "- a";
    override_broken r"{\rtf1\ansi{\*\listtable{\list\listid5}}{\*\listoverridetable{\listoverride\ls1}{\listoverride}}\pard\ls1 a\par}" => "- a";

    rows_without_trowd r"{\rtf1\ansi\pard\intbl a\cell b\cell\row\pard\intbl c\cell d\cell\row\pard e\par}" => "| | |\n| --- | --- |\n| a | b |\n| c | d |\n\ne";
    cells_without_intbl r"{\rtf1\ansi\trowd\cellx100\cellx200 a\cell b\cell\row\pard c\par}" => "| | |\n| --- | --- |\n| a | b |\n\nc";
    row_before_its_cells r"{\rtf1\ansi\row\trowd\cellx100\pard\intbl a\cell\row\pard b\par}" => "| |\n| --- |\n| a |\n\nb";
    pard_after_cell r"{\rtf1\ansi\trowd\cellx100\cellx200\pard\intbl a\cell\pard b\cell\row\pard c\par}" => "| | |\n| --- | --- |\n| a | b |\n\nc";
    itap_that_jumps r"{\rtf1\ansi\trowd\cellx100\pard\intbl\itap5 x\nestcell\itap3 y\nestcell{\*\nesttableprops\trowd\cellx50\cellx99\nestrow}\pard\intbl\itap1 z\cell w\cell\row\pard e\par}" => "| | |\n| --- | --- |\n| x<br>y<br>z | w |\n\ne";
    sectd_in_a_cell r"{\rtf1\ansi\trowd\cellx100\pard\intbl a\sectd b\cell\row\pard c\par}" => "| |\n| --- |\n| ab |\n\nc";

    control_characters r"{\rtf1\ansi a\'01b\'1ac\u7?d\'0bf\u11?g\'0d\'0ah\u13?i\'09j\'7fk\par}" => "abcd\\\nf\\\ng\n\nh\n\ni\tjk";
    control_characters_unescaped "{\\rtf1\\ansi a\u{1}b\u{1a}c\u{b}d\\par}" => "abcd";
    hex_that_is_none r"{\rtf1\ansi a\'zzb\par}" => "azzb";
    starred_without_a_word r"{\rtf1\ansi a{\*}b\par}" => "ab";
    lone_backslash_at_the_end r"{\rtf1\ansi a\" => "a";
    empty_groups r"{\rtf1\ansi a{}{{}}b\par}" => "ab";
    empty_input "" => "";
    nul_only "\0" => "";
}

#[test]
fn source_in_utf16() {
    let source = "{\\rtf1\\ansi caf\\'e9\\par}";
    for (bom, big) in [(true, false), (true, true), (false, false)] {
        let mut units: Vec<u16> = source.encode_utf16().collect();
        if bom {
            units.insert(0, 0xFEFF);
        }
        let bytes: Vec<u8> = units
            .into_iter()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        assert_eq!(crate::rows::markdown(bytes), "café", "byte order mark {bom}, big-endian {big}");
    }
}

#[test]
fn fifty_thousand_braces() {
    let deep = |inner: &str| {
        format!("{{\\rtf1\\ansi {}{inner}{}}}", "{\\b ".repeat(50_000), "}".repeat(50_000))
    };
    assert_eq!(crate::rows::markdown(deep("x")), "**x**");
}

#[test]
fn fifty_thousand_rows_of_nesting() {
    let source = format!("{{\\rtf1\\ansi {}x\\par}}", "\\trowd\\itap9".repeat(50_000));
    assert_eq!(crate::rows::markdown(source).matches('x').count(), 1);
}

rows! {
    // Groups that lost their brace: the body goes on behind them.
    lost_brace_of_fonts r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}\f0 a\par b\par}" => "a\n\nb";
    lost_brace_of_a_font r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;{\f1 Times;}}\f0 a\par b\par}" => "a\n\nb";
    lost_brace_of_colours r"{\rtf1\ansi{\colortbl;\red255\green0\blue0; a\par b\par}" => "a\n\nb";
    lost_brace_of_styles r"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1 heading 1;}\pard\plain\s1 a\par\pard b\par}" => "# a\n\nb";
    lost_brace_of_lists r"{\rtf1\ansi{\*\listtable{\list{\listlevel\levelnfc0}\listid1}\pard a\par b\par}" => "a\n\nb";
    lost_brace_of_information r"{\rtf1\ansi{\info{\title T}{\author A} \pard a\par b\par}" => "a\n\nb";
    lost_brace_of_a_generator r"{\rtf1\ansi{\*\generator Riched20 10;\pard a\par b\par}" => "a\n\nb";
    lost_brace_of_data r"{\rtf1\ansi{\*\themedata 504b030414000600080000002100e9de\pard a\par b\par}" => "a\n\nb";
    lost_brace_of_a_header r"{\rtf1\ansi{\header\pard h\par\pard a\par b\par}" => "h\n\na\n\nb";
    lost_brace_of_a_marker r"{\rtf1\ansi\pard{\listtext\'b7\tab a\par b\par}" => "- a\n\nb";
    lost_brace_of_an_instruction r#"{\rtf1\ansi a {\field{\*\fldinst HYPERLINK "u"{\fldrslt l}} b\par c\par}"# => "a [l](u) b\n\nc";
    lost_brace_of_a_picture r"{\rtf1\ansi a {\pict\pngblip 8950 xyz\par b\par}" => "a xyz\n\nb";
    lost_brace_of_a_note r"{\rtf1\ansi a{\footnote n\par b\par c\par}" => "a[^1]b\n\nc\n\n[^1]: n";
    lost_brace_of_a_note_with_a_marker r"{\rtf1\ansi x{\footnote a{\listtext 1.\tab} b\par}" => "x[^1] b\n\n[^1]: 1. a";
    lost_brace_of_a_box_with_a_marker r"{\rtf1\ansi {\shp{\*\shpinst{\shptxt a{\listtext 1.\tab}b" => "b\n\n1. a";
    lost_brace_of_a_comment r"{\rtf1\ansi a{\*\annotation n\par b\par c\par}" => "an\n\nb\n\nc";
    lost_brace_of_the_file_and_of_a_table r"{\rtf1\ansi{\fonttbl{\f0 Arial;}\f0 a\par {\b b}\par" => "a\n\n**b**";
    brace_before_a_marker_in_a_symbol_font r"{\rtf1\ansi{\fonttbl{\f0 A;}{\f2\fnil\fcharset2 Symbol;}}}\pard{\listtext\f2\'b7\tab}\ls1 word\par}" => "- word";
    number_of_fallbacks_out_of_bounds r"{\rtf1\ansi\uc9999 a\u8364?bcdefghijklmnopqrstuvwxyz}" => "a€bcdefghijklmnopqrstuvwxyz";
}
