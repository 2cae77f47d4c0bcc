/* Delimited text, read by us so that no cell is ever taken for a number: every
 * cell stays as it is written, and every row knows its line. */
#include "io/read.h"

#include "base/file.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 10000u
#define MAX_CELL (1u << 20)

/* Where the reader stands in the text. */
struct csv {
    const char *at, *end;
    int64_t line;       /* of `at`, from 1 */
    int64_t quote_line; /* where the last quote opened */
    const char *fault;  /* what is wrong with the last cell */
    char separator;
    char *cell; /* the last cell */
    size_t cell_cap, cell_size;
    bool has_no_memory;
};

enum cell_end { END_CELL, END_ROW, END_FILE, END_BAD };

static char *mem_text(size_t size)
{
    return mem_array(size + 1, 1);
}

/* ---- encoding ------------------------------------------------------------------------ */

static enum ws_status recode(char **out, struct input *in, const char *bytes, size_t size,
                             struct ws_error *err)
{
    const char *name = text_encoding_name(in->source->encoding);
    char *raw = mem_string_n(bytes, size);
    char *recoded = raw ? CPLRecode(raw, name, CPL_ENC_UTF8) : NULL;
    *out = recoded && !in->io->library.count ? mem_string(recoded) : NULL;
    CPLFree(recoded);
    mem_free(raw);
    return *out ? WS_OK : input_fail(in, WS_BAD_OPTION, err, "cannot be read as %s", name);
}

/* The whole file as UTF-8; *out is freed by the caller. */
static enum ws_status decode_text(char **out, struct input *in, const char *bytes, size_t size,
                                  struct ws_error *err)
{
    enum text_encoding stated = text_encoding(in->source->encoding);
    bool is_utf8 = text_is_utf8(bytes, size);
    if (stated == TEXT_RECODED)
        return recode(out, in, bytes, size, err);
    if (stated == TEXT_UTF8 && !is_utf8)
        return input_fail(in, WS_BAD_DATA, err,
                          "is not UTF-8 as --encoding says; try --encoding %s=Windows-1252",
                          ws_role_name(in->role));
    bool is_recoded = stated == TEXT_1252 || !is_utf8;
    *out = is_recoded ? mem_text(3 * size) : mem_string_n(bytes, size);
    if (!*out)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %zu bytes of text", in->file, size);
    if (is_recoded)
        (*out)[text_from_1252(*out, bytes, size)] = '\0';
    if (is_recoded && stated == TEXT_UNSTATED)
        return judge_repair(in, -1, "all texts converted", err,
                            "the file is not UTF-8; read as Windows-1252 (--encoding %s=NAME "
                            "states another)",
                            ws_role_name(in->role));
    return WS_OK;
}

/* Two or four bytes a letter: with a mark in front, or every second byte 0. */
static bool is_wide(const char *bytes, size_t size)
{
    size_t zeros[2] = {0, 0}, looked = size < 512 ? size : 512;
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return true;
    for (size_t i = 0; i < looked; i++)
        zeros[i & 1] += bytes[i] == '\0';
    return looked >= 4 && 4 * (zeros[0] + zeros[1]) > looked;
}

/* A byte 0 becomes U+FFFD: it is seen, and no number reads across it. */
static enum ws_status replace_zeros(char **out, struct input *in, const char *bytes, size_t size,
                                    struct ws_error *err)
{
    size_t used = 0, count = 0;
    int64_t line = 1, first = 0;
    char *text = mem_text(3 * size);
    if (!text)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %zu bytes of text", in->file, size);
    for (size_t i = 0; i < size; i++) {
        line += bytes[i] == '\n';
        if (bytes[i]) {
            text[used++] = bytes[i];
            continue;
        }
        first = count++ ? first : line;
        memcpy(text + used, "\xEF\xBF\xBD", 3);
        used += 3;
    }
    enum ws_status st = decode_text(out, in, text, used, err);
    mem_free(text);
    char effect[64];
    snprintf(effect, sizeof effect, "%zu bytes shown as U+FFFD", count);
    return st ? st : judge_repair(in, first, effect, err, "the text holds a byte 0");
}

