/* Do coordinates belong to their system, and does a layer lie where the zones
 * are? Wrong systems and exchanged axes show here. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A way to the working system that is rougher than this is listed; with a missing
 * grid and beside zones of another datum already above the lesser one. */
#define ROUGH_M 5.0
#define MISSED_M 1.0
/* Layers lie this near the zones; offices may stand in the next country. */
#define NEAR_M 1e4
#define NEAR_OFFICES_M 1e5

/* Box of `lonlat` degrees in srs. */
static bool box_from_degrees(struct box *out, OGRSpatialReferenceH srs, const struct box *lonlat)
{
    OGRSpatialReferenceH degrees = crs_from_epsg(4326);
    OGRCoordinateTransformationH way = OCTNewCoordinateTransformation(degrees, srs);
    bool done = way && OCTTransformBounds(way, lonlat->min_x_m, lonlat->min_y_m, lonlat->max_x_m,
                                          lonlat->max_y_m, &out->min_x_m, &out->min_y_m,
                                          &out->max_x_m, &out->max_y_m, 21);
    OCTDestroyCoordinateTransformation(way);
    OSRRelease(degrees);
    return done && isfinite(out->min_x_m) && isfinite(out->max_x_m) && isfinite(out->min_y_m) &&
           isfinite(out->max_y_m);
}

/* The box of a projected system's area of use in its own coordinates. */
static bool area_of_use(struct box *out, OGRSpatialReferenceH srs)
{
    struct box lonlat;
    const char *name;
    return OSRGetAreaOfUse(srs, &lonlat.min_x_m, &lonlat.min_y_m, &lonlat.max_x_m, &lonlat.max_y_m,
                           &name) &&
           lonlat.min_x_m >= -180.0 && lonlat.min_x_m < lonlat.max_x_m &&
           box_from_degrees(out, srs, &lonlat);
}

/* Library complaints about an area of use are not about the data. */
void crs_set_plausible(struct crs *crs, struct input *in)
{
    struct library_errors before = in->io->library;
    struct box use;
    crs->plausible = (struct box){-1e9, -1e9, 1e9, 1e9};
    if (crs->is_degrees) {
        crs->plausible = (struct box){-180.0, -90.0, 360.0, 90.0};
    } else if (area_of_use(&use, crs->srs)) {
        double unit = OSRGetLinearUnits(crs->srs, NULL), least = 1e6 / (unit > 0.0 ? unit : 1.0);
        double by_x = fmax(use.max_x_m - use.min_x_m, least);
        double by_y = fmax(use.max_y_m - use.min_y_m, least);
        crs->plausible = (struct box){use.min_x_m - by_x, use.min_y_m - by_y, use.max_x_m + by_x,
                                      use.max_y_m + by_y};
    }
    in->io->library = before;
}

/* ---- coordinates ----------------------------------------------------------------------- */

static bool lies_in(const struct box *box, double x, double y)
{
    return x >= box->min_x_m && x <= box->max_x_m && y >= box->min_y_m && y <= box->max_y_m;
}

static const char NOT_FINITE[] = "not a finite number";
static const char NOT_ON_EARTH[] = "no place on earth";
static const char NOT_DEGREES[] = "not longitude -180 to 180 and latitude -90 to 90";
static const char TOO_FAR[] = "far outside the area of the CRS";
static const char SWAPPED[] = "outside the area of the CRS but inside it with x and y swapped";

const char *crs_fault(const struct crs *crs, double x, double y)
{
    if (!isfinite(x) || !isfinite(y))
        return NOT_FINITE;
    if (!point_is_sane(x, y))
        return NOT_ON_EARTH;
    if (lies_in(&crs->plausible, x, y))
        return NULL;
    if (lies_in(&crs->plausible, y, x))
        return SWAPPED;
    return crs->is_degrees ? NOT_DEGREES : TOO_FAR;
}

void crs_advice(char out[200], const struct input *in, const char *fault)
{
    const char *role = ws_role_name(in->role);
    if (fault == NOT_FINITE || fault == NOT_ON_EARTH)
        snprintf(out, 200, "mend or remove it");
    else if (fault == SWAPPED)
        snprintf(out, 200, "swap them in the file (QGIS: Swap X and Y coordinates)");
    else if (fault == NOT_DEGREES)
        snprintf(out, 200, "%.60s is read as degrees; state the CRS with --crs %s=EPSG:n",
                 in->crs.name, role);
    else
        snprintf(out, 200, "is it %.60s? state the right one with --crs %s=EPSG:n", in->crs.name,
                 role);
}

bool crs_move(const struct crs *crs, size_t count, double *x, double *y, const char **why)
{
    for (size_t i = 0; i < count; i++) {
        *why = crs_fault(crs, x[i], y[i]);
        if (*why)
            return false;
    }
    if (crs->is_same || !count)
        return true;
    *why = "no place in the working CRS";
    bool done = OCTTransform(crs->to_working, (int)count, x, y, NULL);
    for (size_t i = 0; done && i < count; i++)
        done = point_is_sane(x[i], y[i]);
    return done;
}

/* ---- does the layer lie where the zones are? ------------------------------------------- */

/* With x and y exchanged the middle of the box would lie in the other one. */
static bool is_turned(const struct io *io, OGRSpatialReferenceH srs, const struct box *own,
                      const struct box *near)
{
    OGRCoordinateTransformationH way = OCTNewCoordinateTransformation(srs, io->working);
    double x = (own->min_y_m + own->max_y_m) / 2.0, y = (own->min_x_m + own->max_x_m) / 2.0;
    bool moved = way && OCTTransform(way, 1, &x, &y, NULL) && isfinite(x) && isfinite(y);
    OCTDestroyCoordinateTransformation(way);
    return moved && box_meets(&(struct box){x, y, x, y}, near);
}

