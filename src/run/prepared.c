#include "run/prepared.h"

#include "base/checksum.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "net/image.h"
#include "run/roads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool prepared_is(const struct ws_source *source)
{
    size_t size = strlen(source->path);
    return size > 4 && strcasecmp(source->path + size - 4, ".wsn") == 0;
}

/* ---- may this run use it? ------------------------------------------------------- */

/* Size and time tell most files apart; where they differ the sum decides. A
 * source that is not there any more cannot be stale. */
static enum ws_status check_fresh(const struct prepared *prepared, const char *given,
                                  struct ws_error *err)
{
    for (uint32_t i = 0; i < prepared->source_count; i++) {
        const struct prepared_source *identity = &prepared->identities[i];
        const char *path = prepared->sources[i].path;
        struct file_mark mark = file_mark(path);
        char sum[CHECKSUM_HEX];
        if (file_kind(path) != 'f' ||
            (mark.size == identity->size && mark.time_s == identity->time_s &&
             mark.time_ns == identity->time_ns))
            continue;
        if (mark.size == identity->size && checksum_file(path, sum, NULL) == WS_OK &&
            strcmp(sum, identity->sha256) == 0)
            continue;
        return error_set(err, WS_BAD_DATA,
                         "%s: is stale: %s has changed since; prepare it again with whitespot "
                         "network build",
                         given, path);
    }
    return WS_OK;
}

/* What is said about the file of roads says nothing about a network. */
static const char *source_option(const struct ws_source *source)
{
    for (uint32_t i = 0; i < source->field_count; i++)
        if (strcmp(source->fields[i].key, "pad_codes") != 0)
            return "that --field";
    return source->where[0]          ? "that --where"
           : source->layer[0]        ? "that --layer"
           : source->crs[0]          ? "that --crs"
           : source->encoding[0]     ? "that --encoding"
           : source->open_options[0] ? "that -oo"
                                     : NULL;
}

/* What was decided when the network was made cannot be asked for again. */
static enum ws_status check_options(const struct run *run, const struct prepared *prepared,
                                    struct ws_error *err)
{
    const struct ws_options *options = run->options;
    const char *given = options->roads[0].given, *option = NULL;
    if (options->classes[0])
        option = "--classes";
    else if (options->use_source_speed && !prepared->use_source_speed)
        option = "--speed source";
    else if (!options->use_ferries && prepared->use_ferries)
        option = "--no-ferries";
    else if (options->join_m > 0.0 &&
             (options->join_m < prepared->join_m || options->join_m > prepared->join_m))
        option = "--join";
    if (!option)
        option = source_option(&options->roads[0]);
    if (option)
        return error_set(err, WS_BAD_OPTION,
                         "%s: was prepared without %s; give it to whitespot network build", given,
                         option);
    if (strcmp(prepared->crs_name, io_crs_name(run->io)) == 0)
        return WS_OK;
    return error_set(err, WS_BAD_DATA,
                     "%s: was prepared in %s; these municipalities need %s; prepare it again with "
                     "whitespot network build --municipalities %s",
                     given, prepared->crs_name, io_crs_name(run->io),
                     options->source[WS_ROLE_MUNICIPALITIES].given);
}

/* Rows that the image cannot judge: classes and sources are the text's. */
static enum ws_status check_rows(const struct network *net, const struct prepared *prepared,
                                 const char *given, struct ws_error *err)
{
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (net->source[e] >= prepared->source_count ||
            (net->road_class[e] != UINT16_MAX && net->road_class[e] >= prepared->class_count))
            return error_set(err, WS_BAD_DATA,
                             "%s: is damaged: edge %" PRIu32
                             " has no source or class; prepare it again with whitespot network "
                             "build",
                             given, e);
    return WS_OK;
}

static uint32_t count_roads(const struct network *net)
{
    uint32_t count = 0;
    for (uint32_t e = 0; e < net->edge_count; e++)
        count += network_is_canonical(net, e);
    return count;
}

/* ---- loading --------------------------------------------------------------------- */

static enum ws_status take_notes(struct run *run, const struct prepared *prepared,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < prepared->notes.count; i++) {
        const struct ws_warning *note = &prepared->notes.items[i];
        struct place place = {.role = note->role,
                              .file = run->options->roads[0].given,
                              .layer = note->file,
                              .feature = note->feature};
        st = warnings_add(&run->warnings, place, note->effect, err, "%s", note->what);
    }
    return st;
}

static void take_over(struct run *run, struct prepared *prepared)
{
    run->own_classes = prepared->classes;
    run->classes = prepared->classes;
    run->class_count = prepared->class_count;
    run->own_sources = prepared->sources;
    run->road_sources = prepared->sources;
    run->road_source_count = prepared->source_count;
    run->options->use_ferries = prepared->use_ferries;
    run->options->use_source_speed = prepared->use_source_speed;
    run->options->join_m = prepared->join_m;
    prepared->classes = NULL;
    prepared->sources = NULL;
}

/* Opening reads every byte, and so does the checksum of the evidence: neither
 * waits for the other. */
struct opening {
    struct run *run;
    char *text, sum[CHECKSUM_HEX];
    enum ws_status sum_status;
    struct ws_error sum_failure;
};

static enum ws_status open_or_sum(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct opening *opening = context;
    struct run *run = opening->run;
    const char *path = run->options->roads[0].path;
    (void)worker;
    if (chunk == 0)
        return image_open(&run->net, &run->notes, &opening->text, path, run->options->is_time,
                          run_threads(run), err);
    opening->sum_status = checksum_file(path, opening->sum, &opening->sum_failure);
    return WS_OK; /* told when the sum is asked for */
}

static enum ws_status note_input(struct run *run, const struct opening *opening,
                                 struct ws_error *err)
{
    if (opening->sum_status && err)
        *err = opening->sum_failure;
    if (opening->sum_status)
        return opening->sum_status;
    return io_note_prepared(run->io, &run->options->roads[0], opening->sum, count_roads(&run->net),
                            err);
}

enum ws_status prepared_load(struct run *run, struct ws_error *err)
{
    const struct ws_source *source = &run->options->roads[0];
    struct prepared prepared = {0};
    struct opening opening = {.run = run};
    if (run->options->road_count > 1)
        return error_set(err, WS_BAD_OPTION,
                         "%s: a prepared network stands alone; give --roads once, or prepare all "
                         "sources together",
                         source->given);
    enum ws_status st = parallel_for(2, run_threads(run), open_or_sum, &opening, err);
    if (!st)
        st = prepared_parse(&prepared, opening.text, source->path, err);
    if (!st)
        st = check_fresh(&prepared, source->given, err);
    if (!st)
        st = check_options(run, &prepared, err);
    if (!st)
        st = check_rows(&run->net, &prepared, source->given, err);
    if (!st)
        st = note_input(run, &opening, err);
    if (!st)
        st = take_notes(run, &prepared, err);
    if (!st)
        take_over(run, &prepared);
    prepared_release(&prepared);
    mem_free(opening.text);
    return st;
}
