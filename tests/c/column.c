/* Columns: rows equal single calls byte for byte, over files and over what is made up here; NULLs, slices,
 * offsets of 32 and 64 bits, bad offsets of each kind, rows that fail, what is given back twice.
 *
 *     column [quick] FILE... */
#include "check.h"

typedef legacybridge_column_t column_t;

#define MOST 4096

static column_t fresh(void) {
    column_t column;
    memset(&column, 0xAA, sizeof column);
    column.struct_size = (int32_t)sizeof column;
    return column;
}

/* The documents of a column: one behind the other. */
static uint8_t *data;
static int64_t offsets[MOST + 1];
static int32_t narrow[MOST + 1];
static int32_t rows;

static void add(const void *bytes, size_t length) {
    size_t before = (size_t)offsets[rows];
    data = (uint8_t *)realloc(data, before + length + 1);
    memcpy(data + before, bytes, length);
    rows++;
    offsets[rows] = (int64_t)(before + length);
    narrow[rows] = (int32_t)(before + length);
}

static void add_text(const char *text) {
    add(text, strlen(text));
}

static void add_file(const char *path) {
    FILE *file = fopen(path, "rb");
    static uint8_t buffer[1 << 20];
    size_t length;
    if (file == NULL) {
        printf("%s can't be read\n", path);
        exit(1);
    }
    length = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    add(buffer, length);
}

static void empty(void) {
    free(data);
    data = NULL;
    rows = 0;
    offsets[0] = 0;
    narrow[0] = 0;
}

/* Every row of a column is what a call by itself gives. */
static void same(int32_t handle, int32_t from, int32_t to, const column_t *column, int32_t first,
                 const uint8_t *validity) {
    int32_t row, failed = 0;
    for (row = 0; row < column->count; row++) {
        int32_t at = first + row, length = -1, report_len = -1, status;
        uint8_t *output = NULL, *report = NULL;
        int64_t start = column->offsets[row], end = column->offsets[row + 1];
        int valid = (column->validity[row / 8] >> (row % 8)) & 1;
        if (validity != NULL && !((validity[at / 8] >> (at % 8)) & 1)) {
            CHECK(column->statuses[row] == LEGACYBRIDGE_ROW_NULL && start == end && !valid);
            continue;
        }
        status = legacybridge_convert_reporting(handle, from, to, data + offsets[at],
                                                (int32_t)(offsets[at + 1] - offsets[at]), &output,
                                                &length, &report, &report_len);
        CHECK_STATUS(column->statuses[row], status);
        failed += status < 0;
        CHECK(valid == (status == LEGACYBRIDGE_OK));
        CHECK(end - start == length);
        CHECK(output == NULL || memcmp(column->data + start, output, (size_t)length) == 0);
        if (column->reports != NULL) {
            int64_t report_start = column->report_offsets[row];
            int64_t report_end = column->report_offsets[row + 1];
            const char *own = (const char *)column->reports + report_start;
            if (status == LEGACYBRIDGE_OK) {
                CHECK(report_end - report_start == report_len);
                CHECK(memcmp(own, report, (size_t)report_len) == 0);
            } else {
                CHECK(strncmp(own, "{\"error\":\"", 10) == 0 && own[report_end - report_start - 1] == '}');
            }
        }
        legacybridge_free(output);
        legacybridge_free(report);
    }
    CHECK(column->failed == failed);
    CHECK(column->data[column->offsets[column->count]] == 0);
}

static void files(int count, char **names) {
    static const char *options[] = {NULL, "Workers=1;Reports=Yes", "Workers=2", "Workers=3;Reports=Yes"};
    int32_t to, i;
    column_t column;
    empty();
    for (i = 0; i < count && rows < MOST; i++) {
        add_file(names[i]);
    }
    for (to = MARKDOWN; to <= TEXT; to++) {
        for (i = 0; i < 4; i++) {
            int64_t length = offsets[rows];
            column = fresh();
            CHECK_STATUS(legacybridge_convert_column(0, LEGACYBRIDGE_FORMAT_DETECT, to, data, &length,
                                                     i % 2 ? (void *)offsets : (void *)narrow,
                                                     i % 2 ? 64 : 32, NULL, 0, rows, options[i], &column),
                         LEGACYBRIDGE_OK);
            CHECK(column.count == rows && column.reserved == 0);
            CHECK((column.reports != NULL) == (i % 2 == 1));
            same(0, LEGACYBRIDGE_FORMAT_DETECT, to, &column, 0, NULL);
            legacybridge_free_column(&column);
        }
    }
}

