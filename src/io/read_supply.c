/* The state of rows of supply: which of them count on the day asked for. */
#include "io/read_offices.h"

#include <stdio.h>
#include <string.h>

/* Found by their names alone: a word that nobody understands is a fault of its row,
 * never a reason to pass the column over. */
enum ws_status supply_find(struct supply_rows *out, struct input *in, const struct dated *dated,
                           struct ws_error *err)
{
    static const struct column_key accepts = {"accepts_new", "acceptsnew taremotnya", "", false,
                                              false};
    static const struct column_key closed = {"closed_to_new", "closedtonew stangdfornya", "", false,
                                             false};
    static const struct column_key status = {"status", "status", "", false, false};
    *out = (struct supply_rows){.dated = dated};
    enum ws_status st = columns_find(&out->accepts_new, in, &accepts, NULL, NULL, err);
    if (!st)
        st = columns_find(&out->closed, in, &closed, NULL, NULL, err);
    return st ? st : columns_find(&out->status, in, &status, NULL, NULL, err);
}

/* ---- words of status ------------------------------------------------------------ */

/* Folded, by state. What is not here is told and counts as open. */
static const char *const WORDS[SUPPLY_STATES] = {
    [SUPPLY_OPEN] = " open oppen oppet active aktiv aktivt approved godkand godkant ",
    [SUPPLY_ENDING] = " ending uppsagd uppsagt upphor ",
    [SUPPLY_CLOSED_TO_NEW] = " closedtonew stangdfornya ",
    [SUPPLY_NOT_RECEIVING] = " approvednotreceiving notreceiving ",
    [SUPPLY_ENDED] = " ended terminated avslutad avslutat upphord upphort havd havt ",
    [SUPPLY_POTENTIAL] = " applied refused rejected withdrawn ansokt avslag avslagen aterkallad ",
};

/* The text, folded, is one of the words. */
static bool is_among(const char *words, const char *text)
{
    char folded[48], word[52];
    text_fold(folded, sizeof folded, text);
    snprintf(word, sizeof word, " %s ", folded);
    return *folded && strstr(words, word);
}

/* SUPPLY_STATES: no word of ours. */
static enum supply_state state_of(const char *text)
{
    int state = 0;
    while (state < SUPPLY_STATES && !is_among(WORDS[state], text))
        state++;
    return (enum supply_state)state;
}

static void note_word(struct supply_rows *rows, const char *text)
{
    char word[sizeof *rows->words];
    rows->unknown_count++;
    text_copy(word, sizeof word, text);
    for (size_t i = 0; i < rows->word_count; i++)
        if (!strcmp(rows->words[i], word))
            return;
    if (rows->word_count < SUPPLY_WORDS)
        memcpy(rows->words[rows->word_count++], word, sizeof word);
}

static enum supply_state read_status(struct supply_rows *rows, struct input *in,
                                     OGRFeatureH feature)
{
    const char *text = columns_text(in, feature, rows->status);
    if (!text || value_is_missing(text))
        return SUPPLY_OPEN;
    enum supply_state state = state_of(text);
    if (state < SUPPLY_STATES)
        return state;
    note_word(rows, text);
    return SUPPLY_OPEN;
}

/* ---- rows --------------------------------------------------------------------------- */

/* Yes and no, and the words that say the same of a door. */
static enum value read_open(bool *is_open, const char *text, bool asks_closed)
{
    static const char open[] = " open oppen oppet oppna taremot ";
    static const char closed[] = " closed stangd stangt stangda tarejemot tarinteemot ";
    bool is_yes = false;
    enum value kind = value_bool(&is_yes, text);
    *is_open = is_yes != asks_closed;
    if (kind != VALUE_BAD || (!is_among(open, text) && !is_among(closed, text)))
        return kind;
    *is_open = is_among(open, text);
    return VALUE_OK;
}

