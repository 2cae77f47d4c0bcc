/* The text of a cell: well-formed, composed, trimmed, and what was mended.
 *
 * Texts that are compared (codes, ids, providers, words) are mended and every
 * change is noted; labels are mended without a word about space and marks
 * apart; texts that are only kept stay as they are, in UTF-8. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_WHOLE 9007199254740992.0 /* 2^53: reals hold whole numbers up to here */

enum use { USE_COMPARED, USE_LABEL, USE_KEPT };

void cell_note(struct input *in, enum cell_note note, OGRFeatureH feature, int column)
{
    struct cell_notes *notes = &in->notes;
    int64_t fid = OGR_F_GetFID(feature);
    if (notes->count[note] && notes->last_fid[note] == fid && notes->last_column[note] == column)
        return; /* the same cell read again */
    if (notes->count[note]++ == 0) {
        notes->fid[note] = fid;
        notes->column[note] = column;
    }
    notes->last_fid[note] = fid;
    notes->last_column[note] = column;
}

/* ---- numbers and dates as text ---------------------------------------------------------- */

static const char *format_number(struct input *in, OGRFeatureH feature, int column)
{
    double value = OGR_F_GetFieldAsDouble(feature, column);
    OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(in->defn, column));
    int64_t whole = type == OFTInteger64 ? OGR_F_GetFieldAsInteger64(feature, column) : 0;
    if (whole == INT64_MAX || whole == INT64_MIN) /* the library clamps */
        judge_fault(in, OGR_F_GetFID(feature), "%s is beyond 64 bits; write it as text",
                    columns_name(in, column));
    if (type == OFTReal && value == floor(value) && fabs(value) < MOST_WHOLE)
        snprintf(in->scratch, in->scratch_cap, "%.0f", value);
    else
        snprintf(in->scratch, in->scratch_cap, "%s", OGR_F_GetFieldAsString(feature, column));
    return in->scratch;
}

static const char *format_date(struct input *in, OGRFeatureH feature, int column)
{
    int year = 0, month = 0, day = 0, hour, minute, zone;
    float second;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, column, &year, &month, &day, &hour, &minute, &second,
                                    &zone))
        return NULL;
    snprintf(in->scratch, in->scratch_cap, "%04d-%02d-%02d", year, month, day);
    return in->scratch;
}

/* ---- texts ------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Printable ASCII without space around it: nothing to mend. */
static bool is_plain(const char *text)
{
    if (*text == ' ')
        return false;
    const char *at = text;
    for (; *at; at++)
        if (*at < ' ' || *at > '~')
            return false;
    return at[-1] != ' ';
}

/* The text in the scratch, as UTF-8. */
static bool take_text(struct input *in, const char *text, OGRFeatureH feature, int column)
{
    size_t size = strlen(text);
    if (mem_grow(&in->scratch, &in->scratch_cap, 3 * size + 1, 1)) {
        in->judge.has_no_memory = true;
        return false;
    }
    memcpy(in->scratch, text, size + 1);
    if (!text_is_utf8(text, size)) {
        in->scratch[text_from_1252(in->scratch, text, size)] = '\0';
        if (text_encoding(in->source->encoding) != TEXT_1252)
            cell_note(in, CELL_RECODED, feature, column);
    }
    if (text_undouble(in->scratch))
        cell_note(in, CELL_TWICE, feature, column);
    return true;
}

static const char *trim_scratch(struct input *in, OGRFeatureH feature, int column, bool is_noted)
{
    char *start = in->scratch, *end = start + strlen(start);
    bool has_space = *start && (is_blank(start[0]) || is_blank(end[-1]));
    while (is_blank(*start))
        start++;
    while (end > start && is_blank(end[-1]))
        *--end = '\0';
    if (has_space && *start && is_noted)
        cell_note(in, CELL_SPACE, feature, column);
    return *start ? start : NULL;
}

