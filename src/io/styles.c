/* What QGIS shows when a result is opened: each layer's legend, from its columns
 * and, where the user's limits decide, from its rows. The layers may lie on top
 * of each other: shares are blue and filled, catchments green and thin enough to
 * see through, white spots red and hatched, so that neither hue nor strength
 * alone has to tell them apart. */
#include "io/styles.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A rule that is the same in every run. */
struct fixed_rule {
    const char *filter, *title[LANG_COUNT];
    struct style_colour fill;
};

struct style_colour styles_colour(struct label_colour colour)
{
    return (struct style_colour){colour.red, colour.green, colour.blue, 255};
}

/* ---- white spots, offices, population -------------------------------------------- */

static void add_white_spots(struct style *style, const struct layer *layer)
{
    static const struct style_sign sign = {.fill = {214, 30, 40, 18},
                                           .line = {190, 15, 30, 255},
                                           .line_mm = "0.3",
                                           .hatch_mm = "2.2",
                                           .edge_mm = "0.6"};
    bool has_people = styles_column(layer, "people", COLUMN_REAL) != NULL;
    static const char *const NUMBERED[] = {"White spot, number of people",
                                           "Vit fläck, antal personer"};
    styles_add_rule(style, "",
                    has_people ? NUMBERED[style->lang] : labels_word("none", style->lang), &sign);
    if (!has_people)
        return;
    /* On a map of the country only the large ones are numbered, in a town each. */
    char expression[200];
    snprintf(expression, sizeof expression,
             "CASE WHEN \"people\" >= max(1, coalesce(@map_scale, 0) / 10000) "
             "THEN format_number(\"people\", 0, '%s') END",
             style->lang == LANG_SV ? "sv" : "en");
    const struct style_label label = {.expression = expression,
                                      .priority = "min(10, 2 * log10(\"people\" + 1))",
                                      .size_pt = "8",
                                      .colour = {120, 0, 20, 255}};
    styles_set_label(style, &label);
}

/* The same rule as on pages (report/cells.c); a column without a value decides nothing. */
#define IDLE                                                                                       \
    "coalesce(\"snapped\" = 0, false) OR "                                                         \
    "coalesce(\"state\" IN ('closed_to_new', 'approved_not_receiving'), false)"

static void add_offices(struct style *style, const struct layer *layer)
{
    static const struct style_sign sign = {
        .fill = {25, 25, 25, 255}, .line = {255, 255, 255, 255}, .line_mm = "0.3", .level = 1};
    const struct style_sign hollow = {
        .fill = {255, 255, 255, 255}, .line = styles_colour(LABELS_IDLE), .line_mm = "0.4"};
    bool has_states = styles_column(layer, "snapped", COLUMN_WHOLE) != NULL &&
                      styles_column(layer, "state", COLUMN_TEXT) != NULL;
    if (has_states)
        styles_add_rule(style, IDLE, labels_word("idle_office", style->lang), &hollow);
    styles_add_rule(style, has_states ? "ELSE" : "", labels_word("office", style->lang), &sign);
    styles_set_obstacle(style);
}

/* What a lot is, by what its value allows; its number stands in it. */
static const struct fixed_rule LOTS[] = {
    {"\"below\" = 1", {"Below the volume", "Under volymen"}, {222, 170, 120, 170}},
    {"coalesce(\"below\", 0) = 0 AND \"route\" = 'LOU'",
     {"Tender (LOU)", "Upphandling (LOU)"},
     {126, 140, 190, 170}},
    {"coalesce(\"below\", 0) = 0 AND \"route\" = 'DIRECT_AWARD'",
     {"Direct award", "Direktupphandling"},
     {150, 190, 175, 170}},
    {"coalesce(\"below\", 0) = 0 AND \"route\" IS NULL",
     {"Value not known", "Värdet är okänt"},
     {190, 186, 178, 170}},
};

static void add_lots(struct style *style, const struct layer *layer)
{
    if (!styles_column(layer, "below", COLUMN_WHOLE) || !styles_column(layer, "route", COLUMN_TEXT))
        return;
    for (size_t i = 0; i < COUNT(LOTS); i++) {
        struct style_sign sign = {
            .fill = LOTS[i].fill, .line = {60, 50, 70, 255}, .line_mm = "0.6"};
        styles_add_rule(style, LOTS[i].filter, LOTS[i].title[style->lang], &sign);
    }
    static const struct style_label label = {
        .expression = "\"lot\"", .size_pt = "9", .colour = {60, 50, 70, 255}};
    styles_set_label(style, &label);
}

