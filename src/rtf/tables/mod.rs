//! The tables of an RTF header, as far as text speaks of their entries: fonts, styles, lists; and the signs that mean a task.

pub(super) mod boxes;
pub(super) mod date;
pub(super) mod fonts;
pub(super) mod lists;
pub(super) mod styles;
