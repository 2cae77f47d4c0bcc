/* What becomes of failures and repairs: failures are lines of the list of
 * faults, the first one decides; repairs are put in the order of the inputs. */
#include "run/run.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- faults ---------------------------------------------------------------------- */

/* The fault as a message would say it, whole or cut as a message is. */
static bool says(const struct ws_error *failure, const struct ws_warning *fault)
{
    struct ws_error probe = {0};
    (void)error_set(&probe, fault->status, "%s: %s%s%s%s%s", fault->file, fault->layer,
                    *fault->layer ? ": " : "", fault->feature, *fault->feature ? ": " : "",
                    fault->what);
    size_t size = strlen(probe.message);
    if (size > 3 && strcmp(probe.message + size - 3, "...") == 0)
        size -= 3;
    return strncmp(failure->message, probe.message, size) == 0;
}

/* Steps over "WORD: " when the text begins with it, as messages escape it. */
static bool skip(const char **text, const char *word)
{
    struct ws_error probe = {0};
    (void)error_set(&probe, WS_BAD_DATA, "%s: ", word);
    size_t size = strlen(probe.message);
    if (!*word || strncmp(*text, probe.message, size) != 0)
        return false;
    *text += size;
    return true;
}

/* A message in one piece to place and words. */
static enum ws_status add_fault(struct run *run, enum ws_role role, const struct ws_source *source,
                                const struct ws_error *failure)
{
    const char *what = failure->message;
    struct place place = {.role = role < WS_ROLE_COUNT ? ws_role_name(role) : ""};
    uint32_t count = 0;
    const struct ws_input *inputs = run->io ? io_inputs(run->io, &count) : NULL;
    if (source) {
        place.file = source->given;
        skip(&what, source->given);
    }
    for (uint32_t i = count; i-- > 0;) {
        const struct ws_input *input = &inputs[i];
        bool is_it = source ? role == input->role && strcmp(input->path, source->given) == 0
                            : skip(&what, input->path);
        if (!is_it)
            continue;
        place.role = ws_role_name(input->role);
        place.file = input->path;
        if (skip(&what, input->layer))
            place.layer = input->layer;
        break;
    }
    return warnings_fault(&run->warnings, place, failure->status, NULL, "%s", what);
}

enum ws_status verdicts_note(struct run *run, enum ws_role role, const struct ws_source *source,
                             size_t first, const struct ws_error *failure)
{
    struct warnings *list = &run->warnings;
    if (!run->refused.status)
        run->refused = *failure;
    bool is_listed = list->fault_count > first && says(failure, &list->faults[first]);
    if (!is_listed && !add_fault(run, role, source, failure))
        warnings_lead(list, first);
    bool goes_on = run->is_check && failure->status != WS_NO_MEMORY;
    return goes_on ? WS_OK : failure->status;
}

void verdicts_tell(const struct run *run)
{
    const struct ws_options *options = run->options;
    for (size_t i = 0; options->tell_fault && i < run->warnings.fault_count; i++)
        options->tell_fault(options->fault_context, &run->warnings.faults[i]);
}

enum ws_status verdicts_strict(struct run *run)
{
    const struct ws_warning *first = run->warnings.items;
    if (!run->options->strict || !run->warnings.count)
        return WS_OK;
    struct ws_error failure = {0};
    (void)error_set(&failure, WS_BAD_DATA, "%s: %s%s%s%s%s%s%s (--strict; %zu repair%s in all)",
                    first->file[0] ? first->file : first->role, first->layer,
                    first->layer[0] ? ": " : "", first->feature, first->feature[0] ? ": " : "",
                    first->what, first->effect[0] ? "; " : "", first->effect, run->warnings.count,
                    run->warnings.count == 1 ? "" : "s");
    return verdicts_note(run, WS_ROLE_COUNT, NULL, run->warnings.fault_count, &failure);
}

/* ---- options ----------------------------------------------------------------------- */

void ws_options_faults(struct ws_options *options, ws_fault *fault, void *context)
{
    options->tell_fault = fault;
    options->fault_context = context;
}

void ws_options_refuse(struct ws_options *options, const struct ws_error *refused)
{
    if (options->refused_count < OPTIONS_MAX_REFUSED && refused->status)
        options->refused[options->refused_count++] = *refused;
}

static enum ws_status note_option(struct run *run, const struct ws_error *failure)
{
    return verdicts_note(run, WS_ROLE_COUNT, NULL, run->warnings.fault_count, failure);
}

static void check_given(struct run *run)
{
    static const struct {
        enum ws_role role;
        const char *what;
    } needed[] = {
        {WS_ROLE_MUNICIPALITIES, "zone polygons with code and name"},
        {WS_ROLE_OFFICES, "provider offices"},
        {WS_ROLE_POPULATION, "people by area, point or code"},
    };
    struct ws_error failure;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (run->options->is_given[needed[i].role])
            continue;
        (void)error_set(&failure, WS_BAD_OPTION, "--%s is missing: %s are needed",
                        ws_role_name(needed[i].role), needed[i].what);
        (void)note_option(run, &failure);
    }
}

