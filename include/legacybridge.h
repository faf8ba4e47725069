/*
 * LegacyBridge 0.1.0: converts RTF, Markdown and plain text into each other, inside the
 * host's process.
 *
 *     const char *markdown = "Some *text*.";
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
 * Texts               inputs and buffers for texts are void *, so that char * and unsigned char *
 *                     both do without a cast. Outputs are uint8_t *.
 * Ownership           inputs are only read, and only during the call. Outputs belong to the library
 *                     and are the caller's to read until legacybridge_free. Never give them to
 *                     free() or GlobalFree().
 * Threads             every function may be called by any thread at any time; one handle may be
 *                     used by many threads at once. Only batch jobs have threads of their own;
 *                     those start with the job and end with it. 48 KB of a thread's stack are
 *                     enough for every function and every document.
 * Forks               the child of a process that uses the library can convert, with the converters
 *                     that it has got, whatever other threads of the parent were doing. The
 *                     parent's batch jobs are over in it: their handles are BAD_HANDLE there.
 * Faults              a fault inside the library gives INTERNAL; it never ends the host.
 *
 * Options (legacybridge_create): "Key=value;Key=value". Keys are case-insensitive, spaces around
 * keys and values don't count, empty items are skipped, a key given twice counts as given last.
 * A value with ; or outer spaces stands in braces or quotes: {a;b}, "a;b" or 'a;b', where }}, ""
 * or '' stand for the closing one itself. Sizes are plain bytes or have a unit: 512KB, 64MB, 1GB
 * (steps of 1024). Yes, true, on and 1 mean the same; so do no, false, off and 0. An unknown key
 * or a bad value is BAD_OPTION.
 *
 *     Target = Both|Word|RichEdit|Report (default: Both)
 *         which hosts the written RTF is for; Report: what report writers such as Crystal draw,
 *         fonts, colours, alignment, indents and tabs, so that markers of lists and tables are
 *         text
 *     Theme = Default|Classic|Modern|Print|Compact (default: Default)
 *         look of the written RTF: typefaces, sizes, spacing, tables, colours
 *     Template = a path in UTF-8 to an RTF file (default: empty)
 *         house document whose fonts, colours, styles, page, headers and footers the written RTF
 *         has; it is read when the converter is made, up to 16MB; empty: none
 *     Page = A4|A5|Letter|Legal (default: empty)
 *         paper of the written RTF; empty: the template's, or Letter
 *     Margins = a length, or top,right,bottom,left (default: empty)
 *         margins of the written RTF in mm, cm, in or pt, such as 25mm; empty: the template's,
 *         or 1in
 *     PageHeader = text with {page}, {pages}, {title} and {date}, in quotes (default: empty)
 *         what stands at the top of every page of written RTF and, with HtmlOut=Page, of printed
 *         HTML, such as "{page} of {pages}"; tabs part left, middle and right; empty: the
 *         template's, or nothing. Formats without pages have none
 *     PageFooter = text with {page}, {pages}, {title} and {date}, in quotes (default: empty)
 *         the same at the foot of every page
 *     Contents = No|Yes (default: No)
 *         whether written RTF and HTML begin with a table of contents of the headings of levels
 *         1 to 3, where the document has none; in Markdown one stands where a paragraph says
 *         [TOC]
 *     BodyFont = a typeface (default: empty)
 *         typeface of running text; empty: the template's or the theme's, such as Calibri
 *     BodySize = 1 to 400 (default: empty)
 *         size of running text in points, halves allowed, which all other sizes follow; empty:
 *         the template's or the theme's, such as 11
 *     CodeFont = a typeface (default: empty)
 *         typeface of code; empty: the template's or the theme's, such as Consolas
 *     HeadingFont = a typeface (default: empty)
 *         typeface of headings; empty: the template's or the theme's, or the body's
 *     Images = Embed|Skip|Folder:PATH (default: Embed)
 *         pictures of RTF: as data URIs, left out, or as files of a folder, named by their
 *         content
 *     ImageRoot = a folder (default: empty)
 *         folder whose pictures a Markdown document may name; empty: no file is read
 *     Highlight = No|Yes (default: No)
 *         whether code of written RTF and HTML has colours, where its language is known
 *     Styles = Used|All (default: Used)
 *         which styles written RTF has; All: every one of the theme, to start a template from
 *     LinkBase = a folder or an address (default: empty)
 *         folder or address below which links are written relative to it, in every direction;
 *         empty: the document's own folder where a file is converted to a file, else none
 *     Changes = Auto|Accept|Reject|Markup (default: Auto)
 *         tracked changes: kept where the output has some (RTF) and accepted elsewhere;
 *         accepted; rejected; or kept everywhere, in Markdown and text as {++new++}{--old--},
 *         which Markdown is then read by too
 *     Comments = Auto|Drop|Keep (default: Auto)
 *         comments: kept where the output has some (RTF), and left out and reported elsewhere;
 *         left out; or kept everywhere
 *     Headers = Drop|Keep (default: Drop)
 *         headers and footers of RTF: left out and reported, or kept as paragraphs before and
 *         behind the text, each text once
 *     Links = Safe|Web|All (default: Safe)
 *         addresses that stay: all but javascript, vbscript and data other than pictures of
 *         pixels; or http, https, mailto, tel, relative ones and # only; or all. A link that
 *         goes leaves its text, and is reported
 *     RemotePictures = Yes|No (default: No)
 *         whether written RTF has pictures that its host fetches from another machine or by a
 *         scheme when it opens it; else they are links in the style Image Link, and reported
 *     Html = Keep|Convert|Escape|Drop|Pass (default: Keep)
 *         raw HTML in Markdown: comes back as it was, becomes what it means (tables, pictures),
 *         is shown as text, is left out and reported, or is kept and stands in written HTML as
 *         it is, scripts too, and all else as cmark-gfm writes it
 *     HtmlOut = Fragment|Page|Clipboard|Mail (default: Fragment)
 *         written HTML: a part of a page; a page with the theme's style sheet; the clipboard's
 *         HTML Format; or a mail, whose pictures are data, or with Images=Folder: files whose
 *         names are their cids
 *     IdPrefix = up to 32 letters, digits, - or _ (default: empty)
 *         what identifiers of written HTML begin with, so that none is one of the page around it
 *     ComplexTables = Html|Flatten (default: Html)
 *         tables with merged cells or blocks in cells in Markdown: HTML that is read as the same
 *         table, or pipes with the lines of such cells, reported
 *     Styling = Drop|Html (default: Drop)
 *         colours, alignment, page breaks and picture sizes in Markdown: left out and reported,
 *         or small HTML that is read again
 *     Untrusted = Yes|No (default: No)
 *         for documents of strangers: Links=Web, RemotePictures=No and Html=Drop at once, of
 *         which keys behind it may say something else; and cells of written CSV that a
 *         spreadsheet would take for a formula begin with an apostrophe
 *     Otherwise = Markdown|Text (default: Markdown)
 *         what DETECT takes input for that begins like no other format
 *     CodePage = a code page number from 0 to 65535 (default: 65001)
 *         code page of Markdown and plain text, in and out; 65001: UTF-8; 0: the system's ANSI
 *         page; 1200: UTF-16 in bytes, as a VB6 string has them (say its length), without a
 *         mark; 1201: the same with the high byte first
 *     MaxInput = a size up to 2 GB (default: 64MB)
 *         largest input in bytes
 *     MaxOutput = a size up to 2 GB (default: 0)
 *         largest output in bytes, without its NUL; 0: 1 MB and 10 times the input, 64 times
 *         towards RTF, with what cells of tables and pictures of files take beside that, and
 *         with Target=RichEdit two of the largest pictures
 *     MaxNesting = 1 to 1000 (default: 256)
 *         deepest nesting of groups and containers; deeper is flattened and reported
 *     MaxColumns = 1 to 1000 (default: 64)
 *         widest table in columns; more are joined into the last. CSV has no limit where none is
 *         set, and more than a set one are LIMIT_REACHED
 *     MaxCells = 1 to 100000000 (default: 100000)
 *         most table cells in a document. CSV has no limit where none is set, and more than a
 *         set one are LIMIT_REACHED
 *     MaxPicture = a size up to 2 GB (default: 16MB)
 *         largest picture in bytes, decoded
 *     MemoryLimit = a size (default: 0 (512MB in 32-bit processes))
 *         bytes that the library may hold in this process; 0: no limit. The converter created
 *         last with this key sets the process's limit for as long as it lives; a converter with
 *         a stricter limit keeps to its own
 *     BusyTimeout = 0 to 86400000 (default: 5000)
 *         how long a conversion waits for memory, in milliseconds
 *     Timeout = 0 to 86400000 (default: 0)
 *         how long a conversion may take, waiting for memory included, in milliseconds: one that
 *         takes longer ends with TIMEOUT; 0: as long as it takes
 *     Report = Content|Layout (default: Content)
 *         which classes of losses are reported: what a reader of the document would miss; or how
 *         things look on paper too
 *     Strict = No|Yes|kinds of the report (default: No)
 *         whether a conversion that could not keep something fails with LOSS, which names what
 *         was lost first and where; Yes: of every kind of the class Content; or of these kinds,
 *         with commas between, such as object,picture
 *     Delimiter = Auto|Comma|Semicolon|Tab|Pipe|one character in braces (default: Auto)
 *         CSV: what stands between cells; Auto: the one that a line sep=; names or that divides
 *         the first lines best, and a comma in what is written
 *     HeaderRow = Auto|Yes|No (default: Auto)
 *         CSV: whether the first line says what the columns are. Auto: it does, and a header row
 *         that is empty is not written; No: none is read or written
 *     Table = a number, 0 for all (default: 1)
 *         CSV written: which table of the document, counted from 1; of all, each after the first
 *         stands behind an empty line
 *     Merged = Empty|Repeat (default: Empty)
 *         CSV written: what the cells have that a merged one covers: nothing, or its words
 *     Bom = Yes|No (default: No)
 *         CSV written: whether a byte order mark begins it, which Excel wants of UTF-8
 *     Bullet = -|*|+ (default: -)
 *         Markdown written: the marker of bullet lists
 *     Fence = Backtick|Tilde (default: Backtick)
 *         Markdown written: what code blocks are fenced with
 *     Emphasis = *|_ (default: *)
 *         Markdown written: what stands around emphasis and strong text, where it can
 *     Wrap = 0, or 20 to 1000 (default: 0)
 *         Markdown written: length of paragraphs' lines in characters; 0: lines stay as they are
 *     LineEnds = LF|CRLF (default: LF)
 *         line ends of Markdown and plain text written; text boxes of Windows want CRLF
 *     Arriving = Yes|No (default: No)
 *         Markdown that is still arriving: what is open at its end is closed, what can't be told
 *         yet waits
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
 *         Markdown: $x$ and $$x$$; \( \) and \[ \] are read too; RTF: formulas as Word has them;
 *         HTML: MathML with its TeX beside it, which is read in any case; in mails, and without
 *         this option, TeX alone
 *     Alerts = Yes|No (default: Yes)
 *         Markdown: > [!NOTE]
 *     SuperSub = Yes|No (default: No)
 *         Markdown: ^super^ and ~sub~
 *     FrontMatter = Auto|Yes|No (default: Auto)
 *         Markdown: a YAML block at the top. Auto: what looks like keys and values is kept as it
 *         stands, title, author, subject and keywords also as the document's; Yes: whatever
 *         stands there, and where a document has no such block one is written of its title,
 *         author and other properties
 *     SmartPunctuation = Yes|No (default: No)
 *         Markdown: typographic quotes and dashes
 *
 * This file is generated: do not edit it.
 */


