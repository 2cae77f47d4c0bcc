/* A QGIS project inside the GeoPackage: table qgis_projects, one row, the project as a
 * packed file in hexadecimal digits. Nothing depends on day, place or machine. */
#include "io/styles.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <cpl_vsi.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Layers from the top of the map down, by group; tables come last of all. */
static const struct project_place {
    const char *layer;
    int group;
    bool is_shown;
} PLACES[] = {
    {"offices", 0, true},        {"sites", 0, true},           {"scenario_offices", 0, true},
    {"white_spots", 0, true},    {"counties", 0, true},        {"lots", 0, false},
    {"contracts", 0, false},     {"supplier_areas", 0, false}, {"periods", 0, true},
    {"municipalities", 0, true}, {"catchments", 1, false},     {"office_catchments", 1, false},
    {"reached_roads", 1, false}, {"population", 2, false},
};
static const char *const GROUPS[][LANG_COUNT] = {{"Result", "Resultat"},
                                                 {"Within reach", "Inom räckhåll"},
                                                 {"Input", "Indata"},
                                                 {"Tables", "Tabeller"}};
#define GROUP_COUNT ((int)COUNT(GROUPS))
#define TABLES (GROUP_COUNT - 1)

struct project {
    struct style_text xml;
    const struct writer *writer;
    const struct layer *layers;
    uint32_t layer_count;
    enum lang lang;
    char file[256], crs[64]; /* "norrmark.gpkg", "EPSG:3006" or "" */
    OGREnvelope extent;
};

static void put(struct project *project, const char *text)
{
    styles_put(&project->xml, text);
}

static void put_safe(struct project *project, const char *text)
{
    styles_put_escaped(&project->xml, text);
}

/* ---- what goes where ------------------------------------------------------------ */

static int group_of(const struct layer *layer)
{
    if (layer->geometry == LAYER_TABLE)
        return TABLES;
    for (size_t i = 0; i < COUNT(PLACES); i++)
        if (!strcmp(PLACES[i].layer, layer->name))
            return PLACES[i].group;
    return 0;
}

static bool is_shown(const struct layer *layer)
{
    for (size_t i = 0; i < COUNT(PLACES); i++)
        if (layer->geometry != LAYER_TABLE && !strcmp(PLACES[i].layer, layer->name))
            return PLACES[i].is_shown;
    return false;
}

/* The n-th layer from the top; NULL: there are no more. */
static const struct layer *layer_at(const struct project *project, int group, uint32_t n)
{
    for (size_t i = 0; i < COUNT(PLACES); i++)
        for (uint32_t l = 0; PLACES[i].group == group && l < project->layer_count; l++)
            if (project->layers[l].geometry != LAYER_TABLE &&
                !strcmp(PLACES[i].layer, project->layers[l].name) && !n--)
                return &project->layers[l];
    for (uint32_t l = 0; l < project->layer_count; l++) {
        const struct layer *layer = &project->layers[l];
        bool is_placed = false;
        for (size_t i = 0; i < COUNT(PLACES); i++)
            is_placed |= layer->geometry != LAYER_TABLE && !strcmp(PLACES[i].layer, layer->name);
        if (!is_placed && group_of(layer) == group && !n--)
            return layer;
    }
    return NULL;
}

/* ---- parts of the project ------------------------------------------------------- */

static void put_id(struct project *project, const struct layer *layer)
{
    put(project, "whitespot_layer_"); /* QGIS wants more than ten characters */
    put_safe(project, layer->name);
}

static void put_crs(struct project *project)
{
    put(project, "<spatialrefsys><srsid>1</srsid><authid>");
    put_safe(project, project->crs);
    put(project, "</authid></spatialrefsys>");
}

static void put_tree_layer(struct project *project, const struct layer *layer)
{
    put(project, "   <layer-tree-layer id=\"");
    put_id(project, layer);
    put(project, "\" name=\"");
    put_safe(project, labels_layer(layer->name, project->lang));
    put(project, is_shown(layer) ? "\" checked=\"Qt::Checked\" expanded=\""
                                 : "\" checked=\"Qt::Unchecked\" expanded=\"");
    put(project, is_shown(layer) ? "1" : "0");
    put(project, "\" providerKey=\"ogr\"/>\n");
}

static void put_tree(struct project *project)
{
    put(project, " <layer-tree-group>\n");
    for (int group = 0; group < GROUP_COUNT; group++) {
        const struct layer *layer = layer_at(project, group, 0);
        if (!layer)
            continue;
        put(project, "  <layer-tree-group name=\"");
        put(project, GROUPS[group][project->lang]);
        put(project, group ? "\" checked=\"Qt::Checked\" expanded=\"0\">\n"
                           : "\" checked=\"Qt::Checked\" expanded=\"1\">\n");
        for (uint32_t n = 0; (layer = layer_at(project, group, n)); n++)
            put_tree_layer(project, layer);
        put(project, "  </layer-tree-group>\n");
    }
    put(project, " </layer-tree-group>\n");
}

