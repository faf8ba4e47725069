//! Which addresses written HTML may have, whatever the document says.
//!
//! Shape   [`link`] and [`picture`] go by [`judge`], which is the one judge of addresses.
//! Limits  `Links=All` lets in every scheme but those of scripts.

use crate::options::{Images, Links, Options};
use crate::picture::folder;
use crate::text::address::{Address, is_of_a_page, judge, may_lead_from_a_page};

/// Whether a link may lead there.
pub(super) fn link(url: &[u8], options: &Options) -> bool {
    may_lead_from_a_page(url, options.links == Links::All)
}

/// What becomes of the address of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    Stays,
    /// It is of a server and gets a scheme, so that no file of another machine is opened by it.
    Secured,
    Goes,
}

/// What becomes of the address of a picture.
pub(super) fn picture(url: &[u8], options: &Options) -> Picture {
    let is_of_machine = judge(url) == Address::Machine;
    match is_of_a_page(url) {
        _ if is_of_machine && is_stored(url, options) => Picture::Stays,
        true if is_of_machine => Picture::Secured,
        true => Picture::Stays,
        false => Picture::Goes,
    }
}

/// Whether it is the address of a picture that this conversion has put into the folder of the options.
pub(super) fn is_stored(url: &[u8], options: &Options) -> bool {
    match &options.images {
        Images::Folder(name) => folder::is_name_in(name, url),
        Images::Embed | Images::Skip => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_one_line_each() {
        let options = Options::default();
        for (url, is_link, is_picture) in [
            ("https://a/b?c", true, Picture::Stays),
            ("a/b", true, Picture::Stays),
            ("#x", true, Picture::Stays),
            ("", true, Picture::Stays),
            ("mailto:a@b", true, Picture::Goes),
            ("cid:x", true, Picture::Stays),
            ("CID:x", true, Picture::Stays),
            ("//host/x", true, Picture::Secured),
            ("\\\\host\\x", true, Picture::Goes),
            ("//host\\x", true, Picture::Goes),
            ("data:image/png;base64,AA", false, Picture::Stays),
            ("data:image/svg+xml,x", false, Picture::Goes),
            ("data:text/html,x", false, Picture::Goes),
            ("javascript:x", false, Picture::Goes),
            ("java\tscript:x", false, Picture::Goes),
            ("&#106;avascript:x", false, Picture::Goes),
            ("java%0ascript:x", false, Picture::Goes),
            ("ms-msdt:x", false, Picture::Goes),
            ("view-source:x", false, Picture::Goes),
            ("\u{1}ftp:x", true, Picture::Goes),
        ] {
            let found = (link(url.as_bytes(), &options), picture(url.as_bytes(), &options));
            assert_eq!(found, (is_link, is_picture), "{url:?}");
        }
    }
}
