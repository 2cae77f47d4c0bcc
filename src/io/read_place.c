/* Coordinates in columns: pairs by name, their systems, and whether they agree. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define AGREE_M 10.0
#define REFUSE_M 500.0

/* x is always east. SWEREF 99 and RT 90 columns call the northing X. */
static const struct pair_names {
    const char *x, *y, *crs; /* crs "": stated, or by the range of the values */
} PAIRS[] = {
    {"lon long lng longitude longitud", "lat latitude latitud", "EPSG:4326"},
    {"sweref99y", "sweref99x", "EPSG:3006"},
    {"ykoord", "xkoord", "EPSG:3021"},
    {"easting ost e x", "northing nord n y", ""},
};
enum { PAIR_COUNT = sizeof PAIRS / sizeof *PAIRS };

/* Plausible values of the systems found in Sweden; none overlaps another. */
static const struct value_range {
    struct box box;
    const char *crs;
} RANGES[] = {
    {{10.0, 55.0, 25.0, 70.0}, "EPSG:4326"},
    {{260e3, 6.1e6, 930e3, 7.7e6}, "EPSG:3006"},
    {{1.2e6, 6.1e6, 1.9e6, 7.7e6}, "EPSG:3021"},
};

/* At least half of the filled cells are numbers: one bad cell is a fault of its
 * row, a column of words is no coordinate. */
static bool is_numeric(struct input *in, int column)
{
    uint64_t filled, passed;
    columns_count(in, column, value_looks_numeric, NULL, &filled, &passed);
    return filled && 2 * passed >= filled;
}

static enum ws_status find_half(int *column, struct input *in, const char *key, const char *names,
                                struct ws_error *err)
{
    struct column_key look = {key, names, "", false, false};
    enum ws_status st = columns_find(column, in, &look, NULL, NULL, err);
    if (!st && *column >= 0 && !columns_field(in, key) && !is_numeric(in, *column))
        *column = -1;
    return st;
}

static struct box range_of(struct input *in, const struct place_pair *pair)
{
    struct box box = box_empty();
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        double x, y;
        if (value_cell(&x, in, feature, pair->x) == VALUE_OK &&
            value_cell(&y, in, feature, pair->y) == VALUE_OK && (x != 0.0 || y != 0.0))
            box_add(&box, x, y);
    }
    OGR_L_ResetReading(in->layer);
    return box;
}

static bool lies_in(const struct box *inner, const struct box *outer)
{
    return inner->min_x_m >= outer->min_x_m && inner->max_x_m <= outer->max_x_m &&
           inner->min_y_m >= outer->min_y_m && inner->max_y_m <= outer->max_y_m;
}

/* The system of a pair whose names do not tell. */
static enum ws_status crs_by_range(struct place_pair *pair, struct input *in, struct ws_error *err)
{
    struct box box = range_of(in, pair);
    const char *role = ws_role_name(in->role);
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (lies_in(&box, &RANGES[i].box))
            return crs_define(&pair->crs, in, RANGES[i].crs, err);
    return input_fail(in, WS_BAD_DATA, err,
                      "columns %s and %s name no CRS; state it with --crs %s=EPSG:n",
                      columns_name(in, pair->x), columns_name(in, pair->y), role);
}

static bool has_name(const char *names, const char *folded)
{
    size_t size = strlen(folded);
    for (const char *at = strstr(names, folded); at; at = strstr(at + 1, folded))
        if ((at == names || at[-1] == ' ') && (at[size] == ' ' || !at[size]))
            return true;
    return false;
}

/* The known pair that two columns are, or NULL. */
static const struct pair_names *known_pair(struct input *in, const struct place_pair *pair)
{
    char x[128], y[128];
    text_fold(x, sizeof x, columns_name(in, pair->x));
    text_fold(y, sizeof y, columns_name(in, pair->y));
    for (size_t i = 0; i < PAIR_COUNT; i++)
        if (has_name(PAIRS[i].x, x) && has_name(PAIRS[i].y, y))
            return &PAIRS[i];
    return NULL;
}

static enum ws_status set_crs(struct place_pair *pair, struct input *in, bool is_named,
                              struct ws_error *err)
{
    const struct pair_names *known = known_pair(in, pair);
    const char *stated = in->source->crs;
    bool is_open = !known || !known->crs[0];
    enum ws_status st = WS_OK;
    if (*stated && (is_open || is_named))
        st = crs_define(&pair->crs, in, stated, err);
    else if (is_open)
        st = crs_by_range(pair, in, err);
    else
        st = crs_define(&pair->crs, in, known->crs, err);
    if (st || !*stated || is_open || is_named)
        return st;
    struct crs own = {0}; /* stated degrees are those of a longitude and latitude */
    st = crs_define(&own, in, stated, err);
    if (!st && own.is_degrees && pair->crs.is_degrees) {
        crs_release(&pair->crs);
        pair->crs = own;
        return WS_OK;
    }
    crs_release(&own);
    return st;
}

static enum ws_status add_pair(struct place_columns *out, struct input *in, int x, int y,
                               bool is_named, struct ws_error *err)
{
    if (x < 0 || y < 0)
        return WS_OK;
    for (uint32_t i = 0; i < out->count; i++)
        if (out->pairs[i].x == x && out->pairs[i].y == y)
            return WS_OK;
    struct place_pair *pair = &out->pairs[out->count];
    *pair = (struct place_pair){.x = x, .y = y};
    enum ws_status st = set_crs(pair, in, is_named, err);
    /* A second pair of unknown system has nothing to say. */
    if (st && out->count) {
        in->io->library = (struct library_errors){0};
        return WS_OK;
    }
    out->count += !st;
    return st;
}

