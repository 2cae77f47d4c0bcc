#include "geo/geodesic.h"

#include <assert.h>
#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* Positions taken back lately: the same few come again and again (a point and
 * the facilities round it), and PROJ costs more than the geodesic. */
#define REMEMBERED 4096u

struct memory {
    double x_m, y_m, lon_deg, lat_deg;
    bool is_set;
};

struct earth {
    PJ_CONTEXT *context;
    struct memory *memories; /* REMEMBERED, by hash */
    PJ *inverse;             /* working CRS, x east, to longitude and latitude */
    double degrees_per_unit; /* of the geographic coordinates */
    struct geod_geodesic geodesic;
    char first_message[256]; /* what PROJ said first */
};

static double inverse_m(const struct geod_geodesic *geodesic, double lon1_deg, double lat1_deg,
                        double lon2_deg, double lat2_deg)
{
    double metres = (double)NAN;
    if (!isfinite(lon1_deg) || !isfinite(lat1_deg) || !isfinite(lon2_deg) || !isfinite(lat2_deg))
        return (double)NAN;
    geod_inverse(geodesic, lat1_deg, lon1_deg, lat2_deg, lon2_deg, &metres, NULL, NULL);
    return metres;
}

double geodesic_m(const struct ellipsoid *ellipsoid, double lon1_deg, double lat1_deg,
                  double lon2_deg, double lat2_deg)
{
    assert(ellipsoid && ellipsoid->equator_m > 0.0);
    struct geod_geodesic geodesic;
    geod_init(&geodesic, ellipsoid->equator_m, ellipsoid->flattening);
    return inverse_m(&geodesic, lon1_deg, lat1_deg, lon2_deg, lat2_deg);
}

void geodesic_along_m(double *at_m, const struct ellipsoid *ellipsoid, double degree, size_t count,
                      const double *lon, const double *lat)
{
    assert(at_m && ellipsoid && ellipsoid->equator_m > 0.0 && count > 0);
    struct geod_geodesic geodesic;
    geod_init(&geodesic, ellipsoid->equator_m, ellipsoid->flattening);
    at_m[0] = 0.0;
    for (size_t i = 1; i < count; i++)
        at_m[i] = at_m[i - 1] + inverse_m(&geodesic, lon[i - 1] * degree, lat[i - 1] * degree,
                                          lon[i] * degree, lat[i] * degree);
}

/* PROJ would print; the first message is the cause, later ones its consequences. */
static void keep_first(void *context, int level, const char *message)
{
    struct earth *earth = context;
    if (level == PJ_LOG_ERROR && message && !earth->first_message[0])
        snprintf(earth->first_message, sizeof earth->first_message, "%s", message);
}

static const char *words(const struct earth *earth)
{
    if (earth->first_message[0])
        return earth->first_message;
    int number = proj_context_errno(earth->context);
    const char *text = number ? proj_context_errno_string(earth->context, number) : NULL;
    return text ? text : "PROJ gives no reason";
}

/* A PROJ string without type=crs is an operation to PROJ; here it is a CRS. */
static PJ *create(struct earth *earth, const char *definition)
{
    bool is_proj_string = strstr(definition, "proj=") && !strchr(definition, '[');
    if (!is_proj_string || strstr(definition, "type=crs"))
        return proj_create(earth->context, definition);
    size_t size = strlen(definition) + sizeof " +type=crs";
    char *text = mem_array(size, 1);
    if (!text)
        return NULL;
    snprintf(text, size, "%s +type=crs", definition);
    PJ *crs = proj_create(earth->context, text);
    mem_free(text);
    return crs;
}

/* The horizontal part: of a compound system the first member, of a bound one
 * what is bound. Takes crs over. */
static PJ *horizontal(struct earth *earth, PJ *crs)
{
    for (int depth = 0; crs && depth < 4; depth++) {
        PJ *inner;
        if (proj_get_type(crs) == PJ_TYPE_COMPOUND_CRS)
            inner = proj_crs_get_sub_crs(earth->context, crs, 0);
        else if (proj_get_type(crs) == PJ_TYPE_BOUND_CRS)
            inner = proj_get_source_crs(earth->context, crs);
        else
            break;
        proj_destroy(crs);
        crs = inner;
    }
    return crs;
}

