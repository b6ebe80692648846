#include "CHeap.h"

#if defined(__linux__)
#include <malloc.h>
#endif

void couplet_limit_heaps(int heaps) {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, heaps);
#else
    (void)heaps;
#endif
}
