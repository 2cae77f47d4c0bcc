/* Remote support by place, scheme and day. */
#include "io/read_areas.h"
#include "io/register.h"

#include "base/fixed.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_VISITS 1e9

enum remote_column {
    REMOTE_PLACE,
    REMOTE_PERMITTED,
    REMOTE_NETWORK,
    REMOTE_NETWORK_LOW,
    REMOTE_NETWORK_HIGH,
    REMOTE_ABILITY,
    REMOTE_ABILITY_LOW,
    REMOTE_ABILITY_HIGH,
    REMOTE_CAPACITY,
    REMOTE_COLUMNS
};

struct remote_reader {
    struct remote *out;
    const struct zones *zones, *areas; /* areas NULL: none */
    struct area_days days;
    int columns[REMOTE_COLUMNS];
    bool joins;
    struct join join;
    struct tally sums, strangers;
    int64_t *zone_fid, *area_fid, nation_fid; /* the row of the day; 0: none yet */
    uint64_t taken_count;
};

static bool is_read(const struct remote_reader *reader, int column)
{
    const struct dated_columns *days = &reader->days.rows.columns;
    const int others[] = {days->id, days->valid_from, days->valid_to, days->known, days->scheme};
    for (size_t i = 0; i < REMOTE_COLUMNS; i++)
        if (reader->columns[i] == column)
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] == column)
            return true;
    return false;
}

/* A permission or a share under a name that nobody knows would be lost in silence. */
static enum ws_status tell_unread(const struct remote_reader *reader, struct input *in,
                                  struct ws_error *err)
{
    char names[300] = "";
    size_t used = 0;
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn) && used < 200; i++)
        if (!is_read(reader, i))
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%.40s", used ? ", " : "",
                                     columns_name(in, i));
    if (!used)
        return WS_OK;
    return judge_repair(in, -1,
                        "not read; known are place, permitted, network_share, ability_share (each "
                        "also _low, _high), visit_capacity, scheme, valid_from, valid_to",
                        err, "columns that say nothing here: %s", names);
}

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[REMOTE_COLUMNS] = {
        [REMOTE_PLACE] = {"place",
                          "place plats kommun kommunkod knkod omrade leveransomrade supplierarea",
                          "code kod", true, false},
        [REMOTE_PERMITTED] = {"permitted", "permitted tillatet", "", false, false},
        [REMOTE_NETWORK] = {"network_share", "networkshare natandel network nat", "", false, false},
        [REMOTE_NETWORK_LOW] = {"network_low", "networklow natandellag", "", false, false},
        [REMOTE_NETWORK_HIGH] = {"network_high", "networkhigh natandelhog", "", false, false},
        [REMOTE_ABILITY] = {"ability_share", "abilityshare formagandel ability formaga", "", false,
                            false},
        [REMOTE_ABILITY_LOW] = {"ability_low", "abilitylow formagandellag", "", false, false},
        [REMOTE_ABILITY_HIGH] = {"ability_high", "abilityhigh formagandelhog", "", false, false},
        [REMOTE_CAPACITY] = {"visit_capacity", "visitcapacity besokskapacitet", "", false, false},
    };
    struct remote_reader *reader = context;
    uint64_t filled, known = 0;
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < REMOTE_COLUMNS; i++)
        st = columns_find(&reader->columns[i], in, &keys[i], NULL, NULL, err);
    if (!st)
        st = area_days_open(&reader->days, in, reader->columns[REMOTE_PLACE], err);
    if (!st)
        st = code_judge(in, reader->columns[REMOTE_PLACE], code_is_mangled, err);
    if (st)
        return st;
    st = tell_unread(reader, in, err);
    if (st)
        return st;
    const struct dated_columns *days = &reader->days.rows.columns;
    reader->out->has_permissions = reader->columns[REMOTE_PERMITTED] >= 0 || days->scheme >= 0 ||
                                   days->valid_from >= 0 || days->valid_to >= 0;
    struct join probe = {.zones = reader->zones, .column = reader->columns[REMOTE_PLACE]};
    columns_count(in, probe.column, join_is_zone, &probe, &filled, &known);
    reader->joins = known > 0;
    return reader->joins ? join_column(&reader->join, in, reader->zones, probe.column, err) : WS_OK;
}

