/* decide/solver: known optima, every 0/1 vector as the oracle, limits and refusals, and
 * the build without a solver, which is the same file compiled without one. */
#include "decide/solver.h"

#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "geo/random.h"

/* The file once more, without WS_HAS_SOLVER: what a machine without CBC gets. */
#define solver_exists bare_exists
#define solver_name bare_name
#define solver_solve bare_solve
#define solver_release bare_release
#include "decide/solver.c"
#include "support/slow.h"
#undef solver_exists
#undef solver_name
#undef solver_solve
#undef solver_release

enum { MOST_COLUMNS = 40, MOST_ROWS = 30, MOST_ENTRIES = MOST_COLUMNS * MOST_ROWS };

/* A problem with room for everything; dense while it is drawn. */
struct drawn {
    struct solver_problem problem;
    double objective[MOST_COLUMNS], lower[MOST_COLUMNS], upper[MOST_COLUMNS];
    bool is_whole[MOST_COLUMNS];
    uint32_t first[MOST_ROWS + 1], column[MOST_ENTRIES];
    double value[MOST_ENTRIES], row_lower[MOST_ROWS], row_upper[MOST_ROWS];
};

static void begin(struct drawn *drawn, uint32_t columns)
{
    memset(drawn, 0, sizeof *drawn);
    drawn->problem = (struct solver_problem){.column_count = columns,
                                             .objective = drawn->objective,
                                             .lower = drawn->lower,
                                             .upper = drawn->upper,
                                             .is_whole = drawn->is_whole,
                                             .first = drawn->first,
                                             .column = drawn->column,
                                             .value = drawn->value,
                                             .row_lower = drawn->row_lower,
                                             .row_upper = drawn->row_upper,
                                             .node_limit = 100000};
    for (uint32_t j = 0; j < columns; j++) {
        drawn->upper[j] = 1.0;
        drawn->is_whole[j] = true;
    }
}

/* One row; values by column, 0 is no entry. */
static void add_row(struct drawn *drawn, double lower, const double *values, double upper)
{
    uint32_t row = drawn->problem.row_count++, at = drawn->first[row];
    for (uint32_t j = 0; j < drawn->problem.column_count; j++)
        if (values[j] != 0.0) {
            drawn->column[at] = j;
            drawn->value[at++] = values[j];
        }
    drawn->first[row + 1] = at;
    drawn->row_lower[row] = lower;
    drawn->row_upper[row] = upper;
}

static struct solver_result solve(const struct drawn *drawn)
{
    struct ws_error err;
    struct solver_result result;
    if (!solver_exists())
        skip();
    assert_int_equal(solver_solve(&result, &drawn->problem, &err), WS_OK);
    return result;
}

static double sum_row(const struct drawn *drawn, uint32_t row, const double *x)
{
    double sum = 0.0;
    for (uint32_t at = drawn->first[row]; at < drawn->first[row + 1]; at++)
        sum += drawn->value[at] * x[drawn->column[at]];
    return sum;
}

static bool is_allowed(const struct drawn *drawn, const double *x)
{
    for (uint32_t i = 0; i < drawn->problem.row_count; i++) {
        double sum = sum_row(drawn, i, x);
        if (sum < drawn->row_lower[i] || sum > drawn->row_upper[i])
            return false;
    }
    return true;
}

static double value_at(const struct drawn *drawn, const double *x)
{
    double sum = 0.0;
    for (uint32_t j = 0; j < drawn->problem.column_count; j++)
        sum += drawn->objective[j] * x[j];
    return sum;
}

/* The best of all 0/1 vectors; NaN: none is allowed. Whole numbers: exact. */
static double best_of_all(const struct drawn *drawn)
{
    double best = (double)NAN, x[MOST_COLUMNS];
    uint32_t columns = drawn->problem.column_count;
    for (uint32_t bits = 0; bits < 1u << columns; bits++) {
        for (uint32_t j = 0; j < columns; j++)
            x[j] = bits >> j & 1u;
        double value = is_allowed(drawn, x) ? value_at(drawn, x) : (double)NAN;
        bool is_better = drawn->problem.maximise ? value > best : value < best;
        if (is_better || (isnan(best) && !isnan(value)))
            best = value;
    }
    return best;
}

/* ---- known optima ---- */

