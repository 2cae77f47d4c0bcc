/* make-fixtures OUTDIR: writes the made-up county of geodata/norrmark. */
#include "make-fixtures.h"

#include <gdal.h>
#include <cpl_conv.h>
#include <stdio.h>
#include <stdlib.h>

static void build(struct world *world)
{
    land_build(&world->land);
    towns_build(world);
    motorway_build(world);
    links_build(world);
    villages_build(world);
    cases_build(world);
    country_build(world);
    cases_build_late(world);
    people_build(world);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-fixtures OUTDIR\n");
        return 2;
    }
    CPLSetConfigOption("OGR_CURRENT_DATE", "2020-04-01T00:00:00.000Z");
    GDALAllRegister();
    struct world *world = calloc(1, sizeof *world);
    if (!world) {
        fprintf(stderr, "error: no memory\n");
        return 6;
    }
    build(world);
    bool is_good = write_maps(world, argv[1]) && write_grid(world, argv[1]) &&
                   write_offices(world, argv[1]) && write_tables(world, argv[1]);
    if (!is_good)
        fprintf(stderr, "error: %s: cannot write the fixtures\n", argv[1]);
    free(world);
    return is_good ? 0 : 5;
}
