//! Words of tables, notes, boxes and joined paragraphs in any order: no text is lost, and none stands twice.

use proptest::prelude::*;

use super::rows::markdown;

/// What stands between words.
const PIECES: [&str; 20] = [
    r"\cell ",
    r"\nestcell ",
    r"\row ",
    r"\nestrow ",
    r"\par ",
    r"\itap2 ",
    r"\itap1 ",
    r"\intbl ",
    r"\pard ",
    r"\pard\intbl ",
    r"\trowd\cellx900\cellx2000 ",
    r"{\*\nesttableprops\trowd\cellx500\nestrow}",
    r"{\nonesttables\par}",
    r"{\deleted\par}",
    r"\dropcapli2 ",
    r"{\footnote %\par}",
    r"{\shp{\*\shpinst{\shptxt %\par}}}",
    r"{\listtext 1.\tab}\ls1 ",
    "%",
    "%",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_none_stands_twice(picked in prop::collection::vec(prop::sample::select(&PIECES[..]), 2..16)) {
        let (mut body, mut words) = (String::new(), Vec::new());
        for (at, piece) in picked.iter().enumerate() {
            let word = format!("w{at}q");
            body += &piece.replace('%', &format!("{word} "));
            if piece.contains('%') {
                words.push(word);
            }
        }
        let text = markdown(format!(r"{{\rtf1 {body}}}"));
        for word in words {
            prop_assert_eq!(text.matches(&word).count(), 1, "{} in {} from {}", word, text, body);
        }
    }
}

/// What is anchored in a row of a row that ends as an outer one does comes once.
#[test]
fn what_stands_in_the_end_of_a_row_comes_once() {
    let shape = r"{\shp{\*\shpinst{\shptxt w \par}}}";
    for (before, behind) in [
        (r"\itap2 ", r"\row \itap1 \cell "),
        (r"\itap2 ", r"\row "),
        (r"\itap3 ", r"\row \itap2 \nestcell \itap1 \cell "),
        (r"\itap2 ", r"\nestrow x\cell\row "),
        (r"\intbl ", r"\row "),
    ] {
        let text = markdown(format!(r"{{\rtf1 {before}{shape}{behind}}}"));
        assert_eq!(text.matches('w').count(), 1, "{text} from {before}{behind}");
    }
}
