//! Formulas at the door. They stand in an output as TeX: who shows it without knowing of formulas takes what looks
//! like a tag for one, and who knows of them makes links of `\href`.
//!
//! Shape   `<` before what could begin a tag gets a blank behind it, which says the same in TeX; the first argument of
//!         a command that leads somewhere, or sets what a page looks like, is emptied where the options do not let it
//!         in, and such a command without braces becomes letters.
//! Limits  time is linear.
//! Source  MathJax's and KaTeX's lists of commands.

use super::{Document, Door, Fate, Kind, Loss, Report, View};
use crate::options::Links;
use crate::work;

/// What a command may do that a stranger's may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Its argument is an address of a link, or of a picture.
    Link,
    Picture,
    /// Its argument is of the page: an identifier, a class, a style.
    Page,
    /// It names other commands.
    Name,
}

fn reach_of(command: &[u8]) -> Option<Reach> {
    match command {
        b"href" | b"url" => Some(Reach::Link),
        b"includegraphics" => Some(Reach::Picture),
        b"htmlClass" | b"htmlId" | b"htmlStyle" | b"htmlData" => Some(Reach::Page),
        b"class" | b"cssId" | b"style" | b"data" | b"require" => Some(Reach::Page),
        b"csname" | b"let" | b"def" | b"gdef" | b"edef" | b"xdef" | b"futurelet" => {
            Some(Reach::Name)
        }
        b"newcommand" | b"renewcommand" | b"providecommand" => Some(Reach::Name),
        b"newenvironment" | b"renewenvironment" | b"DeclareMathOperator" => Some(Reach::Name),
        _ => None,
    }
}

impl Door<'_> {
    /// Judges the formulas of a document.
    pub(super) fn formulas(&self, doc: &mut Document, report: &mut Report) {
        for at in 0..doc.nodes.len() {
            let Kind::Math { tex, display } = doc.nodes[at].kind else { continue };
            let view = View { doc, source: self.source };
            let Ok(text) = std::str::from_utf8(view.text(tex)) else { continue };
            work::step(text.len());
            let (changed, lost) = self.tame(text);
            let Some(changed) = changed else { continue };
            if lost > 0 {
                let place = self.in_input(tex).unwrap_or(usize::MAX);
                report.add_many(Loss::UnsafeLink, lost, place);
            }
            let tex = doc.own(&changed);
            doc.set_kind(at as u32, Kind::Math { tex, display });
        }
    }

    /// A formula without what may not be there, if anything changes, and how many addresses are gone.
    fn tame(&self, tex: &str) -> (Option<String>, u32) {
        let (bytes, html) = (tex.as_bytes(), self.html() != Fate::Stays);
        let (mut tame, mut done, mut lost) = (None, 0, 0);
        let mut pairs = None;
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'<', b'\\', &bytes[at..]) {
            let found = at + found;
            at = found + 1;
            // What stands up to `keep` stays, what comes then goes, up to `go`, and `instead` stands there.
            let (keep, go, instead) = if bytes[found] == b'<' {
                let begins =
                    bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
                if !html || !begins {
                    continue;
                }
                (at, at, " ")
            } else {
                let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic());
                let name = &bytes[at..at + letters.count()];
                at += name.len().max(1);
                let Some(reach) = reach_of(name) else { continue };
                let pairs = pairs.get_or_insert_with(|| braces(bytes));
                let argument = argument(bytes, at, pairs);
                let address = argument.map_or(&b""[..], |(start, end)| &bytes[start..end]);
                let stays = match reach {
                    Reach::Link => argument.is_some() && self.leads_from_a_formula(address, false),
                    Reach::Picture => {
                        argument.is_some() && self.leads_from_a_formula(address, true)
                    }
                    Reach::Page => !html && self.options.links != Links::Web,
                    Reach::Name => self.options.links != Links::Web,
                };
                if stays {
                    continue;
                }
                lost += 1;
                match argument.filter(|_| reach != Reach::Name) {
                    Some((start, end)) => {
                        at = end;
                        (start, end, "")
                    }
                    None => (found, found + 1, ""),
                }
            };
            let tame = tame.get_or_insert_with(String::new);
            tame.push_str(tex.get(done..keep).unwrap_or(""));
            tame.push_str(instead);
            done = go;
        }
        if let Some(tame) = &mut tame {
            tame.push_str(tex.get(done..).unwrap_or(""));
        }
        (tame, lost)
    }

    /// Whether a formula may lead to an address; one with commands in it, but for signs that TeX needs them for, is
    /// none that can be judged.
    fn leads_from_a_formula(&self, address: &[u8], is_picture: bool) -> bool {
        if self.options.links == Links::All {
            return true;
        }
        let mut plain = Vec::with_capacity(address.len());
        let mut bytes = address.iter();
        while let Some(&byte) = bytes.next() {
            plain.push(match byte {
                b'\\' => match bytes.next() {
                    Some(&sign @ (b'%' | b'#' | b'_' | b'&' | b'~' | b'$')) => sign,
                    _ => return false,
                },
                b'{' | b'}' => return false,
                byte => byte,
            });
        }
        self.allows(plain.trim_ascii(), is_picture)
    }
}

/// How far the braces of an argument stand behind their command at most.
const NEAR: usize = 256;

/// Where what stands in the braces behind a command begins and ends; blanks, comments and options in brackets may
/// stand before it.
fn argument(tex: &[u8], mut at: usize, braces: &[(usize, usize)]) -> Option<(usize, usize)> {
    let near = &tex[..tex.len().min(at + NEAR)];
    loop {
        match near.get(at)? {
            byte if byte.is_ascii_whitespace() => at += 1,
            b'%' => at += memchr::memchr(b'\n', &near[at..])? + 1,
            b'[' => at += memchr::memchr(b']', &near[at..])? + 1,
            b'{' => break,
            _ => return None,
        }
    }
    let found = braces.binary_search_by_key(&at, |&(open, _)| open).ok()?;
    Some((at + 1, braces[found].1))
}

/// The braces of a formula that close, by where they open.
fn braces(tex: &[u8]) -> Vec<(usize, usize)> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'\\', b'{', b'}', tex.get(at..).unwrap_or(&[])) {
        let place = at + next;
        at = place + 1;
        work::step(1);
        match tex[place] {
            b'\\' => at += 1,
            b'{' => open.push(place),
            _ => found.extend(open.pop().map(|open| (open, place))),
        }
    }
    found.sort_unstable();
    found
}