static enum ws_status load_text(char **out, struct input *in, struct ws_error *err)
{
    struct file_map map = {0};
    enum ws_status st = file_map_open(&map, in->source->path, err);
    if (st)
        return st;
    const char *bytes = (const char *)map.bytes;
    size_t size = map.size;
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (is_wide(bytes, size))
        st = input_fail(in, WS_BAD_DATA, err, "is UTF-16 or UTF-32; save it as UTF-8");
    else if (size && memchr(bytes, '\0', size))
        st = replace_zeros(out, in, bytes, size, err);
    else
        st = decode_text(out, in, bytes, size, err);
    file_map_close(&map);
    return st;
}

/* ---- cells ----------------------------------------------------------------------------- */

/* "SEPARATOR=TAB" of -oo, '\0' when it is not stated. */
static char stated_separator(const struct input *in)
{
    static const struct {
        const char *option;
        char separator;
    } options[] = {{"SEPARATOR=TAB", '\t'},
                   {"SEPARATOR=COMMA", ','},
                   {"SEPARATOR=SEMICOLON", ';'},
                   {"SEPARATOR=PIPE", '|'}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strstr(in->source->open_options, options[i].option))
            return options[i].separator;
    return input_ends_with(in->source, ".tsv") ? '\t' : '\0';
}

/* Comma or semicolon, whichever the header line has more of outside quotes; a
 * tab only when it is stated, by option or by the file's name. */
static enum ws_status find_separator(char *separator, struct input *in, const char *text,
                                     struct ws_error *err)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool is_quoted = false;
    *separator = stated_separator(in);
    if (*separator)
        return WS_OK;
    for (; *text && (is_quoted || (*text != '\n' && *text != '\r')); text++) {
        is_quoted ^= *text == '"';
        commas += !is_quoted && *text == ',';
        semicolons += !is_quoted && *text == ';';
        tabs += !is_quoted && *text == '\t';
    }
    *separator = semicolons > commas ? ';' : ',';
    if (tabs && !commas && !semicolons)
        return input_fail(in, WS_BAD_DATA, err,
                          "line 1: the header has tabs and neither comma nor semicolon; when tabs "
                          "separate the columns state -oo %s=SEPARATOR=TAB",
                          ws_role_name(in->role));
    return WS_OK;
}

static bool put(struct csv *csv, char c)
{
    if (csv->cell_size > MAX_CELL)
        return false;
    if (mem_grow(&csv->cell, &csv->cell_cap, csv->cell_size + 2, 1)) {
        csv->has_no_memory = true;
        return false;
    }
    csv->cell[csv->cell_size++] = c;
    csv->cell[csv->cell_size] = '\0';
    return true;
}

static bool set_fault(struct csv *csv, const char *words)
{
    csv->fault = words;
    return false;
}

/* The inside of quotes; at stands behind the opening one. Behind the closing
 * one there may be space. */
static bool read_quoted(struct csv *csv)
{
    csv->quote_line = csv->line;
    csv->cell_size = 0;
    while (csv->at < csv->end) {
        char c = *csv->at++;
        csv->line += c == '\n';
        if (c == '"' && (csv->at == csv->end || *csv->at != '"')) {
            while (csv->at < csv->end && *csv->at == ' ')
                csv->at++;
            return csv->at == csv->end || *csv->at == csv->separator || *csv->at == '\r' ||
                   *csv->at == '\n' ||
                   set_fault(csv, "text after the closing quote; a quote within quotes is written "
                                  "twice");
        }
        csv->at += c == '"';
        if (!put(csv, c))
            return csv->fault ? false : set_fault(csv, "a cell is larger than 1 MB");
    }
    csv->line = csv->quote_line;
    return set_fault(csv, "the quote that opens here is not closed");
}

