/*
 * An exception of Windows' own passes through frames of the DLL: the host hands over memory that can't be
 * read, and leaves the call by its own handler, as Delphi, VB and C++ hosts do. Nothing of the DLL stops
 * it or takes it for its own, and the library works on.
 */
#include "host.h"

#include <setjmp.h>

static jmp_buf back;
static volatile int caught;

static LONG WINAPI handler(EXCEPTION_POINTERS *exception) {
    if (exception->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION || caught) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    caught = 1;
    longjmp(back, 1);
}

static int32_t small(void) {
    uint8_t *output = NULL;
    int32_t length = 0, status = legacybridge_convert(0, MARKDOWN, RTF, BYTES("# a\n\n- *b*\n"), -1, &output, &length);
    CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
    legacybridge_free(output);
    return status;
}

int main(void) {
    /* Text up to the end of the last page that can be read, and a length that goes beyond. */
    char *pages = VirtualAlloc(NULL, 3 * 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    DWORD before;
    int n;
    memset(pages, 'x', 3 * 4096);
    CHECK(VirtualProtect(pages + 2 * 4096, 4096, PAGE_NOACCESS, &before));
    CHECK_STATUS(small(), LEGACYBRIDGE_OK);
    CHECK(AddVectoredExceptionHandler(1, handler) != NULL);
    for (n = 0; n < 40; n++) {
        uint8_t *output = NULL;
        int32_t length = 0;
        caught = 0;
        if (setjmp(back) == 0) {
            legacybridge_convert(0, n % 2 ? RTF : MARKDOWN, n % 2 ? MARKDOWN : RTF, BYTES(pages), 3 * 4096, &output, &length);
            CHECK(!"the call returns");
        }
        CHECK(caught == 1);
        CHECK_STATUS(small(), LEGACYBRIDGE_OK);
    }
    return finish();
}
