/* Withheld counts: the interval against every count they may be. */
#include "cover/world.h"

#define UNITS 4u
#define CUTOFF 100u

/* One part per unit: how much of it is reached, its people and their doubt. */
struct doubt_unit {
    uint32_t zone;
    uint64_t reached_mm; /* of 10 */
    uint64_t people, less, more;
};

struct doubt_table {
    struct spread spread;
    struct ws_allocation rows;
    uint32_t unit[UNITS], zone[UNITS], first_part[UNITS + 1], part[2 * UNITS];
    uint8_t state[UNITS];
    uint64_t weight_mm[UNITS], no_link_mm[UNITS];
    uint64_t people[UNITS], less[UNITS], more[UNITS];
    struct ws_piece pieces[2 * UNITS];
    uint32_t facility[2 * UNITS], cost[2 * UNITS];
    struct share_plan plan;
};

static void add_row(struct doubt_table *table, uint32_t part, uint32_t from_mm, uint32_t to_mm,
                    bool is_reached)
{
    if (from_mm == to_mm)
        return;
    uint32_t row = table->rows.count++;
    table->part[row] = part;
    table->pieces[row] = (struct ws_piece){.from_mm = from_mm, .to_mm = to_mm};
    table->facility[row] = is_reached ? 0 : WS_NONE;
    table->cost[row] = is_reached ? CUTOFF : WS_COST_INF;
}

static void set_up(struct doubt_table *table, const struct doubt_unit *units)
{
    static const uint32_t CUTOFFS[] = {CUTOFF}, CHOICES[] = {1};
    *table = (struct doubt_table){0};
    for (uint32_t i = 0; i < UNITS; i++) {
        table->unit[i] = i;
        table->zone[i] = units[i].zone;
        table->state[i] = PART_ON_NETWORK;
        table->weight_mm[i] = 10;
        table->people[i] = units[i].people;
        table->less[i] = units[i].less;
        table->more[i] = units[i].more;
        table->first_part[i + 1] = i + 1;
        add_row(table, i, 0, (uint32_t)units[i].reached_mm, true);
        add_row(table, i, (uint32_t)units[i].reached_mm, 10, false);
    }
    table->spread = (struct spread){.part_count = UNITS,
                                    .weight_count = 1,
                                    .unit_count = UNITS,
                                    .unit = table->unit,
                                    .zone = table->zone,
                                    .state = table->state,
                                    .weight_mm = table->weight_mm,
                                    .no_link_mm = table->no_link_mm,
                                    .people_micro = table->people,
                                    .less_micro = table->less,
                                    .more_micro = table->more,
                                    .first_part = table->first_part,
                                    .piece_count = table->rows.count,
                                    .pieces = table->pieces,
                                    .part = table->part};
    table->rows = (struct ws_allocation){.count = table->rows.count,
                                         .k = 1,
                                         .pieces = table->pieces,
                                         .facility = table->facility,
                                         .cost_from = table->cost,
                                         .cost_to = table->cost};
    table->plan = (struct share_plan){.spread = &table->spread,
                                      .allocation = &table->rows,
                                      .part = table->part,
                                      .zone_count = 2,
                                      .cutoff_count = 1,
                                      .choice_count = 1,
                                      .cutoff_cost = CUTOFFS,
                                      .choice = CHOICES};
}

struct ends {
    double low, high;
};

/* Every count of every unit at its least, its known and its most; those of a
 * unit reached in part live all within or all beyond. */
static struct ends try_all(const struct doubt_unit *units, uint32_t zone)
{
    struct ends ends = {2.0, -1.0};
    for (uint32_t code = 0; code < 6 * 6 * 6 * 6; code++) {
        double within = 0.0, all = 0.0;
        uint32_t rest = code;
        for (uint32_t i = 0; i < UNITS; i++, rest /= 6) {
            const uint64_t counts[3] = {units[i].people - units[i].less, units[i].people,
                                        units[i].people + units[i].more};
            double count = (double)counts[rest % 3];
            bool can_be_within = units[i].zone != WS_NONE && units[i].reached_mm > 0;
            bool must_be_within = units[i].zone != WS_NONE && units[i].reached_mm == 10;
            if (zone != WS_NONE && units[i].zone != zone)
                continue;
            all += count;
            within += must_be_within || (can_be_within && rest % 6 >= 3) ? count : 0.0;
        }
        if (all == 0.0)
            continue;
        ends.low = within / all < ends.low ? within / all : ends.low;
        ends.high = within / all > ends.high ? within / all : ends.high;
    }
    return ends;
}

