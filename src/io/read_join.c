/* Rows to zones: by municipality code, or by a name that is unique. */
#include "io/register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The national row of official tables. */
bool join_is_total(const char *text)
{
    static const char *const words[] = {"riket",  "sverige", "hela riket",    "total",
                                        "totalt", "summa",   "whole country", "all"};
    if (value_is_digits(text, 0) && strspn(text, "0") == strlen(text))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same_folded(text, words[i]))
            return true;
    return false;
}

static bool is_county_name(const char *text)
{
    static const char county[] = " l\xc3\xa4n";
    size_t size = strlen(text), tail = strlen(county);
    return size > tail && strcmp(text + size - tail, county) == 0;
}

static bool is_county_code(const struct zones *zones, uint32_t zone, const char *text)
{
    return zones->county && zones->county[zone] != WS_NONE &&
           strcmp(zones->county_code[zones->county[zone]], text) == 0;
}

/* "29" or "29 Norrmarks l\xc3\xa4n" in front of 2901. */
static bool begins_with(const struct zones *zones, uint32_t zone, const char *text)
{
    size_t prefix = code_prefix(text), size = prefix ? prefix : strlen(text);
    return code_or_both(NULL, text) && size < strlen(zones->code[zone]) &&
           strncmp(zones->code[zone], text, size) == 0;
}

/* "00 Riket", "Stockholms l\xc3\xa4n", or a code of fewer digits that
 * municipalities begin with: their sum, never a place of its own. */
bool join_is_sum(const struct zones *zones, const char *text)
{
    size_t zeros = strspn(text, "0");
    if (join_is_total(text) || (zeros && text[zeros] == ' ') || is_county_name(text))
        return true;
    for (uint32_t i = 0; zones->has_code && i < zones->count; i++)
        if (is_county_code(zones, i, text) || begins_with(zones, i, text))
            return true;
    return false;
}

bool join_is_part(const struct zones *zones, uint32_t zone, const char *sum)
{
    if (is_county_code(zones, zone, sum) || begins_with(zones, zone, sum))
        return true;
    for (uint32_t i = 0; zones->has_code && i < zones->count; i++)
        if (is_county_code(zones, i, sum) || begins_with(zones, i, sum))
            return false; /* of other municipalities */
    return true;
}

static uint32_t zone_by_code(const struct zones *zones, const char *code)
{
    uint32_t low = 0, high = zones->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(zones->code[middle], code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < zones->count && !strcmp(zones->code[low], code) ? low : WS_NONE;
}

/* Names are few and looked up once a row: a plain scan, and only when unique. */
static uint32_t zone_by_name(const struct zones *zones, const char *name)
{
    uint32_t found = WS_NONE;
    for (uint32_t i = 0; i < zones->count; i++) {
        if (strcmp(zones->name[i], name) != 0)
            continue;
        if (found != WS_NONE)
            return WS_NONE;
        found = i;
    }
    return found;
}

/* The zone of digits that lost zeros in front or got a fraction: 114, 114.0. */
static uint32_t zone_padded(const struct zones *zones, const char *text)
{
    char digits[24], padded[24];
    if (!code_whole(digits, sizeof digits, text) || !zones->count)
        return WS_NONE;
    size_t width = strlen(zones->code[0]), size = strlen(digits);
    if (width >= sizeof padded || size > width)
        return WS_NONE;
    memset(padded, '0', width - size);
    memcpy(padded + (width - size), digits, size + 1);
    return zone_by_code(zones, padded);
}

/* The only zone whose code is the same but for space and case. */
static uint32_t zone_loose(const struct zones *zones, const char *text)
{
    uint32_t found = WS_NONE;
    for (uint32_t i = 0; i < zones->count; i++) {
        if (!code_is_same(zones->code[i], text))
            continue;
        if (found != WS_NONE)
            return WS_NONE;
        found = i;
    }
    return found;
}

/* The zone of the code that stands before a name. */
static uint32_t zone_split(const struct zones *zones, const char *text)
{
    char code[24];
    size_t size = code_prefix(text);
    if (!size || size >= sizeof code)
        return WS_NONE;
    memcpy(code, text, size);
    code[size] = '\0';
    return zone_by_code(zones, code);
}

uint32_t join_zone(const struct join *join, const char *text)
{
    const struct zones *zones = join->zones;
    if (join->by_name)
        return zone_by_name(zones, text);
    uint32_t zone = zone_by_code(zones, text);
    if (zone == WS_NONE && join->is_split)
        zone = zone_split(zones, text);
    if (zone == WS_NONE && join->pads)
        zone = zone_padded(zones, text);
    if (zone == WS_NONE && join->is_loose)
        zone = zone_loose(zones, text);
    return zone;
}

uint32_t join_place(const struct join *join, const char *text)
{
    uint32_t zone = join_zone(join, text);
    return zone == WS_NONE && !join->by_name ? zone_by_name(join->zones, text) : zone;
}

/* ---- how the codes of a column are spelled --------------------------------------------- */

static bool is_zone_code(const void *zones, const char *text)
{
    return zone_by_code(zones, text) != WS_NONE;
}

static bool is_zone_name(const void *zones, const char *text)
{
    return zone_by_name(zones, text) != WS_NONE;
}

static bool is_split_code(const void *zones, const char *text)
{
    return !is_zone_code(zones, text) && zone_split(zones, text) != WS_NONE;
}

static bool is_cut_code(const void *zones, const char *text)
{
    return !is_zone_code(zones, text) && zone_padded(zones, text) != WS_NONE;
}

static bool is_loose_code(const void *zones, const char *text)
{
    return !is_zone_code(zones, text) && !is_cut_code(zones, text) &&
           zone_loose(zones, text) != WS_NONE;
}

/* The first text of the column that passes, in `out`; its row. */
static int64_t find_example(char out[64], struct input *in, int column, column_test *test,
                            const void *context)
{
    int64_t fid = -1;
    struct cell_notes notes = in->notes;
    out[0] = '\0';
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; fid < 0 && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        if (!text || (test && !test(context, text)))
            continue;
        text_copy(out, 64, text);
        fid = OGR_F_GetFID(feature);
    }
    OGR_L_ResetReading(in->layer);
    in->notes = notes;
    return fid;
}

