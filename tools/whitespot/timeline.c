#include "timeline.h"

#include "summary.h"

#include <inttypes.h>
#include <string.h>

#define LINES_SHOWN 40u

static double percent(const struct ws_share *share)
{
    return share->people_micro ? 100.0 * (double)share->covered_micro / (double)share->people_micro
                               : 0.0;
}

static void print_days(FILE *out, const struct ws_timeline *timeline)
{
    fprintf(out, "People within %s of 1 provider (", timeline->main_limit);
    summary_text(out, timeline->weight);
    fprintf(out, ")\n%-12s%26s%26s\n", "", "nominal", "effective");
    for (uint32_t date = 0; date < timeline->date_count; date++) {
        fprintf(out, "%-12s", timeline->dates[date]);
        for (int kind = 0; kind < 2; kind++) {
            char text[32];
            const struct ws_share *share = &timeline->national[date][kind];
            fprintf(out, "%16s  %5.1f %%", summary_people(text, share->covered_micro),
                    percent(share));
        }
        fputc('\n', out);
    }
    fprintf(out, "\n%-12s%26s%26s\n", "Zones", "with an own provider", "in a gap");
    for (uint32_t i = 0; i < timeline->count_count; i++) {
        const struct ws_time_count *row = &timeline->counts[i];
        fprintf(out, "%-12s%15" PRIu32 " of %7" PRIu32 "%26" PRIu32 "   %-9s  %s\n",
                timeline->dates[row->date], row->own_count, row->zone_count, row->gap_count,
                row->is_effective ? "effective" : "nominal", row->layer);
    }
}

static void print_zone(FILE *out, const char *code, const char *name)
{
    if (code && (!name || strcmp(code, name) != 0)) {
        summary_text(out, code);
        fputc(' ', out);
    }
    summary_text(out, name ? name : "");
}

static const char *class_name(uint32_t class_id)
{
    return class_id == WS_NONE ? "no class" : ws_class_name(class_id);
}

static bool is_same_zone(const char *layer, const char *code, const char *other_layer,
                         const char *other_code)
{
    return !strcmp(layer, other_layer) &&
           (code && other_code ? !strcmp(code, other_code) : code == other_code);
}

/* The same change in the other kind of supply. */
static bool has_twin_change(const struct ws_timeline *timeline, const struct ws_change *change)
{
    for (uint32_t i = 0; i < timeline->change_count; i++) {
        const struct ws_change *other = &timeline->changes[i];
        if (other->to == change->to && other->is_effective != change->is_effective &&
            other->before == change->before && other->after == change->after &&
            is_same_zone(change->layer, change->code, other->layer, other->code) &&
            !strcmp(other->events, change->events))
            return true;
    }
    return false;
}

static bool has_twin_gap(const struct ws_timeline *timeline, const struct ws_time_gap *gap)
{
    for (uint32_t i = 0; i < timeline->gap_count; i++) {
        const struct ws_time_gap *other = &timeline->gaps[i];
        if (other->from == gap->from && other->to == gap->to &&
            other->is_effective != gap->is_effective &&
            other->person_days_micro == gap->person_days_micro &&
            is_same_zone(gap->layer, gap->code, other->layer, other->code))
            return true;
    }
    return false;
}

static const char *kind_name(bool is_effective, bool has_twin)
{
    return has_twin ? "both" : is_effective ? "effective" : "nominal";
}

static void print_changes(FILE *out, const struct ws_timeline *timeline)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < timeline->change_count; i++)
        count += timeline->changes[i].before != timeline->changes[i].after;
    fprintf(out, "\nChanges of class: %" PRIu32 " (of %" PRIu32 " rows in the table 'changes')\n",
            count, timeline->change_count);
    for (uint32_t i = 0, shown = 0; i < timeline->change_count && shown < LINES_SHOWN; i++) {
        const struct ws_change *change = &timeline->changes[i];
        if (change->before == change->after)
            continue;
        bool has_twin = has_twin_change(timeline, change);
        if (has_twin && change->is_effective)
            continue;
        shown++;
        fprintf(out, "  %s  %-9s  ", timeline->dates[change->to],
                kind_name(change->is_effective, has_twin));
        print_zone(out, change->code, change->name);
        fprintf(out, ": %s to %s; ", class_name(change->before), class_name(change->after));
        summary_text(out, change->events);
        if (change->markers[0]) {
            fputs(" [", out);
            summary_text(out, change->markers);
            fputc(']', out);
        }
        fputc('\n', out);
    }
    if (count > LINES_SHOWN)
        fputs("  all are in the table 'changes'\n", out);
}

static void print_gaps(FILE *out, const struct ws_timeline *timeline)
{
    char text[32];
    fprintf(out, "\nGaps in time: %" PRIu32 "\n", timeline->gap_count);
    for (uint32_t i = 0, shown = 0; i < timeline->gap_count && shown < LINES_SHOWN; i++) {
        const struct ws_time_gap *gap = &timeline->gaps[i];
        bool has_twin = has_twin_gap(timeline, gap);
        if (has_twin && gap->is_effective)
            continue;
        shown++;
        fprintf(out, "  %-9s  ", kind_name(gap->is_effective, has_twin));
        print_zone(out, gap->code, gap->name);
        fprintf(out, ": from %s", timeline->dates[gap->from]);
        if (gap->to != WS_NONE)
            fprintf(out, " to %s", timeline->dates[gap->to]);
        else
            fputs(", still open", out);
        fprintf(out, ", %s %s", summary_people(text, gap->people_micro),
                summary_persons(gap->people_micro));
        if (gap->has_days)
            fprintf(out, ", %s person-days%s", summary_people(text, gap->person_days_micro),
                    gap->to == WS_NONE ? " so far" : "");
        fputc('\n', out);
    }
    if (timeline->gap_count > LINES_SHOWN)
        fputs("  all are in the table 'gaps'\n", out);
    fprintf(out, "Here %s; %s.\n", timeline->gap_rule, timeline->day_rule);
}

void timeline_print(FILE *out, const struct ws_timeline *timeline)
{
    print_days(out, timeline);
    print_changes(out, timeline);
    print_gaps(out, timeline);
    const char *path = "";
    for (uint32_t i = 0; i < timeline->output_count; i++) {
        if (strcmp(path, timeline->outputs[i].path) == 0)
            continue;
        fputs(*path ? "         " : "\nWritten  ", out);
        path = timeline->outputs[i].path;
        summary_text(out, path);
        fputc('\n', out);
    }
}
