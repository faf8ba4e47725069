/*
 * Paths that Windows treats in ways of its own: longer than 260 characters, written with \\?\ or without,
 * with characters that no ANSI page of this machine has, with slashes, relative, and names of devices. The
 * functions for UTF-8 and for UTF-16 take the same ones; the batch too. Error messages carry them whole.
 */
#include "host.h"

#include <wchar.h>

static WCHAR root[MAX_PATH], deep[1200];

static void utf8(const WCHAR *wide, char *narrow, int capacity) {
    CHECK(WideCharToMultiByte(CP_UTF8, 0, wide, -1, narrow, capacity, NULL, NULL) > 0);
}

/* \\?\ and a path. */
static const WCHAR *verbatim(const WCHAR *path) {
    static WCHAR whole[1300];
    swprintf(whole, 1300, L"\\\\?\\%ls", path);
    return whole;
}

static int there(const WCHAR *path) { return GetFileAttributesW(verbatim(path)) != INVALID_FILE_ATTRIBUTES; }

static void write(const WCHAR *path) {
    static const char text[] = "# Title\n\nSome *text*.\n";
    DWORD written;
    HANDLE file = CreateFileW(verbatim(path), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, text, sizeof text - 1, &written, NULL));
    CloseHandle(file);
}

/* From and to, by both functions: OK, and the output is there. */
static void converts(const WCHAR *from, const WCHAR *to, const WCHAR *seen_as) {
    static char narrow_from[4000], narrow_to[4000];
    CHECK_STATUS(legacybridge_convert_file_utf16(0, MARKDOWN, RTF, (const uint16_t *)from, (const uint16_t *)to), LEGACYBRIDGE_OK);
    CHECK(there(seen_as) && DeleteFileW(verbatim(seen_as)));
    utf8(from, narrow_from, sizeof narrow_from);
    utf8(to, narrow_to, sizeof narrow_to);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, narrow_from, narrow_to), LEGACYBRIDGE_OK);
    if (!there(seen_as)) {
        printf("%ls is not there\n", seen_as);
    }
    CHECK(there(seen_as) && DeleteFileW(verbatim(seen_as)));
}

int main(void) {
    static WCHAR from[1300], to[1300], other[1300];
    static char narrow[4000], narrow_to[4000];
    uint8_t message[4000] = "";
    int32_t job = 0;
    legacybridge_batch_status_t status = {0};
    int n;
    GetTempPathW(MAX_PATH, root);
    swprintf(root + wcslen(root), 60, L"paths-%lu", GetCurrentProcessId());
    CHECK(CreateDirectoryW(root, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    wcscpy(deep, root);
    for (n = 0; n < 8; n++) { /* 8 times 45 characters */
        wcscat(deep, L"\\folder with a long name, number x of eight..");
        deep[wcslen(deep) - 2] = L'n';
        deep[wcslen(deep) - 1] = (WCHAR)(L'0' + n);
        CHECK(CreateDirectoryW(verbatim(deep), NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    }
    CHECK(wcslen(deep) > 300);

    /* Long, as it is and with \\?\. */
    swprintf(from, 1300, L"%ls\\in.md", deep);
    swprintf(to, 1300, L"%ls\\out.rtf", deep);
    write(from);
    converts(from, to, to);
    swprintf(other, 1300, L"\\\\?\\%ls", to);
    wcscpy(to, other);
    swprintf(other, 1300, L"\\\\?\\%ls", from);
    converts(other, to, to + 4);

    /* Characters of no one ANSI page: Greek, Cyrillic, Chinese, and one beyond 16 bits. */
    swprintf(from, 1300, L"%ls\\\x03B1\x0436\x4E2D\xD83D\xDE42.md", root);
    swprintf(to, 1300, L"%ls\\\x03B1\x0436\x4E2D\xD83D\xDE42.rtf", root);
    write(from);
    converts(from, to, to);

    /* Slashes, and relative to the current folder. */
    CHECK(SetCurrentDirectoryW(root));
    swprintf(from, 1300, L"%ls\\in.md", root);
    swprintf(to, 1300, L"%ls\\out.rtf", root);
    write(from);
    converts(L"./in.md", L"out.rtf", to);
    swprintf(other, 1300, L"%ls", root);
    for (n = 0; other[n] != 0; n++) {
        other[n] = other[n] == L'\\' ? L'/' : other[n];
    }
    swprintf(from, 1300, L"%ls/x/.././in.md", other);
    converts(from, L".\\.\\out.rtf", to);

    /* A folder of files whose outputs lie deeper than 260 characters, by the batch. */
    utf8(deep, narrow, sizeof narrow);
    swprintf(to, 1300, L"%ls\\outputs in a folder that is made", deep);
    utf8(to, narrow_to, sizeof narrow_to);
    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, narrow, narrow_to, "Workers=2", &job), LEGACYBRIDGE_OK);
    legacybridge_last_error(message, sizeof message);
    printf("%s\n", (char *)message);
    CHECK_STATUS(legacybridge_batch_wait(job, 20000), LEGACYBRIDGE_OK);
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    CHECK(status.converted == 1 && status.failed == 0);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    wcscat(to, L"\\in.rtf");
    CHECK(there(to));

    /* What is not there is named whole; a folder, a device and a name that can't be are no files. */
    swprintf(from, 1300, L"%ls\\none.md", deep);
    CHECK_STATUS(legacybridge_convert_file_utf16(0, MARKDOWN, RTF, (const uint16_t *)from, (const uint16_t *)to),
                 LEGACYBRIDGE_ERROR_IO);
    legacybridge_last_error(message, sizeof message);
    CHECK(strstr((char *)message, "number x of eightn7\\none.md") != NULL);
    CHECK_STATUS(legacybridge_convert_file_utf16(0, MARKDOWN, RTF, (const uint16_t *)root, (const uint16_t *)to),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, "in.md", "no such folder\\out.rtf"), LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, "in.md", "in.md\\out.rtf"), LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, "a*?.md", "out.rtf"), LEGACYBRIDGE_ERROR_IO);
    printf("NUL in %d, out %d, CON out %d\n", (int)legacybridge_convert_file(0, MARKDOWN, RTF, "NUL", "out.rtf"),
           (int)legacybridge_convert_file(0, MARKDOWN, RTF, "in.md", "NUL"),
           (int)legacybridge_convert_file(0, MARKDOWN, RTF, "in.md", "CON"));
    return finish();
}
