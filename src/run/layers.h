/* run/layers.h: columns of the layers, while they are being filled. Private to
 * run/layers*.c. */
#ifndef RUN_LAYERS_H
#define RUN_LAYERS_H
#include "base/sentences.h"
#include "run/run.h"

/* Starts a layer of row_count rows with room for column_cap columns. NULL: no
 * memory, or too many layers. */
struct layer *layers_begin(struct run_layers *layers, const char *name, const char *description,
                           uint32_t row_count, uint32_t column_cap);

/* Adds a column; rows start as NULL. A name already taken in this layer (letter
 * case does not count) or meant for the id gets "in_" in front. NULL: no memory. */
struct column *layers_column(struct layer *layer, const char *name, enum column_type type);

/* Sets one cell. A NULL column is ignored, so that a chain of additions can be
 * checked once at its end with layers_is_full(). */
void layers_text(struct column *column, uint32_t row, const char *text);
/* A column of sentences: texts that pages tell in their own language. */
struct column *layers_sentences(struct layer *layer, const char *name);
void layers_say(struct column *column, uint32_t row, const struct sentence *sentence);
/* A text in such a column that base/told.h reads back; pages say when it cannot. */
void layers_told(struct column *column, uint32_t row, const char *english);
/* The same of a name: what is no word of ours stands on pages as it is. */
void layers_told_name(struct column *column, uint32_t row, const char *english);
void layers_whole(struct column *column, uint32_t row, int64_t value);
void layers_real(struct column *column, uint32_t row, double value);
void layers_people(struct column *column, uint32_t row, uint64_t micro);
void layers_known(struct column *column, uint32_t row, uint64_t micro); /* WS_UNBOUNDED: NULL */
void layers_cost(struct column *column, uint32_t row, uint32_t cost);   /* m or s */

/* layers_units.c: the part of a unit that weighs most; the first on equal weight. */
uint32_t layers_main_part(const struct spread *spread, uint32_t unit);

/* True when every column asked for was made and every text copied. */
bool layers_is_whole(const struct layer *layer);
/* WS_NO_MEMORY; the kind is "layer" or "table". */
enum ws_status layers_no_memory(struct ws_error *err, const char *kind, const char *name);

/* layers_zones.c, layers_units.c, layers_tables.c: one function per layer;
 * layers_catchments.c: catchments and, when asked for, those of each office. */
enum ws_status layers_municipalities(struct run_layers *out, const struct run *run,
                                     struct ws_error *err);
/* layers_counties.c: counties as their municipalities draw them. */
enum ws_status layers_counties(struct run_layers *out, const struct run *run, struct ws_error *err);
enum ws_status layers_white_spots(struct run_layers *out, const struct run *run,
                                  struct ws_error *err);
enum ws_status layers_offices(struct run_layers *out, const struct run *run, struct ws_error *err);
enum ws_status layers_population(struct run_layers *out, const struct run *run,
                                 struct ws_error *err);
enum ws_status layers_reached_roads(struct run_layers *out, const struct run *run,
                                    struct ws_error *err);
enum ws_status layers_catchments(struct run_layers *out, const struct run *run,
                                 struct ws_error *err);
enum ws_status layers_coverage(struct run_layers *out, const struct run *run, struct ws_error *err);
enum ws_status layers_supplier_areas(struct run_layers *out, const struct run *run,
                                     struct ws_error *err);
/* layers_supplier.c: contracts by area, people on paper beside people by road. */
enum ws_status layers_contract_areas(struct run_layers *out, const struct run *run,
                                     struct ws_error *err);
/* layers_plans.c: nothing when scenarios place no office. */
enum ws_status layers_plans(struct run_layers *out, const struct run *run, struct ws_error *err);
/* layers_contracts.c: where a column tells their days. */
enum ws_status layers_contracts(struct run_layers *out, const struct run *run,
                                struct ws_error *err);
enum ws_status layers_disagree(struct run_layers *out, const struct run *run, struct ws_error *err);
/* layers_critical.c: who loses what when offices and providers close. */
enum ws_status layers_critical(struct run_layers *out, const struct run *run, struct ws_error *err);
/* layers_sites.c: where new offices help most. */
enum ws_status layers_sites(struct run_layers *out, const struct run *run, struct ws_error *err);
enum ws_status layers_default_offices(struct run_layers *out, const struct run *run,
                                      struct ws_error *err);
enum ws_status layers_repairs(struct run_layers *out, const struct run *run, struct ws_error *err);
enum ws_status layers_run(struct run_layers *out, const struct run *run, struct ws_error *err);

/* evidence.c: what a share row is called. */
struct row_name {
    const char *layer, *code, *name; /* code and name NULL for the nation */
};
/* What people in no supplier area are called. */
#define NO_AREA "(in no area)"
/* Row i of zone rows followed by county rows and those of supplier areas; *share is
 * the row. The order of the table `coverage` and of the evidence. False when i is
 * past the end. */
uint32_t evidence_row_count(const struct run *run);
bool evidence_row(const struct run *run, uint32_t i, struct row_name *name,
                  const struct ws_share **share, const char **limit);
#endif
