/* Which column means what: by --field, by folded name, confirmed by content. */
#include "io/read.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *columns_name(const struct input *in, int column)
{
    return OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(in->defn, column));
}

bool columns_is_number(const struct input *in, int column)
{
    OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(in->defn, column));
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

const char *columns_field(const struct input *in, const char *key)
{
    for (uint32_t i = 0; i < in->source->field_count; i++)
        if (strcmp(in->source->fields[i].key, key) == 0) {
            in->io->fields_asked[in->role] |= 1u << i;
            return in->source->fields[i].column;
        }
    return NULL;
}

enum ws_status io_tell_fields(const struct io *io, const struct ws_source *source,
                              enum ws_role role, struct ws_error *err)
{
    struct place place = {.role = ws_role_name(role), .file = source->given};
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < source->field_count; i++) {
        const struct ws_field *field = &source->fields[i];
        bool is_asked = io->fields_asked[role] >> i & 1u;
        if (!is_asked && strcmp(field->key, "pad_codes") != 0)
            st = warnings_add(io->warnings, place, "without effect", err,
                              "--field %s.%s=%s: %s is not read from this input", place.role,
                              field->key, field->column, field->key);
    }
    return st;
}

int columns_named(struct input *in, const char *name)
{
    int count = OGR_FD_GetFieldCount(in->defn);
    for (int i = 0; i < count; i++)
        if (strcmp(columns_name(in, i), name) == 0)
            return i;
    for (int i = 0; i < count; i++)
        if (text_same_folded(columns_name(in, i), name))
            return i;
    return -1;
}

/* ---- content ---------------------------------------------------------------------------- */

void columns_count(struct input *in, int column, column_test *test, const void *context,
                   uint64_t *filled, uint64_t *passed)
{
    struct cell_notes notes = in->notes;
    *filled = *passed = 0;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(in->layer)); OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        if (!text)
            continue;
        ++*filled;
        *passed += !test || test(context, text);
    }
    OGR_L_ResetReading(in->layer);
    in->notes = notes;
}

bool columns_any(struct input *in, int column, column_test *test, const void *context)
{
    struct cell_notes notes = in->notes;
    bool is_found = false;
    uint64_t filled, passed;
    if (columns_is_number(in, column)) { /* every number is judged as it is read */
        columns_count(in, column, test, context, &filled, &passed);
        return passed > 0;
    }
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !is_found && (feature = OGR_L_GetNextFeature(in->layer));
         OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        is_found = text && test(context, text);
    }
    OGR_L_ResetReading(in->layer);
    in->notes = notes;
    return is_found;
}

bool columns_equal(struct input *in, int a, int b)
{
    bool equal = true;
    struct cell_notes notes = in->notes;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; equal && (feature = OGR_L_GetNextFeature(in->layer));
         OGR_F_Destroy(feature)) {
        char first[256];
        const char *text = columns_text(in, feature, a);
        text_copy(first, sizeof first, text ? text : "");
        text = columns_text(in, feature, b);
        char second[256];
        text_copy(second, sizeof second, text ? text : "");
        equal = strcmp(first, second) == 0;
    }
    OGR_L_ResetReading(in->layer);
    in->notes = notes;
    return equal;
}

static bool confirms(struct input *in, int column, column_test *test, const void *context)
{
    if (!test)
        return true;
    uint64_t filled, passed;
    columns_count(in, column, test, context, &filled, &passed);
    return filled && filled == passed;
}

/* ---- messages --------------------------------------------------------------------------- */

static bool holds_numbers(struct input *in, int column)
{
    if (columns_is_number(in, column))
        return true;
    uint64_t filled = 0, passed = 0;
    if (in->is_table)
        columns_count(in, column, value_is_number, in, &filled, &passed);
    return filled && filled == passed;
}

