/*
 * Converts a file with LegacyBridge and shows what that took.
 *
 *     convert INPUT OUTPUT [OPTIONS]
 *
 * The formats follow from the names: .rtf is RTF, .txt is plain text, everything else Markdown.
 * OPTIONS is a connection string, such as "Target=RichEdit;BodyFont=Arial"; see legacybridge.h.
 *
 *     cc -std=c99 -I include examples-c/convert.c -o convert -L target/release -llegacybridge
 */
#include "legacybridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The format that a file's name tells. */
static int32_t format_of(const char *name) {
    const char *dot = strrchr(name, '.');
    if (dot != NULL && (strcmp(dot, ".rtf") == 0 || strcmp(dot, ".RTF") == 0)) {
        return LEGACYBRIDGE_FORMAT_RTF;
    }
    if (dot != NULL && (strcmp(dot, ".txt") == 0 || strcmp(dot, ".TXT") == 0)) {
        return LEGACYBRIDGE_FORMAT_TEXT;
    }
    return LEGACYBRIDGE_FORMAT_MARKDOWN;
}

static const char *name_of(int32_t format) {
    static const char *const names[] = {"?", "Markdown", "RTF", "plain text"};
    return names[format];
}

/* Reads a whole file into memory; NULL if that fails. */
static uint8_t *read_file(const char *name, int32_t *length) {
    uint8_t *bytes = NULL;
    long size;
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        return NULL;
    }
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && size < INT32_MAX) {
        rewind(file);
        bytes = malloc((size_t)size + 1);
        if (bytes != NULL && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
            free(bytes);
            bytes = NULL;
        }
        *length = (int32_t)size;
    }
    fclose(file);
    return bytes;
}

static int write_file(const char *name, const uint8_t *bytes, int32_t length) {
    int written;
    FILE *file = fopen(name, "wb");
    if (file == NULL) {
        return 0;
    }
    written = fwrite(bytes, 1, (size_t)length, file) == (size_t)length;
    return fclose(file) == 0 && written;
}

/* Says what the library's last error was in this thread. */
static int failed(const char *what, int32_t status) {
    char message[600];
    legacybridge_last_error(message, (int32_t)sizeof message);
    fprintf(stderr, "%s: error %d: %s\n", what, (int)status, message);
    return 1;
}

static void show_pool(const char *name, int64_t hits, int64_t misses, int64_t idle, int64_t bytes) {
    printf("  %-12s %lld reused, %lld made, %lld waiting (%lld bytes)\n", name, (long long)hits,
           (long long)misses, (long long)idle, (long long)bytes);
}

static void show_statistics(void) {
    legacybridge_stats_t s;
    s.struct_size = (int32_t)sizeof s;
    if (legacybridge_stats(&s) != LEGACYBRIDGE_OK) {
        return;
    }
    printf("memory         %lld bytes held, %lld at most, limit %lld\n", (long long)s.memory_in_use,
           (long long)s.memory_peak, (long long)s.memory_limit);
    printf("allocations    %lld\n", (long long)s.allocations);
    printf("conversions    %lld done, %lld failed, %lld refused, %d running\n",
           (long long)s.conversions_done, (long long)s.conversions_failed,
           (long long)s.conversions_refused, (int)s.active_conversions);
    printf("open           %d converters, %d outputs\n", (int)s.live_handles,
           (int)s.outstanding_outputs);
    printf("pools\n");
    show_pool("buffers", s.buffer_pool_hits, s.buffer_pool_misses, s.buffer_pool_idle,
              s.buffer_pool_bytes);
    show_pool("strings", s.string_pool_hits, s.string_pool_misses, s.string_pool_idle,
              s.string_pool_bytes);
    show_pool("nodes", s.node_pool_hits, s.node_pool_misses, s.node_pool_idle, s.node_pool_bytes);
    show_pool("workspaces", s.workspace_pool_hits, s.workspace_pool_misses, s.workspace_pool_idle,
              s.workspace_pool_bytes);
    show_pool("blocks", s.block_pool_hits, s.block_pool_misses, s.block_pool_idle, s.block_pool_bytes);
    printf("interner       %lld entries (%lld bytes), %lld found again\n",
           (long long)s.interner_entries, (long long)s.interner_bytes, (long long)s.interner_hits);
}

int main(int argc, char **argv) {
    uint8_t *input, *output, *report;
    int32_t input_len, output_len, report_len, handle, status, from, to;
    clock_t start;
    double milliseconds, warm;

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: convert INPUT OUTPUT [OPTIONS]\n");
        return 2;
    }
    if (legacybridge_abi_version() != LEGACYBRIDGE_ABI_VERSION) {
        fprintf(stderr, "this program was compiled for another version of LegacyBridge\n");
        return 1;
    }
    from = format_of(argv[1]);
    to = format_of(argv[2]);
    input = read_file(argv[1], &input_len);
    if (input == NULL) {
        fprintf(stderr, "%s can't be read\n", argv[1]);
        return 1;
    }

    status = legacybridge_create(argc == 4 ? argv[3] : NULL, &handle);
    if (status != LEGACYBRIDGE_OK) {
        free(input);
        return failed("create", status);
    }
    start = clock();
    status = legacybridge_convert(handle, from, to, input, input_len, &output, &output_len);
    milliseconds = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
    /* Once more: what the first document left behind serves the next one. */
    if (status == LEGACYBRIDGE_OK) {
        legacybridge_free(output);
        start = clock();
        status = legacybridge_convert(handle, from, to, input, input_len, &output, &output_len);
        warm = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
    } else {
        warm = 0;
    }
    free(input);
    if (status != LEGACYBRIDGE_OK) {
        failed(argv[1], status);
        legacybridge_shutdown();
        return 1;
    }

    if (!write_file(argv[2], output, output_len)) {
        fprintf(stderr, "%s can't be written\n", argv[2]);
        legacybridge_shutdown();
        return 1;
    }
    printf("%s (%s, %d bytes) -> %s (%s, %d bytes) in %.2f ms, once more in %.2f ms\n", argv[1],
           name_of(from), (int)input_len, argv[2], name_of(to), (int)output_len, milliseconds, warm);
    if (legacybridge_report(handle, &report, &report_len) == LEGACYBRIDGE_OK) {
        printf("not kept       %s\n", report_len == 2 ? "nothing" : (const char *)report);
        legacybridge_free(report);
    }
    legacybridge_free(output);
    legacybridge_destroy(handle);
    show_statistics();

    /* Everything goes back to the system; this is for the last line of the output. */
    status = legacybridge_shutdown();
    if (status == LEGACYBRIDGE_OK) {
        legacybridge_stats_t s;
        s.struct_size = (int32_t)sizeof s;
        legacybridge_stats(&s);
        printf("after shutdown %lld bytes held\n", (long long)s.memory_in_use);
    }
    return status == LEGACYBRIDGE_OK ? 0 : 1;
}
