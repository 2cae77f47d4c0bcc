/* Networks prepared for later runs, and what is in them. */
#include "run/prepared.h"
#include "run/roads.h"

#include "base/checksum.h"
#include "base/file.h"
#include "base/mem.h"
#include "net/ends.h"
#include "net/image.h"
#include "run/phrases.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- build ------------------------------------------------------------------------ */

static enum ws_status check_build(const struct ws_options *options, struct ws_error *err)
{
    struct ws_source output = {0};
    snprintf(output.path, sizeof output.path, "%s", options->output);
    if (!options->road_count)
        return error_set(err, WS_BAD_OPTION, "--roads is missing: what is the network made from?");
    if (!options->output[0])
        return error_set(err, WS_BAD_OPTION, "--output is missing: where does the network go?");
    if (!prepared_is(&output))
        return error_set(err, WS_BAD_OPTION, "--output %s: expected a name that ends in .wsn",
                         options->output);
    for (uint32_t i = 0; i < options->road_count; i++)
        if (prepared_is(&options->roads[i]))
            return error_set(err, WS_BAD_OPTION, "%s: is prepared already",
                             options->roads[i].given);
    if (!options->overwrite && file_kind(options->output))
        return error_set(err, WS_IO, "%s: exists; use --overwrite to replace it", options->output);
    for (uint32_t i = 0; i < options->road_count; i++) {
        struct file_mark from = file_mark(options->roads[i].path), to = file_mark(options->output);
        if (from.inode && file_mark_same(&from, &to))
            return error_set(err, WS_BAD_OPTION, "%s: is the output as well", options->output);
    }
    return WS_OK;
}

/* The working CRS: of the zones when they are given, else by the roads. */
static enum ws_status choose_crs(struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    const struct ws_source *zones = &options->source[WS_ROLE_MUNICIPALITIES];
    if (options->is_given[WS_ROLE_MUNICIPALITIES])
        return io_read_zones(&run->zones, run->io, zones, WS_ROLE_MUNICIPALITIES, err);
    return io_assume_crs(run->io, &options->roads[0], err);
}

/* The same lines by distance and by time. */
static enum ws_status build_both(struct run *run, struct lines *lines, struct network *time,
                                 struct build_notes *notes, struct ws_error *err)
{
    struct impedance impedances[2] = {run_impedance(run), run_impedance(run)};
    impedances[0].is_time = false;
    impedances[1].is_time = true;
    enum ws_status st = roads_build(run, time, lines, impedances, err);
    *notes = run->notes;
    if (!st && run->net.edge_count && !time->cost)
        st = build_network(time, notes, lines, &impedances[1], err);
    if (!st && run->net.edge_count == 0)
        st = error_set(err, WS_BAD_DATA,
                       "%s: no road that may be driven; check the class table (--classes)",
                       run->options->roads[0].given);
    return st;
}

static enum ws_status write_both(struct run *run, const struct network *time,
                                 const struct build_notes *notes, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    struct image_part distance_part = {&run->net, &run->notes}, time_part = {time, notes};
    char *text = NULL;
    enum ws_status st = prepared_text(&text, run, options->output, err);
    if (!st && !run_may_write(run->options))
        st = error_set(err, WS_CANCELLED, "stopped while writing; nothing was written");
    if (!st)
        st =
            image_write(options->output, &distance_part, &time_part, text, options->overwrite, err);
    mem_free(text);
    return st;
}

static enum ws_status prepare(struct run *run, struct ws_error *err)
{
    struct lines_builder builder = {0};
    struct network time = {0};
    struct build_notes notes = {0};
    bool is_whole = true;
    enum ws_status st = choose_crs(run, err);
    if (!st)
        st = run_load_classes(run, err);
    run->road_sources = run->options->roads;
    run->road_source_count = run->options->road_count;
    if (!st)
        st = run_read_sources(&builder, &is_whole, run);
    if (run->refused.status) { /* told with the other faults of the roads */
        *err = run->refused;
        st = err->status;
    }
    if (!st)
        st = build_both(run, &builder.lines, &time, &notes, err);
    lines_release(&builder.lines);
    if (!st)
        st = write_both(run, &time, &notes, err);
    network_release(&time);
    return st;
}

enum ws_status ws_network_build(const struct ws_options *options, struct ws_error *err)
{
    struct ws_error failure = {0};
    struct run *run = options ? run_new(options) : NULL;
    if (!run)
        return error_set(err, options ? WS_NO_MEMORY : WS_BAD_OPTION, "no options or no memory");
    enum ws_status st = check_build(options, &failure);
    if (!st)
        st = io_open(&run->io, &run->warnings, &failure);
    if (!st)
        st = prepare(run, &failure);
    if (st && err)
        *err = failure;
    if (st)
        verdicts_tell(run);
    run_free(run);
    return st;
}

