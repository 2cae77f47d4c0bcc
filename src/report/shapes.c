#include "report/shapes.h"

#include "report/cells.h"
#include "report/names.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Steps over the longer side of the map. */
#define STEPS 20000.0
/* Places handed on for a name: more than that nobody needs to find one free. */
#define NAMES_SHOWN 5u

struct pen {
    struct page *page;
    double left_m, bottom_m, step_m;
};

static int64_t steps(double from_m, double at_m, double step_m)
{
    return (int64_t)floor((at_m - from_m) / step_m + 0.5);
}

/* ---- rings ---------------------------------------------------------------------- */

/* False: it is a point or a line at this step and is not drawn. */
static bool is_drawn(const struct pen *pen, const struct areas *areas, uint32_t ring)
{
    const double *xy = &areas->xy_m[(size_t)areas->first_xy[ring] * 2];
    uint32_t count = areas->first_xy[ring + 1] - areas->first_xy[ring], turns = 0;
    int64_t last_x = INT64_MIN, last_y = INT64_MIN;
    for (uint32_t i = 0; i + 1 < count && turns < 3; i++) {
        int64_t x = steps(pen->left_m, xy[2 * i], pen->step_m);
        int64_t y = steps(pen->bottom_m, xy[2 * i + 1], pen->step_m);
        turns += x != last_x || y != last_y;
        last_x = x;
        last_y = y;
    }
    return turns >= 3;
}

static void put_ring(const struct pen *pen, const struct areas *areas, uint32_t ring)
{
    struct text *out = &pen->page->out;
    const double *xy = &areas->xy_m[(size_t)areas->first_xy[ring] * 2];
    uint32_t count = areas->first_xy[ring + 1] - areas->first_xy[ring];
    int64_t last_x = 0, last_y = 0;
    text_put(out, "[");
    for (uint32_t i = 0; i + 1 < count; i++) {
        int64_t x = steps(pen->left_m, xy[2 * i], pen->step_m);
        int64_t y = steps(pen->bottom_m, xy[2 * i + 1], pen->step_m);
        if (i && x == last_x && y == last_y)
            continue;
        text_add(out, "%s%" PRId64 ",%" PRId64, i ? "," : "", x - last_x, y - last_y);
        last_x = x;
        last_y = y;
    }
    text_put(out, "]");
}

/* Parts of a shell and its holes: [[shell, hole ...], [shell] ...]. */
static void put_rings(const struct pen *pen, const struct report_layer *layer, uint32_t row)
{
    const struct areas *areas = layer->areas;
    struct text *out = &pen->page->out;
    uint32_t area = layer->area ? layer->area[row] : row;
    bool is_open = false, is_shell_drawn = false;
    text_put(out, "\"r\":[");
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++) {
        bool is_hole = areas->is_hole[ring];
        if (!is_hole)
            is_shell_drawn = is_drawn(pen, areas, ring);
        if (!is_shell_drawn || (is_hole && !is_drawn(pen, areas, ring)))
            continue;
        if (!is_hole)
            text_put(out, is_open ? "],[" : "[");
        else
            text_put(out, ",");
        is_open = true;
        put_ring(pen, areas, ring);
    }
    text_put(out, is_open ? "]]" : "]");
}

/* ---- what is told of a place ---------------------------------------------------- */

static void put_tip(const struct pen *pen, const struct report_layer *layer, uint32_t row,
                    const char *const *names)
{
    struct text *out = &pen->page->out;
    const char *gap = "";
    text_put(out, ",\"t\":[");
    for (; *names; names++) {
        const struct column *column = cells_column(layer, *names);
        struct text cell = {0}, title = {0};
        if (!column)
            continue;
        bool is_known = cells_put(&cell, pen->page->report, layer->name, column, row);
        if (is_known && cell.bytes) {
            text_add(out, "%s[", gap);
            cells_title(&title, pen->page->report, layer->name, column);
            html_json(out, title.bytes ? title.bytes : "");
            text_put(out, ",");
            html_json(out, cell.bytes);
            text_put(out, "]");
            gap = ",";
        }
        out->is_broken |= cell.is_broken || title.is_broken;
        text_release(&cell);
        text_release(&title);
    }
    text_put(out, "]");
}

