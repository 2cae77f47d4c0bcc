/* tools/whitespot/args.h: the command line to options. */
#ifndef TOOLS_ARGS_H
#define TOOLS_ARGS_H
#include <stdbool.h>
#include <whitespot/whitespot.h>

/* What belongs to the program and not to the analysis. */
struct args {
    const char *command;
    const char *topic; /* help COMMAND, network build or info */
    const char *path;  /* network info NET.wsn */
    bool is_quiet, is_json, has_progress;
    struct ws_place place;       /* explain: what */
    const char *route;           /* explain: where the way goes; NULL: nowhere */
    uint32_t rank;               /* explain: to which provider; 1 unless said */
    const char *other;           /* compare: the second run file; the first is `path` */
    const char *output, *format; /* as options say, for compare */
    bool has_anyway;
    bool may_overwrite;
    struct ws_options *options;
    struct ws_error refused; /* the first wrong option; the options know them all */
};

/* Another spelling of an option: "-o" for "output". */
struct args_alias {
    const char *short_name, *name;
};
const struct args_alias *args_aliases(uint32_t *count);

/* Options that name a page, which analyze and site alone write. */
bool args_is_page(const char *name);

/* Reads argv to its end. Run files named by --config are read after everything
 * else, so the command line wins. A wrong option is noted in the options, to be
 * told with what is wrong with the inputs. On WS_OK free with args_release(). */
WS_MUST_CHECK
enum ws_status args_read(struct args *out, int argc, char **argv, struct ws_error *err);
void args_release(struct args *args);
#endif
