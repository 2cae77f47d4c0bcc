/* Node order by place (src/net/order.h). */
#include "net/order.h"

#include "base/mem.h"
#include "support/near.h"
#include "support/oracle.h"
#include <stdlib.h>

enum { SIDE = 16, COUNT = SIDE * SIDE };

/* Places of a full square, shuffled and moved. */
static void fill_square(int64_t *x_cm, int64_t *y_cm, uint64_t *random, int64_t left, int64_t low)
{
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t j = oracle_random(random, i + 1);
        x_cm[i] = x_cm[j];
        y_cm[i] = y_cm[j];
        x_cm[j] = left + i % SIDE;
        y_cm[j] = low + i / SIDE;
    }
}

/* On a full square of a power of two the Hilbert curve goes from each place to a
 * neighbour: the strongest thing that can be said of the order. */
static void test_next_is_a_neighbour(void **state)
{
    (void)state;
    uint64_t random = 1;
    int64_t x_cm[COUNT], y_cm[COUNT];
    uint32_t order[COUNT];
    fill_square(x_cm, y_cm, &random, -7, INT64_C(670000000));
    assert_int_equal(order_nodes(order, x_cm, y_cm, COUNT, 2, NULL), WS_OK);
    for (uint32_t i = 1; i < COUNT; i++) {
        int64_t dx = x_cm[order[i]] - x_cm[order[i - 1]];
        int64_t dy = y_cm[order[i]] - y_cm[order[i - 1]];
        assert_int_equal(dx * dx + dy * dy, 1);
    }
}

/* Law: the places alone decide, not the order they come in nor where they lie. */
static void test_law_order_of_places(void **state)
{
    (void)state;
    uint64_t random = 2;
    int64_t ax[COUNT], ay[COUNT], bx[COUNT], by[COUNT];
    uint32_t a[COUNT], b[COUNT];
    fill_square(ax, ay, &random, 0, 0);
    fill_square(bx, by, &random, 1000, -5000);
    assert_int_equal(order_nodes(a, ax, ay, COUNT, 2, NULL), WS_OK);
    assert_int_equal(order_nodes(b, bx, by, COUNT, 2, NULL), WS_OK);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(bx[b[i]] - ax[a[i]], 1000);
        assert_int_equal(by[b[i]] - ay[a[i]], -5000);
    }
}

/* Too wide for the curve: still one order, ties by x, then y. */
static void test_very_wide(void **state)
{
    (void)state;
    int64_t x_cm[] = {INT64_C(1) << 40, 3, 1, 1}, y_cm[] = {0, 0, 9, 2};
    uint32_t order[4];
    assert_int_equal(order_nodes(order, x_cm, y_cm, 4, 2, NULL), WS_OK);
    assert_int_equal(order[0], 3);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 1);
    assert_int_equal(order[3], 0);
}

static void test_none_and_no_memory(void **state)
{
    (void)state;
    int64_t none[1] = {0};
    uint32_t order[1] = {9};
    assert_int_equal(order_nodes(order, none, none, 0, 2, NULL), WS_OK);
    assert_int_equal(order[0], 9);
    mem_fail_at(1);
    assert_int_equal(order_nodes(order, none, none, 1, 2, NULL), WS_NO_MEMORY);
    mem_fail_at(0);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_next_is_a_neighbour),
        cmocka_unit_test(test_law_order_of_places),
        cmocka_unit_test(test_very_wide),
        cmocka_unit_test(test_none_and_no_memory),
    };
    return cmocka_run_group_tests_name("net_order", TESTS, NULL, NULL);
}
