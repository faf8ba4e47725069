//! Character formatting that is in force: what words of fonts, marks and looks have said.
//!
//! Shape   a small `Copy` value, saved with its group; [`Characters::apply`] does what a word says.
//! Units   font sizes in half-points, as in the file; a toggle without a parameter, or with one other
//!         than 0, is on.
//! Source  RTF 1.9.1, "Font (Character) Formatting Properties", "Associated Character Properties".

use super::colors::Colors;
use crate::document::Color;
use crate::rtf::assembly::format::{CharFormat, Mark, NONE};
use crate::rtf::tables::styles::Role;
use crate::rtf::words::{CharacterWord, Look, Slot};

/// Looks that Markdown has no words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Looks(u8);

impl Looks {
    /// `\cf`
    pub(super) const COLOR: Looks = Looks(1);
    /// `\cb`, `\chcbpat`
    pub(super) const BACKGROUND: Looks = Looks(2);
    /// All that is about the shape of letters.
    pub(super) const LETTERS: Looks = Looks(4 | 8 | 16 | 32 | 64);
    /// The text is highlighted by its background. This is no loss.
    const MARKED: Looks = Looks(128);

    /// Colours of text and behind it.
    pub(super) fn both_colors() -> Looks {
        Looks(Self::COLOR.0 | Self::BACKGROUND.0)
    }

    /// A look of letters.
    fn of(look: Look) -> Looks {
        match look {
            Look::Caps => Looks(4),
            Look::SmallCaps => Looks(8),
            Look::Outline => Looks(16),
            Look::Shadow => Looks(32),
            Look::Relief => Looks(64),
        }
    }

    /// Whether nothing is lost by leaving all of this out.
    #[inline]
    fn is_plain(self) -> bool {
        self.0 & !Self::MARKED.0 == 0
    }

    pub(super) fn has(self, other: Looks) -> bool {
        self.0 & other.0 != 0
    }

    fn turn(&mut self, other: Looks, on: bool) {
        self.0 = if on { self.0 | other.0 } else { self.0 & !other.0 };
    }
}

/// What characters look like from here on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Characters {
    format: CharFormat,
    /// Fonts of the three slots: indices into the font table as read.
    fonts: [u16; 3],
    slot: Slot,
    /// Between `\rtlch` and `\ltrch`: `\af` speaks of the complex script's font.
    right_to_left: bool,
    /// Its letters are white.
    white: bool,
    /// It is highlighted in a colour of its own, and what it stands on where that ends.
    is_lit: bool,
    ground: Color,
    /// Bold and italic by `\ab` and `\ai` behind `\rtlch`, which end with it.
    associated: (bool, bool),
    /// Number of marks in force when the group was opened.
    outer_marks: u8,
    /// Looks of text from here on that have not been reported yet.
    looks: Looks,
}

impl Default for Characters {
    fn default() -> Self {
        Characters {
            format: CharFormat::default(),
            fonts: [NONE; 3],
            slot: Slot::Low,
            right_to_left: false,
            white: false,
            is_lit: false,
            ground: Color::NONE,
            associated: (false, false),
            outer_marks: 0,
            looks: Looks::default(),
        }
    }
}

impl Characters {
    /// The format of a run, the font left out.
    #[inline]
    pub(super) fn format(&self) -> CharFormat {
        self.format
    }

    /// The font that text is in, or `NONE`.
    #[inline]
    pub(super) fn font(&self) -> u16 {
        self.fonts[self.slot as usize]
    }

    /// Index of the character style, or `NONE`.
    pub(super) fn style(&self) -> u16 {
        self.format.style
    }

    /// Whether text is seen, and nothing of its looks has to be reported.
    #[inline]
    pub(super) fn is_plainly_seen(&self) -> bool {
        let format = &self.format;
        !format.hidden && !format.deleted && !format.inserted && self.looks.is_plain()
    }

    /// Whether text is of a tracked change.
    pub(super) fn is_changed(&self) -> bool {
        self.format.deleted || self.format.inserted
    }

    /// The looks that have not been reported yet, once.
    pub(super) fn report_looks(&mut self) -> Looks {
        let lost = Looks(self.looks.0 & !Looks::MARKED.0);
        self.looks.0 &= Looks::MARKED.0;
        lost
    }

    /// Whether nothing is in force that outlasts [`Characters::begin_style`].
    pub(super) fn are_at_rest(&self) -> bool {
        self.fonts == [NONE; 3]
            && self.slot == Slot::Low
            && !self.right_to_left
            && self.associated == (false, false)
            && self.looks == Looks::default()
    }

    /// A group begins.
    #[inline]
    pub(super) fn begin_group(&mut self) {
        self.outer_marks = self.format.marks.len() as u8;
    }

