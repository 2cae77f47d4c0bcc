/* The days of a timeline. */
#include "run/timeline.h"

#include "base/day.h"
#include "base/mem.h"

#include <assert.h>
#include <string.h>

const enum ws_role timeline_unused[TIMELINE_UNUSED] = {
    WS_ROLE_COMMUTING, WS_ROLE_UNEMPLOYED, WS_ROLE_REFERRALS, WS_ROLE_CLAIMS,      WS_ROLE_NOTES,
    WS_ROLE_POLICY,    WS_ROLE_REMOTE,     WS_ROLE_SCENARIO,  WS_ROLE_APPLICATIONS};

static enum ws_status refuse(struct ws_error *err, const char *words)
{
    return error_set(err, WS_BAD_OPTION, "%s", words);
}

static enum ws_status check(const struct ws_options *options, struct ws_error *err)
{
    bool has_step = options->every || options->from[0] || options->to[0];
    if (options_is_said(options, "as-of"))
        return refuse(err, "--as-of asks for one day; a timeline has --dates, or --every with "
                           "--from and --to");
    if (options_is_said(options, "supply"))
        return refuse(err, "--supply: a timeline has both, nominal and effective");
    for (size_t i = 0; i < TIMELINE_UNUSED; i++)
        if (options_is_said(options, ws_role_name(timeline_unused[i])))
            return error_set(err, WS_BAD_OPTION,
                             "--%s has no part in a timeline, whose tables are series, changes and "
                             "gaps; give it to whitespot analyze, with --as-of for the day",
                             ws_role_name(timeline_unused[i]));
    if (options->date_count && has_step)
        return refuse(err, "--dates and --every exclude each other");
    if (!options->date_count && !has_step)
        return refuse(err, "--dates is missing; give days, or --every month|week|day --from DATE "
                           "--to DATE");
    if (has_step && (!options->every || !options->from[0] || !options->to[0]))
        return refuse(err, "--every, --from and --to belong together; expected all three");
    if (has_step && strcmp(options->from, options->to) > 0)
        return refuse(err, "--to is before --from");
    return WS_OK;
}

/* The n-th day of a step, counted from the first one: the 31st of each month is
 * its last day, not the 28th for ever. */
static int32_t nth_day(int32_t first, char every, uint32_t n)
{
    if (every == 'm')
        return day_add_months(first, (int32_t)n);
    return first + (int32_t)n * (every == 'w' ? 7 : 1);
}

static enum ws_status count_steps(uint32_t *count, const struct ws_options *options,
                                  struct ws_error *err)
{
    int32_t first = 0, last = 0;
    bool are_days = day_read(&first, options->from) && day_read(&last, options->to);
    assert(are_days);
    (void)are_days;
    *count = 0;
    while (nth_day(first, options->every, *count) <= last)
        if (++*count > OPTIONS_MAX_DATES)
            return error_set(err, WS_TOO_LARGE,
                             "--every: more than %u days from %s to %s; take a longer step",
                             OPTIONS_MAX_DATES, options->from, options->to);
    return WS_OK;
}

enum ws_status timeline_dates(char (**out)[11], uint32_t *count, const struct ws_options *options,
                              struct ws_error *err)
{
    uint32_t days = options->date_count;
    int32_t first = 0;
    enum ws_status st = check(options, err);
    if (!st && !days)
        st = count_steps(&days, options, err);
    if (st)
        return st;
    char(*dates)[11] = mem_array(days, sizeof *dates);
    if (!dates)
        return error_set(err, WS_NO_MEMORY, "no memory for the days of the timeline");
    if (options->date_count)
        memcpy(dates, options->dates, days * sizeof *dates);
    else if (day_read(&first, options->from))
        for (uint32_t i = 0; i < days; i++)
            day_write(dates[i], nth_day(first, options->every, i));
    *out = dates;
    *count = days;
    return WS_OK;
}

uint32_t timeline_days_between(const char *from, const char *to)
{
    int32_t first = 0, last = 0;
    bool are_days = day_read(&first, from) && day_read(&last, to);
    assert(are_days && first <= last);
    (void)are_days;
    return (uint32_t)(last - first);
}
