/* Where new offices help most, against analyses with every set of the candidates added
 * to the offices: what sites gain is what such a run gains, to the millionth. */
#include "county.h"
#include "support/slow.h"

#include "base/mem.h"
#include "run/siting.h"

#include <whitespot/site.h>

#define PLACES SLOW(8, 6)

struct county {
    char *folder;
    double at[PLACES][2]; /* of the candidates */
};

/* ---- a drawn county ---------------------------------------------------------------------- */

static void write_people(const char *folder, uint64_t *seed)
{
    static struct county_text text;
    text.length = 0;
    county_add(&text, COUNTY_CRS);
    for (int i = 0; i < 60; i++)
        county_add(&text,
                   "%s{\"type\":\"Feature\",\"properties\":{\"befolkning\":%d},\"geometry\":"
                   "{\"type\":\"Point\",\"coordinates\":[%.2f,%.2f]}}",
                   i ? "," : "", (int)(county_random(seed) % 90),
                   COUNTY_EAST_M + 6000.0 * county_unit(seed),
                   COUNTY_NORTH_M + 6000.0 * county_unit(seed));
    county_add(&text, "]}");
    program_write(folder, "points.geojson", text.bytes);
}

/* Candidates anywhere over the grid; every third at the place of another, nearly. */
static void write_candidates(struct county *county, uint64_t *seed, bool is_turned)
{
    static struct county_text text;
    text.length = 0;
    county_add(&text, "id,easting,northing\n");
    for (int i = 0; i < PLACES && !is_turned; i++) {
        county->at[i][0] = COUNTY_EAST_M + 5600.0 * county_unit(seed);
        county->at[i][1] = COUNTY_NORTH_M + 5600.0 * county_unit(seed);
        if (i % 3 == 2)
            for (int c = 0; c < 2; c++)
                county->at[i][c] = county->at[i - 1][c] + 40.0;
    }
    for (int i = 0; i < PLACES; i++) {
        int place = is_turned ? PLACES - 1 - i : i;
        county_add(&text, "P%d,%.2f,%.2f\n", place, county->at[place][0], county->at[place][1]);
    }
    program_write(county->folder, is_turned ? "turned.csv" : "candidates.csv", text.bytes);
}

static struct county draw(uint64_t seed)
{
    struct county county = {.folder = county_folder(seed)};
    uint64_t lottery = seed * 2654435761u;
    /* Three offices only: a county that lacks some. */
    program_write(county.folder, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,560700,6700700\nK2,B,561400,6700700\n"
                  "K3,A,560100,6704200\n");
    write_people(county.folder, &lottery);
    write_candidates(&county, &lottery, false);
    write_candidates(&county, &lottery, true);
    return county;
}

static void set_path(struct ws_options *options, const struct county *county, const char *name,
                     const char *file)
{
    char path[1100];
    snprintf(path, sizeof path, "%s/%s", county->folder, file);
    county_set(options, name, path);
}

/* Places whose bits are set are offices, each of a provider of its own. */
static void write_offices(const struct county *county, uint32_t bits)
{
    static struct county_text text;
    text.length = 0;
    county_add(&text, "id,leverantor,easting,northing\nK1,A,560700,6700700\n"
                      "K2,B,561400,6700700\nK3,A,560100,6704200\n");
    for (int i = 0; i < PLACES; i++)
        if (bits >> i & 1)
            county_add(&text, "P%d,new%d,%.2f,%.2f\n", i, i, county->at[i][0], county->at[i][1]);
    program_write(county->folder, "more.csv", text.bytes);
}

struct scene {
    const char *name, *line;
    bool has_points; /* people at points, else along roads */
    uint32_t aim;
};

static const struct scene SCENES[] = {
    {"along_roads", "within=500m,1200m min-component=1", false, 1},
    {"in_minutes", "within=1min,3min min-component=1", false, 1},
    {"at_points", "within=500m,1500m min-component=1", true, 1},
    {"by_line", "within=500m,1200m straight-line=1.2", false, 1},
    {"second_provider", "within=500m,1800m min-component=1", false, 2},
    {"second_provider_at_points", "within=4min min-component=1", true, 2},
    {"third_provider_by_line", "within=2km straight-line=1.1", true, 3},
};

static struct ws_options *scene_options(const struct county *county, const struct scene *scene)
{
    struct ws_options *options = county_options(county->folder, scene->line);
    if (scene->has_points)
        set_path(options, county, "population", "points.geojson");
    return options;
}

static struct ws_result *run_with(const struct county *county, const struct scene *scene,
                                  uint32_t bits)
{
    struct ws_options *options = scene_options(county, scene);
    write_offices(county, bits);
    set_path(options, county, "offices", "more.csv");
    struct ws_result *result = county_run(options);
    ws_options_free(options);
    return result;
}

static uint64_t covered(const struct ws_result *result, uint32_t aim)
{
    return ws_result_share(result, WS_NONE, 0, result->main_cutoff, aim - 1)->covered_micro;
}

