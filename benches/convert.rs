//! Speed both ways, beside the floors measured in the same run.
//!
//! The document is the text of `LEGACYBRIDGE_BENCH` (a Markdown file; default: the CommonMark spec of
//! `LEGACYBRIDGE_CORPUS`, else this project's README) repeated to 5 MB. Machines are noisy: the best
//! of many rounds is taken, and the ratios at the end say more than the MB/s.
#![allow(missing_docs)]

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use std::hint::black_box;
use std::time::{Duration, Instant};

const SIZE: usize = 5_000_000;
const ROUNDS: usize = 12;

fn main() {
    let path = std::env::var("LEGACYBRIDGE_BENCH").unwrap_or_else(|_| {
        std::env::var("LEGACYBRIDGE_CORPUS").map_or("README.md".into(), |corpus| {
            format!("{corpus}/markdown/commonmark-spec-0.31.txt")
        })
    });
    let text = std::fs::read_to_string(&path).expect("the bench document");
    let markdown = text.repeat(SIZE / text.len() + 1);
    let options = Options { max_output: 1 << 30, ..Options::default() };
    let converter = Converter::new(options).expect("default options");
    let rtf = converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).expect("RTF");
    println!(
        "{path}: {:.1} MB of Markdown, {:.1} MB of RTF",
        markdown.len() as f64 / 1e6,
        rtf.len() as f64 / 1e6
    );

    let parse = best(|| {
        for event in pulldown_cmark::Parser::new_ext(&markdown, flags()) {
            black_box(event);
        }
    });
    let scan = best(|| {
        let mut count = 0usize;
        for place in memchr::memchr3_iter(b'\\', b'{', b'}', &rtf) {
            count += black_box(place) & 1;
        }
        black_box(count);
    });
    let to_rtf = best(|| {
        black_box(converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).is_ok());
    });
    let to_markdown = best(|| {
        black_box(converter.convert(Format::Rtf, Format::Markdown, &rtf).is_ok());
    });

    line("pulldown-cmark parse alone", markdown.len(), parse, None);
    line("Markdown -> RTF", markdown.len(), to_rtf, Some(("parse", parse)));
    line("memchr3 scan of the RTF", rtf.len(), scan, None);
    line("RTF -> Markdown", rtf.len(), to_markdown, Some(("scan", scan)));
}

/// The extensions that are on by default.
fn flags() -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Flags;
    Flags::ENABLE_TABLES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_FOOTNOTES
}

/// The shortest of many rounds.
fn best(mut work: impl FnMut()) -> Duration {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn line(name: &str, bytes: usize, time: Duration, floor: Option<(&str, Duration)>) {
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = floor.map_or(String::new(), |(what, floor)| {
        format!("   {:.2} x {what}", time.as_secs_f64() / floor.as_secs_f64())
    });
    println!("{name:<28} {rate:>8.0} MB/s {:>8.1} ms{ratio}", time.as_secs_f64() * 1e3);
}
