/* base/error.h: set a message once, add words in front on the way up. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H
#include <whitespot/error.h>

/* Writes status and message and returns the status, so that a caller can say
 * `return error_set(...)`. err may be NULL. Bytes below 0x20 and 0x7f in the
 * finished message appear as \xNN; a cut message ends in "...". */
enum ws_status error_set(struct ws_error *err, enum ws_status status, const char *fmt, ...)
    WS_PRINTF(3, 4);

/* Puts "words: " in front of the message. Never replaces it. err may be NULL. */
void error_prefix(struct ws_error *err, const char *fmt, ...) WS_PRINTF(2, 3);
#endif
