/* cover/cover.h: people meet network. The room's door.
 *
 *   spread    units to road pieces            (spread.c; straight.c without roads)
 *   cut       pieces by a second layer        (cut.c)
 *   allocate  each piece its k facilities     (allocate.c; straight.c)
 *   sum       shares with low and high        (shares.c)
 *   choices   people by number of groups      (choices.c)
 *   defaults  the nearest that takes people   (defaults.c)
 *   find      white spots                     (gaps.c)
 *   reach     what single facilities reach    (reach.c)
 *   reach     what new ones would reach       (candidates.c)
 *   close     who loses what then             (closure.c)
 *   costs     medians and percentiles         (costs.c)
 *   middles   where a zone has its people, and the ways between (middles.c)
 *   draw      catchments as polygons          (catchments.c)
 *
 * Everything is whole numbers; the same input gives the same bytes with any
 * number of threads. What each figure means: method.md. */
#ifndef COVER_COVER_H
#define COVER_COVER_H
#include "base/warnings.h"
#include "cover/candidates.h"
#include "cover/closure.h"
#include "cover/middles.h"
#include "geo/places.h"
#include "net/along.h"
#include "net/network.h"
#include "net/search.h"
#include "net/snap.h"
#include <stddef.h>

/* ---- spread ---------------------------------------------------------------- */

enum part_state { PART_ON_NETWORK, PART_OFF_NETWORK };

/* A part is what one unit has in one zone. People of a unit are split over its
 * parts in proportion to road (fixed_split, parts in zone order, outside last),
 * so the parts of a unit add up to the unit. */
struct spread {
    uint32_t part_count, weight_count, unit_count;
    uint32_t *unit, *zone; /* per part, sorted by (unit, zone); zone WS_NONE: outside */
    uint8_t *state;        /* per part, enum part_state */
    uint64_t *weight_mm;   /* per part: sum of its pieces' weights */
    uint64_t *no_link_mm; /* per part: of these, in components no facility stands on, if any does */
    uint64_t *people_micro; /* per part: weight_count entries */
    uint64_t *less_micro;   /* like people_micro: how much lower the count may be; NULL: known */
    uint64_t *more_micro;   /* ... how much higher, WS_UNBOUNDED; both split as people are */
    uint32_t *first_part;   /* per unit + 1 */
    uint32_t piece_count;   /* sorted by (edge, from, to, part) */
    struct ws_piece *pieces;
    uint32_t *part;    /* per piece */
    double *x_m, *y_m; /* per piece; only without roads: the lattice point */
};

/* What a piece counts: its length, or 1 for a snapped unit. */
static inline uint32_t piece_weight(const struct ws_piece *piece)
{
    return piece->to_mm > piece->from_mm ? piece->to_mm - piece->from_mm : 1;
}

struct spread_plan {
    const struct network *net; /* NULL without roads */
    const struct snapper *snapper;
    const bool *is_served; /* per component: a serving facility stands on it */
    const struct population *population;
    const struct zones *zones;
    const struct locator *zone_locator;
    struct earth *earth;
    double access_limit_m, zone_limit_m; /* 2 km each by default */
    uint32_t min_component;
    uint32_t threads;
};

/* Lays people along inhabited roads. Area units: every stretch of inhabited
 * canonical edge inside the unit, cut at zone borders unless the unit has a
 * code; a unit without any: its point inside, snapped. Points: snapped. A unit
 * outside all zones without road goes to the nearest zone within zone_limit_m
 * (counted in a warning). An unknown code is outside. Units with zero people
 * of every weight are laid out as well. */
WS_MUST_CHECK
enum ws_status spread_roads(struct spread *out, const struct spread_plan *plan,
                            struct warnings *warnings, struct ws_error *err);

/* Without roads: a lattice of at least 64 points inside each area, at most 1 km
 * apart; points stand for themselves. Each lattice point outside all zones goes
 * to the nearest within zone_limit_m; farther ones too when another point of the
 * unit lies in a zone, so only a unit that is far from all zones is outside. */
WS_MUST_CHECK
enum ws_status spread_straight(struct spread *out, const struct spread_plan *plan,
                               struct warnings *warnings, struct ws_error *err);
void spread_release(struct spread *spread);

/* ---- cut ------------------------------------------------------------------- */

/* A spread whose parts are parts of another, cut by a second layer of areas
 * that may cut the zones. .zone of a part or piece is the area, area_count: in
 * none of them, WS_NONE: outside all zones as before. People of a part are split
 * over the parts cut from it in proportion to road (fixed_split), so they add up
 * to what was cut, and no figure of the zones changes. */
