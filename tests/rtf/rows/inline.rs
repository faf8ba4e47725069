//! Part A4: inline.

/// A file with one line of text behind the fonts and styles that Word and LibreOffice have.
fn line(text: &str) -> String {
    let header = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Calibri;}{\f1\fmodern Courier New;}{\f2\fcharset2 Symbol;}}{\colortbl;\red0\green0\blue255;\red255\green255\blue0;}{\stylesheet{Normal;}{\s1 heading 1;}{\*\cs11\ul\cf1 Hyperlink;}{\*\cs15\b Strong;}{\*\cs16\i Emphasis;}{\*\cs17\f1 HTML Code;}{\*\cs18\super footnote reference;}}\pard\plain ";
    format!("{header}{text}\\par}}")
}

macro_rules! lines {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        rows! { $($name line($source) => $expected;)* }
    };
}

lines! {
    // Bold and italic.
    bold_and_italic r"a {\b b} {\i c} {\b\i d}" => "a **b** *c* **_d_**";
    bold_by_toggles r"a \b b\b0  c" => "a **b** c";
    bold_one_and_nought r"\b1 a\b0  b" => "**a** b";
    bold_in_a_word r"un{\b believ}able" => "un**believ**able";
    bold_with_spaces_inside r"a{\b  b }c" => "a **b** c";
    bold_of_a_space_only r"a{\b  }b" => "a b";
    bold_split_by_word r"{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \b\f0\insrsid11 one }{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \b\f0\insrsid12 two}{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \b\f0\lang1031\insrsid13  three}" => "**one two three**";
    bold_of_the_associated_font r"{\rtlch\fcs1 \ab\af0 \ltrch\fcs0 \f0 plain}" => "plain";
    bold_through_italic r"{\b a {\i b} c}" => "**a *b* c**";
    bold_before_punctuation r"{\b a:} b" => "**a:** b";
    bold_glued_behind_punctuation r"{\b a:}b" => "<strong>a:</strong>b";
    characters_that_mean_something r"*a* _b_ `c` [d] <e> # f & \\ |" => r"\*a\* \_b\_ \`c\` [d] \<e> # f & \ |";

    // Strike.
    strike r"a {\strike b}\strike0  {\striked1 c}{\striked0 d}" => "a ~~b~~ ~~c~~d";

    // Underline.
    underline r"{\ul a}\ulnone  {\ulw b} {\uldb c}\ul0  {\ulthdashdd d}" => "<u>a</u> <u>b</u> <u>c</u> <u>d</u>";
    underline_colour_is_none r"{\ulc2 a}" => "a";

    // Scripts.
    scripts r"x{\super 2} H{\sub 2}O" => "x<sup>2</sup> H<sub>2</sub>O";
    scripts_by_toggle r"x\super 2\nosupersub +1" => "x<sup>2</sup>+1";
    scripts_by_height r"x{\up6 2} H{\dn4 2}O{\up0 a}" => "x<sup>2</sup> H<sub>2</sub>Oa";

    // Caps.
    caps_keep_their_letters r"{\caps Abc} {\scaps Def}" => "Abc Def";

    // Hidden.
    hidden r"a{\v hidden}b\v c\v0 d" => "abd";
    hidden_target_of_richedit r#"{\v HYPERLINK "http://a.b/"}text"# => "text";

    // Tracked changes: all accepted.
    tracked_changes r"a{\deleted\revauthdel1\revdttmdel1 gone}{\revised\revauth1\revdttm1 new} b" => "anew b";

    // Highlight and colour.
    highlight r"a {\highlight2 b}\highlight0  c" => "a <mark>b</mark> c";
    colour_is_dropped r"{\cf1 a}{\chshdng2500 d}" => "ad";
    background_as_of_a_marker r"{\cb2 b}{\chcbpat2 c}{\chcbpat0 d}{\cb2 e\cb0 f}" => "<mark>bc</mark>d<mark>e</mark>f";

    // Inline code.
    code_by_typeface r"run {\f1\fs20 ls -l} now" => "run `ls -l` now";
    code_by_style r"run {\cs17\f1 ls} now" => "run `ls` now";
    code_of_a_blank_by_style r"run {\cs17\f1  } now" => "run ` ` now";
    code_of_a_blank_by_typeface r"run{\f1\fs20  }now" => "run now";
    code_with_a_backtick r"run {\f1 a`b} now" => "run ``a`b`` now";

    // Language, kerning, revision marks.
    noise r"{\lang1033\langfe1033\noproof\kerning28\expnd0\expndtw-5\charscalex99\cgrid\insrsid123\charrsid456 a}{\lang1031 b}" => "ab";

    // Character styles.
    style_strong r"a {\cs15\b b}" => "a **b**";
    style_emphasis r"a {\cs16\i b}" => "a *b*";
    style_strong_without_its_look r"a {\cs15 b}" => "a **b**";

    // Footnotes.
    footnote_of_word r"Text{\rtlch\fcs1 \af0 \ltrch\fcs0 \cs18\super \chftn {\footnote \ltrpar \pard\plain \ltrpar\s21\ql {\rtlch\fcs1 \af0 \ltrch\fcs0 \cs18\super \chftn }{\rtlch\fcs1 \af0 \ltrch\fcs0  The note.}}}{ goes on}" => "Text[^1] goes on\n\n[^1]: The note.";
    footnote_of_libreoffice r"Text{\super \chftn{\*\footnote\chftn\pard\plain \s22\li339\fi-339 {\super \tab }{The note.}}} goes on" => "Text[^1] goes on\n\n[^1]: The note.";
    footnote_with_its_own_mark r"Text{\super *{\footnote\pard\plain{\super *} The note.}} goes on" => "Text[^1] goes on\n\n[^1]: The note.";
    footnote_of_two_paragraphs r"a{\super\chftn}{\footnote{\super\chftn} one\par two}" => "a[^1]\n\n[^1]: one\n\n    two";
    endnote r"a{\super\chftn}{\footnote\ftnalt{\super\chftn} end}" => "a[^1]\n\n[^1]: end";
    footnote_behind_italic r"{\i a}{\cs18\super\chftn}{\footnote\pard b}" => "*a*[^1]\n\n[^1]: b";
    footnote_in_italic r"{\i a{\cs18\super\chftn}{\footnote\pard b} c}" => "*a[^1] c*\n\n[^1]: b";
    footnote_behind_a_raised_blank r"a{\super  {\chftn}{\footnote\pard b}} c" => "a [^1] c\n\n[^1]: b";
    two_footnotes r"a{\super\chftn}{\footnote{\super\chftn} one} b{\super\chftn}{\footnote{\super\chftn} two}" => "a[^1] b[^2]\n\n[^1]: one\n\n[^2]: two";

    // Comments: left out, unless the option says otherwise.
    comment r"a{\*\atrfstart 1}b{\*\atrfend 1}{\*\atnid JD}{\*\atnauthor Jane}\chatn{\*\annotation{\*\atndate 1}{\*\atnref 1}\pard\plain{\chatn }Not so.}c" => "abc";

    // Bookmarks.
    field_button_of_a_macro r"a {\field{\*\fldinst MACROBUTTON  NoMacro [Click here] \\* MERGEFORMAT}{\fldrslt }} b" => "a [Click here] b";
    field_button_to_a_page r"a\tab {\field{\*\fldinst GOTOBUTTON _Toc1 {\field{\*\fldinst PAGEREF _Toc1}{\fldrslt 3}}}}" => "a\t3";
    link_to_the_top r#"{\field{\*\fldinst HYPERLINK \\l ""}{\fldrslt a}}"# => "[a](#)";
    bookmark_of_nothing r"a{\*\bkmkstart _GoBack}{\*\bkmkend _GoBack}b{\*\bkmkstart OLE_LINK1}c{\*\bkmkend OLE_LINK1}" => "abc";
    bookmark_with_a_link r#"{\*\bkmkstart x}a{\*\bkmkend x} {\field{\*\fldinst HYPERLINK \\l "x"}{\fldrslt b}}"# => "<a id=\"x\"></a>a [b](#x)";
    bookmark_around_nothing r"a {\*\bkmkstart here}{\*\bkmkend here}b" => "a <a id=\"here\"></a>b";
    bookmarks_around_nothing_at_one_place r"{\*\bkmkstart x}{\*\bkmkstart y}{\*\bkmkend x}{\*\bkmkend y}a" => "<a id=\"x\"></a><a id=\"y\"></a>a";
    bookmark_alone_in_a_paragraph r"a\par{\*\bkmkstart x}{\*\bkmkend x}\par\pard\s1 b" => "a\n\n<a id=\"x\"></a>\n\n# b";
    bookmark_alone_that_a_link_leads_to r#"{\*\bkmkstart _Toc1}{\*\bkmkend _Toc1}\par{\field{\*\fldinst HYPERLINK \\l "_Toc1"}{\fldrslt b}}"# => "<a id=\"_Toc1\"></a>\n\n[b](#_Toc1)";
    bookmark_at_a_heading r#"\s1 a{\*\bkmkstart x}{\*\bkmkend x}\par\pard {\field{\*\fldinst HYPERLINK \\l "x"}{\fldrslt b}}"# => "# a<a id=\"x\"></a>\n\n[b](#x)";
    bookmark_behind_bold_text r"{\b a}{\*\bkmkstart x}{\*\bkmkend x}b" => "**a**<a id=\"x\"></a>b";
    bookmark_with_columns r#"{\*\bkmkstart\bkmkcolf0\bkmkcoll1 x}a{\*\bkmkend x} {\field{\*\fldinst HYPERLINK \\l "x"}{\fldrslt b}}"# => "<a id=\"x\"></a>a [b](#x)";

    // Field machinery.
    field_flags r#"{\field\flddirty\fldedit\fldlock\fldpriv{\*\fldinst{ HYPERLINK "u" }}{\fldrslt{\ul\cf1 a}}}"# => "[a](u)";
    field_split_over_groups r##"{\field{\*\fldinst {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1  HYPER}{\rtlch\fcs1 \af0 \ltrch\fcs0 \lang1031\insrsid2 LINK "http://a}{\rtlch\fcs1 \af0 \ltrch\fcs0 .b" }{{\*\datafield 00d0c9ea}}}{\fldrslt {\cs11\ul\cf1 a}}}\sectd\linex0"## => "[a](http://a.b)";
    field_without_result r#"{\field{\*\fldinst HYPERLINK "http://a.b/"}}"# => "http://a.b/";
    field_with_an_empty_result r#"{\field{\*\fldinst HYPERLINK "http://a.b/"}{\fldrslt }}x"# => "<http://a.b/>x";
    field_without_groups r#"{\field{\*\fldinst HYPERLINK \\l "bm"}{\fldrslt a}}{\*\bkmkstart bm}{\*\bkmkend bm}"# => "[a](#bm)<a id=\"bm\"></a>";
    field_without_a_star r#"{\field{\fldinst{HYPERLINK "u"}}{\fldrslt{a}}}"# => "[a](u)";
    field_in_a_field r#"{\field{\*\fldinst HYPERLINK "{\field{\*\fldinst MERGEFIELD X}{\fldrslt u}}"}{\fldrslt a}}"# => "[a](u)";

    // HYPERLINK.
    link_with_a_fragment r#"{\field{\*\fldinst HYPERLINK "http://a.b/" \\l "frag"}{\fldrslt a}}"# => "[a](http://a.b/#frag)";
    link_with_a_tip r#"{\field{\*\fldinst HYPERLINK "http://a.b/" \\o "A tip" \\t "_blank"}{\fldrslt a}}"# => "[a](http://a.b/ \"A tip\")";
    link_with_switches r#"{\field{\*\fldinst HYPERLINK "http://a.b/" \\m \\n \\s x}{\fldrslt a}}"# => "[a](http://a.b/)";
    link_without_quotes r#"{\field{\*\fldinst{HYPERLINK http://a.b/c }}{\fldrslt{a}}}"# => "[a](http://a.b/c)";
    link_to_a_file r#"{\field{\*\fldinst HYPERLINK "C:\\\\dir\\\\my file.doc"}{\fldrslt a}}"# => r"[a](C:\dir\my%20file.doc)";
    link_with_percent r#"{\field{\*\fldinst HYPERLINK "http://a.b/x%5Cy%20z"}{\fldrslt a}}"# => "[a](http://a.b/x%5Cy%20z)";
    link_with_hex_and_unicode r#"{\field{\*\fldinst HYPERLINK "http://a.b/\'e9\u8364?"}{\fldrslt a}}"# => "[a](http://a.b/%C3%A9%E2%82%AC)";
    link_in_smart_quotes r#"{\field{\*\fldinst HYPERLINK \ldblquote http://a.b/\rdblquote }{\fldrslt a}}"# => "[a](http://a.b/)";
    link_that_is_its_text r#"{\field{\*\fldinst HYPERLINK "http://a.b/"}{\fldrslt{\ul\cf1 http://a.b/}}}"# => "http://a.b/";
    link_to_mail r#"{\field{\*\fldinst HYPERLINK "mailto:a@b.c"}{\fldrslt a@b.c}}"# => "a@b.c";
    link_over_paragraphs r#"{\field{\*\fldinst HYPERLINK "u"}{\fldrslt a\par b}}"# => "[a](u)\n\n[b](u)";
    link_in_bold r#"{\b{\field{\*\fldinst HYPERLINK "u"}{\fldrslt{\b a}}}}"# => "**[a](u)**";
    link_with_a_page_reference r#"{\field{\*\fldinst HYPERLINK \\l "_Toc1"}{\fldrslt a {\field{\*\fldinst PAGEREF _Toc1 \\h}{\fldrslt 7}}}}"# => "[a 7](#_Toc1)";

    // RichEdit's friendly links.
    friendly_link r#"{{\field{\*\fldinst{HYPERLINK http://a.b/ }}{\fldrslt{http://a.b/\ul0\cf0}}}}\f0\fs22  b"# => "http://a.b/ b";
    friendly_link_named r#"{\f0\fs22{\field{\*\fldinst{HYPERLINK "http://a.b/"}}{\fldrslt{\ul\cf1\cf1\ul a}}}}\f0\fs22\cf0\ulnone  b"# => "[a](http://a.b/) b";
    friendly_links_in_a_row r#"{{\field{\*\fldinst{HYPERLINK "u"}}{\fldrslt{a}}}}{{\field{\*\fldinst{HYPERLINK "v"}}{\fldrslt{b}}}}"# => "[a](u)[b](v)";

    // Addresses as text.
    address_in_text r"see http://a.b/c_d_e now" => "see http://a.b/c_d_e now";

    // INCLUDEPICTURE.
    linked_picture r#"{\field{\*\fldinst INCLUDEPICTURE "http://a.b/c.png" \\d \\* MERGEFORMATINET}{\fldrslt}}"# => "![](http://a.b/c.png)";
    linked_picture_without_result r#"{\field{\*\fldinst INCLUDEPICTURE c.png \\d}}"# => "![](c.png)";

    // Other fields.
    page_and_date r#"{\field{\*\fldinst PAGE}{\fldrslt 3}} {\field{\*\fldinst DATE \\@ "d.M.yyyy"}{\fldrslt 1.2.2024}} {\field{\*\fldinst NUMPAGES}{\fldrslt 9}}"# => "3 1.2.2024 9";
    sequence r#"Figure {\field{\*\fldinst SEQ Figure \\* ARABIC}{\fldrslt 2}}"# => "Figure 2";
    reference r#"see {\field{\*\fldinst REF _Ref1 \\h}{\fldrslt Table 1}}"# => "see Table 1";
    merge_field r#"{\field{\*\fldinst MERGEFIELD "First Name" \\* MERGEFORMAT}}"# => "«First Name»";
    merge_field_of_word r#"{\field{\*\fldinst{ MERGEFIELD Name }}{\fldrslt{\noproof\'abName\'bb}}}"# => "«Name»";
    condition r#"{\field{\*\fldinst IF "1" = "1" "yes" "no"}{\fldrslt yes}}"# => "yes";

    // Form fields.
    form_text r"{\field{\*\fldinst{FORMTEXT {\*\formfield{\fftype0{\*\ffname T}{\*\ffdeftext d}}}}}{\fldrslt abc}}" => "abc";
    form_check_box r"{\field{\*\fldinst{FORMCHECKBOX {\*\formfield{\fftype1\ffres1\fftypetxt0\ffhps20\ffdefres0{\*\ffname C}}}}}{\fldrslt}} a" => "☒ a";
    form_drop_down r"{\field{\*\fldinst{FORMDROPDOWN {\*\formfield{\fftype2\ffres25\ffhaslistbox\ffdefres1{\*\ffname D}{\*\ffl one}{\*\ffl two}}}}}{\fldrslt}}" => "two";

    // SYMBOL.
    symbol_field r#"{\field{\*\fldinst SYMBOL 183 \\f "Symbol" \\s 10}{\fldrslt}}a"# => "•a";
    symbol_field_of_word r#"{\field{\*\fldinst {SYMBOL 97 \\f "Symbol" \\s 11}}{\fldrslt{\f2\fs22}}}"# => "α";
    symbol_field_unicode r#"{\field{\*\fldinst SYMBOL 8364 \\u \\f Calibri}{\fldrslt}}"# => "€";

    // Mathematics.
    math_of_word r"{\mmath{\*\moMath{\mf{\mfPr}{\mnum{\mr a}}{\mden{\mr b}}}}}" => "a/b";
    math_parts r"{\mmath{\*\moMath{\mf{\mnum{\mr a+1}}{\mden{\mr 12}}}{\msSup{\me{\mr c}}{\msup{\mr 2}}}{\msSub{\me{\mr x}}{\msub{\mr i}}}}}" => "(a+1)/12 c<sup>2</sup>x<sub>i</sub>";
    math_roots_and_brackets r"{\mmath{\*\moMath{\mrad{\mradPr{\mdegHide 1}}{\mdeg}{\me{\mr x}}}{\md{\mdPr{\mctrlPr\f1}}{\me{\mr a+b}}}{\md{\mdPr{\mbegChr [}{\mendChr ]}}{\me{\mr c}}}}}" => "√(x)(a+b)[c]";
    math_sums r"{\mmath{\*\moMath{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr i=0}}{\msup{\mr n}}{\me{\mr i}}}}}" => "∑<sub>i=0</sub><sup>n</sup>i";
    equation_without_a_result r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }}" => "1/2";
    equation_field r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt 1/2}}" => "1/2";

    // Automatic text.
    automatic_text r"a\chdate b\chtime c\chpgn d\sectnum e" => "abcde";

    // Ruby.
    ruby_without_a_result r#"{\field{\*\fldinst EQ \\* jc2 \\* "Font:MS Mincho" \\* hps10 \\o\\ad(\\s\\up 9(x),y)}{\fldrslt }}z"# => "yz";
    ruby r"{\field{\*\fldinst EQ \\* jc2 \\* hps10 \\o(\\s\\up 9(x),y)}{\fldrslt y}}{\*\fchars !,}{\*\lchars $}" => "y";
}
