/*
 * What the extensions for SQLite and PostgreSQL share: the pairs of formats that have functions, converters
 * kept by their options, which options SQL may name, and how texts are told from bytes.
 *
 * In       options as SQL gives them (bytes, not ended by a NUL), documents
 * Out      handles and statuses of legacybridge.h
 * Units    bytes
 * Errors   those of legacybridge_create; BRIDGE_REFUSED for options that would reach files or the process
 * Limits   BRIDGE_KEPT converters are kept, the one made first goes first; options up to 4,096 bytes
 */
#ifndef LEGACYBRIDGE_SQL_SHARED_H
#define LEGACYBRIDGE_SQL_SHARED_H

#include <stdlib.h>
#include <string.h>

#include "legacybridge.h"

/* X(from, FROM, to, TO): the functions from_to_to and try_from_to_to. */
#define BRIDGE_PAIRS(X)                   \
    X(rtf, RTF, markdown, MARKDOWN)       \
    X(rtf, RTF, text, TEXT)               \
    X(rtf, RTF, html, HTML)               \
    X(rtf, RTF, json, JSON)               \
    X(markdown, MARKDOWN, rtf, RTF)       \
    X(markdown, MARKDOWN, text, TEXT)     \
    X(markdown, MARKDOWN, html, HTML)     \
    X(markdown, MARKDOWN, json, JSON)     \
    X(html, HTML, rtf, RTF)               \
    X(html, HTML, markdown, MARKDOWN)     \
    X(html, HTML, text, TEXT)             \
    X(html, HTML, json, JSON)             \
    X(text, TEXT, rtf, RTF)               \
    X(text, TEXT, markdown, MARKDOWN)     \
    X(text, TEXT, html, HTML)             \
    X(json, JSON, rtf, RTF)               \
    X(json, JSON, markdown, MARKDOWN)     \
    X(json, JSON, text, TEXT)             \
    X(json, JSON, html, HTML)             \
    X(rtf, RTF, csv, CSV)                 \
    X(markdown, MARKDOWN, csv, CSV)       \
    X(html, HTML, csv, CSV)               \
    X(csv, CSV, rtf, RTF)                 \
    X(csv, CSV, markdown, MARKDOWN)       \
    X(csv, CSV, html, HTML)

/* X(from, FROM, TO): the function from_report, and what it converts to in order to know. */
#define BRIDGE_REPORTS(X)          \
    X(rtf, RTF, MARKDOWN)          \
    X(html, HTML, MARKDOWN)        \
    X(markdown, MARKDOWN, RTF)

#define BRIDGE_KEPT 16
#define BRIDGE_MOST_OPTIONS 4096
/* No status of the library's: these options are not for SQL. */
#define BRIDGE_REFUSED (-1000)
#define BRIDGE_REFUSAL \
    "the options Template, ImageRoot, Images=Folder and MemoryLimit can't be given in SQL"

/* A converter and the options that it was made of. */
typedef struct {
    char *options;
    size_t length;
    int is_utf8;
    int32_t handle;
} bridge_converter_t;

/* Converters by their options. A structure of zeros is an empty one. */
typedef struct {
    bridge_converter_t kept[BRIDGE_KEPT];
    int count;
    /* The place of the next one where all are taken. */
    int next;
} bridge_cache_t;

static int bridge_is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\v';
}

static int bridge_starts(const char *at, const char *end, const char *word)
{
    for (; *word; at++, word++)
        if (at == end || (*at >= 'A' && *at <= 'Z' ? *at + 32 : *at) != *word)
            return 0;
    return 1;
}

/* Whether options may name files, or set what belongs to the whole process. A word of such a key counts
 * wherever an item could begin, in quotes too: more is refused than the library would read as a key, never
 * less. */
static int bridge_is_refused(const char *options, size_t length)
{
    static const char *const keys[] = {"template", "imageroot", "memorylimit", "images"};
    const char *end = options + length;
    const char *at;
    size_t k;
    for (at = options; at < end; at++) {
        if (at > options && at[-1] != ';' && !bridge_is_space((unsigned char)at[-1]))
            continue;
        for (k = 0; k < sizeof keys / sizeof *keys; k++) {
            const char *value = at + strlen(keys[k]);
            if (!bridge_starts(at, end, keys[k]))
                continue;
            while (value < end && bridge_is_space((unsigned char)*value))
                value++;
            if (value == end || *value != '=')
                continue;
            if (strcmp(keys[k], "images") != 0)
                return 1;
            value++;
            while (value < end && (bridge_is_space((unsigned char)*value) || strchr("{\"'", *value)))
                value++;
            if (!bridge_starts(value, end, "embed") && !bridge_starts(value, end, "skip"))
                return 1;
        }
    }
    return 0;
}

