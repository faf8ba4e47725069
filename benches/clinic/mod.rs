//! Clinic notes of any size, as Markdown and as the RTF that RichEdit and Word write.
//!
//! Shape   sections of paragraphs, lists and tables, drawn by a small generator with a fixed seed:
//!         the same number gives the same note.
//! Units   bytes; a note is as long as asked for or a little longer.
#![allow(dead_code, missing_docs)]

use std::fmt::Write;

/// Which program's RTF a note looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dress {
    /// Two fonts and no stylesheet.
    RichEdit,
    /// Dozens of fonts and styles, and a list table.
    Word,
}

struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % below
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.next(from.len())]
    }
}

const FINDINGS: [&str; 12] = [
    "Patient seen in follow-up for mild persistent asthma",
    "Reports no chest pain, no dyspnoea at rest",
    "Sleeps well, appetite unchanged since the last visit",
    "Lungs clear to auscultation, no wheeze",
    "Blood pressure taken twice, sitting, right arm",
    "Wound dry, edges well approximated, sutures out on Friday",
    "Denies tobacco; alcohol two units a week",
    "Hearing aid fitted left, tolerated well",
    "Knee stable, full extension, flexion to 120 degrees",
    "Discussed the results by telephone with Mrs Ærø",
    "Referred to Dr Müller for the second opinion",
    "Vaccination given in the left deltoid, no reaction",
];
const DRUGS: [&str; 6] = [
    "Salbutamol inhaler",
    "Budesonide 200 micrograms",
    "Metformin 500 mg",
    "Ramipril 2.5 mg",
    "Paracetamol 1 g",
    "Amoxicillin 750 mg",
];
const DOSES: [&str; 5] = ["as needed", "twice a day", "at night", "once a day", "for seven days"];
const HEADINGS: [&str; 5] = ["History", "Examination", "Medication", "Assessment", "Plan"];

