/* Loads the library (argv[1]), runs a batch on the folder argv[2] and unloads it, argv[3] times:
 * no thread stays and memory does not grow. */
#define _POSIX_C_SOURCE 200809L
#include "legacybridge.h"

#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *library;
static char *input;
static char output[600];
static int round_number;

/* Function pointers can't be cast from void * in C99: their bytes can be copied. */
static void find(const char *name, void *function, size_t size) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL || size != sizeof symbol) {
        printf("%s is missing\n", name);
        exit(1);
    }
    memcpy(function, &symbol, size);
}

static long field(const char *file, const char *name) {
    char line[256];
    long value = -1;
    FILE *status = fopen(file, "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            value = atol(line + strlen(name));
        }
    }
    fclose(status);
    return value;
}

/* A sanitizer has a thread of its own, and memory that grows with what it has seen. */
#ifndef OWN_THREADS
#define OWN_THREADS 1
#define MOST_GROWN 1024
#endif

static void *one_round(void *unused) {
    int32_t(LEGACYBRIDGE_CALL *start)(int32_t, int32_t, int32_t, const char *, const char *, const char *, int32_t *);
    int32_t(LEGACYBRIDGE_CALL *wait_for)(int32_t, int32_t);
    int32_t(LEGACYBRIDGE_CALL *shut)(void);
    int32_t(LEGACYBRIDGE_CALL *stats_of)(legacybridge_stats_t *);
    legacybridge_stats_t stats;
    int32_t job;
    (void)unused;
    find("legacybridge_batch_start", &start, sizeof start);
    find("legacybridge_batch_wait", &wait_for, sizeof wait_for);
    find("legacybridge_shutdown", &shut, sizeof shut);
    find("legacybridge_stats", &stats_of, sizeof stats_of);
    if (start(0, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF, input, output, "Workers=2;Overwrite=yes", &job) != 0) {
        printf("the job did not start\n");
        exit(1);
    }
    /* Every other job is still at work when the library is shut down. */
    if (round_number % 2 == 0 && wait_for(job, -1) != 0) {
        printf("the job did not finish\n");
        exit(1);
    }
    stats.struct_size = (int32_t)sizeof stats;
    if (shut() != 0 || stats_of(&stats) != 0 || stats.memory_in_use != 0) {
        printf("%ld bytes stay\n", (long)stats.memory_in_use);
        exit(1);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int rounds, unloaded = 0;
    long before = 0, after, threads;
    if (argc != 4 || strlen(argv[2]) > 500) {
        return 2;
    }
    /* One heap for all threads, so that memory does not depend on how they meet. */
    mallopt(M_ARENA_MAX, 1);
    input = argv[2];
    sprintf(output, "%s-out", input);
    rounds = atoi(argv[3]);
    for (round_number = 0; round_number < rounds; round_number++) {
        pthread_t thread;
        void *still;
        library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) {
            printf("%s\n", dlerror());
            return 1;
        }
        if (pthread_create(&thread, NULL, one_round, NULL) != 0) {
            return 2;
        }
        pthread_join(thread, NULL);
        if (dlclose(library) != 0) {
            return 1;
        }
        still = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
        unloaded += still == NULL;
        if (still != NULL) {
            dlclose(still);
        }
        if (round_number == rounds / 5) {
            malloc_trim(0);
            before = field("/proc/self/status", "VmRSS:");
        }
    }
    malloc_trim(0);
    after = field("/proc/self/status", "VmRSS:");
    threads = field("/proc/self/status", "Threads:");
    printf("%d rounds, unloaded after %d; threads %ld; resident %ld KB, then %ld KB\n", rounds,
           unloaded, threads, before, after);
    return threads == OWN_THREADS && unloaded == rounds && after - before < MOST_GROWN ? 0 : 1;
}
