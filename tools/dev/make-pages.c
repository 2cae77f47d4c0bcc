/* make-pages FOLDER: manual pages and completions of bash and zsh, from the table
 * that `whitespot help` prints. A build step; writes into a folder that is there:
 * whitespot.1, whitespot-COMMAND.1, whitespot-FILE.5, whitespot.bash, _whitespot. */
#include "help.h"
#include "make-pages.h"

#include <stdlib.h>
#include <string.h>

/* ---- roff ------------------------------------------------------------------- */

/* Text of a line: signs that roff would turn into typographic ones stay plain. */
static void put_text(FILE *out, const char *text, size_t length)
{
    if (length && (text[0] == '.' || text[0] == '\''))
        fputs("\\&", out);
    for (size_t i = 0; i < length; i++)
        switch (text[i]) {
        case '\\':
            fputs("\\e", out);
            break;
        case '-':
            fputs("\\-", out);
            break;
        case '\'':
            fputs("\\(aq", out);
            break;
        case '`':
            fputs("\\(ga", out);
            break;
        case '^':
            fputs("\\(ha", out);
            break;
        case '~':
            fputs("\\(ti", out);
            break;
        default:
            fputc(text[i], out);
        }
}

static void put_line(FILE *out, const char *text)
{
    put_text(out, text, strlen(text));
    fputc('\n', out);
}

enum line { LINE_EMPTY, LINE_TEXT, LINE_ENTRY, LINE_MORE, LINE_AS_IT_IS };

/* help.h tells what the spaces mean. */
static enum line line_kind(const char *line, size_t length)
{
    size_t spaces = strspn(line, " ");
    if (length == 0)
        return LINE_EMPTY;
    if (spaces == 0)
        return LINE_TEXT;
    if (spaces >= 20)
        return LINE_MORE;
    return spaces == 2 ? LINE_ENTRY : LINE_AS_IT_IS;
}

/* "  name    what it means", the second part may be on the next line. */
static void put_entry(FILE *out, const char *line, size_t length)
{
    const char *gap = strstr(line + 2, "  "), *end = line + length;
    if (!gap || gap > end)
        gap = end;
    fputs(".TP\n.B ", out);
    put_text(out, line + 2, (size_t)(gap - line) - 2);
    fputc('\n', out);
    gap += strspn(gap, " ");
    if (gap < end) {
        put_text(out, gap, (size_t)(end - gap));
        fputc('\n', out);
    }
}

static void put_as_it_is(FILE *out, const char *line, size_t length, enum line last)
{
    if (last != LINE_AS_IT_IS)
        fputs(last == LINE_EMPTY ? ".PP\n.in +4n\n.nf\n" : ".br\n.in +4n\n.nf\n", out);
    put_text(out, line + 4, length - 4);
    fputc('\n', out);
}

static void put_texts(FILE *out, const char *text)
{
    enum line last = LINE_EMPTY;
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        enum line kind = line_kind(line, length);
        size_t spaces = strspn(line, " ");
        if (last == LINE_AS_IT_IS && kind != LINE_AS_IT_IS)
            fputs(".fi\n.in\n", out);
        if (kind == LINE_TEXT && (last == LINE_EMPTY || last == LINE_ENTRY || last == LINE_MORE) &&
            line != text)
            fputs(".PP\n", out);
        if (kind == LINE_ENTRY)
            put_entry(out, line, length);
        else if (kind == LINE_AS_IT_IS)
            put_as_it_is(out, line, length, last);
        else if (kind != LINE_EMPTY) {
            put_text(out, line + spaces, length - spaces);
            fputc('\n', out);
        }
        last = kind;
        line += length + (line[length] == '\n');
    }
    if (last == LINE_AS_IT_IS)
        fputs(".fi\n.in\n", out);
}

static void put_usage(FILE *out, const char *usage)
{
    fputs(".nf\n", out);
    for (const char *line = usage; *line;) {
        size_t length = strcspn(line, "\n");
        fputs(".B ", out);
        put_text(out, line, length);
        fputc('\n', out);
        line += length + (line[length] == '\n');
    }
    fputs(".fi\n", out);
}

static void put_options(FILE *out, const struct help_topic *topic, bool is_own, const char *title)
{
    const struct ws_option_help *options[HELP_MAX_OPTIONS];
    uint32_t count = help_options(options, topic, is_own);
    if (count)
        fprintf(out, ".SH %s\n", title);
    for (uint32_t i = 0; i < count; i++) {
        char words[64];
        help_option_words(words, sizeof words, options[i]);
        fputs(".TP\n.B ", out);
        put_line(out, words);
        put_line(out, options[i]->help);
        if (options[i]->is_repeatable)
            fputs("(repeatable)\n", out);
        if (options[i]->fallback) {
            fputs("(default ", out);
            put_text(out, options[i]->fallback, strlen(options[i]->fallback));
            fputs(")\n", out);
        }
    }
}

