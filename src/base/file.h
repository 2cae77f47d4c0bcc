/* base/file.h: map or read a file; write aside, then rename.
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
/* Hands the memory of what was read back to the system: the file still has it, and
 * what is looked at again comes from there. Any thread, also while others read. */
void file_map_rest(const struct file_map *map);

/* ---- file_read.c ------------------------------------------------------------- */

/* Reads parts of a regular file. Unlike a mapping it survives a file that shrinks
 * meanwhile: the part is then not there. */
#define FILE_READER_ROOM 65536u
struct file_reader {
    int fd;
    uint64_t size, from; /* of the file; where the buffer lies in it */
    size_t filled;
    uint8_t *buffer;
};
/* WS_NOT_FOUND, WS_IO, WS_NO_MEMORY. Never waits for a pipe. */
WS_MUST_CHECK
enum ws_status file_reader_open(struct file_reader *out, const char *path, struct ws_error *err);
void file_reader_close(struct file_reader *reader);
/* `size` <= FILE_READER_ROOM bytes at `at`, valid until the next call; NULL: the
 * file does not have them. */
const uint8_t *file_reader_at(struct file_reader *reader, uint64_t at, size_t size);

/* What tells one state of a file from another; all 0: not there. */
struct file_mark {
    uint64_t device, inode, size;
    int64_t time_s, time_ns;
};
struct file_mark file_mark(const char *path);
bool file_mark_same(const struct file_mark *a, const struct file_mark *b);

/* True when path is a symbolic link to another folder. out: where it leads. */
bool file_leads_elsewhere(const char *path, char *out, size_t room);

/* ---- file.c ------------------------------------------------------------------ */

/* A private work folder beside `target` (same file system), named so that a
 * later run can tell and sweep it. Free the text with mem_free(). The parent of
 * target must exist, else WS_NOT_FOUND. */
WS_MUST_CHECK
enum ws_status file_aside_new(char **folder, const char *target, struct ws_error *err);

/* Flushes `from` (file, or folder with its files) to disk and renames it to
 * `target`, then flushes the parent. When target exists: with overwrite it is
 * swapped out and removed, without it WS_IO. After a failure target is what it was. */
WS_MUST_CHECK
enum ws_status file_publish(const char *from, const char *target, bool overwrite,
                            struct ws_error *err);

/* Holds the folder of target against other runs that publish there, waiting for
 * them; for a result of several names. -1 where the file system has no locks:
 * harmless. The lock ends with file_folder_unlock() or with the process. */
int file_folder_lock(const char *target);
void file_folder_unlock(int lock);

/* Removes a work folder and all files in it (one level of folders deep). NULL
 * is fine; errors are swallowed: this is the clean-up path. */
void file_aside_remove(const char *folder);

/* 'f' regular file, 'd' folder, 'o' something else, 0 not there. */
char file_kind(const char *path);

/* For the end of a sentence after writing to target failed and nobody told why:
 * "; 0 kB are left on the disk", or how few files can still be made; empty where there
 * is room. */
void file_tell_room(char out[96], const char *target);

/* "folder of relative_to" joined with path, unless path is absolute. NULL: no
 * memory. Free with mem_free(). */
char *file_join(const char *relative_to, const char *path);
#endif
