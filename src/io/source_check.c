/* What is refused before a library sees it, and what changed meanwhile. */
#include "io/read.h"

#include "io/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Names that a library would take for an address, a database or data. No file of
 * that name is there, so the words say what was meant. */
static bool is_remote(const char *given)
{
    static const char *const starts[] = {
        "http:",  "https:",   "ftp:",   "s3:",    "gs:",   "az:",    "file:",
        "/vsi",   "postgres", "PG:",    "MYSQL:", "WFS:",  "WMS:",   "GPKG:",
        "OAPIF:", "ES:",      "MSSQL:", "sftp:",  "ODBC:", "MongoDB"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncasecmp(given, starts[i], strlen(starts[i])) == 0)
            return true;
    return given[0] == '{' || given[0] == '<';
}

static enum ws_status check_place(const struct input *in, struct ws_error *err)
{
    const char *path = in->source->path;
    char target[1024];
    bool leads = file_leads_elsewhere(path, target, sizeof target);
    errno = 0;
    char kind = file_kind(path);
    if (!kind && is_remote(in->source->given[0] ? in->source->given : path))
        return error_set(err, WS_NOT_FOUND,
                         "%s: there is no such file (%s); addresses, databases and archives are "
                         "not opened: save or unpack it as a file and name that",
                         in->file, ws_role_name(in->role));
    if (!kind && errno == EACCES)
        return error_set(err, WS_IO, "%s: may not be reached (%s): permission denied", in->file,
                         ws_role_name(in->role));
    if (!kind)
        return error_set(err, WS_NOT_FOUND, "%s: there is no such file (%s)%s%s", in->file,
                         ws_role_name(in->role), *target ? "; the link leads to " : "", target);
    if (kind != 'f')
        return error_set(err, WS_BAD_DATA, "%s: is %s; expected a regular file", in->file,
                         kind == 'd' ? "a folder" : "a device or pipe, not a regular file");
    if (leads)
        return error_set(err, WS_BAD_DATA, "%s: is a link that leads elsewhere; name %s itself",
                         in->file, target);
    return WS_OK;
}

/* ---- journals ---------------------------------------------------------------------- */

/* True for a journal whose pages the database still needs. */
static bool is_hot(const char *path, bool is_rollback)
{
    struct file_reader reader = {0};
    if (file_kind(path) != 'f' || file_reader_open(&reader, path, NULL))
        return false;
    const uint8_t *head = file_reader_at(&reader, 0, 8);
    bool is_done = !reader.size || (is_rollback && head && !memcmp(head, "\0\0\0\0\0\0\0\0", 8));
    file_reader_close(&reader);
    return !is_done;
}

static enum ws_status check_journals(const struct input *in, struct ws_error *err)
{
    char path[1100], real[1024];
    file_leads_elsewhere(in->source->path, real, sizeof real); /* empty: no link */
    const char *const names[] = {in->source->path, real};
    for (size_t i = 0; i < 4; i++) {
        const char *name = names[i / 2], *ending = i % 2 ? "-journal" : "-wal";
        snprintf(path, sizeof path, "%s%s", name, ending);
        if (*name && is_hot(path, i % 2))
            return error_set(err, WS_BAD_DATA,
                             "%s: a journal lies beside it (%s), so another program has it open or "
                             "left it half written; close that program or save a copy",
                             in->file, ending);
    }
    return WS_OK;
}

/* ---- marks --------------------------------------------------------------------------- */

/* The files that belong to this one; false past the last. */
static bool file_of(char out[1100], const struct input *in, size_t index)
{
    static const char *const endings[INPUT_MARKS] = {"", "shx", "dbf", "prj", "cpg"};
    out[0] = '\0';
    if (index >= INPUT_MARKS || (index && in->format != FORMAT_SHAPEFILE))
        return false;
    if (!index)
        snprintf(out, 1100, "%s", in->source->path);
    else if (!shape_sibling(out, in->source->path, endings[index]))
        out[0] = '\0';
    return true;
}

