/* The table `run`: the evidence as keys and values, for who has the GeoPackage
 * and not the run file. */
#include "run/layers.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <whitespot/whitespot.h>

struct facts {
    char **keys, **values;
    size_t count, key_cap, value_cap;
    bool is_broken; /* no memory on the way */
};

static void add(struct facts *facts, const char *key, const char *fmt, ...) WS_PRINTF(3, 4);
static void add(struct facts *facts, const char *key, const char *fmt, ...)
{
    char value[2048];
    va_list args;
    va_start(args, fmt);
    vsnprintf(value, sizeof value, fmt, args);
    va_end(args);
    if (facts->is_broken ||
        mem_grow(&facts->keys, &facts->key_cap, facts->count + 1, sizeof *facts->keys) ||
        mem_grow(&facts->values, &facts->value_cap, facts->count + 1, sizeof *facts->values)) {
        facts->is_broken = true;
        return;
    }
    facts->keys[facts->count] = mem_string(key);
    facts->values[facts->count] = mem_string(value);
    facts->is_broken = !facts->keys[facts->count] || !facts->values[facts->count];
    facts->count++;
}

static enum ws_status take_option(void *context, const char *name, const char *value,
                                  struct ws_error *err)
{
    char key[96];
    (void)err;
    snprintf(key, sizeof key, "options.%.80s", name);
    add(context, key, "%s", value);
    return WS_OK;
}

static void add_inputs(struct facts *facts, const struct run *run)
{
    uint32_t count = 0;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    for (uint32_t i = 0; i < count; i++) {
        char key[64];
        snprintf(key, sizeof key, "inputs.%" PRIu32 ".path", i);
        add(facts, key, "%s", inputs[i].path);
        snprintf(key, sizeof key, "inputs.%" PRIu32 ".sha256", i);
        add(facts, key, "%s", inputs[i].sha256);
        snprintf(key, sizeof key, "inputs.%" PRIu32 ".rows", i);
        add(facts, key,
            "read %" PRIu64 ", used %" PRIu64 ", repaired %" PRIu64 ", left out %" PRIu64,
            inputs[i].rows_read, inputs[i].rows_used, inputs[i].repaired, inputs[i].left_out);
    }
}

static void add_versions(struct facts *facts)
{
    char gdal[32], proj[32], geos[32];
    io_versions(gdal, proj, geos);
    add(facts, "whitespot", "%s", WS_VERSION);
    add(facts, "libraries.gdal", "%s", gdal);
    add(facts, "libraries.proj", "%s", proj);
    add(facts, "libraries.geos", "%s", geos);
    if (solver_exists())
        add(facts, "libraries.solver", "%s", solver_name());
}

static enum ws_status collect(struct facts *facts, const struct run *run, struct ws_error *err)
{
    add_versions(facts);
    enum ws_status st = options_list(run->options, "", take_option, facts, err);
    if (st)
        return st;
    add_inputs(facts, run);
    add(facts, "working_crs", "%s", io_crs_name(run->io));
    add(facts, "network.nodes", "%" PRIu32, run->net.node_count);
    add(facts, "network.components", "%" PRIu32, run->net.component_count);
    add(facts, "network.km", "%.3f", (double)run->notes.length_mm / 1e6);
    add(facts, "within", "cost <= limit: a place at exactly the limit is within");
    return facts->is_broken ? layers_no_memory(err, "table", "run") : WS_OK;
}

enum ws_status layers_run(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    struct facts facts = {0};
    enum ws_status st = collect(&facts, run, err);
    struct layer *layer = NULL;
    if (!st) {
        layer = layers_begin(out, "run", "How these figures came about: versions, options, inputs",
                             (uint32_t)facts.count, 2);
        if (!layer)
            st = layers_no_memory(err, "table", "run");
    }
    if (!st) {
        struct column *key = layers_column(layer, "key", COLUMN_TEXT);
        struct column *value = layers_column(layer, "value", COLUMN_TEXT);
        for (uint32_t i = 0; i < layer->row_count; i++) {
            layers_text(key, i, facts.keys[i]);
            layers_text(value, i, facts.values[i]);
        }
        if (!layers_is_whole(layer))
            st = layers_no_memory(err, "table", "run");
    }
    for (size_t i = 0; i < facts.count; i++) {
        mem_free(facts.keys[i]);
        mem_free(facts.values[i]);
    }
    mem_free(facts.keys);
    mem_free(facts.values);
    return st;
}
