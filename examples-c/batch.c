/*
 * Converts every Markdown file of a folder to RTF, with threads of the library's own, and shows how
 * far it is.
 *
 *     batch INPUT_FOLDER OUTPUT_FOLDER [OPTIONS]
 *
 * OPTIONS are those of the job, such as "Workers=2;Overwrite=Yes"; see legacybridge.h.
 *
 *     cc -std=c99 -I include examples-c/batch.c -o batch -L target/release -llegacybridge
 */
#include "legacybridge.h"

#include <stdio.h>

/* Says what the library's last error was in this thread. */
static int failed(const char *what, int32_t status) {
    char message[600];
    legacybridge_last_error(message, (int32_t)sizeof message);
    fprintf(stderr, "%s: error %d: %s\n", what, (int)status, message);
    return 2;
}

/* One line for each file that failed: its name and why. */
static void show_failures(int32_t job, int32_t total) {
    legacybridge_batch_result_t result;
    uint8_t *name, *message;
    int32_t length, i;
    result.struct_size = (int32_t)sizeof result;
    for (i = 0; i < total; i++) {
        if (legacybridge_batch_result(job, i, &result) != LEGACYBRIDGE_OK || result.status >= 0) {
            continue;
        }
        legacybridge_batch_text(job, i, LEGACYBRIDGE_BATCH_INPUT, &name, &length);
        legacybridge_batch_text(job, i, LEGACYBRIDGE_BATCH_MESSAGE, &message, &length);
        printf("%s: %s\n", (const char *)name, (const char *)message);
        legacybridge_free(name);
        legacybridge_free(message);
    }
}

int main(int argc, char **argv) {
    legacybridge_batch_status_t status;
    int32_t job, over;

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: batch INPUT_FOLDER OUTPUT_FOLDER [OPTIONS]\n");
        return 2;
    }
    over = legacybridge_batch_start(0, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF,
                                    argv[1], argv[2], argc == 4 ? argv[3] : NULL, &job);
    if (over != LEGACYBRIDGE_OK) {
        return failed(argv[1], over);
    }

    /* A program with windows handles its messages here, and calls legacybridge_batch_cancel when
     * its user has had enough. */
    status.struct_size = (int32_t)sizeof status;
    do {
        over = legacybridge_batch_wait(job, 100);
        legacybridge_batch_status(job, &status);
        fprintf(stderr, "\r%d of %d", (int)status.done, (int)status.total);
    } while (over == LEGACYBRIDGE_ERROR_BUSY);
    fprintf(stderr, "\n");

    show_failures(job, status.total);
    printf("%d of %d converted, %d failed, %d skipped; %.1f KB read, %.1f KB written in %d ms by %d threads\n",
           (int)status.converted, (int)status.total, (int)status.failed, (int)status.skipped,
           (double)status.bytes_in / 1024, (double)status.bytes_out / 1024,
           (int)status.milliseconds, (int)status.workers);
    legacybridge_batch_free(job);
    legacybridge_shutdown();
    return status.failed == 0 ? 0 : 1;
}
