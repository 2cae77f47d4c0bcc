/* Cells to counts of people, and what is not known about them. */
#include "io/people.h"

#include "base/fixed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_PEOPLE 1e10

/* What a withheld count may be at most: "<5" is 0 to 4. */
uint64_t people_hidden_most(struct input *in, OGRFeatureH feature, int column)
{
    double limit = 0.0;
    const char *text = OGR_F_GetFieldAsString(feature, column);
    while (*text == ' ')
        text++;
    if (*text != '<' || value_number(&limit, text + 1, in->has_decimal_comma) != VALUE_OK ||
        !(limit >= 0.0 && limit <= MOST_PEOPLE))
        return WS_UNBOUNDED;
    return limit == floor(limit) && limit >= 1.0 ? fixed_micro(limit - 1.0) : fixed_micro(limit);
}

/* Ages of a class lie anywhere in it: all of its people inside, or none. */
static void split_count(uint64_t *people_micro, uint64_t *less_micro, uint64_t *more_micro,
                        uint32_t inside, uint32_t years)
{
    if (inside == years)
        return;
    uint64_t part_micro = fixed_mul_div(*people_micro, inside, years);
    *more_micro = fixed_add_bound(*more_micro, *people_micro - part_micro);
    *less_micro = part_micro;
    *people_micro = part_micro;
}

void counts_split(struct counts *counts, uint32_t weights, uint32_t inside, uint32_t years)
{
    for (uint32_t w = 0; w < weights; w++)
        split_count(&counts->people_micro[w], &counts->less_micro[w], &counts->more_micro[w],
                    inside, years);
}

void counts_add(struct counts *to, const struct counts *from, uint32_t weights)
{
    for (uint32_t w = 0; w < weights; w++) {
        to->people_micro[w] += from->people_micro[w];
        to->less_micro[w] += from->less_micro[w];
        to->more_micro[w] = fixed_add_bound(to->more_micro[w], from->more_micro[w]);
    }
}

/* One cell: its count, and what it may be more. */
static void read_cell(struct people *people, struct input *in, OGRFeatureH feature, uint32_t w,
                      int column, uint64_t *micro, uint64_t *more_micro)
{
    double value = 0.0;
    int64_t fid = OGR_F_GetFID(feature);
    enum value kind = value_cell(&value, in, feature, column);
    const char *name = columns_name(in, column);
    *micro = *more_micro = 0;
    if (kind == VALUE_MISSING) {
        *more_micro = WS_UNBOUNDED;
        if (people->missing[w]++ == 0)
            text_copy(people->missing_at[w], sizeof people->missing_at[w], judge_label(in, fid));
    } else if (kind == VALUE_HIDDEN) {
        *more_micro = people_hidden_most(in, feature, column);
        people->more_micro[w] = fixed_add_bound(people->more_micro[w], *more_micro);
        if (people->hidden[w]++ == 0)
            text_copy(people->hidden_at[w], sizeof people->hidden_at[w], judge_label(in, fid));
    } else if (kind == VALUE_BAD) {
        const char *text = OGR_F_GetFieldAsString(feature, column);
        judge_fault(in, fid, "%s is %.40s; expected a number of people%s", name, text,
                    value_advice(in, text));
    } else if (value < 0.0 || value > MOST_PEOPLE) {
        judge_fault(in, fid, "%s is %.10g; expected 0 to %g people", name, value, MOST_PEOPLE);
    } else {
        people->total[w] += value;
        *micro = fixed_micro(value);
    }
}

void people_read(struct people *people, struct input *in, OGRFeatureH feature, struct counts *out)
{
    *out = (struct counts){0};
    for (uint32_t w = 0; w < people->count; w++)
        for (uint32_t p = people->first_part[w]; p < people->first_part[w + 1]; p++) {
            const struct people_part *part = &people->parts[p];
            uint64_t micro, less_micro = 0, more_micro;
            read_cell(people, in, feature, w, part->column, &micro, &more_micro);
            split_count(&micro, &less_micro, &more_micro, part->inside, part->years);
            out->people_micro[w] += micro;
            out->less_micro[w] += less_micro;
            out->more_micro[w] = fixed_add_bound(out->more_micro[w], more_micro);
        }
}

static enum ws_status tell_hidden(struct people *people, struct input *in, uint32_t w,
                                  struct ws_error *err)
{
    char effect[160];
    uint64_t more_micro = people->more_micro[w];
    if (more_micro == WS_UNBOUNDED)
        snprintf(effect, sizeof effect,
                 "counted as 0; nobody can say how many, and the interval says so");
    else
        snprintf(effect, sizeof effect,
                 "counted as 0, the interval says so; up to %.10g people more",
                 (double)more_micro / WS_MICRO);
    input_record(in)->repaired += people->hidden[w];
    return judge_repair(in, -1, effect, err,
                        "%" PRIu64 " count%s withheld (<5, .., x) in column %s, first %s",
                        people->hidden[w], people->hidden[w] == 1 ? " is" : "s are",
                        people->weight[w].column, people->hidden_at[w]);
}

static enum ws_status tell_missing(struct people *people, struct input *in, uint32_t w,
                                   struct ws_error *err)
{
    input_record(in)->repaired += people->missing[w];
    return judge_repair(in, -1, "counted as 0; nobody can say how many, and the interval says so",
                        err, "people are missing in %" PRIu64 " cell%s of column %s, first %s",
                        people->missing[w], people->missing[w] == 1 ? "" : "s",
                        people->weight[w].column, people->missing_at[w]);
}

enum ws_status people_finish(struct people *people, struct input *in, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    bool is_positive = false;
    for (uint32_t w = 0; !st && w < people->count; w++) {
        if (people->missing[w])
            st = tell_missing(people, in, w, err);
        if (!st && people->hidden[w])
            st = tell_hidden(people, in, w, err);
        if (!st && people->total[w] > MOST_PEOPLE)
            return input_fail(in, WS_BAD_DATA, err,
                              "column %s adds up to %.10g people; expected at most %g in all",
                              people->weight[w].column, people->total[w], MOST_PEOPLE);
        is_positive = is_positive || people->total[w] > 0.0;
    }
    if (!st && !is_positive)
        return input_fail(in, WS_BAD_DATA, err, "there are no people in column %s",
                          people->weight[0].column);
    return st;
}
