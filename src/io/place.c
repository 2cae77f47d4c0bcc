/* Single positions between WGS 84 degrees and the working CRS. */
#include "io/read.h"

#include <math.h>

static OGRSpatialReferenceH wgs84(void)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(srs, 4326) != OGRERR_NONE) {
        OSRRelease(srs);
        return NULL;
    }
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

/* Library complaints are about the position asked for, not about the data. */
static bool move(struct io *io, bool is_to_working, size_t count, double *x, double *y)
{
    OGRSpatialReferenceH degrees = wgs84();
    bool done = false;
    if (!degrees || !io->working) {
        OSRRelease(degrees);
        return false;
    }
    struct library_errors before = io->library;
    source_begin(io);
    OGRCoordinateTransformationH way = is_to_working
                                           ? OCTNewCoordinateTransformation(degrees, io->working)
                                           : OCTNewCoordinateTransformation(io->working, degrees);
    done = way && OCTTransform(way, (int)count, x, y, NULL);
    if (way)
        OCTDestroyCoordinateTransformation(way);
    source_end(io);
    io->library = before;
    OSRRelease(degrees);
    return done;
}

enum ws_status io_place(struct io *io, double lon_deg, double lat_deg, double *x_m, double *y_m,
                        struct ws_error *err)
{
    double x = lon_deg, y = lat_deg;
    if (!(fabs(lon_deg) <= 180.0) || !(fabs(lat_deg) <= 90.0))
        return error_set(err, WS_BAD_OPTION,
                         "%g, %g is no place; expected longitude -180 to 180 and latitude -90 to "
                         "90, in this order",
                         lon_deg, lat_deg);
    if (!move(io, true, 1, &x, &y) || !point_is_sane(x, y))
        return error_set(err, WS_BAD_OPTION,
                         "%g, %g has no place in %s; expected longitude and latitude near the "
                         "municipalities",
                         lon_deg, lat_deg, io->working_name);
    *x_m = x;
    *y_m = y;
    return WS_OK;
}

enum ws_status io_degrees(struct io *io, size_t count, double *x, double *y, struct ws_error *err)
{
    if (count && !move(io, false, count, x, y))
        return error_set(err, WS_BAD_DATA, "positions of %s have no longitude and latitude",
                         io->working_name);
    return WS_OK;
}
