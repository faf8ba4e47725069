//! What the report says of a document: every kind of loss with its count and the place of the first,
//! and nothing where nothing but layout is lost.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn report_with(source: &[u8], options: &str) -> Report {
    let options = Options::parse(options).expect("options");
    let converter = Converter::new(options).expect("converter");
    converter.convert(Format::Rtf, Format::Markdown, source).expect("any RTF is read");
    converter.report()
}

/// A file with fonts, colours and styles.
fn file(body: &str) -> String {
    let header = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Calibri;}{\f1\fmodern\fcharset0 Courier New;}{\f2\fswiss\fcharset0 Arial;}{\f3\fswiss\fcharset204 Arial CYR;}{\f4\fnil\fcharset2 Symbol;}{\f5\fswiss\fcharset0 Calibri-Bold;}{\f6\fnil\fcharset204 Calibri CYR;}}{\colortbl;\red255\green0\blue0;\red255\green255\blue0;\red230\green230\blue230;\red255\green255\blue255;}{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s7 caption;}{\*\cs2 HTML Code;}{\*\cs3 Hyperlink;}}\pard\plain\f0\fs22 The text of the body is longer than all the rest.\par ";
    format!("{header}{body}}}")
}

/// Asserts that exactly one kind is lost, so many times, first where `place` begins in the file.
fn loses(source: &str, loss: Loss, count: u32, place: &str) {
    let report = report_with(source.as_bytes(), "ComplexTables=Flatten");
    let lost: Vec<_> = report.iter().map(|(loss, _)| loss.name()).collect();
    assert_eq!(lost, [loss.name()], "{source}");
    let entry = report.get(loss);
    let place = source.rfind(place).expect("the place is in the file");
    assert_eq!((entry.count, entry.first), (count, place), "{source}");
}

