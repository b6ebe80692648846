#ifndef COUPLET_CHEAP_H
#define COUPLET_CHEAP_H

/// Lets this process keep at most `heaps` heaps side by side, instead of eight a core; to be called before a second thread allocates.
///
/// glibc gives each thread a heap of its own and never moves what is free in one to another: a host that reads pages on
/// one thread and writes them on the next keeps both sizes. Does nothing where the C library isn't glibc.
/// https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html (M_ARENA_MAX)
void couplet_limit_heaps(int heaps);

#endif
