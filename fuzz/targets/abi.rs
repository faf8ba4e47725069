//! The C interface with calls in any order: handles, outputs and buffers that are right, stale or made up.
//! Every output ends with a NUL, and after a shutdown nothing is held.
#![no_main]

use std::ffi::{CString, c_void};
use std::ptr::{null, null_mut};

use legacybridge::ffi::{column::*, convert::*, fill::*, lifecycle::*, observe::*};
use legacybridge_fuzz::OPTIONS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let before = held();
    let mut left = data;
    let mut next = || match left.split_first() {
        Some((&first, rest)) => {
            left = rest;
            first
        }
        None => 0,
    };
    let mut handles = vec![0, -1, 12_345];
    let mut outputs: Vec<*mut u8> = vec![null_mut(), 16 as *mut u8];
    for _ in 0..32 {
        let (call, which, part) = (next(), usize::from(next()), usize::from(next()));
        let handle = handles[which % handles.len()];
        let text = &data[(part * 7) % (data.len() + 1)..];
        let (from, to) = (i32::from(next() % 9) - 1, i32::from(next() % 9) - 1);
        let length = text.len() as i32;
        let (mut output, mut output_length) = (null_mut(), -7);
        // SAFETY: pointers are to living values of their lengths, or NULL, as the header allows.
        unsafe {
            match call % 16 {
                0 => {
                    let options = CString::new(OPTIONS[which % OPTIONS.len()]).unwrap();
                    let mut made = 0;
                    let status = legacybridge_create(options.as_ptr(), &mut made);
                    assert_eq!(status == 0, made > 0);
                    handles.push(made);
                }
                1 => {
                    let text = CString::new(text.split(|&byte| byte == 0).next().unwrap()).unwrap();
                    let mut made = 0;
                    if legacybridge_create(text.as_ptr(), &mut made) == 0 {
                        legacybridge_destroy(made);
                    }
                }
                2 => {
                    legacybridge_destroy(handle);
                }
                3..=5 => {
                    let input = text.as_ptr().cast::<c_void>();
                    let status = legacybridge_convert(
                        handle,
                        from,
                        to,
                        input,
                        length,
                        &mut output,
                        &mut output_length,
                    );
                    given(status, output, output_length);
                    outputs.push(output);
                }
                6 => {
                    let (mut report, mut report_length) = (null_mut(), -7);
                    let input = text.as_ptr().cast::<c_void>();
                    let status = legacybridge_convert_reporting(
                        handle,
                        from,
                        to,
                        input,
                        length,
                        &mut output,
                        &mut output_length,
                        &mut report,
                        &mut report_length,
                    );
                    given(status, output, output_length);
                    outputs.extend([output, report]);
                }
                7 => {
                    let units: Vec<u16> = text
                        .chunks(2)
                        .map(|pair| u16::from(pair[0]) | u16::from(pair[pair.len() - 1]) << 8)
                        .collect();
                    let (mut wide, mut wide_length) = (null_mut(), -7);
                    let status = legacybridge_convert_utf16(
                        handle,
                        from,
                        to,
                        units.as_ptr(),
                        units.len() as i32,
                        &mut wide,
                        &mut wide_length,
                    );
                    if status == 0 {
                        assert_eq!(*wide.add(wide_length as usize), 0);
                    }
                    outputs.push(wide.cast());
                }
                8 => {
                    let mut buffer = vec![0xAAu8; part];
                    let mut needed = -7;
                    let input = text.as_ptr().cast::<c_void>();
                    let status = legacybridge_convert_into(
                        handle,
                        from,
                        to,
                        input,
                        length,
                        buffer.as_mut_ptr().cast(),
                        part as i32,
                        &mut needed,
                    );
                    if status == 0 {
                        assert_eq!(buffer[needed as usize], 0);
                    }
                }
                9 | 10 => legacybridge_free(outputs[which % outputs.len()].cast()),
                11 => {
                    let status = legacybridge_report(handle, &mut output, &mut output_length);
                    given(status, output, output_length);
                    outputs.push(output);
                    legacybridge_cancel(handle);
                }
                12 => {
                    let values = VALUES[part % VALUES.len()];
                    let (mut report, mut report_length) = (null_mut(), -7);
                    let status = legacybridge_fill(
                        handle,
                        from,
                        to,
                        text.as_ptr().cast(),
                        length,
                        values.as_ptr().cast(),
                        values.len() as i32,
                        &mut output,
                        &mut output_length,
                        &mut report,
                        &mut report_length,
                    );
                    given(status, output, output_length);
                    outputs.extend([output, report]);
                }
                13 => {
                    let input = text.as_ptr().cast::<c_void>();
                    let status = legacybridge_check(
                        handle,
                        from,
                        input,
                        length,
                        &mut output,
                        &mut output_length,
                    );
                    given(status, output, output_length);
                    outputs.push(output);
                }
                14 => column(handle, from, to, text, which, part),
                _ => {
                    let mut buffer = [0u8; 64];
                    legacybridge_last_error(buffer.as_mut_ptr().cast(), i32::from(next()) % 65);
                    legacybridge_last_error_json(null::<u8>().cast_mut().cast(), 0);
                    legacybridge_status_text(i32::from(next()) - 128);
                    let status = legacybridge_metrics(&mut output, &mut output_length);
                    given(status, output, output_length);
                    outputs.push(output);
                }
            }
        }
    }
    // The library's allocator is this program's too: what is the program's own is no byte of the gauge.
    drop((handles, outputs));
    assert_eq!(legacybridge_shutdown(), 0);
    assert_eq!(held(), before);
});

