// couplet-launch: starts one plugin within limits, and sees to it that nothing of it outlives the host.
//
//   couplet-launch --parent PID [--memory BYTES] [--files N] [--file-size BYTES] [--processes N] [--grace MS]
//                  [--folder PATH] [--executable PATH --identity DEVICE:INODE:SIZE:MODIFIED:CHANGED] -- COMMAND [ARGUMENT...]
//
// It stays as the parent of the plugin, in a session of its own, without standard streams:
//
//   SIGTERM    is passed on to the plugin's process group
//   SIGUSR1    kills the plugin and all that it started
//   the host's death: the plugin has the grace to end by itself (its standard input has ended), as long again after
//              SIGTERM, and is then killed with all that it started
//   the plugin's end: what it started is killed, and this process ends as the plugin did
//
// What the plugin starts can't escape by a session of its own or by losing its parent: orphans come to this process
// (PR_SET_CHILD_SUBREAPER, https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html). If this process
// is killed, the kernel kills the plugin (PR_SET_PDEATHSIG; it is tied to the thread that forked, and this process has
// only one: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html).
//
// Exit status: the plugin's; 125 when the arguments are wrong or the host is gone, 126 when the executable can't be
// started or is not the one that was checked, 127 when it is not there. The reason is a line on standard error.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#endif

struct options {
    pid_t parent;
    long long memory, files, file_size, processes, grace;
    const char *executable, *identity, *folder;
    char **command;
};

static void fail(int status, const char *what, const char *about) {
    int reason = errno;
    if (reason) fprintf(stderr, "couplet-launch: %s %s: %s\n", what, about, strerror(reason));
    else fprintf(stderr, "couplet-launch: %s %s\n", what, about);
    _exit(status);
}

static long long number(const char *text) {
    char *end;
    errno = 0;
    long long value = text ? strtoll(text, &end, 10) : 0;
    if (!text || errno || end == text || *end || value < 0) {
        errno = 0;
        fail(125, "not a number:", text ? text : "(nothing)");
    }
    return value;
}

static struct options read_options(int count, char **words) {
    struct options options = {.memory = -1, .files = -1, .file_size = -1, .processes = -1, .grace = 1000};
    int next = 1;
    for (; next < count && strcmp(words[next], "--"); next += 2) {
        const char *name = words[next], *value = next + 1 < count ? words[next + 1] : NULL;
        if (!strcmp(name, "--parent")) options.parent = (pid_t)number(value);
        else if (!strcmp(name, "--memory")) options.memory = number(value);
        else if (!strcmp(name, "--files")) options.files = number(value);
        else if (!strcmp(name, "--file-size")) options.file_size = number(value);
        else if (!strcmp(name, "--processes")) options.processes = number(value);
        else if (!strcmp(name, "--grace")) options.grace = number(value);
        else if (!strcmp(name, "--folder")) options.folder = value;
        else if (!strcmp(name, "--executable")) options.executable = value;
        else if (!strcmp(name, "--identity")) options.identity = value;
        else { errno = 0; fail(125, "there is no option", name); }
    }
    errno = 0;
    if (next + 1 >= count) fail(125, "there is no command", "to start");
    options.command = words + next + 1;
    return options;
}

