//! The C header is what cbindgen makes of the sources, and compiles alone.
//!
//! `UPDATE=1 cargo test --test abi header::` writes the header anew.
#![cfg(all(feature = "capi", unix))]

use std::path::Path;

use crate::kit::native;

/// The files with exported items, in the order of the header.
const SOURCES: [&str; 8] =
    ["constants", "lifecycle", "convert", "fill", "column", "batch", "log", "observe"];

fn generated() -> String {
    let folder = native::scratch("header");
    let mut builder = cbindgen::Builder::new();
    for name in SOURCES {
        let source = native::package().join("src/ffi").join(name).with_extension("rs");
        let text = std::fs::read_to_string(&source).expect("a source file");
        let copy = folder.join(name).with_extension("rs");
        std::fs::write(&copy, text.replace("extern \"system\"", "extern \"C\"")).expect("a copy");
        builder = builder.with_src(copy);
    }
    let config = cbindgen::Config::from_file(native::package().join("cbindgen.toml"));
    let bindings = builder.with_config(config.expect("cbindgen.toml")).generate();
    let mut header = Vec::new();
    bindings.expect("bindings").write(&mut header);
    finished(&String::from_utf8(header).expect("UTF-8"))
}

/// Fills in what cbindgen can't know, and sets its text as people read it.
fn finished(header: &str) -> String {
    let options = legacybridge::options::documentation();
    let options: Vec<String> = options
        .lines()
        .flat_map(|line| wrapped(line.trim_start(), " ", line.len() - line.trim_start().len()))
        .map(|line| format!(" *     {line}"))
        .collect();
    let header = header
        .replace("@OPTIONS@", &options.join("\n"))
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
        .replace("@MAJOR@", env!("CARGO_PKG_VERSION_MAJOR"))
        .replace("@MINOR@", env!("CARGO_PKG_VERSION_MINOR"))
        .replace("@PATCH@", env!("CARGO_PKG_VERSION_PATCH"));
    let mut text = String::new();
    let mut pointers = Vec::new();
    let mut lines = header.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        let mut line = line.to_owned();
        if line.trim_start() == "/**" {
            let first = lines.next().expect("a comment").trim_start().trim_start_matches("* ");
            if lines.next_if(|line| line.trim_start() == "*/").is_some() {
                line = format!("{line} {first} */");
            } else {
                let indent = line.len() - 3;
                line = format!("{line}\n{:indent$} * {first}", "");
            }
        } else if line.starts_with("LEGACYBRIDGE_API") {
            while !line.ends_with(';') {
                line = format!("{line} {}", lines.next().expect("a prototype").trim_start());
            }
            pointers.push(pointer(&line));
            line = prototype(&line);
        } else if line.starts_with("#define LEGACYBRIDGE_ERROR_") {
            line = line.replacen(" -", " (-", 1) + ")";
        }
        // Of functions of the host's too.
        if line.starts_with("typedef void (*legacybridge_") {
            line = line.replacen("(*", "(LEGACYBRIDGE_CALL *", 1);
        }
        // In C of 1989 a comment ends where it says so.
        if line.starts_with(['#', '}'])
            && let Some((directive, comment)) = line.split_once("// ")
        {
            line = format!("{} /* {comment} */", directive.trim_end());
        }
        text.push_str(&line);
        text.push('\n');
    }
    let end = text.rfind("\n#ifdef __cplusplus").expect("the end of the functions");
    text.insert_str(end, &format!("\n{POINTERS}\n{}\n", pointers.join("\n")));
    text
}