struct cut {
    struct spread spread;
    uint32_t *parent; /* per part: the part it was cut from */
};

struct cut_plan {
    const struct spread *spread;
    const struct network *net; /* NULL without roads */
    const bool *is_served;     /* as in the spread's own plan */
    const struct population *population;
    const struct zones *zones;
    const struct locator *zone_locator;
    const struct locator *locator; /* areas as polygons, or ... */
    const uint32_t *area_of_zone;  /* ... as groups of zones; WS_NONE: in none */
    uint32_t area_count;
    double limit_m; /* points outside all zones go to the nearest area within it */
    uint32_t threads;
};

/* Road stretches are cut where a border crosses them, to the millimetre; snapped
 * units, units off the network and lattice points belong to the area they stand
 * in. O(pieces log pieces). */
WS_MUST_CHECK
enum ws_status spread_cut(struct cut *out, const struct cut_plan *plan, struct ws_error *err);
void cut_release(struct cut *cut);

/* ---- allocate -------------------------------------------------------------- */

struct allocate_plan {
    const struct network *net;
    const struct field *field; /* its k is the allocation's */
    const struct stops *stops;
    const uint32_t *group;
    enum ws_direction direction;
    bool is_time;
    double access_speed_kmh;
    const uint32_t *cutoff_cost; /* rows are cut where a rank crosses one */
    uint32_t cutoff_count;
    uint32_t threads;
    /* Of net and direction, for the searches of single facilities; NULL: they
     * make their own. */
    const struct skeleton *skeleton;
};

/* Rows in the order of the pieces they come from; *part_out the part of each
 * row. Within a cutoff R at rank r: max(cost_from, cost_to) <= R, for the
 * whole row. out and *part_out are untouched on failure; free the latter with
 * mem_free(). */
WS_MUST_CHECK
enum ws_status allocate_pieces(struct ws_allocation *out, uint32_t **part_out,
                               const struct spread *spread, const struct allocate_plan *plan,
                               struct ws_error *err);

struct straight_plan {
    const struct ws_points *facilities; /* with group */
    const char *working_crs;
    double factor; /* 1.0 .. 3.0 */
    uint32_t k, threads;
};

/* Cost of a straight way of that length: geodesic mm x factor, nearest mm;
 * WS_COST_INF and beyond count as not reached, and so does NaN. */
uint32_t stride_leg_cost(double leg_m, double factor);

/* One row per lattice point. */
WS_MUST_CHECK
enum ws_status allocate_straight(struct ws_allocation *out, uint32_t **part_out,
                                 const struct spread *spread, const struct straight_plan *plan,
                                 struct ws_error *err);
void allocation_release(struct ws_allocation *allocation);

/* True when the row's rank-th (0 ..) facility is within the cutoff. */
bool allocation_within(const struct ws_allocation *allocation, uint32_t row, uint32_t rank,
                       uint32_t cutoff_cost);

/* ---- shares ---------------------------------------------------------------- */

struct share_plan {
    const struct spread *spread;
    const struct ws_allocation *allocation;
    const uint32_t *part; /* per row */
    uint32_t zone_count, cutoff_count, choice_count;
    const uint32_t *cutoff_cost, *choice;
    uint32_t threads; /* 0 counts as 1 */
};

/* Rows [zone][weight][cutoff][choice], zones 0 .. zone_count-1 and last the
 * nation (zone WS_NONE, outside included). Each row bridges; a row that does
 * not is WS_BAD_DATA. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status shares_sum(struct ws_share **out, uint32_t *count, const struct share_plan *plan,
                          struct ws_error *err);

/* Adds zone rows up to groups of zones (counties): rows [group][weight][cutoff]
 * [choice] with .zone = group index. */
WS_MUST_CHECK
enum ws_status shares_group(struct ws_share **out, uint32_t *count, const struct ws_share *rows,
                            const struct share_plan *plan, const uint32_t *group_of_zone,
                            uint32_t group_count, struct ws_error *err);

/* Share of a row, NaN when it has no people. */
double share_fraction(const struct ws_share *share, uint64_t part_micro);
/* ws_share_low() and ws_share_high() as numbers; NaN when not defined. */
double share_low(const struct ws_share *share);
double share_high(const struct ws_share *share);

/* Uncovered people of each part at one cutoff and choice, first weight. out
 * has room for part_count; *covered_mm_out (same size) may be NULL. */
