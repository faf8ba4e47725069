/*
 * LegacyBridge in SQLite: a loadable extension over the C functions of liblegacybridge.
 *
 *     SELECT rtf_to_markdown(note), rtf_to_text(note, 'Comments=Keep') FROM memo;
 *
 * In       documents as TEXT or BLOB; a second argument has the options of a converter
 * Out      TEXT in UTF-8; from_report gives JSON. NULL where an argument is NULL
 * Errors   an SQL error with the library's words; try_ functions give NULL for a document that can't be
 *          converted, and an error all the same for wrong options and want of memory
 * Limits   those of the options (MaxInput and others) and SQLite's own of the length of a value
 *
 * A text is UTF-8, and of RTF in a text characters count as what they show. A blob is bytes: RTF as a file
 * has it, others in UTF-8, or in the CodePage of the options where they become RTF. The functions are
 * deterministic and innocuous: indexes, generated columns, views and triggers may use them, and options
 * that reach files are refused.
 *
 *     cc -shared -fPIC -O2 legacybridge_sqlite.c -I../../include -llegacybridge -o legacybridge_sqlite.so
 */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

#include "../sql/shared.h"

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

/* What the functions of one connection share. SQLite calls them one at a time. */
typedef struct {
    bridge_cache_t converters;
    /* Functions that have it still. */
    int users;
} connection_t;

/* What a function does. */
typedef struct {
    const char *name;
    int32_t from, to;
    /* Whether a document that can't be converted gives NULL. */
    int tries;
} work_t;

/* A function of a connection: what SQLite keeps for it. */
typedef struct {
    const work_t *work;
    connection_t *connection;
} function_t;

