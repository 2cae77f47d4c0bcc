/* Offices that end with the contracts at risk. */
#include "run/critical.h"
#include "run/run.h"
#include "run/supplier.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- a column of the offices ------------------------------------------------------- */

/* Small letters and digits alone; the dots of Swedish letters go. */
static void fold(char out[40], const char *text)
{
    size_t length = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at && length < 39; at++) {
        if (*at == 0xc3 && at[1]) { /* UTF-8 of Latin letters */
            unsigned char low = (unsigned char)(*++at | 0x20);
            if (low == 0xa4 || low == 0xa5 || low == 0xb6)
                out[length++] = low == 0xb6 ? 'o' : 'a';
            continue;
        }
        if (isalnum(*at))
            out[length++] = (char)tolower(*at);
    }
    out[length] = '\0';
}

static bool is_among(const char *const *words, const char *word)
{
    for (; *words; words++)
        if (!strcmp(*words, word))
            return true;
    return false;
}

/* NULL: the offices do not say. */
static const struct column *risk_column(const struct offices *offices)
{
    static const char *const NAMES[] = {"atrisk", "riskerarhavning", NULL};
    for (uint32_t c = 0; c < offices->column_count; c++) {
        char name[40];
        fold(name, offices->columns[c].name);
        if (is_among(NAMES, name))
            return &offices->columns[c];
    }
    return NULL;
}

/* The cell as a word; "" when it is blank. */
static void cell_text(char out[40], const struct column *column, uint32_t row)
{
    out[0] = '\0';
    if (column->type == COLUMN_TEXT && column->text[row])
        fold(out, column->text[row]);
    else if (column->type == COLUMN_WHOLE && column->whole[row] != COLUMN_WHOLE_NULL)
        snprintf(out, 40, "%lld", (long long)column->whole[row]);
    else if (column->type == COLUMN_REAL && column->real[row] == column->real[row])
        snprintf(out, 40, "%g", column->real[row]);
}

/* The words of yes and no that the columns of contracts know (io/values.c). */
static const char *const YES[] = {"1", "yes", "true", "t", "y", "ja", "j", "sant", NULL};
static const char *const NO[] = {"0", "no", "false", "f", "n", "nej", "falskt", "", NULL};

enum ws_status critical_judge_risk(struct run *run, struct ws_error *err)
{
    const struct column *column = risk_column(&run->offices);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && column && i < run->offices.points.count; i++) {
        char word[40], feature[96];
        cell_text(word, column, i);
        if (is_among(YES, word) || is_among(NO, word))
            continue;
        snprintf(feature, sizeof feature, "office %.80s", run->offices.id[i]);
        struct place place = {.role = "offices",
                              .file = run->options->source[WS_ROLE_OFFICES].given,
                              .feature = feature};
        st = warnings_add(&run->warnings, place, "not known whether it is at risk: counted as not",
                          err, "%s is %.40s; expected yes or no (ja, nej; true, false; 1, 0)",
                          column->name, column->type == COLUMN_TEXT ? column->text[i] : word);
    }
    return st;
}

/* ---- contracts ---------------------------------------------------------------------- */

/* Offices of the contract's provider in the contract's area. */
static void add_contract(bool *out, const struct run *run, uint32_t contract)
{
    const struct supplier *supplier = run->supplier;
    uint32_t area = supplier->contracts.zone[contract];
    if (area == WS_NONE || supplier->contracts.at_risk[contract] != RISK_YES)
        return;
    const uint32_t *stands_in = supplier->has_areas ? supplier->office_area : run->office_zone;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        if (run->offices.points.group[i] == supplier->contract_provider[contract] &&
            stands_in[i] == area)
            out[i] = true;
}

uint32_t critical_at_risk(bool *out, const struct run *run)
{
    const struct column *column = risk_column(&run->offices);
    uint32_t count = 0;
    for (uint32_t i = 0; column && i < run->offices.points.count; i++) {
        char word[40];
        cell_text(word, column, i);
        out[i] = is_among(YES, word);
    }
    for (uint32_t i = 0; run->supplier && i < run->supplier->contracts.count; i++)
        add_contract(out, run, i);
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        count += out[i];
    return count;
}
