#include "decide/solver.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

void solver_release(struct solver_result *result)
{
    if (!result)
        return;
    mem_free(result->x);
    memset(result, 0, sizeof *result);
}

#ifndef WS_HAS_SOLVER

bool solver_exists(void)
{
    return false;
}

const char *solver_name(void)
{
    return NULL;
}

enum ws_status solver_solve(struct solver_result *out, const struct solver_problem *problem,
                            struct ws_error *err)
{
    assert(out && problem);
    (void)out;
    (void)problem;
    return error_set(err, WS_NOT_FOUND,
                     "this build has no integer solver; expected COIN-OR CBC (Debian: "
                     "coinor-libcbc-dev) when it was configured");
}

#else

#include <Cbc_C_Interface.h>
#include <float.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>

/* What a row or a bound may be missed by, beside 1, before an answer is refused. */
#define TOLERANCE 1e-6

/* The columns of a problem as CBC takes them; always least. A row with two different
 * ends becomes two rows of one end each: CBC 2.10 does not stand rows with two, it loses
 * optima with them, or ends the program. */
struct table {
    uint32_t row_count, *row_of; /* row_count: with the second ones */
    CoinBigIndex *first;
    int *row;
    double *value, *objective, *lower, *upper, *row_lower, *row_upper;
};

bool solver_exists(void)
{
    return true;
}

const char *solver_name(void)
{
    return "CBC " WS_HAS_SOLVER;
}

static void table_release(struct table *table)
{
    mem_free(table->row_of);
    mem_free(table->first);
    mem_free(table->row);
    mem_free(table->value);
    mem_free(table->objective);
    mem_free(table->lower);
    mem_free(table->upper);
    mem_free(table->row_lower);
    mem_free(table->row_upper);
}

static double cbc_number(double number)
{
    return isinf(number) ? (number < 0 ? -DBL_MAX : DBL_MAX) : number;
}

static double least_sign(const struct solver_problem *problem)
{
    return problem->maximise ? -1.0 : 1.0;
}

static bool has_two_ends(const struct solver_problem *problem, uint32_t row)
{
    return !isinf(problem->row_lower[row]) && !isinf(problem->row_upper[row]) &&
           problem->row_lower[row] != problem->row_upper[row];
}

/* Rows of a problem that become two, and the entries of all. */
static uint64_t count_entries(uint32_t *second_count, const struct solver_problem *problem)
{
    uint64_t entry_count = 0;
    *second_count = 0;
    for (uint32_t i = 0; i < problem->row_count; i++) {
        uint32_t own = problem->first[i + 1] - problem->first[i];
        bool is_twice = has_two_ends(problem, i);
        entry_count += is_twice ? 2 * (uint64_t)own : own;
        *second_count += is_twice;
    }
    return entry_count;
}

static void put_rows(struct table *table, const struct solver_problem *problem)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < problem->row_count; i++) {
        bool is_twice = has_two_ends(problem, i);
        table->row_of[at] = i;
        table->row_lower[at] = cbc_number(problem->row_lower[i]);
        table->row_upper[at] = is_twice ? DBL_MAX : cbc_number(problem->row_upper[i]);
        at++;
        if (is_twice) {
            table->row_of[at] = i;
            table->row_lower[at] = -DBL_MAX;
            table->row_upper[at++] = problem->row_upper[i];
        }
    }
    assert(at == table->row_count);
}

/* Rows to columns: counted, added up, dealt out. */
static void turn_rows(struct table *table, const struct solver_problem *problem)
{
    for (uint32_t r = 0; r < table->row_count; r++) {
        uint32_t i = table->row_of[r];
        for (uint32_t at = problem->first[i]; at < problem->first[i + 1]; at++)
            table->first[problem->column[at] + 1]++;
    }
    for (uint32_t j = 0; j < problem->column_count; j++)
        table->first[j + 1] += table->first[j];
    for (uint32_t r = 0; r < table->row_count; r++) {
        uint32_t i = table->row_of[r];
        for (uint32_t at = problem->first[i]; at < problem->first[i + 1]; at++) {
            CoinBigIndex to = table->first[problem->column[at]]++;
            table->row[to] = (int)r;
            table->value[to] = problem->value[at];
        }
    }
    for (uint32_t j = problem->column_count; j > 0; j--)
        table->first[j] = table->first[j - 1];
    table->first[0] = 0;
}

