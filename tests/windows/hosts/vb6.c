/*
 * What VB6 does for a Declare, call by call: stdcall through GetProcAddress; `ByVal s As String` as a
 * temporary ANSI copy that is converted back afterwards; StrPtr as the pointer of a BSTR; ByRef Long;
 * results copied by RtlMoveMemory into a String of the right length; Long for every handle and pointer.
 */
#include "host.h"

#include <oleauto.h>

/* The ANSI copy that VB6 makes of a String argument, as a BSTR of bytes. */
static BSTR ansi_copy(BSTR string) {
    int length = (int)SysStringLen(string);
    int bytes = WideCharToMultiByte(CP_ACP, 0, string, length, NULL, 0, NULL, NULL);
    BSTR copy = SysAllocStringByteLen(NULL, (UINT)bytes);
    WideCharToMultiByte(CP_ACP, 0, string, length, (char *)copy, bytes, NULL, NULL);
    return copy;
}

/* What VB6 does after the call: the copy becomes the String's new value. */
static void copy_back(BSTR *string, BSTR copy) {
    int bytes = (int)SysStringByteLen(copy);
    int length = MultiByteToWideChar(CP_ACP, 0, (char *)copy, bytes, NULL, 0);
    SysReAllocStringLen(string, NULL, (UINT)length);
    MultiByteToWideChar(CP_ACP, 0, (char *)copy, bytes, *string, length);
    SysFreeString(copy);
}

/* Public Function Convert(handle, from, into, text): the binding's way, by StrPtr. */
static BSTR convert(LONG handle, LONG from, LONG into, BSTR text) {
    uint16_t *output = NULL;
    LONG size = -1;
    BSTR result;
    int32_t status = legacybridge_convert_utf16(handle, from, into, (const uint16_t *)text,
                                                (int32_t)SysStringLen(text), &output, (int32_t *)&size);
    CHECK_STATUS(status, LEGACYBRIDGE_OK);
    if (status != LEGACYBRIDGE_OK) {
        return SysAllocString(L"");
    }
    result = SysAllocStringLen(NULL, (UINT)size); /* String$(size, vbNullChar) */
    CopyMemory(result, output, (size_t)size * 2);
    legacybridge_free(output);
    return result;
}

static void strings_by_pointer(LONG handle) {
    /* Chr$(233), the euro, a character outside the base plane, an unpaired surrogate's neighbour */
    static const WCHAR text[] = L"# \x00E9t\x00E9\r\n\r\n\x20AC **\x4F60\x597D** \xD83D\xDE00 end\r\n";
    static const WCHAR lines[] = L"# \x00E9t\x00E9\n\n\x20AC **\x4F60\x597D** \xD83D\xDE00 end\n";
    BSTR markdown = SysAllocString(text), rtf, back;
    rtf = convert(handle, MARKDOWN, RTF, markdown);
    CHECK(SysStringLen(rtf) > 100 && wcsncmp(rtf, L"{\\rtf1", 6) == 0);
    back = convert(handle, RTF, MARKDOWN, rtf);
    CHECK(SysStringLen(back) == wcslen(lines) && wcscmp(back, lines) == 0);
    SysFreeString(markdown);
    SysFreeString(rtf);
    SysFreeString(back);
    /* vbNullString is a NULL pointer with length 0; "" is not NULL. */
    back = convert(handle, RTF, MARKDOWN, NULL);
    CHECK(SysStringLen(back) == 0);
    SysFreeString(back);
    markdown = SysAllocString(L"");
    back = convert(handle, MARKDOWN, RTF, markdown);
    CHECK(SysStringLen(back) > 10);
    SysFreeString(markdown);
    SysFreeString(back);
    /* a String with a NUL in it: the length counts, not the NUL */
    markdown = SysAllocStringLen(L"a\0b", 3);
    rtf = convert(handle, MARKDOWN, RTF, markdown);
    back = convert(handle, RTF, MARKDOWN, rtf);
    CHECK(SysStringLen(back) >= 3 && back[0] == 'a' && back[SysStringLen(back) - 2] == 'b');
    SysFreeString(markdown);
    SysFreeString(rtf);
    SysFreeString(back);
}

