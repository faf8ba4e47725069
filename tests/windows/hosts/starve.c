/*
 * Memory fails at every single place: the host stands between the DLL and the system (its table of
 * imports) and gives no block for the n-th request of a call, or none from there on, for every n. Each call ends
 * with OK or MEMORY_LIMIT: so the unwinding that a failure needs finds its way through frames of the DLL by the
 * tables that the linker has written, wherever the DLL was loaded. Afterwards everything that was taken
 * has been given back, and no handle was closed that was none.
 */
#include "imports.h"

static LPVOID(WINAPI *heap_alloc)(HANDLE, DWORD, SIZE_T);
static LPVOID(WINAPI *heap_realloc)(HANDLE, DWORD, LPVOID, SIZE_T);
static BOOL(WINAPI *heap_free)(HANDLE, DWORD, LPVOID);
static BOOL(WINAPI *close_handle)(HANDLE);

/* What the DLL has asked for. A count of requests is left until the first that fails; 0: none does. */
static volatile LONG requests, left, failed, live, bad_handles;
static volatile int once;

static int fails(void) {
    LONG now;
    InterlockedIncrement(&requests);
    if (left == 0) {
        return 0;
    }
    now = InterlockedDecrement(&left);
    if (now > 0) {
        return 0;
    }
    if (!once) {
        left = 1;
    }
    InterlockedIncrement(&failed);
    return 1;
}

static LPVOID WINAPI starved_alloc(HANDLE heap, DWORD flags, SIZE_T size) {
    void *block = fails() ? NULL : heap_alloc(heap, flags, size);
    if (block != NULL) {
        InterlockedIncrement(&live);
    }
    return block;
}

static LPVOID WINAPI starved_realloc(HANDLE heap, DWORD flags, LPVOID block, SIZE_T size) {
    return fails() ? NULL : heap_realloc(heap, flags, block, size);
}

static BOOL WINAPI counted_free(HANDLE heap, DWORD flags, LPVOID block) {
    if (block != NULL) {
        InterlockedDecrement(&live);
    }
    return heap_free(heap, flags, block);
}

static BOOL WINAPI watched_close(HANDLE handle) {
    BOOL closed = close_handle(handle);
    if (!closed) {
        InterlockedIncrement(&bad_handles);
    }
    return closed;
}

static const char text[] = "# Title\n\nSome *text* and **more** of it, `code`, [link](http://example.com/), \xE2\x82\xAC.\n\n"
                           "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one\n- two\n\n1. x\n\n> quote\n\n```\ncode\n```\n";
static uint8_t rtf[20000];
static int32_t rtf_length;
static char from[MAX_PATH], to[MAX_PATH];

/* Each gives its status; what it makes it takes away again. */
static int32_t there(void) {
    uint8_t *output = NULL;
    int32_t length = 0, status = legacybridge_convert(0, MARKDOWN, RTF, BYTES(text), -1, &output, &length);
    CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
    CHECK(output == NULL || (length == rtf_length && memcmp(output, rtf, (size_t)length) == 0));
    legacybridge_free(output);
    return status;
}

static int32_t back(void) {
    uint8_t *output = NULL;
    int32_t length = 0, status = legacybridge_convert(0, RTF, MARKDOWN, rtf, rtf_length, &output, &length);
    CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
    CHECK(output == NULL || strncmp((char *)output, "# Title\n", 8) == 0);
    legacybridge_free(output);
    return status;
}

static int32_t handle(void) {
    int32_t made = 0, status = legacybridge_create("Target=Word;BodyFont=Arial", &made);
    if (status == LEGACYBRIDGE_OK) {
        CHECK_STATUS(legacybridge_destroy(made), LEGACYBRIDGE_OK);
    }
    return status;
}

static int32_t metrics(void) {
    uint8_t *output = NULL;
    int32_t length = 0, status = legacybridge_metrics(&output, &length);
    legacybridge_free(output);
    return status;
}

