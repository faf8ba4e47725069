/*
 * LegacyBridge 0.1.0: converts RTF, Markdown and plain text into each other, inside the
 * host's process.
 *
 *     int32_t handle, length;
 *     uint8_t *rtf;
 *     if (legacybridge_create("Target=RichEdit", &handle) == LEGACYBRIDGE_OK) {
 *         if (legacybridge_convert(handle, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF,
 *                                  markdown, -1, &rtf, &length) == LEGACYBRIDGE_OK) {
 *             ... length bytes at rtf, and a NUL ...
 *             legacybridge_free(rtf);
 *         }
 *         legacybridge_destroy(handle);
 *     }
 *
 * Calling convention  stdcall on 32-bit Windows, the platform's C convention elsewhere. Exported
 *                     names are not decorated.
 * Status              functions that return int32_t return LEGACYBRIDGE_OK (0) or a negative
 *                     LEGACYBRIDGE_ERROR_... number, unless their comment says otherwise. "Returns
 *                     OK, BUSY" below is short for LEGACYBRIDGE_OK, LEGACYBRIDGE_ERROR_BUSY. What
 *                     went wrong in words: legacybridge_last_error.
 * Lengths             int32_t: bytes, or code units in the functions named _utf16. An input length
 *                     of -1 means that the input ends with a NUL.
 * Ownership           inputs are only read, and only during the call. Outputs belong to the library
 *                     and are the caller's to read until legacybridge_free. Never give them to
 *                     free() or GlobalFree().
 * Threads             every function may be called by any thread at any time; one handle may be
 *                     used by many threads at once. The library starts no threads.
 * Faults              a fault inside the library gives INTERNAL; it never ends the host.
 *
 * Options (legacybridge_create): "Key=value;Key=value". Keys are case-insensitive, spaces around
 * keys and values don't count, empty items are skipped, a key given twice counts as given last.
 * A value with ; or outer spaces stands in braces or quotes: {a;b}, "a;b" or 'a;b', where }}, ""
 * or '' stand for the closing one itself. Sizes are plain bytes or have a unit: 512KB, 64MB, 1GB
 * (steps of 1024). Yes, true, on and 1 mean the same; so do no, false, off and 0. An unknown key
 * or a bad value is BAD_OPTION.
 *
 *     Target = Both|Word|RichEdit (default: Both)
 *         which hosts the written RTF is for
 *     BodyFont = a typeface (default: Calibri)
 *         typeface of running text
 *     BodySize = 1 to 400 (default: 11)
 *         size of running text in points, halves allowed
 *     CodeFont = a typeface (default: Consolas)
 *         typeface of code
 *     HeadingFont = a typeface (default: empty)
 *         typeface of headings; empty: the body's
 *     Images = Embed|Skip|Folder:PATH (default: Embed)
 *         pictures of RTF: as data URIs, left out, or as files of a folder, named by their
 *         content
 *     ImageRoot = a folder (default: empty)
 *         folder whose pictures a Markdown document may name; empty: no file is read
 *     Changes = Accept|Reject|Markup (default: Accept)
 *         tracked changes of RTF: accepted, rejected, or both kept as {++new++}{--old--}
 *     Comments = Drop|Keep (default: Drop)
 *         comments of RTF: left out and reported, or kept as HTML comments
 *     CodePage = a code page number from 0 to 65535 (default: 65001)
 *         code page of Markdown and plain text, in and out; 65001: UTF-8; 0: the system's ANSI
 *         page
 *     MaxInput = a size up to 2 GB (default: 64MB)
 *         largest input in bytes
 *     MaxOutput = a size up to 2 GB (default: 0)
 *         largest output in bytes; 0: 1 MB and 10 times the input, 64 times towards RTF
 *     MaxNesting = 1 to 1000 (default: 256)
 *         deepest nesting of groups and containers; deeper is flattened and reported
 *     MaxColumns = 1 to 1000 (default: 64)
 *         widest table in columns; more are joined into the last
 *     MaxCells = 1 to 100000000 (default: 100000)
 *         most table cells in a document
 *     MaxPicture = a size up to 2 GB (default: 16MB)
 *         largest picture in bytes, decoded
 *     MemoryLimit = a size (default: 0 (512MB in 32-bit processes))
 *         bytes that the library may hold in this process; 0: no limit. The converter created
 *         last with this key sets the process's limit for as long as it lives; a converter with
 *         a stricter limit keeps to its own
 *     BusyTimeout = 0 to 86400000 (default: 5000)
 *         how long a conversion waits for memory, in milliseconds
 *     Tables = Yes|No (default: Yes)
 *         Markdown: pipe tables
 *     Strikethrough = Yes|No (default: Yes)
 *         Markdown: ~~text~~
 *     TaskLists = Yes|No (default: Yes)
 *         Markdown: - [x] item
 *     Autolinks = Yes|No (default: Yes)
 *         Markdown: bare addresses are links
 *     Footnotes = Yes|No (default: Yes)
 *         Markdown: [^1] and [^1]: text
 *     HeadingAttributes = Yes|No (default: No)
 *         Markdown: # Title {#id}
 *     DefinitionLists = Yes|No (default: No)
 *         Markdown: a term, then : its definition
 *     Math = Yes|No (default: No)
 *         Markdown: $x$ and $$x$$
 *     Alerts = Yes|No (default: No)
 *         Markdown: > [!NOTE]
 *     SuperSub = Yes|No (default: No)
 *         Markdown: ^super^ and ~sub~
 *     FrontMatter = Yes|No (default: No)
 *         Markdown: a YAML block at the top
 *     SmartPunctuation = Yes|No (default: No)
 *         Markdown: typographic quotes and dashes
 *
 * This file is generated: do not edit it.
 */


