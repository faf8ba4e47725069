//! Markdown such as people write it in their READMEs comes back from RTF: here byte for byte.
//!
//! Shape   one line, one test: Markdown -> RTF -> Markdown, and the same once more.
//! Source  `docs/mapping.md`; the examples of CommonMark have a test of their own.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn trip(markdown: &str) -> String {
    let converter = Converter::new(Options::default()).expect("default options are good");
    let rtf = converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes());
    let back = converter.convert(Format::Rtf, Format::Markdown, &rtf.expect("Markdown is read"));
    String::from_utf8(back.expect("RTF is read")).expect("Markdown is UTF-8")
}

macro_rules! comes_back {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        $(#[test] fn $name() {
            let once = trip(concat!($source, "\n"));
            assert_eq!(once, concat!($expected, "\n"));
            assert_eq!(trip(&once), once, "twice");
        })*
    };
    ($($name:ident $source:expr;)*) => { comes_back! { $($name $source => $source;)* } };
}

comes_back! {
    anchor_before_a_heading "<a id=\"x\"></a>\n\n## Head";
    anchor_in_a_heading "## <a id=\"x\"></a>Head";
    anchor_in_a_heading_with_a_link_to_it "## Head<a id=\"x\"></a>\n\n[a](#x) [b](#head)";
    anchors_at_one_place "<a id=\"x\"></a><a id=\"y\"></a>\n\n## Head";
    anchor_and_text "<a id=\"x\"></a> text";
    anchor_in_an_item "- <a id=\"x\"></a>a\n- b";
    anchor_in_a_cell "| <a id=\"x\"></a> | b |\n| --- | --- |\n| c | <a id=\"y\"></a>d |";
    anchor_between_emphasis "*a*<a id=\"x\"></a>*b*";
    note_behind_emphasis "*a*[^1] **b**[^1] ~~c~~[^2]\n\n[^1]: d\n\n[^2]: e";
    note_in_emphasis "*a[^1] b*\n\n[^1]: c";
    note_among_raised_text "a<sup>b[^1]c</sup>\n\n[^1]: d";
    link_to_the_top "[a](#)";
    breaks_and_nothing_else "a\n\n<br><br>\n\nb";
    breaks_before_text "<br><br>**a**\n\n<br>b<br>";
    bullet_that_is_text "\u{2022} `a`\n\n**\u{2022} b**\n\n\u{25E6} c";
    number_that_is_text "1\\.\ta";
    bullet_that_is_text_in_an_item "- a\n\n  \u{2022} b\n\n- \u{2022} c";
    box_as_an_emoji "- \u{2611}\u{FE0F} **a**";
    address_behind_an_open_bracket "- a ([#1\\](<https://a.b/c>\n- d";
    alert_behind_an_empty_line "> [!NOTE]\n>\n> a\n\n- > [!Tip]\n  >\n  > - a";
    alert_behind_a_break "> [!NOTE]  \n> a\n\n> [!tip]  \n> b\n\n> [!TIP]\n> c";
    headings_of_nothing "#\n\na\n\n###\n\n- ##\n\n- b\n\n  #\n\n> #\n\n#";
    heading_of_nothing_in_a_note "a[^1]\n\n[^1]: #\n\n    b";
    code_of_blanks "` `\n\n# `  `\n\n| a | b |\n| --- | --- |\n| ` ` | `  ` |\n\n- ` `\n- > ` `";
    looks_that_touch "<sup>\\*</sup><sup>+</sup> <kbd>a</kbd><kbd>b</kbd><kbd>c</kbd> **<u>a</u><u>b</u>** <sub>*a*</sub><sub>b</sub>";
    raised_text_in_lowered "<sup><sub>`a` b</sub></sup> <sub>a **<sup>b</sup>** c</sub> <sup>a<sup>b</sup></sup>";
    raised_text_beside_lowered "<sup>a</sup><sub>b</sub><sup>c</sup>";
    lists_of_other_bullets_behind_deeper_ones "- s\n\n  - a\n\n  * b\n    - x\n\n  - c\n    - y";
    control_character_in_an_info_string "```a&#8;b\nc\n```\n\n- ~~~`&#127;\n  c\n  ~~~";
    address_between_brackets "Thanks to (a)[https://a.b/c] and [ www.a.b ] and https://d.e";
}

comes_back! {
    link_without_text "[](#x) a [](http://a.b/?c&d \"e\")" => "<a href=\"#x\"></a> a <a href=\"http://a.b/?c&amp;d\" title=\"e\"></a>";
    control_character_behind_a_fence "``` \u{8}\n\u{8}a\n```\n\n- ```a\u{8}` ``` b" => "```&#8;\na\n```\n\n- ``a` `` b";
    control_character_behind_what_closes_no_code "~~~\na\n~~~\u{8}" => "```\na\n~~~\n```";
    alert_with_blanks_behind "> [!NOTE]   \n> - a\n\n> [!NOTE] \n> b\n\n> [!TIP]\n>\n" => "> [!NOTE]\n> - a\n\n> [!NOTE]\n> b\n\n> [!TIP]";
    address_with_the_scheme_of_mail "To mailto:a.b@c.de, &lt;mailto:a.b@c.de&gt;" => "To <mailto:a.b@c.de>, \\<<mailto:a.b@c.de>>";
    code_in_lines "> a `b\n>    c` `d   \n  e`\n\n- `\n     f `" => "> a `b c` `d    e`\n\n- `f`";
    link_that_was_never_closed "- a ([#1](https://a.b/c\n- d" => "- a ([#1\\](<https://a.b/c>\n- d";
}
