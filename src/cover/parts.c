#include "cover/parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

enum ws_status laid_init(struct laid *laid, uint32_t unit_count, struct ws_error *err)
{
    *laid = (struct laid){.is_bare = mem_array(unit_count, sizeof(bool)),
                          .bare_zone = mem_array(unit_count, sizeof(uint32_t))};
    if (!laid->is_bare || !laid->bare_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", unit_count);
    for (uint32_t unit = 0; unit < unit_count; unit++) {
        laid->is_bare[unit] = true;
        laid->bare_zone[unit] = WS_NONE;
    }
    return WS_OK;
}

void laid_release(struct laid *laid)
{
    if (!laid)
        return;
    mem_free(laid->pieces);
    mem_free(laid->x_m);
    mem_free(laid->y_m);
    mem_free(laid->is_bare);
    mem_free(laid->bare_zone);
    *laid = (struct laid){0};
}

void spread_release(struct spread *spread)
{
    if (!spread)
        return;
    mem_free(spread->unit);
    mem_free(spread->zone);
    mem_free(spread->state);
    mem_free(spread->weight_mm);
    mem_free(spread->no_link_mm);
    mem_free(spread->people_micro);
    mem_free(spread->less_micro);
    mem_free(spread->more_micro);
    mem_free(spread->first_part);
    mem_free(spread->pieces);
    mem_free(spread->part);
    mem_free(spread->x_m);
    mem_free(spread->y_m);
    *spread = (struct spread){0};
}

/* ---- which parts there are -------------------------------------------------- */

static enum ws_status collect_keys(uint64_t **keys, uint32_t *part_count, const struct laid *laid,
                                   uint32_t unit_count, struct ws_error *err)
{
    size_t cap = 0, count = 0;
    uint64_t *found = NULL;
    for (size_t i = 0; i < (size_t)laid->count + unit_count; i++) {
        uint64_t key;
        if (i < laid->count)
            key = part_key(laid->pieces[i].unit, laid->pieces[i].zone);
        else if (laid->is_bare[i - laid->count])
            key = part_key((uint32_t)(i - laid->count), laid->bare_zone[i - laid->count]);
        else
            continue;
        if (count && found[count - 1] == key)
            continue; /* neighbours on a road mostly agree: fewer keys to sort */
        if (mem_grow(&found, &cap, count + 1, sizeof *found)) {
            mem_free(found);
            return error_set(err, WS_NO_MEMORY, "no memory for the parts of units");
        }
        found[count++] = key;
    }
    *part_count = (uint32_t)fixed_distinct(found, count);
    *keys = found;
    return WS_OK;
}

static enum ws_status allocate_parts(struct spread *spread, const struct laid *laid,
                                     struct ws_error *err)
{
    size_t count = spread->part_count;
    spread->unit = mem_array(count, sizeof *spread->unit);
    spread->zone = mem_array(count, sizeof *spread->zone);
    spread->state = mem_array(count, sizeof *spread->state);
    spread->weight_mm = mem_array(count, sizeof *spread->weight_mm);
    spread->no_link_mm = mem_array(count, sizeof *spread->no_link_mm);
    spread->people_micro = mem_array(count, spread->weight_count * sizeof(uint64_t));
    spread->first_part = mem_array((size_t)spread->unit_count + 1, sizeof *spread->first_part);
    spread->part = mem_array(laid->count, sizeof *spread->part);
    if (!spread->unit || !spread->zone || !spread->state || !spread->weight_mm ||
        !spread->no_link_mm || !spread->people_micro || !spread->first_part || !spread->part)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu parts of units", count);
    return WS_OK;
}

static void number_parts(struct spread *spread, const uint64_t *keys)
{
    uint32_t unit = 0;
    for (uint32_t part = 0; part < spread->part_count; part++) {
        spread->unit[part] = (uint32_t)(keys[part] >> 32);
        spread->zone[part] = (uint32_t)keys[part];
        spread->state[part] = PART_OFF_NETWORK;
        while (unit <= spread->unit[part])
            spread->first_part[unit++] = part;
    }
    while (unit <= spread->unit_count)
        spread->first_part[unit++] = spread->part_count;
}

/* ---- what each part holds ---------------------------------------------------- */

static uint32_t part_of(const struct spread *spread, const struct ws_piece *piece)
{
    uint32_t low = spread->first_part[piece->unit], high = spread->first_part[piece->unit + 1];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (spread->zone[middle] <= piece->zone)
            low = middle;
        else
            high = middle;
    }
    assert(spread->unit[low] == piece->unit && spread->zone[low] == piece->zone);
    return low;
}

