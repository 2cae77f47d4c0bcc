/* run/remote.h: remote support by municipality and supplier area: whom it can serve,
 * who is left to be met, and whether visits suffice. Private to src/run.
 *
 * Two demands: people without a provider within the main limit (off the network and
 * without a link among them), and all people; main weight. The shares of a place are
 * those of all its people and are taken for both. Three cases: `own`, by the shares
 * told; `1 %` and `2 %`, the claimed national share of people without digital means,
 * spread evenly, which the rows say. A supplier area that no row names, while rows name
 * municipalities wholly inside it, is the sum of these and of the rest, of whom only
 * what holds for the whole country is known. Rows of places and of people in none add up to
 * the row of the nation, to the micro-person. */
#ifndef RUN_REMOTE_H
#define RUN_REMOTE_H
#include "decide/decide.h"
#include "run/run.h"
struct decision_row;

#define REMOTE_CASES 3u

struct remote_row {
    const char *layer, *code, *name; /* code NULL: the nation, or people in no place */
    const char *who, *kind;          /* "uncovered", "all"; "own", "1 %", "2 %" */
    struct remote_terms terms;
    struct remote_answer answer;
    uint64_t visits_low, visits_high, capacity_micro; /* WS_UNBOUNDED: not known */
    enum remote_room room;
    bool is_sum;   /* of the municipalities wholly inside the area, and what is left of it */
    uint32_t area; /* which one; WS_NONE: no supplier area */
};

/* Makes the rows; marks places of the findings. Nothing without --remote. */
enum ws_status decision_remote(struct run *run, struct ws_error *err);
/* The line of the summary. */
void decision_remote_line(struct run *run);
/* remote_presence.c: where polygons tell the network, its share of the people of each
 * place: along their roads in the middle; at the low end those whose whole unit lies
 * in the polygons, at the high end those whose unit touches one. */
enum ws_status remote_measure(struct run *run, struct ws_error *err);
bool remote_is_nation(const struct remote_row *row);
/* Why a row has its bounds. */
void remote_why(char out[300], const struct run *run, const struct remote_row *row);
/* layers_remote.c: the table `remote`, the key `remote` of the evidence. */
enum ws_status layers_remote(struct run_layers *out, const struct run *run, struct ws_error *err);
void remote_evidence(struct json *json, const struct run *run);
#endif