/* Knapsack of 10: weights 5 4 6 3, worth 10 40 30 50: the second and the fourth, 90. */
static void a_knapsack_of_four(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 4);
    memcpy(drawn.objective, (double[]){10, 40, 30, 50}, 4 * sizeof(double));
    add_row(&drawn, -(double)INFINITY, (double[]){5, 4, 6, 3}, 10);
    drawn.problem.maximise = true;
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_PROVED);
    assert_true(result.value == 90.0 && result.bound == 90.0);
    assert_true(result.x[0] == 0.0 && result.x[1] == 1.0 && result.x[2] == 0.0 &&
                result.x[3] == 1.0);
    solver_release(&result);
}

/* x whole up to 3, y any: most x + y with 2x + 2y <= 7 and y <= 0.75: 2 + 0.75 leaves
 * 1.5 for nothing, 3 + 0.5 is 3.5. */
static void whole_and_other_columns(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 2);
    memcpy(drawn.objective, (double[]){1, 1}, 2 * sizeof(double));
    memcpy(drawn.upper, (double[]){3, 0.75}, 2 * sizeof(double));
    drawn.is_whole[1] = false;
    add_row(&drawn, -(double)INFINITY, (double[]){2, 2}, 7);
    drawn.problem.maximise = true;
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_PROVED);
    assert_near(result.value, 3.5, 1e-6);
    assert_true(result.x[0] == 3.0);
    solver_release(&result);
}

/* Without rows every column goes to its better end. */
static void no_rows_at_all(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 3);
    memcpy(drawn.objective, (double[]){2, -3, 0}, 3 * sizeof(double));
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_PROVED);
    assert_true(result.value == -3.0);
    solver_release(&result);
}

/* The linear answer is 3 x 1/2, the whole one 2: an odd ring needs two of three. */
static void a_ring_where_the_linear_answer_is_a_half(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 3);
    memcpy(drawn.objective, (double[]){1, 1, 1}, 3 * sizeof(double));
    add_row(&drawn, 1, (double[]){1, 1, 0}, (double)INFINITY);
    add_row(&drawn, 1, (double[]){0, 1, 1}, (double)INFINITY);
    add_row(&drawn, 1, (double[]){1, 0, 1}, (double)INFINITY);
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_PROVED);
    assert_true(result.value == 2.0 && result.bound == 2.0);
    solver_release(&result);
}

/* ---- no answer ---- */

static void infeasible_by_its_linear_rows(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 2);
    add_row(&drawn, 3, (double[]){1, 1}, (double)INFINITY);
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_INFEASIBLE);
    assert_true(!result.x && isnan(result.value));
    solver_release(&result);
}

/* 2x + 2y = 3 has linear answers and no whole one. */
static void infeasible_only_in_whole_numbers(void **state)
{
    (void)state;
    struct drawn drawn;
    begin(&drawn, 2);
    add_row(&drawn, 3, (double[]){2, 2}, 3);
    struct solver_result result = solve(&drawn);
    assert_int_equal(result.end, SOLVER_INFEASIBLE);
    assert_null(result.x);
    solver_release(&result);
}

/* ---- laws ---- */

static void draw(struct drawn *drawn, uint64_t *seed, uint32_t columns, uint32_t rows)
{
    begin(drawn, columns);
    drawn->problem.maximise = random_below(seed, 2);
    for (uint32_t j = 0; j < columns; j++)
        drawn->objective[j] = (double)random_below(seed, 41) - 20.0;
    for (uint32_t i = 0; i < rows; i++) {
        double values[MOST_COLUMNS];
        for (uint32_t j = 0; j < columns; j++)
            values[j] = random_below(seed, 3) ? 0.0 : (double)random_below(seed, 19) - 6.0;
        double middle = (double)random_below(seed, 20) - 4.0;
        uint32_t kind = random_below(seed, 4);
        add_row(drawn, kind == 0 ? -(double)INFINITY : middle - (kind == 1 ? 2.0 : 6.0), values,
                kind == 3 ? (double)INFINITY : middle + (kind == 1 ? -2.0 : 4.0));
    }
}

/* Equal ends, two ends, one end: CBC as it comes out of the box answers some wrongly. */
static void random_problems_against_all_vectors(void **state)
{
    (void)state;
    uint64_t seed = 2026;
    uint32_t proved = 0, infeasible = 0;
    for (uint32_t round = 0; round < SLOW(400u, 100u); round++) {
        struct drawn drawn;
        draw(&drawn, &seed, 2 + random_below(&seed, 9), 1 + random_below(&seed, 6));
        struct solver_result result = solve(&drawn);
        double best = best_of_all(&drawn);
        if (isnan(best)) {
            infeasible++;
            assert_int_equal(result.end, SOLVER_INFEASIBLE);
        } else {
            proved++;
            assert_int_equal(result.end, SOLVER_PROVED);
            assert_true(result.value == best && result.bound == best);
            assert_true(is_allowed(&drawn, result.x) && value_at(&drawn, result.x) == best);
        }
        solver_release(&result);
    }
    assert_true(proved > SLOW(100u, 25u) && infeasible > SLOW(60u, 15u));
}

