/*
 * Load the DLL, convert, run a batch, shut down, free the DLL, a thousand times: nothing grows, nothing
 * hangs, no thread is left. Then once without shutdown, and once with the batch still running.
 */
#include "host.h"

#include <psapi.h>
#include <tlhelp32.h>

static char from[MAX_PATH], to[MAX_PATH];

static int threads(void) {
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 entry;
    int count = 0;
    entry.dwSize = sizeof entry;
    if (Thread32First(snapshot, &entry)) {
        do {
            count += entry.th32OwnerProcessID == GetCurrentProcessId();
        } while (Thread32Next(snapshot, &entry));
    }
    CloseHandle(snapshot);
    return count;
}

static size_t bytes(void) {
    PROCESS_MEMORY_COUNTERS counters;
    CHECK(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters));
    return counters.PagefileUsage;
}

/* What the heap of the process holds: the library takes its memory from there. */
static size_t heap(void) {
    PROCESS_HEAP_ENTRY entry = {0};
    size_t held = 0;
    HANDLE process = GetProcessHeap();
    HeapLock(process);
    while (HeapWalk(process, &entry)) {
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) {
            held += entry.cbData;
        }
    }
    HeapUnlock(process);
    return held;
}

/* The system gives the lowest free handle: a new one's value says how many there are. (Wine counts none
 * in GetProcessHandleCount.) */
static size_t handles(void) {
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    CHECK(event != NULL && CloseHandle(event));
    return (size_t)event;
}

enum ending { SHUT_DOWN, FREE_ONLY, RUNNING };

static void round_trip(enum ending ending) {
    HMODULE library = LoadLibraryA("legacybridge.dll");
    int32_t handle = 0, job = 0, length = 0;
    uint8_t *output = NULL;
    if (library == NULL || bind(library) != NULL) {
        printf("the DLL does not load: error %lu\n", GetLastError());
        exit(1);
    }
    CHECK_STATUS(legacybridge_create("BodyFont=Arial", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, BYTES("# a\n\n- *b*\n"), -1, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_start(handle, MARKDOWN, RTF, from, to, "Workers=2;Overwrite=Yes", &job),
                 LEGACYBRIDGE_OK);
    switch (ending) {
    case SHUT_DOWN:
        CHECK_STATUS(legacybridge_batch_wait(job, 20000), LEGACYBRIDGE_OK);
        /* output, job and handle are left to shutdown */
        CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
        break;
    case FREE_ONLY:
        legacybridge_free(output);
        CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
        break;
    case RUNNING:
        break;
    }
    CHECK(FreeLibrary(library));
}

int main(void) {
    char temporary[MAX_PATH], name[MAX_PATH + 20];
    size_t first_bytes = 0, first_heap = 0, first_handles = 0;
    DWORD begun;
    int n, first_threads = 0;
    /* Loading and unloading a DLL of the system leaks in Wine, whoever imports it. */
    CHECK(LoadLibraryA("advapi32.dll") != NULL);
    GetTempPathA(sizeof temporary, temporary);
    snprintf(from, sizeof from, "%sunload-in-%lu", temporary, GetCurrentProcessId());
    snprintf(to, sizeof to, "%sunload-out-%lu", temporary, GetCurrentProcessId());
    CHECK(CreateDirectoryA(from, NULL));
    for (n = 0; n < 4; n++) {
        FILE *file;
        snprintf(name, sizeof name, "%s\\%d.md", from, n);
        file = fopen(name, "wb");
        fputs("# Title\n\nSome *text*.\n", file);
        fclose(file);
    }
    begun = GetTickCount();
    for (n = 0; n < 1000; n++) {
        if (n == 100) {
            first_bytes = bytes();
            first_heap = heap();
            first_handles = handles();
            first_threads = threads();
        }
        round_trip(SHUT_DOWN);
        CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
        if (failures > 20) {
            return finish();
        }
    }
    printf("1000 rounds in %lu ms; bytes %lu -> %lu, heap %lu -> %lu, handle %lu -> %lu, threads %d -> %d\n",
           GetTickCount() - begun, (unsigned long)first_bytes, (unsigned long)bytes(),
           (unsigned long)first_heap, (unsigned long)heap(), (unsigned long)first_handles,
           (unsigned long)handles(), first_threads, threads());
    CHECK(bytes() <= first_bytes + 500000);
    CHECK(heap() <= first_heap + 50000);
    CHECK(handles() <= first_handles);
    CHECK(threads() <= first_threads && threads() == 1);

    round_trip(FREE_ONLY);
    CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
    /* The job holds the DLL: it stays, its threads end, nothing crashes. */
    round_trip(RUNNING);
    for (n = 0; n < 200 && threads() > 1; n++) {
        Sleep(50);
    }
    CHECK(threads() == 1);
    CHECK(GetModuleHandleA("legacybridge.dll") != NULL);
    return finish();
}