/* Declare Function ... (ByVal text As String) without StrPtr: bytes of the system's code page. */
static void strings_by_ansi_copy(void) {
    BSTR options = SysAllocString(L"CodePage=0;BodyFont=Arial"), copy = ansi_copy(options);
    BSTR markdown = SysAllocString(L"*caf\x00E9* and more"), rtf;
    uint8_t *output = NULL;
    LONG handle = -1, length = -1, needed = -1;
    CHECK_STATUS(legacybridge_create((char *)copy, (int32_t *)&handle), LEGACYBRIDGE_OK);
    copy_back(&options, copy);
    CHECK(wcscmp(options, L"CodePage=0;BodyFont=Arial") == 0);
    copy = ansi_copy(markdown);
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, (uint8_t *)copy, (int32_t)SysStringLen(markdown),
                                      &output, (int32_t *)&length),
                 LEGACYBRIDGE_OK);
    copy_back(&markdown, copy);
    CHECK(wcscmp(markdown, L"*caf\x00E9* and more") == 0); /* inputs are only read */
    CHECK(output != NULL && strstr((char *)output, "caf") != NULL);

    /* Dim buffer As String * n, ByVal: the library writes into the copy, VB6 brings it back. */
    copy = SysAllocStringByteLen((char *)output, (UINT)length);
    rtf = SysAllocStringLen(NULL, 200);
    memset(rtf, 0, 400);
    {
        BSTR room = ansi_copy(rtf);
        CHECK_STATUS(legacybridge_convert_into(handle, RTF, MARKDOWN, (uint8_t *)copy, length, (uint8_t *)room,
                                               200, (int32_t *)&needed),
                     LEGACYBRIDGE_OK);
        copy_back(&rtf, room);
    }
    CHECK(needed == 15 + 1 || needed == 14 + 1); /* with the line's end */
    CHECK(wcsncmp(rtf, L"*caf\x00E9* and more", 15) == 0);
    SysFreeString(copy);
    SysFreeString(rtf);
    SysFreeString(options);
    SysFreeString(markdown);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

/* Err.Raise vbObjectError, , LastMessage(): asked for in UTF-16, straight into a String. */
static void messages(void) {
    BSTR message = SysAllocStringLen(NULL, 500);
    LONG handle = 7, length;
    CHECK_STATUS(legacybridge_create("Nonsense=1", (int32_t *)&handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(handle == -1);
    length = legacybridge_last_error_utf16((uint16_t *)message, 501);
    CHECK(length > 10 && (UINT)length < SysStringLen(message) && message[length] == 0);
    CHECK(wcsstr(message, L"Nonsense") != NULL);
    SysFreeString(message);
}

/* The IDE's Stop leaves what was made; the next run must still work, and shutdown takes it all. */
static void stop_and_run_again(void) {
    LONG handle;
    int run;
    legacybridge_stats_t stats;
    for (run = 0; run < 50; run++) {
        uint16_t *output = NULL;
        int32_t size = 0;
        CHECK_STATUS(legacybridge_create(NULL, (int32_t *)&handle), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_convert_utf16(handle, MARKDOWN, RTF, (const uint16_t *)L"text", -1, &output, &size),
                     LEGACYBRIDGE_OK);
    }
    stats.struct_size = sizeof stats;
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    CHECK(stats.live_handles == 50 && stats.outstanding_outputs == 50);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    CHECK(stats.live_handles == 0 && stats.memory_in_use == 0);
}

int main(void) {
    HMODULE library = LoadLibraryA("legacybridge.dll");
    const char *missing = library == NULL ? "the DLL" : bind(library);
    LONG handle = 0;
    if (missing != NULL) {
        printf("missing: %s (error %lu)\n", missing, GetLastError());
        return 1;
    }
    strings_by_pointer(0);
    CHECK_STATUS(legacybridge_create("Target=RichEdit", (int32_t *)&handle), LEGACYBRIDGE_OK);
    strings_by_pointer(handle);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    strings_by_ansi_copy();
    messages();
    stop_and_run_again();
    return finish();
}
