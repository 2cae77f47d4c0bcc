#include "report/cells.h"

#include "base/figures.h"

#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct report_layer *cells_layer(const struct report *report, const char *name)
{
    for (uint32_t i = 0; i < report->layer_count; i++)
        if (!strcmp(report->layers[i].name, name))
            return &report->layers[i];
    return NULL;
}

const struct report_layer *cells_supplier_areas(const struct report *report)
{
    const struct report_layer *layer = cells_layer(report, "supplier_areas");
    return layer && layer->areas ? layer : NULL;
}

const struct column *cells_column(const struct report_layer *layer, const char *name)
{
    for (uint32_t i = 0; i < layer->column_count; i++)
        if (!strcmp(layer->columns[i].name, name))
            return &layer->columns[i];
    return NULL;
}

bool cells_value(double *value, const struct column *column, uint32_t row)
{
    *value = (double)NAN;
    if (column->type == COLUMN_TEXT)
        return column->text[row] && column->text[row][0];
    if (column->type == COLUMN_WHOLE) {
        if (column->whole[row] == COLUMN_WHOLE_NULL)
            return false;
        *value = (double)column->whole[row];
        return true;
    }
    *value = column->real[row];
    return isfinite(*value);
}

static enum label_kind kind_of(const char *layer, const struct column *column)
{
    char title[LABELS_TITLE];
    enum label_kind kind = LABEL_TEXT;
    return labels_title(title, &kind, layer, column->name, LANG_EN) ? kind : LABEL_TEXT;
}

/* Which way a bound is rounded: -1 down, 1 up. */
static int way_of(const struct column *column)
{
    size_t length = strlen(column->name);
    bool is_low = length >= 3 && !strcmp(column->name + length - 3, "low");
    bool is_high = length >= 4 && !strcmp(column->name + length - 4, "high");
    return is_high - is_low;
}

/* "ending, at_risk": word by word. */
static void put_machine_words(struct text *out, enum lang lang, const char *column,
                              const char *text)
{
    char word[64];
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)(size < 63 ? size : 63), at);
        text_put(out, labels_word_of(column, word, lang));
        at += size;
        if (*at == ',') {
            text_put(out, ", ");
            at += strspn(at, ", ");
        }
    }
}

void cells_share(struct text *out, enum lang lang, double value, int way)
{
    char number[WORDS_NUMBER];
    double tenths = value * 1000.0;
    tenths = way < 0 ? floor(tenths + 1e-9) : way > 0 ? ceil(tenths - 1e-9) : floor(tenths + 0.5);
    bool is_almost = !way && value < 1.0 && tenths >= 1000.0;
    bool is_hardly = !way && value > 0.0 && tenths < 1.0;
    text_put(out, is_almost ? ">\xc2\xa0" : is_hardly ? "<\xc2\xa0" : "");
    tenths = is_almost ? 999.0 : is_hardly ? 1.0 : tenths;
    text_put(out, words_fixed(number, lang, tenths / 10.0, 1));
    text_put(out, "\xc2\xa0%");
}

static void put_number(struct text *out, const struct report *report, enum label_kind kind,
                       double value, int way)
{
    char number[WORDS_NUMBER];
    const char *unit = "";
    if (kind == LABEL_SHARE) {
        cells_share(out, report->lang, value, way);
        return;
    } else if (kind == LABEL_PEOPLE || kind == LABEL_SEK || kind == LABEL_COUNT) {
        words_real(number, report->lang, value, 0);
    } else if (kind == LABEL_MEAN) {
        words_fixed(number, report->lang, value, 1);
    } else if (kind == LABEL_METRES || (kind == LABEL_COST && !report->is_time)) {
        bool is_km = value >= 1000.0;
        words_fixed(number, report->lang, is_km ? value / 1000.0 : value, is_km);
        unit = is_km ? "\xc2\xa0km" : "\xc2\xa0m";
    } else if (kind == LABEL_COST) {
        words_fixed(number, report->lang, value / 60.0, 1);
        unit = "\xc2\xa0min";
    } else if (kind == LABEL_KM2) {
        words_fixed(number, report->lang, value, figures_km2_decimals(value * 1e6));
    } else if (kind == LABEL_RATE) {
        words_real(number, report->lang, value, 2);
    } else {
        words_real(number, report->lang, value, 4);
    }
    text_put(out, number);
    text_put(out, unit);
}

/* What the row's figure is of: a share for M1 to M6, also as "1-M5"; a claim that no measure
 * was found for is a share when its wording says so. */
static enum label_kind measure_kind(const struct report *report, const char *layer, uint32_t row)
{
    const struct report_layer *table = cells_layer(report, layer);
    const char *metric = cells_text(table, "metric", row);
    metric += !strncmp(metric, "1-", 2) ? 2 : 0;
    bool is_metric = metric[0] == 'M' && metric[1] >= '1' && metric[1] <= '6' && !metric[2];
    bool is_worded = !metric[0] && strchr(cells_text(table, "wording", row), '%');
    return is_metric || is_worded ? LABEL_SHARE : LABEL_RATE;
}

/* "9 municipalities". */
static void put_counted(struct text *out, const struct report *report, const char *layer,
                        uint32_t row, double value)
{
    const struct report_layer *table = cells_layer(report, layer);
    bool is_places = !strcmp(cells_text(table, "metric", row), "M5");
    char number[WORDS_NUMBER];
    const char *const args[] = {words_real(number, report->lang, value, 0)};
    words_put(out, report->lang, is_places ? W_OF_MUNICIPALITIES : W_OF_PEOPLE, args, 1);
}

