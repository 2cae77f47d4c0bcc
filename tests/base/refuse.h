/* tests/base/refuse.h: calls of the system that fail when a test says so.
 *
 * A program that includes this takes the calls of file.c in: each does what the system's
 * does until it is told to fail. Each test runs in a fresh folder of its own. The including
 * file defines _GNU_SOURCE first. */
#ifndef BASE_REFUSE_H
#define BASE_REFUSE_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "folder.h"

#define ALWAYS 1000000u

enum call {
    FSYNC,
    LSTAT,
    FSTAT,
    RENAME,
    RENAMEAT2,
    LINK,
    OPENDIR,
    FDOPENDIR,
    MKDIR,
    MMAP,
    KILL,
    FLOCK,
    STATVFS,
    CALL_COUNT
};

/* Calls number first .. first + times - 1 fail with the code. */
static struct refusal {
    int code;
    unsigned first, times, seen;
} refusals[CALL_COUNT];
static struct statvfs disk; /* what a disk says of itself while STATVFS is taken in */
static char asked[256];     /* the folder it was asked about */
static bool is_disk_taken_in;

static inline void refuse(enum call call, int code, unsigned first, unsigned times)
{
    refusals[call] = (struct refusal){.code = code, .first = first, .times = times};
}

static inline void refuse_nothing(void)
{
    memset(refusals, 0, sizeof refusals);
    is_disk_taken_in = false;
}

static inline bool is_refused(enum call call)
{
    struct refusal *refusal = &refusals[call];
    refusal->seen++;
    if (!refusal->code || refusal->seen < refusal->first ||
        refusal->seen - refusal->first >= refusal->times)
        return false;
    errno = refusal->code;
    return true;
}

/* A pointer to a function is read from bytes: C has no cast to it. */
#define SYSTEM(function, name)                                                                     \
    do {                                                                                           \
        void *found = dlsym(RTLD_NEXT, name);                                                      \
        memcpy(&(function), &found, sizeof found);                                                 \
    } while (0)

int fsync(int fd)
{
    int (*call)(int);
    SYSTEM(call, "fsync");
    return is_refused(FSYNC) ? -1 : call(fd);
}

int lstat(const char *restrict path, struct stat *restrict out)
{
    int (*call)(const char *, struct stat *);
    SYSTEM(call, "lstat");
    return is_refused(LSTAT) ? -1 : call(path, out);
}

int fstat(int fd, struct stat *out)
{
    int (*call)(int, struct stat *);
    SYSTEM(call, "fstat");
    return is_refused(FSTAT) ? -1 : call(fd, out);
}

int rename(const char *from, const char *to)
{
    int (*call)(const char *, const char *);
    SYSTEM(call, "rename");
    return is_refused(RENAME) ? -1 : call(from, to);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    int (*call)(int, const char *, int, const char *, unsigned);
    SYSTEM(call, "renameat2");
    return is_refused(RENAMEAT2) ? -1 : call(from_fd, from, to_fd, to, flags);
}

int link(const char *from, const char *to)
{
    int (*call)(const char *, const char *);
    SYSTEM(call, "link");
    return is_refused(LINK) ? -1 : call(from, to);
}

DIR *opendir(const char *path)
{
    DIR *(*call)(const char *);
    SYSTEM(call, "opendir");
    return is_refused(OPENDIR) ? NULL : call(path);
}

DIR *fdopendir(int fd)
{
    DIR *(*call)(int);
    SYSTEM(call, "fdopendir");
    return is_refused(FDOPENDIR) ? NULL : call(fd);
}

int mkdir(const char *path, mode_t mode)
{
    int (*call)(const char *, mode_t);
    SYSTEM(call, "mkdir");
    return is_refused(MKDIR) ? -1 : call(path, mode);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    void *(*call)(void *, size_t, int, int, int, off_t);
    SYSTEM(call, "mmap");
    return is_refused(MMAP) ? MAP_FAILED : call(at, size, protection, flags, fd, offset);
}

int kill(pid_t pid, int number)
{
    int (*call)(pid_t, int);
    SYSTEM(call, "kill");
    return is_refused(KILL) ? -1 : call(pid, number);
}

int flock(int fd, int operation)
{
    int (*call)(int, int);
    SYSTEM(call, "flock");
    return is_refused(FLOCK) ? -1 : call(fd, operation);
}

int statvfs(const char *restrict path, struct statvfs *restrict out)
{
    int (*call)(const char *, struct statvfs *);
    SYSTEM(call, "statvfs");
    if (!is_disk_taken_in)
        return call(path, out);
    snprintf(asked, sizeof asked, "%s", path);
    *out = disk;
    return is_refused(STATVFS) ? -1 : 0;
}

/* ---- a folder of its own --------------------------------------------------------------- */

static inline int enter_unrefused(void **state)
{
    refuse_nothing();
    return enter_folder(state);
}

static inline int leave_unrefused(void **state)
{
    refuse_nothing();
    return leave_folder(state);
}

static inline bool holds(const char *path, const char *text)
{
    char got[64] = "";
    FILE *file = fopen(path, "r");
    size_t size = file ? fread(got, 1, sizeof got - 1, file) : 0;
    if (file)
        fclose(file);
    return file && size == strlen(text) && !memcmp(got, text, size);
}

static inline void make(const char *path, bool is_folder, const char *text)
{
    char child[128];
    if (!is_folder) {
        put(path, text);
        return;
    }
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(child, sizeof child, "%s/layer", path);
    put(child, text);
    snprintf(child, sizeof child, "%s/sub", path);
    assert_int_equal(mkdir(child, 0777), 0);
    snprintf(child, sizeof child, "%s/sub/layer", path);
    put(child, text);
}

static inline bool is_made_of(const char *path, bool is_folder, const char *text)
{
    char child[128];
    if (!is_folder)
        return holds(path, text);
    snprintf(child, sizeof child, "%s/layer", path);
    bool is_first = holds(child, text);
    snprintf(child, sizeof child, "%s/sub/layer", path);
    return is_first && holds(child, text);
}

static inline unsigned open_files(void)
{
    return entries_in("/proc/self/fd");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_unrefused, leave_unrefused)
#endif