static enum ws_status judge_cut(struct join *join, struct input *in, uint64_t cut,
                                struct ws_error *err)
{
    char example[64], effect[64];
    int64_t fid = find_example(example, in, join->column, is_cut_code, join->zones);
    const char *whole = join->zones->code[zone_padded(join->zones, example)];
    const char *name = columns_name(in, join->column);
    if (!columns_field(in, "pad_codes"))
        return input_fail(in, WS_BAD_DATA, err,
                          "%s: %s is %s where the municipality is %s: codes were taken for "
                          "numbers and lost their zero in %" PRIu64
                          " rows; mend the file, or state --pad-codes",
                          judge_label(in, fid), name, example, whole, cut);
    join->pads = true;
    snprintf(effect, sizeof effect, "%" PRIu64 " codes padded", cut);
    return judge_repair(in, fid, effect, err, "%s: codes lost their zero (%s for %s); put back",
                        name, example, whole);
}

static enum ws_status judge_loose(struct join *join, struct input *in, uint64_t loose,
                                  struct ws_error *err)
{
    char example[64], effect[64];
    int64_t fid = find_example(example, in, join->column, is_loose_code, join->zones);
    join->is_loose = true;
    snprintf(effect, sizeof effect, "%" PRIu64 " codes joined", loose);
    return judge_repair(in, fid, effect, err,
                        "%s: codes differ from those of the municipalities by space or case (%s "
                        "for %s)",
                        columns_name(in, join->column), example,
                        join->zones->code[zone_loose(join->zones, example)]);
}

/* Judges the chosen code column against the zones. */
static enum ws_status judge_codes(struct join *join, struct input *in, struct ws_error *err)
{
    uint64_t filled, known, cut, split, loose;
    const struct zones *zones = join->zones;
    columns_count(in, join->column, is_zone_code, zones, &filled, &known);
    columns_count(in, join->column, is_cut_code, zones, &filled, &cut);
    columns_count(in, join->column, is_split_code, zones, &filled, &split);
    columns_count(in, join->column, is_loose_code, zones, &filled, &loose);
    join->is_split = split > 0;
    enum ws_status st = cut ? judge_cut(join, in, cut, err) : WS_OK;
    if (!st && loose)
        st = judge_loose(join, in, loose, err);
    if (st || known || cut || split || loose || !filled)
        return st;
    char example[64];
    int64_t fid = find_example(example, in, join->column, NULL, NULL);
    return input_fail(in, WS_BAD_DATA, err,
                      "%s: no code of column %s is that of a municipality: %s here, %s there",
                      judge_label(in, fid), columns_name(in, join->column), example,
                      zones->count ? zones->code[0] : "none");
}

#define NAME_WORDS "knnamn kommunnamn komnamn municipalityname municipname munname kommun region"

/* Rows whose code is that of one municipality and whose name is another's. */
struct crossed {
    uint64_t joined, count;
    int64_t fid;
    uint32_t by_code, by_name; /* of the first */
};

static void count_crossed(struct crossed *out, const struct join *join, struct input *in,
                          int name_column)
{
    struct cell_notes notes = in->notes;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *code = columns_text(in, feature, join->column);
        uint32_t by_code = code ? join_zone(join, code) : WS_NONE;
        const char *name = by_code == WS_NONE ? NULL : columns_text(in, feature, name_column);
        uint32_t by_name = name ? zone_by_name(join->zones, name) : WS_NONE;
        if (by_name == WS_NONE)
            continue;
        out->joined++;
        if (by_name == by_code)
            continue;
        if (out->count++ == 0) {
            out->fid = OGR_F_GetFID(feature);
            out->by_code = by_code;
            out->by_name = by_name;
        }
    }
    OGR_L_ResetReading(in->layer);
    in->notes = notes;
}

