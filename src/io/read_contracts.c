/* Contracts: a table of provider and area, valid on the day asked for. */
#include "io/read_areas.h"
#include "io/read_place.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct contract_columns {
    int area, provider, contract, participants, rating, at_risk, capacity;
};

struct contract_row {
    char *area, *provider, *id, *valid_from, *valid_to;
    double participants, rating, capacity;
    uint8_t state, at_risk;
    int64_t fid;
};

struct contract_reader {
    struct input *in;
    const struct contract_map *map;
    struct place_columns places; /* among offices: rows with a place are none */
    struct contract_columns columns;
    struct area_days days;
    struct supply_rows supply;
    struct contract_row *rows;
    size_t count, cap;
    uint64_t row_count, blank_count, hidden_count;
    int64_t hidden_fid;
};

static enum ws_status find_columns(struct contract_columns *out, struct input *in,
                                   struct ws_error *err)
{
    const struct {
        int *column;
        struct column_key key;
        column_test *test;
    } looks[] = {
        {&out->area,
         {"area",
          "leveransomrade leverantorsomrade supplierarea deliveryarea omrade areaid areaname "
          "knkod kommunkod komkod kommun",
          "area", true, false},
         NULL},
        {&out->provider,
         {"provider", "leverantor leverantornamn utforare aktor provider supplier operator foretag",
          "", true, false},
         NULL},
        {&out->contract,
         {"contract", "kanummer avtal contractno contract", "id", false, false},
         NULL},
        {&out->participants,
         {"participants", "antaldeltagare deltagare participants", "", false, false},
         NULL},
        {&out->rating, {"rating", "betyg rating", "", false, false}, NULL},
        {&out->capacity, {"capacity", "kapacitet capacity", "", false, false}, NULL},
        {&out->at_risk, {"at_risk", "riskerarhavning atrisk", "", false, false}, NULL},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, in, &looks[i].key, looks[i].test, NULL, err);
    return st;
}

/* ---- rows --------------------------------------------------------------------------- */

static const char *known_text(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = columns_text(in, feature, column);
    return text && !value_is_missing(text) ? text : NULL;
}

/* A count that may be withheld; what is no number is a fault. NaN: not known. */
static double read_count(struct contract_reader *reader, OGRFeatureH feature, int column)
{
    struct input *in = reader->in;
    double value = (double)NAN;
    if (column < 0)
        return value;
    enum value verdict = value_cell(&value, in, feature, column);
    if (verdict == VALUE_OK && value >= 0.0)
        return value;
    if (verdict == VALUE_HIDDEN && !reader->hidden_count++)
        reader->hidden_fid = OGR_F_GetFID(feature);
    if (verdict == VALUE_BAD || verdict == VALUE_OK)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a number, 0 or more, or -",
                    columns_name(in, column), columns_text(in, feature, column));
    return (double)NAN;
}

static uint8_t read_risk(struct input *in, OGRFeatureH feature, int column)
{
    bool is_yes = false;
    if (!judge_answer(&is_yes, in, feature, column))
        return RISK_UNKNOWN;
    return is_yes ? RISK_YES : RISK_NO;
}

static void release_row(struct contract_row *row)
{
    mem_free(row->area);
    mem_free(row->provider);
    mem_free(row->id);
    mem_free(row->valid_from);
    mem_free(row->valid_to);
}

static enum ws_status take_row(struct contract_reader *reader, OGRFeatureH feature, uint8_t state,
                               struct ws_error *err)
{
    struct input *in = reader->in;
    const struct contract_columns *columns = &reader->columns;
    struct contract_row row = {.state = state, .fid = OGR_F_GetFID(feature)};
    row.area = judge_copy(in, known_text(in, feature, columns->area));
    row.provider = judge_copy(in, known_text(in, feature, columns->provider));
    row.id = judge_copy(in, known_text(in, feature, columns->contract));
    if (!row.area)
        judge_fault(in, row.fid, "%s is blank; expected the area of the contract",
                    columns_name(in, columns->area));
    if (!row.provider)
        judge_fault(in, row.fid, "%s is blank; expected the provider of the contract",
                    columns_name(in, columns->provider));
    row.participants = read_count(reader, feature, columns->participants);
    row.rating = read_count(reader, feature, columns->rating);
    row.capacity = read_count(reader, feature, columns->capacity);
    row.at_risk = read_risk(in, feature, columns->at_risk);
    if (!row.area || !row.provider) {
        release_row(&row);
        return WS_OK;
    }
    const struct dated_rows *days = &reader->days.rows;
    row.valid_from = judge_copy(in, days->from[0] ? days->from : NULL);
    row.valid_to = judge_copy(in, days->to[0] ? days->to : NULL);
    if (mem_grow(&reader->rows, &reader->cap, reader->count + 1, sizeof row)) {
        release_row(&row);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu contracts", reader->count + 1);
    }
    reader->rows[reader->count++] = row;
    return WS_OK;
}

