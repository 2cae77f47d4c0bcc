/* The figures people quote, of this run: every weight, number of providers and
 * limit, and whom the registers count. */
#include "run/registers.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/run.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The areas that M1 to M4 speak of: supplier areas or municipalities. */
struct metric_areas {
    const char *unit; /* area, municipality */
    bool is_main;
    const struct spread *spread; /* its zones are the areas */
    uint32_t count;              /* of areas, with one more for "in no area" */
    uint32_t *providers;         /* per area: with a contract for it or an office inside */
    uint8_t *cover, *zone_cover; /* at the choice in hand: areas, municipalities */
    uint32_t *part_zone;         /* municipality of each part */
};
#define MOST_LAYERS 2u

struct metrics_builder {
    struct run *run;
    size_t count, cap;
    struct ws_metric *rows;
    uint32_t choice;
    char scheme[64];
    uint32_t layer_count;
    struct metric_areas layers[MOST_LAYERS];
    uint8_t *has_office; /* per municipality, at the choice in hand */
};

static struct ws_metric *add_metric(struct metrics_builder *builder, enum ws_metric_id id,
                                    const struct metric_share *share, struct ws_error *err)
{
    if (mem_grow(&builder->rows, &builder->cap, builder->count + 1, sizeof *builder->rows)) {
        (void)error_set(err, WS_NO_MEMORY, "no memory for %zu metrics", builder->count + 1);
        return NULL;
    }
    struct ws_metric *row = &builder->rows[builder->count++];
    const struct dated *dated = &builder->run->options->dated;
    *row = (struct ws_metric){
        .id = id, .cutoff_cost = WS_COST_INF, .is_count = id >= WS_COUNT_MUNICIPALITIES};
    row->choice = row->is_count ? 0 : builder->choice;
    row->is_main = !row->is_count;
    metrics_fill(row, share);
    snprintf(row->scheme, sizeof row->scheme, "%s", builder->scheme);
    snprintf(row->as_of, sizeof row->as_of, "%s", dated->as_of);
    return row;
}

/* The column that tells the scheme of an office, or NULL. */
static const struct column *scheme_column(const struct run *run)
{
    static const char *const names[] = {"scheme", "tj\xc3\xa4nst", "tjanst"};
    const struct ws_source *source = &run->options->source[WS_ROLE_OFFICES];
    const struct column *found = NULL;
    for (uint32_t c = 0; c < run->offices.column_count; c++) {
        const struct column *column = &run->offices.columns[c];
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (column->text && strcasecmp(column->name, names[i]) == 0)
                found = column;
        for (uint32_t f = 0; f < source->field_count; f++)
            if (column->text && strcmp(source->fields[f].key, "scheme") == 0 &&
                strcmp(source->fields[f].column, column->name) == 0)
                return column;
    }
    return found;
}

/* The scheme asked for, else the one that all offices are of; "": nothing tells. */
static void set_scheme(struct metrics_builder *builder)
{
    const struct run *run = builder->run;
    const char *scheme = run->options->dated.scheme;
    const struct column *column = *scheme ? NULL : scheme_column(run);
    for (uint32_t i = 0; column && i < run->offices.points.count; i++) {
        const char *text = column->text[i];
        if (!text || (*scheme && strcmp(text, scheme) != 0))
            return;
        scheme = text;
    }
    snprintf(builder->scheme, sizeof builder->scheme, "%.63s", scheme);
}

/* ---- whom a weight counts --------------------------------------------------------- */

static void set_population(struct ws_metric *row, const struct run *run, uint32_t weight)
{
    const char *name = run->population.weight_name[weight];
    struct age_name ages;
    snprintf(row->population, sizeof row->population, "%s", run->population.weight_label[weight]);
    if (ages_parse(&ages, name) && !ages.is_glued && !ages.is_single)
        ages_text(row->ages, ages.from, ages.to);
}

static struct people_parts parts_of(const struct metric_areas *areas, uint32_t weight)
{
    const struct spread *spread = areas->spread;
    return (struct people_parts){
        .count = spread->part_count,
        .unit = spread->unit,
        .zone = spread->zone,
        .people_micro = spread->people_micro,
        .less_micro = spread->less_micro,
        .more_micro = spread->less_micro ? spread->more_micro : NULL,
        .stride = spread->weight_count,
        .offset = weight,
    };
}

