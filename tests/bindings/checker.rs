//! The checker of declarations sees what is wrong: declarations, and headers, changed in one place.

use crate::declarations::{BINDINGS, file, header, text_of};
use crate::declared::compare::compare;
use crate::declared::header;

/// Wrong in one place: which binding, what stands there, what stands there instead, and what the
/// checker must say.
const WRONG: &[(&str, &str, &str, &str)] = &[
    // Too few, too many, out of order, of another width.
    (
        "VB6",
        "legacybridge_batch_cancel Lib \"legacybridge.dll\" Alias \"legacybridge_batch_cancel\" ( _\r\n    ByVal job As Long)",
        "legacybridge_batch_cancel Lib \"legacybridge.dll\" Alias \"legacybridge_batch_cancel\" ()",
        "legacybridge_batch_cancel: has 0 arguments, not 1",
    ),
    (
        "VB6",
        "ByVal job As Long, _\r\n    ByVal milliseconds As Long",
        "ByVal milliseconds As Long, _\r\n    ByVal job As Long",
        "legacybridge_batch_wait: argument 1 is called milliseconds, not job",
    ),
    (
        "VB6",
        "legacybridge_destroy Lib \"legacybridge.dll\" Alias \"legacybridge_destroy\" (ByVal handle As Long)",
        "legacybridge_destroy Lib \"legacybridge.dll\" Alias \"legacybridge_destroy\" (ByVal handle As Integer)",
        "legacybridge_destroy: argument 1 (handle) is Unknown",
    ),
    (
        "VB6",
        "legacybridge_destroy Lib \"legacybridge.dll\" Alias \"legacybridge_destroy\" (ByVal handle As Long)",
        "legacybridge_destroy Lib \"legacybridge.dll\" Alias \"legacybridge_destroy\" (handle As Long)",
        "legacybridge_destroy: argument 1",
    ),
    (
        "VB6",
        "ByVal options As Long, _\r\n    ByRef handle As Long",
        "ByVal options As String, _\r\n    ByRef handle As Long",
        "legacybridge_create: argument 1 (options) is Unknown",
    ),
    (
        "VB6",
        "ByVal options As Long, _\r\n    ByRef handle As Long",
        "ByVal options As Long, _\r\n    ByVal handle As Long",
        "legacybridge_create: argument 2 (handle) is Word",
    ),
    (
        "VB6",
        "legacybridge_shutdown Lib \"legacybridge.dll\" Alias \"legacybridge_shutdown\" () As Long",
        "legacybridge_shutdown Lib \"legacybridge.dll\" Alias \"legacybridge_shutdown\" ()",
        "legacybridge_shutdown: returns",
    ),
    (
        "VB6",
        "legacybridge_shutdown Lib \"legacybridge.dll\" Alias \"legacybridge_shutdown\"",
        "legacybridge_shutdown Lib \"other.dll\" Alias \"legacybridge_shutdown\"",
        "legacybridge_shutdown is missing",
    ),
    (
        "VB6",
        "Alias \"legacybridge_batch_cancel\"",
        "Alias \"legacybridge_Batch_Cancel\"",
        "legacybridge_Batch_Cancel is not in the header",
    ),
    (
        "VB6",
        "LB_FORMAT_RTF As Long = 2",
        "LB_FORMAT_RTF As Long = 3",
        "constant FORMAT_RTF is 3, not 2",
    ),
    ("VB6", "Public Const LB_ERROR_IO As Long = -11\r\n", "", "constant ERROR_IO is missing"),
    (
        "VB6",
        "memory_peak As Currency",
        "memory_peak As Long",
        "structure stats: (\"memory_peak\", 4)",
    ),
    ("VB6", "    workers As Long\r\n", "", "structure batchstatus: has 10 members, not 11"),
    (
        "VBA 7",
        "( _\r\n    ByVal options As LongPtr, ByRef handle As Long",
        "( _\r\n    ByVal options As Long, ByRef handle As Long",
        "legacybridge_create: argument 1 (options) is Int32",
    ),
    (
        "VBA 7",
        "Sub legacybridge_free Lib \"legacybridge.dll\" Alias \"legacybridge_free\" (ByVal outputPtr As LongPtr)",
        "Sub legacybridge_free Lib \"legacybridge.dll\" Alias \"legacybridge_free\" (ByVal outputPtr As Long)",
        "legacybridge_free: argument 1 (output) is Int32",
    ),
    (
        "VBA 7",
        "ByRef json As LongPtr",
        "ByRef json As Long",
        "legacybridge_batch_report: argument 2 (json) is ToInt32",
    ),
    (
        "Delphi",
        "function legacybridge_destroy(handle: Integer): Integer; stdcall;",
        "function legacybridge_destroy(handle: Integer): Integer; cdecl;",
        "legacybridge_destroy: returns Unknown(\"not stdcall\")",
    ),
    (
        "Delphi",
        "legacybridge_destroy(handle: Integer)",
        "legacybridge_destroy(var handle: Integer)",
        "legacybridge_destroy: argument 1 (handle) is ToInt32",
    ),
    (
        "Delphi",
        "legacybridge_destroy(handle: Integer)",
        "legacybridge_destroy(handle: NativeInt)",
        "legacybridge_destroy: argument 1 (handle) is Unknown",
    ),
    (
        "Delphi",
        "name 'legacybridge_stats'",
        "name 'legacybridge_statistics'",
        "legacybridge_stats is missing",
    ),
    (
        "Delphi",
        "out json: PAnsiChar;\n  out json_len: Integer): Integer; stdcall;\nfunction legacybridge_batch_free",
        "out json_len: Integer;\n  out json: PAnsiChar): Integer; stdcall;\nfunction legacybridge_batch_free",
        "legacybridge_batch_report: argument 3 is called json, not json_len",
    ),
    (
        "Delphi",
        "milliseconds: Int64;",
        "milliseconds: Integer;",
        "structure batchstatus: (\"milliseconds\", 4)",
    ),
    ("Delphi", "LB_ERROR_BUSY = -9", "LB_ERROR_BUSY = -8", "constant ERROR_BUSY is -8"),
    (
        "C#",
        "legacybridge_last_error_utf16([Out] char[]",
        "legacybridge_last_error_utf16(char[]",
        "legacybridge_last_error_utf16: argument 1 (buffer) is Units(false)",
    ),
    (
        "C#",
        "CharSet = CharSet.Unicode)]\n        internal static extern int legacybridge_last_error_utf16",
        "CharSet = CharSet.Ansi)]\n        internal static extern int legacybridge_last_error_utf16",
        "legacybridge_last_error_utf16: argument 1 (buffer) is Unknown",
    ),
    (
        "C#",
        "legacybridge_destroy(int handle)",
        "legacybridge_destroy(long handle)",
        "legacybridge_destroy: argument 1 (handle) is Unknown",
    ),
    (
        "C#",
        "legacybridge_batch_free(int job)",
        "legacybridge_batch_free(IntPtr job)",
        "legacybridge_batch_free: argument 1 (job) is Address",
    ),
    (
        "C#",
        "static extern void legacybridge_free",
        "static extern int legacybridge_free",
        "legacybridge_free: returns Int32",
    ),
    (
        "C#",
        "[DllImport(Library, ExactSpelling = true)]\n        internal static extern int legacybridge_shutdown",
        "[DllImport(Library, ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]\n        internal static extern int legacybridge_shutdown",
        "legacybridge_shutdown: returns Unknown",
    ),
    ("C#", "BadUtf16 = -6", "BadUtf16 = -7", "constant ERROR_BAD_UTF16 is -7"),
    (
        "C#",
        "public long ConversionsDone",
        "public int ConversionsDone",
        "structure stats: (\"ConversionsDone\", 4)",
    ),
    (
        "Python",
        "\"legacybridge_free\": (None, [(\"output\", c_void_p)])",
        "\"legacybridge_free\": (None, [(\"output\", c_int32)])",
        "legacybridge_free: argument 1 (output) is Int32",
    ),
    (
        "Python",
        "\"legacybridge_free\": (None, ",
        "\"legacybridge_free\": (c_int32, ",
        "legacybridge_free: returns Int32",
    ),
    (
        "Python",
        "(\"handle\", POINTER(c_int32))",
        "(\"handle\", POINTER(c_int64))",
        "legacybridge_create: argument 2 (handle) is Unknown",
    ),
    (
        "Python",
        "(\"job\", c_int32), (\"milliseconds\", c_int32)",
        "(\"milliseconds\", c_int32), (\"job\", c_int32)",
        "legacybridge_batch_wait: argument 1 is called milliseconds",
    ),
    (
        "Python",
        "(\"memory_limit\", c_int64)",
        "(\"memory_limit\", c_int32)",
        "structure stats: (\"memory_limit\", 4)",
    ),
    ("Python", "    FINISHED = 4", "    FINISHED = 5", "constant BATCH_FINISHED is 5"),
    (
        "FoxPro",
        "legacybridge_destroy IN legacybridge.dll INTEGER handle",
        "legacybridge_destroy IN legacybridge.dll INTEGER @handle",
        "legacybridge_destroy: argument 1 (handle) is ToWord",
    ),
    (
        "FoxPro",
        "STRING @buffer, INTEGER capacity\r\n",
        "STRING buffer, INTEGER capacity\r\n",
        "legacybridge_last_error: argument 1 (buffer) is Bytes(false)",
    ),
    (
        "FoxPro",
        "DECLARE legacybridge_free",
        "DECLARE INTEGER legacybridge_free",
        "legacybridge_free: returns Word",
    ),
    (
        "FoxPro",
        "INTEGER job, INTEGER milliseconds",
        "INTEGER job",
        "legacybridge_batch_wait: has 1 arguments, not 2",
    ),
    ("FoxPro", "#DEFINE LB_OK 0", "#DEFINE LB_OK 1", "constant OK is 1"),
    (
        "PowerBuilder",
        "legacybridge_destroy (long handle)",
        "legacybridge_destroy (ref long handle)",
        "legacybridge_destroy: argument 1 (handle) is ToWord",
    ),
    (
        "PowerBuilder",
        "ref string buffer",
        "string buffer",
        "legacybridge_last_error_utf16: argument 1 (buffer) is Units(false)",
    ),
    (
        "PowerBuilder",
        "ref blob options, ref long handle",
        "string options, ref long handle",
        "legacybridge_create: argument 1 (options) is Units(false)",
    ),
    (
        "PowerBuilder",
        "Constant long LB_ERROR_IO = -11",
        "Constant long LB_ERROR_IO = -10",
        "constant ERROR_IO is -10",
    ),
    (
        "PowerBuilder, 64 bit",
        "legacybridge_free (longptr output)",
        "legacybridge_free (long output)",
        "legacybridge_free: argument 1 (output) is Int32",
    ),
    (
        "PowerBuilder, 64 bit",
        "legacybridge_report (long handle, ref longptr json",
        "legacybridge_report (long handle, ref long json",
        "legacybridge_report: argument 2 (json) is ToInt32",
    ),
];

