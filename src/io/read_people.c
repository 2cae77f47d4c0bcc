/* People columns: asked for by name or recognised, read cell by cell. */
#include "io/read.h"

#include "base/fixed.h"

#include <stdio.h>
#include <string.h>

#define MOST_PEOPLE 1e10

static const char NAMES[] =
    "beftotalt beftot befolkning folkmangd population pop people tot totalt antal";

static enum ws_status refuse(struct input *in, enum ws_status status, const char *what,
                             struct ws_error *err)
{
    char numbers[260];
    columns_list(numbers, sizeof numbers, in, true);
    return input_fail(in, status, err, "%s; choose with --weight COLUMN; number columns: %s", what,
                      numbers);
}

/* "antal2020", "x2019", "bef2020": a name of the list, or x, and a year. */
static bool is_year_column(const char *folded)
{
    size_t size = strlen(folded);
    if (size < 5 || !value_is_digits(folded + size - 4, 4))
        return false;
    char stem[64];
    text_copy(stem, sizeof stem, folded);
    stem[size - 4 < sizeof stem ? size - 4 : 0] = '\0';
    static const char *const stems[] = {"x", "bef"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (!strcmp(stem, stems[i]))
            return true;
    for (const char *at = strstr(NAMES, stem); stem[0] && at; at = strstr(at + 1, stem)) {
        char after = at[strlen(stem)];
        if ((at == NAMES || at[-1] == ' ') && (after == ' ' || !after))
            return true;
    }
    return false;
}

/* The only column with a year in its name; -1 when there is none or several. */
static int year_column(struct input *in, int *count)
{
    int found = -1;
    char folded[128];
    *count = 0;
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
        text_fold(folded, sizeof folded, columns_name(in, i));
        if (!is_year_column(folded))
            continue;
        found = i;
        ++*count;
    }
    return *count == 1 ? found : -1;
}

static void set_weight(struct people *out, struct input *in, int column, const char *label)
{
    uint32_t i = out->count++;
    out->column[i] = column;
    text_copy(out->weight[i].column, sizeof out->weight[i].column, columns_name(in, column));
    text_copy(out->weight[i].label, sizeof out->weight[i].label,
              *label ? label : columns_name(in, column));
}

static enum ws_status recognise(struct people *out, struct input *in, struct ws_error *err)
{
    struct column_key key = {"people", NAMES, "", false, true};
    int column, year_count;
    enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
    if (st)
        return st;
    if (column < 0) {
        column = year_column(in, &year_count);
        if (year_count > 1)
            return refuse(in, WS_BAD_DATA, "several years of people", err);
        if (column < 0)
            return refuse(in, WS_BAD_DATA, "no people column is recognised", err);
        st = columns_note(in, "people", column, err);
    }
    if (!st)
        set_weight(out, in, column, "");
    return st;
}

enum ws_status people_find(struct people *out, struct input *in, const struct ws_weight *weights,
                           uint32_t weight_count, struct ws_error *err)
{
    *out = (struct people){0};
    if (!weight_count)
        return recognise(out, in, err);
    for (uint32_t i = 0; i < weight_count && i < WS_MAX_WEIGHTS; i++) {
        int column = columns_named(in, weights[i].column);
        char what[128];
        snprintf(what, sizeof what, "no column %s", weights[i].column);
        if (column < 0)
            return refuse(in, WS_NOT_FOUND, what, err);
        set_weight(out, in, column, weights[i].label);
        enum ws_status st = columns_note(in, "people", column, err);
        if (st)
            return st;
    }
    return WS_OK;
}

void people_read(struct people *people, struct input *in, OGRFeatureH feature, uint64_t *micro)
{
    for (uint32_t w = 0; w < people->count; w++) {
        double value = 0.0;
        enum value kind = value_cell(&value, in, feature, people->column[w]);
        const char *name = people->weight[w].column;
        micro[w] = 0;
        people->missing[w] += kind == VALUE_MISSING;
        people->hidden[w] += kind == VALUE_HIDDEN;
        if (kind == VALUE_BAD)
            judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a number of people", name,
                        OGR_F_GetFieldAsString(feature, people->column[w]));
        else if (value < 0.0 || value > MOST_PEOPLE)
            judge_fault(in, OGR_F_GetFID(feature), "%s is %.10g; expected 0 to %g people", name,
                        value, MOST_PEOPLE);
        else
            micro[w] = fixed_micro(value);
        people->is_positive = people->is_positive || micro[w] > 0;
    }
}

enum ws_status people_finish(struct people *people, struct input *in, struct ws_error *err)
{
    char effect[64];
    for (uint32_t w = 0; w < people->count; w++) {
        const uint64_t counts[2] = {people->missing[w], people->hidden[w]};
        static const char *const words[2] = {"missing", "withheld"};
        for (int i = 0; i < 2; i++) {
            if (!counts[i])
                continue;
            snprintf(effect, sizeof effect, "%" PRIu64 " rows counted as 0 people", counts[i]);
            input_record(in)->repaired += counts[i];
            enum ws_status st = judge_repair(in, -1, effect, err, "people are %s in column %s",
                                             words[i], people->weight[w].column);
            if (st)
                return st;
        }
    }
    if (!people->is_positive)
        return input_fail(in, WS_BAD_DATA, err, "there are no people in column %s",
                          people->weight[0].column);
    return WS_OK;
}