    /// An entry of the stylesheet begins.
    pub(super) fn begin_style(&mut self) {
        self.format = CharFormat::default();
        (self.is_lit, self.ground) = (false, Color::NONE);
        self.outer_marks = 0;
    }

    /// A flow of its own begins, such as a note's.
    pub(super) fn begin_flow(&mut self) {
        self.begin_style();
        self.leave_fonts();
        self.slot = Slot::Low;
    }

    /// No font is in force any more.
    pub(super) fn leave_fonts(&mut self) {
        self.fonts = [NONE; 3];
    }

    /// The font at `index` of the table is in force from here on.
    #[inline]
    pub(super) fn use_font(&mut self, index: u16) {
        self.fonts[self.slot as usize] = index;
    }

    /// Whether `\af` speaks of the font that text is in.
    pub(super) fn follow_associated_font(&self) -> bool {
        !self.right_to_left && self.slot != Slot::Low
    }

    /// The character style at `index` is in force from here on.
    pub(super) fn use_style(&mut self, index: u16, role: Role) {
        self.format.style = index;
        let marks = &mut self.format.marks;
        let (mark, look) = match role {
            Role::Strong => (Mark::Strong, Mark::Bold),
            Role::Emphasis => (Mark::Emphasis, Mark::Italic),
            // What stands in others of its kind says so where the groups around it are gone.
            Role::StrongSecond => return marks.insert_all(&[Mark::Bold, Mark::Strong]),
            Role::EmphasisSecond => return marks.insert_all(&[Mark::Italic, Mark::Emphasis]),
            Role::StrongThird => {
                return marks.insert_all(&[Mark::Bold, Mark::Strong, Mark::StrongThird]);
            }
            Role::EmphasisThird => {
                return marks.insert_all(&[Mark::Italic, Mark::Emphasis, Mark::EmphasisThird]);
            }
            Role::Keyboard => return marks.insert(Mark::Keyboard),
            _ => return,
        };
        if (self.outer_marks as usize..marks.len()).any(|at| marks.get(at) == Some(look)) {
            marks.remove(look);
        }
        marks.insert(mark);
    }

    /// Does what a word says. Insertions are told from other text only where that is asked for.
    #[inline]
    pub(super) fn apply(
        &mut self,
        word: CharacterWord,
        parameter: Option<i32>,
        colors: &Colors,
        (tell_insertions, rich): (bool, bool),
    ) {
        let value = parameter.unwrap_or(0);
        let on = parameter != Some(0);
        match word {
            CharacterWord::Reset => *self = Characters::default(),
            CharacterWord::Mark(mark) => self.toggle(mark, on),
            CharacterWord::NoUnderline => self.toggle(Mark::Underline, false),
            CharacterWord::Script(mark) => self.script(on.then_some(mark)),
            CharacterWord::NoScript => self.script(None),
            CharacterWord::Shift(mark) => {
                self.script((parameter.is_none() || value > 0).then_some(mark))
            }
            CharacterWord::Highlight => self.highlight(value, colors, rich),
            CharacterWord::Hidden => self.format.hidden = on,
            CharacterWord::Color => {
                let color = colors.get(value).filter(|color| !color.is_black());
                if rich {
                    self.white = color.is_some_and(|color| color.is_white());
                    self.format.text = color.map_or(Color::NONE, |color| color.value());
                    self.tint();
                } else {
                    self.looks.turn(Looks::COLOR, color.is_some());
                }
            }
            CharacterWord::Background => self.background(value, colors, rich),
            CharacterWord::Shading => self.shade(value, rich),
            CharacterWord::Look(Look::SmallCaps) if rich => self.toggle(Mark::SmallCaps, on),
            CharacterWord::Look(look) => self.looks.turn(Looks::of(look), on),
            CharacterWord::Deleted => self.format.deleted = on,
            CharacterWord::Inserted => self.format.inserted = on && tell_insertions,
            CharacterWord::Size => self.format.size = value.clamp(0, 4000) as u16,
            CharacterWord::Slot(slot) => self.use_slot(slot),
            CharacterWord::LeftToRight => {
                self.right_to_left = false;
                self.end_associated();
            }
            CharacterWord::RightToLeft => self.right_to_left = true,
            CharacterWord::Associated(mark) => self.associated(mark, on),
        }
    }

    /// Raised or lowered text from here on, or neither.
    pub(super) fn script(&mut self, mark: Option<Mark>) {
        let marks = &mut self.format.marks;
        for other in [Mark::Superscript, Mark::Subscript] {
            if mark != Some(other) {
                marks.remove(other);
            }
        }
        if let Some(mark) = mark {
            marks.insert(mark);
        }
    }