void columns_list(char *out, size_t room, struct input *in, bool numeric_only)
{
    size_t used = 0;
    text_copy(out, room, "none");
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
        if (numeric_only && !holds_numbers(in, i))
            continue;
        const char *name = columns_name(in, i);
        if (used + strlen(name) + 8 > room) {
            snprintf(out + used, room - used, " ...");
            return;
        }
        used += (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", name);
    }
}

/* The name of the next word of a list separated by single spaces. */
static bool next_name(char out[64], const char **names)
{
    if (!*names || !**names)
        return false;
    size_t size = strcspn(*names, " ");
    assert(size < 64);
    memcpy(out, *names, size);
    out[size] = '\0';
    *names += size + ((*names)[size] == ' ');
    return true;
}

bool columns_is_known(const char *folded)
{
    static const char *const lists[] = {
        "knkod kommunkod komkod kom municipalitycode municipcode muncode kommun code kod id name "
        "namn",
        "knnamn kommunnamn komnamn municipalityname municipname munname region lan lnkod lanskod",
        "lankod lancode countycode deso desokod regso regsokod basomrade nyckelkod rutidscb h3",
        "leveransomrade leverantorsomrade supplierarea deliveryarea omrade areaid areaname",
        "leverantor leverantornamn utforare aktor provider supplier operator foretag kanummer "
        "avtal",
        "officeid kontorid pharmacyid hospitalname sitename popularnamn betyg rating contractno",
        "antaldeltagare deltagare participants riskerarhavning atrisk",
        "validfrom giltigfran startdatum startdatumavtal validto giltigtill slutdatum scheme known",
        "lon long lng longitude longitud lat latitude latitud easting ost e northing nord n x y",
        "sweref99x sweref99y xkoord ykoord beftotalt beftot befolkning folkmangd population pop",
        "people tot totalt antal alder age kon sex arbetslosa sysselsatta from fran to till source",
        "target u v langdm lengthm lengthkm extlen length hastighet speedkmh maxspeed highway "
        "fclass",
        "klass181 oneway enkelriktad farjeled class drivable inhabited speed stop date place topic",
        "bostadskommun hemkommun home arbetskommun arbetsstallekommun work manad period month "
        "ingaende opening anvisade referred in lamnat left out utgaende closing unemployed",
        "permitted tillatet networkshare networklow networkhigh abilityshare abilitylow "
        "abilityhigh visitcapacity",
    };
    char name[64];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const char *names = lists[i]; next_name(name, &names);)
            if (strcmp(name, folded) == 0)
                return true;
    return false;
}

/* Names that people use for a key and that are never taken by themselves. */
static const struct {
    const char *key, *names;
} SYNONYMS[] = {
    {"code", "kommunnr kommunnummer kommunid komnr knr lau laucode lau2 municipalityid admcode "
             "regionkod kommunkodnr"},
    {"area", "omradesnamn omradeskod leveransomradesnamn areacode"},
    {"provider", "anordnare leverantorsnamn utforarnamn bolag organisation organization company "
                 "vendor brand kedja agency"},
};

static bool is_synonym(const char *key, const char *folded)
{
    char name[64];
    for (size_t i = 0; i < sizeof SYNONYMS / sizeof *SYNONYMS; i++) {
        const char *names = strcmp(SYNONYMS[i].key, key) == 0 ? SYNONYMS[i].names : "";
        while (next_name(name, &names))
            if (strcmp(name, folded) == 0)
                return true;
    }
    return false;
}

/* How unlike a column is to a name of the key: 0 a synonym, else edits, then
 * one name within the other; 9: unlike. */
static uint32_t unlikeness(const struct column_key *key, const char *folded)
{
    uint32_t least = is_synonym(key->key, folded) ? 0 : 9;
    const char *names = key->names;
    char name[64];
    if (strstr(folded, "regso") || strstr(folded, "deso"))
        return 9; /* of a smaller area */
    while (next_name(name, &names)) {
        uint32_t edits = strlen(name) > 3 ? text_distance(folded, name) : 9;
        bool holds = strlen(name) > 3 && strlen(folded) > 3 &&
                     (strstr(folded, name) || strstr(name, folded));
        edits = edits < 3 ? edits : holds ? 4 : 9;
        least = edits < least ? edits : least;
    }
    return least;
}