/* Codes that slipped by a row still are codes; the names beside them tell. */
static enum ws_status judge_names(const struct join *join, struct input *in, struct ws_error *err)
{
    const struct column_key key = {"name", NAME_WORDS, "", false, false};
    const struct zones *zones = join->zones;
    struct crossed crossed = {0};
    int column;
    enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
    if (st || column < 0 || column == join->column)
        return st;
    count_crossed(&crossed, join, in, column);
    if (!crossed.count)
        return WS_OK;
    if (2 * crossed.count > crossed.joined)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s: code %s is that of %s, and the name beside it is %s; so it is in "
                          "%" PRIu64 " of %" PRIu64
                          " rows: codes and names do not belong together; mend the file",
                          judge_label(in, crossed.fid), zones->code[crossed.by_code],
                          zones->name[crossed.by_code], zones->name[crossed.by_name], crossed.count,
                          crossed.joined);
    char effect[80];
    snprintf(effect, sizeof effect, "%" PRIu64 " rows joined by their code", crossed.count);
    return judge_repair(
        in, crossed.fid, effect, err, "code %s is that of %s, and the name beside it is %s",
        zones->code[crossed.by_code], zones->name[crossed.by_code], zones->name[crossed.by_name]);
}

/* A name joins when at least one row knows it and no code does. */
static enum ws_status find_name(struct join *join, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[] = {
        {"name", NAME_WORDS, "", false, false},
        {"name", "", "name namn", false, false},
        {"name", "", "code kod id", false, false},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int column;
        uint64_t filled = 0, known = 0;
        enum ws_status st = columns_find(&column, in, &keys[i], NULL, NULL, err);
        if (st)
            return st;
        if (column >= 0)
            columns_count(in, column, is_zone_name, join->zones, &filled, &known);
        if (!known)
            continue;
        join->column = column;
        join->by_name = true;
        if (!join->zones->has_code)
            return WS_OK; /* their name is their code */
        return judge_repair(in, -1, "rows belong to the municipality of that name", err,
                            "joined by name (%s): there is no code", columns_name(in, column));
    }
    return WS_OK;
}

enum ws_status join_find(struct join *out, struct input *in, const struct zones *zones,
                         bool wants_name, struct ws_error *err)
{
    static const char codes[] = "knkod kommunkod komkod kom municipalitycode municipcode muncode";
    const struct column_key specific = {"code", codes, "", false, true};
    const struct column_key kommun = {"code", "kommun", "", false, false};
    const struct column_key both = {"code", "kommun region kommunnamn", "", false, false};
    const struct column_key row = {"code", codes, "code kod", false, true};
    *out = (struct join){.zones = zones, .column = -1};
    bool is_stated = columns_field(in, "code") != NULL;
    enum ws_status st = WS_OK;
    if (zones->has_code || is_stated)
        st = columns_find(&out->column, in, &specific, NULL, NULL, err);
    if (!st && out->column < 0 && zones->has_code)
        st = columns_find(&out->column, in, &kommun, code_or_both, NULL, err);
    if (!st && out->column < 0 && zones->has_code && wants_name)
        st = columns_find(&out->column, in, &both, code_with_name, NULL, err);
    if (!st && out->column < 0 && wants_name && zones->has_code)
        st = columns_find(&out->column, in, &row, NULL, NULL, err);
    if (st)
        return st;
    if (out->column >= 0 && zones->has_code) {
        st = judge_codes(out, in, err);
        return st ? st : judge_names(out, in, err);
    }
    out->by_name = out->column >= 0;
    return out->column < 0 && wants_name ? find_name(out, in, err) : WS_OK;
}

enum ws_status join_column(struct join *out, struct input *in, const struct zones *zones,
                           int column, struct ws_error *err)
{
    uint64_t filled, known = 0, named = 0;
    *out = (struct join){.zones = zones, .column = column};
    columns_count(in, column, is_zone_code, zones, &filled, &known);
    if (!known)
        columns_count(in, column, is_zone_name, zones, &filled, &named);
    if (!zones->has_code || (!known && named)) {
        out->by_name = true;
        return WS_OK;
    }
    return judge_codes(out, in, err);
}

bool join_is_zone(const void *join, const char *text)
{
    const struct zones *zones = ((const struct join *)join)->zones;
    return is_zone_code(zones, text) || is_zone_name(zones, text) || is_cut_code(zones, text);
}

uint32_t join_area(const struct zones *areas, const char *text)
{
    uint32_t named = WS_NONE;
    for (uint32_t i = 0; areas && i < areas->count; i++) {
        if (!strcmp(areas->code[i], text))
            return i;
        if (!strcmp(areas->name[i], text))
            named = named == WS_NONE ? i : WS_NONE - 1;
    }
    return named == WS_NONE - 1 ? WS_NONE : named;
}
