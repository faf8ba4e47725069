/*
 * A 32-bit host whose address space is full: every function is called with nothing left, with small blocks
 * of the heap left, and with pieces of address space left, as the DLL's first call (cold: it is loaded anew)
 * and as a later one (warm). Each call ends with a status; and when the host has given its memory back,
 * everything works, and after shutdown nothing is held.
 *
 * In    full.exe [FUNCTION]: all functions of tests/oom/functions.h and the class factory, or one of them.
 * Out   a line before each case, so that the last one tells where a process has ended; how often each
 *       status came.
 * Not called: DllRegisterServer, DllUnregisterServer and DllInstall, which write into the registry that
 * later tests look at.
 */
#define COBJMACROS
#include "host.h"

#include "../../oom/functions.h"

#include <objbase.h>
#include <oaidl.h>

static const GUID class_id = {0x85e740cc, 0xa57d, 0x47bc, {0x87, 0x32, 0xd0, 0x4b, 0xc9, 0x2f, 0xdf, 0x1d}};

/* What is left: so many blocks of the heap, and so many pieces of address space, none beside another. */
static const struct room {
    size_t block;
    int blocks;
    size_t piece;
    int pieces;
} rooms[] = {{0, 0, 0, 0},          {24, 4, 0, 0},         {200, 8, 0, 0},       {1000, 8, 0, 0},
             {5000, 8, 0, 0},       {30000, 8, 0, 0},      {0, 0, 1u << 16, 1},  {0, 0, 1u << 16, 4},
             {1000, 8, 1u << 16, 16}, {0, 0, 1u << 18, 4}, {0, 0, 1u << 20, 3},  {0, 0, 1u << 22, 3}};
enum { ROOMS = sizeof rooms / sizeof rooms[0], MOST_PIECES = 40000, MOST_SPARE = 16 };

/* What fills the process. Nothing is asked of the C library while it is there. */
static void *pieces[MOST_PIECES];
static int piece_count;
static struct block {
    struct block *next;
} *blocks;

static void *take_piece(size_t size) {
    void *piece = piece_count < MOST_PIECES ? VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_NOACCESS) : NULL;
    if (piece != NULL) {
        pieces[piece_count++] = piece;
    }
    return piece;
}

static void *take_block(size_t size) {
    struct block *block = (struct block *)HeapAlloc(GetProcessHeap(), 0, size);
    if (block != NULL) {
        block->next = blocks;
        blocks = block;
    }
    return block;
}

static void fill(const struct room *room) {
    void *spare_blocks[MOST_SPARE], *spare_pieces[MOST_SPARE];
    size_t size;
    int n;
    for (n = 0; n < room->blocks; n++) {
        spare_blocks[n] = HeapAlloc(GetProcessHeap(), 0, room->block);
        take_block(sizeof(struct block)); /* so that two blocks don't become one */
    }
    for (n = 0; n < room->pieces; n++) {
        spare_pieces[n] = VirtualAlloc(NULL, room->piece, MEM_RESERVE, PAGE_NOACCESS);
        take_piece(1u << 16);
    }
    for (size = 1u << 30; size >= 1u << 16; size /= 2) {
        while (take_piece(size) != NULL) {
        }
    }
    for (size = 1u << 16; size >= sizeof(struct block); size /= 2) {
        while (take_block(size) != NULL) {
        }
    }
    for (n = 0; n < room->blocks; n++) {
        HeapFree(GetProcessHeap(), 0, spare_blocks[n]);
    }
    for (n = 0; n < room->pieces; n++) {
        VirtualFree(spare_pieces[n], 0, MEM_RELEASE);
    }
}

static void give_back(void) {
    while (blocks != NULL) {
        struct block *next = blocks->next;
        HeapFree(GetProcessHeap(), 0, blocks);
        blocks = next;
    }
    while (piece_count > 0) {
        VirtualFree(pieces[--piece_count], 0, MEM_RELEASE);
    }
}

static void *symbol(void *library, const char *name) {
    void (*found)(void) = (void (*)(void))GetProcAddress((HMODULE)library, name);
    void *pointer;
    if (found == NULL) {
        printf("%s is missing\n", name);
        exit(3);
    }
    memcpy(&pointer, &found, sizeof pointer);
    return pointer;
}

