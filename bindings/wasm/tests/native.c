/* The native library beside the package: what it makes of the same documents, and how many in a second.
 *
 *   convert make [OPTIONS]              reads lines "FROM TO PATH" with numbers of formats; answers each with a
 *                                       line "STATUS LENGTH REPORT", the output and the report
 *   convert rate FROM TO SECONDS PATH   prints conversions and the processor's seconds
 *
 * Linked against liblegacybridge by scripts/web/test.sh and bench.sh. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <legacybridge.h>

static uint8_t *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s can't be read\n", path);
        exit(2);
    }
    *length = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*length + 1);
    if (!bytes || fread(bytes, 1, *length, file) != *length) {
        exit(2);
    }
    fclose(file);
    return bytes;
}

static int make(const char *options) {
    static char line[8192];
    int32_t handle = 0;
    int status = legacybridge_create(options, &handle);
    if (status != LEGACYBRIDGE_OK) {
        return 2;
    }
    while (fgets(line, sizeof line, stdin)) {
        int from, to, at;
        if (sscanf(line, "%d %d %n", &from, &to, &at) != 2) {
            return 2;
        }
        line[strcspn(line, "\n")] = 0;
        size_t length;
        uint8_t *input = read_file(line + at, &length), *output, *report;
        int32_t output_length, report_length;
        status = legacybridge_convert_reporting(handle, from, to, input, (int32_t)length, &output, &output_length,
                                                &report, &report_length);
        printf("%d %d %d\n", status, (int)output_length, (int)report_length);
        fwrite(output ? output : (uint8_t *)"", 1, (size_t)output_length, stdout);
        fwrite(report ? report : (uint8_t *)"", 1, (size_t)report_length, stdout);
        legacybridge_free(output);
        legacybridge_free(report);
        free(input);
    }
    legacybridge_destroy(handle);
    return 0;
}

static int rate(int from, int to, double seconds, const char *path) {
    size_t length;
    uint8_t *input = read_file(path, &length);
    /* The first tenth warms up. */
    for (int warm = 1; warm >= 0; warm--) {
        clock_t begun = clock();
        double time, wanted = warm ? seconds / 10 : seconds;
        long conversions = 0;
        do {
            for (int i = 0; i < 50; i++, conversions++) {
                uint8_t *output, *report;
                int32_t output_length, report_length;
                if (legacybridge_convert_reporting(0, from, to, input, (int32_t)length, &output, &output_length,
                                                   &report, &report_length) != LEGACYBRIDGE_OK) {
                    return 1;
                }
                legacybridge_free(output);
                legacybridge_free(report);
            }
            time = (double)(clock() - begun) / CLOCKS_PER_SEC;
        } while (time < wanted);
        if (!warm) {
            printf("%ld %.6f\n", conversions, time);
        }
    }
    free(input);
    return 0;
}

int main(int argc, char **argv) {
    if (argc >= 2 && strcmp(argv[1], "make") == 0) {
        return make(argc > 2 ? argv[2] : "");
    }
    if (argc == 6 && strcmp(argv[1], "rate") == 0) {
        return rate(atoi(argv[2]), atoi(argv[3]), atof(argv[4]), argv[5]);
    }
    return 2;
}