#ifndef LEGACYBRIDGE_H
#define LEGACYBRIDGE_H

#include <stdint.h>

/** The version that this header belongs to. */
#define LEGACYBRIDGE_VERSION "0.1.0"
#define LEGACYBRIDGE_VERSION_MAJOR 0
#define LEGACYBRIDGE_VERSION_MINOR 1
#define LEGACYBRIDGE_VERSION_PATCH 0

/** The calling convention, always spelled out: compiler switches must not change it. */
#if defined(_WIN32) && !defined(_WIN64)
#define LB_CALL __stdcall
#else
#define LB_CALL
#endif

/** On Windows, define LEGACYBRIDGE_STATIC before including this header to link statically. */
#if defined(_WIN32) && !defined(LEGACYBRIDGE_STATIC)
#define LB_API __declspec(dllimport)
#else
#define LB_API
#endif


/**
 * The version of this interface; `legacybridge_abi_version` returns it. It changes when a
 * program built against an older header would no longer work.
 */
#define LEGACYBRIDGE_ABI_VERSION 1

/** Input only: RTF if it begins like RTF, else Markdown. */
#define LEGACYBRIDGE_FORMAT_DETECT 0

/** Markdown: CommonMark with the extensions that the options switch on. */
#define LEGACYBRIDGE_FORMAT_MARKDOWN 1

/** Rich Text Format. */
#define LEGACYBRIDGE_FORMAT_RTF 2

/** Plain text: paragraphs with a blank line between. */
#define LEGACYBRIDGE_FORMAT_TEXT 3

/** The call did what it was asked to. */
#define LEGACYBRIDGE_OK 0

/** A pointer that must not be NULL was NULL. */
#define LEGACYBRIDGE_ERROR_NULL_POINTER (-1)

/** The handle was never given out, or its converter has been destroyed. */
#define LEGACYBRIDGE_ERROR_BAD_HANDLE (-2)

/** The option string names an unknown key or a value that the key can't take. */
#define LEGACYBRIDGE_ERROR_BAD_OPTION (-3)

/** An argument is out of its range: a format, a length, a capacity, a `struct_size`. */
#define LEGACYBRIDGE_ERROR_BAD_ARGUMENT (-4)

/** The input is not in the encoding it should be in. */
#define LEGACYBRIDGE_ERROR_BAD_ENCODING (-5)

/** The UTF-16 input holds an unpaired surrogate. */
#define LEGACYBRIDGE_ERROR_BAD_UTF16 (-6)