/* The column that the key's may be by its name; -1: none. */
static int nearest_column(struct input *in, const struct column_key *key)
{
    uint32_t least = 9;
    int nearest = -1;
    char folded[128];
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
        text_fold(folded, sizeof folded, columns_name(in, i));
        uint32_t unlike = columns_is_known(folded) ? 9 : unlikeness(key, folded);
        if (unlike < least) {
            least = unlike;
            nearest = i;
        }
    }
    return nearest;
}

static enum ws_status refuse_missing(struct input *in, const struct column_key *key,
                                     struct ws_error *err)
{
    char present[260];
    columns_list(present, sizeof present, in, false);
    const char *role = ws_role_name(in->role);
    int nearest = nearest_column(in, key);
    if (nearest >= 0)
        return input_fail(in, WS_BAD_DATA, err,
                          "no column for %s.%s; the nearest is %s: state --field %s.%s=%s if it is "
                          "meant; it has %s",
                          role, key->key, columns_name(in, nearest), role, key->key,
                          columns_name(in, nearest), present);
    return input_fail(in, WS_BAD_DATA, err,
                      "no column for %s.%s; name it with --field %s.%s=COLUMN; it has %s", role,
                      key->key, role, key->key, present);
}

/* Whether "KEY = TEXT" stands in the list. */
static bool is_noted(const char *columns, const char *key, const char *text)
{
    size_t key_size = strlen(key), text_size = strlen(text);
    for (const char *at = columns; (at = strstr(at, key)); at++) {
        const char *after = at + key_size + 3 + text_size;
        if ((at == columns || at[-1] == ' ') && !strncmp(at + key_size, " = ", 3) &&
            !strncmp(at + key_size + 3, text, text_size) && (*after == ',' || !*after))
            return true;
    }
    return false;
}

/* The same beside the input, as far as there is room. */
static void note_beside(struct input *in, const char *key, const char *text)
{
    char *columns = input_record(in)->columns;
    const char *const parts[] = {*columns ? ", " : "", key, " = ", text};
    size_t room = sizeof input_record(in)->columns;
    if (is_noted(columns, key, text))
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t used = strlen(columns);
        text_copy(columns + used, room - used, parts[i]);
    }
}

enum ws_status columns_remark(struct input *in, const char *key, const char *text,
                              struct ws_error *err)
{
    const char *old = in->io->choices ? in->io->choices : "";
    const char *role = ws_role_name(in->role);
    size_t size = strlen(old) + strlen(role) + strlen(key) + strlen(text) + 8;
    char *all = mem_array(size, 1);
    if (!all)
        return error_set(err, WS_NO_MEMORY, "no memory to note the columns");
    snprintf(all, size, "%s%s.%s = %s\n", old, role, key, text);
    mem_free(in->io->choices);
    in->io->choices = all;
    note_beside(in, key, text);
    return WS_OK;
}

enum ws_status columns_note(struct input *in, const char *key, int column, struct ws_error *err)
{
    return columns_remark(in, key, columns_name(in, column), err);
}

/* ---- recognition ------------------------------------------------------------------------ */

/* A column of codes must hold what its publisher wrote. Ids may be dates; their
 * reader says when. */
static enum ws_status take(struct input *in, const char *key, int column, struct ws_error *err)
{
    bool is_id = strcmp(key, "id") == 0;
    bool is_code = !strcmp(key, "code") || !strcmp(key, "unit") || !strcmp(key, "area");
    enum ws_status st = columns_note(in, key, column, err);
    if (!st && (is_id || is_code))
        st = code_judge(in, column, is_id ? code_is_broken : code_is_mangled, err);
    return st;
}

