/* Places of rows: cells to points, whether pairs agree, and what looks wrong. */
#include "io/read_place.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define AGREE_M 10.0
#define REFUSE_M 500.0
#define NEAR_M 2e5 /* as far as a layer may lie from the municipalities */

/* ---- cells -------------------------------------------------------------------------------- */

/* A number that is none, as text or stored so, says as little as a blank. */
static bool is_nan_cell(struct input *in, OGRFeatureH feature, int column)
{
    if (columns_is_number(in, column))
        return isnan(OGR_F_GetFieldAsDouble(feature, column));
    const char *text = OGR_F_GetFieldAsString(feature, column);
    return strcasecmp(text, "nan") == 0 || strcasecmp(text, "#N/A") == 0;
}

static enum value read_half(double *out, struct input *in, OGRFeatureH feature, int column)
{
    enum value value = value_cell(out, in, feature, column);
    if (value == VALUE_BAD && is_nan_cell(in, feature, column))
        return VALUE_MISSING;
    return value == VALUE_HIDDEN ? VALUE_BAD : value; /* a place is never withheld by a sign */
}

enum shape_point place_cells(double xy[2], const struct place_pair *pair, struct input *in,
                             OGRFeatureH feature, bool is_first)
{
    const int columns[2] = {pair->x, pair->y};
    enum shape_point result = POINT_TAKEN;
    for (int i = 0; i < 2; i++) {
        enum value value = read_half(&xy[i], in, feature, columns[i]);
        if (value == VALUE_BAD && is_first)
            judge_fault(in, OGR_F_GetFID(feature), "%s is %.60s; expected a number in decimal form",
                        columns_name(in, columns[i]), OGR_F_GetFieldAsString(feature, columns[i]));
        if (value == VALUE_BAD)
            return POINT_FAULT;
        if (value != VALUE_OK)
            result = POINT_NONE;
    }
    return result == POINT_TAKEN && xy[0] == 0.0 && xy[1] == 0.0 ? POINT_NONE : result;
}

/* ---- several pairs ------------------------------------------------------------------------- */

