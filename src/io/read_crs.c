/* Reference systems: what a layer's coordinates are, and the way to the working
 * ones. Every system is set to traditional order, x east and y north. */
#include "io/read.h"

#include <cpl_conv.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static OGRSpatialReferenceH own_order(OGRSpatialReferenceH srs)
{
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

OGRSpatialReferenceH crs_from_epsg(int code)
{
    OGRSpatialReferenceH srs = own_order(OSRNewSpatialReference(NULL));
    if (OSRImportFromEPSG(srs, code) == OGRERR_NONE)
        return srs;
    OSRRelease(srs);
    return NULL;
}

int crs_epsg(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    return name && code && strcmp(name, "EPSG") == 0 ? atoi(code) : 0;
}

/* Takes over srs and reads off what the engine needs. */
static enum ws_status adopt(struct crs *out, struct input *in, OGRSpatialReferenceH srs,
                            struct ws_error *err)
{
    struct crs crs = {.srs = own_order(srs), .accuracy_m = (double)NAN};
    OSRStripVertical(srs);
    OGRErr failed = OGRERR_NONE;
    crs.is_degrees = OSRIsGeographic(srs);
    crs.ellipsoid.equator_m = OSRGetSemiMajor(srs, &failed);
    double inverse = OSRGetInvFlattening(srs, NULL);
    crs.ellipsoid.flattening = inverse > 0.0 ? 1.0 / inverse : 0.0;
    if (crs_epsg(srs))
        snprintf(crs.name, sizeof crs.name, "EPSG:%d", crs_epsg(srs));
    else
        text_copy(crs.name, sizeof crs.name, OSRGetName(srs) ? OSRGetName(srs) : "unnamed");
    if ((!crs.is_degrees && !OSRIsProjected(srs)) || failed) {
        enum ws_status st = input_fail(in, WS_BAD_DATA, err,
                                       "the CRS %s is neither geographic nor projected; state it "
                                       "with --crs %s=EPSG:n",
                                       crs.name, ws_role_name(in->role));
        OSRRelease(srs);
        return st;
    }
    crs_set_plausible(&crs, in);
    *out = crs;
    return WS_OK;
}

/* A definition that would have the library open files or fetch: grids by name,
 * but for the one that means none. */
static bool names_file(const char *text)
{
    static const char *const words[] = {"nadgrids=", "geoidgrids=", "grids=",
                                        "+init=",    "file=",       "PARAMETERFILE[",
                                        "http:",     "https:",      "/vsi"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (const char *at = strstr(text, words[i]); at; at = strstr(at + 1, words[i]))
            if (strncmp(at + strlen(words[i]), "@null", 5) != 0)
                return true;
    return false;
}

/* Only what is a definition: never a file name or an address. */
static bool is_definition(const char *text)
{
    if (names_file(text))
        return false;
    static const char *const starts[] = {
        "EPSG:",    "ESRI:",    "+proj=",    "PROJCS[",     "GEOGCS[",
        "PROJCRS[", "GEOGCRS[", "COMPD_CS[", "COMPOUNDCRS["};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

enum ws_status crs_define(struct crs *out, struct input *in, const char *text, struct ws_error *err)
{
    char definition[1100];
    bool is_number = value_is_digits(text, 0) && strlen(text) < 8;
    snprintf(definition, sizeof definition, "%s%s", is_number ? "EPSG:" : "", text);
    if (strncmp(definition, "epsg:", 5) == 0)
        memcpy(definition, "EPSG:", 5);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (!is_definition(definition) || OSRSetFromUserInput(srs, definition) != OGRERR_NONE) {
        OSRRelease(srs);
        return input_fail(in, WS_BAD_OPTION, err,
                          "--crs %s=%.200s is not a known system; expected EPSG:n, WKT or a PROJ "
                          "string, never a file or an address",
                          ws_role_name(in->role), text);
    }
    return adopt(out, in, srs, err);
}

/* ---- unnamed systems -------------------------------------------------------------- */

/* The datum carries no name that says which one it is. */
static bool is_unnamed(OGRSpatialReferenceH srs)
{
    static const char *const words[] = {"unknown", "unnamed",  "undefined",     "grs_80",
                                        "grs80",   "grs_1980", "not_specified", "not specified"};
    const char *datum = OSRGetAttrValue(srs, "DATUM", 0);
    char lower[128];
    size_t i = 0;
    for (; datum && datum[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)datum[i]);
    lower[i] = '\0';
    if (OSRGetAuthorityCode(srs, NULL))
        return false;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (strstr(lower, words[w]))
            return true;
    return !i;
}

static bool same_number(OGRSpatialReferenceH a, OGRSpatialReferenceH b, const char *name,
                        double missing)
{
    return fabs(OSRGetNormProjParm(a, name, missing, NULL) -
                OSRGetNormProjParm(b, name, missing, NULL)) < 1e-7;
}

/* Same projection, parameters, unit and ellipsoid, whatever the datum's name. */
static bool same_parameters(OGRSpatialReferenceH a, OGRSpatialReferenceH b)
{
    const char *one = OSRGetAttrValue(a, "PROJECTION", 0);
    const char *two = OSRGetAttrValue(b, "PROJECTION", 0);
    return one && two && strcmp(one, two) == 0 && same_number(a, b, SRS_PP_CENTRAL_MERIDIAN, 0.0) &&
           same_number(a, b, SRS_PP_LATITUDE_OF_ORIGIN, 0.0) &&
           same_number(a, b, SRS_PP_SCALE_FACTOR, 1.0) &&
           same_number(a, b, SRS_PP_FALSE_EASTING, 0.0) &&
           same_number(a, b, SRS_PP_FALSE_NORTHING, 0.0) &&
           fabs(OSRGetLinearUnits(a, NULL) - OSRGetLinearUnits(b, NULL)) < 1e-9 &&
           fabs(OSRGetSemiMajor(a, NULL) - OSRGetSemiMajor(b, NULL)) < 1e-3 &&
           fabs(OSRGetInvFlattening(a, NULL) - OSRGetInvFlattening(b, NULL)) < 1e-6;
}

static bool in_sweden(double lon, double lat)
{
    return lon >= 10.5 && lon <= 24.5 && lat >= 55.0 && lat <= 69.5;
}

/* The European systems on GRS 80 whose parameters are those of srs; SWEREF 99
 * only where the layer lies in Sweden. */
static OGRSpatialReferenceH find_match(OGRSpatialReferenceH srs, const struct box *extent)
{
    for (int code = 3006; code <= 25838; code = code == 3018 ? 25828 : code + 1) {
        OGRSpatialReferenceH match = crs_from_epsg(code);
        struct crs crs = {.srs = match};
        double lon = 0.0, lat = 0.0;
        bool fits = match && same_parameters(srs, match);
        if (fits && code <= 3018)
            fits = crs_middle(&crs, extent, &lon, &lat) && in_sweden(lon, lat);
        if (fits)
            return match;
        if (match)
            OSRRelease(match);
    }
    return NULL;
}

static enum ws_status match_unnamed(OGRSpatialReferenceH *srs, struct input *in,
                                    struct ws_error *err)
{
    OGREnvelope extent = {0};
    OGRSpatialReferenceH match = NULL;
    if (OSRIsProjected(*srs) && in->layer && OGR_L_GetExtent(in->layer, &extent, TRUE) == 0) {
        struct box box = {extent.MinX, extent.MinY, extent.MaxX, extent.MaxY};
        match = find_match(*srs, &box);
    }
    if (!match)
        return input_fail(in, WS_BAD_DATA, err,
                          "the CRS (%s) says too little to be known; state it with --crs "
                          "%s=EPSG:n",
                          OSRGetName(*srs) ? OSRGetName(*srs) : "unnamed", ws_role_name(in->role));
    OSRRelease(*srs);
    *srs = match;
    return judge_repair(in, -1, "coordinates unchanged", err,
                        "the CRS has no name; its parameters are those of EPSG:%d",
                        crs_epsg(match));
}

/* Refuses what names files, passes over an epoch. */
static enum ws_status judge_declared(struct input *in, OGRSpatialReferenceH srs,
                                     struct ws_error *err)
{
    char *wkt = NULL, epoch[64];
    bool is_clean = OSRExportToWkt(srs, &wkt) == OGRERR_NONE && !names_file(wkt);
    CPLFree(wkt);
    if (!is_clean)
        return input_fail(
            in, WS_BAD_DATA, err,
            "the CRS names a file; nothing is fetched or opened for it; state the CRS "
            "with --crs %s=EPSG:n",
            ws_role_name(in->role));
    if (!(OSRGetCoordinateEpoch(srs) > 0.0))
        return WS_OK;
    snprintf(epoch, sizeof epoch, "coordinate epoch %.3f is passed over",
             OSRGetCoordinateEpoch(srs));
    OSRSetCoordinateEpoch(srs, 0.0);
    return columns_remark(in, "crs", epoch, err);
}

enum ws_status crs_of_layer(struct input *in, OGRSpatialReferenceH declared, struct ws_error *err)
{
    if (in->source->crs[0])
        return crs_define(&in->crs, in, in->source->crs, err);
    if (!declared)
        return input_fail(in, WS_BAD_DATA, err,
                          "the file names no CRS; state it with --crs %s=EPSG:n",
                          ws_role_name(in->role));
    OGRSpatialReferenceH srs = OSRClone(declared);
    OSRStripVertical(srs);
    enum ws_status st = judge_declared(in, srs, err);
    if (!st && is_unnamed(srs))
        st = match_unnamed(&srs, in, err);
    if (!st)
        return adopt(&in->crs, in, srs, err);
    OSRRelease(srs);
    return st;
}

void crs_release(struct crs *crs)
{
    if (crs->to_working)
        OCTDestroyCoordinateTransformation(crs->to_working);
    if (crs->srs)
        OSRRelease(crs->srs);
    *crs = (struct crs){0};
}

/* ---- the working system ------------------------------------------------------------- */

bool crs_middle(const struct crs *crs, const struct box *box, double *lon, double *lat)
{
    OGRSpatialReferenceH degrees = crs_from_epsg(4326);
    OGRCoordinateTransformationH way = OCTNewCoordinateTransformation(crs->srs, degrees);
    *lon = (box->min_x_m + box->max_x_m) / 2.0;
    *lat = (box->min_y_m + box->max_y_m) / 2.0;
    bool done = way && OCTTransform(way, 1, lon, lat, NULL) && isfinite(*lon) && isfinite(*lat);
    OCTDestroyCoordinateTransformation(way);
    OSRRelease(degrees);
    return done;
}

static bool is_swedish_system(OGRSpatialReferenceH srs)
{
    int code = crs_epsg(srs);
    return (code >= 3006 && code <= 3030) || code == 3847 || code == 4619 ||
           (code >= 5845 && code <= 5858);
}

static enum ws_status set_working(struct io *io, int code, struct input *in, struct ws_error *err)
{
    OGRSpatialReferenceH srs = crs_from_epsg(code);
    char *wkt = NULL;
    const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    if (!srs || OSRExportToWktEx(srs, &wkt, options) != OGRERR_NONE) {
        CPLFree(wkt);
        return input_fail(in, WS_IO, err, "EPSG:%d is not in the PROJ database", code);
    }
    io->working = srs;
    io->working_wkt = mem_string(wkt);
    CPLFree(wkt);
    snprintf(io->working_name, sizeof io->working_name, "EPSG:%d", code);
    return io->working_wkt ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for a CRS");
}

/* Longitude -180 to 180 of one that may run on beyond. */
static double wrapped(double lon)
{
    return lon > 180.0 ? lon - 360.0 : lon < -180.0 ? lon + 360.0 : lon;
}

/* The ground the zones lie on, for the choice of operations; west is greater than
 * east across the antimeridian. */
static void note_ground(struct io *io, const struct crs *crs, const struct box *extent)
{
    OGRSpatialReferenceH degrees = crs_from_epsg(4326);
    OGRCoordinateTransformationH way = OCTNewCoordinateTransformation(crs->srs, degrees);
    struct library_errors before = io->library;
    double *to = io->zones_deg;
    if (crs->is_degrees) {
        memcpy(to, extent, sizeof io->zones_deg);
        io->has_ground = true;
    } else {
        io->has_ground =
            way && OCTTransformBounds(way, extent->min_x_m, extent->min_y_m, extent->max_x_m,
                                      extent->max_y_m, &to[0], &to[1], &to[2], &to[3], 21);
    }
    to[0] = wrapped(to[0]);
    to[2] = wrapped(to[2]);
    io->has_ground = io->has_ground && fabs(to[0]) <= 180.0 && fabs(to[2]) <= 180.0 &&
                     to[1] >= -90.0 && to[1] < to[3] && to[3] <= 90.0 && to[0] < to[2];
    io->library = before;
    OCTDestroyCoordinateTransformation(way);
    OSRRelease(degrees);
}

/* Swedish codes on what would be Sweden with latitude first. */
static bool lies_turned(const struct io *io, double lon, double lat)
{
    return io->is_swedish && !in_sweden(lon, lat) && in_sweden(lat, lon);
}

enum ws_status crs_choose_working(struct input *in, const struct box *extent, struct ws_error *err)
{
    double lon, lat;
    struct io *io = in->io;
    struct library_errors before = io->library; /* ways not taken may fail */
    bool has_middle = crs_middle(&in->crs, extent, &lon, &lat);
    io->library = has_middle ? before : io->library;
    if (!has_middle || fabs(lat) > 84.0)
        return input_fail(
            in, WS_BAD_DATA, err,
            "the layer's middle (%.10g, %.10g in %s) lies at a pole or has no place on "
            "the ground; expected a country or less; is it the right CRS? (--crs "
            "%s=EPSG:n)",
            (extent->min_x_m + extent->max_x_m) / 2.0, (extent->min_y_m + extent->max_y_m) / 2.0,
            in->crs.name, ws_role_name(in->role));
    if (in->crs.is_degrees && lies_turned(io, lon, lat))
        return input_fail(
            in, WS_BAD_DATA, err,
            "Swedish codes at longitude %.1f, latitude %.1f: x and y are swapped; swap "
            "them in the file (QGIS: Swap X and Y coordinates)",
            lon, lat);
    io->zones_srs = OSRClone(in->crs.srs);
    io->zones_source_box = *extent;
    io->zones_record = in->record;
    note_ground(io, &in->crs, extent);
    if (in_sweden(lon, lat) && (io->is_swedish || is_swedish_system(in->crs.srs)))
        return set_working(io, 3006, in, err);
    lon = lon >= 180.0 ? lon - 360.0 : lon;
    int zone = (int)floor((lon + 180.0) / 6.0) + 1;
    zone = zone < 1 ? 1 : zone > 60 ? 60 : zone;
    return set_working(io, (lat < 0.0 ? 32700 : 32600) + zone, in, err);
}

/* What PROJ does between the two, and how well, for the evidence. */
static void name_operation(struct ws_input *record, struct crs *crs, const struct io *io)
{
    static const char *const format[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    struct earth_way way = {.name = ""};
    if (OSRExportToWktEx(crs->srs, &wkt, format) == OGRERR_NONE)
        earth_operation(&way, wkt, io->working_wkt, io->has_ground ? io->zones_deg : NULL);
    CPLFree(wkt);
    record->accuracy_m = crs->accuracy_m = way.accuracy_m;
    crs->lacks_grid = way.lacks_grid;
    crs->is_ballpark = way.is_ballpark;
    if (way.name[0])
        text_copy(record->operation, sizeof record->operation, way.name);
    else
        snprintf(record->operation, sizeof record->operation, "%s to %s", crs->name,
                 io->working_name);
}

static OGRCoordinateTransformationH make_way(const struct crs *crs, struct io *io)
{
    OGRCoordinateTransformationOptionsH options = OCTNewCoordinateTransformationOptions();
    const double *deg = io->zones_deg;
    if (io->has_ground)
        OCTCoordinateTransformationOptionsSetAreaOfInterest(options, deg[0], deg[1], deg[2],
                                                            deg[3]);
    struct library_errors before = io->library; /* ways not taken may fail */
    OGRCoordinateTransformationH way =
        OCTNewCoordinateTransformationEx(crs->srs, io->working, options);
    if (way)
        io->library = before;
    OCTDestroyCoordinateTransformationOptions(options);
    return way;
}

enum ws_status crs_connect(struct crs *crs, struct input *in, struct ws_error *err)
{
    struct io *io = in->io;
    struct ws_input *record = input_record(in);
    text_copy(record->crs, sizeof record->crs, crs->name);
    crs->is_same = OSRIsSame(crs->srs, io->working) != 0;
    if (crs->is_same) {
        record->accuracy_m = crs->accuracy_m = 0.0;
        text_copy(record->operation, sizeof record->operation, "none");
        return WS_OK;
    }
    name_operation(record, crs, io);
    crs->to_working = make_way(crs, io);
    if (!crs->to_working)
        return input_fail(in, WS_BAD_DATA, err, "there is no way from %s to %s", crs->name,
                          io->working_name);
    return WS_OK;
}
