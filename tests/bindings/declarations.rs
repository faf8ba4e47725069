//! Every binding declares the functions, constants and structures of `include/legacybridge.h` as they
//! are there: names, number, order and width of the arguments, results, values, layouts.

use crate::declared::compare::{Leaves, compare, offsets};
use crate::declared::header::{self, Header};
use crate::declared::{Binding, csharp, foxpro, pascal, powerbuilder, python, visual_basic};

pub(crate) fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    // Visual Basic's files have the system's code page; ours hold ASCII only.
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn header() -> Header {
    header::read(&file("include/legacybridge.h"))
}

/// FoxPro has no strings in UTF-16, no arrays of pointers and no functions that others could call.
const FOXPRO: Leaves = Leaves {
    functions: &[
        "last_error_utf16",
        "last_error_json_utf16",
        "convert_utf16",
        "convert_reporting_utf16",
        "fill_utf16",
        "check_utf16",
        "convert_file_utf16",
        "batch_start_list",
        "set_log",
    ],
    structures: true,
};

/// PowerBuilder's strings are UTF-16, so it needs no functions with paths in UTF-8; it has no functions
/// that others could call.
const POWERBUILDER: Leaves = Leaves {
    functions: &[
        "version",
        "status_text",
        "last_error",
        "last_error_json",
        "convert_into",
        "convert_file",
        "batch_start_list",
        "stats",
        "set_log",
    ],
    structures: true,
};

const ALL: Leaves = Leaves { functions: &[], structures: false };

/// A binding: its name, its files, how they are read, and what it may leave out.
pub(crate) struct Checked {
    pub name: &'static str,
    files: &'static [&'static str],
    pub read: fn(&str) -> Binding,
    pub leaves: Leaves<'static>,
}

pub(crate) const BINDINGS: &[Checked] = &[
    Checked {
        name: "VB6",
        files: &["bindings/vb6/LegacyBridge.bas"],
        read: |text| visual_basic::read(text, true),
        leaves: ALL,
    },
    Checked {
        name: "VBA 7",
        files: &["bindings/vba/LegacyBridge.bas"],
        read: |text| visual_basic::read(&visual_basic::branches(text).0, false),
        leaves: ALL,
    },
    Checked {
        name: "VBA 6",
        files: &["bindings/vba/LegacyBridge.bas"],
        read: |text| visual_basic::read(&visual_basic::branches(text).1, false),
        leaves: ALL,
    },
    Checked {
        name: "Delphi",
        files: &["bindings/delphi/LegacyBridge.pas"],
        read: pascal::read,
        leaves: ALL,
    },
    Checked {
        name: "C#",
        files: &["bindings/csharp/NativeMethods.cs", "bindings/csharp/LegacyBridge.cs"],
        read: csharp::read,
        leaves: ALL,
    },
    Checked {
        name: "Python",
        files: &[
            "bindings/python/legacybridge/_native.py",
            "bindings/python/legacybridge/__init__.py",
        ],
        read: python::read,
        leaves: ALL,
    },
    Checked {
        name: "FoxPro",
        files: &["bindings/vfp9/legacybridge.prg"],
        read: foxpro::read,
        leaves: FOXPRO,
    },
    Checked {
        name: "PowerBuilder",
        files: &["bindings/powerbuilder/n_legacybridge.sru"],
        read: |text| powerbuilder::read(text, true),
        leaves: POWERBUILDER,
    },
    Checked {
        name: "PowerBuilder, 64 bit",
        files: &["bindings/powerbuilder/n_legacybridge64.sru"],
        read: |text| powerbuilder::read(text, false),
        leaves: POWERBUILDER,
    },
];

pub(crate) fn text_of(checked: &Checked) -> String {
    checked.files.iter().map(|name| file(name) + "\n").collect()
}