static int32_t batch(void) {
    int32_t job = 0, status = legacybridge_batch_start(0, MARKDOWN, RTF, from, to, "Workers=2;Overwrite=Yes", &job);
    if (status == LEGACYBRIDGE_OK) {
        /* A job that has no memory ends, and says so where it can't even note what is missing. */
        int32_t end = legacybridge_batch_wait(job, 20000);
        CHECK(end == LEGACYBRIDGE_OK || (failed > 0 && end == LEGACYBRIDGE_ERROR_MEMORY_LIMIT));
        CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    }
    return status;
}

static void starve(const char *what, int32_t (*call)(void), int step) {
    int limited = 0, all = 0, fine = 0, n;
    for (once = 0; once < 2; once++) {
        LONG seen;
        n = 1;
        do {
            int32_t status;
            failed = 0;
            left = n;
            status = call();
            seen = failed;
            left = 0;
            all++;
            limited += status == LEGACYBRIDGE_ERROR_MEMORY_LIMIT;
            fine += status == LEGACYBRIDGE_OK;
            if (status != LEGACYBRIDGE_OK && status != LEGACYBRIDGE_ERROR_MEMORY_LIMIT) {
                printf("%s, request %d%s: status %d\n", what, n, once ? " only" : " and on", (int)status);
                failures++;
            }
            n += step;
        } while (seen > 0 && n < 5000 && failures < 20);
        CHECK(n < 5000);
    }
    printf("%s: %d calls, %d MEMORY_LIMIT, %d OK\n", what, all, limited, fine);
    fflush(stdout);
    CHECK(fine >= 2);
    CHECK_STATUS(call(), LEGACYBRIDGE_OK);
}

int main(void) {
    char temporary[MAX_PATH], name[MAX_PATH + 20];
    HMODULE library = LoadLibraryA("legacybridge.dll");
    LONG before;
    FILE *file;
    int n;
    if (library == NULL || bind(library) != NULL) {
        printf("the DLL does not load: error %lu\n", GetLastError());
        return 1;
    }
    heap_alloc = (LPVOID(WINAPI *)(HANDLE, DWORD, SIZE_T))replace(library, "HeapAlloc", (void (*)(void))starved_alloc);
    heap_realloc =
        (LPVOID(WINAPI *)(HANDLE, DWORD, LPVOID, SIZE_T))replace(library, "HeapReAlloc", (void (*)(void))starved_realloc);
    heap_free = (BOOL(WINAPI *)(HANDLE, DWORD, LPVOID))replace(library, "HeapFree", (void (*)(void))counted_free);
    close_handle = (BOOL(WINAPI *)(HANDLE))replace(library, "CloseHandle", (void (*)(void))watched_close);
    if (heap_alloc == NULL || heap_realloc == NULL || heap_free == NULL || close_handle == NULL) {
        printf("the DLL does not import what it should\n");
        return 1;
    }
    GetTempPathA(sizeof temporary, temporary);
    snprintf(from, sizeof from, "%sstarve-in-%lu", temporary, GetCurrentProcessId());
    snprintf(to, sizeof to, "%sstarve-out-%lu", temporary, GetCurrentProcessId());
    CHECK(CreateDirectoryA(from, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    for (n = 0; n < 3; n++) {
        snprintf(name, sizeof name, "%s\\%d.md", from, n);
        file = fopen(name, "wb");
        fputs(text, file);
        fclose(file);
    }

    CHECK_STATUS(legacybridge_convert_into(0, MARKDOWN, RTF, BYTES(text), -1, rtf, sizeof rtf, &rtf_length),
                 LEGACYBRIDGE_OK);
    starve("markdown to rtf", there, 1);
    starve("rtf to markdown", back, 1);
    starve("create", handle, 1);
    starve("metrics", metrics, 1);
    starve("batch", batch, 1);

    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    before = live;
    for (n = 0; n < 20; n++) {
        there();
        batch();
        CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    }
    printf("%ld requests; blocks that are held after shutdown: %ld, and 20 rounds later %ld; handles closed in vain: %ld\n",
           (long)requests, (long)before, (long)live, (long)bad_handles);
    CHECK(live == before && live < 20);
    CHECK(bad_handles == 0);
    return finish();
}
