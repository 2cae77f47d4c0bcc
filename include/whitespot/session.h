/* whitespot/session.h: what if? Scenarios laid over one analysis.
 *
 *     ws_session_open(&session, options, &err);
 *     ws_scenario_new(&scenario, session, "K35 closes", &err);
 *     ws_scenario_close_facility(scenario, "K35", &err);
 *     ws_session_evaluate(&evaluation, session, scenario, &err);
 *
 * A scenario is a list of edits of offices, providers, contracts, areas or roads.
 * Opening a session runs the analysis once and keeps it; evaluating lays the edits
 * over what is kept, which no scenario ever changes. The figures are, to the
 * micro-person, those of an analysis whose input rows were edited by hand.
 *
 * Scenarios are made and filled by one thread at a time per session, because places
 * are turned into the session's reference system as they are added. Evaluating is
 * for any number of threads at once; session and scenario must outlive what they
 * gave. Every edit is checked when it is added: WS_BAD_DATA and WS_NOT_FOUND name the
 * scenario (or its file) and the number of the edit, and the nearest id there is. */
#ifndef WHITESPOT_SESSION_H
#define WHITESPOT_SESSION_H
#include <whitespot/analysis.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ws_session;
struct ws_scenario;

/* One figure before and after: zone x weight x limit x k. */
struct ws_scenario_row {
    const char *layer, *code, *name; /* code and name NULL: the nation */
    const char *weight, *limit;
    uint32_t choice; /* k distinct providers */
    bool is_points;  /* any physical point counts, with a provider or without; k = 1 */
    bool is_there[2];
    uint64_t people_micro[2], covered_micro[2];
    uint32_t class_id[2]; /* enum ws_class of the median resident, main limit, first
                             weight; WS_NONE: nobody lives there, or not a zone */
    uint32_t own[2];      /* distinct providers with an office or a contract there, on
                             paper; WS_NONE: not a zone */
};

/* A scenario and what becomes of the baseline with it. Arrays and texts belong to
 * whoever gave it. */
struct ws_evaluation {
    const char *name;
    const char *route; /* "TRIAL"; NULL: none is stated */
    uint32_t row_count;
    const struct ws_scenario_row *rows; /* as the table `coverage`, then points */
    /* Main limit, first weight, one provider: people who lose their only provider,
     * and who gain one, by municipality; both are at least so many when both are
     * there, since those of one municipality may cancel out. */
    uint64_t lost_micro, gained_micro;
    /* In the list of a ws_result, which keeps the order that was stated: 1 + how many
     * of the list gain more, less what they lose; tied: another gains the same. 0:
     * the only one. */
    uint32_t rank;
    bool is_tied;
    uint32_t white_count, unwhite_count; /* municipalities whose median resident ... */
    const char *whitens, *unwhitens;     /* ... is left without, gains one: codes */
    char base_sha256[65], sha256[65];    /* of all figures before and after */
    uint32_t line_count, note_count;
    const char *const *lines;       /* of the summary; the first says most */
    const char *const *notes;       /* what must be said of it: law, competition, cost, questions */
    const struct ws_result *result; /* figures after; NULL in the list of a ws_result */
};

/* Runs the analysis that the options ask for, without what scenarios do not change
 * (reach of single offices, closures), and keeps it. *out is untouched on failure. */
WS_API WS_MUST_CHECK enum ws_status
ws_session_open(struct ws_session **out, const struct ws_options *options, struct ws_error *err);
/* The baseline. Belongs to the session. */
WS_API const struct ws_result *ws_session_result(const struct ws_session *session);
/* NULL is fine. Scenarios and evaluations go first. */
WS_API void ws_session_close(struct ws_session *session);

/* An empty scenario: the baseline. */
WS_API WS_MUST_CHECK enum ws_status ws_scenario_new(struct ws_scenario **out,
                                                    struct ws_session *session, const char *name,
                                                    struct ws_error *err);
/* One from a JSON file, as --scenario takes (whitespot help scenario): the way to
 * edits that have no call of their own below. */
WS_API WS_MUST_CHECK enum ws_status ws_scenario_read(struct ws_scenario **out,
                                                     struct ws_session *session, const char *path,
                                                     struct ws_error *err);
WS_API void ws_scenario_free(struct ws_scenario *scenario);
WS_API const char *ws_scenario_name(const struct ws_scenario *scenario);

/* Places are WGS 84 degrees. An edit that is refused leaves the scenario as it was. */
WS_API WS_MUST_CHECK enum ws_status ws_scenario_add_facility(struct ws_scenario *scenario,
                                                             const char *id, const char *provider,
                                                             double lon_deg, double lat_deg,
                                                             struct ws_error *err);
WS_API WS_MUST_CHECK enum ws_status ws_scenario_move_facility(struct ws_scenario *scenario,
                                                              const char *id, double lon_deg,
                                                              double lat_deg, struct ws_error *err);
WS_API WS_MUST_CHECK enum ws_status
ws_scenario_close_facility(struct ws_scenario *scenario, const char *id, struct ws_error *err);
/* All offices and contracts of a provider. */
WS_API WS_MUST_CHECK enum ws_status ws_scenario_close_provider(struct ws_scenario *scenario,
                                                               const char *provider,
                                                               struct ws_error *err);
/* The road of the input that is nearest to the place, at most 50 m away, as if its
 * row were not there. Not with a prepared network (WS_BAD_OPTION). */
WS_API WS_MUST_CHECK enum ws_status ws_scenario_close_road(struct ws_scenario *scenario,
                                                           double lon_deg, double lat_deg,
                                                           struct ws_error *err);
/* Lays the edits over the baseline. Any thread. Costs a snap of the offices, a search
 * and an allocation; a closed road a whole run. */
WS_API WS_MUST_CHECK enum ws_status ws_session_evaluate(struct ws_evaluation **out,
                                                        const struct ws_session *session,
                                                        const struct ws_scenario *scenario,
                                                        struct ws_error *err);
WS_API void ws_evaluation_free(struct ws_evaluation *evaluation);

#ifdef __cplusplus
}
#endif
#endif
