/* What people quote, side by side. */
#include "summary.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define LINES_SHOWN 12u

static const struct ws_metric *find_main(const struct ws_result *result, enum ws_metric_id id,
                                         uint32_t choice)
{
    for (uint32_t i = 0; i < result->metric_count; i++) {
        const struct ws_metric *row = &result->metrics[i];
        if (row->id == id && row->is_main && row->choice == choice)
            return row;
    }
    return NULL;
}

/* In tenths of a percent, whole numbers: the lower end down, the upper end up. */
static double percent_down(struct ws_fraction share)
{
    return floor(1000.0 * (double)share.part / (double)share.whole + 1e-9) / 10.0;
}

static double percent_up(struct ws_fraction share)
{
    return ceil(1000.0 * (double)share.part / (double)share.whole - 1e-9) / 10.0;
}

static void print_cell(FILE *out, const struct ws_metric *row)
{
    char text[64] = "not defined", value[24] = "";
    bool is_wide = false; /* the dash is three bytes and one column */
    if (row && row->has_value)
        snprintf(value, sizeof value, "%.1f %%",
                 100.0 * (double)row->part_micro / (double)row->whole_micro);
    if (row && row->id == WS_M5 && row->has_value)
        snprintf(text, sizeof text, "%s, %" PRIu64 " of %" PRIu64, value,
                 row->part_micro / WS_MICRO, row->whole_micro / WS_MICRO);
    else if (row && row->low.whole && row->high.whole) {
        double low = percent_down(row->low), high = percent_up(row->high);
        bool is_exact = row->low.part == row->high.part && row->low.whole == row->high.whole;
        is_wide = low < high && !is_exact;
        if (is_wide)
            snprintf(text, sizeof text,
                     row->has_value ? "%s (%.1f\xe2\x80\x93%.1f)" : "%s%.1f\xe2\x80\x93%.1f %%",
                     value, low, high);
        else if (row->has_value)
            snprintf(text, sizeof text, "%s", value);
        else
            snprintf(text, sizeof text, "%.1f %%", low);
    }
    fprintf(out, is_wide ? "  %-26s" : "  %-24s", text);
}

/* "M1 in such municipalities"; who they are stands in the line above. */
static void print_line(FILE *out, const struct ws_result *result, enum ws_metric_id id,
                       const char *words)
{
    if (!find_main(result, id, result->choice[0]))
        return;
    fprintf(out, "  %-34s", words);
    for (uint32_t k = 0; k < result->choice_count; k++)
        print_cell(out, find_main(result, id, result->choice[k]));
    fputc('\n', out);
}

static void print_who(FILE *out, const struct ws_metric *row)
{
    summary_text(out, row->population);
    if (row->ages[0] && !strstr(row->population, row->ages)) {
        fputs(", ages ", out);
        summary_text(out, row->ages);
    }
}

/* People who live in no zone of the layer that the metric is by. */
static uint64_t nowhere_micro(const struct ws_result *result, const struct ws_metric *by_area)
{
    const struct ws_share *nation =
        &result->main_shares[(size_t)result->zone_count * result->weight_count];
    uint64_t people = nation->outside_micro;
    if (by_area->unit[0] == 'a')
        people += result->no_area_micro;
    uint64_t most = by_area->whole_micro - by_area->part_micro;
    return people < most ? people : most;
}

static const char *live_word(uint64_t micro)
{
    return summary_is_one(micro) ? "lives" : "live";
}

/* "59 live in none of the areas": those who live in one are not said to be there. */
static void print_uncovered(FILE *out, const struct ws_result *result,
                            const struct ws_metric *by_area)
{
    char inside[32], nowhere[32];
    const char *unit = by_area->unit[0] == 'a' ? "an area" : "a municipality";
    const char *units = by_area->unit[0] == 'a' ? "areas" : "municipalities";
    uint64_t none = nowhere_micro(result, by_area);
    uint64_t rest = by_area->whole_micro - by_area->part_micro - none;
    summary_people(inside, rest);
    summary_people(nowhere, none);
    if (rest || !none)
        fprintf(out, "%s %s in %s without a provider, ", inside, live_word(rest), unit);
    if (none)
        fprintf(out, "%s %s in none of the %s, ", nowhere, live_word(none), units);
}

