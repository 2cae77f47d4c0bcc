/* Oracle: a plain array, searched for its least bucket at every pop. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bucket.h"
#include "base/mem.h"

#define MAX_ITEMS 4096
#define MOST_AT_ONCE 5

struct oracle {
    uint32_t width, count;
    struct bucket_item items[MAX_ITEMS];
};

static uint32_t bucket_of(const struct oracle *oracle, uint64_t key)
{
    return (uint32_t)(key >> 32) / oracle->width;
}

static uint32_t least_bucket(const struct oracle *oracle)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < oracle->count; i++)
        if (bucket_of(oracle, oracle->items[i].key) < least)
            least = bucket_of(oracle, oracle->items[i].key);
    return least;
}

/* False when the item was never pushed, or popped before. */
static bool take(struct oracle *oracle, struct bucket_item item)
{
    for (uint32_t i = 0; i < oracle->count; i++)
        if (oracle->items[i].key == item.key && oracle->items[i].value == item.value) {
            oracle->items[i] = oracle->items[--oracle->count];
            return true;
        }
    return false;
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static const struct row {
    const char *name;
    uint32_t width, step; /* step: how far beyond the last pop a push may lie */
    uint32_t programs, operations, push_percent;
} ROWS[] = {
    {"width_one_near", 1, 50, 20, 3000, 52},
    {"width_one_past_the_lowest_ring", 1, 20000, 20, 3000, 52},
    {"width_one_past_two_rings", 1, 30000000, 20, 3000, 52},
    {"road_costs_in_mm", 20000, 3000000, 20, 3000, 55},
    {"sparse", 7, 400000000, 30, 1000, 50},
    {"all_in_one_bucket", 1000000000, 900000, 5, 2000, 60},
    {"runs_empty_often", 3, 100000, 30, 2000, 40},
};

static uint32_t rounded(uint32_t width)
{
    while (width & (width - 1)) /* the lowest bit, until one is left */
        width &= width - 1;
    return width;
}

/* A program is pushes and pops in random order, then pops to the end. */
static void run_program(struct bucket_queue *queue, struct oracle *oracle, const struct row *row,
                        uint64_t *seed, uint32_t floor_cost)
{
    struct bucket_item item, items[MOST_AT_ONCE];

    for (uint32_t i = 0; i < row->operations || oracle->count; i++) {
        bool is_push = i < row->operations && next_random(seed) % 100 < row->push_percent;
        if (is_push && oracle->count < MAX_ITEMS) {
            uint64_t cost = floor_cost + next_random(seed) % row->step;
            if (cost > UINT32_MAX)
                cost = UINT32_MAX;
            item = (struct bucket_item){cost << 32 | next_random(seed) >> 32, i};
            assert_int_equal(bucket_push(queue, item, NULL), WS_OK);
            oracle->items[oracle->count++] = item;
            continue;
        }
        uint32_t least = least_bucket(oracle);
        uint32_t most = 1 + (uint32_t)(next_random(seed) % MOST_AT_ONCE);
        uint32_t count = bucket_pop_some(queue, items, most);
        assert_int_equal(count > 0, oracle->count > 0);
        assert_true(count <= most);
        if (!oracle->count)
            continue;
        for (uint32_t j = 0; j < count; j++) {
            assert_int_equal(bucket_of(oracle, items[j].key), least);
            assert_true(take(oracle, items[j]));
        }
        floor_cost = least * oracle->width;
    }
    assert_false(bucket_pop(queue, &item));
}

static void random_programs_agree_with_an_array(void **state)
{
    const struct row *row = *state;
    struct oracle *oracle = mem_array(1, sizeof *oracle);
    struct bucket_queue *queue = NULL;
    uint64_t seed = 20240229;

    assert_non_null(oracle);
    oracle->width = rounded(row->width);
    assert_int_equal(bucket_new(&queue, row->width, NULL), WS_OK);
    for (uint32_t program = 0; program < row->programs; program++) {
        uint32_t floor_cost = program % 2 ? (uint32_t)(next_random(&seed) >> 33) : 0;
        if (program % 2)
            bucket_restart(queue, floor_cost);
        run_program(queue, oracle, row, &seed, floor_cost);
        bucket_clear(queue);
    }
    bucket_free(queue);
    mem_free(oracle);
}

static struct bucket_item at_cost(uint64_t cost, uint32_t value)
{
    return (struct bucket_item){cost << 32, value};
}

static void new_queue_is_empty(void **state)
{
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    (void)state;
    assert_int_equal(bucket_new(&queue, 10, NULL), WS_OK);
    assert_false(bucket_pop(queue, &item));
    bucket_free(queue);
    bucket_free(NULL);
}

static void edge_costs_come_in_order(void **state)
{
    static const uint64_t costs[] = {UINT32_MAX, 0, 4095, 4096, 4194303, 4194304, INT32_MAX};
    static const uint32_t order[] = {1, 2, 3, 4, 5, 6, 0};
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    (void)state;

    assert_int_equal(bucket_new(&queue, 1, NULL), WS_OK);
    for (uint32_t i = 0; i < 7; i++)
        assert_int_equal(bucket_push(queue, at_cost(costs[i], i), NULL), WS_OK);
    for (uint32_t i = 0; i < 7; i++) {
        assert_true(bucket_pop(queue, &item));
        assert_int_equal(item.value, order[i]);
    }
    assert_false(bucket_pop(queue, &item));
    bucket_free(queue);
}

static void clear_forgets_entries_and_cursor(void **state)
{
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    (void)state;

    assert_int_equal(bucket_new(&queue, 10, NULL), WS_OK);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(bucket_push(queue, at_cost(UINT64_C(10000000) * i, i), NULL), WS_OK);
    for (uint32_t i = 0; i < 50; i++)
        assert_true(bucket_pop(queue, &item));
    bucket_clear(queue);
    assert_false(bucket_pop(queue, &item));
    assert_int_equal(bucket_push(queue, at_cost(0, 7), NULL), WS_OK);
    assert_true(bucket_pop(queue, &item));
    assert_int_equal(item.value, 7);
    bucket_free(queue);
}

static void failed_push_loses_nothing(void **state)
{
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    struct ws_error err = {0};
    uint32_t pushed = 0, popped = 0;
    (void)state;

    mem_fail_at(1);
    assert_int_equal(bucket_new(&queue, 1, &err), WS_NO_MEMORY);
    assert_null(queue);
    assert_int_equal(bucket_new(&queue, 1, &err), WS_OK);
    mem_fail_at(3);
    while (!bucket_push(queue, at_cost(pushed, pushed), &err))
        pushed++;
    mem_fail_at(0);
    assert_int_equal(err.status, WS_NO_MEMORY);
    while (bucket_pop(queue, &item))
        assert_int_equal(item.value, popped++);
    assert_true(pushed > 1);
    assert_int_equal(popped, pushed);
    bucket_free(queue);
}

static void popped_entries_are_used_again(void **state)
{
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    (void)state;

    assert_int_equal(bucket_new(&queue, 5, NULL), WS_OK);
    mem_fail_at(0);
    for (uint32_t cost = 0; cost < 10000; cost++) {
        assert_int_equal(bucket_push(queue, at_cost(cost, cost), NULL), WS_OK);
        assert_true(bucket_pop(queue, &item));
        assert_int_equal(item.value, cost);
    }
    assert_int_equal(mem_fail_at(0), 1);
    bucket_free(queue);
}

#ifndef NDEBUG
static void a_push_into_the_past_is_a_wrong_call(void **state)
{
    struct bucket_queue *queue = NULL;
    struct bucket_item item;
    int status = 0;
    (void)state;

    assert_int_equal(bucket_new(&queue, 10, NULL), WS_OK); /* buckets of 8 */
    assert_int_equal(bucket_push(queue, at_cost(29, 0), NULL), WS_OK);
    assert_true(bucket_pop(queue, &item));
    assert_int_equal(bucket_push(queue, at_cost(24, 0), NULL), WS_OK);
    pid_t child = fork();
    if (!child) {
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        _exit((int)bucket_push(queue, at_cost(23, 0), NULL));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    bucket_free(queue);
}
#endif

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void)
{
    struct CMUnitTest tests[16] = {
        cmocka_unit_test(new_queue_is_empty),
        cmocka_unit_test(edge_costs_come_in_order),
        cmocka_unit_test(clear_forgets_entries_and_cursor),
        cmocka_unit_test(failed_push_loses_nothing),
        cmocka_unit_test(popped_entries_are_used_again),
    };
    size_t count = 5;

#ifndef NDEBUG
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_push_into_the_past_is_a_wrong_call);
#endif

    for (size_t i = 0; i < COUNT(ROWS); i++)
        tests[count++] = (struct CMUnitTest){.name = ROWS[i].name,
                                             .test_func = random_programs_agree_with_an_array,
                                             .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return _cmocka_run_group_tests("base_bucket", tests, count, NULL, NULL);
}
