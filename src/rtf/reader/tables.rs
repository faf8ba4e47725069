//! Tables of the header: styles, lists and colours in the making, and the entries that are known from before.
//!
//! Shape   [`Tables`] holds what makes an entry of each; where an entry ends it goes to the assembly. Fonts are
//!         in force everywhere, and so with `here`.
//! Source  RTF 1.9.1, "Font Table", "Style Sheet", "List Tables", "Bullets and Numbering", "Color Table".

use super::colors::{Color, Colors};
use super::groups::Groups;
use super::here::Here;
use super::known::{self, KnownEntries};
use super::lists::ListEntries;
use super::losses::Losses;
use super::style_entry::StyleEntry;
use super::text::Text;
use crate::options::{Changes, Options};
use crate::report::Loss;
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::words::{
    Channel, CharacterWord, Destination, ListWord, OldListWord, RevisionWord, StyleWord,
};

/// The tables in the making.
#[derive(Debug)]
pub(super) struct Tables<'b> {
    entries: KnownEntries<'b>,
    style: StyleEntry,
    lists: ListEntries,
    colors: Colors,
    /// Insertions are told from other text; colours and small capitals are kept.
    told: (bool, bool),
}

impl<'b> Tables<'b> {
    pub(super) fn new(
        options: &Options,
        known: &'b mut known::Buffers,
        colors: Vec<Color>,
    ) -> Self {
        let told = (options.changes() != Changes::Accept, options.rich || options.styling);
        Tables {
            entries: KnownEntries::new(known, u64::from(told.0) | u64::from(told.1) << 1),
            style: StyleEntry::default(),
            lists: ListEntries::default(),
            colors: Colors::new(colors),
            told,
        }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<Color> {
        self.colors.take_buffer()
    }

    /// An entry of the stylesheet begins.
    pub(super) fn begin_style(&mut self) {
        self.style.begin();
    }

    /// A table begins, or an entry of one. `sound`: nothing is known to be damaged.
    pub(super) fn open(&mut self, what: Destination, sound: bool, text: &mut Text<'_, '_>) {
        text.enter(what);
        match what {
            Destination::List | Destination::Override | Destination::OldList => {
                self.lists.begin(what)
            }
            Destination::ColorTable => self.colors.begin(),
            Destination::Stylesheet => self.begin_entries(sound, text),
            _ => {}
        }
    }

    /// A font table or a stylesheet begins.
    pub(super) fn begin_entries(&mut self, sound: bool, text: &mut Text<'_, '_>) {
        let sound = sound && !text.waits();
        self.entries.begin(sound, text.here_mut());
    }

    /// The group of an entry has ended.
    pub(super) fn end_entry(&mut self, sound: bool, text: &mut Text<'_, '_>) {
        let sound = sound && !text.waits();
        self.entries.end_entry(self.style.last(), sound, text.here_mut());
    }

    /// A table ends, or an entry of one, in the destination `outer`.
    pub(super) fn end(&mut self, what: Destination, outer: Destination, here: &mut Here<'_, '_>) {
        match what {
            Destination::FontTable => {
                here.end_font();
                self.entries.end();
            }
            Destination::Style if outer == Destination::Stylesheet => self.end_style(here),
            Destination::Stylesheet => {
                self.entries.end();
                here.sink_mut().tables().settle_styles();
            }
            Destination::LevelText if outer == Destination::ListLevel => {
                self.lists.level_text(here.collected());
            }
            Destination::OldListText if outer == Destination::OldList => {
                self.lists.old_text(here.collected());
            }
            Destination::List
            | Destination::ListLevel
            | Destination::Override
            | Destination::OverrideLevel => {
                if what == Destination::ListLevel {
                    let font = here.groups().characters().font();
                    self.lists.level_font(here.sink().assembly().fonts().get(font).symbol);
                }
                self.lists.end(what, here.sink_mut().tables());
            }
            _ => {}
        }
    }

    fn end_style(&mut self, here: &mut Here<'_, '_>) {
        let groups = here.groups();
        let (para, mut chars) = (*groups.para(), groups.characters().format());
        chars.font = groups.characters().font();
        let style =
            here.with_collected(|name, sink| self.style.end(name, para, chars, sink.document()));
        here.sink_mut().tables().add_style(style);
    }
}

/// Words.
impl Tables<'_> {
    /// Does what a word says of characters.
    #[inline]
    pub(super) fn character_word(
        &self,
        what: CharacterWord,
        parameter: Option<i32>,
        groups: &mut Groups,
    ) {
        groups.format_characters().apply(what, parameter, &self.colors, self.told);
    }

