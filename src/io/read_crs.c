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

static OGRSpatialReferenceH from_epsg(int code)
{
    OGRSpatialReferenceH srs = own_order(OSRNewSpatialReference(NULL));
    if (OSRImportFromEPSG(srs, code) == OGRERR_NONE)
        return srs;
    OSRRelease(srs);
    return NULL;
}

static int epsg_code(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    return name && code && strcmp(name, "EPSG") == 0 ? atoi(code) : 0;
}

/* Box of `lonlat` degrees in srs. */
static bool box_from_degrees(struct box *out, OGRSpatialReferenceH srs, const struct box *lonlat)
{
    OGRSpatialReferenceH degrees = from_epsg(4326);
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
static void set_plausible(struct crs *crs, struct input *in)
{
    struct library_errors before = in->io->library;
    struct box use;
    crs->plausible = (struct box){-1e9, -1e9, 1e9, 1e9};
    if (crs->is_degrees) {
        crs->plausible = (struct box){-180.0, -90.0, 180.0, 90.0};
    } else if (area_of_use(&use, crs->srs)) {
        double unit = OSRGetLinearUnits(crs->srs, NULL), least = 1e6 / (unit > 0.0 ? unit : 1.0);
        double by_x = fmax(use.max_x_m - use.min_x_m, least);
        double by_y = fmax(use.max_y_m - use.min_y_m, least);
        crs->plausible = (struct box){use.min_x_m - by_x, use.min_y_m - by_y, use.max_x_m + by_x,
                                      use.max_y_m + by_y};
    }
    in->io->library = before;
}

/* Takes over srs and reads off what the engine needs. */
static enum ws_status adopt(struct crs *out, struct input *in, OGRSpatialReferenceH srs,
                            struct ws_error *err)
{
    struct crs crs = {.srs = own_order(srs)};
    OSRStripVertical(srs);
    OGRErr failed = OGRERR_NONE;
    crs.is_degrees = OSRIsGeographic(srs);
    crs.ellipsoid.equator_m = OSRGetSemiMajor(srs, &failed);
    double inverse = OSRGetInvFlattening(srs, NULL);
    crs.ellipsoid.flattening = inverse > 0.0 ? 1.0 / inverse : 0.0;
    if (epsg_code(srs))
        snprintf(crs.name, sizeof crs.name, "EPSG:%d", epsg_code(srs));
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
    set_plausible(&crs, in);
    *out = crs;
    return WS_OK;
}

/* Only what is a definition: never a file name or an address. */
static bool is_definition(const char *text)
{
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
                          "--crs %s=%s is not a known system; expected EPSG:n",
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
        OGRSpatialReferenceH match = from_epsg(code);
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
                        epsg_code(match));
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
    enum ws_status st = WS_OK;
    if (is_unnamed(srs))
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
    OGRSpatialReferenceH degrees = from_epsg(4326);
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
    int code = epsg_code(srs);
    return (code >= 3006 && code <= 3030) || code == 3847 || code == 4619 ||
           (code >= 5845 && code <= 5858);
}

