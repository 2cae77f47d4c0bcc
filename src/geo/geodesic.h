/* geo/geodesic.h: length on the ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z).
 *
 * The only code that includes PROJ. Two things: lengths between geographic
 * coordinates, and legs between positions of the working CRS, taken back to
 * longitude and latitude first. */
#ifndef GEO_GEODESIC_H
#define GEO_GEODESIC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>

/* An ellipsoid. flattening 0 is a sphere. */
struct ellipsoid {
    double equator_m, flattening;
};

/* Metres between two positions in degrees; NaN in gives NaN. Any thread. */
double geodesic_m(const struct ellipsoid *ellipsoid, double lon1_deg, double lat1_deg,
                  double lon2_deg, double lat2_deg);

/* at_m[i]: metres from position 0 to position i along the others, each the sum of
 * geodesic_m() of its steps; count >= 1. Angles are in units of `degree` degrees. */
void geodesic_along_m(double *at_m, const struct ellipsoid *ellipsoid, double degree, size_t count,
                      const double *lon, const double *lat);

/* The way from the working CRS to the ellipsoid. A handle belongs to one
 * thread; each thread opens its own from the same text. */
struct earth;
/* definition: WKT, PROJ string or "EPSG:3006" of a projected CRS in metres,
 * x east. WS_BAD_DATA when PROJ does not accept it. */
WS_MUST_CHECK
enum ws_status earth_open(struct earth **out, const char *definition, struct ws_error *err);
void earth_close(struct earth *earth);

/* Geodesic metres between two positions of the working CRS. NaN when a
 * position cannot be taken back. */
double earth_leg_m(struct earth *earth, double x1_m, double y1_m, double x2_m, double y2_m);
/* Working CRS to degrees. False when it cannot be. */
int earth_lonlat(struct earth *earth, double x_m, double y_m, double *lon_deg, double *lat_deg);

/* An operation between two CRS. */
struct earth_way {
    char name[256];
    double accuracy_m; /* NaN: not known */
    bool is_ballpark;  /* the datums are taken for one another */
    bool lacks_grid;   /* a better one needs a grid file that is not there */
};
/* The best operation whose grids are there ("SWEREF99 to WGS 84 (1)", 1 m) for
 * west, south, east, north in degrees; NULL: anywhere. False: none is known;
 * the name is then empty. */
bool earth_operation(struct earth_way *out, const char *from_definition, const char *to_definition,
                     const double lonlat_deg[4]);
#endif
