/* Exchanging two names in one step is Linux's; without it the fallback below
 * leaves the target absent for a moment, never half-written. */
#define _GNU_SOURCE
#include "base/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

/* A work folder holds what is published, which may be a folder with folders,
 * or the old one of that kind swapped out. */
#define MAX_DEPTH 3
#define MAX_ASIDES 1000u

static enum ws_status failed(struct ws_error *err, const char *path, const char *what)
{
    int code = errno;
    enum ws_status status = code == ENOENT || code == ENOTDIR ? WS_NOT_FOUND : WS_IO;
    return error_set(err, status, "%s: %s: %s", path, what, strerror(code));
}

static enum ws_status map_bytes(struct file_map *map, int fd, const char *path,
                                struct ws_error *err)
{
    struct stat st;
    if (fstat(fd, &st))
        return failed(err, path, "cannot be read");
    if (!S_ISREG(st.st_mode))
        return error_set(err, WS_IO, "%s: is no regular file; expected one", path);
    if ((uintmax_t)st.st_size > SIZE_MAX)
        return error_set(err, WS_TOO_LARGE, "%s: %jd bytes; this machine can address %zu", path,
                         (intmax_t)st.st_size, SIZE_MAX);
    if (!st.st_size) {
        *map = (struct file_map){0};
        return WS_OK;
    }
    void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return failed(err, path, "cannot be mapped");
    *map = (struct file_map){.bytes = bytes, .size = (size_t)st.st_size};
    return WS_OK;
}

enum ws_status file_map_open(struct file_map *out, const char *path, struct ws_error *err)
{
    assert(out && path);
    /* Without O_NONBLOCK a pipe given by mistake would wait for ever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return failed(err, path, "cannot be opened");
    enum ws_status st = map_bytes(out, fd, path, err);
    close(fd);
    return st;
}

void file_map_close(struct file_map *map)
{
    if (!map)
        return;
    if (map->bytes) {
        /* The mapping is ours again, so it may be written to: by unmapping. */
        void *bytes;
        memcpy(&bytes, &map->bytes, sizeof bytes);
        munmap(bytes, map->size);
    }
    *map = (struct file_map){0};
}

void file_map_rest(const struct file_map *map)
{
    assert(map);
    void *bytes;
    memcpy(&bytes, &map->bytes, sizeof bytes);
    /* Advice: a system that does not take it keeps the pages. */
    if (bytes)
        (void)madvise(bytes, map->size, MADV_DONTNEED);
}

char file_kind(const char *path)
{
    struct stat st;
    if (!path || stat(path, &st))
        return 0;
    return S_ISREG(st.st_mode) ? 'f' : S_ISDIR(st.st_mode) ? 'd' : 'o';
}

char *file_join(const char *relative_to, const char *path)
{
    assert(relative_to && path);
    const char *slash = strrchr(relative_to, '/');
    if (path[0] == '/' || !slash)
        return mem_string(path);

    size_t folder = (size_t)(slash - relative_to) + 1, rest = strlen(path);
    char *joined = mem_array(folder + rest + 1, 1);
    if (joined) {
        memcpy(joined, relative_to, folder);
        memcpy(joined + folder, path, rest);
    }
    return joined;
}

static char *child_of(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = mem_array(size, 1);
    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Asks for no memory of ours: what fails for want of it cleans up as well. */
static void remove_tree(int parent, const char *name, int depth)
{
    if (!unlinkat(parent, name, 0))
        return;
    int fd = depth > 0 ? openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder)))
        if (!is_dots(entry->d_name))
            remove_tree(dirfd(folder), entry->d_name, depth - 1);
    if (folder)
        closedir(folder);
    else if (fd >= 0)
        close(fd);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void file_aside_remove(const char *folder)
{
    if (folder)
        remove_tree(AT_FDCWD, folder, MAX_DEPTH);
}

/* "a/b/" has the parent "a" and the name "b". */
struct parts {
    char *parent, *name;
};

static void parts_release(struct parts *parts)
{
    mem_free(parts->parent);
    mem_free(parts->name);
}

static enum ws_status split_path(struct parts *out, const char *path, struct ws_error *err)
{
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    size_t first = end;
    while (first > 0 && path[first - 1] != '/')
        first--;
    if (first == end)
        return error_set(err, WS_BAD_OPTION, "\"%s\" names no file or folder", path);

    struct parts parts = {.parent = first == 0   ? mem_string(".")
                                    : first == 1 ? mem_string("/")
                                                 : mem_string_n(path, first - 1),
                          .name = mem_string_n(path + first, end - first)};
    if (!parts.parent || !parts.name) {
        parts_release(&parts);
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    }
    *out = parts;
    return WS_OK;
}

/* The process that owns a work folder of this target, 0 when the name is not
 * one: ".whitespot-NAME-PID.tmp", "-PID-N.tmp", or either with ".old". */