/* ---- cells ---------------------------------------------------------------------------- */

/* False: not told, or a fault. */
static bool read_number(double *out, struct remote_reader *reader, struct input *in,
                        OGRFeatureH feature, enum remote_column key)
{
    int column = reader->columns[key];
    double most = key == REMOTE_CAPACITY ? MOST_VISITS : 1.0;
    enum value kind = column < 0 ? VALUE_MISSING : value_cell(out, in, feature, column);
    if (kind == VALUE_OK && *out >= 0.0 && *out <= most)
        return true;
    if (kind == VALUE_OK || kind == VALUE_BAD)
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s; expected %s, or nothing when not known", columns_name(in, column),
                    columns_text(in, feature, column),
                    key == REMOTE_CAPACITY ? "visits a year" : "a share from 0 to 1");
    return false;
}

/* A bound that is not told is the share itself, and without it 0 or 1. */
static struct remote_share read_share(struct remote_reader *reader, struct input *in,
                                      OGRFeatureH feature, enum remote_column first)
{
    struct remote_share share = remote_unknown();
    double middle, low, high;
    share.has_middle = read_number(&middle, reader, in, feature, first);
    if (share.has_middle)
        share.low_micro = share.middle_micro = share.high_micro = (uint32_t)fixed_micro(middle);
    bool has_low = read_number(&low, reader, in, feature, (enum remote_column)(first + 1));
    bool has_high = read_number(&high, reader, in, feature, (enum remote_column)(first + 2));
    if (has_low)
        share.low_micro = (uint32_t)fixed_micro(low);
    if (has_high)
        share.high_micro = (uint32_t)fixed_micro(high);
    share.is_known = share.has_middle || has_low || has_high;
    bool is_within = !share.has_middle || (share.low_micro <= share.middle_micro &&
                                           share.middle_micro <= share.high_micro);
    if (share.low_micro > share.high_micro || !is_within)
        judge_fault(in, OGR_F_GetFID(feature),
                    "the low and the high share do not enclose the share; expected low <= share "
                    "<= high");
    return share;
}

static uint8_t read_word(struct remote_reader *reader, struct input *in, OGRFeatureH feature)
{
    int column = reader->columns[REMOTE_PERMITTED];
    bool is_yes = false;
    if (column < 0)
        return reader->out->has_permissions ? REMOTE_ON : REMOTE_NOT_TOLD;
    if (!judge_answer(&is_yes, in, feature, column))
        return REMOTE_NOT_TOLD;
    return is_yes ? REMOTE_ON : REMOTE_OFF;
}

/* ---- places ----------------------------------------------------------------------------- */

/* The place of a row, and where its row number stands; NULL: of none, which is told. */
static struct remote_place *find_place(int64_t **fid, struct remote_reader *reader,
                                       struct input *in, OGRFeatureH feature, const char *text)
{
    uint32_t zone = reader->joins ? join_place(&reader->join, text) : WS_NONE;
    uint32_t area = join_area(reader->areas, text);
    if (zone != WS_NONE && area != WS_NONE) {
        judge_fault(in, OGR_F_GetFID(feature),
                    "%.60s is a municipality and a supplier area; expected a code that only one "
                    "of them has",
                    text);
        return NULL;
    }
    if (zone != WS_NONE) {
        *fid = &reader->zone_fid[zone];
        return &reader->out->zones[zone];
    }
    if (area != WS_NONE) {
        *fid = &reader->area_fid[area];
        return &reader->out->areas[area];
    }
    *fid = &reader->nation_fid;
    return join_is_total(text) ? &reader->out->nation : NULL;
}

