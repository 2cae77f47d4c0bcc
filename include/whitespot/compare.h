/* whitespot/compare.h: what changed between two runs, from their evidence files.
 *
 *     ws_compare(&comparison, "april.run.json", "may.run.json", false, &err);
 *     ws_comparison_write(comparison, "changes.gpkg", "", false, &err);
 *
 * Side 0 is the first file, side 1 the second. */
#ifndef WHITESPOT_COMPARE_H
#define WHITESPOT_COMPARE_H
#include <whitespot/analysis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A row of the table `coverage` that differs, and every row of the nation. */
struct ws_difference {
    const char *layer, *code, *name; /* code and name NULL: the nation */
    const char *weight, *limit;
    uint32_t choice;
    bool is_there[2];
    uint64_t people_micro[2], covered_micro[2];
};

/* Something of another kind on both sides, or on one alone. NULL: not there, or
 * nothing is said. */
struct ws_other {
    const char *layer, *code, *name; /* of a zone; an office: its provider, id and zone */
    bool is_there[2];
    const char *says[2]; /* class of a zone, state of an office */
};

/* Why two runs may differ beside what they are about. */
struct ws_unlike {
    const char *what, *name; /* "option", "within"; "input", "offices kontor.csv" */
    const char *says[2];     /* NULL: not there */
};

struct ws_comparison {
    const char *path[2];
    uint32_t difference_count;          /* rows that differ, and all of the nation */
    uint32_t changed_count, same_count; /* rows that differ, rows that are equal */
    const struct ws_difference *differences;
    /* The main limit of each side, as it was said; NULL: it is not told. A class is of that
     * limit: with two different ones classes are not compared, and there are none. */
    const char *main_limit[2];
    bool has_classes;
    uint32_t class_count, office_count, unlike_count;
    const struct ws_other *classes, *offices;
    const struct ws_unlike *unlikes;
    uint32_t output_count;
    const struct ws_output *outputs;
    struct comparison *comparison; /* the engine's own */
};

/* Compares two evidence files (x.run.json) of analyses. Other weights, limits,
 * numbers of providers or another unit of cost: WS_BAD_OPTION, unless `anyway`;
 * then only rows that both have are set side by side. */
WS_API WS_MUST_CHECK enum ws_status ws_compare(struct ws_comparison **out, const char *first,
                                               const char *second, bool anyway,
                                               struct ws_error *err);
/* Tables `changes`, `classes`, `offices`, `unlike` to x.gpkg or a folder; format
 * "" is told by the path. */
WS_API WS_MUST_CHECK enum ws_status ws_comparison_write(struct ws_comparison *comparison,
                                                        const char *path, const char *format,
                                                        bool overwrite, struct ws_error *err);
/* The same as JSON. Belongs to the comparison. NULL: no memory. */
WS_API const char *ws_comparison_json(struct ws_comparison *comparison, struct ws_error *err);
WS_API void ws_comparison_free(struct ws_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
