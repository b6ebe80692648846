#include "CHeap.h"

#include <sys/resource.h>

#if defined(__linux__)
#include <malloc.h>
#include <sys/prctl.h>
#endif

void couplet_limit_heaps(int heaps, size_t returned) {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, heaps);
    mallopt(M_MMAP_THRESHOLD, (int)returned);
#else
    (void)heaps;
    (void)returned;
#endif
}

int couplet_hide_memory(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none)) return -1;
#if defined(__linux__)
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#else
    return 0;
#endif
}
