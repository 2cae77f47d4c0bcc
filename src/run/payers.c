/* The table `payers`: assistance by municipality, and the transfers that are told. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/layers.h"
#include "run/phrases.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_asked(const struct run *run)
{
    return run->decision->policy.values[POLICY_ASSISTANCE].is_given;
}

/* Of the municipality, or of all of them (WS_NONE). */
static struct assistance assistance_of(const struct run *run, uint32_t zone)
{
    const struct decision *decision = run->decision;
    struct assistance sum = {0}, one;
    uint32_t first = zone == WS_NONE ? 0 : zone;
    uint32_t end = zone == WS_NONE ? decision->zone_count : zone + 1;
    for (uint32_t i = first; i < end; i++) {
        const struct finding_place *place = &decision->rows[i].place;
        struct assistance_persons persons = {place->uncovered_low, place->uncovered_micro,
                                             place->uncovered_high};
        assistance_judge(&one, &persons, &decision->policy);
        assistance_add(&sum, &one);
    }
    if (zone == WS_NONE) /* the words of all */
        assistance_judge(&one, &sum.persons, &decision->policy);
    for (size_t i = 0; i < sizeof sum.why; i++)
        sum.why[i] = one.why[i];
    return sum;
}

/* "over 36363" as "over 36,363". */
static const char *marked(char out[64], const char *text)
{
    size_t used = 0, whole = strcspn(text, "0123456789");
    size_t end = whole + strspn(text + whole, "0123456789");
    for (size_t i = 0; text[i] && used + 2 < 64; i++) {
        if (i > whole && i < end && (end - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = text[i];
    }
    out[used] = '\0';
    return out;
}

static void programme_line(struct run *run)
{
    const struct policy *policy = &run->decision->policy;
    char cost[48], persons[48], shown[2][64];
    if (!policy->has_programme)
        return;
    money_ratio(cost, &policy->cost, &policy->persons);
    money_ratio(persons, &policy->persons, &policy->actors);
    comparisons_line(run, "Programme (%s): %s SEK per person, %s persons per actor",
                     policy->programme_source, marked(shown[0], cost), marked(shown[1], persons));
}

void payers_line(struct run *run)
{
    programme_line(run);
    if (!is_asked(run))
        return;
    struct assistance all = assistance_of(run, WS_NONE);
    char people[40], low[40], high[40], sek[3][40];
    if (all.sek_micro == WS_UNBOUNDED)
        comparisons_line(run, "Assistance (optional): %s", all.why);
    else
        comparisons_line(
            run,
            "Assistance (optional), paid by municipalities: %s SEK a year for %s "
            "%s without a provider, between %s and %s SEK (%s to %s %s)",
            phrases_whole(sek[0], all.sek_micro), phrases_whole(people, all.persons.micro),
            phrases_persons(all.persons.micro), phrases_whole(sek[1], all.sek_low),
            phrases_whole(sek[2], all.sek_high), phrases_whole(low, all.persons.low_micro),
            phrases_whole(high, all.persons.high_micro), phrases_persons(all.persons.high_micro));
}

/* ---- the table ------------------------------------------------------------------------- */

struct filler {
    struct column *code, *payer, *line, *gainer, *people_low, *people, *people_high;
    struct column *low, *sek, *high, *optional, *why;
};

static struct filler make_columns(struct layer *layer)
{
    return (struct filler){.code = layers_column(layer, "code", COLUMN_TEXT),
                           .payer = layers_column(layer, "payer", COLUMN_TEXT),
                           .line = layers_column(layer, "line", COLUMN_TEXT),
                           .gainer = layers_column(layer, "gainer", COLUMN_TEXT),
                           .people_low = layers_column(layer, "people_low", COLUMN_REAL),
                           .people = layers_column(layer, "people", COLUMN_REAL),
                           .people_high = layers_column(layer, "people_high", COLUMN_REAL),
                           .low = layers_column(layer, "sek_low", COLUMN_REAL),
                           .sek = layers_column(layer, "sek", COLUMN_REAL),
                           .high = layers_column(layer, "sek_high", COLUMN_REAL),
                           .optional = layers_column(layer, "optional", COLUMN_TEXT),
                           .why = layers_sentences(layer, "why")};
}

static void fill_assistance(const struct filler *filler, const struct run *run, uint32_t row)
{
    struct assistance of = assistance_of(run, row);
    layers_text(filler->code, row, run->zones.code[row]);
    layers_text(filler->payer, row, run->zones.name[row]);
    layers_text(filler->line, row, "assistance");
    layers_text(filler->gainer, row, "people without a provider");
    layers_people(filler->people, row, of.persons.micro);
    layers_people(filler->people_low, row, of.persons.low_micro);
    layers_people(filler->people_high, row, of.persons.high_micro);
    layers_known(filler->low, row, of.sek_low);
    layers_known(filler->sek, row, of.sek_micro);
    layers_known(filler->high, row, of.sek_high);
    layers_text(filler->optional, row, "yes");
    layers_told(filler->why, row, of.why);
}

static void fill_transfer(const struct filler *filler, uint32_t row, const struct money_line *of)
{
    layers_text(filler->payer, row, of->payer);
    layers_text(filler->line, row, of->name);
    layers_text(filler->gainer, row, of->gainer);
    layers_known(filler->sek, row, of->sek_micro);
    layers_text(filler->optional, row, "no");
    layers_told(filler->why, row,
                of->sek_micro == WS_UNBOUNDED ? "told by the policy; the sum is not known"
                                              : "told by the policy");
}

enum ws_status layers_payers(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct policy *policy = &run->decision->policy;
    uint32_t zones = is_asked(run) ? run->decision->zone_count : 0;
    if (!zones && !policy->line_count)
        return WS_OK;
    struct layer *layer = layers_begin(
        out, "payers",
        "Cost by payer, SEK a year: economic assistance that each municipality may pay to its "
        "people without a provider (optional, part of no alternative), and transfers",
        zones + policy->line_count, 12);
    if (!layer)
        return layers_no_memory(err, "table", "payers");
    struct filler filler = make_columns(layer);
    for (uint32_t i = 0; i < zones; i++)
        fill_assistance(&filler, run, i);
    for (uint32_t i = 0; i < policy->line_count; i++)
        fill_transfer(&filler, zones + i, &policy->lines[i]);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "payers");
}

/* ---- evidence -------------------------------------------------------------------------- */

static void put_assistance(struct json *json, const struct run *run, uint32_t zone)
{
    struct assistance of = assistance_of(run, zone);
    const char *const names[] = {"sek_low", "sek", "sek_high"};
    const uint64_t amounts[] = {of.sek_low, of.sek_micro, of.sek_high};
    json_put_people(json, "people_low", of.persons.low_micro);
    json_put_people(json, "people", of.persons.micro);
    json_put_people(json, "people_high", of.persons.high_micro);
    for (size_t i = 0; i < 3; i++)
        if (amounts[i] == WS_UNBOUNDED)
            json_put_text(json, names[i], NULL);
        else
            json_put_people(json, names[i], amounts[i]);
    json_put_text(json, "why", of.why);
}

void payers_evidence(struct json *json, const struct run *run)
{
    if (!is_asked(run))
        return;
    json_begin_object(json, "assistance");
    json_put_bool(json, "optional", true);
    put_assistance(json, run, WS_NONE);
    json_begin_array(json, "payers");
    for (uint32_t zone = 0; zone < run->decision->zone_count; zone++) {
        if (!run->decision->rows[zone].place.uncovered_high)
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "code", run->zones.code[zone]);
        put_assistance(json, run, zone);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

/* ---- one municipality -------------------------------------------------------------------- */

void payers_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    if (!is_asked(run))
        return;
    struct assistance of = assistance_of(run, zone);
    char people[40], sek[3][40];
    phrases_heading(phrases, "Economic assistance (optional, part of no figure)");
    if (of.sek_micro == WS_UNBOUNDED)
        phrases_add(phrases, "  %s", of.why);
    else
        phrases_add(phrases, "  %s SEK a year (%s to %s) to %s %s without a provider",
                    phrases_whole(sek[0], of.sek_micro), phrases_whole(sek[1], of.sek_low),
                    phrases_whole(sek[2], of.sek_high), phrases_whole(people, of.persons.micro),
                    phrases_persons(of.persons.micro));
    phrases_end_line(phrases);
}

void payers_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    if (!is_asked(run))
        return;
    json_begin_object(json, "assistance");
    json_put_bool(json, "optional", true);
    put_assistance(json, run, zone);
    json_end(json);
}
