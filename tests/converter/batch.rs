//! Batch jobs through the Rust interface: trees, names, bad files, cancelling, overwriting.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use legacybridge::batch::settings::Settings;
use legacybridge::batch::{Batch, Files, Outcome, State, contain};
use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;

const MINUTE: Option<Duration> = Some(Duration::from_secs(60));

/// A folder of this test's own, emptied.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn put(path: PathBuf, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn start(from: Format, to: Format, files: Files, settings: &str) -> Batch {
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    Batch::start(converter, (from, to), files, Settings::parse(settings).unwrap(), contain).unwrap()
}

fn folder(input: &Path, output: &Path) -> Files {
    Files::Folder { input: input.to_owned(), output: output.to_owned() }
}

/// A job from Markdown to RTF, waited for.
fn finished(input: &Path, output: &Path, settings: &str) -> Batch {
    let batch = start(Format::Markdown, Format::Rtf, folder(input, output), settings);
    assert!(batch.wait(MINUTE));
    assert_eq!(batch.progress().state, State::Finished);
    batch
}

/// Every file below a folder, relative to it, sorted.
fn tree(root: &Path) -> Vec<String> {
    let mut left = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => left.push(path),
                false => found.push(path.strip_prefix(root).unwrap().to_string_lossy().into()),
            }
        }
    }
    found.sort();
    found
}

fn inputs(batch: &Batch) -> Vec<String> {
    let name = |index| {
        let input = batch.detail(Some(index)).unwrap().input;
        input.file_name().unwrap().to_string_lossy().into_owned()
    };
    (0..batch.progress().total).map(name).collect()
}

#[test]
fn a_tree_keeps_its_shape_and_its_order() {
    let root = scratch("tree");
    let (input, output) = (root.join("in"), root.join("out"));
    let names = [
        "b.md",
        "a.MD",
        "ünïcödé 漢字 😀.md",
        "with space.markdown",
        "two.dots.md",
        "%20;=&.md",
        "sub/deep/deeper/x.md",
        "sub/a.md",
        "Ελληνικά/ა.mkd",
        ".hidden/.x.md",
    ];
    for name in names {
        put(input.join(name), format!("# {name}\n"));
    }
    for name in ["c.rtf", "noext", ".md", "d.md.bak", "sub/e.txt"] {
        put(input.join(name), "left alone");
    }
    fs::create_dir_all(input.join("empty/er")).unwrap();
    let batch = finished(&input, &output, "Workers=2");
    let progress = batch.progress();
    assert_eq!((progress.total, progress.converted, progress.failed), (10, 10, 0));
    let mut expected: Vec<String> = names
        .iter()
        .map(|name| Path::new(name).with_extension("rtf").to_string_lossy().into_owned())
        .collect();
    expected.sort();
    assert_eq!(tree(&output), expected);
    let order = inputs(&batch);
    assert_eq!(order[..3], ["%20;=&.md", "a.MD", "b.md"]);
    assert!(fs::read(output.join("sub/a.rtf")).unwrap().starts_with(b"{\\rtf1"));
    assert!(progress.bytes_in > 0 && progress.bytes_out > progress.bytes_in);

    let flat = root.join("flat");
    assert_eq!(finished(&input, &flat, "Recursive=No;Workers=1").progress().total, 6);
    let other = root.join("other");
    let batch = finished(&input, &other, "Extensions=*.txt bak");
    assert_eq!(inputs(&batch), ["d.md.bak", "e.txt"]);
    assert_eq!(finished(&input, &root.join("all"), "Extensions=*").progress().total, 15);
}

