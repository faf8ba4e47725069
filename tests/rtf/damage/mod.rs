//! Damage: whatever one change does to a file, the text behind it stays, and tables stay out of the text.
//!
//! Shape   each kind of change at many places of the files in `samples`; what is compared are the words
//!         that a reader of the page sees.
//! Limits  a change may make hidden text (`\v`), which the report then tells; it may move text into a
//!         font of symbols, where its letters are Greek ones.

mod samples;

use self::samples::{Sample, samples};
use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Loss;
use std::collections::BTreeSet;

/// Places that lie this far apart are damaged in ways of which there are many.
const STEP: usize = 7;
/// Spans and insertions of each kind.
const TIMES: usize = 250;

/// A sequence of numbers that is the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn bytes(&mut self, most: usize, alphabet: &[u8]) -> Vec<u8> {
        (0..1 + self.below(most)).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}

/// What came of one kind of change.
#[derive(Default)]
struct Tally {
    cases: usize,
    /// Words of the paragraph that the change is in, and how many of them are gone.
    words: usize,
    lost: usize,
    /// Cases in which words of tables or data are shown.
    shown: usize,
}

/// A sample with what is known of it.
struct Probe {
    sample: Sample,
    converter: Converter,
    known: BTreeSet<String>,
    tally: Tally,
}

impl Probe {
    fn new(sample: Sample) -> Probe {
        let converter = Converter::new(Options::default()).expect("default options are good");
        let mut probe =
            Probe { sample, converter, known: BTreeSet::new(), tally: Tally::default() };
        let clean = probe.read(&probe.sample.source);
        for (word, _) in &probe.sample.words {
            assert!(clean.contains(word), "{}, {word}: {clean}", probe.sample.name);
        }
        probe.known = words(&clean).map(str::to_owned).collect();
        probe
    }

    fn read(&self, source: &[u8]) -> String {
        let out =
            self.converter.convert(Format::Rtf, Format::Markdown, source).expect("RTF is read");
        String::from_utf8(out).expect("Markdown is UTF-8").chars().map(latin).collect()
    }

