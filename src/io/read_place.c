/* Columns of coordinates: pairs by name, and their systems. */
#include "io/read_place.h"

#include <stdio.h>
#include <string.h>

/* x is always east. SWEREF 99 and RT 90 columns call the northing X. */
static const struct pair_names {
    const char *x, *y, *crs; /* crs "": stated, or by the range of the values */
    const char *keys[2];     /* of their own: a stated x does not answer for every pair */
} PAIRS[] = {
    {"lon long lng longitude longitud", "lat latitude latitud", "EPSG:4326", {"lon", "lat"}},
    {"sweref99y", "sweref99x", "EPSG:3006", {"sweref_e", "sweref_n"}},
    {"ykoord", "xkoord", "EPSG:3021", {"rt90_e", "rt90_n"}},
    {"easting ost e x", "northing nord n y", "", {"easting", "northing"}},
};
enum { PAIR_COUNT = sizeof PAIRS / sizeof *PAIRS };

static const struct value_range {
    struct box box;
    const char *crs, *name;
} RANGES[] = {
    [PLACE_DEGREES] = {{10.0, 55.0, 25.0, 70.0}, "EPSG:4326", "degrees"},
    [PLACE_SWEREF] = {{260e3, 6.1e6, 930e3, 7.7e6}, "EPSG:3006", "SWEREF 99 TM"},
    [PLACE_RT90] = {{1.2e6, 6.1e6, 1.9e6, 7.7e6}, "EPSG:3021", "RT 90"},
    [PLACE_LOCAL] = {{50e3, 6.1e6, 250e3, 7.7e6}, "", "a local zone of SWEREF 99"},
};

enum place_system place_system(double x, double y)
{
    struct box place = {x, y, x, y};
    for (int i = 0; i < PLACE_UNKNOWN; i++)
        if (box_meets(&place, &RANGES[i].box))
            return (enum place_system)i;
    return PLACE_UNKNOWN;
}

bool place_is_swedish(const struct input *in)
{
    return strcmp(in->io->working_name, "EPSG:3006") == 0;
}

const char *place_system_name(enum place_system system)
{
    return system < PLACE_UNKNOWN ? RANGES[system].name : "no known system";
}

const char *place_system_crs(enum place_system system)
{
    return system < PLACE_UNKNOWN ? RANGES[system].crs : "";
}

/* ---- names ---------------------------------------------------------------------------- */

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

static bool has_name(const char *names, const char *folded)
{
    size_t size = strlen(folded);
    for (const char *at = size ? strstr(names, folded) : NULL; at; at = strstr(at + 1, folded))
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

/* The names that can mean nothing but a coordinate. */
static bool is_named_place(struct input *in, int column)
{
    char name[128];
    text_fold(name, sizeof name, columns_name(in, column));
    for (size_t i = 0; strlen(name) > 2 && i < PAIR_COUNT; i++)
        if (has_name(PAIRS[i].x, name) || has_name(PAIRS[i].y, name))
            return true;
    return false;
}

/* The first filled cell that is no number. */
static bool odd_cell(char out[64], int64_t *fid, struct input *in, int column)
{
    bool is_found = false;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !is_found && (feature = OGR_L_GetNextFeature(in->layer));
         OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        is_found = text && !value_is_missing(text) && !value_is_number(in, text);
        *fid = OGR_F_GetFID(feature);
        if (is_found)
            text_copy(out, 64, text);
    }
    OGR_L_ResetReading(in->layer);
    return is_found;
}

void place_explain(char *out, size_t room, struct input *in)
{
    out[0] = '\0';
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
        char text[64];
        int64_t fid = -1;
        if (!is_named_place(in, i) || is_numeric(in, i))
            continue;
        if (odd_cell(text, &fid, in, i))
            snprintf(out, room, "column %.60s is %s in %s; expected decimal degrees or metres",
                     columns_name(in, i), text, judge_label(in, fid));
        else
            snprintf(out, room, "no %s has a place: column %.60s is blank",
                     in->role == WS_ROLE_CANDIDATES ? "candidate" : "office", columns_name(in, i));
        return;
    }
}

/* ---- systems ---------------------------------------------------------------------------- */

/* The rows of a pair by system: how many, and the first of each. */
struct census {
    uint64_t count[PLACE_UNKNOWN + 1], swapped[PLACE_UNKNOWN];
    int64_t first[PLACE_UNKNOWN + 1];
    double x[PLACE_UNKNOWN + 1], y[PLACE_UNKNOWN + 1];
    struct box box;
    uint64_t total;
};

