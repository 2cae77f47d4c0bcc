/* base/utf8.h: characters of UTF-8 (RFC 3629), one at a time.
 *
 * The one place that knows overlong forms, surrogates and numbers past the last
 * character. What a page or a terminal may show beyond that is the rule of whoever
 * writes it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include <stddef.h>
#include <stdint.h>

#define UTF8_MOST 4 /* bytes of the longest character */

/* Bytes, 1 to 4, of the character that text begins with, which goes to *letter; 0 when
 * its first `size` bytes begin with none, and *letter stays as it is. */
size_t utf8_decode(uint32_t *letter, const char *text, size_t size);
/* The same of a text that ends with a zero byte, which is a character of one byte: of an
 * empty text 1, and *letter is 0. */
size_t utf8_next(uint32_t *letter, const char *text);
/* Bytes written to out, which holds UTF8_MOST. The letter is at most 0x10FFFF. */
size_t utf8_encode(char *out, uint32_t letter);
#endif
