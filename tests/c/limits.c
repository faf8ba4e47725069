/* A process that may have no more address space: whatever a document is made of, its conversion ends
 * with an output or with "memory limit", and the host lives on. argv[1] is the size of the documents
 * in KB. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a document is made of: pieces in which each byte costs a reader as much as it can. */
struct kind {
    int32_t from;
    const char *head, *piece, *tail;
};

static const struct kind kinds[] = {
    {MARKDOWN, "", "Some plain words, as most documents have them. ", ""},
    {MARKDOWN, "", "a *b* **c** [d](e) `f`\n\n- g\n- h\n\n", ""},
    {MARKDOWN, "", "*a* ", ""},
    {MARKDOWN, "", "+ ", ""},
    {MARKDOWN, "", "> ", ""},
    {MARKDOWN, "", "a\n", ""},
    {MARKDOWN, "", "[a]", ""},
    {MARKDOWN, "", "[a]: b\n\n", ""},
    {MARKDOWN, "", "[^a]: b\n\n[^a]\n\n", ""},
    {MARKDOWN, "|a|b|c|d|\n|-|-|-|-|\n", "||||\n", ""},
    {MARKDOWN, "", "<a>", ""},
    {MARKDOWN, "", "`", ""},
    {MARKDOWN, "", "a\r\n", ""},
    {MARKDOWN, "<!--", "\na b c d", "-->"},
    {RTF, "{\\rtf1 ", "plain words and more of them ", "}"},
    {RTF, "{\\rtf1 ", "\\b a\\b0 b", "}"},
    {RTF, "{\\rtf1 ", "a\\par ", "}"},
    {RTF, "{\\rtf1 ", "\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row ", "}"},
    {RTF, "{\\rtf1 ", "\\intbl a\\cell ", "}"},
    {RTF, "{\\rtf1{\\fonttbl", "{\\f1 a;}", "} text}"},
    {RTF, "{\\rtf1{\\stylesheet", "{\\s1 a;}", "} text}"},
    {RTF, "{\\rtf1{\\colortbl", ";", "} text}"},
    {RTF, "{\\rtf1{\\*\\listtable", "{\\list}", "} text}"},
    {RTF, "{\\rtf1 ", "{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt y}}", "}"},
    {RTF, "{\\rtf1 ", "{\\footnote a}", "}"},
    {RTF, "{\\rtf1\\ansicpg932 ", "\\'8a\\'bf", "}"},
    {RTF, "{\\rtf1 ", "\\u8364?", "}"},
    {RTF, "{\\rtf1 ", "{\\*\\bkmkstart a}\\outlinelevel0 b\\par ", "}"},
    {TEXT, "", "a line of text\n", ""}};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static size_t bytes;

static char *made_of(const struct kind *kind) {
    char *text = malloc(bytes + 200), *end = text;
    size_t length = strlen(kind->piece);
    end += sprintf(end, "%s", kind->head);
    while ((size_t)(end - text) < bytes) {
        memcpy(end, kind->piece, length);
        end += length;
    }
    sprintf(end, "%s", kind->tail);
    return text;
}

static rlim_t address_space(void) {
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmSize:", 7) == 0) {
            kilobytes = atol(line + 7);
        }
    }
    fclose(status);
    return (rlim_t)kilobytes * 1024;
}

/* Lets this process have so much more; 0 means as much as there is. */
static void allow(rlim_t more) {
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
    limit.rlim_cur = more == 0 ? limit.rlim_max : address_space() + more;
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
}

