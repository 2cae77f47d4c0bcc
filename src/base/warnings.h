/* base/warnings.h: the list of repairs and of what was left out.
 *
 * Every room that mends or leaves out something adds a line; the run publishes
 * them as the table `repairs` and in the evidence. Order of adding is kept, so
 * add in an order that does not depend on threads. */
#ifndef BASE_WARNINGS_H
#define BASE_WARNINGS_H
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

struct warnings {
    size_t count, cap;
    struct ws_warning *items;
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
void warnings_release(struct warnings *list);
#endif
