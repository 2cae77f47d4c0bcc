/* The table layer_styles of a GeoPackage, filled the way QGIS finds it: empty
 * catalog and schema, exact table and geometry column. Tables without geometry have
 * no style there: what their columns are called stands in the project. */
#include "io/styles.h"

#include "base/mem.h"

#include <assert.h>
#include <cpl_string.h>
#include <gdal.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    const char *name;
    OGRFieldType type;
    int width;
} FIELDS[] = {
    {"f_table_catalog", OFTString, 256},
    {"f_table_schema", OFTString, 256},
    {"f_table_name", OFTString, 256},
    {"f_geometry_column", OFTString, 256},
    {"styleName", OFTString, 30},
    {"styleQML", OFTString, 0},
    {"styleSLD", OFTString, 0},
    {"useAsDefault", OFTInteger, 0},
    {"description", OFTString, 0},
    {"owner", OFTString, 30},
    {"ui", OFTString, 30},
    {"update_time", OFTDateTime, 0},
};

static OGRLayerH make_table(GDALDatasetH dataset)
{
    char **options = CSLSetNameValue(NULL, "FID", "id");
    options = CSLSetNameValue(options, "DESCRIPTION", "QGIS layer styles");
    OGRLayerH table = GDALDatasetCreateLayer(dataset, "layer_styles", NULL, wkbNone, options);
    CSLDestroy(options);
    for (size_t i = 0; table && i < COUNT(FIELDS); i++) {
        OGRFieldDefnH field = OGR_Fld_Create(FIELDS[i].name, FIELDS[i].type);
        OGR_Fld_SetWidth(field, FIELDS[i].width);
        if (FIELDS[i].type == OFTInteger)
            OGR_Fld_SetSubType(field, OFSTBoolean);
        if (OGR_L_CreateField(table, field, FALSE) != OGRERR_NONE)
            table = NULL;
        OGR_Fld_Destroy(field);
    }
    return table;
}

static bool add_row(OGRLayerH table, const char *layer, enum style_view view, enum lang lang,
                    const char *qml)
{
    const char *title = styles_title(layer, view, lang);
    const char *const texts[] = {"", "", layer, "geom", title, qml};
    OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(table));
    for (int i = 0; i < (int)COUNT(texts); i++)
        OGR_F_SetFieldString(row, i, texts[i]);
    OGR_F_SetFieldInteger(row, 7, view == STYLE_DEFAULT);
    OGR_F_SetFieldString(row, 8, title);
    OGR_F_SetFieldString(row, 9, "");
    OGR_F_SetFieldDateTime(row, 11, 2000, 1, 1, 0, 0, 0, 100); /* 100: UTC */
    bool is_made = OGR_L_CreateFeature(table, row) == OGRERR_NONE;
    OGR_F_Destroy(row);
    return is_made;
}

static enum ws_status add_view(struct writer *writer, GDALDatasetH dataset, OGRLayerH *table,
                               const struct layer *layer, enum style_view view,
                               struct ws_error *err)
{
    char *qml = NULL;
    struct style_plan plan = styles_plan(writer, WRITE_GPKG);
    enum ws_status st = styles_qml(&qml, layer, view, &plan, err);
    if (!st && qml && !*table && !(*table = make_table(dataset)))
        st = write_failed(writer, err, "layer_styles");
    if (!st && qml && !add_row(*table, layer->name, view, plan.lang, qml))
        st = write_failed(writer, err, "layer_styles");
    mem_free(qml);
    return st;
}

enum ws_status styles_add(struct writer *writer, GDALDatasetH dataset, const struct layer *layers,
                          uint32_t layer_count, struct ws_error *err)
{
    assert(writer && dataset);
    OGRLayerH table = NULL;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; i < layer_count; i++)
        for (int view = 0; !st && layers[i].geometry != LAYER_TABLE && view < STYLE_VIEWS; view++)
            st = add_view(writer, dataset, &table, &layers[i], (enum style_view)view, err);
    return st;
}
