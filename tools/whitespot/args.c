#include "args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* GDAL's users type these without thinking. */
static const struct args_alias ALIASES[] = {
    {"-o", "output"},
    {"-of", "format"},
    {"-f", "format"},
    {"-oo", "oo"},
    {"-overwrite", "overwrite"},
    {"-q", "quiet"},
    {"-where", "where"},
    {"-h", "help"},
    {"-V", "version"},
};

const struct args_alias *args_aliases(uint32_t *count)
{
    *count = sizeof ALIASES / sizeof *ALIASES;
    return ALIASES;
}

bool args_is_page(const char *name)
{
    return strcmp(name, "report") == 0 || strcmp(name, "map") == 0 || strcmp(name, "memo") == 0;
}

static enum ws_status fail(struct ws_error *err, const char *what, const char *word,
                           const char *then)
{
    if (err) {
        err->status = WS_BAD_OPTION;
        snprintf(err->message, sizeof err->message, "%s '%.200s'%s", what, word, then);
    }
    return WS_BAD_OPTION;
}

/* The option a word names, without dashes, into name; NULL: not an option. */
static const char *option_name(const char *word, char *name, size_t size)
{
    for (size_t i = 0; i < sizeof ALIASES / sizeof *ALIASES; i++)
        if (strcmp(word, ALIASES[i].short_name) == 0)
            return ALIASES[i].name;
    if (strncmp(word, "--", 2) != 0 || word[2] == '\0')
        return NULL;
    size_t length = strcspn(word + 2, "=");
    if (length >= size)
        length = size - 1;
    memcpy(name, word + 2, length);
    name[length] = '\0';
    return name;
}

static const struct ws_option_help *find_option(const char *name)
{
    uint32_t count = 0;
    const struct ws_option_help *help = ws_options_help(&count);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(help[i].name, name) == 0)
            return &help[i];
    return NULL;
}

/* Flags that belong to the program. True when `name` was one of them. */
static bool set_own_flag(struct args *args, const char *name)
{
    if (strcmp(name, "quiet") == 0)
        args->is_quiet = true;
    else if (strcmp(name, "json") == 0)
        args->is_json = true;
    else if (strcmp(name, "progress") == 0)
        args->has_progress = true;
    else if (strcmp(name, "anyway") == 0)
        args->has_anyway = true;
    else if (strcmp(name, "overwrite") == 0) {
        args->may_overwrite = true; /* and the analysis needs to know */
        return false;
    } else if (strcmp(name, "help") == 0) {
        args->topic = args->command;
        args->command = "help";
    } else
        return false;
    return true;
}

struct reader {
    int argc, at;
    char **argv;
    const char *config;
    const char *explain_word; /* the last option of explain alone, as written */
    const char *page_word;    /* the first page asked for, as written */
    const char *report, *memo;
};

/* The value of the option at reader->at; steps over it. NULL: none is there. */
static const char *take_value(struct reader *reader)
{
    const char *equals = strchr(reader->argv[reader->at], '=');
    if (equals && strncmp(reader->argv[reader->at], "--", 2) == 0)
        return equals + 1;
    return reader->at + 1 < reader->argc ? reader->argv[++reader->at] : NULL;
}

static enum ws_status take_text(const char **to, const char *word, const char *value,
                                struct ws_error *err)
{
    if (!value)
        return fail(err, "no value after option", word, "");
    if (*to)
        return fail(err, "given twice:", word, "; expected once");
    *to = value;
    return WS_OK;
}

static enum ws_status take_rank(struct args *args, const char *value, struct ws_error *err)
{
    char *end = NULL;
    long rank = value && *value >= '1' && *value <= '9' ? strtol(value, &end, 10) : 0;
    if (rank < 1 || rank > 16 || *end)
        return fail(err, "option --rank", value ? value : "",
                    " is none; expected a whole number from 1 to 16");
    args->rank = (uint32_t)rank;
    return WS_OK;
}