static void put_canvas(struct project *project)
{
    char extent[200];
    snprintf(
        extent, sizeof extent,
        "<extent><xmin>%.3f</xmin><ymin>%.3f</ymin><xmax>%.3f</xmax><ymax>%.3f</ymax></extent>",
        project->extent.MinX, project->extent.MinY, project->extent.MaxX, project->extent.MaxY);
    put(project, " <mapcanvas name=\"theMapCanvas\"><units>meters</units>");
    put(project, extent);
    put(project, "<rotation>0</rotation><destinationsrs>");
    put_crs(project);
    put(project, "</destinationsrs></mapcanvas>\n");
}

/* What stands inside <qgis> of the style: the project takes it as it is. */
static void put_style(struct project *project, const char *qml)
{
    const char *from = strstr(qml, ">\n <"), *to = strstr(qml, "</qgis>");
    if (from && to) {
        char *part = mem_string_n(from + 2, (size_t)(to - from) - 2);
        project->xml.has_failed |= !part;
        if (part)
            put(project, part);
        mem_free(part);
    }
}

/* The other views of the layer, for the reader to choose. */
static enum ws_status put_views(struct project *project, const struct layer *layer,
                                struct ws_error *err)
{
    struct style_plan plan = styles_plan(project->writer, WRITE_GPKG);
    put(project, "  <map-layer-style-manager current=\"");
    put_safe(project, styles_title(layer->name, STYLE_DEFAULT, project->lang));
    put(project, "\">\n   <map-layer-style name=\"");
    put_safe(project, styles_title(layer->name, STYLE_DEFAULT, project->lang));
    put(project, "\"/>\n");
    enum ws_status st = WS_OK;
    for (int view = STYLE_DEFAULT + 1; !st && view < STYLE_VIEWS; view++) {
        char *qml = NULL;
        st = styles_qml(&qml, layer, (enum style_view)view, &plan, err);
        const char *from = qml ? strstr(qml, "<qgis") : NULL;
        if (!st && from) {
            put(project, "   <map-layer-style name=\"");
            put_safe(project, styles_title(layer->name, (enum style_view)view, project->lang));
            put(project, "\">");
            put(project, from);
            put(project, "   </map-layer-style>\n");
        }
        mem_free(qml);
    }
    put(project, "  </map-layer-style-manager>\n");
    return st;
}

static void put_about(struct project *project, const char *name, const struct layer *layer)
{
    put(project, " <");
    put(project, name);
    put(project, ">\n");
    styles_put_about(&project->xml, project->writer, layer);
    put(project, " </");
    put(project, name);
    put(project, ">\n");
}

static enum ws_status put_layer(struct project *project, const struct layer *layer,
                                struct ws_error *err)
{
    static const char *const KINDS[] = {[LAYER_TABLE] = "No geometry",
                                        [LAYER_POINTS] = "Point",
                                        [LAYER_LINES] = "Line",
                                        [LAYER_AREAS] = "Polygon"};
    char *qml = NULL;
    struct style_plan plan = styles_plan(project->writer, WRITE_GPKG);
    enum ws_status st = styles_qml(&qml, layer, STYLE_DEFAULT, &plan, err);
    if (st)
        return st;
    put(project, "  <maplayer type=\"vector\" geometry=\"");
    put(project, KINDS[layer->geometry]);
    put(project,
        qml && strstr(qml, "labelsEnabled=\"1\"") ? "\" labelsEnabled=\"1\"><id>" : "\"><id>");
    put_id(project, layer);
    put(project, "</id><datasource>./");
    put_safe(project, project->file);
    put(project, "|layername=");
    put_safe(project, layer->name);
    put(project, "</datasource><layername>");
    put_safe(project, labels_layer(layer->name, project->lang));
    put(project, "</layername><abstract>");
    put_safe(project, layer->description ? layer->description : "");
    put(project, "</abstract>");
    if (layer->geometry != LAYER_TABLE) {
        put(project, "<srs>");
        put_crs(project);
        put(project, "</srs>");
    }
    put(project, "<provider encoding=\"UTF-8\">ogr</provider>\n");
    put_about(project, "resourceMetadata", layer);
    if (layer->geometry != LAYER_TABLE)
        st = put_views(project, layer, err);
    if (qml)
        put_style(project, qml);
    put(project, "  </maplayer>\n");
    mem_free(qml);
    return st;
}