/* Hard enough for a search tree: what a limit leaves is a value and a bound around the
 * optimum, on the right sides, and the same again. */
static void a_limit_leaves_value_and_bound(void **state)
{
    (void)state;
    uint64_t seed = 7;
    uint32_t stopped = 0;
    for (uint32_t round = 0; round < 6; round++) {
        struct drawn drawn;
        begin(&drawn, MOST_COLUMNS);
        drawn.problem.maximise = round % 2;
        double sign = round % 2 ? 1.0 : -1.0;
        for (uint32_t j = 0; j < MOST_COLUMNS; j++)
            drawn.objective[j] = sign * (1.0 + (double)random_below(&seed, 50));
        for (uint32_t i = 0; i < MOST_ROWS; i++) {
            double values[MOST_COLUMNS];
            for (uint32_t j = 0; j < MOST_COLUMNS; j++)
                values[j] = random_below(&seed, 3) ? 0.0 : 1.0 + (double)random_below(&seed, 9);
            add_row(&drawn, -(double)INFINITY, values, 15.0 + (double)random_below(&seed, 15));
        }
        struct solver_result whole = solve(&drawn);
        drawn.problem.node_limit = 1;
        struct solver_result cut = solve(&drawn), again = solve(&drawn);
        assert_int_equal(whole.end, SOLVER_PROVED);
        assert_true(sign * cut.bound >= sign * whole.value && isfinite(cut.bound));
        assert_true(!cut.x || sign * cut.value <= sign * whole.value);
        assert_true(!cut.x || is_allowed(&drawn, cut.x));
        assert_int_equal(cut.end, again.end);
        assert_true(cut.bound == again.bound);
        assert_true(!cut.x == !again.x &&
                    (!cut.x || !memcmp(cut.x, again.x, MOST_COLUMNS * sizeof *cut.x)));
        stopped += cut.end == SOLVER_LIMIT;
        solver_release(&whole);
        solver_release(&cut);
        solver_release(&again);
    }
    assert_true(stopped >= 3);
}

/* Ctrl-C is the program's: the solver puts everything back as it was. */
static void count_nothing(int number)
{
    (void)number;
}

static void the_handler_of_the_keyboard_stays_ours(void **state)
{
    (void)state;
    struct sigaction ours = {.sa_handler = count_nothing}, after, before;
    sigemptyset(&ours.sa_mask);
    sigaction(SIGINT, &ours, &before);
    struct drawn drawn;
    begin(&drawn, 3);
    memcpy(drawn.objective, (double[]){1, 1, 1}, 3 * sizeof(double));
    add_row(&drawn, 1, (double[]){1, 1, 0}, (double)INFINITY);
    struct solver_result result = solve(&drawn);
    solver_release(&result);
    sigaction(SIGINT, &before, &after);
    assert_true(after.sa_handler == count_nothing && !(after.sa_flags & SA_RESTART));
}

/* ---- no solver ---- */

static void without_a_solver_a_word_and_a_status(void **state)
{
    (void)state;
    struct drawn drawn;
    struct ws_error err;
    struct solver_result result = {.value = 17.0};
    begin(&drawn, 1);
    assert_false(bare_exists());
    assert_null(bare_name());
    assert_int_equal(bare_solve(&result, &drawn.problem, &err), WS_NOT_FOUND);
    assert_true(result.value == 17.0);
    assert_non_null(strstr(err.message, "coinor-libcbc-dev"));
    bare_release(NULL);
}

static void the_name_says_which_version(void **state)
{
    (void)state;
    assert_int_equal(solver_exists(), solver_name() != NULL);
    if (solver_exists())
        assert_int_equal(strncmp(solver_name(), "CBC 2.", 6), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_knapsack_of_four),
        cmocka_unit_test(whole_and_other_columns),
        cmocka_unit_test(no_rows_at_all),
        cmocka_unit_test(a_ring_where_the_linear_answer_is_a_half),
        cmocka_unit_test(infeasible_by_its_linear_rows),
        cmocka_unit_test(infeasible_only_in_whole_numbers),
        cmocka_unit_test(random_problems_against_all_vectors),
        cmocka_unit_test(a_limit_leaves_value_and_bound),
        cmocka_unit_test(the_handler_of_the_keyboard_stays_ours),
        cmocka_unit_test(without_a_solver_a_word_and_a_status),
        cmocka_unit_test(the_name_says_which_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
