/* The log: levels, the thread that is told, calls from within, what workers say, the warning that the limit
 * is near.
 *
 *     log FOLDER */
#include "check.h"

#include <pthread.h>

static char lines[200][300];
static int32_t levels[200];
static int count;
static pthread_t teller;

static void LEGACYBRIDGE_CALL listener(int32_t level, const char *message) {
    uint8_t *output;
    int32_t length;
    if (count < 200) {
        levels[count] = level;
        sprintf(lines[count], "%.290s", message);
        count++;
    }
    teller = pthread_self();
    /* Nothing is locked, and what this says is not told. */
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "inner", -1, &output, &length), LEGACYBRIDGE_OK);
    legacybridge_free(output);
    legacybridge_create("Targt=1", &length);
}

/* Shuts the library down when it is told anything. */
static void LEGACYBRIDGE_CALL closer(int32_t level, const char *message) {
    (void)level;
    (void)message;
    count++;
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
}

/* Calls that hand something out have nothing to hand out when the host shuts the library down while it is
 * told how they went. */
static void shut_down_while_told(const char *folder) {
    static const uint16_t words[] = {'x', 0}, values[] = {'{', '}', 0};
    static const uint8_t bitmap[] = {1};
    int64_t places[2] = {0, 1};
    int32_t length, other, job, round;
    uint8_t *output, *report;
    uint16_t *wide, *wide_report;
    legacybridge_column_t column;
    legacybridge_stats_t stats;
    uint8_t *const bad = (uint8_t *)1;
    uint16_t *const bad_wide = (uint16_t *)2;
    for (round = 0; round < 14; round++) {
        int32_t status = LEGACYBRIDGE_OK;
        output = report = bad;
        wide = wide_report = bad_wide;
        length = other = job = 77;
        memset(&column, 1, sizeof column);
        column.struct_size = round == 9 ? 16 : (int32_t)sizeof column;
        count = 0;
        CHECK_STATUS(legacybridge_set_log(closer, LEGACYBRIDGE_LOG_TRACE), LEGACYBRIDGE_OK);
        switch (round) {
        case 0: status = legacybridge_convert(0, TEXT, RTF, "x", 1, &output, &length); break;
        case 1: status = legacybridge_convert_utf16(0, TEXT, RTF, words, 1, &wide, &length); break;
        case 2:
            status = legacybridge_convert_reporting(0, TEXT, RTF, "x", 1, &output, &length, &report, &other);
            break;
        case 3:
            status =
                legacybridge_convert_reporting_utf16(0, TEXT, RTF, words, 1, &wide, &length, &wide_report, &other);
            break;
        case 4: status = legacybridge_check(0, TEXT, "x", 1, &output, &length); break;
        case 5: status = legacybridge_check_utf16(0, TEXT, words, 1, &wide, &length); break;
        case 6:
            status = legacybridge_fill(0, TEXT, RTF, "x", 1, "{}", 2, &output, &length, &report, &other);
            break;
        case 7:
            status = legacybridge_fill_utf16(0, TEXT, RTF, words, 1, values, 2, &wide, &length, &wide_report,
                                             &other);
            break;
        case 8:
        case 9:
            status = legacybridge_convert_column(0, TEXT, RTF, "x", NULL, places, 64, bitmap, 0, 1, "Reports=Yes",
                                                 &column);
            break;
        case 10: status = legacybridge_batch_start(0, TEXT, RTF, folder, folder, NULL, &job); break;
        case 11: status = legacybridge_batch_start_list(0, TEXT, RTF, NULL, NULL, 0, NULL, &job); break;
        case 12: /* What fails hands a report out all the same. */
            status = legacybridge_convert_reporting(0, MARKDOWN, RTF, "\xFF", 1, &output, &length, &report, &other);
            break;
        case 13: /* What hands nothing out is what it was. */
            status = legacybridge_convert_into(0, TEXT, TEXT, "x", 1, &places, 16, &length);
            CHECK(length == 2);
            break;
        }
        CHECK(count > 0 || round == 4 || round == 5);
        if (count > 0 && round < 12) {
            CHECK_STATUS(status, LEGACYBRIDGE_ERROR_CANCELLED);
            CHECK(strstr(last_error(), "shut down") != NULL);
        } else {
            CHECK_STATUS(status, round == 12 ? LEGACYBRIDGE_ERROR_BAD_ENCODING : LEGACYBRIDGE_OK);
        }
        if (count > 0) {
            CHECK(output == bad || (output == NULL && length == 0));
            CHECK(report == bad || (report == NULL && other == 0));
            CHECK(wide == bad_wide || (wide == NULL && length == 0));
            CHECK(wide_report == bad_wide || (wide_report == NULL && other == 0));
            CHECK(job == 77 || job == 0);
            CHECK((output == NULL) == (round == 0 || round == 2 || round == 4 || round == 6 || round == 12));
        }
        if (round == 8 || round == 9) {
            CHECK(column.count == 0 && column.failed == 0 && (round == 9 || column.data == NULL));
            legacybridge_free_column(&column);
        }
        shut_down();
        stats.struct_size = (int32_t)sizeof stats;
        CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
        CHECK(stats.outstanding_outputs == 0);
    }
}

