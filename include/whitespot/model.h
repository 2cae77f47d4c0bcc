/* whitespot/model.h: the nouns. Plain structs, structure of arrays.
 *
 * Costs are whole numbers: millimetres in a distance run, milliseconds in a
 * time run. People are whole millionths of a person. An absent index is
 * WS_NONE, an unreached cost WS_COST_INF, an unknown number NaN. Arrays belong
 * to whoever made the struct and are const for everybody else. */
#ifndef WHITESPOT_MODEL_H
#define WHITESPOT_MODEL_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>

#define WS_NONE UINT32_MAX
/* 2,147 km or 24.8 days; two of them add without wrapping. */
#define WS_COST_INF ((uint32_t)INT32_MAX)
#define WS_MICRO 1000000u

#define WS_MAX_CUTOFFS 16u
#define WS_MAX_CHOICE 16u
#define WS_MAX_WEIGHTS 16u

enum ws_direction { WS_TO_FACILITY, WS_FROM_FACILITY };

enum ws_role {
    WS_ROLE_MUNICIPALITIES,
    WS_ROLE_OFFICES,
    WS_ROLE_POPULATION,
    WS_ROLE_ROADS,
    WS_ROLE_SUPPLIER_AREAS,
    WS_ROLE_CONTROL,
    WS_ROLE_COMMUTING,
    WS_ROLE_UNEMPLOYED,
    WS_ROLE_REFERRALS,
    WS_ROLE_CLAIMS,
    WS_ROLE_NOTES,
    WS_ROLE_REMOTE,
    WS_ROLE_CONTRACTS,
    WS_ROLE_POLICY,
    WS_ROLE_CANDIDATES,
    WS_ROLE_SCENARIO,
    WS_ROLE_APPLICATIONS,
    WS_ROLE_COUNT
};

#ifdef __cplusplus
extern "C" {
#endif
/* "municipalities": the option's name; "input" for a number that is no role. */
WS_API const char *ws_role_name(enum ws_role role);
#ifdef __cplusplus
}
#endif

/* Choice classes: how many distinct providers. */
enum ws_class { WS_CLASS_NONE, WS_CLASS_ONE, WS_CLASS_TWO, WS_CLASS_FEW, WS_CLASS_MANY };

/* One row of the road class table (method.md, rulings 6 and 8). */
struct ws_road_class {
    char name[32]; /* OSM highway value, or the user's own word */
    double speed_kmh;
    bool is_drivable, is_inhabited, is_stop, is_ferry, is_tunnel;
};

struct ws_points {
    uint32_t count;
    double *x_m, *y_m; /* working CRS */
    uint32_t *group;   /* facilities: provider index; NULL for points of people */
    int64_t *fid;
};

/* Row i of people_micro: weight_count entries. The shape lies elsewhere. */
struct ws_units {
    uint32_t count, weight_count;
    int64_t *fid;
    uint64_t *people_micro;
};

struct ws_snap {
    uint32_t edge; /* WS_NONE: not on the network */
    uint32_t along_mm, off_mm;
};

/* [from_mm, to_mm) of an edge inside one unit and one zone. A snapped unit is
 * a piece of length zero. zone WS_NONE: outside all zones. Without roads edge
 * is WS_NONE and the piece is one lattice point of "length" 1. */
struct ws_piece {
    uint32_t edge, from_mm, to_mm, off_mm, unit, zone;
};

/* Row i: one piece; entries i*k .. i*k+k-1: the k cheapest facilities of
 * distinct groups and their cost at both ends, straight in between. Rows are
 * cut where the answer or the side of a cutoff changes. Absent: WS_NONE,
 * WS_COST_INF. */
struct ws_allocation {
    uint32_t count, k;
    struct ws_piece *pieces;
    uint32_t *facility, *cost_from, *cost_to;
};

/* A number of people without bound. */
#define WS_UNBOUNDED UINT64_MAX

/* zone WS_NONE: the nation. covered + uncovered + off_network + no_link +
 * outside = people, to the last millionth. All of these are people that are
 * known: a count that the source withholds is 0 here. What such counts may add
 * or take away stands in less and more, WS_UNBOUNDED where nothing is known, and
 * only ws_share_low() and ws_share_high() take it in. */
struct ws_share {
    uint32_t zone, weight, cutoff_cost, choice;
    uint64_t people_micro, low_micro, covered_micro, high_micro;
    uint64_t uncovered_micro, off_network_micro, no_link_micro, outside_micro;
    uint64_t road_mm, covered_mm;
    uint64_t low_less_micro, low_more_micro;   /* fewer in low, more outside of low */
    uint64_t high_more_micro, high_less_micro; /* more in high, fewer outside of high */
};

/* part / whole; whole 0: not defined. */
struct ws_fraction {
    uint64_t part, whole;
};

