/* Geometry of roads: vertices in the working CRS and the length along them on
 * the ellipsoid of the data's own system; and words counted on the way. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VERTICES (1 << 28)

enum ws_status line_open(struct line_buffer *buffer, struct input *in, struct ws_error *err)
{
    *buffer = (struct line_buffer){.ellipsoid = in->crs.ellipsoid, .degree = 1.0};
    OGRSpatialReferenceH degrees = OSRCloneGeogCS(in->crs.srs);
    if (!degrees)
        return input_fail(in, WS_BAD_DATA, err, "%s has no geographic system", in->crs.name);
    OSRSetAxisMappingStrategy(degrees, OAMS_TRADITIONAL_GIS_ORDER);
    buffer->degree = OSRGetAngularUnits(degrees, NULL) / (atan(1.0) / 45.0);
    if (!in->crs.is_degrees)
        buffer->to_degrees = OCTNewCoordinateTransformation(in->crs.srs, degrees);
    OSRRelease(degrees);
    if (!in->crs.is_degrees && !buffer->to_degrees)
        return input_fail(in, WS_BAD_DATA, err, "%s cannot be taken back to degrees", in->crs.name);
    return WS_OK;
}

void line_close(struct line_buffer *buffer)
{
    if (buffer->to_degrees)
        OCTDestroyCoordinateTransformation(buffer->to_degrees);
    mem_free(buffer->room);
    *buffer = (struct line_buffer){0};
}

enum ws_status line_finish(struct line_buffer *buffer, struct input *in, struct ws_error *err)
{
    char effect[64];
    if (!buffer->short_count)
        return WS_OK;
    snprintf(effect, sizeof effect, "%" PRIu64 " parts left out", buffer->short_count);
    input_record(in)->left_out += buffer->short_count;
    return judge_repair(in, -1, effect, err, "lines with less than two vertices");
}

/* Geodesic length from the first vertex to each. False when a vertex has no
 * place on the ellipsoid. */
static bool measure(struct line_buffer *buffer, int count, double *lon, double *lat, double *at_m)
{
    if (buffer->to_degrees && !OCTTransform(buffer->to_degrees, count, lon, lat, NULL))
        return false;
    double unit = buffer->degree;
    at_m[0] = 0.0;
    for (int i = 1; i < count; i++)
        at_m[i] = at_m[i - 1] + geodesic_m(&buffer->ellipsoid, lon[i - 1] * unit, lat[i - 1] * unit,
                                           lon[i] * unit, lat[i] * unit);
    return isfinite(at_m[count - 1]);
}

static void grow_boxes(struct input *in, int count, const double *own, const double *xy_m)
{
    for (int i = 0; i < count; i++) {
        box_add(&in->source_box, own[i], own[count + i]);
        box_add(&in->box, xy_m[2 * i], xy_m[2 * i + 1]);
    }
}

static enum ws_status add_part(struct line_buffer *buffer, struct input *in,
                               struct lines_builder *out, const struct line_row *row,
                               OGRGeometryH part, uint32_t *taken, struct ws_error *err)
{
    int count = OGR_G_GetPointCount(part);
    if (count < 2 || count > MAX_VERTICES) {
        buffer->short_count++;
        return WS_OK;
    }
    size_t size = (size_t)count;
    if (mem_grow(&buffer->room, &buffer->cap, 9 * size, sizeof *buffer->room))
        return error_set(err, WS_NO_MEMORY, "no memory for a line of %d vertices", count);
    double *x = buffer->room, *y = x + size, *lon = y + size, *lat = lon + size;
    double *own = lat + size, *at_m = own + 2 * size, *xy_m = at_m + size;
    OGR_G_GetPoints(part, x, sizeof *x, y, sizeof *y, NULL, 0);
    memcpy(lon, x, 2 * size * sizeof *x);
    memcpy(own, x, 2 * size * sizeof *x);
    const char *why = "a vertex has no place on the ellipsoid";
    if (!crs_move(&in->crs, size, x, y, &why) || !measure(buffer, count, lon, lat, at_m)) {
        judge_fault(in, row->fid, "%s; is %s its CRS? (--crs %s=EPSG:n)", why, in->crs.name,
                    ws_role_name(in->role));
        return WS_OK;
    }
    for (size_t i = 0; i < size; i++) {
        xy_m[2 * i] = x[i];
        xy_m[2 * i + 1] = y[i];
    }
    grow_boxes(in, count, own, xy_m);
    ++*taken;
    return lines_add(out, row, xy_m, at_m, (uint32_t)count, err);
}