/* Thin enough to see through: the more contracts an area has, the darker it is. */
static void add_contracts(struct style *style, const struct layer *layer)
{
    static const struct style_sign sign = {
        .fill = {110, 70, 150, 60}, .line = {75, 45, 110, 255}, .line_mm = "0.4"};
    if (styles_column(layer, "provider", COLUMN_TEXT))
        styles_add_rule(style, "", labels_layer("contracts", style->lang), &sign);
}

/* New offices by rank, larger and in a colour of their own. */
static void add_sites(struct style *style, const struct layer *layer)
{
    const struct style_sign sign = {.fill = styles_colour(LABELS_NEW),
                                    .line = {25, 25, 25, 255},
                                    .line_mm = "0.4",
                                    .shape = "diamond",
                                    .size_mm = "4.2",
                                    .level = 2};
    styles_add_rule(style, "", labels_word("new_office", style->lang), &sign);
    static const struct style_label label = {
        .expression = "\"rank\"", .priority = "10", .size_pt = "9", .colour = {25, 25, 25, 255}};
    if (styles_column(layer, "rank", COLUMN_WHOLE))
        styles_set_label(style, &label);
}

static void add_plans(struct style *style, const struct layer *layer)
{
    static const struct style_sign sign = {.fill = {255, 255, 255, 255},
                                           .line = {25, 25, 25, 255},
                                           .line_mm = "0.4",
                                           .shape = "diamond",
                                           .size_mm = "3.6",
                                           .level = 2};
    if (styles_column(layer, "scenario", COLUMN_TEXT))
        styles_add_rule(style, "", labels_word("scenario_office", style->lang), &sign);
}

static const struct fixed_rule STATES[] = {
    {"\"state\" = 'covered'", {"Covered", "Täckt"}, {148, 190, 165, 150}},
    {"\"state\" = 'partly'", {"Partly covered", "Delvis täckt"}, {226, 212, 150, 150}},
    {"\"state\" = 'uncovered'", {"Beyond the limit", "Bortom gränsen"}, {205, 140, 110, 150}},
    {"\"state\" = 'no_fixed_link'",
     {"No fixed link", "Utan fast förbindelse"},
     {160, 140, 190, 150}},
    {"\"state\" = 'off_network'",
     {"Too far from a road", "För långt från väg"},
     {120, 120, 120, 150}},
    {"\"state\" = 'outside'",
     {"Outside the municipalities", "Utanför kommunerna"},
     {205, 205, 205, 150}},
};

static void add_population(struct style *style, const struct layer *layer)
{
    if (!styles_column(layer, "state", COLUMN_TEXT))
        return;
    for (size_t i = 0; i < COUNT(STATES); i++) {
        struct style_sign sign = {
            .fill = STATES[i].fill, .line = {255, 255, 255, 150}, .line_mm = "0.1"};
        styles_add_rule(style, STATES[i].filter, STATES[i].title[style->lang], &sign);
    }
}

/* By the part of the road where people live that is within the main limit. */
static const struct fixed_rule PARTS[] = {
    {"\"frac\" = 0", {"0 %", "0 %"}, {230, 235, 242, 255}},
    {"\"frac\" > 0 AND \"frac\" < 0.5", {"Less than 50 %", "Mindre än 50 %"}, {198, 209, 224, 255}},
    {"\"frac\" >= 0.5 AND \"frac\" < 1", {"50 - 100 %", "50–100 %"}, {158, 178, 203, 255}},
    {"\"frac\" >= 1", {"100 %", "100 %"}, {104, 134, 171, 255}},
    {"\"frac\" IS NULL", {"No data", "Uppgift saknas"}, {214, 205, 190, 255}},
};

static void add_parts(struct style *style, const struct layer *layer)
{
    if (!styles_column(layer, "frac", COLUMN_REAL))
        return;
    for (size_t i = 0; i < COUNT(PARTS); i++) {
        struct style_sign sign = {
            .fill = PARTS[i].fill, .line = {255, 255, 255, 150}, .line_mm = "0.1"};
        styles_add_rule(style, PARTS[i].filter, PARTS[i].title[style->lang], &sign);
    }
}

