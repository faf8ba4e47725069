//! What each ingredient is worth: allocations, bytes, peak and time of conversions, and the speed
//! over all sizes.
//!
//! Shape   `make bench-memory` builds this program with and without kept blocks and SIMD, and then runs
//!         it as `memory table NAME=PROGRAM:WITHOUT,... ...`, which runs all of them in turn, many
//!         times, as `memory measure CASE WITHOUT,...`, and prints one table. What a program is told to
//!         do without is taken from it here: see [`Without`]. `memory sizes` prints the speed from
//!         1 KB to 64 MB, `memory hits FOLDER` how often the interner and the pools had what was asked
//!         for.
//! Units   requests are what the code asks for, allocations and bytes what the system is asked for:
//!         a block that was kept serves a request for nothing, and a buffer that the system makes
//!         larger counts with what it grows by. The peak is the most
//!         that was held at once since the program began, the document itself left out. Times are
//!         the shortest of all rounds, for machines are noisy.
//! Limits  the feature `capi` is on: the allocator is the one of the C library, which counts.
#![allow(missing_docs)]

mod clinic;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::Command;
use std::time::Duration;
#[cfg(not(unix))]
use std::time::Instant;

use clinic::Dress;
use legacybridge::converter::{self, Converter, Format};
use legacybridge::document::{Document, Kind, View};
use legacybridge::memory::{self, gauge};
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::{markdown, rtf};
use pulldown_cmark::{Options as Flags, Parser};

/// Rounds in which all builds take turns.
const ROUNDS: usize = 5;
/// How long one measurement goes on.
const TIME: Duration = Duration::from_millis(60);

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["measure", case] => measure(case, Without::default()),
        ["measure", case, without] => measure(case, Without::named(without)),
        ["table", builds @ ..] => table(builds),
        ["sizes"] => sizes(),
        ["hits", folder] => hits(folder),
        _ => println!(
            "memory measure CASE [WITHOUT,...] | table NAME=PROGRAM[:WITHOUT,...] ... | sizes | hits FOLDER"
        ),
    }
}

/// The time that this thread has had a processor, for it shares the machine with others.
#[cfg(unix)]
fn now() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is writable, and the clock exists on every Unix.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

/// A document and which way it goes.
struct Case {
    from: Format,
    to: Format,
    input: Vec<u8>,
}

const CASES: [(&str, Format, usize); 8] = [
    ("RTF -> Markdown, memo of 0.5 KB (RichEdit)", Format::Rtf, 500),
    ("RTF -> Markdown, memo of 2 KB (RichEdit)", Format::Rtf, 2_000),
    ("RTF -> Markdown, memo of 16 KB (Word)", Format::Rtf, 16_000),
    ("RTF -> Markdown, document of 5 MB (Word)", Format::Rtf, 5_000_000),
    ("Markdown -> RTF, memo of 0.5 KB", Format::Markdown, 500),
    ("Markdown -> RTF, memo of 2 KB", Format::Markdown, 2_000),
    ("Markdown -> RTF, memo of 16 KB", Format::Markdown, 16_000),
    ("Markdown -> RTF, document of 5 MB", Format::Markdown, 5_000_000),
];

fn case(number: usize) -> Case {
    let (_, from, bytes) = CASES[number];
    let (to, input) = match from {
        Format::Rtf => {
            let dress = if bytes <= 2_000 { Dress::RichEdit } else { Dress::Word };
            (Format::Markdown, clinic::rtf(bytes, dress, 1))
        }
        other => (other.row().counterpart, clinic::markdown(bytes, 1).into_bytes()),
    };
    Case { from, to, input }
}

/// How often memory was asked for so far, how often of the system, and for how many bytes of its.
fn counted() -> [u64; 3] {
    [gauge::requests(), gauge::allocations(), gauge::allocated_bytes()]
}

/// What was counted since.
fn counted_since(before: [u64; 3]) -> [u64; 3] {
    let now = counted();
    [0, 1, 2].map(|at| now[at] - before[at])
}

/// What a conversion has to do without.
#[derive(Clone, Copy, Debug, Default)]
struct Without {
    /// Buffers that served another document before: all are dropped after each conversion.
    pools: bool,
    /// Entries of tables that are known: all are forgotten after each conversion.
    interner: bool,
    /// Text that is borrowed: each text of the document is copied to a string when it is read, and
    /// again when it is written.
    zero_copy: bool,
}

