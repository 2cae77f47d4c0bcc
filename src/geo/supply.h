/* geo/supply.h: what an office or a contract is on a day.
 *
 * Nominal coverage counts all that are valid on the day, those that take nobody
 * included; effective coverage those that take people. Being approved, having an
 * end and taking people are three things. The only place that decides it. */
#ifndef GEO_SUPPLY_H
#define GEO_SUPPLY_H
#include <stdbool.h>
#include <stdint.h>

enum supply_state {
    SUPPLY_OPEN,
    SUPPLY_ENDING,        /* ends within the time of notice; takes people until then */
    SUPPLY_CLOSED_TO_NEW, /* nobody new */
    SUPPLY_NOT_RECEIVING, /* approved, and nobody is sent there */
    SUPPLY_ENDED,
    SUPPLY_POTENTIAL, /* applied, refused, withdrawn: never coverage */
    SUPPLY_STATES
};

/* How long before its end an office is ending; both 0: never. */
struct notice {
    uint16_t months, days;
};

/* What is told of one on a day. Days are "2020-03-30" or "". */
struct supply_facts {
    enum supply_state told; /* by a word of status; open when there is none */
    bool takes_nobody_new;
    const char *as_of, *valid_to; /* valid_to: the first day it is not there any more */
    struct notice notice;
};

enum supply_state supply_decide(const struct supply_facts *facts);
/* Whether it counts in nominal or in effective coverage. */
bool supply_counts(enum supply_state state, bool is_effective);
/* "open", "ending", "closed_to_new", "approved_not_receiving", "ended", "potential". */
const char *supply_name(enum supply_state state);
#endif
