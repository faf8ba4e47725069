//! The tables of the package for JavaScript are those of the library, and the package is tried where
//! Node and what `make web` has built are there.
//!
//! `UPDATE=1 cargo test --test bindings javascript::` writes `bindings/wasm/src/tables.ts` anew.

use std::fmt::Write;

use legacybridge::error::Status;
use legacybridge::formats::Format;
use legacybridge::options::KEYS;
use legacybridge::report::Loss;

use crate::kit::native;

/// What a form shows for an option, and what the compiler lets in.
enum Kind<'a> {
    Switch,
    /// One of these; where `open`, or something else.
    Choice {
        words: Vec<&'a str>,
        open: bool,
    },
    Losses,
    Size,
    Number,
    Text,
    /// A file or a folder: there is none on WebAssembly.
    File,
}

impl<'a> Kind<'a> {
    /// By what the table says that values look like.
    fn of(values: &'a str) -> Self {
        let begins = |start: &str| values.starts_with(start);
        match values {
            "Yes|No" | "No|Yes" => Kind::Switch,
            "a folder" => Kind::File,
            _ if begins("a path") => Kind::File,
            _ if values.contains("kinds of the report") => Kind::Losses,
            _ if values.contains('|') => {
                let (words, others): (Vec<_>, Vec<_>) =
                    values.split('|').partition(|word| !word.contains([' ', ':']));
                Kind::Choice { words, open: others.iter().any(|other| !other.contains(':')) }
            }
            _ if begins("a size") => Kind::Size,
            _ if begins("a number") || begins("a code page number") => Kind::Number,
            _ if values.starts_with(|first: char| first.is_ascii_digit()) => Kind::Number,
            _ => Kind::Text,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Kind::Switch => "switch",
            Kind::Choice { .. } => "choice",
            Kind::Losses => "losses",
            Kind::Size => "size",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::File => "file",
        }
    }

    fn words(&self) -> Vec<&str> {
        match self {
            Kind::Switch => vec!["Yes", "No"],
            Kind::Choice { words, .. } => words.clone(),
            _ => Vec::new(),
        }
    }

