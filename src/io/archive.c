/* A workbook is an archive: its directory is read here before anybody unpacks it,
 * and every member is unpacked once, counted and thrown away. */
#include "io/read.h"

#include "io/source.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MEMBERS_MOST 10000u
#define BYTES_MOST (500u << 20)
#define RATIO_MOST 200u
#define RATIO_FROM (1u << 20) /* smaller members may be as repetitive as they like */
#define END_SIZE 22u
#define ENTRY_SIZE 46u
#define NAME_MOST 255u
#define MOUNT "/vsimem/whitespot-book-"

struct member {
    char name[NAME_MOST + 1];
    uint64_t packed, size;
};

struct archive {
    struct input *in;
    const uint8_t *bytes;
    size_t size;
    uint32_t count;
    struct member *members;
    char path[128]; /* as the library sees it */
};

static uint64_t little(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    while (size--)
        value = value << 8 | bytes[size];
    return value;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), size = strlen(ending);
    return length >= size && strcasecmp(name + length - size, ending) == 0;
}

/* ---- the directory ---------------------------------------------------------------- */

/* The record at the end of the file, whose comment must reach to the last byte. */
static const uint8_t *find_end(const struct archive *archive)
{
    for (size_t back = END_SIZE; back <= archive->size && back <= END_SIZE + 65535u; back++) {
        const uint8_t *at = archive->bytes + (archive->size - back);
        if (memcmp(at, "PK\x05\x06", 4) == 0 && little(at + 20, 2) == back - END_SIZE)
            return at;
    }
    return NULL;
}

static bool is_plain_name(const char *name, size_t size)
{
    if (!size || size > NAME_MOST || name[0] == '/' || memchr(name, '\\', size))
        return false;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)name[i] < 0x20)
            return false;
    for (const char *part = name, *end = name + size; part < end;) {
        const char *slash = memchr(part, '/', (size_t)(end - part));
        size_t length = (size_t)((slash ? slash : end) - part);
        if (length == 2 && memcmp(part, "..", 2) == 0)
            return false;
        part += length + 1;
    }
    return true;
}

/* Sizes beyond 32 bits stand in a field of their own, in a fixed order. */
static void read_long_sizes(struct member *member, const uint8_t *extra, size_t size)
{
    while (size >= 4) {
        size_t length = (size_t)little(extra + 2, 2);
        if (length + 4 > size)
            return;
        const uint8_t *at = extra + 4, *end = at + length;
        if (little(extra, 2) == 1) {
            if (member->size == UINT32_MAX && end - at >= 8) {
                member->size = little(at, 8);
                at += 8;
            }
            if (member->packed == UINT32_MAX && end - at >= 8)
                member->packed = little(at, 8);
            return;
        }
        extra += 4 + length;
        size -= 4 + length;
    }
}

static enum ws_status read_member(struct member *out, struct archive *archive, const uint8_t *entry,
                                  const uint8_t *end, struct ws_error *err)
{
    struct input *in = archive->in;
    size_t name = (size_t)little(entry + 28, 2), extra = (size_t)little(entry + 30, 2);
    if (name + extra > (size_t)(end - entry) - ENTRY_SIZE)
        return input_fail(in, WS_BAD_DATA, err, "its directory is damaged; get it again");
    if (!is_plain_name((const char *)entry + ENTRY_SIZE, name))
        return input_fail(in, WS_BAD_DATA, err,
                          "a member's name is none of a workbook's: %.*s; save it again from a "
                          "spreadsheet",
                          (int)(name < 80 ? name : 80), (const char *)entry + ENTRY_SIZE);
    memcpy(out->name, entry + ENTRY_SIZE, name);
    out->name[name] = '\0';
    if (little(entry + 8, 2) & 1)
        return input_fail(in, WS_BAD_DATA, err, "%s is encrypted; save it without a password",
                          out->name);
    uint64_t method = little(entry + 10, 2);
    if (method != 0 && method != 8)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s is packed in a way that is not a workbook's (%" PRIu64
                          "); save it again",
                          out->name, method);
    out->packed = little(entry + 20, 4);
    out->size = little(entry + 24, 4);
    read_long_sizes(out, entry + ENTRY_SIZE + name, extra);
    return WS_OK;
}