/* Slices begin anywhere, also in the middle of a byte of the bitmap. */
static void slices(void) {
    uint8_t validity[3] = {0xD7, 0x5A, 0xFF};
    uint8_t shifted[8 * 21 + 1];
    int32_t first, count;
    empty();
    for (first = 0; first < 20; first++) {
        char text[40];
        sprintf(text, "%s# row %d\n\n*x*", first % 3 ? "" : "\xEF\xBB\xBF", (int)first);
        add_text(first % 7 == 3 ? "" : text);
    }
    memcpy(shifted + 1, offsets, sizeof offsets[0] * 21);
    for (first = 0; first <= 20; first += 3) {
        for (count = 0; first + count <= 20; count += 5) {
            column_t column = fresh();
            CHECK_STATUS(legacybridge_convert_column(0, MARKDOWN, RTF, data, NULL, narrow, 32, validity,
                                                     first, count, "Workers=2;Reports=Yes", &column),
                         LEGACYBRIDGE_OK);
            CHECK(column.count == count);
            same(0, MARKDOWN, RTF, &column, first, validity);
            legacybridge_free_column(&column);
            CHECK_STATUS(legacybridge_convert_column(0, MARKDOWN, RTF, data, NULL, shifted + 1, 64,
                                                     validity, first, count, "", &column),
                         LEGACYBRIDGE_OK);
            same(0, MARKDOWN, RTF, &column, first, validity);
            legacybridge_free_column(&column);
        }
    }
}

/* What a call is refused for; the structure is emptied then. */
static void refused(int32_t status, int32_t handle, int32_t from, int32_t to, const void *bytes,
                    const int64_t *length, const void *places, int32_t bits, int32_t first,
                    int32_t count, const char *options) {
    column_t column = fresh();
    column_t zeros;
    memset(&zeros, 0, sizeof zeros);
    zeros.struct_size = (int32_t)sizeof zeros;
    CHECK_STATUS(legacybridge_convert_column(handle, from, to, bytes, length, places, bits, NULL, first,
                                             count, options, &column),
                 status);
    CHECK(memcmp(&column, &zeros, sizeof zeros) == 0);
}

static void bad_calls(void) {
    static const int64_t negative[] = {-1, 2}, falling[] = {0, 4, 3, 6}, long_row[] = {0, 1, 2147483649},
                         fine[] = {0, 2, 4}, behind[] = {2, 3};
    static const int32_t narrow_falling[] = {0, 3, 1};
    int64_t three = 3, minus = -1, none = 0;
    const char *text = "abcd";
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, negative, 64, 0, 1, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, falling, 64, 0, 3, NULL);
    CHECK(strstr(last_error(), "row 1") != NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, narrow_falling, 32, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, long_row, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, &three, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, &none, behind, 64, 0, 1, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, &minus, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, fine, 16, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, fine, 64, -1, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, RTF, text, NULL, fine, 64, 0, -1, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, TEXT, 0, text, NULL, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_ARGUMENT, 0, 99, RTF, text, NULL, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_HANDLE, 7, TEXT, RTF, text, NULL, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_BAD_OPTION, 0, TEXT, RTF, text, NULL, fine, 64, 0, 2, "Workers=99");
    refused(LEGACYBRIDGE_ERROR_BAD_ENCODING, 0, TEXT, RTF, text, NULL, fine, 64, 0, 2, "\xFF");
    refused(LEGACYBRIDGE_ERROR_NULL_POINTER, 0, TEXT, RTF, NULL, NULL, fine, 64, 0, 2, NULL);
    refused(LEGACYBRIDGE_ERROR_NULL_POINTER, 0, TEXT, RTF, text, NULL, NULL, 64, 0, 2, NULL);
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, RTF, text, NULL, fine, 64, NULL, 0, 2, NULL, NULL),
                 LEGACYBRIDGE_ERROR_NULL_POINTER);
    CHECK(stats_now().outstanding_outputs == 0);
}

/* Rows too large, damaged, or with losses that are refused: each has its status. */
static void bad_rows(void) {
    column_t column = fresh();
    int32_t handle;
    empty();
    add_text("fine");
    add_text("this row is larger than what MaxInput allows");
    add_text("\xFF\xFE\x41");
    add_text("also fine");
    CHECK_STATUS(legacybridge_create("MaxInput=20", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert_column(handle, MARKDOWN, RTF, data, NULL, offsets, 64, NULL, 0, rows,
                                             "Reports=Yes", &column),
                 LEGACYBRIDGE_OK);
    CHECK(column.failed == 2);
    CHECK_STATUS(column.statuses[1], LEGACYBRIDGE_ERROR_LIMIT_REACHED);
    CHECK_STATUS(column.statuses[2], LEGACYBRIDGE_ERROR_BAD_ENCODING);
    same(handle, MARKDOWN, RTF, &column, 0, NULL);
    legacybridge_free_column(&column);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

/* Zeroed, repeated, copied, NULL, another output's; and what frees must not free. */
static void frees(void) {
    column_t column = fresh(), copy, zeros;
    uint8_t *output;
    int64_t before = stats_now().ignored_frees;
    empty();
    add_text("a");
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1, NULL,
                                             &column),
                 LEGACYBRIDGE_OK);
    CHECK(stats_now().outstanding_outputs == 1);
    /* Its bytes are no output of legacybridge_free. */
    legacybridge_free((void *)column.data);
    CHECK(stats_now().ignored_frees == before + 1 && column.data[0] == 'a');
    copy = column;
    legacybridge_free_column(&column);
    CHECK(column.data == NULL && column.offsets == NULL && column.count == 0);
    CHECK(column.struct_size == (int32_t)sizeof column);
    CHECK(stats_now().outstanding_outputs == 0 && stats_now().ignored_frees == before + 1);
    legacybridge_free_column(&column);
    legacybridge_free_column(&copy);
    memset(&zeros, 0, sizeof zeros);
    legacybridge_free_column(&zeros);
    CHECK(stats_now().ignored_frees == before + 4);
    legacybridge_free_column(NULL);
    CHECK(stats_now().ignored_frees == before + 4);
    /* An output is no column. */
    output = converted(0, TEXT, TEXT, "x");
    memset(&zeros, 0, sizeof zeros);
    zeros.struct_size = (int32_t)sizeof zeros;
    zeros.data = output;
    legacybridge_free_column(&zeros);
    CHECK(stats_now().ignored_frees == before + 5 && output[0] == 'x');
    legacybridge_free(output);
}

