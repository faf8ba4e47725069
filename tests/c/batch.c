/* Batch jobs: argv[1] is a folder of our own, argv[2] how many files to convert. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[300];
static int files;

static const char *path(const char *name) {
    static char paths[4][600];
    static int next = 0;
    next = (next + 1) % 4;
    sprintf(paths[next], "%s/%s", folder, name);
    return paths[next];
}

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(path(name), "wb");
    CHECK(file != NULL);
    fwrite(text, 1, strlen(text), file);
    fclose(file);
}

/* Threads of a process that converts nothing: one, but where a sanitizer has its own. */
#ifndef OWN_THREADS
#define OWN_THREADS 1
#endif

static int threads_of_process(void) {
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    while (tasks != NULL && readdir(tasks) != NULL) {
        count++;
    }
    closedir(tasks);
    return count - 2; /* . and .. */
}

/* How many files stand in a folder; temporary ones are a failure. */
static int files_in(const char *name) {
    int count = 0;
    struct dirent *entry;
    DIR *entries = opendir(path(name));
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        CHECK(strstr(entry->d_name, ".tmp") == NULL);
        count += entry->d_name[0] != '.';
    }
    if (entries != NULL) {
        closedir(entries);
    }
    return count;
}

static legacybridge_batch_status_t status_of(int32_t job) {
    legacybridge_batch_status_t status;
    memset(&status, 0xAA, sizeof status);
    status.struct_size = (int32_t)sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    return status;
}

static int32_t start(const char *to, const char *options) {
    int32_t job = -1;
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, path("in"), path(to), options, &job),
                 LEGACYBRIDGE_OK);
    CHECK(job > 0);
    return job;
}

/* Every fifth file is bad; a long one stands at the end. */
static void make_inputs(void) {
    char name[64];
    int i;
    mkdir(path("in"), 0777);
    mkdir(path("in/sub \xE6\xBC\xA2"), 0777);
    for (i = 0; i < files; i++) {
        sprintf(name, "in/%sfile %04d.%s", i % 2 ? "sub \xE6\xBC\xA2/" : "", i, i % 3 ? "md" : "MD");
        write_file(name, i % 5 == 4 ? "bad \xFF" : "# Title\n\nSome *text*.\n");
    }
}

static void a_whole_job(void) {
    legacybridge_batch_status_t status;
    legacybridge_batch_result_t result;
    uint8_t *text;
    int32_t length, i, bad = 0, job = start("out", "Workers=2");
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    status = status_of(job);
    CHECK(status.state == LEGACYBRIDGE_BATCH_FINISHED);
    CHECK(status.total == files && status.done == files && status.workers == 2);
    CHECK(status.failed == files / 5 && status.converted == files - files / 5);
    CHECK(status.bytes_in == 22 * (int64_t)status.converted && status.bytes_out > status.bytes_in);
    for (i = 0; i < status.total; i++) {
        result.struct_size = (int32_t)sizeof result;
        CHECK_STATUS(legacybridge_batch_result(job, i, &result), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_batch_text(job, i, LEGACYBRIDGE_BATCH_MESSAGE, &text, &length), 0);
        if (result.status == LEGACYBRIDGE_OK) {
            CHECK(length == 0 && result.bytes_in == 22 && result.losses == 0);
        } else {
            CHECK(result.status == LEGACYBRIDGE_ERROR_BAD_ENCODING);
            CHECK(strstr((char *)text, "byte 4") != NULL);
            bad++;
        }
        legacybridge_free(text);
    }
    CHECK(bad == status.failed);
    CHECK_STATUS(legacybridge_batch_text(job, 0, LEGACYBRIDGE_BATCH_INPUT, &text, &length), 0);
    CHECK(strcmp((char *)text, path("in/file 0000.MD")) == 0);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_text(job, 0, LEGACYBRIDGE_BATCH_OUTPUT, &text, &length), 0);
    CHECK(strcmp((char *)text, path("out/file 0000.rtf")) == 0 && access((char *)text, R_OK) == 0);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_text(job, -1, LEGACYBRIDGE_BATCH_LOSSES, &text, &length), 0);
    CHECK(strcmp((char *)text, "[]") == 0);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_report(job, &text, &length), 0);
    CHECK(strncmp((char *)text, "{\"state\":\"finished\",", 20) == 0 && text[length] == 0);
    CHECK(strstr((char *)text, "sub \\u6f22/") != NULL);
    legacybridge_free(text);
    /* Cancelling what is over changes nothing. */
    CHECK_STATUS(legacybridge_batch_cancel(job), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_wait(job, 0), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK(threads_of_process() == OWN_THREADS);

    job = start("out", NULL);
    CHECK_STATUS(legacybridge_batch_wait(job, 60000), LEGACYBRIDGE_OK);
    CHECK(status_of(job).skipped == files - files / 5 && status_of(job).failed == files / 5);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
}