bool parts_serve_any(const struct network *net, const bool *is_served)
{
    return net && memchr(is_served, true, net->component_count * sizeof *is_served);
}

bool parts_lack_link(const struct network *net, const bool *is_served, const struct ws_piece *piece)
{
    return net && piece->edge != WS_NONE && !is_served[net->component[net->tail[piece->edge]]];
}

static void weigh_parts(struct spread *spread, const struct laid *laid,
                        const struct spread_plan *plan)
{
    bool serves_any = parts_serve_any(plan->net, plan->is_served);
    for (uint32_t i = 0; i < laid->count; i++) {
        const struct ws_piece *piece = &laid->pieces[i];
        uint32_t part = part_of(spread, piece), weight = piece_weight(piece);
        spread->part[i] = part;
        spread->state[part] = PART_ON_NETWORK;
        spread->weight_mm[part] += weight;
        if (serves_any && parts_lack_link(plan->net, plan->is_served, piece))
            spread->no_link_mm[part] += weight;
    }
}

/* Bounds are split as the people are; a part never loses more than it has. */
static void split_doubt(struct spread *spread, const struct population *population, size_t row,
                        const uint64_t *people_micro, uint64_t *split)
{
    uint32_t weights = spread->weight_count;
    size_t unit = row / weights, weight = row % weights;
    size_t first = spread->first_part[unit], count = spread->first_part[unit + 1] - first;
    fixed_split(population->less_micro[row], spread->weight_mm + first, count, split);
    for (size_t i = 0; i < count; i++) {
        size_t entry = (first + i) * weights + weight;
        spread->less_micro[entry] = split[i] < people_micro[entry] ? split[i] : people_micro[entry];
    }
    uint64_t more_micro = population->more_micro[row];
    if (more_micro != WS_UNBOUNDED)
        fixed_split(more_micro, spread->weight_mm + first, count, split);
    for (size_t i = 0; i < count; i++)
        spread->more_micro[(first + i) * weights + weight] =
            more_micro == WS_UNBOUNDED ? WS_UNBOUNDED : split[i];
}

static void split_rows(struct spread *spread, const struct population *population, uint64_t *split)
{
    uint32_t weights = spread->weight_count;
    for (size_t row = 0; row < (size_t)spread->unit_count * weights; row++) {
        size_t unit = row / weights, weight = row % weights;
        size_t first = spread->first_part[unit], count = spread->first_part[unit + 1] - first;
        fixed_split(population->units.people_micro[row], spread->weight_mm + first, count, split);
        for (size_t i = 0; i < count; i++)
            spread->people_micro[(first + i) * weights + weight] = split[i];
        if (spread->less_micro)
            split_doubt(spread, population, row, spread->people_micro, split);
    }
}

static enum ws_status split_people(struct spread *spread, const struct population *population,
                                   struct ws_error *err)
{
    uint32_t most = 0;
    for (uint32_t unit = 0; unit < spread->unit_count; unit++) {
        uint32_t count = spread->first_part[unit + 1] - spread->first_part[unit];
        most = count > most ? count : most;
    }
    bool has_doubt = population->less_micro && population->more_micro, has_room = true;
    uint64_t *split = mem_array(most, sizeof *split);
    if (has_doubt) {
        size_t size = spread->weight_count * sizeof(uint64_t);
        spread->less_micro = mem_array(spread->part_count, size);
        spread->more_micro = mem_array(spread->part_count, size);
        has_room = spread->less_micro && spread->more_micro;
    }
    if (!split || !has_room) {
        mem_free(split);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of a unit", most);
    }
    split_rows(spread, population, split);
    mem_free(split);
    return WS_OK;
}

/* ---- what is told ------------------------------------------------------------ */

static enum ws_status warn(struct warnings *warnings, uint32_t count, uint64_t people_micro,
                           const char *what, const char *follows, struct ws_error *err)
{
    char effect[160];
    if (!count)
        return WS_OK;
    uint64_t people = (people_micro + WS_MICRO / 2) / WS_MICRO;
    snprintf(effect, sizeof effect, people == 1 ? "%" PRIu64 " person %s" : "%" PRIu64 " people %s",
             people, follows);
    return warnings_add(warnings, (struct place){.role = "population"}, effect, err,
                        "%" PRIu32 " %s %s", count, count == 1 ? "unit" : "units", what);
}

/* A part that holds less of its unit than this comes from borders that miss each
 * other by millimetres: it is counted and not told. Parts of a unit stand
 * together. */
#define SLIVER_SHARE 100000u