static const char *weight_shown(const struct report *report, const char *name)
{
    for (uint32_t w = 0; w < report->weight_count; w++)
        if (!strcmp(report->weight_names[w], name))
            return report->weight_labels[w][0] ? report->weight_labels[w] : name;
    return name;
}

static void put_words(struct text *out, const struct report *report, enum label_kind kind,
                      const struct column *column, uint32_t row)
{
    char limit[FIGURE];
    const char *text = column->text[row];
    if (kind == LABEL_WORD || kind == LABEL_FLAG)
        put_machine_words(out, report->lang, column->name, text);
    else if (kind == LABEL_LIMIT)
        text_put(out, figures_limit(limit, text, report->lang));
    else if (kind == LABEL_WEIGHT)
        text_put(out, weight_shown(report, text));
    else if (kind == LABEL_ROLE)
        text_put(out, cells_role(report, text));
    else
        text_put(out, text);
}

/* A sentence of ours that has no Swedish: whoever reads it is told. */
static void put_english(struct text *out, const char *text)
{
    text_put(out, text);
    words_put(out, LANG_SV, W_IN_ENGLISH, NULL, 0);
}

bool cells_put(struct text *out, const struct report *report, const char *layer,
               const struct column *column, uint32_t row)
{
    double value;
    enum label_kind kind = kind_of(layer, column);
    if (!cells_value(&value, column, row)) {
        text_put(out, words_plain(report->lang, W_UNKNOWN));
        return false;
    }
    if (kind == LABEL_FLAG && column->type == COLUMN_WHOLE)
        text_put(out, words_plain(report->lang, value != 0.0 ? W_YES : W_NO));
    else if (column->type != COLUMN_TEXT && kind == LABEL_COUNTED)
        put_counted(out, report, layer, row, value);
    else if (column->type != COLUMN_TEXT)
        put_number(out, report, kind == LABEL_MEASURE ? measure_kind(report, layer, row) : kind,
                   value, way_of(column));
    else if (report->lang == LANG_SV && column->swedish && column->swedish[row])
        text_put(out, column->swedish[row]);
    else if (report->lang == LANG_SV && column->swedish)
        put_english(out, column->text[row]);
    else
        put_words(out, report, kind, column, row);
    return true;
}

/* The same rule as in the style of the layer (io/styles.c). */
bool cells_is_idle(const struct report_layer *offices, uint32_t row)
{
    double snapped = 1.0;
    const struct column *on_road = cells_column(offices, "snapped");
    const char *state = cells_text(offices, "state", row);
    bool is_far = on_road && cells_value(&snapped, on_road, row) && snapped == 0.0;
    return is_far || !strcmp(state, "closed_to_new") || !strcmp(state, "approved_not_receiving");
}

bool cells_has_idle(const struct report *report)
{
    const struct report_layer *offices = cells_layer(report, "offices");
    for (uint32_t row = 0; offices && row < offices->row_count; row++)
        if (cells_is_idle(offices, row))
            return true;
    return false;
}

bool cells_has_new(const struct report *report)
{
    const struct report_layer *sites = cells_layer(report, "sites");
    return sites && sites->points && sites->row_count;
}

bool cells_has_plans(const struct report *report)
{
    const struct report_layer *plans = cells_layer(report, "scenario_offices");
    return plans && plans->points && plans->row_count;
}

struct box cells_box(const struct report_layer *layer)
{
    struct box box = box_empty();
    for (uint32_t row = 0; row < layer->row_count; row++) {
        struct box next = areas_box(layer->areas, layer->area ? layer->area[row] : row);
        box_add(&box, next.min_x_m, next.min_y_m);
        box_add(&box, next.max_x_m, next.max_y_m);
    }
    return box;
}

const char *cells_text(const struct report_layer *layer, const char *name, uint32_t row)
{
    const struct column *column = layer ? cells_column(layer, name) : NULL;
    const char *text = column && column->type == COLUMN_TEXT ? column->text[row] : NULL;
    return text ? text : "";
}

void cells_title(struct text *out, const struct report *report, const char *layer,
                 const struct column *of)
{
    char title[LABELS_TITLE];
    enum label_kind kind;
    bool has_label = labels_title(title, &kind, layer, of->name, report->lang);
    text_put(out, has_label ? title : of->name);
}

const char *cells_main_limit(const struct report *report)
{
    return report->cutoff_shown[report->main_cutoff];
}

const char *cells_role(const struct report *report, const char *role)
{
    static const struct {
        const char *role, *swedish;
    } ROLES[] = {{"roads", "Vägar"},           {"control", "Kontrollsummor"},
                 {"commuting", "Pendling"},    {"unemployed", "Arbetslösa"},
                 {"referrals", "Anvisningar"}, {"supplier-areas", "Leveransområden"},
                 {"contracts", "Avtal"},       {"policy", "Regler"},
                 {"candidates", "Kandidater"}, {"scenario", "Scenario"}};
    for (size_t i = 0; report->lang == LANG_SV && i < sizeof ROLES / sizeof *ROLES; i++)
        if (!strcmp(role, ROLES[i].role))
            return ROLES[i].swedish;
    return report->lang == LANG_SV ? labels_layer(role, LANG_SV) : role;
}

const char *cells_crs(const struct report *report)
{
    return !strcmp(report->crs, "EPSG:3006") ? "SWEREF 99 TM (EPSG:3006)" : report->crs;
}