/* The name and where there is room for it: "n":name,"l":[x, y, width ...]. */
static void put_name(const struct pen *pen, const struct report_layer *layer, uint32_t row)
{
    struct text *out = &pen->page->out;
    struct name_place places[NAMES_TRIED];
    uint32_t count = names_places(places, layer->areas, layer->area ? layer->area[row] : row);
    text_put(out, ",\"n\":");
    html_json(out, cells_text(layer, "name", row));
    text_put(out, ",\"l\":[");
    for (uint32_t i = 0; i < count && i < NAMES_SHOWN; i++)
        text_add(out, "%s%" PRId64 ",%" PRId64 ",%" PRId64, i ? "," : "",
                 steps(pen->left_m, places[i].middle.x_m, pen->step_m),
                 steps(pen->bottom_m, places[i].middle.y_m, pen->step_m),
                 steps(0.0, places[i].room_m, pen->step_m));
    text_put(out, "]");
}

static void put_zones(const struct pen *pen, const char *name)
{
    static const char *const TIP[] = {"name",       "class",   "people",   "share", "share_low",
                                      "share_high", "offices", "cost_p50", NULL};
    struct text *out = &pen->page->out;
    const struct report_layer *layer = cells_layer(pen->page->report, name);
    text_add(out, ",\"%s\":[", name);
    for (uint32_t row = 0; layer && layer->areas && row < layer->row_count; row++) {
        text_put(out, row ? ",\n{" : "\n{");
        put_rings(pen, layer, row);
        text_add(out, ",\"c\":%d,\"f\":", labels_class(cells_text(layer, "class", row)));
        html_json(out, cells_text(layer, "flags", row));
        put_name(pen, layer, row);
        put_tip(pen, layer, row, TIP);
        text_put(out, "}");
    }
    text_put(out, "]");
}

static void put_spots(const struct pen *pen)
{
    static const char *const TIP[] = {"rank",    "name",      "people",    "area_km2",
                                      "nearest", "nearest_m", "nearest_s", NULL};
    struct text *out = &pen->page->out;
    const struct report_layer *layer = cells_layer(pen->page->report, "white_spots");
    text_put(out, ",\"spots\":[");
    for (uint32_t row = 0; layer && row < layer->row_count; row++) {
        text_put(out, row ? ",\n{" : "\n{");
        put_rings(pen, layer, row);
        put_tip(pen, layer, row, TIP);
        text_put(out, "}");
    }
    text_put(out, "]");
}

static void put_point(const struct pen *pen, const struct report_layer *layer, uint32_t row)
{
    text_add(&pen->page->out, "%s{\"x\":%" PRId64 ",\"y\":%" PRId64, row ? ",\n" : "\n",
             steps(pen->left_m, layer->points->x_m[row], pen->step_m),
             steps(pen->bottom_m, layer->points->y_m[row], pen->step_m));
}

/* "i":1 for an office that takes nobody new; its tip says what keeps it from that. */
static void put_offices(const struct pen *pen)
{
    const struct report *report = pen->page->report;
    char people[72];
    snprintf(people, sizeof people, "people_%s", report->cutoff_text[report->main_cutoff]);
    const char *const tip[] = {"office", "provider", "state", people, "only_here", "whitens", NULL};
    const char *const idle_tip[] = {"office", "provider", "state", "snapped", people, NULL};
    struct text *out = &pen->page->out;
    const struct report_layer *layer = cells_layer(report, "offices");
    text_put(out, ",\"offices\":[");
    for (uint32_t row = 0; layer && layer->points && row < layer->row_count; row++) {
        bool is_idle = cells_is_idle(layer, row);
        put_point(pen, layer, row);
        text_put(out, is_idle ? ",\"i\":1" : "");
        put_tip(pen, layer, row, is_idle ? idle_tip : tip);
        text_put(out, "}");
    }
    text_put(out, "]");
}