static void check_roads(struct run *run)
{
    const struct ws_options *options = run->options;
    const char *words = NULL;
    if (!options->road_count && !(options->straight_factor > 0.0))
        words = "--roads is missing; give roads, or --straight-line F to do without";
    else if (options->road_count && options->straight_factor > 0.0)
        words = "--roads and --straight-line exclude each other";
    else if (options->is_time && options->straight_factor > 0.0)
        words = "--straight-line knows distances only; --within has a time";
    struct ws_error failure;
    (void)error_set(&failure, WS_BAD_OPTION, "%s", words ? words : "");
    if (words)
        (void)note_option(run, &failure);
}

static void refuse_option(struct run *run, const char *name, const char *words)
{
    struct ws_error failure;
    if (!name)
        return;
    (void)error_set(&failure, WS_BAD_OPTION, "--%s %s", name, words);
    (void)note_option(run, &failure);
}

/* An option without effect would be a lie. */
static void check_command(struct run *run)
{
    if (!run->is_timeline)
        refuse_option(run, options_flagged(run->options, OPTION_TIMELINE),
                      "belongs to whitespot timeline; one day is asked for with --as-of");
    if (!run->is_site)
        refuse_option(run, options_flagged(run->options, OPTION_SITE), "belongs to whitespot site");
}

/* How many, or for whom; and from where. */
static void check_site(struct run *run)
{
    const struct ws_options *options = run->options;
    if (options->site_count && options->site_reach_ppm)
        refuse_option(run, "add", "and --reach exclude each other");
    else if (!options->site_count && !options->site_reach_ppm)
        refuse_option(run, "add", "is missing: give --add N, or --reach SHARE");
    if (options->is_given[WS_ROLE_CANDIDATES] && options_is_said(options, "candidates-from"))
        refuse_option(run, "candidates", "and --candidates-from exclude each other");
    if (options->sites_at_roads && !options->road_count)
        refuse_option(run, "candidates-from", "roads: there are none with --straight-line");
}

/* Where a call is wrong already, what is missing may only be misspelt. */
enum ws_status verdicts_options(struct run *run)
{
    const struct ws_options *options = run->options;
    struct ws_error failure = {0};
    for (uint32_t i = 0; i < options->refused_count; i++)
        (void)note_option(run, &options->refused[i]);
    if (!options->refused_count) {
        check_given(run);
        check_roads(run);
    }
    if (options_check(options, &failure))
        (void)note_option(run, &failure);
    check_command(run);
    if (run->is_site && !options->refused_count)
        check_site(run);
    return run->is_check ? WS_OK : run->refused.status;
}

/* ---- repairs, by input --------------------------------------------------------------- */

struct ranked {
    uint32_t rank;
    size_t index;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The input a repair belongs to; the only one of its role when it names no file.
 * `count`: none. */
static uint32_t rank_of(const struct ws_warning *repair, const struct ws_input *inputs,
                        uint32_t count)
{
    uint32_t rank = count, same = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(repair->role, ws_role_name(inputs[i].role)) != 0)
            continue;
        if (strcmp(repair->file, inputs[i].path) == 0)
            return i;
        rank = i;
        same++;
    }
    return same == 1 && !repair->file[0] ? rank : count;
}

static enum ws_status name_file(struct ws_warning *repair, const char *path, struct ws_error *err)
{
    if (repair->file[0])
        return WS_OK;
    char *file = mem_string(path);
    if (!file)
        return error_set(err, WS_NO_MEMORY, "no memory for a file name");
    mem_free(repair->file);
    repair->file = file;
    return WS_OK;
}

enum ws_status verdicts_group(struct run *run, struct ws_error *err)
{
    struct warnings *list = &run->warnings;
    uint32_t count = 0;
    const struct ws_input *inputs = run->io ? io_inputs(run->io, &count) : NULL;
    if (list->count == 0)
        return WS_OK;
    struct ranked *order = mem_array(list->count, sizeof *order);
    struct ws_warning *sorted = mem_array(list->count, sizeof *sorted);
    enum ws_status st =
        order && sorted ? WS_OK
                        : error_set(err, WS_NO_MEMORY, "no memory for %zu repairs", list->count);
    for (size_t i = 0; !st && i < list->count; i++) {
        order[i] = (struct ranked){rank_of(&list->items[i], inputs, count), i};
        if (order[i].rank < count)
            st = name_file(&list->items[i], inputs[order[i].rank].path, err);
    }
    if (!st) {
        qsort(order, list->count, sizeof *order, compare_ranked);
        for (size_t i = 0; i < list->count; i++)
            sorted[i] = list->items[order[i].index];
        memcpy(list->items, sorted, list->count * sizeof *sorted);
    }
    mem_free(order);
    mem_free(sorted);
    return st;
}
