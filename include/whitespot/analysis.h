/* whitespot/analysis.h: inputs and options in, a result out, layers on disk.
 *
 *     struct ws_options *options = ws_options_new();
 *     ws_options_set(options, "municipalities", "kommuner.gpkg", &err);
 *     ...
 *     ws_analysis_run(&result, options, &err);
 *     ws_result_write(result, &err);
 *
 * Option names are those of the command line without dashes (interface.md).
 * Everything the program does goes through these calls. A result is const
 * once made; one thread at a time per handle. */
#ifndef WHITESPOT_ANALYSIS_H
#define WHITESPOT_ANALYSIS_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ws_options;    /* inputs and method parameters of one run */
struct ws_evaluation; /* session.h */

/* Defaults everywhere; NULL: no memory. */
WS_API WS_MUST_CHECK struct ws_options *ws_options_new(void);
WS_API void ws_options_free(struct ws_options *options);

/* Sets one option from text. Repeatable options add. WS_BAD_OPTION names the
 * option, the value and what was expected; an unknown name its nearest. */
WS_API WS_MUST_CHECK enum ws_status ws_options_set(struct ws_options *options, const char *name,
                                                   const char *value, struct ws_error *err);

/* Reads a run file; paths in it are relative to the file. Options already set
 * by ws_options_set win whatever the order of the calls. */
WS_API WS_MUST_CHECK enum ws_status ws_options_read(struct ws_options *options, const char *path,
                                                    struct ws_error *err);

/* One option of the program: for help and completion. */
struct ws_option_help {
    const char *name, *value, *help; /* "within", "LIST", "limits ..." */
    const char *fallback;            /* default, NULL: none */
    bool is_flag, is_repeatable;
    const char *command; /* the only one that takes it; NULL: all that run an analysis */
};
WS_API const struct ws_option_help *ws_options_help(uint32_t *count);

/* Called between stages and now and then inside them; false cancels. frac is
 * 0 .. 1 of the whole run. */
typedef bool ws_progress(void *context, const char *stage, double frac);
WS_API void ws_options_progress(struct ws_options *options, ws_progress *progress, void *context);

/* A run that refuses its inputs calls this once per fault before it returns, the
 * one that decided first; ws_error has that one alone. */
typedef void ws_fault(void *context, const struct ws_warning *fault);
WS_API void ws_options_faults(struct ws_options *options, ws_fault *fault, void *context);

/* Notes a wrong call, one that ws_options_set() refused, to be judged with the
 * rest: ws_analysis_check() lists it and goes on, ws_analysis_run() fails with
 * it before anything is read. */
WS_API void ws_options_refuse(struct ws_options *options, const struct ws_error *refused);

/* What a run found. Arrays belong to the result. */
/* What closes: one office, all of a provider, two offices, or all whose contracts are
 * at risk. */
enum ws_closure { WS_CLOSE_OFFICE, WS_CLOSE_PROVIDER, WS_CLOSE_PAIR, WS_CLOSE_AT_RISK };

/* Who loses what then, within the main limit, first weight. */
struct ws_critical {
    enum ws_closure kind;
    uint32_t facility, other; /* of facility_id; WS_NONE: not of this kind */
    uint32_t group;           /* provider; WS_NONE: several */
    bool has_ranks;           /* the second and third below are known */
    uint64_t people_micro[3]; /* lose their only provider; no longer have two; three */
    uint32_t whiten_count;    /* municipalities whose median resident is left without */
    const char *whitens;      /* their codes, comma separated; NULL: none */
};

struct ws_result {
    uint32_t zone_count, county_count;
    const char *const *zone_code, *const *zone_name;
    const char *const *county_code, *const *county_name;
    uint32_t weight_count, cutoff_count, choice_count, main_cutoff;
    const struct ws_weight *weights;
    const char *const *cutoff_text; /* "10km" as the user wrote it */
    const uint32_t *cutoff_cost, *choice;
    bool is_time, is_straight;
    bool is_effective; /* supply that takes people; else all that is valid */
    /* [zone][weight][cutoff][choice], nation last; then counties alike */
    uint32_t share_count, county_share_count;
    const struct ws_share *shares, *county_shares;
    /* [zone][weight], nation last: main limit, one provider, whatever the choices */
    const struct ws_share *main_shares;
    /* Of the people inside the municipalities, [weight][cutoff][choice], and [weight] at the
     * main limit for one provider: what to show first where more than one of a hundred live
     * outside. Else NULL: the nation's row then says the same. */
    const struct ws_share *inside_shares, *inside_main_shares;
    uint32_t gap_count, facility_count;
    const struct ws_gap *gaps;
    const char *const *facility_id, *const *facility_group;
    uint32_t warning_count, input_count, output_count;
    const struct ws_warning *warnings; /* repairs, by input */
    const struct ws_input *inputs;
    const struct ws_output *outputs; /* what ws_result_write writes, or wrote */
    uint32_t page_count;             /* report, maps and memo that were written beside them */
    const char *const *pages;
    uint32_t fault_count; /* of a check whose inputs were refused, else 0 */
    const struct ws_warning *faults;
    uint32_t metric_count; /* by choice, then M1 .. M6; counts last */
    const struct ws_metric *metrics;
    uint32_t claim_count;
    const struct ws_claim *claims;
    uint32_t bridge_count; /* totals that must bridge, one line each */
    const char *const *bridges;
    uint32_t finding_count; /* what follows, one line per layer of zones, then the lots */
    const char *const *findings;
    /* People, first weight, whose area (or municipality) has a contract or an office
     * and who have no provider within the main limit; and the other way round. */
    uint64_t paper_only_micro, road_only_micro;
    /* People, first weight, whose nearest office that takes people is another one by
     * straight line than by road; 0 without roads. */
    uint64_t default_moved_micro;
    uint32_t area_count; /* supplier areas on the map */
    uint32_t contract_count, contract_provider_count, contract_area_count, single_area_count;
    uint32_t unplaced_area_count; /* areas of contracts that are on no map */
    uint64_t no_area_micro;       /* people, first weight, who live in no supplier area */
    const uint64_t *people_micro; /* [weight], as read; NULL: not read */
    uint64_t road_mm;             /* of the network, one way counted; 0: none */
    uint32_t road_component_count;
    uint32_t critical_count; /* offices, providers, pairs, at risk; most people first */
    const struct ws_critical *critical;
    /* Municipalities that the closure of one office turns white, and those that take two. */
    uint32_t single_hang_count, pair_hang_count;
    /* Of ws_site_run() (site.h); of a check with options of site, which tells no more
     * than the number of candidates. Else NULL. */
    const struct ws_siting *siting;
    uint32_t scenario_count;
    const struct ws_evaluation *scenarios; /* what if (session.h), in the order given */
    struct run *run;                       /* the engine's own */
};

