/* run/siting.h: where new offices help most. Private to src/run.
 *
 * Candidates are given, or made where people live or roads meet: at whole metres of
 * the working CRS, so that an office at the coordinates told stands where the
 * candidate stood. No figure of the coverage depends on anything here. */
#ifndef RUN_SITING_H
#define RUN_SITING_H
#include "io/io.h"
#include <whitespot/site.h>
struct run;
struct json;

/* Made candidates are thinned to so many. */
#define SITING_MOST_MADE 4000u

struct siting {
    struct ws_siting shown;
    struct candidates candidates; /* in the order that decides ties: id, or position */
    struct ws_snap *snaps;        /* per candidate, with roads */
    uint32_t *leg_cost;           /* per candidate, with roads */
    uint32_t unusable_count;
    struct ws_site *sites;   /* what is shown */
    struct ws_points points; /* of the sites: what is written */
    double thin_m;           /* side of the squares of which one was kept; 0: all were */
    char words[200], proof[320];
};

/* --candidates, with the other inputs. */
WS_MUST_CHECK
enum ws_status siting_read(struct run *run, const struct ws_source *source, struct ws_error *err);
/* After everything else; nothing unless sites are asked for. */
enum ws_status run_siting(struct run *run, struct ws_error *err);
/* In a check with options of site: the candidates given are judged where the roads and
 * people could be read, and none is tried. */
WS_MUST_CHECK
enum ws_status siting_judge(struct run *run, struct ws_error *err);
void siting_free(struct siting *siting);

/* siting_candidates.c: makes candidates when none were given, and snaps all as
 * offices are. Who is too far from a road, or would change where people are snapped
 * to, takes no part and is told. */
WS_MUST_CHECK
enum ws_status siting_candidates(struct run *run, struct ws_error *err);

/* What a result tells of it; NULL: no sites were asked for. */
const struct ws_siting *siting_shown(const struct siting *siting);
/* layers_sites.c: the key `sites` of the evidence. */
void siting_evidence(struct json *json, const struct run *run);
#endif
