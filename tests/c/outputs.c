/* Outputs: who owns them, how they may be freed, and what shutdown does to them. */
#include "check.h"

static void every_pair_of_formats(void) {
    static const char *inputs[] = {NULL, "# one\n\n*two*\n", "{\\rtf1 one\\par {\\i two}\\par}",
                                   "one\n\ntwo\n"};
    int32_t from, to;
    for (from = MARKDOWN; from <= TEXT; from++) {
        for (to = MARKDOWN; to <= TEXT; to++) {
            uint8_t *output = converted(0, from, to, inputs[from]);
            CHECK(strstr((char *)output, "one") != NULL && strstr((char *)output, "two") != NULL);
            CHECK((strncmp((char *)output, "{\\rtf1", 6) == 0) == (to == RTF));
            legacybridge_free(output);
        }
    }
    legacybridge_free(converted(0, LEGACYBRIDGE_FORMAT_DETECT, TEXT, inputs[RTF]));
    CHECK(stats_now().outstanding_outputs == 0);
}

static void freeing(void) {
    int64_t ignored = stats_now().ignored_frees;
    int local = 0;
    uint8_t *output = converted(0, TEXT, TEXT, "text");
    CHECK(stats_now().outstanding_outputs == 1);
    legacybridge_free(&local);
    legacybridge_free(output + 1);
    legacybridge_free((void *)(uintptr_t)1);
    CHECK(stats_now().outstanding_outputs == 1);
    CHECK(strcmp((char *)output, "text\n") == 0);
    legacybridge_free(output);
    legacybridge_free(output);
    legacybridge_free(NULL);
    CHECK(stats_now().outstanding_outputs == 0);
    CHECK(stats_now().ignored_frees == ignored + 4);
}

/* A host that keeps many short outputs does not pay 4 KB for each. */
static void many_outputs(void) {
    enum { COUNT = 2000 };
    static uint8_t *outputs[COUNT];
    int i;
    int64_t before, after;
    legacybridge_free(converted(0, TEXT, TEXT, "x"));
    before = stats_now().memory_in_use;
    for (i = 0; i < COUNT; i++) {
        outputs[i] = converted(0, TEXT, TEXT, "a short text");
    }
    after = stats_now().memory_in_use;
    CHECK(stats_now().outstanding_outputs == COUNT);
    CHECK(after - before < 500000);
    for (i = 0; i < COUNT; i++) {
        CHECK(strcmp((char *)outputs[i], "a short text\n") == 0);
        legacybridge_free(outputs[i]);
    }
    CHECK(stats_now().outstanding_outputs == 0);
}

static void reports(void) {
    uint8_t *json;
    int32_t length, handle;
    CHECK_STATUS(legacybridge_create(NULL, &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_report(handle, &json, &length), LEGACYBRIDGE_OK);
    CHECK(length == 2 && strcmp((char *)json, "[]") == 0);
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, "ab\0c", 4, &json, &length),
                 LEGACYBRIDGE_OK);
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_report(handle, &json, &length), LEGACYBRIDGE_OK);
    CHECK(strcmp((char *)json, "[{\"kind\":\"undecodable_byte\",\"count\":1,\"first\":2}]") == 0);
    CHECK((size_t)length == strlen((char *)json));
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

static void metrics(void) {
    uint8_t *text;
    int32_t length;
    CHECK_STATUS(legacybridge_metrics(&text, &length), LEGACYBRIDGE_OK);
    CHECK((size_t)length == strlen((char *)text));
    CHECK(strstr((char *)text, "# TYPE legacybridge_memory_bytes gauge\n") != NULL);
    CHECK(strstr((char *)text, "\nlegacybridge_active_conversions 0\n") != NULL);
    CHECK(strstr((char *)text, "legacybridge_pool_hits_total{pool=\"buffers\"}") != NULL);
    legacybridge_free(text);
}

/* Outputs that nobody freed go at shutdown; freeing them later does nothing. */
static void shutdown_and_reuse(void) {
    uint8_t *output, *json;
    int32_t length, handle, other;
    int64_t ignored;
    CHECK_STATUS(legacybridge_create("BodyFont=Arial", &handle), LEGACYBRIDGE_OK);
    output = converted(handle, TEXT, TEXT, "left behind");
    shut_down();
    ignored = stats_now().ignored_frees;
    legacybridge_free(output);
    CHECK(stats_now().ignored_frees == ignored + 1);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_report(handle, &json, &length), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK(stats_now().memory_in_use == 0);
    shut_down();
    CHECK_STATUS(legacybridge_create(NULL, &other), LEGACYBRIDGE_OK);
    CHECK(other != handle);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    output = converted(other, TEXT, TEXT, "again");
    CHECK(strcmp((char *)output, "again\n") == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_destroy(other), LEGACYBRIDGE_OK);
}

/* The same work again and again holds no more than the first time. */
static void no_growth(int rounds) {
    int64_t settled = 0;
    int round;
    for (round = 0; round < rounds; round++) {
        legacybridge_free(converted(0, MARKDOWN, RTF, "# Title\n\n- *one*\n- [two](http://a.b)\n"));
        legacybridge_free(converted(0, RTF, MARKDOWN, "{\\rtf1{\\b one}\\par two\\par}"));
        if (round == 20) {
            settled = stats_now().memory_in_use;
        }
    }
    CHECK(settled > 0);
    CHECK(stats_now().memory_in_use == settled);
}

/* A warm converter asks the system for nothing but the output to make Markdown of RTF. */
static void one_allocation(void) {
    static const char rtf[] = "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}{\\f1 Courier New;}}"
                              "{\\colortbl;\\red1\\green2\\blue3;}\\f0\\fs22 one {\\b two}\\par "
                              "\\trowd\\cellx100\\cellx200 a\\cell b\\cell\\row\\pard "
                              "{\\field{\\*\\fldinst{HYPERLINK \"http://a.b/c\"}}{\\fldrslt link}}\\par}";
    int64_t before = 0;
    int round;
    for (round = 0; round < 60; round++) {
        if (round == 10) {
            before = stats_now().allocations;
        }
        legacybridge_free(converted(0, RTF, MARKDOWN, rtf));
    }
    CHECK(before > 0);
    CHECK(stats_now().allocations == before + 50);
    printf("RTF to Markdown: %lld allocations in 50 conversions\n",
           (long long)(stats_now().allocations - before));
    before = stats_now().allocations;
    for (round = 0; round < 50; round++) {
        legacybridge_free(converted(0, MARKDOWN, RTF, "# Title\n\n- *one*\n- [two](http://a.b)\n"));
    }
    printf("Markdown to RTF: %lld allocations in 50 conversions\n",
           (long long)(stats_now().allocations - before));
}

int main(int argc, char **argv) {
    unused();
    every_pair_of_formats();
    freeing();
    many_outputs();
    reports();
    metrics();
    shutdown_and_reuse();
    no_growth(argc == 2 ? atoi(argv[1]) : 300);
    one_allocation();
    return finish();
}