static enum ws_status make_xml(struct project *project, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    put(project, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                 "<qgis version=\"3.22.0\" projectname=\"Whitespot\">\n <title>Whitespot</title>\n"
                 " <projectCrs>");
    put_crs(project);
    put(project, "</projectCrs>\n");
    put_tree(project);
    put_canvas(project);
    put(project, " <projectlayers>\n");
    for (uint32_t i = 0; !st && i < project->layer_count; i++)
        st = put_layer(project, &project->layers[i], err);
    put(project, " </projectlayers>\n <properties><Paths><Absolute type=\"bool\">false</Absolute>"
                 "</Paths><SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled>"
                 "</SpatialRefSys></properties>\n</qgis>\n");
    if (!st && project->xml.has_failed)
        st = error_set(err, WS_NO_MEMORY, "no memory for the project");
    return st;
}

/* ---- packed and stored ---------------------------------------------------------- */

/* A name in memory that no other writer of this process has. */
static void memory_name(char out[64], const struct project *project)
{
    snprintf(out, 64, "/vsimem/whitespot_%p.zip", (const void *)project);
}

static bool pack(const struct project *project, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "/vsizip/%s/project.qgs", name);
    VSILFILE *file = VSIFOpenL(path, "wb");
    size_t size = project->xml.length;
    bool is_done = file && VSIFWriteL(project->xml.text, 1, size, file) == size;
    return file && VSIFCloseL(file) == 0 && is_done;
}

static char *hexadecimal(const uint8_t *bytes, size_t size)
{
    static const char DIGITS[] = "0123456789abcdef";
    char *hex = mem_array(2 * size + 1, 1);
    for (size_t i = 0; hex && i < size; i++) {
        hex[2 * i] = DIGITS[bytes[i] >> 4];
        hex[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return hex;
}

static enum ws_status store(const struct writer *writer, GDALDatasetH dataset, const char *insert,
                            struct ws_error *err)
{
    CPLErrorReset();
    GDALDatasetExecuteSQL(dataset,
                          "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, "
                          "metadata BLOB, content BLOB)",
                          NULL, NULL);
    if (CPLGetLastErrorType() < CE_Failure)
        GDALDatasetExecuteSQL(dataset, insert, NULL, NULL);
    return CPLGetLastErrorType() < CE_Failure ? WS_OK : write_failed(writer, err, "qgis_projects");
}

static enum ws_status insert(const struct project *project, GDALDatasetH dataset,
                             const char *packed, struct ws_error *err)
{
    struct style_text sql = {0};
    char title[sizeof project->file];
    vsi_l_offset size = 0;
    const uint8_t *bytes = VSIGetMemFileBuffer(packed, &size, FALSE);
    if (!bytes)
        return write_failed(project->writer, err, "qgis_projects");
    snprintf(title, sizeof title, "%s", project->file);
    if (strlen(title) > 5 && !strcmp(title + strlen(title) - 5, ".gpkg"))
        title[strlen(title) - 5] = '\0';
    char *hex = hexadecimal(bytes, (size_t)size);
    styles_put(&sql, "INSERT INTO qgis_projects (name, metadata, content) VALUES (");
    styles_put_text(&sql, title);
    styles_put(&sql, ", '{\"last_modified_time\": \"2000-01-01T00:00:00\", "
                     "\"last_modified_user\": \"whitespot\"}', '");
    styles_put(&sql, hex ? hex : "");
    styles_put(&sql, "')");
    enum ws_status st = hex && !sql.has_failed
                            ? store(project->writer, dataset, sql.text, err)
                            : error_set(err, WS_NO_MEMORY, "no memory for the project");
    mem_free(hex);
    mem_free(sql.text);
    return st;
}

static void name_parts(struct project *project, GDALDatasetH dataset)
{
    const char *path = project->writer->plan->path, *slash = strrchr(path, '/');
    snprintf(project->file, sizeof project->file, "%s", slash ? slash + 1 : path);
    OGRSpatialReferenceH srs = project->writer->srs;
    const char *code = srs ? OSRGetAuthorityCode(srs, NULL) : NULL;
    const char *authority = srs ? OSRGetAuthorityName(srs, NULL) : NULL;
    if (code && authority)
        snprintf(project->crs, sizeof project->crs, "%s:%s", authority, code);
    OGRLayerH zones = GDALDatasetGetLayerByName(dataset, "municipalities");
    if (zones)
        OGR_L_GetExtent(zones, &project->extent, TRUE);
}

enum ws_status styles_add_project(struct writer *writer, GDALDatasetH dataset,
                                  const struct layer *layers, uint32_t layer_count,
                                  struct ws_error *err)
{
    assert(writer && dataset && layers);
    struct project project = {
        .writer = writer, .layers = layers, .layer_count = layer_count, .lang = writer->plan->lang};
    char name[64];
    name_parts(&project, dataset);
    memory_name(name, &project);
    enum ws_status st = make_xml(&project, err);
    if (!st && !pack(&project, name))
        st = write_failed(writer, err, "qgis_projects");
    if (!st)
        st = insert(&project, dataset, name, err);
    VSIUnlink(name);
    mem_free(project.xml.text);
    return st;
}
