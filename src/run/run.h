/* run/run.h: the story of one run. The room's door.
 *
 * struct run holds the product of each stage, in order, each const once its
 * stage is done. Stages are rows of a table in analysis.c; a stage reads what
 * stands above it and writes what is its own. */
#ifndef RUN_RUN_H
#define RUN_RUN_H
#include "base/checksum.h"
#include "base/error.h"
#include "base/warnings.h"
#include "cover/cover.h"
#include "geo/geodesic.h"
#include "geo/locate.h"
#include "geo/places.h"
#include "io/io.h"
#include "net/build.h"
#include "net/snap.h"
#include "run/options.h"
#include "run/registers.h"
#include <whitespot/analysis.h>

/* The choice classes need to tell five providers apart. */
#define RUN_MIN_RANKS 5u
/* Roads without class, and ferries without their own times. */
#define RUN_DEFAULT_SPEED_KMH 50.0
#define RUN_BOARDING_S 600.0

/* Which zone layer a share row belongs to. */
struct share_rows {
    uint32_t count;
    struct ws_share *rows;
};

struct siting;    /* siting.h */
struct supplier;  /* supplier.h */
struct critical;  /* critical.h */
struct decision;  /* decision.h */
struct scenarios; /* scenario.h, as the next two */
struct scenario_views;
struct ws_scenario;

struct run {
    struct ws_options *options; /* own copy */
    struct warnings warnings;
    struct io *io;
    bool is_check;                     /* goes on after an input that was refused */
    bool is_timeline;                  /* one of several days */
    bool is_site;                      /* sites are asked for */
    bool is_session;                   /* kept for scenarios: no closures */
    const struct run *base;            /* laid over it, borrows from it; NULL: a run of its own */
    bool has_own_people;               /* of an overlay: read again, not borrowed */
    const struct ws_scenario *closing; /* takes these roads away while they are read */
    unsigned made;                     /* RUN_HAS_...: what is there to go on with */
    struct ws_error refused;           /* the first failure: it decides */

    /* 1 load */
    struct zones zones;
    struct locator *zone_locator;
    struct offices offices;
    uint32_t *office_zone; /* the municipality an office stands in, WS_NONE: none */
    struct population population;
    uint64_t people_micro[WS_MAX_WEIGHTS]; /* of it, as read */
    uint64_t *control_micro;               /* [zone][weight] with --control, else NULL */
    struct ws_road_class *own_classes;     /* --classes, or NULL */
    const struct ws_road_class *classes;
    uint32_t class_count;
    struct ws_source *own_sources; /* of a prepared network, or NULL */
    const struct ws_source *road_sources;
    uint32_t road_source_count;
    struct network net; /* node_count 0 without roads */
    struct build_notes notes;
    struct earth *earth;

    /* 2 snap */
    struct snapper *snapper;
    struct ws_snap *snaps; /* per office */
    uint32_t *leg_cost;    /* per office; 0 where it does not serve */
    bool *is_served;       /* per component */
    struct stops stops;

    /* 3 spread */
    struct spread spread;
    double *control_factor; /* [zone][weight] with --control, else NULL */

    /* 4 search */
    struct skeleton skeleton; /* of net and the direction of travel */
    struct field field;
    struct scenario_views *views; /* who serves whom, of an overlay; NULL: everybody all */

    /* 5 coverage */
    struct ws_allocation allocation;
    uint32_t *row_part;
    struct reach reach;
    struct unit_costs unit_costs;

    /* 6 gaps */
    struct share_rows zone_shares, county_shares;
    struct share_rows main_shares; /* main limit, one provider, whatever --choice says */
    struct share_rows inside_shares, inside_main; /* of all municipalities; NULL: few outside */
    struct gaps gaps;

    /* 7 decide */
    uint32_t *cost_p50, *cost_p90, *median_choice; /* per zone, nation last */
    struct registers registers;                    /* read at 1, worked on here */

    /* 8 second layer: supplier areas, contracts, paper beside road */
    struct supplier *supplier;

    /* 9 fragility; NULL on the days of a timeline */
    struct critical *critical;

    /* 9 what follows by the policy */
    struct decision *decision; /* read at 1 with --policy, made at 9 */

    /* 10 where new offices help; NULL unless asked for */
    struct siting *siting; /* candidates read at 1, sites chosen at 10 */

    /* 11 what if; read at 1, made last */
    struct scenarios *scenarios;

    /* what ws_result points to */
    struct ws_result result;
    const char **office_group; /* provider of each office */
    struct ws_weight weights[WS_MAX_WEIGHTS];
    const char *cutoff_text[WS_MAX_CUTOFFS];
    struct ws_output *outputs;
    const char *pages[2 + OPTIONS_MAX_MAPS];
    char *evidence, *verdicts;
};

/* Products that later readers and stages need. */
enum run_has {
    RUN_HAS_ZONES = 1,
    RUN_HAS_OFFICES = 2,
    RUN_HAS_POPULATION = 4,
    RUN_HAS_NETWORK = 8, /* or a factor instead of roads */
    RUN_HAS_CONTROL = 16,
    RUN_HAS_SNAPS = 32,
    RUN_HAS_SPREAD = 64,
};

/* verdicts.c: faults as lines of the list.
 *
 * Takes note of a failure while `source` was read for `role` (NULL: no file):
 * the first one decides the run. `first` is the number of faults before; when
 * the reader listed the failure itself it is not listed twice. Returns the
 * status to go on with: that of the failure, or WS_OK in a check. */
WS_MUST_CHECK
enum ws_status verdicts_note(struct run *run, enum ws_role role, const struct ws_source *source,
                             size_t first, const struct ws_error *failure);
