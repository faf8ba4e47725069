//! Pictures as files of the folder that the host named.
//!
//! Shape   [`store`] gives a picture the name of its content, so that the same picture is written once, and
//!         says its address. A file that has the name and is something else is never touched: the next
//!         name is taken. [`is_name_in`] knows such an address again.
//! Units   the name is the first half of the content's SHA-256 in hexadecimal digits: no document can be
//!         made to have a picture of a given name, nor two pictures of one.
//! Errors  those of the system, and `AlreadyExists` where all names are taken.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Format;
use crate::files::{self, Stored};

/// Digits of a name.
const DIGITS: usize = 32;

/// How many names are tried for one picture.
const MOST_NAMES: u32 = 16;

/// Writes a picture into a folder, which is made if need be, unless it is there already. Returns its
/// address.
pub fn store(folder: &str, format: Format, bytes: &[u8]) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    let digits = digits(bytes);
    let digits = String::from_utf8_lossy(&digits);
    let extension = format.extension();
    for number in 0..MOST_NAMES {
        let path = match number {
            0 => format!("{folder}/{digits}.{extension}"),
            _ => format!("{folder}/{digits}-{number}.{extension}"),
        };
        match files::store(Path::new(&path), bytes)? {
            Stored::New | Stored::Same => return Ok(spelled(&path)),
            Stored::Taken => {}
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// A path as an address: what would begin a query, a place or an encoding in it is encoded.
fn spelled(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '#' => address.push_str("%23"),
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3F"),
            c => address.push(c),
        }
    }
    address
}

/// Whether an address is one that [`store`] can give.
pub fn is_name_in(folder: &str, address: &[u8]) -> bool {
    let folder = spelled(folder);
    let name = address.strip_prefix(folder.as_bytes()).and_then(|rest| rest.strip_prefix(b"/"));
    let Some((digits, rest)) = name.and_then(|name| name.split_at_checked(DIGITS)) else {
        return false;
    };
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let number = rest.iter().take_while(|byte| matches!(byte, b'-' | b'0'..=b'9')).count();
    let extensions = [Format::Png, Format::Jpeg, Format::Gif].map(Format::extension);
    let extension = rest[number..].strip_prefix(b".");
    digits.iter().all(is_digit)
        && number <= 3
        && extension.is_some_and(|given| extensions.iter().any(|one| one.as_bytes() == given))
}

fn digits(bytes: &[u8]) -> [u8; DIGITS] {
    let hash = Sha256::digest(bytes);
    let mut digits = [0; DIGITS];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(hash.iter()) {
        pair[0] = b"0123456789abcdef"[(byte >> 4) as usize];
        pair[1] = b"0123456789abcdef"[(byte & 15) as usize];
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let folder = format!("legacybridge-folder-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries.map(|entry| name(entry).into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_published_values_of_sha_256() {
        for (text, start) in
            [("", "e3b0c44298fc1c149afbf4c8996fb924"), ("abc", "ba7816bf8f01cfea414140de5dae2223")]
        {
            assert_eq!(digits(text.as_bytes()), start.as_bytes(), "{text}");
        }
    }

    #[test]
    fn an_equal_picture_is_written_once_and_another_never_replaced() {
        let folder = folder("equal");
        let at = folder.join("made/anew");
        let path = at.to_str().unwrap();
        let first = store(path, Format::Png, b"one").unwrap();
        assert!(first.starts_with(path) && first.ends_with(".png"), "{first}");
        assert!(is_name_in(path, first.as_bytes()), "{first}");
        let written = fs::metadata(&first).unwrap().modified().unwrap();
        assert_eq!(store(path, Format::Png, b"one").unwrap(), first);
        assert_eq!(fs::metadata(&first).unwrap().modified().unwrap(), written);
        assert_eq!(names(&at).len(), 1);
        for (number, other) in ["two", "", "on"].into_iter().enumerate() {
            fs::write(&first, other).unwrap();
            let next = store(path, Format::Png, b"one").unwrap();
            assert!(is_name_in(path, next.as_bytes()), "{next}");
            assert!(next.ends_with("-1.png"), "{next}");
            assert_eq!(fs::read(&next).unwrap(), b"one");
            assert_eq!(fs::read(&first).unwrap(), other.as_bytes());
            assert_eq!(names(&at).len(), 2, "{number}");
        }
        // A folder in the way.
        fs::remove_file(&first).unwrap();
        fs::create_dir(&first).unwrap();
        assert!(store(path, Format::Png, b"one").unwrap().ends_with("-1.png"));
        for number in 1..MOST_NAMES {
            fs::write(first.replace(".png", &format!("-{number}.png")), "x").unwrap();
        }
        let failed = store(path, Format::Png, b"one").unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::AlreadyExists);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let folder = folder("link");
        let path = folder.to_str().unwrap();
        let first = store(path, Format::Gif, b"one").unwrap();
        let victim = folder.join("victim");
        // One that leads to another file, to an equal one, to nothing, and to itself.
        for (target, content) in
            [("victim", Some("mine")), ("victim", Some("one")), ("nothing", None), ("a", None)]
        {
            fs::remove_file(&first).unwrap();
            let _ = fs::remove_file(&victim);
            if let Some(content) = content {
                fs::write(&victim, content).unwrap();
            }
            let target = if target == "a" { first.clone() } else { format!("{path}/{target}") };
            symlink(&target, &first).unwrap();
            let next = store(path, Format::Gif, b"one").unwrap();
            assert!(next.ends_with("-1.gif"), "{next}");
            assert_eq!(fs::read_link(&first).unwrap().to_str().unwrap(), target);
            assert!(!folder.join("nothing").exists());
            assert_eq!(fs::read_to_string(&victim).ok().as_deref(), content);
            assert!(!fs::symlink_metadata(&next).unwrap().is_symlink());
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn many_threads_write_one_picture() {
        let folder = folder("threads");
        let path = folder.to_str().unwrap();
        let picture = vec![7u8; 100_000];
        std::thread::scope(|scope| {
            let write = || (0..20).map(|_| store(path, Format::Jpeg, &picture).unwrap()).collect();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(write)).collect();
            let paths: Vec<Vec<String>> =
                threads.into_iter().map(|thread| thread.join().unwrap()).collect();
            let first = &paths[0][0];
            assert!(paths.iter().flatten().all(|path| path == first), "{paths:?}");
        });
        assert_eq!(names(&folder).len(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_whose_name_would_mean_more_in_an_address() {
        let folder = folder("100% #1? é");
        let path = folder.to_str().unwrap();
        let first = store(path, Format::Png, b"one").unwrap();
        assert!(first.contains("100%25 %231%3F é"), "{first}");
        assert!(is_name_in(path, first.as_bytes()), "{first}");
        assert_eq!(store(path, Format::Png, b"one").unwrap(), first);
        assert_eq!(names(&folder).len(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn addresses_that_are_known_again() {
        let name = "0123456789abcdef0123456789abcdef";
        for (address, known) in [
            (format!("C:\\p/{name}.png"), true),
            (format!("C:\\p/{name}-15.jpg"), true),
            (format!("C:\\p/{name}.exe"), false),
            (format!("C:\\p/{name}.png/x"), false),
            (format!("C:\\p/../{name}.png"), false),
            (format!("C:\\p/{}.png", name.to_uppercase()), false),
            (format!("C:\\p{name}.png"), false),
            (format!("C:\\q/{name}.png"), false),
            ("C:\\p/".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_name_in("C:\\p", address.as_bytes()), known, "{address}");
        }
    }
}