    /// What it is in TypeScript.
    fn typed(&self) -> String {
        let literals = |words: &[&str]| words.iter().map(|word| quoted(word)).collect::<Vec<_>>();
        match self {
            Kind::Switch => "boolean | \"Yes\" | \"No\"".to_owned(),
            Kind::Choice { words, open } => {
                let mut types = literals(words);
                if words.contains(&"Yes") {
                    types.push("boolean".to_owned());
                }
                if *open {
                    types.push("(string & {})".to_owned());
                }
                types.join(" | ")
            }
            Kind::Losses => {
                "boolean | \"Yes\" | \"No\" | LossKind | readonly LossKind[]".to_owned()
            }
            Kind::Size => "Size".to_owned(),
            Kind::Number => "number | `${number}`".to_owned(),
            Kind::Text => "string".to_owned(),
            Kind::File => "never".to_owned(),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn listed(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

/// One constant array, with its lines.
fn array(name: &str, row: &str, about: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("\n/** {about} */\nexport const {name}: readonly {row}[] = [\n");
    lines.into_iter().for_each(|line| writeln!(text, "  {line},").expect("a string"));
    text + "];\n"
}

fn union(name: &str, about: &str, words: impl IntoIterator<Item = &'static str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("\n  | {}", quoted(word))).collect();
    format!("\n/** {about} */\nexport type {name} ={};\n", words.concat())
}

fn generated() -> String {
    let mut text = String::from(
        "// The tables of the library. Made by `UPDATE=1 cargo test --test bindings javascript::`; what is changed\n\
         // by hand is lost.\n\n/** The library's version. */\n",
    );
    writeln!(text, "export const version = {};", quoted(env!("CARGO_PKG_VERSION"))).unwrap();

    let names = || Format::ALL.into_iter().map(Format::name);
    text += &union("Format", "What a document can be in; `detect` finds out.", names());
    text +=
        &union("OutputFormat", "What an output can be in.", Format::outputs().map(Format::name));
    text += "\n/** What a format is. */\nexport interface FormatRow {\n  readonly name: Format;\n  \
             /** Its number in the C interface. */\n  readonly number: number;\n  \
             /** Extensions of its files, the usual one first. */\n  readonly extensions: readonly string[];\n  \
             /** Whether outputs can have it. */\n  readonly isOutput: boolean;\n}\n";
    let rows = Format::ALL.into_iter().map(|format| {
        let (name, extensions) = (quoted(format.name()), listed(format.row().extensions));
        let (number, is_output) = (format as i32, format.is_output());
        format!(
            "{{ name: {name}, number: {number}, extensions: {extensions}, isOutput: {is_output} }}"
        )
    });
    text += &array("formats", "FormatRow", "Every format.", rows);

    text += &union("LossKind", "Kinds of what can't be kept.", Loss::ALL.iter().map(|l| l.name()));
    text += "\n/** What was lost of one kind. */\nexport interface Loss {\n  readonly kind: LossKind;\n  \
             readonly count: number;\n  \
             /** Where first: bytes of a Uint8Array, UTF-16 units of a string; `null` where no place is known. */\n  \
             readonly first: number | null;\n}\n";
    text += "\n/** What a kind of loss is. */\nexport interface LossRow {\n  readonly kind: LossKind;\n  \
             /** `Content`: a reader would miss it; `Layout`: how it looks on paper. */\n  \
             readonly class: \"Content\" | \"Layout\";\n  /** What its count is the number of. */\n  \
             readonly counts: string;\n}\n";
    let rows = Loss::ALL.iter().map(|loss| {
        let row = loss.row();
        let (kind, class, counts) =
            (quoted(row.name), quoted(row.class.name()), quoted(row.counts));
        format!("{{ kind: {kind}, class: {class}, counts: {counts} }}")
    });
    text += &array("losses", "LossRow", "Every kind of loss.", rows);

    let failures = || Status::ALL.into_iter().filter(|&status| status != Status::Ok);
    text += &union("StatusName", "Why calls fail.", failures().map(Status::name));
    text += "\n/** What a status is. */\nexport interface StatusRow {\n  readonly name: StatusName;\n  \
             readonly number: number;\n  readonly words: string;\n}\n";
    let rows = failures().map(|status| {
        let words = quoted(status.words().to_str().expect("ASCII"));
        let (name, number) = (quoted(status.name()), status as i32);
        format!("{{ name: {name}, number: {number}, words: {words} }}")
    });
    text += &array("statuses", "StatusRow", "Every way to fail.", rows);
    text + &options()
}

fn options() -> String {
    let mut text = String::from(
        "\n/** Bytes, as a number or with a unit. */\n\
         export type Size = number | `${number}` | `${number}${\"\" | \" \"}${\"B\" | \"KB\" | \"MB\" | \"GB\"}`;\n\
         \n/** How an option is shown in a form. */\n\
         export type OptionKind = \"switch\" | \"choice\" | \"losses\" | \"size\" | \"number\" | \"text\";\n\
         \n/** What an option is. */\nexport interface OptionRow {\n  readonly key: keyof Options;\n  \
         readonly kind: OptionKind;\n  /** The words that it takes; of `choice` and `switch`. */\n  \
         readonly values: readonly string[];\n  /** Whether it takes others too. */\n  readonly isOpen: boolean;\n  \
         /** What values look like, for people. */\n  readonly shape: string;\n  /** The value when left out. */\n  \
         readonly default: string;\n  /** What it means. */\n  readonly what: string;\n}\n\
         \n/** What can be set. Options that name files are not here: there are none. */\nexport interface Options {\n",
    );
    let mut rows = Vec::new();
    for key in KEYS {
        let kind = Kind::of(key.values);
        if matches!(kind, Kind::File) {
            continue;
        }
        // What is beyond that names folders.
        let shape = key.values.replace("|Folder:PATH", "");
        let default = if key.default.is_empty() { "empty" } else { key.default };
        let about = format!("{} ({shape}; default: {default})", key.meaning);
        writeln!(
            text,
            "  /** {} */\n  {}?: {};",
            about.replace("*/", "* /"),
            key.name,
            kind.typed()
        )
        .unwrap();
        let open = matches!(kind, Kind::Choice { open: true, .. });
        rows.push(format!(
            "{{ key: {}, kind: {}, values: {}, isOpen: {open}, shape: {}, default: {}, what: {} }}",
            quoted(key.name),
            quoted(kind.name()),
            listed(&kind.words()),
            quoted(&shape),
            quoted(key.default),
            quoted(key.meaning),
        ));
    }
    text += "}\n";
    text + &array("options", "OptionRow", "Every option, in the order of the documentation.", rows)
}

#[test]
fn the_tables_are_those_of_the_library() {
    let path = native::package().join("bindings/wasm/src/tables.ts");
    let expected = generated();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &expected).expect("the tables are written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "bindings/wasm/src/tables.ts: see the top of this file");
}
