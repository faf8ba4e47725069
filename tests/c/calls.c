/* What belongs to a call and not to a handle: its report, its end, its time, its error. */
#include "check.h"

#include <pthread.h>

static const char object[] = "{\\rtf1 a{\\object{\\*\\objdata 00}{\\result b}} c}";

/* An output is NULL and 0, or given. */
#define CHECK_NONE(output, length) CHECK((output) == NULL && (length) == 0)

static void versions(void) {
    int32_t status;
    CHECK(legacybridge_abi_version() == 2 && LEGACYBRIDGE_ABI_VERSION == 2);
    CHECK(legacybridge_version_number() == LEGACYBRIDGE_VERSION_NUMBER);
    CHECK(LEGACYBRIDGE_VERSION_NUMBER == LEGACYBRIDGE_VERSION_MAJOR * 10000 +
                                             LEGACYBRIDGE_VERSION_MINOR * 100 +
                                             LEGACYBRIDGE_VERSION_PATCH);
    for (status = 0; status >= LEGACYBRIDGE_ERROR_TIMEOUT; status--) {
        CHECK(strlen(legacybridge_status_text(status)) > 5);
        CHECK(strcmp(legacybridge_status_text(status), legacybridge_status_text(1)) != 0);
    }
    CHECK(strcmp(legacybridge_status_text(LEGACYBRIDGE_ERROR_TIMEOUT - 1),
                 legacybridge_status_text(1)) == 0);
    CHECK(legacybridge_status_text(INT32_MIN) != NULL);
}