/* Every refused option; then what is missing among the inputs. */
enum ws_status verdicts_options(struct run *run);
/* Repairs by input, in the order the inputs were read. */
enum ws_status verdicts_group(struct run *run, struct ws_error *err);
/* --strict: the first repair is a fault. */
enum ws_status verdicts_strict(struct run *run);
void verdicts_tell(const struct run *run); /* to the callback of the options */

/* stages.c, load.c: one function per row of the stage table. */
enum ws_status run_load(struct run *run, struct ws_error *err);
enum ws_status run_snap(struct run *run, struct ws_error *err);
enum ws_status run_spread(struct run *run, struct ws_error *err);
/* control.c: scales the parts of each zone to its total (--control), after
 * spread; fills the factors. The totals were read with the other inputs. */
enum ws_status run_control(struct run *run, struct ws_error *err);
enum ws_status run_search(struct run *run, struct ws_error *err);
enum ws_status run_coverage(struct run *run, struct ws_error *err);
enum ws_status run_gaps(struct run *run, struct ws_error *err);
enum ws_status run_decide(struct run *run, struct ws_error *err);

/* result_shares.c: sums the rows of the municipalities where many people live outside them. */
WS_MUST_CHECK
enum ws_status run_inside(struct run *run, struct ws_error *err);
void run_show_shares(struct run *run);
void run_release_shares(struct run *run);

/* load.c: the municipality of each office. */
enum ws_status run_locate_offices(struct run *run, struct ws_error *err);
/* office_codes.c: tells of offices that stand in another municipality than they say. */
enum ws_status run_tell_office_codes(struct run *run, struct ws_error *err);
/* analysis.c: the result as far as its products are there. */
enum ws_status run_show(struct run *run, struct ws_error *err);

/* Plans built from the options and the products so far. */
struct share_plan run_share_plan(const struct run *run);
/* What the headline, the layer of municipalities and white spots speak of. */
struct share_plan run_main_plan(const struct run *run);
struct allocate_plan run_allocate_plan(const struct run *run);
struct straight_plan run_straight_plan(const struct run *run);
/* One of the two is used, by whether there are roads; they must outlive the plan. */
struct reach_plan run_reach_plan(const struct run *run, const struct allocate_plan *roads,
                                 const struct straight_plan *straight);
#define RUN_MAX_INPUTS 64u /* every role, every road source and scenario */
/* inputs is filled and must outlive the plan. */
struct write_plan run_write_plan(const struct ws_options *options,
                                 const char *inputs[RUN_MAX_INPUTS]);
/* Tells that names on disk are made from here on, which who stops the program must let
 * tidy up. False: it was stopped. context: the options. */
bool run_may_write(void *context);
uint32_t run_rank_count(const struct run *run); /* k of the search */
uint32_t run_threads(const struct run *run);

/* layers.c: the products as layers to write. Free with run_layers_release(). */
#define RUN_MAX_LAYERS 40u
struct run_layers {
    uint32_t count;
    struct layer layers[RUN_MAX_LAYERS];
    struct column *columns[RUN_MAX_LAYERS]; /* owned */
    uint32_t *first_line, *first_xy;        /* reached roads; owned */
    double *xy_m;
    uint32_t *area_of_unit, *area_of_contract;
    struct ws_points *plans;       /* offices of scenarios; owned */
    struct areas *counties;        /* drawn for writing; owned */
    struct catchments *catchments; /* the same */
};
enum ws_status run_layers(struct run_layers *out, const struct run *run, struct ws_error *err);
void run_layers_release(struct run_layers *layers);
/* layers_counties.c: the ground of each county, its municipalities together. Counties are
 * known. */
WS_MUST_CHECK
enum ws_status run_counties(struct areas *out, const struct zones *zones, struct ws_error *err);

/* verdicts_json.c: the verdicts of a check. Free with mem_free(). */
enum ws_status run_verdicts(char **out, const struct run *run, struct ws_error *err);

/* evidence.c: the run file of this run. Free with mem_free(). */
enum ws_status run_evidence(char **out, const struct run *run, struct ws_error *err);
/* Members of one input, of one repair or fault, in an object that is begun. */
void evidence_input(struct json *json, const struct ws_input *input);
void evidence_warning(struct json *json, const struct ws_warning *warning);
void evidence_zones(struct json *json, const struct run *run); /* classes, offices */
/* SHA-256 of the figures that follow from supply: coverage, white spots, classes,
 * offices, findings. */
WS_MUST_CHECK
enum ws_status evidence_checksum(char hex[CHECKSUM_HEX], const struct run *run,
                                 struct ws_error *err);
/* What begins the evidence of any run (versions, options, inputs, weights) and what
 * ends it (warnings, outputs), in an object that is begun. */
WS_MUST_CHECK
enum ws_status evidence_head(struct json *json, const struct run *run, struct ws_error *err);
void evidence_tail(struct json *json, const struct run *run, const struct ws_output *outputs,
                   uint32_t output_count);

/* A run with a copy of the options; NULL: no memory. */
struct run *run_new(const struct ws_options *options);
void run_free(struct run *run);
void run_release(struct run *run); /* the products alone */

/* timeline.c: all stages; those whose product is there are passed over. */
WS_MUST_CHECK
enum ws_status run_compute(struct run *run, struct ws_error *err);
/* Forgets every product that may change with the day asked for or with what
 * counts as supply; zones, people and roads stay where they are. What their
 * readers made must stay with them: such a reading is passed over. */
void run_renew(struct run *run);
#endif
