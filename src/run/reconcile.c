/* Totals of this run that must bridge. */
#include "decide/decide.h"

#include "base/day.h"
#include "base/mem.h"
#include "run/run.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- providers without referrals ----------------------------------------------------- */

static const struct column *since_column(const struct run *run)
{
    static const char *const names[] = {"valid_from", "validfrom", "giltigfran", "giltig_fran",
                                        "startdatum"};
    const struct ws_source *source = &run->options->source[WS_ROLE_OFFICES];
    for (uint32_t c = 0; c < run->offices.column_count; c++) {
        const struct column *column = &run->offices.columns[c];
        for (uint32_t f = 0; column->text && f < source->field_count; f++)
            if (strcmp(source->fields[f].key, "valid_from") == 0 &&
                strcmp(source->fields[f].column, column->name) == 0)
                return column;
        for (size_t i = 0; column->text && i < sizeof names / sizeof *names; i++)
            if (strcasecmp(column->name, names[i]) == 0)
                return column;
    }
    return NULL;
}

/* The providers of the offices that count, and the first day of each. */
static uint32_t list_providers(struct reconcile_provider *providers, const struct run *run)
{
    const struct column *since = since_column(run);
    const struct offices *offices = &run->offices;
    uint32_t count = 0;
    for (uint32_t i = 0; i < offices->points.count; i++) {
        struct reconcile_provider *provider = &providers[offices->points.group[i]];
        const char *day = since && since->text[i] ? since->text[i] : "";
        if (!provider->name || (*day && strcmp(day, provider->since) < 0) || !provider->since[0])
            provider->since = day;
        provider->name = offices->provider[offices->points.group[i]];
    }
    for (uint32_t i = 0; i < offices->provider_count; i++)
        if (providers[i].name)
            providers[count++] = providers[i];
    return count;
}

/* The day of the run when it lies in the month, else the first of the month after. */
static void find_until(char out[11], const char *month, const char *as_of)
{
    char first[11];
    int32_t day;
    snprintf(first, sizeof first, "%.7s-01", month);
    if (strncmp(as_of, month, 7) == 0)
        snprintf(out, 11, "%.10s", as_of);
    else if (day_read(&day, first))
        day_write(out, day_add_months(day, 1));
}

static enum ws_status add_idle(struct run *run, struct ws_error *err)
{
    const struct referrals *referrals = &run->registers.referrals;
    const char *as_of = run->options->dated.as_of;
    const char *month = reconcile_month(referrals, as_of);
    char until[11] = "";
    if (!referrals->has_provider || !*month)
        return WS_OK;
    struct reconcile_provider *providers =
        mem_array(run->offices.provider_count, sizeof *providers);
    if (!providers)
        return error_set(err, WS_NO_MEMORY, "no memory for the providers");
    for (uint32_t i = 0; i < run->offices.provider_count; i++)
        providers[i].since = "";
    find_until(until, month, as_of);
    enum ws_status st = reconcile_idle(&run->registers.reconcile, referrals, month, providers,
                                       list_providers(providers, run), until, err);
    mem_free(providers);
    return st;
}

/* ---- reported and registered ------------------------------------------------------------ */

/* Readings of a claim on a count: the one that agrees, else all that do not. */
static enum ws_status add_counts(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < registers->answers.reading_count; i++) {
        const struct claim_reading *reading = &registers->answers.readings[i];
        const struct claim *claim = &registers->claims.items[reading->claim];
        const struct ws_metric *metric = &registers->metrics[reading->metric];
        char noun[128];
        bool is_exact = claim->relation == CLAIM_EQUAL || claim->relation == CLAIM_ABOUT;
        if (!metric->is_count || !metric->has_value || !is_exact ||
            reading->verdict == CLAIM_NOT_TESTABLE ||
            reading->verdict != registers->answers.answers[reading->claim].verdict)
            continue;
        snprintf(noun, sizeof noun, "%s%s%s", metrics_name(metric->id),
                 metric->population[0] ? " " : "", metric->population);
        st = reconcile_count(&registers->reconcile, claim->id, noun, claim->value.digits,
                             metric->part_micro / WS_MICRO, metric->as_of, err);
    }
    return st;
}

/* ---- municipalities and supplier areas -------------------------------------------------- */

/* A table puts each municipality in one area or in none: the areas add up to those
 * that are in one, and with those in none to all. */
static enum ws_status add_parts(struct run *run, struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    uint32_t areas = supplier->zones.count, zones = run->zones.count;
    if (!supplier->area_of_zone || !areas)
        return WS_OK;
    uint64_t *parts = mem_array(areas, sizeof *parts), sides[2] = {0, zones};
    if (!parts)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " areas", areas);
    for (uint32_t zone = 0; zone < zones; zone++) {
        if (supplier->area_of_zone[zone] == WS_NONE)
            continue;
        parts[supplier->area_of_zone[zone]]++;
        sides[0]++;
        sides[1]--;
    }
    struct reconcile *lines = &run->registers.reconcile;
    enum ws_status st =
        reconcile_parts(lines, "municipalities by supplier area", parts, areas, sides[0], err);
    if (!st)
        st = reconcile_parts(lines, "municipalities in supplier areas and in none", sides, 2, zones,
                             err);
    mem_free(parts);
    return st;
}

/* The lines a summary shows: not those of single places. */
static enum ws_status show(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    const struct reconcile *lines = &registers->reconcile;
    registers->bridges = mem_array(lines->count, sizeof *registers->bridges);
    if (!registers->bridges)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", lines->count);
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct reconcile_line *line = &lines->lines[i];
        bool is_of_place = line->kind == RECONCILE_PLACE || line->kind == RECONCILE_IDLE ||
                           (line->kind == RECONCILE_PER_1000 && line->place[0]);
        if (!is_of_place)
            registers->bridges[registers->bridge_count++] = line->text;
    }
    return WS_OK;
}

enum ws_status run_reconcile(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    const struct unemployed *unemployed =
        registers->unemployed.month_count ? &registers->unemployed : NULL;
    enum ws_status st =
        reconcile_flows(&registers->reconcile, &registers->referrals, unemployed, err);
    if (!st)
        st = add_idle(run, err);
    if (!st)
        st = add_counts(run, err);
    if (!st)
        st = add_parts(run, err);
    return st ? st : show(run, err);
}
