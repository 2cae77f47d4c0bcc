/* Columns for people: their names, what is told of a place that is pointed at, and the
 * days that rows hold. A column goes by the name it is written with, which a Shapefile
 * cuts; a label by the name that the engine gave it. */
#include "io/styles.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MAX_TOLD 10u  /* rows of a tip */
#define MAX_WORDS 60u /* machine words of a column that are told in full */

const struct column *styles_column(const struct layer *layer, const char *name,
                                   enum column_type type)
{
    for (uint32_t i = 0; i < layer->column_count; i++)
        if (layer->columns[i].type == type && !strcmp(layer->columns[i].name, name))
            return &layer->columns[i];
    return NULL;
}

/* ---- machine words ---------------------------------------------------------------- */

/* Distinct words of a column, in the order of rows. */
struct words {
    const char **words;
    uint32_t count;
    size_t cap;
};

static bool has_word(const struct words *words, const char *text, size_t size)
{
    for (uint32_t i = 0; i < words->count; i++)
        if (!strncmp(words->words[i], text, size) && strcspn(words->words[i], ",") == size)
            return true;
    return false;
}

/* The words of a column, which stand apart by ", ". False: no memory. */
static bool find_words(struct words *out, const struct layer *layer, const struct column *column)
{
    for (uint32_t row = 0; row < layer->row_count; row++)
        for (const char *at = column->text[row]; at && *at && out->count < MAX_WORDS;) {
            size_t size = strcspn(at, ",");
            if (!has_word(out, at, size)) {
                if (mem_grow(&out->words, &out->cap, (size_t)out->count + 1, sizeof *out->words))
                    return false;
                out->words[out->count++] = at;
            }
            at += size;
            at += strspn(at, ", ");
        }
    return true;
}

/* The words in the reader's language; one without a label stays as it is. */
static void put_words(struct style_text *out, const struct style *style,
                      const struct column *column, const char *name)
{
    struct words words = {0};
    out->has_failed |= !find_words(&words, style->layer, column);
    styles_put(out, "array_to_string(array_foreach(string_to_array(");
    styles_put(out, name);
    styles_put(out, ", ', '), coalesce(map_get(map(");
    for (uint32_t i = 0; i < words.count; i++) {
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(words.words[i], ","), words.words[i]);
        styles_put(out, i ? ", " : "");
        styles_put_quoted(out, word);
        styles_put(out, ", ");
        styles_put_quoted(out, labels_word_of(column->name, word, style->lang));
    }
    styles_put(out, "), @element), @element)), ', ')");
    mem_free(words.words);
}

/* ---- tips ------------------------------------------------------------------------- */

/* What a reader wants to know first, by layer; of others the first columns. */
static const struct tip {
    const char *layer, *title, *columns[MAX_TOLD];
} TIPS[] = {
    {"municipalities",
     "name",
     {"class", "people", "covered", "share", "share_low", "share_high", "providers", "cost_p50",
      "flags"}},
    {"supplier_areas",
     "name",
     {"class", "people", "covered", "share", "share_low", "share_high", "contracts", "cost_p50",
      "flags"}},
    {"counties", "code", {"people", "covered", "share", "share_low", "share_high"}},
    {"periods", "name", {"from", "to", "supply", "class", "adm_prov", "people", "covered"}},
    {"white_spots", "name", {"people", "rank", "area_km2", "nearest", "nearest_m", "nearest_s"}},
    {"contracts", "provider", {"name", "contract", "state", "valid_from", "valid_to"}},
    {"offices", "provider", {"office", "state", "only_here", "whitens", "snapped", "snap_m"}},
    {"scenario_offices", "office", {"provider", "scenario"}},
    {"sites", "site", {"rank", "place", "people", "only_here", "covered", "share"}},
};

static const struct tip *find_tip(const char *layer)
{
    for (size_t i = 0; i < COUNT(TIPS); i++)
        if (!strcmp(TIPS[i].layer, layer))
            return &TIPS[i];
    return NULL;
}

/* A number with its unit: divided, with so many decimals. */
static void put_measure(struct style_text *out, const struct style *style, const char *name,
                        const char *form)
{
    for (; *form; form++) {
        const char one[2] = {*form, '\0'};
        if (*form == '@')
            styles_put(out, name);
        else if (*form == '~')
            styles_put(out, style->lang == LANG_SV ? "'sv'" : "'en'");
        else
            styles_put(out, one);
    }
}

