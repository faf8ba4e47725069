/* Children of a process that converts in other threads. In: how many children, and a folder for files.
 * While threads make, use and destroy converters, and a batch job runs, this process is copied again and
 * again; each child converts, starts a job of its own, and shuts the library down within its time. Out: how
 * many children did not, and why. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 4, TOGETHER = 6, FILES = 40, SECONDS = 60 };

static volatile int stop = 0;
static int32_t common, job;
static const char *folder;
static char *large;

/* What a thread of the parent does: every lock of the library is taken often. */
static void *work(void *argument) {
    const long number = *(const int *)argument;
    long round = 0;
    while (!stop) {
        int32_t handle, length;
        uint8_t *output, *text;
        CHECK_STATUS(legacybridge_create(number == 0 ? "MemoryLimit=1GB" : "Target=Word", &handle), LEGACYBRIDGE_OK);
        output = converted(handle, MARKDOWN, RTF, round % 8 == number ? large : "# a\n\n*b* `c`\n");
        text = converted(common, RTF, MARKDOWN, (const char *)output);
        legacybridge_free(output);
        legacybridge_free(text);
        CHECK_STATUS(legacybridge_report(common, &text, &length), LEGACYBRIDGE_OK);
        legacybridge_free(text);
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
        if (number == 1 && round % 16 == 0) {
            CHECK_STATUS(legacybridge_metrics(&text, &length), LEGACYBRIDGE_OK);
            legacybridge_free(text);
        }
        round++;
    }
    return NULL;
}

static int32_t start_job(const char *to) {
    static char names[2][FILES][600];
    const char *inputs[FILES], *outputs[FILES];
    int32_t started = 0;
    int i;
    for (i = 0; i < FILES; i++) {
        snprintf(names[0][i], sizeof names[0][i], "%s/in.md", folder);
        snprintf(names[1][i], sizeof names[1][i], "%s/%s-%d.rtf", folder, to, i);
        inputs[i] = names[0][i];
        outputs[i] = names[1][i];
    }
    CHECK_STATUS(legacybridge_batch_start_list(common, MARKDOWN, RTF, inputs, outputs, FILES,
                                               "Workers=2;Overwrite=Yes", &started), LEGACYBRIDGE_OK);
    return started;
}

static void *convert_once(void *unused_argument) {
    (void)unused_argument;
    legacybridge_free(converted(common, MARKDOWN, RTF, large));
    return NULL;
}

/* A child: 0, or how many checks failed. */
static int child(int number) {
    legacybridge_batch_status_t status;
    pthread_t thread;
    int32_t handle, own, length;
    uint8_t *output, *text;
    failures = 0;
    alarm(SECONDS);
    /* The parent's job is over here, and its converters are there. */
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK(stats_now().active_conversions == 0);
    CHECK(pthread_create(&thread, NULL, convert_once, NULL) == 0);
    CHECK_STATUS(legacybridge_create("Target=RichEdit;BusyTimeout=1000", &handle), LEGACYBRIDGE_OK);
    output = converted(handle, MARKDOWN, RTF, large);
    text = converted(common, RTF, MARKDOWN, (const char *)output);
    legacybridge_free(output);
    legacybridge_free(text);
    legacybridge_free(converted(0, TEXT, RTF, "text"));
    CHECK_STATUS(legacybridge_report(common, &text, &length), LEGACYBRIDGE_OK);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    pthread_join(thread, NULL);
    if (number % 8 == 0) {
        char name[30];
        sprintf(name, "child-%d", number);
        own = start_job(name);
        CHECK_STATUS(legacybridge_batch_wait(own, -1), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_batch_free(own), LEGACYBRIDGE_OK);
    }
    shut_down();
    legacybridge_free(converted(0, MARKDOWN, RTF, "*again*"));
    shut_down();
    return failures;
}

/* Waits for one child; how it ended is counted. */
static int hung, failed;

static void reap(void) {
    int state = 0;
    CHECK(wait(&state) > 0);
    if (WIFSIGNALED(state)) {
        printf("a child was killed by signal %d\n", WTERMSIG(state));
        hung += WTERMSIG(state) == SIGALRM;
    }
    failed += !WIFEXITED(state) || WEXITSTATUS(state) != 0;
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS];
    int numbers[THREADS], i, children = argc == 3 ? atoi(argv[1]) : 0;
    char path[600];
    FILE *file;
    unused();
    if (children == 0) {
        printf("fork CHILDREN FOLDER\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    folder = argv[2];
    large = calloc(1, 10000);
    while (strlen(large) < 4000) {
        strcat(large, "## h\n\n- *a* **b** [c](d)\n- e\n\n|a|b|\n|-|-|\n|c|d|\n\n> q\n\n");
    }
    snprintf(path, sizeof path, "%s/in.md", folder);
    file = fopen(path, "w");
    CHECK(file != NULL && fputs(large, file) >= 0 && fclose(file) == 0);
    CHECK_STATUS(legacybridge_create("Target=Both", &common), LEGACYBRIDGE_OK);
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0);
    }
    job = start_job("parent");
    for (i = 0; i < children; i++) {
        pid_t process;
        if (legacybridge_batch_wait(job, 0) == LEGACYBRIDGE_OK) {
            CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
            job = start_job("parent");
        }
        process = fork();
        if (process == 0) {
            _exit(child(i) == 0 ? 0 : 1);
        }
        CHECK(process > 0);
        if (i >= TOGETHER) {
            reap();
        }
    }
    for (i = 0; i < TOGETHER && i < children; i++) {
        reap();
    }
    stop = 1;
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    printf("%d children: %d hung, %d failed\n", children, hung, failed);
    CHECK(hung == 0 && failed == 0);
    return finish();
}