static enum cell_end read_cell(struct csv *csv)
{
    bool is_empty = true;
    csv->cell_size = 0;
    if (mem_grow(&csv->cell, &csv->cell_cap, 2, 1)) {
        csv->has_no_memory = true;
        return END_BAD;
    }
    csv->cell[0] = '\0';
    while (csv->at < csv->end) {
        char c = *csv->at++;
        if (c == csv->separator)
            return END_CELL;
        if (c == '\r' && (csv->at == csv->end || *csv->at == '\r' || *csv->at == '\n'))
            continue;
        if (c == '\n' || c == '\r') {
            csv->line++;
            return END_ROW;
        }
        bool opens = c == '"' && is_empty;
        is_empty = is_empty && c == ' ';
        if (opens ? !read_quoted(csv) : !put(csv, c)) {
            csv->fault = csv->fault ? csv->fault : "a cell is larger than 1 MB";
            return END_BAD;
        }
    }
    return END_FILE;
}

static enum ws_status bad_cell(struct input *in, const struct csv *csv, struct ws_error *err)
{
    in->judge.has_no_memory |= csv->has_no_memory;
    return input_fail(in, WS_BAD_DATA, err, "line %" PRId64 ": %s", csv->line, csv->fault);
}

/* ---- header ---------------------------------------------------------------------------- */

static enum ws_status add_column(struct input *in, char *name, struct ws_error *err)
{
    int count = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(in->layer));
    char made[32];
    if ((unsigned)count >= MAX_COLUMNS)
        return input_fail(in, WS_TOO_LARGE, err, "line 1: more than %u columns", MAX_COLUMNS);
    text_drop_marks(name);
    while (*name == ' ')
        name++;
    for (size_t size = strlen(name); size && name[size - 1] == ' ';)
        name[--size] = '\0';
    if (!*name) {
        snprintf(made, sizeof made, "column %d", count + 1);
        name = made;
    }
    OGRFieldDefnH field = OGR_Fld_Create(name, OFTString);
    OGRErr failed = OGR_L_CreateField(in->layer, field, TRUE);
    OGR_Fld_Destroy(field);
    return failed ? input_fail(in, WS_NO_MEMORY, err, "no memory for column %s", name) : WS_OK;
}

/* A column and its folded name, to find names that occur twice. */
struct heading {
    char folded[128];
    int column;
};

static int compare_headings(const void *left, const void *right)
{
    const struct heading *a = left, *b = right;
    int order = strcmp(a->folded, b->folded);
    return order ? order : (a->column > b->column) - (a->column < b->column);
}

static const char *heading_name(const struct input *in, int column)
{
    return OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(in->layer), column));
}

static enum ws_status judge_twice(struct input *in, int count, struct ws_error *err)
{
    struct heading *headings = mem_array((size_t)count, sizeof *headings);
    if (!headings)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %d columns", in->file, count);
    for (int i = 0; i < count; i++) {
        text_copy(headings[i].folded, sizeof headings[i].folded, heading_name(in, i));
        headings[i].column = i;
    }
    qsort(headings, (size_t)count, sizeof *headings, compare_headings);
    enum ws_status st = WS_OK;
    for (int i = 1; !st && i < count; i++) {
        int a = headings[i - 1].column, b = headings[i].column;
        if (!strcmp(headings[i - 1].folded, headings[i].folded) &&
            !strcmp(heading_name(in, a), heading_name(in, b)))
            st = input_fail(in, WS_BAD_DATA, err,
                            "line 1: two columns are named %s, number %d and %d; rename one",
                            heading_name(in, a), a + 1, b + 1);
    }
    mem_free(headings);
    return st;
}

/* A year or an age may head a column; any other number is a value. */
static bool is_value(const char *name)
{
    double value;
    bool is_year = value_is_digits(name, 4) && (!strncmp(name, "19", 2) || !strncmp(name, "20", 2));
    bool is_age = value_is_digits(name, 0) && strlen(name) <= 3;
    return !is_year && !is_age && value_number(&value, name, true) == VALUE_OK;
}

/* The first line names the columns: values in it, and no name that any role
 * knows, are a row. */
