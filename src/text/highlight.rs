//! Colours in code: strings, comments, numbers and words of the language.
//!
//! Shape   a language belongs to a family, whose comments and strings look alike; a [`Lexer`] cuts a line
//!         into pieces of one class each and knows at its end what goes on in the next.
//! Errors  none: what is not recognised is plain.
//! Limits  no grammar. A language that is not in the table is plain. Linear in the text.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Plain,
    Word,
    Text,
    Comment,
    Number,
}

/// Their colours on a light ground, but for what is plain: words, texts, comments, numbers.
pub(crate) const COLORS: [[u8; 3]; 4] = [[0, 0, 160], [163, 21, 21], [0, 110, 40], [9, 100, 120]];

/// What the code of a family looks like.
#[derive(Debug)]
struct Family {
    names: &'static [&'static str],
    /// What begins a comment up to the end of the line.
    line: &'static [&'static str],
    /// What a comment over several lines begins and ends with.
    block: &'static [(&'static str, &'static str)],
    /// What texts stand between.
    quotes: &'static [u8],
    /// A text may go on in the next line between three of its quotes, and between these.
    long: &'static [u8],
    triple: bool,
    /// A backslash takes the meaning of the next character.
    escapes: bool,
    words: &'static str,
    any_case: bool,
    /// Between primes there is one letter.
    letters: bool,
}

const PLAIN: Family = Family {
    names: &[],
    line: &[],
    block: &[],
    quotes: b"\"'",
    long: b"",
    triple: false,
    escapes: true,
    words: "",
    any_case: false,
    letters: false,
};

const FAMILIES: [Family; 9] = [
    Family {
        names: &[
            "c",
            "h",
            "cpp",
            "c++",
            "cc",
            "hpp",
            "cxx",
            "cs",
            "csharp",
            "c#",
            "java",
            "go",
            "golang",
            "rust",
            "rs",
            "swift",
            "kotlin",
            "kt",
            "scala",
            "dart",
            "objc",
            "objective-c",
            "zig",
            "groovy",
            "d",
            "glsl",
            "hlsl",
        ],
        line: &["//"],
        block: &[("/*", "*/")],
        long: b"`",
        letters: true,
        words: " abstract as async await auto base bool boolean break byte case catch chan char checked class const \
                constexpr continue crate default defer delegate delete do double dyn else enum event explicit export \
                extends extern fallthrough false final finally fixed float fn for foreach friend func function get go goto \
                if impl implements import in inline int interface internal is lock long loop match mod module move mut \
                mutable namespace native new nil null nullptr object operator out override package params private \
                protected protocol pub public range readonly record ref return sealed select self set short signed sizeof \
                static string struct super switch synchronized template this throw throws trait true try type typedef \
                typename uint union unsafe unsigned use using val var virtual void volatile when where while yield let ",
        ..PLAIN
    },
    Family {
        names: &[
            "js",
            "javascript",
            "ts",
            "typescript",
            "jsx",
            "tsx",
            "mjs",
            "json",
            "json5",
            "jsonc",
            "php",
        ],
        line: &["//"],
        block: &[("/*", "*/")],
        quotes: b"\"'`",
        long: b"`",
        words: " abstract any as async await boolean break case catch class const constructor continue debugger declare \
                default delete do echo else enum export extends false finally for foreach from function get if implements \
                import in instanceof interface is keyof let namespace never new null number object of package private \
                protected public readonly require return set static string super switch this throw true try type typeof \
                undefined unknown use var void while with yield ",
        ..PLAIN
    },
    Family {
        names: &[
            "python", "py", "python3", "ruby", "rb", "elixir", "ex", "nim", "julia", "jl", "r",
        ],
        line: &["#"],
        triple: true,
        words: " False None True alias and as assert async await begin break case class continue def defmodule del do \
                elif else elsif end ensure except false finally fn for from function global if import in include is lambda \
                let module next nil nonlocal not nothing or pass proc raise repeat require rescue return self super then \
                true try unless until when while with yield ",
        ..PLAIN
    },
    Family {
        names: &[
            "sh",
            "bash",
            "shell",
            "zsh",
            "console",
            "perl",
            "pl",
            "powershell",
            "ps1",
            "pwsh",
            "yaml",
            "yml",
            "toml",
            "ini",
            "make",
            "makefile",
            "dockerfile",
            "docker",
            "cmake",
            "conf",
            "properties",
            "hcl",
            "terraform",
        ],
        line: &["#"],
        block: &[("<#", "#>")],
        words: " add alias begin break case catch cmd continue copy do done echo elif else end endif entrypoint env esac eval \
                exec exit export expose false fi finally for foreach from function if in label local my null our param \
                process read return run set shift source sub switch test then throw trap true try unset until use user volume \
                while workdir yes no ",
        any_case: true,
        ..PLAIN
    },
    Family {
        names: &["sql", "mysql", "postgresql", "postgres", "plsql", "tsql", "sqlite", "pgsql"],
        line: &["--"],
        block: &[("/*", "*/")],
        quotes: b"'\"",
        escapes: false,
        words: " add all alter and any as asc begin between by case check column commit constraint create cross database \
                declare default delete desc distinct drop else end exec exists false for foreign from full function grant group \
                having if in index inner insert int integer into is join key left like limit not null numeric on or order \
                outer primary procedure references replace returns revoke right rollback select set table text then top \
                transaction trigger true truncate union unique update using values varchar view when where with ",
        any_case: true,
        ..PLAIN
    },
    Family {
        names: &["vb", "vbnet", "vb.net", "vba", "vbs", "vbscript", "basic", "visualbasic"],
        line: &["'"],
        quotes: b"\"",
        escapes: false,
        words: " and as boolean byref byte byval call case class const currency date declare dim do double each else elseif \
                empty end enum erase error event exit explicit false for friend function get gosub goto if implements imports \
                in inherits integer is let lib like long loop me mod module namespace new next not nothing null object of on \
                option optional or overrides private property public raiseevent redim resume return select set shared single \
                static step stop string sub then to true try type until variant wend while with withevents xor ",
        any_case: true,
        ..PLAIN
    },
    Family {
        names: &["pascal", "delphi", "objectpascal", "pas"],
        line: &["//"],
        block: &[("{", "}"), ("(*", "*)")],
        quotes: b"'",
        escapes: false,
        words: " and array as begin case class const constructor destructor div do downto else end except exports false file \
                finalization finally for function goto if implementation in inherited initialization inline interface is label \
                library mod nil not object of or out override packed private procedure program property protected public \
                published raise record repeat resourcestring set shl shr stdcall string then threadvar to true try type unit \
                until uses var virtual while with xor ",
        any_case: true,
        ..PLAIN
    },
    Family {
        names: &[
            "lua", "haskell", "hs", "ada", "elm", "lisp", "scheme", "clojure", "clj", "asm", "nasm",
        ],
        line: &["--", ";"],
        block: &[("--[[", "]]"), ("{-", "-}")],
        quotes: b"\"",
        words: " and begin break case class data def defn defun deriving do else elseif end false for function goto if import in \
                infix instance is lambda let local loop module newtype nil not of or package procedure repeat return then true \
                type until where while with ",
        ..PLAIN
    },
    Family {
        names: &["html", "xml", "xhtml", "svg", "xaml", "vue", "css", "scss", "less", "sass"],
        block: &[("<!--", "-->"), ("/*", "*/")],
        quotes: b"\"",
        escapes: false,
        ..PLAIN
    },
];

