/* base/warnings.h: the list of repairs and of what was left out, and beside it
 * the faults for which inputs are refused.
 *
 * Every room that mends or leaves out something adds a line; the run publishes
 * them as the table `repairs` and in the evidence. Order of adding is kept, so
 * add in an order that does not depend on threads. Faults are never published:
 * a run that succeeds has none. */
#ifndef BASE_WARNINGS_H
#define BASE_WARNINGS_H
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

struct warnings {
    size_t count, cap;
    struct ws_warning *items; /* repairs */
    size_t fault_count, fault_cap;
    struct ws_warning *faults;
};

/* Where the fault lies; NULL members become "". Used by value. */
struct place {
    const char *role, *file, *layer, *feature;
};

/* Adds a line. `effect` is a plain clause ("3 rows left out, 120 people"); the
 * format makes `what`. WS_NO_MEMORY. */
WS_MUST_CHECK
enum ws_status warnings_add(struct warnings *list, struct place place, const char *effect,
                            struct ws_error *err, const char *fmt, ...) WS_PRINTF(5, 6);
/* Adds a fault; `status` is what it ends a run with. WS_NO_MEMORY. */
WS_MUST_CHECK
enum ws_status warnings_fault(struct warnings *list, struct place place, enum ws_status status,
                              struct ws_error *err, const char *fmt, ...) WS_PRINTF(5, 6);
/* Moves the last fault to `at`, before those that stand there. */
void warnings_lead(struct warnings *list, size_t at);
/* Forgets the repairs from `count` on. */
void warnings_cut(struct warnings *list, size_t count);
void warnings_release(struct warnings *list);
#endif
