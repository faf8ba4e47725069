/* Every exported function once, as the tests call it that refuse memory: a table of what is called before and
 * of the call itself, which gives its status. Who includes this says how a name is found in a library:
 *
 *     static void *symbol(void *library, const char *name);
 */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include "legacybridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *symbol(void *library, const char *name);

#define MARKDOWN LEGACYBRIDGE_FORMAT_MARKDOWN
#define RTF LEGACYBRIDGE_FORMAT_RTF
#define NO_MEMORY LEGACYBRIDGE_ERROR_MEMORY_LIMIT

#define FUNCTIONS(F)                                                                             \
    F(startup) F(shutdown) F(create) F(destroy) F(convert) F(convert_utf16) F(convert_reporting) \
    F(convert_reporting_utf16) F(convert_into) F(fill) F(fill_utf16) F(check) F(check_utf16) F(convert_file) F(convert_file_utf16) F(cancel)   \
    F(report) F(metrics) F(stats) F(last_error) F(last_error_utf16) F(last_error_json)           \
    F(last_error_json_utf16) F(batch_start) F(batch_start_list) F(batch_status) F(batch_cancel)  \
    F(batch_wait) F(batch_result) F(batch_text) F(batch_report) F(batch_free) F(free)             \
    F(convert_column) F(free_column) F(set_log)
#define FIELD(name) legacybridge_##name##_fn name;
static struct {
    FUNCTIONS(FIELD)
    void (LEGACYBRIDGE_CALL *clear_error)(void);
    const char *(LEGACYBRIDGE_CALL *status_text)(int32_t);
    const char *(LEGACYBRIDGE_CALL *version)(void);
    legacybridge_abi_version_fn abi_version;
    legacybridge_version_number_fn version_number;
} lib;

/* Fills the table from a loaded library. */
static void bind_all(void *library) {
    void *found;
#define GET(name)                                        \
    found = symbol(library, "legacybridge_" #name);      \
    memcpy(&lib.name, &found, sizeof found);
    FUNCTIONS(GET)
    GET(clear_error) GET(status_text) GET(version) GET(abi_version) GET(version_number)
}

static const char markdown[] =
    "---\ntitle: T\n---\n\n# Head *one*\n\nWords **b** `c` [l](http://x.org \"t\") ~~s~~ &amp; <b>h</b>\n\n"
    "- a\n  - b\n1. c\n\n> q\n\n```c\ncode\n```\n\n|a|b|\n|-|:-:|\n|1|2|\n\nNote[^1] $x^2$\n\n[^1]: foot\n\n"
    "![p](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)\n";
static const char rtf[] =
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fmodern Courier New;}}"
    "{\\colortbl;\\red255\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}}"
    "{\\info{\\title T}}\\pard\\s1 Head\\par\\pard Words \\b b\\b0  {\\f1 c} \\'e9 \\u8364?"
    "{\\field{\\*\\fldinst HYPERLINK \"http://x.org\"}{\\fldrslt l}}\\par"
    "{\\pntext\\'b7\\tab}{\\*\\pn\\pnlvlblt}\\fi-360\\li720 item\\par"
    "\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\cell b\\cell\\row\\pard t{\\footnote n}{\\v hidden}"
    "{\\pict\\dibitmap0\\picw2\\pich2 2800000002000000020000000100180000000000100000000000000000000000"
    "0000000000000000ff000000ff000000ffffff00ff00000000}"
    "{\\pict\\pngblip 89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6364f8cf500f000386018" /* goes on below */
    "05a347d6b0000000049454e44ae426082}\\par}";

static char folder[200], in[300], out[300], input_folder[300], output_folder[300];
static uint16_t wide_in[300], wide_out[300];

static void widen(uint16_t *wide, const char *text) {
    do {
        *wide++ = (unsigned char)*text;
    } while (*text++ != 0);
}

