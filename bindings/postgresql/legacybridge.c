/*
 * LegacyBridge in PostgreSQL: an extension over the C functions of liblegacybridge.
 *
 *     CREATE EXTENSION legacybridge;
 *     SELECT rtf_to_markdown(note), rtf_to_text(note, 'Comments=Keep') FROM memo;
 *
 * In       documents as text or bytea; a second argument has the options of a converter
 * Out      text in the database's encoding, in the memory context of the call; from_report gives jsonb
 * Errors   an SQLSTATE by the status (`sqlstate` below); try_ functions give NULL for a document that can't
 *          be converted, and an error all the same for wrong options and want of memory
 * Limits   those of the options (MaxInput, 64 MB by default) and PostgreSQL's own of a value, 1 GB
 *
 * A query that is cancelled, or runs into statement_timeout, ends before the next document: the library
 * has no callback that could ask in between, and a document of the largest size takes about a second. The
 * option Timeout is for less. Converters are kept by their options for the life of the backend.
 */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "../sql/shared.h"

PG_MODULE_MAGIC;

/* A backend runs one function at a time. */
static bridge_cache_t converters;

/* A document of SQL. */
typedef struct {
    const void *bytes;
    int32 length;
    /* UTF-16, in code units. */
    bool is_wide;
} document_t;

/* What a call made; what the library owns of it is given back before anything can throw. */
typedef struct {
    int32 status;
    void *output, *report;
    int32 length, report_length;
} made_t;

/* What a function does with a document that can't be converted. */
typedef enum { RAISE, GIVE_NULL } fault_t;

static int sqlstate(int32 status)
{
    switch (status) {
    case BRIDGE_REFUSED:
        return ERRCODE_INSUFFICIENT_PRIVILEGE;
    case LEGACYBRIDGE_ERROR_BAD_OPTION:
    case LEGACYBRIDGE_ERROR_BAD_ARGUMENT:
        return ERRCODE_INVALID_PARAMETER_VALUE;
    case LEGACYBRIDGE_ERROR_BAD_ENCODING:
    case LEGACYBRIDGE_ERROR_BAD_UTF16:
        return ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;
    case LEGACYBRIDGE_ERROR_LIMIT_REACHED:
    case LEGACYBRIDGE_ERROR_TIMEOUT: /* of this document: what PL/pgSQL can catch */
        return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
    case LEGACYBRIDGE_ERROR_MEMORY_LIMIT:
        return ERRCODE_OUT_OF_MEMORY;
    case LEGACYBRIDGE_ERROR_BUSY:
        return ERRCODE_INSUFFICIENT_RESOURCES;
    case LEGACYBRIDGE_ERROR_IO:
        return ERRCODE_IO_ERROR;
    case LEGACYBRIDGE_ERROR_CANCELLED:
        return ERRCODE_QUERY_CANCELED;
    case LEGACYBRIDGE_ERROR_LOSS:
        return ERRCODE_DATA_EXCEPTION;
    default:
        return ERRCODE_INTERNAL_ERROR;
    }
}

/* Ends the statement with the library's words. */
static void complain(int32 status)
{
    char words[600];
    if (status == BRIDGE_REFUSED)
        strlcpy(words, BRIDGE_REFUSAL, sizeof words);
    else if (legacybridge_last_error(words, sizeof words) <= 0)
        strlcpy(words, legacybridge_status_text(status), sizeof words);
    ereport(ERROR, (errcode(sqlstate(status)), errmsg("%s", words)));
}

/* The converter of the second argument. */
static int32 converter(FunctionCallInfo fcinfo, bool is_utf8)
{
    int32 handle = 0, status;
    text *given;
    char *options;
    if (PG_NARGS() < 2)
        return 0;
    given = PG_GETARG_TEXT_PP(1);
    options = pg_server_to_any(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), PG_UTF8);
    status = bridge_converter(&converters, options,
                              options == VARDATA_ANY(given) ? VARSIZE_ANY_EXHDR(given) : strlen(options),
                              is_utf8, &handle);
    if (status != LEGACYBRIDGE_OK)
        complain(status);
    return handle;
}

