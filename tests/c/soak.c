/* Many conversions of mixed documents from four threads: argv[1] conversions of the documents in
 * argv[2], one path a line. Resident memory after the first part and at the end of a million differ
 * by less than 1 MiB (in a shorter run, beside what the gauge counts), the pools stay within their
 * bounds, the gauges return to 0, and the interner stays within its bound. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <malloc.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, MOST = 4000, FIRST = 10000 };
/* The bounds of all pools together are 6 MiB; blocks are rounded up, tables of handles are small. */
enum { MOST_KEPT = 7 << 20 };

struct document {
    uint8_t *bytes;
    int32_t length, from;
};

static struct document documents[MOST];
static int number_of_documents;
static long wanted;
static long taken;
static pthread_mutex_t taking = PTHREAD_MUTEX_INITIALIZER;
static int32_t handles[THREADS];

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static int by_length(const void *a, const void *b) {
    int32_t left = ((const struct document *)a)->length, right = ((const struct document *)b)->length;
    return left < right ? -1 : left > right;
}

static void load(const char *list) {
    char path[2000];
    FILE *paths = fopen(list, "r"), *file;
    while (paths != NULL && fgets(path, sizeof path, paths) != NULL && number_of_documents < MOST) {
        struct document *document = &documents[number_of_documents];
        long size;
        path[strcspn(path, "\n")] = 0;
        file = fopen(path, "rb");
        if (file == NULL) {
            continue;
        }
        fseek(file, 0, SEEK_END);
        size = ftell(file);
        rewind(file);
        document->bytes = malloc((size_t)size + 1);
        document->length = (int32_t)fread(document->bytes, 1, (size_t)size, file);
        document->from = ends_with(path, ".rtf") ? RTF : ends_with(path, ".md") ? MARKDOWN : TEXT;
        fclose(file);
        number_of_documents++;
    }
    if (paths == NULL || number_of_documents == 0) {
        printf("no documents in %s\n", list);
        exit(2);
    }
    fclose(paths);
    qsort(documents, (size_t)number_of_documents, sizeof documents[0], by_length);
}

/* The next conversion's number, up to `until`. */
static long next_before(long until) {
    long number;
    pthread_mutex_lock(&taking);
    number = taken < until ? taken++ : -1;
    pthread_mutex_unlock(&taking);
    return number;
}

static long until;

/* The smaller half mostly, each document in its turn. */
static const struct document *chosen(long number) {
    int half = (number_of_documents + 1) / 2;
    if (number % 4 == 3) {
        return &documents[number / 4 % number_of_documents];
    }
    return &documents[number % half];
}

static void *work(void *argument) {
    int32_t handle = handles[*(int *)argument];
    long number;
    while ((number = next_before(until)) >= 0) {
        const struct document *document = chosen(number);
        int32_t to = number % 11 == 10 ? TEXT : document->from == RTF ? MARKDOWN : RTF;
        uint8_t *output = NULL, *again = NULL;
        int32_t length, status;
        status = legacybridge_convert(handle, document->from, to, document->bytes, document->length,
                                      &output, &length);
        /* Some documents of a corpus are broken on purpose; all of memory is enough for each. */
        CHECK(status != LEGACYBRIDGE_ERROR_MEMORY_LIMIT && status != LEGACYBRIDGE_ERROR_BUSY &&
              status != LEGACYBRIDGE_ERROR_INTERNAL);
        if (status == LEGACYBRIDGE_OK && number % 7 == 6) {
            uint8_t buffer[256];
            int32_t needed;
            status = legacybridge_convert_into(handle, to, RTF, output, length, buffer,
                                               (int32_t)sizeof buffer, &needed);
            CHECK(status == LEGACYBRIDGE_OK || status == LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL);
        }
        if (number % 1000 == 999) {
            CHECK_STATUS(legacybridge_metrics(&again, &length), LEGACYBRIDGE_OK);
            CHECK(stats_now().interner_entries <= 10000);
        }
        legacybridge_free(again);
        legacybridge_free(output);
    }
    return NULL;
}