static bool takes_nobody_new(const struct supply_rows *rows, struct input *in, OGRFeatureH feature)
{
    const int columns[] = {rows->accepts_new, rows->closed};
    for (int i = 0; i < 2; i++) {
        bool is_open = true;
        const char *text = columns_text(in, feature, columns[i]);
        enum value kind = text ? read_open(&is_open, text, i == 1) : VALUE_MISSING;
        if (kind == VALUE_OK)
            return !is_open;
        if (kind == VALUE_BAD) {
            judge_fault(in, OGR_F_GetFID(feature),
                        "%s is %.40s; expected yes or no (ja, nej; true, false; 1, 0; open, "
                        "closed; \xC3\xB6ppen, st\xC3\xA4ngd), or nothing when it is not known",
                        columns_name(in, columns[i]), text);
            return false;
        }
    }
    return false;
}

bool supply_takes(struct supply_rows *rows, struct input *in, OGRFeatureH feature,
                  const char *valid_to, uint8_t *state)
{
    struct supply_facts facts = {.told = read_status(rows, in, feature),
                                 .takes_nobody_new = takes_nobody_new(rows, in, feature),
                                 .as_of = rows->dated->as_of,
                                 .valid_to = valid_to,
                                 .notice = rows->dated->notice};
    enum supply_state found = supply_decide(&facts);
    rows->count[found]++;
    *state = (uint8_t)found;
    return rows->dated->takes_all || supply_counts(found, rows->dated->is_effective);
}

/* ---- what is said of them -------------------------------------------------------------- */

static enum ws_status tell_words(const struct supply_rows *rows, struct input *in,
                                 struct ws_error *err)
{
    char words[320] = "";
    size_t used = 0;
    for (size_t i = 0; i < rows->word_count; i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "%s%s", i ? ", " : "",
                                 rows->words[i]);
    if (!rows->unknown_count)
        return WS_OK;
    return judge_repair(in, -1, "they count as open", err,
                        "%s of %" PRIu64 " row%s is no state (%s%s); expected open, ending, "
                        "closed_to_new, approved_not_receiving, ended, refused or withdrawn",
                        columns_name(in, rows->status), rows->unknown_count,
                        rows->unknown_count == 1 ? "" : "s", words,
                        rows->word_count == SUPPLY_WORDS ? " ..." : "");
}

/* Of those that take nobody: whether they count is an option of the run. */
static enum ws_status tell_closed(const struct supply_rows *rows, struct input *in,
                                  enum supply_state state, const char *name, struct ws_error *err)
{
    uint64_t count = rows->count[state];
    bool is_one = count == 1, is_new = state == SUPPLY_CLOSED_TO_NEW;
    int column = !is_new                  ? rows->status
                 : rows->accepts_new >= 0 ? rows->accepts_new
                 : rows->closed >= 0      ? rows->closed
                                          : rows->status;
    const char *what = is_new   ? is_one ? "takes nobody new" : "take nobody new"
                       : is_one ? "is approved and receives nobody"
                                : "are approved and receive nobody";
    const char *effect = rows->dated->is_effective
                             ? "left out (--supply effective)"
                             : "counted as supply; --supply effective leaves out who takes nobody, "
                               "--eligible takes any filter";
    if (!count)
        return WS_OK;
    return judge_repair(in, -1, effect, err, "%" PRIu64 " %s %s (%s)", count, name, what,
                        columns_name(in, column));
}

static enum ws_status tell_never(const struct supply_rows *rows, struct input *in,
                                 enum supply_state state, const char *name, struct ws_error *err)
{
    uint64_t count = rows->count[state];
    const char *what = state == SUPPLY_ENDED ? "ended" : "applied, refused or withdrawn";
    const char *effect = state == SUPPLY_ENDED ? "left out: what has ended is no supply"
                                               : "left out: who has applied is never coverage";
    if (!count)
        return WS_OK;
    return judge_repair(in, -1, effect, err, "%" PRIu64 " %s %s (%s)", count, name, what,
                        columns_name(in, rows->status));
}

enum ws_status supply_finish(const struct supply_rows *rows, struct input *in, const char *one,
                             const char *many, struct ws_error *err)
{
    enum ws_status st = tell_words(rows, in, err);
    for (int state = SUPPLY_CLOSED_TO_NEW; !st && state < SUPPLY_STATES; state++) {
        const char *name = rows->count[state] == 1 ? one : many;
        st = state <= SUPPLY_NOT_RECEIVING
                 ? tell_closed(rows, in, (enum supply_state)state, name, err)
                 : tell_never(rows, in, (enum supply_state)state, name, err);
    }
    return st;
}
