/* Where a result comes from, in QGIS' own words for it: title, description, sources with
 * checksums and licences, the day asked for, the program. The same text stands in the
 * GeoPackage's metadata tables, in the project and in sidecars. What is not known is
 * called unknown. */
#include "io/styles.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <gdal.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- the text ------------------------------------------------------------------------ */

static void put_member(struct style_text *out, const char *name, const char *text)
{
    styles_put(out, "<");
    styles_put(out, name);
    styles_put(out, ">");
    styles_put_escaped(out, text);
    styles_put(out, "</");
    styles_put(out, name);
    styles_put(out, ">\n");
}

static const char *known(const char *text, enum lang lang)
{
    return text && *text ? text : labels_word("unknown", lang);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* "municipalities: kommuner.gpkg, SHA-256 ..., licence: unknown". */
static void put_source(struct style_text *out, const struct ws_input *input, enum lang lang)
{
    char text[1600];
    snprintf(text, sizeof text, "%s: %s, SHA-256 %s, %s: %s", ws_role_name(input->role),
             base_name(input->path), known(input->sha256, lang),
             lang == LANG_SV ? "licens" : "licence", known(input->licence, lang));
    put_member(out, "history", text);
}

static void put_licences(struct style_text *out, const struct writer *writer)
{
    enum lang lang = writer->plan->lang;
    for (uint32_t i = 0; i < writer->input_count; i++) {
        const struct ws_input *input = &writer->inputs[i];
        char text[1300];
        snprintf(text, sizeof text, "%s (%s): %s", ws_role_name(input->role),
                 base_name(input->path), known(input->licence, lang));
        put_member(out, "license", text);
    }
    if (!writer->input_count)
        put_member(out, "license", labels_word("unknown", lang));
}

/* The day asked for: what holds on it, until the next. */
static void put_extent(struct style_text *out, const char *as_of)
{
    if (!as_of || !*as_of)
        return;
    styles_put(out, "<extent><temporal><instant>");
    styles_put_escaped(out, as_of);
    styles_put(out, "T00:00:00Z</instant></temporal></extent>\n");
}

void styles_put_about(struct style_text *out, const struct writer *writer,
                      const struct layer *layer)
{
    enum lang lang = writer->plan->lang;
    const char *file = base_name(writer->plan->path), *description = "";
    char line[128];
    if (layer)
        description = layer->description ? layer->description : "";
    put_member(out, "identifier", layer ? layer->name : file);
    put_member(out, "parentidentifier", layer ? file : "");
    put_member(out, "language", lang == LANG_SV ? "SWE" : "ENG");
    put_member(out, "type", "dataset");
    put_member(out, "title", layer ? labels_layer(layer->name, lang) : file);
    put_member(out, "abstract", description);
    styles_put(out, "<links/>\n");
    put_member(out, "history", known(writer->plan->program, lang));
    snprintf(line, sizeof line, "%s: %.40s", lang == LANG_SV ? "Per datum" : "As of",
             known(writer->plan->as_of, lang));
    put_member(out, "history", line);
    for (uint32_t i = 0; i < writer->input_count; i++)
        put_source(out, &writer->inputs[i], lang);
    styles_put(out, "<fees></fees>\n");
    put_licences(out, writer);
    styles_put(out, "<encoding>UTF-8</encoding>\n");
    put_extent(out, writer->plan->as_of);
}

static void put_page(struct style_text *out, const struct writer *writer, const struct layer *layer)
{
    styles_put(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                    "<qgis version=\"3.22.0\">\n");
    styles_put_about(out, writer, layer);
    styles_put(out, "</qgis>\n");
}

enum ws_status styles_qmd(char **out, const struct writer *writer, const struct layer *layer,
                          struct ws_error *err)
{
    assert(out && writer && layer);
    struct style_text page = {0};
    put_page(&page, writer, layer);
    if (page.has_failed) {
        mem_free(page.text);
        return error_set(err, WS_NO_MEMORY, "%s: no memory for its description", layer->name);
    }
    *out = page.text;
    return WS_OK;
}

/* ---- the tables ------------------------------------------------------------------------- */

/* The tables of the GeoPackage standard (annex F.8), with the rows that register them. */
static const char *const TABLES[] = {
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
    "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
    "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
    "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, "
    "md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, "
    "mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, "
    "column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER, "
    "CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), "
    "CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))",
    "INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', "
    "'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')",
    "INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata', "
    "'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')",
};

static enum ws_status execute(struct writer *writer, GDALDatasetH dataset, const char *sql,
                              struct ws_error *err)
{
    CPLErrorReset();
    GDALDatasetReleaseResultSet(dataset, GDALDatasetExecuteSQL(dataset, sql, NULL, NULL));
    return CPLGetLastErrorType() < CE_Failure ? WS_OK : write_failed(writer, err, "gpkg_metadata");
}

/* Row `id`: the whole (1), or a layer that belongs to it. */
static enum ws_status add_text(struct writer *writer, GDALDatasetH dataset, uint32_t id,
                               const struct layer *layer, struct ws_error *err)
{
    struct style_text page = {0}, sql = {0};
    enum ws_status st = WS_OK;
    put_page(&page, writer, layer);
    styles_put(&sql, "INSERT INTO gpkg_metadata VALUES (");
    styles_put_number(&sql, id);
    styles_put(&sql, ", 'dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', ");
    styles_put_text(&sql, page.text ? page.text : "");
    styles_put(&sql, ")");
    if (page.has_failed || sql.has_failed)
        st = error_set(err, WS_NO_MEMORY, "no memory for the description of the result");
    if (!st)
        st = execute(writer, dataset, sql.text, err);
    mem_free(sql.text);
    sql = (struct style_text){0};
    styles_put(&sql, "INSERT INTO gpkg_metadata_reference VALUES (");
    styles_put(&sql, layer ? "'table', " : "'geopackage', ");
    if (layer)
        styles_put_text(&sql, layer->name);
    else
        styles_put(&sql, "NULL");
    styles_put(&sql, ", NULL, NULL, '" WRITE_TIME "', ");
    styles_put_number(&sql, id);
    styles_put(&sql, layer ? ", 1)" : ", NULL)");
    if (!st && sql.has_failed)
        st = error_set(err, WS_NO_MEMORY, "no memory for the description of the result");
    if (!st)
        st = execute(writer, dataset, sql.text, err);
    mem_free(sql.text);
    mem_free(page.text);
    return st;
}

enum ws_status styles_add_about(struct writer *writer, GDALDatasetH dataset,
                                const struct layer *layers, uint32_t layer_count,
                                struct ws_error *err)
{
    assert(writer && dataset && layers);
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < COUNT(TABLES); i++)
        st = execute(writer, dataset, TABLES[i], err);
    if (!st)
        st = add_text(writer, dataset, 1, NULL, err);
    for (uint32_t i = 0; !st && i < layer_count; i++)
        st = add_text(writer, dataset, i + 2, &layers[i], err);
    return st;
}