static void put_number_told(struct style_text *out, const struct style *style,
                            const struct column *column, const char *name, enum label_kind kind)
{
    static const char METRES[] = "if(@ < 1000, format_number(@, 0, ~) || ' m', "
                                 "format_number(@ / 1000.0, 1, ~) || ' km')";
    static const char *const FORMS[] = {
        [LABEL_TEXT] = "format_number(@, 1, ~)",
        [LABEL_COUNT] = "format_number(@, 0, ~)",
        [LABEL_MEAN] = "format_number(@, 1, ~)",
        [LABEL_RATE] = "format_number(@, 2, ~)",
        [LABEL_PEOPLE] = "format_number(@, 0, ~)",
        [LABEL_SHARE] = "format_number(100 * @, 1, ~) || ' %'",
        [LABEL_COST] = METRES,
        [LABEL_METRES] = METRES,
        [LABEL_KM2] = "format_number(@, 1, ~) || ' km²'",
        [LABEL_SEK] = "format_number(@, 0, ~) || ' kr'",
        [LABEL_FLAG] = "if(@ = 0, 'nej', 'ja')",
        [LABEL_WORD] = "@",
        [LABEL_LIMIT] = "@",
        [LABEL_WEIGHT] = "@",
        [LABEL_ROLE] = "@",
        [LABEL_MEASURE] = "format_number(@, 4, ~)",
        [LABEL_COUNTED] = "format_number(@, 0, ~)",
    };
    const char *form = FORMS[kind];
    if (kind == LABEL_COST && style->plan->is_time)
        form = "format_number(@ / 60.0, 0, ~) || ' min'";
    else if (kind == LABEL_TEXT && column->type == COLUMN_WHOLE)
        form = "format_number(@, 0, ~)";
    else if (kind == LABEL_FLAG && style->lang == LANG_EN)
        form = "if(@ = 0, 'no', 'yes')";
    else if (kind == LABEL_SEK && style->lang == LANG_EN)
        form = "'SEK ' || format_number(@, 0, ~)";
    put_measure(out, style, name, form);
}

/* The name of column `at` inside an expression. */
static void quoted_name(char out[160], const struct write_field *fields, uint32_t at)
{
    size_t size = 0;
    out[size++] = '"';
    for (const char *name = fields[at].name; *name; name++) {
        if (*name == '"')
            out[size++] = '"';
        out[size++] = *name;
    }
    out[size++] = '"';
    out[size] = '\0';
}

/* "[% coalesce(..., 'unknown') %]": the cell as people read it. */
static void put_value(struct style_text *out, const struct style *style,
                      const struct write_field *fields, uint32_t at, enum label_kind kind)
{
    const struct column *column = &style->layer->columns[at];
    char name[160];
    quoted_name(name, fields, at);
    styles_put(out, "[% coalesce(");
    if (column->type != COLUMN_TEXT)
        put_number_told(out, style, column, name, kind);
    else if (kind == LABEL_WORD)
        put_words(out, style, column, name);
    else
        put_measure(out, style, name, "replace(@, map('&', '&amp;', '<', '&lt;'))");
    styles_put(out, ", ");
    styles_put_quoted(out, kind == LABEL_WORD && !strcmp(column->name, "flags")
                               ? "-"
                               : labels_word("unknown", style->lang));
    styles_put(out, ") %]");
}

static void put_row(struct style_text *out, const struct style *style,
                    const struct write_field *fields, uint32_t at)
{
    char title[LABELS_TITLE];
    enum label_kind kind;
    if (!labels_title(title, &kind, style->layer->name, style->layer->columns[at].name,
                      style->lang))
        return;
    styles_put(out, "<tr><td>");
    styles_put_escaped(out, title);
    styles_put(out, "&nbsp;</td><td>");
    put_value(out, style, fields, at, kind);
    styles_put(out, "</td></tr>");
}

static bool is_told(const struct tip *tip, const char *column)
{
    for (size_t i = 0; i < COUNT(tip->columns) && tip->columns[i]; i++)
        if (!strcmp(tip->columns[i], column))
            return true;
    return false;
}