static void take_census(struct census *out, struct input *in, const struct place_pair *pair)
{
    *out = (struct census){.box = box_empty()};
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        double xy[2];
        if (place_cells(xy, pair, in, feature, false) != POINT_TAKEN)
            continue;
        enum place_system system = place_system(xy[0], xy[1]);
        enum place_system other = place_system(xy[1], xy[0]);
        if (system == PLACE_UNKNOWN && other < PLACE_UNKNOWN)
            out->swapped[other]++;
        if (out->count[system]++ == 0) {
            out->first[system] = OGR_F_GetFID(feature);
            out->x[system] = xy[0];
            out->y[system] = xy[1];
        }
        box_add(&out->box, xy[0], xy[1]);
        out->total++;
    }
    OGR_L_ResetReading(in->layer);
}

/* The local zones in which the values lie near the municipalities. */
static void list_local_zones(char *out, size_t room, struct input *in, const struct box *box)
{
    size_t used = 0;
    struct box near = box_grown(in->io->box, 5e4);
    struct ws_input before = *input_record(in);
    out[0] = '\0';
    for (int code = 3007; code <= 3018; code++) {
        char name[16];
        const char *why;
        struct crs crs = {0};
        double x = (box->min_x_m + box->max_x_m) / 2.0, y = (box->min_y_m + box->max_y_m) / 2.0;
        snprintf(name, sizeof name, "EPSG:%d", code);
        bool fits = !crs_define(&crs, in, name, NULL) && !crs_connect(&crs, in, NULL) &&
                    crs_move(&crs, 1, &x, &y, &why) && box_meets(&(struct box){x, y, x, y}, &near);
        crs_release(&crs);
        if (fits && used + 16 < room)
            used += (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", name);
    }
    *input_record(in) = before;
    in->io->library = (struct library_errors){0};
}

static enum ws_status refuse_unknown(const struct place_pair *pair, struct input *in,
                                     struct ws_error *err)
{
    return input_fail(in, WS_BAD_DATA, err,
                      "columns %s and %s name no CRS; state it with --crs %s=EPSG:n",
                      columns_name(in, pair->x), columns_name(in, pair->y), ws_role_name(in->role));
}

static enum ws_status refuse_pair(const struct place_pair *pair, struct input *in,
                                  const struct census *census, struct ws_error *err)
{
    const char *role = ws_role_name(in->role);
    const char *x = columns_name(in, pair->x), *y = columns_name(in, pair->y);
    char zones[200], lines[2][128];
    int seen[2] = {-1, -1};
    uint64_t swapped = 0;
    for (int i = 0; i <= PLACE_UNKNOWN; i++)
        if (census->count[i])
            seen[seen[0] >= 0] = i;
    for (int i = 0; i < PLACE_UNKNOWN; i++)
        swapped += census->swapped[i];
    if (census->total && swapped == census->total)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s and %s look swapped: %s holds what should be east; use --field "
                          "%s.x=%s --field %s.y=%s",
                          x, y, y, role, y, role, x);
    if (seen[1] >= 0) {
        for (int i = 0; i < 2; i++)
            text_copy(lines[i], sizeof lines[i], judge_label(in, census->first[seen[i]]));
        return input_fail(in, WS_BAD_DATA, err,
                          "columns %s and %s hold several systems: %s in %s (%.10g %.10g), %s in "
                          "%s (%.10g %.10g); expected one",
                          x, y, place_system_name((enum place_system)seen[0]), lines[0],
                          census->x[seen[0]], census->y[seen[0]],
                          place_system_name((enum place_system)seen[1]), lines[1],
                          census->x[seen[1]], census->y[seen[1]]);
    }
    if (census->count[PLACE_LOCAL] != census->total || !census->total)
        return refuse_unknown(pair, in, err);
    list_local_zones(zones, sizeof zones, in, &census->box);
    return input_fail(in, WS_BAD_DATA, err,
                      "columns %s and %s hold %s, which one is not known; state it with --crs "
                      "%s=EPSG:n (near the municipalities: %s)",
                      x, y, RANGES[PLACE_LOCAL].name, role, *zones ? zones : "none");
}

