/*
 * What Visual FoxPro 9 does for DECLARE ... IN legacybridge.dll: strings are bytes of the code page,
 * by value as a pointer to them, by reference (@) as a buffer that the caller has filled beforehand;
 * INTEGER @ for results; no callbacks; results at an address read by SYS(2600); a string has at most
 * 16,777,184 bytes, so that bigger documents go from file to file.
 */
#include "host.h"

#define MOST 16777184

static int32_t handle;

/* lcBuffer = REPLICATE(CHR(0), n), the call with @lcBuffer, LEFT(lcBuffer, lnNeeded). */
static char *convert(int32_t from, int32_t into, const char *text, int32_t room, int32_t *calls) {
    int32_t needed = 0, status;
    char *buffer = NULL;
    for (*calls = 1;; ++*calls) {
        buffer = realloc(buffer, (size_t)room + 1);
        memset(buffer, 0, (size_t)room + 1);
        buffer[room] = '#'; /* behind the buffer: not the library's */
        status = legacybridge_convert_into(handle, from, into, BYTES(text), (int32_t)strlen(text),
                                           (uint8_t *)buffer, room, &needed);
        CHECK(buffer[room] == '#');
        if (status != LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL || *calls == 3) {
            break;
        }
        CHECK(needed >= room);
        room = needed + 1;
    }
    CHECK_STATUS(status, LEGACYBRIDGE_OK);
    return buffer;
}

static void strings(void) {
    /* CHR(128) is the euro in code page 1252, CHR(233) an e with acute, CHR(147) and CHR(148) quotes */
    static const char text[] = "# Caf\xE9\n\n\x93" "price\x94: 5 \x80\n\n- **bold**\n- x\n";
    int32_t calls = 0;
    char *rtf, *back;
    CHECK_STATUS(legacybridge_create("CodePage=1252", &handle), LEGACYBRIDGE_OK);
    rtf = convert(MARKDOWN, RTF, text, 16, &calls);
    CHECK(calls == 2);
    CHECK(strncmp(rtf, "{\\rtf1", 6) == 0);
    back = convert(RTF, MARKDOWN, rtf, 4096, &calls);
    CHECK(calls == 1);
    CHECK(strcmp(back, text) == 0);
    if (strcmp(back, text) != 0) {
        printf("came back as: %s\n", back);
    }
    free(rtf);
    free(back);
    /* memo fields over SCAN: many small documents through one handle */
    for (calls = 0; calls < 2000; calls++) {
        char memo[100], room[4096];
        int32_t needed = 0;
        snprintf(memo, sizeof memo, "{\\rtf1\\ansi\\ansicpg1252 note \\'e9 %d\\par}", (int)calls);
        CHECK_STATUS(legacybridge_convert_into(handle, RTF, MARKDOWN, BYTES(memo), (int32_t)strlen(memo),
                                               (uint8_t *)room, sizeof room, &needed),
                     LEGACYBRIDGE_OK);
        CHECK(room[5] == '\xE9');
    }
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

/* SYS(2600, lnAddress, lnLength) on an output of the library, then legacybridge_free. */
static void memory(void) {
    uint8_t *address = NULL;
    int32_t length = 0;
    char copy[20] = "";
    CHECK_STATUS(legacybridge_convert(0, RTF, MARKDOWN, BYTES("{\\rtf1 abc}"), -1, &address, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 4);
    memcpy(copy, address, 4);
    CHECK(strcmp(copy, "abc\n") == 0);
    legacybridge_free(address);
}

/* A document above the string limit: STRTOFILE in pieces, the file functions, FILETOSTR in pieces. */
static void big_documents(void) {
    static const char paragraph[] = "{\\b Some} text of a long report, with {\\i emphasis} in it.\\par\r\n";
    char folder[MAX_PATH], input[MAX_PATH + 30], output[MAX_PATH + 30];
    long size = 0;
    FILE *file;
    GetTempPathA(sizeof folder, folder);
    snprintf(input, sizeof input, "%sbig-%lu.rtf", folder, GetCurrentProcessId());
    snprintf(output, sizeof output, "%sbig-%lu.md", folder, GetCurrentProcessId());
    file = fopen(input, "wb");
    CHECK(file != NULL);
    if (file == NULL) {
        return;
    }
    fputs("{\\rtf1\\ansi ", file);
    while (size < MOST + 1000000) {
        size += fprintf(file, "%s", paragraph);
    }
    fputs("}", file);
    fclose(file);
    CHECK_STATUS(legacybridge_convert_file(0, RTF, MARKDOWN, input, output), LEGACYBRIDGE_OK);
    file = fopen(output, "rb");
    CHECK(file != NULL);
    if (file != NULL) {
        char start[40] = "";
        CHECK(fread(start, 1, 30, file) == 30 && strncmp(start, "**Some** text of a long report", 30) == 0);
        fseek(file, 0, SEEK_END);
        CHECK(ftell(file) > 10000000);
        fclose(file);
    }
    remove(input);
    remove(output);
}

int main(void) {
    HMODULE library = LoadLibraryA("legacybridge.dll");
    const char *missing = library == NULL ? "the DLL" : bind(library);
    if (missing != NULL) {
        printf("missing: %s (error %lu)\n", missing, GetLastError());
        return 1;
    }
    strings();
    memory();
    big_documents();
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    return finish();
}
