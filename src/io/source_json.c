/* The skeleton of a JSON document: closed, not too deep, and of which kind. */
#include "io/source.h"

#include "base/error.h"

#include <inttypes.h>
#include <string.h>

#define DEPTH_MOST 64u
#define WORD_MOST 32u

struct scan {
    struct file_reader reader;
    const char *file;
    uint64_t at, line;
    unsigned depth;
    bool is_list[DEPTH_MOST + 1]; /* what each open bracket is */
    bool is_ended;                /* the outermost bracket was closed */
    bool is_string, is_escaped;
    char word[WORD_MOST]; /* the last string, when it is short */
    size_t word_size;
    bool is_type; /* the next string is the document's type */
    bool has_esri, has_features;
    char type[WORD_MOST];
};

static enum ws_status refuse(const struct scan *scan, const char *what, struct ws_error *err)
{
    return error_set(err, WS_BAD_DATA, "%s: line %" PRIu64 ": %s", scan->file, scan->line, what);
}

static void end_string(struct scan *scan)
{
    scan->is_string = false;
    scan->word[scan->word_size < WORD_MOST ? scan->word_size : 0] = '\0';
    if (scan->is_type && scan->depth == 1)
        memcpy(scan->type, scan->word, sizeof scan->type);
    scan->is_type = false;
}

static void read_string(struct scan *scan, char c)
{
    if (scan->is_escaped || c == '\\')
        scan->is_escaped = !scan->is_escaped;
    else if (c == '"')
        end_string(scan);
    if (scan->is_string && scan->word_size < WORD_MOST)
        scan->word[scan->word_size++] = c;
}

/* A name of the outermost object was read. */
static void note_key(struct scan *scan)
{
    if (scan->depth != 1 || scan->is_list[1])
        return;
    scan->is_type = strcmp(scan->word, "type") == 0 && !scan->type[0];
    scan->has_features |= strcmp(scan->word, "features") == 0;
    scan->has_esri |=
        strcmp(scan->word, "geometryType") == 0 || strcmp(scan->word, "spatialReference") == 0;
}

static enum ws_status open_bracket(struct scan *scan, char c, struct ws_error *err)
{
    if (scan->is_ended)
        return refuse(
            scan,
            "a second document begins; expected one FeatureCollection: save it as GeoJSON, "
            "not as GeoJSON text sequence or lines",
            err);
    if (scan->depth >= DEPTH_MOST)
        return refuse(scan, "nested more than 64 deep; expected at most that", err);
    scan->is_list[++scan->depth] = c == '[';
    return WS_OK;
}

static enum ws_status read_char(struct scan *scan, char c, struct ws_error *err)
{
    switch (c) {
    case '"':
        if (!scan->depth)
            return refuse(scan, "text outside of the document; expected { or [", err);
        scan->is_string = true;
        scan->word_size = 0;
        return WS_OK;
    case '{':
    case '[':
        return open_bracket(scan, c, err);
    case '}':
    case ']':
        if (!scan->depth || scan->is_list[scan->depth] != (c == ']'))
            return refuse(scan, "a bracket closes that was not opened; the file is damaged", err);
        scan->is_ended = --scan->depth == 0;
        return WS_OK;
    case ':':
        note_key(scan);
        return WS_OK;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '\x1e':
        return WS_OK;
    default:
        if (!scan->depth)
            return refuse(scan, "text outside of the document; the file is damaged", err);
        return c ? WS_OK : refuse(scan, "a byte 0; the file is damaged", err);
    }
}

static enum ws_status read_all(struct scan *scan, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    const uint8_t *bom = file_reader_at(&scan->reader, 0, 3);
    if (bom && memcmp(bom, "\xef\xbb\xbf", 3) == 0)
        scan->at = 3;
    while (!st && scan->at < scan->reader.size) {
        uint64_t left = scan->reader.size - scan->at;
        size_t size = left < FILE_READER_ROOM ? (size_t)left : FILE_READER_ROOM;
        const uint8_t *bytes = file_reader_at(&scan->reader, scan->at, size);
        if (!bytes)
            return error_set(err, WS_IO, "%s: cannot be read at byte %" PRIu64, scan->file,
                             scan->at);
        for (size_t i = 0; !st && i < size; i++) {
            scan->line += bytes[i] == '\n';
            if (scan->is_string)
                read_string(scan, (char)bytes[i]);
            else
                st = read_char(scan, (char)bytes[i], err);
        }
        scan->at += size;
    }
    return st;
}

static bool is_geojson_type(const char *type)
{
    static const char *const types[] = {
        "FeatureCollection", "Feature", "Point",        "MultiPoint",         "LineString",
        "MultiLineString",   "Polygon", "MultiPolygon", "GeometryCollection", NULL};
    for (const char *const *known = types; *known; known++)
        if (strcmp(*known, type) == 0)
            return true;
    return false;
}

static enum ws_status check_kind(const struct scan *scan, struct ws_error *err)
{
    if (strcmp(scan->type, "Topology") == 0)
        return error_set(err, WS_BAD_DATA, "%s: is TopoJSON; save it as GeoJSON", scan->file);
    if (!is_geojson_type(scan->type) && scan->has_esri)
        return error_set(err, WS_BAD_DATA, "%s: is Esri's own JSON; save it as GeoJSON",
                         scan->file);
    if (!is_geojson_type(scan->type))
        return error_set(err, WS_BAD_DATA,
                         "%s: is JSON but no GeoJSON: its type is \"%s\"; expected a "
                         "FeatureCollection",
                         scan->file, scan->type);
    return WS_OK;
}

enum ws_status whole_json(const char *path, const char *file, struct ws_error *err)
{
    struct scan scan = {.file = file, .line = 1};
    enum ws_status st = file_reader_open(&scan.reader, path, err);
    if (!st)
        st = read_all(&scan, err);
    if (!st && !scan.is_ended)
        st =
            error_set(err, WS_BAD_DATA,
                      "%s: is cut off: it ends at line %" PRIu64 " with %u brackets open%s; get it "
                      "again",
                      file, scan.line, scan.depth, scan.is_string ? " and inside a text" : "");
    if (!st)
        st = check_kind(&scan, err);
    file_reader_close(&scan.reader);
    return st;
}