static enum ws_status find_stated(struct place_columns *out, struct input *in, struct ws_error *err)
{
    const char *x = columns_field(in, "x"), *y = columns_field(in, "y");
    const char *role = ws_role_name(in->role);
    if (!x && !y)
        return WS_OK;
    if (!x || !y)
        return input_fail(in, WS_BAD_OPTION, err, "--field %s.%s is given without %s.%s", role,
                          x ? "x" : "y", role, x ? "y" : "x");
    int column_x, column_y;
    enum ws_status st = find_half(&column_x, in, "x", "", err);
    if (!st)
        st = find_half(&column_y, in, "y", "", err);
    out->is_named = true;
    return st ? st : add_pair(out, in, column_x, column_y, true, err);
}

static enum ws_status find_known(struct place_columns *out, struct input *in, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < PAIR_COUNT && out->count < 4; i++) {
        /* keys of their own, so that a stated x does not answer for every pair */
        static const char *const keys[PAIR_COUNT][2] = {{"lon", "lat"},
                                                        {"sweref_e", "sweref_n"},
                                                        {"rt90_e", "rt90_n"},
                                                        {"easting", "northing"}};
        int x, y;
        st = find_half(&x, in, keys[i][0], PAIRS[i].x, err);
        if (!st)
            st = find_half(&y, in, keys[i][1], PAIRS[i].y, err);
        if (!st)
            st = add_pair(out, in, x, y, false, err);
    }
    return st;
}

enum ws_status place_find(struct place_columns *out, struct input *in, struct ws_error *err)
{
    *out = (struct place_columns){0};
    enum ws_status st = find_stated(out, in, err);
    if (!st)
        st = find_known(out, in, err);
    for (uint32_t i = out->count; !st && i > 0; i--)
        st = crs_connect(&out->pairs[i - 1].crs, in, err); /* the first is noted last */
    if (st || !out->count)
        return st;
    in->crs = out->pairs[0].crs; /* the layer's system is the first pair's */
    out->pairs[0].crs = (struct crs){0};
    return WS_OK;
}

void place_release(struct place_columns *places)
{
    for (uint32_t i = 0; i < places->count; i++)
        crs_release(&places->pairs[i].crs);
    *places = (struct place_columns){0};
}

/* ---- rows -------------------------------------------------------------------------------- */

/* Both cells of a pair. Text that is no number is a fault. */
static enum shape_point read_pair(double xy[2], const struct place_pair *pair, struct input *in,
                                  OGRFeatureH feature, bool is_first)
{
    const int columns[2] = {pair->x, pair->y};
    for (int i = 0; i < 2; i++) {
        enum value value = value_cell(&xy[i], in, feature, columns[i]);
        if (value == VALUE_HIDDEN)
            value = VALUE_BAD; /* a place is never withheld by a sign */
        if (value == VALUE_BAD && is_first)
            judge_fault(in, OGR_F_GetFID(feature), "%s is %.60s; expected a number%s",
                        columns_name(in, columns[i]), OGR_F_GetFieldAsString(feature, columns[i]),
                        value_advice(in, OGR_F_GetFieldAsString(feature, columns[i])));
        if (value == VALUE_BAD)
            return POINT_FAULT;
        if (value != VALUE_OK)
            return POINT_NONE;
    }
    return xy[0] == 0.0 && xy[1] == 0.0 ? POINT_NONE : POINT_TAKEN;
}

/* How far the other pairs of the row lie from the first. */
static enum ws_status compare_pairs(enum shape_point *result, const double xy[2],
                                    const struct place_columns *places, struct input *in,
                                    OGRFeatureH feature, struct ws_error *err)
{
    int64_t fid = OGR_F_GetFID(feature);
    const char *role = ws_role_name(in->role);
    for (uint32_t i = 1; i < places->count; i++) {
        const struct place_pair *pair = &places->pairs[i];
        double other[2];
        const char *why;
        if (read_pair(other, pair, in, feature, false) != POINT_TAKEN ||
            !crs_move(&pair->crs, 1, &other[0], &other[1], &why))
            continue;
        double off_m = hypot(other[0] - xy[0], other[1] - xy[1]);
        const char *first = columns_name(in, places->pairs[0].x);
        const char *second = columns_name(in, pair->x);
        if (off_m > REFUSE_M && !places->is_named) {
            judge_fault(in, fid,
                        "%s and %s differ by %.0f m; choose with --field %s.x=COLUMN --field "
                        "%s.y=COLUMN",
                        first, second, off_m, role, role);
            *result = POINT_FAULT;
            return WS_OK;
        }
        char effect[80];
        snprintf(effect, sizeof effect, "the place by %.30s is used", first);
        if (off_m > AGREE_M) {
            enum ws_status st = judge_repair(in, fid, effect, err, "%s and %s differ by %.0f m",
                                             first, second, off_m);
            if (st)
                return st;
        }
    }
    return WS_OK;
}

enum ws_status place_read(enum shape_point *result, double xy[2], struct place_columns *places,
                          struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    const char *why;
    *result = read_pair(xy, &places->pairs[0], in, feature, true);
    if (*result != POINT_TAKEN)
        return WS_OK;
    double own[2] = {xy[0], xy[1]};
    if (!crs_move(&in->crs, 1, &xy[0], &xy[1], &why)) {
        judge_fault(in, OGR_F_GetFID(feature), "%s (%g %g); is %s its CRS? (--crs %s=EPSG:n)", why,
                    own[0], own[1], in->crs.name, ws_role_name(in->role));
        *result = POINT_FAULT;
        return WS_OK;
    }
    box_add(&in->source_box, own[0], own[1]);
    box_add(&in->box, xy[0], xy[1]);
    return compare_pairs(result, xy, places, in, feature, err);
}