static HMODULE library;
static HRESULT(WINAPI *get_class)(REFCLSID, REFIID, void **);
static HRESULT(WINAPI *can_unload)(void);

static void load(void) {
    void *found;
    library = LoadLibraryA("legacybridge.dll");
    if (library == NULL) {
        printf("the DLL does not load: error %lu\n", GetLastError());
        exit(3);
    }
    bind_all(library);
    found = symbol(library, "DllGetClassObject");
    memcpy(&get_class, &found, sizeof found);
    found = symbol(library, "DllCanUnloadNow");
    memcpy(&can_unload, &found, sizeof found);
}

/* An object of the automation server: what it says is made a status. */
static int32_t do_class(void) {
    IClassFactory *factory = NULL;
    IDispatch *object = NULL;
    HRESULT result = get_class(&class_id, &IID_IClassFactory, (void **)&factory);
    if (result == S_OK) {
        result = IClassFactory_CreateInstance(factory, NULL, &IID_IDispatch, (void **)&object);
        IClassFactory_Release(factory);
    }
    if (result == S_OK) {
        IDispatch_Release(object);
    }
    can_unload();
    return result == S_OK ? LEGACYBRIDGE_OK : result == E_OUTOFMEMORY ? NO_MEMORY : LEGACYBRIDGE_ERROR_INTERNAL;
}

static const struct function class_factory = {"class", none, do_class};
static int by_status[64];

static void one_case(const struct function *function, int is_warm, int left) {
    legacybridge_stats_t stats;
    int32_t status;
    printf("%s %s %d\n", function->name, is_warm ? "warm" : "cold", left);
    if (is_warm) {
        CHECK(all_work() == 0);
    } else {
        FreeLibrary(library);
        CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
        load();
    }
    handle = job = 0;
    CHECK_STATUS(function->before(), LEGACYBRIDGE_OK);
    fill(&rooms[left]);
    status = function->call();
    give_back();
    by_status[-status & 63]++;
    /* What the system has no memory for when a file is opened it need not say as such. */
    if (status != LEGACYBRIDGE_OK && status != NO_MEMORY && status != LEGACYBRIDGE_ERROR_IO) {
        char text[600] = "";
        lib.last_error(text, sizeof text);
        printf("status %d: %s\n", (int)status, text);
        failures++;
    }
    CHECK(all_work() == 0);
    CHECK_STATUS(lib.shutdown(), LEGACYBRIDGE_OK);
    stats.struct_size = sizeof stats;
    CHECK_STATUS(lib.stats(&stats), LEGACYBRIDGE_OK);
    CHECK(stats.memory_in_use == 0);
}

int main(int count, char **words) {
    char temporary[MAX_PATH], where[MAX_PATH + 40];
    int is_full, status, left;
    size_t index;
    setvbuf(stdout, NULL, _IONBF, 0);
    GetTempPathA(sizeof temporary, temporary);
    snprintf(where, sizeof where, "%slegacybridge-full-%lu", temporary, GetCurrentProcessId());
    CHECK(CreateDirectoryA(where, NULL));
    snprintf(out, sizeof out, "%s/in", where);
    CHECK(CreateDirectoryA(out, NULL));
    write_inputs(where);
    load();
    check_place(library);
    fill(&rooms[0]);
    is_full = VirtualAlloc(NULL, 1u << 16, MEM_RESERVE, PAGE_NOACCESS) == NULL && HeapAlloc(GetProcessHeap(), 0, 16) == NULL;
    left = piece_count;
    give_back();
    printf("%d pieces fill the address space\n", left);
    CHECK(is_full && left < MOST_PIECES);
    for (index = 0; index <= COUNT; index++) {
        const struct function *function = index < COUNT ? &functions[index] : &class_factory;
        if (count > 1 && strcmp(words[1], function->name) != 0) {
            continue;
        }
        for (left = 0; left < ROOMS; left++) {
            one_case(function, 0, left);
            one_case(function, 1, left);
        }
    }
    for (status = 0; status < 64; status++) {
        if (by_status[status] != 0) {
            printf("status %d: %d times\n", -status, by_status[status]);
        }
    }
    /* Some calls are refused, and some need nothing. */
    CHECK(by_status[0] > 0 && (count > 1 || by_status[-NO_MEMORY & 63] > 0));
    return finish();
}
