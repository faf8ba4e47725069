//! Part A1: lexing and encoding.

rows! {
    // Document code page.
    document_code_page_1251 r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fnil Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2\par}" => "Привет";
    document_code_page_932 r"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset1 MS UI Gothic;}}\f0 \'93\'fa\'96\'7b\par}" => "日本";
    document_code_page_unknown r"{\rtf1\ansi\ansicpg4711 caf\'e9\par}" => "café";
    document_code_page_0 r"{\rtf1\ansi\ansicpg0 caf\'e9\par}" => "café";

    // Old charsets.
    charset_mac r"{\rtf1\mac\deff2 caf\'8e\par}" => "café";
    charset_pc r"{\rtf1\pc caf\'82 \'b5\par}" => "café ╡";
    charset_pca r"{\rtf1\pca caf\'82 \'b5\par}" => "café Á";
    charset_mac_and_ansicpg r"{\rtf1\mac\ansicpg1252 caf\'e9\par}" => "café";
    charset_ansicpg_mac r"{\rtf1\mac\ansicpg10000\cocoartf2761{\fonttbl\f0\fswiss\fcharset77 Helvetica;}\f0 caf\'8e}" => "café";

    // Font charset, as Word writes Russian under a header of 1252.
    font_charset r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}{\f37\fswiss\fcharset204\fprq2 Calibri Cyr;}}\pard\plain\ltrpar{\rtlch\fcs1 \af0 \ltrch\fcs0 \f37 \'cf\'f0\'e8\'e2\'e5\'f2}{\rtlch\fcs1 \af0 \ltrch\fcs0 , caf\'e9\par}}" => "Привет, café";
    font_charset_arabic r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset178 Arial;}}\f0\rtlch \'c7\'e1\par}" => "ال";

    // Per-font code page.
    font_name_tells_the_page r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1 Arial CE;}{\f2 Arial Cyr;}{\f3 Arial Greek;}{\f4 Arial Baltic;}{\f5 Arial (Hebrew);}}\f0\'c0\f1\'c0\f2\'c0\f3\'c1\f4\'c0\f5\'e0\par}" => "\u{C0}\u{154}\u{410}\u{391}\u{104}\u{5D0}";
    font_code_page r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0\cpg1251 Arial;}{\f1\fnil\cpg437 Arial;}}\f0 \'cf\f1 \'82\par}" => "Пé";

    // \deff and \plain.
    plain_returns_to_deff r"{\rtf1\ansi\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0\'e9\plain\'e9\par}" => "éй";
    deff_before_any_f r"{\rtf1\ansi\deff3{\fonttbl{\f3\fcharset238 B;}}za\'b3\par}" => "zał";

    // \loch \hich \dbch and \af.
    slots_as_word_writes_them r"{\rtf1\ansi\ansicpg1252\deff0\stshfdbch31505{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f11\fmodern\fcharset128 MS Mincho;}{\f31505\fmodern\fcharset128 MS Gothic;}}\pard\plain {\rtlch\fcs1 \af0 \ltrch\fcs0 \loch\af0\hich\af0\dbch\af31505 \'93\'fa\'96\'7b}{\rtlch\fcs1 \af0 \ltrch\fcs0 \hich\af0\dbch\af31505\loch\f0  text caf\'e9}\par}" => "日本 text café";
    slots_as_libreoffice_writes_them r"{\rtf1\ansi\deff3\adeflang1025{\fonttbl{\f3\froman\fprq2\fcharset0 Liberation Serif;}{\f5\fnil\fprq2\fcharset0 NSimSun;}{\f6\fnil\fprq2\fcharset0 Lucida Sans;}}\pard\plain\rtlch\af6\alang1081\ltrch\lang1031\langfe2052\hich\af3\loch{\rtlch \ltrch\loch Gr\u252\'fc\u223\'dfe}\par}" => "Grüße";

    // Double bytes.
    pair_with_letter_trail r"{\rtf1\ansi\ansicpg932 \'83A\'83C\par}" => "アイ";
    pair_with_escaped_trail r"{\rtf1\ansi\ansicpg932 \'83\\\'81\{\'81\}\par}" => "ソ＋±";
    pair_with_hex_trail_of_syntax r"{\rtf1\ansi\ansicpg932 \'83\'5c\'81\'7b\'81\'7d\par}" => "ソ＋±";
    pair_over_a_line_end "{\\rtf1\\ansi\\ansicpg932 \\'93\r\n\\'fa\\'96\n\\'7b\\par}" => "日本";
    pair_of_raw_bytes_and_a_backslash b"{\\rtf1\\ansi\\ansicpg932 \x83\x5c\x83\x7b\x83\x7d end\\par}" => "ソボマ end";
    pair_of_raw_bytes_in_950 b"{\\rtf1\\ansi\\ansicpg950 \xa5\x5c\xb3\x5c end\\par}" => "功許 end";
    pair_of_raw_bytes_in_936 b"{\\rtf1\\ansi\\ansicpg936 \x81\x5c\x81\x7b\x81\x7d end\\par}" => "乗亄亇 end";
    pair_of_raw_bytes_escaped b"{\\rtf1\\ansi\\ansicpg932 \x83\\\\\x83\\{\x83\\} end\\par}" => "ソボマ end";
    pair_of_raw_bytes_before_a_word b"{\\rtf1\\ansi\\ansicpg932 \x83\x5c\\par \x83\x7b\\par x}" => "ソ\n\nボ\n\nx";
    pair_that_is_a_letter_and_a_brace b"{\\rtf1\\ansi\\ansicpg932 {\\b caf\xe9} x\\par}" => "**caf**� x";
    pair_of_raw_bytes b"{\\rtf1\\ansi\\ansicpg932 \x93\xfa\x83A\\par}" => "日ア";
    pair_over_groups r"{\rtf1\ansi\ansicpg932 {\b\'93}{\b\'fa}\par}" => "**日**";
    pair_in_a_font_name r"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 \'82\'6c\'82\'72 \'83\'53\'83\'56\'83\'62\'83\'4e;}}\f0\'93\'fa\par}" => "日";
    single_bytes_of_kana r"{\rtf1\ansi\ansicpg932 \'b1\'b2\par}" => "ｱｲ";

    // \uc counts.
    uc_two_bytes r"{\rtf1\ansi\ansicpg936\uc2 \u20320\'c4\'e3\u22909\'ba\'c3!\par}" => "你好!";
    uc_one_counts_tokens r"{\rtf1\ansi\uc1\u8364\'80\u8364?\u8364 x\par}" => "€€€";
    uc_three_bytes r"{\rtf1\ansi\uc3\u8364\'e2\'82\'acx\par}" => "€x";
    uc_ends_at_a_brace r"{\rtf1\ansi\uc2{\u8364?}xy\par}" => "€xy";
    uc_counts_bin_as_one b"{\\rtf1\\ansi\\uc1\\u8364\\bin3 }}}x\\par}" => "€x";
    uc_counts_a_control_word r"{\rtf1\ansi\uc1\u8364\emdash x\par}" => "€x";
    uc_zero r"{\rtf1\ansi\uc0\u8364  x\par}" => "€ x";

    // UTF-8 code page.
    utf8_code_page r"{\rtf1\ansi\ansicpg65001\deff0{\fonttbl{\f0\fswiss Calibri;}}caf\'c3\'a9 \'e2\'82\'ac\par}" => "café €";
    utf8_font_code_page r"{\rtf1\ansi{\fonttbl{\f0\fswiss\cpg65001 Calibri;}}\f0 caf\'c3\'a9\par}" => "café";
    utf8_raw_bytes "{\\rtf1\\ansi\\ansicpg65001 café €\\par}" => "café €";

    // "UTF-16" code page.
    code_page_1200 r"{\rtf1\ansi\ansicpg1200 caf\'e9 \u8364?\par}" => "café €";

    // Unicode.
    unicode_negative r"{\rtf1\ansi\u-4051?\u-10?\par}" => "\u{f02d}\u{fff6}";
    unicode_above_32767 r"{\rtf1\ansi\u65281?\par}" => "！";
    unicode_whole_scalar r"{\rtf1\ansi\uc0\u128512 \par}" => "😀";
    unicode_with_hex_parameter_is_no_crash r"{\rtf1\ansi a\u?b\par}" => "ab";

    // Surrogates.
    surrogates_of_richedit r"{\rtf1\ansi\uc1 \u-10179?\u-8694?x\par}" => "😊x";
    surrogates_of_libreoffice r"{\rtf1\ansi\uc0 \u55357\uc1 \u56832\'3f x\par}" => "😀 x";
    surrogates_in_two_groups r"{\rtf1\ansi{\u-10179?}{\u-8694?}\par}" => "😊";
    surrogates_with_formatting_between r"{\rtf1\ansi{\lang1033\u-10179?\lang1031\u-8694?}\par}" => "😊";
    surrogates_alone r"{\rtf1\ansi a\u-10179?b\u-8694?c\par}" => "a\u{fffd}b\u{fffd}c";

    // Scope of \uc.
    uc_belongs_to_the_group r"{\rtf1\ansi\uc1{\uc0\u8364 a}\u8364?b\par}" => "€a€b";
    uc_is_inherited r"{\rtf1\ansi\uc2{\u8364??{\u8364??}}\u8364??b\par}" => "€€€b";
    uc_survives_plain_and_pard r"{\rtf1\ansi\uc0\pard\plain\u8364 b\par}" => "€b";

    // \upr.
    upr_takes_unicode r"{\rtf1\ansi{\upr{nai\'3fve}{\*\ud{na\u239\'efve}}}\par}" => "naïve";
    upr_in_a_bookmark r#"{\rtf1\ansi{\upr{\*\bkmkstart x?}{\*\ud{\*\bkmkstart x\u239\'ef}}}a{\field{\*\fldinst HYPERLINK \\l "x\u239\'ef"}{\fldrslt b}}\par}"# => "<a id=\"xï\"></a>a[b](#xï)";

    // \bin.
    bin_is_cut_by_bytes b"{\\rtf1\\ansi a{\\*\\objdata\\bin6 \x81}{\\\xff}}b\\par}" => "ab";
    bin_in_text b"{\\rtf1\\ansi a\\bin3 }}}b\\par}" => "ab";
    bin_of_nothing r"{\rtf1\ansi a\bin0 b\par}" => "ab";
    bin_negative r"{\rtf1\ansi a\bin-5 b\par}" => "ab";
    bin_past_the_end r"{\rtf1\ansi a\par{\pict\bin99999999 xx}}" => "a";

    // Ignorable destinations.
    unknown_starred r"{\rtf1\ansi a{\*\xyzzy {\b gone}}{\*\themedata 504b}{\*\colorschememapping 3c}{\*\latentstyles\lsdstimax376{\lsdlockedexcept Normal;}}b\par}" => "ab";
    unknown_without_star_is_text r"{\rtf1\ansi a{\xyzzy kept}b\par}" => "akeptb";
    known_starred_lists_and_fields r#"{\rtf1\ansi{\*\listtable{\list{\listlevel\levelnfc23}\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}\pard\ls1{\field{\*\fldinst{HYPERLINK "u"}}{\fldrslt a}}\par}"# => "- [a](u)";
    known_starred_character_style r"{\rtf1\ansi{\stylesheet{\*\cs10\b Strong;}{\*\ts11\tsrowd Normal Table;}{\*\ds12 x;}}{\b\cs10 a} b\par}" => "**a** b";
    starred_words_without_meaning r"{\rtf1\ansi a{\*\sl secret}{\*\qqqq secret}{\*\sectd secret{\b more}}{\*\wbitmap0 00ff}b\par}" => "ab";
    starred_words_that_hold_text r"{\rtf1\ansi a{\*\shppict b}{\*\b c}d\par}" => "ab**c**d";
    word_header_tables r"{\rtf1\ansi{\*\rsidtbl \rsid11\rsid12}{\*\mmathPr\mmathFont34}{\*\xmlnstbl {\xmlns1 http://a.b}}{\*\pgptbl {\pgp\ipgp0\itap0}}{\*\wgrffmtfilter 2450}{\*\pnseclvl1\pnucrm\pnstart1\pnindent720\pnhang {\pntxta .}}{\*\userprops{\propname x}\proptype30{\staticval y}}{\*\docvar {a}{b}}{\*\aftnsep\pard x}a\par}" => "a";

    // Control symbols.
    no_break_space r"{\rtf1\ansi a\~b\par}" => "a\u{a0}b";
    no_break_hyphen r"{\rtf1\ansi a\_b\par}" => "a\u{2011}b";
    soft_hyphen r"{\rtf1\ansi a\-b\par}" => "a\u{ad}b";
    index_symbols r"{\rtf1\ansi a\:b\|c\par}" => "abc";
    paragraphs_of_textedit "{\\rtf1\\ansi\\ansicpg1252\\cocoartf2761\n\\cocoatextscaling0\\cocoaplatform0{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;\\f1\\fswiss\\fcharset0 Helvetica-Bold;}\n{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n\\paperw11900\\paperh16840\\margl1440\\margr1440\\vieww11520\\viewh8400\\viewkind0\n\\pard\\tx566\\tx1133\\pardirnatural\\partightenfactor0\n\n\\f0\\fs24 \\cf0 One\\\n\\\n\n\\f1\\b Two\n\\f0\\b0 , three.\\\n}" => "One\n\n**Two**, three.";
    paragraph_by_carriage_return "{\\rtf1\\ansi a\\\rb\\\r\nc}" => "a\n\nb\n\nc";
    tab_symbol "{\\rtf1\\ansi a\\\tb\\par}" => "a\tb";

    // Characters by name.
    dashes_and_quotes r"{\rtf1\ansi a\emdash b\endash c \lquote d\rquote  \ldblquote e\rdblquote\par}" => "a—b–c ‘d’ “e”";
    spaces_by_name r"{\rtf1\ansi a\emspace b\enspace c\qmspace d\par}" => "a\u{2003}b\u{2002}c\u{2005}d";
    joiners_and_marks r"{\rtf1\ansi a\zwj b\zwnj c\zwbo d\zwnbo e\ltrmark f\rtlmark g\par}" => "a\u{200d}b\u{200c}c\u{200b}d\u{2060}e\u{200e}f\u{200f}g";
    line_is_a_hard_break r"{\rtf1\ansi a\line b\lbr0 c\par}" => "a\\\nb\\\nc";
    bullet_in_text r"{\rtf1\ansi a \bullet b\par}" => "a •b";
    soft_breaks_are_layout r"{\rtf1\ansi a \softline b\softpage c\par}" => "a bc";

    // Delimiters.
    one_space_is_eaten r"{\rtf1\ansi a\b0 b\b0  c\par}" => "ab c";
    line_ends_in_words "{\\rtf1\\ansi hel\r\nlo wor\nld\\par\r\n}" => "hello world";
    line_end_behind_a_control_word "{\\rtf1\\ansi a\\b0\r\nb\\par}" => "ab";
    hex_inside_words r"{\rtf1\ansi\ansicpg1252 na\'efve fa\'e7ade\par}" => "naïve façade";
    hex_upper_and_lower r"{\rtf1\ansi \'E9\'e9\par}" => "éé";

    // Case, junk.
    words_in_capitals_are_unknown r"{\rtf1\ansi a\PAR\B b\par}" => "ab";
    very_long_words r"{\rtf1\ansi a\abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz b\par}" => "ab";
    parameters_overflow r"{\rtf1\ansi\fs99999999999999999999\li-99999999999999 a\par}" => "a";
    minus_without_a_number r"{\rtf1\ansi a\b-x\par}" => "a<strong>-x</strong>";

    // Raw bytes.
    raw_bytes_in_the_font_page b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 A;}}\\f0 \xcf\xf0\xe8\\par}" => "При";
    raw_quotes_of_1252 b"{\\rtf1\\ansi\\ansicpg1252 \x93a\x94 \x96 \x80\\par}" => "“a” – €";
    raw_utf8_though_the_page_is_1252 "{\\rtf1\\ansi\\ansicpg1252 „héllo“\\par}" => "„héllo“";
    raw_utf8_without_a_page "{\\rtf1\\ansi „héllo“ 日本\\par}" => "„héllo“ 日本";
    raw_latin_without_a_page b"{\\rtf1\\ansi caf\xe9 \xc3\xa9\\par}" => "café Ã©";

    // Symbol fonts.
    symbol_greek r"{\rtf1\ansi{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\froman\fcharset2 Symbol;}}\f0 a {\f1 abp\'b3\'a5}\par}" => "a αβπ≥∞";
    symbol_private_use r"{\rtf1\ansi{\fonttbl{\f1\froman\fcharset2 Symbol;}}{\f1\u-3999\'61\u61538\'62}\par}" => "αβ";
    wingdings_boxes r"{\rtf1\ansi{\fonttbl{\f1\fnil\fcharset2 Wingdings;}}{\f1\'fe} a \f1\'fc\par}" => "☑ a ✓";
    fonts_whose_names_stand_behind_groups r"{\rtf1\ansi{\fonttbl{\f0\froman\fcharset0{\*\panose 02020603050405020304}Times New Roman;}{\f1\fnil\fcharset2{\*\panose 05000000000000000000}Wingdings;}{\f2\froman\fcharset2{\*\falt Old}{\*\fontemb\ftnil{\*\fontfile a}}Symbol;}{\f3{Courier} New;}}{\f1\'fc} a {\f2 a} {\f3 b}\par}" => "✓ a α `b`";
    fonts_without_groups_of_their_own r"{\rtf1\ansi{\fonttbl\f0{\*\panose 02}Times;\f1\fcharset2{\*\panose 05}Wingdings;}\f0 a {\f1\'fc}\par}" => "a ✓";
    wingdings_private_use_without_table r"{\rtf1\ansi{\fonttbl{\f1\fnil\fcharset2 Wingdings;}}{\f1\u-3842?}\par}" => "☑";
    private_use_in_a_font_of_letters r"{\rtf1\ansi{\fonttbl{\f0\fnil Calibri;}}\f0\u-3913? a\u61664? b\u-3950?\par}" => "- a→ b\u{f092}";
    symbol_without_charset r"{\rtf1\ansi{\fonttbl{\f1\ftech Symbol;}}{\f1 m}\par}" => "μ";
    webdings_and_zapf r"{\rtf1\ansi{\fonttbl{\f1\fcharset2 Webdings;}{\f2\fcharset2 ZapfDingbats;}}{\f1 a}{\f2\'34}\par}" => "✔✔";
}

