/* Cells of road layers: speeds and one-way words. Each that is no plain value is
 * counted by word, and told once. */
#include "io/read_roads.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (!strcasecmp(text, *words))
            return true;
    return false;
}

/* ---- speeds ------------------------------------------------------------------------- */

/* Numbers that are none, however a driver or a spreadsheet spells them. */
static bool is_no_number(const char *text)
{
    static const char *const words[] = {"nan",     "-nan",   "inf",      "-inf",      "+inf",
                                        "1.#QNAN", "1.#INF", "infinity", "-infinity", NULL};
    return is_word(text, words);
}

static bool is_zero(const char *text)
{
    double value = 1.0;
    return value_number(&value, text, true) == VALUE_OK && !(value < 0.0) && !(value > 0.0);
}

static enum ws_status refuse_speed(struct road_words *words, const char *text, int64_t fid,
                                   struct ws_error *err)
{
    if (words->is_extract)
        return words_add(&words->speeds, text, err);
    judge_fault(words->in, fid, "%s is %.40s km/h; expected 0 to %g", words->speed_name, text,
                ROAD_MOST_KMH);
    return WS_OK;
}

static void note_plain(struct road_words *words, double value, bool is_major)
{
    words->speed_count++;
    words->major_count += is_major;
    words->odd_count += fabs(value / 5.0 - round(value / 5.0)) > 1e-6;
    words->most_kmh = fmax(words->most_kmh, value);
}

enum ws_status cells_speed(float *kmh, struct road_words *words, const char *text, double factor,
                           int64_t fid, bool is_major, struct ws_error *err)
{
    double value = 0.0;
    *kmh = NAN;
    words->blank_count += !text;
    if (!text)
        return WS_OK;
    if (is_no_number(text))
        return refuse_speed(words, text, fid, err);
    if (is_zero(text)) {
        words->zero_count++;
        return WS_OK;
    }
    double plain = 0.0;
    bool is_plain = value_number(&plain, text, words->in->has_decimal_comma) == VALUE_OK;
    enum value kind = is_plain && plain > 0.0 ? VALUE_OK : value_speed(&value, text);
    value = is_plain ? plain * factor : value;
    if (kind == VALUE_BAD || (kind == VALUE_OK && value > ROAD_MOST_KMH))
        return refuse_speed(words, text, fid, err);
    if (kind != VALUE_OK)
        return words_add(&words->speeds, text, err);
    *kmh = (float)value;
    if (is_plain)
        note_plain(words, value, is_major);
    return is_plain ? WS_OK : words_add(&words->converted, text, err);
}

/* ---- directions ---------------------------------------------------------------------- */

enum ws_status cells_oneway(uint8_t *flags, struct road_words *words, const char *text,
                            struct ws_error *err)
{
    static const char *const forward[] = {"yes", "true", "1", "ja", "ft", NULL};
    static const char *const backward[] = {"-1", "reverse", "tf", NULL};
    static const char *const both[] = {"b", "no", "false", "0", "nej", NULL};
    static const char *const letters[] = {"t", "f", NULL};
    *flags = LINE_FORWARD | LINE_BACKWARD;
    if (!text || is_word(text, both))
        return WS_OK;
    bool is_letter = is_word(text, letters), is_t = !strcasecmp(text, "t");
    if (is_word(text, forward) || (is_letter && is_t != words->letters_are_directions))
        *flags = LINE_FORWARD;
    else if (is_word(text, backward) || (is_t && words->letters_are_directions))
        *flags = LINE_BACKWARD;
    else if (!is_letter)
        return words_add(&words->oneways, text, err);
    bool is_told = !words->is_extract &&
                   (is_letter ? !words->letters_are_directions : *flags == LINE_BACKWARD);
    return is_told ? words_add(&words->turned, text, err) : WS_OK;
}

/* ---- what is told ----------------------------------------------------------------------- */

void road_sum_add(struct road_sum *sum, int64_t fid, double metres)
{
    if (sum->count++ == 0)
        sum->first_fid = fid;
    sum->metres += metres > 0.0 && metres < 1e12 ? (uint64_t)llround(metres) : 0;
}