static void limit(int resource, long long value) {
    if (value < 0) return;
    struct rlimit now;
    if (getrlimit(resource, &now)) return;
    if (now.rlim_max != RLIM_INFINITY && (rlim_t)value > now.rlim_max) value = (long long)now.rlim_max;
    struct rlimit wanted = {.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
    if (setrlimit(resource, &wanted)) fail(126, "can't set", "a limit");
}

#ifdef __linux__

// The threads that the user has: RLIMIT_NPROC counts those, not the plugin's. Root is not limited by it.
static long long threads_of_user(void) {
    DIR *list = opendir("/proc");
    if (!list) return -1;
    long long threads = 0;
    for (struct dirent *entry; (entry = readdir(list));) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        struct stat owner;
        if (fstatat(dirfd(list), entry->d_name, &owner, 0) || owner.st_uid != getuid()) continue;
        char path[64], text[1024];
        snprintf(path, sizeof path, "/proc/%.20s/stat", entry->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
        if (file >= 0) close(file);
        if (length <= 0) continue;
        text[length] = 0;
        // The 20th field; the second, a name in parentheses, may hold anything.
        char *rest = strrchr(text, ')');
        long long count = 1;
        if (rest) sscanf(rest + 1, " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lld", &count);
        threads += count;
    }
    closedir(list);
    return threads;
}

static void set_limits(const struct options *options) {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_DATA, options->memory);
    limit(RLIMIT_NOFILE, options->files);
    limit(RLIMIT_FSIZE, options->file_size);
    if (options->processes >= 0 && getuid() != 0) {
        long long present = threads_of_user();
        if (present >= 0) limit(RLIMIT_NPROC, present + options->processes);
    }
}

static int is_checked_file(const char *identity, const struct stat *file) {
    char now[160];
    snprintf(now, sizeof now, "%llu:%llu:%lld:%lld:%lld", (unsigned long long)file->st_dev,
             (unsigned long long)file->st_ino, (long long)file->st_size,
             (long long)file->st_mtim.tv_sec * 1000000000 + file->st_mtim.tv_nsec,
             (long long)file->st_ctim.tv_sec * 1000000000 + file->st_ctim.tv_nsec);
    return !strcmp(now, identity);
}

// Becomes the plugin. A binary is executed by the descriptor that was checked, so nothing can be put in its place in
// between. A script is opened again by its interpreter, and is executed by its path.
static void become(const struct options *options, char **environment) {
    char **command = options->command;
    if (options->executable && options->identity) {
        int file = open(options->executable, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file < 0) fail(errno == ENOENT ? 127 : 126, "can't open", options->executable);
        struct stat now;
        if (fstat(file, &now)) fail(126, "can't look at", options->executable);
        if (!is_checked_file(options->identity, &now)) {
            errno = 0;
            fail(126, "changed since it was checked:", options->executable);
        }
        char magic[4] = {0};
        int is_binary = read(file, magic, 4) == 4 && !memcmp(magic, "\177ELF", 4);
        if (is_binary && !strcmp(command[0], options->executable)) fexecve(file, command, environment);
    }
    execvp(command[0], command);
    fail(errno == ENOENT ? 127 : 126, "can't start", command[0]);
}

static pid_t plugin;
static int plugin_status, plugin_is_gone;

// Takes in whoever has ended; whether anybody is left.
static int reap(void) {
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
        if (ended == plugin) { plugin_status = status; plugin_is_gone = 1; }
    }
    return !(ended < 0 && errno == ECHILD);
}

// Kills every process whose parent is this one. What they started comes to this process when they are gone.
static void kill_children(void) {
    DIR *list = opendir("/proc");
    if (!list) return;
    for (struct dirent *entry; (entry = readdir(list));) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        char path[64], text[1024];
        snprintf(path, sizeof path, "/proc/%.20s/stat", entry->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
        if (file >= 0) close(file);
        if (length <= 0) continue;
        text[length] = 0;
        char *rest = strrchr(text, ')');
        int parent;
        if (rest && sscanf(rest + 1, " %*c %d", &parent) == 1 && parent == getpid()) kill(atoi(entry->d_name), SIGKILL);
    }
    closedir(list);
}

static void kill_everything(void) {
    if (!plugin_is_gone) kill(-plugin, SIGKILL);
    // A process that the kernel can't end (state D) must not keep this one for ever.
    for (int round = 0; reap() && round < 1000; round++) {
        kill_children();
        nanosleep(&(struct timespec){.tv_nsec = round < 10 ? 200000 : 5000000}, NULL);
    }
}

