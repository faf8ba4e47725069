//! What a release is made of agrees with itself: the version in every file that carries one, the table of artefacts
//! with its scripts, the keys of the MSI with those that the library registers.

use std::collections::BTreeSet;
use std::path::Path;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What stands between two pieces of a text, the first time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

#[test]
fn every_file_has_the_same_version() {
    let version = env!("CARGO_PKG_VERSION");
    for (file, before, after) in [
        ("Cargo.lock", "name = \"legacybridge\"\nversion = \"", "\""),
        ("include/legacybridge.h", "#define LEGACYBRIDGE_VERSION \"", "\""),
        ("bindings/python/pyproject.toml", "\nversion = \"", "\""),
        ("bindings/python/legacybridge/__init__.py", "\n__version__ = \"", "\""),
        ("bindings/csharp/LegacyBridge.csproj", "<Version>", "</Version>"),
        ("bindings/wasm/package.json", "\"version\": \"", "\""),
        ("bindings/wasm/package-lock.json", "\"version\": \"", "\""),
        ("README.md", "\nVersion ", ". "),
        ("CHANGELOG.md", "\n## ", ","),
    ] {
        let text = read(file);
        let found =
            between(&text, before, after).unwrap_or_else(|| panic!("{file} has no version"));
        assert!(
            version == found || version.strip_suffix(".0") == Some(found),
            "{file} says {found}, Cargo.toml {version}"
        );
    }
    let package = read("packaging/delphi/legacybridge.lpk");
    let [major, minor, patch] = version.split('.').collect::<Vec<_>>()[..] else {
        panic!("{version}")
    };
    let said = format!("<Version Major=\"{major}\" Minor=\"{minor}\" Release=\"{patch}\"/>");
    assert!(package.contains(&said), "legacybridge.lpk does not say {said}");
}

#[test]
fn every_artefact_has_a_script_and_parts_that_are_made() {
    let (table, parts) = (read("scripts/release/artefacts.list"), read("scripts/release/parts.sh"));
    let mut files = BTreeSet::new();
    for row in table.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [name, file, script, needs, what] = cells[..] else { panic!("{row}") };
        assert!(!name.is_empty() && !what.is_empty(), "{row}");
        assert!(file.contains('V') && files.insert(file.to_owned()), "{row}");
        let script = script.split(' ').next().unwrap_or_default();
        assert!(read(&format!("scripts/release/{script}")).starts_with("#!"), "{row}");
        for part in needs.split_whitespace() {
            assert!(
                parts.contains(&format!("{part} |")) || parts.contains(&format!("{part})")),
                "{row}"
            );
        }
    }
    assert!(files.len() >= 15, "{files:?}");
}

/// Who takes a release finds each artefact in the README, and each has been installed and run somewhere.
#[test]
fn every_artefact_is_in_the_readme_and_tried() {
    let (table, readme) = (read("scripts/release/artefacts.list"), read("README.md"));
    let places = read("tests/release/places.list");
    let tried: BTreeSet<&str> = places
        .lines()
        .filter(|row| !row.starts_with('#') && !row.contains("| cannot"))
        .flat_map(|row| row.split('|').next().unwrap_or_default().split_whitespace())
        .collect();
    let get_it = between(&readme, "\n## Get it\n", "\n## ").expect("the section");
    for row in table.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let mut cells = row.split('|').map(str::trim);
        let (name, file) = (cells.next().expect("a name"), cells.next().expect("a file"));
        assert!(tried.contains(name), "places.list does not try {name}");
        // Families of files stand there by what they have in common.
        let said = match file {
            _ if file.ends_with(".whl") => "legacybridge-V-py3-none-".to_owned(),
            _ if file.ends_with(".deb") => format!("`{}`", file.split('_').next().unwrap_or(file)),
            _ if file.contains("arm64") => file.replace("legacybridge-V", ""),
            _ => file.to_owned(),
        };
        assert!(get_it.contains(&said), "the README does not say how to get {said}");
    }
}

#[test]
fn the_msi_writes_the_keys_that_the_library_registers() {
    let (wxs, ids) = (read("packaging/windows/legacybridge.wxs"), read("src/com/ids.rs"));
    let id = |name: &str| {
        let rest = between(&ids, &format!("{name}: GUID = GUID::from_u128(0x"), ")");
        let digits = rest.unwrap_or_else(|| panic!("{name}")).replace('_', "").to_uppercase();
        let (a, rest) = digits.split_at(8);
        format!("{{{a}-{}-{}-{}-{}}}", &rest[..4], &rest[4..8], &rest[8..12], &rest[12..])
    };
    let word = |name: &str| {
        between(&ids, &format!("{name}: &str = \""), "\"").unwrap_or_else(|| panic!("{name}"))
    };
    let class = format!("CLSID\\{}\"", id("CLSID_CONVERTER"));
    // One component for each width.
    assert_eq!(wxs.matches(&class).count(), 2, "{class}");
    for (value, times) in [
        (id("LIBID"), 6),
        (id("IID_CONVERTER"), 2),
        (word("DESCRIPTION").to_owned(), 4),
        (format!("\"{}\"", word("PROGID_1")), 3),
    ] {
        assert_eq!(wxs.matches(&value).count(), times, "{value}");
    }
    // The subkeys that register.rs writes below the class.
    let register = read("src/com/register.rs");
    for row in register.split("set(&format!(\"{class}\\\\").skip(1) {
        let key = row.split('"').next().unwrap_or_default();
        assert!(wxs.matches(&format!("Key=\"{key}\"")).count() >= 2, "{key}");
    }
    assert!(wxs.matches("Key=\"InprocServer32\" Name=\"ThreadingModel\"").count() == 2);
}

/// What could not be tried says so where it begins.
#[test]
fn recipes_that_were_not_tried_say_so_in_their_first_line() {
    for file in [
        "vcpkg/portfile.cmake.in",
        "winget/LegacyBridge.LegacyBridge.yaml.in",
        "winget/LegacyBridge.LegacyBridge.installer.yaml.in",
        "winget/LegacyBridge.LegacyBridge.locale.en-US.yaml.in",
        "chocolatey/legacybridge.nuspec.in",
        "chocolatey/tools/chocolateyinstall.ps1.in",
        "homebrew/legacybridge.rb.in",
        "delphi/legacybridge.lpk",
        "delphi/LegacyBridgePackage.dpk",
    ] {
        let text = read(&format!("packaging/{file}"));
        assert!(text.lines().next().unwrap_or_default().contains("Not tried"), "{file}");
    }
}

/// What the tests of artefacts compare with is what the library of this source makes.
#[test]
fn the_letter_of_the_release_tests_is_what_the_library_makes() {
    use legacybridge::converter::{Converter, Format};
    use legacybridge::options::Options;

    let letter =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/release/letter.rtf"))
            .expect("the letter");
    assert_eq!(letter, read("examples-c/letter.rtf").into_bytes());
    let converter = Converter::new(Options::default()).expect("options");
    let made = converter.convert(Format::Rtf, Format::Markdown, &letter).expect("Markdown");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/release/letter.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&golden, &made).expect("written");
    }
    assert_eq!(String::from_utf8_lossy(&made), read("tests/release/letter.md"));
}