static enum ws_status table_allocate(struct table *table, uint32_t columns, size_t entry_count,
                                     struct ws_error *err)
{
    uint32_t rows = table->row_count;
    table->first = mem_array((size_t)columns + 1, sizeof *table->first);
    table->row = mem_array(entry_count, sizeof *table->row);
    table->value = mem_array(entry_count, sizeof *table->value);
    table->objective = mem_array(columns, sizeof *table->objective);
    table->lower = mem_array(columns, sizeof *table->lower);
    table->upper = mem_array(columns, sizeof *table->upper);
    table->row_of = mem_array(rows, sizeof *table->row_of);
    table->row_lower = mem_array(rows, sizeof *table->row_lower);
    table->row_upper = mem_array(rows, sizeof *table->row_upper);
    if (!table->first || !table->row || !table->value || !table->objective || !table->lower ||
        !table->upper || !table->row_of || !table->row_lower || !table->row_upper)
        return error_set(err, WS_NO_MEMORY, "no memory for an integer program of %" PRIu32 " rows",
                         rows);
    return WS_OK;
}

static enum ws_status table_fill(struct table *table, const struct solver_problem *problem,
                                 struct ws_error *err)
{
    uint32_t columns = problem->column_count, second_count;
    uint64_t entry_count = count_entries(&second_count, problem);
    uint64_t row_count = (uint64_t)problem->row_count + second_count;
    if (columns >= INT_MAX || row_count >= INT_MAX || entry_count >= INT_MAX)
        return error_set(err, WS_TOO_LARGE,
                         "an integer program of %" PRIu32 " columns, %" PRIu64 " rows and %" PRIu64
                         " entries; expected fewer than 2147483647 of each",
                         columns, row_count, entry_count);
    table->row_count = (uint32_t)row_count;
    enum ws_status st = table_allocate(table, columns, (size_t)entry_count, err);
    if (st)
        return st;
    for (uint32_t j = 0; j < columns; j++) {
        table->objective[j] = least_sign(problem) * problem->objective[j];
        table->lower[j] = cbc_number(problem->lower[j]);
        table->upper[j] = cbc_number(problem->upper[j]);
    }
    put_rows(table, problem);
    turn_rows(table, problem);
    return WS_OK;
}

static Cbc_Model *open_model(const struct table *table, const struct solver_problem *problem)
{
    Cbc_Model *model = Cbc_newModel();
    if (!model)
        return NULL;
    Cbc_loadProblem(model, (int)problem->column_count, (int)table->row_count, table->first,
                    table->row, table->value, table->lower, table->upper, table->objective,
                    table->row_lower, table->row_upper);
    for (uint32_t j = 0; j < problem->column_count; j++)
        if (problem->is_whole[j])
            Cbc_setInteger(model, (int)j);
    Cbc_setLogLevel(model, 0);
    /* What CBC 2.10 does to a problem beforehand loses optima (one of hundred random
     * problems of ten columns came out wrong, none without it), and its presolve memory. */
    Cbc_setParameter(model, "preprocess", "off");
    Cbc_setParameter(model, "presolve", "off");
    Cbc_setParameter(model, "randomSeed", "1");
    Cbc_setParameter(model, "randomCbcSeed", "1");
    Cbc_setMaximumNodes(model, problem->node_limit > INT_MAX ? INT_MAX : (int)problem->node_limit);
    return model;
}

