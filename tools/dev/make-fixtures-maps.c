#include "make-fixtures-gpkg.h"

/* A multipolygon of parts with their islands and the lake cut out. */
static OGRGeometryH parts_geometry(const struct land *land, uint32_t parts)
{
    struct xy outline[8192];
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    OGRGeometryH main_part = OGR_G_CreateGeometry(wkbPolygon);
    uint32_t count = land_outline(land, parts, outline, 8192);
    OGR_G_AddGeometryDirectly(main_part, gpkg_ring(outline, count));
    if ((parts >> land->lake.part) & 1)
        OGR_G_AddGeometryDirectly(main_part,
                                  gpkg_ring(land->points + land->lake.first, land->lake.count));
    OGR_G_AddGeometryDirectly(all, main_part);
    for (uint32_t i = 0; i < land->island_count; i++) {
        const struct island *island = &land->islands[i];
        if (!((parts >> island->part) & 1))
            continue;
        OGRGeometryH part = OGR_G_CreateGeometry(wkbPolygon);
        OGR_G_AddGeometryDirectly(part, gpkg_ring(land->points + island->first, island->count));
        OGR_G_AddGeometryDirectly(all, part);
    }
    return all;
}

static bool write_municipalities(const struct world *world, const char *folder)
{
    struct gpkg gpkg = gpkg_open(folder, "kommuner.gpkg", "kommuner", wkbMultiPolygon);
    gpkg_field(&gpkg, "kommunkod", OFTString);
    gpkg_field(&gpkg, "kommunnamn", OFTString);
    gpkg_field(&gpkg, "lanskod", OFTString);
    for (uint32_t m = 0; gpkg.is_good && m < MUNICIPALITIES; m++) {
        OGRFeatureH feature = gpkg_feature(&gpkg);
        gpkg_text(feature, 0, world->towns[m].code);
        gpkg_text(feature, 1, world->towns[m].name);
        gpkg_text(feature, 2, "29");
        uint32_t parts = UINT32_C(1) << (m + 1);
        if (m == 1)
            parts |= UINT32_C(1) << PARTS;
        gpkg_add(&gpkg, feature, parts_geometry(&world->land, parts));
    }
    return gpkg_close(&gpkg);
}

static bool write_areas(const struct world *world, const char *folder)
{
    /* Neither unions of municipalities nor nested in them: 2902 is cut. */
    static const struct area {
        const char *name;
        uint8_t parts[5];
    } AREAS[] = {
        {"Norrmark mitt", {1, 2}}, {"Norrmark kust", {3, 9}},    {"Norrmark sydost", {5, 13}},
        {"Norrmark nord", {4, 8}}, {"Norrmark sydväst", {6, 7}}, {"Norrmark inland", {10, 11, 12}},
    };
    struct gpkg gpkg =
        gpkg_open(folder, "leveransomraden.gpkg", "leveransomraden", wkbMultiPolygon);
    gpkg_field(&gpkg, "leveransomrade", OFTString);
    gpkg_field(&gpkg, "scheme", OFTString);
    gpkg_field(&gpkg, "valid_from", OFTString);
    for (uint32_t i = 0; gpkg.is_good && i < sizeof AREAS / sizeof AREAS[0]; i++) {
        uint32_t parts = 0;
        for (int j = 0; j < 5 && AREAS[i].parts[j]; j++)
            parts |= UINT32_C(1) << AREAS[i].parts[j];
        OGRFeatureH feature = gpkg_feature(&gpkg);
        gpkg_text(feature, 0, AREAS[i].name);
        gpkg_text(feature, 1, "KROM");
        gpkg_text(feature, 2, "2020-03-30");
        gpkg_add(&gpkg, feature, parts_geometry(&world->land, parts));
    }
    return gpkg_close(&gpkg);
}

static void add_road(struct gpkg *gpkg, const struct roads *roads, const struct line *line)
{
    OGRFeatureH feature = gpkg_feature(gpkg);
    gpkg_text(feature, 0, roads_class_name(line->style.class_id));
    OGR_F_SetFieldInteger(feature, 1, line->style.speed_kmh);
    static const char *const ONEWAY[] = {"-1", NULL, "yes", "no"};
    gpkg_text(feature, 2, ONEWAY[line->style.oneway + 1]);
    if (line->style.class_id == FERRY)
        OGR_F_SetFieldInteger(feature, 3, 1);
    gpkg_text(feature, 4, line->style.name);
    OGRGeometryH geometry = OGR_G_CreateGeometry(wkbLineString);
    for (uint32_t i = 0; i < line->count; i++)
        OGR_G_AddPoint_2D(geometry, roads->points[line->first + i].x,
                          roads->points[line->first + i].y);
    gpkg_add(gpkg, feature, geometry);
}

static bool write_roads(const struct world *world, const char *folder)
{
    struct gpkg gpkg = gpkg_open(folder, "vagar.gpkg", "vagar", wkbLineString);
    gpkg_field(&gpkg, "highway", OFTString);
    gpkg_field(&gpkg, "hastighet", OFTInteger);
    gpkg_field(&gpkg, "oneway", OFTString);
    gpkg_field(&gpkg, "farjeled", OFTInteger);
    gpkg_field(&gpkg, "vagnamn", OFTString);
    for (uint32_t i = 0; gpkg.is_good && i < world->roads.line_count; i++)
        add_road(&gpkg, &world->roads, &world->roads.lines[i]);
    return gpkg_close(&gpkg);
}

bool write_maps(const struct world *world, const char *folder)
{
    return write_municipalities(world, folder) && write_areas(world, folder) &&
           write_roads(world, folder);
}