static void wrong_arguments(void) {
    const char *one[] = {"a"}, *none[] = {NULL};
    legacybridge_batch_status_t status;
    uint8_t *text = (uint8_t *)one;
    int32_t job = 7, length = 7, handle, i;
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, NULL, "x", NULL, &job), -1);
    CHECK(job == 0);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, "x", NULL, NULL, &job), -1);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, "x", "x", NULL, NULL), -1);
    CHECK_STATUS(legacybridge_batch_start(99, MARKDOWN, RTF, folder, folder, NULL, &job), -2);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, folder, folder, "Colour=red", &job), -3);
    CHECK(strstr(last_error(), "Colour") != NULL);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, 0, folder, folder, NULL, &job), -4);
    CHECK_STATUS(legacybridge_batch_start(0, 9, RTF, folder, folder, NULL, &job), -4);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, "\xFF", folder, NULL, &job), -5);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, folder, folder, "\xFF", &job), -5);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, path("no"), folder, NULL, &job), -11);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, one, one, -1, NULL, &job), -4);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, NULL, one, 1, NULL, &job), -1);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, one, none, 1, NULL, &job), -1);
    CHECK(job == 0);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, NULL, NULL, 0, NULL, &job), 0);
    CHECK_STATUS(legacybridge_batch_wait(job, -2), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_status(job, NULL), -1);
    status.struct_size = 12;
    CHECK_STATUS(legacybridge_batch_status(job, &status), -4);
    status.struct_size = 16;
    status.converted = 77;
    CHECK_STATUS(legacybridge_batch_status(job, &status), 0);
    CHECK(status.total == 0 && status.converted == 77);
    CHECK_STATUS(legacybridge_batch_text(job, 0, LEGACYBRIDGE_BATCH_INPUT, &text, &length), -4);
    CHECK(text == NULL && length == 0);
    CHECK_STATUS(legacybridge_batch_text(job, -1, 9, &text, &length), -4);
    CHECK_STATUS(legacybridge_batch_text(job, -2, LEGACYBRIDGE_BATCH_INPUT, &text, &length), -4);
    CHECK_STATUS(legacybridge_batch_report(job, NULL, &length), -1);
    /* Handles of jobs and of converters are not taken for one another. */
    CHECK_STATUS(legacybridge_destroy(job), -2);
    CHECK_STATUS(legacybridge_create(NULL, &handle), 0);
    CHECK_STATUS(legacybridge_batch_free(handle), -2);
    CHECK_STATUS(legacybridge_batch_free(job), 0);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    for (i = -2; i < 3; i++) {
        CHECK_STATUS(legacybridge_batch_cancel(i), -2);
        CHECK_STATUS(legacybridge_batch_wait(job + i, 0), -2);
    }
}

/* More jobs than may be alive at once. */
static void many_jobs(void) {
    int32_t jobs[256], extra, i;
    for (i = 0; i < 256; i++) {
        CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, NULL, NULL, 0, "Workers=1", &jobs[i]), 0);
    }
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, NULL, NULL, 0, NULL, &extra),
                 LEGACYBRIDGE_ERROR_LIMIT_REACHED);
    CHECK(extra == 0);
    for (i = 0; i < 256; i++) {
        CHECK_STATUS(legacybridge_batch_free(jobs[i]), 0);
    }
}