/* Writes the inputs into a folder; `in` below it is there. */
static void write_inputs(const char *where) {
    FILE *file;
    snprintf(folder, sizeof folder, "%s", where);
    snprintf(input_folder, sizeof input_folder, "%s/in", folder);
    snprintf(output_folder, sizeof output_folder, "%s/out", folder);
    snprintf(in, sizeof in, "%s/in/a.md", folder);
    snprintf(out, sizeof out, "%s/a.rtf", folder);
    file = fopen(in, "w");
    fwrite(markdown, 1, sizeof markdown - 1, file);
    fclose(file);
    widen(wide_in, in);
    widen(wide_out, out);
}

/* What a function is called with, from one call to the next. */
static int32_t handle, job;

/* Batch jobs that work while memory is refused give their files MEMORY_LIMIT. */
static int32_t over(void) {
    return lib.batch_wait(job, -1);
}

static int32_t convert(int32_t from, int32_t to, const char *text) {
    uint8_t *output;
    int32_t length, status = lib.convert(handle, from, to, text, -1, &output, &length);
    lib.free(output);
    return status;
}

/* An entry: before() runs without refusals, call() with them, after() without. */
static int32_t none(void) { return 0; }
static int32_t made(void) { return lib.create("Theme=Modern", &handle); }
static int32_t do_startup(void) { return lib.startup(); }
static int32_t do_shutdown(void) { return lib.shutdown(); }
static int32_t do_create(void) {
    return lib.create("Target=Word;Theme=Modern;BodyFont=Calibri;Footnotes=Yes", &handle);
}
static int32_t do_wrong_create(void) {
    int32_t made = 5, status = lib.create("Targt=Word", &made);
    return status == LEGACYBRIDGE_ERROR_BAD_OPTION ? 0 : status;
}
static int32_t do_destroy(void) { return lib.destroy(handle); }
static int32_t do_to_rtf(void) { return convert(MARKDOWN, RTF, markdown); }
static int32_t do_to_markdown(void) { return convert(RTF, MARKDOWN, rtf); }
static int32_t do_to_text(void) { return convert(LEGACYBRIDGE_FORMAT_DETECT, LEGACYBRIDGE_FORMAT_TEXT, rtf); }
static int32_t do_wrong_text(void) {
    int32_t status = convert(MARKDOWN, RTF, "caf\xe9");
    return status == LEGACYBRIDGE_ERROR_BAD_ENCODING ? 0 : status;
}
static int32_t do_utf16(void) {
    uint16_t wide[sizeof markdown], *output;
    int32_t length, status;
    widen(wide, markdown);
    status = lib.convert_utf16(handle, MARKDOWN, RTF, wide, -1, &output, &length);
    lib.free(output);
    return status;
}
static int32_t do_reporting(void) {
    uint8_t *output, *report;
    int32_t length, reported;
    int32_t status =
        lib.convert_reporting(handle, RTF, MARKDOWN, rtf, -1, &output, &length, &report, &reported);
    lib.free(output);
    lib.free(report);
    return status;
}
static int32_t do_reporting_utf16(void) {
    uint16_t wide[sizeof rtf], *output, *report;
    int32_t length, reported, status;
    widen(wide, rtf);
    status = lib.convert_reporting_utf16(handle, RTF, MARKDOWN, wide, -1, &output, &length, &report, &reported);
    lib.free(output);
    lib.free(report);
    return status;
}
static int32_t do_fill(void) {
    static const char letter[] = "# {{a}}\n\n{{#b}}\n- {{c}} {{{d}}}\n{{/b}}\n\n[x]({{a}})\n";
    static const char values[] = "{\"a\":\"x\",\"b\":[{\"c\":1},{\"c\":\"y\"}],\"d\":\"**z**\"}";
    uint8_t *output, *report;
    int32_t length, reported;
    int32_t status = lib.fill(handle, MARKDOWN, RTF, letter, -1, values, -1, &output, &length, &report, &reported);
    lib.free(output);
    lib.free(report);
    return status;
}
static int32_t do_fill_utf16(void) {
    static const char letter[] = "# {{a}}\n\n{{#b}}{{c}}{{/b}}\n", values[] = "{\"a\":\"x\",\"b\":[{\"c\":1}]}";
    uint16_t wide[sizeof letter], wide_values[sizeof values], *output, *report;
    int32_t length, reported, status;
    widen(wide, letter);
    widen(wide_values, values);
    status = lib.fill_utf16(handle, MARKDOWN, RTF, wide, -1, wide_values, -1, &output, &length, &report, &reported);
    lib.free(output);
    lib.free(report);
    return status;
}
static int32_t do_check(void) {
    static const char wrong[] = "[a][b]\n\n# C\n\n### D\n\n[c](#d)\n";
    uint8_t *json;
    int32_t length, status = lib.check(handle, MARKDOWN, wrong, -1, &json, &length);
    lib.free(json);
    if (status == 0) {
        status = lib.check(handle, RTF, rtf, -1, &json, &length);
        lib.free(json);
    }
    return status;
}
static int32_t do_check_utf16(void) {
    uint16_t wide[sizeof rtf], *json;
    int32_t length, status;
    widen(wide, rtf);
    status = lib.check_utf16(handle, RTF, wide, -1, &json, &length);
    lib.free(json);
    return status;
}
static int32_t do_tree(void) {
    return convert(LEGACYBRIDGE_FORMAT_JSON, LEGACYBRIDGE_FORMAT_JSON,
                   "{\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"a\"}]}]}");
}
static int32_t do_into(void) {
    char buffer[40000];
    int32_t needed;
    return lib.convert_into(handle, MARKDOWN, RTF, markdown, -1, buffer, sizeof buffer, &needed);
}
/* Rows that there was no memory for say so themselves. */
static int32_t column_by(const char *options) {
    static const int32_t offsets[] = {0, 0, (int32_t)sizeof markdown - 1, (int32_t)sizeof markdown - 1};
    legacybridge_column_t column;
    int32_t status, row;
    column.struct_size = (int32_t)sizeof column;
    status = lib.convert_column(handle, MARKDOWN, RTF, markdown, NULL, offsets, 32, NULL, 0, 3, options, &column);
    for (row = 0; status == 0 && row < column.count; row++) {
        status = column.statuses[row];
    }
    lib.free_column(&column);
    return status;
}
static int32_t do_column(void) { return column_by("Reports=Yes"); }
static int32_t do_column_by_two(void) { return column_by("Workers=2"); }
static void LEGACYBRIDGE_CALL hear(int32_t level, const char *message) { (void)level, (void)message; }
static int32_t do_log(void) {
    int32_t status = lib.set_log(hear, LEGACYBRIDGE_LOG_TRACE);
    status = status != 0 ? status : do_to_text();
    lib.set_log(NULL, 0);
    return status;
}
static int32_t do_file(void) { return lib.convert_file(handle, MARKDOWN, RTF, in, out); }
static int32_t do_file_utf16(void) {
    return lib.convert_file_utf16(handle, MARKDOWN, RTF, wide_in, wide_out);
}
static int32_t do_no_file(void) {
    int32_t status = lib.convert_file(handle, MARKDOWN, RTF, "/nowhere/a.md", out);
    return status == LEGACYBRIDGE_ERROR_IO ? 0 : status;
}
static int32_t do_cancel(void) { return lib.cancel(handle); }
static int32_t converted(void) {
    int32_t status = made();
    return status != 0 ? status : convert(RTF, MARKDOWN, rtf);
}
static int32_t do_report(void) {
    uint8_t *json;
    int32_t length, status = lib.report(handle, &json, &length);
    lib.free(json);
    return status;
}
static int32_t do_metrics(void) {
    uint8_t *text;
    int32_t length, status = lib.metrics(&text, &length);
    lib.free(text);
    return status;
}
static int32_t do_stats(void) {
    legacybridge_stats_t stats;
    stats.struct_size = sizeof stats;
    return lib.stats(&stats);
}
/* The functions that cannot fail. */
static int32_t do_errors(void) {
    char text[900];
    uint16_t wide[900];
    lib.last_error(text, sizeof text);
    lib.last_error_utf16(wide, 900);
    lib.last_error_json(text, sizeof text);
    lib.last_error_json_utf16(wide, 900);
    lib.clear_error();
    lib.free(text);
    return lib.status_text(-8)[0] == 0 || lib.version()[0] == 0 || lib.abi_version() < 0 ||
           lib.version_number() < 0;
}
static int32_t do_batch(void) {
    int32_t status = lib.batch_start(handle, MARKDOWN, RTF, input_folder, output_folder,
                                     "Workers=2;Overwrite=Yes", &job);
    return status != 0 ? status : over();
}
static int32_t do_batch_list(void) {
    const char *inputs[2], *outputs[2];
    int32_t status;
    inputs[0] = in, inputs[1] = "/nowhere/b.md", outputs[0] = out, outputs[1] = out;
    status = lib.batch_start_list(handle, MARKDOWN, RTF, inputs, outputs, 2, "Workers=1;Overwrite=Yes", &job);
    return status != 0 ? status : over();
}
static int32_t batched(void) {
    int32_t status = made();
    return status != 0 ? status : do_batch_list();
}
static int32_t do_batch_look(void) {
    legacybridge_batch_status_t status;
    legacybridge_batch_result_t result;
    uint8_t *text = NULL;
    int32_t length, part, got;
    status.struct_size = sizeof status;
    result.struct_size = sizeof result;
    got = lib.batch_status(job, &status);
    got = got != 0 ? got : lib.batch_result(job, 1, &result);
    got = got != 0 ? got : lib.batch_cancel(job);
    for (part = 1; part <= 4 && got == 0; part++) {
        got = lib.batch_text(job, 1, part, &text, &length);
        lib.free(text);
    }
    return got;
}
static int32_t do_batch_report(void) {
    uint8_t *json;
    int32_t length, status = lib.batch_report(job, &json, &length);
    lib.free(json);
    return status;
}
static int32_t do_batch_free(void) { return lib.batch_free(job); }

