//! The manual page and the completions of shells in `packaging/command`, made from the command line itself by clap;
//! `UPDATE=1 cargo test --features cli --bin legacybridge pages` writes them.

use std::path::{Path, PathBuf};

use clap_complete::Shell;

use super::arguments::command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/command")
}

/// Each file with what should be in it.
fn pages() -> Vec<(&'static str, Vec<u8>)> {
    let mut pages = vec![("legacybridge.1", manual())];
    for (name, shell) in [
        ("legacybridge.bash", Shell::Bash),
        ("legacybridge.fish", Shell::Fish),
        ("_legacybridge", Shell::Zsh),
        ("_legacybridge.ps1", Shell::PowerShell),
    ] {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut command(), "legacybridge", &mut text);
        pages.push((name, text));
    }
    pages
}

fn manual() -> Vec<u8> {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command()).section("1").manual("LegacyBridge");
    page.render(&mut text).expect("a Vec takes everything");
    text
}

#[test]
fn pages_are_what_the_command_line_says() {
    let update = std::env::var_os("UPDATE").is_some();
    for (name, text) in pages() {
        let path = folder().join(name);
        if update {
            std::fs::create_dir_all(folder()).expect("a folder");
            std::fs::write(&path, &text).expect("written");
        }
        let found = std::fs::read(&path).unwrap_or_default();
        assert!(
            found == text,
            "{name} is not what the command line says: UPDATE=1 cargo test --features cli --bin legacybridge pages"
        );
    }
}
