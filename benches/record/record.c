/*
 * Converts a file as often as it takes to be warm, and then once more in `counted`, for record.py to count
 * the instructions of that conversion under callgrind.
 *
 *     record FROM TO INPUT OUTPUT
 *
 * FROM and TO are numbers of formats; OUTPUT is written, unless it is "-".
 */
#include "legacybridge.h"

#include <stdio.h>
#include <stdlib.h>

/* What a conversion takes and gives. */
struct work {
    int32_t handle, from, to, length, out_length;
    const uint8_t *bytes;
    uint8_t *out;
};

static void once(struct work *work) {
    int32_t status = legacybridge_convert(work->handle, work->from, work->to, work->bytes, work->length,
                                          &work->out, &work->out_length);
    if (status != LEGACYBRIDGE_OK) {
        fprintf(stderr, "status %d\n", (int)status);
        exit(1);
    }
}

/* callgrind counts what is called here; the name is known to record.py. */
__attribute__((noinline)) void counted(struct work *work);
void counted(struct work *work) {
    once(work);
    legacybridge_free(work->out);
}

int main(int argc, char **argv) {
    struct work work = {0};
    uint8_t *bytes;
    long size;
    FILE *file = argc == 5 ? fopen(argv[3], "rb") : NULL;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        fprintf(stderr, "record FROM TO INPUT OUTPUT\n");
        return 2;
    }
    rewind(file);
    bytes = malloc((size_t)size + 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        return 2;
    }
    fclose(file);
    work.bytes = bytes;
    work.length = (int32_t)size;
    work.from = atoi(argv[1]);
    work.to = atoi(argv[2]);
    if (legacybridge_create("MaxOutput=1000MB", &work.handle) != LEGACYBRIDGE_OK) {
        return 2;
    }
    for (int round = 0; round < 3; round++) {
        once(&work);
        if (round == 0 && argv[4][0] != '-') {
            file = fopen(argv[4], "wb");
            if (file == NULL || fwrite(work.out, 1, (size_t)work.out_length, file) != (size_t)work.out_length) {
                return 2;
            }
            fclose(file);
        }
        legacybridge_free(work.out);
    }
    counted(&work);
    legacybridge_destroy(work.handle);
    free(bytes);
    return 0;
}
