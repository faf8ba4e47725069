/*
 * The DLL is in a process whose floating point is the host's: neither loading and unloading it nor the
 * beginning of a thread beside it changes the control words. (The start-up code of MinGW resets the x87 unit of
 * each new thread: from then on a 32-bit host would calculate with another precision.)
 */
#include "host.h"

struct environment {
    uint16_t control;
    uint32_t vector;
};

static const struct environment HOSTS[] = {
    {0x1332, 0x1900}, /* Delphi up to 11 */
    {0x027F, 0x1F80}, /* MSVC, VB6, and what Windows gives to threads */
    {0x0C7F, 0x7F80}, /* rounding towards zero */
};

static struct environment now(void) {
    struct environment found;
    __asm__ volatile("fnstcw %0\n\tstmxcsr %1" : "=m"(found.control), "=m"(found.vector));
    return found;
}

static void enter(const struct environment *environment) {
    __asm__ volatile("fninit\n\tfldcw %0\n\tldmxcsr %1" ::"m"(environment->control), "m"(environment->vector));
}

static void compare(struct environment found, const struct environment *wanted, const char *what) {
    if ((found.control & 0x1F3F) != (wanted->control & 0x1F3F) || (found.vector & 0xFFC0) != (wanted->vector & 0xFFC0)) {
        printf("%s: x87 control word %04X, MXCSR %04lX, not %04X and %04lX\n", what, found.control,
               (unsigned long)found.vector, wanted->control, (unsigned long)wanted->vector);
        failures++;
    }
}

static DWORD WINAPI look(void *found) {
    *(struct environment *)found = now();
    return 0;
}

static struct environment of_a_thread(void) {
    struct environment found = {0, 0};
    HANDLE thread = CreateThread(NULL, 0, look, &found, 0, NULL);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CloseHandle(thread);
    return found;
}

int main(void) {
    struct environment own = now(), before = of_a_thread(), loaded, freed;
    size_t n;
    printf("a new thread has %04X and %04lX\n", before.control, (unsigned long)before.vector);
    for (n = 0; n < sizeof HOSTS / sizeof HOSTS[0]; n++) {
        HMODULE library;
        uint8_t *output = NULL;
        int32_t length = 0;
        enter(&HOSTS[n]);
        library = LoadLibraryA("legacybridge.dll");
        loaded = now();
        enter(&own);
        compare(loaded, &HOSTS[n], "LoadLibrary");
        CHECK(library != NULL && bind(library) == NULL);
        compare(of_a_thread(), &before, "a thread beside the DLL");
        enter(&HOSTS[n]);
        legacybridge_convert(0, MARKDOWN, RTF, BYTES("# a\n"), -1, &output, &length);
        legacybridge_free(output);
        legacybridge_shutdown();
        FreeLibrary(library);
        freed = now();
        enter(&own);
        compare(freed, &HOSTS[n], "FreeLibrary");
        CHECK(length > 0 && GetModuleHandleA("legacybridge.dll") == NULL);
        compare(of_a_thread(), &before, "a thread behind the DLL");
    }
    return finish();
}