/// What goes on in the next line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Comment(&'static str),
    /// A text, up to so many of its quotes.
    Text(u8, usize),
}

/// A lexer of one block of code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexer {
    family: &'static Family,
    open: Open,
}

impl Lexer {
    /// The lexer of the language that an info string names.
    pub(crate) fn of(info: &[u8]) -> Option<Lexer> {
        let end =
            info.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"+#.-_".contains(byte)));
        let name = info.get(..end.unwrap_or(info.len()))?;
        let is = |known: &&str| known.as_bytes().eq_ignore_ascii_case(name);
        let family = FAMILIES.iter().find(|family| family.names.iter().any(&is))?;
        Some(Lexer { family, open: Open::Nothing })
    }

    /// The class of the piece that a line goes on with, and its length, which is not nothing.
    pub(crate) fn piece(&mut self, line: &[u8], at: usize) -> (Class, usize) {
        let rest = &line[at..];
        match self.open {
            Open::Comment(end) => return (Class::Comment, self.up_to(rest, 0, end)),
            Open::Text(quote, count) => return (Class::Text, self.text(rest, 0, quote, count)),
            Open::Nothing => {}
        }
        let family = self.family;
        let starts = |mark: &&str| rest.starts_with(mark.as_bytes());
        if let Some((begin, end)) = family.block.iter().find(|(begin, _)| starts(begin)) {
            return (Class::Comment, self.up_to(rest, begin.len(), end));
        }
        let before = at.checked_sub(1).map(|before| line[before]);
        if let Some(mark) = family.line.iter().find(|mark| starts(mark))
            && (*mark != "#" || before.is_none_or(|byte| byte.is_ascii_whitespace()))
        {
            return (Class::Comment, rest.len());
        }
        let first = rest[0];
        if family.quotes.contains(&first) {
            // A prime behind a word or a life time is none.
            let one = |rest: &[u8]| rest.len() > 2 && is_word(rest[1]) && rest[2] != b'\'';
            let lone =
                first == b'\'' && family.letters && (before.is_some_and(is_word) || one(rest));
            if lone {
                return (Class::Plain, 1);
            }
            let triple =
                family.triple && rest.get(1) == Some(&first) && rest.get(2) == Some(&first);
            let count = if triple { 3 } else { 1 };
            return (Class::Text, self.text(rest, count, first, count));
        }
        if is_word(first) {
            let len = rest.iter().take_while(|byte| is_word(**byte)).count();
            let word = &rest[..len];
            let class = match first {
                b'0'..=b'9' => Class::Number,
                _ if self.is_word(word) => Class::Word,
                _ => Class::Plain,
            };
            return (class, len);
        }
        // Signs and blanks, up to what may be something else.
        let marks = |byte: u8| {
            family.quotes.contains(&byte)
                || family.line.iter().any(|mark| mark.as_bytes()[0] == byte)
                || family.block.iter().any(|(mark, _)| mark.as_bytes()[0] == byte)
        };
        let end = rest.iter().skip(1).position(|&byte| is_word(byte) || marks(byte));
        (Class::Plain, end.map_or(rest.len(), |end| end + 1))
    }

    /// Whether the language has the word.
    fn is_word(&self, word: &[u8]) -> bool {
        let mut key = [b' '; 18];
        let Some(place) = key.get_mut(1..=word.len()).filter(|_| word.len() <= 16) else {
            return false;
        };
        place.copy_from_slice(word);
        if self.family.any_case {
            place.make_ascii_lowercase();
        }
        memchr::memmem::find(self.family.words.as_bytes(), &key[..word.len() + 2]).is_some()
    }

    /// The length of a comment up to its end.
    fn up_to(&mut self, rest: &[u8], from: usize, end: &'static str) -> usize {
        match memchr::memmem::find(&rest[from..], end.as_bytes()) {
            Some(at) => {
                self.open = Open::Nothing;
                from + at + end.len()
            }
            None => {
                self.open = Open::Comment(end);
                rest.len()
            }
        }
    }

    /// The length of a text up to its end.
    fn text(&mut self, rest: &[u8], from: usize, quote: u8, count: usize) -> usize {
        self.open = Open::Nothing;
        let mut at = from;
        while at < rest.len() {
            let byte = rest[at];
            if byte == b'\\' && self.family.escapes {
                at += 2;
            } else if byte == quote
                && rest[at..].iter().take(count).filter(|b| **b == quote).count() == count
            {
                return at + count;
            } else {
                at += 1;
            }
        }
        if count == 3 || self.family.long.contains(&quote) {
            self.open = Open::Text(quote, count);
        }
        rest.len()
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words in brackets by their class.
    fn lexed(info: &str, code: &str) -> String {
        let mut lexer = Lexer::of(info.as_bytes()).unwrap();
        let mut out = String::new();
        for line in code.split('\n') {
            let mut at = 0;
            while at < line.len() {
                let (class, len) = lexer.piece(line.as_bytes(), at);
                let text = &line[at..at + len];
                match class {
                    Class::Plain => out.push_str(text),
                    Class::Word => out.push_str(&format!("w({text})")),
                    Class::Text => out.push_str(&format!("t({text})")),
                    Class::Comment => out.push_str(&format!("c({text})")),
                    Class::Number => out.push_str(&format!("n({text})")),
                }
                at += len;
            }
            out.push('|');
        }
        out
    }

    #[test]
    fn languages_in_one_line_each() {
        for (info, code, out) in [
            ("rust", "let x = 1; // y", "w(let) x = n(1); c(// y)|"),
            (
                "C++",
                "if (a) \"b\\\"\" /* c\nd */ int",
                "w(if) (a) t(\"b\\\"\") c(/* c)|c(d */) w(int)|",
            ),
            ("js", "`a\nb` + 'c'", "t(`a)|t(b`) + t('c')|"),
            (
                "python title=x",
                "def f(): # g\n'''a\nb''' 'c'",
                "w(def) f(): c(# g)|t('''a)|t(b''') t('c')|",
            ),
            ("sh", "echo $# a#b # c", "w(echo) $# a#b c(# c)|"),
            ("sql", "SELECT 'a''b' -- c", "w(SELECT) t('a')t('b') c(-- c)|"),
            ("vb", "Dim s ' note", "w(Dim) s c(' note)|"),
            ("pascal", "begin { a } s := 'b'; end.", "w(begin) c({ a }) s := t('b'); w(end).|"),
            ("html", "<a b=\"c\"> <!-- d -->", "<a b=t(\"c\")> c(<!-- d -->)|"),
            ("rust", "&'a str 'x'", "&'a str t('x')|"),
        ] {
            assert_eq!(lexed(info, code), out, "{info}");
        }
        assert!(Lexer::of(b"nothing").is_none() && Lexer::of(b"").is_none());
    }
}