/* UTF-8 that was looked at, as UTF-16. */
static void widen(document_t *document)
{
    const unsigned char *at = document->bytes, *end = at + document->length;
    uint16 *units = palloc_extended((Size)document->length * 2 + 2, MCXT_ALLOC_HUGE);
    uint32_t c = 0;
    int32 length = 0;
    while (at < end) {
        at += bridge_character(at, end, &c);
        if (c >= 0x10000) {
            units[length++] = 0xD800 + ((c - 0x10000) >> 10);
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        units[length++] = c;
    }
    document->bytes = units;
    document->length = length;
    document->is_wide = true;
}

static document_t document_of(FunctionCallInfo fcinfo, int32 from, bool is_bytes)
{
    struct varlena *value = PG_GETARG_VARLENA_PP(0);
    document_t document = {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), false};
    if (!is_bytes) {
        char *utf8 = pg_server_to_any((char *)document.bytes, document.length, PG_UTF8);
        if (utf8 != document.bytes) {
            document.bytes = utf8;
            document.length = strlen(utf8);
        }
        if (from == LEGACYBRIDGE_FORMAT_RTF && bridge_is_wide(document.bytes, document.length))
            widen(&document);
    }
    return document;
}

static made_t make(int32 handle, int32 from, int32 to, const document_t *document, bool reporting)
{
    made_t made = {0};
    if (document->is_wide && reporting)
        made.status = legacybridge_convert_reporting_utf16(
            handle, from, to, document->bytes, document->length, (uint16_t **)&made.output, &made.length,
            (uint16_t **)&made.report, &made.report_length);
    else if (document->is_wide)
        made.status = legacybridge_convert_utf16(handle, from, to, document->bytes, document->length,
                                                 (uint16_t **)&made.output, &made.length);
    else if (reporting)
        made.status = legacybridge_convert_reporting(
            handle, from, to, document->bytes, document->length, (uint8_t **)&made.output, &made.length,
            (uint8_t **)&made.report, &made.report_length);
    else
        made.status = legacybridge_convert(handle, from, to, document->bytes, document->length,
                                           (uint8_t **)&made.output, &made.length);
    return made;
}

/* Bytes, or UTF-16 where `is_wide`, of the library's as UTF-8 of the server's, with room for a header in
 * front and a NUL behind; NULL where there is no memory for it, and never an error. */
static char *copied(const void *from, int32 length, bool is_wide, Size *size)
{
    Size most = is_wide ? (Size)length * 3 : (Size)length;
    const uint16 *units = from;
    unsigned char *to;
    char *copy;
    int32 i;
    if (!AllocSizeIsValid(most + VARHDRSZ + 1))
        return NULL;
    copy = palloc_extended(most + VARHDRSZ + 1, MCXT_ALLOC_NO_OOM);
    if (copy == NULL)
        return NULL;
    to = (unsigned char *)copy + VARHDRSZ;
    if (!is_wide) {
        memcpy(to, from, length);
        to += length;
    } else {
        for (i = 0; i < length; i++) {
            pg_wchar c = units[i];
            if (c >= 0xD800 && c < 0xDC00 && i + 1 < length)
                c = 0x10000 + ((c - 0xD800) << 10) + (units[++i] - 0xDC00);
            unicode_to_utf8(c, to);
            to += pg_utf_mblen(to);
        }
    }
    *to = 0;
    *size = (char *)to - copy - VARHDRSZ;
    return copy;
}

/* UTF-8 behind room for a header as a text of the database; it is checked, for a text may hold no NUL. */
static text *as_text(char *copy, Size size)
{
    char *utf8 = copy + VARHDRSZ;
    char *own = pg_any_to_server(utf8, size, PG_UTF8);
    if (own != utf8)
        return cstring_to_text(own);
    SET_VARSIZE(copy, size + VARHDRSZ);
    return (text *)copy;
}

