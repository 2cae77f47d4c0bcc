/* Text: well-formed UTF-8, letters composed with their marks, folded names.
 *
 * The tables are fixed, so no locale has a say. They hold the Latin letters
 * that European names are written with. */
#include "io/read.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Letters that take a mark, and the composed letters in the same order. */
static const struct marked {
    uint32_t mark;
    const char *bases, *composed;
} MARKED[] = {
    {0x300, "AEIOUaeiouNn", "ÀÈÌÒÙàèìòùǸǹ"},
    {0x301, "AEIOUYaeiouyCcLlNnRrSsZzGg", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵ"},
    {0x302, "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"},
    {0x303, "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"},
    {0x304, "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"},
    {0x306, "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"},
    {0x307, "CcEeGgIZz", "ĊċĖėĠġİŻż"},
    {0x308, "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"},
    {0x30A, "AaUu", "ÅåŮů"},
    {0x30B, "OoUu", "ŐőŰű"},
    {0x30C, "CcDdEeLlNnRrSsTtZz", "ČčĎďĚěĽľŇňŘřŠšŤťŽž"},
    {0x327, "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"},
    {0x328, "AaEeIiUu", "ĄąĘęĮįŲų"},
};

/* Letters without a mark that still fold to plain ones. */
static const struct {
    uint32_t letter;
    const char *plain;
} PLAIN[] = {{0xC6, "ae"}, {0xE6, "ae"}, {0xD8, "o"},   {0xF8, "o"},  {0xD0, "d"},  {0xF0, "d"},
             {0xDE, "th"}, {0xFE, "th"}, {0xDF, "ss"},  {0x110, "d"}, {0x111, "d"}, {0x131, "i"},
             {0x141, "l"}, {0x142, "l"}, {0x152, "oe"}, {0x153, "oe"}};

bool text_is_utf8(const char *text, size_t size)
{
    for (size_t at = 0, step; at < size; at += step) {
        uint32_t letter;
        step = utf8_decode(&letter, text + at, size - at);
        if (!step)
            return false;
    }
    return true;
}

static uint32_t letter_at(const char *letters, size_t position)
{
    uint32_t letter = 0;
    size_t size = strlen(letters);
    for (size_t i = 0; i <= position; i++) {
        size_t step = utf8_decode(&letter, letters, size);
        letters += step;
        size -= step;
    }
    return letter;
}

static uint32_t compose_pair(uint32_t base, uint32_t mark)
{
    for (size_t i = 0; i < sizeof MARKED / sizeof *MARKED; i++) {
        const char *found = base && base < 0x80 ? strchr(MARKED[i].bases, (int)base) : NULL;
        if (MARKED[i].mark == mark && found)
            return letter_at(MARKED[i].composed, (size_t)(found - MARKED[i].bases));
    }
    return 0;
}

/* The plain letter under a composed one, or 0. */
static char base_of(uint32_t letter)
{
    for (size_t i = 0; i < sizeof MARKED / sizeof *MARKED; i++) {
        const char *at = MARKED[i].composed;
        for (const char *base = MARKED[i].bases; *base; base++) {
            uint32_t composed = 0;
            at += utf8_decode(&composed, at, strlen(at));
            if (composed == letter)
                return *base;
        }
    }
    return 0;
}

bool text_needs_compose(const char *text)
{
    for (; *text; text++) /* the marks U+0300 to U+036F begin with these bytes */
        if ((unsigned char)*text == 0xCC || (unsigned char)*text == 0xCD)
            return true;
    return false;
}

void text_compose(char *out, const char *text)
{
    size_t size = strlen(text), used = 0, last = 0;
    uint32_t before = 0;
    while (size) {
        uint32_t letter = 0;
        size_t step = utf8_decode(&letter, text, size);
        uint32_t both = step ? compose_pair(before, letter) : 0;
        if (both) {
            used = last + utf8_encode(out + last, both);
            before = both;
        } else {
            size_t taken = step ? step : 1; /* a bad byte is kept as it is */
            memmove(out + used, text, taken);
            last = used;
            used += taken;
            before = step ? letter : 0;
            step = taken;
        }
        text += step;
        size -= step;
    }
    out[used] = '\0';
}

/* Letters of the bytes 0x80 to 0x9F in Windows-1252. */
static const uint16_t HIGH[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                  0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                  0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

size_t text_from_1252(char *out, const char *text, size_t size)
{
    size_t used = 0, from = 2 * size; /* in place, too: what is read is moved away first */
    memmove(out + from, text, size);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)out[from + i];
        uint32_t letter = byte >= 0x80 && byte < 0xA0 ? HIGH[byte - 0x80] : byte;
        used += utf8_encode(out + used, letter);
    }
    return used;
}

/* ---- marks that nobody sees ----------------------------------------------------------- */

static bool is_control(uint32_t letter)
{
    bool is_line = letter == '\t' || letter == '\n' || letter == '\r';
    return (letter < 0x20 && !is_line) || (letter >= 0x7F && letter < 0xA0);
}