/* Ends with 0 for an output, 1 for a refusal, more for a failure of the test. */
static int child(const struct kind *kind, rlim_t more) {
    char *text = made_of(kind);
    uint8_t *output = NULL, *small = NULL;
    int32_t handle, length, status, to;
    failures = 0;
    to = kind->from == RTF ? MARKDOWN : RTF;
    /* The first calls set the library up. */
    CHECK_STATUS(legacybridge_create("MaxOutput=1GB", &handle), LEGACYBRIDGE_OK);
    legacybridge_free(converted(0, MARKDOWN, RTF, "*word*"));
    allow(more);
    status = legacybridge_convert(handle, kind->from, to, text, -1, &output, &length);
    CHECK(status == LEGACYBRIDGE_OK || status == LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
    legacybridge_free(output);
    CHECK(stats_now().active_conversions == 0);
    /* A small one after it may find no memory either, but there is no harm in it. */
    length = legacybridge_convert(0, MARKDOWN, RTF, "a *word*", -1, &small, &length);
    CHECK(length == LEGACYBRIDGE_OK || length == LEGACYBRIDGE_ERROR_MEMORY_LIMIT);
    legacybridge_free(small);
    allow(0);
    legacybridge_free(converted(0, MARKDOWN, RTF, "a *word*"));
    free(text);
    shut_down();
    return failures > 0 ? 2 : status == LEGACYBRIDGE_OK ? 0 : 1;
}

static void starve(void) {
    /* Times the size of the document. */
    static const rlim_t times[] = {1, 2, 3, 5, 8, 12, 20, 30, 45, 70, 100, 150, 220, 320, 2000};
    enum { TIMES = sizeof times / sizeof times[0] };
    size_t kind, size;
    int all_refused = 0;
    for (kind = 0; kind < KINDS; kind++) {
        int refused = 0, last = 0;
        for (size = 0; size < TIMES; size++) {
            int state = 0;
            pid_t process;
            fflush(stdout);
            process = fork();
            if (process == 0) {
                int result = child(&kinds[kind], times[size] * bytes);
                fflush(stdout);
                _exit(result);
            }
            CHECK(process > 0 && waitpid(process, &state, 0) == process);
            if (!WIFEXITED(state) || WEXITSTATUS(state) > 1) {
                printf("\"%s\" with %ld times its size: %s %d\n", kinds[kind].piece, (long)times[size],
                       WIFEXITED(state) ? "ended with" : "killed by signal",
                       WIFEXITED(state) ? WEXITSTATUS(state) : WTERMSIG(state));
                failures++;
            }
            last = WIFEXITED(state) ? WEXITSTATUS(state) : 1;
            refused += last;
        }
        printf("%2d of %d refused: %s\n", refused, TIMES, kinds[kind].piece);
        /* What is allowed last is enough for all, and what is allowed first for few. */
        CHECK(last == 0);
        all_refused += refused;
    }
    CHECK(all_refused > KINDS);
}

/* Eight threads under a limit that fits two: each gets its outputs, at once or after waiting. */
static char *crowd_text;
static int32_t crowd_handle;
static uint8_t *expected;
static int32_t expected_length;
static int busy_answers;
static pthread_mutex_t count = PTHREAD_MUTEX_INITIALIZER;

static void *convert_in_a_crowd(void *unused_argument) {
    int done = 0;
    (void)unused_argument;
    while (done < 8) {
        uint8_t *output;
        int32_t length, status;
        status = legacybridge_convert(crowd_handle, MARKDOWN, RTF, crowd_text, -1, &output,
                                      &length);
        CHECK(status == LEGACYBRIDGE_OK || status == LEGACYBRIDGE_ERROR_BUSY);
        if (status == LEGACYBRIDGE_OK) {
            CHECK(length == expected_length && memcmp(output, expected, (size_t)length) == 0);
            legacybridge_free(output);
            done++;
        } else {
            pthread_mutex_lock(&count);
            busy_answers++;
            pthread_mutex_unlock(&count);
        }
    }
    return NULL;
}

static void crowd(void) {
    static const struct kind notes = {MARKDOWN, "",
                                      "A paragraph of a few *ordinary* words, as notes have them.\n\n"
                                      "- an item of a list with some words\n- and another one\n\n", ""};
    char options[100];
    pthread_t threads[8];
    legacybridge_stats_t stats;
    int64_t before, need;
    int i;
    bytes = 60000;
    crowd_text = made_of(&notes);
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, crowd_text, -1, &expected,
                                      &expected_length), LEGACYBRIDGE_OK);
    /* What is held already, and twice what one is estimated to need. */
    need = 7 * (int64_t)strlen(crowd_text) + 65536;
    before = stats_now().memory_in_use;
    sprintf(options, "MemoryLimit=%lld;BusyTimeout=30", (long long)(before + 2 * need + need / 2));
    CHECK_STATUS(legacybridge_create(options, &crowd_handle), LEGACYBRIDGE_OK);
    for (i = 0; i < 8; i++) {
        CHECK(pthread_create(&threads[i], NULL, convert_in_a_crowd, NULL) == 0);
    }
    for (i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
    }
    stats = stats_now();
    printf("eight threads: %lld waited, %d answers were busy, peak %lld of %lld bytes\n",
           (long long)stats.conversions_waited, busy_answers, (long long)stats.memory_peak,
           (long long)stats.memory_limit);
    CHECK(stats.conversions_waited > 0);
    CHECK(stats.memory_peak <= stats.memory_limit);
    CHECK(stats.active_conversions == 0);
    CHECK(stats.outstanding_outputs == 1);
    legacybridge_free(expected);
    CHECK_STATUS(legacybridge_destroy(crowd_handle), LEGACYBRIDGE_OK);
    free(crowd_text);
}

int main(int argc, char **argv) {
    size_t kilobytes = argc == 2 ? (size_t)atol(argv[1]) : 1024;
    unused();
    setvbuf(stdout, NULL, _IOLBF, 0);
    bytes = kilobytes * 1024;
    starve();
    crowd();
    return finish();
}