enum ws_status line_add(struct line_buffer *buffer, struct input *in, struct lines_builder *out,
                        const struct line_row *row, OGRGeometryH geometry, uint32_t *taken,
                        struct ws_error *err)
{
    *taken = 0;
    if (!geometry || OGR_G_IsEmpty(geometry)) {
        buffer->short_count++;
        return WS_OK;
    }
    OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0.0, NULL);
    OGRwkbGeometryType type = linear ? wkbFlatten(OGR_G_GetGeometryType(linear)) : wkbUnknown;
    enum ws_status st = WS_OK;
    if (type == wkbLineString)
        st = add_part(buffer, in, out, row, linear, taken, err);
    for (int i = 0; type == wkbMultiLineString && !st && i < OGR_G_GetGeometryCount(linear); i++)
        st = add_part(buffer, in, out, row, OGR_G_GetGeometryRef(linear, i), taken, err);
    if (type != wkbLineString && type != wkbMultiLineString)
        judge_fault(in, row->fid, "the geometry is a %s; expected a line",
                    OGR_G_GetGeometryName(geometry));
    OGR_G_DestroyGeometry(linear);
    return st;
}

uint16_t line_class(const struct road_rules *rules, const char *word)
{
    for (uint32_t i = 0; i < rules->class_count && i < UINT16_MAX; i++)
        if (!strcmp(rules->classes[i].name, word))
            return (uint16_t)i;
    return UINT16_MAX;
}

/* ---- words ----------------------------------------------------------------------------------- */

enum ws_status words_add(struct tally *tally, const char *word, struct ws_error *err)
{
    char cut[sizeof tally->words->word];
    text_copy(cut, sizeof cut, word);
    for (size_t i = 0; i < tally->count; i++)
        if (!strcmp(tally->words[i].word, cut)) {
            tally->words[i].count++;
            return WS_OK;
        }
    if (tally->count >= 1000) { /* enough to be told; the last one stands for the rest */
        tally->words[999].count++;
        return WS_OK;
    }
    if (mem_grow(&tally->words, &tally->cap, tally->count + 1, sizeof *tally->words))
        return error_set(err, WS_NO_MEMORY, "no memory to count words");
    struct tally_word *added = &tally->words[tally->count++];
    memcpy(added->word, cut, sizeof cut);
    added->count = 1;
    return WS_OK;
}

static int compare_words(const void *left, const void *right)
{
    const struct tally_word *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->word, b->word);
}

void words_text(char *out, size_t room, struct tally *tally, size_t most)
{
    size_t used = 0;
    out[0] = '\0';
    if (tally->count)
        qsort(tally->words, tally->count, sizeof *tally->words, compare_words);
    for (size_t i = 0; i < tally->count && used + 80 < room; i++) {
        if (i == most) {
            snprintf(out + used, room - used, " and %zu more", tally->count - most);
            return;
        }
        used += (size_t)snprintf(out + used, room - used, "%s%s (%" PRIu64 ")", i ? ", " : "",
                                 tally->words[i].word, tally->words[i].count);
    }
}

enum ws_status tally_report(struct tally *tally, struct input *in, const char *what,
                            const char *effect, struct ws_error *err)
{
    char words[520];
    if (!tally->count)
        return WS_OK;
    words_text(words, sizeof words, tally, 10);
    return judge_repair(in, -1, effect, err, "%s: %s", what, words);
}

void words_release(struct tally *tally)
{
    mem_free(tally->words);
    *tally = (struct tally){0};
}
