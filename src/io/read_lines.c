/* Geometry of roads: vertices in the working CRS and the length along them on
 * the ellipsoid of the data's own system; and words counted on the way. */
#include "io/read_lines.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VERTICES (1 << 28)
/* No road runs straight for so long; a ferry may, and a given length vouches. */
#define LEAP_M 200e3

enum ws_status line_open(struct line_buffer *buffer, struct input *in, struct ws_error *err)
{
    *buffer = (struct line_buffer){
        .ellipsoid = in->crs.ellipsoid, .degree = 1.0, .is_degrees = in->crs.is_degrees};
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

/* Geodesic length from the first vertex to each. False when a vertex has no
 * place on the ellipsoid. */
static bool measure(const struct line_buffer *buffer, OGRCoordinateTransformationH to_degrees,
                    int count, double *lon, double *lat, double *at_m)
{
    if (to_degrees && !OCTTransform(to_degrees, count, lon, lat, NULL))
        return false;
    geodesic_along_m(at_m, &buffer->ellipsoid, buffer->degree, (size_t)count, lon, lat);
    return isfinite(at_m[count - 1]);
}

bool line_measure(struct line_room *room, size_t count, const struct crs *crs,
                  const struct line_buffer *buffer, OGRCoordinateTransformationH to_degrees,
                  const char **why)
{
    *why = "a vertex has no place on the ellipsoid";
    memcpy(room->lon, room->x, count * sizeof *room->x);
    memcpy(room->lat, room->y, count * sizeof *room->y);
    memcpy(room->own, room->x, count * sizeof *room->x);
    memcpy(room->own + count, room->y, count * sizeof *room->y);
    return crs_move(crs, count, room->x, room->y, why) &&
           measure(buffer, to_degrees, (int)count, room->lon, room->lat, room->at_m);
}

static void grow_boxes(struct input *in, int count, const struct line_room *room)
{
    for (int i = 0; i < count; i++) {
        box_add(&in->source_box, room->own[i], room->own[count + i]);
        box_add(&in->box, room->x[i], room->y[i]);
    }
}

/* ---- what is wrong with the vertices ----------------------------------------------------------
 */

static void count_one(struct line_tally *tally, int64_t fid)
{
    if (tally->count++ == 0)
        tally->first_fid = fid;
}

bool line_is_origin(double x, double y)
{
    return fabs(x) < 1e-9 && fabs(y) < 1e-9;
}

/* Takes vertices at 0,0 out of a line that lies far from there: a lost number
 * becomes 0 in many programs. Returns how many are left. */
static int drop_origin(struct line_buffer *buffer, int64_t fid, int count, double *x, double *y)
{
    double far = buffer->is_degrees ? 5.0 : 1e5, away = 0.0;
    int kept = 0;
    bool has_origin = false;
    for (int i = 0; i < count; i++) {
        has_origin |= line_is_origin(x[i], y[i]);
        away = fmax(away, fmax(fabs(x[i]), fabs(y[i])));
    }
    if (!has_origin || (away < far && away > 0.0))
        return count;
    for (int i = 0; i < count; i++) {
        if (line_is_origin(x[i], y[i])) {
            count_one(&buffer->at_origin, fid);
            continue;
        }
        x[kept] = x[i];
        y[kept++] = y[i];
    }
    if (kept < 2)
        count_one(&buffer->lost, fid);
    return kept;
}

/* An edge of more than half the globe: longitudes 179.9 and -179.9 are neighbours
 * on the ground, and no plane shows them so. */
static bool crosses_antimeridian(const struct line_buffer *buffer, int count, const double *lon,
                                 const double *own)
{
    for (int i = 1; i < count; i++)
        if (fabs(lon[i] - lon[i - 1]) * buffer->degree > 180.0 &&
            (buffer->is_degrees || fabs(own[i] - own[i - 1]) > 1e6))
            return true;
    return false;
}

static bool leaps(const struct line_row *row, int count, const double *at_m)
{
    if ((row->flags & LINE_FERRY) || !isnan(row->length_m))
        return false;
    for (int i = 1; i < count; i++)
        if (at_m[i] - at_m[i - 1] > LEAP_M)
            return true;
    return false;
}

/* A given length below the straight line is no length of this road. */
static bool length_is_short(struct line_buffer *buffer, const struct line_row *row, int count,
                            const double *lon, const double *lat, double *straight_m)
{
    double unit = buffer->degree;
    if (isnan(row->length_m))
        return false;
    *straight_m = geodesic_m(&buffer->ellipsoid, lon[0] * unit, lat[0] * unit,
                             lon[count - 1] * unit, lat[count - 1] * unit);
    return row->length_m < 0.99 * *straight_m && row->length_m < *straight_m - 1.0;
}

/* ---- lines --------------------------------------------------------------------------------------
 */

void line_lay_room(struct line_room *room, double *numbers, size_t size)
{
    room->x = numbers;
    room->y = room->x + size;
    room->lon = room->y + size;
    room->lat = room->lon + size;
    room->own = room->lat + size;
    room->at_m = room->own + 2 * size;
}

static bool open_room(struct line_room *room, struct line_buffer *buffer, size_t size)
{
    if (mem_grow(&buffer->room, &buffer->cap, LINE_ROOM * size, sizeof *buffer->room))
        return false;
    line_lay_room(room, buffer->room, size);
    return true;
}

static enum ws_status take_vertices(struct line_buffer *buffer, struct input *in,
                                    struct lines_builder *out, const struct line_row *row,
                                    struct line_room *room, int count, uint32_t *taken,
                                    struct ws_error *err)
{
    double straight_m = 0.0;
    if (crosses_antimeridian(buffer, count, room->lon, room->own)) {
        judge_fault(in, row->fid,
                    "an edge runs from longitude %g to %g across the antimeridian; cut the line "
                    "there, or save the layer in a projected CRS",
                    room->lon[0] * buffer->degree, room->lon[count - 1] * buffer->degree);
        return WS_OK;
    }
    if (length_is_short(buffer, row, count, room->lon, room->lat, &straight_m)) {
        judge_fault(in, row->fid,
                    "the given length is %.1f m; expected at least the straight line between its "
                    "ends, %.1f m (is the unit right? --field %s.length=COLUMN names another one)",
                    row->length_m, straight_m, ws_role_name(in->role));
        return WS_OK;
    }
    if (leaps(row, count, room->at_m))
        count_one(&buffer->leaping, row->fid);
    grow_boxes(in, count, room);
    ++*taken;
    return lines_add_xy(out, row, room->x, room->y, room->at_m, (uint32_t)count, err);
}

/* The numbers of a part; *count 0 when it is left out, and then said why. */
static enum ws_status fill_room(struct line_room *room, int *count, struct line_buffer *buffer,
                                struct input *in, const struct line_row *row, OGRGeometryH part,
                                struct ws_error *err)
{
    const char *why;
    if (!open_room(room, buffer, (size_t)*count))
        return error_set(err, WS_NO_MEMORY, "no memory for a line of %d vertices", *count);
    OGR_G_GetPoints(part, room->x, sizeof *room->x, room->y, sizeof *room->y, NULL, 0);
    *count = drop_origin(buffer, row->fid, *count, room->x, room->y);
    if (*count < 2) {
        *count = 0;
    } else if (!line_measure(room, (size_t)*count, &in->crs, buffer, buffer->to_degrees, &why)) {
        judge_fault(in, row->fid, "%s; is %s its CRS? (--crs %s=EPSG:n)", why, in->crs.name,
                    ws_role_name(in->role));
        *count = 0;
    }
    return WS_OK;
}

static enum ws_status add_part(struct line_buffer *buffer, struct input *in,
                               struct lines_builder *out, const struct line_row *row,
                               OGRGeometryH part, uint32_t *taken, struct ws_error *err)
{
    struct line_room room = buffer->ahead.room;
    enum ws_status st = WS_OK;
    int count = OGR_G_GetPointCount(part);
    if (count < 2 || count > MAX_VERTICES) {
        count_one(&buffer->too_short, row->fid);
        return WS_OK;
    }
    if (buffer->ahead.shape != part || buffer->ahead.count != count)
        st = fill_room(&room, &count, buffer, in, row, part, err);
    return st || !count ? st : take_vertices(buffer, in, out, row, &room, count, taken, err);
}

static bool is_lines(OGRGeometryH geometry)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    return type == wkbLineString || type == wkbMultiLineString;
}