/* Eastings and northings of the Swedish systems: no two of them overlap, so a
 * wrong system and swapped axes show with certainty. */
static bool swedish_use(struct box *out, OGRSpatialReferenceH srs)
{
    int code = crs_epsg(srs);
    *out = (struct box){50e3, 6.1e6, 250e3, 7.7e6};
    if (code == 3006) {
        out->min_x_m = 260e3;
        out->max_x_m = 930e3;
    } else if (code == 3021) {
        out->min_x_m = 1.2e6;
        out->max_x_m = 1.9e6;
    }
    return code == 3021 || (code >= 3006 && code <= 3018);
}

/* The middle of the layer lies within the area its CRS is made for; outside
 * Sweden that area is grown by half its width or 100 km. */
static bool is_used_well(struct input *in)
{
    struct library_errors before = in->io->library;
    struct box use;
    bool is_swedish = swedish_use(&use, in->crs.srs);
    bool known = is_swedish || (!in->crs.is_degrees && area_of_use(&use, in->crs.srs));
    in->io->library = before;
    if (!known)
        return true;
    double unit = OSRGetLinearUnits(in->crs.srs, NULL);
    double by = fmax((use.max_x_m - use.min_x_m) / 2.0, 1e5 / (unit > 0.0 ? unit : 1.0));
    if (!is_swedish)
        use = box_grown(use, by);
    double x = (in->source_box.min_x_m + in->source_box.max_x_m) / 2.0;
    double y = (in->source_box.min_y_m + in->source_box.max_y_m) / 2.0;
    return lies_in(&use, x, y);
}

/* Says how rough the way to the working system is. */
static enum ws_status list_roughness(struct input *in, struct ws_error *err)
{
    const struct crs *crs = &in->crs;
    if (crs->is_same || (!crs->to_working && !isfinite(crs->accuracy_m)))
        return WS_OK;
    bool is_modern = fabs(crs->ellipsoid.equator_m - 6378137.0) < 1e-3; /* GRS 80, WGS 84 */
    bool is_rough = crs->is_ballpark ? !is_modern : crs->accuracy_m > ROUGH_M;
    bool is_missed = crs->lacks_grid && !(crs->accuracy_m <= MISSED_M) && in->io->zones_srs &&
                     !OSRIsSameGeogCS(crs->srs, in->io->zones_srs);
    if (!is_rough && !is_missed)
        return WS_OK;
    char effect[64] = "accuracy unknown, perhaps hundreds of metres";
    if (isfinite(crs->accuracy_m))
        snprintf(effect, sizeof effect, "accuracy %g m", crs->accuracy_m);
    return judge_repair(in, -1, effect, err, "%s to %s by %s%s", crs->name, in->io->working_name,
                        input_record(in)->operation,
                        crs->lacks_grid ? "; the grid file of a better way is not installed" : "");
}

static double apart_m(const struct box *a, const struct box *b)
{
    double dx = fmax(a->min_x_m - b->max_x_m, b->min_x_m - a->max_x_m);
    double dy = fmax(a->min_y_m - b->max_y_m, b->min_y_m - a->max_y_m);
    return hypot(fmax(dx, 0.0), fmax(dy, 0.0));
}

/* The layer and the zones lie apart: one of the two is wrong. */
static enum ws_status refuse_place(struct input *in, const struct box *near, struct ws_error *err)
{
    const struct io *io = in->io;
    const char *zones = io->inputs[io->zones_record].path;
    const char *zones_crs = io->inputs[io->zones_record].crs;
    struct library_errors before = in->io->library;
    struct box own = box_grown(in->box, NEAR_M);
    bool is_own = is_turned(io, in->crs.srs, &in->source_box, near);
    bool is_theirs =
        !is_own && io->zones_srs && is_turned(io, io->zones_srs, &io->zones_source_box, &own);
    in->io->library = before;
    if (is_own || is_theirs)
        return input_fail(in, WS_BAD_DATA, err,
                          "the layer lies %.0f km from the municipalities; x and y look swapped in "
                          "%s; swap them there (QGIS: Swap X and Y coordinates)",
                          apart_m(&in->box, &io->box) / 1e3, is_own ? "it" : zones);
    return input_fail(
        in, WS_BAD_DATA, err,
        "the layer (%s) and the municipalities (%s, %s) do not overlap: they lie %.0f "
        "km apart; state the right CRS with --crs %s=EPSG:n or --crs "
        "municipalities=EPSG:n",
        in->crs.name, zones, zones_crs, apart_m(&in->box, &io->box) / 1e3, ws_role_name(in->role));
}

enum ws_status crs_check_place(struct input *in, struct ws_error *err)
{
    if (!(in->box.min_x_m <= in->box.max_x_m))
        return WS_OK; /* nothing was read */
    const struct box *zones = &in->io->box;
    bool is_first = !(zones->min_x_m <= zones->max_x_m);
    struct box near = box_grown(*zones, in->role == WS_ROLE_OFFICES ? NEAR_OFFICES_M : NEAR_M);
    bool is_near = is_first || box_meets(&near, &in->box);
    if ((is_first || !is_near) && !is_used_well(in))
        return input_fail(in, WS_BAD_DATA, err,
                          "coordinates around %.0f %.0f do not belong to %s; state the right one "
                          "with --crs %s=EPSG:n",
                          in->source_box.min_x_m, in->source_box.min_y_m, in->crs.name,
                          ws_role_name(in->role));
    return is_near ? list_roughness(in, err) : refuse_place(in, &near, err);
}