static void run_until(long number) {
    pthread_t threads[THREADS];
    int numbers[THREADS], i;
    until = number;
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, work, &numbers[i]) != 0) {
            exit(2);
        }
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

/* Resident memory in KB, without what the C library keeps of memory given back to it. */
static long resident(void) {
    long pages = 0, skipped;
    FILE *file;
    malloc_trim(0);
    file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &skipped, &pages) != 2) {
        exit(2);
    }
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* What is kept for later: items and kilobytes of each pool. */
static void print_pools(const char *when) {
    legacybridge_stats_t now = stats_now();
    printf("%s: %lld KB held; buffers %lld of %lld KB, strings %lld of %lld KB, nodes %lld of %lld KB, "
           "workspaces %lld of %lld KB, blocks %lld of %lld KB\n",
           when, (long long)now.memory_in_use / 1024, (long long)now.buffer_pool_idle,
           (long long)now.buffer_pool_bytes / 1024, (long long)now.string_pool_idle,
           (long long)now.string_pool_bytes / 1024, (long long)now.node_pool_idle,
           (long long)now.node_pool_bytes / 1024, (long long)now.workspace_pool_idle,
           (long long)now.workspace_pool_bytes / 1024, (long long)now.block_pool_idle,
           (long long)now.block_pool_bytes / 1024);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    legacybridge_stats_t stats;
    long first, before, after, settling;
    int64_t held;
    double start = seconds();
    int i;
    unused();
    if (argc != 3) {
        return 2;
    }
    /* glibc keeps ever larger blocks that were freed, unless told where to stop. */
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
    /* And it has a heap for each thread, each with pages of its own that are used in part. */
    mallopt(M_ARENA_MAX, 1);
    wanted = atol(argv[1]);
    load(argv[2]);
    for (i = 0; i < THREADS; i++) {
        CHECK_STATUS(legacybridge_create(i == 0 ? "Target=Word" : NULL, &handles[i]), LEGACYBRIDGE_OK);
    }
    first = wanted / 2 < FIRST ? wanted / 2 : FIRST;
    run_until(first);
    before = resident();
    held = stats_now().memory_in_use;
    print_pools("then");
    run_until(wanted);
    after = resident();
    print_pools("at the end");
    stats = stats_now();
    printf("%ld conversions of %d documents in %.0f s: %lld done, %lld failed, %lld MB in, %lld MB out\n",
           wanted, number_of_documents, seconds() - start, (long long)stats.conversions_done,
           (long long)stats.conversions_failed, (long long)stats.bytes_in / 1000000,
           (long long)stats.bytes_out / 1000000);
    printf("resident after %ld: %ld KB, at the end %ld KB: %+ld KB\n", first, before, after,
           after - before);
    printf("held then %lld bytes, at the end %lld\n", (long long)held, (long long)stats.memory_in_use);
    printf("peak %lld bytes; interner: %lld entries, %lld hits, %lld misses, %lld clears\n",
           (long long)stats.memory_peak, (long long)stats.interner_entries,
           (long long)stats.interner_hits, (long long)stats.interner_misses,
           (long long)stats.interner_clears);
    /* After a short run what is kept for later may still be on its way up: the gauge counts that. */
    settling = wanted < 100 * FIRST ? (long)((stats.memory_in_use - held) / 1024) : 0;
    CHECK(after - before - settling < 1024);
    CHECK(stats.memory_in_use < MOST_KEPT);
    CHECK(stats.interner_entries <= 10000);
    CHECK(stats.active_conversions == 0 && stats.outstanding_outputs == 0);
    CHECK(stats.conversions_done > wanted / 2);
    for (i = 0; i < THREADS; i++) {
        CHECK_STATUS(legacybridge_destroy(handles[i]), LEGACYBRIDGE_OK);
    }
    return finish();
}