/* ---- info -------------------------------------------------------------------------- */

struct info {
    const char *path;
    struct network net;
    struct build_notes notes;
    struct prepared prepared;
    char sum[CHECKSUM_HEX];
    uint64_t class_mm[1001]; /* the last: no class */
    uint32_t road_count;
};

static enum ws_status gather(struct info *info, struct ws_error *err)
{
    char *text = NULL;
    enum ws_status st = image_open(&info->net, &info->notes, &text, info->path, false, 1, err);
    if (!st)
        st = prepared_parse(&info->prepared, text, info->path, err);
    mem_free(text);
    if (!st)
        st = checksum_file(info->path, info->sum, err);
    for (uint32_t e = 0; !st && e < info->net.edge_count; e++) {
        uint16_t class_id = info->net.road_class[e];
        if (!network_is_canonical(&info->net, e))
            continue;
        info->class_mm[class_id < info->prepared.class_count ? class_id : 1000] +=
            info->net.length_mm[e];
        info->road_count++;
    }
    return st;
}

static enum ws_status tell_json(char **out, const struct info *info, struct ws_error *err)
{
    struct json *json = NULL;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    json_put_text(json, "sha256", info->sum);
    json_put_text(json, "crs", info->prepared.crs_name);
    json_put_whole(json, "nodes", info->net.node_count);
    json_put_whole(json, "edges", info->road_count);
    json_put_whole(json, "components", info->net.component_count);
    json_put_real(json, "km", (double)info->notes.length_mm / 1e6);
    json_put_real(json, "ferry_km", (double)info->notes.ferry_mm / 1e6);
    json_put_real(json, "join_m", info->prepared.join_m);
    json_put_bool(json, "ferries", info->prepared.use_ferries);
    json_put_text(json, "speed", info->prepared.use_source_speed ? "source" : "table");
    json_begin_array(json, "classes");
    for (uint32_t c = 0; c <= 1000; c++) {
        if (!info->class_mm[c])
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "class", c < 1000 ? info->prepared.classes[c].name : NULL);
        json_put_real(json, "km", (double)info->class_mm[c] / 1e6);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "sources");
    for (uint32_t i = 0; i < info->prepared.source_count; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "path", info->prepared.sources[i].given);
        json_put_text(json, "sha256", info->prepared.identities[i].sha256);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}

static void put_line(struct phrases *phrases, const char *fmt, ...) WS_PRINTF(2, 3);
static void put_line(struct phrases *phrases, const char *fmt, ...)
{
    char line[1400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    phrases_add(phrases, "%s", line);
    phrases_end_line(phrases);
}

static void tell_text(struct phrases *phrases, const struct info *info)
{
    const struct prepared *prepared = &info->prepared;
    put_line(phrases, "Prepared network of %" PRIu32 " nodes and %" PRIu32 " roads in %s",
             info->net.node_count, info->road_count, prepared->crs_name);
    put_line(phrases, "  length        %.1f km, in %" PRIu32 " component%s",
             (double)info->notes.length_mm / 1e6, info->net.component_count,
             info->net.component_count == 1 ? "" : "s");
    if (prepared->use_ferries)
        put_line(phrases, "  ferries       %.1f km", (double)info->notes.ferry_mm / 1e6);
    else
        put_line(phrases, "  ferries       left out (--no-ferries)");
    put_line(phrases, "  speeds        %s",
             prepared->use_source_speed ? "from the source" : "from the class table");
    if (prepared->join_m > 0.0)
        put_line(phrases, "  ends joined   within %g m", prepared->join_m);
    for (uint32_t c = 0; c <= 1000; c++)
        if (info->class_mm[c])
            put_line(phrases, "  %-13s %.1f km",
                     c < 1000 ? prepared->classes[c].name : "(no class)",
                     (double)info->class_mm[c] / 1e6);
    for (uint32_t i = 0; i < prepared->source_count; i++)
        put_line(phrases, "  made from     %s (sha256 %s)", prepared->sources[i].given,
                 prepared->identities[i].sha256);
    put_line(phrases, "  sha256        %s", info->sum);
}

enum ws_status ws_network_info(char **text, const char *path, bool is_json, struct ws_error *err)
{
    if (!text || !path)
        return error_set(err, WS_BAD_OPTION, "no path or no place for the text");
    struct info *info = mem_array(1, sizeof *info);
    if (!info)
        return error_set(err, WS_NO_MEMORY, "no memory to look at %s", path);
    info->path = path;
    struct phrases phrases = {0};
    enum ws_status st = gather(info, err);
    if (!st && is_json)
        st = tell_json(text, info, err);
    if (!st && !is_json) {
        tell_text(&phrases, info);
        st = phrases_take(text, &phrases, err);
    }
    prepared_release(&info->prepared);
    network_release(&info->net);
    mem_free(info);
    return st;
}
