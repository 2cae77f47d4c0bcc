/* Tables whose shapes stand in a column of text: told how to hand them in. */
#include "io/read.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ROWS_TRIED 20

static bool is_wkt(const char *text)
{
    static const char *const SHAPES[] = {"POINT",        "MULTIPOINT", "POLYGON",
                                         "MULTIPOLYGON", "LINESTRING", "MULTILINESTRING"};
    text += strncasecmp(text, "SRID=", 5) ? 0 : strcspn(text, ";") + 1;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        size_t size = strlen(SHAPES[i]);
        const char *open = strchr(text, '(');
        if (!strncasecmp(text, SHAPES[i], size) && strchr(" (", text[size]) && open)
            return strchr("0123456789-", open[strspn(open, "( ")]) != NULL;
    }
    return false;
}

/* A column of the first rows; -1: none. */
static int find_wkt(struct input *in)
{
    int found = -1;
    OGRFeatureH feature;
    OGR_L_ResetReading(in->layer);
    for (int row = 0; found < 0 && row < ROWS_TRIED; row++) {
        if (!(feature = OGR_L_GetNextFeature(in->layer)))
            break;
        for (int i = 0; found < 0 && i < OGR_FD_GetFieldCount(in->defn); i++)
            if (OGR_F_IsFieldSetAndNotNull(feature, i) &&
                is_wkt(OGR_F_GetFieldAsString(feature, i)))
                found = i;
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(in->layer);
    return found;
}

const char *wkt_hint(char out[WKT_HINT], struct input *in)
{
    int column = find_wkt(in);
    const char *path = in->source->path, *slash = strrchr(path, '/');
    out[0] = '\0';
    if (column >= 0)
        snprintf(out, WKT_HINT,
                 "; the column %.40s holds shapes as text: make a layer of them, with their own "
                 "system, ogr2ogr -f GPKG %s.gpkg %.60s -oo GEOM_POSSIBLE_NAMES=%.40s -a_srs "
                 "EPSG:3006, and give that",
                 columns_name(in, column), ws_role_name(in->role), slash ? slash + 1 : path,
                 columns_name(in, column));
    return out;
}