/* Zero width, and the direction in which text runs. */
static bool is_unseen(uint32_t letter)
{
    return letter == 0x200B || letter == 0x200E || letter == 0x200F || letter == 0x61C ||
           (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2060 && letter <= 0x2069) ||
           letter == 0xFEFF;
}

static bool is_mark(uint32_t letter, bool has_escape)
{
    return is_unseen(letter) || (is_control(letter) && !has_escape);
}

bool text_has_marks(const char *text)
{
    bool has_escape = strchr(text, '\x1b') != NULL;
    for (size_t size = strlen(text), step; size; text += step, size -= step) {
        uint32_t letter = 0;
        step = utf8_decode(&letter, text, size);
        if (step && is_mark(letter, has_escape))
            return true;
        step = step ? step : 1;
    }
    return false;
}

void text_drop_marks(char *text)
{
    bool has_escape = strchr(text, '\x1b') != NULL;
    char *out = text;
    for (size_t size = strlen(text), step; size; text += step, size -= step) {
        uint32_t letter = 0;
        step = utf8_decode(&letter, text, size);
        bool is_dropped = step && is_mark(letter, has_escape);
        step = step ? step : 1;
        if (!is_dropped) {
            memmove(out, text, step);
            out += step;
        }
    }
    *out = '\0';
}

/* ---- encoded twice ---------------------------------------------------------------------- */