static void read_place(struct remote_place *place, struct remote_reader *reader, struct input *in,
                       OGRFeatureH feature)
{
    double visits;
    place->is_told = true;
    place->word = read_word(reader, in, feature);
    place->network = read_share(reader, in, feature, REMOTE_NETWORK);
    place->ability = read_share(reader, in, feature, REMOTE_ABILITY);
    if (read_number(&visits, reader, in, feature, REMOTE_CAPACITY))
        place->capacity_micro = fixed_micro(visits);
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct remote_reader *reader = context;
    int64_t *before = NULL, fid = OGR_F_GetFID(feature);
    bool is_of_day = area_days_take(&reader->days, in, feature);
    const char *text = register_text(in, feature, reader->columns[REMOTE_PLACE]);
    if (!text) {
        judge_fault(in, fid, "%s is blank; expected a place, or Riket for the whole country",
                    columns_name(in, reader->columns[REMOTE_PLACE]));
        return WS_OK;
    }
    struct remote_place *place = find_place(&before, reader, in, feature, text);
    if (!place) {
        input_record(in)->left_out++;
        bool is_sum = reader->joins && join_is_sum(reader->zones, text);
        return words_add(is_sum ? &reader->sums : &reader->strangers, text, err);
    }
    place->is_named = true;
    if (!is_of_day) {
        input_record(in)->left_out++;
        return WS_OK;
    }
    if (place->is_told) {
        judge_fault(in, fid,
                    "%.60s is also told by row %" PRId64 "; expected one row a place on a day "
                    "(--as-of) and in a scheme (--scheme)",
                    text, *before);
        return WS_OK;
    }
    *before = fid;
    reader->taken_count++;
    read_place(place, reader, in, feature);
    return WS_OK;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct remote_reader *reader = context;
    enum ws_status st = judge_end(in, err);
    const struct dated_columns *days = &reader->days.rows.columns;
    if (!st && reader->taken_count && (days->valid_from >= 0 || days->valid_to >= 0))
        st = dated_finish(&reader->days.rows, in, err);
    if (!st && !reader->taken_count)
        st = judge_repair(
            in, -1, "remote support is not permitted, or not told", err, "no row holds on %s%s%s",
            reader->days.asked.as_of[0] ? reader->days.asked.as_of : "any day",
            reader->days.asked.scheme[0] ? " in scheme " : "", reader->days.asked.scheme);
    if (!st)
        st = tally_report(&reader->sums, in, "rows of counties",
                          "left out: only places and the whole country are known", err);
    return st ? st
              : tally_report(&reader->strangers, in,
                             "places that are no municipality and no supplier area", "left out",
                             err);
}

/* ---- the whole -------------------------------------------------------------------------- */

static enum ws_status make(struct remote_reader *reader, struct ws_error *err)
{
    struct remote *out = reader->out;
    uint32_t areas = reader->areas ? reader->areas->count : 0;
    bool is_whole = remote_init(out, reader->zones->count, areas);
    reader->zone_fid = mem_array(out->zone_count, sizeof *reader->zone_fid);
    reader->area_fid = mem_array(out->area_count, sizeof *reader->area_fid);
    return is_whole && reader->zone_fid && reader->area_fid
               ? WS_OK
               : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " places",
                           out->zone_count + out->area_count);
}

/* Polygons tell where there is a network; a table tells places. */
static enum ws_status read_source(struct remote_reader *reader, struct io *io,
                                  const struct ws_source *source, struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_REMOTE, find, take_row, done};
    struct input in = {0};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_REMOTE, false, err);
    reader->out->has_presence = in.has_geometry;
    if (!st)
        st = in.has_geometry ? zones_read_areas(&reader->out->presence, &in, &reader->days, err)
                             : register_rows(reader, &steps, &in, err);
    input_close(&in);
    return st;
}

enum ws_status io_read_remote(struct remote *out, struct io *io, const struct ws_source *source,
                              const struct dated *dated, const struct zones *zones,
                              const struct zones *areas, struct ws_error *err)
{
    assert(out && dated && zones);
    struct remote remote = {0};
    struct remote_reader reader = {
        .out = &remote, .zones = zones, .areas = areas, .days = {.asked = *dated}};
    enum ws_status st = make(&reader, err);
    if (!st)
        st = read_source(&reader, io, source, err);
    mem_free(reader.zone_fid);
    mem_free(reader.area_fid);
    dated_release(&reader.days.rows);
    words_release(&reader.sums);
    words_release(&reader.strangers);
    if (st)
        remote_release(&remote);
    else
        *out = remote;
    return st;
}
