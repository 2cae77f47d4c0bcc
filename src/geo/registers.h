/* geo/registers.h: tables about people and places that are no layer: who works
 * where, who is out of work, who was referred, what was said.
 *
 * A count that a source withholds is 0 here and stands in more_micro: by how much
 * it may be higher, WS_UNBOUNDED where nothing is known. Nothing depends on the
 * order of rows. Texts are UTF-8 NFC as in the source. */
#ifndef GEO_REGISTERS_H
#define GEO_REGISTERS_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

/* Work places that are no zone of ours. */
#define COMMUTING_ELSEWHERE (WS_NONE - 1u) /* known, and outside all zones */
#define COMMUTING_UNKNOWN WS_NONE

/* Who lives in `home` and works in `work`, sorted by both. A zone whose commuters
 * no row tells has one row, work unknown, without bound. */
struct commuting {
    uint32_t count;
    uint32_t *home, *work;
    uint64_t *people_micro, *more_micro;
    char ages[32]; /* "16-64"; "": the source does not tell */
};
void commuting_release(struct commuting *commuting);

/* Registered unemployed: people_micro[month * zone_count + zone]. */
struct unemployed {
    uint32_t month_count, zone_count;
    uint32_t picked;  /* the month of the run */
    char (*month)[8]; /* "2020-04", sorted; "": the source tells none */
    uint64_t *people_micro, *more_micro;
    uint64_t *outside_micro; /* per month: of codes that no zone has */
    char ages[32];
};
void unemployed_release(struct unemployed *unemployed);

/* A number as it was written: 99.3 % is {993, 1, true}. */
struct claim_number {
    uint64_t digits;
    uint32_t decimals;
    bool is_percent;
};
#define CLAIM_MOST_DIGITS 12u

enum claim_relation {
    CLAIM_ABOVE,
    CLAIM_AT_LEAST,
    CLAIM_EQUAL,
    CLAIM_BELOW,
    CLAIM_AT_MOST,
    CLAIM_ABOUT
};

/* What somebody says, to be set against figures. Empty text, 0: not said. */
struct claim {
    char *id;        /* "S1", or "S1, S6" when it stands twice */
    char *statement; /* in words */
    char *said;      /* "who, date: source", one for each occurrence */
    uint32_t occurrences;
    enum claim_relation relation;
    struct claim_number value, tolerance;
    bool has_tolerance, is_complement; /* complement: of those not covered, "1-M4" */
    enum ws_metric_id metric;          /* WS_METRIC_IDS: any */
    char unit[24], population[64], ages[32], scheme[64], as_of[16], limit[32];
    uint32_t choice;
};
/* Sorted by id. */
struct claims {
    uint32_t count;
    struct claim *items;
};
void claims_release(struct claims *claims);

/* Persons of a flow or a stock that the source does not tell. */
#define FLOW_UNKNOWN UINT64_MAX

/* Who was sent in a month, in one place, to one provider. */
struct referral {
    char month[8];                      /* "2020-04" */
    char *place;                        /* as it stands in the source */
    uint32_t zone;                      /* the municipality of that code or name; WS_NONE: none */
    char *scheme, *provider;            /* "": not told */
    uint64_t opening, in, out, closing; /* whole persons; FLOW_UNKNOWN */
    uint32_t in_below, closing_below;   /* of one withheld as "<5": 5; 0: no bound is told */
    bool is_impaired;                   /* the way of sending people did not work */
};
/* A number that was made known for a month, or the row of the whole country. */
struct headline {
    char month[8];
    char *scheme;
    uint64_t persons;
};
/* Sorted by month, scheme, place, provider. opening + in - out = closing in every
 * row that tells all four, and a closing is the opening of the month after. */
struct referrals {
    uint32_t count, headline_count;
    struct referral *rows;
    struct headline *headlines; /* sorted by month, scheme */
    bool has_provider, has_stocks;
};
void referrals_release(struct referrals *referrals);
/* False when opening + in = out + closing holds with no number >= 0 in the place of
 * those that are not told. */
bool referral_bridges(const struct referral *row);

enum note_status { NOTE_VERIFIED, NOTE_REPORTED, NOTE_CONTESTED };
/* What a count says: n, at least n, about n, nothing, fewer than n. */
enum note_count { NOTE_EXACTLY, NOTE_AT_LEAST, NOTE_ABOUT, NOTE_UNKNOWN, NOTE_BELOW };

/* A dated statement about a place; never part of a figure. */
struct note {
    char date[11], known[11]; /* known "": always */
    char *place, *topic, *source;
    char *text, *actor, *step, *tags; /* "": not told */
    uint32_t zone;                    /* the municipality; WS_NONE: none of them */
    enum note_status status;          /* as the source has it */
    enum note_count kind;
    uint64_t count;
};
/* Sorted by place, topic, date, source, text. */
struct notes {
    uint32_t count;
    struct note *items;
};
void notes_release(struct notes *notes);

enum application_outcome {
    APPLICATION_UNKNOWN,
    APPLICATION_APPLIED, /* nothing is decided */
    APPLICATION_APPROVED,
    APPLICATION_REFUSED,
    APPLICATION_WITHDRAWN
};

/* Somebody asked to deliver in a place. Whatever came of it, this is no supply. */
struct application {
    char date[11], decided[11], known[11]; /* "2021-04-13", "2021-04"; "": not told */
    char *applicant, *place;               /* as the source has them */
    char *type, *reason, *source;          /* "": not told */
    char *code;                            /* of the place; "": neither of the two below */
    uint32_t zone, area;                   /* the municipality, else the supplier area; WS_NONE */
    enum application_outcome outcome;
    uint32_t attempt;  /* of this applicant in this place, from 1 */
    int32_t lead_days; /* from the application to what was decided; -1: not known */
};
/* Sorted by place (its code where it has one), applicant, date, attempt. */
struct applications {
    uint32_t count;
    struct application *items;
};
void application_release(struct application *item);
void applications_release(struct applications *applications);
bool application_is_same_place(const struct application *a, const struct application *b);
#endif
