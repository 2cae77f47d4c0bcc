/* decide/chains.h: chains of roles that notes tell, and where one is broken.
 *
 * Notes of the topic "role" with a step make the chain of their place: steps stand in
 * the order of the number in front ("1", "2 guidance"), several notes of a step name
 * several who may perform it. A step that nobody can perform breaks the chain. Notes
 * stay notes: no figure of coverage depends on any of this. */
#ifndef DECIDE_CHAINS_H
#define DECIDE_CHAINS_H
#include "geo/registers.h"
#include <whitespot/error.h>
#include <whitespot/model.h>

#define CHAIN_TOPIC "role"
#define CHAIN_MOST_STEP 99u

/* Partly: in reach of some of the people of the municipality. */
enum chain_state { CHAIN_NOT_KNOWN, CHAIN_BROKEN, CHAIN_PARTLY, CHAIN_WHOLE };

struct chain_step {
    const char *place;
    uint32_t zone;                   /* WS_NONE: no municipality, nobody can tell reach */
    uint32_t number;                 /* 1 .. CHAIN_MOST_STEP; WS_NONE: none in front */
    uint32_t first_note, note_count; /* of chains.note; 0: the order leaves this one out */
    /* What the run knows of those who perform it, for chains_judge(): */
    bool is_own;                          /* the municipality itself is one of them */
    bool is_unknown;                      /* somebody has no office among those read */
    uint32_t provider_count;              /* of the others */
    uint64_t people_micro, reached_micro; /* of the municipality; within the main limit */
    enum chain_state state, chain;        /* of the step, of its whole chain */
};

struct chains {
    uint32_t step_count, note_count;
    struct chain_step *steps; /* by place and number */
    uint32_t *note;           /* index of notes, by step */
};

/* Steps without what the run knows. as_of: later notes are left out; "": none is. */
WS_MUST_CHECK
enum ws_status chains_find(struct chains *out, const struct notes *notes, const char *as_of,
                           struct ws_error *err);
void chains_release(struct chains *chains);
/* Fills the states of all steps and chains. */
void chains_judge(struct chains *chains);
const char *chains_state_name(enum chain_state state); /* "broken" ...; NULL: not known */
/* Why a step is as it is. */
const char *chains_why(const struct chain_step *step);
#endif