static struct ws_result *site_run(const struct county *county, const struct scene *scene,
                                  const char *name, const char *value, const char *candidates)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct ws_options *options = scene_options(county, scene);
    char aim[8];
    snprintf(aim, sizeof aim, "%u", (unsigned)scene->aim);
    county_set(options, name, value);
    county_set(options, "aim", aim);
    if (candidates) {
        set_path(options, county, "candidates", candidates);
        county_set(options, "crs", "candidates=EPSG:3006");
    }
    if (ws_site_run(&result, options, &err))
        fail_msg("%s", err.message);
    ws_options_free(options);
    return result;
}

/* ---- every set --------------------------------------------------------------------------------
 */

static uint32_t bit_count(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* People covered by a run with each set of at most three. */
static void run_all(uint64_t out[1 << PLACES], const struct county *county,
                    const struct scene *scene)
{
    for (uint32_t bits = 0; bits < 1u << PLACES; bits++) {
        if (bit_count(bits) > 3)
            continue;
        struct ws_result *result = run_with(county, scene, bits);
        out[bits] = covered(result, scene->aim);
        ws_result_free(result);
    }
}

static uint32_t bit_of(const struct ws_site *site)
{
    return 1u << (uint32_t)(site->id[1] - '0');
}

/* Each step, and what is told of the sites when all stand. */
static void check_steps(const struct ws_siting *siting, const struct county *county,
                        const struct scene *scene, const uint64_t *runs)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < siting->site_count; i++) {
        uint64_t before = runs[bits];
        bits |= bit_of(&siting->sites[i]);
        assert_int_equal(siting->sites[i].people_micro, runs[bits] - before);
        assert_int_equal(siting->sites[i].covered_micro, runs[bits]);
    }
    struct ws_result *result = run_with(county, scene, bits);
    for (uint32_t i = 0; i < siting->site_count; i++)
        for (uint32_t f = 0; f < result->facility_count; f++)
            if (strcmp(result->facility_id[f], siting->sites[i].id) == 0)
                assert_int_equal(siting->sites[i].only_micro,
                                 result->run->reach.only_here_micro[f]);
    ws_result_free(result);
}

static void sites_are_those_of_running_every_set(void **state)
{
    const struct scene *scene = *state;
    static uint64_t runs[1 << PLACES];
    struct county county = draw(3);
    run_all(runs, &county, scene);
    for (uint32_t size = 1; size <= 3; size++) {
        char number[8];
        uint64_t most = 0;
        snprintf(number, sizeof number, "%u", (unsigned)size);
        for (uint32_t bits = 0; bits < 1u << PLACES; bits++)
            if (bit_count(bits) <= size && runs[bits] > most)
                most = runs[bits];
        struct ws_result *result = site_run(&county, scene, "add", number, "candidates.csv");
        const struct ws_siting *siting = result->siting;
        assert_true(siting->is_proved);
        assert_int_equal(siting->unusable_count, 0);
        assert_int_equal(siting->before_micro, runs[0]);
        assert_int_equal(siting->before_micro + siting->gained_micro, most);
        assert_true(siting->bound_micro >= siting->gained_micro);
        assert_true(most > runs[0] || scene->aim > size);
        check_steps(siting, &county, scene, runs);
        assert_int_equal(covered(result, scene->aim), runs[0]);
        ws_result_free(result);
    }
    program_remove(county.folder);
}

/* A share that takes two sites, of those that two sites can bring. */
static void a_share_takes_the_fewest(void **state)
{
    const struct scene *scene = *state;
    static uint64_t runs[1 << PLACES];
    struct county county = draw(3);
    run_all(runs, &county, scene);
    uint64_t one = 0, two = 0;
    for (uint32_t bits = 0; bits < 1u << PLACES; bits++) {
        if (bit_count(bits) <= 1 && runs[bits] > one)
            one = runs[bits];
        if (bit_count(bits) <= 2 && runs[bits] > two)
            two = runs[bits];
    }
    struct ws_result *result = site_run(&county, scene, "reach", "100%", "candidates.csv");
    uint64_t people = result->siting->people_micro;
    assert_false(result->siting->is_reached);
    ws_result_free(result);
    char share[32];
    uint64_t ppm = two * 1000000u / people;
    snprintf(share, sizeof share, "%u.%04u%%", (unsigned)(ppm / 10000), (unsigned)(ppm % 10000));
    assert_true(people * ppm / 1000000u > one); /* else one would do */
    result = site_run(&county, scene, "reach", share, "candidates.csv");
    assert_true(result->siting->is_reached && result->siting->is_proved);
    assert_int_equal(result->siting->site_count, 2);
    assert_int_equal(result->siting->least_count, 2);
    check_steps(result->siting, &county, scene, runs);
    ws_result_free(result);
    program_remove(county.folder);
}

/* ---- laws
 * ---------------------------------------------------------------------------------------- */