/* A list whose order is kept, on a converter that is destroyed at once. */
static void a_list(void) {
    enum { COUNT = 60 };
    static char names[2][COUNT][600];
    const char *inputs[COUNT], *outputs[COUNT];
    int32_t handle, job, i, length;
    for (i = 0; i < COUNT; i++) {
        sprintf(names[0][i], "%s/list-%d.txt", folder, (int)i);
        sprintf(names[1][i], "%s/list/%d/%d.rtf", folder, (int)(i % 4), (int)i);
        inputs[i] = names[0][i];
        outputs[i] = names[1][i];
        if (i != 13) {
            sprintf(names[0][i], "list-%d.txt", (int)i);
            write_file(names[0][i], "text");
            sprintf(names[0][i], "%s/list-%d.txt", folder, (int)i);
        }
    }
    CHECK_STATUS(legacybridge_create("Target=RichEdit", &handle), 0);
    CHECK_STATUS(legacybridge_batch_start_list(handle, TEXT, RTF, inputs, outputs, COUNT, "Workers=3", &job), 0);
    CHECK_STATUS(legacybridge_destroy(handle), 0);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), 0);
    CHECK(status_of(job).converted == COUNT - 1 && status_of(job).failed == 1);
    for (i = 0; i < COUNT; i++) {
        uint8_t *text;
        legacybridge_batch_result_t result;
        result.struct_size = (int32_t)sizeof result;
        CHECK_STATUS(legacybridge_batch_result(job, i, &result), 0);
        CHECK(result.status == (i == 13 ? LEGACYBRIDGE_ERROR_IO : LEGACYBRIDGE_OK));
        CHECK_STATUS(legacybridge_batch_text(job, i, LEGACYBRIDGE_BATCH_INPUT, &text, &length), 0);
        CHECK(strcmp((char *)text, inputs[i]) == 0);
        legacybridge_free(text);
        CHECK((access(outputs[i], R_OK) == 0) == (i != 13));
    }
    CHECK_STATUS(legacybridge_batch_free(job), 0);
}

/* One document of a list, and a document in files. */
static void together_and_apart(void) {
    static char names[2][3][600];
    const char *inputs[3], *outputs[3];
    legacybridge_batch_result_t result;
    int32_t job, i, length;
    uint8_t *text;
    for (i = 0; i < 3; i++) {
        sprintf(names[0][i], "part-%d.md", (int)i);
        write_file(names[0][i], i == 1 ? "bad \xFF" : "before[^1]\n\n# One\n\n# Two\n\n[^1]: note\n");
        sprintf(names[0][i], "%s/part-%d.md", folder, (int)i);
        sprintf(names[1][i], "%s/parts/part-%d.md", folder, (int)i);
        inputs[i] = names[0][i];
        outputs[i] = names[1][i];
    }
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, MARKDOWN, inputs, outputs, 3, "Join=a/b", &job), -3);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, MARKDOWN, inputs, outputs, 3, "Split=7", &job), -3);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, MARKDOWN, inputs, outputs, 3, "Join=a;Split=1", &job),
                 -3);
    CHECK(job == 0);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, MARKDOWN, inputs, outputs, 3, "Join=all", &job), 0);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), 0);
    CHECK(status_of(job).converted == 2 && status_of(job).failed == 1 && status_of(job).workers == 1);
    result.struct_size = (int32_t)sizeof result;
    CHECK_STATUS(legacybridge_batch_result(job, 1, &result), 0);
    CHECK(result.status == LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK_STATUS(legacybridge_batch_text(job, 2, LEGACYBRIDGE_BATCH_OUTPUT, &text, &length), 0);
    CHECK(strstr((char *)text, "parts/all.md") != NULL);
    CHECK(access((char *)text, R_OK) == 0);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_free(job), 0);
    CHECK(files_in("parts") == 1);
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, inputs, outputs, 3, "split=1", &job), 0);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), 0);
    CHECK(status_of(job).converted == 2 && status_of(job).failed == 1);
    CHECK_STATUS(legacybridge_batch_text(job, 0, LEGACYBRIDGE_BATCH_OUTPUT, &text, &length), 0);
    CHECK(strstr((char *)text, "part-0-0.md\n") != NULL && strstr((char *)text, "part-0-2-two.md") != NULL);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_report(job, &text, &length), 0);
    CHECK(strstr((char *)text, "\"outputs\":[") != NULL);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_free(job), 0);
    CHECK(files_in("parts") == 7);
}

