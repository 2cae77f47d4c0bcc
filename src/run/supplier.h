/* run/supplier.h: the second layer of zones, contracts, and what is true on paper
 * beside what is true by road. Private to src/run.
 *
 * No figure of the municipalities depends on anything here. */
#ifndef RUN_SUPPLIER_H
#define RUN_SUPPLIER_H
#include "base/sentences.h"
#include "cover/cover.h"
#include "geo/contracts.h"
#include "geo/places.h"
#include "run/membership.h"
#include <whitespot/analysis.h>
struct run;
struct json;

/* Distinct providers of each zone, by what they have there. */
struct paper {
    uint32_t *by_contract, *by_office, *together;
    uint32_t *contract_count;
};

/* Why a place is supplied on paper; bits. */
enum paper_reason {
    PAPER_AREA_CONTRACT = 1,
    PAPER_AREA_OFFICE = 2,
    PAPER_ZONE_CONTRACT = 4, /* municipality */
    PAPER_ZONE_OFFICE = 8
};

/* Columns of a zone's people: how many distinct providers within the main limit,
 * or why nobody can tell. */
enum disagree_column {
    DISAGREE_NONE,
    DISAGREE_ONE,
    DISAGREE_TWO,
    DISAGREE_FEW,
    DISAGREE_MANY,
    DISAGREE_NO_LINK,
    DISAGREE_OFF_NETWORK,
    DISAGREE_OUTSIDE,
    DISAGREE_COLUMNS
};

/* People of one zone, first weight: without and with supply on paper. */
struct disagree_zone {
    uint64_t people_micro[2][DISAGREE_COLUMNS];
    uint8_t reasons[2][DISAGREE_COLUMNS]; /* enum paper_reason, of all places together */
};

/* The contracts of one area, by the name they give it. */
struct contract_area {
    uint32_t first, count; /* of its contracts */
    uint32_t zone;         /* on the map, or WS_NONE */
    uint32_t provider_count;
    uint32_t risky_count, unknown_count; /* flagged at risk; without a number of participants */
    uint64_t participants_micro;         /* of the others */
    /* Contracts that tell what they can take, and that sum; what the participants of
     * each are above its own capacity, never what others have room for. */
    uint32_t capacity_count, compared_count, over_count; /* compared: both are told */
    uint64_t capacity_micro, over_micro;
};

/* What the participants of a contract are above its capacity. Room of another one is
 * none of it: that is another provider. WS_UNBOUNDED: either is not known. */
uint64_t supplier_over_micro(const struct contracts *contracts, uint32_t contract);

struct supplier {
    /* load */
    bool has_areas, has_contracts;
    struct zones zones; /* supplier areas */
    struct locator *locator;
    uint32_t *area_of_zone; /* of a table: area of each municipality; NULL: polygons */
    uint32_t *office_area;  /* area each office stands in, WS_NONE: none */
    struct contracts contracts;
    /* One list of providers: those of the offices first, with their numbers, then
     * those that have contracts alone, by name. */
    uint32_t provider_count;
    uint32_t *contract_provider; /* per contract */

    /* coverage; only with areas. Zone zones.count is "in no area". */
    struct cut cut;
    struct membership membership;
    struct ws_allocation allocation;
    uint32_t *row_part;
    uint64_t *group_sum_micro;
    uint32_t row_zone_count; /* zones with rows of their own: the areas, and none when anybody is */
    uint32_t share_count;    /* rows of those zones */
    struct ws_share *shares, *main_shares; /* [zone][weight]..., nation last */
    uint32_t *cost_p50, *cost_p90, *median_choice;

    /* decide */
    struct paper areas, municipalities;
    uint32_t contract_area_count, contractor_count; /* contractors: distinct providers */
    struct contract_area *contract_areas;           /* by name */
    struct disagree_zone *disagree_municipalities;  /* nation last */
    struct disagree_zone *disagree_areas;           /* no area last; NULL without areas */
    struct defaults defaults;
    uint64_t paper_only_micro; /* supplied on paper, no provider within the main limit */
    uint64_t road_only_micro;  /* the other way round */
};

/* Readers of the two inputs (load.c). */
enum ws_status supplier_read_areas(struct run *run, const struct ws_source *source,
                                   struct ws_error *err);
enum ws_status supplier_read_contracts(struct run *run, const struct ws_source *source,
                                       struct ws_error *err);
/* The rows among the offices that are contracts, when there is no --contracts. */
enum ws_status supplier_read_office_contracts(struct run *run);
/* The last stage: the areas' figures, what is true on paper, where both disagree. */
enum ws_status run_supplier(struct run *run, struct ws_error *err);
void supplier_free(struct supplier *supplier);

/* What a result tells of them. */
void supplier_show(struct ws_result *result, const struct supplier *supplier);

/* supplier_paper.c: contracts and offices as reasons; places on paper and by road. */
enum ws_status supplier_paper(struct run *run, struct ws_error *err);
enum ws_status supplier_disagree(struct run *run, struct ws_error *err);
/* contract_areas.c: contracts by the area they name; on any map, or on none. */
enum ws_status supplier_group_contracts(struct run *run, struct ws_error *err);
/* Areas and participants by choice class. */
struct contract_class {
    uint32_t area_count, unknown_count;
    uint64_t participants_micro;
};
void supplier_contract_classes(struct contract_class out[WS_CLASS_MANY + 1],
                               const struct supplier *supplier);

/* supplier_names.c: the name that reads as this one does, but for a word such as AB or a
 * slip of the pen; NULL: none. */
const char *supplier_alike(char *const *names, uint32_t count, const char *provider);
/* Tells of contracts whose provider has no office; role: whose file they stand in. */
enum ws_status supplier_tell_officeless(struct run *run, enum ws_role role, struct ws_error *err);

/* Plan over the areas' parts; only with areas. */
struct share_plan supplier_share_plan(const struct run *run);

/* supplier_rows.c: the rows of the table `disagree`, in order. */
struct disagree_row {
    const char *layer, *code; /* code NULL: the nation, or in no area */
    bool is_on_paper;
    enum disagree_column column;
    uint64_t people_micro;
    struct sentence why;
};
const char *disagree_distance(enum disagree_column column); /* "yes", "no", "off_network" ... */
const char *disagree_choice(enum disagree_column column);   /* "0" ... "5+"; NULL: not known */
/* Calls take for each row with people. */
void supplier_disagree_rows(const struct run *run,
                            void (*take)(void *context, const struct disagree_row *row),
                            void *context);
/* default_offices.c: the nearest office that takes people; its rows: one per office,
 * who goes nowhere, and the total. */
struct default_row {
    const char *kind;              /* "office", a state that takes nobody, "no_link" ..., "total" */
    const char *office, *provider; /* NULL: not an office */
    uint64_t road_micro, line_micro, same_micro, only_road_micro, only_line_micro;
};
typedef void default_taker(void *context, const struct default_row *row);
enum ws_status supplier_defaults(struct run *run, struct ws_error *err);
void supplier_default_rows(const struct run *run, default_taker *take, void *context);
void supplier_put_defaults(struct json *json, const struct run *run);

/* supplier_json.c: the evidence keys `disagree` and `contracts`. */
void supplier_evidence(struct json *json, const struct run *run);
#endif
