/* What gives memory back in this room. */
#include "support/releases.h"

#include "geo/clip.h"
#include "geo/locate_cells.h"
#include "geo/places.h"
#include "geo/seams.h"
#include "geo/shapes.h"

#define RELEASES(X)                                                                                \
    X(clip_release, struct clip)                                                                   \
    X(locate_cells_release, struct locate_cells)                                                   \
    X(zones_release, struct zones)                                                                 \
    X(population_release, struct population)                                                       \
    X(candidates_release, struct candidates)                                                       \
    X(offices_release, struct offices)                                                             \
    X(seams_release, struct seams)                                                                 \
    X(lines_release, struct lines)                                                                 \
    X(areas_release, struct areas)

RELEASES_MAIN("geo_releases")