/** The input is larger or more complex than a limit allows, or too many converters are alive. */
#define LEGACYBRIDGE_ERROR_LIMIT_REACHED (-7)

/** The conversion needs more memory than the limit, or the system, can ever give. */
#define LEGACYBRIDGE_ERROR_MEMORY_LIMIT (-8)

/** The memory limit was near and no room came free in time; try again later. */
#define LEGACYBRIDGE_ERROR_BUSY (-9)

/** The buffer is too small; `needed` says how much text there is. */
#define LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL (-10)

/** A file could not be read or written. */
#define LEGACYBRIDGE_ERROR_IO (-11)

/** The call waited for memory while the library was shut down. */
#define LEGACYBRIDGE_ERROR_CANCELLED (-12)

/** A fault in the library itself. It was contained and the library stays usable. */
#define LEGACYBRIDGE_ERROR_INTERNAL (-13)

/**
 * What the library holds and has done. Set `struct_size` to the size of the structure before the
 * call. Members of 32 bits come in fours and those of 64 bits stand at multiples of 8, so that all
 * compilers agree about the layout. New members are added at the end.
 */
typedef struct {
    /** Size of the caller's structure in bytes; set by the caller. */
    int32_t struct_size;
    /** Conversions that run now. */
    int32_t active_conversions;
    /** Converters made and not destroyed. */
    int32_t live_handles;
    /** Outputs not yet freed. */
    int32_t outstanding_outputs;
    /** Bytes that the library holds, pools, caches and outputs not yet freed included. */
    int64_t memory_in_use;
    /** The most that `memory_in_use` has been. */
    int64_t memory_peak;
    /** The memory limit in bytes; 0 means none. */
    int64_t memory_limit;
    /** Bytes that the language runtime keeps for waiting threads until the process ends. */
    int64_t runtime_bytes;
    /** Conversions that gave an output. */
    int64_t conversions_done;
    /** Conversions that failed. */
    int64_t conversions_failed;
    /** Conversions refused for want of memory: MEMORY_LIMIT, BUSY, CANCELLED. */
    int64_t conversions_refused;
    /** Conversions that had to wait for memory, whatever came of it. */
    int64_t conversions_waited;
    /** Bytes of all inputs. */
    int64_t bytes_in;
    /** Bytes of all outputs. */
    int64_t bytes_out;
    /** Calls to free something that was not an output. */
    int64_t ignored_frees;
    /** Byte buffers: taken from the pool. Counts of pools begin anew after a shutdown. */
    int64_t buffer_pool_hits;
    /** Byte buffers: made because the pool had none. */
    int64_t buffer_pool_misses;
    /** Byte buffers: waiting in the pool. */
    int64_t buffer_pool_idle;
    /** Byte buffers: bytes that those hold. */
    int64_t buffer_pool_bytes;
    /** Strings: taken from the pool. */
    int64_t string_pool_hits;
    /** Strings: made because the pool had none. */
    int64_t string_pool_misses;
    /** Strings: waiting in the pool. */
    int64_t string_pool_idle;
    /** Strings: bytes that those hold. */
    int64_t string_pool_bytes;
    /** Node vectors: taken from the pool. */
    int64_t node_pool_hits;
    /** Node vectors: made because the pool had none. */
    int64_t node_pool_misses;
    /** Node vectors: waiting in the pool. */
    int64_t node_pool_idle;
    /** Node vectors: bytes that those hold. */
    int64_t node_pool_bytes;
    /** Workspaces: taken from the pool. */
    int64_t workspace_pool_hits;
    /** Workspaces: made because the pool had none. */
    int64_t workspace_pool_misses;
    /** Workspaces: waiting in the pool. */
    int64_t workspace_pool_idle;
    /** Workspaces: bytes that those hold. */
    int64_t workspace_pool_bytes;
    /** Interner: strings stored. */
    int64_t interner_entries;
    /** Interner: bytes of those. */
    int64_t interner_bytes;
    /** Interner: requests that found their string. */
    int64_t interner_hits;
    /** Interner: requests that stored theirs. */
    int64_t interner_misses;
    /** Interner: cleanups. */
    int64_t interner_clears;
    /** How often the library has asked the system for memory. */
    int64_t allocations;
} legacybridge_stats_t;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of this interface that the library speaks: LEGACYBRIDGE_ABI_VERSION of the header it
 * was built with. Compare it with the header you compiled with.
 */
