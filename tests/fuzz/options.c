/* The command line (tools/whitespot/args.h) and what it makes of options: one word a
 * line.
 *
 * Whatever the words, an answer. What was taken comes back: the list of options
 * (run/options.h) given to fresh options makes the same list. And words that are
 * numbers are so by their own rules. */
#include "fuzz/fuzz.h"

#include "base/mem.h"
#include "run/options.h"
#include "whitespot/args.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 8192u
#define MOST_WORDS 64

/* ---- the list that repeats a run ------------------------------------------------------- */

struct pairs {
    struct ws_options *again; /* NULL: only noted */
    size_t used;
    char text[65536];
};

static enum ws_status note(void *context, const char *name, const char *value, struct ws_error *err)
{
    struct pairs *pairs = context;
    int size = snprintf(pairs->text + pairs->used, sizeof pairs->text - pairs->used, "%s=%s\n",
                        name, value);
    fuzz_must(size >= 0 && (size_t)size < sizeof pairs->text - pairs->used, "a list too long");
    pairs->used += (size_t)size;
    return pairs->again ? ws_options_set(pairs->again, name, value, err) : WS_OK;
}

static void repeat(const struct ws_options *options)
{
    struct ws_error err = {0};
    struct pairs *first = mem_array(2, sizeof *first);
    fuzz_must(first != NULL, "no memory for lists");
    struct pairs *second = first + 1;
    first->again = ws_options_new();
    fuzz_must(first->again != NULL, "no memory for options");
    enum ws_status st = options_list(options, "", note, first, &err);
    fuzz_must(!st, st ? err.message : "");
    st = options_list(first->again, "", note, second, &err);
    fuzz_must(!st, st ? err.message : "");
    if (strcmp(first->text, second->text) != 0) {
        fprintf(stderr, "%s---\n%s", first->text, second->text);
        fuzz_must(false, "the list of options does not repeat the run");
    }
    ws_options_free(first->again);
    mem_free(first);
}

/* ---- words that are numbers -------------------------------------------------------------- */

static void parse(const char *word)
{
    uint32_t cost = 0, whole = 0;
    bool is_time = false;
    double metres = 0.0, number = 0.0;
    struct ages ages = {0};
    struct notice notice;
    if (options_parse_limit(&cost, &is_time, word))
        fuzz_must(cost >= 1 && cost < WS_COST_INF, "a limit out of its range");
    if (options_parse_metres(&metres, word))
        fuzz_must(isfinite(metres) && metres >= 0.0, "metres out of their range");
    if (options_parse_number(&number, word))
        fuzz_must(isfinite(number) && number >= 0.0, "a number out of its range");
    if (options_parse_whole(&whole, word))
        fuzz_must(whole <= 999999999u, "a whole number out of its range");
    if (options_parse_ages(&ages, word))
        fuzz_must(ages.is_given && ages.from < ages.to, "ages out of order");
    if (options_parse_date(word))
        fuzz_must(strlen(word) == 10, "a day of another length");
    (void)options_parse_notice(&notice, word);
}

/* ---- the target ------------------------------------------------------------------------ */

/* --config reads a file: of this name there is one. */
static char *config_path(void)
{
    static const char RUN[] = "{\"within\": [\"10km\", \"30km\"], \"choice\": [1, 2]}";
    static char path[640];
    if (!path[0])
        snprintf(path, sizeof path, "%s", fuzz_put("run.json", RUN, sizeof RUN - 1));
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char program[] = "whitespot";
    char *words[MOST_WORDS + 2] = {program};
    int count = 1;
    struct args args;
    struct ws_error err = {0};
    if (size > MOST_BYTES || (size && memchr(bytes, '\0', size)))
        return 0;
    char *text = mem_string_n((const char *)bytes, size);
    fuzz_must(text != NULL, "no memory for a text");
    for (char *rest = text, *end; *rest && count <= MOST_WORDS; rest = end) {
        end = rest + strcspn(rest, "\n");
        if (*end)
            *end++ = '\0';
        parse(rest);
        words[count++] = strcmp(rest, "run.json") ? rest : config_path();
    }
    enum ws_status st = args_read(&args, count, words, &err);
    fuzz_judge(st, &err);
    if (!st) {
        err = (struct ws_error){0};
        st = options_check(args.options, &err);
        fuzz_judge(st, &err);
        if (!st && !args.refused.status)
            repeat(args.options);
        args_release(&args);
    }
    mem_free(text);
    return 0;
}
