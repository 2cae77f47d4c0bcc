/* What a file is, by its first bytes. */
#include "io/source.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HEAD_SIZE 4096u
#define SAVE_VECTOR "save it as GeoPackage, GeoJSON, Shapefile or FlatGeobuf"
#define SAVE_RASTER "save it as GeoTIFF"
#define SAVE_TABLE "save it as XLSX or CSV"
#define PREPARED "name the roads it was made from"
#define UNPACK "unpack it first and name a file from it"

struct head {
    const uint8_t *bytes;
    size_t size;
};

static const struct magic {
    size_t at, size;
    const char *bytes;
    struct source_kind kind;
} MAGICS[] = {
    {0, 4, "\x00\x00\x27\x0a", {FORMAT_SHAPEFILE, "", ""}},
    {0, 4, "fgb\x03", {FORMAT_FLATGEOBUF, "", ""}},
    {0, 4, "II\x2a\x00", {FORMAT_TIFF, "", ""}},
    {0, 4, "MM\x00\x2a", {FORMAT_TIFF, "", ""}},
    {0, 4, "II\x2b\x00", {FORMAT_TIFF, "", ""}},
    {0, 4, "MM\x00\x2b", {FORMAT_TIFF, "", ""}},
    {4, 11, "\x0a\x09OSMHeader", {FORMAT_OSM, "", ""}},
    {0, 4, "PK\x03\x04", {FORMAT_ZIP, "", ""}},
    {0, 4, "PK\x05\x06", {FORMAT_ZIP, "", ""}},
    {0, 2, "\x1f\x8b", {FORMAT_OTHER, "an archive (gzip)", UNPACK}},
    {0, 3, "BZh", {FORMAT_OTHER, "an archive (bzip2)", UNPACK}},
    {0,
     6,
     "\xfd"
     "7zXZ\x00",
     {FORMAT_OTHER, "an archive (xz)", UNPACK}},
    {0, 4, "\x28\xb5\x2f\xfd", {FORMAT_OTHER, "an archive (zstd)", UNPACK}},
    {0, 6, "7z\xbc\xaf\x27\x1c", {FORMAT_OTHER, "an archive (7z)", UNPACK}},
    {0, 4, "Rar!", {FORMAT_OTHER, "an archive (RAR)", UNPACK}},
    {257, 5, "ustar", {FORMAT_OTHER, "an archive (tar)", UNPACK}},
    {0,
     8,
     "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
     {FORMAT_OTHER, "an old Excel sheet or document (.xls)", SAVE_TABLE}},
    {0, 4, "PAR1", {FORMAT_OTHER, "a Parquet file", SAVE_VECTOR " or CSV"}},
    {0, 6, "ARROW1", {FORMAT_OTHER, "an Arrow file", SAVE_VECTOR " or CSV"}},
    {0, 8, "\x89HDF\r\n\x1a\n", {FORMAT_OTHER, "an HDF5 or netCDF file", SAVE_RASTER}},
    {0, 3, "CDF", {FORMAT_OTHER, "a netCDF file", SAVE_RASTER}},
    {0, 4, "GRIB", {FORMAT_OTHER, "a GRIB file", SAVE_RASTER}},
    {0, 4, "\x89PNG", {FORMAT_OTHER, "a picture (PNG)", SAVE_RASTER}},
    {0, 3, "\xff\xd8\xff", {FORMAT_OTHER, "a picture (JPEG)", SAVE_RASTER}},
    {0, 5, "%PDF-", {FORMAT_OTHER, "a PDF document", "ask for the data; " SAVE_TABLE}},
    {4, 15, "Standard Jet DB", {FORMAT_OTHER, "an Access database", SAVE_VECTOR}},
    {4, 15, "Standard ACE DB", {FORMAT_OTHER, "an Access database", SAVE_VECTOR}},
    {0, 6, "AC1015", {FORMAT_OTHER, "a drawing (DWG)", SAVE_VECTOR}},
    {0, 4, "AC10", {FORMAT_OTHER, "a drawing (DWG)", SAVE_VECTOR}},
    {0, 5, "WSNET", {FORMAT_OTHER, "a prepared network", PREPARED}},
};

static bool has(const struct head *head, size_t at, const char *bytes, size_t size)
{
    return head->size >= at + size && memcmp(head->bytes + at, bytes, size) == 0;
}

/* True when the word stands anywhere in the head, in any case. */
static bool mentions(const struct head *head, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= head->size; i++)
        if (strncasecmp((const char *)head->bytes + i, word, size) == 0)
            return true;
    return false;
}

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), size = strlen(ending);
    return length >= size && strcasecmp(path + length - size, ending) == 0;
}

