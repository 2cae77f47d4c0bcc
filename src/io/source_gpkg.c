/* A GeoPackage is a database: it must hold together, and a layer must be a table. */
#include "io/read.h"

#include "io/source.h"

#include <stdio.h>
#include <string.h>

/* First text of the first row; false when there is none. */
static bool ask(struct input *in, const char *sql, char *out, size_t room)
{
    OGRLayerH rows = GDALDatasetExecuteSQL(in->dataset, sql, NULL, NULL);
    OGRFeatureH row = rows ? OGR_L_GetNextFeature(rows) : NULL;
    out[0] = '\0';
    if (row)
        text_copy(out, room, OGR_F_GetFieldAsString(row, 0));
    OGR_F_Destroy(row);
    if (rows)
        GDALDatasetReleaseResultSet(in->dataset, rows);
    return row != NULL;
}

enum ws_status gpkg_check(struct input *in, struct ws_error *err)
{
    char said[200];
    bool has_answer = ask(in, "PRAGMA integrity_check(1)", said, sizeof said);
    if (in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err,
                          "is damaged: the database cannot be read; get it again");
    if (has_answer && strcmp(said, "ok") != 0)
        return input_fail(in, WS_BAD_DATA, err, "is damaged: %.150s; get it again", said);
    return WS_OK;
}

bool gpkg_is_table(struct input *in, const char *layer)
{
    char sql[600], said[40];
    size_t used = (size_t)snprintf(sql, sizeof sql,
                                   "SELECT CASE WHEN upper(sql) LIKE 'CREATE VIRTUAL%%' THEN "
                                   "'virtual' ELSE type END FROM sqlite_master WHERE "
                                   "lower(name) = lower('");
    for (; *layer && used + 8 < sizeof sql; layer++) {
        if (*layer == '\'')
            sql[used++] = '\'';
        sql[used++] = *layer;
    }
    snprintf(sql + used, sizeof sql - used, "')");
    return !*layer && ask(in, sql, said, sizeof said) && strcmp(said, "table") == 0;
}