static pid_t owner_of(const char *entry, const char *name)
{
    static const char prefix[] = ".whitespot-";
    size_t length = strlen(name);
    if (strncmp(entry, prefix, sizeof prefix - 1))
        return 0;
    entry += sizeof prefix - 1;
    if (strncmp(entry, name, length) || entry[length] != '-')
        return 0;
    char *rest;
    long pid = strtol(entry + length + 1, &rest, 10);
    if (*rest == '-')
        strtol(rest + 1, &rest, 10);
    if (strcmp(rest, ".tmp") && strcmp(rest, ".tmp.old"))
        return 0;
    return pid > 0 && (pid_t)pid == pid ? (pid_t)pid : 0;
}

/* What a killed run left behind. Another machine's run on a shared disk may
 * lose its folder here; it then fails to publish and the target stays whole. */
static void sweep(const struct parts *parts)
{
    DIR *folder = opendir(parts->parent);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        pid_t pid = owner_of(entry->d_name, parts->name);
        if (!pid || !kill(pid, 0) || errno != ESRCH)
            continue;
        remove_tree(dirfd(folder), entry->d_name, MAX_DEPTH);
    }
    if (folder)
        closedir(folder);
}

static enum ws_status make_aside(char **out, const struct parts *parts, const char *target,
                                 struct ws_error *err)
{
    size_t size = strlen(parts->parent) + strlen(parts->name) + 64;
    char *folder = mem_array(size, 1);
    if (!folder)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    snprintf(folder, size, "%s/.whitespot-%s-%jd.tmp", parts->parent, parts->name,
             (intmax_t)getpid());
    /* A second run of this process on the same target gets a number. */
    int failure = mkdir(folder, 0777);
    for (unsigned i = 2; failure && errno == EEXIST && i <= MAX_ASIDES; i++) {
        snprintf(folder, size, "%s/.whitespot-%s-%jd-%u.tmp", parts->parent, parts->name,
                 (intmax_t)getpid(), i);
        failure = mkdir(folder, 0777);
    }
    if (failure) {
        enum ws_status st = failed(err, target, "no work folder can be made beside it");
        mem_free(folder);
        return st;
    }
    *out = folder;
    return WS_OK;
}

enum ws_status file_aside_new(char **folder, const char *target, struct ws_error *err)
{
    assert(folder && target);
    struct parts parts = {0};
    enum ws_status st = split_path(&parts, target, err);
    if (st)
        return st;
    if (file_kind(parts.parent) != 'd') {
        st = error_set(err, WS_NOT_FOUND, "%s: there is no folder %s; make it first", target,
                       parts.parent);
        goto done;
    }
    sweep(&parts);
    st = make_aside(folder, &parts, target, err);
done:
    parts_release(&parts);
    return st;
}

/* Some file systems cannot flush a folder and say EINVAL: nothing to be done. */
static enum ws_status flush_one(const char *path, bool is_folder, struct ws_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(err, path, "cannot be opened to flush it");
    int failure = fsync(fd);
    enum ws_status st = WS_OK;
    if (failure && !(is_folder && (errno == EINVAL || errno == ENOTSUP)))
        st = failed(err, path, "cannot be flushed to disk");
    close(fd);
    return st;
}

static enum ws_status flush_tree(const char *path, int depth, struct ws_error *err)
{
    struct stat st;
    if (lstat(path, &st))
        return failed(err, path, "cannot be read");
    if (!S_ISDIR(st.st_mode))
        return S_ISREG(st.st_mode) ? flush_one(path, false, err) : WS_OK;

    DIR *folder = depth > 0 ? opendir(path) : NULL;
    enum ws_status status =
        folder || depth <= 0 ? WS_OK : failed(err, path, "cannot be opened to flush it");
    struct dirent *entry;
    while (!status && folder && (entry = readdir(folder))) {
        if (is_dots(entry->d_name))
            continue;
        char *child = child_of(path, entry->d_name);
        status = child ? flush_tree(child, depth - 1, err)
                       : error_set(err, WS_NO_MEMORY, "no memory for a path");
        mem_free(child);
    }
    if (folder)
        closedir(folder);
    return status ? status : flush_one(path, true, err);
}

/* 0, or -1 and errno. Fails with EEXIST when the target is there. */
static int rename_new(const char *from, const char *target)
{
#ifdef RENAME_NOREPLACE
    int failure = renameat2(AT_FDCWD, from, AT_FDCWD, target, RENAME_NOREPLACE);
    if (!failure || (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP))
        return failure;
#endif
    struct stat st;
    if (!lstat(target, &st)) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, target);
}

/* Swaps two folders; the old one then lies at `from`, or at `old`. */
static int swap_folders(const char *from, const char *target, const char *old)
{
#ifdef RENAME_EXCHANGE
    int failure = renameat2(AT_FDCWD, from, AT_FDCWD, target, RENAME_EXCHANGE);
    if (!failure || (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP))
        return failure;
#endif
    if (rename(target, old))
        return -1;
    if (!rename(from, target))
        return 0;
    int code = errno;
    if (rename(old, target))
        return -1;
    errno = code;
    return -1;
}