#ifndef LEGACYBRIDGE_H
#define LEGACYBRIDGE_H


/* Visual C++ before 2010 has no <stdint.h>. With one of your own, define LEGACYBRIDGE_STDINT. */
#if defined(_MSC_VER) && _MSC_VER < 1600 && !defined(LEGACYBRIDGE_STDINT)
typedef unsigned __int8 uint8_t;
typedef unsigned __int16 uint16_t;
typedef __int32 int32_t;
typedef __int64 int64_t;
#else
#include <stdint.h>
#endif

/** The version that this header belongs to. */
#define LEGACYBRIDGE_VERSION "0.1.0"
#define LEGACYBRIDGE_VERSION_MAJOR 0
#define LEGACYBRIDGE_VERSION_MINOR 1
#define LEGACYBRIDGE_VERSION_PATCH 0
/** The same as one number that can be compared: see `legacybridge_version_number`. */
#define LEGACYBRIDGE_VERSION_NUMBER (LEGACYBRIDGE_VERSION_MAJOR * 10000 + \
                                     LEGACYBRIDGE_VERSION_MINOR * 100 + \
                                     LEGACYBRIDGE_VERSION_PATCH)

/** The calling convention, always spelled out: compiler switches must not change it. */
#if defined(_WIN32) && !defined(_WIN64)
#define LEGACYBRIDGE_CALL __stdcall
#else
#define LEGACYBRIDGE_CALL
#endif