const POINTERS: &str = "\
/*
 * Types of pointers to the functions, for GetProcAddress and dlsym:
 *
 *     legacybridge_destroy_fn destroy =
 *         (legacybridge_destroy_fn)GetProcAddress(library, \"legacybridge_destroy\");
 */";

/// The type of pointers to a function.
fn pointer(prototype: &str) -> String {
    let declared = prototype.replacen("LEGACYBRIDGE_API ", "", 1);
    let (before, arguments) = declared.split_once('(').expect("arguments");
    let at = before.find("legacybridge_").expect("a name");
    let (result, name) = (before[..at].trim_end(), &before[at..]);
    let start = format!("typedef {result} (LEGACYBRIDGE_CALL *{name}_fn)(");
    if start.len() + arguments.len() <= 100 {
        return start + arguments;
    }
    format!("{start}\n{}", wrapped(arguments, ", ", 4).join("\n"))
}

/// A prototype with its calling convention, its arguments below it where they don't fit beside.
fn prototype(line: &str) -> String {
    let line = line.replacen("legacybridge_", "LEGACYBRIDGE_CALL legacybridge_", 1);
    if line.len() <= 100 {
        return line;
    }
    let (name, arguments) = line.split_once('(').expect("arguments");
    format!("{name}(\n{}", wrapped(arguments, ", ", 4).join("\n"))
}

/// A text as indented lines of up to 90 characters, divided only behind `separator`.
fn wrapped(text: &str, separator: &str, indent: usize) -> Vec<String> {
    let mut lines = vec![" ".repeat(indent)];
    for word in text.split_inclusive(separator) {
        let last = lines.last_mut().expect("a line");
        if last.len() > indent && last.len() + word.trim_end().len() > 90 {
            lines.push(format!("{}{word}", " ".repeat(indent)));
        } else {
            *last += word;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn committed() -> String {
    std::fs::read_to_string(native::package().join("include/legacybridge.h")).unwrap_or_default()
}

#[test]
fn the_committed_header_is_the_generated_one() {
    let header = generated();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        let path = native::package().join("include/legacybridge.h");
        std::fs::write(path, &header).expect("the header");
    }
    let differing = header.lines().zip(committed().lines()).position(|(new, old)| new != old);
    assert!(
        header == committed(),
        "include/legacybridge.h differs from the sources at line {:?}: run UPDATE=1 cargo test --test abi header::",
        differing.map(|line| line + 1)
    );
}

#[test]
fn every_prototype_names_its_calling_convention() {
    let header = committed();
    let prototypes = header.lines().filter(|line| line.starts_with("LEGACYBRIDGE_API ")).count();
    assert_eq!(prototypes, header.matches("LEGACYBRIDGE_CALL legacybridge_").count());
    // And the type of what the log calls.
    assert_eq!(prototypes + 1, header.matches("(LEGACYBRIDGE_CALL *legacybridge_").count());
    assert_eq!(prototypes, 41);
}

#[test]
fn every_macro_has_the_librarys_name() {
    for line in committed().lines().filter_map(|line| line.strip_prefix("#define ")) {
        assert!(line.starts_with("LEGACYBRIDGE_"), "{line}");
    }
}

#[test]
fn the_header_names_every_option() {
    let header = committed();
    for key in legacybridge::options::KEYS {
        assert!(header.contains(&format!("{} = {}", key.name, key.values)), "{}", key.name);
        let meaning = key.meaning.split(' ').take(4).collect::<Vec<_>>().join(" ");
        assert!(header.contains(&meaning), "{}", key.name);
    }
}

#[test]
fn lines_are_short_enough_to_read() {
    let header = committed();
    let long: Vec<&str> = header.lines().filter(|line| line.len() > 100).collect();
    assert_eq!(long, Vec::<&str>::new());
}

/// What hosts write: texts of theirs without casts, results in pointers, functions by their types.
const HOST: &str = "
int host(void);
int host(void) {
    static const char text[] = \"a *word*\";
    static const unsigned char bytes[] = { 'a', 0 };
    char message[100];
    uint8_t *output, *report;
    int32_t handle, length, report_len, needed;
    legacybridge_convert_fn convert = legacybridge_convert;
    legacybridge_last_error_fn last_error = legacybridge_last_error;
    if (legacybridge_create(\"Target=Word\", &handle) != LEGACYBRIDGE_OK) return 1;
    if (convert(handle, 1, 2, text, -1, &output, &length) != 0) return 2;
    legacybridge_free(output);
    if (legacybridge_convert_reporting(0, 1, 2, bytes, 1, &output, &length, &report, &report_len))
        return 3;
    legacybridge_free(output);
    legacybridge_free(report);
    if (legacybridge_convert_into(0, 1, 3, text, -1, message, 100, &needed) != 0) return 4;
    if (last_error(message, 100) != 0 || legacybridge_last_error_json(message, 100) < 2) return 5;
    if (legacybridge_version_number() != LEGACYBRIDGE_VERSION_NUMBER) return 6;
    return LEGACYBRIDGE_VERSION_NUMBER < 100 || legacybridge_destroy(handle);
}
";

/// Compiles a program of two files that include the header, the first of them twice.
fn compiles(compiler: &str, standard: &str, extension: &str) {
    let folder = native::scratch(&format!("header-{standard}"));
    let include = "#include \"legacybridge.h\"\n";
    let first = folder.join("first").with_extension(extension);
    let second = folder.join("second").with_extension(extension);
    let main = format!(
        "{include}{include}{HOST}int second(void);\nint main(void) {{ return host() + second(); }}\n"
    );
    std::fs::write(&first, main).expect("a source file");
    let text =
        format!("{include}int second(void);\nint second(void) {{ return LEGACYBRIDGE_OK; }}\n");
    std::fs::write(&second, text).expect("a source file");
    let mut command = native::compiler(compiler);
    command.arg(format!("-std={standard}"));
    let program = folder.join("program");
    native::link(&mut command, &folder);
    native::run(command.arg(&first).arg(&second).arg("-o").arg(&program));
    native::run(&mut std::process::Command::new(Path::new(&program)));
}

#[test]
fn it_compiles_alone_as_c89() {
    compiles("cc", "c89", "c");
}

#[test]
fn it_compiles_alone_as_c99() {
    compiles("cc", "c99", "c");
}

#[test]
fn it_compiles_alone_as_cpp98() {
    compiles("c++", "c++98", "cpp");
}

#[test]
fn it_compiles_alone_as_cpp11() {
    compiles("c++", "c++11", "cpp");
}
