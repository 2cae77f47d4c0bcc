/* run/moved.h: whose nearest office gets farther away when offices close. Private to
 * src/run.
 *
 * Asked for by the policy: `closures` names an office, a provider or COLUMN=VALUE of
 * the offices (all that have it close together), each on its own; `moved_by` alone is
 * the office whose closure leaves most people without a provider. One search each,
 * without a limit. Costs are medians along the road of a unit. */
#ifndef RUN_MOVED_H
#define RUN_MOVED_H
#include "run/run.h"

struct moved_row {
    uint32_t closure, unit;
    uint32_t before, after;               /* cost of the nearest; WS_COST_INF: none is left */
    uint32_t office_before, office_after; /* WS_NONE: none */
    bool is_last;                         /* within the main limit before, beyond it after */
};

struct moved_closure {
    const char *name; /* of the policy, or the office's id */
    uint32_t office_count, unit_count;
    uint64_t people_micro, last_micro; /* of those units; with the last one lost */
};

struct moved {
    uint32_t more_cost; /* rows get farther by more than this */
    uint32_t closure_count;
    struct moved_closure *closures;
    size_t row_count, row_cap;
    struct moved_row *rows; /* by closure, unit */
};

/* After the critical offices. */
enum ws_status run_moved(struct run *run, struct ws_error *err);
void moved_free(struct moved *moved);
void moved_line(struct run *run); /* of the summary: the first closure */
/* layers_moved.c: the table `moved`, the key `moved` of the evidence. */
enum ws_status layers_moved(struct run_layers *out, const struct run *run, struct ws_error *err);
void moved_evidence(struct json *json, const struct run *run);
#endif
