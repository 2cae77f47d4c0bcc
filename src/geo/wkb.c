#include "geo/wkb.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6 };

struct wkb {
    const uint8_t *bytes;
    size_t size, at;
    bool is_little;
    uint32_t kind, dimensions; /* of the geometry begun last */
};

static bool read_bytes(struct wkb *wkb, uint8_t *to, size_t count)
{
    if (wkb->size - wkb->at < count)
        return false;
    for (size_t i = 0; i < count; i++)
        to[wkb->is_little ? i : count - 1 - i] = wkb->bytes[wkb->at + i];
    wkb->at += count;
    return true;
}

static bool read_count(struct wkb *wkb, uint32_t *value)
{
    uint8_t b[4];
    if (!read_bytes(wkb, b, sizeof b))
        return false;
    *value = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    return true;
}

static bool read_double(struct wkb *wkb, double *value)
{
    uint8_t b[8];
    if (!read_bytes(wkb, b, sizeof b))
        return false;
    uint64_t bits = 0;
    for (int i = 7; i >= 0; i--)
        bits = bits << 8 | b[i];
    memcpy(value, &bits, sizeof bits);
    return true;
}

/* Byte order and type. Z and M stand in the thousands (ISO) or in high bits. */
static bool read_head(struct wkb *wkb)
{
    uint8_t order;
    uint32_t type, srid;
    if (!read_bytes(wkb, &order, 1) || order > 1)
        return false;
    wkb->is_little = order == 1;
    if (!read_count(wkb, &type) || ((type & 0x20000000u) && !read_count(wkb, &srid)))
        return false;
    uint32_t plain = type & 0x1fffffffu, more = plain / 1000;
    bool has_z = (type & 0x80000000u) || (more & 1), has_m = (type & 0x40000000u) || (more & 2);
    wkb->kind = more > 3 ? 0 : plain % 1000;
    wkb->dimensions = 2u + has_z + has_m;
    return true;
}

static enum ws_status broken(const struct wkb *wkb, struct ws_error *err)
{
    return error_set(err, WS_BAD_DATA, "geometry is broken at byte %zu of %zu; expected WKB",
                     wkb->at, wkb->size);
}

static enum ws_status read_vertices(struct wkb *wkb, double *xy_m, size_t count,
                                    struct ws_error *err)
{
    double passed_over;
    for (size_t v = 0; v < count; v++, xy_m += 2) {
        bool is_read = read_double(wkb, xy_m) && read_double(wkb, xy_m + 1);
        for (uint32_t more = 2; more < wkb->dimensions; more++)
            is_read = is_read && read_double(wkb, &passed_over);
        if (!is_read)
            return broken(wkb, err);
        if (!point_is_sane(xy_m[0], xy_m[1]))
            return error_set(err, WS_BAD_DATA,
                             "vertex %zu of a ring is (%g, %g); expected finite metres, at most %g",
                             v + 1, xy_m[0], xy_m[1], PLANE_FARTHEST_M);
    }
    return WS_OK;
}

static enum ws_status read_ring(struct wkb_reader *reader, struct wkb *wkb, bool is_hole,
                                bool *is_empty, struct ws_error *err)
{
    uint32_t count;
    if (!read_count(wkb, &count) || count > (wkb->size - wkb->at) / (8 * wkb->dimensions))
        return broken(wkb, err);
    *is_empty = count == 0;
    if (!count)
        return WS_OK;
    if (mem_grow(&reader->xy_m, &reader->xy_cap, 2 * (size_t)count, sizeof *reader->xy_m))
        return error_set(err, WS_NO_MEMORY, "no memory for a ring of %" PRIu32 " vertices", count);
    double *xy_m = reader->xy_m;
    enum ws_status st = read_vertices(wkb, xy_m, count, err);
    if (st)
        return st;
    const double *last = xy_m + 2 * ((size_t)count - 1);
    bool is_open = xy_m[0] != last[0] || xy_m[1] != last[1];
    if (count < 4u - is_open)
        return error_set(err, WS_BAD_DATA, "ring of %" PRIu32 " vertices; expected at least 4",
                         count);
    reader->has_open_ring |= is_open;
    return areas_ring(&reader->drawing, xy_m, count, is_hole, err);
}

static enum ws_status read_part(struct wkb_reader *reader, struct wkb *wkb, struct ws_error *err)
{
    uint32_t ring_count;
    if (!read_count(wkb, &ring_count) || ring_count > (wkb->size - wkb->at) / 4)
        return broken(wkb, err);
    bool has_shell = false;
    for (uint32_t r = 0; r < ring_count; r++) {
        bool is_empty;
        enum ws_status st = read_ring(reader, wkb, r > 0, &is_empty, err);
        if (st)
            return st;
        if (r == 0)
            has_shell = !is_empty;
        else if (!has_shell && !is_empty)
            return error_set(err, WS_BAD_DATA, "polygon has a hole and no shell");
    }
    return WS_OK;
}

static enum ws_status read_geometry(struct wkb_reader *reader, struct wkb *wkb,
                                    struct ws_error *err)
{
    if (!read_head(wkb))
        return broken(wkb, err);
    if (wkb->kind == WKB_POLYGON)
        return read_part(reader, wkb, err);
    if (wkb->kind != WKB_MULTIPOLYGON)
        return error_set(err, WS_BAD_DATA,
                         "geometry is of WKB type %" PRIu32 "; expected %d, a polygon, or %d, a "
                         "multipolygon",
                         wkb->kind, WKB_POLYGON, WKB_MULTIPOLYGON);
    uint32_t part_count;
    if (!read_count(wkb, &part_count))
        return broken(wkb, err);
    for (uint32_t part = 0; part < part_count; part++) {
        if (!read_head(wkb) || wkb->kind != WKB_POLYGON)
            return broken(wkb, err);
        enum ws_status st = read_part(reader, wkb, err);
        if (st)
            return st;
    }
    return WS_OK;
}

/* An empty drawing that keeps its memory. */
static void clear(struct wkb_reader *reader)
{
    reader->drawing.areas.count = 0;
    reader->drawing.ring_count = 0;
    reader->drawing.xy_count = 0;
    reader->has_open_ring = false;
}

enum ws_status wkb_read(struct wkb_reader *reader, const uint8_t *bytes, size_t size,
                        struct ws_error *err)
{
    assert(reader && (bytes || !size));
    struct wkb wkb = {.bytes = bytes, .size = size};
    clear(reader);
    enum ws_status st = areas_begin(&reader->drawing, 0, err);
    if (!st)
        st = read_geometry(reader, &wkb, err);
    if (!st && wkb.at != size)
        st = broken(&wkb, err);
    return st;
}

void wkb_release(struct wkb_reader *reader)
{
    if (!reader)
        return;
    areas_release(&reader->drawing.areas);
    mem_free(reader->xy_m);
    *reader = (struct wkb_reader){0};
}
