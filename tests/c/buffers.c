/* Buffers of the caller's: convert_into and last_error at every size, and UTF-16. */
#include "check.h"

static void into(void) {
    const char *expected = "one\n\ntwo\n";
    const int32_t length = 9;
    uint8_t buffer[32];
    int32_t capacity, needed, i;
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, "one\n\ntwo", -1, NULL, 0, &needed),
                 LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL);
    CHECK(needed == length);
    for (capacity = 0; capacity <= (int32_t)sizeof buffer; capacity++) {
        int32_t status;
        memset(buffer, 0xAA, sizeof buffer);
        needed = -7;
        status = legacybridge_convert_into(0, TEXT, TEXT, "one\n\ntwo", -1, buffer, capacity,
                                           &needed);
        CHECK(needed == length);
        if (capacity > length) {
            CHECK_STATUS(status, LEGACYBRIDGE_OK);
            CHECK(memcmp(buffer, expected, (size_t)length + 1) == 0);
            CHECK(buffer[length + 1] == 0xAA);
        } else {
            CHECK_STATUS(status, LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL);
            CHECK(buffer[0] == (capacity > 0 ? 0 : 0xAA));
            for (i = 1; i < (int32_t)sizeof buffer; i++) {
                CHECK(buffer[i] == 0xAA);
            }
        }
    }
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, "x", 1, NULL, 10, &needed),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(needed == 0);
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, "x", 1, buffer, -1, &needed),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, "x", 1, buffer, 10, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, NULL, 1, buffer, 10, &needed),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, 9, "x", 1, buffer, 10, &needed),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_convert_into(0, TEXT, TEXT, "\xFF", 1, buffer, 10, &needed),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(needed == 0 && buffer[0] == 0);
    CHECK(stats_now().outstanding_outputs == 0);
}

static void errors(void) {
    uint8_t buffer[700];
    uint16_t wide[700];
    int32_t handle, length, capacity, copied = 0;
    CHECK_STATUS(legacybridge_last_error(NULL, 0), 0);
    /* A message with characters of two, three and four bytes. */
    CHECK_STATUS(legacybridge_create("\xC3\xBC\xE6\xBC\xA2\xF0\x9F\x98\x80=1", &handle),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    length = legacybridge_last_error(NULL, 0);
    CHECK(length > 20);
    for (capacity = 1; capacity <= length + 5; capacity++) {
        memset(buffer, 0xAA, sizeof buffer);
        CHECK_STATUS(legacybridge_last_error(buffer, capacity), length);
        copied = (int32_t)strlen((char *)buffer);
        CHECK(copied <= capacity - 1 && copied + 4 > (capacity - 1 < length ? capacity - 1 : length));
        CHECK(buffer[capacity] == 0xAA);
        /* Cut between characters: a whole text never ends in a byte that begins one. */
        CHECK(copied == 0 || buffer[copied - 1] < 0xC0);
    }
    CHECK(copied == length);
    length = legacybridge_last_error_utf16(NULL, 0);
    CHECK(length > 20);
    for (capacity = 1; capacity <= length + 5; capacity++) {
        memset(wide, 0xAA, sizeof wide);
        CHECK_STATUS(legacybridge_last_error_utf16(wide, capacity), length);
        for (copied = 0; wide[copied] != 0; copied++) {
        }
        CHECK(copied <= capacity - 1);
        CHECK(wide[capacity] == 0xAAAA);
        CHECK(copied == 0 || wide[copied - 1] < 0xD800 || wide[copied - 1] >= 0xDC00);
    }
    CHECK(copied == length);
    CHECK_STATUS(legacybridge_last_error(NULL, 10), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_last_error(buffer, -1), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_last_error_utf16(NULL, 1), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_last_error_utf16(wide, -5), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    /* Asking for the error does not change it, nor does a call that succeeds. */
    legacybridge_free(converted(0, TEXT, TEXT, "x"));
    CHECK_STATUS(legacybridge_last_error_utf16(NULL, 0), length);
}

static void utf16(void) {
    static const uint16_t words[] = {'g', 'r', 0xFC, 'n', ' ', 0x6F22, ' ', 0xD83D, 0xDE00, 0};
    static const uint16_t broken[] = {'a', 0xD83D, 'b', 0};
    uint16_t *output = NULL;
    int32_t length = -1;
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, words, -1, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 10 && memcmp(output, words, 18) == 0 && output[9] == '\n' && output[10] == 0);
    CHECK((uintptr_t)output % sizeof *output == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, words, 4, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 5 && output[5] == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, NULL, 0, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 0 && output != NULL && output[0] == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, broken, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_UTF16);
    CHECK(output == NULL && length == 0);
    CHECK(strstr(last_error(), "byte 2") != NULL);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, NULL, 3, &output, &length),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, words, -2, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, words, -1, NULL, &length),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, words, -1, &output, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_utf16(99, TEXT, TEXT, words, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, 0, words, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    /* Units at an odd address are refused, not read. */
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT,
                                            (const uint16_t *)((uintptr_t)words + 1), 3, &output,
                                            &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK(stats_now().outstanding_outputs == 0);
}

/* RTF in a UTF-16 string, as VB6's RichTextBox gives it, and back. */
static void utf16_rtf(void) {
    static const uint16_t markdown[] = {'*', 0xFC, '*', ' ', 0xD83D, 0xDE00, 0};
    static const uint16_t rtf[] = {'{', '\\', 'r', 't', 'f', '1', ' ', 0xFC, 0x6F22, '}', 0};
    uint16_t *output, *back;
    int32_t length, i;
    CHECK_STATUS(legacybridge_convert_utf16(0, MARKDOWN, RTF, markdown, -1, &output, &length),
                 LEGACYBRIDGE_OK);
    for (i = 0; i < length; i++) {
        CHECK(output[i] < 0x80);
    }
    CHECK_STATUS(legacybridge_convert_utf16(0, 0, MARKDOWN, output, length, &back, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length >= 6 && memcmp(back, markdown, 12) == 0);
    legacybridge_free(output);
    legacybridge_free(back);
    CHECK_STATUS(legacybridge_convert_utf16(0, RTF, TEXT, rtf, -1, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 3 && output[0] == 0xFC && output[1] == 0x6F22);
    legacybridge_free(output);
}

int main(void) {
    unused();
    errors();
    into();
    utf16();
    utf16_rtf();
    return finish();
}