impl Without {
    fn named(names: &str) -> Without {
        let mut without = Without::default();
        for name in names.split(',').filter(|name| !name.is_empty()) {
            match name {
                "pools" => without.pools = true,
                "interner" => without.interner = true,
                "zero-copy" => without.zero_copy = true,
                _ => panic!("{name} is none of pools, interner, zero-copy"),
            }
        }
        without
    }

    fn after_conversion(self) {
        if self.pools {
            converter::release_workspaces();
            memory::release_pools();
        }
        if self.interner {
            memory::shared().interner.clear();
        }
    }
}

/// The texts of a document as a reader finds them.
fn texts(case: &Case) -> Vec<Vec<u8>> {
    let (options, mut report) = (Options::default(), Report::default());
    let (mut doc, mut scratch) = (Document::default(), rtf::wrapper::Scratch::default());
    doc.reset(options.max_nesting);
    let input = &case.input[..];
    let source = match case.from {
        Format::Rtf => {
            rtf::wrapper::read(input, &options, &mut doc, &mut report, &mut scratch).expect("RTF")
        }
        _ => {
            let text = std::str::from_utf8(input).expect("UTF-8");
            markdown::read(text, &options, &mut doc, &mut report).expect("Markdown");
            input
        }
    };
    let view = View { doc: &doc, source };
    let spans = doc.nodes.iter().filter_map(|node| match node.kind {
        Kind::Text(span) | Kind::Code(span) | Kind::Html(span) => Some(span),
        _ => None,
    });
    spans.map(|span| view.text(span).to_vec()).collect()
}

/// Measures one case in this build: what [`counted`] says of one conversion, peak, nanoseconds, and
/// the output's hash.
fn measure(case_number: &str, without: Without) {
    let case = case(case_number.parse().expect("the number of a case"));
    let copied = if without.zero_copy { texts(&case) } else { Vec::new() };
    let base = gauge::in_use();
    let converter = Converter::new(Options::default()).expect("default options");
    let convert = || {
        for text in copied.iter().chain(&copied) {
            drop(black_box(text.clone()));
        }
        let output = converter.convert(case.from, case.to, &case.input).expect("a conversion");
        without.after_conversion();
        output
    };
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for byte in convert() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    }
    for _ in 0..2 {
        drop(black_box(convert()));
    }
    let before = counted();
    drop(black_box(convert()));
    let [requests, allocations, bytes] = counted_since(before);
    let peak = gauge::peak() - base;
    let (started, mut best) = (now(), Duration::MAX);
    // Short conversions are timed in batches, for clocks are coarse.
    let batch = (20_000 / case.input.len()).max(1) as u32;
    while now() - started < TIME {
        let start = now();
        for _ in 0..batch {
            drop(black_box(convert()));
        }
        best = best.min((now() - start) / batch);
    }
    println!("{requests} {allocations} {bytes} {peak} {} {hash}", best.as_nanos());
}

/// What pulldown-cmark alone takes of that, with the reader's options: what [`counted`] says with
/// nothing kept for it, and nanoseconds.
fn parser_alone(case_number: usize) -> ([u64; 3], u64) {
    let text = String::from_utf8(case(case_number).input).expect("UTF-8");
    let flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_FOOTNOTES;
    let parse = || Parser::new_ext(&text, flags).for_each(|event| drop(black_box(event)));
    parse();
    legacybridge::memory::release_blocks();
    let before = counted();
    parse();
    let counts = counted_since(before);
    let (started, mut best) = (now(), Duration::MAX);
    while now() - started < TIME {
        let start = now();
        parse();
        best = best.min(now() - start);
    }
    (counts, best.as_nanos() as u64)
}

#[derive(Clone, Copy, Default)]
struct Figures {
    requests: u64,
    allocations: u64,
    bytes: u64,
    peak: u64,
    nanoseconds: u64,
    hash: u64,
}

fn figures(program: &str, case: usize) -> Figures {
    let (program, without) = program.split_once(':').unwrap_or((program, ""));
    let ran = Command::new(program).args(["measure", &case.to_string(), without]).output();
    let ran = ran.expect("the program runs");
    let text = String::from_utf8_lossy(&ran.stdout);
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [requests, allocations, bytes, peak, nanoseconds, hash] => {
            Figures { requests, allocations, bytes, peak, nanoseconds, hash }
        }
        _ => panic!("{program}: {text}{}", String::from_utf8_lossy(&ran.stderr)),
    }
}