/* How many persons stand behind the shares of one provider. */
static void print_persons(FILE *out, const struct ws_result *result,
                          const struct ws_metric *by_area, const struct ws_metric *by_way)
{
    char way[32];
    fprintf(out, "  Persons (");
    print_who(out, by_area);
    fputs("): ", out);
    print_uncovered(out, result, by_area);
    const struct ws_share *nation =
        &result->main_shares[(size_t)result->zone_count * result->weight_count];
    uint64_t without = nation->people_micro - nation->covered_micro - nation->outside_micro;
    fprintf(out, "%s %s inside the municipalities %s none within %s.\n",
            summary_people(way, without), summary_persons(without), summary_has(without),
            by_way->limit);
}

void summary_metrics(FILE *out, const struct ws_result *result)
{
    uint32_t first = result->choice_count ? result->choice[0] : 0;
    const struct ws_metric *by_area = find_main(result, WS_M1, first);
    const struct ws_metric *by_way = find_main(result, WS_M6, first);
    const struct ws_metric *jobless = find_main(result, WS_M4, first);
    char words[64], who[96];
    if (!by_area || !by_way)
        return;
    snprintf(words, sizeof words, "%s, by %s",
             result->inside_main_shares ? "Of all people" : "What may be quoted", by_area->unit);
    fprintf(out, "\n%-36s", words);
    for (uint32_t k = 0; k < result->choice_count; k++)
        fprintf(out, "  %" PRIu32 " provider%-13s", result->choice[k],
                result->choice[k] == 1 ? "" : "s or more");
    fputc('\n', out);
    snprintf(words, sizeof words, "M1 people in covered places");
    print_line(out, result, WS_M1, words);
    print_line(out, result, WS_M2, "M2 employed: live and work in one");
    print_line(out, result, WS_M3, "M3 employed: live or work in one");
    snprintf(who, sizeof who, "M4 unemployed%s%.16s", jobless && jobless->as_of[0] ? " " : "",
             jobless ? jobless->as_of : "");
    print_line(out, result, WS_M4, who);
    print_line(out, result, WS_M5, "M5 municipalities with an office");
    snprintf(words, sizeof words, "M6 people within %.32s", by_way->limit);
    print_line(out, result, WS_M6, words);
    if (first == 1 && by_area->has_value && by_way->has_value)
        print_persons(out, result, by_area, by_way);
    if (result->inside_main_shares)
        fputs("  M1, M6: of all people, those outside the municipalities among them.\n", out);
    if (!find_main(result, WS_M2, first)->has_value)
        fputs("  M2, M3: without --commuting only these intervals are certain.\n", out);
}

static void print_claims(FILE *out, const struct ws_result *result)
{
    if (!result->claim_count)
        return;
    fputs("\nClaims (every figure tried is in the table 'claims')\n", out);
    for (uint32_t i = 0; i < result->claim_count && i < LINES_SHOWN; i++) {
        const struct ws_claim *claim = &result->claims[i];
        fputs("  ", out);
        summary_text(out, claim->id);
        fprintf(out, ": %s", claim->verdict);
        if (claim->occurrences > 1)
            fprintf(out, " (stands %" PRIu32 " times)", claim->occurrences);
        fputs("; ", out);
        summary_text(out, claim->why);
        fputc('\n', out);
    }
    if (result->claim_count > LINES_SHOWN)
        fprintf(out, "  %" PRIu32 " more\n", result->claim_count - LINES_SHOWN);
}

static void print_bridges(FILE *out, const struct ws_result *result)
{
    if (!result->bridge_count)
        return;
    fputs("\nWhat must bridge (places are in the table 'reconcile')\n", out);
    for (uint32_t i = 0; i < result->bridge_count && i < LINES_SHOWN; i++) {
        fputs("  ", out);
        summary_text(out, result->bridges[i]);
        fputc('\n', out);
    }
    if (result->bridge_count > LINES_SHOWN)
        fprintf(out, "  %" PRIu32 " more\n", result->bridge_count - LINES_SHOWN);
}

void summary_claims(FILE *out, const struct ws_result *result)
{
    print_claims(out, result);
    print_bridges(out, result);
}
