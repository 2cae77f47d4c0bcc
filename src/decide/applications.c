/* Applications by place: attempts and the median of the days they took. */
#include "decide/applications.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *applications_outcome_name(enum application_outcome outcome)
{
    static const char *const names[] = {[APPLICATION_UNKNOWN] = NULL,
                                        [APPLICATION_APPLIED] = "applied",
                                        [APPLICATION_APPROVED] = "approved",
                                        [APPLICATION_REFUSED] = "refused",
                                        [APPLICATION_WITHDRAWN] = "withdrawn"};
    assert((size_t)outcome < sizeof names / sizeof *names);
    return names[outcome];
}

static int compare_days(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Of an even number the middle of the two in the middle: twice it is their sum. */
static uint32_t median_half(int32_t *days, uint32_t count)
{
    if (!count)
        return 0;
    qsort(days, count, sizeof *days, compare_days);
    return (uint32_t)days[(count - 1) / 2] + (uint32_t)days[count / 2];
}

/* Rows of one applicant stand together, the highest attempt last. */
static void count_place(struct applied_place *place, int32_t *days,
                        const struct applications *applications)
{
    const struct application *rows = applications->items + place->first;
    for (uint32_t i = 0; i < place->count; i++) {
        bool is_last =
            i + 1 == place->count || strcmp(rows[i].applicant, rows[i + 1].applicant) != 0;
        place->applicant_count += is_last;
        place->attempts += is_last ? rows[i].attempt : 0;
        place->refused_count += rows[i].outcome == APPLICATION_REFUSED;
        if (rows[i].lead_days >= 0)
            days[place->lead_count++] = rows[i].lead_days;
    }
    place->lead_median_half = median_half(days, place->lead_count);
}

enum ws_status applications_places(struct applied_place **out, uint32_t *count,
                                   const struct applications *applications, struct ws_error *err)
{
    assert(out && count && applications);
    const struct application *items = applications->items;
    struct applied_place *places = mem_array(applications->count, sizeof *places);
    int32_t *days = mem_array(applications->count, sizeof *days);
    if (!places || !days) {
        mem_free(places);
        mem_free(days);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " applications",
                         applications->count);
    }
    *count = 0;
    for (uint32_t i = 0; i < applications->count; i++) {
        if (!i || !application_is_same_place(&items[i - 1], &items[i]))
            places[(*count)++].first = i;
        places[*count - 1].count++;
    }
    for (uint32_t i = 0; i < *count; i++)
        count_place(&places[i], days, applications);
    mem_free(days);
    *out = places;
    return WS_OK;
}
