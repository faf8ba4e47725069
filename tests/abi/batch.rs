//! Batch jobs through the C interface: the programs `tests/c/batch.c` and `batch_unload.c`, and the
//! example that people copy.
#![cfg(all(feature = "capi", target_os = "linux"))]

use std::path::Path;
use std::process::Command;

use crate::kit::native;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn jobs_do_what_the_header_says() {
    let folder = native::scratch("batch-c");
    let program = native::program("tests/c/batch.c", &folder);
    let data = native::scratch("batch-data");
    native::run(Command::new(&program).args([text(&data), "400"]));
    if native::has_valgrind() {
        let data = native::scratch("batch-data");
        native::run(native::under_valgrind(&program, true).args([text(&data), "60"]));
    } else {
        println!("valgrind is not installed: batch ran without it");
    }
}

#[test]
fn the_library_can_be_unloaded_after_a_batch() {
    let folder = native::scratch("batch-unload");
    // Not linked to the library: what is linked is never unloaded.
    let program = folder.join("batch_unload");
    let source = native::package().join("tests/c/batch_unload.c");
    let mut compiler = native::compiler("cc");
    native::run(compiler.arg(source).arg("-o").arg(&program).args(["-pthread", "-ldl"]));
    let data = native::scratch("batch-unload-data");
    for number in 0..40 {
        std::fs::write(data.join(format!("{number}.md")), "some *text*\n").expect("a file");
    }
    let library = native::library();
    let arguments = [text(&library), text(&data)];
    let output = native::run(Command::new(&program).args(arguments).arg("50"));
    println!("{}", String::from_utf8_lossy(&output.stdout));
}

/// The example that people copy.
#[test]
fn the_example_converts_a_folder() {
    let folder = native::scratch("batch-example");
    let program = native::program("examples-c/batch.c", &folder);
    let (input, output) = (folder.join("in"), folder.join("out"));
    std::fs::create_dir(&input).expect("a folder");
    std::fs::write(input.join("a.md"), "# A\n").expect("a file");
    std::fs::write(input.join("b.md"), b"\xFF").expect("a file");
    let ran = Command::new(&program).args([text(&input), text(&output)]).output().expect("runs");
    let printed = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(1), "{printed}");
    assert!(printed.contains("1 of 2 converted, 1 failed, 0 skipped"), "{printed}");
    assert!(printed.contains("b.md: the input is not UTF-8 at byte 0"), "{printed}");
    assert!(output.join("a.rtf").exists());
}

/// A disk of 512 KB, in a mount namespace of its own that ends with the test.
const FULL_DISK: &str = r#"
mount -t tmpfs -o size=512k none "$2" || exit 99
"$0" "$1" "$2/out" Workers=2
echo "ended with $?"
echo "temporary files: $(find "$2" -name '*.tmp' | wc -l)"
echo "outputs: $(find "$2" -name '*.rtf' | wc -l)"
echo "whole: $(find "$2" -name '*.rtf' -exec tail -c 3 {} \; | tr -cd '}' | wc -c)"
"#;

#[test]
fn a_full_disk_fails_files_and_leaves_none_half_written() {
    let folder = native::scratch("batch-full");
    let program = native::program("examples-c/batch.c", &folder);
    let (input, disk) = (folder.join("in"), folder.join("disk"));
    std::fs::create_dir(&input).expect("a folder");
    std::fs::create_dir(&disk).expect("a folder");
    for number in 0..200 {
        let text = "some *text* that takes its place\n\n".repeat(200);
        std::fs::write(input.join(format!("{number:03}.md")), text).expect("a file");
    }
    let ran = ["-m", "-rm"].iter().find_map(|how| {
        let mut command = Command::new("unshare");
        command.args([how, "sh", "-c", FULL_DISK]).args([&program, &input, &disk]);
        command.output().ok().filter(|output| output.status.success())
    });
    let Some(ran) = ran else {
        println!("no file system can be mounted here: the full disk was left out");
        return;
    };
    let text = String::from_utf8_lossy(&ran.stdout);
    let number = |name: &str| -> usize {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim().parse().ok()).unwrap_or_else(|| panic!("{name}: {text}"))
    };
    let outputs = number("outputs:");
    assert!(text.contains("No space left on device"), "{text}");
    assert_eq!((number("ended with"), number("temporary files:")), (1, 0), "{text}");
    assert!(outputs > 5 && outputs < 200 && number("whole:") == outputs, "{text}");
    assert!(
        text.contains(&format!("{outputs} of 200 converted, {} failed", 200 - outputs)),
        "{text}"
    );
}