/** On Windows, define LEGACYBRIDGE_STATIC before including this header to link statically. */
#if defined(_WIN32) && !defined(LEGACYBRIDGE_STATIC)
#define LEGACYBRIDGE_API __declspec(dllimport)
#else
#define LEGACYBRIDGE_API
#endif


/**
 * The version of this interface; `legacybridge_abi_version` returns it. It changes when a
 * program built against an older header would no longer work.
 */
#define LEGACYBRIDGE_ABI_VERSION 2

/** Input only: RTF, HTML or JSON if it begins like that, else what the option Otherwise says. */
#define LEGACYBRIDGE_FORMAT_DETECT 0

/** Markdown: CommonMark with the extensions that the options switch on. */
#define LEGACYBRIDGE_FORMAT_MARKDOWN 1

/** Rich Text Format. */
#define LEGACYBRIDGE_FORMAT_RTF 2

/** Plain text: paragraphs with a blank line between. */
#define LEGACYBRIDGE_FORMAT_TEXT 3

/** HTML: pages, parts of them, and the clipboard's HTML Format. */
#define LEGACYBRIDGE_FORMAT_HTML 4

/** CSV: tables as lines of cells. */
#define LEGACYBRIDGE_FORMAT_CSV 5

/** pandoc's document tree as JSON, in UTF-8: what `pandoc -t json` writes and `-f json` reads. */
#define LEGACYBRIDGE_FORMAT_JSON 6

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

/**
 * The conversion or the batch job was cancelled, or the call waited while the library was shut
 * down.
 */
#define LEGACYBRIDGE_ERROR_CANCELLED (-12)

/** A fault in the library itself. It was contained and the library stays usable. */
#define LEGACYBRIDGE_ERROR_INTERNAL (-13)

/**
 * The option Strict was set and something of its kinds could not be kept; the last error names
 * what was lost first, and where.
 */
#define LEGACYBRIDGE_ERROR_LOSS (-14)

/** The conversion took longer than the option Timeout allows. */
#define LEGACYBRIDGE_ERROR_TIMEOUT (-15)

/** A row of a column: it was NULL. */
#define LEGACYBRIDGE_ROW_NULL 1

/** `legacybridge_set_log`: calls that failed. */
#define LEGACYBRIDGE_LOG_ERROR 1

/** `legacybridge_set_log`: also what should be looked at, such as that the memory limit is near. */
#define LEGACYBRIDGE_LOG_WARNING 2

/** `legacybridge_set_log`: also what begins and ends. */
#define LEGACYBRIDGE_LOG_INFORMATION 3

/** `legacybridge_set_log`: also each conversion. */
#define LEGACYBRIDGE_LOG_TRACE 4

/** A file of a batch job: no worker has begun it yet. */
#define LEGACYBRIDGE_BATCH_FILE_WAITING 1

/** A file of a batch job: a worker is at it. */
#define LEGACYBRIDGE_BATCH_FILE_CONVERTING 2

/** A file of a batch job: its output was there before and was kept. */
#define LEGACYBRIDGE_BATCH_FILE_SKIPPED 3

/** A batch job: folders are still being read and `total` grows. */
#define LEGACYBRIDGE_BATCH_LISTING 1

/** A batch job: every file is known and some are not done yet. */
#define LEGACYBRIDGE_BATCH_RUNNING 2

/** A batch job: cancelled, and documents that were begun are being finished. */
#define LEGACYBRIDGE_BATCH_CANCELLING 3

/** A batch job: over; every file has a result. */
#define LEGACYBRIDGE_BATCH_FINISHED 4

/** A batch job: over; it was cancelled before every file had been begun. */
#define LEGACYBRIDGE_BATCH_CANCELLED 5

/** `legacybridge_batch_text`: the input's path. */
#define LEGACYBRIDGE_BATCH_INPUT 1

/** `legacybridge_batch_text`: the output's path. */
#define LEGACYBRIDGE_BATCH_OUTPUT 2

/** `legacybridge_batch_text`: why the file failed or was skipped; else empty. */
#define LEGACYBRIDGE_BATCH_MESSAGE 3

/** `legacybridge_batch_text`: what could not be kept, as JSON, see `legacybridge_report`. */
#define LEGACYBRIDGE_BATCH_LOSSES 4

/**
 * What `legacybridge_convert_column` made of a column. Set `struct_size` to the size of the
 * structure before the call. Give it back to `legacybridge_free_column`; what its pointers lead to
 * is the caller's to read until then. New members are added at the end.
 */
typedef struct {
    /** Size of the caller's structure in bytes; set by the caller. */
    int32_t struct_size;
    /** Rows. */
    int32_t count;
    /** Rows whose status is an error. */
    int32_t failed;
    /** 0. */
    int32_t reserved;
    /** The outputs, one behind the other, and a NUL behind the last. */
    const uint8_t *data;
    /**
     * Where each output begins, and where the last ends: `count` + 1 offsets from `data`. The
     * output of a NULL or failed row is empty.
     */
    const int64_t *offsets;
    /** Of each row: OK, 1 (the row was NULL), or its error. */
    const int32_t *statuses;
    /**
     * The reports, one behind the other as the outputs: JSON in ASCII as in `legacybridge_report`,
     * of a failed row {"error": "..."}. NULL without Reports=Yes.
     */
    const uint8_t *reports;
    /** Where each report begins, and where the last ends. NULL without Reports=Yes. */
    const int64_t *report_offsets;
    /** Arrow's validity bitmap of the outputs, from bit 0 on: a NULL or failed row has 0. */
    const uint8_t *validity;
} legacybridge_column_t;

/**
 * How far a batch job is. Set `struct_size` to the size of the structure before the call. Members
 * of 32 bits come in fours and those of 64 bits stand at multiples of 8. New members are added at
 * the end.
 */
