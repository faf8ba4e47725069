//! Documents together: one of many.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use legacybridge::batch::settings::Settings;
use legacybridge::batch::{Batch, Files, Outcome, State, contain};
use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;

/// A folder of this test's own with these files.
fn scratch(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("join").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("in")).unwrap();
    for (name, text) in files {
        let path = folder.join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A job on a folder, waited for.
fn run(root: &Path, formats: (Format, Format), options: &str, settings: &str) -> Batch {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let files = Files::Folder { input: root.join("in"), output: root.join("out") };
    let settings = Settings::parse(settings).unwrap();
    let batch = Batch::start(Arc::new(converter), formats, files, settings, contain).unwrap();
    assert!(batch.wait(Some(Duration::from_secs(60))));
    batch
}

/// What files become in one row, of whatever kinds they are.
fn joined(name: &str, to: Format, options: &str, files: &[(&str, &str)]) -> String {
    let root = scratch(name, files);
    let batch = run(&root, (Format::Detect, to), options, "Join=all.x;NewPage=No;Extensions=*");
    assert_eq!((batch.progress().failed, batch.progress().state), (0, State::Finished));
    fs::read_to_string(root.join("out/all.x")).unwrap()
}

#[test]
fn what_two_documents_of_markdown_become() {
    let mut wrong = Vec::new();
    for (name, one, two, expected) in [
        ("plain", "One", "Two", "One\n\nTwo\n"),
        ("empty", "", "Two", "Two\n"),
        ("both empty", "", "\n", ""),
        (
            "notes",
            "a[^1] b[^x]\n\n[^1]: A\n\n[^x]: X\n",
            "c[^2] d[^X] e[^1]\n\n[^1]: E\n\n[^2]: C\n\n[^X]: D\n",
            "a[^1] b[^x]\n\nc[^2] d[^x-1] e[^3]\n\n[^1]: A\n\n[^x]: X\n\n[^2]: C\n\n[^x-1]: D\n\n[^3]: E\n",
        ),
        ("lists", "1. a\n2. b\n", "1. c\n", "1. a\n2. b\n\n1) c\n"),
        ("bullets", "- a\n", "- c\n", "- a\n\n* c\n"),
        ("quotes", "> a\n", "> b\n", "> a\n\n> b\n"),
        ("code", "    a\n", "    b\n", "```\na\n```\n\n```\nb\n```\n"),
        (
            "links",
            "# A\n\n[a](#a) [gone](#b-side)",
            "# A\n\n[a](#a) [t](#there)\n\n## There {#there}\n",
            "# A\n\n[a](#a) [gone](#b-side)\n\n# A\n\n[a](#a-1) [t](#there)\n\n## There {#there}\n",
        ),
        (
            "identifiers",
            "# A {#x}\n\n[a](#x)",
            "# X\n\n[a](#x) [b](#x-1)\n\n# X\n",
            "# A {#x}\n\n[a](#x)\n\n# X {#x-1}\n\n[a](#x-1) [b](#x-2)\n\n# X {#x-2}\n",
        ),
        (
            "files",
            "[b](b.md) [bb](b.md#bb) [c](c.md) [self](a.md#x)\n\n# X",
            "# B\n\n## BB\n\n[a](./a.md) ![p](a.md)",
            "[b](#b) [bb](#bb) [c](c.md) [self](#x)\n\n# X\n\n# B\n\n## BB\n\n[a](#x) ![p](a.md)\n",
        ),
        ("contents", "[TOC]\n\n# A", "[TOC]\n\n# B", "[TOC]\n\n# A\n\n# B\n"),
        (
            "tables",
            "| a |\n| --- |\n| b |\n",
            "| c |\n| ---: |\n| d |\n",
            "| a |\n| --- |\n| b |\n\n| c |\n| ---: |\n| d |\n",
        ),
        (
            "references",
            "[a][r]\n\n[r]: http://a\n",
            "[b][r]\n\n[r]: http://b\n",
            "[a](http://a)\n\n[b](http://b)\n",
        ),
        ("front", "---\ntitle: T\n---\n\na", "b", "---\ntitle: T\n---\n\na\n\nb\n"),
        ("html", "<div>\n\na", "</div>\n\nb", "<div>\n\na\n\n</div>\n\nb\n"),
    ] {
        let found = joined(
            name,
            Format::Markdown,
            "HeadingAttributes=Yes",
            &[("a.md", one), ("b.md", two)],
        );
        if found != expected {
            wrong.push(format!("{name}:\n{found:?}\n{expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn documents_of_different_kinds_become_one() {
    let files = [
        ("a.md", "# A\n\none[^1]\n\n[^1]: first\n"),
        (
            "b.rtf",
            "{\\rtf1\\ansi two{\\super\\chftn}{\\footnote\\pard\\plain second\\par}\\par\\b bold\\par}",
        ),
        (
            "c.html",
            "<!DOCTYPE html><h1 id=\"a\">A</h1><p>three <a href=\"#a\">a</a></p><ol><li>x</ol>",
        ),
        ("d.rtf", "damaged {\\rtf1 {\\b four"),
        (
            "e.json",
            "{\"pandoc-api-version\":[1,23],\"meta\":{},\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"five\"}]}]}",
        ),
    ];
    let found = joined("kinds", Format::Markdown, "", &files);
    let expected = "# A\n\none[^1]\n\ntwo[^2]\n\n**bold**\n\n# A\n\nthree [a](#a-1)\n\n1. x\n\n";
    assert!(found.starts_with(expected), "{found}");
    let notes = "[^1]: first\n\n[^2]: second\n";
    assert!(found.contains("five\n") && found.ends_with(notes), "{found}");
    for to in Format::outputs() {
        let found = joined("kinds to all", to, "", &files);
        let words = ["one", "two", "three", "four", "five"];
        let is_there = words.iter().all(|word| found.contains(word));
        assert!(is_there || to == Format::Csv, "{to:?}: {found}");
    }
}

#[test]
fn each_document_begins_a_page_unless_it_is_empty() {
    let files = [
        ("a.rtf", "{\\rtf1 a\\par}"),
        ("b.rtf", "{\\rtf1 }"),
        ("c.rtf", "{\\rtf1 c\\par\\page e\\par}"),
        ("d.rtf", "{\\rtf1 d\\par}"),
    ];
    let root = scratch("pages", &files);
    for (settings, to, pages, mark) in [
        ("", Format::Html, 3, "break-before:page"),
        ("NewPage=No", Format::Html, 1, "break-before:page"),
        ("", Format::Markdown, 0, "break"),
        ("", Format::Text, 0, "\u{c}"),
    ] {
        let settings = format!("Join=all;Overwrite=Yes;{settings}");
        let batch = run(&root, (Format::Rtf, to), "Report=Layout", &settings);
        assert_eq!(batch.progress().converted, 4, "{settings}");
        let path = root.join("out/all").with_extension(to.extension());
        let found = fs::read_to_string(path).unwrap();
        assert_eq!(found.matches(mark).count(), pages, "{settings} {to:?}: {found}");
        // Ours are nobody's loss.
        let lost: u32 = (0..4).map(|file| batch.outcome(file).unwrap().1.losses).sum();
        assert!(lost <= 1, "{settings} {to:?}: {lost}");
    }
}

#[test]
fn what_fails_is_named_and_the_rest_is_joined() {
    let root = scratch("failed", &[("a.md", "one"), ("c.md", "three"), ("sub/d.md", "four")]);
    fs::write(root.join("in/b.md"), b"a\xFF").unwrap();
    let batch = run(&root, (Format::Markdown, Format::Markdown), "", "Join=all.md");
    let progress = batch.progress();
    assert_eq!((progress.converted, progress.failed, progress.state), (3, 1, State::Finished));
    assert_eq!(batch.outcome(1).unwrap().0, Outcome::Failed(Status::BadEncoding));
    assert_eq!(batch.detail(Some(1)).unwrap().message, "the input is not UTF-8 at byte 1");
    let output = root.join("out/all.md");
    assert_eq!(batch.detail(Some(3)).unwrap().output, output);
    let text = fs::read_to_string(&output).unwrap();
    assert_eq!(text, "one\n\nthree\n\nfour\n");
    assert_eq!((progress.bytes_in, progress.bytes_out), (12, text.len() as u64));
    let report = String::from_utf8(batch.report().unwrap()).unwrap();
    assert_eq!(report.matches("all.md").count(), 4);

    let again = run(&root, (Format::Markdown, Format::Markdown), "", "Join=all.md");
    assert_eq!((again.progress().skipped, again.progress().failed), (4, 0));
    // What keeps the whole from being written is the result of all.
    let settings = "Join=all.md;Overwrite=Yes";
    let small = run(&root, (Format::Markdown, Format::Markdown), "MaxOutput=10", settings);
    assert_eq!((small.progress().converted, small.progress().failed), (0, 4));
    assert_eq!(small.outcome(0).unwrap().0, Outcome::Failed(Status::LimitReached));
    assert_eq!(small.outcome(1).unwrap().0, Outcome::Failed(Status::BadEncoding));
    assert_eq!(fs::read_to_string(&output).unwrap(), text);
}

#[test]
fn a_list_is_joined_in_its_order() {
    let root = scratch(
        "list",
        &[("b.md", "one"), ("x/a.md", "two ![p](p.png) [b](../b.md)"), ("c.md", "# T")],
    );
    let pairs = ["c.md", "x/a.md", "b.md", "missing.md", "b.md"];
    let pairs = pairs.map(|name| (root.join("in").join(name), root.join("out/any.md"))).to_vec();
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let settings = Settings::parse("Join=all").unwrap();
    let formats = (Format::Markdown, Format::Markdown);
    let batch = Batch::start(converter, formats, Files::List(pairs), settings, contain).unwrap();
    assert!(batch.wait(None));
    assert_eq!((batch.progress().converted, batch.progress().failed), (4, 1));
    let text = fs::read_to_string(root.join("out/all.md")).unwrap();
    assert_eq!(text, "# T\n\ntwo ![p](x/p.png) [b](x/../b.md)\n\none\n\none\n");
}

#[test]
fn the_output_of_a_run_is_no_input_of_the_next() {
    let root = scratch("again", &[("a.md", "one"), ("b.md", "two")]);
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    for _ in 0..2 {
        let files = Files::Folder { input: root.join("in"), output: root.join("in/../in") };
        let settings = Settings::parse("Join=all.md;Overwrite=Yes").unwrap();
        let formats = (Format::Markdown, Format::Markdown);
        let batch = Batch::start(converter.clone(), formats, files, settings, contain).unwrap();
        assert!(batch.wait(None));
        assert_eq!(batch.progress().total, 2);
        assert_eq!(fs::read_to_string(root.join("in/all.md")).unwrap(), "one\n\ntwo\n");
    }
}

#[test]
fn a_panic_that_is_no_files_own_is_the_result_of_all() {
    let root = scratch("panic", &[("a.md", "one"), ("b.md", "two"), ("c.md", "three")]);
    fn panics(
        step: &mut dyn FnMut() -> legacybridge::error::Result<legacybridge::batch::Done>,
    ) -> legacybridge::error::Result<legacybridge::batch::Done> {
        use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        contain(&mut || {
            let done = step();
            // The third step of the job, behind the lister's and the plan, joins.
            match CALLS.fetch_add(1, Relaxed) {
                2 => std::panic::resume_unwind(Box::new("on purpose")),
                _ => done,
            }
        })
    }
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let files = Files::Folder { input: root.join("in"), output: root.join("out") };
    let settings = Settings::parse("Join=all.md").unwrap();
    let formats = (Format::Markdown, Format::Markdown);
    let batch = Batch::start(converter, formats, files, settings, panics).unwrap();
    assert!(batch.wait(None));
    assert_eq!(batch.outcome(0).unwrap().0, Outcome::Failed(Status::Internal));
    assert_eq!(batch.progress().failed, 3);
}

/// What a folder has, by names.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_job_that_was_cancelled_can_be_started_again() {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static MET: Barrier = Barrier::new(2);
    /// Waits before the second step, which joins behind the plan.
    fn waits(
        step: &mut dyn FnMut() -> legacybridge::error::Result<legacybridge::batch::Done>,
    ) -> legacybridge::error::Result<legacybridge::batch::Done> {
        if CALLS.fetch_add(1, Relaxed) == 1 {
            MET.wait();
            MET.wait();
        }
        contain(step)
    }
    let root = scratch("cancelled", &[("a.md", "one"), ("b.md", "two"), ("c.md", "three")]);
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let start = |settings: &str, contain| {
        let pairs =
            ["a.md", "b.md", "c.md"].map(|name| (root.join("in").join(name), root.join("out/x")));
        let (formats, settings) =
            ((Format::Markdown, Format::Markdown), Settings::parse(settings).unwrap());
        Batch::start(converter.clone(), formats, Files::List(pairs.to_vec()), settings, contain)
            .unwrap()
    };
    // Whether there is something from before or not.
    for before in [None, Some("of before")] {
        if let Some(text) = before {
            fs::write(root.join("out/all.md"), text).unwrap();
        }
        CALLS.store(0, Relaxed);
        let batch = start("Join=all.md;Overwrite=Yes", waits);
        MET.wait();
        batch.cancel();
        MET.wait();
        assert!(batch.wait(None));
        let progress = batch.progress();
        assert_eq!((progress.state, progress.converted), (State::Cancelled, 0));
        assert_eq!(fs::read_to_string(root.join("out/all.md")).ok().as_deref(), before);
        assert_eq!(names(&root.join("out")).len(), usize::from(before.is_some()));
        let again = start("Join=all.md;Overwrite=Yes", contain);
        assert!(again.wait(None));
        assert_eq!((again.progress().state, again.progress().converted), (State::Finished, 3));
        assert_eq!(fs::read_to_string(root.join("out/all.md")).unwrap(), "one\n\ntwo\n\nthree\n");
        assert_eq!(names(&root.join("out")), ["all.md"]);
    }
}

/// In a process of its own, whose limit is nobody else's.
#[cfg(feature = "cli")]
#[test]
fn the_whole_keeps_to_the_limit_of_memory() {
    let text = "Some *words* of a document, as there are many.\n\n".repeat(400);
    let files: Vec<String> = (0..20).map(|number| format!("{number:02}.md")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (&**name, &*text)).collect();
    let root = scratch("memory", &files);
    let run = |limit: &str, more: &[&str]| {
        let _ = fs::remove_dir_all(root.join("out"));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_legacybridge"));
        command.args(["in", "-f", "markdown", "-t", "rtf", "-o", "out", "--report=report.json"]);
        command.args(["--workers", "1", "--options", &format!("MemoryLimit={limit}")]);
        let output = command.args(more).current_dir(&root).output().unwrap();
        let report = fs::read_to_string(root.join("report.json")).unwrap();
        (output.status.code().unwrap(), report, names(&root.join("out")))
    };
    let (code, report, made) = run("256MB", &["--join", "all.rtf"]);
    assert_eq!((code, made), (0, vec!["all.rtf".to_owned()]), "{report}");
    let whole = fs::read_to_string(root.join("out/all.rtf")).unwrap();
    assert_eq!(whole.matches("of a document").count(), 20 * 400);
    // What each of them fits into, the whole does not.
    let (code, report, made) = run("1MB", &[]);
    assert_eq!((code, made.len()), (0, 20), "{report}");
    let (code, report, made) = run("1MB", &["--join", "all.rtf"]);
    assert_eq!((code, made), (1, vec![]), "{report}");
    assert_eq!(report.matches("\"status\":-8").count(), 20, "{report}");
}

/// Whoever ends the process leaves the whole or nothing of it, and the next run makes it.
#[cfg(feature = "cli")]
#[test]
fn a_process_that_was_killed_leaves_the_whole_or_nothing() {
    let text = "# Title\n\nSome *words* of a document, as there are many.\n\n".repeat(300);
    let files: Vec<String> = (0..20).map(|number| format!("{number:02}.md")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (&**name, &*text)).collect();
    let root = scratch("killed", &files);
    let start = |folder: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_legacybridge"));
        command.args(["in", "-f", "markdown", "-t", "rtf", "-o", folder, "--join", "all.rtf"]);
        command.current_dir(&root).stderr(std::process::Stdio::null());
        command.spawn().unwrap()
    };
    assert!(start("whole").wait().unwrap().success());
    let whole = fs::read(root.join("whole/all.rtf")).unwrap();
    // From before it has begun to after its end.
    for part in 0..8 {
        let folder = format!("out-{part}");
        let began = std::time::Instant::now();
        let mut child = start(&folder);
        std::thread::sleep(Duration::from_millis(part * 25));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let output = root.join(&folder).join("all.rtf");
        assert!(
            !output.exists() || fs::read(&output).unwrap() == whole,
            "{ended} {:?}",
            began.elapsed()
        );
        assert!(start(&folder).wait().unwrap().success());
        assert_eq!(fs::read(&output).unwrap(), whole);
        let others: Vec<String> = names(&root.join(&folder));
        let is_known = |name: &String| name == "all.rtf" || name.starts_with(".legacybridge-");
        assert!(others.iter().all(is_known), "{others:?}");
    }
}

#[test]
fn facts_are_those_of_the_first_and_others_are_counted() {
    let one = "{\\rtf1{\\info{\\title One}{\\author A}}a\\par}";
    let two = "{\\rtf1{\\info{\\title Two}{\\author A}}b\\par}";
    let root = scratch("facts", &[("a.rtf", one), ("b.rtf", two)]);
    let batch = run(&root, (Format::Rtf, Format::Rtf), "", "Join=all.rtf");
    let rtf = fs::read_to_string(root.join("out/all.rtf")).unwrap();
    assert!(rtf.contains("{\\title One}") && !rtf.contains("Two"), "{rtf}");
    let losses = |file| batch.outcome(file).unwrap().1.losses;
    assert_eq!((losses(0), losses(1)), (0, 1));
    // What Strict names keeps a document out, as it keeps one from being converted alone.
    let batch = run(&root, (Format::Rtf, Format::Rtf), "Strict=metadata", "Join=strict.rtf");
    assert_eq!(batch.outcome(1).unwrap().0, Outcome::Failed(Status::Loss));
    assert!(!fs::read_to_string(root.join("out/strict.rtf")).unwrap().contains("b\\par"));
}

#[test]
fn many_small_documents_are_joined() {
    let text = "# T\n\na[^1] [t](#t)\n\n[^1]: N\n\n1. x\n";
    let names: Vec<String> = (0..1000).map(|number| format!("{number:04}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (&**name, text)).collect();
    let found = joined("many", Format::Markdown, "", &files);
    assert_eq!(found.matches("# T\n").count(), 1000);
    assert!(found.contains("a[^1000] [t](#t-999)") && found.contains("[^1000]: N\n"));
}

/// Whatever is in a document, it is the same when it is joined to nothing.
#[test]
fn a_document_alone_stays_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let root = scratch("alone", &[]);
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(from) = path.extension().and_then(|it| Format::from_extension(it.to_str()?))
        else {
            continue;
        };
        for to in [Format::Markdown, Format::Rtf, Format::Html, Format::Json] {
            let output = root.join(format!("{name}.{}", to.extension()));
            let list = |path: PathBuf| Files::List(vec![(path, output.clone())]);
            let settings = Settings::parse("Join=all.x;Overwrite=Yes").unwrap();
            let whole =
                Batch::start(converter.clone(), (from, to), list(path.clone()), settings, contain);
            let settings = Settings::parse("Overwrite=Yes").unwrap();
            let plain =
                Batch::start(converter.clone(), (from, to), list(path.clone()), settings, contain);
            let (whole, plain) = (whole.unwrap(), plain.unwrap());
            assert!(whole.wait(None) && plain.wait(None));
            let losses = |batch: &Batch| batch.outcome(0).unwrap().1.losses;
            let same = fs::read(root.join("all.x")).unwrap() == fs::read(&output).unwrap();
            if !same || losses(&whole) != losses(&plain) {
                wrong.push(format!("{name} to {to:?}: {} {}", losses(&whole), losses(&plain)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
