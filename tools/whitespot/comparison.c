#include "comparison.h"

#include "summary.h"

#include <inttypes.h>
#include <string.h>

#define LINES_SHOWN 30u

static void print_side(FILE *out, const char *says)
{
    if (!says)
        fputs("nothing", out);
    else if (strlen(says) == 64) /* a checksum: its beginning tells it from others */
        fprintf(out, "%.12s...", says);
    else
        summary_text(out, says);
}

void comparison_warnings(FILE *out, const struct ws_comparison *comparison)
{
    for (uint32_t i = 0; i < comparison->unlike_count; i++) {
        const struct ws_unlike *unlike = &comparison->unlikes[i];
        fprintf(out, "warning: %s ", unlike->what);
        summary_text(out, unlike->name);
        fputs(" differs: ", out);
        print_side(out, unlike->says[0]);
        fputs(" and ", out);
        print_side(out, unlike->says[1]);
        fputc('\n', out);
    }
}

static void print_share(FILE *out, const struct ws_difference *row, int side)
{
    if (row->is_there[side] && row->people_micro[side])
        fprintf(out, "%.1f %%",
                100.0 * (double)row->covered_micro[side] / (double)row->people_micro[side]);
    else
        fputs("not defined", out);
}

static void print_row(FILE *out, const struct ws_difference *row)
{
    char text[32];
    uint64_t before = row->covered_micro[0], after = row->covered_micro[1];
    fputs("  ", out);
    if (row->code) {
        summary_text(out, row->code);
        fputc(' ', out);
    }
    summary_text(out, row->name ? row->name : row->layer);
    fputs(", ", out);
    summary_text(out, row->weight);
    fputs(", within ", out);
    summary_text(out, row->limit);
    fprintf(out, " of %" PRIu32 ": ", row->choice);
    if (!row->is_there[0] || !row->is_there[1]) {
        fprintf(out, "in the %s run only\n", row->is_there[0] ? "first" : "second");
        return;
    }
    print_share(out, row, 0);
    fputs(" to ", out);
    print_share(out, row, 1);
    if (row->people_micro[0] && row->people_micro[1])
        fprintf(out, " (%+.2f points)",
                100.0 * ((double)after / (double)row->people_micro[1] -
                         (double)before / (double)row->people_micro[0]));
    uint64_t moved = after < before ? before - after : after - before;
    fprintf(out, ", %s%s %s covered\n", after < before ? "-" : "+", summary_people(text, moved),
            summary_persons(moved));
}

static void print_figures(FILE *out, const struct ws_comparison *comparison)
{
    fprintf(out, "Rows: %" PRIu32 " differ, %" PRIu32 " are equal\n", comparison->changed_count,
            comparison->same_count);
    for (uint32_t i = 0; i < comparison->difference_count; i++)
        if (!strcmp(comparison->differences[i].layer, "national"))
            print_row(out, &comparison->differences[i]);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < comparison->difference_count && shown < LINES_SHOWN; i++)
        if (strcmp(comparison->differences[i].layer, "national") != 0) {
            print_row(out, &comparison->differences[i]);
            shown++;
        }
    if (shown == LINES_SHOWN)
        fputs("  and more, in the table 'changes' (-o)\n", out);
}

static void print_others(FILE *out, const char *heading, const struct ws_other *others,
                         uint32_t count, bool are_offices)
{
    fprintf(out, "\n%s: %" PRIu32 "\n", heading, count);
    for (uint32_t i = 0; i < count && i < LINES_SHOWN; i++) {
        const struct ws_other *other = &others[i];
        const char *word = !other->is_there[0]   ? "appeared"
                           : !other->is_there[1] ? "disappeared"
                                                 : "changed";
        const char *name = are_offices ? other->layer : other->name;
        fputs("  ", out);
        summary_text(out, other->code ? other->code : "");
        fputc(' ', out);
        summary_text(out, name ? name : "");
        fprintf(out, ": %s", word);
        if (other->is_there[0] && other->is_there[1]) {
            fputs(", ", out);
            summary_text(out, other->says[0] ? other->says[0] : "nobody");
            fputs(" to ", out);
            summary_text(out, other->says[1] ? other->says[1] : "nobody");
        }
        fputc('\n', out);
    }
    if (count > LINES_SHOWN)
        fprintf(out, "  and %" PRIu32 " more\n", count - LINES_SHOWN);
}

/* A class of 10km beside one of 30km says nothing about a zone. */
static void print_limits(FILE *out, const struct ws_comparison *comparison)
{
    fputs("\nZones of another class: not compared, classes are of the main limit: ", out);
    summary_text(out, comparison->main_limit[0]);
    fputs(" and ", out);
    summary_text(out, comparison->main_limit[1]);
    fputc('\n', out);
}

void comparison_print(FILE *out, const struct ws_comparison *comparison)
{
    print_figures(out, comparison);
    if (comparison->has_classes)
        print_others(out, "Zones of another class", comparison->classes, comparison->class_count,
                     false);
    else
        print_limits(out, comparison);
    print_others(out, "Offices", comparison->offices, comparison->office_count, true);
    const char *path = "";
    for (uint32_t i = 0; i < comparison->output_count; i++) {
        if (strcmp(path, comparison->outputs[i].path) == 0)
            continue;
        fputs(*path ? "         " : "\nWritten  ", out);
        path = comparison->outputs[i].path;
        summary_text(out, path);
        fputc('\n', out);
    }
}
