/* io/read_registers.h: registers read and told in one line of words. Three
 * municipalities: 0114, 0115, 0117. */
#ifndef TESTS_IO_READ_REGISTERS_H
#define TESTS_IO_READ_REGISTERS_H
#include "io/read_fixture.h"

#include "io/registers.h"

#include <inttypes.h>

/* One kind of register is read and told in one line of words. */
typedef enum ws_status read_register(char *out, size_t room, struct fixture *fix,
                                     const struct ws_source *source, const struct zones *zones,
                                     const char *day);

static inline size_t put_people(char *out, size_t room, uint64_t people, uint64_t more)
{
    if (more == WS_UNBOUNDED)
        return (size_t)snprintf(out, room, "%g+?", (double)people / WS_MICRO);
    if (more)
        return (size_t)snprintf(out, room, "%g+%g", (double)people / WS_MICRO,
                                (double)more / WS_MICRO);
    return (size_t)snprintf(out, room, "%g", (double)people / WS_MICRO);
}

static inline enum ws_status commuting_of(char *out, size_t room, struct fixture *fix,
                                          const struct ws_source *source, const struct zones *zones,
                                          const char *day)
{
    struct commuting table = {0};
    size_t used = 0;
    (void)day;
    enum ws_status st = io_read_commuting(&table, fix->io, source, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        used +=
            (size_t)snprintf(out + used, room - used, "%s%" PRIu32, i ? " " : "", table.home[i]);
        if (table.work[i] >= COMMUTING_ELSEWHERE)
            used += (size_t)snprintf(out + used, room - used,
                                     "%s:", table.work[i] == COMMUTING_UNKNOWN ? "u" : "e");
        else
            used += (size_t)snprintf(out + used, room - used, ">%" PRIu32 ":", table.work[i]);
        used += put_people(out + used, room - used, table.people_micro[i], table.more_micro[i]);
    }
    commuting_release(&table);
    return st;
}

static inline enum ws_status unemployed_of(char *out, size_t room, struct fixture *fix,
                                           const struct ws_source *source,
                                           const struct zones *zones, const char *day)
{
    struct unemployed table = {0};
    enum ws_status st = io_read_unemployed(&table, fix->io, source, day, zones, &fix->err);
    if (st)
        return st;
    size_t used = (size_t)snprintf(out, room, "%" PRIu32 " months, %s:", table.month_count,
                                   table.month[table.picked]);
    for (uint32_t i = 0; i < table.zone_count; i++) {
        size_t at = (size_t)table.picked * table.zone_count + i;
        used += (size_t)snprintf(out + used, room - used, " ");
        used += put_people(out + used, room - used, table.people_micro[at], table.more_micro[at]);
    }
    if (table.outside_micro[table.picked])
        snprintf(out + used, room - used, ", %g outside",
                 (double)table.outside_micro[table.picked] / WS_MICRO);
    unemployed_release(&table);
    return st;
}

static inline size_t put_flow(char *out, size_t room, uint64_t number)
{
    return number == FLOW_UNKNOWN ? (size_t)snprintf(out, room, " ?")
                                  : (size_t)snprintf(out, room, " %" PRIu64, number);
}

static inline enum ws_status referrals_of(char *out, size_t room, struct fixture *fix,
                                          const struct ws_source *source, const struct zones *zones,
                                          const char *day)
{
    struct referrals table = {0};
    size_t used = 0;
    (void)day;
    enum ws_status st = io_read_referrals(&table, fix->io, source, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        const struct referral *row = &table.rows[i];
        used += (size_t)snprintf(out + used, room - used, "%s%s %s%s", i ? "; " : "", row->month,
                                 row->place, row->zone == WS_NONE ? "*" : "");
        used += put_flow(out + used, room - used, row->opening);
        used += put_flow(out + used, room - used, row->in);
        if (row->in_below)
            used += (size_t)snprintf(out + used, room - used, "<%" PRIu32, row->in_below);
        used += put_flow(out + used, room - used, row->out);
        used += put_flow(out + used, room - used, row->closing);
        used += (size_t)snprintf(out + used, room - used, "%s", row->is_impaired ? " !" : "");
    }
    for (uint32_t i = 0; !st && i < table.headline_count; i++)
        used += (size_t)snprintf(out + used, room - used, "; headline %" PRIu64,
                                 table.headlines[i].persons);
    referrals_release(&table);
    return st;
}

