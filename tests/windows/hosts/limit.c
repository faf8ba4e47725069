/*
 * A 32-bit host with most of its 2 GB taken: conversions give their result or a status, and the host
 * lives. 1.5 GB are committed first; then the space that is left is taken bit by bit, with calls in
 * between, down to the last page.
 */
#include "host.h"

static uint8_t *input;
static int32_t input_length;
static int by_status[64], last_shown = 1;

/* The largest block that there is, found by asking: VirtualQuery need not know. */
static size_t largest(void) {
    size_t low = 0, high = (size_t)2048 << 20;
    while (high - low > 65536) {
        size_t middle = low + (high - low) / 2;
        void *block = VirtualAlloc(NULL, middle, MEM_RESERVE, PAGE_NOACCESS);
        if (block != NULL) {
            VirtualFree(block, 0, MEM_RELEASE);
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static int take(size_t bytes) {
    return VirtualAlloc(NULL, bytes, MEM_RESERVE, PAGE_NOACCESS) != NULL;
}

/* One of each call; every status is fine but INTERNAL, a dead process is not. */
static void calls(const char *when) {
    static uint8_t room[20000], small[] = "# a\n\n- *b*\n\n|a|b|\n|-|-|\n|1|2|\n";
    uint8_t *output = NULL, message[200] = "";
    int32_t length = 0, needed = 0, handle = 0, status, job = 0;
    status = legacybridge_convert(0, MARKDOWN, RTF, input, input_length, &output, &length);
    by_status[-status & 63]++;
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    CHECK((status == LEGACYBRIDGE_OK) == (output != NULL));
    if (status != LEGACYBRIDGE_OK) {
        CHECK(legacybridge_last_error(message, sizeof message) > 0);
    }
    if (status != last_shown) {
        printf("%s, largest block %lu KB: status %d %s\n", when, (unsigned long)(largest() / 1024), (int)status,
               (char *)message);
        fflush(stdout);
        last_shown = status;
    }
    legacybridge_free(output);
    output = NULL;
    status = legacybridge_convert(0, MARKDOWN, RTF, small, -1, &output, &length);
    by_status[-status & 63]++;
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    if (status == LEGACYBRIDGE_OK) {
        uint8_t *back = NULL;
        int32_t back_length = 0;
        status = legacybridge_convert(0, RTF, MARKDOWN, output, length, &back, &back_length);
        CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
        legacybridge_free(back);
    }
    legacybridge_free(output);
    status = legacybridge_convert_into(0, MARKDOWN, RTF, small, -1, room, sizeof room, &needed);
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    status = legacybridge_create("BodyFont=Arial", &handle);
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    if (status == LEGACYBRIDGE_OK) {
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    }
    status = legacybridge_batch_start(0, MARKDOWN, RTF, "Z:\\project\\docs", "Z:\\tests\\x86\\limit", "Overwrite=Yes", &job);
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    if (status == LEGACYBRIDGE_OK) {
        CHECK_STATUS(legacybridge_batch_cancel(job), LEGACYBRIDGE_OK);
        legacybridge_batch_wait(job, 5000);
        CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    }
    output = NULL;
    status = legacybridge_metrics(&output, &length);
    CHECK(status != LEGACYBRIDGE_ERROR_INTERNAL);
    legacybridge_free(output);
}

int main(int count, char **words) {
    static const char line[] = "- item **bold** with *text* and [a link](http://example.com/)\n";
    static const size_t sizes[] = {16u << 20, 4u << 20, 1u << 20, 256u << 10, 64u << 10};
    const int megabytes = count > 1 ? atoi(words[1]) : 8;
    size_t n, taken = 0;
    char when[60];
    int32_t copy;
    check_place(GetModuleHandleA("legacybridge.dll")); /* at the end there is no memory to ask */
    input = malloc((size_t)megabytes << 20);
    for (copy = 0; copy + (int32_t)sizeof line < megabytes << 20; copy += (int32_t)sizeof line - 1) {
        memcpy(input + copy, line, sizeof line - 1);
    }
    input_length = copy;

    /* A host with 1.5 GB of its own, committed. */
    for (n = 0; n < 96; n++) {
        if (VirtualAlloc(NULL, 16u << 20, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) != NULL) {
            taken += 16u << 20;
        }
    }
    printf("taken %lu MB, largest block %lu MB\n", (unsigned long)(taken >> 20), (unsigned long)(largest() >> 20));
    CHECK(taken >= (size_t)1536 << 20);
    calls("1.5 GB taken");
    for (n = 0; n < sizeof sizes / sizeof sizes[0]; n++) {
        int step = 0;
        snprintf(when, sizeof when, "in steps of %lu KB", (unsigned long)(sizes[n] >> 10));
        while (take(sizes[n])) {
            if (++step % (sizes[n] > 1u << 20 ? 1 : 16) == 0) {
                calls(when);
            }
        }
    }
    calls("nothing left");
    /* and the heap's own reserves */
    for (n = 1u << 16; n >= 16; n /= 2) {
        while (HeapAlloc(GetProcessHeap(), 0, n) != NULL) {
        }
        snprintf(when, sizeof when, "no heap block of %lu bytes", (unsigned long)n);
        calls(when);
    }
    printf("ok %d, memory limit %d\n", by_status[0], by_status[-LEGACYBRIDGE_ERROR_MEMORY_LIMIT & 63]);
    CHECK(by_status[0] > 0);
    return finish();
}
