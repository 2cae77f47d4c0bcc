/* tests/support/wsn.h: prepared networks as files, to craft broken ones whose sums are
 * right. */
#ifndef SUPPORT_WSN_H
#define SUPPORT_WSN_H
#include "base/checksum.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define WSN_MAX_SECTIONS 64u

/* As net/image.c lays them out. */
struct wsn_section {
    uint32_t kind, units;
    uint64_t offset, size, checksum;
};
struct wsn_header {
    char magic[8];
    uint32_t byte_order, version;
    uint64_t file_size, checksum;
    uint32_t section_count, reserved;
};

/* The table of sections of a file; 0: there is none. */
static inline uint32_t wsn_table(struct wsn_header *header, struct wsn_section *sections,
                                 const uint8_t *bytes, size_t size)
{
    if (size < sizeof *header)
        return 0;
    memcpy(header, bytes, sizeof *header);
    if (header->section_count > WSN_MAX_SECTIONS ||
        size < sizeof *header + header->section_count * sizeof *sections)
        return 0;
    memcpy(sections, bytes + sizeof *header, header->section_count * sizeof *sections);
    return header->section_count;
}

static inline bool wsn_is_inside(const struct wsn_section *section, size_t size)
{
    return section->offset <= size && section->size <= size - section->offset;
}

/* Sums and the size as a crafted file would have them. */
static inline void wsn_mend(uint8_t *bytes, size_t size)
{
    struct wsn_header header;
    struct wsn_section sections[WSN_MAX_SECTIONS];
    uint32_t count = wsn_table(&header, sections, bytes, size);
    if (!count)
        return;
    for (uint32_t i = 0; i < count; i++)
        if (wsn_is_inside(&sections[i], size))
            sections[i].checksum = checksum_quick(bytes + sections[i].offset,
                                                  (size_t)sections[i].size, sections[i].kind);
    header.file_size = size;
    header.checksum = 0;
    header.checksum = checksum_quick(sections, count * sizeof *sections,
                                     checksum_quick(&header, sizeof header, 0));
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, sections, count * sizeof *sections);
}
#endif