/* Factor from the unit of the axes to metres or radians; NaN when unknown. */
static double axis_factor(struct earth *earth, const PJ *crs)
{
    double factor = (double)NAN;
    PJ *system = proj_crs_get_coordinate_system(earth->context, crs);
    if (system)
        (void)proj_cs_get_axis_info(earth->context, system, 0, NULL, NULL, NULL, &factor, NULL,
                                    NULL, NULL);
    proj_destroy(system);
    return factor;
}

static bool set_ellipsoid(struct earth *earth, const PJ *crs)
{
    double equator_m = (double)NAN, inverse_flattening = (double)NAN;
    PJ *ellipsoid = proj_get_ellipsoid(earth->context, crs);
    int ok = ellipsoid && proj_ellipsoid_get_parameters(earth->context, ellipsoid, &equator_m, NULL,
                                                        NULL, &inverse_flattening);
    proj_destroy(ellipsoid);
    if (!ok || !(equator_m > 0.0))
        return false;
    double flattening = inverse_flattening > 0.0 ? 1.0 / inverse_flattening : 0.0;
    geod_init(&earth->geodesic, equator_m, flattening);
    return true;
}

static bool set_inverse(struct earth *earth, const PJ *crs)
{
    PJ *base = proj_crs_get_geodetic_crs(earth->context, crs);
    if (!base)
        return false;
    earth->degrees_per_unit = axis_factor(earth, base) * 180.0 / acos(-1.0);
    PJ *any = proj_create_crs_to_crs_from_pj(earth->context, crs, base, NULL, NULL);
    if (any)
        earth->inverse = proj_normalize_for_visualization(earth->context, any);
    proj_destroy(any);
    proj_destroy(base);
    return earth->inverse && isfinite(earth->degrees_per_unit);
}

static enum ws_status open_crs(struct earth *earth, const char *definition, struct ws_error *err)
{
    PJ *crs = horizontal(earth, create(earth, definition));
    enum ws_status st = WS_OK;
    if (!crs)
        st = error_set(err, WS_BAD_DATA, "coordinate system \"%.100s\" is not understood: %s",
                       definition, words(earth));
    else if (proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS)
        st =
            error_set(err, WS_BAD_DATA,
                      "coordinate system \"%.100s\" is not projected; expected metres in the plane",
                      definition);
    else if (!(fabs(axis_factor(earth, crs) - 1.0) < 1e-12))
        st = error_set(err, WS_BAD_DATA,
                       "coordinate system \"%.100s\" has a unit of %g m; expected metres",
                       definition, axis_factor(earth, crs));
    else if (!set_ellipsoid(earth, crs) || !set_inverse(earth, crs))
        st = error_set(err, WS_BAD_DATA,
                       "no way from coordinate system \"%.100s\" to longitude and latitude: %s",
                       definition, words(earth));
    proj_destroy(crs);
    return st;
}

enum ws_status earth_open(struct earth **out, const char *definition, struct ws_error *err)
{
    assert(out && definition);
    struct earth *earth = mem_array(1, sizeof *earth);
    if (!earth)
        return error_set(err, WS_NO_MEMORY, "no memory for a coordinate system");
    enum ws_status st;
    earth->memories = mem_array(REMEMBERED, sizeof *earth->memories);
    earth->context = proj_context_create();
    if (!earth->context || !earth->memories) {
        st = error_set(err, WS_NO_MEMORY, "no memory for a PROJ context");
        goto done;
    }
    proj_log_func(earth->context, earth, keep_first);
    proj_context_set_enable_network(earth->context, 0);
    st = open_crs(earth, definition, err);
    if (st)
        goto done;

    *out = earth;
    earth = NULL;
done:
    earth_close(earth);
    return st;
}

void earth_close(struct earth *earth)
{
    if (!earth)
        return;
    proj_destroy(earth->inverse);
    if (earth->context) /* the default context of PROJ is not ours */
        proj_context_destroy(earth->context);
    mem_free(earth->memories);
    mem_free(earth);
}

static struct memory *memory_of(struct earth *earth, double x_m, double y_m)
{
    uint64_t bits[2];
    memcpy(&bits[0], &x_m, sizeof x_m);
    memcpy(&bits[1], &y_m, sizeof y_m);
    uint64_t hash = (bits[0] ^ (bits[1] << 1 | bits[1] >> 63)) * UINT64_C(0x9e3779b97f4a7c15);
    return &earth->memories[(hash >> 40) % REMEMBERED];
}

