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
    return finish();
}