static int said(int32_t level, const char *words) {
    int i, found = 0;
    for (i = 0; i < count; i++) {
        found += levels[i] == level && strstr(lines[i], words) != NULL;
    }
    return found;
}

static void *in_a_thread(void *nothing) {
    int32_t handle;
    (void)nothing;
    CHECK_STATUS(legacybridge_create("Thread=1", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(pthread_equal(teller, pthread_self()));
    return NULL;
}

int main(int argc, char **argv) {
    int32_t handle, length, job, row;
    uint8_t *output;
    legacybridge_column_t column;
    int64_t places[3] = {0, 1, 2};
    pthread_t thread;
    char in[1000], out[1000];
    const char *inputs[1], *outputs[1];
    unused();
    CHECK(argc == 2);
    CHECK_STATUS(legacybridge_set_log(listener, 0), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_set_log(listener, 5), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_set_log(NULL, 0), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create("Targt=Word", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(count == 0);

    /* Errors only; the last error is the call's own, whatever the listener did. */
    CHECK_STATUS(legacybridge_set_log(listener, LEGACYBRIDGE_LOG_ERROR), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create("Tarrget=Word", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(count == 1 && said(LEGACYBRIDGE_LOG_ERROR, "BAD_OPTION: unknown option \"Tarrget\"") == 1);
    CHECK(strstr(last_error(), "Tarrget") != NULL);
    legacybridge_free(converted(0, TEXT, TEXT, "x"));
    CHECK(count == 1);
    CHECK(pthread_create(&thread, NULL, in_a_thread, NULL) == 0);
    pthread_join(thread, NULL);
    CHECK(count == 2 && said(LEGACYBRIDGE_LOG_ERROR, "Thread") == 1);

    /* Each conversion. */
    CHECK_STATUS(legacybridge_set_log(listener, LEGACYBRIDGE_LOG_TRACE), LEGACYBRIDGE_OK);
    legacybridge_free(converted(0, MARKDOWN, TEXT, "*x*"));
    CHECK(said(LEGACYBRIDGE_LOG_TRACE, "markdown to text: 3 bytes to 2 in ") == 1);
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, "\xFF", 1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(said(LEGACYBRIDGE_LOG_TRACE, "the input is not UTF-8") == 1);

    /* What workers say is told by the call that waits for them. */
    column.struct_size = (int32_t)sizeof column;
    count = 0;
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, MARKDOWN, "ab", NULL, places, 64, NULL, 0, 2,
                                             "Workers=2", &column),
                 LEGACYBRIDGE_OK);
    legacybridge_free_column(&column);
    CHECK(said(LEGACYBRIDGE_LOG_TRACE, "text to markdown: 1 bytes to 2 in ") == 2);
    CHECK_STATUS(legacybridge_set_log(listener, LEGACYBRIDGE_LOG_INFORMATION), LEGACYBRIDGE_OK);
    sprintf(in, "%.900s/missing.md", argv[1]);
    sprintf(out, "%.900s/out.rtf", argv[1]);
    inputs[0] = in;
    outputs[0] = out;
    count = 0;
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, inputs, outputs, 1, NULL, &job),
                 LEGACYBRIDGE_OK);
    CHECK(said(LEGACYBRIDGE_LOG_INFORMATION, "a job of ") == 1);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    CHECK(said(LEGACYBRIDGE_LOG_WARNING, "missing.md") == 1);
    CHECK(pthread_equal(teller, pthread_self()));
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);

    /* The limit is near: the host holds outputs until it is. */
    count = 0;
    CHECK_STATUS(legacybridge_create("MemoryLimit=8MB;BusyTimeout=10;MaxOutput=1MB", &handle), LEGACYBRIDGE_OK);
    {
        static char text[200001];
        static uint8_t *held[100];
        memset(text, 'w', sizeof text - 1);
        for (row = 0; row < 100; row++) {
            if (legacybridge_convert(handle, TEXT, TEXT, text, -1, &held[row], &length) != LEGACYBRIDGE_OK) {
                break;
            }
        }
        CHECK(row > 10 && row < 100);
        CHECK(said(LEGACYBRIDGE_LOG_WARNING, "the memory limit is near") == 1);
        while (row-- > 0) {
            legacybridge_free(held[row]);
        }
    }
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);

    /* A shutdown forgets who listened. */
    shut_down();
    count = 0;
    CHECK_STATUS(legacybridge_create("Targt=Word", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(count == 0);

    shut_down_while_told(argv[1]);
    return finish();
}
