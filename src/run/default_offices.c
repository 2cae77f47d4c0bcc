/* Default allocation: who chooses nothing goes to the nearest office that takes
 * people. By road, and by straight line to compare. */
#include "run/layers.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/mem.h"

#include <inttypes.h>

/* ---- the nearest by road ------------------------------------------------------- */

/* What a run has for all offices, here for those that take people. */
struct nearest {
    struct ws_snap *snaps;
    struct stops stops;
    struct field field;
    struct ws_allocation allocation;
    uint32_t *part;
};

static void nearest_release(struct nearest *nearest)
{
    mem_free(nearest->snaps);
    stops_release(&nearest->stops);
    field_release(&nearest->field);
    allocation_release(&nearest->allocation);
    mem_free(nearest->part);
}

static enum ws_status search_nearest(struct nearest *nearest, const struct run *run,
                                     struct ws_error *err)
{
    uint32_t offices = run->offices.points.count, count = 0;
    struct search_plan plan = {.net = &run->net,
                               .group = run->offices.points.group,
                               .k = 1,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = run->options->direction,
                               .skeleton = &run->skeleton,
                               .threads = run_threads(run)};
    struct search *search = NULL;
    struct seed *seeds = mem_array((size_t)offices * 4, sizeof *seeds);
    if (!seeds)
        return error_set(err, WS_NO_MEMORY, "no memory for the seeds");
    for (uint32_t i = 0; i < offices; i++)
        if (nearest->snaps[i].edge != WS_NONE)
            count += search_seeds(seeds + count, &run->net, &nearest->snaps[i], run->leg_cost[i], i,
                                  run->options->direction);
    enum ws_status st = search_new(&search, &plan, err);
    if (!st)
        st = search_run(search, seeds, count, err);
    if (!st)
        search_take(search, &nearest->field);
    search_free(search);
    mem_free(seeds);
    return st;
}

static enum ws_status find_nearest(struct nearest *nearest, const struct run *run,
                                   const bool *is_accepting, struct ws_error *err)
{
    uint32_t offices = run->offices.points.count;
    nearest->snaps = mem_array(offices, sizeof *nearest->snaps);
    if (!nearest->snaps)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", offices);
    for (uint32_t i = 0; i < offices; i++) {
        nearest->snaps[i] = run->snaps[i];
        if (!is_accepting[i])
            nearest->snaps[i].edge = WS_NONE;
    }
    enum ws_status st = stops_new(&nearest->stops, nearest->snaps, run->leg_cost, offices, err);
    if (!st)
        st = search_nearest(nearest, run, err);
    if (st)
        return st;
    struct allocate_plan plan = run_allocate_plan(run);
    plan.field = &nearest->field;
    plan.stops = &nearest->stops;
    return allocate_pieces(&nearest->allocation, &nearest->part, &run->spread, &plan, err);
}

/* When all take people the run's own allocation tells. */
static bool all_accept(const bool *is_accepting, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_accepting[i])
            return false;
    return true;
}

enum ws_status supplier_defaults(struct run *run, struct ws_error *err)
{
    uint32_t offices = run->offices.points.count;
    bool has_roads = run->options->road_count > 0;
    struct nearest nearest = {0};
    bool *is_accepting = mem_array(offices, sizeof *is_accepting);
    enum ws_status st = WS_OK;
    if (!is_accepting)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", offices);
    for (uint32_t i = 0; i < offices; i++)
        is_accepting[i] = supply_counts((enum supply_state)run->offices.state[i], true);
    bool is_own = has_roads && !all_accept(is_accepting, offices);
    if (is_own)
        st = find_nearest(&nearest, run, is_accepting, err);
    const struct default_plan plan = {
        .spread = &run->spread,
        .allocation = is_own ? &nearest.allocation : &run->allocation,
        .part = is_own ? nearest.part : run->row_part,
        .net = has_roads ? &run->net : NULL,
        .facilities = &run->offices.points,
        .is_accepting = is_accepting,
        .population = &run->population,
        .zones = &run->zones,
        .threads = run_threads(run),
    };
    if (!st)
        st = defaults_find(&run->supplier->defaults, &plan, err);
    nearest_release(&nearest);
    mem_free(is_accepting);
    return st;
}

/* ---- rows ------------------------------------------------------------------------- */

static struct default_row sum_row(const struct defaults *defaults)
{
    struct default_row row = {.kind = "total"};
    for (uint32_t i = 0; i < defaults->facility_count; i++) {
        row.road_micro += defaults->road_micro[i];
        row.line_micro += defaults->line_micro[i];
        row.same_micro += defaults->same_micro[i];
    }
    row.only_road_micro = row.road_micro - row.same_micro;
    row.only_line_micro = row.line_micro - row.same_micro;
    row.road_micro += defaults->sums.unreached_micro + defaults->sums.off_network_micro +
                      defaults->sums.outside_micro;
    row.line_micro += defaults->sums.nobody_accepts_micro + defaults->sums.outside_micro;
    return row;
}