#define PAIR(from, FROM, to, TO)                                                                \
    {#from "_to_" #to, LEGACYBRIDGE_FORMAT_##FROM, LEGACYBRIDGE_FORMAT_##TO, 0},                 \
    {"try_" #from "_to_" #to, LEGACYBRIDGE_FORMAT_##FROM, LEGACYBRIDGE_FORMAT_##TO, 1},
static const work_t conversions[] = {BRIDGE_PAIRS(PAIR)};

#define REPORT(from, FROM, TO) {#from "_report", LEGACYBRIDGE_FORMAT_##FROM, LEGACYBRIDGE_FORMAT_##TO, 0},
static const work_t reports[] = {BRIDGE_REPORTS(REPORT)};

/* A document of SQL. */
typedef struct {
    const void *bytes;
    int length;
    /* In UTF-16, `length` in bytes all the same. */
    int is_wide;
} document_t;

/* legacybridge_free has a calling convention of its own on 32-bit Windows. */
static void give_back(void *output)
{
    legacybridge_free(output);
}

static void fail(sqlite3_context *context, const work_t *work, int32_t status)
{
    char words[600];
    char *message;
    if (status == BRIDGE_REFUSED)
        strcpy(words, BRIDGE_REFUSAL);
    else if (legacybridge_last_error(words, sizeof words) <= 0)
        strcpy(words, legacybridge_status_text(status));
    message = sqlite3_mprintf("%s: %s", work->name, words);
    if (message == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_result_error(context, message, -1);
    sqlite3_free(message);
}

/* The converter of the second argument. */
static int32_t converter(function_t *function, int count, sqlite3_value **values, int32_t *handle)
{
    const work_t *work = function->work;
    int is_bytes = sqlite3_value_type(values[0]) == SQLITE_BLOB;
    int is_utf8 = !(is_bytes && work->to == LEGACYBRIDGE_FORMAT_RTF && work->from != work->to);
    const char *options;
    *handle = 0;
    if (count < 2)
        return LEGACYBRIDGE_OK;
    options = (const char *)sqlite3_value_text(values[1]);
    if (options == NULL)
        return LEGACYBRIDGE_ERROR_MEMORY_LIMIT;
    return bridge_converter(&function->connection->converters, options,
                            (size_t)sqlite3_value_bytes(values[1]), is_utf8, handle);
}

/* The document; 0 where there is no memory for it. */
static int read(sqlite3_value *value, const work_t *work, document_t *document)
{
    int is_bytes = sqlite3_value_type(value) == SQLITE_BLOB;
    document->is_wide = 0;
    document->bytes = is_bytes ? sqlite3_value_blob(value) : (const void *)sqlite3_value_text(value);
    document->length = sqlite3_value_bytes(value);
    if (document->bytes == NULL)
        return is_bytes && document->length == 0;
    if (!is_bytes && work->from == LEGACYBRIDGE_FORMAT_RTF &&
        bridge_is_wide(document->bytes, (size_t)document->length)) {
        document->is_wide = 1;
        document->bytes = sqlite3_value_text16(value);
        document->length = sqlite3_value_bytes16(value);
    }
    return document->bytes != NULL;
}

/* What both kinds of functions begin with; 0 where all is said. */
static int begin(sqlite3_context *context, int count, sqlite3_value **values, int32_t *handle,
                 document_t *document)
{
    function_t *function = sqlite3_user_data(context);
    int32_t status;
    int i;
    for (i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return 0;
    status = converter(function, count, values, handle);
    if (status != LEGACYBRIDGE_OK) {
        fail(context, function->work, status);
        return 0;
    }
    if (!read(values[0], function->work, document)) {
        sqlite3_result_error_nomem(context);
        return 0;
    }
    return 1;
}

static void convert(sqlite3_context *context, int count, sqlite3_value **values)
{
    const work_t *work = ((function_t *)sqlite3_user_data(context))->work;
    document_t document;
    uint8_t *output;
    uint16_t *wide;
    int32_t handle, length, status;
    if (!begin(context, count, values, &handle, &document))
        return;
    if (document.is_wide) {
        status = legacybridge_convert_utf16(handle, work->from, work->to, document.bytes,
                                            document.length / 2, &wide, &length);
        if (status == LEGACYBRIDGE_OK) {
            sqlite3_result_text64(context, (const char *)wide, (sqlite3_uint64)length * 2, give_back,
                                  SQLITE_UTF16);
            return;
        }
    } else {
        status = legacybridge_convert(handle, work->from, work->to, document.bytes, document.length,
                                      &output, &length);
        if (status == LEGACYBRIDGE_OK) {
            sqlite3_result_text64(context, (const char *)output, (sqlite3_uint64)length, give_back,
                                  SQLITE_UTF8);
            return;
        }
    }
    if (!work->tries || !bridge_is_of_document(status))
        fail(context, work, status);
}

/* The report, or {"status":...} of a document that can't be converted. */
static void report(sqlite3_context *context, int count, sqlite3_value **values)
{
    const work_t *work = ((function_t *)sqlite3_user_data(context))->work;
    document_t document;
    uint8_t *output, *json;
    uint16_t *wide_output, *wide_json;
    int32_t handle, length, json_length, status;
    char error[4096];
    if (!begin(context, count, values, &handle, &document))
        return;
    if (document.is_wide) {
        status = legacybridge_convert_reporting_utf16(handle, work->from, work->to, document.bytes,
                                                      document.length / 2, &wide_output, &length,
                                                      &wide_json, &json_length);
        legacybridge_free(wide_output);
        if (status == LEGACYBRIDGE_OK) {
            sqlite3_result_text64(context, (const char *)wide_json, (sqlite3_uint64)json_length * 2,
                                  give_back, SQLITE_UTF16);
            return;
        }
        legacybridge_free(wide_json);
    } else {
        status = legacybridge_convert_reporting(handle, work->from, work->to, document.bytes,
                                                document.length, &output, &length, &json, &json_length);
        legacybridge_free(output);
        if (status == LEGACYBRIDGE_OK) {
            sqlite3_result_text64(context, (const char *)json, (sqlite3_uint64)json_length, give_back,
                                  SQLITE_UTF8);
            return;
        }
        legacybridge_free(json);
    }
    length = bridge_is_of_document(status) ? legacybridge_last_error_json(error, sizeof error) : 0;
    if (length <= 0 || length >= (int32_t)sizeof error)
        fail(context, work, status);
    else
        sqlite3_result_text(context, error, length, SQLITE_TRANSIENT);
}

static void version(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    sqlite3_result_text(context, legacybridge_version(), -1, SQLITE_STATIC);
}

/* A function of the connection goes; with the last one what they share. */
static void forget(void *data)
{
    function_t *function = data;
    connection_t *connection = function->connection;
    int i;
    sqlite3_free(function);
    if (--connection->users > 0)
        return;
    for (i = 0; i < connection->converters.count; i++) {
        legacybridge_destroy(connection->converters.kept[i].handle);
        free(connection->converters.kept[i].options);
    }
    sqlite3_free(connection);
}

static int declare(sqlite3 *database, connection_t *connection, const work_t *work,
                   void (*call)(sqlite3_context *, int, sqlite3_value **))
{
    int count, status = SQLITE_OK;
    for (count = 1; count <= 2 && status == SQLITE_OK; count++) {
        function_t *function = sqlite3_malloc(sizeof *function);
        if (function == NULL)
            return SQLITE_NOMEM;
        function->work = work;
        function->connection = connection;
        connection->users++;
        /* Where this fails SQLite has called `forget`. */
        status = sqlite3_create_function_v2(database, work->name, count,
                                            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, function,
                                            call, NULL, NULL, forget);
    }
    return status;
}

/* The name that SQLite makes of that of the file. */
EXPORTED int sqlite3_legacybridgesqlite_init(sqlite3 *database, char **message,
                                             const sqlite3_api_routines *routines)
{
    connection_t *connection;
    int status;
    size_t i;
    SQLITE_EXTENSION_INIT2(routines);
    if (legacybridge_abi_version() != LEGACYBRIDGE_ABI_VERSION) {
        *message = sqlite3_mprintf("liblegacybridge %s is not the version that this extension was built for",
                                   legacybridge_version());
        return SQLITE_ERROR;
    }
    /* The extension stays loaded, so its part is never counted back: no shutdown of the host's ends its
       converters. */
    if (legacybridge_startup() != LEGACYBRIDGE_OK)
        return SQLITE_NOMEM;
    connection = sqlite3_malloc(sizeof *connection);
    if (connection == NULL)
        return SQLITE_NOMEM;
    memset(connection, 0, sizeof *connection);
    status = sqlite3_create_function_v2(database, "legacybridge_version", 0,
                                        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, version,
                                        NULL, NULL, NULL);
    /* One user more until all functions are there. */
    connection->users = 1;
    for (i = 0; i < sizeof conversions / sizeof *conversions && status == SQLITE_OK; i++)
        status = declare(database, connection, &conversions[i], convert);
    for (i = 0; i < sizeof reports / sizeof *reports && status == SQLITE_OK; i++)
        status = declare(database, connection, &reports[i], report);
    if (--connection->users == 0)
        sqlite3_free(connection);
    /* The library stays loaded: threads of the host may have what it keeps for them. */
    return status == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : status;
}

/* The name for files that are called otherwise. */
EXPORTED int sqlite3_extension_init(sqlite3 *database, char **message, const sqlite3_api_routines *routines)
{
    return sqlite3_legacybridgesqlite_init(database, message, routines);
}
