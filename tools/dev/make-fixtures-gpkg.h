/* make-fixtures-gpkg.h: one GeoPackage with one layer in EPSG:3006, written in
 * one transaction with a fixed date, so that its bytes repeat. */
#ifndef MAKE_FIXTURES_GPKG_H
#define MAKE_FIXTURES_GPKG_H
#include "make-fixtures.h"

#include <gdal.h>
#include <ogr_api.h>

struct gpkg {
    GDALDatasetH file;
    OGRLayerH layer;
    bool is_good;
};

struct gpkg gpkg_open(const char *folder, const char *name, const char *layer,
                      OGRwkbGeometryType geometry);
void gpkg_field(struct gpkg *gpkg, const char *name, OGRFieldType type);
OGRFeatureH gpkg_feature(const struct gpkg *gpkg);
void gpkg_text(OGRFeatureH feature, int field, const char *text); /* NULL: left empty */
/* Adds the feature with its geometry and frees both. */
void gpkg_add(struct gpkg *gpkg, OGRFeatureH feature, OGRGeometryH geometry);
OGRGeometryH gpkg_ring(const struct xy *points, uint32_t count);
bool gpkg_close(struct gpkg *gpkg);
#endif