    /// The number of a style, or a word of an entry of the stylesheet, where that stands.
    #[inline]
    pub(super) fn style_word(&mut self, what: StyleWord, value: i32, here: &mut Here<'_, '_>) {
        let styles = here.sink().assembly().styles();
        match what {
            StyleWord::Paragraph if here.groups().destination() != Destination::Style => {
                let index = styles.index(StyleKind::Paragraph, value);
                here.groups_mut().use_paragraph_style(index);
            }
            StyleWord::Character if here.groups().destination() != Destination::Style => {
                let index = styles.index(StyleKind::Character, value);
                let role = styles.role(index);
                here.groups_mut().format_characters().use_style(index, role);
            }
            StyleWord::Paragraph
            | StyleWord::Character
            | StyleWord::Other
            | StyleWord::BasedOn
            | StyleWord::More => self.style.word(what, value),
        }
    }

    /// `\lsN`
    pub(super) fn list_number(&mut self, value: i32, groups: &mut Groups) {
        if groups.destination() == Destination::Override {
            self.lists.number(value);
        } else {
            groups.list(self.lists.named(value));
        }
    }

    /// A word of an entry of the list table, or of an override.
    pub(super) fn list_word(&mut self, what: ListWord, value: i32, groups: &Groups) {
        self.lists.word(what, value, groups.destination());
    }

    /// A word of `\pn`.
    pub(super) fn old_list_word(&mut self, what: OldListWord, value: i32, here: &mut Here<'_, '_>) {
        if here.groups().destination() == Destination::OldList {
            self.lists.old_word(what, value);
            if what == OldListWord::Font {
                here.font_word(value, value);
            }
        }
    }

    /// What `\pn` has said holds for the paragraph.
    pub(super) fn end_old_list(&self, groups: &mut Groups) {
        groups.old_list(self.lists.old_list());
    }

    /// A part of an entry of the colour table.
    pub(super) fn mix(&mut self, channel: Channel, value: i32) {
        self.colors.mix(channel, value);
    }

    /// So many entries of the colour table end.
    pub(super) fn end_colors(&mut self, count: usize, losses: &mut Losses<'_>) {
        losses.check(self.colors.end_entries(count));
    }

    /// The lists, of which a document that begins has its own.
    pub(super) fn lists(&mut self) -> &mut ListEntries {
        &mut self.lists
    }
}

/// Who has changed what follows, or when.
pub(super) fn revision_word(what: RevisionWord, value: i32, here: &mut Here<'_, '_>) {
    if here.changes() != Changes::Markup {
        let by_name = matches!(what, RevisionWord::Author | RevisionWord::AuthorOfDeletion);
        if by_name {
            here.lose_if_shown(Loss::ChangeAuthor);
        }
        return;
    }
    let format = here.groups().characters().format();
    let mut revision = here.sink().assembly().revision(format.revision);
    match what {
        RevisionWord::Author => revision.author = value,
        RevisionWord::Date => revision.date = value,
        RevisionWord::AuthorOfDeletion => revision.author_of_deletion = value,
        RevisionWord::DateOfDeletion => revision.date_of_deletion = value,
    }
    let index = here.sink_mut().tables().revise(revision);
    here.groups_mut().format_characters().revise(index);
}
