//! What a tag's attributes say about how text looks.
//!
//! Shape   [`Look`]: the marks that an element switches on and off, and the few things that mail
//!         programs say with styles only.
//! Errors  none: a declaration that is not understood is passed over.
//! Source  CSS 2.1 property names; the `mso-` properties as Word and Outlook write them.

use super::attributes::{Range, Values};
use super::{color, reference};
use crate::document::{Alignment, Color, Direction, Kind, NumberStyle};

/// A set of marks on text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Marks(u16);

impl Marks {
    pub(super) const NONE: Marks = Marks(0);
    pub(super) const STRONG: Marks = Marks(1);
    pub(super) const EMPHASIS: Marks = Marks(2);
    pub(super) const STRIKE: Marks = Marks(4);
    pub(super) const UNDERLINE: Marks = Marks(8);
    pub(super) const SUPER: Marks = Marks(16);
    pub(super) const SUB: Marks = Marks(32);
    pub(super) const HIGHLIGHT: Marks = Marks(64);
    pub(super) const CODE: Marks = Marks(128);
    /// Nobody sees it.
    pub(super) const HIDDEN: Marks = Marks(256);
    /// The marker of a list item, which Word writes as text.
    pub(super) const MARKER: Marks = Marks(512);
    /// Keys to press.
    pub(super) const KEYS: Marks = Marks(1024);
    /// Small capitals.
    pub(super) const SMALL: Marks = Marks(2048);
    /// What nobody misses that it is hidden: it says once more what the document says in its own way.
    pub(super) const SILENT: Marks = Marks(4096);
    /// Blanks count.
    pub(super) const BLANKS: Marks = Marks(8192);
    /// Line ends are breaks.
    pub(super) const LINES: Marks = Marks(32768);
    /// Around references to notes: signs there say nothing.
    pub(super) const AROUND: Marks = Marks(16384);
    /// Hidden, and not missed.
    pub(super) const UNSAID: Marks = Marks(256 | 4096);
    /// The marks that are containers in a document, and which.
    pub(super) const CONTAINERS: [(Marks, Kind); 9] = [
        (Marks::STRONG, Kind::Strong),
        (Marks::EMPHASIS, Kind::Emphasis),
        (Marks::STRIKE, Kind::Strike),
        (Marks::UNDERLINE, Kind::Underline),
        (Marks::SUPER, Kind::Superscript),
        (Marks::SUB, Kind::Subscript),
        (Marks::HIGHLIGHT, Kind::Highlight),
        (Marks::KEYS, Kind::Keyboard),
        (Marks::SMALL, Kind::SmallCaps),
    ];
    /// The others.
    pub(super) const NO_CONTAINERS: Marks = Marks(
        Marks::CODE.0
            | Marks::HIDDEN.0
            | Marks::MARKER.0
            | Marks::SILENT.0
            | Marks::BLANKS.0
            | Marks::LINES.0
            | Marks::AROUND.0,
    );

    pub(super) fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    pub(super) fn both(self, other: Marks) -> Marks {
        Marks(self.0 & other.0)
    }

    pub(super) fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }
}

/// What a style says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub on: Marks,
    pub off: Marks,
    pub align: Option<Alignment>,
    /// The level of a Word list paragraph, from 1; 0 for others.
    pub list_level: u8,
    /// Which of Word's lists it is.
    pub list: u32,
    /// The left margin in twentieths of a point.
    pub margin: i32,
    /// There is no space below the paragraph.
    pub dense: bool,
    /// The colours of its text and behind it.
    pub paint: Paint,
    /// Which way its text runs.
    pub direction: Direction,
    /// Its lines are set to both sides.
    pub justified: bool,
    /// A new page begins before it, or after it.
    pub breaks: [bool; 2],
    /// What stands before the items of its list.
    pub sign: Option<Sign>,
    /// It refers to a note, or is one.
    pub note: bool,
    pub colored: bool,
    pub sized: bool,
    /// How wide and how high it is: twips, or below zero per mille of what is around.
    pub size: [Option<i32>; 2],
}

impl Look {
    /// The attribute `align` says how it is set, unless the style does.
    pub(super) fn set_align(&mut self, html: &str, align: Range) {
        let value = align.map_or("", |(start, end)| &html[start..end]);
        self.justified |= self.align.is_none() && value.eq_ignore_ascii_case("justify");
        self.align = self.align.or(alignment(value));
    }
}

const BLACK: Color = Color::rgb(0, 0, 0);
const WHITE: Color = Color::rgb(255, 255, 255);
const YELLOW: Color = Color::rgb(255, 255, 0);

