/* The memory limit: what never fits, what is kept, what waits, what gets in; and that nothing grows. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <time.h>

static char *repeated(const char *text, size_t bytes) {
    size_t length = strlen(text), i;
    char *result = malloc(bytes + 1);
    for (i = 0; i < bytes; i++) {
        result[i] = text[i % length];
    }
    result[bytes] = 0;
    return result;
}

/* The length of a text that is large enough to be waited for: shorter under valgrind. */
static size_t large = 800000;

static void nap(void) {
    struct timespec time = {0, 1000000};
    nanosleep(&time, NULL);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void never_fits(void) {
    char *text = repeated("a line of text\n", 5 * large / 2);
    uint8_t *output = (uint8_t *)&output;
    int32_t handle, length;
    CHECK_STATUS(legacybridge_create("MemoryLimit=1MB;BusyTimeout=60000", &handle), 0);
    CHECK(stats_now().memory_limit == 1024 * 1024);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, text, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    /* It does not wait: nobody has what it lacks. */
    CHECK(stats_now().conversions_waited == 0);
    CHECK(output == NULL && length == 0);
    CHECK(strstr(last_error(), "1048576") != NULL);
    CHECK(stats_now().memory_peak <= 1024 * 1024);
    CHECK(stats_now().conversions_refused == 1);
    /* The limit is the process's, while its converter lives. */
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, text, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    legacybridge_free(converted(handle, TEXT, TEXT, "a short one fits"));
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, text, -1, &output, &length), 0);
    legacybridge_free(output);
    free(text);
}

/* What the library has for itself is nothing that a host could give back: nobody waits for it. */
static void never_fits_beside_what_is_the_librarys_own(void) {
    static const char *const texts[] = {"<font color=red>a", "<ul>", "<blockquote>", "<font color=red>a"};
    char *text;
    uint8_t *output;
    int32_t handle, length;
    int i;
    shut_down();
    CHECK_STATUS(legacybridge_create("MemoryLimit=100000;BusyTimeout=60000", &handle), 0);
    for (i = 0; i < 4; i++) {
        text = repeated(texts[i], 60000);
        CHECK_STATUS(legacybridge_convert(handle, LEGACYBRIDGE_FORMAT_HTML, MARKDOWN, text, -1, &output, &length),
                     LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
        free(text);
    }
    CHECK(stats_now().memory_peak <= 100000 && stats_now().conversions_waited == 0);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
}

/* Whether a limit lets one conversion of the text in, with nothing beside it. */
static int fits(const char *text, long limit) {
    char options[100];
    uint8_t *output;
    int32_t handle, length, status;
    sprintf(options, "MemoryLimit=%ld;BusyTimeout=0", limit);
    CHECK_STATUS(legacybridge_create(options, &handle), 0);
    status = legacybridge_convert(handle, TEXT, TEXT, text, -1, &output, &length);
    CHECK(status == 0 || status == LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    CHECK(stats_now().memory_peak <= limit);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    return status == 0;
}

/* A converter whose limit lets one conversion of the text in, which is always the same, but not beside
 * another one's output, which is as long: the limit is less than that above one that does not let it in. */
static int32_t snug(const char *text, int timeout) {
    static long high;
    char options[100];
    int32_t handle;
    if (high == 0) {
        long low = (long)large;
        high = 16 * (long)large;
        CHECK(!fits(text, low) && fits(text, high));
        while (high - low > (long)large / 4) {
            long middle = low + (high - low) / 2;
            if (fits(text, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }
    sprintf(options, "MemoryLimit=%ld;BusyTimeout=%d", high + (long)large / 2, timeout);
    CHECK_STATUS(legacybridge_create(options, &handle), 0);
    return handle;
}

static int64_t waited_before;

/* Frees an output once somebody waits for the room that it takes. */
static void *free_when_waited_for(void *output) {
    while (stats_now().conversions_waited == waited_before) {
        nap();
    }
    legacybridge_free(output);
    return NULL;
}

static void waits(void) {
    char *text = repeated("a line of text\n", large);
    uint8_t *first = NULL, *second = NULL;
    int32_t handle, length;
    double before;
    pthread_t thread;
    handle = snug(text, 50);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, text, -1, &first, &length), 0);
    /* The output that the host holds leaves no room for another conversion. */
    before = seconds();
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, text, -1, &second, &length),
                 LEGACYBRIDGE_ERROR_BUSY);
    CHECK(seconds() - before > 0.045);
    waited_before = stats_now().conversions_waited;
    CHECK(waited_before >= 1);
    CHECK(stats_now().memory_peak <= stats_now().memory_limit);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    legacybridge_free(first);
    /* With more patience it gets in when the output is freed. */
    handle = snug(text, 60000);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, text, -1, &first, &length), 0);
    waited_before = stats_now().conversions_waited;
    CHECK(pthread_create(&thread, NULL, free_when_waited_for, first) == 0);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, text, -1, &second, &length), 0);
    pthread_join(thread, NULL);
    CHECK(stats_now().conversions_waited > waited_before);
    legacybridge_free(second);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    free(text);
}

