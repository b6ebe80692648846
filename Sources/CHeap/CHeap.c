#include "CHeap.h"

#if defined(__linux__)
#include <malloc.h>
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