/* Among offices a contract is a row with an area and no place. */
static bool is_contract(const struct contract_reader *reader, OGRFeatureH feature)
{
    struct input *in = reader->in;
    double own[2];
    if (!reader->map->among_offices)
        return true;
    if (!known_text(in, feature, reader->columns.area))
        return false;
    if (!in->has_geometry)
        return !reader->places.count ||
               place_cells(own, &reader->places.pairs[0], in, feature, false) == POINT_NONE;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    return !geometry || OGR_G_IsEmpty(geometry);
}

static enum ws_status read_rows(struct contract_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        uint8_t state;
        reader->row_count++;
        if (row_is_blank(in, feature))
            reader->blank_count++;
        else if (is_contract(reader, feature) && area_days_take(&reader->days, in, feature) &&
                 supply_takes(&reader->supply, in, feature, reader->days.rows.to, &state))
            st = take_row(reader, feature, state, err);
    }
    if (st)
        return st;
    input_record(in)->left_out = reader->row_count - reader->count;
    return input_finish(in, reader->row_count, reader->count, err);
}

/* ---- order -------------------------------------------------------------------------- */

static int compare_ids(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_rows(const void *left, const void *right)
{
    const struct contract_row *a = left, *b = right;
    int order = strcmp(a->area, b->area);
    if (!order)
        order = strcmp(a->provider, b->provider);
    if (!order)
        order = compare_ids(a->id, b->id);
    if (!order && !isnan(a->participants) != !isnan(b->participants))
        order = isnan(a->participants) ? 1 : -1;
    if (!order && !isnan(a->participants))
        order = (a->participants < b->participants) - (a->participants > b->participants);
    return order ? order : (a->state > b->state) - (a->state < b->state);
}

/* One contract in one area is one row: its people would count twice. */
static void judge_twins(struct contract_reader *reader)
{
    struct input *in = reader->in;
    for (size_t i = 1; i < reader->count; i++) {
        const struct contract_row *a = &reader->rows[i - 1], *b = &reader->rows[i];
        bool is_same = !strcmp(a->area, b->area) && !strcmp(a->provider, b->provider) &&
                       !compare_ids(a->id, b->id);
        char first[128];
        text_copy(first, sizeof first, judge_label(in, a->fid < b->fid ? a->fid : b->fid));
        if (is_same)
            judge_fault(in, a->fid < b->fid ? b->fid : a->fid,
                        "contract %.40s of %.60s in %.60s is also told by %s; expected one row a "
                        "contract and area on a day (--as-of) and in a scheme (--scheme)",
                        a->id ? a->id : "(no number)", a->provider, a->area, first);
    }
}

/* ---- areas on the map --------------------------------------------------------------- */

/* The only zone of that name, letter by letter or as columns are compared. */
static uint32_t zone_named(const struct zones *zones, const char *text, bool is_folded)
{
    uint32_t found = WS_NONE;
    for (uint32_t i = 0; i < zones->count; i++) {
        bool is_same = is_folded ? text_same_folded(zones->name[i], text) ||
                                       text_same_folded(zones->code[i], text)
                                 : !strcmp(zones->name[i], text);
        if (!is_same)
            continue;
        if (found != WS_NONE)
            return WS_NONE;
        found = i;
    }
    return found;
}

/* Names of municipalities are none of areas: an area called Kiruna may be larger. */
static uint32_t zone_of(const struct contract_map *map, const char *text, bool *is_folded)
{
    for (uint32_t i = 0; i < map->zones->count; i++)
        if (!strcmp(map->zones->code[i], text))
            return i;
    if (!map->is_areas)
        return WS_NONE;
    uint32_t zone = zone_named(map->zones, text, false);
    if (zone == WS_NONE) {
        zone = zone_named(map->zones, text, true);
        *is_folded = zone != WS_NONE;
    }
    return zone;
}

static enum ws_status tell_unknown(struct input *in, const struct contract_map *map, uint32_t areas,
                                   uint32_t contracts, const char *first, struct ws_error *err)
{
    char effect[128];
    if (!areas)
        return WS_OK;
    snprintf(effect, sizeof effect,
             "%" PRIu32 " contract%s on no map; listed by the name of the area", contracts,
             contracts == 1 ? " is" : "s are");
    if (map->is_areas)
        return judge_repair(in, -1, effect, err,
                            "contracts name %" PRIu32 " area%s among the supplier areas (first: "
                            "%.80s)",
                            areas, areas == 1 ? " that is not" : "s that are not", first);
    return judge_repair(in, -1, effect, err,
                        "contracts name %" PRIu32 " area%s no code of a municipality (first: "
                        "%.80s); give their polygons, or a table of municipalities and areas, "
                        "with --supplier-areas",
                        areas, areas == 1 ? " that is" : "s that are", first);
}

/* Providers of contracts among themselves and beside those of the offices. */
static enum ws_status tell_alike(const struct contracts *contracts, struct input *in,
                                 const struct contract_map *map, struct ws_error *err)
{
    uint32_t count = 0;
    struct alike_name *names =
        mem_array((size_t)contracts->count + map->provider_count, sizeof *names);
    if (!names)
        return error_set(err, WS_NO_MEMORY, "no memory for providers");
    for (uint32_t i = 0; i < map->provider_count; i++)
        names[count++] = (struct alike_name){map->providers[i], false};
    for (uint32_t i = 0; i < contracts->count; i++)
        names[count++] = (struct alike_name){contracts->provider[i], true};
    enum ws_status st = alike_tell(names, count, in, err);
    mem_free(names);
    return st;
}

/* Rows are sorted by area, so each is looked up once. */
static enum ws_status place(struct contracts *out, struct input *in, const struct contract_map *map,
                            struct ws_error *err)
{
    uint32_t areas = 0, contracts = 0, first = 0, folded = 0, like = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        bool is_folded = false, is_new = !i || strcmp(out->area[i], out->area[i - 1]) != 0;
        out->zone[i] = is_new ? zone_of(map, out->area[i], &is_folded) : out->zone[i - 1];
        if (is_folded && !folded++)
            like = i;
        if (out->zone[i] == WS_NONE && !contracts++)
            first = i;
        areas += out->zone[i] == WS_NONE && is_new;
    }
    enum ws_status st = WS_OK;
    if (folded)
        st = judge_repair(in, -1, "taken for the same", err,
                          "%" PRIu32 " area%s spelled otherwise than on the map (%s for %s)",
                          folded, folded == 1 ? " is" : "s are", out->area[like],
                          map->zones->name[out->zone[like]]);
    return st ? st
              : tell_unknown(in, map, areas, contracts, contracts ? out->area[first] : "", err);
}

