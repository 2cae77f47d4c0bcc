#include "make-fixtures-gpkg.h"

#include <stdio.h>

static const char *const AGE_NAMES[AGE_GROUPS] = {
    "ald0_5",   "ald5_10",  "ald10_15", "ald15_20", "ald20_25", "ald25_30",
    "ald30_35", "ald35_40", "ald40_45", "ald45_50", "ald50_55", "ald55_60",
    "ald60_65", "ald65_70", "ald70_75", "ald75_80", "ald80w"};

/* Disclosure noise: 1 and 2 become 0 or 3, so parts need not add up. */
static uint32_t disturb(struct chance *chance, uint32_t count)
{
    if (count == 0 || count > 2)
        return count;
    return chance_between(chance, 0, 2) < (int32_t)count ? 3 : 0;
}

/* Draws each person's age; large cells draw the rest of a plain split. */
static void draw_ages(uint32_t *ages, const struct town *town, uint32_t people,
                      struct chance *chance)
{
    int32_t sum = 0;
    for (uint32_t g = 0; g < AGE_GROUPS; g++)
        sum += people_age_pml(town, g);
    uint32_t drawn = people % 40, plain = people - drawn;
    int64_t done = 0;
    for (uint32_t g = 0; g < AGE_GROUPS; g++) {
        int64_t before = (int64_t)plain * done / sum;
        done += people_age_pml(town, g);
        ages[g] = (uint32_t)((int64_t)plain * done / sum - before);
    }
    for (uint32_t i = 0; i < drawn; i++) {
        int32_t draw = chance_between(chance, 0, sum - 1);
        uint32_t g = 0;
        while (g + 1 < AGE_GROUPS && draw >= people_age_pml(town, g))
            draw -= people_age_pml(town, g++);
        ages[g]++;
    }
}

static OGRGeometryH square(struct xy corner)
{
    struct xy ring[5] = {corner,
                         {corner.x + CELL_M, corner.y},
                         {corner.x + CELL_M, corner.y + CELL_M},
                         {corner.x, corner.y + CELL_M},
                         corner};
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    OGR_G_AddGeometryDirectly(polygon, gpkg_ring(ring, 5));
    return polygon;
}

static void add_cell(struct gpkg *gpkg, const struct world *world, uint32_t c)
{
    const struct cell *cell = &world->cells[c];
    struct chance chance = chance_of(2000000 + c);
    uint32_t ages[AGE_GROUPS];
    draw_ages(ages, &world->towns[cell->municipality], cell->people, &chance);
    uint32_t women = cell->people / 2;
    if (cell->people % 2)
        women += (uint32_t)chance_between(&chance, 0, 1);
    if (cell->people > 10)
        women +=
            (uint32_t)chance_between(&chance, 0, (int32_t)cell->people / 20) - cell->people / 40;
    struct xy corner = land_cell_corner(c);
    char id[32];
    snprintf(id, sizeof id, "%06d%07d", corner.x, corner.y);
    OGRFeatureH feature = gpkg_feature(gpkg);
    gpkg_text(feature, 0, id);
    OGR_F_SetFieldInteger(feature, 1, (int)cell->people);
    for (uint32_t g = 0; g < AGE_GROUPS; g++)
        OGR_F_SetFieldInteger(feature, 2 + (int)g, (int)disturb(&chance, ages[g]));
    OGR_F_SetFieldInteger(feature, 2 + AGE_GROUPS, (int)disturb(&chance, women));
    OGR_F_SetFieldInteger(feature, 3 + AGE_GROUPS, (int)disturb(&chance, cell->people - women));
    gpkg_add(gpkg, feature, square(corner));
}

bool write_grid(const struct world *world, const char *folder)
{
    struct gpkg gpkg = gpkg_open(folder, "rutnat_1km.gpkg", "rutnat_1km", wkbPolygon);
    gpkg_field(&gpkg, "rutid_scb", OFTString);
    gpkg_field(&gpkg, "beftotalt", OFTInteger);
    for (uint32_t g = 0; g < AGE_GROUPS; g++)
        gpkg_field(&gpkg, AGE_NAMES[g], OFTInteger);
    gpkg_field(&gpkg, "kvinna", OFTInteger);
    gpkg_field(&gpkg, "man", OFTInteger);
    for (uint32_t c = 0; gpkg.is_good && c < CELLS; c++) {
        if (world->cells[c].people)
            add_cell(&gpkg, world, c);
    }
    return gpkg_close(&gpkg);
}
