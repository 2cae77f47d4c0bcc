/* Layer of reached roads: every road stretch within a limit, cut to the mm. */
#include "run/layers.h"

#include "base/mem.h"

#include <inttypes.h>

/* Lines of all rows, growing. */
struct strokes {
    size_t line_cap, xy_cap;
    uint32_t line_count, xy_count;
};

static int add_vertex(struct run_layers *out, struct strokes *strokes, double x_m, double y_m)
{
    if (mem_grow(&out->xy_m, &strokes->xy_cap, 2 * ((size_t)strokes->xy_count + 1),
                 sizeof *out->xy_m))
        return -1;
    out->xy_m[2 * (size_t)strokes->xy_count] = x_m;
    out->xy_m[2 * (size_t)strokes->xy_count + 1] = y_m;
    strokes->xy_count++;
    return 0;
}

static int add_piece(struct run_layers *out, struct strokes *strokes, const struct network *net,
                     const struct ws_piece *piece)
{
    double x_m, y_m;
    if (mem_grow(&out->first_xy, &strokes->line_cap, (size_t)strokes->line_count + 2,
                 sizeof *out->first_xy))
        return -1;
    network_position(net, piece->edge, piece->from_mm, &x_m, &y_m);
    if (add_vertex(out, strokes, x_m, y_m))
        return -1;
    for (uint32_t v = net->first_xy[piece->edge]; v < net->first_xy[piece->edge + 1]; v++)
        if (net->at_mm[v] > piece->from_mm && net->at_mm[v] < piece->to_mm &&
            add_vertex(out, strokes, net->xy_m[2 * (size_t)v], net->xy_m[2 * (size_t)v + 1]))
            return -1;
    network_position(net, piece->edge, piece->to_mm, &x_m, &y_m);
    if (add_vertex(out, strokes, x_m, y_m))
        return -1;
    out->first_xy[++strokes->line_count] = strokes->xy_count;
    return 0;
}

static enum ws_status add_row(struct run_layers *out, struct strokes *strokes,
                              const struct run *run, struct layer *layer, uint32_t row,
                              struct ws_error *err)
{
    const struct ws_options *options = run->options;
    uint32_t cutoff = row / options->choice_count, k = row % options->choice_count;
    struct allocate_plan plan = run_allocate_plan(run);
    struct ws_piece *pieces = NULL;
    uint32_t count = 0;
    uint64_t length_mm = 0;
    enum ws_status st =
        reach_roads(&pieces, &count, &plan, options->cutoff_cost[cutoff], options->choice[k], err);
    for (uint32_t i = 0; !st && i < count; i++) {
        if (add_piece(out, strokes, &run->net, &pieces[i]))
            st = layers_no_memory(err, "layer", "reached_roads");
        length_mm += pieces[i].to_mm - pieces[i].from_mm;
    }
    mem_free(pieces);
    out->first_line[row + 1] = strokes->line_count;
    struct column *columns = (struct column *)layer->columns;
    layers_text(&columns[0], row, options->cutoff_text[cutoff]);
    layers_whole(&columns[1], row, options->choice[k]);
    layers_real(&columns[2], row, (double)length_mm / 1e6);
    return st;
}

enum ws_status layers_reached_roads(struct run_layers *out, const struct run *run,
                                    struct ws_error *err)
{
    struct strokes strokes = {0};
    uint32_t rows =
        run->options->road_count ? run->options->cutoff_count * run->options->choice_count : 0;
    struct layer *layer =
        layers_begin(out, "reached_roads",
                     "Roads within a limit of at least k providers, cut to the mm", rows, 3);
    out->first_line = mem_array((size_t)rows + 1, sizeof *out->first_line);
    if (!layer || !out->first_line)
        return layers_no_memory(err, "layer", "reached_roads");
    layer->geometry = LAYER_LINES;
    layers_column(layer, "limit", COLUMN_TEXT);
    layers_column(layer, "k", COLUMN_WHOLE);
    layers_column(layer, "km", COLUMN_REAL);
    if (!layers_is_whole(layer))
        return layers_no_memory(err, "layer", "reached_roads");
    enum ws_status st = WS_OK;
    for (uint32_t row = 0; !st && row < rows; row++)
        st = add_row(out, &strokes, run, layer, row, err);
    layer->first_line = out->first_line;
    layer->first_xy = out->first_xy;
    layer->xy_m = out->xy_m;
    return st;
}
