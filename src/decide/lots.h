/* decide/lots.h: tender lots: thin areas put together until a tender is worth while.
 *
 * A lot is a set of areas that hangs together (neighbour to neighbour inside the lot),
 * within which no way between two middles is longer than the travel limit, and whose
 * participants reach the least volume. Every area is in exactly one lot; one that no such
 * set takes is a lot of its own, below the volume, never dropped.
 *
 * First as few areas as possible are below the volume. Then, by the aim,
 *     fewest  as few lots as possible, then the largest lot as small as possible
 *     even    the largest lot as small as possible, then as few lots as possible
 * in each part of the map that hangs together. Participants that are not known may be
 * many: a set with such an area counts as large enough, and its lot is a candidate.
 *
 * Exact where it can be: all allowed sets of a part are listed, and the best division is
 * found by putting away the lowest area that is left, state by state (dynamic programming
 * over what is left), or by the integer solver over the same sets (set partitioning:
 * Garfinkel and Nemhauser 1969, doi:10.1287/opre.17.5.848). Beyond LOTS_SETS sets, and
 * without either proof, lots grow greedily and a bound is told: areas that pairwise
 * cannot share a lot need a lot each. Tuned for tens of areas a part. */
#ifndef DECIDE_LOTS_H
#define DECIDE_LOTS_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

#define LOTS_AREAS 2048u /* most areas of one problem */
#define LOTS_SETS 50000u /* most sets of a part that are listed */

enum lots_aim { LOTS_FEWEST, LOTS_EVEN };

/* Areas in an order that does not depend on rows: lower ones win where all is equal. */
struct lots_problem {
    uint32_t area_count;
    const uint64_t *micro;       /* participants a year; WS_UNBOUNDED: not known */
    const bool *is_beside;       /* [area][area], symmetric: neighbours */
    const uint32_t *travel_cost; /* [area][area], symmetric; WS_COST_INF: too far, no way */
    uint32_t travel_limit;       /* <= is allowed; WS_COST_INF: no limit, ways need not exist */
    uint64_t volume_micro;       /* least volume; 0: none; WS_UNBOUNDED: nothing is enough */
    enum lots_aim aim;
    bool no_solver;      /* tests: as on a machine without one */
    uint64_t step_limit; /* of the exact search; 0: the built-in one */
};

struct lot {
    uint32_t first, area_count; /* in lots.areas */
    uint64_t micro;             /* WS_UNBOUNDED: not known */
    uint32_t travel_cost;       /* longest way inside; 0: one area; WS_COST_INF: some not known */
    bool is_below;
};

struct lots {
    uint32_t count;
    struct lot *lots;                  /* by their lowest area */
    uint32_t *areas;                   /* sorted inside a lot */
    uint32_t *lot_of;                  /* per area */
    uint32_t part_count, proved_count; /* parts of the map; those whose best is proved */
    uint32_t below_count;              /* lots below the volume, one area each */
    uint32_t least_count;              /* no division with as few areas below has fewer lots */
    uint64_t largest_micro;            /* of the lots whose volume is known and reached */
    uint64_t least_largest_micro;      /* ... no division has a smaller one */
    bool is_proved;                    /* the division is the best by its aim */
};

/* WS_TOO_LARGE beyond LOTS_AREAS. */
WS_MUST_CHECK
enum ws_status lots_draw(struct lots *out, const struct lots_problem *problem,
                         struct ws_error *err);
void lots_release(struct lots *lots);
const char *lots_aim_name(enum lots_aim aim); /* "fewest", "even" */
#endif
