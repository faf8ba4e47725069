//! The functions that fill documents, and those that look at them only.

use std::ffi::c_void;

use super::convert::{give_both, take_both_back, units_of_ascii};
use super::pointers::{self, Out};
use crate::error::Result;
use crate::host::arguments::formats;
use crate::host::guard::guard_giving;
use crate::host::outputs;
use crate::host::statistics::report_json;
use crate::registry;
use crate::report::Report;

/**
Fills a document with values and converts it: `{{name}}` in Markdown, RTF, HTML or text, and the
fields MERGEFIELD and DOCPROPERTY of RTF.

`handle` to `input_len`  as in `legacybridge_convert`.
`values`      a JSON object in UTF-8: its members are the values by their names.
`values_len`  its length in bytes, or -1 if it ends with a NUL.
`output`, `output_len`  as in `legacybridge_convert`.
`report`, `report_len`  as in `legacybridge_convert_reporting`; both may be NULL.

Tags are those of Mustache:
  {{name}}     the value as text: no markup comes out of it in any format. A line end in it
               is a line break, a data URI of a picture a picture, an array its elements
  {{{name}}}   the value is Markdown: its blocks where the tag has a paragraph to itself
  {{&name}}    the same
  {{a.b}}      a member of a member; {{.}} is the value itself of a section
  {{#name}}    begins a section, {{/name}} ends it: left out for false, null, an empty text or
               array, repeated for each element of an array. Its tags may stand in different
               paragraphs, cells or items: whole table rows and list items repeat
  {{^name}}    the contrary
  {{! words }} nothing
A tag may be cut into runs of different looks. Addresses, titles and code take {{name}} only;
raw HTML stays as it is. Of merge fields the switches Upper, Lower, FirstCap, Caps, b, f count.

A name without a value shows nothing and is reported as `field`; with the option Strict=field
it is LOSS. Partials and other delimiters are text.

Memory, threads and limits are those of `legacybridge_convert`; `legacybridge_cancel` ends it.

Returns what `legacybridge_convert` returns; BAD_ARGUMENT also where the values are no JSON
object (the place is one of the values) or a section has no end, BAD_ENCODING where they are
not UTF-8.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_fill(
    handle: i32,
    from: i32,
    to: i32,
    input: *const c_void,
    input_len: i32,
    values: *const c_void,
    values_len: i32,
    output: *mut *mut u8,
    output_len: *mut i32,
    report: *mut *mut u8,
    report_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header. All places are emptied before any is
    // complained about.
    let (out, told) = unsafe { (Out::new(output, output_len), Out::new(report, report_len)) };
    let call = || {
        check(&out, &told)?;
        // SAFETY: as above.
        let (input, values) = unsafe {
            (
                pointers::input(input.cast::<u8>(), input_len),
                pointers::input(values.cast::<u8>(), values_len),
            )
        };
        let (from, to) = formats(from, to)?;
        let mut losses = Report::default();
        let converter = registry::get(handle)?;
        let result = converter.fill_reporting(from, to, input?, values?, &mut losses);
        let result = result.and_then(outputs::hold_bytes);
        if told.is_unwanted() {
            return out.give(result?);
        }
        let json = report_json(&losses).and_then(outputs::hold_bytes);
        give_both(result, &out, json, &told)
    };
    guard_giving(call, &|| take_both_back(&out, &told))
}

/**
`legacybridge_fill` for a document and values in UTF-16, in the machine's byte order. Output
and report are UTF-16 too; all lengths are code units.

Returns what `legacybridge_fill` returns, and BAD_UTF16 for an unpaired surrogate.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_fill_utf16(
    handle: i32,
    from: i32,
    to: i32,
    input: *const u16,
    input_len: i32,
    values: *const u16,
    values_len: i32,
    output: *mut *mut u16,
    output_len: *mut i32,
    report: *mut *mut u16,
    report_len: *mut i32,
) -> i32 {
    // SAFETY: as in `legacybridge_fill`.
    let (out, told) = unsafe { (Out::new(output, output_len), Out::new(report, report_len)) };
    let call = || {
        check(&out, &told)?;
        // SAFETY: as above.
        let (input, values) =
            unsafe { (pointers::input(input, input_len), pointers::input(values, values_len)) };
        let (from, to) = formats(from, to)?;
        let mut losses = Report::default();
        let converter = registry::get(handle)?;
        let result = converter.fill_utf16_reporting(from, to, input?, values?, &mut losses);
        let result = result.and_then(outputs::hold_units);
        if told.is_unwanted() {
            return out.give(result?);
        }
        let json = report_json(&losses).and_then(|json| units_of_ascii(&json));
        give_both(result, &out, json.and_then(outputs::hold_units), &told)
    };
    guard_giving(call, &|| take_both_back(&out, &told))
}

/**
Looks at a document, writes nothing, and says what is wrong with it.

`handle`, `from`, `input`, `input_len`  as in `legacybridge_convert`.
`json`        receives JSON in ASCII that ends with a NUL; give it to `legacybridge_free`:
              {"valid":false,"format":"rtf","findings":[{"kind":"open_group",
              "message":"...","offset":12,"line":1,"column":13}]}
`json_len`    receives its length in bytes, without the NUL.

`valid` says that nothing was found. Offsets are bytes of the input; lines and columns count
from 1, columns in characters; all are null where no place is known. Findings stand in the
order of their places, at most 1000 of them. Kinds are those of the report (`repaired_brace`,
`undecodable_byte`, `control_character`, `flattened_nesting`, `limit_reached`, `not_rtf`), and
  RTF       open_group, stray_brace, bad_binary, bad_hex, bad_destination, bad_picture,
            missing_font, version, after_end
  Markdown  open_fence, missing_definition, unused_definition, missing_footnote,
            unused_footnote, missing_anchor, ragged_row, skipped_level, raw_html, odd_tab
  HTML      open_element, stray_end, bad_tag
  CSV       ragged_row, open_quote, stray_quote
An input that can't be read at all has the one finding bad_input. Memory, threads and limits
are those of `legacybridge_convert`; `legacybridge_cancel` ends it.

Returns OK, also where something was found, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT,
LIMIT_REACHED, MEMORY_LIMIT, BUSY, CANCELLED, TIMEOUT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_check(
    handle: i32,
    from: i32,
    input: *const c_void,
    input_len: i32,
    json: *mut *mut u8,
    json_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(json, json_len) };
    let call = || {
        out.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input.cast::<u8>(), input_len) };
        let (from, _) = formats(from, from)?;
        out.give(outputs::hold_bytes(registry::get(handle)?.check(from, input?, None)?)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
`legacybridge_check` for a document in UTF-16, in the machine's byte order. The JSON is UTF-16
too; offsets are bytes, two for each code unit.

Returns what `legacybridge_check` returns.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_check_utf16(
    handle: i32,
    from: i32,
    input: *const u16,
    input_len: i32,
    json: *mut *mut u16,
    json_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(json, json_len) };
    let call = || {
        out.check()?;
        // SAFETY: as above.
        let input = unsafe { pointers::input(input, input_len) };
        let (from, _) = formats(from, from)?;
        let json = registry::get(handle)?.check_utf16(from, input?)?;
        out.give(outputs::hold_units(units_of_ascii(&json)?)?)
    };
    guard_giving(call, &|| out.take_back())
}

/// Complains about a NULL; a report, whose places are both NULL, nobody need want.
fn check<T>(out: &Out<T>, told: &Out<T>) -> Result<()> {
    out.check()?;
    if told.is_unwanted() { Ok(()) } else { told.check() }
}
