/* Column names, widths and texts as each format can hold them. */
#include "io/write.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_string.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DBF_NAME 10u  /* bytes */
#define DBF_TEXT 254u /* bytes */
#define DBF_DIGITS 17 /* after the point: enough for a share */
#define MAX_TRIES 1000

/* ---- texts ------------------------------------------------------------------ */

void write_shortest(char out[40], double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        CPLsnprintf(out, 40, "%.*g", digits, value);
        double back = CPLAtof(out);
        if (!(back < value) && !(back > value))
            return;
    }
}

/* The longest prefix of at most `width` bytes that ends between characters. */
static size_t prefix_size(const char *text, size_t width)
{
    size_t size = 0;
    while (text[size]) {
        uint32_t letter;
        size_t step = utf8_next(&letter, text + size);
        step = step ? step : 1;
        if (size + step > width)
            break;
        size += step;
    }
    return size;
}

const char *write_cut(char **scratch, size_t *cap, const char *text, size_t width)
{
    if (strlen(text) <= width)
        return text;
    size_t size = prefix_size(text, width);
    if (mem_grow(scratch, cap, size + 1, 1))
        return NULL;
    memcpy(*scratch, text, size);
    (*scratch)[size] = '\0';
    return *scratch;
}

const char *write_guarded(char **scratch, size_t *cap, const char *text)
{
    size_t size = strlen(text);
    if (!size || !strchr("=+-@\t\r", text[0]))
        return text;
    if (mem_grow(scratch, cap, size + 2, 1))
        return NULL;
    (*scratch)[0] = '\'';
    memcpy(*scratch + 1, text, size + 1);
    return *scratch;
}

/* ---- names ------------------------------------------------------------------ */

/* Our own columns that a Shapefile would cut: fixed, so that scripts may rely
 * on them. */
static const struct {
    const char *name, *in_dbf;
} SHORT_NAMES[] = {
    {"off_network", "off_net"},
    {"people_last", "ppl_last"},
    {"person_days", "pers_days"},
};

static void shorten(char out[72], const char *name)
{
    static const char people[] = "people_";
    for (size_t i = 0; i < sizeof SHORT_NAMES / sizeof *SHORT_NAMES; i++)
        if (!strcmp(name, SHORT_NAMES[i].name)) {
            snprintf(out, 72, "%s", SHORT_NAMES[i].in_dbf);
            return;
        }
    /* people_15min and its like: one column per limit. */
    char limit[72];
    bool is_people = strlen(name) > DBF_NAME && !strncmp(name, people, sizeof people - 1);
    snprintf(limit, sizeof limit, "%s%s", is_people ? "ppl_" : "",
             is_people ? name + sizeof people - 1 : name);
    snprintf(out, 72, "%.*s", (int)prefix_size(limit, DBF_NAME), limit);
}

/* Names the format keeps for itself. */
static bool is_reserved(const char *name, enum write_kind kind, enum layer_geometry geometry)
{
    if (kind == WRITE_GPKG)
        return EQUAL(name, "fid") || EQUAL(name, "geom") || EQUAL(name, "rowid");
    if (kind == WRITE_CSV && geometry == LAYER_POINTS)
        return EQUAL(name, "X") || EQUAL(name, "Y");
    if (kind == WRITE_CSV && geometry != LAYER_TABLE)
        return EQUAL(name, "WKT");
    return false;
}

static bool is_taken(const struct write_field *fields, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (EQUAL(fields[i].name, name))
            return true;
    return false;
}

/* The name for column `at` of the layer, unlike all before it. */
static enum ws_status choose_name(struct write_field *fields, uint32_t at,
                                  const struct layer *layer, enum write_kind kind,
                                  struct ws_error *err)
{
    char wanted[72], *name = fields[at].name;
    const char *own = layer->columns[at].name;
    size_t room = kind == WRITE_SHAPEFILE ? DBF_NAME : sizeof fields[at].name - 1;
    if (kind == WRITE_SHAPEFILE)
        shorten(wanted, own);
    else
        snprintf(wanted, sizeof wanted, "%s%.64s",
                 kind == WRITE_CSV && own[0] && strchr("=+-@\t\r", own[0]) ? "'" : "", own);
    if (!wanted[0])
        snprintf(wanted, sizeof wanted, "column");
    snprintf(name, sizeof fields[at].name, "%s", wanted);
    for (int n = 2; is_taken(fields, at, name) || is_reserved(name, kind, layer->geometry); n++) {
        char ending[16];
        int size = snprintf(ending, sizeof ending, "_%d", n);
        if (n > MAX_TRIES)
            return error_set(err, WS_TOO_LARGE, "%s: column %s: no name left for it", layer->name,
                             own);
        size_t kept = prefix_size(wanted, room - (size_t)size);
        snprintf(name, sizeof fields[at].name, "%.*s%s", (int)kept, wanted, ending);
    }
    return WS_OK;
}

