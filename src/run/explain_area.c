/* Units and municipalities: what of them lies within each limit, and ids. */
#include "run/explain.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ID_ROOM 63u /* bytes of an id that are compared */

/* ---- ids ---------------------------------------------------------------------- */

/* Letters to change, add or take away (Levenshtein), row by row. */
static size_t edit_distance(const char *from, const char *to)
{
    size_t row[ID_ROOM + 1], width = strlen(to) < ID_ROOM ? strlen(to) : ID_ROOM;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; i <= ID_ROOM && from[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = diagonal + (from[i - 1] != to[j - 1]);
            size_t longer = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = changed < longer ? changed : longer;
        }
    }
    return row[width];
}

/* The first of equal names; WS_NONE: there is none. */
static uint32_t find_name(char *const *names, uint32_t count, const char *id)
{
    for (uint32_t i = 0; i < count; i++)
        if (names[i] && !strcmp(names[i], id))
            return i;
    return WS_NONE;
}

const char *explain_nearest(char *const *names, uint32_t count, const char *id)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (uint32_t i = 0; i < count; i++) {
        size_t distance = names[i] ? edit_distance(id, names[i]) : SIZE_MAX;
        if (distance < least) {
            least = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

/* The digits of a text, in order. */
static void digits_of(char out[ID_ROOM + 1], const char *text)
{
    size_t count = 0;
    for (; *text && count < ID_ROOM; text++)
        if (*text >= '0' && *text <= '9')
            out[count++] = *text;
    out[count] = '\0';
}

bool explain_is_slip(const char *a, const char *b)
{
    char digits[2][ID_ROOM + 1];
    size_t size = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    size_t most = size / 5 < 2 ? size / 5 : 2;
    digits_of(digits[0], a);
    digits_of(digits[1], b);
    return size < ID_ROOM && !strcmp(digits[0], digits[1]) && edit_distance(a, b) <= most;
}

static enum ws_status not_found(const char *what, char *const *names, uint32_t count,
                                const char *id, struct ws_error *err)
{
    const char *nearest = explain_nearest(names, count, id);
    if (!nearest)
        return error_set(err, WS_NOT_FOUND, "--%s %.100s: there are none", what, id);
    return error_set(err, WS_NOT_FOUND, "--%s %.100s: no such %s; the nearest is %.100s", what, id,
                     what, nearest);
}

/* ---- units ---------------------------------------------------------------------- */

enum explain_state explain_unit_state(const struct run *run, uint32_t unit)
{
    const struct spread *spread = &run->spread;
    uint64_t weight = 0, no_link = 0;
    bool is_outside = true, is_off = true;
    for (uint32_t part = spread->first_part[unit]; part < spread->first_part[unit + 1]; part++) {
        is_outside = is_outside && spread->zone[part] == WS_NONE;
        is_off = is_off && spread->state[part] == PART_OFF_NETWORK;
        weight += spread->weight_mm[part];
        no_link += spread->no_link_mm[part];
    }
    double reached_frac = run->unit_costs.reached_frac[unit];
    if (is_outside)
        return STATE_OUTSIDE;
    if (is_off)
        return STATE_OFF_NETWORK;
    if (no_link == weight)
        return STATE_NO_LINK;
    if (!(reached_frac > 0.0))
        return STATE_UNCOVERED;
    return reached_frac < 1.0 ? STATE_PARTLY : STATE_COVERED;
}

static uint32_t row_cost(const struct ws_allocation *allocation, uint32_t row, uint32_t rank,
                         bool is_highest)
{
    size_t at = (size_t)row * allocation->k + rank;
    uint32_t from = allocation->cost_from[at], to = allocation->cost_to[at];
    if (allocation->facility[at] == WS_NONE)
        return WS_COST_INF;
    return (from > to) == is_highest ? from : to;
}

/* Adds a row beyond the limit; a row that goes on where the one before, also
 * beyond, ended on the same road belongs to its stretch. */
static void add_beyond(struct unit_limit *limit, const struct ws_allocation *allocation,
                       uint32_t row, uint32_t rank, bool goes_on)
{
    const struct ws_piece *piece = &allocation->pieces[row];
    uint32_t low = row_cost(allocation, row, rank, false);
    uint32_t high = row_cost(allocation, row, rank, true);
    bool is_first = !limit->stretch_count;
    limit->stretch_count += !goes_on;
    limit->beyond_mm += piece->to_mm - piece->from_mm;
    if (is_first || low < limit->nearest)
        limit->nearest = low;
    if (is_first || high > limit->farthest) {
        limit->farthest = high;
        limit->far_edge = piece->edge;
    }
}

static bool is_next(const struct ws_piece *before, const struct ws_piece *piece)
{
    return before->edge == piece->edge && piece->edge != WS_NONE && before->to_mm == piece->from_mm;
}

/* The rows of a unit come in the order of the roads. */
static void measure_limit(struct unit_limit *limit, const struct run *run, uint32_t unit,
                          uint32_t cutoff_cost, uint32_t rank)
{
    const struct ws_allocation *allocation = &run->allocation;
    uint32_t before = WS_NONE; /* the last row beyond */
    *limit =
        (struct unit_limit){.nearest = WS_COST_INF, .farthest = WS_COST_INF, .far_edge = WS_NONE};
    for (uint32_t row = 0; row < allocation->count; row++) {
        const struct ws_piece *piece = &allocation->pieces[row];
        if (run->spread.unit[run->row_part[row]] != unit)
            continue;
        if (allocation_within(allocation, row, rank, cutoff_cost)) {
            limit->within += piece_weight(piece);
            before = WS_NONE;
            continue;
        }
        bool goes_on = before != WS_NONE && is_next(&allocation->pieces[before], piece);
        add_beyond(limit, allocation, row, rank, goes_on);
        before = row;
    }
}

static void find_pieces(struct unit_facts *facts, const struct run *run)
{
    const struct spread *spread = &run->spread;
    facts->is_points = !run->options->road_count;
    facts->piece.edge = WS_NONE;
    for (uint32_t part = spread->first_part[facts->unit];
         part < spread->first_part[facts->unit + 1]; part++)
        facts->weight += spread->weight_mm[part];
    for (uint32_t i = 0; i < spread->piece_count && run->options->road_count; i++) {
        const struct ws_piece *piece = &spread->pieces[i];
        if (piece->unit != facts->unit || piece->to_mm > piece->from_mm)
            continue;
        facts->is_points = true;
        facts->piece = *piece;
        return;
    }
}

enum ws_status explain_unit(struct unit_facts *out, const struct run *run, const char *id,
                            struct ws_error *err)
{
    const struct ws_options *options = run->options;
    char *const *names = run->population.name;
    uint32_t count = run->population.units.count;
    uint32_t unit = find_name(names, count, id);
    if (unit == WS_NONE)
        return not_found("unit", names, count, id, err);

    *out = (struct unit_facts){.unit = unit};
    for (uint32_t i = unit + 1; i < count; i++)
        out->namesake_count += names[i] && !strcmp(names[i], id);
    find_pieces(out, run);
    out->state = explain_unit_state(run, unit);
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        for (uint32_t k = 0; k < options->choice_count; k++)
            measure_limit(&out->limits[c][k], run, unit, options->cutoff_cost[c],
                          options->choice[k] - 1);
    return WS_OK;
}

/* ---- municipalities --------------------------------------------------------------- */

enum ws_status explain_zone(uint32_t *zone, const struct run *run, const char *id,
                            struct ws_error *err)
{
    uint32_t found = find_name(run->zones.code, run->zones.count, id);
    if (found == WS_NONE)
        found = find_name(run->zones.name, run->zones.count, id);
    if (found == WS_NONE)
        return not_found("municipality", run->zones.code, run->zones.count, id, err);
    *zone = found;
    return WS_OK;
}

struct sentence explain_class(const struct run *run, uint32_t zone)
{
    return explain_choice(run, run->median_choice[zone]);
}

struct sentence explain_choice(const struct run *run, uint32_t providers)
{
    struct sentence out = {0};
    const char *limit = run->options->cutoff_text[run->options->main_cutoff];
    if (providers == WS_NONE)
        sentence_put(&out, SAY_NOBODY_LIVES);
    else if (providers == 0)
        SENTENCE_ADD(&out, SAY_MOST_HAVE_NONE, SAY_LIMIT(limit));
    else
        SENTENCE_ADD(&out, SAY_HALF_HAVE, SAY_WHOLE(providers), SAY_LIMIT(limit));
    return out;
}
