//! The tables of an RTF header, as far as text speaks of their entries: fonts, styles, lists; the signs that mean a task, and the tags that
//! mean a look.

pub(super) mod boxes;
pub(super) mod date;
pub(super) mod fonts;
pub(super) mod lists;
pub(super) mod raw_looks;
pub(super) mod styles;
