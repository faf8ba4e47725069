/*
 * A C host that calls every function, linked with the import library or, with LEGACYBRIDGE_DYNAMIC,
 * by LoadLibrary and GetProcAddress.
 */
#include "host.h"

static const char SAMPLE[] = "# Title\n\nSome *text*, \xC3\xA9 and \xE2\x82\xAC.\n\n- one\n- two\n";

static void converts(void) {
    int32_t handle = 0, length = -1, back_length = -1, needed = -1;
    uint8_t *rtf = NULL, *back = NULL;
    uint8_t buffer[4096];
    CHECK_STATUS(legacybridge_create("BodyFont=Arial;MaxInput=1MB", &handle), LEGACYBRIDGE_OK);
    CHECK(handle > 0);
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, BYTES(SAMPLE), -1, &rtf, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length > 100 && memcmp(rtf, "{\\rtf1", 6) == 0 && rtf[length] == 0);
    CHECK_STATUS(legacybridge_convert(handle, RTF, MARKDOWN, rtf, length, &back, &back_length),
                 LEGACYBRIDGE_OK);
    CHECK(strcmp((char *)back, SAMPLE) == 0);
    CHECK_STATUS(legacybridge_convert_into(handle, RTF, MARKDOWN, rtf, length, buffer, 10, &needed),
                 LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL);
    CHECK(needed > 10 && needed < (int32_t)sizeof buffer);
    CHECK_STATUS(legacybridge_convert_into(handle, RTF, MARKDOWN, rtf, length, buffer, needed + 1,
                                           &needed),
                 LEGACYBRIDGE_OK);
    CHECK(strcmp((char *)buffer, SAMPLE) == 0);
    legacybridge_free(back);
    CHECK_STATUS(legacybridge_report(handle, &back, &back_length), LEGACYBRIDGE_OK);
    CHECK(back[0] == '[');
    legacybridge_free(back);
    legacybridge_free(rtf);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
}

static void converts_utf16(void) {
    static const WCHAR markdown[] = L"\x4F60\x597D **\x20AC** \xD83D\xDE00\n";
    uint16_t *rtf = NULL, *back = NULL;
    int32_t length = 0, back_length = 0;
    CHECK_STATUS(legacybridge_convert_utf16(0, MARKDOWN, RTF, (const uint16_t *)markdown, -1, &rtf,
                                            &length),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert_utf16(0, RTF, MARKDOWN, rtf, length, &back, &back_length),
                 LEGACYBRIDGE_OK);
    CHECK(wcscmp((const WCHAR *)back, markdown) == 0);
    CHECK((size_t)back_length == wcslen(markdown));
    legacybridge_free(rtf);
    legacybridge_free(back);
}

