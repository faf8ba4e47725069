//! Addresses below a folder or an address, and files beside the folder, written relative to it.
//!
//! Shape   [`relate`] goes over the links of a finished document, between reader and writer, so that it
//!         holds for all of them. An address is compared decoded, and what is left of it stays as it
//!         stood. Programs that save a document make relative addresses absolute: of an RTF document what
//!         names a file elsewhere loses its `file://`, which such a program has put before `/path`.
//! Units   bytes of UTF-8.
//! Errors  lack of memory is remembered by the document.
//! Limits  a folder is compared as it is named: links of the file system are not followed.
//! Source  RFC 8089 (`file:` addresses).

use super::names::push;
use super::slug::percent;
use super::{Document, Names, Span, View};
use crate::text::address::{Address, judge};

/// What addresses are related to, ready to be compared: with slashes, and one at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Base {
    path: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// None: addresses stay as they are.
    #[default]
    None,
    /// A folder whose names differ by their case.
    Folder,
    /// One of Windows, whose names don't.
    Drive,
    /// An address of the web.
    Web,
}

impl Base {
    /// The base of that name: an address, or a folder, perhaps as an address.
    pub(crate) fn new(name: &str) -> Base {
        let (path, kind) = match name {
            "" => return Base::default(),
            _ if name.contains("://") && !is_file(name.as_bytes()) => {
                (name.as_bytes().to_vec(), Kind::Web)
            }
            _ => {
                let mut path = Vec::new();
                let bytes = name.as_bytes();
                let encoded = is_file(bytes);
                let mut at = if encoded { FILE.len() } else { 0 };
                while let Some((byte, next)) = step(bytes, at, encoded) {
                    path.push(byte);
                    at = next;
                }
                let drive = |path: &[u8]| {
                    path.len() > 1 && path[0].is_ascii_alphabetic() && path[1] == b':'
                };
                if path.first() == Some(&b'/') && drive(&path[1..]) {
                    path.remove(0);
                }
                let kind = if drive(&path) || path.starts_with(b"//") {
                    Kind::Drive
                } else {
                    Kind::Folder
                };
                (path, kind)
            }
        };
        let mut base = Base { path, kind };
        if base.path.last() != Some(&b'/') {
            base.path.push(b'/');
        }
        base
    }

    /// What is left of an address behind the folders that it shares with the base, how many folders those
    /// are, and how many more the base has.
    fn meet<'a>(&self, address: &'a [u8]) -> Option<(&'a [u8], usize, usize)> {
        let (mut at, encoded) = match self.kind {
            Kind::None => return None,
            Kind::Web => (0, false),
            Kind::Folder | Kind::Drive if is_file(address) => (FILE.len(), true),
            Kind::Folder | Kind::Drive => (0, false),
        };
        // `file:///C:/a` has one slash more than `C:/a`, and `file://server/a` two less than `//server/a`.
        let mut path = &*self.path;
        if encoded && self.kind == Kind::Drive {
            match path {
                [b'/', b'/', host @ ..] => path = host,
                _ if address.get(at) == Some(&b'/') => at += 1,
                _ => return None,
            }
        }
        let (mut rest, mut shared, mut folders) = (at, 0, 0);
        let mut same = true;
        for &wanted in path {
            // The blanks of paths are encoded in most documents, whether they begin with `file:` or not.
            let decodes = encoded || self.kind != Kind::Web && wanted != b'%';
            let found = step(address, at, decodes).filter(|_| same);
            same = found.is_some_and(|(byte, _)| match self.kind {
                Kind::Drive => byte.eq_ignore_ascii_case(&wanted),
                Kind::None | Kind::Folder | Kind::Web => byte == wanted,
            });
            at = found.map_or(at, |found| found.1);
            if wanted == b'/' {
                folders += 1;
                if same {
                    (rest, shared) = (at, folders);
                }
            }
        }
        Some((address.get(rest..)?, shared, folders - shared))
    }
}

const FILE: &[u8] = b"file://";

fn is_file(address: &[u8]) -> bool {
    address.get(..FILE.len()).is_some_and(|start| start.eq_ignore_ascii_case(FILE))
}

/// The byte at a place, decoded, and the place behind it. A backslash is a slash.
fn step(address: &[u8], at: usize, encoded: bool) -> Option<(u8, usize)> {
    let digit = |at: usize| address.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    match *address.get(at)? {
        b'%' if encoded => match (digit(at + 1), digit(at + 2)) {
            (Some(high), Some(low)) => Some(((high * 16 + low) as u8, at + 3)),
            _ => Some((b'%', at + 1)),
        },
        b'\\' => Some((b'/', at + 1)),
        byte => Some((byte, at + 1)),
    }
}

/// Writes the addresses of a document relative to a base. `saved`: a program may have made them
/// absolute.
pub(crate) fn relate(doc: &mut Document, source: &[u8], base: &Base, saved: bool) {
    if base.kind == Kind::None {
        return;
    }
    for at in 0..doc.links.len() {
        let Some(&link) = doc.links.get(at) else { return };
        let url = View { doc, source }.text(link.url);
        let Some(related) = related(url, base, saved) else { continue };
        let own: Span = doc.own(&related);
        if let Some(link) = doc.links.get_mut(at) {
            link.url = own;
        }
    }
}