/* True when `name` belongs to explain; *st tells how its value went down. */
static bool set_explain_option(struct args *args, struct reader *reader, const char *name,
                               enum ws_status *st, struct ws_error *err)
{
    const struct {
        const char *name, **to;
    } texts[] = {{"at", &args->place.at},
                 {"unit", &args->place.unit},
                 {"municipality", &args->place.municipality},
                 {"route", &args->route}};
    const char *word = reader->argv[reader->at];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        reader->explain_word = word;
        *st = take_text(texts[i].to, word, take_value(reader), err);
        return true;
    }
    if (strcmp(name, "rank") != 0)
        return false;
    reader->explain_word = word;
    *st = take_rank(args, take_value(reader), err);
    return true;
}

/* Pages of analyze and site; a second report or memo would replace the first unseen. */
static enum ws_status note_page(struct reader *reader, const char *name, const char *word,
                                const char *value, struct ws_error *err)
{
    const char **once = strcmp(name, "report") == 0 ? &reader->report
                        : strcmp(name, "memo") == 0 ? &reader->memo
                                                    : NULL;
    if (!args_is_page(name))
        return WS_OK;
    if (!reader->page_word)
        reader->page_word = word;
    if (!once)
        return WS_OK;
    if (*once)
        return fail(err, *name == 'm' ? "a second --memo" : "a second --report", value,
                    "; one at a time (--map may be given several times)");
    *once = value;
    return WS_OK;
}

static enum ws_status read_option(struct args *args, struct reader *reader, const char *name,
                                  struct ws_error *err)
{
    const struct ws_option_help *help = find_option(name);
    enum ws_status st = WS_OK;
    if (set_own_flag(args, name) || set_explain_option(args, reader, name, &st, err))
        return st;
    if (help && help->is_flag)
        return ws_options_set(args->options, name, "true", err);

    const char *word = reader->argv[reader->at];
    const char *value = take_value(reader);
    if (!value && (help || strcmp(name, "config") == 0))
        return fail(err, "no value after option", reader->argv[reader->at], "");
    if (strcmp(name, "config") == 0) {
        if (reader->config)
            return fail(err, "a second --config", value, "; one run file at a time");
        reader->config = value;
        return WS_OK;
    }
    st = note_page(reader, name, word, value, err);
    if (st)
        return st;
    if (strcmp(name, "output") == 0)
        args->output = value;
    else if (strcmp(name, "format") == 0)
        args->format = value;
    /* An unknown name is refused there, with the nearest one we know. */
    return ws_options_set(args->options, name, value ? value : "", err);
}

/* The word at reader->at, and its value if it takes one. */
static enum ws_status read_word(struct args *args, struct reader *reader, struct ws_error *err)
{
    char buffer[64];
    const char *word = reader->argv[reader->at];
    const char *name = option_name(word, buffer, sizeof buffer);
    if (name && strcmp(name, "version") == 0)
        args->command = "version";
    else if (name)
        return read_option(args, reader, name, err);
    else if (word[0] == '-' && word[1] != '\0')
        return fail(err, "unknown option", word, "; see 'whitespot help'");
    else if (!args->command)
        args->command = word;
    else if ((strcmp(args->command, "help") == 0 || strcmp(args->command, "network") == 0) &&
             !args->topic)
        args->topic = word;
    else if (strcmp(args->command, "network") == 0 && strcmp(args->topic, "info") == 0 &&
             !args->path)
        args->path = word;
    else if (strcmp(args->command, "compare") == 0 && !args->path)
        args->path = word;
    else if (strcmp(args->command, "compare") == 0 && !args->other)
        args->other = word;
    else
        return fail(err, "unexpected word", word, "; inputs are given by options");
    return WS_OK;
}

static void refuse(struct args *args, const struct ws_error *failure)
{
    if (!args->refused.status)
        args->refused = *failure;
    ws_options_refuse(args->options, failure);
}

