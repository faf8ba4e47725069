/* A fault of a host's, for the thread sanitizer to find: two threads have their outputs written into the same
 * buffer at once. */
#include "legacybridge.h"

#include <pthread.h>
#include <stddef.h>

static char buffer[4000];

static void *convert(void *unused) {
    int32_t needed;
    int round;
    (void)unused;
    for (round = 0; round < 100; round++) {
        legacybridge_convert_into(0, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF, "some *words*", -1, buffer,
                                  (int32_t)sizeof buffer, &needed);
    }
    return NULL;
}

int main(void) {
    pthread_t other;
    if (pthread_create(&other, NULL, convert, NULL) != 0) {
        return 2;
    }
    convert(NULL);
    pthread_join(other, NULL);
    return 0;
}