/* The byte a letter has in Windows-1252; 0: none. */
static unsigned char byte_of(uint32_t letter)
{
    if (letter < 0x100)
        return (unsigned char)letter;
    for (uint32_t i = 0; i < 32; i++)
        if (HIGH[i] == letter)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* Bytes that stand for one letter of a European name; 0: they do not. A space
 * that does not break after an A or an O with marks is just that. */
static size_t double_size(const unsigned char *byte)
{
    bool has_second = byte[1] >= 0x80 && byte[1] < 0xC0;
    if (byte[0] == 0xC2 || byte[0] == 0xC3)
        return has_second ? 2 : 0;
    if (byte[0] == 0xC4 || byte[0] == 0xC5)
        return has_second && byte[1] != 0xA0 ? 2 : 0;
    bool is_mark = byte[0] == 0xE2 && (byte[1] == 0x80 || byte[1] == 0x82);
    return is_mark && byte[2] >= 0x80 && byte[2] < 0xC0 ? 3 : 0;
}

bool text_undouble(char *text)
{
    char bytes[512];
    size_t used = 0, size = strlen(text);
    bool is_doubled = false;
    for (const char *at = text; size;) {
        uint32_t letter = 0;
        size_t step = utf8_decode(&letter, at, size);
        unsigned char byte = step ? byte_of(letter) : 0;
        if (!byte || used + 4 > sizeof bytes)
            return false;
        bytes[used++] = (char)byte;
        at += step;
        size -= step;
    }
    memset(bytes + used, 0, 3);
    for (size_t i = 0, step; i < used; i += step) {
        const unsigned char *byte = (const unsigned char *)bytes + i;
        step = byte[0] < 0x80 ? 1 : double_size(byte);
        if (!step)
            return false;
        is_doubled = is_doubled || step > 1;
    }
    if (is_doubled)
        memcpy(text, bytes, used + 1);
    return is_doubled;
}

/* ---- names of encodings ------------------------------------------------------------------- */

const char text_encodings[] = "UTF-8, Windows-1252, ISO-8859-1 (latin1), ISO-8859-15, CP850, "
                              "CP437, Macintosh";

static const struct {
    const char *folded, *name;
    enum text_encoding encoding;
} ENCODINGS[] = {
    {"utf8", "UTF-8", TEXT_UTF8},
    {"utf8sig", "UTF-8", TEXT_UTF8},
    {"ascii", "UTF-8", TEXT_UTF8},
    {"usascii", "UTF-8", TEXT_UTF8},
    {"windows1252", "CP1252", TEXT_1252},
    {"cp1252", "CP1252", TEXT_1252},
    {"win1252", "CP1252", TEXT_1252},
    {"1252", "CP1252", TEXT_1252},
    {"ansi", "CP1252", TEXT_1252},
    {"ansi1252", "CP1252", TEXT_1252},
    {"iso88591", "CP1252", TEXT_1252},
    {"88591", "CP1252", TEXT_1252},
    {"latin1", "CP1252", TEXT_1252},
    {"l1", "CP1252", TEXT_1252},
    {"iso885915", "ISO-8859-15", TEXT_RECODED},
    {"latin9", "ISO-8859-15", TEXT_RECODED},
    {"cp850", "CP850", TEXT_RECODED},
    {"850", "CP850", TEXT_RECODED},
    {"ibm850", "CP850", TEXT_RECODED},
    {"cp437", "CP437", TEXT_RECODED},
    {"437", "CP437", TEXT_RECODED},
    {"ibm437", "CP437", TEXT_RECODED},
    {"macintosh", "MACINTOSH", TEXT_RECODED},
    {"macroman", "MACINTOSH", TEXT_RECODED},
};

static size_t find_encoding(const char *stated)
{
    char folded[64];
    text_fold(folded, sizeof folded, stated);
    size_t i = 0;
    while (i < sizeof ENCODINGS / sizeof *ENCODINGS && strcmp(ENCODINGS[i].folded, folded) != 0)
        i++;
    return i;
}

enum text_encoding text_encoding(const char *stated)
{
    if (!*stated)
        return TEXT_UNSTATED;
    size_t i = find_encoding(stated);
    return i < sizeof ENCODINGS / sizeof *ENCODINGS ? ENCODINGS[i].encoding : TEXT_UNKNOWN;
}

const char *text_encoding_name(const char *stated)
{
    size_t i = find_encoding(stated);
    return i < sizeof ENCODINGS / sizeof *ENCODINGS ? ENCODINGS[i].name : stated;
}

void text_declared(char *out, size_t room, const struct ws_source *source)
{
    char path[1100], word[64] = "";
    struct file_map map = {0};
    size_t stem = strlen(source->path) > 4 ? strlen(source->path) - 4 : 0;
    out[0] = '\0';
    snprintf(path, sizeof path, "%.*s.cpg", (int)stem, source->path);
    if (!source->encoding[0] && file_kind(path) == 'f' &&
        file_map_open(&map, path, NULL) == WS_OK) {
        size_t size = map.size < sizeof word - 1 ? map.size : sizeof word - 1;
        if (size)
            memcpy(word, map.bytes, size);
        word[strcspn(word, "\r\n")] = '\0';
        file_map_close(&map);
    }
    const char *stated = source->encoding[0] ? source->encoding : word;
    if (text_encoding(stated) != TEXT_UNKNOWN && *stated)
        text_copy(out, room, text_encoding_name(stated));
}

/* ---- folding ------------------------------------------------------------------------------ */

static size_t fold_letter(char out[4], uint32_t letter)
{
    if (letter == ' ' || letter == '_' || letter == '-' || letter == '.' || letter == 0xA0 ||
        letter == 0xFEFF || letter == '\t')
        return 0;
    if (letter >= 'A' && letter <= 'Z')
        letter += 'a' - 'A';
    if (letter < 0x80)
        return utf8_encode(out, letter);
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (PLAIN[i].letter == letter) {
            memcpy(out, PLAIN[i].plain, strlen(PLAIN[i].plain));
            return strlen(PLAIN[i].plain);
        }
    char base = base_of(letter);
    if (base)
        letter = (uint32_t)(base >= 'A' && base <= 'Z' ? base + ('a' - 'A') : base);
    else if ((letter >= 0x391 && letter <= 0x3A9) || (letter >= 0x410 && letter <= 0x42F))
        letter += 0x20; /* Greek and Cyrillic capitals */
    return utf8_encode(out, letter);
}

void text_fold(char *out, size_t room, const char *text)
{
    size_t used = 0, size = strlen(text);
    uint32_t before = 0;
    char latin[400];
    if (size < 128 && !text_is_utf8(text, size)) { /* the name of a column in Latin-1 */
        size = text_from_1252(latin, text, size);
        text = latin;
    }
    while (size && used + 5 < room) {
        uint32_t letter = 0;
        size_t step = utf8_decode(&letter, text, size);
        bool is_mark = step && letter >= 0x300 && letter <= 0x36F && before && before < 0x80;
        if (!step)
            out[used++] = *text;
        else if (!is_mark)
            used += fold_letter(out + used, letter);
        before = is_mark ? before : letter;
        text += step ? step : 1;
        size -= step ? step : 1;
    }
    out[used] = '\0';
}

bool text_same_folded(const char *a, const char *b)
{
    char folded_a[256], folded_b[256];
    text_fold(folded_a, sizeof folded_a, a);
    text_fold(folded_b, sizeof folded_b, b);
    return strcmp(folded_a, folded_b) == 0;
}

void text_copy(char *out, size_t room, const char *text)
{
    size_t size = strlen(text);
    if (size >= room) {
        size = room - 1;
        while (size && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    }
    memmove(out, text, size);
    out[size] = '\0';
}

uint32_t text_distance(const char *a, const char *b)
{
    uint32_t row[64];
    size_t width = strlen(b);
    if (width >= 63 || strlen(a) >= 63)
        return UINT32_MAX;
    for (size_t j = 0; j <= width; j++)
        row[j] = (uint32_t)j;
    for (size_t i = 0; a[i]; i++) {
        uint32_t corner = row[0];
        row[0] = (uint32_t)i + 1;
        for (size_t j = 0; j < width; j++) {
            uint32_t change = corner + (a[i] != b[j]);
            corner = row[j + 1];
            uint32_t least = row[j] < corner ? row[j] : corner;
            row[j + 1] = least + 1 < change ? least + 1 : change;
        }
    }
    return row[width];
}
