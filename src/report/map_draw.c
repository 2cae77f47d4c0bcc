/* Shapes on the sheet, layer upon layer. */
#include "report/names.h"
#include "report/sheet.h"

#include <math.h>
#include <string.h>

/* Flags that are shown as hatches, in the order of the legend. */
const char *const MAP_HATCH_FLAGS[4] = {"remote_only", "neighbour_only", "closed_to_new", "ending"};
#define HATCH_COUNT 4u
#define SPOT_HATCH HATCH_COUNT
/* White under the red lines of a white spot: they show on the darkest class, and the class
 * between them keeps the colour of the legend. */
#define SPOT_CASING 1.5

/* Way of the lines, y downwards, and their distance: the same ways as on the page. */
static const struct hatch {
    double dx, dy, gap;
} HATCHES[] = {{1, -1, 4.5}, {1, 1, 4.5}, {1, 0, 4.5}, {0, 1, 4.5}, {1, -1, 4.8}};

#define HAIR 0.15 /* not to be seen on paper */

struct map_frame map_frame_of(const struct report_layer *zones, double x, double y, double width,
                              double height)
{
    struct box box = cells_box(zones);
    double across = fmax(box.max_x_m - box.min_x_m, 1.0) * 1.04;
    double along = fmax(box.max_y_m - box.min_y_m, 1.0) * 1.04;
    double m_per_point = fmax(across / width, along / height);
    double middle_x = (box.min_x_m + box.max_x_m) / 2, middle_y = (box.min_y_m + box.max_y_m) / 2;
    return (struct map_frame){.x = x,
                              .y = y,
                              .width = width,
                              .height = height,
                              .left_m = middle_x - width / 2 * m_per_point,
                              .top_m = middle_y + height / 2 * m_per_point,
                              .m_per_point = m_per_point,
                              .hair = HAIR};
}

struct point map_place(const struct map_frame *frame, double x_m, double y_m)
{
    return (struct point){frame->x + (x_m - frame->left_m) / frame->m_per_point,
                          frame->y + (frame->top_m - y_m) / frame->m_per_point};
}

static void trace_ring(const struct sheet *sheet, const struct map_frame *frame,
                       const struct areas *areas, uint32_t ring)
{
    const double *xy = &areas->xy_m[(size_t)areas->first_xy[ring] * 2];
    uint32_t count = areas->first_xy[ring + 1] - areas->first_xy[ring];
    double last_x = 0.0, last_y = 0.0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        struct point at = map_place(frame, xy[2 * i], xy[2 * i + 1]);
        double x = at.x_m, y = at.y_m;
        if (!i)
            cairo_move_to(sheet->cairo, x, y);
        else if (fabs(x - last_x) + fabs(y - last_y) < frame->hair)
            continue;
        else
            cairo_line_to(sheet->cairo, x, y);
        last_x = x;
        last_y = y;
    }
    cairo_close_path(sheet->cairo);
}

static void add_area(const struct sheet *sheet, const struct map_frame *frame,
                     const struct report_layer *layer, uint32_t row)
{
    const struct areas *areas = layer->areas;
    uint32_t area = layer->area ? layer->area[row] : row;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++)
        trace_ring(sheet, frame, areas, ring);
}

static void trace_area(const struct sheet *sheet, const struct map_frame *frame,
                       const struct report_layer *layer, uint32_t row)
{
    cairo_new_path(sheet->cairo);
    add_area(sheet, frame, layer, row);
}

/* Lines over a box, inside the clip: anchored to the sheet, so that areas side by side
 * have one pattern. */
static void hatch_box(const struct sheet *sheet, const struct hatch *hatch, const double box[4])
{
    double length = hypot(hatch->dx, hatch->dy);
    double nx = -hatch->dy / length, ny = hatch->dx / length; /* across the lines */
    double low = HUGE_VAL, high = -HUGE_VAL, reach = hypot(box[2] - box[0], box[3] - box[1]);
    for (int i = 0; i < 4; i++) {
        double across = nx * box[i & 1 ? 2 : 0] + ny * box[i & 2 ? 3 : 1];
        low = fmin(low, across);
        high = fmax(high, across);
    }
    double middle = (hatch->dx * (box[0] + box[2]) + hatch->dy * (box[1] + box[3])) / 2 / length;
    for (double at = floor(low / hatch->gap) * hatch->gap; at <= high; at += hatch->gap)
        for (int end = -1; end <= 1; end += 2) {
            double along = middle + end * reach;
            double x = nx * at + hatch->dx / length * along;
            double y = ny * at + hatch->dy / length * along;
            if (end < 0)
                cairo_move_to(sheet->cairo, x, y);
            else
                cairo_line_to(sheet->cairo, x, y);
        }
}