/* The converter of these options; of none the built-in one. Where `is_utf8`, documents are in UTF-8 whatever
 * CodePage says: SQL knows how its texts are encoded. */
static int32_t bridge_converter(bridge_cache_t *cache, const char *options, size_t length, int is_utf8,
                                int32_t *handle)
{
    static const char utf8[] = ";CodePage=65001";
    bridge_converter_t *place;
    bridge_converter_t made;
    int32_t status;
    int i;
    *handle = 0;
    if (length == 0)
        return LEGACYBRIDGE_OK;
    for (i = 0; i < cache->count; i++) {
        place = &cache->kept[i];
        if (place->length == length && place->is_utf8 == is_utf8 &&
            memcmp(place->options, options, length) == 0) {
            *handle = place->handle;
            return LEGACYBRIDGE_OK;
        }
    }
    if (length > BRIDGE_MOST_OPTIONS || memchr(options, 0, length) != NULL ||
        bridge_is_refused(options, length))
        return BRIDGE_REFUSED;
    made.options = malloc(length + sizeof utf8);
    if (made.options == NULL)
        return LEGACYBRIDGE_ERROR_MEMORY_LIMIT;
    memcpy(made.options, options, length);
    if (is_utf8)
        memcpy(made.options + length, utf8, sizeof utf8);
    else
        made.options[length] = 0;
    made.length = length;
    made.is_utf8 = is_utf8;
    status = legacybridge_create(made.options, &made.handle);
    if (status != LEGACYBRIDGE_OK) {
        free(made.options);
        return status;
    }
    place = &cache->kept[cache->next];
    if (cache->count < BRIDGE_KEPT) {
        cache->count++;
    } else {
        legacybridge_destroy(place->handle);
        free(place->options);
    }
    *place = made;
    cache->next = (cache->next + 1) % BRIDGE_KEPT;
    *handle = made.handle;
    return LEGACYBRIDGE_OK;
}

/* Whether a document is to blame, and not this moment: what try_ functions give NULL for. An index must not
 * keep that there was no memory once. */
static int bridge_is_of_document(int32_t status)
{
    return status != LEGACYBRIDGE_ERROR_MEMORY_LIMIT && status != LEGACYBRIDGE_ERROR_BUSY &&
           status != LEGACYBRIDGE_ERROR_CANCELLED && status != LEGACYBRIDGE_ERROR_INTERNAL &&
           status != LEGACYBRIDGE_ERROR_BAD_HANDLE;
}

/* Whether all is ASCII. */
static int bridge_is_ascii(const unsigned char *bytes, size_t length)
{
    const unsigned char *end = bytes + length;
    uint64_t eight, any = 0;
    for (; end - bytes >= 8; bytes += 8) {
        memcpy(&eight, bytes, 8);
        any |= eight;
    }
    for (; bytes < end; bytes++)
        any |= *bytes;
    return (any & UINT64_C(0x8080808080808080)) == 0;
}

/* How many bytes the UTF-8 character at `at` has, and which it is; 0 where there is none. */
static int bridge_character(const unsigned char *at, const unsigned char *end, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t c = *at;
    int size = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    int i;
    if (size == 0 || end - at < size)
        return 0;
    if (size > 1)
        c &= 0x7Fu >> size;
    for (i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3Fu);
    }
    if (c < least[size] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    *character = c;
    return size;
}

/* Whether RTF that came as a text has to be read by what its characters show: characters beyond ASCII that
 * are characters, and not the bytes of another code page that somebody took for a text. */
static int bridge_is_wide(const unsigned char *text, size_t length)
{
    const unsigned char *end = text + length;
    uint32_t character;
    if (bridge_is_ascii(text, length))
        return 0;
    while (text < end) {
        int size = bridge_character(text, end, &character);
        if (size == 0)
            return 0;
        text += size;
    }
    return 1;
}

#endif