static void *wait_for(void *job) {
    int32_t status = legacybridge_batch_wait(*(int32_t *)job, -1);
    /* The job may be gone before this thread has begun. */
    CHECK(status == LEGACYBRIDGE_OK || status == LEGACYBRIDGE_ERROR_CANCELLED ||
          status == LEGACYBRIDGE_ERROR_BAD_HANDLE);
    return NULL;
}

static void sleep_for(int microseconds) {
    struct timespec time;
    time.tv_sec = 0;
    time.tv_nsec = microseconds * 1000L;
    nanosleep(&time, NULL);
}

/* Cancelled, freed and shut down at odd moments, with another thread waiting. */
static void ended_early(int rounds) {
    int round;
    for (round = 0; round < rounds; round++) {
        int32_t status, job = start("early", round % 2 ? "Workers=2;Overwrite=yes" : "Workers=4;Overwrite=yes");
        pthread_t waiter;
        CHECK(pthread_create(&waiter, NULL, wait_for, &job) == 0);
        sleep_for(round * 531 % 8000);
        switch (round % 3) {
        case 0:
            CHECK_STATUS(legacybridge_batch_cancel(job), 0);
            status = legacybridge_batch_wait(job, -1);
            CHECK(status == LEGACYBRIDGE_ERROR_CANCELLED || status == LEGACYBRIDGE_OK);
            CHECK(status_of(job).state == (status == 0 ? LEGACYBRIDGE_BATCH_FINISHED : LEGACYBRIDGE_BATCH_CANCELLED));
            pthread_join(waiter, NULL);
            CHECK_STATUS(legacybridge_batch_free(job), 0);
            break;
        case 1:
            /* Give the waiter a chance to be waiting: a freed handle is an error for it. */
            sleep_for(3000);
            status = legacybridge_batch_wait(job, 0);
            CHECK(status == LEGACYBRIDGE_ERROR_BUSY || status == LEGACYBRIDGE_OK);
            CHECK_STATUS(legacybridge_batch_free(job), 0);
            pthread_join(waiter, NULL);
            break;
        default:
            sleep_for(3000);
            shut_down();
            pthread_join(waiter, NULL);
            CHECK_STATUS(legacybridge_batch_status(job, NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
            CHECK_STATUS(legacybridge_batch_cancel(job), LEGACYBRIDGE_ERROR_BAD_HANDLE);
        }
        /* Joined threads are gone; the system may take a moment to forget them. */
        {
            int patience = 200;
            while (threads_of_process() != OWN_THREADS && patience-- > 0) {
                sleep_for(1000);
            }
            CHECK(threads_of_process() == OWN_THREADS);
        }
    }
    files_in("early");
    files_in("early/sub \xE6\xBC\xA2");
}

int main(int argc, char **argv) {
    unused();
    if (argc != 3 || strlen(argv[1]) >= sizeof folder) {
        return 2;
    }
    strcpy(folder, argv[1]);
    files = atoi(argv[2]);
    make_inputs();
    CHECK(threads_of_process() <= OWN_THREADS);
    a_whole_job();
    CHECK(files_in("out") == 1 + (files + 1) / 2 - files / 10);
    shut_down();
    wrong_arguments();
    many_jobs();
    shut_down();
    a_list();
    together_and_apart();
    ended_early(files / 10);
    return finish();
}