typedef struct {
    /** Size of the caller's structure in bytes; set by the caller. */
    int32_t struct_size;
    /**
     * `LEGACYBRIDGE_BATCH_LISTING`, `_RUNNING`, `_CANCELLING`; `_FINISHED` and `_CANCELLED` are
     * over, and greater than the others.
     */
    int32_t state;
    /** Files found so far; final when the state is no longer LISTING. */
    int32_t total;
    /** Files that have a result: converted, failed or skipped. */
    int32_t done;
    /** Files that were converted. */
    int32_t converted;
    /** Files that failed. */
    int32_t failed;
    /** Files whose outputs were there before and were kept. */
    int32_t skipped;
    /** Threads that convert. */
    int32_t workers;
    /** Bytes of the inputs that were converted. */
    int64_t bytes_in;
    /** Bytes of the outputs that were written. */
    int64_t bytes_out;
    /** How long the job has run, or ran, in milliseconds. */
    int64_t milliseconds;
} legacybridge_batch_status_t;

/**
 * What has become of one file of a batch job. Set `struct_size` to the size of the structure
 * before the call.
 */
typedef struct {
    /** Size of the caller's structure in bytes; set by the caller. */
    int32_t struct_size;
    /**
     * 0 if it was converted, a negative `LEGACYBRIDGE_ERROR_...` if it failed (CANCELLED: it
     * was not begun), else `LEGACYBRIDGE_BATCH_FILE_WAITING`, `_CONVERTING` or `_SKIPPED`.
     */
    int32_t status;
    /** How many things could not be kept. */
    int32_t losses;
    /** How long it took in microseconds, reading and writing included. */
    int32_t microseconds;
    /** Bytes of the input. */
    int64_t bytes_in;
    /** Bytes of the output. */
    int64_t bytes_out;
} legacybridge_batch_result_t;

/**
 * A function of the host's that is told what the library says: see `legacybridge_set_log`.
 * `message` is in UTF-8, ends with a NUL, and is there for the time of the call only.
 */
typedef void (LEGACYBRIDGE_CALL *legacybridge_log_t)(int32_t level, const char *message);

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
    /**
     * Blocks of 769 bytes to 192 KB: had from those that were given back before, or still large
     * enough for what grew in them.
     */
    int64_t block_pool_hits;
    /** Blocks of that size: asked of the system because none was kept. */
    int64_t block_pool_misses;
    /** Blocks: kept for whoever asks next. */
    int64_t block_pool_idle;
    /** Blocks: bytes of those. */
    int64_t block_pool_bytes;
    /** How long all conversions took together, in microseconds; the metrics have all directions. */
    int64_t conversion_microseconds;
    /** How long those of RTF to Markdown took together, in microseconds. */
    int64_t rtf_to_markdown_microseconds;
    /** How long those of Markdown to RTF took together, in microseconds. */
    int64_t markdown_to_rtf_microseconds;
    /** How long those of RTF to HTML took together, in microseconds. */
    int64_t rtf_to_html_microseconds;
    /** How long those of HTML to RTF took together, in microseconds. */
    int64_t html_to_rtf_microseconds;
    /** How long those of RTF to plain text took together, in microseconds. */
    int64_t rtf_to_text_microseconds;
} legacybridge_stats_t;

