#include "summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WARNINGS_SHOWN 20u
#define TEXT_SHOWN 600u

/* Bytes of the UTF-8 character at text and its number; 0: it is none. */
static size_t decode(uint32_t *code, const unsigned char *text)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = text[0] < 0x80   ? 1
                  : text[0] < 0xc0 ? 0
                  : text[0] < 0xe0 ? 2
                  : text[0] < 0xf0 ? 3
                                   : 4;
    if (!size || text[0] > 0xf4)
        return 0;
    *code = size == 1 ? text[0] : text[0] & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (text[i] & 0x3fu);
    }
    return *code < lowest[size] || *code > 0x10ffff || (*code >> 11) == 0x1b ? 0 : size;
}

/* Controls, line ends and marks that turn the direction of writing: a terminal
 * would act on them. */
static bool is_acted_on(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

/* Prints one character; where the next begins. */
static const unsigned char *print_character(FILE *out, const unsigned char *at)
{
    uint32_t code = *at;
    size_t size = decode(&code, at);
    if (size && !is_acted_on(code))
        fwrite(at, 1, size, out);
    else
        fprintf(out, size < 2 ? "\\x%02x" : "\\u%04x", (unsigned)code);
    return at + (size ? size : 1);
}

void summary_text(FILE *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    for (size_t shown = 0; *at; shown++) {
        if (shown == TEXT_SHOWN) { /* a name of a megabyte is cut */
            fputs("...", out);
            return;
        }
        at = print_character(out, at);
    }
}

void summary_lines(FILE *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        if (*at == '\n')
            fputc(*at++, out);
        else
            at = print_character(out, at);
    }
}

const char *summary_people(char out[32], uint64_t micro)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, (micro + WS_MICRO / 2) / WS_MICRO);
    char *to = out;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}

bool summary_is_one(uint64_t micro)
{
    return (micro + WS_MICRO / 2) / WS_MICRO == 1;
}

const char *summary_persons(uint64_t micro)
{
    return summary_is_one(micro) ? "person" : "people";
}

const char *summary_has(uint64_t micro)
{
    return summary_is_one(micro) ? "has" : "have";
}

static const char *cost_text(char out[32], uint32_t cost, bool is_time)
{
    if (cost >= WS_COST_INF)
        snprintf(out, 32, "not reachable");
    else if (is_time)
        snprintf(out, 32, "%.0f min", floor(cost / 60000.0));
    else
        snprintf(out, 32, "%.1f km", cost / 1e6);
    return out;
}

static void print_place(FILE *out, const struct ws_warning *warning)
{
    const char *const words[] = {warning->file, warning->layer, warning->feature};
    for (size_t i = 0; i < 3; i++) {
        if (!words[i][0])
            continue;
        summary_text(out, words[i]);
        fputs(": ", out);
    }
}

static void print_warning(FILE *out, const struct ws_warning *warning)
{
    fputs("warning: ", out);
    print_place(out, warning);
    summary_text(out, warning->what);
    if (warning->effect[0]) {
        fputs("; ", out);
        summary_text(out, warning->effect);
    }
    fputc('\n', out);
}

void summary_fault(FILE *out, const struct ws_warning *fault)
{
    fputs("error: ", out);
    print_place(out, fault);
    summary_text(out, fault->what);
    fputc('\n', out);
    if (!fault->more)
        return;
    fputs("error: ", out);
    summary_text(out, fault->file);
    fprintf(out, ": %" PRIu64 " more fault%s\n", fault->more, fault->more == 1 ? "" : "s");
}

void summary_warnings(FILE *out, const struct ws_warning *warnings, uint32_t count)
{
    uint32_t shown = 0, hidden = 0;
    const char *file = "";
    for (uint32_t i = 0; i < count; i++) {
        const struct ws_warning *warning = &warnings[i];
        if (strcmp(file, warning->file) != 0) {
            if (hidden)
                fprintf(out, "warning: %s: %" PRIu32 " more\n", file, hidden);
            file = warning->file;
            shown = hidden = 0;
        }
        if (shown++ < WARNINGS_SHOWN)
            print_warning(out, warning);
        else
            hidden++;
    }
    if (hidden)
        fprintf(out, "warning: %s: %" PRIu32 " more\n", file, hidden);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : (double)NAN;
}

/* The nation at the main limit, one provider. */
static const struct ws_share *main_row(const struct ws_result *result)
{
    return &result->main_shares[(size_t)result->zone_count * result->weight_count];
}