static enum ws_status find_stated(int *column, struct input *in, const char *key,
                                  const char *stated, struct ws_error *err)
{
    *column = columns_named(in, stated);
    if (*column >= 0)
        return take(in, key, *column, err);
    char present[260];
    columns_list(present, sizeof present, in, false);
    return input_fail(in, WS_NOT_FOUND, err, "no column %s (%s.%s); it has %s", stated,
                      ws_role_name(in->role), key, present);
}

/* Columns whose folded name is `name` and whose content confirms it, from
 * `from` on; -1: none. */
static int find_named(struct input *in, const char *name, int from, column_test *test,
                      const void *context)
{
    char folded[128];
    for (int i = from; i < OGR_FD_GetFieldCount(in->defn); i++) {
        text_fold(folded, sizeof folded, columns_name(in, i));
        if (strcmp(folded, name) == 0 && confirms(in, i, test, context))
            return i;
    }
    return -1;
}

/* The name is the beginning of a longer one, cut where a Shapefile cuts. */
static bool is_cut(struct input *in, int column, const char *name)
{
    char folded[128];
    if (!input_ends_with(in->source, ".shp") || strlen(columns_name(in, column)) != 10)
        return false;
    text_fold(folded, sizeof folded, columns_name(in, column));
    return !columns_is_known(folded) && strlen(folded) < strlen(name) &&
           strncmp(folded, name, strlen(folded)) == 0;
}

/* A cut column of the list, told. */
static enum ws_status find_cut(int *column, struct input *in, const struct column_key *key,
                               column_test *test, const void *context, struct ws_error *err)
{
    const char *names = key->names;
    char name[64], effect[80];
    while (next_name(name, &names))
        for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
            if (!is_cut(in, i, name) || !confirms(in, i, test, context))
                continue;
            *column = i;
            snprintf(effect, sizeof effect, "taken as %s", name);
            return judge_repair(in, -1, effect, err,
                                "column %s has a name cut to 10 characters, as Shapefiles do; "
                                "--field %s.%s=COLUMN states another",
                                columns_name(in, i), ws_role_name(in->role), key->key);
        }
    return WS_OK;
}

/* The first column of the list; *rival a second one that differs from it. */
static int find_listed(struct input *in, const char *names, column_test *test, const void *context,
                       int *rival)
{
    int found = -1;
    char name[64];
    while (next_name(name, &names))
        for (int i = find_named(in, name, 0, test, context); i >= 0;
             i = find_named(in, name, i + 1, test, context)) {
            if (found < 0)
                found = i;
            else if (*rival < 0 && !columns_equal(in, found, i))
                *rival = i;
        }
    return found;
}

enum ws_status columns_find(int *column, struct input *in, const struct column_key *key,
                            column_test *test, const void *context, struct ws_error *err)
{
    *column = -1;
    const char *stated = columns_field(in, key->key);
    if (stated)
        return find_stated(column, in, key->key, stated, err);
    int rival = -1, ignored = -1;
    *column = find_listed(in, key->names, test, context, &rival);
    if (rival >= 0 && (key->is_required || key->has_no_rival))
        return input_fail(
            in, WS_BAD_DATA, err,
            "two columns could be %s.%s: %s and %s; choose with --field %s.%s=COLUMN%s",
            ws_role_name(in->role), key->key, columns_name(in, *column), columns_name(in, rival),
            ws_role_name(in->role), key->key,
            strcmp(key->key, "people") == 0 ? " or --weight COLUMN" : "");
    if (*column < 0)
        *column = find_listed(in, key->row_names, test, context, &ignored);
    enum ws_status st = WS_OK;
    if (*column < 0)
        st = find_cut(column, in, key, test, context, err);
    if (st)
        return st;
    if (*column < 0)
        return key->is_required ? refuse_missing(in, key, err) : WS_OK;
    return take(in, key->key, *column, err);
}