/* ---- limits --------------------------------------------------------------------- */

/* Rows that are the first with their value: the values in the order of rows. */
struct firsts {
    uint32_t *rows, count;
    size_t cap;
};

static bool has_value(const struct column *column, uint32_t row)
{
    return column->type == COLUMN_TEXT ? column->text[row] != NULL
                                       : column->whole[row] != COLUMN_WHOLE_NULL;
}

static bool is_equal(const struct column *column, uint32_t a, uint32_t b)
{
    return column->type == COLUMN_TEXT ? !strcmp(column->text[a], column->text[b])
                                       : column->whole[a] == column->whole[b];
}

/* False: no memory. */
static bool find_firsts(struct firsts *out, const struct column *column, uint32_t row_count)
{
    for (uint32_t row = 0; row < row_count; row++) {
        bool is_new = has_value(column, row);
        for (uint32_t i = 0; is_new && i < out->count; i++)
            is_new = !is_equal(column, out->rows[i], row);
        if (!is_new)
            continue;
        if (mem_grow(&out->rows, &out->cap, (size_t)out->count + 1, sizeof *out->rows))
            return false;
        out->rows[out->count++] = row;
    }
    return true;
}

/* Dark for the first of count, then lighter. */
static struct style_colour shade(uint32_t at, uint32_t count, uint8_t alpha)
{
    static const int dark[] = {0, 84, 50}, light[] = {120, 190, 130};
    int steps = count > 1 ? (int)count - 1 : 1, colour[3];
    for (size_t i = 0; i < 3; i++)
        colour[i] = dark[i] + (light[i] - dark[i]) * (int)at / steps;
    return (struct style_colour){(uint8_t)colour[0], (uint8_t)colour[1], (uint8_t)colour[2], alpha};
}

/* One rule per limit, the first on top. */
static void add_limits(struct style *style, const struct layer *layer, const struct column *limit,
                       const struct firsts *limits)
{
    bool is_filled = !strcmp(layer->name, "catchments");
    for (uint32_t i = 0; i < limits->count; i++) {
        struct style_text filter = {0}, title = {0};
        struct style_sign sign = {.fill = shade(i, limits->count, is_filled ? 55 : 0),
                                  .line = shade(i, limits->count, 255),
                                  .line_mm = is_filled ? "0.4" : "0.2",
                                  .level = limits->count - 1 - i};
        styles_put(&filter, "\"limit\" = ");
        styles_put_quoted(&filter, limit->text[limits->rows[i]]);
        styles_put(&title, style->lang == LANG_SV ? "Inom " : "Within ");
        styles_put(&title, limit->text[limits->rows[i]]);
        if (filter.has_failed || title.has_failed)
            style->rules.has_failed = true;
        else
            styles_add_rule(style, filter.text, title.text, &sign);
        mem_free(filter.text);
        mem_free(title.text);
    }
}

/* One group per k; only one provider, or the smallest k, is shown at first. */
static void add_choices(struct style *style, const struct layer *layer, const struct column *limit,
                        const struct column *k, const struct firsts *limits)
{
    struct firsts choices = {0};
    if (!find_firsts(&choices, k, layer->row_count))
        style->rules.has_failed = true;
    int64_t smallest = choices.count ? k->whole[choices.rows[0]] : 0;
    for (uint32_t i = 0; i < choices.count; i++)
        if (k->whole[choices.rows[i]] < smallest)
            smallest = k->whole[choices.rows[i]];
    for (uint32_t i = 0; i < choices.count; i++) {
        char filter[40], title[56];
        int64_t value = k->whole[choices.rows[i]];
        snprintf(filter, sizeof filter, "\"k\" = %" PRId64, value);
        if (style->lang == LANG_SV)
            snprintf(title, sizeof title, "Minst %" PRId64 " leverantör%s", value,
                     value == 1 ? "" : "er");
        else
            snprintf(title, sizeof title, "At least %" PRId64 " provider%s", value,
                     value == 1 ? "" : "s");
        styles_begin_group(style, filter, title, value != smallest);
        add_limits(style, layer, limit, limits);
        styles_end_group(style);
    }
    mem_free(choices.rows);
}