/// Colours of text and behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Paint {
    pub text: Color,
    pub back: Color,
}

impl Paint {
    /// This one, within another.
    pub(super) fn within(self, outer: Paint) -> Paint {
        let first = |own: Color, outer| if own.is_none() { outer } else { own };
        Paint { text: first(self.text, outer.text), back: first(self.back, outer.back) }
    }

    /// What of it changes something where `force` is what is seen.
    pub(super) fn new_in(mut self, force: Paint) -> Paint {
        if self.back == WHITE && force.back.is_none() {
            self.back = Color::NONE;
        }
        let is_plain = |paint: Paint| paint.seen().text.is_none();
        let both = Paint { text: self.text, ..self.within(force) };
        if force.text.is_none() && is_plain(both) {
            self.text = Color::NONE;
        }
        self
    }

    /// What of it is seen on white paper: no black letters and no white ground, and white letters only on
    /// another ground.
    pub(super) fn seen(mut self) -> Paint {
        if self.back == WHITE {
            self.back = Color::NONE;
        }
        if self.text == BLACK || self.text == WHITE && self.back.is_none() {
            self.text = Color::NONE;
        }
        self
    }

    /// The same in code, which mostly stands on a light grey.
    pub(super) fn in_code(mut self) -> Paint {
        if self.back.is_shade() {
            self.back = Color::NONE;
        }
        self
    }

    /// The same in a link, which has its own colour: no ground for which its letters were white.
    pub(super) fn in_link(mut self) -> Paint {
        if self.text == WHITE {
            self.back = Color::NONE;
        }
        self.text = Color::NONE;
        self
    }
}

const MONOSPACED: [&str; 17] = [
    "monospace",
    "courier",
    "consolas",
    "lucida console",
    "menlo",
    "monaco",
    "sfmono",
    "sf mono",
    "ui-monospace",
    "dejavu sans mono",
    "liberation mono",
    "andale mono",
    "roboto mono",
    "source code pro",
    "cascadia",
    "fira code",
    "jetbrains mono",
];

#[inline(never)]
fn starts_with(text: &str, start: &str) -> bool {
    let found = text.as_bytes().get(..start.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
}

/// Whether `word` stands in `text`, in any case.
#[inline(never)]
fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a list of typefaces begins with one of fixed width, or falls back to one.
fn is_monospaced(families: &str) -> bool {
    let mut faces =
        families.split(',').map(|face| face.trim_matches(|c: char| " '\"\t\r\n".contains(c)));
    let first = faces.next().unwrap_or_default();
    MONOSPACED.iter().any(|known| starts_with(first, known))
        || faces.take(16).any(|face| face.eq_ignore_ascii_case("monospace"))
}

/// The alignment that a word names.
pub(super) fn alignment(value: &str) -> Option<Alignment> {
    let value = value.trim();
    // No two begin with the same letter.
    let (name, found) = match value.as_bytes().first()?.to_ascii_lowercase() {
        b'l' => ("left", Alignment::Left),
        b's' => ("start", Alignment::Left),
        b'c' => ("center", Alignment::Center),
        b'm' => ("middle", Alignment::Center),
        b'r' => ("right", Alignment::Right),
        b'e' => ("end", Alignment::Right),
        _ => return None,
    };
    starts_with(value, name).then_some(found)
}

/// A length in twentieths of a point, of which it may be some thousands.
fn length(value: &str) -> i32 {
    let number =
        value.bytes().take_while(|byte| byte.is_ascii_digit() || b"+-.".contains(byte)).count();
    let (number, unit) = value.split_at(number);
    let factor = match unit.get(..2).unwrap_or_default() {
        "in" => 1440.0,
        "cm" => 567.0,
        "mm" => 56.7,
        "px" => 15.0,
        "em" => 240.0,
        _ => 20.0,
    };
    // A float as an integer saturates; what is no number is nothing.
    (super::number::number(number).unwrap_or(0.0) * factor) as i32
}

/// How wide or high something is: twips, or below zero per mille of what stands around it. `bare`: what a
/// number without a unit counts, in twips.
pub(super) fn extent(value: &str, bare: f32) -> Option<i32> {
    let value = value.trim();
    let digits = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number = super::number::number(&value[..digits])?;
    Some(match value[digits..].trim_start() {
        "" => (number * bare) as i32,
        unit if unit.starts_with('%') => -((number * 10.0 + 0.5) as i32).min(1000),
        _ => length(value),
    })
}

/// The direction that a word names.
pub(super) fn direction(value: &str) -> Direction {
    match value.trim() {
        value if starts_with(value, "rtl") => Direction::Rtl,
        value if starts_with(value, "ltr") => Direction::Ltr,
        _ => Direction::Unsaid,
    }
}

/// What stands before items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Number(NumberStyle),
    Bullet,
    /// Nothing, or what no document can hold.
    Other,
}

