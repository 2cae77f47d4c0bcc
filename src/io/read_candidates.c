/* Where a new office may stand: points, or a table with coordinates. */
#include "io/read_place.h"
#include "io/register.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct candidate {
    char *id, *name;
    double x_m, y_m;
    int64_t fid;
};

struct candidate_reader {
    int id, name;
    struct place_columns places;
    struct place_doubts doubts;
    size_t count, cap;
    struct candidate *items;
};

static enum ws_status refuse_no_place(struct input *in, struct ws_error *err)
{
    char present[260], why[260], hint[WKT_HINT];
    if (*wkt_hint(hint, in))
        return input_fail(in, WS_BAD_DATA, err, "no points and no coordinate columns%s", hint);
    columns_list(present, sizeof present, in, false);
    place_explain(why, sizeof why, in);
    if (*why)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s; name the columns with --field candidates.x=COLUMN --field "
                          "candidates.y=COLUMN",
                          why);
    return input_fail(in, WS_BAD_DATA, err,
                      "no points and no coordinate columns; it has %s; name them with --field "
                      "candidates.x=COLUMN --field candidates.y=COLUMN",
                      present);
}

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[] = {
        {"id", "id candidateid kandidatid siteid platsid", "", false, false},
        {"name", "name namn ort plats place", "", false, false},
    };
    struct candidate_reader *reader = context;
    enum ws_status st = columns_find(&reader->id, in, &keys[0], NULL, NULL, err);
    if (!st)
        st = columns_find(&reader->name, in, &keys[1], NULL, NULL, err);
    if (st)
        return st;
    if (in->has_geometry) {
        st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
        return st ? st : crs_connect(&in->crs, in, err);
    }
    st = place_find(&reader->places, in, err);
    return st || reader->places.count ? st : refuse_no_place(in, err);
}

/* The row's own coordinates lie far from the municipalities, as with x for y. */
static bool is_doubtful(struct candidate_reader *reader, struct input *in, OGRFeatureH feature)
{
    double own[2];
    if (in->has_geometry ||
        place_cells(own, &reader->places.pairs[0], in, feature, false) != POINT_TAKEN)
        return false;
    return place_doubt(&reader->doubts, in, OGR_F_GetFID(feature), own);
}

static enum ws_status take(struct candidate_reader *reader, struct input *in, OGRFeatureH feature,
                           const double xy[2], struct ws_error *err)
{
    if (mem_grow(&reader->items, &reader->cap, reader->count + 1, sizeof *reader->items))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu candidates", reader->count + 1);
    reader->items[reader->count++] =
        (struct candidate){.id = register_copy(in, feature, reader->id),
                           .name = register_copy(in, feature, reader->name),
                           .x_m = xy[0],
                           .y_m = xy[1],
                           .fid = OGR_F_GetFID(feature)};
    return WS_OK;
}

static enum ws_status read_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct candidate_reader *reader = context;
    double xy[2];
    enum shape_point result = POINT_FAULT;
    enum ws_status st = WS_OK;
    if (is_doubtful(reader, in, feature))
        return WS_OK; /* a fault, told when all are known */
    if (in->has_geometry)
        result = shape_point(in, feature, xy);
    else
        st = place_read(&result, xy, &reader->places, in, feature, err);
    if (st || result == POINT_FAULT)
        return st;
    if (result == POINT_TAKEN)
        return take(reader, in, feature, xy, err);
    input_record(in)->left_out++;
    return judge_repair(in, OGR_F_GetFID(feature), "no office can stand there", err,
                        "the candidate has no place; it is left out");
}

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_candidates(const void *a_ptr, const void *b_ptr)
{
    const struct candidate *a = a_ptr, *b = b_ptr;
    int order = compare_texts(a->id, b->id);
    if (!order)
        order = compare_texts(a->name, b->name);
    if (!order)
        order = (a->x_m > b->x_m) - (a->x_m < b->x_m);
    if (!order)
        order = (a->y_m > b->y_m) - (a->y_m < b->y_m);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

static enum ws_status judge(void *context, struct input *in, struct ws_error *err)
{
    struct candidate_reader *reader = context;
    if (reader->count)
        qsort(reader->items, reader->count, sizeof *reader->items, compare_candidates);
    for (size_t i = 1; i < reader->count; i++) {
        const struct candidate *a = &reader->items[i - 1], *b = &reader->items[i];
        if (a->id && b->id && strcmp(a->id, b->id) == 0)
            judge_fault(in, b->fid, "id %.80s is also that of another candidate", b->id);
    }
    place_judge_axes(&reader->doubts, in->has_geometry ? NULL : &reader->places, in);
    if (!reader->count && !in->judge.fault_count)
        return input_fail(in, WS_BAD_DATA, err, "no candidate has a place");
    return crs_check_place(in, err);
}

static enum ws_status hand_over(struct candidates *out, struct candidate_reader *reader,
                                struct ws_error *err)
{
    int width = snprintf(NULL, 0, "%zu", reader->count);
    struct ws_points points = {.x_m = mem_array(reader->count, sizeof(double)),
                               .y_m = mem_array(reader->count, sizeof(double))};
    out->id = mem_array(reader->count, sizeof *out->id);
    out->points = points;
    if (!points.x_m || !points.y_m || !out->id)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu candidates", reader->count);
    for (size_t i = 0; i < reader->count; i++) {
        struct candidate *item = &reader->items[i];
        char number[24];
        snprintf(number, sizeof number, "%0*zu", width, i + 1);
        out->id[i] = mem_string(item->id ? item->id : item->name ? item->name : number);
        if (!out->id[i])
            return error_set(err, WS_NO_MEMORY, "no memory for %zu candidates", reader->count);
        points.x_m[i] = item->x_m;
        points.y_m[i] = item->y_m;
        out->points.count++;
    }
    return WS_OK;
}

enum ws_status io_read_candidates(struct candidates *out, struct io *io,
                                  const struct ws_source *source, struct ws_error *err)
{
    static const struct register_steps steps = {
        .role = WS_ROLE_CANDIDATES, .find = find, .row = read_row, .done = judge};
    assert(out && io && source);
    struct candidate_reader reader = {.id = -1, .name = -1};
    struct candidates candidates = {0};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    if (!st)
        st = hand_over(&candidates, &reader, err);
    for (size_t i = 0; i < reader.count; i++) {
        mem_free(reader.items[i].id);
        mem_free(reader.items[i].name);
    }
    mem_free(reader.items);
    place_release(&reader.places);
    if (st)
        candidates_release(&candidates);
    else
        *out = candidates;
    return st;
}
