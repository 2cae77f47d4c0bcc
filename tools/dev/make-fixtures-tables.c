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

bool write_tables(const struct world *world, const char *folder)
{
    return write_population(world, folder) && write_unemployed(world, folder) &&
           write_commuters(world, folder) && write_referrals(world, folder);
}
