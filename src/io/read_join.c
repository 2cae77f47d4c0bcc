/* Rows to zones: by municipality code, or by a name that is unique. */
#include "io/read.h"

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

static uint32_t zone_padded(const struct zones *zones, const char *text)
{
    char padded[8];
    if (!value_is_digits(text, 3))
        return WS_NONE;
    snprintf(padded, sizeof padded, "0%s", text);
    return zone_by_code(zones, padded);
}

uint32_t join_zone(const struct join *join, const char *text)
{
    if (join->by_name)
        return zone_by_name(join->zones, text);
    uint32_t zone = zone_by_code(join->zones, text);
    return zone == WS_NONE && join->pads ? zone_padded(join->zones, text) : zone;
}

static bool is_zone_code(const void *zones, const char *text)
{
    return zone_by_code(zones, text) != WS_NONE;
}

static bool is_zone_name(const void *zones, const char *text)
{
    return zone_by_name(zones, text) != WS_NONE;
}

static bool is_cut_code(const void *zones, const char *text)
{
    return !is_zone_code(zones, text) && zone_padded(zones, text) != WS_NONE;
}

static bool is_code(const void *unused, const char *text)
{
    (void)unused;
    return value_is_digits(text, 0);
}

/* Judges the chosen code column against the zones. */
static enum ws_status judge_codes(struct join *join, struct input *in, struct ws_error *err)
{
    uint64_t filled, known, cut;
    const char *name = columns_name(in, join->column);
    columns_count(in, join->column, is_zone_code, join->zones, &filled, &known);
    columns_count(in, join->column, is_cut_code, join->zones, &filled, &cut);
    if (cut && !columns_field(in, "pad_codes"))
        return input_fail(in, WS_BAD_DATA, err,
                          "column %s holds codes that lost their zero (114 for 0114) in %" PRIu64
                          " rows; codes are text: mend the file, or state --pad-codes",
                          name, cut);
    join->pads = cut > 0;
    char effect[64];
    snprintf(effect, sizeof effect, "%" PRIu64 " codes padded", cut);
    if (cut)
        return judge_repair(in, -1, effect, err, "codes lost their zero; put back");
    if (known || !filled)
        return WS_OK;
    char example[64] = "";
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !example[0] && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, join->column);
        text_copy(example, sizeof example, text ? text : "");
    }
    return input_fail(in, WS_BAD_DATA, err,
                      "no code of column %s is that of a municipality: %s here, %s there", name,
                      example, join->zones->count ? join->zones->code[0] : "none");
}

/* A name joins when at least one row knows it and no code does. */
static enum ws_status find_name(struct join *join, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[] = {
        {"name", "knnamn kommunnamn komnamn municipalityname municipname munname kommun region", "",
         false, false},
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
    const struct column_key row = {"code", codes, "code kod", false, true};
    *out = (struct join){.zones = zones, .column = -1};
    bool is_stated = columns_field(in, "code") != NULL;
    enum ws_status st = WS_OK;
    if (zones->has_code || is_stated)
        st = columns_find(&out->column, in, &specific, NULL, NULL, err);
    if (!st && out->column < 0 && zones->has_code)
        st = columns_find(&out->column, in, &kommun, is_code, NULL, err);
    if (!st && out->column < 0 && wants_name && zones->has_code)
        st = columns_find(&out->column, in, &row, NULL, NULL, err);
    if (st)
        return st;
    if (out->column >= 0 && zones->has_code)
        return judge_codes(out, in, err);
    out->by_name = out->column >= 0;
    return out->column < 0 && wants_name ? find_name(out, in, err) : WS_OK;
}