static void hatch_path(const struct sheet *sheet, uint32_t which)
{
    double box[4];
    cairo_path_extents(sheet->cairo, &box[0], &box[1], &box[2], &box[3]);
    cairo_save(sheet->cairo);
    cairo_clip(sheet->cairo);
    cairo_new_path(sheet->cairo);
    hatch_box(sheet, &HATCHES[which], box);
    if (which == SPOT_HATCH) {
        cairo_set_source_rgb(sheet->cairo, 1, 1, 1);
        cairo_set_line_width(sheet->cairo, SPOT_CASING);
        cairo_stroke_preserve(sheet->cairo);
    }
    cairo_set_line_width(sheet->cairo, 0.7);
    if (which == SPOT_HATCH)
        sheet_colour(sheet, LABELS_WHITE_SPOT, 1);
    else
        cairo_set_source_rgba(sheet->cairo, 0.1, 0.1, 0.1, 0.8);
    cairo_stroke(sheet->cairo);
    cairo_restore(sheet->cairo);
}

void map_draw_hatch(const struct sheet *sheet, const char *flag, double x, double y, double width,
                    double height)
{
    uint32_t which = SPOT_HATCH;
    for (uint32_t i = 0; i < HATCH_COUNT; i++)
        if (!strcmp(flag, MAP_HATCH_FLAGS[i]))
            which = i;
    cairo_new_path(sheet->cairo);
    cairo_rectangle(sheet->cairo, x, y, width, height);
    hatch_path(sheet, which);
}

/* ---- layers --------------------------------------------------------------------- */

static bool has_flag(const char *flags, const char *flag)
{
    const char *at = strstr(flags, flag);
    size_t size = strlen(flag);
    return at && (at == flags || at[-1] == ' ' || at[-1] == ',') &&
           (at[size] == '\0' || at[size] == ',');
}

static void draw_zones(const struct sheet *sheet, const struct map_frame *frame,
                       const struct report_layer *zones)
{
    for (uint32_t row = 0; row < zones->row_count; row++) {
        const char *flags = cells_text(zones, "flags", row);
        trace_area(sheet, frame, zones, row);
        sheet_colour(sheet, labels_class_colour(labels_class(cells_text(zones, "class", row))), 1);
        cairo_fill(sheet->cairo);
        for (uint32_t i = 0; i < HATCH_COUNT; i++) {
            if (!has_flag(flags, MAP_HATCH_FLAGS[i]))
                continue;
            trace_area(sheet, frame, zones, row);
            hatch_path(sheet, i);
        }
    }
}

/* Three weights: municipalities, supplier areas, counties. The light edge keeps them apart
 * from the darkest class. */
static void draw_borders(const struct sheet *sheet, const struct map_frame *frame,
                         const struct report_layer *layer, double width)
{
    for (uint32_t row = 0; layer && row < layer->row_count; row++) {
        trace_area(sheet, frame, layer, row);
        cairo_set_source_rgba(sheet->cairo, 1, 1, 1, 0.6);
        cairo_set_line_width(sheet->cairo, width + 0.8);
        cairo_stroke_preserve(sheet->cairo);
        sheet_colour(sheet, LABELS_OFFICE, 1);
        cairo_set_line_width(sheet->cairo, width);
        cairo_stroke(sheet->cairo);
    }
}

#define ZONES_MANY 100u /* a map of the country: wide lines would fill its archipelagos */

double map_county_width(const struct report *report)
{
    const struct report_layer *zones = cells_layer(report, "municipalities");
    return zones && zones->row_count > ZONES_MANY ? MAP_AREA_WIDTH : MAP_COUNTY_WIDTH;
}

void map_trace_land(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *zones = cells_layer(sheet->report, "municipalities");
    cairo_new_path(sheet->cairo);
    for (uint32_t row = 0; row < zones->row_count; row++)
        add_area(sheet, frame, zones, row);
}

static void draw_counties(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct areas *counties = sheet->report->counties;
    struct report_layer layer = {.areas = counties, .row_count = counties ? counties->count : 0};
    draw_borders(sheet, frame, &layer, map_county_width(sheet->report));
}

