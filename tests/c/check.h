/* What the C tests share: CHECK counts failures and goes on, finish() ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include "legacybridge.h"
#include "legacybridge.h" /* twice on purpose */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKDOWN LEGACYBRIDGE_FORMAT_MARKDOWN
#define RTF LEGACYBRIDGE_FORMAT_RTF
#define TEXT LEGACYBRIDGE_FORMAT_TEXT

static int failures = 0;

#define CHECK(condition)                                                         \
    do {                                                                         \
        if (!(condition)) {                                                      \
            char message[600] = "";                                              \
            legacybridge_last_error(message, (int32_t)sizeof message);          \
            printf("%s:%d: %s (last error: %s)\n", __FILE__, __LINE__,           \
                   #condition, message);                                         \
            failures++;                                                          \
        }                                                                        \
    } while (0)

#define CHECK_STATUS(call, expected)                                             \
    do {                                                                         \
        int32_t got_ = (call), wanted_ = (expected);                             \
        if (got_ != wanted_) {                                                   \
            printf("%s:%d: %s is %d, not %d\n", __FILE__, __LINE__, #call,       \
                   (int)got_, (int)wanted_);                                     \
            failures++;                                                          \
        }                                                                        \
    } while (0)

/* The statistics of now. */
static legacybridge_stats_t stats_now(void) {
    legacybridge_stats_t stats;
    memset(&stats, 0xAA, sizeof stats);
    stats.struct_size = (int32_t)sizeof stats;
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    return stats;
}

/* The last error's text. */
static const char *last_error(void) {
    static char message[600];
    legacybridge_last_error(message, (int32_t)sizeof message);
    return message;
}

/* Shuts the library down; whatever has happened before, nothing is held afterwards. */
static void shut_down(void) {
    legacybridge_stats_t stats;
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    stats = stats_now();
    CHECK(stats.memory_in_use == 0);
    CHECK(stats.outstanding_outputs == 0);
    CHECK(stats.live_handles == 0);
    CHECK(stats.active_conversions == 0);
    if (stats.memory_in_use != 0) {
        printf("memory in use after shutdown: %lld\n", (long long)stats.memory_in_use);
    }
}

static int finish(void) {
    shut_down();
    if (failures != 0) {
        printf("%d checks failed\n", failures);
    }
    return failures == 0 ? 0 : 1;
}

/* Converts, or exits. */
static uint8_t *converted(int32_t handle, int32_t from, int32_t to, const char *input) {
    uint8_t *output = NULL;
    int32_t length = -1;
    int32_t status = legacybridge_convert(handle, from, to, input, -1, &output, &length);
    if (status != LEGACYBRIDGE_OK) {
        printf("converting %d to %d: status %d: %s\n", (int)from, (int)to, (int)status, last_error());
        exit(1);
    }
    CHECK(output[length] == 0);
    CHECK((size_t)length == strlen((const char *)output));
    return output;
}

/* Keeps compilers quiet about what a test does not use. */
static void unused(void) {
    (void)converted;
    (void)finish;
    (void)shut_down;
    (void)unused;
}

#endif