/// One piece of a note.
enum Part {
    Heading(&'static str),
    /// Plain, bold, plain, italic text.
    Paragraph([&'static str; 4]),
    List(Vec<(&'static str, &'static str)>),
    Table(Vec<[String; 3]>),
}

fn part(number: usize, draw: &mut Draw) -> Part {
    match number % 6 {
        0 => Part::Heading(HEADINGS[number / 6 % HEADINGS.len()]),
        3 => Part::List(
            (0..2 + draw.next(3)).map(|_| (draw.pick(&DRUGS), draw.pick(&DOSES))).collect(),
        ),
        5 if number % 12 == 11 => {
            let row = |draw: &mut Draw, day: usize| {
                let pressure = format!("{}/{}", 110 + draw.next(40), 60 + draw.next(30));
                [format!("Day {day}"), pressure, format!("{}", 58 + draw.next(30))]
            };
            Part::Table((1..3 + draw.next(4)).map(|day| row(draw, day)).collect())
        }
        _ => Part::Paragraph([
            draw.pick(&FINDINGS),
            draw.pick(&DRUGS),
            draw.pick(&DOSES),
            draw.pick(&FINDINGS),
        ]),
    }
}

/// A note as Markdown, `bytes` long or a little longer.
pub(crate) fn markdown(bytes: usize, seed: u64) -> String {
    let mut draw = Draw(seed ^ 0x5DEE_CE66D);
    let mut text = String::with_capacity(bytes + 500);
    let mut number = 0;
    while text.len() < bytes {
        match part(number, &mut draw) {
            Part::Heading(title) => write!(text, "## {title}\n\n"),
            Part::Paragraph([first, bold, plain, italic]) => {
                write!(text, "{first}. **{bold}** {plain}.\n*{italic}.*\n\n")
            }
            Part::List(items) => {
                for (drug, dose) in items {
                    let _ = writeln!(text, "- **{drug}**, {dose}");
                }
                writeln!(text)
            }
            Part::Table(rows) => {
                text.push_str("| Day | Pressure | Pulse |\n|---|---:|---:|\n");
                for [day, pressure, pulse] in rows {
                    let _ = writeln!(text, "| {day} | {pressure} | {pulse} |");
                }
                writeln!(text)
            }
        }
        .expect("strings take everything");
        number += 1;
    }
    text
}

/// A note as RTF, `bytes` long or a little longer, the header included. Word's is as long as that
/// and six parts at least.
pub(crate) fn rtf(bytes: usize, dress: Dress, seed: u64) -> Vec<u8> {
    let mut draw = Draw(seed ^ 0x5DEE_CE66D);
    let mut text = match dress {
        Dress::RichEdit => RICHEDIT.to_owned(),
        Dress::Word => word_header(),
    };
    let word = dress == Dress::Word;
    let mut number = 0;
    while text.len() < bytes || number < 6 {
        match part(number, &mut draw) {
            Part::Heading(title) if word => write!(
                text,
                "\\pard\\plain \\ltrpar\\s2\\ql \\li0\\ri0\\sb160\\sa80\\keepn\\widctlpar\\outlinelevel1 \
                 \\rtlch\\fcs1 \\af31503\\afs32 \\ltrch\\fcs0 \\f31502\\fs32\\lang1033 \
                 {{\\rtlch\\fcs1 \\af31503 \\ltrch\\fcs0 \\insrsid7412 {title}\r\n\\par }}"
            ),
            Part::Heading(title) => {
                write!(text, "\\pard\\sb240\\sa60\\b\\f0\\fs28 {title}\\b0\\fs22\\par\r\n\\pard\\sa200 ")
            }
            Part::Paragraph([first, bold, plain, italic]) if word => write!(
                text,
                "\\pard\\plain \\ltrpar\\ql \\li0\\ri0\\sa160\\sl278\\slmult1\\widctlpar\\wrapdefault \
                 \\rtlch\\fcs1 \\af31507\\afs24 \\ltrch\\fcs0 \\f31506\\fs24\\lang1033 \
                 {{\\rtlch\\fcs1 \\af31507 \\ltrch\\fcs0 \\insrsid7412 {}. }}\
                 {{\\rtlch\\fcs1 \\ab\\af31507 \\ltrch\\fcs0 \\b\\insrsid7412 {bold}}}\
                 {{\\rtlch\\fcs1 \\af31507 \\ltrch\\fcs0 \\insrsid7412  {plain}. }}\
                 {{\\rtlch\\fcs1 \\ai\\af31507 \\ltrch\\fcs0 \\i\\insrsid7412 {}.\r\n\\par }}",
                Escaped(first),
                Escaped(italic)
            ),
            Part::Paragraph([first, bold, plain, italic]) => write!(
                text,
                "{}. \\b {bold}\\b0  {plain}. \\i {}.\\i0\\par\r\n",
                Escaped(first),
                Escaped(italic)
            ),
            Part::List(items) => {
                for (item, (drug, dose)) in items.iter().enumerate() {
                    let _ = if word {
                        write!(
                            text,
                            "{{\\listtext\\pard\\plain\\ltrpar \\s15 \\rtlch\\fcs1 \\af31507 \\ltrch\\fcs0 \
                             \\f3\\insrsid7412 \\loch\\af3\\dbch\\af31505\\hich\\f3 \\'b7\\tab}}\
                             \\pard\\plain \\ltrpar\\s15\\ql \\fi-360\\li720\\ri0\\sa160\\widctlpar\
                             \\ls1\\adjustright\\rin0\\lin720\\itap0 \\rtlch\\fcs1 \\af31507 \\ltrch\\fcs0 \
                             \\f31506\\fs24 {{\\rtlch\\fcs1 \\ab\\af31507 \\ltrch\\fcs0 \\b\\insrsid7412 {drug}}}\
                             {{\\rtlch\\fcs1 \\af31507 \\ltrch\\fcs0 \\insrsid7412 , {dose}\r\n\\par }}"
                        )
                    } else if item == 0 {
                        write!(
                            text,
                            "\\pard{{\\pntext\\f2\\'B7\\tab}}{{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0\
                             {{\\pntxtb\\'B7}}}}\\fi-200\\li200\\sa200 \\b {drug}\\b0 , {dose}\\par\r\n"
                        )
                    } else {
                        write!(text, "{{\\pntext\\f2\\'B7\\tab}}\\b {drug}\\b0 , {dose}\\par\r\n")
                    };
                }
                write!(text, "{}", if word { "" } else { "\\pard\\sa200 " })
            }
            Part::Table(rows) => {
                for cells in rows {
                    text.push_str(
                        "\\trowd\\trgaph108\\trleft-108\\cellx1500\\cellx3200\\cellx4500\\pard\\intbl ",
                    );
                    for cell in cells {
                        let _ = write!(text, "{cell}\\cell ");
                    }
                    text.push_str("\\row\r\n");
                }
                write!(text, "\\pard\\sa200 ")
            }
        }
        .expect("strings take everything");
        number += 1;
    }
    text.push_str("}\r\n\0");
    text.into_bytes()
}

/// Latin text as `\'xx`.
struct Escaped(&'static str);

impl std::fmt::Display for Escaped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            ' '..='~' => f.write_char(c),
            c => write!(f, "\\'{:02x}", c as u32),
        })
    }
}

const RICHEDIT: &str = "{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat\\deflang1033\
{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}{\\f1\\fnil\\fcharset0 Microsoft Sans Serif;}\
{\\f2\\fnil\\fcharset2 Symbol;}}\r\n{\\colortbl ;\\red0\\green0\\blue0;}\r\n\
{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard\\sa200\\sl276\\slmult1\\f0\\fs22 ";