WS_MUST_CHECK
enum ws_status shares_parts(uint64_t *uncovered_micro, uint64_t *covered_mm_out,
                            const struct share_plan *plan, uint32_t weight, uint32_t cutoff_cost,
                            uint32_t choice, struct ws_error *err);

/* ---- curve ------------------------------------------------------------------ */

/* People of the nation, first weight, within each of some costs: out[choice x
 * cost_count + i]. At a cutoff the allocation was cut at it is what shares_sum()
 * says; in between each row is cut at the cost, to the millimetre. O(rows x costs x
 * choices) over threads. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status shares_curve(uint64_t **out, const struct share_plan *plan, const uint32_t *cost,
                            uint32_t cost_count, uint32_t threads, struct ws_error *err);

/* ---- choices ---------------------------------------------------------------- */

/* People of each part by how many distinct groups they have within the cutoff:
 * entry part * (most + 2) + n for n = 0 .. most (most: or more), and most + 1: no
 * fixed link. They add up to the part's people, and those with n or more are what
 * the shares cover at choice n. All 0 for parts off the network or outside all
 * zones. most <= allocation->k. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status choices_of_parts(uint64_t **out, const struct share_plan *plan, uint32_t weight,
                                uint32_t cutoff_cost, uint32_t most, struct ws_error *err);

/* ---- defaults --------------------------------------------------------------- */

/* Where people go who choose nothing: to the nearest facility that takes people,
 * by road and, to compare, by straight line in the plane from where they live.
 * Along a road the line's answer is cut where it changes, at the bisector of two
 * facilities, to the millimetre. Equal distances go to the lower facility. First
 * weight; people of a part are split over its answers in proportion to road. */
struct default_sums {
    uint64_t unreached_micro; /* no road leads to any that takes people */
    uint64_t off_network_micro, outside_micro;
    uint64_t nobody_accepts_micro; /* by line: no facility takes people */
};
struct defaults {
    uint32_t facility_count;
    uint64_t *road_micro, *line_micro; /* per facility */
    uint64_t *same_micro;              /* by both */
    struct default_sums sums;
};

struct default_plan {
    const struct spread *spread;
    const struct ws_allocation *allocation; /* rank 0: the nearest that takes people */
    const uint32_t *part;                   /* per row */
    const struct network *net;              /* NULL without roads: by line alone, all unreached */
    const struct ws_points *facilities;
    const bool *is_accepting; /* per facility */
    const struct population *population;
    const struct zones *zones;
    uint32_t threads;
};

/* By road: facilities, unreached, off the network and outside add up to all
 * people; by line: facilities, nobody accepts and outside do. O(rows log
 * facilities). */
WS_MUST_CHECK
enum ws_status defaults_find(struct defaults *out, const struct default_plan *plan,
                             struct ws_error *err);
void defaults_release(struct defaults *defaults);

/* ---- gaps ------------------------------------------------------------------ */

struct gaps {
    uint32_t count;
    struct ws_gap *gaps;   /* sorted by people, most first; then zone, first unit */
    uint32_t *units;       /* gap g: units[first_unit .. first_unit + unit_count - 1] */
    struct areas outlines; /* one area per gap, same order */
};

struct gap_plan {
    const struct share_plan *shares;
    const struct population *population;
    const struct zones *zones;
    const struct ws_points *facilities;
    uint32_t cutoff_cost; /* main limit; choice 1, weight 0 */
    double join_m;        /* points nearer than this are one spot: the access limit */
    uint32_t threads;
};

/* Groups of units of one zone with uncovered people. Areas are joined along
 * borders, points within join_m of each other. Outline: the union of the
 * members, cut to the zone unless the unit has a code; points: discs of join_m,
 * cut to the zone. */
WS_MUST_CHECK
enum ws_status gaps_find(struct gaps *out, const struct gap_plan *plan, struct ws_error *err);
void gaps_release(struct gaps *gaps);

/* ---- reach ----------------------------------------------------------------- */

/* What single facilities and groups reach; first weight. */
struct reach {
    uint32_t facility_count, cutoff_count, zone_count;
    uint64_t *people_micro;    /* [facility][cutoff] */
    uint64_t *only_here_micro; /* [facility]: no other group within the main cutoff */
    uint64_t *group_sum_micro; /* [zone]: sum over groups of the people each reaches within the
                                  main cutoff; over people: the mean number of providers */
};

