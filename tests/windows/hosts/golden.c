/*
 * The same bytes everywhere: converts every file of a list and gives a line with the result's length
 * and digest for each. golden.sh compiles this for Linux too and writes what the shared library gives to
 * /tests/golden.expected; under Windows the lines must be the same.
 *
 * golden ROOT CORPUS LIST   writes the lines. Without arguments: compares, in the Wine root.
 * A line of the list is: from, to, P (project) or C (corpus), path.
 */
#include "legacybridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *whole(const char *path, long *length) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes;
    if (file == NULL) {
        printf("cannot read %s\n", path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    bytes = malloc((size_t)*length + 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)*length, file) != (size_t)*length) {
        exit(1);
    }
    fclose(file);
    return bytes;
}

static uint64_t digest(const uint8_t *bytes, int32_t length) {
    uint64_t sum = 0xCBF29CE484222325u;
    int32_t n;
    for (n = 0; n < length; n++) {
        sum = (sum ^ bytes[n]) * 0x100000001B3u;
    }
    return sum;
}

int main(int count, char **words) {
    const char *project = count > 3 ? words[1] : "/project", *corpus = count > 3 ? words[2] : "/corpus";
    FILE *list = fopen(count > 3 ? words[3] : "/tests/golden.list", "r");
    FILE *expected = count > 3 ? NULL : fopen("/tests/golden.expected", "r");
    char line[1200], path[1000], full[2200], result[1300], wanted[1300];
    int from, to, files = 0, differ = 0;
    char where;
    if (list == NULL || (count <= 3 && expected == NULL)) {
        printf("no list, or nothing to compare with\n");
        return 1;
    }
    while (fgets(line, sizeof line, list) != NULL) {
        uint8_t *output = NULL, *report = NULL;
        int32_t length = 0, report_length = 0, status;
        int32_t handle = 0;
        long bytes = 0;
        unsigned char *input;
        uint64_t sum;
        if (sscanf(line, "%d %d %c %999[^\r\n]", &from, &to, &where, path) != 4) {
            printf("not understood: %s", line);
            return 1;
        }
        snprintf(full, sizeof full, "%s/%s", where == 'P' ? project : corpus, path);
        input = whole(full, &bytes);
        if (legacybridge_create("MemoryLimit=0", &handle) != LEGACYBRIDGE_OK) {
            return 1;
        }
        status = legacybridge_convert(handle, from, to, input, (int32_t)bytes, &output, &length);
        legacybridge_report(handle, &report, &report_length);
        legacybridge_destroy(handle);
        sum = digest(output, length);
        snprintf(result, sizeof result, "%d %ld %08lX%08lX %ld %d %d %s", (int)status, (long)length,
                 (unsigned long)(sum >> 32), (unsigned long)(sum & 0xFFFFFFFFu), (long)report_length, from, to, path);
        legacybridge_free(output);
        legacybridge_free(report);
        free(input);
        files++;
        if (expected == NULL) {
            printf("%s\n", result);
        } else {
            if (fgets(wanted, sizeof wanted, expected) == NULL) {
                wanted[0] = 0;
            }
            wanted[strcspn(wanted, "\r\n")] = 0;
            if (strcmp(result, wanted) != 0) {
                printf("%s\nand not\n%s\n", result, wanted);
                differ++;
            }
        }
    }
    if (expected != NULL) {
        printf("%d conversions, %d differ\n", files, differ);
    }
    return files > 0 && differ == 0 ? 0 : 1;
}