/// What the attribute `type` of a list says of its numbers.
pub(super) fn number_style(value: &str) -> Option<NumberStyle> {
    Some(match value.trim() {
        "1" => NumberStyle::Decimal,
        "a" => NumberStyle::LowerAlpha,
        "A" => NumberStyle::UpperAlpha,
        "i" => NumberStyle::LowerRoman,
        "I" => NumberStyle::UpperRoman,
        _ => return None,
    })
}

/// What a word of a list's style says of what stands before its items.
fn sign(word: &str) -> Option<Sign> {
    let signs = [
        ("decimal", Sign::Number(NumberStyle::Decimal)),
        ("lower-alpha", Sign::Number(NumberStyle::LowerAlpha)),
        ("lower-latin", Sign::Number(NumberStyle::LowerAlpha)),
        ("upper-alpha", Sign::Number(NumberStyle::UpperAlpha)),
        ("upper-latin", Sign::Number(NumberStyle::UpperAlpha)),
        ("lower-roman", Sign::Number(NumberStyle::LowerRoman)),
        ("upper-roman", Sign::Number(NumberStyle::UpperRoman)),
        ("disc", Sign::Bullet),
        ("circle", Sign::Bullet),
        ("square", Sign::Bullet),
    ];
    let says_more = ["inside", "outside", "inherit", "initial", "unset", "!important"];
    let is = |name: &&str| word.eq_ignore_ascii_case(name);
    if says_more.iter().any(is) {
        return None;
    }
    Some(signs.iter().find(|(name, _)| is(name)).map_or(Sign::Other, |found| found.1))
}

fn is_page_break(value: &str) -> bool {
    ["always", "page", "left", "right"].iter().any(|word| starts_with(value, word))
}

/// What the style and a few older attributes of an element say. `decoded` is room for a style whose
/// character references must be decoded.
pub(super) fn look(html: &str, values: &Values, decoded: &mut String) -> Look {
    let mut look = Look::default();
    if let Some((start, end)) = values.style {
        let style = &html[start..end];
        if memchr::memchr(b'&', style.as_bytes()).is_none() {
            read(style, &mut look);
        } else {
            decoded.clear();
            if decoded.try_reserve(style.len() * 3).is_ok() {
                reference::decode(style, |piece| decoded.push_str(piece));
            }
            read(decoded, &mut look);
        }
    }
    if values.hidden {
        look.on = look.on.with(Marks::HIDDEN);
    }
    if let Some((start, end)) = values.dir {
        look.direction = direction(&html[start..end]);
    }
    if let Some((start, end)) = values.color {
        color::set(&html[start..end], &mut look.paint.text, &mut look.colored);
    }
    if let Some((start, end)) = values.ground {
        ground(&html[start..end], &mut look);
    }
    if let Some((start, end)) = values.face {
        let fixed = is_monospaced(&html[start..end]);
        look.on = if fixed { look.on.with(Marks::CODE) } else { look.on };
        look.sized |= !fixed;
    }
    look
}

/// A colour behind text: yellow is that of a marker.
fn ground(value: &str, look: &mut Look) {
    let outer = look.paint.back;
    color::set_ground(value, &mut look.paint.back, &mut look.colored);
    if look.paint.back == YELLOW {
        (look.on, look.paint.back) = (look.on.with(Marks::HIGHLIGHT), outer);
    }
}

/// Whether a style sheet says how elements look: one of pages, typefaces and comments alone does not.
pub(super) fn says_something(sheet: &str) -> bool {
    crate::work::step(sheet.len());
    let mut rest = bare(sheet);
    while let Some((selector, behind)) = rest.split_once('{') {
        let Some((inner, next)) = behind.split_once('}') else { return !bare(behind).is_empty() };
        let is_of_none =
            ["@page", "@font-face", "@list"].iter().any(|rule| starts_with(selector, rule));
        // That of others in a rule.
        let declares = inner.contains('{') || !bare(inner).is_empty();
        if declares && !is_of_none {
            return true;
        }
        rest = bare(next);
    }
    false
}

