/* whitespot/error.h: what can go wrong, and what the caller can do about it.
 *
 * Eight statuses, each a different thing to do. Functions return a status and,
 * when given a struct ws_error, a sentence naming place, actual and expected.
 * An answer ("nothing in reach", "no gaps") is never an error. */
#ifndef WHITESPOT_ERROR_H
#define WHITESPOT_ERROR_H

#if defined(__GNUC__)
#define WS_API __attribute__((visibility("default")))
#define WS_MUST_CHECK __attribute__((warn_unused_result))
#define WS_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define WS_API
#define WS_MUST_CHECK
#define WS_PRINTF(fmt, args)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* name, exit status of the program, sentence */
#define WS_STATUS_MAP(X)                                                                           \
    X(WS_OK, 0, "done")                                                                            \
    X(WS_BAD_OPTION, 2, "an option is wrong: change the call")                                     \
    X(WS_BAD_DATA, 3, "an input is wrong: mend the file")                                          \
    X(WS_NOT_FOUND, 4, "something named is not there: check the name")                             \
    X(WS_IO, 5, "reading or writing failed: check disk and permissions")                           \
    X(WS_NO_MEMORY, 6, "out of memory: use less data or a larger machine")                         \
    X(WS_TOO_LARGE, 7, "the input is past a fixed limit: split it")                                \
    X(WS_CANCELLED, 8, "cancelled by the caller")

enum ws_status {
#define WS_STATUS_ENUM(name, exit_status, sentence) name = exit_status,
    WS_STATUS_MAP(WS_STATUS_ENUM)
#undef WS_STATUS_ENUM
};

/* Belongs to the caller; NULL may be passed wherever one is asked for. */
struct ws_error {
    enum ws_status status;
    char message[512];
};

/* "WS_BAD_DATA" and its sentence; "?" for a number that is no status. */
WS_API const char *ws_status_name(enum ws_status status);
WS_API const char *ws_status_text(enum ws_status status);

#ifdef __cplusplus
}
#endif
#endif
