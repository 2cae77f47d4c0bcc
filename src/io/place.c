/* Single positions between WGS 84 degrees and the working CRS. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* Between another system and the working one; takes the other over. Library
 * complaints are about the position asked for, not about the data. */
static bool move(struct io *io, OGRSpatialReferenceH other, bool is_to_working, size_t count,
                 double *x, double *y)
{
    bool done = false;
    if (!other || !io->working) {
        OSRRelease(other);
        return false;
    }
    struct library_errors before = io->library;
    source_begin(io);
    OGRCoordinateTransformationH way = is_to_working
                                           ? OCTNewCoordinateTransformation(other, io->working)
                                           : OCTNewCoordinateTransformation(io->working, other);
    done = way && OCTTransform(way, (int)count, x, y, NULL);
    if (way)
        OCTDestroyCoordinateTransformation(way);
    source_end(io);
    io->library = before;
    OSRRelease(other);
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
    if (!move(io, wgs84(), true, 1, &x, &y) || !point_is_sane(x, y))
        return error_set(err, WS_BAD_OPTION,
                         "%g, %g has no place in %s; expected longitude and latitude near the "
                         "municipalities",
                         lon_deg, lat_deg, io->working_name);
    *x_m = x;
    *y_m = y;
    return WS_OK;
}

enum ws_status io_place_from(struct io *io, const char *crs, double *x, double *y,
                             struct ws_error *err)
{
    int code = 0;
    char rest = 0;
    double from_x = *x, from_y = *y;
    if (!strcmp(crs, io->working_name)) /* as a table in this system is read */
        return point_is_sane(*x, *y) ? WS_OK
                                     : error_set(err, WS_BAD_DATA, "%g, %g is no place", *x, *y);
    if (sscanf(crs, "EPSG:%d%c", &code, &rest) != 1 || code <= 0)
        return error_set(err, WS_BAD_DATA, "crs is %.60s; expected EPSG:N, such as %s", crs,
                         io->working_name);
    CPLPushErrorHandler(CPLQuietErrorHandler); /* the message below says it */
    OGRSpatialReferenceH from = crs_from_epsg(code);
    CPLPopErrorHandler();
    if (!from)
        return error_set(err, WS_BAD_DATA,
                         "crs is %.60s, which is no known system; expected one "
                         "such as %s",
                         crs, io->working_name);
    if (!move(io, from, true, 1, x, y) || !point_is_sane(*x, *y))
        return error_set(err, WS_BAD_DATA, "%g, %g of %.60s has no place in %s", from_x, from_y,
                         crs, io->working_name);
    return WS_OK;
}

enum ws_status io_degrees(struct io *io, size_t count, double *x, double *y, struct ws_error *err)
{
    if (count && !move(io, wgs84(), false, count, x, y))
        return error_set(err, WS_BAD_DATA, "positions of %s have no longitude and latitude",
                         io->working_name);
    return WS_OK;
}