/// A piece of a style sheet without the comments, signs and rules of one line before it.
fn bare(mut text: &str) -> &str {
    loop {
        let start = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '}');
        let passed = match start {
            // One that does not end goes on to the end.
            _ if start.starts_with("/*") => {
                Some(start.split_once("*/").map_or("", |split| split.1))
            }
            _ if start.starts_with("@import") || start.starts_with("@charset") => {
                Some(start.split_once(';').map_or("", |split| split.1))
            }
            _ => start.strip_prefix("<!--").or_else(|| start.strip_prefix("-->")),
        };
        match passed {
            Some(rest) => text = rest,
            None => return start,
        }
    }
}

/// Reads the declarations of a `style` attribute, character references decoded.
pub(super) fn read(style: &str, look: &mut Look) {
    crate::work::step(style.len());
    for declaration in style.split(';') {
        if crate::system::halt::is_due() {
            return;
        }
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let (name, value) = (name.trim(), value.trim());
        if name.len() <= 24 {
            declare(name, value, look);
        }
    }
}

fn declare(name: &str, value: &str, look: &mut Look) {
    let mut lower = [0u8; 24];
    let lower = &mut lower[..name.len()];
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let mut mark = |mark: Marks, on: bool| {
        if on {
            look.on = look.on.with(mark);
        } else {
            look.off = look.off.with(mark);
        }
    };
    match &*lower {
        b"font-weight" => match value.parse::<u32>() {
            Ok(weight) => mark(Marks::STRONG, weight >= 600),
            Err(_) if starts_with(value, "bold") => mark(Marks::STRONG, true),
            Err(_) if starts_with(value, "normal") => mark(Marks::STRONG, false),
            Err(_) => {}
        },
        b"font-style" => {
            mark(Marks::EMPHASIS, starts_with(value, "italic") || starts_with(value, "oblique"))
        }
        b"text-decoration" | b"text-decoration-line" => {
            let (under, through) = (contains(value, "underline"), contains(value, "line-through"));
            if under {
                mark(Marks::UNDERLINE, true);
            }
            if through {
                mark(Marks::STRIKE, true);
            }
            if starts_with(value, "none") {
                mark(Marks::UNDERLINE.with(Marks::STRIKE), false);
            }
        }
        b"vertical-align" => {
            if starts_with(value, "super") {
                mark(Marks::SUPER, true);
            } else if starts_with(value, "sub") {
                mark(Marks::SUB, true);
            } else if starts_with(value, "baseline") {
                mark(Marks::SUPER.with(Marks::SUB), false);
            }
        }
        b"font-family" => {
            let fixed = is_monospaced(value);
            mark(Marks::CODE, fixed);
            look.sized |= !fixed;
        }
        b"font" => {
            let bold = contains(value, "bold");
            let italic = contains(value, "italic");
            if bold {
                mark(Marks::STRONG, true);
            }
            if italic {
                mark(Marks::EMPHASIS, true);
            }
        }
        b"mso-highlight" | b"background" | b"background-color" => ground(value, look),
        b"display" if starts_with(value, "none") => mark(Marks::HIDDEN, true),
        b"mso-hide" if starts_with(value, "all") => mark(Marks::HIDDEN, true),
        b"white-space" | b"white-space-collapse" => {
            let lines = starts_with(value, "pre-line") || starts_with(value, "preserve-breaks");
            let all = starts_with(value, "pre") || starts_with(value, "break-spaces");
            mark(Marks::LINES, lines || all);
            mark(Marks::BLANKS, all && !lines);
        }
        b"text-align" => {
            look.align = alignment(value);
            look.justified = starts_with(value, "justify");
        }
        b"color" => color::set(value, &mut look.paint.text, &mut look.colored),
        b"direction" => look.direction = direction(value),
        b"font-variant" | b"font-variant-caps" if contains(value, "small-caps") => {
            mark(Marks::SMALL, true);
        }
        b"list-style-type" | b"list-style" => {
            look.sign = value.split_ascii_whitespace().find_map(sign).or(look.sign);
        }
        b"page-break-before" | b"break-before" => look.breaks[0] = is_page_break(value),
        b"page-break-after" | b"break-after" => look.breaks[1] = is_page_break(value),
        b"mso-special-character" if starts_with(value, "comment") => mark(Marks::UNSAID, true),
        b"mso-footnote-id" | b"mso-endnote-id" => look.note = true,
        b"mso-element" if matches!(value, "footnote" | "endnote") => look.note = true,
        b"font-size" => look.sized = true,
        // The letters stay as they are.
        b"text-transform" => look.sized |= !starts_with(value, "none"),
        b"width" => look.size[0] = extent(value, 0.0),
        b"height" => look.size[1] = extent(value, 0.0),
        b"margin-left" => look.margin = length(value),
        b"margin-bottom" => look.dense = length(value) <= 0,
        b"margin" => {
            let mut sides = value.split_ascii_whitespace();
            let first = sides.next().unwrap_or_default();
            look.dense = length(sides.nth(1).unwrap_or(first)) <= 0;
            look.margin = length(value.split_ascii_whitespace().nth(3).unwrap_or("0"));
        }
        b"mso-list" => list(value, look),
        _ => {}
    }
}