/* New offices by rank; there are none but in a run of `site`. */
static void put_sites(const struct pen *pen)
{
    static const char *const TIP[] = {"rank",      "site",    "place", "people",
                                      "only_here", "covered", "share", NULL};
    struct text *out = &pen->page->out;
    const struct report_layer *layer = cells_layer(pen->page->report, "sites");
    text_put(out, ",\"sites\":[");
    for (uint32_t row = 0; layer && layer->points && row < layer->row_count; row++) {
        char rank[WORDS_NUMBER];
        put_point(pen, layer, row);
        text_add(out, ",\"n\":\"%s\"", words_whole(rank, pen->page->lang, row + 1));
        put_tip(pen, layer, row, TIP);
        text_put(out, "}");
    }
    text_put(out, "]");
}

static void put_plans(const struct pen *pen)
{
    static const char *const TIP[] = {"office", "provider", "scenario", NULL};
    const struct report_layer *layer = cells_layer(pen->page->report, "scenario_offices");
    text_put(&pen->page->out, ",\"plans\":[");
    for (uint32_t row = 0; layer && layer->points && row < layer->row_count; row++) {
        put_point(pen, layer, row);
        put_tip(pen, layer, row, TIP);
        text_put(&pen->page->out, "}");
    }
    text_put(&pen->page->out, "]");
}

/* Land within the main limit of one provider. */
static void put_catchment(const struct pen *pen)
{
    struct text *out = &pen->page->out;
    const struct report *report = pen->page->report;
    const struct report_layer *layer = cells_layer(report, "catchments");
    const struct column *k = layer ? cells_column(layer, "k") : NULL;
    const char *limit = report->cutoff_text[report->main_cutoff], *gap = "\n";
    text_put(out, ",\"land\":[");
    for (uint32_t row = 0; k && row < layer->row_count; row++) {
        if (k->whole[row] != 1 || strcmp(cells_text(layer, "limit", row), limit) != 0)
            continue;
        text_add(out, "%s{", gap);
        put_rings(pen, layer, row);
        text_put(out, "}");
        gap = ",\n";
    }
    text_put(out, "]");
}

static void put_counties(const struct pen *pen)
{
    struct text *out = &pen->page->out;
    const struct areas *counties = pen->page->report->counties;
    const struct report_layer layer = {.areas = counties};
    text_put(out, ",\"counties\":[");
    for (uint32_t row = 0; counties && row < counties->count; row++) {
        text_put(out, row ? ",\n{" : "\n{");
        put_rings(pen, &layer, row);
        text_put(out, "}");
    }
    text_put(out, "]");
}

void shapes_put(struct page *page)
{
    const struct report_layer *zones = cells_layer(page->report, "municipalities");
    struct pen pen = {.page = page};
    if (!zones || !zones->row_count || !zones->areas) {
        text_put(&page->out, "{}");
        return;
    }
    struct box box = cells_box(zones);
    double side_m = fmax(box.max_x_m - box.min_x_m, box.max_y_m - box.min_y_m);
    pen.left_m = box.min_x_m;
    pen.bottom_m = box.min_y_m;
    pen.step_m = fmax(1.0, ceil(side_m / STEPS));
    text_add(&page->out, "{\"step\":%.0f,\"w\":%" PRId64 ",\"h\":%" PRId64, pen.step_m,
             steps(box.min_x_m, box.max_x_m, pen.step_m),
             steps(box.min_y_m, box.max_y_m, pen.step_m));
    put_zones(&pen, "municipalities");
    put_zones(&pen, "supplier_areas");
    put_counties(&pen);
    put_spots(&pen);
    put_offices(&pen);
    put_sites(&pen);
    put_plans(&pen);
    put_catchment(&pen);
    text_put(&page->out, "}");
}