#[test]
fn bad_files_are_results_and_stop_nothing() {
    let root = scratch("bad");
    let (input, output) = (root.join("in"), root.join("out"));
    for number in 0..300 {
        let text: &[u8] = if number % 10 == 3 { b"a\xFF" } else { b"*good*\n" };
        put(input.join(format!("{:02}/{number:03}.md", number % 7)), text);
    }
    put(output.join("05/005.rtf"), "mine");
    fs::create_dir_all(output.join("06/006.rtf")).unwrap();
    let batch = finished(&input, &output, "Workers=3");
    let progress = batch.progress();
    assert_eq!((progress.total, progress.failed, progress.skipped), (300, 30, 2));
    assert_eq!(progress.converted, 268);
    assert_eq!(tree(&output).len(), 269);
    assert_eq!(fs::read(output.join("05/005.rtf")).unwrap(), b"mine");
    for index in 0..300 {
        let detail = batch.detail(Some(index)).unwrap();
        let bad = detail.input.to_string_lossy().ends_with("3.md");
        let (outcome, figures) = batch.outcome(index).unwrap();
        match outcome {
            Outcome::Failed(status) => {
                assert_eq!((bad, status), (true, Status::BadEncoding));
                assert_eq!(detail.message, "the input is not UTF-8 at byte 1");
                assert!(!detail.output.exists());
            }
            Outcome::Converted => {
                assert!(!bad);
                assert_eq!(figures.bytes_in, 7);
                assert_eq!(figures.bytes_out, fs::metadata(&detail.output).unwrap().len());
            }
            Outcome::Skipped => assert!(detail.message.contains("Overwrite"), "{detail:?}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(batch.outcome(300).unwrap_err().status, Status::BadArgument);
    let report = String::from_utf8(batch.report().unwrap()).unwrap();
    assert!(report.starts_with("{\"state\":\"finished\",\"total\":300,\"converted\":268,"));
    assert_eq!(report.matches("\"result\":\"failed\"").count(), 30);
    assert_eq!(report.lines().count(), 302);
}

#[test]
fn existing_files_are_replaced_only_when_asked_for() {
    let root = scratch("overwrite");
    let (input, output) = (root.join("in"), root.join("out"));
    put(input.join("a.md"), "new");
    put(output.join("a.rtf"), "old");
    assert_eq!(finished(&input, &output, "").progress().skipped, 1);
    assert_eq!(fs::read(output.join("a.rtf")).unwrap(), b"old");
    assert_eq!(finished(&input, &output, "Overwrite=Yes").progress().converted, 1);
    assert!(fs::read(output.join("a.rtf")).unwrap().starts_with(b"{\\rtf1"));
    assert_eq!(tree(&output), ["a.rtf"]);
    // In place: the same folder, the same names.
    put(input.join("b.md"), "Title\n=====\n");
    let batch = start(Format::Markdown, Format::Markdown, folder(&input, &input), "Overwrite=yes");
    assert!(batch.wait(MINUTE));
    assert_eq!(batch.progress().converted, 2);
    assert_eq!(fs::read(input.join("b.md")).unwrap(), b"# Title\n");
}

#[test]
fn two_inputs_never_share_an_output() {
    let root = scratch("twice");
    let (input, output) = (root.join("in"), root.join("out"));
    put(input.join("a.markdown"), "one");
    put(input.join("a.md"), "two");
    for settings in ["Workers=2", "Workers=2;Overwrite=yes"] {
        let batch = finished(&input, &output, settings);
        assert_eq!(batch.outcome(1).unwrap().0, Outcome::Failed(Status::BadArgument));
        assert!(batch.detail(Some(1)).unwrap().message.contains("a.markdown"));
    }
    let rtf = fs::read_to_string(output.join("a.rtf")).unwrap();
    assert!(rtf.contains("one"));
    let pairs = [("a.md", "x.rtf"), ("a.markdown", "x.rtf"), ("a.md", "y.rtf")];
    let pairs = pairs.map(|(from, to)| (input.join(from), output.join(to))).to_vec();
    let batch = start(Format::Markdown, Format::Rtf, Files::List(pairs), "");
    assert!(batch.wait(MINUTE));
    let progress = batch.progress();
    assert_eq!((progress.converted, progress.failed, progress.total), (2, 1, 3));
    assert!(fs::read_to_string(output.join("x.rtf")).unwrap().contains("two"));
}

/// What became of each file: its status, 1 where it was skipped, and the message.
fn results(batch: &Batch) -> Vec<(i32, String)> {
    assert!(batch.wait(MINUTE));
    let result = |index| {
        let number = match batch.outcome(index).unwrap().0 {
            Outcome::Converted => 0,
            Outcome::Skipped => 1,
            Outcome::Failed(status) => status as i32,
            other => panic!("{other:?}"),
        };
        (number, batch.detail(Some(index)).unwrap().message)
    };
    (0..batch.progress().total).map(result).collect()
}

/// Runs a list of Markdown files to Markdown with all workers there are, and compares what became of them and
/// what the files hold then.
fn check_list(root: &Path, settings: &str, pairs: &[(&str, &str)], expected: &[i32]) {
    let files = pairs.iter().map(|(from, to)| (root.join(from), root.join(to))).collect();
    let batch = start(Format::Markdown, Format::Markdown, Files::List(files), settings);
    let results = results(&batch);
    let numbers: Vec<i32> = results.iter().map(|result| result.0).collect();
    assert_eq!(numbers, expected, "{pairs:?} {settings}: {results:?}");
    for ((number, message), (from, _)) in results.iter().zip(pairs) {
        let is_told = *number != -4 || message.contains("input") || message.contains("output");
        assert!(is_told, "{from}: {message}");
    }
}

#[test]
fn an_output_never_takes_the_place_of_another_files_input() {
    let root = scratch("others-inputs");
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    for workers in 1..4 {
        let settings = format!("Overwrite=Yes;Workers={workers}");
        put(root.join("a.md"), "AAA");
        put(root.join("b.md"), "BBB");
        check_list(&root, &settings, &[("a.md", "b.md"), ("b.md", "c.md")], &[-4, 0]);
        assert_eq!(
            (read("a.md"), read("b.md"), read("c.md")),
            ("AAA".into(), "BBB".into(), "BBB\n".into())
        );
        check_list(&root, &settings, &[("b.md", "c.md"), ("a.md", "./b.md")], &[0, -4]);
        check_list(&root, &settings, &[("a.md", "b.md"), ("b.md", "a.md")], &[-4, -4]);
        // An input that two files have is another's too; its own it may replace.
        check_list(&root, &settings, &[("a.md", "a.md"), ("a.md", "d.md")], &[-4, 0]);
        assert_eq!((read("a.md"), read("b.md")), ("AAA".into(), "BBB".into()));
        check_list(&root, &settings, &[("a.md", "./a.md"), ("b.md", "x/../b.md")], &[0, 0]);
        assert_eq!((read("a.md"), read("b.md")), ("AAA\n".into(), "BBB\n".into()));
        fs::remove_file(root.join("d.md")).unwrap();
    }
    // Parts of a document.
    put(root.join("s.md"), "# one\n\n1\n\n# two\n\n2\n");
    put(root.join("s-1-one.md"), "INPUT");
    let pairs = [("s.md", "s.md"), ("s-1-one.md", "q.md")];
    check_list(&root, "Overwrite=Yes;Split=1", &pairs, &[-4, 0]);
    assert_eq!((read("s-1-one.md"), read("q-0.md")), ("INPUT".into(), "INPUT\n".into()));
    assert!(!root.join("s-2-two.md").exists());
    // One of all.
    let pairs = [("a.md", "x"), ("b.md", "y")];
    check_list(&root, "Overwrite=Yes;Join=b.md", &pairs, &[-4, -4]);
    assert_eq!((read("a.md"), read("b.md")), ("AAA\n".into(), "BBB\n".into()));
    check_list(&root, "Overwrite=Yes;Join=z.md", &pairs, &[0, 0]);
}

#[test]
fn an_output_in_the_folder_of_the_inputs_never_takes_the_place_of_another() {
    let root = scratch("same-folder");
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    for settings in ["Overwrite=Yes", "Overwrite=Yes;Workers=1", ""] {
        put(root.join("f.md"), "F");
        put(root.join("g.markdown"), "_g_");
        put(root.join("g.md"), "G");
        put(root.join("g.mkd"), "_k_");
        let batch = start(Format::Markdown, Format::Markdown, folder(&root, &root), settings);
        let results = results(&batch);
        let numbers: Vec<i32> = results.iter().map(|result| result.0).collect();
        let own = if settings.is_empty() { 1 } else { 0 };
        assert_eq!(numbers, [own, -4, own, -4], "{results:?}");
        assert!(results[1].1.contains("the input g.md"), "{results:?}");
        let end = if settings.is_empty() { "" } else { "\n" };
        assert_eq!((read("f.md"), read("g.md")), (format!("F{end}"), format!("G{end}")));
        assert_eq!((read("g.markdown"), read("g.mkd")), ("_g_".into(), "_k_".into()));
    }
    // Outputs go to the folder above the inputs', where those of its folder below are inputs.
    let root = scratch("folder-above");
    put(root.join("in/a.md"), "A");
    put(root.join("in/in/a.md"), "_deep_");
    put(root.join("in/in/b.md"), "B");
    let files = folder(&root.join("in"), &root);
    let results = results(&start(Format::Markdown, Format::Markdown, files, "Overwrite=Yes"));
    assert_eq!((results[0].0, results[1].0, results[2].0), (0, -4, 0), "{results:?}");
    assert_eq!(tree(&root), ["a.md", "in/a.md", "in/b.md", "in/in/a.md", "in/in/b.md"]);
    assert_eq!(fs::read_to_string(root.join("in/a.md")).unwrap(), "A");
    // Parts of a document, too.
    let root = scratch("same-folder-parts");
    put(root.join("s.md"), "# one\n\n# two\n");
    put(root.join("s-2-two.md"), "INPUT");
    let batch =
        start(Format::Markdown, Format::Markdown, folder(&root, &root), "Overwrite=Yes;Split=1");
    assert!(batch.wait(MINUTE));
    assert_eq!(fs::read_to_string(root.join("s-2-two.md")).unwrap(), "INPUT");
    assert_eq!(tree(&root), ["s-2-two-0.md", "s-2-two.md", "s.md"]);
}

#[test]
fn one_file_has_many_spellings() {
    let root = scratch("spellings");
    put(root.join("a.md"), "AAA");
    put(root.join("b.md"), "BBB");
    fs::create_dir_all(root.join("in")).unwrap();
    let absolute = std::path::absolute(root.join("o.txt")).unwrap();
    let mut others = vec!["./o.txt", "in/../o.txt", "in//..//o.txt", absolute.to_str().unwrap()];
    if cfg!(windows) {
        others.extend(["O.TXT", "o.txt.", "in\\..\\o.txt"]);
    }
    #[cfg(unix)]
    {
        let _ = std::os::unix::fs::symlink(".", root.join("lnk"));
        let _ = std::os::unix::fs::symlink("o.txt", root.join("link.txt"));
        others.extend(["lnk/o.txt", "link.txt", "lnk/link.txt"]);
    }
    for other in others {
        for settings in ["Overwrite=Yes", ""] {
            for pair in [["o.txt", other], [other, "o.txt"]] {
                // What is there is kept, and that is true of the first only.
                let _ = fs::remove_file(root.join("o.txt"));
                let is_link = settings.is_empty() && pair[0].ends_with("link.txt");
                let first = if is_link { 1 } else { 0 };
                let pairs = [("a.md", pair[0]), ("b.md", pair[1])];
                check_list(&root, settings, &pairs, &[first, -4]);
                if first == 0 {
                    assert_eq!(fs::read_to_string(root.join("o.txt")).unwrap(), "AAA\n");
                }
            }
        }
    }
    // Neither is there yet, nor are their folders.
    check_list(&root, "", &[("a.md", "new/er/x.md"), ("b.md", "new/./er/../er/x.md")], &[0, -4]);
}

#[test]
fn outputs_inside_the_inputs_are_no_inputs() {
    let root = scratch("inside");
    put(root.join("a.md"), "a");
    put(root.join("sub/b.md"), "b");
    let output = root.join("sub/out");
    for total in [2, 2] {
        let files = folder(&root, &output);
        let batch = start(Format::Markdown, Format::Markdown, files, "Overwrite=Yes");
        assert!(batch.wait(MINUTE));
        assert_eq!(batch.progress().total, total);
    }
    assert_eq!(tree(&output), ["a.md", "sub/b.md"]);
}

#[test]
fn a_list_keeps_its_order() {
    let root = scratch("list");
    let mut pairs = Vec::new();
    for number in 0..200 {
        let input = root.join(format!("{number}.txt"));
        if number % 50 != 7 {
            put(input.clone(), format!("text {number}"));
        }
        pairs.push((input, root.join(format!("out/{}/{number}.md", number % 3))));
    }
    let batch = start(Format::Text, Format::Markdown, Files::List(pairs), "Workers=4");
    assert!(batch.wait(MINUTE));
    assert_eq!((batch.progress().converted, batch.progress().failed), (196, 4));
    for number in 0..200 {
        let detail = batch.detail(Some(number)).unwrap();
        if number % 50 == 7 {
            assert_eq!(batch.outcome(number).unwrap().0, Outcome::Failed(Status::Io));
            assert!(detail.message.contains(&format!("{number}.txt")), "{}", detail.message);
        } else {
            let text = fs::read_to_string(detail.output).unwrap();
            assert_eq!(text, format!("text {number}\n"));
        }
    }
    let empty = start(Format::Text, Format::Markdown, Files::List(Vec::new()), "");
    assert!(empty.wait(MINUTE));
    assert_eq!(empty.progress().state, State::Finished);
    assert_eq!(empty.detail(None).unwrap().input, Path::new(""));
}

#[test]
fn a_job_that_can_not_start_says_why() {
    let root = scratch("refused");
    put(root.join("file"), "x");
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let cases = [
        (root.join("missing"), root.join("out"), Format::Rtf, Status::Io, "missing"),
        (root.join("file"), root.join("out"), Format::Rtf, Status::Io, "not a folder"),
        (root.clone(), root.join("file/out"), Format::Rtf, Status::Io, "out"),
        (root.clone(), root.join("out"), Format::Detect, Status::BadArgument, "format"),
    ];
    for (input, output, to, status, words) in cases {
        let formats = (Format::Markdown, to);
        let files = Files::Folder { input, output };
        let settings = Settings::default();
        let error = Batch::start(converter.clone(), formats, files, settings, contain).unwrap_err();
        assert_eq!(error.status, status, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

/// A document that takes a while, so that a job can be caught in the middle of its work.
fn long_document() -> String {
    "Some *text* with [a link](http://example.com) and `code`.\n\n".repeat(20_000)
}

#[test]
fn cancelling_stops_before_the_next_document() {
    let root = scratch("cancel");
    let (input, output) = (root.join("in"), root.join("out"));
    for number in 0..60 {
        put(input.join(format!("{number:02}.md")), long_document());
    }
    let batch = start(Format::Markdown, Format::Rtf, folder(&input, &output), "Workers=2");
    assert!(!batch.wait(Some(Duration::ZERO)));
    let begun = Instant::now();
    while batch.progress().converted < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(1));
    }
    let before = batch.progress().converted;
    batch.cancel();
    assert!(batch.wait(MINUTE));
    let progress = batch.progress();
    assert_eq!((progress.state, progress.converting, progress.failed), (State::Cancelled, 0, 0));
    // Each of the two workers may end one that it has begun.
    assert!(progress.converted <= before + 4, "{before} {progress:?}");
    let outputs = tree(&output);
    assert_eq!(outputs.len(), progress.converted);
    for name in outputs {
        let text = fs::read(output.join(&name)).unwrap();
        assert!(
            text.ends_with(b"}") || text.ends_with(b"}\n") || text.ends_with(b"}\r\n"),
            "{name}"
        );
    }
    let last = progress.total - 1;
    assert_eq!(batch.outcome(last).unwrap().0, Outcome::Failed(Status::Cancelled));
    assert!(batch.detail(Some(last)).unwrap().message.contains("cancelled"));
    // A job that is over does not change.
    let small = finished(&scratch("cancel-nothing"), &scratch("cancel-out"), "");
    small.cancel();
    assert_eq!(small.progress().state, State::Finished);
}

#[test]
fn dropping_a_job_ends_its_threads() {
    let root = scratch("drop");
    for number in 0..40 {
        put(root.join(format!("in/{number}.md")), long_document());
    }
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let files = folder(&root.join("in"), &root.join("out"));
    let formats = (Format::Markdown, Format::Rtf);
    let settings = Settings::parse("Workers=3").unwrap();
    let batch = Batch::start(converter.clone(), formats, files, settings, contain).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    drop(batch);
    // The threads held the converter.
    assert_eq!(Arc::strong_count(&converter), 1);
    assert!(tree(&root).iter().all(|name| !name.contains(".tmp")));
}

#[test]
fn a_panic_is_the_result_of_one_file() {
    let root = scratch("panic");
    for number in 0..20 {
        put(root.join(format!("in/{number:02}.md")), "text");
    }
    let converter = Arc::new(Converter::new(Options::default()).unwrap());
    let files = folder(&root.join("in"), &root.join("out"));
    fn panics(
        step: &mut dyn FnMut() -> legacybridge::error::Result<legacybridge::batch::Done>,
    ) -> legacybridge::error::Result<legacybridge::batch::Done> {
        contain(&mut || {
            let done = step()?;
            // The lister's step has no bytes.
            if done.bytes_in > 0 {
                std::panic::resume_unwind(Box::new("on purpose"))
            } else {
                Ok(done)
            }
        })
    }
    let formats = (Format::Markdown, Format::Rtf);
    let batch = Batch::start(converter, formats, files, Settings::default(), panics).unwrap();
    assert!(batch.wait(MINUTE));
    assert_eq!((batch.progress().failed, batch.progress().state), (20, State::Finished));
    assert_eq!(batch.outcome(7).unwrap().0, Outcome::Failed(Status::Internal));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn names_need_not_be_unicode_and_links_do_not_lead_in_circles() {
        let root = scratch("links");
        let (input, output) = (root.join("in"), root.join("out"));
        put(input.join(OsStr::from_bytes(b"\xFF\xFE.md")), "odd");
        put(input.join("sub/a.md"), "a");
        symlink(&input, input.join("sub/circle")).unwrap();
        symlink(input.join("sub/a.md"), input.join("link.md")).unwrap();
        symlink(input.join("nowhere"), input.join("dangling.md")).unwrap();
        fs::create_dir(input.join("folder.md")).unwrap();
        let batch = finished(&input, &output, "");
        assert_eq!((batch.progress().total, batch.progress().converted), (3, 3));
        assert!(output.join(OsStr::from_bytes(b"\xFF\xFE.rtf")).exists());
        assert!(batch.report().unwrap().is_ascii());
    }

    /// Links in the folder of the outputs may lead two outputs to one file, or to an input.
    #[test]
    fn links_between_outputs_lead_no_two_of_them_to_one_file() {
        let root = scratch("output-links");
        let (input, output) = (root.join("in"), root.join("out"));
        for name in ["a.md", "b.md", "c.md", "d.md", "one/x.md", "one/y.md", "two/x.md", "two/z.md"]
        {
            put(input.join(name), name);
        }
        fs::create_dir_all(output.join("two")).unwrap();
        symlink("two", output.join("one")).unwrap();
        put(output.join("b.rtf"), "old");
        symlink("b.rtf", output.join("a.rtf")).unwrap();
        symlink("elsewhere", output.join("c.rtf")).unwrap();
        symlink("elsewhere", output.join("d.rtf")).unwrap();
        let batch = finished(&input, &output, "Overwrite=Yes;Workers=1");
        let numbers: Vec<i32> = results(&batch).iter().map(|result| result.0).collect();
        // In order: a to d, one/x, one/y, two/x, two/z.
        assert_eq!(numbers, [-4, 0, 0, -4, 0, 0, -4, 0], "{:?}", results(&batch));
        let read = |name: &str| fs::read_to_string(output.join(name)).unwrap();
        assert!(read("b.rtf").contains("b.md") && read("elsewhere").contains("c.md"));
        assert!(read("two/x.rtf").contains("one/x.md"));

        let root = scratch("links-to-inputs");
        let (input, output) = (root.join("in"), root.join("out"));
        put(input.join("a.md"), "A");
        put(input.join("b.md"), "B");
        put(input.join("sub/a.md"), "_a_");
        put(input.join("sub/c.md"), "C");
        fs::create_dir_all(&output).unwrap();
        symlink("../in/b.md", output.join("a.md")).unwrap();
        symlink("../in/b.md", output.join("b.md")).unwrap();
        symlink("../in", output.join("sub")).unwrap();
        let files = folder(&input, &output);
        let batch = start(Format::Markdown, Format::Markdown, files, "Overwrite=Yes");
        let numbers: Vec<i32> = results(&batch).iter().map(|result| result.0).collect();
        // a is b's input; b its own, as an output may be; sub/a is a's; sub/c is nobody's.
        assert_eq!(numbers, [-4, 0, -4, 0], "{:?}", results(&batch));
        let read = |name: &str| fs::read_to_string(input.join(name)).unwrap();
        assert_eq!(
            (read("a.md"), read("b.md"), read("c.md")),
            ("A".into(), "B\n".into(), "C\n".into())
        );
    }

    /// A place where nobody, not even root, can make files.
    #[test]
    fn a_read_only_output_folder_fails_every_file_and_leaves_nothing() {
        let root = scratch("read-only");
        let (input, output) = (root.join("in"), root.join("out"));
        for number in 0..20 {
            put(input.join(format!("{number}.md")), "text");
        }
        fs::create_dir(&output).unwrap();
        fs::set_permissions(&output, fs::Permissions::from_mode(0o555)).unwrap();
        let is_root = fs::write(output.join("probe"), "").is_ok();
        let _ = fs::remove_file(output.join("probe"));
        let batch = match is_root {
            false => finished(&input, &output, ""),
            // Permissions do not bind root; the proc file system takes no files from anyone.
            true => finished(&input, Path::new("/proc/self"), ""),
        };
        assert_eq!((batch.progress().failed, batch.progress().total), (20, 20));
        assert_eq!(batch.outcome(3).unwrap().0, Outcome::Failed(Status::Io));
        assert!(batch.detail(Some(3)).unwrap().message.starts_with("can't write "));
        fs::set_permissions(&output, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(tree(&output), Vec::<String>::new());
    }

    #[test]
    fn a_pipe_is_no_document() {
        let root = scratch("pipe");
        let pipe = root.join("pipe.md");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        assert_eq!(finished(&root, &root.join("out"), "").progress().total, 0);
        let pairs = vec![(pipe, root.join("x.rtf"))];
        let batch = start(Format::Markdown, Format::Rtf, Files::List(pairs), "");
        assert!(batch.wait(MINUTE));
        assert_eq!(batch.outcome(0).unwrap().0, Outcome::Failed(Status::Io));
    }
}
