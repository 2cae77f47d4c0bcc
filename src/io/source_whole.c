/* Is a file whole? Lengths and counts that it states, against what is there. */
#include "io/source.h"

#include "base/error.h"

#include <inttypes.h>
#include <string.h>

static uint64_t little(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    while (size--)
        value = value << 8 | bytes[size];
    return value;
}

static uint64_t big(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return value;
}

static enum ws_status is_cut(const char *file, uint64_t needs, uint64_t has, const char *what,
                             struct ws_error *err)
{
    return error_set(err, WS_BAD_DATA,
                     "%s: is cut off: %s %" PRIu64 " bytes, the file has %" PRIu64 "; get it again",
                     file, what, needs, has);
}

static enum ws_status is_damaged(const char *file, const char *what, struct ws_error *err)
{
    return error_set(err, WS_BAD_DATA, "%s: is damaged: %s; get it again", file, what);
}

/* ---- GeoPackage --------------------------------------------------------------------- */

enum ws_status whole_geopackage(const char *path, const char *file, struct ws_error *err)
{
    struct file_reader reader = {0};
    enum ws_status st = file_reader_open(&reader, path, err);
    if (st)
        return st;
    const uint8_t *head = file_reader_at(&reader, 0, 100);
    if (!head) {
        st = is_cut(file, 100, reader.size, "its header alone has", err);
        goto done;
    }
    uint64_t page = big(head + 16, 2), pages = big(head + 28, 4);
    page = page == 1 ? 65536 : page;
    if (page < 512 || (page & (page - 1)))
        st = is_damaged(file, "its pages have no possible size", err);
    else if (big(head + 24, 4) == big(head + 92, 4) && page * pages > reader.size)
        st = is_cut(file, page * pages, reader.size, "its header states", err);
    else if (reader.size % page)
        st = is_cut(file, (reader.size / page + 1) * page, reader.size, "whole pages are", err);
done:
    file_reader_close(&reader);
    return st;
}

/* ---- FlatGeobuf: header, index, features with their sizes in front --------------------- */

#define FGB_HEADER_MOST (10u << 20)
#define FGB_NODE_SIZE 40u

struct fgb {
    uint64_t count, node; /* features, 0: not known; width of the index, 0: none */
    uint64_t features_at;
};

/* The place of a field of a flatbuffer table, or 0: its default. */
static uint64_t fgb_field(struct file_reader *reader, uint64_t table, unsigned field)
{
    const uint8_t *at = file_reader_at(reader, table, 4);
    int64_t back = at ? (int32_t)(uint32_t)little(at, 4) : 0;
    int64_t vtable = (int64_t)table - back;
    at = vtable > 0 ? file_reader_at(reader, (uint64_t)vtable, 2) : NULL;
    if (!at || little(at, 2) < 6 + 2 * (uint64_t)field)
        return 0;
    at = file_reader_at(reader, (uint64_t)vtable + 4 + 2 * (uint64_t)field, 2);
    uint64_t offset = at ? little(at, 2) : 0;
    return offset ? table + offset : 0;
}

static uint64_t fgb_index_size(uint64_t count, uint64_t node)
{
    uint64_t level = count, nodes = count;
    if (!count || node < 2)
        return 0;
    do {
        level = (level + node - 1) / node;
        nodes += level;
    } while (level > 1);
    return nodes * FGB_NODE_SIZE;
}

static enum ws_status fgb_header(struct fgb *out, struct file_reader *reader, const char *file,
                                 struct ws_error *err)
{
    const uint8_t *at = file_reader_at(reader, 8, 8);
    if (!at)
        return is_cut(file, 16, reader->size, "its header has at least", err);
    uint64_t size = little(at, 4), table = 12 + little(at + 4, 4);
    if (size > FGB_HEADER_MOST || table > 12 + size)
        return is_damaged(file, "its header has no possible size", err);
    if (12 + size > reader->size)
        return is_cut(file, 12 + size, reader->size, "its header ends at", err);
    uint64_t count_at = fgb_field(reader, table, 8), node_at = fgb_field(reader, table, 9);
    const uint8_t *count = count_at ? file_reader_at(reader, count_at, 8) : NULL;
    out->count = count ? little(count, 8) : 0;
    const uint8_t *node = node_at ? file_reader_at(reader, node_at, 2) : NULL;
    out->node = node ? little(node, 2) : 16;
    if (out->count > reader->size / 4)
        return is_cut(file, out->count * 4, reader->size, "its features need at least", err);
    out->features_at = 12 + size + fgb_index_size(out->count, out->node);
    return WS_OK;
}