/* ---- M1 to M4, by area ---------------------------------------------------------------- */

static enum ws_status add_residents(struct metrics_builder *builder,
                                    const struct metric_areas *areas, struct ws_error *err)
{
    const struct run *run = builder->run;
    for (uint32_t w = 0; w < run->population.units.weight_count; w++) {
        struct people_parts parts = parts_of(areas, w);
        struct metric_share share = metrics_residents(&parts, areas->cover);
        struct ws_metric *row = add_metric(builder, WS_M1, &share, err);
        if (!row)
            return WS_NO_MEMORY;
        set_population(row, run, w);
        row->is_main = areas->is_main && w == 0;
        snprintf(row->unit, sizeof row->unit, "%s", areas->unit);
    }
    return WS_OK;
}

static bool cuts_zones(const struct metrics_builder *builder, const struct metric_areas *areas)
{
    for (uint32_t zone = 0; zone < builder->run->zones.count; zone++)
        if (areas->zone_cover[zone] == AREA_UNSURE)
            return true;
    return false;
}

/* Registers tell municipalities. Where areas cut one into covered and uncovered
 * ground nobody can say who of them lives where: the interval alone is certain. */
static void judge_cut(struct ws_metric *row, const struct metrics_builder *builder,
                      const struct metric_areas *areas)
{
    row->is_main = row->is_main && areas->is_main;
    snprintf(row->unit, sizeof row->unit, "%s", areas->unit);
    if (!cuts_zones(builder, areas))
        return;
    row->has_value = false;
    snprintf(row->note, sizeof row->note,
             "areas cut municipalities, and the register tells municipalities: the interval alone "
             "is certain");
}

static enum ws_status add_pair(struct metrics_builder *builder, const struct metric_areas *areas,
                               const struct metric_share *const shares[2], const char *note,
                               struct ws_error *err)
{
    static const enum ws_metric_id ids[2] = {WS_M2, WS_M3};
    for (int i = 0; i < 2; i++) {
        struct ws_metric *row = add_metric(builder, ids[i], shares[i], err);
        if (!row)
            return WS_NO_MEMORY;
        snprintf(row->population, sizeof row->population, "employed");
        snprintf(row->ages, sizeof row->ages, "%s", builder->run->registers.commuting.ages);
        snprintf(row->note, sizeof row->note, "%s", note);
        judge_cut(row, builder, areas);
    }
    return WS_OK;
}

/* Without flows only M1 is there, and it is about residents, not about those who
 * work; of the work places nothing is known. */
static enum ws_status add_margins(struct metrics_builder *builder, const struct metric_areas *areas,
                                  struct ws_error *err)
{
    struct people_parts parts = parts_of(areas, 0);
    struct metric_share home = metrics_residents(&parts, areas->cover), both, either;
    struct margin unknown = {{0, 1}, {1, 1}}, homes = {home.low, home.high};
    metrics_margins(&both, &either, homes, unknown);
    return add_pair(builder, areas, (const struct metric_share *const[2]){&both, &either},
                    "no --commuting: M1 of residents stands in for the employed by home, and "
                    "nothing is known of where they work",
                    err);
}

static enum ws_status add_commuters(struct metrics_builder *builder,
                                    const struct metric_areas *areas, struct ws_error *err)
{
    const struct commuting *commuting = &builder->run->registers.commuting;
    struct commuting_shares shares;
    char note[160];
    if (!commuting->count)
        return add_margins(builder, areas, err);
    metrics_commuting(&shares, commuting, areas->zone_cover);
    snprintf(note, sizeof note,
             "%" PRIu64 " work outside all areas: not covered in the value, either way in the "
             "interval; %" PRIu64 " of unknown work place left out",
             shares.elsewhere_micro / WS_MICRO, shares.no_workplace_micro / WS_MICRO);
    return add_pair(builder, areas,
                    (const struct metric_share *const[2]){&shares.both, &shares.either}, note, err);
}