    fn toggle(&mut self, mark: Mark, on: bool) {
        let marks = &mut self.format.marks;
        if on {
            // The look of a character style that was named in the same group says nothing new.
            let looks: &[Mark] = match mark {
                Mark::Bold => &[Mark::Strong, Mark::StrongThird],
                Mark::Italic => &[Mark::Emphasis, Mark::EmphasisThird],
                _ => &[],
            };
            let outer = self.outer_marks as usize;
            let said = |at| marks.get(at).is_some_and(|mark| looks.contains(&mark));
            let said = !looks.is_empty() && (outer..marks.len()).any(said);
            if !said {
                marks.insert(mark);
            }
        } else {
            marks.remove(mark);
        }
    }

    /// `\ab`, `\ai`: what the associated text looks like. That is the text itself only where it runs
    /// from right to left, as LibreOffice writes it, or is in the font for East Asian text; Word says
    /// it of the other direction.
    fn associated(&mut self, mark: Mark, on: bool) {
        if !self.right_to_left && self.slot == Slot::Low {
            return;
        }
        let own = self.format.marks.contains(mark);
        let (bold, italic) = &mut self.associated;
        let associated = if mark == Mark::Bold { bold } else { italic };
        if on && !own {
            *associated = true;
            self.toggle(mark, true);
        } else if !on && std::mem::take(associated) {
            self.toggle(mark, false);
        }
    }

    /// `\loch`, `\hich`, `\dbch`: which font text is in from here on.
    fn use_slot(&mut self, slot: Slot) {
        if slot != self.slot {
            self.slot = slot;
            if !self.right_to_left {
                self.end_associated();
            }
        }
    }

    /// What `\ab` and `\ai` said was of text of another direction or font.
    fn end_associated(&mut self) {
        let (bold, italic) = std::mem::take(&mut self.associated);
        if bold {
            self.toggle(Mark::Bold, false);
        }
        if italic {
            self.toggle(Mark::Italic, false);
        }
    }

    /// `\highlightN`: yellow is a marker's, and so are all other colours where the output has none. Black is no ground
    /// that letters are seen on.
    fn highlight(&mut self, index: i32, colors: &Colors, rich: bool) {
        let color = colors.get(index).filter(|_| index > 0);
        // What code mostly stands on marks nothing.
        let is_shade = color.is_some_and(|color| color.value().is_shade());
        let own = color.filter(|color| rich && !color.is_marker() && !color.is_black());
        let own = own.filter(|_| !is_shade).map(|color| color.value());
        self.toggle(Mark::Highlight, index > 0 && !is_shade && own.is_none());
        if own.is_some() || self.is_lit {
            self.is_lit = own.is_some();
            self.format.back = own.unwrap_or(self.ground);
            self.tint();
        }
    }

    /// `\cbN`, `\chcbpatN`: a vivid background is a marker's, as TextEdit and LibreOffice write it.
    fn background(&mut self, index: i32, colors: &Colors, rich: bool) {
        let color = colors.get(index).filter(|color| index > 0 && !color.is_white());
        // What has colours keeps one that no marker has.
        let vivid =
            color.is_some_and(|color| if rich { color.is_marker() } else { color.is_vivid() });
        if vivid || self.looks.has(Looks::MARKED) {
            self.toggle(Mark::Highlight, vivid);
        }
        self.looks.turn(Looks::MARKED, vivid);
        if rich {
            let color = color.filter(|_| !vivid);
            self.stand_on(color.map_or(Color::NONE, |color| color.value()));
        } else {
            self.looks.turn(Looks::BACKGROUND, color.is_some() && !vivid);
        }
    }

    /// `\chshdngN`: so much black on white, where no colour is said.
    fn shade(&mut self, value: i32, rich: bool) {
        const FULL: i32 = 10_000;
        let is_said = !self.format.back.is_none() || self.looks.has(Looks::MARKED);
        if value <= 0 || is_said {
            return;
        }
        if rich {
            let grey = (255 - 255 * value.min(FULL) / FULL) as u8;
            self.stand_on(Color::rgb(grey, grey, grey));
        } else {
            self.looks.turn(Looks::BACKGROUND, true);
        }
    }

    /// The ground of text from here on, where it is not highlighted.
    fn stand_on(&mut self, ground: Color) {
        self.ground = ground;
        if !self.is_lit {
            self.format.back = ground;
            // The shade of code is none of the colours that began before.
            if !(ground.is_shade() && self.format.marks.contains(Mark::Colored)) || self.white {
                self.tint();
            }
        }
    }