macro_rules! losses {
    ($($name:ident $source:expr => $loss:ident $count:literal $place:literal;)*) => {
        $(#[test] fn $name() { loses(&file($source), Loss::$loss, $count, $place); })*
    };
}

losses! {
    header r"{\header\pard top\par}a" => HeaderFooter 1 r"\header";
    control_characters_in_bytes "a\\'02b\u{1f}\u{7f}c\\u3?" => ControlCharacter 4 r"\'02";
    control_characters_as_they_stand "a\r\n\0\u{2}b{\\*\\nosuch \u{3}}{\\v\u{4}}" => ControlCharacter 1 "\u{2}";
    header_and_footers r"{\headerl x}{\footerr y}{\footerf z}a" => HeaderFooter 3 r"\headerl";
    object_with_data r"a{\object\objemb{\*\objclass X}{\*\objdata 01}{\result b}}" => Object 1 r"\object";
    object_without_data r"a{\object\objlink{\result b}}{\object c}" => Object 2 r"\object\objlink";
    shape r"a{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 1}}}{\shprslt{\*\do\dprect}}}" => Shape 1 r"\shp{";
    shape_with_an_empty_text r"a{\shp{\*\shpinst{\shptxt \par}}}" => Shape 1 r"\shp{";
    shapes_in_a_group r"a{\shp{\*\shpinst{\shpgrp{\shp{\*\shpinst}}{\shp{\*\shpinst}}}}}" => Shape 1 r"\shp{\*\shpinst{\shpgrp";
    drawing_of_word_6 r"a{\*\do\dobxcolumn\dpline}b{\*\do\dprect}" => Shape 2 r"\*\do\dobx";
    picture_of_no_use r"a{\pict\wmetafile8 0102}{\pict\macpict 0102}" => Picture 2 r"\pict\wmeta";
    color r"a {\cf1 b} c {\cf1 d}" => Color 2 "b} c";
    color_of_letters_that_are_not_ascii r"a {\cf1 \'e9}" => Color 1 r"\'e9";
    background r"a {\chcbpat3 b}{\cb3 c}" => Color 2 "b}{";
    typeface r"plain {\f2 other} plain {\f2 other \b too}" => Font 2 "other} plain";
    size r"plain {\fs40 large} plain" => Font 1 "large";
    size_of_a_paragraph r"\pard\fs16 small print\par" => Font 1 "small";
    size_in_a_cell r"\trowd\cellx1000\pard\intbl\fs16 a\cell\row\pard" => Font 1 r"a\cell";
    size_in_a_heading r"\pard\s1\fs40 A \fs20 b\par" => Font 1 r"b\par";
    size_of_a_link r#"see {\field{\*\fldinst HYPERLINK "u"}{\fldrslt\fs40 a}}"# => Font 1 "a}}";
    capitals r"a {\caps b} {\scaps c}" => Font 2 "b} {";
    outlines r"a {\outl b}{\shad c}{\embo d}{\impr e}" => Font 4 "b}{";
    hidden_text r"a {\v b} {\v c}" => HiddenText 2 "b} {";
    comment r"a{\*\atnid A}{\*\atnauthor A}\chatn{\*\annotation b}" => Comment 1 r"\*\annotation";
    deleted_text r"a {\deleted b}" => DeletedText 1 "b}";
    field r"{\field{\*\fldinst DATE}{\fldrslt 1}} {\field{\*\fldinst PAGE}}" => Field 2 r"\field{\*\fldinst DATE";
    index_entry r"a{\xe b}{\*\tc c}" => Field 2 r"\xe";
    form_field r"{\field{\*\fldinst FORMCHECKBOX{\*\formfield\ffres1}}{\fldrslt}} a" => Field 1 r"\field";
    brace_too_many r"a} b} c" => RepairedBrace 2 "} b}";
    bytes_without_a_meaning r"a \u-10240? b \u-9216? c" => UndecodableByte 2 r"\u-10240";
    merged_cells r"\trowd\clmgf\cellx1000\clmrg\cellx2000\cellx3000\pard\intbl a\cell\cell b\cell\row\trowd\clvmgf\cellx1000\cellx2000\cellx3000 c\cell d\cell e\cell\row\trowd\clvmrg\cellx1000\cellx2000\cellx3000\cell d\cell e\cell\row\pard" => MergedCells 2 r"a\cell\cell";
    cells_over_two_columns r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx2000 c\cell\row\pard" => MergedCells 1 r"c\cell";
    table_in_a_table r"\trowd\cellx4000\cellx9000\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}\pard\intbl\itap1\cell x\cell\row\pard" => Table 1 r"a\nestcell";
    paragraphs_in_a_cell r"\trowd\cellx4000\cellx9000\pard\intbl a\par b\par c\cell x\cell\row\pard" => Table 1 r"a\par b\par c";
    box_of_paragraphs r"\trowd\cellx9000\pard\intbl a\par b\cell\row\pard" => Table 1 r"a\par b";
    list_in_a_cell r"\trowd\cellx9000\pard\intbl{\listtext 1.\tab}a\cell\row\pard" => Table 1 r"a\cell";
    endnote r"a{\super\chftn}{\footnote\ftnalt b}" => Note 1 r"\ftnalt";
    note_in_a_note r"a{\footnote b{\footnote c}}" => Note 1 r"\footnote c";
    endnote_in_a_note r"a{\footnote b{\footnote\ftnalt c}}" => Note 1 r"\footnote\ftnalt c";
    note_in_a_note_in_a_note r"a{\footnote b{\footnote c{\footnote d}}}" => Note 2 r"\footnote c";
    authors_of_changes r"a {\revised\revauth1\revdttm5 b}" => ChangeAuthor 1 r"\revauth1";
    fields_of_one_word r"a \chpgn , \chdate , \chtime , \sectnum" => Field 4 r"\chpgn";
    facts r"{\info{\title t}{\author u}{\operator}{\subject a}{\keywords b}{\doccomm c}{\*\company d}}{\*\userprops {\propname x}{\staticval y}}a" => Metadata 7 r"\doccomm";
    formula r"a {\mmath{\mr b}}" => Math 1 r"\mmath";
    letters_as_numbers r"{\listtext a)\tab}\pard\ls1\fi-360\li720 x\par{\listtext b)\tab}y\par" => ListStyle 1 r"x\par";
}

/// What is reported of layout, in a file of the usual look.
fn layout(body: &str) -> Vec<(&'static str, u32, Option<usize>)> {
    let source = file(body);
    let report = report_with(source.as_bytes(), "Report=Layout");
    let begin = source.find(body).expect("the body is in the file");
    let place = |first: usize| (first != usize::MAX).then(|| first - begin);
    report.iter().map(|(loss, entry)| (loss.name(), entry.count, place(entry.first))).collect()
}

#[test]
fn grounds_of_cells_and_of_letters() {
    for shade in [r"\clcbpat2", r"\clshdng2000", r"\clshdng0"] {
        let table = format!(r"\trowd{shade}\cellx1000\cellx4000\pard\intbl a\cell b\cell\row\pard");
        let found = layout(&table).iter().any(|(kind, ..)| *kind == "spacing");
        assert_eq!(found, !shade.ends_with('0') || shade.contains("2000"), "{shade}");
    }
    let report = report_with(file(r"{\chshdng2500 a} {\chshdng0 b}").as_bytes(), "");
    assert_eq!(report.get(Loss::Color).count, 1);
}

/// Each kind of class Layout, with its count and place; none of them is reported without being asked for.
#[test]
fn looks_on_paper() {
    let picture = |words: &str| format!(r"{{\pict\pngblip{words} {PIXEL}}}");
    for (body, expected) in [
        (r"\pard\qc a\par\pard\qj b\par\pard\qr c\par\pard\ql d\par", ("alignment", 3, Some(9))),
        (r"a\par\page b\column c", ("page_break", 2, Some(11))),
        (r"a\par\pard\pagebb b\par", ("page_break", 1, Some(18))),
        (r"a\sect\sectd b\sect\sectd\sbknone c", ("page_break", 1, Some(13))),
        (r"\pard\sl480\slmult1 a\par", ("spacing", 1, Some(20))),
        (r"\pard\li720 a\par\pard\fi360 b\par\pard\sb100 c\par", ("spacing", 3, Some(12))),
        (r"\pard\cbpat2 a\par\pard\shading1500 b\par", ("spacing", 2, Some(13))),
        (r"\pard\rtlpar abc\par", ("direction", 1, Some(13))),
        (r"\pard\s7 Figure 1\par", ("caption", 1, Some(9))),
        (
            r"\trowd\cellx1000\cellx4000\pard\intbl a\cell b\cell\row\pard",
            ("column_width", 1, Some(38)),
        ),
        (&picture(r"\picwgoal300\pichgoal300"), ("picture_size", 1, None)),
        (&picture(r"\picscalex200\picscaley200"), ("picture_size", 1, None)),
    ] {
        let (kind, count, place) = expected;
        assert_eq!(layout(body), [(kind, count, place)], "{body}");
        assert!(report_with(file(body).as_bytes(), "").is_empty(), "{body}");
        let strict = Options::parse(&format!("Strict={kind}")).expect("every kind may be named");
        let strict = Converter::new(strict).expect("converter");
        let source = file(body);
        let error = strict.convert(Format::Rtf, Format::Markdown, source.as_bytes()).unwrap_err();
        let begin = source.find(body).expect("the body is in the file");
        assert_eq!(error.offset, place.map(|place| begin + place), "{body}");
        assert_eq!(strict.report().iter().count(), 1, "what Strict names is reported: {body}");
    }
    for body in [
        r"\pard\ql\sl240\slmult1 a\par a\sect\sectd\sbknone b",
        "\\pard\\rtlpar\\qr \\u1513?\\u1500?\\par",
        r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\pard",
        &picture(r"\picw1\pich1\picwgoal15\pichgoal15"),
        &picture(""),
    ] {
        assert_eq!(layout(body), [], "{body}");
    }
}

#[test]
fn the_look_of_the_body_is_that_of_its_own_text() {
    let fonts = r"{\fonttbl{\f0\fmodern Courier New;}{\f1 Arial;}{\f2 Times;}}";
    // Its style for all text has a typeface that no text has.
    let other =
        format!(r"{{\rtf1{fonts}{{\stylesheet{{\f0 Normal;}}}}\f1\fs24 text\par more\par}}");
    let before = format!(r"{{\rtf1{fonts}\f2\fs40 Text of the document before.\par}}");
    for source in [&before, &other, &before, &other] {
        let report = report_with(source.as_bytes(), "");
        assert_eq!(report.get(Loss::Font).count, 0, "{source}");
    }
}

/// Looks, places and machinery that say nothing to the reader of the page, and what becomes structure.
#[test]
fn nothing_is_lost() {
    for body in [
        r"plain {\b bold} {\i italic} {\strike s} {\ul u} {\super 1} {\sub 2} {\highlight2 h}",
        r"\pard\qc\sb100\sa100\li200\fi100\sl360\slmult1\brdrb\brdrs a\par\pagebb\page b\sect c",
        r"\pard\s1\b\fs40\f2\cf1 A heading\par",
        r"{\cs2\f1\fs20\chcbpat3 code} and {\f1 code}",
        r"\pard\f1\fs18 int main;\par",
        r"{\f4\'61} {\f5\b bold face} {\f6\'cf\'f0\'e8}",
        r"{\super\fs16 small} {\chcbpat2 marked} {\cf0 black} {\chcbpat4 white}",
        r#"{\field{\*\fldinst HYPERLINK "u"}{\fldrslt\cs3\ul\cf1 link}}"#,
        r"{\field{\*\fldinst SYMBOL 183 \\f Symbol}{\fldrslt}}",
        r"a{\super\chftn}{\footnote\pard\plain\fs16{\super\chftn} small note}",
        r"{\*\bkmkstart a}b{\*\bkmkend a}{\*\unknown c}\revised d\revised0",
        r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx1000\cellx2000 c\cell d\cell\row\pard",
        r"{\listtext 1.\tab}\pard\ls1\fi-360\li720 x\par{\listtext 2.\tab}y\par",
        r"\pard{\pntext\f4\'B7\tab}{\*\pn\pnlvlblt\pnf4{\pntxtb\'B7}}\fi-360\li720 a\par",
        r"{\pict{\*\picprop{\sp{\sn fHorizRule}{\sv 1}}}\wmetafile8 0102}\par",
        r"a{\shp{\*\shpinst{\shptxt b\par}}}{\*\do\dptxbx{\dptxbxtext c}}",
        r"{\*\generator g}\lang1031\kerning1\insrsid7 a",
    ] {
        let source = file(body);
        let report = report_with(source.as_bytes(), "");
        let lost: Vec<_> = report.iter().map(|(loss, entry)| (loss.name(), entry)).collect();
        assert!(report.is_empty(), "{body}: {lost:?}");
    }
}

#[test]
fn missing_brace() {
    let source = file("a");
    let cut = &source[..source.len() - 1];
    let entry = report_with(cut.as_bytes(), "").get(Loss::RepairedBrace);
    assert_eq!((entry.count, entry.first), (1, cut.len()));
}

#[test]
fn limits() {
    let deep = format!("{{\\rtf1 {}x{}}}", "{".repeat(20), "}".repeat(20));
    let entry = report_with(deep.as_bytes(), "MaxNesting=10").get(Loss::FlattenedNesting);
    assert_eq!((entry.count, entry.first), (11, 7 + 9));
    let table = file(r"\trowd\cellx1\cellx2\pard\intbl a\cell b\cell\row\pard");
    let entry = report_with(table.as_bytes(), "MaxCells=1").get(Loss::LimitReached);
    assert_eq!((entry.count, entry.first), (1, table.rfind(r"a\cell").unwrap()));
}

/// Line ends before a token are none of it; what stands behind is found where it stands.
#[test]
fn places_behind_line_ends_and_in_utf_16() {
    let source = "{\\rtf1 a\r\n{\\header x}\r\n}";
    assert_eq!(report_with(source.as_bytes(), "").get(Loss::HeaderFooter).first, 11);
    let wide: Vec<u8> =
        "\u{FEFF}{\\rtf1 a{\\header x}}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(report_with(&wide, "").get(Loss::HeaderFooter).first, 2 + 2 * 9);
}

#[test]
fn documents_in_a_row_and_in_each_other() {
    let source = r"{\rtf1 a}{\rtf1 b{\header x}}{\rtf1 c {\rtf1{\footer y}d}}";
    let entry = report_with(source.as_bytes(), "").get(Loss::HeaderFooter);
    assert_eq!((entry.count, entry.first), (2, source.find(r"\header").unwrap()));
}

/// Losses in wrapped HTML stand where the tags stand in the RTF.
#[test]
fn wrapped_html() {
    let source = r#"{\rtf1\ansi\fromhtml1\deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}caf\'e9 {\*\htmltag84 <span style="color:red">}\htmlrtf {\cf1\htmlrtf0 a{\*\htmltag92 </span>}\htmlrtf }\htmlrtf0 \u-10240? {\*\htmltag84 <font face="Arial">}b{\*\htmltag92 </font>}{\*\htmltag72 </p>}} "#;
    let report = report_with(source.as_bytes(), "");
    // What the model holds and the target does not has the place of its words, if that is known.
    assert_eq!(report.get(Loss::Color).count, 1);
    for (loss, place) in [(Loss::UndecodableByte, r"\u-10240"), (Loss::Font, " face=")] {
        let entry = report.get(loss);
        assert_eq!((entry.count, entry.first), (1, source.find(place).unwrap()), "{}", loss.name());
    }
}

/// Compressed RTF has no places that a host could look up; kinds and counts are the same.
#[test]
fn compressed() {
    let raw = br"{\rtf1 a{\header x}{\cf1 b}}";
    let mut source = Vec::new();
    source.extend((raw.len() as u32 + 12).to_le_bytes());
    source.extend((raw.len() as u32).to_le_bytes());
    source.extend(b"MELA\0\0\0\0");
    source.extend(raw);
    let entry = report_with(&source, "").get(Loss::HeaderFooter);
    assert_eq!((entry.count, entry.first), (1, usize::MAX));
}

const PIXEL: &str = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082";

/// A folder that can't be written to is told from a picture that can't be read.
#[test]
fn folder_that_is_none() {
    let file = std::env::temp_dir().join(format!("legacybridge-report-{}", std::process::id()));
    std::fs::write(&file, "no folder").expect("a temporary file");
    let source = format!(r"{{\rtf1 a{{\pict\pngblip {PIXEL}}}}}");
    let report = report_with(source.as_bytes(), &format!("Images=Folder:{}", file.display()));
    std::fs::remove_file(&file).expect("the file is still there");
    let entry = report.get(Loss::PictureFile);
    assert_eq!((entry.count, entry.first), (1, 9));
    assert_eq!(report.get(Loss::Picture).count, 0);
    assert!(report_with(source.as_bytes(), "").is_empty());
    assert_eq!(report_with(source.as_bytes(), "Images=Skip").get(Loss::Picture).count, 1);
}
