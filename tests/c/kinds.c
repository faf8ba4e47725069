/* The memory limit over kinds of documents. In: the size of each document in KB, and a folder for files.
 * For each kind the limit is a little more than what one conversion takes alone; then one thread and six at
 * once convert it, from a buffer, from a file and in a batch job. Out: a line for each kind. What is held
 * never passes the limit, and everybody who fits alone gets an output. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

struct kind {
    int32_t from;
    const char *head, *piece, *tail;
};

#define HTML "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag "

static const struct kind kinds[] = {
    {MARKDOWN, "", "Some plain words, as most documents have them.\n\n", ""},
    {MARKDOWN, "", "a *b* **c** [d](e) `f`\n\n- g\n- h\n\n", ""},
    {MARKDOWN, "", "*a* ", ""},
    {MARKDOWN, "", "***a** b* ~~c~~ ", ""},
    {MARKDOWN, "", "- a\n", ""},
    {MARKDOWN, "", "1. a\n", ""},
    {MARKDOWN, "", "- [ ] a\n", ""},
    {MARKDOWN, "", "- a\n  - b\n    - c\n", ""},
    {MARKDOWN, "", "> ", ""},
    {MARKDOWN, "", "> a\n\n", ""},
    {MARKDOWN, "", "a\n\n", ""},
    {MARKDOWN, "", "a\n", ""},
    {MARKDOWN, "", "a\\\n", ""},
    {MARKDOWN, "", "[a](b) ", ""},
    {MARKDOWN, "", "[a][b] ", "\n\n[b]: c"},
    {MARKDOWN, "", "[a]: b\n\n", ""},
    {MARKDOWN, "", "<http://a.b> ", ""},
    {MARKDOWN, "", "![a](b) ", ""},
    {MARKDOWN, "", "[^a]: b\n\n[^a]\n\n", ""},
    {MARKDOWN, "|a|b|c|d|\n|-|-|-|-|\n", "||||\n", ""},
    {MARKDOWN, "|a|b|c|d|\n|-|-|-|-|\n", "|a|*b*|`c`|[d](e)|\n", ""},
    {MARKDOWN, "", "# a\n\n", ""},
    {MARKDOWN, "", "***\n\n", ""},
    {MARKDOWN, "", "`a` ", ""},
    {MARKDOWN, "```\n", "code\n", "```"},
    {MARKDOWN, "", "    a\n\nb\n\n", ""},
    {MARKDOWN, "", "&amp;", ""},
    {MARKDOWN, "", "<b>a</b> ", ""},
    {MARKDOWN, "", "<div>\n\na\n\n</div>\n\n", ""},
    {MARKDOWN, "<!--", "\na b c d", "-->"},
    {MARKDOWN, "", "\xC3\xA9\xE2\x82\xAC", ""},
    {RTF, "{\\rtf1 ", "plain words and more of them ", "}"},
    {RTF, "{\\rtf1 ", "\\b a\\b0 b", "}"},
    {RTF, "{\\rtf1 ", "{\\i a}{\\b b}", "}"},
    {RTF, "{\\rtf1 ", "a\\par ", "}"},
    {RTF, "{\\rtf1 ", "\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row ", "}"},
    {RTF, "{\\rtf1 ", "\\pard{\\pntext\\'b7\\tab}{\\*\\pn\\pnlvlblt}\\fi-360\\li720 a\\par ", "}"},
    {RTF, "{\\rtf1{\\fonttbl", "{\\f1 a;}", "} text}"},
    {RTF, "{\\rtf1{\\stylesheet", "{\\s1 a;}", "} text}"},
    {RTF, "{\\rtf1{\\colortbl", ";", "} text}"},
    {RTF, "{\\rtf1{\\*\\listtable", "{\\list}", "} text}"},
    {RTF, "{\\rtf1 ", "{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt y}}", "}"},
    {RTF, "{\\rtf1 ", "{\\footnote a}", "}"},
    {RTF, "{\\rtf1\\ansicpg932 ", "\\'8a\\'bf", "}"},
    {RTF, "{\\rtf1 ", "\\u8364?", "}"},
    {RTF, "{\\rtf1 ", "{\\*\\bkmkstart a}\\outlinelevel0 b\\par ", "}"},
    {RTF, "{\\rtf1 a{\\pict\\dibitmap0 280000004000000000080000010018000000000000000000000000000000000000000000"
          "00000000", "0123456789abcdef", "}}"},
    {RTF, "{\\rtf1 ", "{\\v a}b", "}"},
    {RTF, "{\\rtf1{\\fonttbl{\\f1\\fmodern Courier New;}}", "\\f1 code\\par ", "}"},
    {RTF, HTML, "<p><b>}a{\\*\\htmltag </b></p>", "}}"},
    {RTF, HTML "<table>", "<tr><td>}a{\\*\\htmltag </td><td>b</td></tr>", "</table>}}"},
    {TEXT, "", "a line of text\n", ""},
    {TEXT, "", "* # a_b [c] 1.\n", ""}};
enum { KINDS = sizeof kinds / sizeof kinds[0], THREADS = 6 };

static size_t bytes;
static const char *folder;
static char *text;
static int32_t from, to, handle;
static char in[THREADS][600], out[THREADS][600];

static char *made_of(const struct kind *kind) {
    char *made = malloc(bytes + 600), *end = made;
    size_t length = strlen(kind->piece);
    end += sprintf(end, "%s", kind->head);
    while ((size_t)(end - made) < bytes) {
        memcpy(end, kind->piece, length);
        end += length;
    }
    sprintf(end, "%s", kind->tail);
    return made;
}

static void *from_a_buffer(void *number) {
    uint8_t *output;
    int32_t length;
    (void)number;
    CHECK_STATUS(legacybridge_convert(handle, from, to, text, -1, &output, &length), LEGACYBRIDGE_OK);
    legacybridge_free(output);
    return NULL;
}

static void *from_a_file(void *number) {
    int at = *(const int *)number;
    CHECK_STATUS(legacybridge_convert_file(handle, from, to, in[at], out[at]), LEGACYBRIDGE_OK);
    return NULL;
}

static void in_a_batch(void) {
    const char *inputs[THREADS], *outputs[THREADS];
    legacybridge_batch_status_t status;
    int32_t job;
    int i;
    for (i = 0; i < THREADS; i++) {
        inputs[i] = in[i];
        outputs[i] = out[i];
    }
    CHECK_STATUS(legacybridge_batch_start_list(handle, from, to, inputs, outputs, THREADS,
                                               "Workers=6;Overwrite=Yes", &job), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    CHECK(status.converted == THREADS);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
}

static void together(void *(*body)(void *)) {
    pthread_t threads[THREADS];
    int numbers[THREADS], i;
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, body, &numbers[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

static void holds(const char *way) {
    legacybridge_stats_t stats = stats_now();
    if (stats.memory_peak > stats.memory_limit) {
        printf("%s: peak %lld of %lld\n", way, (long long)stats.memory_peak, (long long)stats.memory_limit);
        failures++;
    }
}

int main(int argc, char **argv) {
    size_t kind;
    unused();
    setvbuf(stdout, NULL, _IOLBF, 0);
    bytes = argc == 3 ? (size_t)atol(argv[1]) * 1024 : 0;
    if (bytes == 0) {
        printf("kinds KB FOLDER\n");
        return 2;
    }
    folder = argv[2];
    for (kind = 0; kind < KINDS; kind++) {
        char options[120];
        int before = failures, i, first = 0;
        int64_t need, limit;
        int32_t unlimited;
        from = kinds[kind].from;
        to = from == RTF ? MARKDOWN : RTF;
        text = made_of(&kinds[kind]);
        for (i = 0; i < THREADS; i++) {
            FILE *file;
            snprintf(in[i], sizeof in[i], "%s/%d.in", folder, i);
            snprintf(out[i], sizeof out[i], "%s/%d.out", folder, i);
            file = fopen(in[i], "wb");
            CHECK(file != NULL && fwrite(text, 1, strlen(text), file) == strlen(text) && fclose(file) == 0);
        }
        /* What one takes alone, from a file, which is held besides; a limit that is set begins the peak anew. */
        shut_down();
        CHECK_STATUS(legacybridge_create("MemoryLimit=2GB", &handle), LEGACYBRIDGE_OK);
        from_a_file(&first);
        need = stats_now().memory_peak;
        unlimited = handle;
        /* A sixteenth, up to 64 KB, is left for what is no conversion. */
        limit = need + need / 15 + 65536;
        sprintf(options, "MemoryLimit=%lld;BusyTimeout=60000", (long long)limit);
        CHECK_STATUS(legacybridge_create(options, &handle), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_destroy(unlimited), LEGACYBRIDGE_OK);
        from_a_buffer(NULL);
        from_a_file(&first);
        holds("one");
        together(from_a_buffer);
        holds("six buffers");
        together(from_a_file);
        holds("six files");
        in_a_batch();
        holds("six in a batch");
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
        printf("%s %7lld bytes alone: %.50s\n", failures == before ? "held  " : "FAILED", (long long)need,
               kinds[kind].piece);
        free(text);
    }
    return finish();
}
