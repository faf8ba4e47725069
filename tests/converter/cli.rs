//! The program `legacybridge`: files, folders, standard input; what it says and its exit codes.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the program in a folder with something on its standard input.
fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legacybridge"));
    command.current_dir(folder).args(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn what_is_made_of_a_document_can_be_looked_at() {
    let folder = scratch("dump");
    fs::write(folder.join("a.rtf"), "{\\rtf1 a{\\b b}\\par}").unwrap();
    fs::write(folder.join("a.md"), "# A *b*\n\n- [x] c\n").unwrap();
    let tokens = run(&folder, &["--dump=tokens", "a.rtf"], b"");
    assert_eq!(tokens.code, 0, "{}", tokens.err);
    let shown: Vec<&str> = tokens.out.lines().map(|line| line[8..].trim()).collect();
    assert_eq!(shown[0], "{");
    assert!(shown[1].starts_with("\\rtf 1"), "{shown:?}");
    assert_eq!(shown.len(), 10, "{shown:?}");
    let tree = run(&folder, &["--dump=tree", "a.md"], b"");
    let expected = "heading level=1\n  text \"A \"\n  emphasis\n    text \"b\"\nlist tight\n  item task=done\n    \
                    paragraph\n      text \"c\"\n";
    assert_eq!((tree.code, tree.out.as_str()), (0, expected));
    // Both readers make the same of the same words.
    let rtf = run(&folder, &["a.md", "-t", "rtf"], b"");
    let back = run(&folder, &["--dump=tree"], rtf.out.as_bytes());
    assert_eq!(back.out.lines().next(), Some("heading level=1"), "{}", back.out);
    assert_eq!(run(&folder, &["--dump=tokens", "a.md"], b"").code, 2);
    assert_eq!(run(&folder, &["--dump=words", "a.md"], b"").code, 2);
    assert_eq!(run(&folder, &["--dump=tree", "a.md", "a.rtf"], b"").code, 2);
    assert_eq!(run(&folder, &["--dump=tree", "."], b"").code, 2);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = scratch("stream");
    let rtf = run(&folder, &[], b"# Hi\n\nSome *text*.\n");
    assert_eq!(rtf.code, 0, "{}", rtf.err);
    assert!(rtf.out.starts_with("{\\rtf1"));
    let back = run(&folder, &["-"], rtf.out.as_bytes());
    assert_eq!((back.code, back.out.as_str()), (0, "# Hi\n\nSome *text*.\n"));
    let text = run(&folder, &["--to", "text"], rtf.out.as_bytes());
    assert!(text.out.contains("Some text.") && !text.out.contains('*'), "{}", text.out);
    // Nothing but the document on standard output, whatever else is asked for.
    let told = run(&folder, &["--stats", "--report", "-f", "auto", "-t", "md"], rtf.out.as_bytes());
    assert_eq!(told.out, back.out);
    assert!(
        told.err.contains("memory ") && told.err.contains("everything was kept"),
        "{}",
        told.err
    );
}

#[test]
fn one_file_goes_where_it_is_told() {
    let folder = scratch("file");
    fs::write(folder.join("a.md"), "*a*\n").unwrap();
    assert!(run(&folder, &["a.md"], b"").out.starts_with("{\\rtf1"));
    assert_eq!(run(&folder, &["a.md", "-o", "a.rtf"], b"").code, 0);
    assert_eq!(run(&folder, &["a.rtf", "-o", "b.txt"], b"").code, 0);
    assert_eq!(fs::read_to_string(folder.join("b.txt")).unwrap(), "a\n");
    fs::create_dir(folder.join("sub")).unwrap();
    assert_eq!(run(&folder, &["a.rtf", "-o", "sub"], b"").code, 0);
    assert_eq!(fs::read_to_string(folder.join("sub/a.md")).unwrap(), "*a*\n");
    let options = ["a.md", "--options", "BodyFont=Papyrus"];
    assert!(run(&folder, &options, b"").out.contains("Papyrus"));
    fs::write(folder.join("lossy.rtf"), "{\\rtf1{\\header h}x}").unwrap();
    let report = run(&folder, &["lossy.rtf", "--report"], b"");
    assert!(report.err.contains("not kept: header_footer (1 times"), "{}", report.err);
    assert_eq!(run(&folder, &["lossy.rtf", "--report=r.json"], b"").code, 0);
    assert!(fs::read_to_string(folder.join("r.json")).unwrap().contains("header_footer"));
}

/// What a shell names as a file and is none: the bytes go there, and it stays what it is. As an input it is
/// refused.
#[test]
#[cfg(unix)]
fn outputs_follow_links_to_where_nothing_is_yet() {
    let folder = scratch("dangling");
    fs::create_dir(folder.join("sub")).unwrap();
    fs::write(folder.join("a.md"), "*a*\n").unwrap();
    std::os::unix::fs::symlink("second", folder.join("first")).unwrap();
    std::os::unix::fs::symlink("sub/b.txt", folder.join("second")).unwrap();
    std::os::unix::fs::symlink("circle", folder.join("circle")).unwrap();
    for (output, code) in [("first", 0), ("circle", 3)] {
        assert_eq!(run(&folder, &["a.md", "-t", "text", "-o", output], b"").code, code, "{output}");
        assert!(fs::symlink_metadata(folder.join(output)).unwrap().is_symlink(), "{output}");
    }
    assert_eq!(fs::read_to_string(folder.join("sub/b.txt")).unwrap(), "a\n");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_take_an_output() {
    use std::os::unix::fs::FileTypeExt;
    let folder = scratch("devices");
    fs::write(folder.join("a.md"), "*a*\n").unwrap();
    for command in [&["a.md", "-o", "/dev/null"][..], &["theme", "Modern", "-o", "/dev/null"]] {
        let ran = run(&folder, command, b"");
        assert_eq!((ran.code, &*ran.err), (0, ""), "{command:?}");
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
    assert_eq!(run(&folder, &["a.md", "-t", "text", "-o", "/dev/full"], b"").code, 3);
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(run(&folder, &["a.md", "-t", "text", "-o", "pipe"], b"").code, 0);
    assert_eq!(reader.join().unwrap(), "a\n");
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    // What the shell has opened is read like standard input; what might keep one waiting is not.
    let ran = run(&folder, &["/dev/stdin", "-t", "text"], b"{\\rtf1 a\\par}");
    assert_eq!((ran.code, &*ran.out), (0, "a\n"), "{}", ran.err);
    for input in ["pipe", "/dev/zero"] {
        assert_eq!(run(&folder, &[input, "-f", "markdown", "-t", "text"], b"").code, 3, "{input}");
    }
}

#[test]
fn a_hyphen_is_standard_output() {
    let folder = scratch("hyphen");
    fs::write(folder.join("a.rtf"), "{\\rtf1 {\\b a}}").unwrap();
    let cases: [(&[&str], &str); 4] = [
        (&["a.rtf", "-o", "-"], "**a**\n"),
        (&["a.rtf", "-o-", "-t", "text"], "a\n"),
        (&["-", "-o", "-"], "**a**\n"),
        (&["theme", "Modern", "-o", "-"], "{\\rtf1"),
    ];
    for (arguments, begins) in cases {
        let ran = run(&folder, arguments, b"{\\rtf1 {\\b a}}");
        assert!(ran.code == 0 && ran.out.starts_with(begins), "{arguments:?}: {}", ran.out);
    }
    assert_eq!(run(&folder, &[".", "-f", "rtf", "-o", "-"], b"").code, 2);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "a file named -");
}

#[test]
fn what_begins_like_nothing_is_what_otherwise_says() {
    let folder = scratch("otherwise");
    fs::create_dir(folder.join("in")).unwrap();
    fs::write(folder.join("in/a.memo"), "*a*\n").unwrap();
    fs::write(folder.join("in/b.memo"), "{\\rtf1 {\\i b}}").unwrap();
    for (options, expected) in [("", "<p><em>a</em></p>\n"), ("Otherwise=Text", "<p>*a*</p>\n")] {
        let file = ["in/a.memo", "-f", "auto", "-t", "html", "--options", options];
        assert_eq!(run(&folder, &file, b"").out, expected);
        let stream = ["-t", "html", "--options", options];
        assert_eq!(run(&folder, &stream, b"*a*\n").out, expected);
        let many = ["in", "-f", "auto", "-t", "html", "-o", "out", "--extensions", "memo"];
        let many = [&many[..], &["--overwrite", "--options", options]].concat();
        assert_eq!(run(&folder, &many, b"").code, 0);
        assert_eq!(fs::read_to_string(folder.join("out/a.html")).unwrap(), expected);
        assert_eq!(fs::read_to_string(folder.join("out/b.html")).unwrap(), "<p><em>b</em></p>\n");
    }
}

#[test]
fn a_report_of_lines_is_added_to() {
    let folder = scratch("lines");
    fs::create_dir(folder.join("in")).unwrap();
    for number in 0..300 {
        fs::write(folder.join(format!("in/{number}.rtf")), "{\\rtf1{\\header h}a}").unwrap();
    }
    fs::write(folder.join("in/bad.rtf"), "{\\rtf1 a}".repeat(20)).unwrap();
    let command = ["in", "-f", "rtf", "-o", "out", "--report=r.jsonl", "--options", "MaxInput=100"];
    let report = || fs::read_to_string(folder.join("r.jsonl")).unwrap();
    let first = run(&folder, &command, b"");
    assert_eq!(first.code, 1, "{}", first.err);
    let lines = report();
    let files = |lines: &str| lines.lines().filter(|line| line.starts_with("{\"input\"")).count();
    assert_eq!((files(&lines), lines.lines().count()), (301, 302));
    assert!(lines.lines().all(|line| line.starts_with('{') && line.ends_with('}')));
    assert!(lines.contains("\"losses\":[{\"kind\":\"header_footer\""), "{lines}");
    assert!(
        lines.lines().last().unwrap().contains("\"state\":\"finished\",\"total\":301"),
        "{lines}"
    );
    // What a run that was ended by force leaves: half a line, and some outputs.
    fs::write(folder.join("r.jsonl"), format!("{}{{\"inp", &lines)).unwrap();
    fs::remove_file(folder.join("out/7.md")).unwrap();
    let again = run(&folder, &[&command[..], &["--resume"]].concat(), b"");
    assert!(again.err.contains("1 of 301 converted, 1 failed, 299 kept"), "{}", again.err);
    let lines = report();
    assert_eq!((files(&lines), lines.lines().count()), (303, 305));
    // A run from the beginning begins the report anew.
    run(&folder, &[&command[..], &["--overwrite"]].concat(), b"");
    assert_eq!(report().lines().count(), 302);
    assert_eq!(run(&folder, &[&command[..], &["--overwrite", "--resume"]].concat(), b"").code, 2);
}

#[test]
fn what_was_lost_of_many_is_a_table() {
    let folder = scratch("table");
    fs::create_dir(folder.join("in")).unwrap();
    for number in 0..3 {
        fs::write(folder.join(format!("in/{number}.rtf")), "{\\rtf1{\\header h}{\\footer f}a}")
            .unwrap();
    }
    fs::write(folder.join("in/large.rtf"), "{\\rtf1 a}".repeat(20)).unwrap();
    let options = ["--stats", "--options", "MaxInput=100"];
    let ran = run(&folder, &[&["in", "-f", "rtf", "-o", "out"], &options[..]].concat(), b"");
    let rows: Vec<Vec<&str>> =
        ran.err.lines().map(|line| line.split_whitespace().collect()).collect();
    for row in [["header_footer", "6", "3"].as_slice(), &["LIMIT_REACHED", "1"]] {
        assert!(rows.iter().any(|found| found == row), "{row:?}: {}", ran.err);
    }
    assert!(ran.err.contains("MB/s"), "{}", ran.err);
}

/// So many that all files together take some seconds.
#[cfg(unix)]
const PARAGRAPHS: usize = if cfg!(debug_assertions) { 400 } else { 20_000 };

/// A folder in which a program is busy for a while: a copy of one large document for each file.
#[cfg(unix)]
fn busy(name: &str) -> (PathBuf, Command) {
    let folder = scratch(name);
    fs::create_dir(folder.join("in")).unwrap();
    let memo = format!("{{\\rtf1 {}}}", "word {\\b bold}\\par ".repeat(PARAGRAPHS));
    for number in 0..200 {
        fs::write(folder.join(format!("in/{number}.rtf")), &memo).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_legacybridge"));
    command.args([
        "in",
        "-f",
        "rtf",
        "-o",
        "out",
        "--workers",
        "1",
        "--report=r.jsonl",
        "--resume",
    ]);
    command.current_dir(&folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    (folder, command)
}

/// How many outputs there are, all of them whole.
#[cfg(unix)]
fn whole(folder: &Path) -> usize {
    let expected = "word **bold**\n".len() * PARAGRAPHS;
    let outputs =
        fs::read_dir(folder.join("out")).into_iter().flatten().map(|entry| entry.unwrap().path());
    let outputs =
        outputs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    outputs.map(|path| assert!(fs::read(path).unwrap().len() >= expected)).count()
}

/// Runs a command that is sent a signal once some outputs are there.
#[cfg(unix)]
fn interrupted(folder: &Path, command: &mut Command, signal: &str) -> std::process::Output {
    let child = command.spawn().unwrap();
    while whole(folder) < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    child.wait_with_output().unwrap()
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_in_order() {
    let (folder, mut command) = busy("interrupted");
    let ended = interrupted(&folder, &mut command, "-INT");
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{told}");
    let done = whole(&folder);
    assert!((3..200).contains(&done), "{done}");
    // The summary is true, and is all that is said.
    assert!(
        told.starts_with(&format!("{done} of 200 converted, 0 failed, 0 kept as they were, ")),
        "{told}"
    );
    assert!(told.contains(&format!("{} or more not begun", 200 - done)), "{told}");
    assert_eq!(told.lines().count(), 1);
    let lines = fs::read_to_string(folder.join("r.jsonl")).unwrap();
    assert_eq!(lines.matches("\"result\":\"converted\"").count(), done);
    assert!(lines.lines().last().unwrap().contains("\"state\":\"cancelled\""), "{lines}");
    // The same command does the rest.
    let rest = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(
        rest.starts_with(&format!("{} of 200 converted, 0 failed, {done} kept", 200 - done)),
        "{rest}"
    );
    let lines = fs::read_to_string(folder.join("r.jsonl")).unwrap();
    assert_eq!((whole(&folder), lines.matches("\"result\"").count()), (200, 200));
}

#[cfg(unix)]
#[test]
fn a_run_that_was_killed_goes_on() {
    let (folder, mut command) = busy("killed");
    let ended = interrupted(&folder, &mut command, "-KILL");
    assert_eq!(ended.status.code(), None);
    let done = whole(&folder);
    let rest = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(
        rest.starts_with(&format!("{} of 200 converted, 0 failed, {done} kept", 200 - done)),
        "{rest}"
    );
    assert_eq!(whole(&folder), 200);
}

#[test]
fn a_folder_keeps_its_shape() {
    let folder = scratch("folder");
    fs::create_dir_all(folder.join("in/sub")).unwrap();
    for number in 0..20 {
        fs::write(folder.join(format!("in/sub/{number}.md")), "text\n").unwrap();
    }
    fs::write(folder.join("in/bad.md"), b"a\xFF").unwrap();
    let first = run(&folder, &["in", "-f", "md", "-o", "out", "--report=r.json"], b"");
    assert_eq!((first.code, first.out.as_str()), (1, ""));
    assert!(first.err.contains("bad.md: the input is not UTF-8 at byte 1"), "{}", first.err);
    assert!(first.err.contains("20 of 21 converted, 1 failed, 0 kept"), "{}", first.err);
    assert!(folder.join("out/sub/19.rtf").exists() && !folder.join("out/bad.rtf").exists());
    assert!(fs::read_to_string(folder.join("r.json")).unwrap().contains("\"converted\":20"));
    fs::remove_file(folder.join("in/bad.md")).unwrap();
    let again = run(&folder, &["in", "-t", "rtf", "-o", "out", "--workers", "2"], b"");
    assert_eq!(again.code, 0);
    assert!(again.err.contains("0 of 20 converted, 0 failed, 20 kept"), "{}", again.err);
    let quiet = run(&folder, &["in", "-t", "rtf", "-o", "out", "--overwrite", "-q"], b"");
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let flat = run(&folder, &["in", "-f", "md", "-o", "flat", "--no-recursion"], b"");
    assert!(flat.err.contains("0 of 0 converted"), "{}", flat.err);
}

#[test]
fn several_files_go_into_a_folder() {
    let folder = scratch("several");
    for name in ["a.rtf", "b.rtf"] {
        fs::write(folder.join(name), "{\\rtf1 x}").unwrap();
    }
    fs::write(folder.join("c.md"), "x").unwrap();
    assert_eq!(run(&folder, &["a.rtf", "b.rtf", "-o", "out"], b"").code, 0);
    assert_eq!(fs::read_to_string(folder.join("out/b.md")).unwrap(), "x\n");
    assert_eq!(run(&folder, &["a.rtf", "c.md", "-o", "out"], b"").code, 2);
    assert_eq!(run(&folder, &["a.rtf", "c.md", "-t", "text", "-o", "out"], b"").code, 0);
    assert!(folder.join("out/c.txt").exists());
    assert_eq!(run(&folder, &["a.rtf", "none.rtf", "-o", "out"], b"").code, 1);
}

#[test]
fn what_is_wrong_is_said_and_has_a_code() {
    let folder = scratch("wrong");
    fs::write(folder.join("bad.md"), b"abc\xFF").unwrap();
    fs::create_dir(folder.join("sub")).unwrap();
    let cases: [(&[&str], i32, &str); 15] = [
        (&["bad.md"], 1, "bad.md: the input is not UTF-8 at byte 3"),
        (&["--nonsense"], 2, "--nonsense"),
        (&["bad.md", "-t", "pdf"], 2, "none of markdown, rtf, text"),
        (&["bad.md", "-t", "auto"], 2, "none of markdown, rtf, text"),
        (&["bad.md", "--options", "Colour=red"], 2, "Colour"),
        (&["bad.md", "--workers", "65"], 2, "65"),
        (&["sub"], 2, "-f"),
        (&["sub", "-f", "rtf"], 2, "-o"),
        (&["bad.md", "bad.md"], 2, "-o"),
        (&["bad.md", "sub", "-o", "x"], 2, "sub: a folder"),
        (&["bad.md", "-", "-o", "x"], 2, "standard input"),
        (&["sub", "-f", "rtf", "-o", "x", "--extensions", "a*"], 2, "--extensions"),
        (&["missing.rtf"], 3, "missing.rtf"),
        (&["-o", "no/such/folder.rtf"], 3, "folder.rtf"),
        (&["--options", "MemoryLimit=1KB"], 4, "memory"),
    ];
    for (arguments, code, words) in cases {
        let ran = run(&folder, arguments, b"");
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn help_teaches() {
    let folder = scratch("help");
    let help = run(&folder, &["--help"], b"");
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for words in ["Examples:", "Exit codes:", "letter.rtf -o letter.md", "--options", "--report"] {
        assert!(help.out.contains(words), "{words}");
    }
    assert!(help.out.lines().all(|line| line.chars().count() <= 100));
    let options = run(&folder, &["--list-options"], b"");
    assert!(options.code == 0 && options.out.contains("BodyFont = "));
    let version = run(&folder, &["--version"], b"");
    assert_eq!(version.out, format!("legacybridge {}\n", env!("CARGO_PKG_VERSION")));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_fault() {
    let folder = scratch("pipe");
    fs::write(folder.join("long.md"), "text\n\n".repeat(100_000)).unwrap();
    let program = env!("CARGO_BIN_EXE_legacybridge");
    let script = format!("'{program}' long.md | head -c 10; exit ${{PIPESTATUS[0]}}");
    let output = Command::new("bash").arg("-c").arg(script).current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn files_are_checked_as_a_compiler_does() {
    let folder = scratch("check");
    fs::write(folder.join("a.rtf"), "{\\rtf1\n{\\b a").unwrap();
    fs::write(folder.join("b.md"), "# A\n").unwrap();
    let found = run(&folder, &["check", "a.rtf", "b.md"], b"");
    let expected = "a.rtf:2:1: this group and 1 around it are not closed (open_group)\n";
    assert_eq!((found.code, found.out.as_str()), (1, expected), "{}", found.err);
    assert_eq!(run(&folder, &["check", "b.md"], b"").code, 0);
    let json = run(&folder, &["check", "--json", "a.rtf", "b.md"], b"");
    assert!(json.out.lines().all(|line| line.starts_with("{\"valid\":")), "{}", json.out);
    assert_eq!((json.code, json.out.lines().count()), (1, 2));
    assert_eq!(run(&folder, &["check"], b"").code, 2);
    // A file of that name is ./check.
    fs::write(folder.join("check"), "*a*").unwrap();
    assert_eq!(run(&folder, &["./check", "-t", "text"], b"").out, "a\n");
}

#[test]
fn themes_are_written_out() {
    let folder = scratch("theme");
    let done = run(&folder, &["theme", "Modern", "-o", "letter.rtf"], b"");
    assert_eq!(done.code, 0, "{}", done.err);
    let rtf = fs::read_to_string(folder.join("letter.rtf")).unwrap();
    for style in ["heading 1;", "heading 6;", "Quote;", "Strong;", "Hyperlink;"] {
        assert!(rtf.contains(style), "{style}: {rtf}");
    }
    // It can be a template.
    fs::write(folder.join("a.md"), "# A\n").unwrap();
    let used = run(&folder, &["a.md", "-t", "rtf", "--options", "Template=letter.rtf"], b"");
    assert_eq!(used.code, 0, "{}", used.err);
    assert_eq!(run(&folder, &["theme", "Nobody"], b"").code, 2);
}

#[test]
fn a_document_is_filled_with_the_values_of_a_file() {
    let folder = scratch("fill");
    let letter = "{\\rtf1 Dear {\\field{\\*\\fldinst MERGEFIELD name}{\\fldrslt x}},\\par\\{\\{town\\}\\}\\par}";
    fs::write(folder.join("letter.rtf"), letter).unwrap();
    // As an editor of Windows writes it.
    fs::write(folder.join("ann.json"), "\u{FEFF}{\"name\": \"Ann *Lee*\"}\r\n").unwrap();
    let shown = run(&folder, &["letter.rtf", "--fill", "ann.json", "--report"], b"");
    assert_eq!((shown.code, shown.out.as_str()), (0, "Dear Ann \\*Lee\\*,\n"), "{}", shown.err);
    assert!(shown.err.contains("field"), "{}", shown.err);
    let kept = run(&folder, &["letter.rtf", "--fill=ann.json", "-o", "ann.rtf"], b"");
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert_eq!(run(&folder, &["ann.rtf", "-t", "text"], b"").out, "Dear Ann *Lee*,\n");
    let piped = run(&folder, &["-t", "md", "--fill", "ann.json"], b"# {{name}}\n");
    assert_eq!(piped.out, "# Ann \\*Lee\\*\n", "{}", piped.err);
    let strict = ["letter.rtf", "--fill", "ann.json", "--options", "Strict=field"];
    assert_eq!(run(&folder, &strict, b"").code, 1);
    fs::write(folder.join("list.json"), "[1]").unwrap();
    for (wrong, code) in [
        (&["letter.rtf", "--fill", "no.json"][..], 3),
        (&["letter.rtf", "--fill", "list.json"], 2),
        (&["letter.rtf", "ann.rtf", "--fill", "ann.json", "-o", "out"], 2),
        (&[".", "-f", "rtf", "--fill", "ann.json", "-o", "out"], 2),
        (&["letter.rtf", "--fill", "ann.json", "--join", "x.md"], 2),
    ] {
        let ran = run(&folder, wrong, b"");
        assert_eq!(ran.code, code, "{wrong:?}: {}", ran.err);
    }
}

#[test]
fn documents_together_and_apart() {
    let folder = scratch("parts");
    fs::write(folder.join("a.md"), "x\n\n# One\n\n# Two\n").unwrap();
    fs::write(folder.join("b.rtf"), "{\\rtf1 b\\par}").unwrap();
    let names = |folder: PathBuf| {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let joined = run(&folder, &["b.rtf", "a.md", "--join", "all.md", "-q"], b"");
    assert_eq!(joined.code, 0, "{}", joined.err);
    let text = fs::read_to_string(folder.join("all.md")).unwrap();
    assert_eq!(text, "b\n\nx\n\n# One\n\n# Two\n");
    let cut = run(&folder, &["a.md", "--split", "1", "-t", "rtf", "-o", "out", "-q"], b"");
    assert_eq!(cut.code, 0, "{}", cut.err);
    assert_eq!(names(folder.join("out")), ["a-0.rtf", "a-1-one.rtf", "a-2-two.rtf"]);
    let whole = ["out", "-f", "rtf", "--join=whole.html", "-o", "whole", "--in-a-row", "-q"];
    assert_eq!(run(&folder, &whole, b"").code, 0);
    let html = fs::read_to_string(folder.join("whole/whole.html")).unwrap();
    assert!(html.contains("Two") && !html.contains("break-before"), "{html}");
    for wrong in [
        &["a.md", "--split", "1"][..],
        &["a.md", "--split", "7", "-o", "out"],
        &["a.md", "--split", "1", "--join", "x.md", "-o", "out"],
        &["a.md", "--join", "x/y.md"],
        &["a.md", "--in-a-row"],
        &["--join", "x.md"],
        &["-", "--split", "1", "-o", "out"],
    ] {
        assert_eq!(run(&folder, wrong, b"").code, 2, "{wrong:?}");
    }
}