static bool ends_with_one(const char *path, const char *const *endings)
{
    for (; *endings; endings++)
        if (ends_with(path, *endings))
            return true;
    return false;
}

/* A database by what its header says of its use. */
static struct source_kind sqlite_kind(const struct head *head, const char *path)
{
    static const char *const own[] = {"GPKG", "GP10", "GP11"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (has(head, 68, own[i], 4))
            return (struct source_kind){FORMAT_GPKG, "", ""};
    if (has(head, 68, "MPBX", 4))
        return (struct source_kind){FORMAT_OTHER, "a set of map tiles (MBTiles)", SAVE_VECTOR};
    if (has(head, 68, "\0\0\0\0", 4) && ends_with(path, ".gpkg"))
        return (struct source_kind){FORMAT_GPKG, "", ""};
    return (struct source_kind){FORMAT_OTHER, "a database (SQLite), not a GeoPackage", SAVE_VECTOR};
}

/* XML by the first words that tell one kind from another. */
static struct source_kind xml_kind(const struct head *head)
{
    static const struct {
        const char *word, *name, *advice;
    } kinds[] = {
        {"<OGRVRT", "a virtual dataset (VRT), which points at other files",
         "name the file it points at"},
        {"<VRTDataset", "a virtual dataset (VRT), which points at other files",
         "name the file it points at"},
        {"<html", "a web page, not data", "download the data again"},
        {"<!doctype html", "a web page, not data", "download the data again"},
        {"<kml", "a KML file", SAVE_VECTOR},
        {"<gpx", "a GPX file", SAVE_VECTOR},
        {"<osm", "OpenStreetMap data as XML", "save it as .osm.pbf"},
        {"<qgis", "a QGIS project or style", "name the layer's own file"},
        {"<Workbook", "an Excel sheet as XML", SAVE_TABLE},
        {"opengis.net/gml", "a GML file", SAVE_VECTOR},
        {"<gml", "a GML file", SAVE_VECTOR},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mentions(head, kinds[i].word))
            return (struct source_kind){FORMAT_OTHER, kinds[i].name, kinds[i].advice};
    return (struct source_kind){FORMAT_OTHER, "an XML file (GML, KML or another)", SAVE_VECTOR};
}

static bool is_text(const struct head *head)
{
    if (has(head, 0, "\xff\xfe", 2) || has(head, 0, "\xfe\xff", 2))
        return true; /* UTF-16, which the reader of tables names */
    size_t odd = 0;
    for (size_t i = 0; i < head->size; i++) {
        uint8_t byte = head->bytes[i];
        if (!byte)
            return false;
        odd += byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x0b &&
               byte != 0x0c && byte != 0x1b;
    }
    return odd * 20 <= head->size;
}

/* Separators of one line outside quotes; *end is where the next line starts. */
static size_t count_separators(const struct head *head, size_t *end, char separator)
{
    size_t count = 0, i = *end;
    bool is_quoted = false;
    for (; i < head->size && (is_quoted || head->bytes[i] != '\n'); i++) {
        is_quoted ^= head->bytes[i] == '"';
        count += !is_quoted && head->bytes[i] == (uint8_t)separator;
    }
    *end = i < head->size ? i + 1 : i;
    return count;
}

/* Two lines of equally many cells, more than one. */
static bool is_delimited(const struct head *head)
{
    static const char separators[] = ",;\t";
    for (const char *separator = separators; *separator; separator++) {
        size_t end = 0;
        size_t first = count_separators(head, &end, *separator);
        if (first && end < head->size && first == count_separators(head, &end, *separator))
            return true;
    }
    return false;
}

static struct source_kind text_kind(const struct head *head, const char *path)
{
    static const char *const tables[] = {".csv", ".tsv", ".txt", NULL};
    static const struct {
        const char *word, *name, *advice;
    } kinds[] = {
        {"version https://git-lfs", "a pointer of Git LFS, not the data", "fetch the file itself"},
        {"!table", "a MapInfo table (TAB)", SAVE_VECTOR},
        {"ncols", "an Esri grid as text", SAVE_RASTER},
        {"DSAA", "a Surfer grid", SAVE_RASTER},
        {"%!PS", "a PostScript document", SAVE_TABLE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (head->size >= strlen(kinds[i].word) &&
            strncasecmp((const char *)head->bytes, kinds[i].word, strlen(kinds[i].word)) == 0)
            return (struct source_kind){FORMAT_OTHER, kinds[i].name, kinds[i].advice};
    if (mentions(head, "\nColumns ") && has(head, 0, "Version", 7))
        return (struct source_kind){FORMAT_OTHER, "a MapInfo file (MIF)", SAVE_VECTOR};
    if (mentions(head, "SECTION") && mentions(head, "HEADER"))
        return (struct source_kind){FORMAT_OTHER, "a drawing (DXF)", SAVE_VECTOR};
    if (ends_with_one(path, tables) || is_delimited(head))
        return (struct source_kind){FORMAT_TEXT, "", ""};
    return (struct source_kind){FORMAT_OTHER, "text of an unknown kind",
                                "expected GeoJSON, or CSV with a header line"};
}

static struct source_kind kind_of(struct head *head, const char *path)
{
    static const char *const tables[] = {".csv", ".tsv", ".txt", NULL};
    for (size_t i = 0; i < sizeof MAGICS / sizeof *MAGICS; i++)
        if (has(head, MAGICS[i].at, MAGICS[i].bytes, MAGICS[i].size))
            return MAGICS[i].kind;
    if (has(head, 0, "SQLite format 3", 15))
        return sqlite_kind(head, path);
    if (ends_with(path, ".dbf") && head->size && (head->bytes[0] & 7) == 3)
        return (struct source_kind){FORMAT_DBF, "", ""};
    if (ends_with(path, ".shp"))
        return (struct source_kind){FORMAT_OTHER, "no Shapefile: it does not begin as one",
                                    "it is damaged or something else; get it again"};

    struct head text = *head;
    if (has(&text, 0, "\xef\xbb\xbf", 3)) {
        text.bytes += 3;
        text.size -= 3;
    }
    while (text.size && strchr(" \t\r\n\x1e", *text.bytes) && *text.bytes) {
        text.bytes++;
        text.size--;
    }
    bool is_tag = text.size > 1 && text.bytes[0] == '<' &&
                  (text.bytes[1] == '?' || text.bytes[1] == '!' ||
                   ((text.bytes[1] | 0x20) >= 'a' && (text.bytes[1] | 0x20) <= 'z'));
    if (is_tag)
        return xml_kind(&text);
    if (text.size && (*text.bytes == '{' || *text.bytes == '['))
        return (struct source_kind){FORMAT_JSON, "", ""};
    if (is_text(head))
        return text_kind(&text, path);
    if (ends_with_one(path, tables))
        return (struct source_kind){FORMAT_TEXT, "", ""};
    return (struct source_kind){FORMAT_OTHER, "damaged or of an unknown kind",
                                "expected GeoPackage, Shapefile, GeoJSON, FlatGeobuf, GeoTIFF, "
                                ".osm.pbf, XLSX or CSV"};
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Inputs that are tables and nothing else. */
static bool is_table(enum ws_role role)
{
    static const enum ws_role tables[] = {
        WS_ROLE_CONTROL, WS_ROLE_COMMUTING, WS_ROLE_UNEMPLOYED, WS_ROLE_REFERRALS,   WS_ROLE_CLAIMS,
        WS_ROLE_NOTES,   WS_ROLE_CONTRACTS, WS_ROLE_REMOTE,     WS_ROLE_APPLICATIONS};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i] == role)
            return true;
    return false;
}

const char *source_advice(const struct source_kind *kind, enum ws_role role)
{
    const char *advice = kind->advice;
    bool is_prepared = strcmp(advice, PREPARED) == 0;
    bool tells_format =
        is_prepared || starts_with(advice, "save it as") || starts_with(advice, "expected");
    if (is_table(role) && tells_format)
        return "expected a table: XLSX or CSV";
    if (is_prepared && role != WS_ROLE_ROADS)
        return "it goes to --roads";
    if (starts_with(kind->name, "a picture") && role != WS_ROLE_POPULATION)
        return "expected GeoPackage, GeoJSON, Shapefile or FlatGeobuf";
    return advice;
}

struct source_kind source_kind(const char *path)
{
    struct source_kind kind = {FORMAT_NONE, "", ""};
    uint8_t bytes[HEAD_SIZE];
    FILE *file = file_kind(path) == 'f' ? fopen(path, "rb") : NULL;
    if (!file)
        return kind;
    struct head head = {bytes, fread(bytes, 1, sizeof bytes, file)};
    kind.format = FORMAT_EMPTY;
    if (head.size)
        kind = kind_of(&head, path);
    else if (ferror(file))
        kind.format = FORMAT_NONE;
    fclose(file);
    return kind;
}