/* The place by another pair, in the working CRS. */
static bool read_other(double xy[2], const struct place_pair *pair, struct input *in,
                       OGRFeatureH feature)
{
    const char *why;
    return place_cells(xy, pair, in, feature, false) == POINT_TAKEN &&
           crs_move(&pair->crs, 1, &xy[0], &xy[1], &why);
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
        if (!read_other(other, pair, in, feature))
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

/* The first pair is blank: another that is filled serves. */
static enum ws_status use_other(enum shape_point *result, double xy[2],
                                const struct place_columns *places, struct input *in,
                                OGRFeatureH feature, struct ws_error *err)
{
    for (uint32_t i = 1; !places->is_named && i < places->count; i++) {
        const struct place_pair *pair = &places->pairs[i];
        char effect[80];
        if (!read_other(xy, pair, in, feature))
            continue;
        *result = POINT_TAKEN;
        box_add(&in->box, xy[0], xy[1]);
        snprintf(effect, sizeof effect, "the place by %.30s is used", columns_name(in, pair->x));
        return judge_repair(in, OGR_F_GetFID(feature), effect, err, "%s and %s are blank or zero",
                            columns_name(in, places->pairs[0].x),
                            columns_name(in, places->pairs[0].y));
    }
    return WS_OK;
}

enum ws_status place_read(enum shape_point *result, double xy[2], struct place_columns *places,
                          struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    const char *why;
    const struct place_pair *pair = &places->pairs[0];
    int64_t fid = OGR_F_GetFID(feature);
    *result = place_cells(xy, pair, in, feature, true);
    if (*result == POINT_NONE)
        return use_other(result, xy, places, in, feature, err);
    if (*result != POINT_TAKEN)
        return WS_OK;
    double own[2] = {xy[0], xy[1]};
    *result = POINT_FAULT;
    if (!place_fits(in, fid, own, places))
        return WS_OK;
    if (!crs_move(&in->crs, 1, &xy[0], &xy[1], &why)) {
        judge_fault(in, fid, "%s (%s %.10g, %s %.10g); is %s its CRS? (--crs %s=EPSG:n)", why,
                    columns_name(in, pair->x), own[0], columns_name(in, pair->y), own[1],
                    in->crs.name, ws_role_name(in->role));
        return WS_OK;
    }
    *result = POINT_TAKEN;
    box_add(&in->source_box, own[0], own[1]);
    box_add(&in->box, xy[0], xy[1]);
    return compare_pairs(result, xy, places, in, feature, err);
}

/* ---- doubts --------------------------------------------------------------------------------- */

/* Local zones are left to the layer as a whole: west of Norway SWEREF 99 TM has
 * eastings like theirs. */
static enum place_system system_of(const char *name)
{
    for (int i = 0; i < PLACE_LOCAL; i++)
        if (strcmp(place_system_crs((enum place_system)i), name) == 0)
            return (enum place_system)i;
    return PLACE_UNKNOWN;
}

bool place_fits(struct input *in, int64_t fid, const double own[2],
                const struct place_columns *places)
{
    enum place_system stated = system_of(in->crs.name), found = place_system(own[0], own[1]);
    const char *role = ws_role_name(in->role);
    enum place_system turned = place_system(own[1], own[0]);
    bool is_turned = found == PLACE_UNKNOWN && turned < PLACE_LOCAL && turned != stated;
    if (is_turned)
        found = turned;
    if (stated == PLACE_UNKNOWN || found >= PLACE_LOCAL || found == stated || !place_is_swedish(in))
        return true;
    const char *is = place_system_name(found), *code = place_system_crs(found);
    if (!places) {
        judge_fault(in, fid,
                    "%.10g %.10g are coordinates of %s, not of %s (%s); expected one system (--crs "
                    "%s=%s if all are)",
                    own[0], own[1], is, place_system_name(stated), in->crs.name, role, code);
        return false;
    }
    const char *x = columns_name(in, places->pairs[0].x), *y = columns_name(in, places->pairs[0].y);
    judge_fault(in, fid,
                "%s %.10g and %s %.10g are coordinates of %s, not of %s (%s); expected one system "
                "(--crs %s=%s --field %s.x=%s --field %s.y=%s if all are)",
                x, own[0], y, own[1], is, place_system_name(stated), in->crs.name, role, code, role,
                is_turned ? y : x, role, is_turned ? x : y);
    return false;
}

/* The place in the working CRS lies by the municipalities. */
static bool is_near(struct input *in, double x, double y)
{
    const char *why;
    struct box near = box_grown(in->io->box, NEAR_M);
    struct library_errors before = in->io->library;
    bool moved = crs_move(&in->crs, 1, &x, &y, &why);
    in->io->library = before;
    return moved && box_meets(&(struct box){x, y, x, y}, &near);
}

bool place_doubt(struct place_doubts *doubts, struct input *in, int64_t fid, const double own[2])
{
    doubts->row_count++;
    if (is_near(in, own[0], own[1]) || !is_near(in, own[1], own[0]))
        return false;
    if (doubts->swapped_count < PLACE_DOUBTS)
        doubts->swapped[doubts->swapped_count] = (struct place_doubt){fid, own[0], own[1]};
    doubts->swapped_count++;
    return true;
}

void place_judge_axes(const struct place_doubts *doubts, const struct place_columns *places,
                      struct input *in)
{
    const char *x = places ? columns_name(in, places->pairs[0].x) : "x";
    const char *y = places ? columns_name(in, places->pairs[0].y) : "y";
    const char *role = ws_role_name(in->role);
    const struct place_doubt *first = &doubts->swapped[0];
    judge_name(in, -1, NULL);
    if (doubts->swapped_count && doubts->swapped_count == doubts->row_count) {
        if (places)
            judge_fault(in, -1,
                        "%s and %s look swapped (%s %.10g, %s %.10g); use --field %s.x=%s --field "
                        "%s.y=%s",
                        x, y, x, first->x, y, first->y, role, y, role, x);
        else
            judge_fault(in, -1,
                        "x and y look swapped (%.10g %.10g): with y for x the layer lies by the "
                        "municipalities; save it with the easting or longitude first",
                        first->x, first->y);
        return;
    }
    for (uint64_t i = 0; i < doubts->swapped_count && i < PLACE_DOUBTS; i++)
        judge_fault(in, doubts->swapped[i].fid,
                    "%s %.10g and %s %.10g look swapped: far from the municipalities, near them "
                    "the other way round",
                    x, doubts->swapped[i].x, y, doubts->swapped[i].y);
}
