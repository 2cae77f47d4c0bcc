/* A Shapefile is several files: shapes, their index and a table must agree. */
#include "io/source.h"

#include "base/error.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define HEADER_SIZE 100u

static uint32_t big32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t little16(const uint8_t *bytes)
{
    return (uint32_t)bytes[1] << 8 | bytes[0];
}

bool shape_sibling(char out[1100], const char *path, const char *ending)
{
    size_t size = strlen(path);
    if (size < 4 || size > 1090)
        return false;
    memcpy(out, path, size - 3);
    for (int is_capital = 0; is_capital < 2; is_capital++) {
        for (size_t i = 0; i < 4; i++)
            out[size - 3 + i] = (char)(is_capital ? toupper(ending[i]) : ending[i]);
        if (file_kind(out))
            return true;
    }
    return false;
}

/* ---- the table ------------------------------------------------------------------------- */

/* Rows marked as gone still stand in the file; the library passes them over. */
static uint64_t count_deleted(struct file_reader *reader, uint64_t head, uint64_t row,
                              uint64_t rows)
{
    uint64_t count = 0;
    for (uint64_t i = 0; i < rows; i++) {
        const uint8_t *mark = file_reader_at(reader, head + i * row, 1);
        count += mark && *mark == '*';
    }
    return count;
}

enum ws_status whole_dbf(uint64_t *row_count, uint64_t *deleted_count, const char *path,
                         const char *file, struct ws_error *err)
{
    struct file_reader reader = {0};
    enum ws_status st = file_reader_open(&reader, path, err);
    if (st)
        return st;
    const uint8_t *head = file_reader_at(&reader, 0, 32);
    if (!head) {
        st = error_set(err, WS_BAD_DATA,
                       "%s: its table (.dbf) is cut off: %" PRIu64 " bytes; get it again", file,
                       reader.size);
        goto done;
    }
    uint64_t rows = little16(head + 4) | (uint64_t)little16(head + 6) << 16;
    uint64_t head_size = little16(head + 8), row_size = little16(head + 10);
    if (head_size < 33 || !row_size)
        st = error_set(err, WS_BAD_DATA,
                       "%s: its table (.dbf) is damaged: header of %" PRIu64 " bytes, rows of "
                       "%" PRIu64 "; get it again",
                       file, head_size, row_size);
    else if (head_size + rows * row_size > reader.size)
        st = error_set(err, WS_BAD_DATA,
                       "%s: its table (.dbf) is cut off: %" PRIu64 " rows need %" PRIu64
                       " bytes, it has %" PRIu64 "; get it again",
                       file, rows, head_size + rows * row_size, reader.size);
    *row_count = rows;
    *deleted_count = st ? 0 : count_deleted(&reader, head_size, row_size, rows);
done:
    file_reader_close(&reader);
    return st;
}

/* ---- shapes and index --------------------------------------------------------------------- */

/* The header's code and length; `what` names the file of the family. */
static enum ws_status check_header(struct file_reader *reader, const char *what, const char *file,
                                   struct ws_error *err)
{
    const uint8_t *head = file_reader_at(reader, 0, HEADER_SIZE);
    if (!head)
        return error_set(err, WS_BAD_DATA,
                         "%s: its %s is cut off: %" PRIu64 " bytes, its header alone has %u; get "
                         "it again",
                         file, what, reader->size, HEADER_SIZE);
    uint64_t stated = 2 * (uint64_t)big32(head + 24);
    if (big32(head) != 9994)
        return error_set(err, WS_BAD_DATA, "%s: its %s does not begin as one; get it again", file,
                         what);
    if (stated > reader->size)
        return error_set(err, WS_BAD_DATA,
                         "%s: its %s is cut off: its header states %" PRIu64
                         " bytes, the file has %" PRIu64 "; get it again",
                         file, what, stated, reader->size);
    if (stated < reader->size)
        return error_set(err, WS_BAD_DATA,
                         "%s: the header of its %s states %" PRIu64 " bytes, the file has %" PRIu64
                         ": it was not closed; save it again",
                         file, what, stated, reader->size);
    return WS_OK;
}

/* Every entry of the index must find a shape of the length it states. */
static enum ws_status check_index(struct file_reader *shapes, struct file_reader *index,
                                  const char *file, struct ws_error *err)
{
    uint64_t count = (index->size - HEADER_SIZE) / 8;
    for (uint64_t i = 0; i < count; i++) {
        const uint8_t *entry = file_reader_at(index, HEADER_SIZE + 8 * i, 8);
        uint64_t at = entry ? 2 * (uint64_t)big32(entry) : 0;
        uint64_t size = entry ? 2 * (uint64_t)big32(entry + 4) : 0;
        if (entry && !size) /* a shape that was taken out */
            continue;
        const uint8_t *head = at >= HEADER_SIZE ? file_reader_at(shapes, at, 8) : NULL;
        if (!head || size > shapes->size - at - 8)
            return error_set(err, WS_BAD_DATA,
                             "%s: its .shx says that shape %" PRIu64 " lies at byte %" PRIu64
                             ", where none is; get both again",
                             file, i + 1, at);
        if (2 * (uint64_t)big32(head + 4) != size)
            return error_set(err, WS_BAD_DATA,
                             "%s: shape %" PRIu64 " has %" PRIu64 " bytes, its .shx says %" PRIu64
                             ": it is the index of another file; get both again",
                             file, i + 1, 2 * (uint64_t)big32(head + 4), size);
    }
    return WS_OK;
}

static enum ws_status open_sibling(struct file_reader *out, const char *path, const char *ending,
                                   const char *file, struct ws_error *err)
{
    char sibling[1100];
    if (!shape_sibling(sibling, path, ending))
        return error_set(err, WS_BAD_DATA,
                         "%s: its .%s is missing; a Shapefile is the files .shp, .shx, .dbf and "
                         ".prj of one name, in one folder",
                         file, ending);
    if (file_kind(sibling) != 'f')
        return error_set(err, WS_BAD_DATA, "%s: its .%s is not a regular file", file, ending);
    return file_reader_open(out, sibling, err);
}

enum ws_status whole_shapefile(uint64_t *deleted_count, const char *path, const char *file,
                               struct ws_error *err)
{
    struct file_reader shapes = {0}, index = {0}, table = {0};
    char sibling[1100];
    uint64_t rows = 0;
    enum ws_status st = file_reader_open(&shapes, path, err);
    if (!st)
        st = check_header(&shapes, ".shp", file, err);
    if (!st)
        st = open_sibling(&index, path, "shx", file, err);
    if (!st)
        st = open_sibling(&table, path, "dbf", file, err);
    if (!st)
        st = check_header(&index, ".shx", file, err);
    if (!st)
        st = check_index(&shapes, &index, file, err);
    if (!st && shape_sibling(sibling, path, "dbf"))
        st = whole_dbf(&rows, deleted_count, sibling, file, err);
    if (!st && rows != (index.size - HEADER_SIZE) / 8)
        st = error_set(err, WS_BAD_DATA,
                       "%s: %" PRIu64 " shapes in its .shx and %" PRIu64
                       " rows in its .dbf: they are not of one state; get them again",
                       file, (index.size - HEADER_SIZE) / 8, rows);
    file_reader_close(&table);
    file_reader_close(&index);
    file_reader_close(&shapes);
    return st;
}