static enum ws_status fgb_features(const struct fgb *fgb, struct file_reader *reader,
                                   const char *file, struct ws_error *err)
{
    uint64_t at = fgb->features_at, count = 0;
    while (at < reader->size) {
        const uint8_t *bytes = file_reader_at(reader, at, 4);
        at += 4 + (bytes ? little(bytes, 4) : 0);
        count += bytes && at <= reader->size;
        if (!bytes)
            break;
    }
    if (at > reader->size && fgb->count)
        return error_set(err, WS_BAD_DATA,
                         "%s: is cut off: %" PRIu64 " whole features, its header states %" PRIu64
                         "; get it again",
                         file, count, fgb->count);
    if (at > reader->size)
        return is_cut(file, at, reader->size, "its last feature ends at", err);
    if (fgb->count && count != fgb->count)
        return error_set(err, WS_BAD_DATA,
                         "%s: %" PRIu64 " features, its header states %" PRIu64
                         ": it is cut off or damaged; get it again",
                         file, count, fgb->count);
    return WS_OK;
}

enum ws_status whole_flatgeobuf(const char *path, const char *file, struct ws_error *err)
{
    struct file_reader reader = {0};
    struct fgb fgb = {0};
    enum ws_status st = file_reader_open(&reader, path, err);
    if (!st)
        st = fgb_header(&fgb, &reader, file, err);
    if (!st)
        st = fgb_features(&fgb, &reader, file, err);
    file_reader_close(&reader);
    return st;
}

/* ---- OpenStreetMap: blobs, each with a header that states its size ------------------------ */

