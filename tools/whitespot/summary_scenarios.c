/* What becomes of each scenario. */
#include "summary.h"

#include <inttypes.h>
#include <whitespot/session.h>

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
}