struct reach_plan {
    const struct spread *spread;
    const struct ws_allocation *allocation; /* of the same spread, k >= 2: who else is there */
    const uint32_t *part;                   /* per row of the allocation */
    const struct allocate_plan *roads;      /* or NULL */
    const struct straight_plan *straight;   /* or NULL */
    const struct ws_snap *facility_snaps;   /* with roads */
    const uint32_t *leg_cost;               /* with roads, per facility */
    const struct ws_points *facilities;
    uint32_t group_count;
    uint32_t zone_count;
    const uint32_t *cutoff_cost;
    uint32_t cutoff_count, main_cutoff; /* main_cutoff: index */
    uint32_t threads;
    bool groups_only; /* only group_sum_micro is asked for */
};

/* One bounded search per facility and one per group. Facilities that do not
 * serve reach nobody. */
WS_MUST_CHECK
enum ws_status reach_facilities(struct reach *out, const struct reach_plan *plan,
                                struct ws_error *err);
void reach_release(struct reach *reach);

/* Every road stretch (inhabited or not, no ferries) with at least `choice`
 * groups within the cutoff, canonical edges in order. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status reach_roads(struct ws_piece **out, uint32_t *count, const struct allocate_plan *plan,
                           uint32_t cutoff_cost, uint32_t choice, struct ws_error *err);

/* ---- costs ----------------------------------------------------------------- */

/* One row per unit: along its road, the median cost of each rank and the
 * facility met there; what fraction lies within the main cutoff at rank 1.
 * NaN / WS_NONE / WS_COST_INF when off the network. */
struct unit_costs {
    uint32_t unit_count, k;
    uint32_t *cost, *facility; /* [unit][rank] */
    double *reached_frac;      /* [unit] */
};
WS_MUST_CHECK
enum ws_status costs_of_units(struct unit_costs *out, const struct share_plan *plan,
                              uint32_t cutoff_cost, struct ws_error *err);
void unit_costs_release(struct unit_costs *costs);

/* Smallest cost to the nearest facility within which percent[i] of the people of
 * the zone live (all people of the row count; WS_COST_INF: not so many are
 * linked). zone WS_NONE: the nation. out[i] has zone_count + 1 rows, nation last.
 * WS_BAD_OPTION unless 1 to 100. */
WS_MUST_CHECK
enum ws_status costs_of_zones(uint32_t *const *out, const struct share_plan *plan,
                              const uint32_t *percent, uint32_t percent_count,
                              struct ws_error *err);

/* Distinct groups the median resident of each zone has within the cutoff, at
 * most allocation->k; zone_count + 1 rows, nation last. WS_NONE: no people. */
WS_MUST_CHECK
enum ws_status costs_median_choice(uint32_t *out, const struct share_plan *plan,
                                   uint32_t cutoff_cost, struct ws_error *err);
/* ---- catchments ------------------------------------------------------------ */

/* Drawn for the eye: no figure is ever taken from them. A position belongs to
 * the catchment of a cutoff and a choice when the straight leg by which people
 * there would reach the network, plus the cost of the choice-th distinct group
 * from its foot, is within the cutoff: the rule of the figures and of `explain`.
 * Where the nearest road changes the cost may jump over the cutoff; every vertex
 * has a position within and one beyond at most a metre away. */
struct catchment_plan {
    const struct allocate_plan *roads;    /* or NULL */
    const struct straight_plan *straight; /* or NULL */
    const struct ws_points *facilities;   /* with group */
    const struct ws_snap *facility_snaps; /* with roads, as is what follows up to is_served */
    const uint32_t *leg_cost;             /* per facility */
    const struct snapper *snapper;
    const bool *is_served; /* per component: true wherever a facility stands */
    uint32_t min_component;
    double access_limit_m;
    const char *working_crs;
    double resolution_m; /* side of a cell; at most half of the access limit is used */
    const uint32_t *cutoff_cost, *choice;
    uint32_t cutoff_count, choice_count, threads;
    bool per_facility;
};

struct catchments {
    struct areas together;   /* [cutoff][choice] */
    struct areas facilities; /* [facility][cutoff]; none unless asked for */
};

/* Time and memory grow with the area of the largest catchment, not with the
 * network: 40 bytes per vertex before they are joined, and 4 KB per worker, cutoff
 * and choice. */
WS_MUST_CHECK
enum ws_status catchments_draw(struct catchments *out, const struct catchment_plan *plan,
                               struct ws_error *err);
void catchments_release(struct catchments *catchments);
#endif
