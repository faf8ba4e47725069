//! Damage: whatever one change does to a file, the text behind it stays.
#![allow(missing_docs)]

mod samples;

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use samples::{Sample, samples};

struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// A changed file: what was done, and the range of the original that was touched.
struct Change {
    kind: &'static str,
    source: Vec<u8>,
    from: usize,
    to: usize,
}

fn splice(s: &[u8], from: usize, to: usize, with: &[u8]) -> Vec<u8> {
    [&s[..from], with, &s[to..]].concat()
}

fn changes(sample: &Sample, each: &mut dyn FnMut(Change)) {
    let s = &sample.source[..];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut put = |kind, from: usize, to: usize, with: &[u8]| {
        each(Change { kind, source: splice(s, from, to, with), from, to })
    };
    for (at, &byte) in s.iter().enumerate() {
        if matches!(byte, b'{' | b'}') {
            put("brace lost", at, at + 1, b"");
            put("brace blank", at, at + 1, b" ");
            put("brace doubled", at, at, &[byte]);
            put("brace turned", at, at + 1, &[byte ^ b'{' ^ b'}']);
        }
        put("byte lost", at, at + 1, b"");
        put("brace put in", at, at, b"{");
        put("brace put in", at, at, b"}");
        put("backslash put in", at, at, b"\\");
        put("byte other", at, at + 1, &[random.next() as u8]);
        put("byte other", at, at + 1, &[b"{}\\;'*0a\0\n\x80-"[random.below(12)]]);
        if byte.is_ascii_digit() {
            put("digit other", at, at + 1, &[b'0' + random.below(10) as u8]);
            put("digit more", at, at, &[b'0' + random.below(10) as u8]);
        }
        if matches!(byte, b'\r' | b'\n') {
            put("line end", at, at + 1, b"\r\n");
            put("line end", at, at + 1, b"\r");
            put("line end", at, at + 1, b"\n\n");
        }
        put("NULs", at, at, &[0; 5][..1 + random.below(5)]);
    }
    for _ in 0..std::env::var("N").ok().map_or(500, |s| s.parse().unwrap()) {
        let at = random.below(s.len());
        let to = (at + 1 + random.below(200)).min(s.len());
        put("span lost", at, to, b"");
        put("span twice", at, at, &s[at..to]);
        let at = random.below(s.len());
        let bytes: Vec<u8> = (0..1 + random.below(30)).map(|_| random.next() as u8).collect();
        put("bytes put in", at, at, &bytes);
        let bytes: Vec<u8> = (0..1 + random.below(30))
            .map(|_| b"{}\\{}\\*'0123abcpdu \n;"[random.below(21)])
            .collect();
        put("syntax put in", at, at, &bytes);
        let bin = format!("\\bin{} ", random.below(3000));
        put("bin", at, at, bin.as_bytes());
        let uc = format!("\\uc{} ", random.below(300));
        put("uc", at, at, uc.as_bytes());
        let uc = format!("\\u{}", random.below(70000) as i32 - 5000);
        put("u", at, at, uc.as_bytes());
    }
}

#[test]
fn explore() {
    let only = std::env::var("KIND").ok();
    let show: usize = std::env::var("SHOW").ok().map_or(0, |s| s.parse().unwrap());
    let converter = Converter::new(Options::default()).unwrap();
    let get = |s: &[u8]| {
        String::from_utf8(converter.convert(Format::Rtf, Format::Markdown, s).unwrap()).unwrap()
    };
    for sample in samples() {
        let clean = get(&sample.source);
        for (word, _) in &sample.words {
            assert!(clean.contains(word), "{} {word}: {clean}", sample.name);
        }
        let known: std::collections::HashSet<&str> =
            clean.split(|c: char| !c.is_alphabetic()).collect();
        let mut stats: std::collections::BTreeMap<&str, [usize; 6]> = Default::default();
        let mut shown = 0;
        changes(&sample, &mut |change| {
            if only.as_deref().is_some_and(|only| only != change.kind) {
                return;
            }
            let out = get(&change.source);
            let hidden = converter.report().get(legacybridge::report::Loss::HiddenText).count > 0;
            let (start, end) = (sample.line_start(change.from), sample.paragraph_end(change.to));
            let stat = stats.entry(change.kind).or_default();
            stat[0] += 1;
            let mut lost = String::new();
            let (mut behind, mut within, mut before, mut own) = (0, 0, 0, 0);
            for &(word, at) in &sample.words {
                if at + word.len() > change.from && at < change.to {
                    continue;
                }
                if at <= change.from && at + word.len() >= change.from {
                    continue;
                }
                if out.contains(word) {
                    if at >= start && at < end {
                        own += 1;
                    }
                    continue;
                }
                lost += word;
                lost += " ";
                if at >= end {
                    behind += 1
                } else if at >= start {
                    within += 1;
                    own += 1;
                } else {
                    before += 1
                }
            }
            stat[1] += (behind > 0 && !hidden) as usize;
            stat[2] += (before > 0) as usize;
            stat[3] += within;
            stat[4] += own;
            let leaks: Vec<&str> = out
                .split(|c: char| !c.is_alphabetic())
                .filter(|w| {
                    w.len() > 5
                        && !known.contains(w)
                        && !sample
                            .words
                            .iter()
                            .any(|(word, _)| w.contains(word) || word.contains(w))
                })
                .collect();
            stat[5] += (leaks.len() > 0) as usize;
            let leak_mode = std::env::var("LEAK").is_ok();
            if (if leak_mode { leaks.len() > 0 } else { behind + before > 0 && !hidden })
                && shown < show
            {
                shown += 1;
                let at = change.from;
                println!(
                    "{} {} at {at}..{}: lost {:.40} leaks {leaks:?}\n   {:?} => {:?}",
                    sample.name,
                    change.kind,
                    change.to,
                    lost,
                    String::from_utf8_lossy(
                        &sample.source
                            [at.saturating_sub(40)..(change.to + 40).min(sample.source.len())]
                    ),
                    String::from_utf8_lossy(
                        &change.source[at.saturating_sub(20)
                            ..(at + std::env::var("W").ok().map_or(40, |s| s.parse().unwrap()))
                                .min(change.source.len())]
                    )
                );
            }
        });
        for (kind, s) in stats {
            println!(
                "{:12} {:16} cases {:6} behind {:5} before {:5} own words lost {:5} of {:6} leaks {:5}",
                sample.name, kind, s[0], s[1], s[2], s[3], s[4], s[5]
            );
        }
    }
}