#[test]
fn every_binding_declares_what_the_header_declares() {
    let header = header();
    assert_eq!(header.functions.len(), 41);
    assert_eq!(header.structures.len(), 4);
    assert!(header.constants.len() > 30);
    let mut problems = Vec::new();
    for checked in BINDINGS {
        let binding = (checked.read)(&text_of(checked));
        for problem in compare(&header, &binding, checked.leaves) {
            problems.push(format!("{}: {problem}", checked.name));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Members of 64 bits stand at multiples of 8, so that packing can't matter.
#[test]
fn structures_have_one_layout_however_they_are_packed() {
    for structure in header().structures {
        for (name, at, size) in offsets(&structure) {
            assert_eq!(at % size, 0, "{} of {}", name, structure.name);
        }
    }
}

#[test]
fn foxpro_reads_members_where_they_are() {
    let (header, text) = (header(), file("bindings/vfp9/legacybridge.prg"));
    for (name, variable, define) in [
        ("stats", "lcStats", "LB_STATS_SIZE"),
        ("batchstatus", "lcStatus", "LB_BATCH_STATUS_SIZE"),
        ("batchresult", "lcResult", "LB_BATCH_RESULT_SIZE"),
    ] {
        let structure = header.structures.iter().find(|s| s.name == name).expect("a structure");
        let places = offsets(structure);
        let size: usize = structure.members.iter().map(|(_, size)| size).sum();
        assert!(text.contains(&format!("#DEFINE {define} {size}\r\n")), "{define} is not {size}");
        let members = foxpro::members(&text, variable);
        assert!(name == "batchresult" || members.len() > 5, "{name}: {members:?}");
        for (member, at, size) in &members {
            assert!(places.contains(&(member, *at, *size)), "{name}: {member} is not at {at}");
        }
    }
}

/// PowerBuilder counts from 1.
#[test]
fn powerbuilder_reads_members_where_they_are() {
    let (header, text) = (header(), file("bindings/powerbuilder/n_legacybridge.sru"));
    for (name, variable, read) in [
        ("batchstatus", "lblb_status", &["total", "done"][..]),
        ("batchresult", "lblb_result", &["status"][..]),
    ] {
        let structure = header.structures.iter().find(|s| s.name == name).expect("a structure");
        let size: usize = structure.members.iter().map(|(_, size)| size).sum();
        assert!(text.contains(&format!("{variable} = of_structure ({size})")), "{name}: {size}");
        let found: Vec<usize> = text
            .split(&format!("BlobMid ({variable}, "))
            .skip(1)
            .map(|rest| rest.split(',').next().and_then(|at| at.parse().ok()).expect("a place"))
            .collect();
        let places = offsets(structure);
        let wanted = |member: &&str| places.iter().find(|place| place.0 == *member);
        let wanted: Vec<usize> = read.iter().map(|m| wanted(m).expect("a member").1 + 1).collect();
        assert_eq!(found, wanted, "{name}");
    }
}

/// VB6 and VBA, PowerBuilder for 32 and 64 bits: the same but for the type of pointers.
#[test]
fn twins_are_twins() {
    for name in ["CLegacyBridge.cls", "CLegacyBridgeBatch.cls"] {
        let body = |folder: &str| {
            let text = file(&format!("bindings/{folder}/{name}"));
            text.split_once("VB_Exposed = False").expect("a class").1.replace("LongPtr", "Long")
        };
        assert_eq!(body("vb6"), body("vba"), "{name}");
    }
    let module = |folder: &str| {
        let text = file(&format!("bindings/{folder}/LegacyBridge.bas"));
        let at = text.find("' Forgets everything that the library holds").expect("LbReset");
        text[at..].replace("LongPtr", "Long")
    };
    assert_eq!(module("vb6"), module("vba"));
    let object = |name: &str| {
        let text = file(&format!("bindings/powerbuilder/{name}.sru")).replace(name, "NAME");
        let lines =
            text.lines().filter(|line| !line.contains("Pointers are") && !line.contains("-bit)"));
        lines.collect::<Vec<_>>().join("\n").replace("longptr", "long")
    };
    assert_eq!(object("n_legacybridge"), object("n_legacybridge64"));
}

/// Visual Basic, PowerBuilder and FoxPro read lines that end with CR LF, in the system's code page.
#[test]
fn files_of_old_tools_are_ascii_with_their_line_ends() {
    let mut seen = 0;
    for folder in
        ["vb6", "vb6/sample", "vba", "powerbuilder", "vfp9"].map(|name| format!("bindings/{name}"))
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(path).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file");
            assert!(bytes.is_ascii(), "{}", path.display());
            let bare = bytes.windows(2).filter(|pair| pair[1] == b'\n' && pair[0] != b'\r').count();
            assert_eq!(bare, 0, "{}", path.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 3 + 2 + 4 + 2 + 1);
}

/// The programs that look at the layout in Windows' hosts know how many gauges the structure has: they
/// run on few machines, so this one tells when a gauge was added and they were not.
#[test]
fn the_hosts_programs_know_the_size_of_the_statistics() {
    let header = header();
    let stats =
        header.structures.iter().find(|structure| structure.name == "stats").expect("statistics");
    let gauges = stats.members.iter().filter(|(_, size)| *size == 8).count();
    let at = offsets(stats).iter().find(|(_, _, size)| *size == 8).expect("a gauge").1;
    for (name, said) in [
        ("tests/windows/hosts/calls.c", format!("sizeof stats == {at} + 8 * {gauges} &&")),
        (
            "bindings/delphi/tests/host.dpr",
            format!("SizeOf(TLegacyBridgeStats) = {at} + {gauges} * 8,"),
        ),
    ] {
        assert!(file(name).contains(&said), "{name} does not say: {said}");
    }
}