static void reports(void) {
    uint8_t *output = NULL, *report = NULL;
    uint16_t *wide = NULL, *wide_report = NULL;
    int32_t handle, length, report_len;
    uint16_t units[sizeof object];
    size_t i;
    CHECK_STATUS(legacybridge_convert_reporting(0, RTF, MARKDOWN, object, -1, &output, &length,
                                                &report, &report_len), LEGACYBRIDGE_OK);
    CHECK(strstr((const char *)report, "\"kind\":\"object\",\"count\":1") != NULL);
    CHECK((size_t)report_len == strlen((const char *)report));
    legacybridge_free(output);
    legacybridge_free(report);
    CHECK_STATUS(legacybridge_convert_reporting(0, MARKDOWN, RTF, "x", 1, &output, &length, &report,
                                                &report_len), LEGACYBRIDGE_OK);
    CHECK(strcmp((const char *)report, "[]") == 0);
    legacybridge_free(output);
    legacybridge_free(report);

    /* What may not be lost: the report is there, the output is not. */
    CHECK_STATUS(legacybridge_create("Strict=object,picture", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert_reporting(handle, RTF, MARKDOWN, object, -1, &output, &length,
                                                &report, &report_len), LEGACYBRIDGE_ERROR_LOSS);
    CHECK_NONE(output, length);
    CHECK(strstr(last_error(), "object") != NULL && strstr(last_error(), " at byte 9") != NULL);
    CHECK(strstr((const char *)report, "\"kind\":\"object\",\"count\":1,\"first\":9") != NULL);
    legacybridge_free(report);
    CHECK_STATUS(legacybridge_convert(handle, RTF, MARKDOWN, object, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_LOSS);
    CHECK_NONE(output, length);
    CHECK_STATUS(legacybridge_convert(handle, RTF, MARKDOWN, "{\\rtf1 {\\v x}y}", -1, &output,
                                      &length), LEGACYBRIDGE_OK);
    legacybridge_free(output);
    for (i = 0; i < sizeof object; i++) {
        units[i] = (uint16_t)object[i];
    }
    CHECK_STATUS(legacybridge_convert_reporting_utf16(handle, RTF, MARKDOWN, units, -1, &wide,
                                                      &length, &wide_report, &report_len),
                 LEGACYBRIDGE_ERROR_LOSS);
    CHECK_NONE(wide, length);
    CHECK(report_len > 10 && wide_report[0] == '[' && wide_report[report_len] == 0);
    legacybridge_free(wide_report);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);

    /* A conversion that was not begun has no report; one that was has. */
    CHECK_STATUS(legacybridge_convert_reporting(handle, RTF, MARKDOWN, object, -1, &output, &length,
                                                &report, &report_len), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_NONE(output, length);
    CHECK_NONE(report, report_len);
    CHECK_STATUS(legacybridge_convert_reporting(0, TEXT, MARKDOWN, "a\xFF", -1, &output, &length,
                                                &report, &report_len),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK_NONE(output, length);
    CHECK(strcmp((const char *)report, "[]") == 0);
    legacybridge_free(report);
    output = report = (uint8_t *)&length;
    CHECK_STATUS(legacybridge_convert_reporting(0, TEXT, TEXT, "a", 1, &output, &length, NULL,
                                                &report_len), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_NONE(output, length);
    CHECK_STATUS(legacybridge_convert_reporting(0, TEXT, TEXT, "a", 1, NULL, &length, &report,
                                                &report_len), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_NONE(report, report_len);
    CHECK(stats_now().outstanding_outputs == 0);
}

static void errors(void) {
    char json[200], late[400];
    uint16_t wide[200];
    int32_t handle = 7, length;
    legacybridge_clear_error();
    CHECK(legacybridge_last_error(NULL, 0) == 0);
    length = legacybridge_last_error_json(json, (int32_t)sizeof json);
    CHECK(strcmp(json, "{\"status\":0,\"name\":\"OK\",\"message\":\"\",\"offset\":null}") == 0);
    CHECK((size_t)length == strlen(json));
    CHECK_STATUS(legacybridge_create("MaxInput=1MB;Targt=Word", &handle),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(handle == -1);
    length = legacybridge_last_error_json(json, (int32_t)sizeof json);
    CHECK(strstr(json, "{\"status\":-3,\"name\":\"BAD_OPTION\",\"message\":\"unknown") == json);
    CHECK(strstr(json, "Targt") != NULL && strstr(json, ",\"offset\":13}") != NULL);
    /* Also of a value that is judged later. */
    CHECK_STATUS(legacybridge_create("Target=Both; CodePage=1", &length), LEGACYBRIDGE_ERROR_BAD_OPTION);
    legacybridge_last_error_json(late, (int32_t)sizeof late);
    CHECK(strstr(late, "CodePage") != NULL && strstr(late, ",\"offset\":13}") != NULL);
    CHECK_STATUS(legacybridge_create("CodePage=1252;Template=/nowhere", &length), LEGACYBRIDGE_ERROR_BAD_OPTION);
    legacybridge_last_error_json(late, (int32_t)sizeof late);
    CHECK(strstr(late, "Template") != NULL && strstr(late, ",\"offset\":14}") != NULL);
    CHECK_STATUS(legacybridge_batch_start_list(0, TEXT, RTF, NULL, NULL, 0, "Join=a;Split=1", &length),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    legacybridge_last_error_json(late, (int32_t)sizeof late);
    CHECK(strstr(late, "Join") != NULL && strstr(late, ",\"offset\":7}") != NULL);
    CHECK_STATUS(legacybridge_create("MaxInput=1MB;Targt=Word", &handle),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    length = legacybridge_last_error_json(json, (int32_t)sizeof json);
    CHECK(legacybridge_last_error_json_utf16(wide, 200) == length && wide[0] == '{');
    CHECK(wide[length - 1] == '}' && wide[length] == 0);
    CHECK(legacybridge_last_error_json_utf16(wide, 5) == length && wide[3] == 't' && wide[4] == 0);
    CHECK(legacybridge_last_error_json(json, 5) == length && strcmp(json, "{\"st") == 0);
    CHECK(legacybridge_last_error_json(NULL, 0) == length);
    CHECK_STATUS(legacybridge_last_error_json(NULL, 5), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_last_error_json(json, -1), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    /* The handle of a failed create is none. */
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_cancel(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_batch_cancel(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_batch_free(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_cancel(0), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    legacybridge_clear_error();
    CHECK(legacybridge_last_error(NULL, 0) == 0);
}

/* A document that takes a while. */
static char *large;
static int32_t large_len;

static void make_large(int32_t bytes) {
    static const char part[] = "A *word* and **more** of [it](http://x.example).\n\n";
    int32_t at;
    large_len = bytes / (int32_t)(sizeof part - 1) * (int32_t)(sizeof part - 1);
    large = malloc((size_t)large_len);
    for (at = 0; large != NULL && at < large_len; at += (int32_t)(sizeof part - 1)) {
        memcpy(large + at, part, sizeof part - 1);
    }
}

static int32_t cancelled_handle;

static void *convert_large(void *status) {
    uint8_t *output;
    int32_t length;
    *(int32_t *)status =
        legacybridge_convert(cancelled_handle, MARKDOWN, RTF, large, large_len, &output, &length);
    if (output == NULL && length != 0) {
        *(int32_t *)status = 1;
    }
    legacybridge_free(output);
    return NULL;
}

static void ends(int32_t bytes) {
    uint8_t *output;
    int32_t length, other, status = 1;
    pthread_t thread;
    make_large(bytes);

    CHECK_STATUS(legacybridge_create("Timeout=1", &cancelled_handle), LEGACYBRIDGE_OK);
    convert_large(&status);
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_TIMEOUT);
    CHECK(strstr(last_error(), "1 ms") != NULL);
    CHECK_STATUS(legacybridge_destroy(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create("Timeout=86400000", &cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(cancelled_handle, MARKDOWN, RTF, "x", 1, &output, &length),
                 LEGACYBRIDGE_OK);
    legacybridge_free(output);

    /* Who runs ends, who begins later does not, nor who converts with another handle. */
    CHECK_STATUS(legacybridge_create(NULL, &other), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_cancel(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(cancelled_handle, MARKDOWN, RTF, "x", 1, &output, &length),
                 LEGACYBRIDGE_OK);
    legacybridge_free(output);
    CHECK(pthread_create(&thread, NULL, convert_large, &status) == 0);
    while (stats_now().active_conversions == 0) {
    }
    CHECK_STATUS(legacybridge_cancel(other), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_cancel(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(other, MARKDOWN, RTF, "x", 1, &output, &length),
                 LEGACYBRIDGE_OK);
    legacybridge_free(output);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_CANCELLED);
    CHECK_STATUS(legacybridge_destroy(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(other), LEGACYBRIDGE_OK);

    /* One that waits for memory, which an output has that nobody frees meanwhile. */
    free(large);
    make_large(1536 << 10);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, large, large_len, &output, &length),
                 LEGACYBRIDGE_OK);
    large_len = 256 << 10;
    CHECK_STATUS(legacybridge_create("MemoryLimit=3MB;BusyTimeout=60000;Timeout=30",
                                     &cancelled_handle), LEGACYBRIDGE_OK);
    convert_large(&status);
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_TIMEOUT);
    CHECK_STATUS(legacybridge_destroy(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create("MemoryLimit=3MB;BusyTimeout=60000", &cancelled_handle),
                 LEGACYBRIDGE_OK);
    CHECK(pthread_create(&thread, NULL, convert_large, &status) == 0);
    while (stats_now().active_conversions == 0) {
    }
    CHECK_STATUS(legacybridge_cancel(cancelled_handle), LEGACYBRIDGE_OK);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_CANCELLED);
    CHECK_STATUS(legacybridge_destroy(cancelled_handle), LEGACYBRIDGE_OK);
    legacybridge_free(output);
    free(large);
}

/* Parts of a host that don't know each other. */
static void parts(void) {
    int32_t handle;
    CHECK_STATUS(legacybridge_startup(), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_startup(), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create(NULL, &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    CHECK(stats_now().live_handles == 1);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    CHECK(stats_now().live_handles == 0);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_create(NULL, &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    CHECK(stats_now().live_handles == 0);
}

/* A handle that was destroyed stays so, however many come and go. */
static void handles(int rounds) {
    int32_t first, handle, length;
    uint8_t *output;
    int i;
    CHECK_STATUS(legacybridge_create(NULL, &first), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(first), LEGACYBRIDGE_OK);
    for (i = 0; i < rounds; i++) {
        handle = 0;
        if (legacybridge_create(NULL, &handle) != 0 || handle == first ||
            legacybridge_destroy(handle) != 0) {
            CHECK(handle != first);
            break;
        }
    }
    CHECK(i == rounds);
    CHECK_STATUS(legacybridge_convert(first, TEXT, TEXT, "x", 1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_HANDLE);
}

int main(int argc, char **argv) {
    unused();
    versions();
    errors();
    reports();
    handles(argc > 1 ? atoi(argv[1]) : 100000);
    ends(argc > 2 ? atoi(argv[2]) : 8 << 20);
    parts();
    shut_down();
    return finish();
}