/* CBC puts a handler of its own in the place of ours for as long as it works. */
static void solve_undisturbed(Cbc_Model *model)
{
    sigset_t keyboard, before;
    struct sigaction ours;
    sigemptyset(&keyboard);
    sigaddset(&keyboard, SIGINT);
    pthread_sigmask(SIG_BLOCK, &keyboard, &before);
    sigaction(SIGINT, NULL, &ours);
    Cbc_solve(model);
    sigaction(SIGINT, &ours, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static bool lies_within(double number, double lower, double upper)
{
    return number >= lower - TOLERANCE * (1.0 + fabs(lower)) &&
           number <= upper + TOLERANCE * (1.0 + fabs(upper));
}

static bool keeps_rows(const struct solver_problem *problem, const double *x)
{
    for (uint32_t j = 0; j < problem->column_count; j++)
        if (!lies_within(x[j], problem->lower[j], problem->upper[j]))
            return false;
    for (uint32_t i = 0; i < problem->row_count; i++) {
        double sum = 0.0;
        for (uint32_t at = problem->first[i]; at < problem->first[i + 1]; at++)
            sum += problem->value[at] * x[problem->column[at]];
        if (!lies_within(sum, problem->row_lower[i], problem->row_upper[i]))
            return false;
    }
    return true;
}

static double value_of(const struct solver_problem *problem, const double *x)
{
    double sum = 0.0;
    for (uint32_t j = 0; j < problem->column_count; j++)
        sum += problem->objective[j] * x[j];
    return sum;
}

/* No value but a whole one exists: a bound may be moved to the next one. */
static bool has_whole_values(const struct solver_problem *problem)
{
    for (uint32_t j = 0; j < problem->column_count; j++) {
        double factor = problem->objective[j];
        if (factor != 0.0 && (!problem->is_whole[j] || factor != nearbyint(factor)))
            return false;
    }
    return true;
}

/* The bound as told, let out by what rounding inside the solver may have cost. */
static double safe_bound(Cbc_Model *model, const struct solver_problem *problem)
{
    double least = Cbc_getBestPossibleObjValue(model);
    if (!(fabs(least) < 1e50))
        return -least_sign(problem) * (double)INFINITY;
    least -= TOLERANCE * (1.0 + fabs(least));
    if (has_whole_values(problem))
        least = ceil(least);
    return least_sign(problem) * least;
}

static void take_solution(struct solver_result *result, Cbc_Model *model,
                          const struct solver_problem *problem)
{
    const double *found = Cbc_bestSolution(model);
    if (!found)
        return;
    for (uint32_t j = 0; j < problem->column_count; j++)
        result->x[j] = problem->is_whole[j] ? nearbyint(found[j]) + 0.0 : found[j];
    if (keeps_rows(problem, result->x))
        result->value = value_of(problem, result->x);
}

static void take_result(struct solver_result *result, Cbc_Model *model,
                        const struct solver_problem *problem)
{
    result->end = SOLVER_LIMIT;
    result->value = (double)NAN;
    result->bound = -least_sign(problem) * (double)INFINITY;
    if (Cbc_isProvenInfeasible(model)) {
        result->end = SOLVER_INFEASIBLE;
    } else if (!Cbc_isContinuousUnbounded(model) && !Cbc_isAbandoned(model)) {
        take_solution(result, model, problem);
        result->bound = safe_bound(model, problem);
        double told = least_sign(problem) * Cbc_getObjValue(model);
        if (Cbc_isProvenOptimal(model) &&
            fabs(told - result->value) <= TOLERANCE * (1.0 + fabs(told))) {
            result->end = SOLVER_PROVED;
            result->bound = result->value;
        }
    }
    if (isnan(result->value)) {
        mem_free(result->x);
        result->x = NULL;
    }
}

enum ws_status solver_solve(struct solver_result *out, const struct solver_problem *problem,
                            struct ws_error *err)
{
    assert(out && problem && problem->column_count && problem->node_limit);
    struct table table = {0};
    struct solver_result result = {0};
    Cbc_Model *model = NULL;
    enum ws_status st = table_fill(&table, problem, err);
    if (st)
        goto done;
    result.x = mem_array(problem->column_count, sizeof *result.x);
    model = result.x ? open_model(&table, problem) : NULL;
    if (!model) {
        mem_free(result.x);
        st = error_set(err, WS_NO_MEMORY, "no memory for the integer solver");
        goto done;
    }
    solve_undisturbed(model);
    take_result(&result, model, problem);
    *out = result;
done:
    if (model)
        Cbc_deleteModel(model);
    table_release(&table);
    return st;
}

#endif