static void holds_every_count_and_is_met(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    uint32_t checked = 0;
    for (uint32_t round = 0; round < 60; round++) {
        struct doubt_unit units[UNITS];
        struct doubt_table table;
        struct ws_error err = {0};
        struct ws_share *rows = NULL;
        uint32_t count;
        for (uint32_t i = 0; i < UNITS; i++) {
            uint64_t draw = (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 20;
            static const uint64_t reached[] = {0, 4, 10};
            units[i] = (struct doubt_unit){.zone = draw % 7 == 6 ? WS_NONE : (uint32_t)(draw % 2),
                                           .reached_mm = reached[draw / 8 % 3],
                                           .people = draw / 32 % 9,
                                           .more = draw / 512 % 5};
            units[i].less = units[i].people ? draw / 4096 % (units[i].people + 1) : 0;
        }
        set_up(&table, units);
        world_ok(shares_sum(&rows, &count, &table.plan, &err), &err);
        assert_int_equal(count, 3);
        for (uint32_t row = 0; row < 3; row++) {
            struct ends ends = try_all(units, rows[row].zone);
            if (!rows[row].people_micro) {
                assert_int_equal(ws_share_low(&rows[row]).whole, 0);
                continue;
            }
            assert_near(share_low(&rows[row]), ends.low, 1e-12);
            assert_near(share_high(&rows[row]), ends.high, 1e-12);
            checked++;
        }
        mem_free(rows);
    }
    assert_true(checked > 90);
}

/* zone 0; reached 10 of 10, 0 of 10 ... */
static const struct bound {
    const char *name;
    struct doubt_unit units[UNITS];
    double low, high;
} BOUNDS[] = {
    {"a_known_count_changes_nothing", {{0, 10, 30, 0, 0}, {0, 0, 10, 0, 0}}, 0.75, 0.75},
    {"less_than_five_within", {{0, 10, 30, 0, 4}, {0, 0, 10, 0, 0}}, 0.75, 34.0 / 44.0},
    {"less_than_five_beyond", {{0, 10, 30, 0, 0}, {0, 0, 10, 0, 4}}, 30.0 / 44.0, 0.75},
    {"an_estimate_that_may_be_nobody", {{0, 10, 30, 30, 0}, {0, 0, 10, 10, 0}}, 0.0, 1.0},
    {"without_bound_within", {{0, 10, 30, 0, WS_UNBOUNDED}, {0, 0, 10, 0, 0}}, 0.75, 1.0},
    {"without_bound_beyond", {{0, 10, 30, 0, 0}, {0, 0, 10, 0, WS_UNBOUNDED}}, 0.0, 0.75},
    {"without_bound_on_the_limit", {{0, 10, 30, 0, 0}, {0, 4, 10, 0, WS_UNBOUNDED}}, 0.0, 1.0},
    {"two_without_bound", {{0, 10, 30, 0, WS_UNBOUNDED}, {0, 10, 10, 0, WS_UNBOUNDED}}, 1.0, 1.0},
};

static void bound_by_hand(void **state)
{
    const struct bound *bound = *state;
    struct doubt_table table;
    struct ws_error err = {0};
    struct ws_share *rows = NULL;
    uint32_t count;
    set_up(&table, bound->units);
    world_ok(shares_sum(&rows, &count, &table.plan, &err), &err);
    assert_near(share_low(&rows[0]), bound->low, 1e-12);
    assert_near(share_high(&rows[0]), bound->high, 1e-12);
    mem_free(rows);
}

int main(void)
{
    enum { BOUND_COUNT = sizeof BOUNDS / sizeof *BOUNDS, SEEDS = 4 };
    static const char *const NAMES[SEEDS] = {"every_count_1", "every_count_2", "every_count_3",
                                             "every_count_4"};
    struct CMUnitTest tests[BOUND_COUNT + SEEDS];
    for (int i = 0; i < BOUND_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = BOUNDS[i].name,
                                       .test_func = bound_by_hand,
                                       .initial_state = (void *)(uintptr_t)&BOUNDS[i]};
    for (int i = 0; i < SEEDS; i++)
        tests[BOUND_COUNT + i] = (struct CMUnitTest){.name = NAMES[i],
                                                     .test_func = holds_every_count_and_is_met,
                                                     .initial_state = (void *)(uintptr_t)(i + 1)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