static enum ws_status check_sizes(const struct archive *archive, struct ws_error *err)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < archive->count; i++) {
        const struct member *member = &archive->members[i];
        if (member->packed > archive->size)
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "is cut off: %s has %" PRIu64 " bytes, the file %zu; get it again",
                              member->name, member->packed, archive->size);
        total = member->size > BYTES_MOST ? UINT64_MAX : total + member->size;
        if (total > BYTES_MOST)
            return input_fail(archive->in, WS_TOO_LARGE, err,
                              "would unpack to more than %u MB; save the sheet as CSV",
                              BYTES_MOST >> 20);
        if (member->size > RATIO_FROM && member->size / RATIO_MOST > member->packed)
            return input_fail(archive->in, WS_TOO_LARGE, err,
                              "%s would unpack to %" PRIu64 " times its size; expected at most "
                              "%u: save the sheet as CSV",
                              member->name,
                              member->packed ? member->size / member->packed : member->size,
                              RATIO_MOST);
    }
    /* Cells are held unpacked, and once more as rows. */
    return source_check_memory(archive->in, 3 * total, err);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static enum ws_status check_twins(struct archive *archive, struct ws_error *err)
{
    qsort(archive->members, archive->count, sizeof *archive->members, compare_names);
    for (uint32_t i = 1; i < archive->count; i++)
        if (strcmp(archive->members[i - 1].name, archive->members[i].name) == 0)
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "has two members of the name %s; save it again",
                              archive->members[i].name);
    return WS_OK;
}

static enum ws_status read_directory(struct archive *archive, struct ws_error *err)
{
    struct input *in = archive->in;
    const uint8_t *end = find_end(archive);
    if (!end)
        return input_fail(in, WS_BAD_DATA, err,
                          "is cut off: an archive or workbook without its directory at the end; "
                          "get it again");
    uint64_t count = little(end + 10, 2), at = little(end + 16, 4), size = little(end + 12, 4);
    if (count > MEMBERS_MOST)
        return input_fail(in, WS_TOO_LARGE, err, "has %" PRIu64 " members; expected at most %u",
                          count, MEMBERS_MOST);
    if (at > archive->size || size > (size_t)(end - archive->bytes) ||
        at + size > (size_t)(end - archive->bytes))
        return input_fail(in, WS_BAD_DATA, err, "its directory is damaged; get it again");
    archive->members = mem_array((size_t)count, sizeof *archive->members);
    if (!archive->members)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %" PRIu64 " members", in->file,
                         count);
    const uint8_t *entry = archive->bytes + at;
    for (; archive->count < count; archive->count++) {
        if (end - entry < (ptrdiff_t)ENTRY_SIZE || memcmp(entry, "PK\x01\x02", 4) != 0)
            return input_fail(in, WS_BAD_DATA, err, "its directory is damaged; get it again");
        enum ws_status st =
            read_member(&archive->members[archive->count], archive, entry, end, err);
        if (st)
            return st;
        entry += ENTRY_SIZE + little(entry + 28, 2) + little(entry + 30, 2) + little(entry + 32, 2);
        if (entry > end)
            return input_fail(in, WS_BAD_DATA, err, "its directory is damaged; get it again");
    }
    return check_twins(archive, err);
}

static bool has_member(const struct archive *archive, const char *name)
{
    for (uint32_t i = 0; i < archive->count; i++)
        if (strcasecmp(archive->members[i].name, name) == 0)
            return true;
    return false;
}

static enum ws_status check_kind(const struct archive *archive, struct ws_error *err)
{
    if (has_member(archive, "xl/workbook.xml"))
        return WS_OK;
    if (has_member(archive, "xl/workbook.bin"))
        return input_fail(archive->in, WS_BAD_DATA, err,
                          "is a binary workbook (.xlsb); save it as XLSX or CSV");
    if (has_member(archive, "content.xml") && has_member(archive, "mimetype"))
        return input_fail(archive->in, WS_BAD_DATA, err,
                          "is an OpenDocument file; save it as XLSX or CSV");
    if (has_member(archive, "doc.kml"))
        return input_fail(archive->in, WS_BAD_DATA, err,
                          "is a KMZ file; save it as GeoPackage, GeoJSON, Shapefile or FlatGeobuf");
    return input_fail(archive->in, WS_BAD_DATA, err,
                      "is an archive (zip); unpack it first and name a file from it");
}

/* ---- the members --------------------------------------------------------------------- */

/* Finds "<!DOCTYPE" and "<!ENTITY" across chunks; bytes 0 are passed over, so
 * UTF-16 shows too. */
struct finder {
    size_t doctype, entity;
};

static bool step(size_t *state, const char *word, char c)
{
    *state = c == word[*state] ? *state + 1 : (size_t)(c == word[0]);
    return !word[*state];
}

static bool finds_entities(struct finder *finder, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] && (step(&finder->doctype, "<!DOCTYPE", (char)bytes[i]) ||
                         step(&finder->entity, "<!ENTITY", (char)bytes[i])))
            return true;
    return false;
}

