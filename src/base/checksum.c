#include "base/checksum.h"

#include <assert.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/mem.h"

/* A piece stays in the cache of the processor between reading and adding. */
#define PIECE_BYTES ((size_t)1 << 16)

static void to_hex(const unsigned char digest[32], char hex[CHECKSUM_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[CHECKSUM_HEX - 1] = '\0';
}

static enum ws_status add_pieces(EVP_MD_CTX *sum, uint8_t *piece, FILE *file, const char *path,
                                 struct ws_error *err)
{
    size_t got;
    while ((got = fread(piece, 1, PIECE_BYTES, file)) > 0)
        if (!EVP_DigestUpdate(sum, piece, got))
            return error_set(err, WS_NO_MEMORY, "no memory for the checksum of %s", path);
    if (ferror(file))
        return error_set(err, WS_IO, "%s: cannot be read: %s", path, strerror(errno));
    return WS_OK;
}

static enum ws_status sum_file(char hex[CHECKSUM_HEX], FILE *file, const char *path,
                               struct ws_error *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    uint8_t *piece = mem_array(PIECE_BYTES, 1);
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    enum ws_status status = WS_OK;
    if (!piece || !sum || !EVP_DigestInit_ex(sum, EVP_sha256(), NULL))
        status = error_set(err, WS_NO_MEMORY, "no memory for the checksum of %s", path);
    if (!status)
        status = add_pieces(sum, piece, file, path, err);
    if (!status && !EVP_DigestFinal_ex(sum, digest, NULL))
        status = error_set(err, WS_NO_MEMORY, "no memory for the checksum of %s", path);
    if (!status)
        to_hex(digest, hex);
    EVP_MD_CTX_free(sum);
    mem_free(piece);
    return status;
}

enum ws_status checksum_bytes(const void *bytes, size_t size, char hex[CHECKSUM_HEX],
                              struct ws_error *err)
{
    assert(bytes && hex);
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (!EVP_Digest(bytes, size, digest, NULL, EVP_sha256(), NULL))
        return error_set(err, WS_NO_MEMORY, "no memory for a checksum");
    to_hex(digest, hex);
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

    setvbuf(file, NULL, _IONBF, 0);
    enum ws_status status = sum_file(hex, file, path, err);
    fclose(file);
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
