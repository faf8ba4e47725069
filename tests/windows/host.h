/*
 * What the Windows hosts share.
 *
 * Shape  CHECK counts failures and goes on, finish() ends the program with 0 or 1 after a look at where the
 *        library was loaded: not where hosts/place.c has taken the place. With
 *        LEGACYBRIDGE_DYNAMIC the functions of the header are variables that bind() fills by
 *        GetProcAddress, and the program is not linked with the library.
 */
#ifndef HOST_H
#define HOST_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

#include "legacybridge.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKDOWN LEGACYBRIDGE_FORMAT_MARKDOWN
#define RTF LEGACYBRIDGE_FORMAT_RTF
#define BYTES(text) ((const uint8_t *)(text))

static int failures = 0;

#define CHECK(condition)                                                   \
    do {                                                                   \
        if (!(condition)) {                                                \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);         \
            fflush(stdout);                                                \
            failures++;                                                    \
        }                                                                  \
    } while (0)

#define CHECK_STATUS(call, expected)                                       \
    do {                                                                   \
        int32_t got_ = (call), wanted_ = (expected);                       \
        if (got_ != wanted_) {                                             \
            printf("%s:%d: %s is %d, not %d\n", __FILE__, __LINE__, #call, \
                   (int)got_, (int)wanted_);                               \
            fflush(stdout);                                                \
            failures++;                                                    \
        }                                                                  \
    } while (0)

static int places_said;

static inline void check_place(HMODULE library) {
    const char *taken = getenv("LEGACYBRIDGE_TAKEN"), *place = getenv("PLACE");
    uintptr_t at = (uintptr_t)library;
    if (!places_said++) {
        printf("legacybridge.dll at %p, place %s, taken %s\n", (void *)library, place ? place : "", taken ? taken : "no");
    }
    CHECK(taken == NULL || at != (uintptr_t)strtoull(taken, NULL, 16));
    if (getenv("CHECKED_HEAP") != NULL) {
        DWORD(WINAPI *flags)(void) =
            (DWORD(WINAPI *)(void))(void (*)(void))GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlGetNtGlobalFlags");
        CHECK(flags != NULL && (flags() & 0x70) == 0x70);
    }
    if (taken != NULL && strcmp(place, "high") == 0) {
        CHECK(at >= (sizeof(void *) == 4 ? 0x70000000 : (uintptr_t)1 << 31 << 1));
    }
}

static inline int finish(void) {
    HMODULE library = places_said ? NULL : GetModuleHandleA("legacybridge.dll");
    if (library != NULL) {
        check_place(library);
    }
    printf(failures == 0 ? "all checks passed\n" : "%d checks failed\n", failures);
    return failures == 0 ? 0 : 1;
}

#ifdef LEGACYBRIDGE_DYNAMIC
#define EVERY_FUNCTION(X)                                                                \
    X(abi_version) X(version) X(version_number) X(status_text) X(create) X(destroy)      \
    X(free) X(last_error) X(last_error_utf16) X(last_error_json)                         \
    X(last_error_json_utf16) X(clear_error) X(startup) X(shutdown) X(convert)            \
    X(convert_utf16) X(convert_reporting) X(convert_reporting_utf16) X(cancel)           \
    X(convert_into)                                                                      \
    X(convert_file) X(convert_file_utf16) X(batch_start) X(batch_start_list)             \
    X(batch_status) X(batch_cancel) X(batch_wait) X(batch_result) X(batch_text)          \
    X(batch_report) X(batch_free) X(stats) X(report) X(metrics)            \
    X(fill) X(fill_utf16) X(check) X(check_utf16)

#define DECLARE_FUNCTION(name) static __typeof__(&legacybridge_##name) lb_##name;
EVERY_FUNCTION(DECLARE_FUNCTION)

/* Fills the variables lb_... from a loaded DLL; the name that is missing, or NULL. */
static inline const char *bind(HMODULE library) {
#define BIND_FUNCTION(name)                                                      \
    lb_##name = (__typeof__(lb_##name))(void (*)(void))GetProcAddress(library,   \
                                                                     "legacybridge_" #name); \
    if (lb_##name == NULL) {                                                     \
        return #name;                                                            \
    }
    EVERY_FUNCTION(BIND_FUNCTION)
    check_place(library);
    return NULL;
}

#define legacybridge_abi_version lb_abi_version
#define legacybridge_version lb_version
#define legacybridge_create lb_create
#define legacybridge_destroy lb_destroy
#define legacybridge_free lb_free
#define legacybridge_last_error lb_last_error
#define legacybridge_last_error_utf16 lb_last_error_utf16
#define legacybridge_version_number lb_version_number
#define legacybridge_status_text lb_status_text
#define legacybridge_last_error_json lb_last_error_json
#define legacybridge_last_error_json_utf16 lb_last_error_json_utf16
#define legacybridge_clear_error lb_clear_error
#define legacybridge_startup lb_startup
#define legacybridge_convert_reporting lb_convert_reporting
#define legacybridge_convert_reporting_utf16 lb_convert_reporting_utf16
#define legacybridge_cancel lb_cancel
#define legacybridge_fill lb_fill
#define legacybridge_fill_utf16 lb_fill_utf16
#define legacybridge_check lb_check
#define legacybridge_check_utf16 lb_check_utf16
#define legacybridge_shutdown lb_shutdown
#define legacybridge_convert lb_convert
#define legacybridge_convert_utf16 lb_convert_utf16
#define legacybridge_convert_into lb_convert_into
#define legacybridge_convert_file lb_convert_file
#define legacybridge_convert_file_utf16 lb_convert_file_utf16
#define legacybridge_batch_start lb_batch_start
#define legacybridge_batch_start_list lb_batch_start_list
#define legacybridge_batch_status lb_batch_status
#define legacybridge_batch_cancel lb_batch_cancel
#define legacybridge_batch_wait lb_batch_wait
#define legacybridge_batch_result lb_batch_result
#define legacybridge_batch_text lb_batch_text
#define legacybridge_batch_report lb_batch_report
#define legacybridge_batch_free lb_batch_free
#define legacybridge_stats lb_stats
#define legacybridge_report lb_report
#define legacybridge_metrics lb_metrics
#endif

#endif
