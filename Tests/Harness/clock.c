// A clock that is wrong: loaded with LD_PRELOAD, it has a process believe in another time of day.
//
//   CLOCK_SHIFT=SECONDS     by how much it is off
//   CLOCK_AFTER=SECONDS     it is right at first, and jumps when so much time has passed
//
// Clocks that only measure time stay right. (libfaketime moves the environment, and Swift then finds no arguments.)
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long start;

static int look(clockid_t clock, struct timespec *time) { return (int)syscall(SYS_clock_gettime, clock, time); }

static long long shift(void) {
    const char *by = getenv("CLOCK_SHIFT"), *after = getenv("CLOCK_AFTER");
    if (!by) return 0;
    struct timespec now;
    look(CLOCK_MONOTONIC, &now);
    if (!start) start = now.tv_sec;
    return after && now.tv_sec - start < atoll(after) ? 0 : atoll(by);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int answer = look(clock, time);
    if (!answer && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += shift();
    return answer;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    *time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
