/* Supplier areas: polygons, or a table that says in which area a municipality is. */
#include "io/read_areas.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- days and schemes -------------------------------------------------------------- */

static enum ws_status find_days(struct dated_columns *out, struct input *in, struct ws_error *err)
{
    const struct {
        int *column;
        struct column_key key;
    } looks[] = {
        {&out->valid_from,
         {"valid_from", "validfrom giltigfran startdatum startdatumavtal", "", false, false}},
        {&out->valid_to, {"valid_to", "validto giltigtill slutdatum", "", false, false}},
        {&out->known, {"known", "known", "", false, false}},
        {&out->scheme, {"scheme", "scheme tjanst", "", false, false}},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, in, &looks[i].key, NULL, NULL, err);
    return st;
}

enum ws_status area_days_open(struct area_days *days, struct input *in, int id_column,
                              struct ws_error *err)
{
    struct dated_columns columns = {.id = id_column};
    enum ws_status st = find_days(&columns, in, err);
    if (st)
        return st;
    bool has_scheme = columns.scheme >= 0;
    if (!has_scheme && days->asked.scheme[0]) {
        days->asked.scheme[0] = '\0';
        st = judge_repair(in, -1, "all rows count, whatever the scheme (--scheme)", err,
                          "no column for %s.scheme; name it with --field %s.scheme=COLUMN",
                          ws_role_name(in->role), ws_role_name(in->role));
    }
    return st ? st : dated_open(&days->rows, in, &days->asked, &columns, err);
}

/* Without --scheme all rows must be of one: two schemes have two maps. */
static void judge_scheme(struct area_days *days, struct input *in, OGRFeatureH feature)
{
    const char *scheme = columns_text(in, feature, days->rows.columns.scheme);
    if (!scheme || days->asked.scheme[0])
        return;
    if (!days->scheme[0])
        text_copy(days->scheme, sizeof days->scheme, scheme);
    else if (!text_same_folded(days->scheme, scheme))
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s here and %.40s before; state one with --scheme",
                    columns_name(in, days->rows.columns.scheme), scheme, days->scheme);
}

bool area_days_take(struct area_days *days, struct input *in, OGRFeatureH feature)
{
    if (!dated_takes(&days->rows, in, feature))
        return false;
    judge_scheme(days, in, feature);
    return true;
}

/* A day before the first area is a day without areas. */
static enum ws_status tell_none(const struct area_days *days, struct input *in,
                                struct ws_error *err)
{
    const struct dated *asked = &days->asked;
    enum ws_status st = dated_check_scheme(&days->rows, in, err);
    if (st)
        return st;
    return judge_repair(in, -1, "nobody lives in one", err, "no area holds on %s",
                        asked->as_of[0] ? asked->as_of : "any day");
}

enum ws_status area_days_finish(const struct area_days *days, struct input *in, uint64_t taken,
                                struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (!taken && input_record(in)->rows_read)
        st = tell_none(days, in, err);
    bool has_dates = days->rows.columns.valid_from >= 0 || days->rows.columns.valid_to >= 0;
    return !st && has_dates ? dated_finish(&days->rows, in, err) : st;
}

/* ---- a table of memberships ---------------------------------------------------------- */

struct member {
    char *area; /* NULL: in none */
    int64_t fid;
};

struct members {
    struct input *in;
    const struct zones *zones;
    struct join join;
    int column;
    struct area_days *days;
    struct member *of; /* per zone */
    uint64_t row_count, taken_count, unknown_count;
    char unknown[64]; /* the first code without municipality */
};

static enum ws_status find_columns(struct members *members, struct ws_error *err)
{
    static const struct column_key area = {
        "area", "leveransomrade leverantorsomrade supplierarea deliveryarea omrade areaid areaname",
        "area", true, true};
    struct input *in = members->in;
    enum ws_status st = join_find(&members->join, in, members->zones, true, err);
    if (st)
        return st;
    if (members->join.column < 0) {
        char present[260];
        columns_list(present, sizeof present, in, false);
        return input_fail(in, WS_BAD_DATA, err,
                          "no geometry and no column of municipality codes; it has %s; give areas "
                          "as polygons, or name the column with --field supplier-areas.code=COLUMN",
                          present);
    }
    st = columns_find(&members->column, in, &area, NULL, NULL, err);
    return st ? st : area_days_open(members->days, in, members->join.column, err);
}

static void take_member(struct members *members, OGRFeatureH feature, uint32_t zone)
{
    struct input *in = members->in;
    struct member *member = &members->of[zone];
    int64_t fid = OGR_F_GetFID(feature);
    const char *area = columns_text(in, feature, members->column);
    if (!area || value_is_missing(area)) {
        judge_fault(in, fid, "%s is blank; expected the area of municipality %s",
                    columns_name(in, members->column), members->zones->code[zone]);
        return;
    }
    if (member->area && strcmp(member->area, area) != 0) {
        char first[128];
        text_copy(first, sizeof first, judge_label(in, member->fid));
        judge_fault(in, fid,
                    "municipality %s is in %.60s here and in %.60s at %s; expected one area on a "
                    "day (--as-of) and in a scheme (--scheme)",
                    members->zones->code[zone], area, member->area, first);
        return;
    }
    members->taken_count++;
    if (member->area)
        return;
    member->area = judge_copy(in, area);
    member->fid = fid;
}

