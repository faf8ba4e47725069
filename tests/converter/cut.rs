//! Documents apart: one in files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use legacybridge::batch::settings::Settings;
use legacybridge::batch::{Batch, Files, Outcome, State, contain};
use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;

use crate::kit::keeps::keeps;

/// A folder of this test's own with these files.
fn scratch(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cut").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("in")).unwrap();
    for (name, text) in files {
        fs::write(folder.join("in").join(name), text).unwrap();
    }
    folder
}

/// A job on a folder, waited for.
fn run(root: &Path, formats: (Format, Format), options: &str, settings: &str) -> Batch {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let files = Files::Folder { input: root.join("in"), output: root.join("out") };
    let settings = Settings::parse(settings).unwrap();
    let batch = Batch::start(Arc::new(converter), formats, files, settings, contain).unwrap();
    assert!(batch.wait(None));
    batch
}

/// The files of a folder by their names, with what is in them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

/// One part of an expectation.
type File = (&'static str, &'static str);

#[test]
fn what_a_document_is_cut_into() {
    let mut wrong = Vec::new();
    let cases: &[(&str, &str, &str, &[File])] = &[
        ("no heading", "1", "a\n\n## b\n", &[("d-0.md", "a\n\n## b\n")]),
        ("nothing", "1", "", &[("d-0.md", "")]),
        (
            "preamble",
            "1",
            "a\n\n# One\n\nb\n\n## Deep\n\n# Two\n",
            &[
                ("d-0.md", "a\n"),
                ("d-1-one.md", "# One\n\nb\n\n## Deep\n"),
                ("d-2-two.md", "# Two\n"),
            ],
        ),
        (
            "no preamble, level 2",
            "2",
            "# A\n\n## B\n\n### C\n\n# D\n\n> # quoted\n",
            &[
                ("d-1-a.md", "# A\n"),
                ("d-2-b.md", "## B\n\n### C\n"),
                ("d-3-d.md", "# D\n\n> # quoted\n"),
            ],
        ),
        (
            "notes",
            "1",
            "# A\n\na[^1] b[^2]\n\n# B\n\nc[^2] d[^3]\n\n[^1]: one\n\n[^2]: two[^4]\n\n[^3]: three\n\n[^4]: four\n\n[^5]: five\n",
            &[
                ("d-1-a.md", "# A\n\na[^1] b[^2]\n\n[^1]: one\n\n[^2]: two[^4]\n\n[^4]: four\n"),
                (
                    "d-2-b.md",
                    "# B\n\nc[^2] d[^3]\n\n[^2]: two[^4]\n\n[^3]: three\n\n[^4]: four\n\n[^5]: five\n",
                ),
            ],
        ),
        (
            "links",
            "1",
            "# A\n\n[a](#a) [b](#a-1) [c](#x) [gone](#gone) [file](x.md#a)\n\n# A\n\n[a](#a) [b](#a-1) [c](#x)\n\n## C {#x}\n",
            &[
                (
                    "d-1-a.md",
                    "# A\n\n[a](#a) [b](d-2-a.md#a) [c](d-2-a.md#x) [gone](#gone) [file](x.md#a)\n",
                ),
                ("d-2-a.md", "# A\n\n[a](d-1-a.md#a) [b](#a) [c](#x)\n\n## C {#x}\n"),
            ],
        ),
        (
            "contents",
            "1",
            "[TOC]\n\n# A *b*\n\n# C\n",
            &[
                ("d-0.md", "- [A b](d-1-a-b.md)\n- [C](d-2-c.md)\n"),
                ("d-1-a-b.md", "# A *b*\n"),
                ("d-2-c.md", "# C\n"),
            ],
        ),
        (
            "front matter",
            "1",
            "---\ntitle: T\n---\n\n# A\n\n# B\n",
            &[("d-1-a.md", "---\ntitle: T\n---\n\n# A\n"), ("d-2-b.md", "# B\n")],
        ),
        (
            "comments",
            "1",
            "# A\n\n{==x==}{>>one<<}\n\n# B\n\n{==y==}{>>two<<}\n",
            &[("d-1-a.md", "# A\n\n{==x==}{>>one<<}\n"), ("d-2-b.md", "# B\n\n{==y==}{>>two<<}\n")],
        ),
        (
            "odd headings",
            "1",
            "# ?!\n\n# CON\n\n# a/b: c.\n\n# \u{dc}ber\n",
            &[
                ("d-1.md", "# ?!\n"),
                ("d-2-con.md", "# CON\n"),
                ("d-3-ab-c.md", "# a/b: c.\n"),
                ("d-4-\u{fc}ber.md", "# \u{dc}ber\n"),
            ],
        ),
    ];
    for &(name, level, text, expected) in cases {
        let root = scratch(name, &[("d.md", text)]);
        let options = "HeadingAttributes=Yes;Comments=Keep;Changes=Markup";
        let formats = (Format::Markdown, Format::Markdown);
        let batch = run(&root, formats, options, &format!("Split={level}"));
        assert_eq!((batch.progress().converted, batch.progress().state), (1, State::Finished));
        let found = files(&root.join("out"));
        let expected: Vec<_> =
            expected.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        if found != expected {
            wrong.push(format!("{name}:\n{found:?}\n{expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_comment_over_two_parts_is_about_the_place_where_it_begins() {
    let rtf = "{\\rtf1{\\stylesheet{\\s1 heading 1;}}\\pard\\s1 A\\par\\pard a {\\*\\atrfstart 1}b\\par \
               \\pard\\s1 B\\par\\pard c{\\*\\atrfend 1}{\\*\\atnid x}{\\*\\atnauthor Y}\\chatn\
               {\\*\\annotation{\\*\\atnref 1}words} d\\par}";
    let root = scratch("comment", &[("d.rtf", rtf)]);
    run(&root, (Format::Rtf, Format::Rtf), "", "Split=1");
    let found = files(&root.join("out"));
    assert_eq!(found.len(), 2);
    let count = |at: usize, word: &str| found[at].1.matches(word).count();
    for (word, counts) in [
        ("\\atrfstart", (1, 0)),
        ("\\atrfend", (1, 0)),
        ("words", (1, 0)),
        ("\\annotation", (1, 0)),
    ] {
        assert_eq!((count(0, word), count(1, word)), counts, "{word}: {found:?}");
    }
}

#[test]
fn every_format_is_cut_and_joined_again() {
    let text = "before[^1]\n\n# One\n\na[^1] [two](#two)\n\n1. x\n2. y\n\n# Two\n\nb[^2]\n\n[^1]: n\n\n[^2]: m\n";
    for format in Format::outputs() {
        if !keeps(format, "# One\n") {
            continue;
        }
        let root = scratch(&format!("trip-{}", format.name()), &[("d.md", text)]);
        let batch = run(&root, (Format::Markdown, format), "HtmlOut=Page", "Split=1;Workers=2");
        assert_eq!(batch.progress().converted, 1, "{format:?}");
        assert_eq!(files(&root.join("out")).len(), 3, "{format:?}");
        let parts = scratch(&format!("trip-back-{}", format.name()), &[]);
        for (name, text) in files(&root.join("out")) {
            fs::write(parts.join("in").join(name), text).unwrap();
        }
        run(&parts, (format, Format::Markdown), "FrontMatter=No", "Join=d.md");
        let found = fs::read_to_string(parts.join("out/d.md")).unwrap();
        let expected =
            "before[^1]\n\n# One\n\na[^2] [two](#two)\n\n1. x\n2. y\n\n# Two\n\nb[^3]\n\n";
        // pandoc's tree and some of HTML have labels of their own.
        let plain = |text: &str| {
            text.replace("[^1]", "").replace("[^2]", "").replace("[^3]", "").replace("[^1-1]", "")
        };
        assert!(plain(&found).starts_with(&plain(expected)), "{format:?}: {found}");
        assert_eq!(found.matches(": n\n").count(), 2, "{format:?}: {found}");
    }
}

#[test]
fn results_name_all_files_and_what_is_there_stays() {
    let text = "a\n\n# One\n\n# Two\n";
    let root = scratch("results", &[("d.md", text), ("e.md", "# One\n")]);
    fs::create_dir_all(root.join("out")).unwrap();
    fs::write(root.join("out/d-1-one.md"), "mine").unwrap();
    let formats = (Format::Markdown, Format::Markdown);
    let batch = run(&root, formats, "", "Split=1");
    assert_eq!((batch.progress().converted, batch.progress().skipped), (2, 0));
    let detail = batch.detail(Some(0)).unwrap();
    let names = ["d-0.md", "d-1-one.md", "d-2-two.md"].map(|name| root.join("out").join(name));
    assert_eq!((&detail.outputs[..], &detail.output), (&names[..], &names[0]));
    assert!(detail.message.contains("Overwrite"), "{detail:?}");
    assert_eq!(fs::read_to_string(&names[1]).unwrap(), "mine");
    assert_eq!(batch.outcome(0).unwrap().1.bytes_out, 8);
    let report = String::from_utf8(batch.report().unwrap()).unwrap();
    assert!(report.contains("\"outputs\":[\"") && report.contains("d-2-two.md\"],\"result\""));
    let again = run(&root, formats, "", "Split=1");
    assert_eq!((again.progress().converted, again.progress().skipped), (0, 2));
    run(&root, formats, "", "Split=1;Overwrite=Yes");
    assert_eq!(fs::read_to_string(&names[1]).unwrap(), "# One\n");
}

#[test]
fn what_fails_leaves_nothing() {
    let root = scratch("failed", &[("d.md", "a\n\n# One\n\nlonger text than the others\n")]);
    fs::write(root.join("in/b.md"), b"# a\xFF").unwrap();
    let formats = (Format::Markdown, Format::Markdown);
    let batch = run(&root, formats, "MaxOutput=20", "Split=1");
    assert_eq!(batch.outcome(0).unwrap().0, Outcome::Failed(Status::BadEncoding));
    assert_eq!(batch.outcome(1).unwrap().0, Outcome::Failed(Status::LimitReached));
    assert_eq!(files(&root.join("out")), []);
    let many = "# x\n\n".repeat(10_001);
    let root = scratch("too many", &[("d.md", &many)]);
    let batch = run(&root, formats, "", "Split=1");
    assert_eq!(batch.outcome(0).unwrap().0, Outcome::Failed(Status::LimitReached));
    assert_eq!(files(&root.join("out")), []);
    let many = "# x[^1]\n\n".repeat(3000) + "[^1]: a\n\n" + &"    b\n\n".repeat(3000);
    let root = scratch("long note", &[("d.md", &many)]);
    let batch = run(&root, formats, "", "Split=1");
    assert!(batch.detail(Some(0)).unwrap().message.contains("notes"));
    assert_eq!(files(&root.join("out")), []);
}

#[test]
fn a_job_that_was_cancelled_goes_on() {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static MET: Barrier = Barrier::new(2);
    /// Waits in the middle: each document takes two calls.
    fn waits(
        step: &mut dyn FnMut() -> legacybridge::error::Result<legacybridge::batch::Done>,
    ) -> legacybridge::error::Result<legacybridge::batch::Done> {
        if CALLS.fetch_add(1, Relaxed) == 2 {
            MET.wait();
            MET.wait();
        }
        contain(step)
    }
    let text = "before\n\n# One\n\n# Two\n";
    let root = scratch("cancelled", &[("a.md", text), ("b.md", text), ("c.md", text)]);
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let start = |contain| {
        let pairs = ["a.md", "b.md", "c.md"]
            .map(|name| (root.join("in").join(name), root.join("out").join(name)));
        let formats = (Format::Markdown, Format::Markdown);
        let settings = Settings::parse("Split=1;Workers=1").unwrap();
        Batch::start(converter.clone(), formats, Files::List(pairs.to_vec()), settings, contain)
            .unwrap()
    };
    let batch = start(waits);
    MET.wait();
    batch.cancel();
    MET.wait();
    assert!(batch.wait(None));
    let progress = batch.progress();
    assert_eq!((progress.state, progress.converted), (State::Cancelled, 2));
    // What was begun is whole, and nothing is there of the rest.
    let begun = files(&root.join("out"));
    assert_eq!(begun.len(), 6, "{begun:?}");
    // As if the process had ended between the names of two parts.
    fs::remove_file(root.join("out/b-2-two.md")).unwrap();
    fs::write(root.join("out/a-1-one.md"), "mine").unwrap();
    let again = start(contain);
    assert!(again.wait(None));
    let progress = again.progress();
    assert_eq!((progress.state, progress.converted, progress.skipped), (State::Finished, 2, 1));
    let found = files(&root.join("out"));
    assert_eq!(found.len(), 9, "{found:?}");
    for (name, text) in found {
        let expected = match &name[2..] {
            "0.md" => "before\n",
            "1-one.md" if name.starts_with('a') => "mine",
            "1-one.md" => "# One\n",
            _ => "# Two\n",
        };
        assert_eq!(text, expected, "{name}");
    }
}

/// In a process of its own, whose limit is nobody else's.
#[cfg(feature = "cli")]
#[test]
fn parts_keep_to_the_limit_of_memory() {
    let text =
        "# Title\n\n".to_owned() + &"Some *words* of a document, as there are many.\n\n".repeat(40);
    let root = scratch("memory", &[("a.md", &text), ("d.md", &text.repeat(200))]);
    let run = |limit: &str| {
        let _ = fs::remove_dir_all(root.join("out"));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_legacybridge"));
        command.args(["in", "-f", "markdown", "-t", "rtf", "-o", "out", "--report=report.json"]);
        let limit = format!("MemoryLimit={limit}");
        command.args(["--split", "1", "--workers", "1", "--options", &limit]);
        let output = command.current_dir(&root).output().unwrap();
        let report = fs::read_to_string(root.join("report.json")).unwrap();
        (output.status.code().unwrap(), report, files(&root.join("out")))
    };
    let (code, report, made) = run("256MB");
    assert_eq!((code, made.len()), (0, 201), "{report}");
    // The small document fits, and nothing is there of the other.
    let (code, report, made) = run("1MB");
    assert_eq!((code, made.len()), (1, 1), "{report}");
    assert_eq!(made[0].0, "a-1-title.rtf");
    assert_eq!(report.matches("\"status\":-8").count(), 1, "{report}");
}

#[test]
fn documents_never_share_a_file() {
    let text = "x\n\n# 0\n";
    let root = scratch("shared", &[("a.md", text), ("a-1.md", text), ("a.markdown", "y")]);
    for _ in 0..2 {
        let formats = (Format::Markdown, Format::Markdown);
        let batch = run(&root, formats, "", "Split=1;Overwrite=Yes;Workers=1");
        // a-1.md has the files a-1-0.md and a-1-1-0.md, a.md would have a-0.md and a-1-0.md.
        let outcome = |file| batch.outcome(file).unwrap().0;
        assert_eq!((outcome(0), outcome(1)), (Outcome::Converted, Outcome::Converted));
        assert_eq!(outcome(2), Outcome::Failed(Status::BadArgument));
        assert!(batch.detail(Some(2)).unwrap().message.contains("a.markdown"));
    }
    let root = scratch("shared names", &[("a.md", text), ("a-1.md", text)]);
    let batch = run(&root, (Format::Markdown, Format::Markdown), "", "Split=1;Workers=1");
    assert_eq!(batch.outcome(1).unwrap().0, Outcome::Failed(Status::BadArgument));
    assert_eq!(files(&root.join("out")).len(), 2);
}

#[test]
fn join_and_split_do_not_stand_together() {
    let root = scratch("both", &[("a.md", "a")]);
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let files = Files::Folder { input: root.join("in"), output: root.join("out") };
    assert_eq!(Settings::parse("Join=x;Split=1").unwrap_err().offset, Some(7));
    let settings = Settings { split: 1, ..Settings::parse("Join=x").unwrap() };
    let formats = (Format::Markdown, Format::Rtf);
    let error = Batch::start(converter, formats, files, settings, contain).unwrap_err();
    assert_eq!(error.status, Status::BadOption);
}