static int take_back(struct earth *earth, double x_m, double y_m, double *lon_deg, double *lat_deg)
{
    PJ_COORD there = proj_trans(earth->inverse, PJ_FWD, proj_coord(x_m, y_m, 0.0, HUGE_VAL));
    if (!isfinite(there.xy.x) || !isfinite(there.xy.y)) {
        proj_errno_reset(earth->inverse);
        return 0;
    }
    *lon_deg = there.xy.x * earth->degrees_per_unit;
    *lat_deg = there.xy.y * earth->degrees_per_unit;
    return 1;
}

int earth_lonlat(struct earth *earth, double x_m, double y_m, double *lon_deg, double *lat_deg)
{
    assert(earth && lon_deg && lat_deg);
    if (!isfinite(x_m) || !isfinite(y_m))
        return 0;
    struct memory *memory = memory_of(earth, x_m, y_m);
    if (!memory->is_set || memory->x_m < x_m || memory->x_m > x_m || memory->y_m < y_m ||
        memory->y_m > y_m) {
        struct memory fresh = {.x_m = x_m, .y_m = y_m, .is_set = true};
        if (!take_back(earth, x_m, y_m, &fresh.lon_deg, &fresh.lat_deg))
            return 0;
        *memory = fresh;
    }
    *lon_deg = memory->lon_deg;
    *lat_deg = memory->lat_deg;
    return 1;
}

double earth_leg_m(struct earth *earth, double x1_m, double y1_m, double x2_m, double y2_m)
{
    double lon1_deg, lat1_deg, lon2_deg, lat2_deg;
    if (!earth_lonlat(earth, x1_m, y1_m, &lon1_deg, &lat1_deg) ||
        !earth_lonlat(earth, x2_m, y2_m, &lon2_deg, &lat2_deg))
        return (double)NAN;
    return inverse_m(&earth->geodesic, lon1_deg, lat1_deg, lon2_deg, lat2_deg);
}

/* The best operation PROJ knows, of those whose grids are there, or of all. */
static PJ *best_operation(struct earth *earth, PJ *from, PJ *to, const double *lonlat_deg,
                          bool has_grids)
{
    PJ_OPERATION_FACTORY_CONTEXT *factory =
        proj_create_operation_factory_context(earth->context, NULL);
    if (!factory)
        return NULL;
    if (lonlat_deg)
        proj_operation_factory_context_set_area_of_interest(
            earth->context, factory, lonlat_deg[0], lonlat_deg[1], lonlat_deg[2], lonlat_deg[3]);
    proj_operation_factory_context_set_spatial_criterion(
        earth->context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(
        earth->context, factory,
        has_grids ? PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID
                  : PROJ_GRID_AVAILABILITY_IGNORED);
    PJ_OBJ_LIST *list = proj_create_operations(earth->context, from, to, factory);
    PJ *best =
        list && proj_list_get_count(list) > 0 ? proj_list_get(earth->context, list, 0) : NULL;
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
    return best;
}

static double accuracy_of(struct earth *earth, const PJ *operation)
{
    double metres = operation ? proj_coordoperation_get_accuracy(earth->context, operation) : -1.0;
    return metres >= 0.0 ? metres : (double)NAN;
}

bool earth_operation(struct earth_way *out, const char *from_definition, const char *to_definition,
                     const double lonlat_deg[4])
{
    assert(out && from_definition && to_definition);
    *out = (struct earth_way){.accuracy_m = (double)NAN};
    struct earth earth = {.context = proj_context_create()};
    if (!earth.context)
        return false;
    proj_log_func(earth.context, &earth, keep_first);
    proj_context_set_enable_network(earth.context, 0);
    PJ *from = create(&earth, from_definition), *to = create(&earth, to_definition);
    PJ *best = from && to ? best_operation(&earth, from, to, lonlat_deg, true) : NULL;
    PJ *ideal = from && to ? best_operation(&earth, from, to, lonlat_deg, false) : NULL;
    const char *found = best ? proj_get_name(best) : NULL;
    snprintf(out->name, sizeof out->name, "%s", found ? found : "");
    out->accuracy_m = accuracy_of(&earth, best);
    out->is_ballpark = best && proj_coordoperation_has_ballpark_transformation(earth.context, best);
    out->lacks_grid = ideal && !proj_coordoperation_is_instantiable(earth.context, ideal);
    proj_destroy(best);
    proj_destroy(ideal);
    proj_destroy(from);
    proj_destroy(to);
    proj_context_destroy(earth.context);
    return found != NULL;
}
