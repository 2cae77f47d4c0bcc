/* What gives memory back takes NULL and what holds nothing, as often as one likes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "geo/clip.h"
#include "geo/locate_cells.h"
#include "geo/places.h"
#include "geo/seams.h"
#include "geo/shapes.h"

#define RELEASES(X)                                                                                \
    X(clip_release, struct clip)                                                                   \
    X(locate_cells_release, struct locate_cells)                                                   \
    X(zones_release, struct zones)                                                                 \
    X(population_release, struct population)                                                       \
    X(candidates_release, struct candidates)                                                       \
    X(offices_release, struct offices)                                                             \
    X(seams_release, struct seams)                                                                 \
    X(lines_release, struct lines)                                                                 \
    X(areas_release, struct areas)

#define TEST(release, type)                                                                        \
    static void release##_takes_nothing(void **state)                                              \
    {                                                                                              \
        type empty, kept;                                                                          \
        (void)state;                                                                               \
        memset(&empty, 0, sizeof empty);                                                           \
        memset(&kept, 0, sizeof kept);                                                             \
        release(NULL);                                                                             \
        release(&empty);                                                                           \
        release(&empty);                                                                           \
        assert_memory_equal(&empty, &kept, sizeof empty);                                          \
    }
RELEASES(TEST)
#define NAME(release, type) cmocka_unit_test(release##_takes_nothing),

int main(void)
{
    const struct CMUnitTest tests[] = {RELEASES(NAME)};
    return cmocka_run_group_tests_name("geo_releases", tests, NULL, NULL);
}
