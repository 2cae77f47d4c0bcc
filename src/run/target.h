/* run/target.h: one file beside the layers, written aside and then renamed. Private to
 * src/run. */
#ifndef RUN_TARGET_H
#define RUN_TARGET_H
#include <stdbool.h>
#include <stddef.h>
#include <whitespot/error.h>
struct run;

/* Zero it first. */
struct target {
    char *path, *bytes; /* the final name; what is to be written */
    size_t size;
    char *folder, *from, *old; /* beside it; where it waits; what it replaces */
    bool is_published;
};

/* Before anything is computed: WS_IO when it exists and may not be replaced or is no
 * regular file, WS_BAD_OPTION when it is an input. */
WS_MUST_CHECK
enum ws_status target_check(const struct run *run, const char *path, bool overwrite,
                            struct ws_error *err);
/* Takes the bytes over, also when it fails; nothing is written yet. */
WS_MUST_CHECK
enum ws_status target_hold(struct target *target, const char *path, char *bytes, size_t size,
                           struct ws_error *err);
/* Writes the bytes aside. target_publish() gives them their name, target_release()
 * takes away what was not published. */
WS_MUST_CHECK
enum ws_status target_prepare(struct target *target, struct ws_error *err);
WS_MUST_CHECK
enum ws_status target_publish(struct target *target, bool overwrite, struct ws_error *err);
/* Takes back what was published: what was there before comes back. */
void target_withdraw(struct target *target, struct ws_error *err);
void target_release(struct target *target);
#endif