static void add_reach(struct style *style, const struct layer *layer)
{
    const struct column *limit = styles_column(layer, "limit", COLUMN_TEXT);
    const struct column *k = styles_column(layer, "k", COLUMN_WHOLE);
    struct firsts limits = {0};
    if (!limit)
        return;
    if (!find_firsts(&limits, limit, layer->row_count))
        style->rules.has_failed = true;
    else if (k)
        add_choices(style, layer, limit, k, &limits);
    else
        add_limits(style, layer, limit, &limits);
    mem_free(limits.rows);
}

/* ---- the table -------------------------------------------------------------------- */

/* QGIS keeps 30 characters of a title. */
static const struct legend {
    const char *layer;
    enum style_view view;
    const char *title[LANG_COUNT];
    void (*add)(struct style *style, const struct layer *layer);
} LEGENDS[] = {
    {"municipalities",
     STYLE_DEFAULT,
     {"Providers to choose from", "Antal leverantörer"},
     styles_add_classes},
    {"municipalities", STYLE_SHARE, {"Share covered", "Andel täckta"}, styles_add_shares},
    {"supplier_areas",
     STYLE_DEFAULT,
     {"Providers to choose from", "Antal leverantörer"},
     styles_add_classes},
    {"supplier_areas", STYLE_SHARE, {"Share covered", "Andel täckta"}, styles_add_shares},
    {"counties", STYLE_DEFAULT, {"County borders", "Länsgränser"}, styles_add_counties},
    {"counties", STYLE_SHARE, {"Share covered", "Andel täckta"}, styles_add_shares},
    {"periods",
     STYLE_DEFAULT,
     {"Choice from day to day", "Valmöjlighet från dag till dag"},
     styles_add_periods},
    {"white_spots", STYLE_DEFAULT, {"White spots", "Vita fläckar"}, add_white_spots},
    {"lots", STYLE_DEFAULT, {"Tender lots", "Anbudsområden"}, add_lots},
    {"contracts", STYLE_DEFAULT, {"Contracts by day", "Avtal dag för dag"}, add_contracts},
    {"offices", STYLE_DEFAULT, {"Offices", "Kontor"}, add_offices},
    {"sites", STYLE_DEFAULT, {"New offices", "Nya kontor"}, add_sites},
    {"scenario_offices", STYLE_DEFAULT, {"Offices of scenarios", "Kontor i scenarier"}, add_plans},
    {"population", STYLE_DEFAULT, {"People by state", "Människor efter läge"}, add_population},
    {"population", STYLE_SHARE, {"Part within the limit", "Del inom gränsen"}, add_parts},
    {"reached_roads",
     STYLE_DEFAULT,
     {"Roads within the limits", "Vägar inom gränserna"},
     add_reach},
    {"catchments", STYLE_DEFAULT, {"Land within the limits", "Mark inom gränserna"}, add_reach},
    {"office_catchments", STYLE_DEFAULT, {"Land of each office", "Mark per kontor"}, add_reach},
};

static const struct legend *find_legend(const char *layer, enum style_view view)
{
    for (size_t i = 0; i < COUNT(LEGENDS); i++)
        if (LEGENDS[i].view == view && !strcmp(LEGENDS[i].layer, layer))
            return &LEGENDS[i];
    return NULL;
}

const char *styles_title(const char *layer, enum style_view view, enum lang lang)
{
    const struct legend *legend = find_legend(layer, view);
    return legend ? legend->title[lang] : "";
}

struct style_plan styles_plan(const struct writer *writer, enum write_kind kind)
{
    return (struct style_plan){
        .lang = writer->plan->lang, .kind = kind, .is_time = writer->plan->is_time};
}

enum ws_status styles_qml(char **out, const struct layer *layer, enum style_view view,
                          const struct style_plan *plan, struct ws_error *err)
{
    assert(out && layer && plan);
    struct style style = {
        .layer = layer, .plan = plan, .geometry = layer->geometry, .lang = plan->lang};
    const struct legend *legend = find_legend(layer->name, view);
    bool is_table = layer->geometry == LAYER_TABLE;
    if (legend && !is_table)
        legend->add(&style, layer);
    if (style.sign_count || (is_table && view == STYLE_DEFAULT))
        styles_set_fields(&style);
    enum ws_status st = styles_finish(out, &style, err);
    if (st)
        error_prefix(err, "%s", layer->name);
    return st;
}