static void put_tip(struct style_text *out, const struct style *style,
                    const struct write_field *fields)
{
    const struct layer *layer = style->layer;
    const struct tip *tip = find_tip(layer->name);
    uint32_t told = 0;
    for (uint32_t i = 0; tip && i < layer->column_count; i++)
        if (!strcmp(layer->columns[i].name, tip->title)) {
            styles_put(out, "<b>");
            put_value(out, style, fields, i, LABEL_TEXT);
            styles_put(out, "</b>");
        }
    styles_put(out, "<table>");
    for (uint32_t i = 0; i < layer->column_count && told < MAX_TOLD; i++)
        if (!tip || is_told(tip, layer->columns[i].name)) {
            put_row(out, style, fields, i);
            told++;
        }
    styles_put(out, "</table>");
}

/* ---- days ------------------------------------------------------------------------- */

/* The day in a text column as a moment: "2020-03-30", also with slashes or a time. QGIS
 * leaves out rows without one, and those whose text is none, so `otherwise` stands for a
 * day that nobody told. */
static void put_day(struct style_text *out, const struct layer *layer,
                    const struct write_field *fields, const char *column, const char *otherwise)
{
    styles_put(out, "coalesce(");
    for (uint32_t i = 0; column && i < layer->column_count; i++) {
        char name[160];
        if (strcmp(layer->columns[i].name, column))
            continue;
        quoted_name(name, fields, i);
        styles_put(out, "try(to_datetime(replace(left(");
        styles_put_escaped(out, name);
        styles_put(out, ", 10), &apos;/&apos;, &apos;-&apos;) || &apos;T00:00:00&apos;)), ");
        break;
    }
    styles_put(out, "to_datetime(&apos;");
    styles_put(out, otherwise);
    styles_put(out, "T00:00:00&apos;))");
}

/* Rows whose day is not known, or that have no end, are always shown. */
static void put_days(struct style_text *out, const struct layer *layer,
                     const struct write_field *fields)
{
    styles_put(out, " <temporal enabled=\"1\" mode=\"4\" limitMode=\"0\" accumulate=\"0\" "
                    "fixedDuration=\"0\" durationUnit=\"min\" durationField=\"\" "
                    "startField=\"\" endField=\"\" startExpression=\"");
    put_day(out, layer, fields, layer->from_column, "1000-01-01");
    styles_put(out, "\" endExpression=\"");
    put_day(out, layer, fields, layer->to_column, "9999-12-31");
    styles_put(out, "\">\n  <fixedRange><start/><end/></fixedRange>\n </temporal>\n");
}

/* ---- the whole ---------------------------------------------------------------------- */

/* A table of attributes shows numbers as they are stored, so their heads name the unit. */
static const char *stored_unit(enum label_kind kind, bool is_time)
{
    if (kind == LABEL_COST)
        return is_time ? ", s" : ", m";
    return kind == LABEL_METRES ? ", m" : "";
}

static void put_aliases(struct style_text *out, const struct style *style,
                        const struct write_field *fields)
{
    const struct layer *layer = style->layer;
    styles_put(out, " <aliases>\n");
    for (uint32_t i = 0; i < layer->column_count; i++) {
        char title[LABELS_TITLE] = "";
        enum label_kind kind = LABEL_TEXT;
        (void)labels_title(title, &kind, layer->name, layer->columns[i].name, style->lang);
        styles_put(out, "  <alias field=\"");
        styles_put_escaped(out, fields[i].name);
        styles_put(out, "\" index=\"");
        styles_put_number(out, i);
        styles_put(out, "\" name=\"");
        styles_put_escaped(out, title);
        styles_put(out, stored_unit(kind, style->plan->is_time));
        styles_put(out, "\"/>\n");
    }
    styles_put(out, " </aliases>\n");
}

void styles_set_fields(struct style *style)
{
    struct style_text *out = &style->fields, tip = {0};
    struct write_field *fields = NULL;
    if (write_fields(&fields, style->layer, style->plan->kind, NULL)) {
        out->has_failed = true;
        return;
    }
    put_aliases(out, style, fields);
    if (style->layer->geometry != LAYER_TABLE) {
        put_tip(&tip, style, fields);
        styles_put(out, " <mapTip>");
        styles_put_escaped(out, tip.text ? tip.text : "");
        styles_put(out, "</mapTip>\n");
    }
    if (style->layer->from_column || style->layer->to_column)
        put_days(out, style->layer, fields);
    out->has_failed |= tip.has_failed;
    mem_free(tip.text);
    mem_free(fields);
}