static void says_what_went_wrong(void) {
    uint8_t *output = (uint8_t *)1;
    uint8_t message[300];
    uint16_t wide[300];
    int32_t length = -1, handle = 1;
    CHECK_STATUS(legacybridge_convert(0, MARKDOWN, RTF, BYTES("\xFF"), 1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(output == NULL && length == 0);
    CHECK(legacybridge_last_error(message, sizeof message) > 10);
    CHECK(strstr((char *)message, "UTF-8") != NULL);
    CHECK(legacybridge_last_error_utf16(wide, 300) == (int32_t)strlen((char *)message));
    CHECK(wide[0] == message[0] && wide[5] == message[5]);
    CHECK_STATUS(legacybridge_create("Nonsense=1", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(handle == -1);
    legacybridge_free(NULL);
    legacybridge_free(message); /* not an output: is ignored and counted */
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (file != NULL) {
        fputs(text, file);
        fclose(file);
    }
}

static void folder(char *path, const char *name) {
    char temporary[MAX_PATH];
    GetTempPathA(sizeof temporary, temporary);
    snprintf(path, MAX_PATH, "%slegacybridge-%s-%lu", temporary, name, GetCurrentProcessId());
    CHECK(CreateDirectoryA(path, NULL));
}

static void converts_files_and_folders(void) {
    char from[MAX_PATH], to[MAX_PATH], input[MAX_PATH + 20], output[MAX_PATH + 20];
    WCHAR wide_input[MAX_PATH], wide_output[MAX_PATH];
    const char *inputs[1], *outputs[1];
    legacybridge_batch_status_t status;
    legacybridge_batch_result_t result;
    int32_t job = 0, length = 0, n;
    uint8_t *text = NULL;
    folder(from, "in");
    folder(to, "out");
    for (n = 0; n < 20; n++) {
        snprintf(input, sizeof input, "%s\\%d.md", from, (int)n);
        write_file(input, n == 7 ? "\xFF" : SAMPLE);
    }
    snprintf(input, sizeof input, "%s\\1.md", from);
    snprintf(output, sizeof output, "%s\\one.rtf", to);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, input, output), LEGACYBRIDGE_OK);
    CHECK(GetFileAttributesA(output) != INVALID_FILE_ATTRIBUTES);
    MultiByteToWideChar(CP_UTF8, 0, input, -1, wide_input, MAX_PATH);
    MultiByteToWideChar(CP_UTF8, 0, to, -1, wide_output, MAX_PATH);
    wcscat(wide_output, L"\\\x4F60\x597D \x20AC.rtf");
    CHECK_STATUS(legacybridge_convert_file_utf16(0, MARKDOWN, RTF, (uint16_t *)wide_input,
                                                 (uint16_t *)wide_output),
                 LEGACYBRIDGE_OK);
    CHECK(GetFileAttributesW(wide_output) != INVALID_FILE_ATTRIBUTES);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, "Z:\\no\\such\\file.md", output),
                 LEGACYBRIDGE_ERROR_IO);

    CHECK_STATUS(legacybridge_batch_start(0, MARKDOWN, RTF, from, to, "Workers=3", &job),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    CHECK(status.state == LEGACYBRIDGE_BATCH_FINISHED);
    CHECK(status.total == 20 && status.converted == 19 && status.failed == 1);
    CHECK_STATUS(legacybridge_batch_report(job, &text, &length), LEGACYBRIDGE_OK);
    CHECK(strstr((char *)text, "\"failed\":1") != NULL);
    legacybridge_free(text);
    result.struct_size = sizeof result;
    CHECK_STATUS(legacybridge_batch_result(job, 0, &result), LEGACYBRIDGE_OK);
    CHECK(result.status == LEGACYBRIDGE_OK && result.bytes_in == (int64_t)strlen(SAMPLE));
    CHECK_STATUS(legacybridge_batch_text(job, 0, LEGACYBRIDGE_BATCH_INPUT, &text, &length),
                 LEGACYBRIDGE_OK);
    CHECK(strstr((char *)text, "0.md") != NULL);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_ERROR_BAD_HANDLE);

    inputs[0] = input;
    outputs[0] = output;
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, inputs, outputs, 1, "Overwrite=Yes",
                                               &job),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_cancel(job), LEGACYBRIDGE_OK);
    legacybridge_batch_wait(job, -1);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
}

static void counts(void) {
    legacybridge_stats_t stats;
    uint8_t *text = NULL;
    int32_t length = 0;
    stats.struct_size = sizeof stats;
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    CHECK(stats.conversions_done > 20 && stats.ignored_frees == 1 && stats.memory_in_use > 0);
    /* The layout that all hosts agree about: nothing is padded. */
    CHECK(sizeof stats == 16 + 8 * 43 && sizeof(legacybridge_batch_status_t) == 56);
    CHECK_STATUS(legacybridge_metrics(&text, &length), LEGACYBRIDGE_OK);
    CHECK(strstr((char *)text, "legacybridge_") != NULL);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    CHECK(stats.memory_in_use == 0 && stats.live_handles == 0);
}

int main(void) {
#ifdef LEGACYBRIDGE_DYNAMIC
    HMODULE library = LoadLibraryA("legacybridge.dll");
    const char *missing = library == NULL ? "the DLL" : bind(library);
    if (missing != NULL) {
        printf("missing: %s (error %lu)\n", missing, GetLastError());
        return 1;
    }
#endif
    CHECK(legacybridge_abi_version() == LEGACYBRIDGE_ABI_VERSION);
    CHECK(strcmp(legacybridge_version(), LEGACYBRIDGE_VERSION) == 0);
    converts();
    converts_utf16();
    says_what_went_wrong();
    converts_files_and_folders();
    counts();
#ifdef LEGACYBRIDGE_DYNAMIC
    CHECK(FreeLibrary(library));
    CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
#endif
    return finish();
}