static void put_head(FILE *out, const char *name, int section, const char *summary)
{
    char page[64];
    size_t used = 0;
    snprintf(page, sizeof page, "whitespot%s%s", name ? "-" : "", name ? name : "");
    fputs(".\\\" Made of the text of `whitespot help`.\n.TH ", out);
    for (; page[used]; used++)
        fputc(page[used] >= 'a' && page[used] <= 'z' ? page[used] - 'a' + 'A' : page[used], out);
    fprintf(out, " %d \"\" \"%s\" \"Whitespot\"\n.nh\n.ad l\n.SH NAME\n%s \\- ", section,
            ws_version(), page);
    put_line(out, summary);
}

/* The other pages, those of commands and of files. */
static void put_others(FILE *out, const char *name)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    bool is_first = true;
    fputs(".SH SEE ALSO\n", out);
    if (name)
        fputs(".BR whitespot (1)", out);
    for (uint32_t i = 0; i < count; i++) {
        if (name && strcmp(topics[i].name, name) == 0)
            continue;
        fprintf(out, "%s.BR whitespot\\-%s (%d)", is_first && !name ? "" : ",\n", topics[i].name,
                topics[i].is_file ? 5 : 1);
        is_first = false;
    }
    fputc('\n', out);
}

static void put_exit_status(FILE *out)
{
    fputs(".SH EXIT STATUS\n", out);
    put_texts(out, help_exit_status);
}

static void put_topic(FILE *out, const struct help_topic *topic)
{
    put_head(out, topic->name, topic->is_file ? 5 : 1, topic->summary);
    fputs(".SH SYNOPSIS\n", out);
    put_usage(out, topic->usage);
    fputs(".SH DESCRIPTION\n", out);
    put_texts(out, topic->text);
    if (topic->more) {
        fputs(".PP\n", out);
        put_texts(out, topic->more);
    }
    put_options(out, topic, true, "OPTIONS");
    put_options(out, topic, false,
                topic->options || strcmp(topic->name, "site") == 0 ||
                        strcmp(topic->name, "timeline") == 0
                    ? "INPUTS AND METHOD"
                    : "OPTIONS");
    if (!topic->is_file)
        put_exit_status(out);
    put_others(out, topic->name);
}

static void put_overview(FILE *out)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    put_head(out, NULL, 1, "who can reach a provider's office, who cannot, and how sure is that?");
    fputs(".SH SYNOPSIS\n", out);
    put_usage(out, "whitespot COMMAND [options]\n"
                   "whitespot help [COMMAND]\nwhitespot -V | --version\n");
    fputs(".SH DESCRIPTION\n", out);
    put_texts(out, "Measures the way of people to the offices of the nearest distinct providers "
                   "along the roads,\nand tells what share of them has one, two, three within a "
                   "limit, where the white spots are,\nand what follows.\n");
    fputs(".SH COMMANDS\n", out);
    for (uint32_t i = 0; i < count; i++)
        if (!topics[i].is_file) {
            fprintf(out, ".TP\n.B %s\n", topics[i].name);
            put_line(out, topics[i].summary);
        }
    put_exit_status(out);
    put_others(out, NULL);
}

/* ---- files ------------------------------------------------------------------- */

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = length > 0 && (size_t)length < sizeof path ? fopen(path, "w") : NULL;
    if (!out) {
        fprintf(stderr, "make-pages: %s/%s: cannot be written\n", folder, name);
        exit(1);
    }
    return out;
}

static void finish(FILE *out)
{
    if (ferror(out) | fclose(out)) {
        fputs("make-pages: writing failed\n", stderr);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    uint32_t count = 0;
    const struct help_topic *topics = help_topics(&count);
    if (argc != 2) {
        fputs("usage: make-pages FOLDER\n", stderr);
        return 2;
    }
    FILE *out = create(argv[1], "whitespot.1");
    put_overview(out);
    finish(out);
    for (uint32_t i = 0; i < count; i++) {
        char name[80];
        snprintf(name, sizeof name, "whitespot-%s.%d", topics[i].name, topics[i].is_file ? 5 : 1);
        out = create(argv[1], name);
        put_topic(out, &topics[i]);
        finish(out);
    }
    out = create(argv[1], "whitespot.bash");
    put_bash(out);
    finish(out);
    out = create(argv[1], "_whitespot");
    put_zsh(out);
    finish(out);
    return 0;
}
