#include "make-fixtures.h"

#include <string.h>

/* Per mille by age group in a town of middling age; young_pct bends it. */
int32_t people_age_pml(const struct town *town, uint32_t group)
{
    static const int32_t PML[AGE_GROUPS] = {54, 57, 58, 55, 56, 64, 62, 59, 60,
                                            66, 68, 65, 62, 60, 58, 46, 50};
    static const int32_t BEND[AGE_GROUPS] = {0, 0, 0,  0,  3,  3,  2,  1, 1,
                                             0, 0, -1, -1, -2, -2, -3, -3};
    int32_t bend = (town->young_pct - 96) * BEND[group] / 2;
    return PML[group] * (100 + bend) / 100;
}

static int32_t age_sum(const struct town *town)
{
    int32_t sum = 0;
    for (uint32_t group = 0; group < AGE_GROUPS; group++)
        sum += people_age_pml(town, group);
    return sum;
}

static void count_municipality(struct world *world, uint32_t m)
{
    const struct town *town = &world->towns[m];
    int32_t working = 0;
    for (uint32_t group = AGE_20; group < AGE_65; group++)
        working += people_age_pml(town, group);
    world->all_ages[m] = (uint32_t)town->people;
    world->working_age[m] = (uint32_t)((int64_t)town->people * working / age_sum(town));
}

/* How thickly people live along 100 m of this line. */
static uint32_t density(const struct world *world, uint32_t m, uint32_t line, struct xy at)
{
    const struct style *style = &world->roads.lines[line].style;
    struct chance chance = chance_of(970000 + line);
    int32_t draw = chance_between(&chance, 0, 99);
    if (style->settled == SETTLED_TOWN) {
        const struct town *town = &world->towns[m];
        int32_t radius = town->blocks * town->block_m;
        int32_t out = radius - plane_distance(at, town->centre);
        int32_t core = out > 0 ? 260 * out / radius : 0;
        return (uint32_t)(40 + core + draw / 2);
    }
    if (style->settled == SETTLED_VILLAGE)
        return (uint32_t)(40 + draw);
    /* Half of the country roads are empty; big roads have few houses. */
    if (draw < 40 && !style->name)
        return 0;
    return (uint32_t)(style->class_id <= SECONDARY ? draw / 10 : draw / 3);
}

static void weigh_segment(struct world *world, uint32_t m, uint32_t point)
{
    struct xy a = world->roads.points[point], b = world->roads.points[point + 1];
    int32_t parts = plane_distance(a, b) / 100 + 1;
    for (int32_t i = 0; i < parts; i++) {
        struct xy at = {a.x + (b.x - a.x) * (2 * i + 1) / (2 * parts),
                        a.y + (b.y - a.y) * (2 * i + 1) / (2 * parts)};
        if (land_municipality(land_at(&world->land, at)) != (int32_t)m)
            continue;
        world->weights[land_cell(at)] += density(world, m, world->roads.line_of[point], at);
    }
}

/* Shares out people over the cells by weight, exactly; the first big cell names
 * the ages. */
static void share_out(struct world *world, uint32_t m, enum settled settled, uint64_t people)
{
    memset(world->weights, 0, sizeof world->weights);
    const struct roads *roads = &world->roads;
    for (uint32_t l = 0; l < roads->line_count; l++) {
        const struct line *line = &roads->lines[l];
        for (uint32_t i = 0; line->style.settled == settled && i + 1 < line->count; i++)
            weigh_segment(world, m, line->first + i);
    }
    uint64_t sum = 0, done = 0;
    for (uint32_t c = 0; c < CELLS; c++)
        sum += world->weights[c];
    for (uint32_t c = 0; c < CELLS && sum; c++) {
        uint64_t before = people * done / sum;
        done += world->weights[c];
        uint32_t here = (uint32_t)(people * done / sum - before);
        if (here > world->cells[c].people)
            world->cells[c].municipality = (uint8_t)m;
        world->cells[c].people += here;
    }
}

static bool is_home_road(enum road_class class_id)
{
    return class_id >= PRIMARY && class_id <= RESIDENTIAL;
}

/* Marks the cells that any inhabited road runs through. */
static void mark_home_roads(struct world *world)
{
    const struct roads *roads = &world->roads;
    for (uint32_t i = 0; i + 1 < roads->point_count; i++) {
        const struct line *line = &roads->lines[roads->line_of[i]];
        if (!is_home_road(line->style.class_id) || roads->line_of[i + 1] != roads->line_of[i])
            continue;
        struct xy a = roads->points[i], b = roads->points[i + 1];
        int32_t parts = plane_distance(a, b) / 5 + 1;
        for (int32_t j = 0; j <= parts; j++) {
            struct xy at = {a.x + (int32_t)((int64_t)(b.x - a.x) * j / parts),
                            a.y + (int32_t)((int64_t)(b.y - a.y) * j / parts)};
            world->has_home_road[land_cell(at)] = true;
        }
    }
}

/* Houses above the tunnel, in the first cell on its way without a road to live
 * along: nobody may stop down there. */
static void settle_above_tunnel(struct world *world)
{
    const struct roads *roads = &world->roads;
    for (uint32_t i = 0; i + 1 < roads->point_count; i++) {
        const struct style *style = &roads->lines[roads->line_of[i]].style;
        bool is_tunnel = style->class_id == MOTORWAY && style->oneway == 2;
        if (!is_tunnel || roads->line_of[i + 1] != roads->line_of[i])
            continue;
        struct xy a = roads->points[i], b = roads->points[i + 1];
        uint32_t c = land_cell((struct xy){(a.x + b.x) / 2, (a.y + b.y) / 2});
        if (world->has_home_road[c])
            continue;
        world->cells[c] = (struct cell){11, 0};
        return;
    }
}

/* Houses where no inhabited road is: some near one (snapped), some in the
 * forests without roads (off the network). */
static void settle_roadless(struct world *world)
{
    struct chance chance = chance_of(990000);
    for (uint32_t c = 0; c < CELLS; c++) {
        struct xy corner = land_cell_corner(c), middle = {corner.x + 500, corner.y + 500};
        int32_t m = land_municipality(land_at(&world->land, middle));
        int32_t draw = chance_between(&chance, 0, 99), people = chance_between(&chance, 3, 14);
        if (m < 0 || world->has_home_road[c] || world->cells[c].people)
            continue;
        int32_t metres = roads_distance(&world->roads, middle, 3000);
        bool is_off_network = metres > 2300 && draw < 6, is_snapped = metres < 1800 && draw == 99;
        if (is_off_network || is_snapped)
            world->cells[c] = (struct cell){(uint32_t)people, (uint8_t)m};
    }
    /* A house on a skerry: no road within reach over the water. */
    world->cells[land_cell(plane_km(117.4, 42.4))] = (struct cell){4, 8};
}

void people_build(struct world *world)
{
    for (uint32_t m = 0; m < MUNICIPALITIES; m++) {
        const struct town *town = &world->towns[m];
        uint64_t in_town = (uint64_t)(town->people * town->town_pct / 100);
        uint64_t in_villages = (uint64_t)(town->people * town->village_pct / 100);
        count_municipality(world, m);
        share_out(world, m, SETTLED_TOWN, in_town);
        share_out(world, m, SETTLED_VILLAGE, in_villages);
        share_out(world, m, SETTLED_COUNTRY, (uint64_t)town->people - in_town - in_villages);
    }
    mark_home_roads(world);
    settle_above_tunnel(world);
    settle_roadless(world);
}