/* "71.2 % (68.0-75.1)": the interval's ends are rounded outwards. */
static void print_share(FILE *out, const struct ws_share *row)
{
    char text[64] = "not defined";
    struct ws_fraction low = {0, 0}, high = {0, 0};
    if (row) {
        low = ws_share_low(row);
        high = ws_share_high(row);
    }
    if (row && low.whole && high.whole)
        snprintf(text, sizeof text, "%.1f %% (%.1f\xe2\x80\x93%.1f)",
                 percent(row->covered_micro, row->people_micro),
                 floor(percent(low.part, low.whole) * 10.0) / 10.0,
                 ceil(percent(high.part, high.whole) * 10.0) / 10.0);
    /* The dash is three bytes and one column. */
    fprintf(out, "  %-26s", text);
}

/* First weight, where many live outside the municipalities those inside; NULL: none. */
static const struct ws_share *shown_share(const struct ws_result *result, uint32_t cutoff,
                                          uint32_t choice)
{
    const struct ws_share *rows = result->inside_shares;
    return rows ? &rows[(size_t)cutoff * result->choice_count + choice]
                : ws_result_share(result, WS_NONE, 0, cutoff, choice);
}

static void print_shares(FILE *out, const struct ws_result *result)
{
    fprintf(out, "\n%-16s", result->inside_shares ? "Share inside" : "Share of people");
    for (uint32_t k = 0; k < result->choice_count; k++)
        fprintf(out, "  %" PRIu32 " provider%-14s", result->choice[k],
                result->choice[k] == 1 ? "" : "s or more");
    fputc('\n', out);
    for (uint32_t c = 0; c < result->cutoff_count; c++) {
        fprintf(out, "within %-9s", result->cutoff_text[c]);
        for (uint32_t k = 0; k < result->choice_count; k++)
            print_share(out, shown_share(result, c, k));
        fputs(c == result->main_cutoff ? "  main\n" : "\n", out);
    }
    fprintf(out, "In brackets: where in their area people may live at worst and at best.\n");
}

/* Whom the shares above are of, and the share of all. */
static void print_inside(FILE *out, const struct ws_result *result)
{
    char inside[32], all[32];
    const struct ws_share *row = main_row(result), *within = result->inside_main_shares;
    if (!within)
        return;
    fprintf(out,
            "Of the %s %s inside the municipalities %.1f %% are within %s of 1 provider; of %s "
            "%s %.1f %%.\n",
            summary_people(inside, within->people_micro), summary_persons(within->people_micro),
            percent(within->covered_micro, within->people_micro),
            result->cutoff_text[result->main_cutoff], summary_people(all, row->people_micro),
            summary_persons(row->people_micro), percent(row->covered_micro, row->people_micro));
}