const FACES: [&str; 14] = [
    "Times New Roman",
    "Courier New",
    "Symbol",
    "Wingdings",
    "Cambria Math",
    "Aptos Display",
    "Aptos",
    "Aptos SemiBold",
    "Segoe UI Semilight",
    "Calibri Light",
    "Microsoft Sans Serif",
    "Tahoma",
    "Lucida Sans Unicode",
    "Yu Mincho",
];

const STYLES: [&str; 34] = [
    "Normal",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "heading 5",
    "heading 6",
    "heading 7",
    "heading 8",
    "heading 9",
    "Title",
    "Subtitle",
    "Quote",
    "List Paragraph",
    "Intense Quote",
    "header",
    "footer",
    "toc 1",
    "toc 2",
    "toc 3",
    "caption",
    "Body Text",
    "Body Text Indent 2",
    "Balloon Text",
    "List Bullet",
    "List Bullet 2",
    "List Number",
    "Plain Text",
    "HTML Preformatted",
    "annotation text",
    "annotation subject",
    "footnote text",
    "endnote text",
    "No Spacing",
];

const CHARACTER_STYLES: [&str; 8] = [
    "Default Paragraph Font",
    "Hyperlink",
    "FollowedHyperlink",
    "Strong",
    "Emphasis",
    "HTML Code",
    "Intense Emphasis",
    "annotation reference",
];

fn word_header() -> String {
    let mut text = String::from(
        "{\\rtf1\\adeflang1025\\ansi\\ansicpg1252\\uc1\\adeff31507\\deff0\\stshfdbch31505\
         \\stshfloch31506\\stshfhich31506\\stshfbi31507\\deflang1033\\deflangfe1033{\\fonttbl",
    );
    for (number, face) in FACES.iter().enumerate() {
        let _ = write!(
            text,
            "{{\\f{number}\\fbidi \\fswiss\\fcharset{}\\fprq2{{\\*\\panose 020b0004020202020204}}{face};}}",
            if matches!(*face, "Symbol" | "Wingdings") { 2 } else { 0 }
        );
    }
    // Word lists its theme's fonts, and then each again for the scripts of Europe and the East.
    for (number, face) in
        [(31502, FACES[5]), (31505, FACES[13]), (31506, FACES[6]), (31507, FACES[0])]
    {
        let _ = write!(text, "{{\\f{number}\\fbidi \\fswiss\\fcharset0\\fprq2 {face};}}\r\n");
    }
    let scripts = [
        ("CE", 238),
        ("Cyr", 204),
        ("Greek", 161),
        ("Tur", 162),
        ("Baltic", 186),
        ("(Vietnamese)", 163),
    ];
    for (number, face) in [0usize, 1, 6, 11].into_iter().enumerate() {
        for (at, (script, charset)) in scripts.iter().enumerate() {
            let _ = write!(
                text,
                "{{\\f{}\\fbidi \\fswiss\\fcharset{charset}\\fprq2 {} {script};}}",
                40 + number * scripts.len() + at,
                FACES[face]
            );
        }
    }
    text.push_str(
        "}\r\n{\\colortbl;\\red0\\green0\\blue0;\\red0\\green0\\blue255;}\r\n{\\stylesheet",
    );
    for (number, style) in STYLES.iter().enumerate() {
        let (number, based) = if number == 0 { (0, "") } else { (number, "\\sbasedon0 ") };
        let number = if number >= 15 { number + 1 } else { number };
        let _ = write!(
            text,
            "{{\\s{number}\\ql \\li0\\ri0\\sa160\\widctlpar\\rtlch\\fcs1 \\af31507\\afs24 \\ltrch\\fcs0 \
             \\f31506\\fs24\\lang1033 {based}\\snext{number} \\sqformat {style};}}\r\n"
        );
    }
    for (number, style) in CHARACTER_STYLES.iter().enumerate() {
        let _ = write!(text, "{{\\*\\cs{} \\additive \\ssemihidden {style};}}", 60 + number);
    }
    text.push_str(
        "}\r\n{\\*\\listtable{\\list\\listtemplateid7\\listhybrid{\\listlevel\\levelnfc23\\levelstartat1\
         {\\leveltext\\'01\\u-3913 ?;}{\\levelnumbers;}\\f3\\fi-360\\li720 }\\listid70}}\
         {\\*\\listoverridetable{\\listoverride\\listid70\\listoverridecount0\\ls1}}\r\n\
         {\\info{\\title Clinic note}{\\author Dr Example}}\\paperw11906\\paperh16838\\ltrsect\r\n",
    );
    text
}
