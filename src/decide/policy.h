/* decide/policy.h: the rules and amounts that findings follow, as data.
 *
 * Every number has a unit, a mark and a source; what nobody knows stays unknown and
 * is never 0. Numbers are millionths of their unit. Marks: V verified, R reported,
 * C claimed, D derived, P a proposal without a norm, N looked for and not found. */
#ifndef DECIDE_POLICY_H
#define DECIDE_POLICY_H
#include "decide/money.h"
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum policy_id {
    POLICY_CHOICE,             /* k: distinct providers that are a real choice */
    POLICY_FIXED_COST,         /* F: of one staffed point */
    POLICY_INCOME,             /* r: expected of a participant */
    POLICY_BASE_PAY,           /* what makes up r when it is not told: of a day, */
    POLICY_DAYS,               /* ... so many days, */
    POLICY_RESULT_PAY,         /* ... of a result, */
    POLICY_RESULT_SHARE,       /* ... which so many participants have */
    POLICY_VARIABLE_COST,      /* v */
    POLICY_TAPER,              /* tau: the part of the margin that is left to the provider */
    POLICY_CAP,                /* most allowance of an area; unknown: no cap */
    POLICY_BUDGET,             /* all allowances of a layer; unknown: no budget */
    POLICY_LOT_VOLUME,         /* least participants of a lot */
    POLICY_LOT_TRAVEL,         /* longest way inside a lot, of runs by distance, */
    POLICY_LOT_TRAVEL_TIME,    /* ... of runs by time; unknown: no limit */
    POLICY_TERM,               /* of a contract, options and extensions included */
    POLICY_DIRECT_AWARD_LIMIT, /* instead of the dated table */
    POLICY_PARTICIPANT_SHARE,  /* of the unemployed; where contracts tell no participants */
    POLICY_NETWORK_SHARE,      /* of the people, national: their home has a network */
    POLICY_ABILITY_SHARE,      /* ... they can use it */
    POLICY_VISITS,             /* of one person who is not served remotely */
    POLICY_VISIT_CAPACITY,     /* of the whole country */
    POLICY_VISIT_COST,         /* of one visit */
    POLICY_MOVED_BY,           /* farther than this is told when an office closes */
    POLICY_ASSISTANCE,         /* to one person without a provider, a year; optional */
    POLICY_ASSISTANCE_SHARE,   /* ... which so many of them are paid */
    POLICY_PEERS,              /* comparable places that are listed of each one */
    POLICY_VALUES
};

struct policy_value {
    const char *name, *unit, *when_unknown; /* what an unknown one means */
    char mark[4], source[200], from[11];
    bool is_known, is_given; /* given: by the policy file */
    uint64_t low, mid, high; /* millionths */
    uint64_t most;           /* allowed, millionths */
};

/* S is sek_micro for that many participants and more, up to the next band. */
struct policy_band {
    uint32_t from_count;
    uint64_t sek_micro;
};

/* A route somebody decided on, whatever the rules say. */
struct policy_override {
    char *code, *route, *reason;
};

/* Remote support is permitted; both days belong to it, "": without end. */
struct policy_permission {
    char scheme[64]; /* "": any */
    char from[11], to[11];
};

struct policy {
    struct policy_value values[POLICY_VALUES];
    char begun[11];      /* the day the procurement begins; "": not known */
    bool is_begun_given; /* else it is the day of the run */
    bool is_social;      /* social and special services, else ordinary ones */
    /* Lots: even ones, else the fewest; of areas within the travel limit of each other,
     * else of those that share a border; of municipalities where there are supplier
     * areas, which they may then split. */
    bool is_lot_even, is_lot_by_road, is_lot_split;
    uint32_t band_count, offer_count, override_count;
    struct policy_band *bands; /* by from_count */
    char **offers;             /* codes of municipalities that offer an agreement */
    struct policy_override *overrides;
    bool has_programme; /* of a municipality: what it told of persons, actors, SEK a year */
    struct money_number persons, actors, cost;
    char programme_source[200];
    uint32_t line_count;
    struct money_line *lines; /* who pays whom */
    uint32_t closure_count;
    char **closures;      /* office id, provider, or COLUMN=VALUE of the offices: who moves then */
    bool has_permissions; /* the policy tells when remote support is permitted */
    uint32_t permission_count;
    struct policy_permission *permissions;
    uint32_t pilot_count, metropolitan_count;
    char **pilots, **metropolitan; /* codes; pilots.h where a policy names KROM, no cities */
    bool is_independent; /* network and ability of a person have nothing to do with each other */
};

/* The built-in policy; it owns nothing yet. */
void policy_init(struct policy *policy);
void policy_release(struct policy *policy);
/* a * b, both millionths; the highest number when it does not fit. */
uint64_t policy_times(uint64_t a_micro, uint64_t b_micro);
/* r: as told, else base pay x days + result share x result pay; false: not known. */
bool policy_income(uint64_t *income_micro, const struct policy *policy);
/* m = r - v in millionths of SEK; false: r or v is not known. 0: no margin. */
bool policy_margin(uint64_t *margin_micro, const struct policy *policy);
/* The margin where r and v stand at a bound: lowest is r at its low and v at its high
 * end. */
enum policy_bound { POLICY_LOW, POLICY_MID, POLICY_HIGH };
bool policy_margin_at(uint64_t *margin_micro, const struct policy *policy, enum policy_bound bound);
uint64_t policy_value_at(const struct policy_value *value, enum policy_bound bound);

/* Limits in SEK without VAT by the day a procurement begins. */
struct policy_limits {
    const char *from, *until; /* both days in */
    uint32_t threshold, threshold_social, direct, direct_social;
    const char *mark;
};
extern const struct policy_limits policy_limit_rows[];
extern const uint32_t policy_limit_count;
/* The row of a day; NULL: not known. */
const struct policy_limits *policy_limits_on(const char *date);
/* The limit of direct award; false: not known. */
bool policy_direct_limit(uint64_t *limit_micro, const struct policy *policy);
/* Agreements with municipalities may be paid since 1 December 2022. */
bool policy_has_agreements(const char *date);
/* Whether remote support is permitted on a day ("": not told) in a scheme ("": any). */
enum policy_word { POLICY_NOT_KNOWN, POLICY_NO, POLICY_YES };
enum policy_word policy_permits_remote(const struct policy *policy, const char *scheme,
                                       const char *day);
/* Routes that exist: "LOV", "LOV_ALLOWANCE" ... */
bool policy_is_route(const char *route);
#endif
