/* Loads and unloads the library (argv[1]) again and again, with threads that outlive neither. */
#define _POSIX_C_SOURCE 200809L
#include "legacybridge.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t(LEGACYBRIDGE_CALL *convert_t)(int32_t, int32_t, int32_t, const uint8_t *, int32_t, uint8_t **,
                                    int32_t *);
typedef void(LEGACYBRIDGE_CALL *free_t)(void *);
typedef int32_t(LEGACYBRIDGE_CALL *shutdown_t)(void);

/* Function pointers can't be cast from void * in C99: their bytes can be copied. */
static void find(void *library, const char *name, void *function, size_t size) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL || size != sizeof symbol) {
        printf("%s is missing\n", name);
        exit(1);
    }
    memcpy(function, &symbol, size);
}

static convert_t convert;
static free_t give_back;

static void *work(void *argument) {
    static const uint8_t text[] = "*a* b";
    int i;
    (void)argument;
    for (i = 0; i < 50; i++) {
        uint8_t *output = NULL;
        int32_t length;
        if (convert(0, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF, text, -1, &output, &length) != LEGACYBRIDGE_OK) {
            printf("a conversion failed\n");
            exit(1);
        }
        give_back(output);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int round;
    if (argc != 2) {
        return 2;
    }
    for (round = 0; round < 10; round++) {
        pthread_t threads[4];
        shutdown_t shut;
        int i;
        void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) {
            printf("%s\n", dlerror());
            return 1;
        }
        find(library, "legacybridge_convert", &convert, sizeof convert);
        find(library, "legacybridge_free", &give_back, sizeof give_back);
        find(library, "legacybridge_shutdown", &shut, sizeof shut);
        for (i = 0; i < 4; i++) {
            if (pthread_create(&threads[i], NULL, work, NULL) != 0) {
                return 2;
            }
        }
        for (i = 0; i < 4; i++) {
            pthread_join(threads[i], NULL);
        }
        if (shut() != LEGACYBRIDGE_OK || dlclose(library) != 0) {
            return 1;
        }
    }
    return 0;
}