static bool is_sliver(const struct spread *spread, uint32_t part)
{
    size_t weights = spread->weight_count;
    uint64_t unit_micro = 0;
    uint32_t first = part;
    while (first && spread->unit[first - 1] == spread->unit[part])
        first--;
    for (uint32_t i = first; i < spread->part_count && spread->unit[i] == spread->unit[part]; i++)
        unit_micro += weights ? spread->people_micro[i * weights] : 0;
    return unit_micro && spread->people_micro[part * weights] < unit_micro / SLIVER_SHARE;
}

/* Units and people of the parts that are outside, or off the network inside. */
static void count_parts(const struct spread *spread, bool is_outside, uint32_t *units,
                        uint64_t *people_micro)
{
    *units = 0;
    *people_micro = 0;
    uint32_t last = WS_NONE;
    for (uint32_t part = 0; part < spread->part_count; part++) {
        bool outside = spread->zone[part] == WS_NONE;
        if (outside != is_outside || (!outside && spread->state[part] == PART_ON_NETWORK))
            continue;
        if (outside && is_sliver(spread, part))
            continue;
        if (spread->weight_count)
            *people_micro += spread->people_micro[(size_t)part * spread->weight_count];
        *units += spread->unit[part] != last;
        last = spread->unit[part];
    }
}

#define MOST_LISTED 12u

/* Zones in which no unit lies: nobody knows who lives there. */
static enum ws_status tell_empty(const struct spread *spread, const struct zones *zones,
                                 struct warnings *warnings, struct ws_error *err)
{
    char list[400] = "";
    uint32_t count = 0;
    bool *has_unit = mem_array(zones->count, sizeof *has_unit);
    if (!has_unit)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones->count);
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->zone[part] != WS_NONE)
            has_unit[spread->zone[part]] = true;
    for (uint32_t zone = 0; zone < zones->count; zone++) {
        size_t used = strlen(list);
        if (has_unit[zone] || count++ >= MOST_LISTED)
            continue;
        snprintf(list + used, sizeof list - used, "%s%.24s", used ? ", " : "", zones->code[zone]);
    }
    mem_free(has_unit);
    if (!count)
        return WS_OK;
    return warnings_add(warnings, (struct place){.role = "population"},
                        "people there are unknown, not zero; they are in no figure", err,
                        "no area or point of people lies in %" PRIu32 " municipalit%s: %s%s", count,
                        count == 1 ? "y" : "ies", list, count > MOST_LISTED ? " ..." : "");
}

static enum ws_status tell(const struct spread *spread, const struct laid *laid,
                           const struct spread_plan *plan, struct warnings *warnings,
                           struct ws_error *err)
{
    char what[160];
    uint32_t units;
    uint64_t people_micro;

    enum ws_status st =
        warn(warnings, laid->adopted_count, laid->adopted_micro,
             "outside all zones, at least in part; the nearest zone taken", "counted there", err);
    if (st)
        return st;
    count_parts(spread, true, &units, &people_micro);
    st = warn(warnings, units, people_micro, "outside all zones, at least in part",
              "counted as outside", err);
    if (st)
        return st;
    count_parts(spread, false, &units, &people_micro);
    if (!plan->population->is_surveyed && plan->zones->code)
        st = tell_empty(spread, plan->zones, warnings, err);
    if (st)
        return st;
    snprintf(what, sizeof what, "without a road to stop at within %g km",
             plan->access_limit_m / 1000.0);
    return warn(warnings, units, people_micro, what, "counted as off the network", err);
}

enum ws_status parts_make(struct spread *out, struct laid *laid, const struct spread_plan *plan,
                          struct warnings *warnings, struct ws_error *err)
{
    const struct ws_units *units = &plan->population->units;
    struct spread spread = {.weight_count = units->weight_count, .unit_count = units->count};
    uint64_t *keys = NULL;

    enum ws_status st = collect_keys(&keys, &spread.part_count, laid, units->count, err);
    if (!st)
        st = allocate_parts(&spread, laid, err);
    if (st)
        goto done;
    number_parts(&spread, keys);
    weigh_parts(&spread, laid, plan);
    st = split_people(&spread, plan->population, err);
    if (!st)
        st = tell(&spread, laid, plan, warnings, err);
    if (st)
        goto done;

    spread.piece_count = laid->count;
    spread.pieces = laid->pieces;
    spread.x_m = laid->x_m;
    spread.y_m = laid->y_m;
    laid->pieces = NULL;
    laid->x_m = laid->y_m = NULL;
    *out = spread;
    spread = (struct spread){0};
done:
    mem_free(keys);
    spread_release(&spread);
    return st;
}