/// Runs the builds in turn and prints what they took. The first is compared with.
fn table(builds: &[&str]) {
    let builds: Vec<_> = builds.iter().filter_map(|build| build.split_once('=')).collect();
    let mut found: BTreeMap<(usize, usize), Figures> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for case in 0..CASES.len() {
            for (number, (_, program)) in builds.iter().enumerate() {
                let new = figures(program, case);
                let best = found.entry((case, number)).or_insert(new);
                best.nanoseconds = best.nanoseconds.min(new.nanoseconds);
            }
        }
    }
    for case in 0..CASES.len() {
        println!("\n{}", CASES[case].0);
        println!(
            "  {:<16} {:>8} {:>11} {:>12} {:>12} {:>12} {:>7} {:>7}",
            "", "requests", "allocations", "bytes", "peak", "time", "bytes", "time"
        );
        let off = found[&(case, 0)];
        if CASES[case].1 == Format::Markdown {
            let ([requests, allocations, bytes], nanoseconds) = parser_alone(case);
            let time = format!("{:.1} us", nanoseconds as f64 / 1e3);
            println!(
                "  {:<16} {requests:>8} {allocations:>11} {bytes:>12} {:>12} {time:>12}",
                "pulldown-cmark", ""
            );
        }
        for (number, (name, _)) in builds.iter().enumerate() {
            let now = found[&(case, number)];
            assert_eq!(now.hash, off.hash, "{name} writes something else");
            let change = |now: u64, off: u64| {
                if number == 0 {
                    String::new()
                } else {
                    format!("{:+.0} %", 100.0 * now as f64 / off as f64 - 100.0)
                }
            };
            println!(
                "  {:<16} {:>8} {:>11} {:>12} {:>12} {:>12} {:>7} {:>7}",
                name,
                now.requests,
                now.allocations,
                now.bytes,
                now.peak,
                format!("{:.1} us", now.nanoseconds as f64 / 1e3),
                change(now.bytes, off.bytes),
                change(now.nanoseconds, off.nanoseconds)
            );
        }
    }
}

/// Nanoseconds per byte from 1 KB to 64 MB, both ways.
fn sizes() {
    let options = Options { max_input: 80 << 20, ..Options::default() };
    let converter = Converter::new(options).expect("default options");
    println!("{:>10}  {:>26}  {:>26}", "input", "RTF -> Markdown", "Markdown -> RTF");
    for size in (10..=26).step_by(2).map(|power| 1usize << power) {
        let rtf = clinic::rtf(size, Dress::RichEdit, 1);
        let markdown = clinic::markdown(size, 1).into_bytes();
        let rate = |from, to, input: &[u8]| {
            let mut best = Duration::MAX;
            let started = now();
            let mut rounds = 0;
            while rounds < 3 || now() - started < 2 * TIME {
                let start = now();
                drop(black_box(converter.convert(from, to, input).expect("a conversion")));
                best = best.min(now() - start);
                rounds += 1;
            }
            let each = best.as_secs_f64() * 1e9 / input.len() as f64;
            format!("{each:6.2} ns/byte {:6.0} MB/s", 1e3 / each)
        };
        println!(
            "{:>7} KB  {:>26}  {:>26}",
            size >> 10,
            rate(Format::Rtf, Format::Markdown, &rtf),
            rate(Format::Markdown, Format::Rtf, &markdown)
        );
        converter::release_idle();
    }
}

/// How often the interner and the pools had what was asked for, over the documents of a folder,
/// each converted once.
fn hits(folder: &str) {
    let converter = Converter::new(Options::default()).expect("default options");
    let (mut folders, mut documents) = (vec![std::path::PathBuf::from(folder)], 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            let (from, to) = match extension {
                _ if path.is_dir() => {
                    folders.push(path);
                    continue;
                }
                Some("rtf") => (Format::Rtf, Format::Markdown),
                Some("md") => (Format::Markdown, Format::Rtf),
                _ => continue,
            };
            let input = std::fs::read(&path).expect("a file");
            documents += u32::from(converter.convert(from, to, &input).is_ok());
        }
    }
    let memory = legacybridge::memory::shared();
    let print = |name: &str, hits: u64, misses: u64| {
        let share = 100.0 * hits as f64 / (hits + misses).max(1) as f64;
        println!("{name:<12} {hits:>8} of {:>8} found: {share:.1} %", hits + misses);
    };
    println!("{documents} documents");
    let interner = memory.interner.stats();
    print("interner", interner.hits, interner.misses);
    println!("{:12} {} strings of {} bytes in all", "", interner.entries, interner.bytes);
    for (name, stats) in [
        ("buffers", memory.buffers.stats()),
        ("strings", memory.strings.stats()),
        ("nodes", memory.nodes.stats()),
        ("workspaces", converter::workspace_stats()),
    ] {
        print(name, stats.hits, stats.misses);
    }
}
