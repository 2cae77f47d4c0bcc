/* run/prepared.h: a network prepared once (.wsn) in the place of roads.
 *
 * The file carries what the network was made from and with: sources with their
 * sums, classes, joins, working CRS, and what was said while it was made. A run
 * takes all of that over and refuses a file that is stale or made for another
 * working CRS. Figures are those of a run from the sources. */
#ifndef RUN_PREPARED_H
#define RUN_PREPARED_H
#include "run/run.h"

/* What an image says about itself. Free with prepared_release(). */
struct prepared {
    char crs_name[64];
    bool use_source_speed, use_ferries;
    double join_m;
    uint32_t class_count, source_count;
    struct ws_road_class *classes;
    struct ws_source *sources; /* given and path alone; the path as seen from here */
    struct prepared_source {
        char sha256[65];
        uint64_t size;
        int64_t time_s, time_ns;
    } * identities;
    struct warnings notes;
};

bool prepared_is(const struct ws_source *source);

/* The text of an image. Free with mem_free(). target: its path, for relative
 * paths of the sources. */
WS_MUST_CHECK
enum ws_status prepared_text(char **out, const struct run *run, const char *target,
                             struct ws_error *err);
/* The way back. path: of the image. WS_BAD_DATA: no such text. */
WS_MUST_CHECK
enum ws_status prepared_parse(struct prepared *out, const char *text, const char *path,
                              struct ws_error *err);
void prepared_release(struct prepared *prepared);

/* Fills network, notes, classes and sources of the run from its only source of
 * roads. */
WS_MUST_CHECK
enum ws_status prepared_load(struct run *run, struct ws_error *err);
#endif
