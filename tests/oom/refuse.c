/* An allocator to preload that refuses on demand. In: oom_begin(n, all) counts from there and refuses
 * the n-th request, or every one from the n-th; oom_end() stops. Out: how many requests were counted
 * and how many of them refused. Everything else is the system's allocator. Linux with glibc. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_int counting, counted, refused, first, all_from_first;

void oom_begin(int n, int all) {
    atomic_store(&counted, 0);
    atomic_store(&refused, 0);
    atomic_store(&first, n);
    atomic_store(&all_from_first, all);
    atomic_store(&counting, 1);
}

/* The number of requests that were refused. */
int oom_end(int *requests) {
    atomic_store(&counting, 0);
    *requests = atomic_load(&counted);
    return atomic_load(&refused);
}

static int is_refused(void) {
    int n;
    if (!atomic_load(&counting)) {
        return 0;
    }
    n = atomic_fetch_add(&counted, 1) + 1;
    if (n != atomic_load(&first) && !(atomic_load(&all_from_first) && n > atomic_load(&first))) {
        return 0;
    }
    atomic_fetch_add(&refused, 1);
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size) {
    return is_refused() ? NULL : __libc_realloc(pointer, size);
}

void *memalign(size_t alignment, size_t size) {
    return is_refused() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    void *pointer = memalign(alignment, size);
    if (pointer == NULL) {
        return ENOMEM;
    }
    *place = pointer;
    return 0;
}