/* Those who go nowhere, then all. */
static void take_others(const struct run *run, default_taker *take, void *context)
{
    const struct default_sums *sums = &run->supplier->defaults.sums;
    const struct {
        const char *kind;
        uint64_t road_micro, line_micro;
    } others[] = {
        {"no_link", sums->unreached_micro, 0},
        {"off_network", sums->off_network_micro, 0},
        {"nobody_accepts", 0, sums->nobody_accepts_micro},
        {"outside", sums->outside_micro, sums->outside_micro},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct default_row row = {.kind = others[i].kind,
                                  .road_micro = others[i].road_micro,
                                  .line_micro = others[i].line_micro};
        if (row.road_micro || row.line_micro)
            take(context, &row);
    }
    struct default_row sum = sum_row(&run->supplier->defaults);
    take(context, &sum);
}

void supplier_default_rows(const struct run *run, default_taker *take, void *context)
{
    const struct defaults *defaults = &run->supplier->defaults;
    for (uint32_t i = 0; i < defaults->facility_count; i++) {
        uint8_t state = run->offices.state[i];
        bool is_accepting = supply_counts((enum supply_state)state, true);
        struct default_row row = {
            .kind = is_accepting ? "office" : supply_name((enum supply_state)state),
            .office = run->offices.id[i],
            .provider = run->offices.provider[run->offices.points.group[i]],
            .road_micro = defaults->road_micro[i],
            .line_micro = defaults->line_micro[i],
            .same_micro = defaults->same_micro[i],
            .only_road_micro = defaults->road_micro[i] - defaults->same_micro[i],
            .only_line_micro = defaults->line_micro[i] - defaults->same_micro[i]};
        take(context, &row);
    }
    take_others(run, take, context);
}

/* ---- table and evidence -------------------------------------------------------------- */

static void count_row(void *context, const struct default_row *row)
{
    uint32_t *count = context;
    (void)row;
    ++*count;
}

enum { ROAD, LINE, SAME, ONLY_ROAD, ONLY_LINE, PEOPLE_COLUMNS };
static const char *const NAMES[PEOPLE_COLUMNS] = {
    [ROAD] = "people_road",    [LINE] = "people_line",    [SAME] = "same",
    [ONLY_ROAD] = "only_road", [ONLY_LINE] = "only_line",
};

struct filler {
    uint32_t row;
    bool has_roads;
    struct column *kind, *office, *provider, *people[PEOPLE_COLUMNS];
    struct json *json;
};

/* Without roads only the line is known. */
static bool is_known(const struct filler *filler, int column)
{
    return filler->has_roads || column == LINE;
}

static void read_people(uint64_t micro[PEOPLE_COLUMNS], const struct default_row *row)
{
    micro[ROAD] = row->road_micro;
    micro[LINE] = row->line_micro;
    micro[SAME] = row->same_micro;
    micro[ONLY_ROAD] = row->only_road_micro;
    micro[ONLY_LINE] = row->only_line_micro;
}

static void fill_row(void *context, const struct default_row *row)
{
    struct filler *filler = context;
    uint64_t micro[PEOPLE_COLUMNS];
    uint32_t i = filler->row++;
    read_people(micro, row);
    layers_text(filler->office, i, row->office);
    layers_text(filler->provider, i, row->provider);
    layers_text(filler->kind, i, row->kind);
    for (int c = 0; c < PEOPLE_COLUMNS; c++)
        if (is_known(filler, c))
            layers_people(filler->people[c], i, micro[c]);
}

enum ws_status layers_default_offices(struct run_layers *out, const struct run *run,
                                      struct ws_error *err)
{
    uint32_t count = 0;
    struct filler filler = {.has_roads = run->options->road_count > 0};
    supplier_default_rows(run, count_row, &count);
    struct layer *layer = layers_begin(
        out, "default_offices",
        "Who chooses nothing goes to the nearest office that takes people: by road, by straight "
        "line from home (people_line), by both (same), by one alone",
        count, 8);
    if (!layer)
        return layers_no_memory(err, "table", "default_offices");
    filler.office = layers_column(layer, "office", COLUMN_TEXT);
    filler.provider = layers_column(layer, "provider", COLUMN_TEXT);
    filler.kind = layers_column(layer, "kind", COLUMN_TEXT);
    for (int c = 0; c < PEOPLE_COLUMNS; c++)
        filler.people[c] = layers_column(layer, NAMES[c], COLUMN_REAL);
    supplier_default_rows(run, fill_row, &filler);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "default_offices");
}

static void put_row(void *context, const struct default_row *row)
{
    const struct filler *filler = context;
    uint64_t micro[PEOPLE_COLUMNS];
    read_people(micro, row);
    json_begin_object(filler->json, NULL);
    json_put_text(filler->json, "office", row->office);
    json_put_text(filler->json, "provider", row->provider);
    json_put_text(filler->json, "kind", row->kind);
    for (int c = 0; c < PEOPLE_COLUMNS; c++)
        if (is_known(filler, c))
            json_put_people(filler->json, NAMES[c], micro[c]);
        else
            json_put_text(filler->json, NAMES[c], NULL);
    json_end(filler->json);
}

void supplier_put_defaults(struct json *json, const struct run *run)
{
    struct filler filler = {.json = json, .has_roads = run->options->road_count > 0};
    json_begin_array(json, "default_offices");
    supplier_default_rows(run, put_row, &filler);
    json_end(json);
}