static enum ws_status judge_header(struct input *in, struct ws_error *err)
{
    int values = 0, count = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(in->layer));
    int example = 0;
    bool is_known = false;
    char folded[128];
    for (int i = 0; i < count; i++) {
        text_fold(folded, sizeof folded, heading_name(in, i));
        is_known = is_known || columns_is_known(folded);
        if (is_value(heading_name(in, i)))
            example = values++ ? example : i;
    }
    if (values && (!is_known || 2 * values > count))
        return input_fail(in, WS_BAD_DATA, err,
                          "line 1: the file has no header line: %s is a value; put the names of "
                          "the columns in the first line",
                          heading_name(in, example));
    return judge_twice(in, count, err);
}

static enum ws_status read_header(struct csv *csv, struct input *in, struct ws_error *err)
{
    enum cell_end end = END_CELL;
    while (end == END_CELL) {
        end = read_cell(csv);
        if (end == END_BAD)
            return bad_cell(in, csv, err);
        enum ws_status st = add_column(in, csv->cell, err);
        if (st)
            return st;
    }
    return judge_header(in, err);
}

/* ---- rows ------------------------------------------------------------------------------- */

/* One row into `feature`; *cells is how many it had, *is_blank that none was
 * filled. */
static enum cell_end read_row(struct csv *csv, OGRFeatureH feature, int columns, int *cells,
                              bool *is_blank)
{
    enum cell_end end = END_CELL;
    *cells = 0;
    *is_blank = true;
    while (end == END_CELL) {
        end = read_cell(csv);
        if (end == END_BAD)
            return end;
        if (*cells < columns)
            OGR_F_SetFieldString(feature, *cells, csv->cell);
        *is_blank = *is_blank && strspn(csv->cell, " ") == csv->cell_size;
        ++*cells;
    }
    return end;
}

static enum ws_status read_rows(struct csv *csv, struct input *in, struct ws_error *err)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(in->layer);
    int columns = OGR_FD_GetFieldCount(defn);
    while (csv->at < csv->end) {
        OGRFeatureH feature = OGR_F_Create(defn);
        int64_t line = csv->line;
        int cells;
        bool is_blank;
        enum ws_status st = WS_OK;
        if (read_row(csv, feature, columns, &cells, &is_blank) == END_BAD)
            st = bad_cell(in, csv, err);
        else if (!is_blank && cells != columns)
            judge_fault(in, line, "%d cells; the header has %d: is a separator %s?", cells, columns,
                        cells < columns ? "missing" : "inside a cell without quotes");
        OGR_F_SetFID(feature, line);
        if (!st && !is_blank && OGR_L_CreateFeature(in->layer, feature))
            st = input_fail(in, WS_NO_MEMORY, err, "no memory for line %" PRId64, line);
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    return WS_OK;
}

static enum ws_status make_table(struct input *in, struct ws_error *err)
{
    GDALDriverH driver = GDALGetDriverByName("Memory");
    if (!driver)
        driver = GDALGetDriverByName("MEM");
    if (driver)
        in->dataset = GDALCreate(driver, "", 0, 0, 0, GDT_Unknown, NULL);
    if (in->dataset)
        in->layer = GDALDatasetCreateLayer(in->dataset, CPLGetBasename(in->source->path), NULL,
                                           wkbNone, NULL);
    return in->layer ? WS_OK : input_fail(in, WS_NO_MEMORY, err, "no memory for a table");
}

enum ws_status csv_open(struct input *in, struct ws_error *err)
{
    char *text = NULL;
    struct csv csv = {.line = 1};
    in->is_table = true;
    enum ws_status st = load_text(&text, in, err);
    if (!st)
        st = make_table(in, err);
    if (!st) {
        csv.at = text;
        csv.end = text + strlen(text);
        st = find_separator(&csv.separator, in, text, err);
    }
    if (!st) {
        in->has_decimal_comma = csv.separator == ';';
        st = read_header(&csv, in, err);
    }
    if (!st)
        st = read_rows(&csv, in, err);
    if (!st && !in->judge.fault_count && !OGR_L_GetFeatureCount(in->layer, TRUE))
        st = input_fail(in, WS_BAD_DATA, err, "has a header line and no rows");
    if (!st)
        st = judge_end(in, err);
    in->layer = NULL; /* chosen like any other */
    mem_free(csv.cell);
    mem_free(text);
    return st;
}