#ifdef __cplusplus
extern "C" {
#endif
/* The certified interval of a row's share: whatever the withheld counts are and
 * wherever in their area people live, the share lies in it. Not defined when
 * nobody is known to live there. */
WS_API struct ws_fraction ws_share_low(const struct ws_share *share);
WS_API struct ws_fraction ws_share_high(const struct ws_share *share);
#ifdef __cplusplus
}
#endif

/* What people quote. M1 to M6 are shares of people or places that have so many
 * providers; the others are counts. */
enum ws_metric_id {
    WS_M1, /* residents whose area is covered */
    WS_M2, /* employed whose home area and work area are covered */
    WS_M3, /* ... home area or work area */
    WS_M4, /* registered unemployed whose area is covered */
    WS_M5, /* municipalities with offices of so many providers inside */
    WS_M6, /* residents within a limit of so many providers */
    WS_COUNT_MUNICIPALITIES,
    WS_COUNT_AREAS,
    WS_COUNT_PROVIDERS,
    WS_COUNT_OFFICES,
    WS_COUNT_REFERRED,
    WS_METRIC_IDS
};

/* One figure: part / whole, and the interval that is certain. What it says
 * nothing about is empty, 0 or WS_COST_INF. */
struct ws_metric {
    enum ws_metric_id id;
    uint32_t choice, cutoff_cost;
    bool is_count, has_value; /* no value: the interval alone, or not defined */
    bool is_main;             /* of its id and choice: first weight, main limit, month of the run */
    uint64_t part_micro, whole_micro;
    uint64_t unknown_micro;       /* of the whole: neither covered nor uncovered */
    struct ws_fraction low, high; /* whole 0: not defined */
    char unit[24];                /* municipality, area, distance; of counts what is counted */
    char population[64], ages[32], scheme[64], as_of[16], limit[32];
    char note[160];
};

/* A statement and what became of it: reproduced, not reproduced, not testable. */
struct ws_claim {
    const char *id, *statement, *verdict, *why;
    uint32_t occurrences; /* how often it stands in the input */
};

/* What new facilities would reach of the ground where people lack a facility.
 *
 * An item is ground of one part (what one unit has in one zone) that each site
 * reaches wholly or not at all; its people need `lacking` more distinct groups (1 ..
 * aim). Lengths are added before people are: with c mm of a part covered,
 * floor(people_micro * c / whole_mm) of its people are. Nothing tells which road an
 * item is. 9 bytes per item, 8 per span. */
struct ws_reach {
    uint32_t site_count, item_count, part_count, aim;
    uint32_t *part, *weight_mm;                     /* per item */
    uint8_t *lacking;                               /* per item */
    uint64_t *people_micro, *whole_mm, *covered_mm; /* per part; covered without a new site */
    uint64_t *first_span;                           /* per site + 1 */
    struct ws_span {
        uint32_t from, to; /* items from .. to - 1 */
    } * spans;             /* in order, apart from each other */
};

/* A white spot: connected units of one zone where people are not covered. */
struct ws_gap {
    uint64_t people_micro;         /* uncovered people of the first weight */
    double area_m2;                /* of the units that form it */
    uint32_t zone, facility, cost; /* nearest facility and the lowest cost to it */
    uint32_t first_unit, unit_count;
};

struct ws_finding {
    uint32_t zone;
    enum ws_class class_id;
    uint32_t rule;
    uint64_t people_micro;
};

/* A column the user names for a key: --field ROLE.KEY=COLUMN. */
#define WS_MAX_FIELDS 32u
struct ws_field {
    char key[32], column[128];
};

/* One input as the user gave it. Empty text: not given. */
struct ws_source {
    char path[1024];  /* as opened */
    char given[1024]; /* as the user wrote it: messages and evidence */
    char layer[128], crs[1024], encoding[32], where[1024], open_options[512];
    char licence[128]; /* under which it is published, in the user's words */
    uint32_t field_count;
    struct ws_field fields[WS_MAX_FIELDS];
};

/* A people column: --weight COL[=LABEL]. */
struct ws_weight {
    char column[64], label[64];
};

/* What was read: one row of the evidence's `inputs`. */
struct ws_input {
    enum ws_role role;
    char path[1024], sha256[65], layer[128], crs[128], operation[256];
    char columns[512]; /* "code = KnKod, name = KnNamn": which column was taken for what */
    double accuracy_m; /* NaN: unknown; 0: no transformation, or exact */
    uint64_t rows_read, rows_used, repaired, left_out;
    char licence[128]; /* "": not told */
    char unjudged[64]; /* check: why it could not be judged ("needs the municipalities") */
};

/* One written layer. */
struct ws_output {
    char path[1024], layer[64];
    uint64_t rows;
};

/* One line of the table `repairs`, or one fault for which an input is refused.
 * Empty string: does not apply. */
struct ws_warning {
    char *role, *file, *layer, *feature, *what, *effect;
    enum ws_status status; /* WS_OK: a repair; else what the fault ends a run with */
    uint64_t more;         /* further faults of the same file, not kept in words */
};
#endif