/// `l0 level2 lfo1`, or `Ignore` for the marker itself.
fn list(value: &str, look: &mut Look) {
    if starts_with(value, "ignore") {
        look.on = look.on.with(Marks::MARKER);
        return;
    }
    for word in value.split_ascii_whitespace() {
        if starts_with(word, "level") {
            look.list_level = word[5..].parse::<u8>().unwrap_or(1).clamp(1, 9);
        } else {
            for byte in word.bytes() {
                look.list = look.list.rotate_left(5) ^ u32::from(byte);
            }
        }
    }
    if look.list_level == 0 {
        look.list = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(style: &str) -> Look {
        let mut look = Look::default();
        read(style, &mut look);
        look
    }

    #[test]
    fn marks_that_styles_switch_on_and_off() {
        for (style, on, off) in [
            ("font-weight:bold", Marks::STRONG, Marks::NONE),
            ("FONT-WEIGHT: 700; color:red", Marks::STRONG, Marks::NONE),
            ("font-weight:normal", Marks::NONE, Marks::STRONG),
            ("font-weight:400", Marks::NONE, Marks::STRONG),
            ("font-style:italic", Marks::EMPHASIS, Marks::NONE),
            (
                "text-decoration:underline line-through",
                Marks::UNDERLINE.with(Marks::STRIKE),
                Marks::NONE,
            ),
            ("text-decoration:none", Marks::NONE, Marks::UNDERLINE.with(Marks::STRIKE)),
            ("vertical-align:super", Marks::SUPER, Marks::NONE),
            ("vertical-align:top", Marks::NONE, Marks::NONE),
            ("font-family:'Courier New',serif", Marks::CODE, Marks::NONE),
            ("font-family:Hack, monospace", Marks::CODE, Marks::NONE),
            ("font-family:\"Times New Roman\"", Marks::NONE, Marks::CODE),
            ("background:yellow;mso-highlight:yellow", Marks::HIGHLIGHT, Marks::NONE),
            ("display:none", Marks::HIDDEN, Marks::NONE),
            ("mso-list:Ignore", Marks::MARKER, Marks::NONE),
            ("nonsense;:;;a:b", Marks::NONE, Marks::NONE),
        ] {
            assert_eq!((look(style).on, look(style).off), (on, off), "{style}");
        }
    }

    #[test]
    fn sheets_that_say_something() {
        for (sheet, expected) in [
            ("p{margin:0}", true),
            ("@media print{p{margin:0}}", true),
            ("<!-- /* a */ @page WordSection1{size:1in} p.a{margin:0} -->", true),
            ("p{", false),
            ("p{margin:0", true),
            ("p{} /* p{margin:0} */", false),
            ("@charset 'a'; @page{margin:1cm} @font-face{font-family:A}", false),
            ("@list l0:level1{mso-level-text:a}", false),
            ("  ", false),
        ] {
            assert_eq!(says_something(sheet), expected, "{sheet}");
        }
    }

    #[test]
    fn layout_that_counts() {
        let found = look("margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1");
        assert_eq!((found.margin, found.list_level), (1440, 2));
        assert_ne!(found.list, look("mso-list:l1 level2 lfo2").list);
        assert_eq!(look("margin:0cm 0cm 0pt").margin, 0);
        assert!(look("margin:0cm 0cm 0pt").dense);
        assert!(!look("margin-bottom:12pt").dense);
        assert_eq!(look("text-align: Right").align, Some(Alignment::Right));
        assert_eq!(look("margin-left:99999999999999999in").margin, i32::MAX);
    }

    #[test]
    fn declarations_end_when_their_time_is_over() {
        use crate::system::clock::Instant;
        use crate::system::halt::watched;
        let style = "color:red;".repeat(1000) + "font-weight:bold";
        let cut = watched(None, Some(Instant::now()), |_| look(&style));
        assert_ne!(format!("{cut:?}"), format!("{:?}", look(&style)));
    }
}