/* ---- widths of a Shapefile's table -------------------------------------------- */

static void fit_texts(struct write_field *field, const struct column *column, uint32_t row_count)
{
    size_t longest = 1;
    for (uint32_t row = 0; row < row_count; row++) {
        size_t size = column->text[row] ? strlen(column->text[row]) : 0;
        field->cut_count += size > DBF_TEXT;
        longest = size > longest ? size : longest;
    }
    field->width = (int)(longest > DBF_TEXT ? DBF_TEXT : longest);
}

static void fit_wholes(struct write_field *field, const struct column *column, uint32_t row_count)
{
    int widest = 1;
    for (uint32_t row = 0; row < row_count; row++) {
        if (column->whole[row] == COLUMN_WHOLE_NULL)
            continue;
        int width = snprintf(NULL, 0, "%" PRId64, column->whole[row]);
        widest = width > widest ? width : widest;
    }
    field->width = widest;
}

/* Enough digits after the point that the value reads back, from `digits` up. */
static int digits_needed(double value, int digits)
{
    char text[400];
    for (; digits < DBF_DIGITS; digits++) {
        CPLsnprintf(text, sizeof text, "%.*f", digits, value);
        double back = CPLAtof(text);
        if (!(back < value) && !(back > value))
            break;
    }
    return digits;
}

static void fit_reals(struct write_field *field, const struct column *column, uint32_t row_count)
{
    int digits = 1, widest = 3;
    for (uint32_t row = 0; row < row_count; row++)
        if (isfinite(column->real[row]))
            digits = digits_needed(column->real[row], digits);
    for (uint32_t row = 0; row < row_count; row++) {
        if (!isfinite(column->real[row]))
            continue;
        int width = CPLsnprintf(NULL, 0, "%.*f", digits, column->real[row]);
        widest = width > widest ? width : widest;
    }
    field->precision = digits;
    field->width = widest;
}

static void fit(struct write_field *field, const struct column *column, uint32_t row_count)
{
    if (column->type == COLUMN_TEXT)
        fit_texts(field, column, row_count);
    else if (column->type == COLUMN_WHOLE)
        fit_wholes(field, column, row_count);
    else
        fit_reals(field, column, row_count);
}

enum ws_status write_fields(struct write_field **out, const struct layer *layer,
                            enum write_kind kind, struct ws_error *err)
{
    static const OGRFieldType types[] = {
        [COLUMN_TEXT] = OFTString,
        [COLUMN_WHOLE] = OFTInteger64,
        [COLUMN_REAL] = OFTReal,
    };
    assert(out && layer);
    struct write_field *fields = mem_array(layer->column_count, sizeof *fields);
    if (!fields)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " columns",
                         layer->column_count);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < layer->column_count; i++) {
        fields[i].type = types[layer->columns[i].type];
        /* CSV is text: so numbers are ours, digit by digit. */
        if (kind == WRITE_CSV)
            fields[i].type = OFTString;
        st = choose_name(fields, i, layer, kind, err);
        if (kind == WRITE_SHAPEFILE)
            fit(&fields[i], &layer->columns[i], layer->row_count);
        if (!st && fields[i].width > (int)DBF_TEXT)
            st = error_set(err, WS_TOO_LARGE,
                           "%s: column %s: a number of %d digits; a Shapefile holds %u",
                           layer->name, layer->columns[i].name, fields[i].width, DBF_TEXT);
    }
    if (!st) {
        *out = fields;
        fields = NULL;
    }
    mem_free(fields);
    return st;
}
