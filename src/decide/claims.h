/* decide/claims.h: statements against figures.
 *
 * Every figure that a claim may be about is a reading of it. A reading is
 * reproduced when all of its interval agrees, not reproduced when all of it
 * disagrees, and not testable else: when the interval holds both, or the figure is
 * of another scheme, day, unit, population or age. A claim is reproduced when a
 * reading is. Comparison is exact, on whole numbers.
 *
 * "= 70 %" is 69.5 to 70.5: what rounds to it as written, ends included. "about" is
 * half a unit of the last digit that is not 0: 65 to 75, of a share at most five
 * percentage points. A share of 0 or 1 without decimals is exact. */
#ifndef DECIDE_CLAIMS_H
#define DECIDE_CLAIMS_H
#include "geo/registers.h"
#include <whitespot/error.h>
#include <whitespot/model.h>

enum claim_verdict { CLAIM_REPRODUCED, CLAIM_NOT_REPRODUCED, CLAIM_NOT_TESTABLE };
const char *claims_verdict_name(enum claim_verdict verdict);

struct claim_reading {
    uint32_t claim, metric; /* rows of what was judged */
    enum claim_verdict verdict;
    bool is_straddling; /* not testable because its interval holds both */
    char why[200];
};

struct claim_answer {
    enum claim_verdict verdict;
    uint32_t first_reading, reading_count;
    uint32_t deciding; /* row of readings, WS_NONE: there is none */
    bool is_other_scheme;
    char why[240];
};

/* answers: one per claim; readings by claim, then metric. */
struct claim_answers {
    uint32_t count, reading_count;
    struct claim_answer *answers;
    struct claim_reading *readings;
};

/* limit_cost: per claim the cost of its limit; WS_COST_INF: none is stated, 0: it
 * cannot be read. Free with claim_answers_release(). */
WS_MUST_CHECK
enum ws_status claims_judge(struct claim_answers *out, const struct claims *claims,
                            const uint32_t *limit_cost, const struct ws_metric *metrics,
                            uint32_t metric_count, struct ws_error *err);
void claim_answers_release(struct claim_answers *answers);

/* Whether an interval agrees with a number, a relation and a tolerance. */
enum claim_verdict claims_compare(bool *is_straddling, const struct claim *claim,
                                  struct ws_fraction low, struct ws_fraction high);
/* The number as a share or a count. */
double claims_number(struct claim_number number);
/* "> 99.3 %" */
void claims_number_text(char out[64], const struct claim *claim);
/* Low and high of the reading as the claim means it (complement). */
void claims_interval(struct ws_fraction *low, struct ws_fraction *high, const struct claim *claim,
                     const struct ws_metric *metric);
/* Its value, NaN: it has none. */
double claims_computed(const struct claim *claim, const struct ws_metric *metric);
#endif