static enum ws_status set_working(struct io *io, int code, struct input *in, struct ws_error *err)
{
    OGRSpatialReferenceH srs = from_epsg(code);
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

enum ws_status crs_choose_working(struct input *in, const struct box *extent, struct ws_error *err)
{
    double lon, lat;
    if (in->crs.is_degrees && (extent->min_x_m < -180.0 || extent->max_x_m > 180.0 ||
                               extent->min_y_m < -90.0 || extent->max_y_m > 90.0))
        return input_fail(in, WS_BAD_DATA, err,
                          "coordinates lie outside longitude -180 to 180 and latitude -90 to 90; "
                          "is %s its CRS? (--crs %s=EPSG:n)",
                          in->crs.name, ws_role_name(in->role));
    if (!crs_middle(&in->crs, extent, &lon, &lat) || fabs(lat) > 84.0)
        return input_fail(in, WS_BAD_DATA, err,
                          "the layer's middle (%g, %g) has no place on the ground in %s",
                          (extent->min_x_m + extent->max_x_m) / 2.0,
                          (extent->min_y_m + extent->max_y_m) / 2.0, in->crs.name);
    if (in_sweden(lon, lat) && (in->io->is_swedish || is_swedish_system(in->crs.srs)))
        return set_working(in->io, 3006, in, err);
    int zone = (int)floor((lon + 180.0) / 6.0) + 1;
    zone = zone < 1 ? 1 : zone > 60 ? 60 : zone;
    return set_working(in->io, (lat < 0.0 ? 32700 : 32600) + zone, in, err);
}

/* What PROJ does between the two, and how well, for the evidence. */
static void name_operation(struct ws_input *record, const struct crs *crs, const struct io *io)
{
    static const char *const format[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    bool is_named = OSRExportToWktEx(crs->srs, &wkt, format) == OGRERR_NONE &&
                    earth_operation(record->operation, sizeof record->operation,
                                    &record->accuracy_m, wkt, io->working_wkt);
    CPLFree(wkt);
    if (!is_named)
        snprintf(record->operation, sizeof record->operation, "%s to %s", crs->name,
                 io->working_name);
}

enum ws_status crs_connect(struct crs *crs, struct input *in, struct ws_error *err)
{
    struct io *io = in->io;
    struct ws_input *record = input_record(in);
    text_copy(record->crs, sizeof record->crs, crs->name);
    crs->is_same = OSRIsSame(crs->srs, io->working) != 0;
    record->accuracy_m = crs->is_same ? 0.0 : (double)NAN;
    if (crs->is_same) {
        text_copy(record->operation, sizeof record->operation, "none");
        return WS_OK;
    }
    name_operation(record, crs, io);
    crs->to_working = OCTNewCoordinateTransformation(crs->srs, io->working);
    if (!crs->to_working)
        return input_fail(in, WS_BAD_DATA, err, "there is no way from %s to %s", crs->name,
                          io->working_name);
    return WS_OK;
}

bool crs_move(const struct crs *crs, size_t count, double *x, double *y, const char **why)
{
    const struct box *most = &crs->plausible;
    for (size_t i = 0; i < count; i++) {
        *why = "a coordinate is not a finite number";
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return false;
        *why = crs->is_degrees ? "a coordinate lies outside longitude -180 to 180 and latitude -90 "
                                 "to 90"
                               : "a coordinate lies far outside the area of the CRS";
        if (x[i] < most->min_x_m || x[i] > most->max_x_m || y[i] < most->min_y_m ||
            y[i] > most->max_y_m)
            return false;
    }
    if (crs->is_same || !count)
        return true;
    *why = "a coordinate has no place in the working CRS";
    bool done = OCTTransform(crs->to_working, (int)count, x, y, NULL);
    for (size_t i = 0; done && i < count; i++)
        done = isfinite(x[i]) && isfinite(y[i]) && fabs(x[i]) < 1e9 && fabs(y[i]) < 1e9;
    return done;
}

/* ---- does the layer lie where the zones are? ------------------------------------------- */

/* With x and y exchanged the layer's middle would lie near the zones. */
static bool is_swapped(struct input *in, const struct box *near)
{
    double x = (in->source_box.min_y_m + in->source_box.max_y_m) / 2.0;
    double y = (in->source_box.min_x_m + in->source_box.max_x_m) / 2.0;
    const char *why;
    struct library_errors before = in->io->library;
    bool moved = crs_move(&in->crs, 1, &x, &y, &why);
    in->io->library = before;
    struct box place = {x, y, x, y};
    return moved && box_meets(&place, near);
}

/* Eastings and northings of the Swedish systems: no two of them overlap, so a
 * wrong system and swapped axes show with certainty. */
static bool swedish_use(struct box *out, OGRSpatialReferenceH srs)
{
    int code = epsg_code(srs);
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
    return box_meets(&(struct box){x, y, x, y}, &use);
}

enum ws_status crs_check_place(struct input *in, struct ws_error *err)
{
    if (!(in->box.min_x_m <= in->box.max_x_m))
        return WS_OK; /* nothing was read */
    const char *role = ws_role_name(in->role);
    if (!is_used_well(in))
        return input_fail(in, WS_BAD_DATA, err,
                          "coordinates around %.0f %.0f do not belong to %s; state the right one "
                          "with --crs %s=EPSG:n",
                          in->source_box.min_x_m, in->source_box.min_y_m, in->crs.name, role);
    struct box near = box_grown(in->io->box, 2e5);
    if (!(in->io->box.min_x_m <= in->io->box.max_x_m) || box_meets(&near, &in->box))
        return WS_OK;
    if (is_swapped(in, &near))
        return input_fail(in, WS_BAD_DATA, err,
                          "the layer lies elsewhere than the municipalities; x and y look swapped");
    return input_fail(in, WS_BAD_DATA, err,
                      "the layer lies more than 200 km from the municipalities; is %s its CRS? "
                      "(--crs %s=EPSG:n)",
                      in->crs.name, role);
}