/* People by what they have; the last three of them, or four, add up. */
static void print_states(FILE *out, const struct ws_result *result)
{
    char text[32];
    const struct ws_share *row = main_row(result);
    uint64_t without = row->uncovered_micro + row->no_link_micro + row->off_network_micro;
    const struct {
        const char *name;
        uint64_t micro;
    } states[] = {
        {"with a provider", row->covered_micro},
        {"without a provider", without},
        {"  beyond the limit", row->uncovered_micro},
        {"  no fixed link", row->no_link_micro},
        {"  too far from a road", row->off_network_micro},
        {"outside the zones", row->outside_micro},
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (i < 3 || states[i].micro)
            fprintf(out, "  %-21s %12s%s%s%s\n", states[i].name,
                    summary_people(text, states[i].micro), i ? "" : "  (within ",
                    i ? "" : result->cutoff_text[result->main_cutoff], i ? "" : " of 1 provider)");
}

static const char *plural(uint32_t count)
{
    return count == 1 ? "" : "s";
}

static void print_contracts(FILE *out, const struct ws_result *result)
{
    uint32_t unplaced = result->unplaced_area_count;
    fprintf(out,
            "\n%" PRIu32 " contract%s of %" PRIu32 " provider%s in %" PRIu32 " area%s; %" PRIu32
            " area%s one provider only\n",
            result->contract_count, plural(result->contract_count), result->contract_provider_count,
            plural(result->contract_provider_count), result->contract_area_count,
            plural(result->contract_area_count), result->single_area_count,
            result->single_area_count == 1 ? " has" : "s have");
    if (unplaced)
        fprintf(out, "%" PRIu32 " of these areas %s on no map: nobody is counted there\n", unplaced,
                unplaced == 1 ? "is" : "are");
}

/* What is true on paper and not by road, and the other way round. */
static void print_paper(FILE *out, const struct ws_result *result)
{
    char text[32];
    const char *limit = result->cutoff_text[result->main_cutoff];
    const char *by = result->area_count ? "area or municipality" : "municipality";
    if (result->contract_count)
        print_contracts(out, result);
    uint64_t paper = result->paper_only_micro, road = result->road_only_micro;
    fprintf(out, "%s%s %s %s a provider by %s but live%s beyond %s",
            result->contract_count ? "" : "\n", summary_people(text, paper), summary_persons(paper),
            summary_has(paper), by, summary_is_one(paper) ? "s" : "", limit);
    fprintf(out, "; %s %s one within %s but none by %s\n", summary_people(text, road),
            summary_has(road), limit, by);
    if (!result->is_straight)
        fprintf(out,
                "%s %s who %s nothing would go to another office by straight line than by road\n",
                summary_people(text, result->default_moved_micro),
                summary_persons(result->default_moved_micro),
                summary_is_one(result->default_moved_micro) ? "chooses" : "choose");
}

static void print_gaps(FILE *out, const struct ws_result *result)
{
    char text[32], cost[32];
    uint64_t people_micro = 0;
    for (uint32_t g = 0; g < result->gap_count; g++)
        people_micro += result->gaps[g].people_micro;
    fprintf(out, "\nWhite spots beyond %s: %" PRIu32 ", with %s %s\n",
            result->cutoff_text[result->main_cutoff], result->gap_count,
            summary_people(text, people_micro), summary_persons(people_micro));
    for (uint32_t g = 0; g < result->gap_count && g < 3; g++) {
        const struct ws_gap *gap = &result->gaps[g];
        fprintf(out, "  %" PRIu32 ". ", g + 1);
        summary_text(out, result->zone_name[gap->zone]);
        fprintf(out, ": %s %s, %.0f km2, ", summary_people(text, gap->people_micro),
                summary_persons(gap->people_micro), gap->area_m2 / 1e6);
        if (gap->facility == WS_NONE) {
            fputs("no office can be reached\n", out);
            continue;
        }
        fputs("nearest office ", out);
        summary_text(out, result->facility_id[gap->facility]);
        fputs(" (", out);
        summary_text(out, result->facility_group[gap->facility]);
        fprintf(out, ") from %s\n", cost_text(cost, gap->cost, result->is_time));
    }
}

static void print_file(FILE *out, const char *path, bool is_first)
{
    fputs(is_first ? "\nWritten  " : "         ", out);
    summary_text(out, path);
    fputc('\n', out);
}

static void print_files(FILE *out, const struct ws_result *result)
{
    const char *path = "";
    for (uint32_t i = 0; i < result->output_count; i++) {
        if (strcmp(path, result->outputs[i].path) == 0)
            continue;
        path = result->outputs[i].path;
        print_file(out, path, i == 0);
    }
    for (uint32_t i = 0; i < result->page_count; i++)
        print_file(out, result->pages[i], i == 0 && !result->output_count);
}

/* Who and where; people far outside the municipalities are not said to be in them. */
static void print_head(FILE *out, const struct ws_result *result)
{
    char text[32];
    const struct ws_share *all = main_row(result), *within = result->inside_main_shares;
    uint64_t people = within ? within->people_micro : all->people_micro;
    fprintf(out, "%s %s (", summary_people(text, people), summary_persons(people));
    summary_text(out, result->weights[0].label);
    fprintf(out, ") in %" PRIu32 " municipalit%s", result->zone_count,
            result->zone_count == 1 ? "y" : "ies");
    if (within)
        fprintf(out, " (%s more outside)", summary_people(text, all->people_micro - people));
    fprintf(out, ", %" PRIu32 " office%s%s%s\n", result->facility_count,
            result->facility_count == 1 ? "" : "s",
            result->is_effective ? " that take people (effective supply)" : "",
            result->is_straight ? "; straight line times a factor, no roads" : "");
}

void summary_print(FILE *out, const struct ws_result *result)
{
    print_head(out, result);
    print_states(out, result);
    print_shares(out, result);
    print_inside(out, result);
    summary_metrics(out, result);
    summary_claims(out, result);
    print_paper(out, result);
    print_gaps(out, result);
    summary_critical(out, result);
    for (uint32_t i = 0; i < result->finding_count; i++) {
        fputs(i ? "" : "\n", out);
        summary_text(out, result->findings[i]);
        fputc('\n', out);
    }
    summary_scenarios(out, result);
    if (result->warning_count)
        fprintf(out, "\nRepaired or left out: %" PRIu32 " note%s, listed in the table 'repairs'\n",
                result->warning_count, result->warning_count == 1 ? "" : "s");
    print_files(out, result);
}
