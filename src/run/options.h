/* run/options.h: what one run was asked to do.
 *
 * One table (options_table.c) drives parsing, help and the evidence. Every
 * option is kept as the user wrote it (struct setting) and, parsed, in the
 * plain members, which are const for everybody but options*.c. A copy of the
 * struct is a copy of the options: it owns nothing.
 *
 * "15min" and "5km" are parsed here and nowhere else. */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H
#include "base/labels.h"
#include "io/io.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/analysis.h>
#include <whitespot/model.h>

#define OPTIONS_MAX_ROADS 8u
#define OPTIONS_MAX_SCENARIOS 32u
#define OPTIONS_MAX_SETTINGS 160u
#define OPTIONS_LIMIT_TEXT 32u
#define OPTIONS_MAX_REFUSED 20u
#define OPTIONS_MAX_DATES 400u
#define OPTIONS_MAX_MARKERS 8u
#define OPTIONS_MAX_MAPS 8u

enum options_edge { EDGE_NOT_STATED, EDGE_INCLUDED, EDGE_EXCLUDED };

/* One thing that was said. Options about a role carry it as key: "offices",
 * for fields "offices.provider"; else the key is empty. */
struct setting {
    uint16_t option; /* row of the table */
    uint16_t file;   /* 0: said by the caller; n: by the n-th run file read */
    char key[64];
    char value[1024]; /* as written, without the key */
    char path[1024];  /* options that name a file: what to open */
};

struct ws_options {
    /* Inputs. Role settings of roads stand in every entry of roads[]. Open
     * options in a source are K=V, one per line; pad_codes is also a field of
     * that name in every source. */
    struct ws_source source[WS_ROLE_COUNT]; /* not roads */
    bool is_given[WS_ROLE_COUNT];
    struct ws_source roads[OPTIONS_MAX_ROADS];
    uint32_t road_count;
    struct ws_source scenarios[OPTIONS_MAX_SCENARIOS];
    uint32_t scenario_count;
    char classes[1024], classes_given[1024]; /* class table file; empty: the default table */

    uint32_t weight_count; /* 0: recognise the column */
    struct ws_weight weights[WS_MAX_WEIGHTS];
    struct ages ages; /* is_given false: of all ages */

    /* Limits in the order given; the main one is the last unless --main says
     * otherwise. Millimetres, or milliseconds when is_time. */
    uint32_t cutoff_count, main_cutoff;
    char cutoff_text[WS_MAX_CUTOFFS][OPTIONS_LIMIT_TEXT];
    uint32_t cutoff_cost[WS_MAX_CUTOFFS];
    bool is_time;
    uint32_t choice_count, choice[WS_MAX_CHOICE];

    struct dated dated;
    char eligible[1024];
    /* Of a timeline: days in order, or a step ('m' month, 'w' week, 'd' day) from
     * one day to another. */
    uint32_t date_count, marker_count;
    char dates[OPTIONS_MAX_DATES][11];
    char every, from[16], to[16];
    struct marker {
        char date[11], text[128];
    } markers[OPTIONS_MAX_MARKERS];

    /* Of the choice of sites. */
    uint32_t site_count; /* 0: not said */
    uint32_t site_aim;
    uint32_t site_reach_ppm; /* millionths of everybody; 0: not said */
    char site_reach[32];
    bool sites_at_roads; /* else at places of people; without given candidates */

    /* Method. */
    double straight_factor; /* 0: by road */
    double access_limit_m, office_access_limit_m, access_speed_kmh, shape_resolution_m, join_m;
    enum ws_direction direction;
    uint32_t min_component;
    bool use_ferries, use_source_speed, pad_codes;
    enum options_edge edge;

    /* Output. */
    char output[1024]; /* empty: nothing is written */
    char format[32], crs_out[64];
    bool overwrite, reached_roads, per_office;
    char report[1024], memo[1024]; /* empty: none */
    uint32_t map_count;
    char maps[OPTIONS_MAX_MAPS][1024];
    bool has_lang; /* else the language of the environment */
    enum lang lang;

    /* The run itself. */
    bool strict, quiet, json, show_progress;
    uint32_t threads; /* 0: as many as processors */
    char config[1024];
    ws_progress *progress;
    void *progress_context;
    ws_fault *tell_fault;
    void *fault_context;
    uint32_t refused_count;
    struct ws_error refused[OPTIONS_MAX_REFUSED]; /* wrong calls, as noted by the caller */

    uint16_t file_count; /* run files read */
    uint32_t setting_count;
    struct setting settings[OPTIONS_MAX_SETTINGS];
};

/* The first option that was said of those with this flag (OPTION_TIMELINE,
 * OPTION_SITE), or NULL. */
const char *options_flagged(const struct ws_options *options, unsigned flag);
/* True when the caller, not a run file, said it. */
bool options_is_said(const struct ws_options *options, const char *name);