static void read_member(struct members *members, OGRFeatureH feature)
{
    struct input *in = members->in;
    const char *code = columns_text(in, feature, members->join.column);
    uint32_t zone = code ? join_zone(&members->join, code) : WS_NONE;
    if (!code)
        judge_fault(in, OGR_F_GetFID(feature), "%s is blank; expected a municipality",
                    columns_name(in, members->join.column));
    else if (zone == WS_NONE && !members->unknown_count++)
        text_copy(members->unknown, sizeof members->unknown, code);
    if (zone != WS_NONE)
        take_member(members, feature, zone);
}

static enum ws_status read_members(struct members *members, struct ws_error *err)
{
    struct input *in = members->in;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        members->row_count++;
        if (area_days_take(members->days, in, feature))
            read_member(members, feature);
    }
    input_record(in)->left_out = members->row_count - members->taken_count;
    return input_finish(in, members->row_count, members->taken_count, err);
}

/* Codes of no municipality, and municipalities of no area. */
static enum ws_status tell_members(const struct members *members, struct ws_error *err)
{
    struct input *in = members->in;
    enum ws_status st = WS_OK;
    uint32_t without = 0, first = WS_NONE;
    if (members->unknown_count)
        st = judge_repair(
            in, -1, "left out", err, "%" PRIu64 " row%s of no municipality on the map (first: %s)",
            members->unknown_count, members->unknown_count == 1 ? "" : "s", members->unknown);
    for (uint32_t zone = 0; zone < members->zones->count; zone++)
        if (!members->of[zone].area && !without++)
            first = zone;
    if (!st && without)
        st = judge_repair(in, -1, "their people are in no area", err,
                          "%" PRIu32 " municipalit%s in no area (first: %s)", without,
                          without == 1 ? "y is" : "ies are", members->zones->code[first]);
    return st;
}

static enum ws_status tell_alike(const struct zones *areas, struct input *in, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < areas->count; i++)
        for (uint32_t j = i + 1; !st && j < areas->count; j++)
            if (text_same_folded(areas->code[i], areas->code[j]))
                st = judge_repair(in, -1, "they count as two areas", err,
                                  "areas \"%s\" and \"%s\" look like one", areas->code[i],
                                  areas->code[j]);
    return st;
}

static enum ws_status group(struct zones *out, uint32_t *area_of_zone,
                            const struct members *members, struct ws_error *err)
{
    const char **area = mem_array(members->zones->count, sizeof *area);
    if (!area)
        return error_set(err, WS_NO_MEMORY, "no memory for the areas");
    for (uint32_t zone = 0; zone < members->zones->count; zone++)
        area[zone] = members->of[zone].area;
    enum ws_status st =
        zones_of_groups(out, area_of_zone, members->zones, area, members->in->io->polygons, err);
    mem_free(area);
    return st;
}

static enum ws_status read_table(struct zones *out, uint32_t *area_of_zone, struct members *members,
                                 struct ws_error *err)
{
    enum ws_status st = find_columns(members, err);
    if (!st)
        st = read_members(members, err);
    if (!st)
        st = area_days_finish(members->days, members->in, members->taken_count, err);
    if (!st && members->taken_count)
        st = tell_members(members, err);
    if (!st)
        st = group(out, area_of_zone, members, err);
    if (!st)
        st = tell_alike(out, members->in, err);
    return st ? st : judge_end(members->in, err);
}

static enum ws_status read_members_of(struct zones *out, uint32_t **area_of_zone, struct input *in,
                                      struct area_days *days, const struct zones *zones,
                                      struct ws_error *err)
{
    struct members members = {
        .in = in, .zones = zones, .days = days, .of = mem_array(zones->count, sizeof *members.of)};
    uint32_t *groups = mem_array(zones->count, sizeof *groups);
    enum ws_status st =
        members.of && groups
            ? read_table(out, groups, &members, err)
            : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones->count);
    for (uint32_t zone = 0; members.of && zone < zones->count; zone++)
        mem_free(members.of[zone].area);
    mem_free(members.of);
    if (st)
        mem_free(groups);
    else
        *area_of_zone = groups;
    return st;
}

enum ws_status io_read_areas(struct zones *out, uint32_t **area_of_zone, struct io *io,
                             const struct ws_source *source, const struct dated *dated,
                             const struct zones *zones, struct ws_error *err)
{
    assert(out && area_of_zone && io && source && dated && zones && io->working);
    struct input in = {0};
    struct zones areas = {0};
    struct area_days days = {.asked = *dated};
    uint32_t *groups = NULL;
    enum ws_status st = input_open(&in, io, source, WS_ROLE_SUPPLIER_AREAS, false, err);
    if (!st)
        st = in.has_geometry ? zones_read_areas(&areas, &in, &days, err)
                             : read_members_of(&areas, &groups, &in, &days, zones, err);
    dated_release(&days.rows);
    input_close(&in);
    if (st) {
        zones_release(&areas);
        mem_free(groups);
    } else {
        *out = areas;
        *area_of_zone = groups;
    }
    return st;
}
