#include "run/target.h"

#include "base/file.h"
#include "base/mem.h"
#include "run/run.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum ws_status target_check(const struct run *run, const char *path, bool overwrite,
                            struct ws_error *err)
{
    const char *inputs[OPTIONS_MAX_ROADS + WS_ROLE_COUNT + 8];
    uint32_t room = sizeof inputs / sizeof *inputs;
    uint32_t count = options_inputs(run->options, inputs, room);
    struct stat target, input;
    char kind = file_kind(path);
    if (!kind)
        return WS_OK;
    if (kind != 'f')
        return error_set(err, WS_IO, "%s exists and is no regular file; name another place", path);
    if (!overwrite)
        return error_set(err, WS_IO, "%s exists; use --overwrite to replace it", path);
    if (stat(path, &target))
        return error_set(err, WS_IO, "%s cannot be looked at", path);
    for (uint32_t i = 0; i < count && i < room; i++)
        if (!stat(inputs[i], &input) && input.st_dev == target.st_dev &&
            input.st_ino == target.st_ino)
            return error_set(err, WS_BAD_OPTION, "%s is an input; name another place", path);
    return WS_OK;
}

static enum ws_status write_bytes(const struct target *target, struct ws_error *err)
{
    FILE *file = fopen(target->from, "wb");
    bool is_bad = !file || fwrite(target->bytes, 1, target->size, file) != target->size;
    if (file && fclose(file))
        is_bad = true;
    if (!is_bad)
        return WS_OK;
    char room[96];
    file_tell_room(room, target->path);
    return error_set(err, WS_IO, "%s: writing failed%s", target->path,
                     *room ? room : "; check disk and permissions");
}

enum ws_status target_hold(struct target *target, const char *path, char *bytes, size_t size,
                           struct ws_error *err)
{
    target->bytes = bytes;
    target->size = size;
    target->path = mem_string(path);
    return target->path ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for a path");
}

enum ws_status target_prepare(struct target *target, struct ws_error *err)
{
    enum ws_status st = file_aside_new(&target->folder, target->path, err);
    if (st)
        return st;
    size_t room = strlen(target->folder) + sizeof "/file";
    target->from = mem_array(room, 1);
    target->old = mem_array(room, 1);
    if (!target->from || !target->old)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    snprintf(target->from, room, "%s/file", target->folder);
    snprintf(target->old, room, "%s/kept", target->folder);
    return write_bytes(target, err);
}

enum ws_status target_publish(struct target *target, bool overwrite, struct ws_error *err)
{
    if (overwrite && link(target->path, target->old)) {
        /* Nothing was there, or links are unknown here: then it cannot come back. */
    }
    enum ws_status st = file_publish(target->from, target->path, overwrite, err);
    target->is_published = !st;
    return st;
}

void target_withdraw(struct target *target, struct ws_error *err)
{
    if (!target->is_published)
        return;
    bool has_old = file_kind(target->old) != 0;
    enum ws_status st = has_old ? file_publish(target->old, target->path, true, NULL)
                                : file_publish(target->path, target->from, false, NULL);
    target->is_published = false;
    if (st)
        error_prefix(err, "%s is left behind", target->path);
}

void target_release(struct target *target)
{
    file_aside_remove(target->folder);
    mem_free(target->folder);
    mem_free(target->path);
    mem_free(target->bytes);
    mem_free(target->from);
    mem_free(target->old);
    *target = (struct target){0};
}