#ifdef __cplusplus
extern "C" {
#endif /* __cplusplus */

/**
 * The version of this interface that the library speaks: LEGACYBRIDGE_ABI_VERSION of the header it
 * was built with. Compare it with the header you compiled with.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_abi_version(void);

/** The library's version, such as "0.1.0". The text is static: do not free it. */
LEGACYBRIDGE_API const char *LEGACYBRIDGE_CALL legacybridge_version(void);

/**
 * The library's version as one number that can be compared: LEGACYBRIDGE_VERSION_NUMBER of the
 * header it was built with, major * 10000 + minor * 100 + patch.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_version_number(void);

/**
 * What a status means, in English words. The text is static: do not free it. Never NULL: a number
 * that is no status has words too. What went wrong in a certain call: `legacybridge_last_error`.
 */
LEGACYBRIDGE_API const char *LEGACYBRIDGE_CALL legacybridge_status_text(int32_t status);

/**
 * Makes a converter.
 *
 * `options`  a connection string in UTF-8 that ends with a NUL, such as
 *            "Target=RichEdit;BodyFont=Calibri;MaxInput=64MB"; NULL means defaults. Keys are listed
 *            at the top of this header.
 * `handle`   receives the handle, which is greater than 0; on failure -1, which no function takes
 *            (0 is the built-in converter). Give it back to `legacybridge_destroy`.
 *
 * Returns OK, NULL_POINTER, BAD_OPTION (the last error names the key and its place), BAD_ENCODING,
 * LIMIT_REACHED (4,096 converters are alive), MEMORY_LIMIT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_create(
    const char *options, int32_t *handle);

/**
 * Destroys a converter. Conversions and batch jobs that run with it end in peace.
 *
 * Returns OK, BAD_HANDLE (also for handle 0, and for a handle destroyed before) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_destroy(int32_t handle);

/**
 * Gives back an output of this library. NULL does nothing; a pointer that is not an output, or is
 * one no longer, does nothing but count in `ignored_frees` of the statistics.
 */
LEGACYBRIDGE_API void LEGACYBRIDGE_CALL legacybridge_free(void *output);

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
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_last_error(void *buffer, int32_t capacity);

/** `legacybridge_last_error` in UTF-16: `capacity` and the result are code units. */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_last_error_utf16(
    uint16_t *buffer, int32_t capacity);

/**
 * `legacybridge_last_error` as JSON in ASCII:
 *
 * {"status":-3,"name":"BAD_OPTION","message":"unknown key \"Targt\"","offset":12}
 *
 * `name` is the name of the status without LEGACYBRIDGE_ERROR_. `offset` is the place that the
 * error names, in bytes from the start of the input (or of the options), or null; the message does
 * not repeat it. If no call has failed in this thread, the status is 0 and the name OK.
 *
 * `buffer`, `capacity`  as in `legacybridge_last_error`.
 *
 * Returns the length of the whole text in bytes, without the NUL; a negative capacity gives
 * BAD_ARGUMENT, a NULL buffer with room NULL_POINTER.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_last_error_json(
    void *buffer, int32_t capacity);

/** `legacybridge_last_error_json` in UTF-16: `capacity` and the result are code units. */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_last_error_json_utf16(
    uint16_t *buffer, int32_t capacity);

/**
 * Forgets the last error of this thread: `legacybridge_last_error` gives 0 until a call fails
 * again.
 */
LEGACYBRIDGE_API void LEGACYBRIDGE_CALL legacybridge_clear_error(void);

/**
 * Optional: counts one more part of the host that uses the library, for hosts made of parts that
 * don't know each other. As long as more than one has called this, `legacybridge_shutdown` only
 * counts one less. It also makes ready what every call needs, so that a host finds out early where
 * there is no memory for it.
 *
 * Returns OK, MEMORY_LIMIT (nothing was counted) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_startup(void);

/**
 * Gives back everything that the library holds: every batch job, every converter, every output
 * (also those not yet freed: freeing them later does nothing), pools and caches. Batch jobs are
 * cancelled, and their threads have ended when this returns. Waits for calls that run in other
 * threads; conversions that wait for memory end with CANCELLED.
 *
 * After several calls of `legacybridge_startup` all but the last call of this only count down.
 *
 * Call it before the library is unloaded. The library can be used again afterwards; handles from
 * before stay invalid.
 *
 * Returns OK or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_shutdown(void);

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
 * UTF-16 mark), LIMIT_REACHED, MEMORY_LIMIT, BUSY, CANCELLED (`legacybridge_cancel`), LOSS (the
 * option Strict), TIMEOUT (the option Timeout) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
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
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    uint16_t **output, int32_t *output_len);

/**
 * Converts a document and says what of it could not be kept: the report of this very call, also
 * where several threads convert with one handle.
 *
 * `handle` to `output_len`  as in `legacybridge_convert`.
 * `report`      receives the report, JSON in ASCII as in `legacybridge_report`, which ends with a
 *               NUL. Give it back to `legacybridge_free`, also after a failure: a conversion that
 *               was begun has a report however it ended, above all one that ended with LOSS.
 * `report_len`  receives its length in bytes, without the NUL.
 *
 * Where no conversion was begun (BAD_HANDLE, for instance) `*report` is NULL and `*report_len` 0.
 *
 * Returns what `legacybridge_convert` returns.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_reporting(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    uint8_t **output, int32_t *output_len, uint8_t **report, int32_t *report_len);

/**
 * `legacybridge_convert_reporting` for a document in UTF-16, as `legacybridge_convert_utf16` takes
 * and gives it. The report is in UTF-16 too; the places in it are bytes, two for each code unit.
 *
 * Returns what `legacybridge_convert_utf16` returns.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_reporting_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    uint16_t **output, int32_t *output_len, uint16_t **report, int32_t *report_len);

/**
 * Ends the conversions that run or wait with a handle at this moment, in whatever threads, with
 * CANCELLED. Returns at once; a conversion ends at its next step. Those that begin later are not
 * touched, nor are batch jobs: `legacybridge_batch_cancel` is for them.
 *
 * Returns OK (also where nothing runs), BAD_HANDLE (also for handle 0, which belongs to all) or
 * INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_cancel(int32_t handle);

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
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_into(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    void *buffer, int32_t capacity, int32_t *needed);

/**
 * Converts one file to another. The output is written under a temporary name in the same folder and
 * then renamed, so that a failure leaves what was there before. Both may be the same file.
 *
 * `handle`, `from`, `to`  as in `legacybridge_convert`.
 * `input_path`, `output_path`  paths in UTF-8 that end with a NUL.
 *
 * Returns what `legacybridge_convert` returns (BAD_ENCODING also for paths), and IO.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_file(
    int32_t handle, int32_t from, int32_t to, const char *input_path,
    const char *output_path);

/**
 * `legacybridge_convert_file` with paths in UTF-16 that end with a NUL unit. The files themselves
 * are read and written as there.
 *
 * Returns what `legacybridge_convert_file` returns (BAD_UTF16 also for paths).
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_file_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input_path,
    const uint16_t *output_path);

/**
 * Fills a document with values and converts it: `{{name}}` in Markdown, RTF, HTML or text, and the
 * fields MERGEFIELD and DOCPROPERTY of RTF.
 *
 * `handle` to `input_len`  as in `legacybridge_convert`.
 * `values`      a JSON object in UTF-8: its members are the values by their names.
 * `values_len`  its length in bytes, or -1 if it ends with a NUL.
 * `output`, `output_len`  as in `legacybridge_convert`.
 * `report`, `report_len`  as in `legacybridge_convert_reporting`; both may be NULL.
 *
 * Tags are those of Mustache:
 *   {{name}}     the value as text: no markup comes out of it in any format. A line end in it
 *                is a line break, a data URI of a picture a picture, an array its elements
 *   {{{name}}}   the value is Markdown: its blocks where the tag has a paragraph to itself
 *   {{&name}}    the same
 *   {{a.b}}      a member of a member; {{.}} is the value itself of a section
 *   {{#name}}    begins a section, {{/name}} ends it: left out for false, null, an empty text or
 *                array, repeated for each element of an array. Its tags may stand in different
 *                paragraphs, cells or items: whole table rows and list items repeat
 *   {{^name}}    the contrary
 *   {{! words }} nothing
 * A tag may be cut into runs of different looks. Addresses, titles and code take {{name}} only;
 * raw HTML stays as it is. Of merge fields the switches Upper, Lower, FirstCap, Caps, b, f count.
 *
 * A name without a value shows nothing and is reported as `field`; with the option Strict=field
 * it is LOSS. Partials and other delimiters are text.
 *
 * Memory, threads and limits are those of `legacybridge_convert`; `legacybridge_cancel` ends it.
 *
 * Returns what `legacybridge_convert` returns; BAD_ARGUMENT also where the values are no JSON
 * object (the place is one of the values) or a section has no end, BAD_ENCODING where they are
 * not UTF-8.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_fill(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    const void *values, int32_t values_len, uint8_t **output, int32_t *output_len,
    uint8_t **report, int32_t *report_len);

/**
 * `legacybridge_fill` for a document and values in UTF-16, in the machine's byte order. Output
 * and report are UTF-16 too; all lengths are code units.
 *
 * Returns what `legacybridge_fill` returns, and BAD_UTF16 for an unpaired surrogate.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_fill_utf16(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    const uint16_t *values, int32_t values_len, uint16_t **output, int32_t *output_len,
    uint16_t **report, int32_t *report_len);

/**
 * Looks at a document, writes nothing, and says what is wrong with it.
 *
 * `handle`, `from`, `input`, `input_len`  as in `legacybridge_convert`.
 * `json`        receives JSON in ASCII that ends with a NUL; give it to `legacybridge_free`:
 *               {"valid":false,"format":"rtf","findings":[{"kind":"open_group",
 *               "message":"...","offset":12,"line":1,"column":13}]}
 * `json_len`    receives its length in bytes, without the NUL.
 *
 * `valid` says that nothing was found. Offsets are bytes of the input; lines and columns count
 * from 1, columns in characters; all are null where no place is known. Findings stand in the
 * order of their places, at most 1000 of them. Kinds are those of the report (`repaired_brace`,
 * `undecodable_byte`, `control_character`, `flattened_nesting`, `limit_reached`, `not_rtf`), and
 *   RTF       open_group, stray_brace, bad_binary, bad_hex, bad_destination, bad_picture,
 *             missing_font, version, after_end
 *   Markdown  open_fence, missing_definition, unused_definition, missing_footnote,
 *             unused_footnote, missing_anchor, ragged_row, skipped_level, raw_html, odd_tab
 *   HTML      open_element, stray_end, bad_tag
 *   CSV       ragged_row, open_quote, stray_quote
 * An input that can't be read at all has the one finding bad_input. Memory, threads and limits
 * are those of `legacybridge_convert`; `legacybridge_cancel` ends it.
 *
 * Returns OK, also where something was found, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT,
 * LIMIT_REACHED, MEMORY_LIMIT, BUSY, CANCELLED, TIMEOUT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_check(
    int32_t handle, int32_t from, const void *input, int32_t input_len, uint8_t **json,
    int32_t *json_len);

/**
 * `legacybridge_check` for a document in UTF-16, in the machine's byte order. The JSON is UTF-16
 * too; offsets are bytes, two for each code unit.
 *
 * Returns what `legacybridge_check` returns.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_check_utf16(
    int32_t handle, int32_t from, const uint16_t *input, int32_t input_len,
    uint16_t **json, int32_t *json_len);

/**
 * Converts many documents in one call: a column of a table, in the layout that Apache Arrow, and
 * whatever speaks it, has of variable-length binaries and strings. Nothing is copied on the way in.
 *
 * `handle`, `from`, `to`  as in `legacybridge_convert`, for each row.
 * `data`        the documents, one behind the other.
 * `data_len`    how many bytes stand at `data`: all offsets are compared with it. NULL: the offsets
 *               are trusted.
 * `offsets`     where the documents begin and end, in bytes from `data`: row r stands from offset r
 *               to offset r + 1. Rows `first` to `first` + `count` - 1 are converted, so that
 *               `first` + `count` + 1 offsets are there. With `count` 0 nothing is read.
 * `offset_bits` 32 or 64: how wide the offsets are. They need not be aligned.
 * `validity`    a bitmap, from the lowest bit of the first byte on: a row r whose bit r is 0 is
 *               NULL and is not read. NULL: no row is NULL.
 * `first`, `count`  the first row, and how many.
 * `options`     a connection string as in `legacybridge_create`, or NULL for defaults:
 *               Workers = 0 to 64 (default: 1): threads that convert, the caller's among them; 0:
 *                   one for each processor, 8 at most
 *               Reports = Yes|No (default: No): whether each row has a report
 * `column`      a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes. A
 *               smaller structure than the library's gets the members that fit in it whole (where
 *               `data` does not fit there is nothing to give back); in a larger one the rest is
 *               set to 0.
 *
 * All offsets are looked at before a document is read: where one is negative, smaller than the one
 * before it, or beyond `data_len`, or where a row has 2^31 bytes or more, the call ends with
 * BAD_ARGUMENT. A row that fails has its status and fails nothing else. Limits (MaxInput,
 * MemoryLimit, BusyTimeout, Timeout) hold for each row as for a call; where one has waited for
 * memory in vain, others don't wait until one has found some. `legacybridge_cancel` and a shutdown
 * end rows not begun with CANCELLED. `legacybridge_report` does not know of columns. On failure all
 * members but `struct_size` are 0.
 *
 * Returns OK (rows may have failed: see `failed`), NULL_POINTER, BAD_HANDLE, BAD_OPTION,
 * BAD_ARGUMENT, BAD_ENCODING (of the options), MEMORY_LIMIT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_convert_column(
    int32_t handle, int32_t from, int32_t to, const void *data, const int64_t *data_len,
    const void *offsets, int32_t offset_bits, const uint8_t *validity, int32_t first,
    int32_t count, const char *options, legacybridge_column_t *column);

/**
 * Gives back what `legacybridge_convert_column` made, and sets all members but `struct_size` to 0.
 *
 * NULL does nothing; a structure of zeros, one that was given back before, or a copy of such a one
 * does nothing but count in `ignored_frees` of the statistics.
 */
LEGACYBRIDGE_API void LEGACYBRIDGE_CALL legacybridge_free_column(legacybridge_column_t *column);

/**
 * Starts a job that converts the files of a folder, and of the folders in it. Returns at once: the
 * work is done by threads that start with the job and end with it.
 *
 * Outputs get the names of the inputs with the extension of their format (md, rtf, txt), and stand
 * in the output folder as the inputs stand in theirs; folders are made where needed. An output is
 * written under a temporary name and then renamed. A file that fails is a result and stops nothing;
 * so is a folder that can't be read, and a file whose output would be another's output or input, by
 * whatever name (BAD_ARGUMENT, whatever Overwrite says). An output may replace its own input.
 * Links to folders are not followed. When the output folder is inside the input folder it is not
 * read; both may be the same.
 *
 * `handle`, `from`, `to`  as in `legacybridge_convert`. The converter may be destroyed while the
 *                  job runs.
 * `input_folder`   the folder to read, in UTF-8, ending with a NUL.
 * `output_folder`  the folder to write to; it is made if need be.
 * `options`        a connection string as in `legacybridge_create`, or NULL for defaults:
 *                  Workers = 0 to 64 (default: 0): threads that convert; 0: one for each
 *                      processor, 8 at most
 *                  Overwrite = Yes|No (default: No): whether outputs replace files that are
 *                      there; if not, such files are skipped
 *                  Extensions = md,markdown (default: by `from`): which files are read, whatever
 *                      the case of their names; * for all
 *                  Recursive = Yes|No (default: Yes): whether folders in the folder are read
 *                  Join = file name (default: none): one document of all, in their order, under
 *                      that name in the output folder; a name without an extension gets that of
 *                      the format. Footnotes, lists, names of places and comments of the
 *                      documents stay apart, links between them lead to the place in the whole.
 *                      A file that fails is left out and is a failed result; what keeps the
 *                      whole from being written is the result of all files. Facts about the
 *                      document are those of the first. Not together with Split
 *                  NewPage = Yes|No (default: Yes): whether each document of Join begins a page,
 *                      where the format has pages
 *                  Split = 0 to 6 (default: 0, not): cuts each document at its headings of that
 *                      level and above into files: letter.md into letter-0.rtf, which is what
 *                      stands before the first heading, letter-1-its-heading.rtf and so on.
 *                      Numbers have as many digits as the last one. Notes go with what refers
 *                      to them, links into another part lead to its file. At most 10,000 parts;
 *                      all get their names when all are whole
 * `job`            receives the job's handle, which is greater than 0; on failure 0. Give it back
 *                  to `legacybridge_batch_free`.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, BAD_OPTION, BAD_ARGUMENT (also for `to` DETECT),
 * BAD_ENCODING, IO (the input folder can't be read or the output folder can't be made),
 * LIMIT_REACHED (256 jobs are alive), MEMORY_LIMIT, CANCELLED (the library is being shut down) or
 * INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_start(
    int32_t handle, int32_t from, int32_t to, const char *input_folder,
    const char *output_folder, const char *options, int32_t *job);

/**
 * Starts a job that converts a list of files. As `legacybridge_batch_start`, except that each
 * output has the name that the list gives it, and that file `n` of the job is file `n` of the list,
 * counted from 0. The arrays and the names in them are read before the call returns. With Join the
 * one document stands in the folder of the first output; of an output that Split cuts, the files
 * stand beside it and have its name and its extension.
 *
 * `inputs`, `outputs`  arrays of `count` paths each, in UTF-8 and each ending with a NUL.
 * `count`              how many there are; 0 gives a job that is over soon.
 *
 * Returns what `legacybridge_batch_start` returns. A file that can't be read is a result of the
 * job.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_start_list(
    int32_t handle, int32_t from, int32_t to, const char *const *inputs,
    const char *const *outputs, int32_t count, const char *options, int32_t *job);

/**
 * Says how far a job is.
 *
 * `status`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes, as in
 *           `legacybridge_stats`.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (`struct_size` is out of range) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_status(
    int32_t job, legacybridge_batch_status_t *status);

/**
 * Asks a job to begin no further document. Documents that were begun are finished, and their
 * outputs stay; nothing half-written does. Returns at once: `legacybridge_batch_wait` waits for the
 * end. A job that is over is not changed.
 *
 * Returns OK, BAD_HANDLE or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_cancel(int32_t job);

/**
 * Waits until a job is over. A program with windows should wait for short times only and handle its
 * messages in between.
 *
 * `milliseconds`  how long to wait; 0 only asks, -1 waits as long as it takes.
 *
 * Returns OK when the job is finished (files may have failed: see its status), CANCELLED when it is
 * over because it was cancelled, MEMORY_LIMIT when it is over because there was no memory even to
 * note what is missing, BUSY when it is not over yet, BAD_HANDLE, BAD_ARGUMENT (less than -1) or
 * INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_wait(
    int32_t job, int32_t milliseconds);

/**
 * Says what has become of one file of a job. Files can be asked for while the job runs.
 *
 * `index`   the number of the file, from 0 to `total` - 1 of the status. Files of a list are in its
 *           order; those of a folder are in the order of their names, before those of the folders
 *           in it.
 * `result`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes, as in
 *           `legacybridge_stats`.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (there is no such file, or `struct_size` is
 * out of range) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_result(
    int32_t job, int32_t index, legacybridge_batch_result_t *result);

/**
 * Writes what is known of one file of a job in words.
 *
 * `index`     as in `legacybridge_batch_result`; -1 for the file that was begun last (texts are
 *             empty while there is none).
 * `part`      `LEGACYBRIDGE_BATCH_INPUT`, `_OUTPUT` (of a document that was cut a line for each
 *             file), `_MESSAGE` or `_LOSSES`.
 * `text`      receives the text in UTF-8, which ends with a NUL. Give it back to
 *             `legacybridge_free`.
 * `text_len`  receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, BAD_ARGUMENT (there is no such file or part), MEMORY_LIMIT
 * or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_text(
    int32_t job, int32_t index, int32_t part, uint8_t **text, int32_t *text_len);

/**
 * Writes the report of a job as JSON in ASCII, one line for each file. It can be asked for while
 * the job runs.
 *
 * {"state":"finished","total":2,"converted":1,"failed":1,"skipped":0,"bytes_in":12,"bytes_out":420,
 * "milliseconds":3,"files":[
 * {"input":"in/a.md","output":"out/a.rtf","result":"converted","status":0,"bytes_in":12,
 * "bytes_out":420,"microseconds":184},
 * {"input":"in/b.md","output":"out/b.rtf","result":"failed","status":-5,"bytes_in":0,"bytes_out":0,
 * "microseconds":92,"message":"the input is not UTF-8 at byte 1"}
 * ]}
 *
 * `state` is listing, running, cancelling, finished or cancelled; `result` is waiting, converting,
 * converted, skipped, failed or cancelled. `message` stands where there is something to say,
 * `losses` (as in `legacybridge_report`) where something could not be kept. With Split `output` is
 * the first file, and `outputs` has all of them. With Join what was lost or took time only when the
 * whole was written counts with the first file, and so do the bytes of the output.
 *
 * `json`      receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
 * `json_len`  receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, LIMIT_REACHED (more than 2 GB), MEMORY_LIMIT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_report(
    int32_t job, uint8_t **json, int32_t *json_len);

/**
 * Gives back a job. One that is not over is cancelled; its threads have ended when this returns,
 * which takes as long as the documents that were begun.
 *
 * Returns OK, BAD_HANDLE (also for a job that was freed before) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_batch_free(int32_t job);

/**
 * Has the library tell a function of the host's what it does: for a log file.
 *
 * `callback`  the function; NULL: nothing is told any more, which is so at first and after a
 *             shutdown that ends all.
 * `level`     up to which level: LEGACYBRIDGE_LOG_ERROR (calls that failed), _WARNING (also that
 *             the memory limit is near, and files of batch jobs that failed), _INFORMATION (also
 *             that jobs begin) or _TRACE (also each conversion).
 *
 * The function is called at the end of calls of this library, in the thread that called, while
 * nothing is locked: it may call the library itself, and what that says is not told. Where it shuts
 * the library down, the call whose end it was told hands nothing out and ends with CANCELLED, if it
 * is one that hands out an output, a column, a handle or a job. What threads
 * of the library's own say waits for the next call of `legacybridge_batch_status` or
 * `legacybridge_batch_wait`; up to 32 messages wait. Another thread's call that is ending may still
 * call the function once after this has returned.
 *
 * Returns OK, BAD_ARGUMENT (the level is not from 1 to 4) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_set_log(
    legacybridge_log_t callback, int32_t level);

/**
 * Fills in the statistics of the process.
 *
 * `stats`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes. A smaller
 *          structure than the library's gets the members that fit in it whole; in a larger one the
 *          rest is set to 0. `struct_size` stays as it is.
 *
 * Returns OK, NULL_POINTER, BAD_ARGUMENT (`struct_size` is out of range) or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_stats(legacybridge_stats_t *stats);

/**
 * Writes what the last conversion on a handle could not keep, as JSON in ASCII:
 *
 * [{"kind":"object","count":2,"first":123}]
 *
 * `kind` is one of header_footer, object, shape, picture, picture_file, remote_picture,
 * unsafe_link, color, font, hidden_text, comment, deleted_text, change_author, field, note,
 * metadata, heading_attributes, list_style, list_depth, table, merged_cells, html, math,
 * control_character, undecodable_byte, repaired_brace, flattened_nesting, limit_reached, not_rtf,
 * not_table, guarded_cell, other, alignment, page_break, picture_size, caption, direction,
 * column_width, spacing. Kinds of how things look on paper (alignment and those behind it) are
 * among them with the option Report=Layout.
 * `first` is the place of the first one, in bytes from the start
 * of the input as it was given (two for each UTF-16 unit), or null where no place is known. An
 * empty array means that nothing was lost. When several threads convert on one handle, the
 * conversion that ended last counts. A conversion that failed leaves what it had met until then.
 *
 * `json`      receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
 * `json_len`  receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, BAD_HANDLE, MEMORY_LIMIT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_report(
    int32_t handle, uint8_t **json, int32_t *json_len);

/**
 * Writes the process's figures in the Prometheus text format, version 0.0.4, in ASCII.
 *
 * `text`  receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
 * `len`   receives its length in bytes, without the NUL.
 *
 * Returns OK, NULL_POINTER, MEMORY_LIMIT or INTERNAL.
 */
LEGACYBRIDGE_API int32_t LEGACYBRIDGE_CALL legacybridge_metrics(uint8_t **text, int32_t *len);

/*
 * Types of pointers to the functions, for GetProcAddress and dlsym:
 *
 *     legacybridge_destroy_fn destroy =
 *         (legacybridge_destroy_fn)GetProcAddress(library, "legacybridge_destroy");
 */
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_abi_version_fn)(void);
typedef const char * (LEGACYBRIDGE_CALL *legacybridge_version_fn)(void);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_version_number_fn)(void);
typedef const char * (LEGACYBRIDGE_CALL *legacybridge_status_text_fn)(int32_t status);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_create_fn)(const char *options, int32_t *handle);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_destroy_fn)(int32_t handle);
typedef void (LEGACYBRIDGE_CALL *legacybridge_free_fn)(void *output);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_last_error_fn)(void *buffer, int32_t capacity);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_last_error_utf16_fn)(
    uint16_t *buffer, int32_t capacity);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_last_error_json_fn)(
    void *buffer, int32_t capacity);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_last_error_json_utf16_fn)(
    uint16_t *buffer, int32_t capacity);
