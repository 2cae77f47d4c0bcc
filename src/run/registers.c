/* Registers of a run: read with the other inputs, worked on after the shares. */
#include "run/registers.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/applications.h"
#include "run/notes.h"
#include "run/run.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>

void registers_release(struct registers *registers)
{
    commuting_release(&registers->commuting);
    unemployed_release(&registers->unemployed);
    claims_release(&registers->claims);
    notes_release(&registers->notes);
    remote_release(&registers->remote);
    applications_release(&registers->applications);
    mem_free(registers->applied);
    mem_free(registers->is_contested);
    mem_free(registers->note_totals);
    referrals_release(&registers->referrals);
    reconcile_release(&registers->reconcile);
    mem_free(registers->bridges);
    mem_free(registers->need_ranks);
    claim_answers_release(&registers->answers);
    mem_free(registers->metrics);
    mem_free(registers->said);
    *registers = (struct registers){0};
}

enum ws_status registers_read_commuting(struct run *run, const struct ws_source *source,
                                        struct ws_error *err)
{
    return io_read_commuting(&run->registers.commuting, run->io, source, &run->zones, err);
}

enum ws_status registers_read_unemployed(struct run *run, const struct ws_source *source,
                                         struct ws_error *err)
{
    return io_read_unemployed(&run->registers.unemployed, run->io, source,
                              run->options->dated.as_of, &run->zones, err);
}

enum ws_status registers_read_claims(struct run *run, const struct ws_source *source,
                                     struct ws_error *err)
{
    return io_read_claims(&run->registers.claims, run->io, source, metrics_find, err);
}

enum ws_status registers_read_referrals(struct run *run, const struct ws_source *source,
                                        struct ws_error *err)
{
    return io_read_referrals(&run->registers.referrals, run->io, source, &run->zones, err);
}

enum ws_status registers_read_notes(struct run *run, const struct ws_source *source,
                                    struct ws_error *err)
{
    return io_read_notes(&run->registers.notes, run->io, source, run->options->dated.known_on,
                         &run->zones, err);
}

/* NULL: there are none. */
static const struct zones *supplier_areas(const struct run *run)
{
    return run->supplier && run->supplier->has_areas ? &run->supplier->zones : NULL;
}

enum ws_status registers_read_applications(struct run *run, const struct ws_source *source,
                                           struct ws_error *err)
{
    return io_read_applications(&run->registers.applications, run->io, source,
                                run->options->dated.known_on, &run->zones, supplier_areas(run),
                                err);
}

enum ws_status registers_read_remote(struct run *run, const struct ws_source *source,
                                     struct ws_error *err)
{
    return io_read_remote(&run->registers.remote, run->io, source, &run->options->dated,
                          &run->zones, supplier_areas(run), err);
}

/* ---- claims ------------------------------------------------------------------------- */

/* Cost of the limit each claim speaks of. */
static void read_limits(uint32_t *limit_cost, const struct run *run)
{
    const struct claims *claims = &run->registers.claims;
    for (uint32_t i = 0; i < claims->count; i++) {
        bool is_time;
        limit_cost[i] = WS_COST_INF;
        if (claims->items[i].limit[0] &&
            (!options_parse_limit(&limit_cost[i], &is_time, claims->items[i].limit) ||
             is_time != run->options->is_time))
            limit_cost[i] = 0;
    }
}

static enum ws_status show_claims(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    registers->said = mem_array(registers->claims.count, sizeof *registers->said);
    if (!registers->said)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " claims",
                         registers->claims.count);
    for (uint32_t i = 0; i < registers->claims.count; i++) {
        const struct claim_answer *answer = &registers->answers.answers[i];
        registers->said[i] = (struct ws_claim){
            .id = registers->claims.items[i].id,
            .statement = registers->claims.items[i].statement,
            .verdict = claims_verdict_name(answer->verdict),
            .why = answer->why,
            .occurrences = registers->claims.items[i].occurrences,
        };
    }
    return WS_OK;
}

/* A statement about one scheme is no statement about another. */
static enum ws_status tell_schemes(struct run *run, struct ws_error *err)
{
    const struct registers *registers = &run->registers;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < registers->claims.count; i++) {
        char feature[80];
        const struct claim *claim = &registers->claims.items[i];
        if (!registers->answers.answers[i].is_other_scheme)
            continue;
        snprintf(feature, sizeof feature, "claim %.60s", claim->id);
        struct place place = {.role = ws_role_name(WS_ROLE_CLAIMS),
                              .file = run->options->source[WS_ROLE_CLAIMS].given,
                              .feature = feature};
        st = warnings_add(&run->warnings, place, "not testable", err,
                          "it is about %s, the data are about %s", claim->scheme,
                          registers->metrics[0].scheme);
    }
    return st;
}

static enum ws_status judge_claims(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    if (!registers->claims.count)
        return WS_OK;
    uint32_t *limit_cost = mem_array(registers->claims.count, sizeof *limit_cost);
    if (!limit_cost)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " claims",
                         registers->claims.count);
    read_limits(limit_cost, run);
    enum ws_status st = claims_judge(&registers->answers, &registers->claims, limit_cost,
                                     registers->metrics, registers->metric_count, err);
    mem_free(limit_cost);
    if (!st)
        st = tell_schemes(run, err);
    return st ? st : show_claims(run, err);
}

/* Unemployment of the month beside the choice of half of the people. */
static enum ws_status find_need(struct run *run, struct ws_error *err)
{
    const struct unemployed *table = &run->registers.unemployed;
    uint32_t zones = run->zones.count, weights = run->population.units.weight_count;
    if (!table->month_count)
        return WS_OK;
    uint64_t *people_micro = mem_array((size_t)zones * 2, sizeof *people_micro);
    run->registers.need_ranks = mem_array(zones, sizeof *run->registers.need_ranks);
    if (!people_micro || !run->registers.need_ranks) {
        mem_free(people_micro);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones);
    }
    uint64_t *covered_micro = people_micro + zones;
    for (uint32_t zone = 0; zone < zones; zone++) {
        const struct ws_share *row = &run->main_shares.rows[(size_t)zone * weights];
        people_micro[zone] = row->people_micro;
        covered_micro[zone] = row->covered_micro;
    }
    size_t first = (size_t)table->picked * zones;
    struct need_places places = {zones, people_micro, table->people_micro + first,
                                 table->more_micro + first, run->median_choice};
    enum ws_status st = need_table(run->registers.need, &places, err);
    if (!st)
        st = need_ranks(run->registers.need_ranks, &places, covered_micro, err);
    run->registers.has_need = !st;
    mem_free(people_micro);
    return st;
}

enum ws_status run_registers(struct run *run, struct ws_error *err)
{
    enum ws_status st = run_metrics(run, err);
    if (!st)
        st = judge_claims(run, err);
    if (!st)
        st = run_reconcile(run, err);
    if (!st)
        st = run_notes(run, err);
    if (!st)
        st = run_applications(run, err);
    return st ? st : find_need(run, err);
}