#[test]
fn the_checker_sees_what_is_wrong() {
    let header = header();
    let mut failures = Vec::new();
    for (name, right, wrong, said) in WRONG {
        let checked = BINDINGS.iter().find(|checked| checked.name == *name).expect("a binding");
        let text = text_of(checked);
        if !text.contains(right) {
            failures.push(format!("{name}: nowhere {right:?}"));
            continue;
        }
        let binding = (checked.read)(&text.replacen(right, wrong, 1));
        let problems = compare(&header, &binding, checked.leaves);
        if !problems.iter().any(|problem| problem.starts_with(said)) {
            failures.push(format!("{name}: {wrong:?} gives {problems:?}, not {said:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A header that changes is seen too: a new function, a new constant, another type.
#[test]
fn the_checker_sees_a_header_that_changed() {
    let text = file("include/legacybridge.h");
    for (right, wrong, said) in [
        (
            "legacybridge_destroy(int32_t handle)",
            "legacybridge_destroy(int32_t handle, int32_t how)",
            "legacybridge_destroy: has 1 arguments, not 2",
        ),
        (
            "int32_t LEGACYBRIDGE_CALL legacybridge_shutdown(void)",
            "void LEGACYBRIDGE_CALL legacybridge_shutdown(void)",
            "legacybridge_shutdown: returns",
        ),
        (
            "LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_shutdown(void);",
            "LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_shutdown(void);\nLEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_new(void);",
            "legacybridge_new is missing",
        ),
        (
            "#define LEGACYBRIDGE_FORMAT_TEXT 3",
            "#define LEGACYBRIDGE_FORMAT_TEXT 3\n#define LEGACYBRIDGE_FORMAT_OTHER 99",
            "constant FORMAT_OTHER is missing",
        ),
        ("int64_t allocations;", "int64_t allocations;\n    int64_t more;", "structure stats: has"),
    ] {
        assert!(text.contains(right), "nowhere {right:?}");
        let header = header::read(&text.replacen(right, wrong, 1));
        for checked in BINDINGS {
            let problems = compare(&header, &(checked.read)(&text_of(checked)), checked.leaves);
            let structure = said.starts_with("structure") && checked.leaves.structures;
            let seen = problems.iter().any(|problem| problem.starts_with(said));
            assert!(seen || structure, "{}: {said:?} not in {problems:?}", checked.name);
        }
    }
}