static void check_same(const struct ws_siting *a, const struct ws_siting *b)
{
    assert_int_equal(a->site_count, b->site_count);
    assert_int_equal(a->gained_micro, b->gained_micro);
    assert_int_equal(a->bound_micro, b->bound_micro);
    assert_string_equal(a->proof, b->proof);
    for (uint32_t i = 0; i < a->site_count; i++) {
        assert_string_equal(a->sites[i].id, b->sites[i].id);
        assert_int_equal(a->sites[i].people_micro, b->sites[i].people_micro);
        assert_int_equal(a->sites[i].only_micro, b->sites[i].only_micro);
    }
}

static void rows_and_threads_change_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SCENES / sizeof *SCENES; i++) {
        struct county county = draw(5);
        char line[160];
        struct scene threaded = SCENES[i];
        snprintf(line, sizeof line, "%s threads=3", SCENES[i].line);
        threaded.line = line;
        struct ws_result *a = site_run(&county, &SCENES[i], "add", "3", "candidates.csv");
        struct ws_result *b = site_run(&county, &threaded, "add", "3", "turned.csv");
        check_same(a->siting, b->siting);
        ws_result_free(a);
        ws_result_free(b);
        program_remove(county.folder);
    }
}

/* Candidates that the program makes itself: offices at the places told bring what is
 * told. */
static void made_candidates_gain_what_a_run_with_them_does(void **state)
{
    const struct scene *scene = *state;
    struct county county = draw(6);
    struct ws_result *result = site_run(&county, scene, "add", "3", NULL);
    const struct ws_siting *siting = result->siting;
    assert_true(siting->site_count > 0 && siting->candidate_count > 20);
    uint32_t bits = 0;
    for (uint32_t i = 0; i < siting->site_count; i++) {
        county.at[i][0] = siting->sites[i].x_m;
        county.at[i][1] = siting->sites[i].y_m;
        bits |= 1u << i;
        struct ws_result *after = run_with(&county, scene, bits);
        assert_int_equal(siting->sites[i].covered_micro, covered(after, scene->aim));
        ws_result_free(after);
    }
    ws_result_free(result);
    program_remove(county.folder);
}

/* ---- separate pieces of road
 * ---------------------------------------------------------------------- */

/* One candidate on the island, which has no office and too few junctions to be snapped
 * to. People along roads stay where they are, so it counts; people at points might be
 * counted there once it has an office, so it does not, and that is told. */
static void an_island_counts_unless_people_would_move(void **state)
{
    (void)state;
    for (int has_points = 0; has_points < 2; has_points++) {
        struct scene scene = {"island", "within=1km", has_points != 0, 1};
        struct county county = draw(7);
        county.at[0][0] = COUNTY_EAST_M + 12000.0;
        county.at[0][1] = COUNTY_NORTH_M + 450.0;
        program_write(county.folder, "island.csv", "id,easting,northing\nP0,572000,6700450\n");
        struct ws_result *result = site_run(&county, &scene, "add", "1", "island.csv");
        const struct ws_siting *siting = result->siting;
        assert_int_equal(siting->unusable_count, has_points);
        assert_int_equal(siting->site_count, !has_points);
        bool is_told = false;
        for (uint32_t i = 0; i < result->warning_count; i++)
            is_told |= strcmp(result->warnings[i].feature, "candidate P0") == 0;
        assert_int_equal(is_told, has_points);
        struct ws_result *after = run_with(&county, &scene, 1);
        if (!has_points)
            assert_int_equal(siting->sites[0].covered_micro, covered(after, 1));
        assert_true(siting->before_micro < covered(after, 1) || has_points);
        ws_result_free(after);
        ws_result_free(result);
        program_remove(county.folder);
    }
}

int main(void)
{
    static struct CMUnitTest tests[3 * (sizeof SCENES / sizeof *SCENES) + 2];
    static char names[3][sizeof SCENES / sizeof *SCENES][64];
    size_t count = 0, scenes = sizeof SCENES / sizeof *SCENES;
    for (size_t i = 0; i < scenes; i++) {
        snprintf(names[0][i], 64, "every_set_%s", SCENES[i].name);
        snprintf(names[1][i], 64, "share_%s", SCENES[i].name);
        snprintf(names[2][i], 64, "made_%s", SCENES[i].name);
        CMUnitTestFunction functions[] = {sites_are_those_of_running_every_set,
                                          a_share_takes_the_fewest,
                                          made_candidates_gain_what_a_run_with_them_does};
        for (size_t f = 0; f < 3; f++)
            if (f != 1 || SCENES[i].aim == 1)
                tests[count++] = (struct CMUnitTest){.name = names[f][i],
                                                     .test_func = functions[f],
                                                     .initial_state = (void *)&SCENES[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(rows_and_threads_change_nothing);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(an_island_counts_unless_people_would_move);
    return _cmocka_run_group_tests("siting", tests, count, NULL, NULL);
}
