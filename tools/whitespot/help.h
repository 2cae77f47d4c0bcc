/* tools/whitespot/help.h: what the program can do, in its own words. One table;
 * the program prints it, and tools/dev/make-pages makes manual pages and
 * completions of it. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <whitespot/whitespot.h>

#define HELP_MAX_OPTIONS 128

/* One thing that can be asked about: a command, or the format of a file.
 * In a text a line with two spaces in front starts an entry (a word, two spaces
 * or more, what it means), one with twenty or more goes on with it, one with four
 * stands as it is, and others are running text; empty lines part paragraphs. */
struct help_topic {
    const char *name, *summary; /* "analyze", "shares, white spots ..." */
    const char *usage;          /* calls, one per line */
    const char *text, *more;    /* more: what follows after an empty line; NULL: nothing */
    const struct ws_option_help *options; /* of the program alone; ended by a name of NULL */
    bool has_inputs;                      /* takes the options of an analysis as well */
    bool is_file;                         /* the format of a file, no command */
};
const struct help_topic *help_topics(uint32_t *count);
/* NULL: no such topic. */
const struct help_topic *help_find(const char *name);

/* The options a topic takes, in order, at most HELP_MAX_OPTIONS: its own ones, or
 * those that other commands take as well. */
uint32_t help_options(const struct ws_option_help **out, const struct help_topic *topic,
                      bool is_own);
/* "-o, --output PATH" into `out`. */
void help_option_words(char *out, size_t size, const struct ws_option_help *option);

/* What the overview says under the commands. */
extern const char help_exit_status[];
/* Texts of files: help_policy.c, help_scenario.c. */
extern const char help_policy[], help_policy_rules[], help_scenario[];

/* Topic NULL: the overview. False: no such topic. */
bool help_print(FILE *out, const char *topic);
/* Commands this version has, separated by ", ", into `out`. */
void help_commands(char *out, size_t size);
#endif