typedef void (LEGACYBRIDGE_CALL *legacybridge_clear_error_fn)(void);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_startup_fn)(void);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_shutdown_fn)(void);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_fn)(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    uint8_t **output, int32_t *output_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_utf16_fn)(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    uint16_t **output, int32_t *output_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_reporting_fn)(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    uint8_t **output, int32_t *output_len, uint8_t **report, int32_t *report_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_reporting_utf16_fn)(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    uint16_t **output, int32_t *output_len, uint16_t **report, int32_t *report_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_cancel_fn)(int32_t handle);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_into_fn)(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    void *buffer, int32_t capacity, int32_t *needed);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_file_fn)(
    int32_t handle, int32_t from, int32_t to, const char *input_path,
    const char *output_path);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_file_utf16_fn)(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input_path,
    const uint16_t *output_path);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_fill_fn)(
    int32_t handle, int32_t from, int32_t to, const void *input, int32_t input_len,
    const void *values, int32_t values_len, uint8_t **output, int32_t *output_len,
    uint8_t **report, int32_t *report_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_fill_utf16_fn)(
    int32_t handle, int32_t from, int32_t to, const uint16_t *input, int32_t input_len,
    const uint16_t *values, int32_t values_len, uint16_t **output, int32_t *output_len,
    uint16_t **report, int32_t *report_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_check_fn)(
    int32_t handle, int32_t from, const void *input, int32_t input_len, uint8_t **json,
    int32_t *json_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_check_utf16_fn)(
    int32_t handle, int32_t from, const uint16_t *input, int32_t input_len,
    uint16_t **json, int32_t *json_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_convert_column_fn)(
    int32_t handle, int32_t from, int32_t to, const void *data, const int64_t *data_len,
    const void *offsets, int32_t offset_bits, const uint8_t *validity, int32_t first,
    int32_t count, const char *options, legacybridge_column_t *column);
