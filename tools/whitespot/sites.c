#include "sites.h"

#include "summary.h"

#include <inttypes.h>
#include <string.h>

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0.0;
}

static void print_site(FILE *out, const struct ws_siting *siting, uint32_t i)
{
    char text[32];
    const struct ws_site *site = &siting->sites[i];
    fprintf(out, "%5" PRIu32 "%12s", i + 1, summary_people(text, site->people_micro));
    fprintf(out, "%12s", summary_people(text, site->only_micro));
    fprintf(out, "%14s", summary_people(text, site->covered_micro));
    fprintf(out, "%10.3f %%  ", percent(site->covered_micro, siting->people_micro));
    if (site->code)
        summary_text(out, site->code);
    fputc(' ', out);
    summary_text(out, site->name ? site->name : "in no municipality");
    snprintf(text, sizeof text, "%.0f %.0f", site->x_m, site->y_m);
    if (strcmp(text, site->id) != 0) { /* made candidates may be called by their place */
        fputs(", ", out);
        summary_text(out, site->id);
    }
    fprintf(out, " (%s)\n", text);
}

void sites_print(FILE *out, const struct ws_result *result)
{
    char text[32], outside[32];
    const struct ws_siting *siting = result->siting;
    if (!siting)
        return;
    fprintf(out, "\nNew offices: people within %s of at least %" PRIu32 " provider%s (",
            siting->limit, siting->aim, siting->aim == 1 ? "" : "s");
    summary_text(out, siting->weight);
    fprintf(out, "); candidates: %s (%" PRIu32 ")\n", siting->candidates, siting->candidate_count);
    fprintf(out, "%5s%12s%12s%14s%12s\n", "", "gained", "only here", "covered", "share");
    fprintf(out, "%5s%12s%12s%14s%10.3f %%  today\n", "0", "", "",
            summary_people(text, siting->before_micro),
            percent(siting->before_micro, siting->people_micro));
    for (uint32_t i = 0; i < siting->site_count; i++)
        print_site(out, siting, i);
    if (siting->asked != WS_NONE && siting->site_count < siting->asked)
        fputs("No other candidate brings anybody more.\n", out);
    fputs("      ", out);
    summary_text(out, siting->proof);
    fputc('\n', out);
    if (siting->outside_micro)
        fprintf(out, "Shares are of the %s %s inside the municipalities; %s more live outside.\n",
                summary_people(text, siting->people_micro), summary_persons(siting->people_micro),
                summary_people(outside, siting->outside_micro));
    if (result->page_count)
        fputs("Report and maps show the new offices by rank; their colours and figures are "
              "today's.\n",
              out);
}