/// Leads relative addresses to where they led when the document stands outside of a folder, named with slashes
/// and one at its end. `keeps`: what is related to something else.
pub(crate) fn move_out(
    doc: &mut Document,
    source: &[u8],
    folder: &str,
    keeps: &dyn Fn(&[u8]) -> bool,
) {
    let mut prefix = String::new();
    push_address(folder, &mut prefix);
    // Many links may share one address.
    let (mut known, mut moved) = (Names::default(), Vec::new());
    for at in 0..doc.links.len() {
        let Some(&link) = doc.links.get(at) else { return };
        let url = View { doc, source }.text(link.url);
        let stays = matches!(url.first(), None | Some(b'#' | b'?' | b'/' | b'\\'));
        if stays || judge(url) != Address::Relative || keeps(url) {
            continue;
        }
        let Ok(number) = known.insert(&link.url.key()) else { return doc.give_up() };
        if number as usize == moved.len() {
            let address = [prefix.as_bytes(), url].concat();
            let span = doc.own(&String::from_utf8_lossy(&address));
            if push(&mut moved, span).is_err() {
                return doc.give_up();
            }
        }
        if let (Some(link), Some(&span)) = (doc.links.get_mut(at), moved.get(number as usize)) {
            link.url = span;
        }
    }
}

/// Appends the name of a file or folder as a relative address.
pub(crate) fn push_address(name: &str, out: &mut String) {
    for byte in name.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => out.push(byte.into()),
            _ => out.extend(percent(byte).map(char::from)),
        }
    }
}

/// What an address becomes, if it changes.
fn related(url: &[u8], base: &Base, saved: bool) -> Option<String> {
    // Beside the base is what has more than its root, or its drive, in common with it.
    let met = base.meet(url).filter(|&(rest, shared, up)| match up {
        0 => !rest.is_empty() || saved && is_file(url),
        _ => saved && shared > 1 && base.kind != Kind::Web && is_file(url),
    });
    if let Some((rest, _, up)) = met {
        let rest = String::from_utf8_lossy(rest);
        let mut text = String::new();
        (0..up).for_each(|_| text.push_str("../"));
        // What looks like a scheme or a root is none.
        let first = rest.split(['/', '\\', '?', '#']).next().unwrap_or("");
        if up == 0 && (first.contains(':') || first.is_empty()) {
            text.push_str("./");
        }
        text.push_str(&rest.replace('\\', "/"));
        return Some(text);
    }
    let path = url.strip_prefix(FILE)?;
    let is_drive = matches!(path, [b'/', letter, b':', ..] if letter.is_ascii_alphabetic());
    (saved && base.kind == Kind::Folder && path.first() == Some(&b'/') && !is_drive)
        .then(|| String::from_utf8_lossy(path).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_one_line_each() {
        for (base, url, saved, expected) in [
            ("", "file:///home/u/a.md", true, None),
            ("/home/u", "file:///home/u/docs/a.md#b", true, Some("docs/a.md#b")),
            ("/home/u/", "/home/u/a.md", false, Some("a.md")),
            ("/home/my u", "file:///home/my%20u/a%20b.md", true, Some("a%20b.md")),
            ("file:///home/u", "file:///home/u/a", false, Some("a")),
            ("/home/u", "file:///home/us/a", true, Some("../us/a")),
            ("/home/u/d", "file:///home/u/a%20b.md?q=1#c", true, Some("../a%20b.md?q=1#c")),
            ("/home/u/d", "file:///home/", true, Some("../../")),
            ("/home/u/d", "file:///home/u/d/", true, Some("./")),
            ("/home/u/d", "/home/u/a.md", true, None),
            ("/home/u", "file:///var/a", true, Some("/var/a")),
            ("/home/u", "file:///home/us/a", false, None),
            ("/home/u", "file:///a", true, Some("/a")),
            ("/home/u", "http://e/a", true, None),
            ("/home/u", "file:///C:/a", true, None),
            ("/home/u", "/home/u/a:b", false, Some("./a:b")),
            ("C:\\Docs", "file:///c:/docs/x/a.md", true, Some("x/a.md")),
            ("C:\\Docs", "C:\\Docs\\x\\a.md", true, Some("x/a.md")),
            ("C:\\Docs", "file:///D:/a", true, None),
            ("C:\\my Docs", "C:\\my%20Docs\\a%20b", true, Some("a%20b")),
            ("/home/100%", "/home/100%/a", true, Some("a")),
            ("C:\\Docs\\x", "file:///c:/docs/a.md", true, Some("../a.md")),
            ("C:\\Docs", "file:///c:/a.md", true, None),
            ("http://e.com/docs/x", "http://e.com/docs/a", true, None),
            ("\\\\srv\\share", "file://srv/share/a", true, Some("a")),
            ("http://e.com/docs", "http://e.com/docs/a?b", false, Some("a?b")),
            ("http://e.com/docs", "http://e.com/doc", false, None),
        ] {
            let base = Base::new(base);
            assert_eq!(
                related(url.as_bytes(), &base, saved).as_deref(),
                expected,
                "{base:?} {url}"
            );
        }
    }
}
