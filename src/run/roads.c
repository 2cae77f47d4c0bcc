/* Lines to a network: what was mended, what nearly touches. */
#include "run/roads.h"

#include "net/ends.h"

#include <inttypes.h>
#include <stdio.h>

/* Ends this near to another road without touching it are told: nobody draws
 * roads that stop a step before a junction. */
#define NEAR_M 1.0

static enum ws_status tell(struct run *run, uint16_t source, int64_t fid, const char *what,
                           const char *effect, struct ws_error *err)
{
    char feature[48];
    snprintf(feature, sizeof feature, "first: feature %" PRId64, fid);
    struct place place = {
        .role = "roads", .file = run->road_sources[source].given, .feature = feature};
    return warnings_add(&run->warnings, place, effect, err, "%s", what);
}

static enum ws_status tell_joined(struct run *run, const struct end_notes *notes,
                                  struct ws_error *err)
{
    char what[160], effect[160];
    if (!notes->count)
        return WS_OK;
    snprintf(what, sizeof what, "%" PRIu32 " road %s within %g m of another road joined to it",
             notes->count, notes->count == 1 ? "end" : "ends", run->options->join_m);
    snprintf(effect, sizeof effect, "gaps of up to %.2f m closed; the gap itself costs nothing",
             notes->farthest_m);
    return tell(run, notes->source, notes->fid, what, effect, err);
}

static enum ws_status tell_near(struct run *run, struct ws_error *err)
{
    struct end_notes notes;
    char what[160], effect[160];
    enum ws_status st = ends_find(&notes, &run->net, NEAR_M, run_threads(run), err);
    if (st || !notes.count)
        return st;
    snprintf(what, sizeof what, "%" PRIu32 " road %s within %g m of another road without touching",
             notes.count, notes.count == 1 ? "end lies" : "ends lie", NEAR_M);
    if (run->options->join_m < NEAR_M)
        snprintf(effect, sizeof effect, "not connected; --join %gm joins what lies this close",
                 NEAR_M);
    else
        snprintf(effect, sizeof effect, "not connected");
    return tell(run, notes.source, notes.fid, what, effect, err);
}

static enum ws_status tell_notes(struct run *run, struct ws_error *err)
{
    const struct build_notes *notes = &run->notes;
    char what[160];
    enum ws_status st = WS_OK;
    snprintf(what, sizeof what, "%" PRIu32 " %s without length (all vertices in one place)",
             notes->zero_lines, notes->zero_lines == 1 ? "line" : "lines");
    if (notes->zero_lines)
        st = tell(run, notes->zero_source, notes->zero_fid, what, "left out", err);
    snprintf(what, sizeof what, "%" PRIu32 " %s shorter than half a millimetre", notes->short_edges,
             notes->short_edges == 1 ? "edge" : "edges");
    if (!st && notes->short_edges)
        st = tell(run, notes->short_source, notes->short_fid, what, "counted as 1 mm", err);
    return st;
}

enum ws_status roads_build(struct run *run, struct network *time, struct lines *lines,
                           const struct impedance *impedances, struct ws_error *err)
{
    struct build_way way = {impedances, time ? 2 : 1, run_threads(run)};
    struct end_notes joined = {0};
    struct network nets[2] = {{0}};
    enum ws_status st = WS_OK;
    if (run->options->join_m > 0.0)
        st = ends_join(&joined, lines, &way, run->options->join_m, err);
    if (!st)
        st = build_networks(nets, &run->notes, lines, &way, err);
    run->net = nets[0];
    if (time)
        *time = nets[1];
    if (!st)
        st = tell_joined(run, &joined, err);
    if (!st)
        st = tell_notes(run, err);
    if (!st)
        st = tell_near(run, err);
    return st;
}
