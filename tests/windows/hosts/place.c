/*
 * Starts a program in which legacybridge.dll can't be loaded where it asks to be: its place is taken
 * before any DLL is loaded, linked or not, so that the loader has to move it, as Windows nearly always does.
 *
 *     place.exe WHERE DLL PROGRAM ARGUMENT…
 *
 * WHERE   moved   the place that DLL asks for is taken
 *         high    so is everything below 0x70000000, in 64 bit below 0x4000000000: what the program
 *                 and its DLLs take comes to lie near the end of 2 GB, and far above 4 GB
 * Result  the program's own; 99 if the place can't be taken. The program finds the taken address in
 *         LEGACYBRIDGE_TAKEN.
 */
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN64
static const uintptr_t low_end = 0x4000000000;
#else
static const uintptr_t low_end = 0x70000000;
#endif

static void give_up(const char *what) {
    fprintf(stderr, "place: %s: error %lu\n", what, GetLastError());
    exit(99);
}

/* The base that stands in the file's header, and the size that the loaded image will have. */
static uintptr_t wished(const char *path, size_t *size) {
    static unsigned char start[4096];
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)start;
    const IMAGE_NT_HEADERS *headers;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fread(start, 1, sizeof start, file) != sizeof start || dos->e_magic != IMAGE_DOS_SIGNATURE ||
        dos->e_lfanew < 0 || (size_t)dos->e_lfanew > sizeof start - sizeof *headers) {
        give_up(path);
    }
    fclose(file);
    headers = (const IMAGE_NT_HEADERS *)(start + dos->e_lfanew);
    if (headers->OptionalHeader.Magic != IMAGE_NT_OPTIONAL_HDR_MAGIC) {
        SetLastError(ERROR_BAD_EXE_FORMAT);
        give_up(path);
    }
    *size = headers->OptionalHeader.SizeOfImage;
    return headers->OptionalHeader.ImageBase;
}

static int take(HANDLE process, uintptr_t at, size_t size) {
    return VirtualAllocEx(process, (void *)at, size, MEM_RESERVE, PAGE_NOACCESS) == (void *)at;
}

/* Every free region from 1 MB on: below, the system may look for room that it needs at a low address. */
static void take_low(HANDLE process) {
    uintptr_t at = 0x100000;
    MEMORY_BASIC_INFORMATION region;
    while (at < low_end && VirtualQueryEx(process, (void *)at, &region, sizeof region) == sizeof region) {
        uintptr_t end = (uintptr_t)region.BaseAddress + region.RegionSize;
        if (region.State == MEM_FREE) {
            uintptr_t begin = (at + 0xFFFF) & ~(uintptr_t)0xFFFF, stop = end < low_end ? end : low_end;
            if (begin < stop) {
                take(process, begin, stop - begin);
            }
        }
        at = end;
    }
}

/* The command line behind the program's first three words, quotes and all. */
static char *rest(char *line) {
    int word, quoted = 0;
    for (word = 0; word < 3; word++) {
        while (*line == ' ' || *line == '\t') {
            line++;
        }
        while (*line != '\0' && (quoted || (*line != ' ' && *line != '\t'))) {
            quoted ^= *line++ == '"';
        }
    }
    while (*line == ' ' || *line == '\t') {
        line++;
    }
    return line;
}

int main(int count, char **words) {
    STARTUPINFOA startup = {0};
    PROCESS_INFORMATION process;
    char taken[40];
    size_t size = 0;
    uintptr_t base;
    DWORD result = 99;
    int high;
    if (count < 4) {
        SetLastError(ERROR_INVALID_PARAMETER);
        give_up("place.exe moved|high DLL PROGRAM ARGUMENT…");
    }
    high = strcmp(words[1], "high") == 0;
    base = wished(words[2], &size);
    snprintf(taken, sizeof taken, "%p", (void *)base);
    SetEnvironmentVariableA("LEGACYBRIDGE_TAKEN", taken);
    startup.cb = sizeof startup;
    if (!CreateProcessA(NULL, rest(GetCommandLineA()), NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &startup,
                        &process)) {
        give_up(words[3]);
    }
    if (!take(process.hProcess, base, size)) {
        TerminateProcess(process.hProcess, 99);
        give_up("the DLL's place was not free");
    }
    if (high) {
        take_low(process.hProcess);
    }
    ResumeThread(process.hThread);
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &result);
    return (int)result;
}
