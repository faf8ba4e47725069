//! What a typeface's name tells: whether all its letters are equally wide.
//!
//! Shape   a list of the beginnings of names.
//! Source  the faces that are common in RTF files.

/// Faces of fixed width; lower case.
const MONOSPACED: [&str; 24] = [
    "andale mono",
    "cascadia",
    "consolas",
    "courier",
    "dejavu sans mono",
    "droid sans mono",
    "fira code",
    "fira mono",
    "fixedsys",
    "ibm plex mono",
    "inconsolata",
    "jetbrains mono",
    "letter gothic",
    "liberation mono",
    "lucida console",
    "lucida sans typewriter",
    "menlo",
    "monaco",
    "noto mono",
    "noto sans mono",
    "roboto mono",
    "sf mono",
    "source code pro",
    "terminal",
];

/// Whether a face of that name is one of fixed width.
pub(super) fn is_monospaced(name: &str) -> bool {
    let name = name.as_bytes();
    let Some(first) = name.first().map(u8::to_ascii_lowercase) else { return false };
    MONOSPACED.iter().map(|face| face.as_bytes()).any(|face| {
        face[0] == first
            && name.get(..face.len()).is_some_and(|start| start.eq_ignore_ascii_case(face))
    })
}
