#include "make-fixtures.h"

#include <assert.h>

static const struct plan {
    const char *code, *name;
    double x_km, y_km;
    int32_t blocks, block_m, direction, people, town_pct, village_pct, young_pct;
} PLANS[MUNICIPALITIES] = {
    {"2901", "Hammarsund", 65.0, 44.0, 15, 205, 1, 61400, 79, 12, 116},
    {"2902", "Älvnäs", 63.0, 13.0, 11, 190, 5, 31250, 74, 14, 104},
    {"2903", "Granöhamn", 97.0, 77.0, 7, 180, 2, 17080, 62, 20, 98},
    {"2904", "Åskarby", 69.0, 77.0, 7, 185, 4, 14490, 60, 18, 97},
    {"2905", "Östansele", 90.0, 16.0, 6, 190, 1, 11360, 57, 20, 95},
    {"2906", "Sjöfors", 29.5, 48.0, 5, 180, 0, 9870, 52, 24, 93},
    {"2907", "Tallåsen", 39.0, 18.0, 5, 175, 3, 8420, 55, 20, 92},
    {"2908", "Mörkdal", 44.0, 72.5, 4, 190, 2, 7150, 50, 22, 90},
    {"2909", "Skärsund", 97.0, 48.0, 4, 180, 5, 6930, 46, 26, 91},
    {"2910", "Lövberga", 14.0, 10.5, 4, 185, 1, 5780, 52, 20, 90},
    {"2911", "Bräntmark", 10.5, 42.0, 3, 180, 4, 4310, 50, 22, 86},
    {"2912", "Fjällbäck", 17.5, 78.5, 3, 185, 3, 3390, 48, 24, 82},
};

static bool has_corner(const struct world *world, uint32_t t, int32_t i, int32_t j)
{
    const struct town *town = &world->towns[t];
    struct chance chance = chance_of(50000 + t * 10000 + (uint64_t)((i + 50) * 100 + j + 50));
    int32_t limit = town->blocks * town->blocks;
    int32_t rough = limit * chance_between(&chance, -12, 8) / 100;
    return i * i + j * j <= limit + (i && j ? rough : 0);
}

static struct xy corner(const struct world *world, uint32_t t, int32_t i, int32_t j)
{
    const struct town *town = &world->towns[t];
    struct chance chance = chance_of(250000 + t * 10000 + (uint64_t)((i + 50) * 100 + j + 50));
    struct xy at = plane_step(town->centre, town->direction, i * town->block_m);
    at = plane_step(at, town->direction + 6, j * town->block_m);
    int32_t loose = town->block_m / 9;
    at.x += chance_between(&chance, -loose, loose);
    at.y += chance_between(&chance, -loose, loose);
    return at;
}

/* Streets along a column are whole; those along a row have gaps, so that no
 * corner is cut off from the main street. */
static bool has_block(const struct world *world, uint32_t t, bool is_row, int32_t i, int32_t j)
{
    if (!has_corner(world, t, i, j))
        return false;
    if (!has_corner(world, t, is_row ? i + 1 : i, is_row ? j : j + 1))
        return false;
    struct chance chance = chance_of(450000 + t * 10000 + (uint64_t)((i + 50) * 100 + j + 50));
    return !is_row || j % 3 == 0 || chance_between(&chance, 0, 99) < 78;
}

static struct style street_style(uint32_t t, int32_t street, int32_t from, bool is_row)
{
    struct style style = {RESIDENTIAL, 40, 0, SETTLED_TOWN, 0, NULL};
    if (street == 0) {
        style.class_id = SECONDARY;
        style.speed_kmh = 50;
        style.name = is_row ? "Storgatan" : "Kyrkogatan";
    } else if (street % 5 == 0) {
        style.class_id = TERTIARY;
        style.speed_kmh = 50;
    } else if (street % 7 == 3) {
        style.speed_kmh = 30;
    }
    /* One-way pairs in the middle of the largest town. */
    bool is_central = from >= -3 && from < 3 && street >= -4 && street <= 4;
    if (t == 0 && !is_row && street % 2 && is_central)
        style.oneway = street > 0 ? 1 : -1;
    return style;
}

/* A street in lines of up to three blocks. */
static void build_street(struct world *world, uint32_t t, bool is_row, int32_t street)
{
    int32_t blocks = world->towns[t].blocks;
    bool is_open = false;
    for (int32_t k = -blocks; k <= blocks; k++) {
        int32_t i = is_row ? k : street, j = is_row ? street : k;
        bool goes_on = k < blocks && has_block(world, t, is_row, i, j);
        if (is_open)
            roads_add(&world->roads, corner(world, t, i, j));
        if (is_open && (!goes_on || k % 3 == 0)) {
            roads_end(&world->roads);
            is_open = false;
        }
        if (goes_on && !is_open) {
            roads_begin(&world->roads, street_style(t, street, k, is_row));
            roads_add(&world->roads, corner(world, t, i, j));
            is_open = true;
        }
    }
    assert(!is_open);
}

void towns_build(struct world *world)
{
    for (uint32_t t = 0; t < MUNICIPALITIES; t++) {
        const struct plan *plan = &PLANS[t];
        world->towns[t] = (struct town){.code = plan->code,
                                        .name = plan->name,
                                        .centre = plane_km(plan->x_km, plan->y_km),
                                        .blocks = plan->blocks,
                                        .block_m = plan->block_m,
                                        .direction = plan->direction,
                                        .people = plan->people,
                                        .town_pct = plan->town_pct,
                                        .village_pct = plan->village_pct,
                                        .young_pct = plan->young_pct};
        for (int32_t street = -plan->blocks; street <= plan->blocks; street++) {
            build_street(world, t, true, street);
            build_street(world, t, false, street);
        }
        world->towns[t].gates[0] = corner(world, t, plan->blocks, 0);
        world->towns[t].gates[1] = corner(world, t, 0, plan->blocks);
        world->towns[t].gates[2] = corner(world, t, -plan->blocks, 0);
        world->towns[t].gates[3] = corner(world, t, 0, -plan->blocks);
    }
}