/* The system of a pair whose names do not tell. */
static enum ws_status crs_by_range(struct place_pair *pair, struct input *in, struct ws_error *err)
{
    struct census census;
    take_census(&census, in, pair);
    int known = place_is_swedish(in) ? PLACE_UNKNOWN : PLACE_DEGREES + 1;
    for (int i = 0; census.total && i < known; i++)
        if (census.count[i] == census.total && RANGES[i].crs[0])
            return crs_define(&pair->crs, in, RANGES[i].crs, err);
    if (place_is_swedish(in))
        return refuse_pair(pair, in, &census, err);
    return refuse_unknown(pair, in, err);
}

/* Does the stated system say the same of the pair as its names? Degrees are
 * degrees on any datum. */
static enum ws_status take_stated(bool *is_used, struct place_pair *pair, struct input *in,
                                  struct ws_error *err)
{
    struct crs own = {0};
    enum ws_status st = crs_define(&own, in, in->source->crs, err);
    if (st)
        return st;
    bool is_same = OSRIsSame(own.srs, pair->crs.srs) != 0;
    if (is_same || (own.is_degrees && pair->crs.is_degrees)) {
        crs_release(&pair->crs);
        pair->crs = own;
        *is_used = true;
    } else {
        crs_release(&own);
    }
    return WS_OK;
}

/* *is_used: the system stated by --crs is the pair's. */
static enum ws_status set_crs(struct place_pair *pair, struct input *in, bool is_named,
                              bool *is_used, struct ws_error *err)
{
    const struct pair_names *known = known_pair(in, pair);
    const char *stated = in->source->crs;
    bool is_open = !known || !known->crs[0];
    if (*stated && (is_open || is_named)) {
        *is_used = true;
        return crs_define(&pair->crs, in, stated, err);
    }
    if (is_open)
        return crs_by_range(pair, in, err);
    enum ws_status st = crs_define(&pair->crs, in, known->crs, err);
    return st || !*stated ? st : take_stated(is_used, pair, in, err);
}

/* ---- pairs -------------------------------------------------------------------------------- */

static enum ws_status add_pair(struct place_columns *out, struct input *in, int x, int y,
                               bool *is_used, struct ws_error *err)
{
    if (x < 0 || y < 0)
        return WS_OK;
    for (uint32_t i = 0; i < out->count; i++)
        if (out->pairs[i].x == x && out->pairs[i].y == y)
            return WS_OK;
    struct place_pair *pair = &out->pairs[out->count];
    *pair = (struct place_pair){.x = x, .y = y};
    bool is_named = out->is_named && !out->count;
    enum ws_status st = set_crs(pair, in, is_named, is_used, err);
    /* A second pair of unknown system has nothing to say. */
    if (st && out->count) {
        in->io->library = (struct library_errors){0};
        return WS_OK;
    }
    out->count += !st;
    return st;
}

static enum ws_status find_stated(struct place_columns *out, struct input *in, bool *is_used,
                                  struct ws_error *err)
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
    if (!st && column_x == column_y)
        return input_fail(in, WS_BAD_OPTION, err, "--field %s.x and %s.y are one column, %s", role,
                          role, x);
    out->is_named = true;
    return st ? st : add_pair(out, in, column_x, column_y, is_used, err);
}

static enum ws_status find_known(struct place_columns *out, struct input *in, bool *is_used,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < PAIR_COUNT && out->count < 4; i++) {
        int x, y;
        st = find_half(&x, in, PAIRS[i].keys[0], PAIRS[i].x, err);
        if (!st)
            st = find_half(&y, in, PAIRS[i].keys[1], PAIRS[i].y, err);
        if (!st)
            st = add_pair(out, in, x, y, is_used, err);
    }
    return st;
}

enum ws_status place_find(struct place_columns *out, struct input *in, struct ws_error *err)
{
    bool is_used = false;
    *out = (struct place_columns){0};
    enum ws_status st = find_stated(out, in, &is_used, err);
    if (!st)
        st = find_known(out, in, &is_used, err);
    const char *role = ws_role_name(in->role);
    if (!st && out->count && in->source->crs[0] && !is_used)
        return input_fail(in, WS_BAD_OPTION, err,
                          "--crs %s=%s and the columns %s and %s, which are %s, disagree; leave "
                          "--crs out, or name its columns with --field %s.x=COLUMN --field "
                          "%s.y=COLUMN",
                          role, in->source->crs, columns_name(in, out->pairs[0].x),
                          columns_name(in, out->pairs[0].y), out->pairs[0].crs.name, role, role);
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
