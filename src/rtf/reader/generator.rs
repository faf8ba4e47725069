//! The program that wrote a file, as far as it says something that others do not mean.
//!
//! Shape   [`Generator::of`] knows the text of `\*\generator`; [`Generator::settle`] puts the finished
//!         paragraphs right, before anything is recognised in them.
//! Source  what the RichEdit control of Wine (1 to 10) streams out: `\li` holds how far the other
//!         lines stand in behind the first, `\fi` where the first line begins.

use crate::rtf::assembly::Assembly;

/// What has to be known of a file's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Generator {
    /// It means what the specification says.
    #[default]
    Usual,
    /// Ours: distances and widths of columns are made of structure.
    Own,
    /// Wine's and ReactOS's RichEdit: indents are told the other way round.
    Wine,
}

impl Generator {
    pub(super) fn of(name: &str) -> Generator {
        match name.trim_start() {
            name if name.starts_with("Wine Riched20") => Generator::Wine,
            name if name.starts_with("LegacyBridge ") => Generator::Own,
            _ => Generator::Usual,
        }
    }

    /// Gives the indents of every paragraph their usual meaning.
    pub(super) fn settle(self, assembly: &mut Assembly) {
        match self {
            Generator::Usual => return,
            Generator::Own => return assembly.make_up_distances(),
            Generator::Wine => {}
        }
        for format in assembly.paragraph_formats() {
            (format.left, format.first) =
                (format.first.saturating_add(format.left), format.left.saturating_neg());
        }
    }
}
