#include "help.h"

#include "args.h"

#include <inttypes.h>
#include <string.h>

static const char OVERVIEW[] =
    "whitespot: who can reach a provider's office, who cannot, and how sure is that?\n"
    "\n"
    "  whitespot analyze --municipalities M --offices O --population P --roads R -o OUT.gpkg\n"
    "\n"
    "Commands\n";

const char help_exit_status[] =
    "0 done, 2 wrong usage, 3 bad data, 4 not found, 5 reading or writing\n"
    "failed, 6 out of memory, 7 too large, 8 cancelled.\n";

static void print_overview(FILE *out)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    fputs(OVERVIEW, out);
    for (uint32_t i = 0; i < count; i++)
        if (!topics[i].is_file)
            fprintf(out, "  %-16s %s\n", topics[i].name, topics[i].summary);
    fputs("  help [COMMAND]   this text, or all options of a command\n", out);
    for (uint32_t i = 0; i < count; i++)
        if (topics[i].is_file)
            fprintf(out, "  help %-11s %s (JSON)\n", topics[i].name, topics[i].summary);
    fputs("  --version        versions of whitespot and of its libraries\n\nExit status: ", out);
    fputs(help_exit_status, out);
}

/* Of the options of an analysis those that a timeline refuses. */
static bool is_of_one_day(const char *name)
{
    static const char *const names[] = {"as-of",     "supply",   "commuting",   "unemployed",
                                        "referrals", "claims",   "notes",       "policy",
                                        "remote",    "scenario", "applications"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* True when the topic says `name` in its own words. */
static bool is_said(const struct help_topic *topic, const char *name)
{
    for (const struct ws_option_help *own = topic->options; own && own->name; own++)
        if (strcmp(own->name, name) == 0)
            return true;
    return false;
}

static bool takes(const struct help_topic *topic, const struct ws_option_help *option, bool is_own)
{
    if (!topic->has_inputs || is_said(topic, option->name))
        return false;
    if (args_is_page(option->name) && strcmp(topic->name, "analyze") != 0 &&
        strcmp(topic->name, "site") != 0)
        return false;
    if (option->command)
        return is_own && strcmp(option->command, topic->name) == 0;
    return !is_own && !(strcmp(topic->name, "timeline") == 0 && is_of_one_day(option->name));
}

uint32_t help_options(const struct ws_option_help **out, const struct help_topic *topic,
                      bool is_own)
{
    uint32_t used = 0, count = 0;
    const struct ws_option_help *all = ws_options_help(&count);
    for (const struct ws_option_help *own = topic->options; is_own && own && own->name; own++)
        out[used++] = own;
    for (uint32_t i = 0; i < count && used < HELP_MAX_OPTIONS; i++)
        if (takes(topic, &all[i], is_own))
            out[used++] = &all[i];
    return used;
}

void help_option_words(char *out, size_t size, const struct ws_option_help *option)
{
    uint32_t count = 0;
    size_t used = 0;
    const struct args_alias *aliases = args_aliases(&count);
    out[0] = '\0';
    for (uint32_t i = 0; i < count && used < size; i++)
        if (strcmp(aliases[i].name, option->name) == 0)
            used += (size_t)snprintf(out + used, size - used, "%s, ", aliases[i].short_name);
    if (used < size)
        snprintf(out + used, size - used, "--%s%s%s", option->name, option->is_flag ? "" : " ",
                 option->is_flag ? "" : option->value);
}

static void print_option(FILE *out, const struct ws_option_help *option)
{
    char left[64];
    help_option_words(left, sizeof left, option);
    fprintf(out, "  %-30s %s%s", left, option->help, option->is_repeatable ? " (repeatable)" : "");
    if (option->fallback)
        fprintf(out, " (default %s)", option->fallback);
    fputc('\n', out);
}

static void print_options(FILE *out, const struct help_topic *topic)
{
    const struct ws_option_help *own[HELP_MAX_OPTIONS], *shared[HELP_MAX_OPTIONS];
    uint32_t own_count = help_options(own, topic, true);
    uint32_t shared_count = help_options(shared, topic, false);
    if (own_count)
        fputs("\nOptions\n", out);
    for (uint32_t i = 0; i < own_count; i++)
        print_option(out, own[i]);
    if (shared_count)
        fputs(own_count ? "\nInputs and method, also from a run file (--config)\n" : "\nOptions\n",
              out);
    for (uint32_t i = 0; i < shared_count; i++)
        print_option(out, shared[i]);
}

bool help_print(FILE *out, const char *name)
{
    if (!name || strcmp(name, "help") == 0) {
        print_overview(out);
        return true;
    }
    const struct help_topic *topic = help_find(name);
    if (!topic)
        return false;
    fprintf(out, "%s\n%s", topic->usage, topic->text);
    if (topic->more)
        fprintf(out, "\n%s", topic->more);
    print_options(out, topic);
    return true;
}

void help_commands(char *out, size_t size)
{
    uint32_t count = 0;
    size_t used = 0;
    const struct help_topic *topics = help_topics(&count);
    for (uint32_t i = 0; i < count && used < size; i++)
        if (!topics[i].is_file)
            used += (size_t)snprintf(out + used, size - used, "%s, ", topics[i].name);
    if (used < size)
        snprintf(out + used, size - used, "help");
}