/* Both of one kind: a file or a folder each, or a link that is replaced. */
static enum ws_status check_kinds(const struct stat *ours, const struct stat *theirs,
                                  const char *target, struct ws_error *err)
{
    bool is_folder = S_ISDIR(ours->st_mode);
    if (is_folder ? S_ISDIR(theirs->st_mode) : S_ISREG(theirs->st_mode) || S_ISLNK(theirs->st_mode))
        return WS_OK;
    return error_set(err, WS_IO, "%s: is %s; expected a %s to replace", target,
                     is_folder ? "no folder" : "a folder", is_folder ? "folder" : "regular file");
}

/* After a failed flush: the old folder gets its name again. Exchanged, it lies at `from`,
 * else at `old`; where it cannot come back the new one keeps the name. */
static void put_back_folder(const char *from, const char *target, const char *old)
{
    if (!file_kind(old))
        (void)swap_folders(from, target, old);
    else if (!rename(target, from) && rename(old, target))
        (void)rename(from, target);
}

/* The new one gets the name and its folder is flushed. When that fails the name is
 * what it was; the old one lies at `old` meanwhile, where links are known. */
static enum ws_status swap_in(const char *from, const char *target, const char *old,
                              const char *parent, struct ws_error *err)
{
    struct stat ours, theirs;
    if (lstat(from, &ours))
        return failed(err, from, "cannot be read");
    bool is_there = !lstat(target, &theirs);
    enum ws_status st = is_there ? check_kinds(&ours, &theirs, target, err) : WS_OK;
    if (st)
        return st;
    bool is_folder = is_there && S_ISDIR(ours.st_mode);
    bool is_kept = is_there && !is_folder && !link(target, old);
    if (is_folder ? swap_folders(from, target, old) : rename(from, target))
        return failed(err, target, is_there ? "cannot be replaced" : "cannot be written");
    st = flush_one(parent, true, err);
    if (st && is_folder)
        put_back_folder(from, target, old);
    else if (st && is_kept)
        (void)rename(old, target);
    else if (st && !is_there)
        (void)rename(target, from);
    if (!file_kind(target))
        return st; /* what may be the only one is left to be found */
    file_aside_remove(is_folder ? from : NULL);
    file_aside_remove(is_there ? old : NULL);
    return st;
}

static enum ws_status replace(const char *from, const char *target, const char *parent,
                              struct ws_error *err)
{
    size_t size = strlen(from) + sizeof ".old";
    char *old = mem_array(size, 1);
    if (!old)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    snprintf(old, size, "%s.old", from);
    enum ws_status st = swap_in(from, target, old, parent, err);
    mem_free(old);
    return st;
}

static enum ws_status put_new(const char *from, const char *target, const char *parent,
                              struct ws_error *err)
{
    if (rename_new(from, target))
        return errno == EEXIST || errno == ENOTEMPTY
                   ? error_set(err, WS_IO, "%s: exists; say overwrite to replace it", target)
                   : failed(err, target, "cannot be written");
    enum ws_status st = flush_one(parent, true, err);
    if (st)
        (void)rename(target, from);
    return st;
}

/* Less than this, and what failed without a reason most likely had this one. */
#define LITTLE_BYTES 1000000u
#define LITTLE_FILES 8u

void file_tell_room(char out[96], const char *target)
{
    struct parts parts = {0};
    struct statvfs disk;
    out[0] = '\0';
    if (split_path(&parts, target, NULL))
        return;
    if (!statvfs(parts.parent, &disk)) {
        uint64_t bytes = (uint64_t)disk.f_bavail * disk.f_frsize, files = disk.f_favail;
        if (bytes < LITTLE_BYTES)
            snprintf(out, 96, "; %" PRIu64 " kB are left on the disk", bytes / 1000);
        else if (disk.f_files && files < LITTLE_FILES) /* 0: made as they are needed */
            snprintf(out, 96, "; %" PRIu64 " more files can be made on the disk", files);
    }
    parts_release(&parts);
}

int file_folder_lock(const char *target)
{
    struct parts parts = {0};
    if (split_path(&parts, target, NULL))
        return -1;
    int fd = open(parts.parent, O_RDONLY | O_CLOEXEC);
    parts_release(&parts);
    int failure = -1;
    while (fd >= 0 && (failure = flock(fd, LOCK_EX)) && errno == EINTR)
        ;
    if (fd >= 0 && failure) {
        close(fd);
        fd = -1;
    }
    return fd;
}

void file_folder_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

enum ws_status file_publish(const char *from, const char *target, bool overwrite,
                            struct ws_error *err)
{
    assert(from && target);
    struct parts parts = {0};
    enum ws_status st = split_path(&parts, target, err);
    if (st)
        return st;
    st = flush_tree(from, MAX_DEPTH, err);
    if (!st)
        st = overwrite ? replace(from, target, parts.parent, err)
                       : put_new(from, target, parts.parent, err);
    parts_release(&parts);
    return st;
}
