/* decide/solver.h: the best whole-number choice under linear rows. The only code that
 * talks to an integer solver, when the build found one.
 *
 *     least (or most)  objective . x
 *     such that        row_lower <= A x <= row_upper,  lower <= x <= upper,
 *                      x whole where is_whole
 *
 * Solver so far: COIN-OR CBC 2.10 and later (Forrest and others, doi 10.5281/zenodo.2720283),
 * as delivered by Debian 12; its preprocessing is off, with it some proofs are false. One thread,
 * fixed seeds, a limit on nodes and never on time: the same problem has the same answer on the same
 * version. Where several answers are equally good another version may give another one of them: who
 * needs the same bytes everywhere asks for more in the objective, or only for the value.
 *
 * Answers are not believed: whole columns are rounded, every row and bound is checked,
 * the value is added up again. Silent. A signal from the keyboard waits until the solver
 * is done. One call at a time in a process. */
#ifndef DECIDE_SOLVER_H
#define DECIDE_SOLVER_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>

/* Numbers beyond 1e9 cost accuracy: scale them. INFINITY and -INFINITY: no bound. */
struct solver_problem {
    uint32_t column_count, row_count; /* at least one column */
    const double *objective, *lower, *upper;
    const bool *is_whole;
    const uint32_t *first; /* row i: columns and values first[i] ... first[i + 1] - 1, */
    const uint32_t *column;
    const double *value; /* ... every column at most once in a row */
    const double *row_lower, *row_upper;
    bool maximise;
    uint64_t node_limit; /* > 0; of the search tree. The root costs what it costs */
};

enum solver_end {
    SOLVER_PROVED,    /* x is the best to within 1e-5, rows kept to within 1e-6 */
    SOLVER_LIMIT,     /* nothing proved beyond the bound; x may be there or not */
    SOLVER_INFEASIBLE /* there is no x */
};

struct solver_result {
    enum solver_end end;
    double value; /* of x; NaN without x */
    double bound; /* no x is better than this; infinite: not known, or infeasible */
    double *x;    /* column_count numbers, whole where asked for; NULL: none was found */
};

/* False: the build found no solver, and solver_solve() answers WS_NOT_FOUND. */
bool solver_exists(void);
/* "CBC 2.10.8"; NULL without a solver. */
const char *solver_name(void);

/* WS_NOT_FOUND without a solver, WS_TOO_LARGE beyond 2^31 - 1 entries. Release the result
 * with solver_release(); untouched on failure. */
WS_MUST_CHECK
enum ws_status solver_solve(struct solver_result *out, const struct solver_problem *problem,
                            struct ws_error *err);
void solver_release(struct solver_result *result);
#endif
