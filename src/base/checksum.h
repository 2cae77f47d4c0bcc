/* base/checksum.h: SHA-256 (FIPS 180-4, by libcrypto) for evidence, a quick sum
 * for images. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>

#define CHECKSUM_HEX 65 /* 64 hex digits and the closing zero */

/* Checksum of a whole regular file. WS_NOT_FOUND, WS_IO, WS_NO_MEMORY. */
WS_MUST_CHECK
enum ws_status checksum_file(const char *path, char hex[CHECKSUM_HEX], struct ws_error *err);

/* Checksum of bytes. WS_NO_MEMORY. */
WS_MUST_CHECK
enum ws_status checksum_bytes(const void *bytes, size_t size, char hex[CHECKSUM_HEX],
                              struct ws_error *err);

/* A 64-bit sum that a damaged file does not pass, several GB/s: four lanes of
 * multiply and rotate over 8-byte words. No protection against an attacker.
 * The sum of a text depends on where it is split into calls. */
uint64_t checksum_quick(const void *bytes, size_t size, uint64_t seed);
#endif
