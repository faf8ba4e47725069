/*
 * Calls every export of the 32-bit DLL through GetProcAddress with the stack in view: `ret N` pops
 * the bytes that the .def names, the registers of the caller survive, and a stack that is aligned to
 * four bytes only (what VB6, Delphi and FoxPro hand over) does no harm.
 */
#include "host.h"

/* What a call left behind. */
struct after {
    int32_t popped, result, registers_kept;
};

/* Pushes `count` words and calls; nothing between the push and the look at the stack is C. */
static struct after call(void (*function)(void), const int32_t *words, int32_t count, int32_t shift) {
    struct after after;
    int32_t popped, result, kept;
    __asm__ volatile(
        "pushl %%ebx\n\t"
        "pushl %%ebp\n\t"
        "movl %%esp, %%ebp\n\t"      /* the stack as it was */
        "andl $-16, %%esp\n\t"
        "subl %[shift], %%esp\n\t"   /* a multiple of 4: aligned like a legacy caller's, or not */
        "movl $0x3c3c3c3c, %%ebx\n\t"
        "0:\n\t"
        "testl %%ecx, %%ecx\n\t"
        "jz 1f\n\t"
        "decl %%ecx\n\t"
        "pushl (%%esi,%%ecx,4)\n\t"
        "jmp 0b\n\t"
        "1:\n\t"
        "movl %%esp, %%edi\n\t"
        "movl $0x5a5a5a5a, %%esi\n\t"
        "call *%%edx\n\t"
        "movl %%esp, %%ecx\n\t"
        "subl %%edi, %%ecx\n\t"      /* bytes popped, if edi survived */
        "xorl %%edx, %%edx\n\t"
        "cmpl $0x5a5a5a5a, %%esi\n\t"
        "sete %%dl\n\t"
        "cmpl $0x3c3c3c3c, %%ebx\n\t"
        "sete %%bl\n\t"
        "andb %%bl, %%dl\n\t"
        "movl %%ebp, %%esp\n\t"
        "popl %%ebp\n\t"
        "popl %%ebx\n\t"
        : "=a"(result), "=c"(popped), "=d"(kept), "+S"(words)
        : "c"(count), "d"(function), [shift] "a"(shift)
        : "edi", "memory", "cc");
    after.popped = popped;
    after.result = result;
    after.registers_kept = kept;
    return after;
}

static HMODULE library;

static void (*entry(const char *name))(void) {
    return (void (*)(void))GetProcAddress(library, name);
}

static void pops_what_the_definition_says(void) {
    FILE *definition = fopen("/project/include/legacybridge_x86.def", "r");
    static const int32_t zeros[16];
    char line[200], name[200];
    int32_t bytes, functions = 0, shift;
    CHECK(definition != NULL);
    while (definition != NULL && fgets(line, sizeof line, definition) != NULL) {
        if (sscanf(line, " %[A-Za-z_0-9]@%d", name, &bytes) != 2) {
            continue;
        }
        functions++;
        if (entry(name) == NULL) {
            printf("%s is not exported\n", name);
            failures++;
            continue;
        }
        for (shift = 0; shift < 16; shift += 4) {
            struct after after = call(entry(name), zeros, bytes / 4, shift);
            if (after.popped != bytes || !after.registers_kept) {
                printf("%s popped %d bytes, not %d; registers %s\n", name, (int)after.popped, (int)bytes,
                       after.registers_kept ? "kept" : "lost");
                failures++;
            }
        }
    }
    CHECK(functions >= 25);
}

static void converts_on_any_stack(void) {
    static const char text[] = "# Title\n\nSome *text* and **more** of it, `code`, \xE2\x82\xAC.\n\n"
                               "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one\n- two\n\n> quote\n";
    int32_t shift;
    for (shift = 0; shift < 16; shift += 4) {
        uint8_t *rtf = NULL, *back = NULL;
        int32_t length = 0, back_length = 0;
        int32_t there[] = {0, MARKDOWN, RTF, (int32_t)(intptr_t)text, -1, (int32_t)(intptr_t)&rtf,
                           (int32_t)(intptr_t)&length};
        struct after after = call(entry("legacybridge_convert"), there, 7, shift);
        CHECK(after.result == LEGACYBRIDGE_OK && after.popped == 28);
        if (after.result == LEGACYBRIDGE_OK) {
            int32_t again[] = {0, RTF, MARKDOWN, (int32_t)(intptr_t)rtf, length,
                               (int32_t)(intptr_t)&back, (int32_t)(intptr_t)&back_length};
            int32_t outputs[] = {(int32_t)(intptr_t)rtf, (int32_t)(intptr_t)&back};
            after = call(entry("legacybridge_convert"), again, 7, shift);
            CHECK(after.result == LEGACYBRIDGE_OK && strncmp((char *)back, "# Title\n", 8) == 0);
            call(entry("legacybridge_free"), outputs, 1, shift);
            outputs[0] = (int32_t)(intptr_t)back;
            call(entry("legacybridge_free"), outputs, 1, shift);
        }
    }
}

int main(void) {
    library = LoadLibraryA("legacybridge.dll");
    CHECK(library != NULL);
    pops_what_the_definition_says();
    converts_on_any_stack();
    return finish();
}