/* What no single option can tell: that --main is one of the limits. Call it
 * before the run; until then main_cutoff is the last limit. WS_BAD_OPTION. */
WS_MUST_CHECK
enum ws_status options_check(const struct ws_options *options, struct ws_error *err);

/* Calls take(context, name, value) for each option in effect that can change
 * a figure or a layer, defaults included, in table order; options about a role
 * come as "field", "offices.provider=aktor", flags as "true", lists as one text
 * with commas. What may be given more than once (roads, weight, field) comes as
 * several pairs of one name, one after the other. Paths are given as seen from
 * from_folder (the evidence's) when the user wrote them relative. Feeding the
 * pairs back through ws_options_set() repeats the run. */
typedef enum ws_status options_pair(void *context, const char *name, const char *value,
                                    struct ws_error *err);
WS_MUST_CHECK
enum ws_status options_list(const struct ws_options *options, const char *from_folder,
                            options_pair *take, void *context, struct ws_error *err);

/* A relative path of the working folder as seen from from_folder ("" is the
 * working folder); an absolute one as it is. NULL: no memory. mem_free(). */
char *options_relative_path(const char *from_folder, const char *path);
/* The same for an input: relative when the user wrote it so, whatever folder
 * its run file lies in. */
char *options_listed_path(const char *from_folder, const char *given, const char *path);

/* Every file the run reads, as opened: what the output must not be. Returns the
 * number of paths; at most capacity are filled. They belong to the options. */
uint32_t options_inputs(const struct ws_options *options, const char **paths, uint32_t capacity);

/* ---- options_parse.c: words to numbers ---------------------------------------- */

/* "10km" "7.5km" "500m" to mm, "15min" "90s" "1h" to ms: exact, >= 1 and below
 * WS_COST_INF, else false. */
bool options_parse_limit(uint32_t *cost, bool *is_time, const char *text);
/* "2km", "500m" or plain metres. */
bool options_parse_metres(double *metres, const char *text);
/* A decimal number without exponent, locale or sign; at most 15 digits. */
bool options_parse_number(double *value, const char *text);
/* "16-64", "80+": both ends included; from 100 on there is no upper end. */
bool options_parse_ages(struct ages *ages, const char *text);
/* A whole number of at most 9 digits. */
bool options_parse_whole(uint32_t *value, const char *text);
bool options_parse_date(const char *text); /* 2024-02-29 */
/* "3m" months, "90d" days; at most 999. */
bool options_parse_notice(struct notice *notice, const char *text);

/* ---- options_table.c: the table ------------------------------------------------ */

enum option_flag {
    OPTION_IS_FLAG = 1,
    OPTION_REPEATS = 2,
    OPTION_KEYED = 4,     /* the value is ROLE=... or ROLE.KEY=... */
    OPTION_SPLITS = 8,    /* commas part a list */
    OPTION_PATH = 16,     /* the value names a file */
    OPTION_UNLISTED = 32, /* changes no figure and no layer: not evidence */
    OPTION_TIMELINE = 64, /* of the command timeline alone */
    OPTION_SITE = 128     /* of the command site alone */
};

struct option_rule;

/* Takes one value (options_values.c). NULL, or what was expected instead. */
typedef const char *option_apply(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting);

/* How an option is read; the row of the same index in the help says its name. */
struct option_rule {
    unsigned flags;
    const char *fallback; /* default as text; NULL: none */
    option_apply *apply;
    size_t offset, size; /* the member of struct ws_options (or ws_source) it fills */
    double low, high;    /* allowed numbers, both ends in */
    const char *expected;
};

uint16_t options_find(const char *name); /* UINT16_MAX: no such option */
const struct option_rule *options_rule(uint16_t option);
const char *options_name(uint16_t option);
uint16_t options_count(void);
/* Letters to change, add or take away; `to` has at most 31. */
size_t options_distance(const char *from, const char *to);
/* WS_BAD_OPTION naming the nearest, or saying that this version lacks it. */
enum ws_status options_unknown(const char *name, struct ws_error *err);

/* ---- options_values.c: what the rows of the table call ------------------------- */

option_apply options_apply_text, options_apply_path, options_apply_flag, options_apply_metres;
option_apply options_apply_map;
option_apply options_apply_number, options_apply_whole, options_apply_date;
option_apply options_apply_source, options_apply_role_text, options_apply_open_option;
option_apply options_apply_field, options_apply_crs, options_apply_weight, options_apply_within;
option_apply options_apply_main, options_apply_choice, options_apply_ages;
option_apply options_apply_direction, options_apply_no_ferries, options_apply_classes;
option_apply options_apply_speed, options_apply_edge, options_apply_pad_codes;
option_apply options_apply_supply, options_apply_notice;
option_apply options_apply_dates, options_apply_every, options_apply_marker, options_apply_lang;
option_apply options_apply_reach, options_apply_candidates_from;
#endif
