/* cover/reach.h: how one facility or group is measured, with and without
 * roads. Shared by reach.c, reach_roads.c and reach_straight.c; not for other
 * rooms. */
#ifndef COVER_REACH_H
#define COVER_REACH_H
#include "cover/cover.h"

/* Millimetres of parts, in columns: one per cutoff, and last those within the
 * main cutoff that nobody else reaches. One thread; cleared at the cost of what
 * was touched. */
struct tally {
    uint32_t count, column_count;
    uint32_t *slot;      /* per part: place below plus 1; 0: untouched */
    uint32_t *part;      /* per place */
    uint64_t *weight_mm; /* per place: column_count entries */
    size_t part_cap, weight_cap;
};

WS_MUST_CHECK
enum ws_status tally_init(struct tally *tally, uint32_t part_count, uint32_t column_count,
                          struct ws_error *err);
/* The columns of a part, to be added to; NULL: no memory (err is set). Valid
 * until the next call. */
uint64_t *tally_part(struct tally *tally, uint32_t part, struct ws_error *err);
void tally_clear(struct tally *tally);
void tally_release(struct tally *tally);

/* Takes a stretch of a piece (by its number) that lies within the main cutoff, from
 * from_mm to to_mm; both are equal on a piece of length zero and on a lattice point.
 * Stretches of a road come in order and may touch; roads come in any order. */
typedef enum ws_status reach_take(void *context, uint32_t piece, uint32_t from_mm, uint32_t to_mm,
                                  struct ws_error *err);

/* Whose reach is measured: one facility in every column, or the facilities of
 * one group together in the column of the main cutoff. With `take` stretches are
 * handed to it instead, the tally may be NULL and no row is looked at. */
struct reacher {
    const uint32_t *facilities; /* with roads: in the order of the stops */
    uint32_t count;
    bool is_group;
    reach_take *take;
    void *context;
};

/* Shared and per-worker state of a pass over all reachers. */
struct road_reach;
struct straight_reach;

WS_MUST_CHECK
enum ws_status road_reach_new(struct road_reach **out, const struct reach_plan *plan,
                              struct ws_error *err);
WS_MUST_CHECK
enum ws_status road_reach_run(struct road_reach *reach, const struct reacher *reacher,
                              uint32_t worker, struct tally *tally, struct ws_error *err);
void road_reach_free(struct road_reach *reach);

WS_MUST_CHECK
enum ws_status straight_reach_new(struct straight_reach **out, const struct reach_plan *plan,
                                  struct ws_error *err);
WS_MUST_CHECK
enum ws_status straight_reach_run(struct straight_reach *reach, const struct reacher *reacher,
                                  uint32_t worker, struct tally *tally, struct ws_error *err);
void straight_reach_free(struct straight_reach *reach);

/* True when exactly one group is within the main cutoff on this row. */
bool reach_is_lonely(const struct reach_plan *plan, uint32_t row);
#endif
