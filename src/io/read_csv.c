/* Delimited text, read by us so that no cell is ever taken for a number: every
 * cell stays as it is written, and every row knows its line. */
#include "io/read.h"

#include "base/file.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_COLUMNS 10000u
#define MAX_CELL (1u << 20)

/* Where the reader stands in the text. */
struct csv {
    const char *at, *end;
    int64_t line; /* of `at`, from 1 */
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

/* The whole file as UTF-8; *out is freed by the caller. */
static enum ws_status decode_text(char **out, struct input *in, const char *bytes, size_t size,
                                  struct ws_error *err)
{
    const char *encoding = in->source->encoding;
    bool is_latin = strcasecmp(encoding, "ISO-8859-1") == 0 ||
                    strcasecmp(encoding, "LATIN1") == 0 || strcasecmp(encoding, "CP1252") == 0 ||
                    strcasecmp(encoding, "WINDOWS-1252") == 0;
    bool is_utf8 = text_is_utf8(bytes, size);
    if (*encoding && !is_latin && strcasecmp(encoding, "UTF-8") != 0) {
        char *raw = mem_string_n(bytes, size);
        char *recoded = raw ? CPLRecode(raw, encoding, CPL_ENC_UTF8) : NULL;
        *out = recoded && !in->io->library.count ? mem_string(recoded) : NULL;
        CPLFree(recoded);
        mem_free(raw);
        return *out ? WS_OK
                    : input_fail(in, WS_BAD_OPTION, err, "cannot be read as encoding %s", encoding);
    }
    if (*encoding && !is_latin && !is_utf8)
        return input_fail(in, WS_BAD_DATA, err, "is not UTF-8 as --encoding says");
    bool is_recoded = is_latin || !is_utf8;
    *out = is_recoded ? mem_text(3 * size) : mem_string_n(bytes, size);
    if (!*out)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %zu bytes of text", in->file, size);
    if (is_recoded)
        (*out)[text_from_1252(*out, bytes, size)] = '\0';
    if (is_recoded && !*encoding)
        return judge_repair(in, -1, "all texts converted", err,
                            "the file is not UTF-8; read as Windows-1252");
    return WS_OK;
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
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        st = input_fail(in, WS_BAD_DATA, err, "is UTF-16; save it as UTF-8");
    else if (size && memchr(bytes, '\0', size))
        st = input_fail(in, WS_BAD_DATA, err, "holds a byte 0; expected text");
    else
        st = decode_text(out, in, bytes, size, err);
    file_map_close(&map);
    return st;
}

/* Comma or semicolon, whichever the header line has more of outside quotes. */
static char find_separator(const struct input *in, const char *text)
{
    size_t commas = 0, semicolons = 0;
    bool is_quoted = false;
    if (strstr(in->source->open_options, "SEPARATOR=TAB"))
        return '\t';
    for (; *text && (is_quoted || (*text != '\n' && *text != '\r')); text++) {
        is_quoted ^= *text == '"';
        commas += !is_quoted && *text == ',';
        semicolons += !is_quoted && *text == ';';
    }
    return semicolons > commas ? ';' : ',';
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

/* The inside of quotes; at stands behind the opening one. */
static bool read_quoted(struct csv *csv)
{
    while (csv->at < csv->end) {
        char c = *csv->at++;
        csv->line += c == '\n';
        if (c == '"' && (csv->at == csv->end || *csv->at != '"'))
            return true;
        csv->at += c == '"';
        if (!put(csv, c))
            return false;
    }
    return false;
}

static enum cell_end read_cell(struct csv *csv)
{
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
        bool opens = c == '"' && csv->cell_size == 0;
        if (opens ? !read_quoted(csv) : !put(csv, c))
            return END_BAD;
    }
    return END_FILE;
}

static enum ws_status bad_cell(struct input *in, const struct csv *csv, struct ws_error *err)
{
    in->judge.has_no_memory |= csv->has_no_memory;
    return input_fail(in, WS_BAD_DATA, err,
                      "line %" PRId64 ": a quote is not closed or a cell is larger than 1 MB",
                      csv->line);
}

static enum ws_status add_column(struct input *in, const char *name, struct ws_error *err)
{
    int count = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(in->layer));
    char made[32];
    if ((unsigned)count >= MAX_COLUMNS)
        return input_fail(in, WS_TOO_LARGE, err, "more than %u columns", MAX_COLUMNS);
    while (*name == ' ')
        name++;
    if (!*name) {
        snprintf(made, sizeof made, "column %d", count + 1);
        name = made;
    }
    if (OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(in->layer), name) >= 0)
        return input_fail(in, WS_BAD_DATA, err, "two columns are named %s", name);
    OGRFieldDefnH field = OGR_Fld_Create(name, OFTString);
    OGRErr failed = OGR_L_CreateField(in->layer, field, TRUE);
    OGR_Fld_Destroy(field);
    return failed ? input_fail(in, WS_NO_MEMORY, err, "no memory for column %s", name) : WS_OK;
}

static enum ws_status read_header(struct csv *csv, struct input *in, struct ws_error *err)
{
    enum cell_end end = END_CELL;
    while (end == END_CELL) {
        end = read_cell(csv);
        if (end == END_BAD)
            return bad_cell(in, csv, err);
        size_t size = csv->cell_size;
        while (size && csv->cell[size - 1] == ' ')
            csv->cell[--size] = '\0';
        enum ws_status st = add_column(in, csv->cell, err);
        if (st)
            return st;
    }
    return WS_OK;
}

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
            judge_fault(in, line, "%d cells; the header has %d", cells, columns);
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
        csv.separator = find_separator(in, text);
        in->has_decimal_comma = csv.separator == ';';
        st = read_header(&csv, in, err);
    }
    if (!st)
        st = read_rows(&csv, in, err);
    if (!st)
        st = judge_end(in, err);
    in->layer = NULL; /* chosen like any other */
    mem_free(csv.cell);
    mem_free(text);
    return st;
}
