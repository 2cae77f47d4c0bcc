/* base/file.h: map a file read-only; write aside, then rename.
 *
 * Nothing half-written is ever seen under its final name. The only code that
 * maps memory and renames. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>

struct file_map {
    const uint8_t *bytes; /* NULL when size is 0 */
    size_t size;
};

WS_MUST_CHECK
enum ws_status file_map_open(struct file_map *out, const char *path, struct ws_error *err);
void file_map_close(struct file_map *map);

/* A private work folder beside `target` (same file system), named so that a
 * later run can tell and sweep it. Free the text with mem_free(). The parent of
 * target must exist, else WS_NOT_FOUND. */
WS_MUST_CHECK
enum ws_status file_aside_new(char **folder, const char *target, struct ws_error *err);

/* Flushes `from` (file, or folder with its files) to disk and renames it to
 * `target`, then flushes the parent. When target exists: with overwrite it is
 * swapped out and removed, without it WS_IO. */
WS_MUST_CHECK
enum ws_status file_publish(const char *from, const char *target, bool overwrite,
                            struct ws_error *err);

/* Removes a work folder and all files in it (one level of folders deep). NULL
 * is fine; errors are swallowed: this is the clean-up path. */
void file_aside_remove(const char *folder);

/* 'f' regular file, 'd' folder, 'o' something else, 0 not there. */
char file_kind(const char *path);

/* "folder of relative_to" joined with path, unless path is absolute. NULL: no
 * memory. Free with mem_free(). */
char *file_join(const char *relative_to, const char *path);
#endif
