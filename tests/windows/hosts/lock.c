/*
 * The loader's lock: a DLL of the host's may hold it while another thread converts, and a host may call from a
 * DllMain. A call that waited for the lock, or for a thread that has yet to begin, would hang there.
 * So would a DLL that does more than nothing when it is loaded: threads begin and end beside it.
 */
#include "host.h"

static LONG(NTAPI *lock_loader)(ULONG, ULONG *, ULONG_PTR *);
static LONG(NTAPI *unlock_loader)(ULONG, ULONG_PTR);
static HANDLE begun, may_go;
static volatile LONG finished;

static int32_t all(void) {
    uint8_t *rtf = NULL, *back = NULL;
    int32_t length = 0, back_length = 0, handle = 0, status;
    CHECK_STATUS(legacybridge_create("BodyFont=Arial", &handle), LEGACYBRIDGE_OK);
    status = legacybridge_convert(handle, MARKDOWN, RTF, BYTES("# a\n\n- *b*\n"), -1, &rtf, &length);
    CHECK_STATUS(legacybridge_convert(0, RTF, MARKDOWN, rtf, length, &back, &back_length), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, BYTES("\xFF"), -1, &back, &back_length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    legacybridge_free(rtf);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    return status;
}

static DWORD WINAPI beside(void *nothing) {
    int32_t status;
    (void)nothing;
    finished = 0;
    SetEvent(begun);
    WaitForSingleObject(may_go, INFINITE);
    status = all();
    finished = 1;
    return (DWORD)status;
}

int main(void) {
    HMODULE ntdll = GetModuleHandleA("ntdll.dll"), library;
    ULONG_PTR cookie = 0;
    DWORD result = 1;
    HANDLE thread;
    int n;
    lock_loader = (LONG(NTAPI *)(ULONG, ULONG *, ULONG_PTR *))(void (*)(void))GetProcAddress(ntdll, "LdrLockLoaderLock");
    unlock_loader = (LONG(NTAPI *)(ULONG, ULONG_PTR))(void (*)(void))GetProcAddress(ntdll, "LdrUnlockLoaderLock");
    begun = CreateEventA(NULL, FALSE, FALSE, NULL);
    may_go = CreateEventA(NULL, FALSE, FALSE, NULL);
    CHECK(lock_loader != NULL && unlock_loader != NULL);
    for (n = 0; n < 50; n++) {
        /* The first calls ever are made while another thread has the lock. */
        library = LoadLibraryA("legacybridge.dll");
        CHECK(library != NULL && bind(library) == NULL);
        thread = CreateThread(NULL, 0, beside, NULL, 0, NULL);
        CHECK(WaitForSingleObject(begun, 10000) == WAIT_OBJECT_0);
        CHECK(lock_loader(0, NULL, &cookie) == 0);
        /* Not both at once: the first call ever that has to wait for another asks the loader how to wait. */
        CHECK(n % 2 ? all() == LEGACYBRIDGE_OK : 1);
        SetEvent(may_go);
        /* The thread can't end while the lock is held, but its work can. */
        for (result = 0; result < 2400 && !finished; result++) {
            Sleep(25); /* asking the library would be a second call */
        }
        CHECK(result < 2400);
        CHECK(unlock_loader(0, cookie) == 0);
        CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
        CHECK(GetExitCodeThread(thread, &result) && result == LEGACYBRIDGE_OK);
        CloseHandle(thread);
        CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
        CHECK(FreeLibrary(library) && GetModuleHandleA("legacybridge.dll") == NULL);
        if (failures > 5) {
            break;
        }
    }
    return finish();
}
