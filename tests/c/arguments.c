/* Every argument that can be wrong, of every function: an error, never a crash. */
#include "check.h"

#include <stddef.h>

static void versions(void) {
    char version[32];
    CHECK(legacybridge_abi_version() == LEGACYBRIDGE_ABI_VERSION);
    CHECK(strcmp(legacybridge_version(), LEGACYBRIDGE_VERSION) == 0);
    sprintf(version, "%d.%d.%d", LEGACYBRIDGE_VERSION_MAJOR, LEGACYBRIDGE_VERSION_MINOR,
            LEGACYBRIDGE_VERSION_PATCH);
    CHECK(strcmp(version, LEGACYBRIDGE_VERSION) == 0);
}

static void create(void) {
    int32_t handle = 77;
    CHECK_STATUS(legacybridge_create(NULL, NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_create("Target=Word", NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_create("Colour=red", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(handle == -1);
    CHECK(strstr(last_error(), "Colour") != NULL);
    handle = 77;
    CHECK_STATUS(legacybridge_create("Target=Word;MaxInput=lots", &handle),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(handle == -1);
    CHECK(strstr(last_error(), "MaxInput") != NULL && strstr(last_error(), "byte 12") != NULL);
    CHECK_STATUS(legacybridge_create("CodePage=12345", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(strstr(last_error(), "12345") != NULL);
    CHECK_STATUS(legacybridge_create("BodyFont=\xFF", &handle), LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK_STATUS(legacybridge_create("", &handle), LEGACYBRIDGE_OK);
    CHECK(handle > 0);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_create("CodePage=0; target = richedit ;;", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

static void handles(void) {
    static const int32_t wrong[] = {1, -1, 65535, 65536, INT32_MAX, INT32_MIN};
    uint8_t *output = (uint8_t *)&output, *json = NULL;
    int32_t length = 7, handle, other;
    size_t i;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_STATUS(legacybridge_destroy(wrong[i]), LEGACYBRIDGE_ERROR_BAD_HANDLE);
        CHECK_STATUS(legacybridge_convert(wrong[i], TEXT, TEXT, "x", 1, &output, &length),
                     LEGACYBRIDGE_ERROR_BAD_HANDLE);
        CHECK(output == NULL && length == 0);
        CHECK_STATUS(legacybridge_report(wrong[i], &json, &length), LEGACYBRIDGE_ERROR_BAD_HANDLE);
        CHECK_STATUS(legacybridge_convert_into(wrong[i], TEXT, TEXT, "x", 1, NULL, 0, &length),
                     LEGACYBRIDGE_ERROR_BAD_HANDLE);
        CHECK_STATUS(legacybridge_convert_file(wrong[i], TEXT, TEXT, "a", "b"),
                     LEGACYBRIDGE_ERROR_BAD_HANDLE);
    }
    CHECK_STATUS(legacybridge_destroy(0), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    /* Use after destroy, also when the place has been taken by another converter. */
    CHECK_STATUS(legacybridge_create(NULL, &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_create(NULL, &other), LEGACYBRIDGE_OK);
    CHECK(other != handle);
    CHECK_STATUS(legacybridge_convert(handle, TEXT, TEXT, "x", 1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK_STATUS(legacybridge_destroy(other), LEGACYBRIDGE_OK);
}

/* More converters than there is room for. */
static void too_many(void) {
    static int32_t made[5000];
    int32_t count = 0, handle, status;
    while (count < 5000 && (status = legacybridge_create(NULL, &handle)) == LEGACYBRIDGE_OK) {
        made[count++] = handle;
    }
    CHECK(count == 4096);
    CHECK_STATUS(status, LEGACYBRIDGE_ERROR_LIMIT_REACHED);
    CHECK(handle == -1);
    CHECK(stats_now().live_handles == 4096);
    while (count > 0) {
        CHECK_STATUS(legacybridge_destroy(made[--count]), LEGACYBRIDGE_OK);
    }
    CHECK(stats_now().live_handles == 0);
}

static void convert(void) {
    static const int32_t wrong[] = {-1, 99, 4711, INT32_MAX, INT32_MIN};
    uint8_t *output = (uint8_t *)&output;
    int32_t length = 7;
    size_t i;
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "x", 1, NULL, &length),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(length == 0);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "x", 1, &output, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(output == NULL);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, NULL, 1, &output, &length),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, NULL, -1, &output, &length),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "x", -2, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "x", INT32_MIN, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        output = (uint8_t *)&output;
        length = 7;
        CHECK_STATUS(legacybridge_convert(0, wrong[i], TEXT, "x", 1, &output, &length),
                     LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
        CHECK(output == NULL && length == 0);
        CHECK_STATUS(legacybridge_convert(0, TEXT, wrong[i], "x", 1, &output, &length),
                     LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    }
    CHECK_STATUS(legacybridge_convert(0, TEXT, LEGACYBRIDGE_FORMAT_DETECT, "x", 1, &output,
                                      &length),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    /* Empty inputs are inputs. */
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, NULL, 0, &output, &length), LEGACYBRIDGE_OK);
    CHECK(output != NULL && length == 0 && output[0] == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "", -1, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(output != NULL && length == 0);
    legacybridge_free(output);
    /* A length of -1 reads up to the NUL, a length reads no further. */
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "one\0two", -1, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 4 && strcmp((char *)output, "one\n") == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "onetwo", 3, &output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 4 && strcmp((char *)output, "one\n") == 0);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, "ab\xFFz", -1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(output == NULL && length == 0);
    CHECK(strstr(last_error(), "byte 2") != NULL);
}

/* -1 must not look behind the NUL: the input ends where the memory ends (valgrind watches). */
static void no_further_than_the_nul(void) {
    uint8_t *input = malloc(4), *output;
    uint16_t *wide = malloc(3 * sizeof *wide), *wide_output;
    int32_t length;
    memcpy(input, "abc", 4);
    CHECK_STATUS(legacybridge_convert(0, TEXT, TEXT, input, -1, &output, &length), LEGACYBRIDGE_OK);
    legacybridge_free(output);
    wide[0] = 'a';
    wide[1] = 0xFC;
    wide[2] = 0;
    CHECK_STATUS(legacybridge_convert_utf16(0, TEXT, TEXT, wide, -1, &wide_output, &length),
                 LEGACYBRIDGE_OK);
    CHECK(length == 3 && wide_output[1] == 0xFC);
    legacybridge_free(wide_output);
    free(input);
    free(wide);
}

static void others(void) {
    uint8_t *text = (uint8_t *)&text;
    int32_t length = 7;
    CHECK_STATUS(legacybridge_report(0, NULL, &length), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_report(0, &text, NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(text == NULL && length == 0);
    CHECK_STATUS(legacybridge_metrics(NULL, &length), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_metrics(&text, NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_stats(NULL), LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, NULL, "x"),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, "x", NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK_STATUS(legacybridge_convert_file_utf16(0, TEXT, TEXT, NULL, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    legacybridge_free(NULL);
}

/* The statistics of callers with an older, a newer, and an impossible structure. */
static void struct_sizes(void) {
    static const int32_t wrong[] = {0, -1, 15, 4097, INT32_MAX, INT32_MIN};
    struct {
        legacybridge_stats_t stats;
        uint8_t more[64];
    } room;
    const uint8_t *bytes = (const uint8_t *)&room;
    size_t i, size;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        memset(&room, 0xAA, sizeof room);
        room.stats.struct_size = wrong[i];
        CHECK_STATUS(legacybridge_stats(&room.stats), LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
        CHECK(room.stats.struct_size == wrong[i] && bytes[4] == 0xAA);
    }
    for (size = 16; size <= sizeof room; size++) {
        memset(&room, 0xAA, sizeof room);
        room.stats.struct_size = (int32_t)size;
        CHECK_STATUS(legacybridge_stats(&room.stats), LEGACYBRIDGE_OK);
        CHECK(room.stats.struct_size == (int32_t)size);
        /* Nothing behind the caller's structure is touched, everything inside is. */
        for (i = size; i < sizeof room; i++) {
            CHECK(bytes[i] == 0xAA);
        }
        for (i = sizeof room.stats; i < size; i++) {
            CHECK(bytes[i] == 0);
        }
        if (size >= 24) {
            CHECK(room.stats.memory_in_use > 0 && room.stats.memory_in_use < 100000000);
        }
    }
    CHECK(offsetof(legacybridge_stats_t, memory_in_use) == 16);
    CHECK(sizeof(legacybridge_stats_t) % 8 == 0);
}

int main(void) {
    unused();
    versions();
    create();
    handles();
    convert();
    no_further_than_the_nul();
    others();
    struct_sizes();
    too_many();
    return finish();
}
