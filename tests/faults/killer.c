/* Ends the process with SIGKILL at its Nth change of a file: MIDAN_KILL_AT=N; MIDAN_KILL_COUNT=FILE gets the number of
   changes of an undisturbed run. Preloaded, so that moments are spread over the work and not over the clock, and fall
   between the writes of one SQLite transaction too. A change is a write to a regular file, a truncation, a sync, a rename
   or an unlink. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long changes;

static void moment(void) {
    static long at = -1;
    if (at < 0) {
        const char *text = getenv("MIDAN_KILL_AT");
        at = text ? atol(text) : 0;
    }
    if (__sync_add_and_fetch(&changes, 1) == at) kill(getpid(), SIGKILL);
}

static void moment_of(int fd) {
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) moment();
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("MIDAN_KILL_COUNT");
    if (path == NULL) return;
    FILE *out = fopen(path, "w");
    if (out == NULL) return;
    fprintf(out, "%ld\n", changes);
    fclose(out);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ON_FD(type, name, params, fd, args) \
    type name params { moment_of(fd); return REAL(name) args; }
#define ON_PATH(name, params, args) \
    int name params { moment(); return REAL(name) args; }

ON_FD(ssize_t, write, (int fd, const void *b, size_t n), fd, (fd, b, n))
ON_FD(ssize_t, writev, (int fd, const struct iovec *v, int n), fd, (fd, v, n))
ON_FD(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t o), fd, (fd, b, n, o))
ON_FD(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t o), fd, (fd, b, n, o))
ON_FD(int, ftruncate, (int fd, off_t n), fd, (fd, n))
ON_FD(int, ftruncate64, (int fd, off64_t n), fd, (fd, n))
ON_FD(int, fsync, (int fd), fd, (fd))
ON_FD(int, fdatasync, (int fd), fd, (fd))
ON_PATH(rename, (const char *a, const char *b), (a, b))
ON_PATH(renameat, (int d, const char *a, int e, const char *b), (d, a, e, b))
ON_PATH(unlink, (const char *a), (a))
ON_PATH(unlinkat, (int d, const char *a, int f), (d, a, f))