/// Bytes and conversions that the gauges say are there. The program's own bytes are among them: the hook that
/// the fuzzer's library has for panics.
fn held() -> (i64, i32) {
    let struct_size = size_of::<legacybridge_stats_t>() as i32;
    let mut stats = legacybridge_stats_t { struct_size, ..Default::default() };
    // SAFETY: the structure has the size that it says.
    assert_eq!(unsafe { legacybridge_stats(&mut stats) }, 0);
    (stats.memory_in_use, stats.active_conversions)
}

const VALUES: [&str; 5] = [
    "{}",
    "not JSON",
    r##"{"name": "}{\\b *x* <b>&amp; |", "list": [1, {"name": "two"}, [], null], "on": true}"##,
    r##"{"name": "line 1\nline 2", "list": {"name": {"name": "deep"}}, "on": false}"##,
    r##"{"name": "# {{name}} [x](javascript:alert)", "list": [[["a"]], "b"], "on": ["", 0]}"##,
];

/// Cuts a text into rows, some of them wrongly, and converts them as a column.
fn column(handle: i32, from: i32, to: i32, text: &[u8], which: usize, part: usize) {
    let rows = which % 7;
    let mut offsets: Vec<i32> =
        (0..=rows).map(|row| (text.len() * row / rows.max(1)) as i32).collect();
    if part % 5 == 0 {
        offsets[which % (rows + 1)] = part as i32 * 40 - 600;
    }
    let (validity, length) = ([part as u8], text.len() as i64);
    let options = [c"", c"Workers=2;Reports=Yes", c"Reports=Yes", c"Workers=x"][part % 4];
    let struct_size = size_of::<legacybridge_column_t>() as i32;
    // SAFETY: numbers and pointers, for which zeros are values.
    let mut column: legacybridge_column_t = unsafe { std::mem::zeroed() };
    column.struct_size = struct_size;
    // SAFETY: the offsets are one more than the rows, and are compared with the length of the data.
    unsafe {
        let status = legacybridge_convert_column(
            handle,
            from,
            to,
            text.as_ptr().cast(),
            &length,
            offsets.as_ptr().cast(),
            32,
            validity.as_ptr(),
            0,
            rows as i32,
            options.as_ptr(),
            &mut column,
        );
        if status == 0 {
            assert_eq!(column.count as usize, rows);
            for row in 0..rows {
                assert!(*column.offsets.add(row) <= *column.offsets.add(row + 1));
                assert!(*column.statuses.add(row) <= 1);
            }
        } else {
            assert!(column.data.is_null() && column.count == 0);
        }
        legacybridge_free_column(&mut column);
    }
}

/// What a call has given: an output that ends with a NUL, or none.
///
/// # Safety
/// As the library wrote them.
unsafe fn given(status: i32, output: *mut u8, length: i32) {
    if status == 0 {
        // SAFETY: the output has a NUL behind its length.
        assert!(length >= 0 && unsafe { *output.add(length as usize) } == 0);
    } else {
        assert!(output.is_null() && length == 0);
    }
}