    /// Colours are in force, or none are.
    fn tint(&mut self) {
        if self.white {
            // White letters are seen on another ground only.
            let back = self.format.back;
            self.format.text = if back.is_none() { Color::NONE } else { Color::rgb(255, 255, 255) };
        }
        let none = self.format.text.is_none() && self.format.back.is_none();
        // Other colours begin where they are said, within what was on before.
        self.format.marks.remove(Mark::Colored);
        self.toggle(Mark::Colored, !none);
    }

    /// The revision at `index` is what made text from here on.
    pub(super) fn revise(&mut self, index: u32) {
        self.format.revision = index;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::words::Channel;
    use CharacterWord as W;

    /// The marks in force behind some words.
    fn marks(words: &[(W, Option<i32>)]) -> Vec<Mark> {
        let (mut characters, colors) = (Characters::default(), Colors::new(Vec::new()));
        for &(word, parameter) in words {
            characters.apply(word, parameter, &colors, (false, false));
        }
        let marks = characters.format().marks;
        (0..marks.len()).filter_map(|at| marks.get(at)).collect()
    }

    #[test]
    fn words_switch_marks() {
        let bold = W::Mark(Mark::Bold);
        for (words, expected) in [
            (&[(bold, None)][..], &[Mark::Bold][..]),
            (&[(bold, Some(1)), (bold, Some(0))], &[]),
            (&[(W::Shift(Mark::Superscript), Some(0))], &[]),
            (&[(W::Shift(Mark::Superscript), None)], &[Mark::Superscript]),
            (
                &[(W::Script(Mark::Superscript), None), (W::Script(Mark::Subscript), None)],
                &[Mark::Subscript],
            ),
            (&[(W::Highlight, None)], &[]),
            (&[(W::Highlight, Some(7)), (W::Reset, None)], &[]),
            (&[(W::Associated(Mark::Bold), None)], &[]),
            (&[(W::RightToLeft, None), (W::Associated(Mark::Bold), None)], &[Mark::Bold]),
            (
                &[
                    (W::RightToLeft, None),
                    (W::Associated(Mark::Bold), None),
                    (W::LeftToRight, None),
                ],
                &[],
            ),
            (&[(W::Slot(Slot::Double), None), (W::Associated(Mark::Bold), None)], &[Mark::Bold]),
            (
                &[
                    (W::Slot(Slot::Double), None),
                    (W::Associated(Mark::Bold), None),
                    (W::Slot(Slot::Low), None),
                ],
                &[],
            ),
        ] {
            assert_eq!(marks(words), expected, "{words:?}");
        }
    }

    #[test]
    fn highlights_have_colours_where_the_output_has() {
        let (none, green, blue) = (Color::NONE, Color::rgb(0, 255, 0), Color::rgb(0, 0, 255));
        let mut colors = Colors::new(Vec::new());
        for [red, green, blue] in
            [[0, 0, 0], [255, 255, 0], [0, 255, 0], [0, 0, 255], [240, 240, 240]]
        {
            colors.mix(Channel::Red, red);
            colors.mix(Channel::Green, green);
            colors.mix(Channel::Blue, blue);
            assert!(colors.end_entries(1));
        }
        for (words, is_marked, back) in [
            (&[(W::Highlight, 1)][..], true, none),
            (&[(W::Highlight, 2)], false, green),
            (&[(W::Highlight, 2), (W::Highlight, 1)], true, none),
            (&[(W::Highlight, 2), (W::Highlight, 0)], false, none),
            (&[(W::Highlight, 4)], false, none),
            (&[(W::Highlight, 9)], true, none),
            (&[(W::Background, 3), (W::Highlight, 2)], false, green),
            (&[(W::Highlight, 2), (W::Background, 3)], false, green),
            (&[(W::Background, 3), (W::Highlight, 2), (W::Highlight, 0)], false, blue),
            (&[(W::Background, 2)], false, green),
            (&[(W::Background, 1)], true, none),
        ] {
            let mut characters = Characters::default();
            for &(word, index) in words {
                characters.apply(word, Some(index), &colors, (false, true));
            }
            let format = characters.format();
            assert_eq!(format.back, back, "{words:?}");
            assert_eq!(format.marks.contains(Mark::Highlight), is_marked, "{words:?}");
            let mut plain = Characters::default();
            plain.apply(W::Highlight, Some(2), &colors, (false, false));
            assert!(plain.format().marks.contains(Mark::Highlight));
        }
    }

    #[test]
    fn looks_are_reported_once() {
        let mut characters = Characters::default();
        characters.apply(W::Look(Look::Caps), None, &Colors::new(Vec::new()), (false, false));
        assert!(!characters.is_plainly_seen());
        assert!(characters.report_looks().has(Looks::LETTERS));
        assert!(characters.is_plainly_seen());
    }
}
