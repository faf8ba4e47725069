/* Many threads at once: every one makes, uses and destroys converters; nothing is left. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

enum { THREADS = 8 };

static int rounds = 300;
static int32_t common;

static void *work(void *argument) {
    const int number = *(const int *)argument;
    char text[64], expected[80];
    uint16_t units[64];
    int round, i;
    for (round = 0; round < rounds; round++) {
        int32_t handle, length;
        uint8_t *output, *markdown, *json, buffer[64];
        uint16_t *wide;
        sprintf(text, "thread %d round %d", number, round);
        sprintf(expected, "%s\n", text);
        CHECK_STATUS(legacybridge_create("Target=Word;BodyFont=Arial", &handle), LEGACYBRIDGE_OK);
        output = converted(handle, MARKDOWN, RTF, text);
        markdown = converted(common, RTF, MARKDOWN, (const char *)output);
        CHECK(strcmp((char *)markdown, expected) == 0);
        legacybridge_free(output);
        for (i = 0; (units[i] = (uint16_t)text[i]) != 0; i++) {
        }
        CHECK_STATUS(legacybridge_convert_utf16(common, TEXT, TEXT, units, -1, &wide, &length), 0);
        CHECK(length == i + 1);
        legacybridge_free(wide);
        CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, text, -1, buffer,
                                               (int32_t)sizeof buffer, &length),
                     LEGACYBRIDGE_OK);
        CHECK(strcmp((char *)buffer, expected) == 0);
        CHECK_STATUS(legacybridge_report(common, &json, &length), LEGACYBRIDGE_OK);
        legacybridge_free(json);
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
        /* The last error is this thread's own. */
        sprintf(text, "%d ", (int)handle);
        CHECK(strstr((legacybridge_last_error(buffer, (int32_t)sizeof buffer), (char *)buffer),
                     text) != NULL);
        if (round % 16 == 0) {
            CHECK_STATUS(legacybridge_metrics(&json, &length), LEGACYBRIDGE_OK);
            legacybridge_free(json);
        }
        legacybridge_free(markdown);
    }
    return NULL;
}

/* One thread destroys what others convert with: they finish or are told that it is gone. */
static int32_t shared_handle;
static int stop = 0;
static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;

static int is_over(int32_t *handle) {
    int over;
    pthread_mutex_lock(&shared);
    over = stop;
    *handle = shared_handle;
    pthread_mutex_unlock(&shared);
    return over;
}

static void share(int32_t handle, int is_last) {
    pthread_mutex_lock(&shared);
    shared_handle = handle;
    stop = is_last;
    pthread_mutex_unlock(&shared);
}

static void *convert_until_stopped(void *argument) {
    int32_t handle;
    (void)argument;
    while (!is_over(&handle)) {
        uint8_t *output = (uint8_t *)&output;
        int32_t length, status;
        status = legacybridge_convert(handle, MARKDOWN, RTF, "*a* b `c`", -1, &output, &length);
        CHECK(status == LEGACYBRIDGE_OK || status == LEGACYBRIDGE_ERROR_BAD_HANDLE);
        CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
        legacybridge_free(output);
    }
    return NULL;
}

/* Shutdown while others convert: it waits for them, and they go on afterwards. */
static void run(void *(*body)(void *), void (*meanwhile)(void)) {
    pthread_t threads[THREADS];
    int numbers[THREADS], i;
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, body, &numbers[i]) != 0) {
            printf("no thread\n");
            exit(2);
        }
    }
    if (meanwhile != NULL) {
        meanwhile();
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

static void replace_converters(void) {
    int i;
    for (i = 0; i < rounds; i++) {
        int32_t old = shared_handle, made;
        CHECK_STATUS(legacybridge_create(NULL, &made), LEGACYBRIDGE_OK);
        share(made, 0);
        CHECK_STATUS(legacybridge_destroy(old), LEGACYBRIDGE_OK);
    }
    share(shared_handle, 1);
}

static void *convert_with_the_built_in(void *argument) {
    int32_t handle;
    (void)argument;
    while (!is_over(&handle)) {
        uint8_t *output;
        int32_t length;
        /* The output may be gone already: it is not looked at. */
        CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, "*a* b", -1, &output, &length), 0);
        legacybridge_free(output);
    }
    return NULL;
}

static void shut_down_often(void) {
    int i;
    for (i = 0; i < rounds / 3; i++) {
        CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    }
    share(0, 1);
}

int main(int argc, char **argv) {
    legacybridge_stats_t stats;
    unused();
    if (argc == 2) {
        rounds = atoi(argv[1]);
    }
    CHECK_STATUS(legacybridge_create(NULL, &common), LEGACYBRIDGE_OK);
    run(work, NULL);
    stats = stats_now();
    CHECK(stats.live_handles == 1);
    CHECK(stats.outstanding_outputs == 0);
    CHECK(stats.active_conversions == 0);
    CHECK(stats.conversions_done == (int64_t)THREADS * rounds * 4);
    CHECK(stats.conversions_failed == 0);
    CHECK(stats.markdown_to_rtf_microseconds > 0 && stats.rtf_to_html_microseconds == 0);
    CHECK(stats.conversion_microseconds >= stats.markdown_to_rtf_microseconds);
    CHECK(stats.buffer_pool_idle <= 32 && stats.string_pool_idle <= 64 && stats.node_pool_idle <= 32);
    CHECK(stats.buffer_pool_hits > stats.buffer_pool_misses);
    shut_down();

    CHECK_STATUS(legacybridge_create(NULL, &shared_handle), LEGACYBRIDGE_OK);
    run(convert_until_stopped, replace_converters);
    shut_down();

    share(0, 0);
    run(convert_with_the_built_in, shut_down_often);
    return finish();
}