    /// Puts `with` in place of `from..to`, and asserts that no word of another paragraph is lost.
    fn change(&mut self, kind: &str, from: usize, to: usize, with: &[u8]) {
        let source = [&self.sample.source[..from], with, &self.sample.source[to..]].concat();
        let out = self.read(&source);
        let hidden = self.converter.report().get(Loss::HiddenText).count > 0;
        let (start, end) = (self.sample.line_start(from), self.sample.paragraph_end(to));
        self.tally.cases += 1;
        for &(word, at) in &self.sample.words {
            if at <= to && from <= at + word.len() {
                continue; // the change is in the word
            }
            let own = (start..end).contains(&at);
            self.tally.words += usize::from(own);
            if out.contains(word) || hidden {
                continue;
            }
            self.tally.lost += usize::from(own);
            assert!(
                own,
                "{}, {kind} at {from}..{to}: {word} is lost\n{}\n{out}",
                self.sample.name,
                String::from_utf8_lossy(&source),
            );
        }
        let ours = |shown: &str| {
            let sample = &self.sample.words;
            self.known.contains(shown) || sample.iter().any(|(word, _)| shown.contains(word))
        };
        self.tally.shown += usize::from(words(&out).any(|word| word.len() > 5 && !ours(word)));
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// The letter that the font Symbol shows as `c`.
fn latin(c: char) -> char {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let at = GREEK.chars().position(|greek| greek == c);
    at.map_or(c, |at| char::from(if at < 26 { b'A' + at as u8 } else { b'a' + (at - 26) as u8 }))
}

/// Damages each sample in ways of one kind. Returns the sums over the samples.
fn damage(each: impl Fn(&mut Probe, &mut Numbers)) -> Tally {
    let mut sum = Tally::default();
    for sample in samples() {
        let mut probe = Probe::new(sample);
        each(&mut probe, &mut Numbers(0x9E37_79B9_7F4A_7C15));
        sum.cases += probe.tally.cases;
        sum.words += probe.tally.words;
        sum.lost += probe.tally.lost;
        sum.shown += probe.tally.shown;
    }
    println!(
        "{} cases, {} of {} words of the paragraph itself lost, {} show words of tables",
        sum.cases, sum.lost, sum.words, sum.shown
    );
    sum
}

/// At most `per_mille` of the words in the damaged paragraphs are lost.
fn assert_own(tally: &Tally, per_mille: usize) {
    assert!(tally.lost * 1000 <= tally.words * per_mille, "{} of {}", tally.lost, tally.words);
}

#[test]
fn braces() {
    let tally = damage(|probe, _| {
        for at in 0..probe.sample.source.len() {
            let byte = probe.sample.source[at];
            if matches!(byte, b'{' | b'}') {
                probe.change("lost", at, at + 1, b"");
                probe.change("blank", at, at + 1, b" ");
                probe.change("doubled", at, at, &[byte]);
                probe.change("turned", at, at + 1, &[byte ^ b'{' ^ b'}']);
            }
        }
    });
    assert_own(&tally, 25);
    assert!(tally.shown * 50 <= tally.cases, "{} of {}", tally.shown, tally.cases);
}

#[test]
fn syntax_put_in() {
    let tally = damage(|probe, numbers| {
        for at in (0..probe.sample.source.len()).step_by(STEP) {
            let at = (at + numbers.below(STEP)).min(probe.sample.source.len());
            for byte in [b"{", b"}", b"\\"] {
                probe.change("put in", at, at, byte);
            }
        }
        for _ in 0..TIMES {
            let at = numbers.below(probe.sample.source.len());
            let bytes = numbers.bytes(30, b"{}\\{}\\*'0123abcpdu \n;");
            probe.change("syntax put in", at, at, &bytes);
        }
    });
    assert_own(&tally, 20);
}

#[test]
fn bytes() {
    let any: Vec<u8> = (0..=255).collect();
    let tally = damage(|probe, numbers| {
        for at in (0..probe.sample.source.len() - STEP).step_by(STEP) {
            let at = at + numbers.below(STEP);
            probe.change("lost", at, at + 1, b"");
            probe.change("another", at, at + 1, &numbers.bytes(1, &any));
            probe.change("another", at, at + 1, &numbers.bytes(1, b"{}\\;'*0a\0\n\x80-"));
            probe.change("NULs", at, at, &numbers.bytes(5, b"\0"));
            probe.change("bytes put in", at, at, &numbers.bytes(30, &any));
        }
    });
    assert_own(&tally, 20);
}

#[test]
fn digits_and_line_ends() {
    let tally = damage(|probe, numbers| {
        for at in 0..probe.sample.source.len() {
            match probe.sample.source[at] {
                b'0'..=b'9' if at % 2 == 0 => {
                    probe.change("digit", at, at + 1, &numbers.bytes(1, b"0123456789"));
                    probe.change("digit more", at, at, &numbers.bytes(1, b"0123456789"));
                    probe.change("digit less", at, at + 1, b"");
                }
                b'\n' => {
                    for end in [&b"\r\n"[..], b"\r", b"\n\n", b" "] {
                        probe.change("line end", at, at + 1, end);
                    }
                }
                _ => {}
            }
        }
    });
    assert_own(&tally, 5);
}

#[test]
fn spans() {
    let tally = damage(|probe, numbers| {
        let length = probe.sample.source.len();
        for _ in 0..2 * TIMES {
            let at = numbers.below(length);
            let to = (at + 1 + numbers.below(200)).min(length);
            probe.change("lost", at, to, b"");
            let twice = probe.sample.source[at..to].to_vec();
            probe.change("twice", at, at, &twice);
        }
    });
    assert_own(&tally, 40);
}

#[test]
fn wrong_counts() {
    let tally = damage(|probe, numbers| {
        for _ in 0..2 * TIMES {
            let at = numbers.below(probe.sample.source.len());
            let bin = format!("\\bin{} ", numbers.below(3000));
            probe.change("data", at, at, bin.as_bytes());
            let uc = format!("\\uc{} ", numbers.below(300));
            probe.change("fallbacks", at, at, uc.as_bytes());
            let u = format!("\\u{}", numbers.below(70_000) as i32 - 5000);
            probe.change("character", at, at, u.as_bytes());
        }
    });
    assert_own(&tally, 20);
}

#[test]
fn another_document_in_the_middle() {
    for sample in samples() {
        let mut probe = Probe::new(sample);
        let words = std::mem::take(&mut probe.sample.words);
        for at in (0..probe.sample.source.len()).step_by(11) {
            for other in [
                &b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Wermut\\par Zypresse\\par}"[..],
                b"{\\rtf1\\ansi\\pard Wermut\\par\\pard Zypresse}",
            ] {
                let source = [&probe.sample.source[..at], other].concat();
                let out = probe.read(&source);
                let line = probe.sample.line_start(at);
                let before = words.iter().filter(|(_, place)| *place < line);
                let behind = [("Wermut", 0), ("Zypresse", 0)];
                for (word, _) in before.chain(&behind) {
                    assert!(
                        out.contains(word),
                        "{}, cut at {at}: {word} is lost\n{}\n{out}",
                        probe.sample.name,
                        String::from_utf8_lossy(&source)
                    );
                }
            }
        }
    }
}