#define SPOTS_MANY 300u /* from here on outlines are thin */

/* All in one: they do not overlap, and a drawing of thousands stays small. */
static void trace_spots(const struct sheet *sheet, const struct map_frame *frame,
                        const struct report_layer *spots)
{
    cairo_new_path(sheet->cairo);
    for (uint32_t row = 0; row < spots->row_count; row++)
        add_area(sheet, frame, spots, row);
}

static void draw_spots(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *spots = cells_layer(sheet->report, "white_spots");
    if (!spots || !spots->row_count)
        return;
    trace_spots(sheet, frame, spots);
    hatch_path(sheet, SPOT_HATCH);
    trace_spots(sheet, frame, spots);
    sheet_colour(sheet, LABELS_WHITE_SPOT, 1);
    cairo_set_line_width(sheet->cairo, spots->row_count > SPOTS_MANY ? 0.3 : 0.6);
    cairo_stroke(sheet->cairo);
}

/* ---- names ---------------------------------------------------------------------- */

static struct box dot_box(const struct map_frame *frame, const struct ws_points *points,
                          uint32_t row)
{
    struct point at = map_place(frame, points->x_m[row], points->y_m[row]);
    return (struct box){at.x_m - 3.0, at.y_m - 3.0, at.x_m + 3.0, at.y_m + 3.0};
}

/* Free of names, and of offices too when `strict`. */
static bool has_room(const struct sheet *sheet, const struct map_frame *frame,
                     const struct names_taken *taken, struct box box, bool is_strict)
{
    const struct report_layer *offices = cells_layer(sheet->report, "offices");
    if (!names_is_free(taken, box))
        return false;
    for (uint32_t row = 0; is_strict && offices && offices->points && row < offices->row_count;
         row++) {
        struct box dot = dot_box(frame, offices->points, row);
        if (box_meets(&dot, &box))
            return false;
    }
    return true;
}

/* The roomiest place that is free; the name stays away where there is none. */
static void draw_name(const struct sheet *sheet, const struct map_frame *frame,
                      const struct report_layer *zones, uint32_t row, struct names_taken *taken)
{
    struct name_place places[NAMES_TRIED];
    const char *name = cells_text(zones, "name", row);
    struct sheet_text how = {.size = 7.5, .is_haloed = true, .is_centred = true};
    double width = sheet_width(sheet, &how, name), height = sheet_height(sheet, &how, name);
    uint32_t count = names_places(places, zones->areas, zones->area ? zones->area[row] : row);
    for (uint32_t i = 0; i < 2 * count; i++) {
        const struct name_place *place = &places[i % count];
        struct point at = map_place(frame, place->middle.x_m, place->middle.y_m);
        double x = at.x_m, y = at.y_m;
        struct box box = {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
        if (place->room_m / frame->m_per_point < width + 2.0 ||
            !has_room(sheet, frame, taken, box, i < count))
            continue;
        how.x = x;
        how.y = box.min_y_m;
        sheet_write(sheet, &how, name);
        names_take(taken, box);
        return;
    }
}

static void draw_names(const struct sheet *sheet, const struct map_frame *frame,
                       const struct report_layer *zones)
{
    struct names_taken taken = {0};
    map_signs_take(&taken, sheet->report, frame);
    for (uint32_t row = 0; row < zones->row_count; row++)
        draw_name(sheet, frame, zones, row, &taken);
    names_release(&taken);
}

void map_draw(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *zones = cells_layer(sheet->report, "municipalities");
    cairo_save(sheet->cairo);
    cairo_rectangle(sheet->cairo, frame->x, frame->y, frame->width, frame->height);
    cairo_set_source_rgb(sheet->cairo, 0.933, 0.945, 0.953);
    cairo_fill_preserve(sheet->cairo);
    cairo_clip(sheet->cairo);
    cairo_set_fill_rule(sheet->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(sheet->cairo, CAIRO_LINE_JOIN_ROUND);
    draw_zones(sheet, frame, zones);
    draw_spots(sheet, frame);
    draw_borders(sheet, frame, zones, MAP_ZONE_WIDTH);
    draw_borders(sheet, frame, cells_supplier_areas(sheet->report), MAP_AREA_WIDTH);
    draw_counties(sheet, frame);
    map_signs_draw(sheet, frame);
    draw_names(sheet, frame, zones);
    cairo_restore(sheet->cairo);
}
