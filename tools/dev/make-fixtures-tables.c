#include "make-fixtures.h"

#include <stdio.h>

static FILE *open_table(const char *folder, const char *name, const char *columns)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file)
        fprintf(file, "%s\n", columns);
    return file;
}

static bool close_table(FILE *file)
{
    return file && !(ferror(file) | fclose(file));
}

static bool write_population(const struct world *world, const char *folder)
{
    FILE *file =
        open_table(folder, "befolkning_kommun.csv", "kommunkod,kommunnamn,beftotalt,bef_20_64");
    for (uint32_t m = 0; file && m < MUNICIPALITIES; m++)
        fprintf(file, "%s,%s,%u,%u\n", world->towns[m].code, world->towns[m].name,
                world->all_ages[m], world->working_age[m]);
    return close_table(file);
}

/* Registered unemployed by month; they rise from March 2020 on. */
static bool write_unemployed(const struct world *world, const char *folder)
{
    static const uint32_t RISE_PCT[] = {100, 99, 104, 121, 128, 131};
    static const uint32_t PML[MUNICIPALITIES] = {74, 69, 66, 78, 71, 82, 77, 88, 58, 91, 97, 94};
    FILE *file = open_table(folder, "arbetslosa.csv", "kommunkod,manad,arbetslosa");
    for (uint32_t m = 0; file && m < MUNICIPALITIES; m++) {
        for (uint32_t month = 0; month < 6; month++)
            fprintf(file, "%s,2020-%02u,%u\n", world->towns[m].code, month + 1,
                    world->working_age[m] * PML[m] / 1000 * RISE_PCT[month] / 100);
    }
    return close_table(file);
}

/* The pull of a workplace town: its people over the square of the distance. */
static uint64_t pull(const struct world *world, uint32_t home, uint32_t work)
{
    if (home == work)
        return 0;
    uint64_t metres2 =
        (uint64_t)plane_distance2(world->towns[home].centre, world->towns[work].centre);
    return (uint64_t)world->towns[work].people * UINT64_C(1000000000) / metres2;
}

static void print_commuters(FILE *file, const struct world *world, uint32_t home)
{
    uint64_t employed = (uint64_t)world->working_age[home] * 76 / 100;
    uint64_t stay_pct = world->towns[home].people > 25000 ? 84 : 66;
    uint64_t unknown = employed * 2 / 100, outside = employed / 100;
    uint64_t away = employed - employed * stay_pct / 100 - unknown - outside, sum = 0, done = 0;
    const char *code = world->towns[home].code;
    for (uint32_t work = 0; work < MUNICIPALITIES; work++)
        sum += pull(world, home, work);
    for (uint32_t work = 0; work < MUNICIPALITIES; work++) {
        uint64_t before = away * done / sum;
        done += pull(world, home, work);
        uint64_t here = away * done / sum - before;
        if (home == work)
            here = employed * stay_pct / 100;
        if (here)
            fprintf(file, "%s,%s,%llu\n", code, world->towns[work].code, (unsigned long long)here);
    }
    fprintf(file, "%s,3001,%llu\n", code, (unsigned long long)outside);
    fprintf(file, "%s,okänd,%llu\n", code, (unsigned long long)unknown);
}

static bool write_commuters(const struct world *world, const char *folder)
{
    FILE *file = open_table(folder, "pendling.csv", "bostadskommun,arbetskommun,antal");
    for (uint32_t home = 0; file && home < MUNICIPALITIES; home++)
        print_commuters(file, world, home);
    return close_table(file);
}

/* April 2020: 33 came, one left, 32 are there at the end. */
static bool write_referrals(const struct world *world, const char *folder)
{
    static const int IN[MUNICIPALITIES] = {13, 7, 3, 3, 2, 2, 1, 1, 1, 0, 0, 0};
    FILE *file = open_table(folder, "anvisningar.csv", "month,place,opening,in,left,closing");
    for (uint32_t m = 0; file && m < MUNICIPALITIES; m++) {
        int left = m == 0;
        fprintf(file, "2020-04,%s,0,%d,%d,%d\n", world->towns[m].code, IN[m], left, IN[m] - left);
    }
    return close_table(file);
}

/* Statements like those of the debate of 2019 to 2021, about this county. */
static bool write_claims(const char *folder)
{
    static const char *const ROWS[] = {
        "P1,Över 99 procent av de arbetslösa har minst en leverantör på orten,"
        "branschorganisation,2020-03-01,>,99 %,\"exempel, sidan 1\",,,unemployed,,STOM,,1,",
        "P2,Över 99 procent av de arbetslösa har minst en leverantör på orten,"
        "branschorganisation,2020-03-01,>,99 %,\"exempel, sidan 4\",,,unemployed,,STOM,,1,",
        "P3,Drygt 99 procent bor och arbetar i ett område med leverantör,"
        "branschorganisation,2020-04-02,>,99 %,exempel,M2,,,,KROM,,1,",
        "P4,Var fjärde kommun saknar kontor,"
        "tidning,2020-04-02,=,25 %,exempel,1-M5,municipality,,,KROM,,1,",
        "P5,Över 95 procent har högst 30 km till ett kontor,"
        "tidning,2020-04-02,>,95 %,exempel,M6,,,,KROM,,1,30km",
        "P6,96 procent har högst 30 km till ett kontor,"
        "tidning,2020-04-02,=,96 %,exempel,M6,,,,KROM,,1,30km",
        "P7,33 personer anvisades i april,"
        "tidning,2020-05-05,=,33,exempel,referred,person,,,KROM,2020-04,,",
        "P8,16 kommuner ingår,"
        "tidning,2020-04-02,=,16,exempel,municipalities,,all of the input,,KROM,,,",
    };
    FILE *file = open_table(folder, "pastaenden.csv",
                            "id,statement,who,date,relation,value,source,metric,unit,population,"
                            "ages,scheme,as_of,k,t");
    for (size_t i = 0; file && i < sizeof ROWS / sizeof ROWS[0]; i++)
        fprintf(file, "%s\n", ROWS[i]);
    return close_table(file);
}

/* Counts that are known, bounded, withheld, and two that exclude each other. */
static bool write_notes(const char *folder)
{
    static const char *const ROWS[] = {
        "2020-04-13,2911,denied_job,reported,unknown,\"exempel, en tidning\","
        "\"mycket få gånger, antalet lämnas inte ut\",leverantör,2020-04-13",
        "2020-04-13,2911,denied_job,contested,0,\"exempel, samma tidning\","
        "känner inte igen bilden,kommun,2020-04-20",
        "2020-04-14,2907,denied_job,verified,3,exempel,,leverantör,2020-04-14",
        "2020-04-15,2905,denied_job,reported,>=2,exempel,,leverantör,2020-04-15",
        "2020-04-15,2912,cooperation,verified,1,exempel,går armkrok med en leverantör,kommun,"
        "2020-04-15",
        "2020-03-30,2904,application,verified,1,exempel,kommunen fick avslag,kommun,2020-03-30",
    };
    FILE *file = open_table(folder, "anteckningar.csv",
                            "date,place,topic,status,count,source,text,actor,known");
    for (size_t i = 0; file && i < sizeof ROWS / sizeof ROWS[0]; i++)
        fprintf(file, "%s\n", ROWS[i]);
    return close_table(file);
}

bool write_tables(const struct world *world, const char *folder)
{
    return write_population(world, folder) && write_unemployed(world, folder) &&
           write_commuters(world, folder) && write_referrals(world, folder) &&
           write_claims(folder) && write_notes(folder);
}
