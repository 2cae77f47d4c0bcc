/* Zones: by the choice of their median resident, by their share, or as borders alone.
 * Three weights of borders: municipalities thin, supplier areas wider, counties widest
 * and in a colour of their own. */
#include "io/styles.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MUNICIPALITY_MM "0.2"
#define AREA_MM "0.6"
#define COUNTY_MM "0.9"

static const char *border_mm(const struct layer *layer)
{
    if (!strcmp(layer->name, "supplier_areas"))
        return AREA_MM;
    return strcmp(layer->name, "counties") ? MUNICIPALITY_MM : COUNTY_MM;
}

/* The name in each zone, not on maps of the whole country. */
static void add_names(struct style *style, const struct layer *layer)
{
    bool is_area = !strcmp(layer->name, "supplier_areas");
    const struct style_label label = {.expression = "\"name\"",
                                      .priority = is_area ? "6" : "4",
                                      .scale = "1250000",
                                      .size_pt = is_area ? "10.5" : "8.5",
                                      .colour = {45, 45, 45, 255},
                                      .is_inside = true};
    if (styles_column(layer, "name", COLUMN_TEXT))
        styles_set_label(style, &label);
}

/* ---- shares --------------------------------------------------------------------- */

/* One hue, darker with the share. What is unknown has a warmer grey than any
 * of them. */
static const struct {
    const char *filter, *title[LANG_COUNT];
    struct style_colour fill;
} SHARES[] = {
    {"\"share\" < 0.5", {"Less than 50 %", "Mindre än 50 %"}, {230, 235, 242, 255}},
    {"\"share\" >= 0.5 AND \"share\" < 0.7", {"50 - 70 %", "50–70 %"}, {209, 218, 230, 255}},
    {"\"share\" >= 0.7 AND \"share\" < 0.85", {"70 - 85 %", "70–85 %"}, {183, 198, 216, 255}},
    {"\"share\" >= 0.85 AND \"share\" < 0.95", {"85 - 95 %", "85–95 %"}, {153, 174, 200, 255}},
    {"\"share\" >= 0.95", {"95 - 100 %", "95–100 %"}, {120, 148, 182, 255}},
    {"\"share\" IS NULL",
     {"No people, no share", "Inga personer, ingen andel"},
     {214, 205, 190, 255}},
};

void styles_add_shares(struct style *style, const struct layer *layer)
{
    if (!styles_column(layer, "share", COLUMN_REAL))
        return;
    for (size_t i = 0; i < COUNT(SHARES); i++) {
        struct style_sign sign = {.fill = SHARES[i].fill,
                                  .line = styles_colour(LABELS_BORDER),
                                  .line_mm = border_mm(layer)};
        styles_add_rule(style, SHARES[i].filter, SHARES[i].title[style->lang], &sign);
    }
    add_names(style, layer);
}

/* ---- choice --------------------------------------------------------------------- */

/* Hatches over the class, each by its own slope. */
static void add_flags(struct style *style)
{
    static const struct {
        const char *word, *filter, *angle;
    } FLAGS[] = {
        {"remote_only", "\"flags\" LIKE '%remote_only%'", "45"},
        {"neighbour_only", "\"flags\" LIKE '%neighbour_only%'", "135"},
        {"closed_to_new", "\"flags\" LIKE '%closed_to_new%'", "0"},
        {"ending", "\"flags\" LIKE '%ending%'", "90"},
    };
    for (size_t i = 0; i < COUNT(FLAGS); i++) {
        const struct style_sign sign = {.line = {30, 30, 30, 255},
                                        .line_mm = "0.3",
                                        .hatch_mm = "2.6",
                                        .edge_mm = "0.7",
                                        .angle = FLAGS[i].angle,
                                        .is_hatch_alone = true,
                                        .level = 1};
        styles_add_rule(style, FLAGS[i].filter, labels_word(FLAGS[i].word, style->lang), &sign);
    }
}

static void put_classes(struct style *style, const struct layer *layer)
{
    static const char *const CLASSES[] = {"none", "one", "two", "few", "many"};
    for (int i = 0; i <= (int)COUNT(CLASSES); i++) {
        bool is_known = i < (int)COUNT(CLASSES);
        const char *word = is_known ? CLASSES[i] : "no_data";
        char filter[40] = "\"class\" IS NULL";
        struct style_sign sign = {.fill = styles_colour(labels_class_colour(is_known ? i : -1)),
                                  .line = styles_colour(LABELS_BORDER),
                                  .line_mm = border_mm(layer)};
        if (is_known)
            snprintf(filter, sizeof filter, "\"class\" = '%s'", word);
        styles_add_rule(style, filter, labels_word(word, style->lang), &sign);
    }
}

/* By the choice of the median resident; a zone without a class has a grey of its own. */
void styles_add_classes(struct style *style, const struct layer *layer)
{
    if (!styles_column(layer, "class", COLUMN_TEXT)) {
        styles_add_shares(style, layer);
        return;
    }
    put_classes(style, layer);
    if (styles_column(layer, "flags", COLUMN_TEXT))
        add_flags(style);
    add_names(style, layer);
}

/* Days with what is valid, and, when asked for, with what takes people. */
void styles_add_periods(struct style *style, const struct layer *layer)
{
    static const char *const SUPPLIES[] = {"nominal", "effective"};
    if (!styles_column(layer, "class", COLUMN_TEXT) || !styles_column(layer, "supply", COLUMN_TEXT))
        return;
    for (size_t i = 0; i < COUNT(SUPPLIES); i++) {
        char filter[40];
        snprintf(filter, sizeof filter, "\"supply\" = '%s'", SUPPLIES[i]);
        styles_begin_group(style, filter, labels_word(SUPPLIES[i], style->lang), i > 0);
        put_classes(style, layer);
        styles_end_group(style);
    }
    add_names(style, layer);
}

/* ---- counties --------------------------------------------------------------------- */

/* Borders over everything, and the name on maps of the whole country, where those of the
 * municipalities have no room. */
void styles_add_counties(struct style *style, const struct layer *layer)
{
    static const struct style_sign sign = {.line = {60, 45, 80, 255}, .line_mm = COUNTY_MM};
    static const struct style_label label = {.expression = "coalesce(\"name\", \"code\")",
                                             .from_scale = "1250000",
                                             .size_pt = "9",
                                             .colour = {60, 45, 80, 255},
                                             .is_inside = true};
    styles_add_rule(style, "", labels_word("counties", style->lang), &sign);
    if (styles_column(layer, "name", COLUMN_TEXT) && styles_column(layer, "code", COLUMN_TEXT))
        styles_set_label(style, &label);
}
