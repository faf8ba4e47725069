//! Picture files that a document names.
//!
//! Shape   a relative address below one folder, and nothing else, is read.
//! Errors  `None` where the address is not one of that folder's files; `Some(false)` where the file
//!         can't be read or is too large.

use std::io::Read;
use std::path::{Component, Path};

/// Reads the file that `url` names below `root` into `out`. No root, no file.
pub fn load(root: &str, url: &[u8], limit: usize, out: &mut Vec<u8>) -> Option<bool> {
    if root.is_empty() {
        return None;
    }
    let url = std::str::from_utf8(url).ok()?;
    let mut decoded = Vec::new();
    super::data_uri::unescape_into(url.as_bytes(), &mut decoded);
    let name = String::from_utf8(decoded).ok()?;
    // Schemes, absolute paths, drives and ways out of the folder are not for us.
    let plain = Path::new(&name)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if name.is_empty() || !plain || name.contains(':') || name.contains('\\') {
        return None;
    }
    let root = Path::new(root).canonicalize().ok()?;
    let path = root.join(&name).canonicalize().ok()?;
    // A link in the folder may lead out of it.
    if !path.starts_with(&root) {
        return None;
    }
    let read =
        crate::files::open(&path).and_then(|file| file.take(limit as u64 + 1).read_to_end(out));
    Some(read.is_ok() && out.len() <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_root_are_read() {
        let root = std::env::temp_dir().join(format!("legacybridge-load-{}", std::process::id()));
        std::fs::create_dir_all(root.join("in/side")).unwrap();
        std::fs::write(root.join("in/side/a b.png"), b"inside").unwrap();
        std::fs::write(root.join("out.png"), b"outside").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("out.png"), root.join("in/link.png")).ok();
        let folder = root.join("in");
        let folder = folder.to_str().unwrap();
        for (url, expected) in [
            ("side/a%20b.png", Some(true)),
            ("./side/a b.png", Some(true)),
            ("../out.png", None),
            ("side/../../out.png", None),
            ("link.png", None),
            ("/etc/hostname", None),
            ("http://example.org/a.png", None),
            ("missing.png", None),
            ("", None),
        ] {
            let mut out = Vec::new();
            assert_eq!(load(folder, url.as_bytes(), 100, &mut out), expected, "{url}");
        }
        assert_eq!(load(folder, b"side/a b.png", 3, &mut Vec::new()), Some(false));
        assert_eq!(load("", b"side/a b.png", 100, &mut Vec::new()), None);
        std::fs::remove_dir_all(root).unwrap();
    }
}
