/* Completions of bash and zsh: commands, the options of each, files where one is
 * expected. */
#include "args.h"
#include "help.h"
#include "make-pages.h"

#include <string.h>

/* What `word` of a value is completed by. */
static bool is_file(const struct ws_option_help *option)
{
    return strcmp(option->value, "SRC") == 0 || strncmp(option->value, "FILE", 4) == 0 ||
           strcmp(option->value, "PATH") == 0;
}

static void put_names(FILE *out, bool has_files)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    for (uint32_t i = 0; i < count; i++)
        if (has_files || !topics[i].is_file)
            fprintf(out, "%s ", topics[i].name);
}

static uint32_t all_options(const struct ws_option_help **out, const struct help_topic *topic)
{
    uint32_t count = help_options(out, topic, true);
    return count + help_options(out + count, topic, false);
}

/* ---- bash -------------------------------------------------------------------- */

static void put_bash_options(FILE *out)
{
    const struct ws_option_help *options[2 * HELP_MAX_OPTIONS];
    uint32_t topic_count = 0;
    const struct help_topic *topics = help_topics(&topic_count);
    for (uint32_t t = 0; t < topic_count; t++) {
        uint32_t count = all_options(options, &topics[t]);
        if (topics[t].is_file || !count)
            continue;
        fprintf(out, "    %s) words=\"", topics[t].name);
        for (uint32_t i = 0; i < count; i++)
            fprintf(out, "%s--%s", i ? " " : "", options[i]->name);
        fputs("\" ;;\n", out);
    }
}

/* Names and short forms of the options whose value is a file, for a case. */
static void put_bash_files(FILE *out)
{
    uint32_t count = 0, alias_count = 0;
    const struct ws_option_help *help = ws_options_help(&count);
    const struct args_alias *aliases = args_aliases(&alias_count);
    for (uint32_t i = 0; i < count; i++) {
        if (help[i].is_flag || !is_file(&help[i]))
            continue;
        fprintf(out, "--%s | ", help[i].name);
        for (uint32_t a = 0; a < alias_count; a++)
            if (strcmp(aliases[a].name, help[i].name) == 0)
                fprintf(out, "%s | ", aliases[a].short_name);
    }
    fputs("--route", out);
}

static const char BASH_HEAD[] =
    "# Completion of whitespot for bash; made of the text of `whitespot help`.\n"
    "_whitespot()\n"
    "{\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=\n"
    "    COMPREPLY=()\n"
    "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
    "        COMPREPLY=($(compgen -W \"";

static const char BASH_MIDDLE[] = "help --version --help\" -- \"$word\"))\n"
                                  "        return\n"
                                  "    fi\n"
                                  "    case $before in\n"
                                  "    ";

static const char BASH_WORDS[] =
    ")\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        local IFS=$'\\n'\n"
    "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
    "        return\n"
    "        ;;\n"
    "    --lang) words=\"sv en\" ;;\n"
    "    -of | -f | --format) words=\"GPKG GeoJSON FlatGeobuf CSV\" ;;\n"
    "    esac\n"
    "    [ -z \"$words\" ] && case ${COMP_WORDS[1]} in\n"
    "    help) words=\"";

static const char BASH_TAIL[] =
    "    esac\n"
    "    [ \"${COMP_WORDS[1]}\" = network ] && [ \"$COMP_CWORD\" = 2 ] && words=\"build info\"\n"
    "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
    "    if [ \"${word#-}\" = \"$word\" ] && [ \"${#COMPREPLY[@]}\" = 0 ]; then\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        local IFS=$'\\n'\n"
    "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
    "    fi\n"
    "}\n"
    "complete -F _whitespot whitespot\n";

void put_bash(FILE *out)
{
    fputs(BASH_HEAD, out);
    put_names(out, false);
    fputs(BASH_MIDDLE, out);
    put_bash_files(out);
    fputs(BASH_WORDS, out);
    put_names(out, true);
    fputs("\" ;;\n", out);
    put_bash_options(out);
    fputs(BASH_TAIL, out);
}

/* ---- zsh --------------------------------------------------------------------- */

/* Inside '...[...]': quotes, brackets and colons have a meaning there. */
static void put_zsh_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr("[]:\\", *text))
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

static void put_zsh_option(FILE *out, const struct ws_option_help *option)
{
    fprintf(out, "            '%s--%s%s[", option->is_repeatable ? "*" : "", option->name,
            option->is_flag ? "" : "=");
    put_zsh_text(out, option->help);
    fputc(']', out);
    if (!option->is_flag) {
        fputc(':', out);
        put_zsh_text(out, option->value);
        fputs(is_file(option)                     ? ":_files"
              : strcmp(option->name, "lang") == 0 ? ":(sv en)"
                                                  : ": ",
              out);
    }
    fputs("'\n", out);
}

static void put_zsh_topic(FILE *out, const struct help_topic *topic)
{
    const struct ws_option_help *options[2 * HELP_MAX_OPTIONS];
    uint32_t count = all_options(options, topic);
    if (topic->is_file || !count)
        return;
    fprintf(out, "    %s)\n        specs=(\n", topic->name);
    for (uint32_t i = 0; i < count; i++)
        put_zsh_option(out, options[i]);
    if (strcmp(topic->name, "network") == 0)
        fputs("            '1:action:(build info)'\n            '2:prepared network:_files'\n",
              out);
    if (strcmp(topic->name, "compare") == 0)
        fputs("            '1:run file:_files'\n            '2:run file:_files'\n", out);
    fputs("        ) ;;\n", out);
}

void put_zsh(FILE *out)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    fputs("#compdef whitespot\n"
          "# Completion of whitespot for zsh; made of the text of `whitespot help`.\n"
          "local -a commands specs\n"
          "commands=(\n",
          out);
    for (uint32_t i = 0; i < count; i++)
        if (!topics[i].is_file) {
            fprintf(out, "    '%s:", topics[i].name);
            put_zsh_text(out, topics[i].summary);
            fputs("'\n", out);
        }
    fputs("    'help:options of a command'\n)\n"
          "if (( CURRENT == 2 )); then\n"
          "    _describe command commands\n"
          "    return\n"
          "fi\n"
          "local command=${words[2]}\n"
          "shift words\n"
          "(( CURRENT-- ))\n"
          "case $command in\n"
          "    help) specs=('1:topic:(",
          out);
    put_names(out, true);
    fputs(")') ;;\n", out);
    for (uint32_t i = 0; i < count; i++)
        put_zsh_topic(out, &topics[i]);
    fputs("esac\n_arguments $specs\n", out);
}