static void take_marks(struct input *in)
{
    char path[1100];
    for (size_t i = 0; file_of(path, in, i); i++)
        in->marks[i] = file_mark(path);
}

enum ws_status source_check_same(struct input *in, struct ws_error *err)
{
    char path[1100];
    for (size_t i = 0; file_of(path, in, i); i++) {
        struct file_mark now = file_mark(path);
        if (!file_mark_same(&now, &in->marks[i]))
            return error_set(err, WS_BAD_DATA,
                             "%s: changed while it was read (%s); wait until it is written, then "
                             "run again",
                             in->file, path);
    }
    return WS_OK;
}

/* ---- memory -------------------------------------------------------------------------- */

/* What reading takes at the least, by the size of the file; 0: it is read in
 * parts. A table is held as bytes, as text and as rows of cells. */
static uint64_t least_need(const struct input *in)
{
    uint64_t size = in->marks[0].size;
    switch (in->format) {
    case FORMAT_TEXT:
        return 4 * size;
    case FORMAT_JSON:
        return size;
    case FORMAT_SHAPEFILE:
    case FORMAT_FLATGEOBUF:
        return size / 2;
    default:
        return 0;
    }
}

enum ws_status source_check_memory(struct input *in, uint64_t need, struct ws_error *err)
{
    uint64_t has = mem_available();
    in->need = need > in->need ? need : in->need;
    if (need <= has)
        return WS_OK;
    return error_set(err, WS_NO_MEMORY,
                     "%s: needs about %" PRIu64 " MB of memory, %" PRIu64
                     " MB are free; give more, or a file with less in it",
                     in->file, (need >> 20) + 1, has >> 20);
}

/* ---- the whole ------------------------------------------------------------------------ */

static enum ws_status check_whole(struct input *in, struct ws_error *err)
{
    const char *path = in->source->path;
    uint64_t rows = 0;
    switch (in->format) {
    case FORMAT_GPKG:
        return whole_geopackage(path, in->file, err);
    case FORMAT_SHAPEFILE:
        if (!input_ends_with(in->source, ".shp"))
            return error_set(err, WS_BAD_DATA,
                             "%s: is a Shapefile of another name; name the file that ends in .shp",
                             in->file);
        return whole_shapefile(&in->deleted_count, path, in->file, err);
    case FORMAT_DBF:
        return whole_dbf(&rows, &in->deleted_count, path, in->file, err);
    case FORMAT_JSON:
        return whole_json(path, in->file, err);
    case FORMAT_FLATGEOBUF:
        return whole_flatgeobuf(path, in->file, err);
    case FORMAT_TIFF:
        return whole_tiff(path, in->file, err);
    case FORMAT_OSM:
        return whole_osm(path, in->file, err);
    default:
        return WS_OK;
    }
}

/* A name that begins like an address or a connection is a plain path to no
 * library when a folder stands in front. */
static void name_path(struct input *in)
{
    const char *path = in->source->path;
    snprintf(in->path, sizeof in->path, "%s%s", path[0] == '/' ? "/." : "./", path);
}

enum ws_status source_check(struct input *in, struct ws_error *err)
{
    enum ws_status st = check_place(in, err);
    if (st)
        return st;
    struct source_kind kind = source_kind(in->source->path);
    in->format = kind.format;
    if (kind.format == FORMAT_EMPTY)
        return error_set(err, WS_BAD_DATA, "%s: the file is empty", in->file);
    if (kind.format == FORMAT_NONE)
        return error_set(err, WS_IO, "%s: cannot be read; check the permission to read it",
                         in->file);
    if (kind.format == FORMAT_OTHER)
        return error_set(err, WS_BAD_DATA, "%s: is %s; %s", in->file, kind.name,
                         source_advice(&kind, in->role));
    take_marks(in);
    name_path(in);
    if (in->format == FORMAT_GPKG)
        st = check_journals(in, err);
    if (!st)
        st = source_check_memory(in, least_need(in), err);
    return st ? st : check_whole(in, err);
}
