/* Offices whose own column of municipalities says another one than they stand in. */
#include "run/run.h"

#include "base/text.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Offices named in one line; the others are counted. */
#define NAMED 3u
#define CODE_DIGITS 4u

static const struct column *code_column(const struct offices *offices)
{
    static const char *const names[] = {
        "knkod",       "kommunkod", "komkod", "kom", "municipalitycode",
        "municipcode", "muncode",   "kommun"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (uint32_t c = 0; c < offices->column_count; c++)
            if (strcasecmp(offices->columns[c].name, names[i]) == 0)
                return &offices->columns[c];
    return NULL;
}

/* The code a row gives, with the nought in front that a number has lost. False: the
 * cell is blank, or holds a name or something else that nobody can compare. */
static bool code_of(char out[CODE_DIGITS + 1], const struct column *column, uint32_t row)
{
    char text[32] = "";
    if (column->text && column->text[row])
        snprintf(text, sizeof text, "%s", column->text[row]);
    else if (column->whole && column->whole[row] != COLUMN_WHOLE_NULL)
        snprintf(text, sizeof text, "%" PRId64, column->whole[row]);
    size_t size = strspn(text, "0123456789");
    if (text[size] || size < CODE_DIGITS - 1 || size > CODE_DIGITS)
        return false;
    memset(out, '0', CODE_DIGITS);
    memcpy(out + CODE_DIGITS - size, text, size + 1);
    return true;
}

enum ws_status run_tell_office_codes(struct run *run, struct ws_error *err)
{
    const struct offices *offices = &run->offices;
    const struct column *column = code_column(offices);
    struct text named = {0};
    char *list = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; column && run->zones.has_code && i < offices->points.count; i++) {
        char code[CODE_DIGITS + 1];
        uint32_t zone = run->office_zone[i];
        if (zone == WS_NONE || strlen(run->zones.code[zone]) != CODE_DIGITS ||
            !code_of(code, column, i) || !strcmp(code, run->zones.code[zone]))
            continue;
        if (count++ < NAMED)
            text_add(&named, "%s%s says %s and stands in %s", named.length ? "; " : "",
                     offices->id[i], code, run->zones.code[zone]);
    }
    enum ws_status st = count ? text_take(&list, &named, err) : WS_OK;
    struct place place = {.role = ws_role_name(WS_ROLE_OFFICES),
                          .file = run->options->source[WS_ROLE_OFFICES].given};
    if (!st && count)
        st = warnings_add(&run->warnings, place,
                          "counted where they stand; the place or the column is wrong", err,
                          "%" PRIu32 " office%s in another municipality than the column %s says "
                          "(%s%s)",
                          count, count == 1 ? " stands" : "s stand", column->name, list,
                          count > NAMED ? "; ..." : "");
    mem_free(list);
    text_release(&named);
    return st;
}
