//! What the library keeps in memory and asks for: each test measures the whole process, so each has a
//! process of its own, one after the other.
//!
//! Input   as programs of tests have it: names, parts of them or `--exact` ones, `--skip NAME`, `--list`,
//!         `--nocapture`; other flags are passed over.
//! Output  as of other programs of tests; status 101 where a test failed.
//! Shape   this program starts itself once for each test, with its name in the environment.

#[cfg(feature = "capi")]
mod blocks;
#[path = "../kit/mod.rs"]
mod kit;
#[cfg(feature = "capi")]
mod large;
#[cfg(feature = "capi")]
mod pictures;
#[cfg(feature = "capi")]
mod pools;
mod steady_state;

use std::process::{Command, ExitCode};

type Test = (&'static str, fn());

const TESTS: &[Test] = &[
    #[cfg(feature = "capi")]
    ("blocks::blocks_are_their_owners_alone_and_all_are_counted", blocks::test),
    #[cfg(feature = "capi")]
    ("large::a_large_document_takes_three_times_its_size", large::test),
    #[cfg(feature = "capi")]
    ("pictures::buffers_keep_what_they_say", pictures::test),
    #[cfg(feature = "capi")]
    ("pools::what_is_kept_is_what_the_gauge_says", pools::test),
    ("steady_state::a_warm_conversion_allocates_its_output_only", steady_state::test),
];

/// Says which test this process is for.
const NAME: &str = "LEGACYBRIDGE_TEST";

/// What the arguments ask for.
#[derive(Default)]
struct Asked {
    names: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    list: bool,
    shown: bool,
    ignored: bool,
}

impl Asked {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Asked {
        let mut asked = Asked::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--exact" => asked.exact = true,
                "--list" => asked.list = true,
                "--nocapture" | "--no-capture" | "--show-output" => asked.shown = true,
                "--ignored" => asked.ignored = true,
                "--skip" => asked.skipped.extend(arguments.next()),
                "--test-threads" | "--color" | "--format" | "--logfile" | "-Z" => {
                    arguments.next();
                }
                flag if flag.starts_with('-') => {}
                name => asked.names.push(name.to_owned()),
            }
        }
        asked
    }

    fn wants(&self, name: &str) -> bool {
        let fits = |pattern: &String| match self.exact {
            true => name == pattern,
            false => name.contains(pattern.as_str()),
        };
        // None of these is ignored.
        !self.ignored
            && (self.names.is_empty() || self.names.iter().any(fits))
            && !self.skipped.iter().any(fits)
    }
}

/// Runs one test in a process of its own; whether it passed.
fn passes(name: &str, shown: bool) -> bool {
    let program = std::env::current_exe().expect("the path of this program");
    let mut command = Command::new(program);
    command.env(NAME, name);
    if shown {
        println!("test {name} ...");
        return command.status().expect("this program starts").success();
    }
    let output = command.output().expect("this program starts");
    let passed = output.status.success();
    println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
    if !passed {
        println!("{}", String::from_utf8_lossy(&output.stdout));
        println!("{}{}", String::from_utf8_lossy(&output.stderr), output.status);
    }
    passed
}

fn main() -> ExitCode {
    if let Ok(name) = std::env::var(NAME) {
        let test = TESTS.iter().find(|test| test.0 == name).expect("a test of this name");
        test.1();
        return ExitCode::SUCCESS;
    }
    let asked = Asked::parse(std::env::args().skip(1));
    let tests: Vec<&Test> = TESTS.iter().filter(|test| asked.wants(test.0)).collect();
    if asked.list {
        tests.iter().for_each(|test| println!("{}: test", test.0));
        println!("\n{} tests, 0 benchmarks", tests.len());
        return ExitCode::SUCCESS;
    }
    println!("\nrunning {} tests", tests.len());
    let failed = tests.iter().filter(|test| !passes(test.0, asked.shown)).count();
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let (passed, out) = (tests.len() - failed, TESTS.len() - tests.len());
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {out} filtered out\n"
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(101) }
}