typedef void (LEGACYBRIDGE_CALL *legacybridge_free_column_fn)(legacybridge_column_t *column);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_start_fn)(
    int32_t handle, int32_t from, int32_t to, const char *input_folder,
    const char *output_folder, const char *options, int32_t *job);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_start_list_fn)(
    int32_t handle, int32_t from, int32_t to, const char *const *inputs,
    const char *const *outputs, int32_t count, const char *options, int32_t *job);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_status_fn)(
    int32_t job, legacybridge_batch_status_t *status);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_cancel_fn)(int32_t job);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_wait_fn)(int32_t job, int32_t milliseconds);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_result_fn)(
    int32_t job, int32_t index, legacybridge_batch_result_t *result);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_text_fn)(
    int32_t job, int32_t index, int32_t part, uint8_t **text, int32_t *text_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_report_fn)(
    int32_t job, uint8_t **json, int32_t *json_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_batch_free_fn)(int32_t job);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_set_log_fn)(
    legacybridge_log_t callback, int32_t level);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_stats_fn)(legacybridge_stats_t *stats);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_report_fn)(
    int32_t handle, uint8_t **json, int32_t *json_len);
typedef int32_t (LEGACYBRIDGE_CALL *legacybridge_metrics_fn)(uint8_t **text, int32_t *len);

#ifdef __cplusplus
} /* extern "C" */
#endif /* __cplusplus */

#endif  /* LEGACYBRIDGE_H */
