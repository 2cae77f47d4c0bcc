/* tools/whitespot/streams.h: standard input, output and error as the program finds them. */
#ifndef WHITESPOT_STREAMS_H
#define WHITESPOT_STREAMS_H
#include <stdbool.h>

/* Fills the places of closed streams, so that no file of a result ever gets
 * number 1 and is printed into. Call it first. */
void streams_keep(void);
/* False, with the reason in errno, when standard output is closed or full. */
bool streams_can_print(void);
#endif