/* Every month, so that the same supply can be seen against more unemployed. */
static enum ws_status add_unemployed(struct metrics_builder *builder,
                                     const struct metric_areas *areas, struct ws_error *err)
{
    const struct unemployed *table = &builder->run->registers.unemployed;
    for (uint32_t month = 0; month < table->month_count; month++) {
        size_t first = (size_t)month * table->zone_count;
        struct metric_share share =
            metrics_zone_people(table->people_micro + first, table->more_micro + first,
                                table->zone_count, table->outside_micro[month], areas->zone_cover);
        struct ws_metric *row = add_metric(builder, WS_M4, &share, err);
        if (!row)
            return WS_NO_MEMORY;
        snprintf(row->population, sizeof row->population, "unemployed");
        snprintf(row->ages, sizeof row->ages, "%s", table->ages);
        if (share.whole_micro && !share.has_value)
            snprintf(row->note, sizeof row->note,
                     "municipalities without a number: the interval alone is certain");
        if (table->month[month][0])
            snprintf(row->as_of, sizeof row->as_of, "%s", table->month[month]);
        row->is_main = month == table->picked;
        judge_cut(row, builder, areas);
    }
    return WS_OK;
}

/* ---- M5 and M6 --------------------------------------------------------------------------- */

static enum ws_status add_places(struct metrics_builder *builder, struct ws_error *err)
{
    struct metric_share share = metrics_zones(builder->has_office, builder->run->zones.count);
    struct ws_metric *row = add_metric(builder, WS_M5, &share, err);
    if (!row)
        return WS_NO_MEMORY;
    snprintf(row->population, sizeof row->population, "municipalities");
    snprintf(row->unit, sizeof row->unit, "municipality");
    return WS_OK;
}

/* The nation's rows stand last: [zone][weight][cutoff][choice]. */
static enum ws_status add_distances(struct metrics_builder *builder, uint32_t choice,
                                    struct ws_error *err)
{
    const struct run *run = builder->run;
    const struct ws_options *options = run->options;
    uint32_t weights = run->population.units.weight_count, cutoffs = options->cutoff_count;
    for (uint32_t w = 0; w < weights; w++)
        for (uint32_t c = 0; c < cutoffs; c++) {
            size_t row_at = ((size_t)run->zones.count * weights + w) * cutoffs + c;
            const struct ws_share *nation =
                &run->zone_shares.rows[row_at * options->choice_count + choice];
            struct metric_share share =
                metrics_distance(nation, ws_share_low(nation), ws_share_high(nation));
            struct ws_metric *row = add_metric(builder, WS_M6, &share, err);
            if (!row)
                return WS_NO_MEMORY;
            set_population(row, run, w);
            row->cutoff_cost = nation->cutoff_cost;
            row->is_main = w == 0 && c == options->main_cutoff;
            snprintf(row->limit, sizeof row->limit, "%s", options->cutoff_text[c]);
            snprintf(row->unit, sizeof row->unit, "distance");
        }
    return WS_OK;
}

static enum ws_status add_choice(struct metrics_builder *builder, uint32_t choice,
                                 struct ws_error *err)
{
    const struct run *run = builder->run;
    enum ws_status st = WS_OK;
    builder->choice = run->options->choice[choice];
    metrics_cover(builder->has_office, run->supplier->municipalities.by_office, run->zones.count,
                  builder->choice);
    for (uint32_t i = 0; !st && i < builder->layer_count; i++) {
        struct metric_areas *areas = &builder->layers[i];
        metrics_cover(areas->cover, areas->providers, areas->count, builder->choice);
        metrics_cover_zones(areas->zone_cover, run->zones.count, areas->part_zone,
                            areas->spread->zone, areas->spread->part_count, areas->cover);
        st = add_residents(builder, areas, err);
        if (!st)
            st = add_commuters(builder, areas, err);
        if (!st)
            st = add_unemployed(builder, areas, err);
    }
    if (!st)
        st = add_places(builder, err);
    return st ? st : add_distances(builder, choice, err);
}

/* ---- counts ------------------------------------------------------------------------- */

