/* Documents that are filled, and documents that are only looked at. */
#include "check.h"

#define JSON LEGACYBRIDGE_FORMAT_JSON

static const char letter[] =
    "Dear {{name}},\n\n| what | price |\n|---|--:|\n| {{#rows}}{{what}} | {{price}}{{/rows}} |\n";
static const char values[] =
    "{\"name\":\"A {\\\\b}\",\"rows\":[{\"what\":\"x\",\"price\":1},{\"what\":\"y\",\"price\":2}]}";

static void widen(uint16_t *units, const char *text) {
    do {
        *units++ = (uint16_t)(unsigned char)*text;
    } while (*text++ != 0);
}

static void filled(void) {
    uint8_t *output = NULL, *report = NULL;
    uint16_t wide[300], wide_values[300], *wide_output = NULL, *wide_report = NULL;
    int32_t length, report_len, handle;
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, TEXT, letter, -1, values, -1, &output, &length, &report,
                                   &report_len), LEGACYBRIDGE_OK);
    CHECK(strcmp((const char *)output, "Dear A {\\b},\n\nwhat\tprice\nx\t1\ny\t2\n") == 0);
    CHECK((size_t)length == strlen((const char *)output));
    CHECK(report_len > 1 && report[0] == '[');
    legacybridge_free(output);
    legacybridge_free(report);
    /* A report that nobody wants. */
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, RTF, letter, -1, values, -1, &output, &length, NULL, NULL),
                 LEGACYBRIDGE_OK);
    CHECK(strstr((const char *)output, "A \\{\\\\b\\}") != NULL);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, RTF, letter, -1, values, -1, &output, &length, &report, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(output == NULL && length == 0 && report == NULL);
    /* UTF-16 everywhere. */
    widen(wide, letter);
    widen(wide_values, values);
    CHECK_STATUS(legacybridge_fill_utf16(0, MARKDOWN, TEXT, wide, -1, wide_values, -1, &wide_output, &length,
                                         &wide_report, &report_len), LEGACYBRIDGE_OK);
    CHECK(wide_output[0] == 'D' && wide_output[5] == 'A' && wide_report[0] == '[');
    legacybridge_free(wide_output);
    legacybridge_free(wide_report);
    wide_values[2] = 0xD800;
    CHECK_STATUS(legacybridge_fill_utf16(0, MARKDOWN, TEXT, wide, -1, wide_values, -1, &wide_output, &length,
                                         NULL, NULL), LEGACYBRIDGE_ERROR_BAD_UTF16);
    /* What is wrong. */
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, TEXT, letter, -1, "[]", -1, &output, &length, NULL, NULL),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, TEXT, letter, -1, "\xFF", -1, &output, &length, NULL, NULL),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, TEXT, letter, -1, NULL, -1, &output, &length, NULL, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_fill(0, MARKDOWN, TEXT, "{{#a}}", -1, "{}", -1, &output, &length, &report,
                                   &report_len), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK(output == NULL && length == 0 && report != NULL);
    legacybridge_free(report);
    CHECK_STATUS(legacybridge_fill(99, MARKDOWN, TEXT, "a", -1, "{}", -1, &output, &length, NULL, NULL),
                 LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_create("Strict=field;Timeout=60000", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_fill(handle, MARKDOWN, TEXT, "{{nobody}}", -1, "{}", -1, &output, &length,
                                   &report, &report_len), LEGACYBRIDGE_ERROR_LOSS);
    CHECK(strstr((const char *)report, "\"kind\":\"field\",\"count\":1,\"first\":0") != NULL);
    legacybridge_free(report);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

static void looked_at(void) {
    uint8_t *json = NULL;
    uint16_t wide[100], *wide_json = NULL;
    int32_t length;
    CHECK_STATUS(legacybridge_check(0, LEGACYBRIDGE_FORMAT_DETECT, "{\\rtf1 a}", -1, &json, &length),
                 LEGACYBRIDGE_OK);
    CHECK(strcmp((const char *)json, "{\"valid\":true,\"format\":\"rtf\",\"findings\":[]}") == 0);
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_check(0, RTF, "{\\rtf1\n{\\b a", -1, &json, &length), LEGACYBRIDGE_OK);
    CHECK(strstr((const char *)json, "\"kind\":\"open_group\"") != NULL);
    CHECK(strstr((const char *)json, "\"offset\":7,\"line\":2,\"column\":1") != NULL);
    CHECK((size_t)length == strlen((const char *)json));
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_check(0, TEXT, "a\xFF", -1, &json, &length), LEGACYBRIDGE_OK);
    CHECK(strstr((const char *)json, "\"kind\":\"bad_input\"") != NULL);
    legacybridge_free(json);
    widen(wide, "a\n[b][c]");
    CHECK_STATUS(legacybridge_check_utf16(0, MARKDOWN, wide, -1, &wide_json, &length), LEGACYBRIDGE_OK);
    CHECK(wide_json[0] == '{' && wide_json[length] == 0);
    legacybridge_free(wide_json);
    CHECK_STATUS(legacybridge_check(0, 99, "a", -1, &json, &length), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_check(0, RTF, "a", -1, NULL, &length), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_check(0, RTF, NULL, -1, &json, &length), LEGACYBRIDGE_ERROR_NULL_POINTER);
}

static void trees(void) {
    uint8_t *output = NULL;
    int32_t length;
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, JSON, "a", -1, &output, &length), LEGACYBRIDGE_OK);
    CHECK(strncmp((const char *)output, "{\"pandoc-api-version\":[1,23", 26) == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert(0, JSON, MARKDOWN, "{\"blocks\":[}", -1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
}

int main(void) {
    int64_t before, outstanding;
    unused();
    trees();
    filled();
    looked_at();
    before = stats_now().memory_in_use;
    outstanding = stats_now().outstanding_outputs;
    filled();
    looked_at();
    CHECK(stats_now().outstanding_outputs == outstanding && outstanding == 0);
    CHECK(stats_now().memory_in_use == before);
    CHECK(stats_now().active_conversions == 0);
    return finish();
}