static bool is_archive(const uint8_t *bytes, size_t size)
{
    return size >= 4 &&
           (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "Rar!", 4) == 0 ||
            memcmp(bytes, "7z\xbc\xaf", 4) == 0 || memcmp(bytes, "\x1f\x8b\x08", 3) == 0);
}

static enum ws_status unpack(struct archive *archive, const struct member *member, VSILFILE *file,
                             struct ws_error *err)
{
    uint8_t bytes[16384];
    struct finder finder = {0};
    uint64_t total = 0;
    bool is_xml = ends_with(member->name, ".xml") || ends_with(member->name, ".rels");
    for (size_t got; (got = VSIFReadL(bytes, 1, sizeof bytes, file)) > 0; total += got) {
        if (!total && is_archive(bytes, got))
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "%s is an archive inside the workbook; save the sheet as CSV",
                              member->name);
        if (total + got > member->size)
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "is damaged: %s unpacks to more than the %" PRIu64
                              " bytes it states; save it again",
                              member->name, member->size);
        if (is_xml && finds_entities(&finder, bytes, got))
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "%s declares entities (DOCTYPE), which no spreadsheet does; save it "
                              "again from one",
                              member->name);
    }
    if (archive->in->io->library.count || total != member->size)
        return input_fail(archive->in, WS_BAD_DATA, err,
                          "is damaged: %s unpacks to %" PRIu64 " bytes, it states %" PRIu64
                          "; get it again",
                          member->name, total, member->size);
    return WS_OK;
}

static enum ws_status unpack_all(struct archive *archive, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < archive->count; i++) {
        const struct member *member = &archive->members[i];
        char path[sizeof archive->path + NAME_MOST + 16];
        if (ends_with(member->name, "/"))
            continue;
        snprintf(path, sizeof path, "/vsizip/%s/%s", archive->path, member->name);
        VSILFILE *file = VSIFOpenL(path, "rb");
        if (!file)
            return input_fail(archive->in, WS_BAD_DATA, err,
                              "is damaged: %s cannot be unpacked; get it again", member->name);
        st = unpack(archive, member, file, err);
        VSIFCloseL(file);
    }
    return st;
}

/* ---- the whole ------------------------------------------------------------------------- */

static enum ws_status read_file(struct input *in, size_t *size, struct ws_error *err)
{
    struct file_reader reader = {0};
    enum ws_status st = file_reader_open(&reader, in->source->path, err);
    if (st)
        return st;
    if (reader.size > BYTES_MOST)
        st = input_fail(in, WS_TOO_LARGE, err,
                        "an archive or workbook of more than %u MB; save the sheet as CSV",
                        BYTES_MOST >> 20);
    else if (!(in->book = mem_array((size_t)reader.size, 1)))
        st = error_set(err, WS_NO_MEMORY, "%s: no memory for its %" PRIu64 " bytes", in->file,
                       reader.size);
    *size = (size_t)reader.size;
    for (uint64_t at = 0; !st && at < reader.size;) {
        uint64_t left = reader.size - at;
        size_t part = left < FILE_READER_ROOM ? (size_t)left : FILE_READER_ROOM;
        const uint8_t *bytes = file_reader_at(&reader, at, part);
        if (!bytes)
            st = input_fail(in, WS_BAD_DATA, err, "changed while it was read; run again");
        else
            memcpy(in->book + at, bytes, part);
        at += part;
    }
    file_reader_close(&reader);
    return st;
}

enum ws_status archive_mount(struct input *in, struct ws_error *err)
{
    struct archive archive = {.in = in};
    enum ws_status st = read_file(in, &archive.size, err);
    archive.bytes = in->book;
    if (!st)
        st = read_directory(&archive, err);
    if (!st)
        st = check_kind(&archive, err);
    if (!st)
        st = check_sizes(&archive, err);
    if (!st) {
        /* Under a name of its own: the library remembers directories by name. */
        snprintf(archive.path, sizeof archive.path, MOUNT "%p-%.16s.xlsx", (void *)in->book,
                 input_record(in)->sha256);
        memcpy(in->path, archive.path, sizeof archive.path);
        VSILFILE *file = VSIFileFromMemBuffer(in->path, in->book, archive.size, FALSE);
        if (file)
            VSIFCloseL(file);
        st = file ? unpack_all(&archive, err)
                  : error_set(err, WS_NO_MEMORY, "%s: no memory to unpack it", in->file);
    }
    mem_free(archive.members);
    return st;
}

void archive_unmount(struct input *in)
{
    /* Only ever our own name: this call would also take away a file on disk. */
    if (strncmp(in->path, MOUNT, sizeof MOUNT - 1) == 0)
        VSIUnlink(in->path);
    mem_free(in->book);
    in->book = NULL;
}