static const struct function {
    const char *name;
    int32_t (*before)(void), (*call)(void);
} functions[] = {
    {"startup", none, do_startup}, {"shutdown", converted, do_shutdown}, {"shutdown-first", none, do_shutdown},
    {"create", none, do_create}, {"create-wrong", none, do_wrong_create}, {"destroy", made, do_destroy},
    {"convert-rtf", none, do_to_rtf}, {"convert-markdown", none, do_to_markdown},
    {"convert-text", none, do_to_text}, {"convert-wrong", none, do_wrong_text},
    {"convert_utf16", none, do_utf16}, {"convert_reporting", none, do_reporting},
    {"convert_reporting_utf16", none, do_reporting_utf16}, {"convert_into", none, do_into},
    {"fill", none, do_fill}, {"fill_utf16", none, do_fill_utf16}, {"check", none, do_check},
    {"check_utf16", none, do_check_utf16}, {"convert-json", none, do_tree},
    {"convert_file", none, do_file}, {"convert_file_utf16", none, do_file_utf16},
    {"convert_file-missing", none, do_no_file}, {"cancel", made, do_cancel},
    {"report", converted, do_report}, {"metrics", none, do_metrics}, {"stats", none, do_stats},
    {"errors", none, do_errors}, {"batch_start", none, do_batch}, {"batch_start_list", none, do_batch_list},
    {"batch_status", batched, do_batch_look}, {"batch_report", batched, do_batch_report},
    {"batch_free", batched, do_batch_free}, {"convert_column", none, do_column},
    {"convert_column-two", none, do_column_by_two}, {"set_log", none, do_log}};
enum { COUNT = sizeof functions / sizeof functions[0] };

/* Everything once, with memory: 0, or which call failed. */
static int all_work(void) {
    size_t index;
    for (index = 0; index < COUNT; index++) {
        int32_t before, status;
        handle = job = 0;
        before = functions[index].before();
        status = before != 0 ? before : functions[index].call();
        if (status != 0) {
            char text[600] = "";
            lib.last_error(text, sizeof text);
            printf("%s is %d with memory: %s\n", functions[index].name, (int)status, text);
            return 1;
        }
        if (job != 0 && functions[index].call != do_batch_free) {
            lib.batch_free(job);
        }
        if (handle != 0 && functions[index].call != do_destroy) {
            lib.destroy(handle);
        }
    }
    return 0;
}

#endif
