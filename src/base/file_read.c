/* Parts of a file, its state, and where a link leads. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

enum ws_status file_reader_open(struct file_reader *out, const char *path, struct ws_error *err)
{
    assert(out && path);
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st)) {
        int code = errno;
        if (fd >= 0)
            close(fd);
        return error_set(err, code == ENOENT || code == ENOTDIR ? WS_NOT_FOUND : WS_IO,
                         "%s: cannot be read: %s", path, strerror(code));
    }
    if (!S_ISREG(st.st_mode)) {
        close(fd);
        return error_set(err, WS_IO, "%s: is no regular file; expected one", path);
    }
    uint8_t *buffer = mem_array(FILE_READER_ROOM, 1);
    if (!buffer) {
        close(fd);
        return error_set(err, WS_NO_MEMORY, "no memory to read %s", path);
    }
    *out = (struct file_reader){.fd = fd, .size = (uint64_t)st.st_size, .buffer = buffer};
    return WS_OK;
}

void file_reader_close(struct file_reader *reader)
{
    if (!reader || !reader->buffer)
        return;
    close(reader->fd);
    mem_free(reader->buffer);
    *reader = (struct file_reader){0};
}

static void fill(struct file_reader *reader, uint64_t at)
{
    reader->from = at;
    reader->filled = 0;
    while (reader->filled < FILE_READER_ROOM) {
        ssize_t got = pread(reader->fd, reader->buffer + reader->filled,
                            FILE_READER_ROOM - reader->filled, (off_t)(at + reader->filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        reader->filled += (size_t)got;
    }
}

const uint8_t *file_reader_at(struct file_reader *reader, uint64_t at, size_t size)
{
    assert(reader && reader->buffer && size <= FILE_READER_ROOM);
    if (at > reader->size || size > reader->size - at)
        return NULL;
    if (at < reader->from || at - reader->from + size > reader->filled)
        fill(reader, at);
    uint64_t skip = at - reader->from;
    return skip + size <= reader->filled ? reader->buffer + skip : NULL;
}

struct file_mark file_mark(const char *path)
{
    struct stat st;
    if (!path || stat(path, &st))
        return (struct file_mark){0};
    return (struct file_mark){.device = (uint64_t)st.st_dev,
                              .inode = (uint64_t)st.st_ino,
                              .size = (uint64_t)st.st_size,
                              .time_s = (int64_t)st.st_mtim.tv_sec,
                              .time_ns = (int64_t)st.st_mtim.tv_nsec};
}

bool file_mark_same(const struct file_mark *a, const struct file_mark *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->time_s == b->time_s && a->time_ns == b->time_ns;
}

/* The folder part of an absolute path, "/" at least. */
static size_t folder_size(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash != path ? (size_t)(slash - path) : 1;
}

bool file_leads_elsewhere(const char *path, char *out, size_t room)
{
    struct stat st;
    assert(path && out && room);
    out[0] = '\0';
    if (lstat(path, &st) || !S_ISLNK(st.st_mode))
        return false;
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? mem_string_n(path, slash == path ? 1 : (size_t)(slash - path)) : mem_string(".");
    char *here = folder ? realpath(folder, NULL) : NULL, *there = realpath(path, NULL);
    bool leads = !here || !there || strlen(here) != folder_size(there) ||
                 strncmp(here, there, strlen(here)) != 0;
    snprintf(out, room, "%s", there ? there : "nothing");
    mem_free(folder);
    free(here); /* realpath's own memory, so not mem_free() */
    free(there);
    return leads;
}
