//! Reads a file of RTF with the crate rtf-parser, writes its text, and says the processor time that took.
//! beside.py builds it in a project of its own.

use std::io::Write;

fn processor() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is writable, and the clock exists on every Unix.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let rtf = std::fs::read_to_string(path).expect("RTF in ASCII");
    let started = processor();
    let document = rtf_parser::RtfDocument::try_from(rtf.as_str()).expect("RTF");
    let text = document.get_text();
    let took = processor() - started;
    std::io::stdout().write_all(text.as_bytes()).expect("an output");
    eprintln!("seconds {took}");
}
