/* Applications of this run: counted by place, shown in the table, the evidence and
 * explain. */
#include "run/applications.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "geo/supply.h"
#include "run/layers.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* What is dated after the day of the run was not there yet. */
static enum ws_status tell_future(struct run *run, struct ws_error *err)
{
    const struct applications *applications = &run->registers.applications;
    const char *as_of = run->options->dated.as_of;
    uint32_t count = 0;
    for (uint32_t i = 0; *as_of && i < applications->count; i++)
        count += strcmp(applications->items[i].date, as_of) > 0;
    if (!count)
        return WS_OK;
    struct place place = {.role = ws_role_name(WS_ROLE_APPLICATIONS),
                          .file = run->options->source[WS_ROLE_APPLICATIONS].given};
    return warnings_add(&run->warnings, place, "in the table all the same", err,
                        "%" PRIu32 " application%s dated after the day asked for (--as-of %s)",
                        count, count == 1 ? " is" : "s are", as_of);
}

enum ws_status run_applications(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    enum ws_status st = tell_future(run, err);
    return st ? st
              : applications_places(&registers->applied, &registers->applied_count,
                                    &registers->applications, err);
}

/* Days, NaN where no row of the place tells them. */
static double median_days(const struct applied_place *place)
{
    return place->lead_count ? (double)place->lead_median_half / 2.0 : (double)NAN;
}

/* ---- evidence ---------------------------------------------------------------------- */

static void put_application(struct json *json, const struct application *item)
{
    json_begin_object(json, NULL);
    json_put_text(json, "applicant", item->applicant);
    json_put_filled(json, "applicant_type", item->type);
    json_put_text(json, "area", item->place);
    json_put_filled(json, "code", item->code);
    json_put_text(json, "date", item->date);
    json_put_filled(json, "known", item->known);
    json_put_text(json, "counts_as", supply_name(SUPPLY_POTENTIAL));
    json_put_text(json, "outcome", applications_outcome_name(item->outcome));
    json_put_filled(json, "outcome_date", item->decided);
    json_put_filled(json, "reason", item->reason);
    json_put_whole(json, "attempt", item->attempt);
    json_put_real(json, "lead_days", item->lead_days < 0 ? (double)NAN : item->lead_days);
    json_put_filled(json, "source", item->source);
    json_end(json);
}

static void put_places(struct json *json, const struct registers *registers)
{
    json_begin_array(json, "areas");
    for (uint32_t i = 0; i < registers->applied_count; i++) {
        const struct applied_place *place = &registers->applied[i];
        const struct application *first = &registers->applications.items[place->first];
        json_begin_object(json, NULL);
        json_put_text(json, "area", first->place);
        json_put_filled(json, "code", first->code);
        json_put_whole(json, "applicants", place->applicant_count);
        json_put_whole(json, "attempts", place->attempts);
        json_put_whole(json, "refused", place->refused_count);
        json_put_whole(json, "decided", place->lead_count);
        json_put_real(json, "lead_days_median", median_days(place));
        json_end(json);
    }
    json_end(json);
}

void applications_evidence(struct json *json, const struct run *run)
{
    const struct registers *registers = &run->registers;
    if (!registers->applications.count)
        return;
    json_begin_object(json, "applications");
    json_begin_array(json, "items");
    for (uint32_t i = 0; i < registers->applications.count; i++)
        put_application(json, &registers->applications.items[i]);
    json_end(json);
    put_places(json, registers);
    json_end(json);
}

void applications_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    const struct applications *applications = &run->registers.applications;
    if (!applications->count)
        return;
    json_begin_array(json, "applications");
    for (uint32_t i = 0; i < applications->count; i++)
        if (applications->items[i].zone == zone)
            put_application(json, &applications->items[i]);
    json_end(json);
}

/* ---- explain ------------------------------------------------------------------------- */

void applications_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    const struct applications *applications = &run->registers.applications;
    bool is_first = true;
    for (uint32_t i = 0; i < applications->count; i++) {
        const struct application *item = &applications->items[i];
        const char *outcome = applications_outcome_name(item->outcome);
        if (item->zone != zone)
            continue;
        if (is_first)
            phrases_heading(phrases, "Applications (part of no figure)");
        is_first = false;
        phrases_add(phrases, "  %s  %s, attempt %" PRIu32 ": %s", item->date, item->applicant,
                    item->attempt, outcome ? outcome : "outcome not known");
        if (*item->decided)
            phrases_add(phrases, " %s", item->decided);
        if (*item->reason)
            phrases_add(phrases, ", %s", item->reason);
        if (*item->source)
            phrases_add(phrases, " (%s)", item->source);
        phrases_end_line(phrases);
    }
}

/* ---- the table ------------------------------------------------------------------------ */

static void fill_texts(struct layer *layer, const struct applications *applications)
{
    static const char *const NAMES[] = {"applicant", "type",      "area",    "code",
                                        "date",      "known",     "outcome", "decided",
                                        "reason",    "counts_as", "source"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[TEXTS];
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = layers_column(layer, NAMES[c], COLUMN_TEXT);
    for (uint32_t i = 0; i < applications->count; i++) {
        const struct application *item = &applications->items[i];
        const char *texts[TEXTS] = {item->applicant,
                                    item->type,
                                    item->place,
                                    item->code,
                                    item->date,
                                    item->known,
                                    applications_outcome_name(item->outcome),
                                    item->decided,
                                    item->reason,
                                    supply_name(SUPPLY_POTENTIAL),
                                    item->source};
        for (size_t c = 0; c < TEXTS; c++)
            layers_text(columns[c], i, texts[c] && *texts[c] ? texts[c] : NULL);
    }
}

/* Of its place in every row. */
static void fill_places(struct layer *layer, const struct registers *registers)
{
    struct column *tries = layers_column(layer, "area_tries", COLUMN_WHOLE);
    struct column *lead = layers_column(layer, "area_lead", COLUMN_REAL);
    for (uint32_t p = 0; p < registers->applied_count; p++) {
        const struct applied_place *place = &registers->applied[p];
        for (uint32_t i = place->first; i < place->first + place->count; i++) {
            layers_whole(tries, i, place->attempts);
            layers_real(lead, i, median_days(place));
        }
    }
}

enum ws_status layers_applications(struct run_layers *out, const struct run *run,
                                   struct ws_error *err)
{
    const struct applications *applications = &run->registers.applications;
    struct layer *layer =
        layers_begin(out, "applications", "Who applied to deliver where; part of no figure",
                     applications->count, 18);
    if (!layer)
        return layers_no_memory(err, "table", "applications");
    fill_texts(layer, applications);
    struct column *attempt = layers_column(layer, "attempt", COLUMN_WHOLE);
    struct column *lead = layers_column(layer, "lead_days", COLUMN_WHOLE);
    for (uint32_t i = 0; i < applications->count; i++) {
        layers_whole(attempt, i, applications->items[i].attempt);
        if (applications->items[i].lead_days >= 0)
            layers_whole(lead, i, applications->items[i].lead_days);
    }
    fill_places(layer, &run->registers);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "applications");
}
