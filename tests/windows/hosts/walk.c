/*
 * A debugger's view, 64 bit: while a thread converts, it is stopped again and again and its stack is walked
 * by the tables of the DLL (.pdata, .xdata), as Windows does for exceptions, error reports and profilers.
 * Each walk that begins in the DLL leaves it and comes to the program that has called. (But for the probe of
 * large frames, which libgcc has without a line in the table.)
 */
#include "host.h"

static volatile LONG stop, rounds;

static DWORD WINAPI convert(void *nothing) {
    static const char line[] = "# Title\n\nSome *text* and **more**, `code`, [link](http://example.com/).\n\n"
                               "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one\n  - two\n\n> quote\n\n";
    enum { copies = 40, size = sizeof line - 1 };
    static char text[copies * size + 1];
    int n;
    (void)nothing;
    for (n = 0; n < copies; n++) {
        memcpy(text + n * size, line, size);
    }
    while (!stop) {
        uint8_t *rtf = NULL, *back = NULL;
        int32_t length = 0, back_length = 0;
        CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, BYTES(text), -1, &rtf, &length), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_convert(0, RTF, MARKDOWN, rtf, length, &back, &back_length), LEGACYBRIDGE_OK);
        legacybridge_free(rtf);
        legacybridge_free(back);
        InterlockedIncrement(&rounds);
    }
    return 0;
}

/* Which of the two an address belongs to: 1 the DLL, 2 the program, 0 something else. */
static int owner(const char *library, DWORD64 at) {
    const char *bases[2];
    int n;
    bases[0] = library;
    bases[1] = (const char *)GetModuleHandleA(NULL);
    for (n = 0; n < 2; n++) {
        const IMAGE_NT_HEADERS *headers =
            (const IMAGE_NT_HEADERS *)(bases[n] + ((const IMAGE_DOS_HEADER *)bases[n])->e_lfanew);
        if (at >= (DWORD64)bases[n] && at < (DWORD64)bases[n] + headers->OptionalHeader.SizeOfImage) {
            return n + 1;
        }
    }
    return 0;
}

/*
 * A function that ends by a jump to another takes its frame down before. Windows knows this end by its
 * instructions; Wine goes on reading behind the jump. It is walked here: 1 if the thread was in such an end.
 */
static int leave_tail(CONTEXT *context, DWORD64 image, const RUNTIME_FUNCTION *function) {
    const uint8_t *at = (const uint8_t *)context->Rip;
    const DWORD64 *stack = (const DWORD64 *)context->Rsp;
    DWORD64 popped[16];
    memcpy(popped, &context->Rax, sizeof popped);
    if (at[0] == 0x48 && at[1] == 0x83 && at[2] == 0xC4) { /* add $n,%rsp */
        stack += at[3] / 8;
        at += 4;
    } else if (at[0] == 0x48 && at[1] == 0x81 && at[2] == 0xC4) {
        int32_t size;
        memcpy(&size, at + 3, 4);
        stack += size / 8;
        at += 7;
    }
    for (;;) { /* pop; the registers lie in the context in the order of their numbers */
        int number;
        if (at[0] >= 0x58 && at[0] <= 0x5F) {
            number = *at++ - 0x58;
        } else if (at[0] == 0x41 && at[1] >= 0x58 && at[1] <= 0x5F) {
            number = at[1] - 0x58 + 8;
            at += 2;
        } else {
            break;
        }
        popped[number] = *stack++;
    }
    if (at[0] == 0xE9) {
        int32_t distance;
        DWORD64 target;
        memcpy(&distance, at + 1, 4);
        target = (DWORD64)(at + 5) + (DWORD64)(int64_t)distance - image;
        if (target < function->BeginAddress || target >= function->EndAddress) {
            memcpy(&context->Rax, popped, sizeof popped);
            context->Rip = stack[0];
            context->Rsp = (DWORD64)(stack + 1);
            return 1;
        }
    }
    return 0;
}

int main(void) {
    HMODULE library = LoadLibraryA("legacybridge.dll");
    CONTEXT *context = _aligned_malloc(sizeof *context, 16);
    int samples, inside = 0, walked = 0, deepest = 0, tails = 0, bare = 0;
    HANDLE thread;
    CHECK(library != NULL && bind(library) == NULL);
    thread = CreateThread(NULL, 0, convert, NULL, 0, NULL);
    for (samples = 0; samples < 20000 && inside < 2000; samples++) {
        int frames = 0, where;
        if (samples % 16 == 0) {
            Sleep(1);
        }
        if (SuspendThread(thread) == (DWORD)-1) {
            CHECK(!"the thread can't be stopped");
            break;
        }
        context->ContextFlags = CONTEXT_FULL;
        CHECK(GetThreadContext(thread, context));
        where = owner((const char *)library, context->Rip);
        if (where == 1) {
            DWORD64 first = context->Rip, image_of_first = 0;
            int is_bare = RtlLookupFunctionEntry(first, &image_of_first, NULL) == NULL;
            inside++;
            while (where == 1 && frames < 200) {
                DWORD64 image = 0, frame = 0;
                void *handler_data = NULL;
                RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(context->Rip, &image, NULL);
                if (function != NULL && frames == 0 && leave_tail(context, image, function)) {
                    tails++;
                } else if (function != NULL) {
                    RtlVirtualUnwind(UNW_FLAG_NHANDLER, image, context->Rip, function, context, &handler_data, &frame, NULL);
                } else { /* a function that needs no frame */
                    context->Rip = *(DWORD64 *)context->Rsp;
                    context->Rsp += 8;
                }
                frames++;
                where = owner((const char *)library, context->Rip);
            }
            if (where == 2) {
                walked++;
            } else if (is_bare) {
                bare++;
            } else if (failures < 5) {
                printf("from %p in the DLL the stack leads to %p after %d frames\n",
                       (void *)(first - (DWORD64)library), (void *)context->Rip, frames);
                failures++;
            }
            deepest = frames > deepest ? frames : deepest;
        }
        ResumeThread(thread);
    }
    stop = 1;
    CHECK(WaitForSingleObject(thread, 60000) == WAIT_OBJECT_0);
    printf("%d samples, %d in the DLL, %d walked to the program, %d from a tail, %d from the probe, at most %d frames, "
           "%ld rounds\n",
           samples, inside, walked, tails, bare, deepest, (long)rounds);
    CHECK(inside >= 200 && walked + bare == inside && bare < inside / 10 && deepest >= 4);
    return finish();
}