static enum ws_status add_count(struct tally *tally, const char *word, uint64_t count,
                                struct ws_error *err)
{
    enum ws_status st = count ? words_add(tally, word, err) : WS_OK;
    for (size_t i = 0; !st && count && i < tally->count; i++)
        if (!strcmp(tally->words[i].word, word))
            tally->words[i].count += count - 1;
    return st;
}

static enum ws_status report_speeds(struct road_words *words, struct ws_error *err)
{
    struct input *in = words->in;
    char text[520], effect[80];
    bool tells_zero = words->uses_speed || !words->zero_is_none;
    const char *name = words->speed_name;
    enum ws_status st = add_count(&words->speeds, "0", tells_zero ? words->zero_count : 0, err);
    if (!st)
        st = add_count(&words->speeds, "(blank)",
                       words->uses_speed || words->speeds.count ? words->blank_count : 0, err);
    snprintf(effect, sizeof effect, "taken as unknown: %s",
             words->uses_speed ? "the speed of the class table counts"
                               : "speeds are not used in this run");
    words_text(text, sizeof text, &words->speeds, 20);
    if (!st && words->speeds.count)
        st = judge_repair(in, -1, effect, err, "%s: values that are no speed: %s", name, text);
    if (!st && words->uses_speed && !name[0])
        st = judge_repair(in, -1, "the speed of the class table counts", err,
                          "no column of speeds for --speed source");
    words_text(text, sizeof text, &words->converted, 20);
    if (!st && words->converted.count && (words->uses_speed || !words->is_extract))
        st = judge_repair(in, -1, "converted to km/h", err, "%s: values with a unit: %s", name,
                          text);
    return st;
}

/* A whole layer slower than 40 is in m/s when its numbers are those of no sign,
 * or when half of it is main roads. */
static enum ws_status judge_unit(const struct road_words *words, struct ws_error *err)
{
    bool is_slow = words->speed_count && words->most_kmh < 40.0;
    if (words->is_extract || !is_slow ||
        (!words->odd_count && 2 * words->major_count < words->speed_count))
        return WS_OK;
    return judge_repair(words->in, -1,
                        words->uses_speed ? "taken as km/h, as the name says; if it is m/s, "
                                            "rename the column to end in _ms"
                                          : "speeds are not used in this run",
                        err, "%s: the highest of %" PRIu64 " speeds is %.4g: this looks like m/s",
                        words->speed_name, words->speed_count, words->most_kmh);
}

static enum ws_status report_sum(struct road_words *words, const struct road_sum *sum,
                                 const char *what, const char *effect, struct ws_error *err)
{
    if (!sum->count)
        return WS_OK;
    input_record(words->in)->left_out += sum->count;
    return judge_repair(words->in, sum->count == 1 ? sum->first_fid : -1, effect, err,
                        "%s: %" PRIu64 " %s, %.1f km", what, sum->count,
                        sum->count == 1 ? "line" : "lines", (double)sum->metres / 1e3);
}

static enum ws_status report_classes(struct road_words *words, struct ws_error *err)
{
    char text[420], what[480];
    words_text(text, sizeof text, &words->classes, 10);
    snprintf(what, sizeof what, "classes that the table does not know: %s", text);
    enum ws_status st = report_sum(words, &words->unknown_class, what, "not driven", err);
    words_text(text, sizeof text, &words->networks, 10);
    if (!st && words->networks.count)
        st = judge_repair(words->in, -1, "not driven", err,
                          "kinds of network that are not known: %s", text);
    return st ? st
              : report_sum(words, &words->closed, "closed by a column of its own", "not driven",
                           err);
}

enum ws_status cells_report(struct road_words *words, struct ws_error *err)
{
    struct input *in = words->in;
    enum ws_status st = report_classes(words, err);
    if (!st)
        st = report_speeds(words, err);
    if (!st)
        st = judge_unit(words, err);
    if (!st)
        st = tally_report(&words->oneways, in, "one-way words that are not known", "open both ways",
                          err);
    if (!st)
        st = tally_report(&words->turned, in, "one-way words that may mean something else",
                          "-1 is against the drawing, T is true, F is false", err);
    return st;
}

void cells_release(struct road_words *words)
{
    words_release(&words->speeds);
    words_release(&words->converted);
    words_release(&words->oneways);
    words_release(&words->turned);
    words_release(&words->classes);
    words_release(&words->networks);
}
