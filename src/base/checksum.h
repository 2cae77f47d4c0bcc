/* base/checksum.h: SHA-256 (FIPS 180-4) for evidence, a quick sum for images. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>

struct checksum {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[64];
};

#define CHECKSUM_HEX 65 /* 64 hex digits and the closing zero */

void checksum_init(struct checksum *sum);
void checksum_add(struct checksum *sum, const void *bytes, size_t size);
void checksum_hex(struct checksum *sum, char hex[CHECKSUM_HEX]); /* closes the sum */

/* Checksum of a whole regular file. WS_NOT_FOUND, WS_IO. */
WS_MUST_CHECK
enum ws_status checksum_file(const char *path, char hex[CHECKSUM_HEX], struct ws_error *err);

/* A 64-bit sum that a damaged file does not pass, several GB/s: four lanes of
 * multiply and rotate over 8-byte words. No protection against an attacker.
 * The sum of a text depends on where it is split into calls. */
uint64_t checksum_quick(const void *bytes, size_t size, uint64_t seed);
#endif