/* A document that needs far more than it looks stops at the limit. */
static void stops_at_the_limit(void) {
    char *text = repeated("*a* ", 400000);
    uint8_t *output = (uint8_t *)&output;
    int32_t handle, length;
    CHECK_STATUS(legacybridge_create("MemoryLimit=4MB", &handle), 0);
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, text, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    CHECK(output == NULL);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, text, -1, &output, &length), 0);
    legacybridge_free(output);
    free(text);
}

/* However little each thing is that a host keeps, all of it together stays below the limit. */
static void keeps_no_end_of_trifles(void) {
    static uint8_t *outputs[200000];
    static int32_t handles[4096];
    int32_t first, length, status = 0, handle = 0;
    int count, made;
    shut_down();
    CHECK_STATUS(legacybridge_create("MemoryLimit=1MB", &first), 0);
    for (made = 0; made < 4095 && status == 0; made++) {
        status = legacybridge_create("BodyFont=Arial", &handles[made]);
    }
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    CHECK(made > 100 && handles[made - 1] == -1 && strstr(last_error(), "1048576") != NULL);
    /* Who gives more memory is heard all the same. */
    CHECK_STATUS(legacybridge_create("MemoryLimit=2MB", &handle), 0);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    while (--made > 0) {
        CHECK_STATUS(legacybridge_destroy(handles[made - 1]), 0);
    }
    CHECK(stats_now().memory_peak <= stats_now().memory_limit);
    for (count = 0, status = 0; count < 200000 && status == 0; count++) {
        status = count % 2 == 0 ? legacybridge_convert(first, TEXT, TEXT, "a", -1, &outputs[count], &length)
                                : legacybridge_report(first, &outputs[count], &length);
    }
    CHECK(status == LEGACYBRIDGE_ERROR_MEMORY_LIMIT || status == LEGACYBRIDGE_ERROR_BUSY);
    CHECK(count > 1000 && outputs[count - 1] == NULL);
    CHECK(stats_now().memory_peak <= stats_now().memory_limit);
    while (count-- > 0) {
        legacybridge_free(outputs[count]);
    }
    legacybridge_free(converted(first, TEXT, TEXT, "there is room again"));
    CHECK_STATUS(legacybridge_destroy(first), 0);
}

static char *crowd_text;
static int32_t crowd_handle;

static void *convert_in_a_crowd(void *argument) {
    int i;
    (void)argument;
    for (i = 0; i < 4; i++) {
        uint8_t *output;
        int32_t length;
        CHECK_STATUS(legacybridge_convert(crowd_handle, TEXT, TEXT, crowd_text, -1, &output,
                                          &length),
                     LEGACYBRIDGE_OK);
        legacybridge_free(output);
    }
    return NULL;
}

/* Eight threads under a limit that has room for about two: all get their turn, under the limit. */
static void crowd(void) {
    pthread_t threads[8];
    int i;
    shut_down();
    crowd_text = repeated("a line of text\n", 500000);
    CHECK_STATUS(legacybridge_create("MemoryLimit=8MB;BusyTimeout=60000", &crowd_handle), 0);
    for (i = 0; i < 8; i++) {
        CHECK(pthread_create(&threads[i], NULL, convert_in_a_crowd, NULL) == 0);
    }
    for (i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK(stats_now().memory_peak <= 8 * 1024 * 1024);
    CHECK_STATUS(legacybridge_destroy(crowd_handle), 0);
    free(crowd_text);
}

static int32_t waiting_handle;

static void *wait_for_shutdown(void *text) {
    uint8_t *output = (uint8_t *)&output;
    int32_t length;
    CHECK_STATUS(legacybridge_convert(waiting_handle, TEXT, TEXT, text, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_CANCELLED);
    CHECK(output == NULL);
    return NULL;
}

/* Who waits for memory when the library is shut down is told so at once. */
static void shutdown_ends_waiting(void) {
    char *text = repeated("a line of text\n", large);
    uint8_t *held;
    int32_t length;
    int64_t waited;
    double before;
    pthread_t thread;
    waiting_handle = snug(text, 600000);
    waited = stats_now().conversions_waited;
    CHECK_STATUS(legacybridge_convert(waiting_handle, TEXT, TEXT, text, -1, &held, &length), 0);
    CHECK(pthread_create(&thread, NULL, wait_for_shutdown, text) == 0);
    before = seconds();
    while (stats_now().conversions_waited == waited && seconds() - before < 30) {
        nap();
    }
    shut_down();
    pthread_join(thread, NULL);
    CHECK(seconds() - before < 60);
    free(text);
}

/* A large document does not leave its memory behind. */
static void large_then_small(void) {
    char *text = repeated("a *line* of `text`\n\n", 4000000);
    uint8_t *output;
    int32_t length;
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, text, -1, &output, &length), 0);
    legacybridge_free(output);
    CHECK(stats_now().memory_peak > 8000000);
    CHECK(stats_now().memory_in_use < 24 * 1024 * 1024);
    free(text);
}

int main(int argc, char **argv) {
    int quick = argc == 2 && strcmp(argv[1], "quick") == 0;
    unused();
    if (quick) {
        large = 300000;
    }
    never_fits();
    never_fits_beside_what_is_the_librarys_own();
    waits();
    shutdown_ends_waiting();
    if (!quick) {
        keeps_no_end_of_trifles();
        crowd();
        stops_at_the_limit();
        large_then_small();
    }
    return finish();
}