/* Runs the analysis. *out is untouched on failure. */
WS_API WS_MUST_CHECK enum ws_status
ws_analysis_run(struct ws_result **out, const struct ws_options *options, struct ws_error *err);

/* Reads and judges the inputs exactly as ws_analysis_run() would, computes no
 * figure, and goes on to the next input after one that is refused. With options of
 * site it judges the call, and the candidates, as ws_site_run() would. The result
 * holds inputs, repairs, faults, weights with their people and the size of the
 * network only. There is one also when the inputs were refused, so free it
 * whatever the status, which is that of the first fault; *out is untouched only
 * when there was no memory to begin. */
WS_API WS_MUST_CHECK enum ws_status
ws_analysis_check(struct ws_result **out, const struct ws_options *options, struct ws_error *err);

/* The row of a zone (WS_NONE: the nation); NULL when an index is out of range. */
WS_API const struct ws_share *ws_result_share(const struct ws_result *result, uint32_t zone,
                                              uint32_t weight, uint32_t cutoff, uint32_t choice);

/* Writes the layers named by the options `output`, `format`. No output named:
 * WS_OK, nothing written. */
WS_API WS_MUST_CHECK enum ws_status ws_result_write(struct ws_result *result, struct ws_error *err);

/* The evidence as JSON text. Belongs to the result. NULL: no memory. */
WS_API const char *ws_result_evidence(struct ws_result *result, struct ws_error *err);
/* The verdicts of a check as JSON text: {"command", "ok", "inputs", "errors",
 * "warnings"}; command: what would run with these options, "analyze" or "site".
 * Belongs to the result. NULL: no memory. */
WS_API const char *ws_result_verdicts(struct ws_result *result, struct ws_error *err);
WS_API void ws_result_free(struct ws_result *result);

/* What is to be explained: exactly one member is set. */
struct ws_place {
    const char *at;           /* "LON,LAT" in WGS 84 degrees */
    const char *unit;         /* id of a row of the population */
    const char *municipality; /* code, or its whole name */
};

/* Why a place, a unit or a municipality has the figures it has: providers with
 * costs and legs, limits with margins, the input rows that decide. Text for
 * people, or JSON. Outside, off the network and without a link are answers.
 * WS_NOT_FOUND names the nearest id. Free the text with ws_text_free(). */
WS_API WS_MUST_CHECK enum ws_status ws_result_explain(char **text, struct ws_result *result,
                                                      const struct ws_place *place, bool is_json,
                                                      struct ws_error *err);

/* Writes the way between a place (`at`) and its rank-th nearest provider (1: the
 * nearest) as GeoJSON: a straight leg, the road, a straight leg, in the
 * direction of travel; their costs add up to the cost explained. WS_NOT_FOUND:
 * there is no such provider. */
WS_API WS_MUST_CHECK enum ws_status ws_result_route(struct ws_result *result,
                                                    const struct ws_place *place, uint32_t rank,
                                                    const char *path, bool overwrite,
                                                    struct ws_error *err);
WS_API void ws_text_free(char *text);

/* Prepares a network: the roads of the options (with their fields, classes,
 * joins, ferries; municipalities decide the working CRS where it is not that of
 * Sweden) to the file named by `output`, which --roads then takes in their
 * place. A cache: it can always be made again. */
WS_API WS_MUST_CHECK enum ws_status ws_network_build(const struct ws_options *options,
                                                     struct ws_error *err);
/* What a prepared network is and was made from: nodes, edges, kilometres by
 * class, components, ferries, sources, checksum. Free with ws_text_free(). */
WS_API WS_MUST_CHECK enum ws_status ws_network_info(char **text, const char *path, bool is_json,
                                                    struct ws_error *err);

/* Writable formats, one line each. */
WS_API const char *ws_formats(void);
/* "whitespot 0.1.0" and the versions of GDAL, PROJ, GEOS. */
WS_API const char *ws_version(void);
WS_API void ws_library_versions(char gdal[32], char proj[32], char geos[32]);

#ifdef __cplusplus
}
#endif
#endif
