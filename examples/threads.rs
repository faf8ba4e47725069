//! One converter for many threads, and losses that are errors: `cargo run --example threads`.

use std::thread;

use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;

fn main() -> Result<(), legacybridge::error::Error> {
    let converter = Converter::new(Options::parse("Target=RichEdit;Strict=Yes")?)?;
    let memos =
        ["# One\n\nSome *text*.\n", "- two\n- three\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"];
    thread::scope(|scope| {
        for memo in memos {
            let converter = &converter;
            scope.spawn(move || {
                match converter.convert(Format::Markdown, Format::Rtf, memo.as_bytes()) {
                    Ok(rtf) => println!("{} bytes of Markdown, {} of RTF", memo.len(), rtf.len()),
                    Err(error) if error.status == Status::Loss => println!("not kept: {error}"),
                    Err(error) => println!("{error}"),
                }
            });
        }
    });
    Ok(())
}