/* ---- handing over ------------------------------------------------------------------- */

static enum ws_status take_over(struct contracts *out, struct contract_reader *reader,
                                struct ws_error *err)
{
    size_t count = reader->count;
    if (count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu contracts; expected fewer than 2^32 - 1", count);
    out->area = mem_array(count, sizeof *out->area);
    out->provider = mem_array(count, sizeof *out->provider);
    out->id = mem_array(count, sizeof *out->id);
    out->valid_from = mem_array(count, sizeof *out->valid_from);
    out->valid_to = mem_array(count, sizeof *out->valid_to);
    out->state = mem_array(count, sizeof *out->state);
    out->at_risk = mem_array(count, sizeof *out->at_risk);
    out->participants = mem_array(count, sizeof *out->participants);
    out->rating = mem_array(count, sizeof *out->rating);
    out->capacity = mem_array(count, sizeof *out->capacity);
    out->zone = mem_array(count, sizeof *out->zone);
    if (!out->area || !out->provider || !out->id || !out->valid_from || !out->valid_to ||
        !out->state || !out->at_risk || !out->participants || !out->rating || !out->capacity ||
        !out->zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu contracts", count);
    for (uint32_t i = 0; i < count; i++) {
        struct contract_row *row = &reader->rows[i];
        out->area[i] = row->area;
        out->provider[i] = row->provider;
        out->id[i] = row->id;
        out->valid_from[i] = row->valid_from;
        out->valid_to[i] = row->valid_to;
        out->state[i] = row->state;
        out->at_risk[i] = row->at_risk;
        out->participants[i] = row->participants;
        out->rating[i] = row->rating;
        out->capacity[i] = row->capacity;
        out->count = i + 1;
        row->area = row->provider = row->id = row->valid_from = row->valid_to = NULL;
    }
    out->has_participants = reader->columns.participants >= 0;
    out->has_rating = reader->columns.rating >= 0;
    out->has_capacity = reader->columns.capacity >= 0;
    out->has_at_risk = reader->columns.at_risk >= 0;
    out->has_days =
        reader->days.rows.columns.valid_from >= 0 || reader->days.rows.columns.valid_to >= 0;
    return WS_OK;
}

static enum ws_status tell(const struct contract_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = area_days_finish(&reader->days, in, 1, err);
    /* A file of offices was judged when they were read. */
    if (!st && !reader->map->among_offices)
        st = dated_check_scheme(&reader->days.rows, in, err);
    if (!st)
        st = supply_finish(&reader->supply, in, "contract", "contracts", err);
    if (!st && reader->blank_count && !reader->map->among_offices)
        st = judge_repair(in, -1, "left out", err, "%" PRIu64 " blank row%s", reader->blank_count,
                          reader->blank_count == 1 ? "" : "s");
    if (!st && reader->hidden_count)
        st = judge_repair(in, reader->hidden_fid, "unknown, not zero: sums are at least so many",
                          err, "%" PRIu64 " withheld count%s", reader->hidden_count,
                          reader->hidden_count == 1 ? "" : "s");
    if (!st && !reader->count)
        st = judge_repair(in, -1, "no area is supplied by contract", err, "no contract holds");
    return st;
}

static enum ws_status read_layer(struct contracts *out, struct contract_reader *reader,
                                 struct ws_error *err)
{
    struct input *in = reader->in;
    const struct contract_map *map = reader->map;
    enum ws_status st = find_columns(&reader->columns, in, err);
    if (!st && map->eligible && map->eligible[0])
        st = input_filter(in, map->eligible, err);
    if (!st && map->among_offices && !in->has_geometry)
        st = place_find(&reader->places, in, err);
    if (!st)
        st = area_days_open(&reader->days, in, reader->columns.contract, err);
    if (!st)
        st = supply_find(&reader->supply, in, &reader->days.asked, err);
    if (!st && reader->columns.participants >= 0)
        st = value_judge_marks(in, reader->columns.participants, err);
    if (!st)
        st = read_rows(reader, err);
    if (!st && reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    if (!st)
        judge_twins(reader);
    if (!st)
        st = tell(reader, err);
    if (!st)
        st = judge_end(in, err);
    if (!st)
        st = take_over(out, reader, err);
    if (!st)
        st = tell_alike(out, in, map, err);
    return st ? st : place(out, in, map, err);
}

enum ws_status io_read_contracts(struct contracts *out, struct io *io,
                                 const struct ws_source *source, const struct dated *dated,
                                 const struct contract_map *map, struct ws_error *err)
{
    assert(out && io && source && dated && map && map->zones);
    struct input in = {0};
    struct contracts contracts = {0};
    struct contract_reader reader = {.in = &in, .map = map, .days = {.asked = *dated}};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_CONTRACTS, false, err);
    if (!st)
        st = read_layer(&contracts, &reader, err);
    for (size_t i = 0; i < reader.count; i++)
        release_row(&reader.rows[i]);
    mem_free(reader.rows);
    place_release(&reader.places);
    dated_release(&reader.days.rows);
    input_close(&in);
    if (st)
        contracts_release(&contracts);
    else
        *out = contracts;
    return st;
}
