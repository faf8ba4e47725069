//! A file as Markdown: `cargo run --example convert -- letter.rtf`. What could not be kept goes to standard error.

use std::error::Error;
use std::io::Write;

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("which file?")?;
    let input = std::fs::read(path)?;
    let converter = Converter::new(Options::parse("Images=Skip;MaxInput=8MB")?)?;
    let markdown = converter.convert(Format::Detect, Format::Markdown, &input)?;
    std::io::stdout().write_all(&markdown)?;
    for (loss, entry) in converter.report().iter() {
        eprintln!("{}: {}", loss.name(), entry.count);
    }
    Ok(())
}