static enum ws_status add_count(struct metrics_builder *builder, enum ws_metric_id id,
                                uint64_t count, const char *unit, const char *which,
                                struct ws_error *err)
{
    struct metric_share share = metrics_count(count);
    struct ws_metric *row = add_metric(builder, id, &share, err);
    if (!row)
        return WS_NO_MEMORY;
    snprintf(row->unit, sizeof row->unit, "%s", unit);
    snprintf(row->population, sizeof row->population, "%s", which);
    return WS_OK;
}

static uint32_t count_filled(const uint32_t *numbers, uint32_t count)
{
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; i++)
        filled += numbers[i] > 0;
    return filled;
}

/* Distinct providers of the offices that count; the list of names may hold more. */
static enum ws_status count_providers(uint32_t *out, const struct run *run, struct ws_error *err)
{
    uint32_t *offices = mem_array(run->offices.provider_count, sizeof *offices);
    if (!offices)
        return error_set(err, WS_NO_MEMORY, "no memory for the providers");
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        offices[run->offices.points.group[i]]++;
    *out = count_filled(offices, run->offices.provider_count);
    mem_free(offices);
    return WS_OK;
}

/* Municipalities with ground in a supplier area. */
static uint32_t count_in_areas(const struct metrics_builder *builder,
                               const struct metric_areas *areas)
{
    uint32_t count = 0;
    for (uint32_t area = 0; area < areas->count; area++)
        areas->cover[area] = area + 1 < areas->count ? AREA_COVERED : AREA_UNCOVERED;
    metrics_cover_zones(areas->zone_cover, builder->run->zones.count, areas->part_zone,
                        areas->spread->zone, areas->spread->part_count, areas->cover);
    for (uint32_t zone = 0; zone < builder->run->zones.count; zone++)
        count += areas->zone_cover[zone] != AREA_UNCOVERED;
    return count;
}

static enum ws_status add_area_counts(struct metrics_builder *builder, struct ws_error *err)
{
    const struct supplier *supplier = builder->run->supplier;
    const struct metric_areas *areas = &builder->layers[0];
    enum ws_status st = WS_OK;
    if (supplier->has_areas) {
        st = add_count(builder, WS_COUNT_AREAS, supplier->zones.count, "area", "all of the input",
                       err);
        if (!st)
            st = add_count(builder, WS_COUNT_AREAS,
                           count_filled(supplier->areas.together, supplier->zones.count), "area",
                           "with a contract or an office inside", err);
        if (!st)
            st = add_count(builder, WS_COUNT_MUNICIPALITIES, count_in_areas(builder, areas),
                           "municipality", "in a supplier area", err);
    }
    if (!st && supplier->has_contracts)
        st = add_count(builder, WS_COUNT_PROVIDERS, supplier->contractor_count, "provider",
                       "with a contract", err);
    if (!st && supplier->has_contracts && !supplier->has_areas)
        st = add_count(builder, WS_COUNT_AREAS, supplier->contract_area_count, "area",
                       "named by contracts", err);
    return st;
}

/* Persons referred in the month of the run, and those there at its end. What is
 * withheld may be any number. */
static enum ws_status add_referred(struct metrics_builder *builder, struct ws_error *err)
{
    static const struct ws_fraction most = {METRICS_NO_END, 1};
    const struct run *run = builder->run;
    const struct referrals *referrals = &run->registers.referrals;
    const char *month = reconcile_month(referrals, run->options->dated.as_of);
    struct reconcile_sum sums[2];
    static const char *const which[2] = {"came in the month", "there at the end of the month"};
    enum ws_status st = WS_OK;
    if (!*month)
        return WS_OK;
    reconcile_month_sums(&sums[0], &sums[1], referrals, month);
    for (int i = 0; !st && i < (referrals->has_stocks ? 2 : 1); i++) {
        st = add_count(builder, WS_COUNT_REFERRED, sums[i].known, "person", which[i], err);
        if (st)
            break;
        struct ws_metric *row = &builder->rows[builder->count - 1];
        snprintf(row->as_of, sizeof row->as_of, "%s", month);
        if (!sums[i].unknown_count)
            continue;
        row->has_value = false;
        row->high = sums[i].most == FLOW_UNKNOWN ? most : (struct ws_fraction){sums[i].most, 1};
        snprintf(row->note, sizeof row->note, "at least; %" PRIu32 " row%s not tell",
                 sums[i].unknown_count, sums[i].unknown_count == 1 ? " does" : "s do");
    }
    return st;
}

