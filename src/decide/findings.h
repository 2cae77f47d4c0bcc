/* decide/findings.h: what follows for a place: how much choice there is, what is to
 * be said of it, and which route the rules propose.
 *
 * A proposal names the rule and the figures that decided it. Unknown is no number:
 * where participants or amounts are not known the count of providers decides, and
 * the proposal is a candidate. */
#ifndef DECIDE_FINDINGS_H
#define DECIDE_FINDINGS_H
#include "base/sentences.h"
#include "decide/allowance.h"
#include <stddef.h>

enum finding_flag {
    FINDING_NEIGHBOUR_ONLY = 1, /* providers within the limit, no office inside */
    FINDING_CLOSED_TO_NEW = 2,  /* offices or contracts, and none takes anybody new */
    FINDING_ENDING = 4,         /* all that take people end within the time of notice */
    FINDING_AT_RISK = 8,        /* every contract is at risk */
    FINDING_NO_DATA = 16,       /* nobody can tell how many providers there are */
    FINDING_REMOTE_ONLY = 32,   /* nobody to meet, and half of the people can be served remotely */
    FINDING_FLAGS = 6           /* how many there are */
};

/* One place. Participants a year, millionths: WS_UNBOUNDED where not known. */
struct finding_place {
    const char *code;
    uint32_t provider_count; /* distinct, of half of the people; WS_NONE: not known */
    uint32_t office_count;   /* inside */
    /* Offices and contracts of it: all, those that take people, of these the ending. */
    uint32_t supply_count, taking_count, ending_count;
    uint32_t contract_count, risky_count;
    uint64_t people_micro, uncovered_micro; /* all; without a provider within the limit */
    uint64_t uncovered_low, uncovered_high; /* its certified interval, millionths */
    uint64_t participants_low, participants_micro, participants_high;
    /* The places beside it within the travel limit of a lot, and their participants. */
    uint64_t neighbour_micro;
    uint32_t neighbour_count;
    bool is_way_unknown;                /* nobody measured the ways to them */
    bool is_remote_only, is_remote_off; /* off: not permitted on the day */
};

struct finding {
    unsigned flags; /* enum finding_flag */
    bool has_class, is_candidate, is_override;
    enum ws_class class_id;
    char rule;         /* 'a' ... 'f' */
    const char *route; /* NULL: none is proposed */
    struct sentence why;
};

/* The least participants of a lot: lot_volume or what lets one provider break even, the
 * larger one; 0: neither is known; WS_UNBOUNDED: nobody breaks even. */
uint64_t findings_lot_volume(const struct policy *policy);
unsigned findings_flags(const struct finding_place *place);
/* "closed_to_new, ending"; "" without flags. */
void findings_flags_text(char out[96], unsigned flags);
/* The finding of a place; texts belong to the policy. */
void findings_judge(struct finding *out, const struct finding_place *place,
                    const struct policy *policy);
#endif
