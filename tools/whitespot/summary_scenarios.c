/* What becomes of each scenario. */
#include "summary.h"

#include <inttypes.h>
#include <whitespot/session.h>

/* In the order stated, with what was computed beside it: "1 A (1), 2 B (2, tied)". */
static void put_order(FILE *out, const struct ws_result *result)
{
    fputs("Scenarios in the order stated, with their rank by people gained less people lost: ",
          out);
    for (uint32_t i = 0; i < result->scenario_count; i++) {
        const struct ws_evaluation *shown = &result->scenarios[i];
        fprintf(out, "%s%" PRIu32 " ", i ? ", " : "", i + 1);
        summary_text(out, shown->name);
        fprintf(out, " (%" PRIu32 "%s)", shown->rank, shown->is_tied ? ", tied" : "");
    }
    fputc('\n', out);
}

void summary_scenarios(FILE *out, const struct ws_result *result)
{
    for (uint32_t i = 0; i < result->scenario_count; i++) {
        const struct ws_evaluation *shown = &result->scenarios[i];
        for (uint32_t line = 0; line < shown->line_count; line++) {
            fputs(i || line ? "" : "\n", out);
            summary_text(out, shown->lines[line]);
            fputc('\n', out);
        }
        for (uint32_t note = 0; note < shown->note_count; note++) {
            fputs("  ", out);
            summary_text(out, shown->notes[note]);
            fputc('\n', out);
        }
    }
    if (result->scenario_count > 1)
        put_order(out, result);
}