/* The lines of a line, of a multi line, of a collection that holds some. */
static enum ws_status add_lines(struct line_buffer *buffer, struct input *in,
                                struct lines_builder *out, const struct line_row *row,
                                OGRGeometryH linear, uint32_t *taken, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (wkbFlatten(OGR_G_GetGeometryType(linear)) == wkbLineString)
        return add_part(buffer, in, out, row, linear, taken, err);
    for (int i = 0; !st && i < OGR_G_GetGeometryCount(linear); i++)
        st = add_part(buffer, in, out, row, OGR_G_GetGeometryRef(linear, i), taken, err);
    return st;
}

static enum ws_status add_collection(struct line_buffer *buffer, struct input *in,
                                     struct lines_builder *out, const struct line_row *row,
                                     OGRGeometryH collection, uint32_t *taken, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < OGR_G_GetGeometryCount(collection); i++) {
        OGRGeometryH member = OGR_G_GetGeometryRef(collection, i);
        if (is_lines(member))
            st = add_lines(buffer, in, out, row, member, taken, err);
        else
            count_one(&buffer->stray, row->fid);
    }
    return st;
}

static bool holds_lines(OGRGeometryH geometry)
{
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
        if (is_lines(OGR_G_GetGeometryRef(geometry, i)))
            return true;
    return false;
}

