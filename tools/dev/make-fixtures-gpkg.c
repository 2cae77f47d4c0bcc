#include "make-fixtures-gpkg.h"

#include <cpl_string.h>
#include <ogr_srs_api.h>
#include <stdio.h>

struct gpkg gpkg_open(const char *folder, const char *name, const char *layer,
                      OGRwkbGeometryType geometry)
{
    struct gpkg gpkg = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    remove(path);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    OGRSpatialReferenceH crs = OSRNewSpatialReference(NULL);
    if (driver && OSRImportFromEPSG(crs, 3006) == OGRERR_NONE)
        gpkg.file = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    /* Small layers need no index, and its tables would double the file. */
    char **options = CSLSetNameValue(NULL, "SPATIAL_INDEX", "NO");
    if (gpkg.file && GDALDatasetStartTransaction(gpkg.file, 0) == OGRERR_NONE)
        gpkg.layer = GDALDatasetCreateLayer(gpkg.file, layer, crs, geometry, options);
    CSLDestroy(options);
    OSRDestroySpatialReference(crs);
    gpkg.is_good = gpkg.layer != NULL;
    return gpkg;
}

void gpkg_field(struct gpkg *gpkg, const char *name, OGRFieldType type)
{
    if (!gpkg->is_good)
        return;
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    gpkg->is_good = OGR_L_CreateField(gpkg->layer, field, 0) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
}

OGRFeatureH gpkg_feature(const struct gpkg *gpkg)
{
    return OGR_F_Create(OGR_L_GetLayerDefn(gpkg->layer));
}

void gpkg_text(OGRFeatureH feature, int field, const char *text)
{
    if (text)
        OGR_F_SetFieldString(feature, field, text);
}

void gpkg_add(struct gpkg *gpkg, OGRFeatureH feature, OGRGeometryH geometry)
{
    OGR_F_SetGeometryDirectly(feature, geometry);
    if (OGR_L_CreateFeature(gpkg->layer, feature) != OGRERR_NONE)
        gpkg->is_good = false;
    OGR_F_Destroy(feature);
}

OGRGeometryH gpkg_ring(const struct xy *points, uint32_t count)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    for (uint32_t i = 0; i < count; i++)
        OGR_G_AddPoint_2D(ring, points[i].x, points[i].y);
    return ring;
}

bool gpkg_close(struct gpkg *gpkg)
{
    if (gpkg->is_good)
        gpkg->is_good = GDALDatasetCommitTransaction(gpkg->file) == OGRERR_NONE;
    if (gpkg->file)
        GDALClose(gpkg->file);
    return gpkg->is_good;
}
