/* base/told.h: Swedish for the English texts that a run tells about its inputs.
 *
 * Repairs and reasons are born as English formats and are kept as English in machine files,
 * prepared networks and evidence. A page that speaks Swedish reads such a text back by the
 * format it was made with and tells it by the Swedish one beside it, so no text is stored
 * twice and none changes for being shown. Const tables, no locale; any thread. Cost: one
 * look at each format per text. */
#ifndef BASE_TOLD_H
#define BASE_TOLD_H
#include "base/text.h"
#include <stdint.h>

/* Formats in the order they are tried: the first that fits decides.
 *
 * `english`: %s any text, %u digits, %g a number, %% a %; all else stands for itself.
 * `swedish`: {1} is what the first of them held, a number as Swedish writes it;
 * {1=} is the number as it stands; {1?a:b} is a when it is the number 1, else b; {1!} is told in
 * Swedish itself, and the format does not fit unless it can be; {1~} is told itself, or a machine
 * word with a Swedish label, or stands as it is; {1,} is a list that may end in "and 3 more". */
struct told_format {
    const char *english, *swedish;
};
struct told_formats {
    const struct told_format *formats;
    uint32_t count;
};
/* Rows and files that were mended or left out; what a run says of its parts; claims. */
extern const struct told_formats TOLD_INPUTS, TOLD_FILES, TOLD_RUN, TOLD_CLAIMS, TOLD_SCENARIOS;

/* Adds the text in Swedish; false: no format fits, and nothing is added. */
bool told_swedish(struct text *out, const char *english);
#endif
