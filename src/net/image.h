/* net/image.h: the prepared network file (.wsn): memory mapped, versioned,
 * checksummed.
 *
 * A cache and nothing else: it can be made again from its sources. One file
 * holds the network of distances and that of travel times; an array both agree
 * on is stored once. Numbers are little-endian, sections start at multiples of
 * 64 bytes, so a mapped file is used as it lies. What the network was made from
 * and with is the caller's text (meta).
 *
 * The file is untrusted: magic, version, byte order, sizes, offsets, checksums
 * and every index are checked before anything is used; each fault is
 * WS_BAD_DATA with a word. A crafted file can give wrong figures, as crafted
 * roads can, but never an access outside its arrays. */
#ifndef NET_IMAGE_H
#define NET_IMAGE_H
#include "net/build.h"
#include "net/network.h"
#include <stddef.h>

#define IMAGE_VERSION 1u

/* What is stored of one unit of cost. */
struct image_part {
    const struct network *net;
    const struct build_notes *notes;
};

/* Writes aside and renames. meta is text of any length. With overwrite an
 * existing file is replaced, else WS_IO. */
WS_MUST_CHECK
enum ws_status image_write(const char *path, const struct image_part *distance,
                           const struct image_part *time, const char *meta, bool overwrite,
                           struct ws_error *err);

/* Maps the network of one unit. *meta is a copy, free with mem_free();
 * network_release() unmaps. NULL for net or notes: the text alone. Untouched on
 * failure. O(bytes), a few GB/s; threads as in parallel_for(). */
WS_MUST_CHECK
enum ws_status image_open(struct network *net, struct build_notes *notes, char **meta,
                          const char *path, bool is_time, uint32_t threads, struct ws_error *err);
#endif