#[test]
fn font_charsets() {
    for (charset, bytes, expected) in [
        (0, r"\'e9", "é"),
        (1, r"\'e9", "é"),
        (3, r"\'e9", "é"),
        (77, r"\'8e", "é"),
        (78, r"\'82\'b1", "こ"),
        (79, r"\'c7\'d1", "한"),
        (80, r"\'c4\'e3", "你"),
        (81, r"\'a7\'41", "你"),
        (83, r"\'e0", "א"),
        (85, r"\'e1", "α"),
        (86, r"\'df", "ş"),
        (88, r"\'b8", "ł"),
        (89, r"\'8f", "П"),
        (128, r"\'82\'b1", "こ"),
        (129, r"\'c7\'d1", "한"),
        (130, r"\'d0\'65", "한"),
        (134, r"\'c4\'e3", "你"),
        (136, r"\'a7\'41", "你"),
        (161, r"\'e1", "α"),
        (162, r"\'fe", "ş"),
        (163, r"\'d0", "Đ"),
        (177, r"\'e0", "א"),
        (181, r"\'e0", "א"),
        (178, r"\'c7", "ا"),
        (179, r"\'c7", "ا"),
        (180, r"\'c7", "ا"),
        (186, r"\'e0", "ą"),
        (204, r"\'cf", "П"),
        (222, r"\'a1", "ก"),
        (238, r"\'b3", "ł"),
        (254, r"\'b5", "╡"),
        (255, r"\'b5", "Á"),
        (99, r"\'e9", "é"),
    ] {
        let source = format!(
            r"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0\fnil\fcharset{charset} Some Face;}}}}\f0 {bytes}\par}}"
        );
        assert_eq!(crate::rows::markdown(source), expected, "fcharset{charset}");
    }
}
