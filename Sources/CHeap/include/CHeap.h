#ifndef COUPLET_CHEAP_H
#define COUPLET_CHEAP_H

#include <stddef.h>

/// Lets this process keep at most `heaps` heaps side by side, instead of eight a core, and give back to the system each block of
/// `returned` bytes or more as soon as it is free; to be called before a second thread allocates.
///
/// glibc gives each thread a heap of its own and never moves what is free in one to another, and it takes larger and larger
/// blocks (up to 32 MiB) from the heaps once one of that size was freed: pages of text then leave holes that nothing else fits.
/// Does nothing where the C library isn't glibc.
/// https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html (M_ARENA_MAX, M_MMAP_THRESHOLD)
void couplet_limit_heaps(int heaps, size_t returned);

/// Keeps the memory and the environment of this process from other processes of the same user, such as plugins, and out of
/// core files: it holds secrets. Returns 0, or -1 with `errno`.
///
/// Linux gives `/proc/PID/environ`, `/proc/PID/mem` and the rights to trace to root alone then; what is executed by a child is not
/// touched by it. Elsewhere it is the core files alone.
/// https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html
int couplet_hide_memory(void);

#endif