static const char *mend_text(struct input *in, const char *text, OGRFeatureH feature, int column,
                             enum use use)
{
    if (is_plain(text))
        return text;
    if (!take_text(in, text, feature, column))
        return NULL;
    if (strstr(in->scratch, "\xEF\xBF\xBD"))
        cell_note(in, CELL_LOST, feature, column);
    if (text_has_marks(in->scratch))
        cell_note(in, CELL_MARKS, feature, column);
    if (use == USE_KEPT)
        return in->scratch;
    text_drop_marks(in->scratch);
    if (text_needs_compose(in->scratch)) {
        size_t size = strlen(in->scratch);
        text_compose(in->scratch, in->scratch);
        if (use == USE_COMPARED && strlen(in->scratch) != size)
            cell_note(in, CELL_COMPOSED, feature, column);
    }
    return trim_scratch(in, feature, column, use == USE_COMPARED);
}

static const char *read_text(struct input *in, OGRFeatureH feature, int column, enum use use)
{
    if (column < 0 || !OGR_F_IsFieldSetAndNotNull(feature, column))
        return NULL;
    OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(in->defn, column));
    if (type != OFTString && mem_grow(&in->scratch, &in->scratch_cap, 512, 1)) {
        in->judge.has_no_memory = true;
        return NULL;
    }
    if (columns_is_number(in, column))
        return format_number(in, feature, column);
    if (type == OFTDate || type == OFTDateTime)
        return format_date(in, feature, column);
    const char *text = OGR_F_GetFieldAsString(feature, column);
    return text && *text ? mend_text(in, text, feature, column, use) : NULL;
}

const char *columns_text(struct input *in, OGRFeatureH feature, int column)
{
    return read_text(in, feature, column, USE_COMPARED);
}

const char *columns_label(struct input *in, OGRFeatureH feature, int column)
{
    return read_text(in, feature, column, USE_LABEL);
}

const char *columns_kept(struct input *in, OGRFeatureH feature, int column)
{
    return read_text(in, feature, column, USE_KEPT);
}

/* ---- what is told -------------------------------------------------------------------------- */

/* Integer digits before anything else, after a sign. */
static bool is_long_number(const void *unused, const char *text)
{
    (void)unused;
    while (is_blank(*text))
        text++;
    text += *text == '-' || *text == '+';
    return strspn(text, "0123456789") > 4;
}

/* A column with spaces between thousands has them everywhere. */
static enum ws_status judge_spaced(struct input *in, struct ws_error *err)
{
    int column = in->notes.column[CELL_SPACED];
    uint64_t filled, unlike;
    if (!in->notes.count[CELL_SPACED])
        return WS_OK;
    columns_count(in, column, is_long_number, NULL, &filled, &unlike);
    if (unlike)
        return input_fail(
            in, WS_BAD_DATA, err,
            "%s: %s has numbers with spaces between thousands (12 345) beside %" PRIu64
            " without (12345); write all without",
            judge_label(in, in->notes.fid[CELL_SPACED]), columns_name(in, column), unlike);
    return WS_OK;
}

enum ws_status cell_report(struct input *in, struct ws_error *err)
{
    static const struct {
        const char *what, *effect;
    } words[CELL_NOTES] = {
        [CELL_RECODED] = {"texts are not UTF-8; read as Windows-1252", "texts converted"},
        [CELL_TWICE] = {"texts are UTF-8 that was read as Latin-1, two signs for a letter; mended",
                        "texts converted"},
        [CELL_MARKS] = {"texts hold control or direction marks; compared without them",
                        "texts flagged"},
        [CELL_LOST] = {"texts hold U+FFFD: letters were lost before the file was saved",
                       "texts as they are"},
        [CELL_SPACE] = {"texts have space around them", "texts trimmed"},
        [CELL_COMPOSED] = {"texts have letters and their marks apart (NFD); composed",
                           "texts composed"},
        [CELL_SPACED] = {"numbers have spaces between thousands (12 345); read as 12345",
                         "numbers read without space"},
    };
    enum ws_status st = judge_spaced(in, err);
    for (int i = 0; !st && i < CELL_NOTES; i++) {
        uint64_t count = in->notes.count[i];
        if (!count)
            continue;
        char effect[80];
        snprintf(effect, sizeof effect, "%" PRIu64 " %s", count, words[i].effect);
        st = judge_repair(in, in->notes.fid[i], effect, err, "%s: %s",
                          columns_name(in, in->notes.column[i]), words[i].what);
    }
    return st;
}