static enum ws_status add_counts(struct metrics_builder *builder, struct ws_error *err)
{
    const struct run *run = builder->run;
    uint32_t zones = run->zones.count, providers = 0;
    uint32_t with = count_filled(run->supplier->municipalities.by_office, zones);
    const struct {
        uint32_t count;
        const char *which;
    } places[] = {{zones, "all of the input"},
                  {with, "with an office inside"},
                  {zones - with, "without an office inside"}};
    enum ws_status st = count_providers(&providers, run, err);
    for (size_t i = 0; !st && i < sizeof places / sizeof *places; i++)
        st = add_count(builder, WS_COUNT_MUNICIPALITIES, places[i].count, "municipality",
                       places[i].which, err);
    if (!st)
        st = add_count(builder, WS_COUNT_PROVIDERS, providers, "provider", "with an office", err);
    if (!st)
        st = add_count(builder, WS_COUNT_OFFICES, run->offices.points.count, "office", "", err);
    if (!st)
        st = add_referred(builder, err);
    return st ? st : add_area_counts(builder, err);
}

/* ---- all of them ---------------------------------------------------------------------- */

static void layers_free(struct metrics_builder *builder)
{
    for (uint32_t i = 0; i < builder->layer_count; i++) {
        mem_free(builder->layers[i].providers);
        mem_free(builder->layers[i].cover);
        mem_free(builder->layers[i].zone_cover);
        mem_free(builder->layers[i].part_zone);
    }
    mem_free(builder->has_office);
}

/* parent NULL: the parts are those of the municipalities. */
static enum ws_status add_layer(struct metrics_builder *builder, const char *unit,
                                const struct spread *spread, const uint32_t *parent,
                                const struct paper *paper, struct ws_error *err)
{
    const struct run *run = builder->run;
    uint32_t count = parent ? run->supplier->zones.count : run->zones.count;
    struct metric_areas *areas = &builder->layers[builder->layer_count++];
    *areas = (struct metric_areas){
        .unit = unit,
        .is_main = builder->layer_count == 1,
        .spread = spread,
        .count = count + 1,
        .providers = mem_array((size_t)count + 1, sizeof *areas->providers),
        .cover = mem_array((size_t)count + 1, sizeof *areas->cover),
        .zone_cover = mem_array(run->zones.count, sizeof *areas->zone_cover),
        .part_zone = mem_array(spread->part_count, sizeof *areas->part_zone),
    };
    if (!areas->providers || !areas->cover || !areas->zone_cover || !areas->part_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " areas", count);
    memcpy(areas->providers, paper->together, count * sizeof *areas->providers);
    for (uint32_t part = 0; part < spread->part_count; part++)
        areas->part_zone[part] = run->spread.zone[parent ? parent[part] : part];
    return WS_OK;
}

static enum ws_status build(struct metrics_builder *builder, struct ws_error *err)
{
    const struct run *run = builder->run;
    const struct supplier *supplier = run->supplier;
    enum ws_status st = WS_OK;
    builder->has_office = mem_array(run->zones.count, sizeof *builder->has_office);
    if (!builder->has_office)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", run->zones.count);
    if (supplier->has_areas)
        st = add_layer(builder, "area", &supplier->cut.spread, supplier->cut.parent,
                       &supplier->areas, err);
    if (!st)
        st = add_layer(builder, "municipality", &run->spread, NULL, &supplier->municipalities, err);
    for (uint32_t choice = 0; !st && choice < run->options->choice_count; choice++)
        st = add_choice(builder, choice, err);
    return st ? st : add_counts(builder, err);
}

enum ws_status run_metrics(struct run *run, struct ws_error *err)
{
    struct metrics_builder builder = {.run = run};
    set_scheme(&builder);
    enum ws_status st = build(&builder, err);
    layers_free(&builder);
    if (st) {
        mem_free(builder.rows);
        return st;
    }
    run->registers.metrics = builder.rows;
    run->registers.metric_count = (uint32_t)builder.count;
    return WS_OK;
}
