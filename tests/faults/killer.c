/* Ends the process with SIGKILL at its Nth change of a file: MIDAN_KILL_AT=N; MIDAN_KILL_COUNT=FILE gets the number of
   changes of an undisturbed run. Preloaded, so that moments are spread over the work and not over the clock, and fall
   between the writes of one SQLite transaction too. A change is the making or emptying of a file, a write to a regular
   file, a truncation, a sync, a rename, a change of mode, a new folder or the removal of either. With MIDAN_KILL_TORN the
   last write gets half of its bytes onto the disk, as when the power fails. With MIDAN_FULL_AT=N instead the disk is full
   from the Nth change on: nothing can be written or made, while renaming and removing still work. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long changes;

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static int is_last(void) {
    static long at = -1;
    if (at < 0) at = number("MIDAN_KILL_AT");
    return __sync_add_and_fetch(&changes, 1) == at;
}

static int is_full(void) {
    static long at = -1;
    if (at < 0) at = number("MIDAN_FULL_AT");
    if (at == 0 || changes < at) return 0;
    errno = ENOSPC;
    return 1;
}

static void moment(void) {
    if (is_last()) kill(getpid(), SIGKILL);
}

static int is_file(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static void moment_of(int fd) {
    if (is_file(fd)) moment();
}

/* The moment of a write, and whether it fails; offset -1 where it goes on from where the file stands. */
static int moment_of_write(int fd, const void *bytes, size_t size, off64_t offset) {
    if (!is_file(fd)) return 0;
    if (!is_last()) return is_full();
    if (getenv("MIDAN_KILL_TORN") != NULL) {
        ssize_t done = offset < 0 ? REAL(write)(fd, bytes, size / 2) : REAL(pwrite64)(fd, bytes, size / 2, offset);
        (void)done;
    }
    kill(getpid(), SIGKILL);
    return 0;
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("MIDAN_KILL_COUNT");
    if (path == NULL) return;
    long counted = changes;
    FILE *out = fopen(path, "w");
    if (out == NULL) return;
    fprintf(out, "%ld\n", counted);
    fclose(out);
}

#define ON_WRITE(name, params, offset, args) \
    ssize_t name params { return moment_of_write(fd, b, n, offset) ? -1 : REAL(name) args; }
#define ON_FD(type, name, params, fd, args) \
    type name params { moment_of(fd); return REAL(name) args; }
#define ON_PATH(name, params, args) \
    int name params { moment(); return REAL(name) args; }
#define ON_MAKING(name, params, args) \
    int name params { moment(); return is_full() ? -1 : REAL(name) args; }
#define ON_OPEN(name, params, last, args) \
    int name params { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TRUNC)) { \
            va_list rest; \
            va_start(rest, last); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
            if (flags & (O_WRONLY | O_RDWR)) { \
                moment(); \
                if (is_full()) return -1; \
            } \
        } \
        return REAL(name) args; \
    }

ON_OPEN(open, (const char *p, int flags, ...), flags, (p, flags, mode))
ON_OPEN(open64, (const char *p, int flags, ...), flags, (p, flags, mode))
ON_OPEN(openat, (int d, const char *p, int flags, ...), flags, (d, p, flags, mode))
ON_OPEN(openat64, (int d, const char *p, int flags, ...), flags, (d, p, flags, mode))
ON_WRITE(write, (int fd, const void *b, size_t n), -1, (fd, b, n))
ON_WRITE(pwrite, (int fd, const void *b, size_t n, off_t o), o, (fd, b, n, o))
ON_WRITE(pwrite64, (int fd, const void *b, size_t n, off64_t o), o, (fd, b, n, o))
ON_FD(ssize_t, writev, (int fd, const struct iovec *v, int n), fd, (fd, v, n))
ON_FD(int, ftruncate, (int fd, off_t n), fd, (fd, n))
ON_FD(int, ftruncate64, (int fd, off64_t n), fd, (fd, n))
ON_FD(int, fsync, (int fd), fd, (fd))
ON_FD(int, fdatasync, (int fd), fd, (fd))
ON_PATH(rename, (const char *a, const char *b), (a, b))
ON_PATH(renameat, (int d, const char *a, int e, const char *b), (d, a, e, b))
ON_PATH(unlink, (const char *a), (a))
ON_PATH(unlinkat, (int d, const char *a, int f), (d, a, f))
ON_PATH(rmdir, (const char *a), (a))
ON_MAKING(mkdir, (const char *a, mode_t m), (a, m))
ON_PATH(chmod, (const char *a, mode_t m), (a, m))
