/*
 * Standing between a loaded DLL and the system: a function of the host's in the place of one that the DLL
 * imports.
 */
#ifndef IMPORTS_H
#define IMPORTS_H

#include "host.h"

/* Puts a function of ours in the place of an imported one; the one that was there, or NULL. */
static inline void (*replace(HMODULE library, const char *name, void (*own)(void)))(void) {
    char *base = (char *)library;
    const IMAGE_NT_HEADERS *headers = (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_IMPORT_DESCRIPTOR *dll =
        (const IMAGE_IMPORT_DESCRIPTOR *)(base + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    void (*before)(void) = NULL;
    for (; dll->Name != 0; dll++) {
        const IMAGE_THUNK_DATA *names = (const IMAGE_THUNK_DATA *)(base + dll->OriginalFirstThunk);
        IMAGE_THUNK_DATA *functions = (IMAGE_THUNK_DATA *)(base + dll->FirstThunk);
        for (; names->u1.AddressOfData != 0; names++, functions++) {
            DWORD rights;
            if (IMAGE_SNAP_BY_ORDINAL(names->u1.Ordinal) ||
                strcmp((const char *)((const IMAGE_IMPORT_BY_NAME *)(base + names->u1.AddressOfData))->Name, name) != 0) {
                continue;
            }
            before = (void (*)(void))functions->u1.Function;
            CHECK(VirtualProtect(functions, sizeof *functions, PAGE_READWRITE, &rights));
            functions->u1.Function = (ULONG_PTR)own;
            VirtualProtect(functions, sizeof *functions, rights, &rights);
        }
    }
    return before;
}

#endif