enum ws_status line_add(struct line_buffer *buffer, struct input *in, struct lines_builder *out,
                        const struct line_row *row, OGRGeometryH geometry, uint32_t *taken,
                        struct ws_error *err)
{
    *taken = 0;
    if (!geometry || OGR_G_IsEmpty(geometry)) {
        count_one(&buffer->too_short, row->fid);
        return WS_OK;
    }
    if (is_lines(geometry))
        return add_lines(buffer, in, out, row, geometry, taken, err);
    OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0.0, NULL);
    enum ws_status st = WS_OK;
    if (linear && is_lines(linear))
        st = add_lines(buffer, in, out, row, linear, taken, err);
    else if (linear && wkbFlatten(OGR_G_GetGeometryType(linear)) == wkbGeometryCollection &&
             holds_lines(linear))
        st = add_collection(buffer, in, out, row, linear, taken, err);
    else
        judge_fault(in, row->fid, "the geometry is a %s; expected a line along the road",
                    OGR_G_GetGeometryName(geometry));
    OGR_G_DestroyGeometry(linear);
    return st;
}

static double part_length_m(struct line_buffer *buffer, OGRGeometryH part)
{
    struct line_room room;
    int count = OGR_G_GetPointCount(part);
    if (count < 2 || count > MAX_VERTICES || !open_room(&room, buffer, (size_t)count))
        return 0.0;
    OGR_G_GetPoints(part, room.lon, sizeof *room.lon, room.lat, sizeof *room.lat, NULL, 0);
    return measure(buffer, buffer->to_degrees, count, room.lon, room.lat, room.at_m)
               ? room.at_m[count - 1]
               : 0.0;
}

double line_length_m(struct line_buffer *buffer, OGRGeometryH geometry)
{
    double sum_m = 0.0;
    if (!geometry || !is_lines(geometry))
        return 0.0;
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbLineString)
        return part_length_m(buffer, geometry);
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
        sum_m += part_length_m(buffer, OGR_G_GetGeometryRef(geometry, i));
    return sum_m;
}

static enum ws_status tell(const struct line_tally *tally, struct input *in, const char *what,
                           const char *effect, struct ws_error *err)
{
    char feature[48];
    if (!tally->count)
        return WS_OK;
    text_copy(feature, sizeof feature, judge_label(in, tally->first_fid));
    return judge_repair(in, tally->count == 1 ? tally->first_fid : -1, effect, err,
                        "%" PRIu64 " %s (first: %s)", tally->count, what, feature);
}

enum ws_status line_finish(struct line_buffer *buffer, struct input *in, struct ws_error *err)
{
    char effect[96];
    snprintf(effect, sizeof effect, "%" PRIu64 " %s left out", buffer->too_short.count,
             buffer->too_short.count == 1 ? "line" : "lines");
    input_record(in)->left_out += buffer->too_short.count + buffer->lost.count;
    input_record(in)->repaired += buffer->at_origin.count;
    enum ws_status st = tell(&buffer->too_short, in, "with less than two vertices", effect, err);
    if (buffer->lost.count)
        snprintf(effect, sizeof effect, "dropped; %" PRIu64 " %s of less than two others left out",
                 buffer->lost.count, buffer->lost.count == 1 ? "line" : "lines");
    else
        snprintf(effect, sizeof effect, "dropped; the roads run on without them");
    if (!st)
        st = tell(&buffer->at_origin, in, "stray vertices at 0,0", effect, err);
    if (!st)
        st = tell(&buffer->leaping, in,
                  "with more than 200 km from a vertex to the next: is one out of place?",
                  "read as drawn", err);
    return st ? st
              : tell(&buffer->stray, in, "members of collections that are no lines", "left out",
                     err);
}

uint16_t line_class(const struct road_rules *rules, const char *word)
{
    for (uint32_t i = 0; i < rules->class_count && i < UINT16_MAX; i++)
        if (!strcmp(rules->classes[i].name, word))
            return (uint16_t)i;
    return UINT16_MAX;
}

bool line_is_driven(const struct road_rules *rules, const char *word)
{
    uint16_t row = line_class(rules, word);
    return row == UINT16_MAX || rules->classes[row].is_drivable;
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