/* Structures of an older and of a newer header. */
static void sizes(void) {
    struct {
        column_t column;
        int64_t more[4];
    } large;
    column_t small = fresh();
    int32_t size;
    empty();
    add_text("a");
    memset(&large, 0xAA, sizeof large);
    large.column.struct_size = (int32_t)sizeof large;
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1,
                                             "Reports=Yes", &large.column),
                 LEGACYBRIDGE_OK);
    CHECK(large.more[0] == 0 && large.more[3] == 0 && large.column.struct_size == (int32_t)sizeof large);
    CHECK(memcmp(large.column.reports, "[]", 3) == 0);
    legacybridge_free_column(&large.column);
    CHECK(large.more[3] == 0);
    /* Statuses fit and reports do not. */
    small.struct_size = (int32_t)((char *)&small.reports - (char *)&small);
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1, NULL,
                                             &small),
                 LEGACYBRIDGE_OK);
    CHECK(small.statuses[0] == 0);
    memset(&size, 0xAA, sizeof size);
    CHECK(memcmp(&small.reports, &size, sizeof size) == 0);
    legacybridge_free_column(&small);
    CHECK(small.data == NULL && stats_now().outstanding_outputs == 0);
    /* Without a place for the outputs there is nothing to give back. */
    small = fresh();
    small.struct_size = 16;
    CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1, NULL,
                                             &small),
                 LEGACYBRIDGE_OK);
    CHECK(small.count == 1 && small.failed == 0 && stats_now().outstanding_outputs == 0);
    /* What was filled in is emptied all the same. */
    for (size = 16; size < 24; size++) {
        small.struct_size = size;
        CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1, NULL,
                                                 &small),
                     LEGACYBRIDGE_OK);
        CHECK(small.count == 1);
        legacybridge_free_column(&small);
        CHECK(small.count == 0 && small.failed == 0 && small.struct_size == size);
    }
    for (size = -1; size < 16; size++) {
        small.struct_size = size;
        CHECK_STATUS(legacybridge_convert_column(0, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, 1, NULL,
                                                 &small),
                     LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
        CHECK(small.struct_size == size);
    }
}

/* A limit that a column meets: rows that fit have outputs, the others MEMORY_LIMIT or BUSY; nobody dies and
 * nobody waits for each row anew. */
static void limit(void) {
    column_t column = fresh();
    legacybridge_stats_t stats;
    int32_t handle, row;
    static char text[20000];
    empty();
    memset(text, 'w', sizeof text - 1);
    for (row = 0; row < 600; row++) {
        add_text(text);
    }
    CHECK_STATUS(legacybridge_create("MemoryLimit=4MB;BusyTimeout=50", &handle), LEGACYBRIDGE_OK);
    for (row = 1; row <= 3; row += 2) {
        CHECK_STATUS(legacybridge_convert_column(handle, TEXT, TEXT, data, NULL, offsets, 64, NULL, 0, rows,
                                                 row == 1 ? NULL : "Workers=3;Reports=Yes", &column),
                     LEGACYBRIDGE_OK);
        stats = stats_now();
        CHECK(column.failed > 0 && column.failed < rows);
        CHECK(column.statuses != NULL && column.statuses[0] == LEGACYBRIDGE_OK);
        CHECK(stats.memory_peak <= stats.memory_limit);
        legacybridge_free_column(&column);
    }
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
}

int main(int count, char **names) {
    int quick = count > 1 && strcmp(names[1], "quick") == 0;
    unused();
    bad_calls();
    files(count - 1 - quick, names + 1 + quick);
    slices();
    bad_rows();
    frees();
    sizes();
    shut_down();
    if (!quick) {
        limit();
    }
    empty();
    return finish();
}
