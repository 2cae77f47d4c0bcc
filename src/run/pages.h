/* run/pages.h: the report, the map and the memo of a run: what they are handed, where they go.
 * Private to src/run. */
#ifndef RUN_PAGES_H
#define RUN_PAGES_H
#include "run/options.h"
#include "run/target.h"
#include <stdint.h>
struct run;
struct run_layers;

#define PAGES_MOST (2u + OPTIONS_MAX_MAPS)
struct pages {
    uint32_t count;
    struct target targets[PAGES_MOST];
};

/* pages_counties.c: the municipalities united by county, in the order of the counties. No
 * areas when counties are unknown, or all are of one. Free with areas_release(). */
struct areas;
WS_MUST_CHECK
enum ws_status pages_counties(struct areas *out, const struct run *run, struct ws_error *err);

/* What was written, for the result. */
void pages_tell(struct run *run);
bool pages_are_asked(const struct run *run);
/* What is asked for: report, maps in the order given, memo. Texts of the options. */
uint32_t pages_paths(const char *out[PAGES_MOST], const struct ws_options *options);
/* Before anything is computed: endings, what may be replaced, no two on one name. */
WS_MUST_CHECK
enum ws_status pages_check(const struct run *run, struct ws_error *err);
/* Draws them; pages_publish() writes them aside and gives them their names. Zero pages
 * first; pages_release() also takes away what was not published. */
WS_MUST_CHECK
enum ws_status pages_prepare(struct pages *pages, const struct run *run,
                             const struct run_layers *layers, struct ws_error *err);
WS_MUST_CHECK
enum ws_status pages_publish(struct pages *pages, const struct run *run, struct ws_error *err);
/* Takes the names back when what belongs to the pages could not be published. */
void pages_withdraw(struct pages *pages, struct ws_error *err);
void pages_release(struct pages *pages);
#endif
