//! The dual interface's table of functions, in the order of `legacybridge.idl`.
//!
//! Shape   IUnknown, IDispatch, then the methods; a test compares the order with the IDL.
//! Units   `Bstr` is UTF-16, a document is any `Variant` that holds one, formats and states are numbers of the C interface.

use std::ffi::c_void;

use windows_sys::core::{GUID, HRESULT, PCWSTR};

use super::ole::{Bstr, Interface, Unknown};
use super::variants::Variant;
use super::{dispatch, methods, object};

type Give<T> = unsafe extern "system" fn(Interface, *mut T) -> HRESULT;
type OfJob<T> = unsafe extern "system" fn(Interface, i32, *mut T) -> HRESULT;
type Convert = unsafe extern "system" fn(Interface, Variant, *mut Bstr) -> HRESULT;
type OfNumber = unsafe extern "system" fn(Interface, i32) -> HRESULT;

/// The table.
#[repr(C)]
#[allow(clippy::type_complexity)]
pub(super) struct Methods {
    unknown: Unknown,
    get_type_info_count: unsafe extern "system" fn(Interface, *mut u32) -> HRESULT,
    get_type_info: unsafe extern "system" fn(Interface, u32, u32, *mut Interface) -> HRESULT,
    get_ids_of_names: unsafe extern "system" fn(
        Interface,
        *const GUID,
        *const PCWSTR,
        u32,
        u32,
        *mut i32,
    ) -> HRESULT,
    invoke: unsafe extern "system" fn(
        Interface,
        i32,
        *const GUID,
        u32,
        u16,
        *mut c_void,
        *mut c_void,
        *mut c_void,
        *mut u32,
    ) -> HRESULT,
    rtf_to_markdown: Convert,
    markdown_to_rtf: Convert,
    rtf_to_text: Convert,
    markdown_to_text: Convert,
    convert: unsafe extern "system" fn(Interface, i32, i32, Variant, *mut Bstr) -> HRESULT,
    convert_file: unsafe extern "system" fn(Interface, i32, i32, Bstr, Bstr) -> HRESULT,
    get_options: Give<Bstr>,
    put_options: unsafe extern "system" fn(Interface, Bstr) -> HRESULT,
    get_last_report: Give<Bstr>,
    get_version: Give<Bstr>,
    get_memory_bytes: Give<f64>,
    get_memory_peak_bytes: Give<f64>,
    get_memory_limit_bytes: Give<f64>,
    get_active_conversions: Give<i32>,
    get_conversions_done: Give<f64>,
    get_conversions_failed: Give<f64>,
    get_conversions_refused: Give<f64>,
    get_bytes_in: Give<f64>,
    get_bytes_out: Give<f64>,
    get_metrics: Give<Bstr>,
    batch_start:
        unsafe extern "system" fn(Interface, i32, i32, Bstr, Bstr, Bstr, *mut i32) -> HRESULT,
    batch_state: OfJob<i32>,
    batch_total: OfJob<i32>,
    batch_done: OfJob<i32>,
    batch_converted: OfJob<i32>,
    batch_failed: OfJob<i32>,
    batch_skipped: OfJob<i32>,
    batch_wait: unsafe extern "system" fn(Interface, i32, i32, *mut i16) -> HRESULT,
    batch_cancel: OfNumber,
    batch_report: OfJob<Bstr>,
    batch_free: OfNumber,
    cancel: unsafe extern "system" fn(Interface) -> HRESULT,
    get_timeout: Give<i32>,
    put_timeout: OfNumber,
    rtf_to_html: Convert,
    html_to_rtf: Convert,
    markdown_to_html: Convert,
    html_to_markdown: Convert,
    convert_array:
        unsafe extern "system" fn(Interface, i32, i32, Variant, i32, *mut Variant) -> HRESULT,
    get_array_report: Give<Bstr>,
    fill: unsafe extern "system" fn(Interface, i32, i32, Variant, Bstr, *mut Bstr) -> HRESULT,
    check: unsafe extern "system" fn(Interface, i32, Variant, *mut Bstr) -> HRESULT,
}

/// The functions of every object.
pub(super) static METHODS: Methods = Methods {
    unknown: object::UNKNOWN,
    get_type_info_count: dispatch::get_type_info_count,
    get_type_info: dispatch::get_type_info,
    get_ids_of_names: dispatch::get_ids_of_names,
    invoke: dispatch::invoke,
    rtf_to_markdown: methods::rtf_to_markdown,
    markdown_to_rtf: methods::markdown_to_rtf,
    rtf_to_text: methods::rtf_to_text,
    markdown_to_text: methods::markdown_to_text,
    convert: methods::convert,
    convert_file: methods::convert_file,
    get_options: methods::get_options,
    put_options: methods::put_options,
    get_last_report: methods::get_last_report,
    get_version: methods::get_version,
    get_memory_bytes: methods::get_memory_bytes,
    get_memory_peak_bytes: methods::get_memory_peak_bytes,
    get_memory_limit_bytes: methods::get_memory_limit_bytes,
    get_active_conversions: methods::get_active_conversions,
    get_conversions_done: methods::get_conversions_done,
    get_conversions_failed: methods::get_conversions_failed,
    get_conversions_refused: methods::get_conversions_refused,
    get_bytes_in: methods::get_bytes_in,
    get_bytes_out: methods::get_bytes_out,
    get_metrics: methods::get_metrics,
    batch_start: methods::batch_start,
    batch_state: methods::batch_state,
    batch_total: methods::batch_total,
    batch_done: methods::batch_done,
    batch_converted: methods::batch_converted,
    batch_failed: methods::batch_failed,
    batch_skipped: methods::batch_skipped,
    batch_wait: methods::batch_wait,
    batch_cancel: methods::batch_cancel,
    batch_report: methods::batch_report,
    batch_free: methods::batch_free,
    cancel: methods::cancel,
    get_timeout: methods::get_timeout,
    put_timeout: methods::put_timeout,
    rtf_to_html: methods::rtf_to_html,
    html_to_rtf: methods::html_to_rtf,
    markdown_to_html: methods::markdown_to_html,
    html_to_markdown: methods::html_to_markdown,
    convert_array: methods::convert_array,
    get_array_report: methods::get_array_report,
    fill: methods::fill,
    check: methods::check,
};