static void end_as_plugin(void) {
    if (!WIFSIGNALED(plugin_status)) _exit(WIFEXITED(plugin_status) ? WEXITSTATUS(plugin_status) : 1);
    limit(RLIMIT_CORE, 0);
    sigset_t all;
    sigfillset(&all);
    signal(WTERMSIG(plugin_status), SIG_DFL);
    kill(getpid(), WTERMSIG(plugin_status));
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    _exit(128 + WTERMSIG(plugin_status));
}

static long long milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void let_go_of_streams(void) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int stream = 0; stream < 3; stream++) {
        if (nothing >= 0) dup2(nothing, stream);
        else close(stream);
    }
    if (nothing > 2) close(nothing);
}

static void close_others(void) {
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, 3U, ~0U, 0U)) return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int file = 3; file < (most < 0 || most > 65536 ? 65536 : most); file++) close(file);
}

int main(int count, char **words, char **environment) {
    struct options options = read_options(count, words);
    umask(077);
    close_others();
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) fail(125, "can't give up", "new privileges");
    int host = (int)syscall(SYS_pidfd_open, options.parent, 0);
    if (host >= 0) fcntl(host, F_SETFD, FD_CLOEXEC);
    errno = 0;
    if (getppid() != options.parent) fail(125, "the host is gone:", "its number is another's");
    // A page of pairs fits whole: https://man7.org/linux/man-pages/man2/F_GETPIPE_SZ.2const.html. A refusal costs only time.
    fcntl(0, F_SETPIPE_SZ, 1 << 20);
    fcntl(1, F_SETPIPE_SZ, 1 << 20);

    sigset_t watched, before;
    sigemptyset(&watched);
    for (int signal = 1; signal < NSIG; signal++) sigaddset(&watched, signal);
    sigprocmask(SIG_BLOCK, &watched, &before);
    int signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) fail(125, "can't watch", "signals");

    pid_t self = getpid();
    plugin = fork();
    if (plugin < 0) fail(126, "can't fork for", options.command[0]);
    if (plugin == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != self) _exit(125);
        sigemptyset(&before);
        sigprocmask(SIG_SETMASK, &before, NULL);
        if (options.folder && chdir(options.folder)) fail(126, "can't work in", options.folder);
        set_limits(&options);
        become(&options, environment);
    }
    setpgid(plugin, plugin);
    let_go_of_streams();

    long long due = -1;  // when the next step after the host's death is due
    int step = 0;
    while (!plugin_is_gone) {
        long long now = milliseconds();
        struct pollfd both[2] = {{.fd = signals, .events = POLLIN}, {.fd = step ? -1 : host, .events = POLLIN}};
        int wait = due >= 0 ? (due > now ? (int)(due - now) : 0) : host >= 0 ? -1 : 500;
        poll(both, 2, wait);
        now = milliseconds();
        struct signalfd_siginfo signal;
        while (read(signals, &signal, sizeof signal) == sizeof signal) {
            if (signal.ssi_signo == SIGTERM) kill(-plugin, SIGTERM);
            if (signal.ssi_signo == SIGUSR1) kill_everything();
        }
        reap();
        if (plugin_is_gone) break;
        if (!step && getppid() != options.parent) {
            step = 1;
            due = now + options.grace;
        } else if (step && now >= due) {
            if (step == 1) kill(-plugin, SIGTERM);
            else kill_everything();
            step++;
            due = now + options.grace;
        }
    }
    kill_everything();
    end_as_plugin();
}

#else

// Elsewhere there is nothing that could watch over orphans: limits, then the plugin itself.
int main(int count, char **words) {
    struct options options = read_options(count, words);
    umask(077);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, options.files);
    limit(RLIMIT_FSIZE, options.file_size);
    execvp(options.command[0], options.command);
    fail(errno == ENOENT ? 127 : 126, "can't start", options.command[0]);
}

#endif
