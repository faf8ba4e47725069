//! Speed both ways, beside the floors measured in the same run.
//!
//! The document is the text of `LEGACYBRIDGE_BENCH` (a Markdown file; default: the CommonMark spec of
//! `LEGACYBRIDGE_CORPUS`, else this project's README) repeated to 5 MB. divan prints the rates;
//! behind them stand the ratios to the floors, from the shortest of many rounds taken in turn, for
//! machines are noisy.
#![allow(missing_docs)]

use divan::Bencher;
use divan::counter::BytesCount;
use legacybridge::converter::{Converter, Format};
use legacybridge::options::{Options, RawHtml};
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const SIZE: usize = 5_000_000;
const ROUNDS: usize = 12;

/// The document in both formats, and a warm converter.
struct Work {
    path: String,
    markdown: String,
    rtf: Vec<u8>,
    converter: Converter,
    /// HTML in Markdown passes, as in what it is compared with.
    passing: Converter,
}

static WORK: LazyLock<Work> = LazyLock::new(|| {
    let path = std::env::var("LEGACYBRIDGE_BENCH").unwrap_or_else(|_| {
        std::env::var("LEGACYBRIDGE_CORPUS").map_or("README.md".into(), |corpus| {
            format!("{corpus}/markdown/commonmark-spec-0.31.txt")
        })
    });
    let text = std::fs::read_to_string(&path).expect("the bench document");
    let markdown = text.repeat(SIZE / text.len() + 1);
    let options = Options { max_output: 1 << 30, ..Options::default() };
    let passing = Options { html: RawHtml::Pass, ..options.clone() };
    let [converter, passing] =
        [options, passing].map(|options| Converter::new(options).expect("a converter"));
    let rtf = converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).expect("RTF");
    Work { path, markdown, rtf, converter, passing }
});

fn main() {
    let Work { path, markdown, rtf, .. } = &*WORK;
    let size = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "{path}: {:.1} MB of Markdown, {:.1} MB of RTF",
        size(markdown.len()),
        size(rtf.len())
    );
    divan::main();
    ratios();
}

fn events() -> pulldown_cmark::Parser<'static> {
    use pulldown_cmark::Options as Flags;
    let flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_FOOTNOTES;
    pulldown_cmark::Parser::new_ext(&WORK.markdown, flags)
}

/// The floor of Markdown -> RTF.
fn parse() {
    for event in events() {
        black_box(event);
    }
}

/// The floor of RTF -> Markdown.
fn scan() {
    let mut count = 0usize;
    for place in memchr::memchr3_iter(b'\\', b'{', b'}', &WORK.rtf) {
        count += black_box(place) & 1;
    }
    black_box(count);
}

fn to_rtf() {
    let done =
        WORK.converter.convert(Format::Markdown, Format::Rtf, WORK.markdown.as_bytes()).is_ok();
    assert!(black_box(done));
}

/// The floor of Markdown -> HTML.
fn push_html() {
    let mut html = String::with_capacity(2 * WORK.markdown.len());
    pulldown_cmark::html::push_html(&mut html, events());
    black_box(html);
}

fn to_html() {
    let done =
        WORK.passing.convert(Format::Markdown, Format::Html, WORK.markdown.as_bytes()).is_ok();
    assert!(black_box(done));
}

/// The same where tags in Markdown are read, and written as what they mean.
fn to_safe_html() {
    let done =
        WORK.converter.convert(Format::Markdown, Format::Html, WORK.markdown.as_bytes()).is_ok();
    assert!(black_box(done));
}

fn to_markdown() {
    assert!(black_box(WORK.converter.convert(Format::Rtf, Format::Markdown, &WORK.rtf).is_ok()));
}

#[divan::bench(name = "pulldown-cmark parse alone", sample_count = 12, sample_size = 1)]
fn bench_parse(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.markdown.len())).bench(parse);
}

#[divan::bench(name = "Markdown -> RTF", sample_count = 12, sample_size = 1)]
fn bench_to_rtf(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.markdown.len())).bench(to_rtf);
}

#[divan::bench(name = "pulldown-cmark push_html", sample_count = 12, sample_size = 1)]
fn bench_push_html(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.markdown.len())).bench(push_html);
}

#[divan::bench(name = "Markdown -> HTML", sample_count = 12, sample_size = 1)]
fn bench_to_html(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.markdown.len())).bench(to_html);
}

#[divan::bench(name = "Markdown -> HTML, tags read", sample_count = 12, sample_size = 1)]
fn bench_to_safe_html(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.markdown.len())).bench(to_safe_html);
}

#[divan::bench(name = "memchr3 scan of the RTF", sample_count = 12, sample_size = 1)]
fn bench_scan(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.rtf.len())).bench(scan);
}

#[divan::bench(name = "RTF -> Markdown", sample_count = 12, sample_size = 1)]
fn bench_to_markdown(bencher: Bencher) {
    bencher.counter(BytesCount::new(WORK.rtf.len())).bench(to_markdown);
}

/// The shortest of many rounds of each, in turn, so that a busy moment hits all alike.
fn ratios() {
    let works: [fn(); 7] = [parse, to_rtf, scan, to_markdown, push_html, to_html, to_safe_html];
    let mut best = [Duration::MAX; 7];
    for _ in 0..ROUNDS {
        for (work, best) in works.iter().zip(&mut best) {
            let start = Instant::now();
            work();
            *best = start.elapsed().min(*best);
        }
    }
    let [parse, to_rtf, scan, to_markdown, push_html, to_html, to_safe_html] =
        best.map(|time| time.as_secs_f64());
    let rate = |bytes: usize, time: f64| bytes as f64 / 1e6 / time;
    println!(
        "Markdown -> RTF  {:4.0} MB/s, {:.2} x the parse alone",
        rate(WORK.markdown.len(), to_rtf),
        to_rtf / parse
    );
    println!(
        "RTF -> Markdown  {:4.0} MB/s, {:.2} x the memchr3 scan",
        rate(WORK.rtf.len(), to_markdown),
        to_markdown / scan
    );
    for (name, time) in [("Markdown -> HTML", to_html), ("the same, tags read", to_safe_html)] {
        println!(
            "{name} {:4.0} MB/s, {:.2} x the rate of pulldown-cmark's push_html",
            rate(WORK.markdown.len(), time),
            push_html / time
        );
    }
}