/* What follows a wrong option may be its value: it is not judged. */
static enum ws_status read_words(struct args *args, struct reader *reader, struct ws_error *err)
{
    bool is_after_wrong = false;
    for (; reader->at < reader->argc; reader->at++) {
        struct ws_error failure = {0};
        if (is_after_wrong && args->command && reader->argv[reader->at][0] != '-')
            continue;
        enum ws_status st = read_word(args, reader, &failure);
        is_after_wrong = st != WS_OK;
        if (st == WS_BAD_OPTION) {
            refuse(args, &failure);
        } else if (st) {
            *err = failure;
            return st;
        }
    }
    return WS_OK;
}

static enum ws_status check_compare(const struct args *args, struct ws_error *err)
{
    bool is_compare = args->command && strcmp(args->command, "compare") == 0;
    if (!args->command || strcmp(args->command, "help") == 0 || args->refused.status)
        return WS_OK;
    if (args->has_anyway && !is_compare)
        return fail(err, "option", "--anyway", " belongs to the command compare");
    if (is_compare && !args->other)
        return fail(err, "what is to be compared? command", "compare",
                    " expects two run files: A.run.json B.run.json");
    return WS_OK;
}

/* explain asks for one thing, and nothing else knows its options. */
static enum ws_status check_explain(const struct args *args, const struct reader *reader,
                                    struct ws_error *err)
{
    const struct ws_place *place = &args->place;
    if (!args->command || strcmp(args->command, "help") == 0 || args->refused.status)
        return WS_OK;
    if (strcmp(args->command, "explain") != 0)
        return reader->explain_word
                   ? fail(err, "option", reader->explain_word, " belongs to the command explain")
                   : WS_OK;
    if ((place->at != NULL) + (place->unit != NULL) + (place->municipality != NULL) != 1)
        return fail(err, "what is to be explained? command", "explain",
                    " expects one of --at LON,LAT, --unit ID and --municipality CODE");
    if ((args->route || args->rank) && !place->at)
        return fail(err, "option", reader->explain_word, ": a route needs --at LON,LAT");
    return WS_OK;
}

/* A run file may name pages: whatever the command, it is that of an analysis. */
static enum ws_status check_pages(const struct args *args, const struct reader *reader,
                                  struct ws_error *err)
{
    static const char *const free_words[] = {"analyze", "site", "help", "version"};
    if (!args->command || !reader->page_word || args->refused.status)
        return WS_OK;
    for (size_t i = 0; i < sizeof free_words / sizeof *free_words; i++)
        if (strcmp(args->command, free_words[i]) == 0)
            return WS_OK;
    char then[80];
    snprintf(then, sizeof then, " has no part in %.20s; analyze and site write it", args->command);
    return fail(err, "option", reader->page_word, then);
}

enum ws_status args_read(struct args *out, int argc, char **argv, struct ws_error *err)
{
    struct args args = {.options = ws_options_new()};
    struct reader reader = {.argc = argc, .at = 1, .argv = argv};
    if (!args.options) {
        err->status = WS_NO_MEMORY;
        snprintf(err->message, sizeof err->message, "no memory for the options");
        return WS_NO_MEMORY;
    }
    enum ws_status st = read_words(&args, &reader, err);
    if (!st)
        st = check_explain(&args, &reader, err);
    if (!st)
        st = check_compare(&args, err);
    if (!st)
        st = check_pages(&args, &reader, err);
    struct ws_error failure = {0};
    if (!st && reader.config && ws_options_read(args.options, reader.config, &failure))
        refuse(&args, &failure);
    if (st) {
        args_release(&args);
        return st;
    }
    if (!args.command && args.refused.status) {
        *err = args.refused;
        args_release(&args);
        return err->status;
    }
    if (!args.command)
        args.command = "help";
    *out = args;
    return WS_OK;
}

void args_release(struct args *args)
{
    ws_options_free(args->options);
    *args = (struct args){0};
}
