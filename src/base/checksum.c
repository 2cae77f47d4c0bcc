#include "base/checksum.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

/* FIPS 180-4, section 4.2.2: fractions of the cube roots of the first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t word, int bits)
{
    return word >> bits | word << (32 - bits);
}

static void fill_schedule(uint32_t schedule[64], const uint8_t *block)
{
    for (int i = 0; i < 16; i++)
        schedule[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                      (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t early = schedule[i - 15], late = schedule[i - 2];
        schedule[i] = schedule[i - 16] + schedule[i - 7] +
                      (rotate(early, 7) ^ rotate(early, 18) ^ early >> 3) +
                      (rotate(late, 17) ^ rotate(late, 19) ^ late >> 10);
    }
}

/* The letters a to h are those of FIPS 180-4, section 6.2.2. */
static void add_block(uint32_t state[8], const uint8_t *block)
{
    uint32_t schedule[64];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

    fill_schedule(schedule, block);
    for (int i = 0; i < 64; i++) {
        uint32_t first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) +
                         K[i] + schedule[i];
        uint32_t second =
            (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    const uint32_t turned[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++)
        state[i] += turned[i];
}

void checksum_init(struct checksum *sum)
{
    /* Section 5.3.3: fractions of the square roots of the first eight primes. */
    *sum = (struct checksum){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                       0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void checksum_add(struct checksum *sum, const void *bytes, size_t size)
{
    const uint8_t *next = bytes;
    size_t filled = (size_t)(sum->length % 64);

    if (!size)
        return;
    sum->length += size;
    if (filled) {
        size_t take = size < 64 - filled ? size : 64 - filled;
        memcpy(sum->block + filled, next, take);
        next += take;
        size -= take;
        if (filled + take < 64)
            return;
        add_block(sum->state, sum->block);
    }
    for (; size >= 64; next += 64, size -= 64)
        add_block(sum->state, next);
    memcpy(sum->block, next, size);
}

void checksum_hex(struct checksum *sum, char hex[CHECKSUM_HEX])
{
    static const char digits[] = "0123456789abcdef";
    static const uint8_t padding[64] = {0x80};
    uint64_t bits = sum->length * 8;
    size_t filled = (size_t)(sum->length % 64);
    uint8_t length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    checksum_add(sum, padding, filled < 56 ? 56 - filled : 120 - filled);
    checksum_add(sum, length, sizeof length);
    for (int i = 0; i < CHECKSUM_HEX - 1; i++)
        hex[i] = digits[sum->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[CHECKSUM_HEX - 1] = '\0';
}

static enum ws_status add_file(struct checksum *sum, FILE *file, const char *path,
                               struct ws_error *err)
{
    uint8_t bytes[16384];
    size_t got;
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        checksum_add(sum, bytes, got);
    if (ferror(file))
        return error_set(err, WS_IO, "%s: cannot be read: %s", path, strerror(errno));
    return WS_OK;
}

enum ws_status checksum_file(const char *path, char hex[CHECKSUM_HEX], struct ws_error *err)
{
    assert(path && hex);
    struct stat st;
    if (stat(path, &st))
        return error_set(err, errno == ENOENT || errno == ENOTDIR ? WS_NOT_FOUND : WS_IO, "%s: %s",
                         path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return error_set(err, WS_IO, "%s: is no regular file; only those have a checksum", path);
    FILE *file = fopen(path, "rb");
    if (!file)
        return error_set(err, WS_IO, "%s: cannot be opened: %s", path, strerror(errno));

    struct checksum sum;
    checksum_init(&sum);
    enum ws_status status = add_file(&sum, file, path, err);
    fclose(file);
    if (!status)
        checksum_hex(&sum, hex);
    return status;
}

/* Odd constants from the digits of the golden ratio and of the square root of 2. */
#define QUICK_A 0x9e3779b97f4a7c15u
#define QUICK_B 0x6a09e667f3bcc909u

static uint64_t stir(uint64_t lane, uint64_t word)
{
    lane = (lane ^ word) * QUICK_A;
    return lane ^ lane >> 29;
}

uint64_t checksum_quick(const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *at = bytes;
    uint64_t lanes[4] = {seed ^ QUICK_B, seed + QUICK_A, ~seed, seed * QUICK_B + size};
    uint64_t words[4];
    size_t left = size;
    for (; left >= sizeof words; left -= sizeof words, at += sizeof words) {
        memcpy(words, at, sizeof words);
        for (int i = 0; i < 4; i++)
            lanes[i] = stir(lanes[i], words[i]);
    }
    memset(words, 0, sizeof words);
    if (left)
        memcpy(words, at, left);
    uint64_t sum = size;
    for (int i = 0; i < 4; i++)
        sum = stir(stir(sum, words[i]), lanes[i]);
    return stir(sum, sum >> 32);
}