LB_API int32_t LB_CALL legacybridge_abi_version(void);

/** The library's version, such as "0.1.0". The text is static: do not free it. */
LB_API const char *LB_CALL legacybridge_version(void);

/**
 * Makes a converter.
 *
 * `options`  a connection string in UTF-8 that ends with a NUL, such as
 *            "Target=RichEdit;BodyFont=Calibri;MaxInput=64MB"; NULL means defaults. Keys are listed
 *            at the top of this header.
 * `handle`   receives the handle, which is greater than 0; on failure 0. Give it back to
 *            `legacybridge_destroy`.
 *
 * Returns OK, NULL_POINTER, BAD_OPTION (the last error names the key and its place), BAD_ENCODING,
 * LIMIT_REACHED (4,096 converters are alive), MEMORY_LIMIT or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_create(const char *options, int32_t *handle);

/**
 * Destroys a converter. Conversions that run with it in other threads end in peace.
 *
 * Returns OK, BAD_HANDLE (also for handle 0, and for a handle destroyed before) or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_destroy(int32_t handle);

/**
 * Gives back an output of this library. NULL does nothing; a pointer that is not an output, or is
 * one no longer, does nothing but count in `ignored_frees` of the statistics.
 */
LB_API void LB_CALL legacybridge_free(void *output);

/**
 * Writes what went wrong in the last call that failed in this thread, in UTF-8. Calls that succeed
 * leave it as it is. Messages have up to 512 bytes.
 *
 * `buffer`    receives the message and a NUL; a message that is too long is cut at a character.
 * `capacity`  bytes that the buffer has room for, the NUL included. With 0, `buffer` may be NULL.
 *
 * Returns the length of the whole message in bytes, without the NUL; 0 if no call has failed in
 * this thread. A negative capacity gives BAD_ARGUMENT, a NULL buffer with room NULL_POINTER.
 */
LB_API int32_t LB_CALL legacybridge_last_error(uint8_t *buffer, int32_t capacity);

/** `legacybridge_last_error` in UTF-16: `capacity` and the result are code units. */
LB_API int32_t LB_CALL legacybridge_last_error_utf16(uint16_t *buffer, int32_t capacity);

/**
 * Gives back everything that the library holds: every converter, every output (also those not yet
 * freed: freeing them later does nothing), pools and caches. Waits for calls that run in other
 * threads; conversions that wait for memory end with CANCELLED.
 *
 * Call it before the library is unloaded. The library can be used again afterwards; handles from
 * before stay invalid.
 *
 * Returns OK or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_shutdown(void);

/**
 * Converts a document.
 *
 * `handle`      from `legacybridge_create`, or 0 for the built-in converter with default options.
 * `from`, `to`  `LEGACYBRIDGE_FORMAT_...`; `from` may be DETECT. The same format twice is allowed:
 *               the document is normalised.
 * `input`       the document. Markdown and plain text are UTF-8 (a byte order mark is allowed, also
 *               one of UTF-16) unless the option CodePage says otherwise; RTF is bytes. NULs at the
 *               end are left out. NULL with length 0 is an empty document.
 * `input_len`   its length in bytes, or -1 if it ends with a NUL; the NUL is then not part of it.
 * `output`      receives the result, which ends with a NUL. Give it back to `legacybridge_free`.
 *               RTF is 7-bit ASCII; Markdown and plain text are encoded as the input is.
 * `output_len`  receives its length in bytes, without the NUL.
 *
 * On failure `*output` is NULL and `*output_len` is 0. Any thread may call this, also several with
 * one handle.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT, BAD_ENCODING, BAD_UTF16 (an input with a
 * UTF-16 mark), LIMIT_REACHED, MEMORY_LIMIT, BUSY, CANCELLED or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_convert(
    int32_t handle, int32_t from, int32_t to, const uint8_t *input, int32_t input_len,
    uint8_t **output, int32_t *output_len);

/**
 * Converts a document in UTF-16, in the machine's byte order, to UTF-16.
 *
 * As `legacybridge_convert`, except that lengths are UTF-16 code units, that the option CodePage
 * does not matter, and that characters of an RTF input that are not ASCII count as what they show.
 * The input must stand at an even address. The result ends with a NUL unit and does so too.
 *
 * Returns what `legacybridge_convert` returns, and BAD_UTF16 for an unpaired surrogate.
 */