static inline enum ws_metric_id metric_of(const char *name)
{
    return strcmp(name, "M1") == 0               ? WS_M1
           : strcmp(name, "municipalities") == 0 ? WS_COUNT_MUNICIPALITIES
                                                 : WS_METRIC_IDS;
}

static inline enum ws_status claims_of(char *out, size_t room, struct fixture *fix,
                                       const struct ws_source *source, const struct zones *zones,
                                       const char *day)
{
    struct claims table = {0};
    size_t used = 0;
    (void)zones;
    (void)day;
    enum ws_status st = io_read_claims(&table, fix->io, source, metric_of, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        const struct claim *claim = &table.items[i];
        used += (size_t)snprintf(
            out + used, room - used,
            "%s%s x%" PRIu32 " r%d %" PRIu64 "e-%" PRIu32 "%s k%" PRIu32 " %s%s", i ? "; " : "",
            claim->id, claim->occurrences, claim->relation, claim->value.digits,
            claim->value.decimals, claim->value.is_percent ? "%" : "", claim->choice,
            claim->is_complement ? "1-" : "",
            claim->metric == WS_METRIC_IDS ? "any"
            : claim->metric == WS_M1       ? "M1"
                                           : "count");
    }
    claims_release(&table);
    return st;
}

static inline enum ws_status notes_of(char *out, size_t room, struct fixture *fix,
                                      const struct ws_source *source, const struct zones *zones,
                                      const char *day)
{
    struct notes table = {0};
    size_t used = 0;
    enum ws_status st = io_read_notes(&table, fix->io, source, day, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%s %s s%d c%d %" PRIu64, i ? "; " : "",
                                 table.items[i].date, table.items[i].place, table.items[i].status,
                                 table.items[i].kind, table.items[i].count);
    notes_release(&table);
    return st;
}

static inline enum ws_status applications_of(char *out, size_t room, struct fixture *fix,
                                             const struct ws_source *source,
                                             const struct zones *zones, const char *day)
{
    struct applications table = {0};
    size_t used = 0;
    enum ws_status st = io_read_applications(&table, fix->io, source, day, zones, NULL, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        const struct application *item = &table.items[i];
        used += (size_t)snprintf(out + used, room - used, "%s%s %s %s o%d #%" PRIu32 " %" PRId32,
                                 i ? "; " : "", item->applicant, *item->code ? item->code : "?",
                                 item->date, item->outcome, item->attempt, item->lead_days);
        if (*item->reason)
            used += (size_t)snprintf(out + used, room - used, " %s", item->reason);
    }
    applications_release(&table);
    return st;
}

#define COMMUTE "home,work,people\n"
#define JOBLESS "kommunkod,manad,arbetslosa\n"
#define FLOWS "month,place,opening,in,left,closing\n"
#define CLAIMS "id,statement,who,date,relation,value,source,metric,k,t,tolerance\n"
#define APPLIED "applicant,area,date,outcome,outcome_date,reason,attempt,known\n"
#define NOTES "date,place,topic,status,count,source,known\n"

/* A table, and what must come of it. */
struct row {
    const char *name;
    read_register *read;
    const char *text, *day;
    enum ws_status status;
    const char *says;   /* what was read, or part of the message */
    const char *warned; /* part of a warning; NULL: none at all */
};

static inline void reads(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    char text[1000] = "";
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    size_t before = fix.warnings.count;
    struct ws_source source = fixture_text(&fix, "a.csv", row->text);
    assert_status(&fix, row->read(text, sizeof text, &fix, &source, &zones, row->day), row->status);
    if (row->status) {
        assert_says(&fix, row->says);
    } else {
        assert_string_equal(text, row->says);
        if (row->warned)
            assert_true(was_warned(&fix, row->warned));
        else
            assert_int_equal(fix.warnings.count, before);
    }
    zones_release(&zones);
    fixture_close(&fix);
}

#endif
