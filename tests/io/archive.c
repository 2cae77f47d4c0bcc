/* Archives that are no workbook, or one that somebody damaged: each is refused in words
 * before any of it is unpacked, and what is unpacked is no more than was stated. */
#include "io/read_fixture.h"

#define MOST 65536u
#define MEBIBYTE 1048576u
#define HOLDS(file, words)                                                                         \
    {                                                                                              \
        .name = (file), .text = (words)                                                            \
    }
#define STATES(file, words, bytes)                                                                 \
    {                                                                                              \
        .name = (file), .text = (words), .states = (bytes)                                         \
    }
#define BOOK HOLDS("xl/workbook.xml", "<workbook/>")
#define BOOK_STATES(bytes) STATES("xl/workbook.xml", "<workbook/>", bytes)

struct member {
    const char *name, *text;
    uint32_t states;        /* bytes; 0: as many as there are */
    uint32_t method, flags; /* 0: as it is, 8: deflated */
    uint64_t long_states;   /* in a field of its own; 0: none */
};

/* What of the finished file is overwritten: so many bytes, counted from the end record, the
 * first entry of the directory, or the first member itself. */
struct damage {
    bool is_entry, is_local;
    uint32_t at, size, value;
};

static const struct row {
    const char *name;
    struct member members[3];
    struct damage damage;
    enum ws_status status;
    const char *words;
} ROWS[] = {
    {"nothing_in_it", {{0}}, {0}, WS_BAD_DATA, "is an archive (zip); unpack it first"},
    {"an_archive_of_tables", {HOLDS("a.csv", "a")}, {0}, WS_BAD_DATA, "is an archive (zip)"},
    {"a_binary_workbook",
     {HOLDS("xl/workbook.bin", "a")},
     {0},
     WS_BAD_DATA,
     "binary workbook (.xlsb)"},
    {"an_open_document",
     {HOLDS("mimetype", "a"), HOLDS("content.xml", "a")},
     {0},
     WS_BAD_DATA,
     "is an OpenDocument file"},
    {"half_an_open_document", {HOLDS("content.xml", "a")}, {0}, WS_BAD_DATA, "is an archive (zip)"},
    {"a_kmz_file", {HOLDS("doc.kml", "a")}, {0}, WS_BAD_DATA, "is a KMZ file"},
    {"a_name_from_the_root",
     {HOLDS("/a", "a")},
     {0},
     WS_BAD_DATA,
     "name is none of a workbook's: /a"},
    {"a_name_upwards",
     {HOLDS("xl/../../a", "a")},
     {0},
     WS_BAD_DATA,
     "name is none of a workbook's"},
    {"a_name_that_is_upwards",
     {HOLDS("..", "a")},
     {0},
     WS_BAD_DATA,
     "name is none of a workbook's"},
    {"a_name_of_another_system", {HOLDS("xl\\a", "a")}, {0}, WS_BAD_DATA, "name is none of a"},
    {"a_name_with_control", {HOLDS("xl/\033[2J", "a")}, {0}, WS_BAD_DATA, "name is none of a"},
    {"no_name", {HOLDS("", "a")}, {0}, WS_BAD_DATA, "name is none of a workbook's"},
    {"dots_in_a_name", {HOLDS("xl/..a", "a")}, {0}, WS_BAD_DATA, "is an archive (zip)"},
    {"encrypted",
     {{.name = "xl/workbook.xml", .text = "a", .flags = 1}},
     {0},
     WS_BAD_DATA,
     "xl/workbook.xml is encrypted"},
    {"packed_otherwise",
     {{.name = "xl/workbook.xml", .text = "a", .method = 12}},
     {0},
     WS_BAD_DATA,
     "not a workbook's (12)"},
    {"two_of_one_name",
     {BOOK, HOLDS("a", "a"), HOLDS("a", "b")},
     {0},
     WS_BAD_DATA,
     "two members of the name a"},
    {"more_than_is_allowed", {BOOK_STATES(600 * MEBIBYTE)}, {0}, WS_TOO_LARGE, "more than 500 MB"},
    {"together_more_than_is_allowed",
     {BOOK_STATES(300 * MEBIBYTE), STATES("a", "a", 300 * MEBIBYTE)},
     {0},
     WS_TOO_LARGE,
     "would unpack to"},
    {"more_in_a_long_field",
     {{.name = "xl/workbook.xml",
       .text = "<workbook/>",
       .states = UINT32_MAX,
       .long_states = 600 * (uint64_t)MEBIBYTE}},
     {0},
     WS_TOO_LARGE,
     "more than 500 MB"},
    {"less_in_a_long_field",
     {{.name = "xl/workbook.xml", .text = "<workbook/>", .states = UINT32_MAX, .long_states = 11},
      HOLDS("a", "<!DOCTYPE")},
     {0},
     WS_BAD_DATA,
     ""},
    {"many_times_its_size", {BOOK_STATES(2 * MEBIBYTE)}, {0}, WS_TOO_LARGE, "times its size"},
    {"declares_a_type",
     {BOOK, HOLDS("a.xml", "<a/><!DOCTYPE a>")},
     {0},
     WS_BAD_DATA,
     "a.xml declares entities"},
    {"declares_an_entity",
     {BOOK, HOLDS("a.rels", "<!<!ENTITY")},
     {0},
     WS_BAD_DATA,
     "a.rels declares entities"},
    {"an_archive_inside", {BOOK, HOLDS("a", "Rar!x")}, {0}, WS_BAD_DATA, "a is an archive inside"},
    {"gzip_inside",
     {BOOK, HOLDS("a", "\x1f\x8b\x08x")},
     {0},
     WS_BAD_DATA,
     "a is an archive inside"},
    {"states_more", {BOOK, STATES("a", "four", 5)}, {0}, WS_BAD_DATA, "is damaged: a "},
    {"states_less", {BOOK, STATES("a", "four", 3)}, {0}, WS_BAD_DATA, "is damaged: a "},
    {"too_many_members", {BOOK}, {false, false, 10, 2, 10001}, WS_TOO_LARGE, "has 10001 members"},
    {"more_members_than_there_are",
     {BOOK},
     {false, false, 10, 2, 2},
     WS_BAD_DATA,
     "directory is damaged"},
    {"directory_behind_the_end",
     {BOOK},
     {false, false, 16, 4, 1u << 30},
     WS_BAD_DATA,
     "directory is damaged"},
    {"directory_too_long",
     {BOOK},
     {false, false, 12, 4, 1u << 30},
     WS_BAD_DATA,
     "directory is damaged"},
    {"directory_over_its_end",
     {BOOK},
     {false, false, 12, 4, 200},
     WS_BAD_DATA,
     "directory is damaged"},
    {"no_entry_there", {BOOK}, {true, false, 0, 1, 'X'}, WS_BAD_DATA, "directory is damaged"},
    {"a_name_over_the_end",
     {BOOK},
     {true, false, 28, 2, 60000},
     WS_BAD_DATA,
     "directory is damaged"},
    {"a_comment_over_the_end",
     {BOOK},
     {true, false, 32, 2, 60000},
     WS_BAD_DATA,
     "directory is damaged"},
    {"packed_more_than_the_file",
     {BOOK},
     {true, false, 20, 4, 60000},
     WS_BAD_DATA,
     "is cut off: xl/workbook.xml has 60000"},
    {"packed_otherwise_where_it_lies",
     {BOOK},
     {false, true, 8, 1, 8},
     WS_BAD_DATA,
     "is damaged: xl/workbook.xml"},
    {"no_end_record", {BOOK}, {false, false, 0, 1, 'X'}, WS_BAD_DATA, "is cut off"},
};