static Datum convert(FunctionCallInfo fcinfo, int32 from, int32 to, bool is_bytes, fault_t fault)
{
    bool is_utf8 = !(is_bytes && to == LEGACYBRIDGE_FORMAT_RTF && from != to);
    int32 handle = converter(fcinfo, is_utf8);
    document_t document = document_of(fcinfo, from, is_bytes);
    made_t made;
    char *copy;
    Size size = 0;
    CHECK_FOR_INTERRUPTS();
    made = make(handle, from, to, &document, false);
    if (made.status != LEGACYBRIDGE_OK) {
        if (fault == GIVE_NULL && bridge_is_of_document(made.status))
            PG_RETURN_NULL();
        complain(made.status);
    }
    copy = copied(made.output, made.length, document.is_wide, &size);
    legacybridge_free(made.output);
    if (copy == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("no memory for a document of %d characters",
                                                                made.length)));
    PG_RETURN_TEXT_P(as_text(copy, size));
}

/* The report, or {"status":...} of a document that can't be converted. */
static Datum report(FunctionCallInfo fcinfo, int32 from, int32 to, bool is_bytes)
{
    bool is_utf8 = !(is_bytes && to == LEGACYBRIDGE_FORMAT_RTF && from != to);
    int32 handle = converter(fcinfo, is_utf8);
    document_t document = document_of(fcinfo, from, is_bytes);
    char error[4096];
    char *json = error;
    made_t made;
    Size size = 0;
    CHECK_FOR_INTERRUPTS();
    made = make(handle, from, to, &document, true);
    legacybridge_free(made.output);
    if (made.status == LEGACYBRIDGE_OK) {
        char *copy = copied(made.report, made.report_length, document.is_wide, &size);
        json = copy == NULL ? NULL : copy + VARHDRSZ;
    } else {
        int32 length = 0;
        if (bridge_is_of_document(made.status))
            length = legacybridge_last_error_json(error, sizeof error);
        if (length <= 0 || length >= (int32)sizeof error)
            json = NULL;
    }
    legacybridge_free(made.report);
    if (json == NULL)
        complain(made.status == LEGACYBRIDGE_OK ? LEGACYBRIDGE_ERROR_MEMORY_LIMIT : made.status);
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(json));
}

#define FUNCTION(name, body)             \
    PG_FUNCTION_INFO_V1(name);           \
    Datum name(PG_FUNCTION_ARGS)         \
    {                                    \
        return body;                     \
    }
#define FORMATS(FROM, TO) LEGACYBRIDGE_FORMAT_##FROM, LEGACYBRIDGE_FORMAT_##TO

/* The C names begin with lb_: those of SQL would meet others of the server. */
#define PAIR(from, FROM, to, TO)                                                                    \
    FUNCTION(lb_##from##_to_##to, convert(fcinfo, FORMATS(FROM, TO), false, RAISE))                 \
    FUNCTION(lb_##from##_to_##to##_bytea, convert(fcinfo, FORMATS(FROM, TO), true, RAISE))          \
    FUNCTION(lb_try_##from##_to_##to, convert(fcinfo, FORMATS(FROM, TO), false, GIVE_NULL))         \
    FUNCTION(lb_try_##from##_to_##to##_bytea, convert(fcinfo, FORMATS(FROM, TO), true, GIVE_NULL))
BRIDGE_PAIRS(PAIR)

#define REPORT(from, FROM, TO)                                                     \
    FUNCTION(lb_##from##_report, report(fcinfo, FORMATS(FROM, TO), false))         \
    FUNCTION(lb_##from##_report_bytea, report(fcinfo, FORMATS(FROM, TO), true))
BRIDGE_REPORTS(REPORT)

FUNCTION(lb_version, CStringGetTextDatum(legacybridge_version()))

void _PG_init(void);

void _PG_init(void)
{
    if (legacybridge_abi_version() != LEGACYBRIDGE_ABI_VERSION)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("liblegacybridge %s is not the version that this extension was built for",
                               legacybridge_version())));
    /* PostgreSQL unloads no extension: what ends is the process. */
    legacybridge_startup();
}