static bool read_varint(uint64_t *out, const uint8_t *bytes, size_t size, size_t *at)
{
    *out = 0;
    for (unsigned shift = 0; *at < size && shift < 64; shift += 7) {
        uint8_t byte = bytes[(*at)++];
        *out |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

/* Size of the blob that follows: field 3 of its header. */
static bool blob_size(uint64_t *out, const uint8_t *header, size_t size)
{
    uint64_t key, value;
    size_t at = 0;
    while (at < size) {
        if (!read_varint(&key, header, size, &at) || !read_varint(&value, header, size, &at))
            return false;
        if (key == 0x18) {
            *out = value;
            return true;
        }
        if ((key & 7) != 2 || value > size - at)
            return false;
        at += (size_t)value;
    }
    return false;
}

enum ws_status whole_osm(const char *path, const char *file, struct ws_error *err)
{
    struct file_reader reader = {0};
    enum ws_status st = file_reader_open(&reader, path, err);
    uint64_t at = 0;
    while (!st && at < reader.size) {
        const uint8_t *bytes = file_reader_at(&reader, at, 4);
        uint64_t header = bytes ? big(bytes, 4) : 0, blob = 0;
        if (bytes && header > 32768) {
            st = is_damaged(file, "the header of a block has no possible size", err);
            break;
        }
        bytes = bytes ? file_reader_at(&reader, at + 4, (size_t)header) : NULL;
        if (!bytes)
            st = is_cut(file, at + 4 + header, reader.size, "a block's header ends at", err);
        else if (!blob_size(&blob, bytes, (size_t)header) || blob > (32u << 20))
            st = is_damaged(file, "a block does not state its size", err);
        else if (blob > reader.size - (at + 4 + header))
            st = is_cut(file, at + 4 + header + blob, reader.size, "a block ends at", err);
        at += 4 + header + blob;
    }
    file_reader_close(&reader);
    return st;
}

/* ---- GeoTIFF: tags and blocks must lie in the file ------------------------------------------ */

struct tiff {
    struct file_reader reader;
    bool is_big_endian, is_big;
    uint64_t width, height, bits, samples, compression, block_rows, tile_width, tile_height;
    uint64_t offsets_at, offset_size, offset_count, counts_at, count_size, count_count;
    uint64_t planes; /* 2: each sample in blocks of its own */
};

static uint64_t tiff_number(const struct tiff *tiff, const uint8_t *bytes, size_t size)
{
    return tiff->is_big_endian ? big(bytes, size) : little(bytes, size);
}

static size_t tiff_type_size(uint64_t type)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizeof sizes ? sizes[type] : 0;
}

static void tiff_note(struct tiff *tiff, uint64_t tag, uint64_t type_size, uint64_t count,
                      uint64_t at)
{
    const uint8_t *bytes = file_reader_at(&tiff->reader, at, (size_t)type_size);
    uint64_t value = bytes ? tiff_number(tiff, bytes, (size_t)type_size) : 0;
    switch (tag) {
    case 256:
        tiff->width = value;
        break;
    case 257:
        tiff->height = value;
        break;
    case 258:
        tiff->bits = value;
        break;
    case 259:
        tiff->compression = value;
        break;
    case 277:
        tiff->samples = value;
        break;
    case 278:
        tiff->block_rows = value;
        break;
    case 284:
        tiff->planes = value;
        break;
    case 322:
        tiff->tile_width = value;
        break;
    case 323:
        tiff->tile_height = value;
        break;
    case 273:
    case 324:
        tiff->offsets_at = at;
        tiff->offset_size = type_size;
        tiff->offset_count = count;
        break;
    case 279:
    case 325:
        tiff->counts_at = at;
        tiff->count_size = type_size;
        tiff->count_count = count;
        break;
    default:
        break;
    }
}

static enum ws_status tiff_tags(struct tiff *tiff, const char *file, struct ws_error *err)
{
    struct file_reader *reader = &tiff->reader;
    size_t word = tiff->is_big ? 8 : 4, entry = tiff->is_big ? 20 : 12;
    const uint8_t *bytes = file_reader_at(reader, tiff->is_big ? 8 : 4, word);
    uint64_t at = bytes ? tiff_number(tiff, bytes, word) : 0;
    bytes = at ? file_reader_at(reader, at, tiff->is_big ? 8 : 2) : NULL;
    if (!bytes)
        return is_cut(file, at + 8, reader->size, "its list of tags is at", err);
    uint64_t count = tiff_number(tiff, bytes, tiff->is_big ? 8 : 2);
    at += tiff->is_big ? 8 : 2;
    if (count > 4096)
        return is_damaged(file, "its list of tags has no possible size", err);
    for (uint64_t i = 0; i < count; i++, at += entry) {
        bytes = file_reader_at(reader, at, entry);
        if (!bytes)
            return is_cut(file, at + entry, reader->size, "its list of tags ends at", err);
        uint64_t tag = tiff_number(tiff, bytes, 2);
        uint64_t size = tiff_type_size(tiff_number(tiff, bytes + 2, 2));
        uint64_t items = tiff_number(tiff, bytes + 4, word), where = at + 4 + word;
        if (size && items > word / size) {
            where = tiff_number(tiff, bytes + 4 + word, word);
            if (items > reader->size / size || where > reader->size ||
                items * size > reader->size - where)
                return is_cut(file, items > reader->size / size ? items : where + items * size,
                              reader->size, "the values of a tag end at", err);
        }
        if (size && items)
            tiff_note(tiff, tag, size, items, where);
    }
    return WS_OK;
}

/* How many blocks the raster must have; 0: it states no possible size. */
static uint64_t tiff_blocks(const struct tiff *tiff)
{
    uint64_t sets = tiff->planes == 2 && tiff->samples ? tiff->samples : 1;
    if (!tiff->width || !tiff->height || tiff->width > INT32_MAX || tiff->height > INT32_MAX)
        return 0;
    if (sets > UINT16_MAX)
        return 0;
    if (tiff->tile_width && tiff->tile_height) {
        uint64_t tiles = ((tiff->width - 1) / tiff->tile_width + 1) *
                         ((tiff->height - 1) / tiff->tile_height + 1);
        return tiles <= UINT32_MAX ? tiles * sets : 0;
    }
    uint64_t rows = tiff->block_rows ? tiff->block_rows : tiff->height;
    return ((tiff->height - 1) / rows + 1) * sets;
}

static enum ws_status tiff_check_blocks(struct tiff *tiff, const char *file, struct ws_error *err)
{
    struct file_reader *reader = &tiff->reader;
    uint64_t blocks = tiff_blocks(tiff), stored = 0;
    bool is_sparse = false;
    if (!blocks || tiff->offset_count != tiff->count_count || tiff->offset_count < blocks)
        return error_set(err, WS_BAD_DATA,
                         "%s: is damaged: %" PRIu64 " by %" PRIu64 " cells need %" PRIu64
                         " blocks, its header lists %" PRIu64 "; get it again",
                         file, tiff->width, tiff->height, blocks, tiff->offset_count);
    for (uint64_t i = 0; i < blocks; i++) {
        const uint8_t *bytes = file_reader_at(reader, tiff->offsets_at + i * tiff->offset_size,
                                              (size_t)tiff->offset_size);
        uint64_t at = bytes ? tiff_number(tiff, bytes, (size_t)tiff->offset_size) : 0;
        bytes = file_reader_at(reader, tiff->counts_at + i * tiff->count_size,
                               (size_t)tiff->count_size);
        uint64_t size = bytes ? tiff_number(tiff, bytes, (size_t)tiff->count_size) : 0;
        is_sparse = is_sparse || !at || !size;
        stored += size;
        if (at > reader->size || size > reader->size - at)
            return is_cut(file, at > UINT64_MAX - size ? at : at + size, reader->size,
                          "its cells end at", err);
    }
    double needs = (double)tiff->width * (double)tiff->height * (double)tiff->bits / 8.0;
    if (tiff->compression <= 1 && !is_sparse && (double)stored < needs)
        return is_cut(file, (uint64_t)needs, reader->size, "its cells need", err);
    return WS_OK;
}

enum ws_status whole_tiff(const char *path, const char *file, struct ws_error *err)
{
    struct tiff tiff = {.bits = 1, .samples = 1, .compression = 1};
    enum ws_status st = file_reader_open(&tiff.reader, path, err);
    if (st)
        return st;
    const uint8_t *head = file_reader_at(&tiff.reader, 0, 16);
    if (head) {
        tiff.is_big_endian = head[0] == 'M';
        tiff.is_big = head[tiff.is_big_endian ? 3 : 2] == 0x2b;
        st = tiff_tags(&tiff, file, err);
    } else {
        st = is_cut(file, 16, tiff.reader.size, "its header has", err);
    }
    if (!st)
        st = tiff_check_blocks(&tiff, file, err);
    file_reader_close(&tiff.reader);
    return st;
}
