/* On whom most depends. */
#include "summary.h"

#include <inttypes.h>

/* The first row of a kind: most people. */
static const struct ws_critical *find_first(const struct ws_result *result, enum ws_closure kind)
{
    for (uint32_t i = 0; i < result->critical_count; i++)
        if (result->critical[i].kind == kind)
            return &result->critical[i];
    return NULL;
}

static const char *provider_of(const struct ws_result *result, uint32_t group)
{
    for (uint32_t i = 0; i < result->critical_count; i++) {
        const struct ws_critical *row = &result->critical[i];
        if (row->kind == WS_CLOSE_OFFICE && row->group == group)
            return result->facility_group[row->facility];
    }
    return "";
}

static void print_whitens(FILE *out, const struct ws_critical *row)
{
    if (!row->whiten_count)
        return;
    fprintf(out, "; turns white: %" PRIu32 " municipalit%s (", row->whiten_count,
            row->whiten_count == 1 ? "y" : "ies");
    summary_text(out, row->whitens);
    fputc(')', out);
}

static void print_office(FILE *out, const struct ws_result *result)
{
    char text[32];
    const struct ws_critical *row = find_first(result, WS_CLOSE_OFFICE);
    if (!row)
        return;
    if (!row->people_micro[0]) {
        fprintf(out, "Nobody has one office alone within %s\n",
                result->cutoff_text[result->main_cutoff]);
        return;
    }
    fputs("Most hangs on office ", out);
    summary_text(out, result->facility_id[row->facility]);
    fputs(" (", out);
    summary_text(out, result->facility_group[row->facility]);
    fprintf(out, "): %s %s %s no other provider within %s",
            summary_people(text, row->people_micro[0]), summary_persons(row->people_micro[0]),
            summary_has(row->people_micro[0]), result->cutoff_text[result->main_cutoff]);
    print_whitens(out, row);
    fputc('\n', out);
}

static void print_provider(FILE *out, const struct ws_result *result)
{
    char text[32];
    const struct ws_critical *row = find_first(result, WS_CLOSE_PROVIDER);
    if (!row || !row->people_micro[0])
        return;
    fputs("... on provider ", out);
    summary_text(out, provider_of(result, row->group));
    fprintf(out, ": %s %s %s no other", summary_people(text, row->people_micro[0]),
            summary_persons(row->people_micro[0]), summary_has(row->people_micro[0]));
    print_whitens(out, row);
    fputc('\n', out);
}

static void print_at_risk(FILE *out, const struct ws_result *result)
{
    char text[32];
    const struct ws_critical *row = find_first(result, WS_CLOSE_AT_RISK);
    if (!row)
        return;
    fprintf(out, "If all contracts at risk end, %s %s their only provider",
            summary_people(text, row->people_micro[0]),
            summary_is_one(row->people_micro[0]) ? "person loses" : "people lose");
    print_whitens(out, row);
    fputc('\n', out);
}

void summary_critical(FILE *out, const struct ws_result *result)
{
    if (!result->critical_count)
        return;
    fputc('\n', out);
    print_office(out, result);
    print_provider(out, result);
    if (result->single_hang_count || result->pair_hang_count)
        fprintf(out,
                "One closed office turns %" PRIu32 " municipalit%s white, two at once %" PRIu32
                " more (table 'critical')\n",
                result->single_hang_count, result->single_hang_count == 1 ? "y" : "ies",
                result->pair_hang_count);
    print_at_risk(out, result);
}