LB_API int32_t LB_CALL legacybridge_convert_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    uint16_t **output, int32_t *output_len);

/**
 * Converts a document into a buffer of the caller's.
 *
 * `handle`, `from`, `to`, `input`, `input_len`  as in `legacybridge_convert`.
 * `buffer`    receives the result and a NUL; it must not overlap the input.
 * `capacity`  bytes that the buffer has room for, the NUL included. It may be 0, and `buffer` NULL,
 *             to ask for the length only.
 * `needed`    receives the length of the result in bytes, without the NUL, also when the buffer is
 *             too small: `capacity` must be greater than this.
 *
 * When the buffer is too small nothing is written to it except a NUL at its start (if there is room
 * for one), and the status is BUFFER_TOO_SMALL; the document is converted again in the next call.
 * On other failures `*needed` is 0.
 *
 * Returns what `legacybridge_convert` returns, and BUFFER_TOO_SMALL.
 */
LB_API int32_t LB_CALL legacybridge_convert_into(
    int32_t handle, int32_t from, int32_t to, const uint8_t *input, int32_t input_len,
    uint8_t *buffer, int32_t capacity, int32_t *needed);

/**
 * Converts one file to another. The output is written under a temporary name in the same folder and
 * then renamed, so that a failure leaves what was there before. Both may be the same file.
 *
 * `handle`, `from`, `to`  as in `legacybridge_convert`.
 * `input_path`, `output_path`  paths in UTF-8 that end with a NUL.
 *
 * Returns what `legacybridge_convert` returns (BAD_ENCODING also for paths), and IO.
 */
LB_API int32_t LB_CALL legacybridge_convert_file(
    int32_t handle, int32_t from, int32_t to, const char *input_path,
    const char *output_path);

/**
 * `legacybridge_convert_file` with paths in UTF-16 that end with a NUL unit. The files themselves
 * are read and written as there.
 *
 * Returns what `legacybridge_convert_file` returns (BAD_UTF16 also for paths).
 */
LB_API int32_t LB_CALL legacybridge_convert_file_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input_path,
    const uint16_t *output_path);

/**
 * Fills in the statistics of the process.
 *
 * `stats`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes. A smaller
 *          structure than the library's gets the members that fit in it whole; in a larger one the
 *          rest is set to 0. `struct_size` stays as it is.
 *
 * Returns OK, NULL_POINTER, BAD_ARGUMENT (`struct_size` is out of range) or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_stats(legacybridge_stats_t *stats);

/**
 * Writes what the last conversion on a handle could not keep, as JSON in ASCII:
 *
 * [{"kind":"object","count":2,"first":123}]
 *
 * `kind` is one of header_footer, object, shape, picture, color, font, hidden_text, comment,
 * deleted_text, field, repaired_brace, flattened_nesting, undecodable_byte, limit_reached, table,
 * html, image, other. `first` is the place of the first one, in bytes from the start of the input
 * as it was given (two for each UTF-16 unit), or null where no place is known. An empty array means
 * that nothing was lost. When several threads convert on one handle, the conversion that ended last
 * counts. A conversion that failed leaves what it had met until then.
 *
 * `json`      receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
 * `json_len`  receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, MEMORY_LIMIT or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_report(int32_t handle, uint8_t **json, int32_t *json_len);

/**
 * Writes the process's figures in the Prometheus text format, version 0.0.4, in ASCII.
 *
 * `text`  receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
 * `len`   receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, MEMORY_LIMIT or INTERNAL.
 */
LB_API int32_t LB_CALL legacybridge_metrics(uint8_t **text, int32_t *len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LEGACYBRIDGE_H */