struct zip {
    uint8_t bytes[MOST];
    size_t size, entries, end;
};

static void put(struct zip *zip, uint64_t value, size_t size)
{
    for (; size; size--, value >>= 8)
        zip->bytes[zip->size++] = (uint8_t)value;
}

static void put_text(struct zip *zip, const char *text)
{
    memcpy(zip->bytes + zip->size, text, strlen(text));
    zip->size += strlen(text);
}

static uint32_t crc(const char *text)
{
    uint32_t sum = UINT32_MAX;
    for (; *text; text++) {
        sum ^= (uint8_t)*text;
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

/* The part that a member and its entry in the directory have in common. */
static void put_head(struct zip *zip, const struct member *member)
{
    uint32_t size = (uint32_t)strlen(member->text);
    put(zip, 20, 2);
    put(zip, member->flags, 2);
    put(zip, member->method, 2);
    put(zip, 0, 4);
    put(zip, crc(member->text), 4);
    put(zip, size, 4);
    put(zip, member->states ? member->states : size, 4);
    put(zip, strlen(member->name), 2);
    put(zip, member->long_states ? 12 : 0, 2);
}

static void put_tail(struct zip *zip, const struct member *member)
{
    put_text(zip, member->name);
    if (!member->long_states)
        return;
    put(zip, 1, 2);
    put(zip, 8, 2);
    put(zip, member->long_states, 8);
}

static void make(struct zip *zip, const struct row *row)
{
    size_t at[3], count = 0;
    zip->size = 0;
    for (; count < 3 && row->members[count].name; count++) {
        const struct member *member = &row->members[count];
        at[count] = zip->size;
        put(zip, 0x04034b50, 4);
        put_head(zip, member);
        put_tail(zip, member);
        put_text(zip, member->text);
    }
    zip->entries = zip->size;
    for (size_t i = 0; i < count; i++) {
        put(zip, 0x02014b50, 4);
        put(zip, 20, 2);
        put_head(zip, &row->members[i]);
        put(zip, 0, 2 + 2 + 2 + 4);
        put(zip, at[i], 4);
        put_tail(zip, &row->members[i]);
    }
    zip->end = zip->size;
    put(zip, 0x06054b50, 4);
    put(zip, 0, 4);
    put(zip, count, 2);
    put(zip, count, 2);
    put(zip, zip->end - zip->entries, 4);
    put(zip, zip->entries, 4);
    put(zip, 0, 2);
}

static void is_refused(void **state)
{
    const struct row *row = *state;
    const struct damage *damage = &row->damage;
    struct fixture fix;
    struct zip zip;
    struct zones zones = {0};
    fixture_open(&fix);
    make(&zip, row);
    size_t at = damage->is_local ? 0 : damage->is_entry ? zip.entries : zip.end;
    for (uint32_t i = 0; i < damage->size; i++)
        zip.bytes[at + damage->at + i] = (uint8_t)(damage->value >> 8 * i);
    struct ws_source source = fixture_file(&fix, "a.xlsx", (const char *)zip.bytes, zip.size);
    enum ws_status st = io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err);
    if (st != row->status || !strstr(fix.err.message, row->words))
        fail_msg("%s: %s", ws_status_name(st), fix.err.message);
    assert_non_null(strstr(fix.err.message, "a.xlsx"));
    assert_null(zones.code);
    fixture_close(&fix);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT] = {{0}};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = is_refused,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("io_archive", tests, NULL, NULL);
}
