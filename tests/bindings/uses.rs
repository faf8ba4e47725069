//! What the bindings do with the functions that they declare, read in their text: for the hosts that can't
//! run here, and what all of them have to do alike.

use crate::declarations::file;

/// The modules, classes and forms of Visual Basic, and its examples in the guides.
fn visual_basic() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in ["bindings/vb6", "bindings/vb6/sample", "bindings/vba", "docs/hosts"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(path).expect("a folder") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            let name = format!("{folder}/{name}");
            if [".bas", ".cls", ".frm", ".md"].iter().any(|end| name.ends_with(end)) {
                let text = file(&name).replace("\r\n", "\n").replace(" _\n", " ");
                texts.push((name, text));
            }
        }
    }
    texts
}

/// The editor changes the letters of a name to those of another of the same name; Windows finds entry points
/// in their own letters only.
#[test]
fn each_declare_has_an_alias() {
    let mut seen = 0;
    for (name, text) in visual_basic() {
        for line in text.lines().map(str::trim) {
            let is_declaration = line.contains("Declare ") && line.contains(" Lib \"");
            if is_declaration && !line.starts_with('\'') {
                assert!(line.contains(" Alias \""), "{name}: {line}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// The text of a procedure, from its head on.
fn procedure<'a>(text: &'a str, head: &str, end: &str) -> &'a str {
    let (_, body) = text.split_once(head).unwrap_or_else(|| panic!("no {head}"));
    body.split_once(end).unwrap_or_else(|| panic!("no {end} behind {head}")).0
}

/// Each binding counts itself as one that uses the library, and can take that back.
#[test]
fn every_binding_counts_itself() {
    for (name, head, end, call) in [
        ("vb6/LegacyBridge.bas", "Sub LbStart()", "End Sub", "legacybridge_startup()"),
        ("vb6/LegacyBridge.bas", "Sub LbStop()", "End Sub", "legacybridge_shutdown()"),
        ("vba/LegacyBridge.bas", "Sub LbStart()", "End Sub", "legacybridge_startup()"),
        ("vba/LegacyBridge.bas", "Sub LbStop()", "End Sub", "legacybridge_shutdown()"),
        (
            "vfp9/legacybridge.prg",
            "FUNCTION LegacyBridgeDeclare()",
            "ENDFUNC",
            "legacybridge_startup()",
        ),
        (
            "vfp9/legacybridge.prg",
            "FUNCTION LegacyBridgeShutdown()",
            "ENDFUNC",
            "legacybridge_shutdown()",
        ),
        (
            "powerbuilder/n_legacybridge.sru",
            "event constructor;",
            "end event",
            "legacybridge_startup ()",
        ),
        (
            "powerbuilder/n_legacybridge.sru",
            "subroutine of_shutdown () throws exception;",
            "end subroutine",
            "legacybridge_shutdown ()",
        ),
        (
            "delphi/LegacyBridge.pas",
            "\ninitialization\n",
            "\nfinalization\n",
            "legacybridge_startup",
        ),
        ("delphi/LegacyBridge.pas", "\nfinalization\n", "\nend.", "legacybridge_shutdown"),
        (
            "csharp/NativeMethods.cs",
            "static NativeMethods()",
            "\n        }",
            "legacybridge_startup()",
        ),
        ("csharp/LegacyBridge.cs", "static void Unload(", "\n        }", "Shutdown()"),
        ("python/legacybridge/__init__.py", "def startup()", "\n\n\n", "legacybridge_startup()"),
        ("python/legacybridge/__init__.py", "def _leave()", "\n\n\n", "shutdown()"),
        ("python/legacybridge/__init__.py", "\n\n\nstartup()\n", "_leave)", "atexit.register("),
        (
            "sqlite/legacybridge_sqlite.c",
            "sqlite3_legacybridgesqlite_init(",
            "\n}",
            "legacybridge_startup()",
        ),
        ("postgresql/legacybridge.c", "void _PG_init(void)\n", "\n}", "legacybridge_startup()"),
    ] {
        let text = file(&format!("bindings/{name}")).replace("\r\n", "\n");
        assert!(procedure(&text, head, end).contains(call), "{name}: no {call} in {head}");
    }
}

/// Each host can fill documents and look at them, as strings and as bytes where it has both: what its people
/// call comes to the library's functions.
#[test]
fn every_binding_fills_and_checks() {
    let module = "\nEnd Function";
    let sru = "\nend function";
    let pascal = "\nend;\n";
    for (name, head, end, call) in [
        ("vb6/LegacyBridge.bas", "Function LbFill(", module, "legacybridge_fill_utf16("),
        ("vb6/LegacyBridge.bas", "Function LbFillBytes(", module, "legacybridge_fill("),
        ("vb6/LegacyBridge.bas", "Function LbFindings(", module, "legacybridge_check_utf16("),
        ("vb6/LegacyBridge.bas", "Function LbFindingsOfBytes(", module, "legacybridge_check("),
        ("vb6/CLegacyBridge.cls", "Function Fill(", module, "LbFill(mHandle, fromFormat,"),
        (
            "vb6/CLegacyBridge.cls",
            "Function FillBytes(",
            module,
            "LbFillBytes(mHandle, fromFormat,",
        ),
        ("vb6/CLegacyBridge.cls", "Function Findings(", module, "LbFindings(mHandle, fromFormat,"),
        (
            "vb6/CLegacyBridge.cls",
            "Function FindingsOfBytes(",
            module,
            "LbFindingsOfBytes(mHandle, fromFormat,",
        ),
        ("vfp9/legacybridge.prg", "FUNCTION Fill(", "ENDFUNC", "legacybridge_fill("),
        ("vfp9/legacybridge.prg", "FUNCTION Findings(", "ENDFUNC", "legacybridge_check("),
        (
            "powerbuilder/n_legacybridge.sru",
            "ref string as_report) throws exception;// Fills",
            sru,
            "legacybridge_fill_utf16 (",
        ),
        (
            "powerbuilder/n_legacybridge.sru",
            "ref string as_report) throws exception;// of_fill for bytes",
            sru,
            "legacybridge_fill (",
        ),
        (
            "powerbuilder/n_legacybridge.sru",
            "function string of_findings (long al_from, string as_text) throws exception;",
            sru,
            "legacybridge_check_utf16 (",
        ),
        (
            "powerbuilder/n_legacybridge.sru",
            "function string of_findingsofblob (long al_from, blob ablb_data) throws exception;",
            sru,
            "legacybridge_check (",
        ),
        (
            "delphi/LegacyBridge.pas",
            "TLegacyBridge.FillReporting(",
            pascal,
            "legacybridge_fill_utf16(",
        ),
        ("delphi/LegacyBridge.pas", "TLegacyBridge.FillBytes(", pascal, "legacybridge_fill("),
        (
            "delphi/LegacyBridge.pas",
            "TLegacyBridge.CheckWide(",
            pascal,
            "legacybridge_check_utf16(",
        ),
        ("delphi/LegacyBridge.pas", "TLegacyBridge.CheckBytes(", pascal, "legacybridge_check("),
        ("../src/com/methods.rs", "    fill(this,", "});", "Some(values)"),
        ("../src/com/methods.rs", "    check(this,", "});", "converter.check(from, bytes, None)"),
    ] {
        let text = file(&format!("bindings/{name}")).replace("\r\n", "\n");
        assert!(procedure(&text, head, end).contains(call), "{name}: no {call} in {head}");
    }
}

/// What the IDE of VB6 left of a run is taken back as it was counted: others keep what they have.
#[test]
fn the_ide_takes_back_its_own_only() {
    let text = file("bindings/vb6/LegacyBridge.bas").replace("\r\n", "\n");
    assert!(!procedure(&text, "Sub LbStart()", "End Sub").contains("legacybridge_shutdown"));
    let body = procedure(&text, "Sub LbForgetLastRun()", "End Sub");
    for line in body.lines().filter(|line| line.contains("legacybridge_shutdown")) {
        assert!(line.contains("If GetEnvironmentVariableW(StrPtr(LbMark())"), "{line}");
    }
    assert!(body.contains("SetEnvironmentVariableW StrPtr(LbMark()), StrPtr(\"1\")"));
    let body = procedure(&text, "Sub LbStop()", "End Sub");
    assert!(body.contains("SetEnvironmentVariableW StrPtr(LbMark()), 0"));
}

/// Every function of a module of Visual Basic that calls the library has it loaded first.
#[test]
fn what_calls_the_library_starts_it() {
    for name in ["vb6", "vba"] {
        let text = file(&format!("bindings/{name}/LegacyBridge.bas")).replace("\r\n", "\n");
        let mut seen = 0;
        for head in ["\nPublic Function Lb", "\nPublic Sub Lb"] {
            for body in text.split(head).skip(1) {
                let body = body.split("\nEnd ").next().expect("a body");
                let title = body.lines().next().expect("a head");
                let helper =
                    ["Start", "Stop", "Check", "Take"].iter().any(|h| title.starts_with(h));
                if body.contains("legacybridge_") && !helper {
                    assert!(body.contains("    LbStart\n"), "{name}: Lb{title}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 10, "{name}: {seen}");
    }
}

/// PowerBuilder hands no null to the library: functions that give a document give null for it, what else goes
/// in goes through `of_number`, `of_utf8` or a test of its own.
#[test]
fn powerbuilder_takes_null() {
    let text = file("bindings/powerbuilder/n_legacybridge.sru").replace("\r\n", "\n");
    let scripts = text.split("end prototypes\n").last().expect("scripts");
    let mut documents = 0;
    for script in scripts.split("public function ").skip(1) {
        let (head, body) = script.split_once(';').expect("a body");
        let head = head.trim_end_matches(" throws exception").trim_end_matches(')');
        let (name, arguments) = head.split_once(" (").expect("arguments");
        let given: Vec<&str> = arguments
            .split(", ")
            .filter(|argument| !argument.starts_with("ref "))
            .filter_map(|argument| argument.split(' ').next_back())
            .collect();
        if !given.iter().any(|argument| ["as_text", "ablb_data"].contains(argument)) {
            continue;
        }
        let tests: Vec<String> = given.iter().map(|name| format!("IsNull ({name})")).collect();
        let guard = format!("If {} Then\n\tSetNull (", tests.join(" Or "));
        let is_first = |at: usize| !body[..at].contains("legacybridge_");
        assert!(body.find(&guard).is_some_and(is_first), "{name}: no {guard}");
        documents += 1;
    }
    assert_eq!(documents, 7);
    // Numbers and paths of the other functions.
    let mut seen = 0;
    for line in scripts.lines().map(|line| line.rsplit(';').next().unwrap_or(line)) {
        if line.contains("legacybridge_batch_") || line.contains("legacybridge_convert_file") {
            let (bare, guarded) =
                (line.matches("al_").count(), line.matches("of_number (al_").count());
            assert_eq!(bare, guarded, "{line}");
            seen += guarded;
        }
    }
    assert!(seen > 10, "{seen}");
}

/// FoxPro goes on behind an error where ON ERROR says so: what failed must not look like a text.
#[test]
fn foxpro_gives_false_when_it_fails() {
    let text = file("bindings/vfp9/legacybridge.prg").replace("\r\n", "\n").replace(";\n", " ");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert!(!lines.contains(&"RETURN \"\""), "a text where a call has failed");
    let mut seen = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.contains("THIS.Check(")
            && !line.starts_with("RETURN ")
            && *line != "THIS.Check(m.lnStatus)"
        {
            assert!(line.starts_with("IF !THIS.Check("), "{line}");
            assert_eq!(lines[at + 1], "RETURN .F.", "behind {line}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

/// The records that failed, and what others lost, are named where a whole field is converted.
#[test]
fn fields_name_their_records() {
    let text =
        file("bindings/vba/LegacyBridgeField.bas").replace("\r\n", "\n").replace(" _\n", " ");
    let body = procedure(&text, "Public Function LbConvertField(", "\nEnd Function");
    for part in
        ["failures = failures & RecordName(", "losses = losses & RecordName(", "LineEnds=CRLF;"]
    {
        assert!(body.contains(part), "{part}");
    }
    let text = file("bindings/vfp9/legacybridge.prg").replace("\r\n", "\n");
    let body = procedure(&text, "FUNCTION ConvertMemos(", "\n    ENDFUNC");
    for part in ["THIS.cFailures + m.lcRecord", "THIS.cLosses + m.lcRecord"] {
        assert!(body.contains(part), "{part}");
    }
}
