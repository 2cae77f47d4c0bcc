#include "base/utf8.h"

#include <assert.h>

size_t utf8_decode(uint32_t *letter, const char *text, size_t size)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (!size)
        return 0;
    if (byte[0] < 0x80) {
        *letter = byte[0];
        return 1;
    }
    size_t more = byte[0] >= 0xF0 ? 3 : byte[0] >= 0xE0 ? 2 : 1;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || more >= size)
        return 0;
    uint32_t value = byte[0] & (0x3Fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (byte[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (value < least[more] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0;
    *letter = value;
    return more + 1;
}

size_t utf8_next(uint32_t *letter, const char *text)
{
    size_t size = 0;
    while (size < UTF8_MOST && text[size])
        size++;
    return utf8_decode(letter, text, size ? size : 1);
}

size_t utf8_encode(char *out, uint32_t letter)
{
    assert(letter <= 0x10FFFF);
    if (letter < 0x80) {
        out[0] = (char)letter;
        return 1;
    }
    size_t more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    static const uint32_t first[] = {0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(first[more] | letter >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (letter >> (6 * (more - i)) & 0x3F));
    return more + 1;
}
