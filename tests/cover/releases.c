/* What gives memory back takes NULL and what holds nothing, as often as one likes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "cover/closure.h"
#include "cover/cover.h"
#include "cover/lattice.h"
#include "cover/middles.h"
#include "cover/parts.h"
#include "cover/profile.h"
#include "cover/reach.h"

#define RELEASES(X)                                                                                \
    X(closures_release, struct closures)                                                           \
    X(spread_release, struct spread)                                                               \
    X(cut_release, struct cut)                                                                     \
    X(allocation_release, struct ws_allocation)                                                    \
    X(defaults_release, struct defaults)                                                           \
    X(gaps_release, struct gaps)                                                                   \
    X(reach_release, struct reach)                                                                 \
    X(unit_costs_release, struct unit_costs)                                                       \
    X(catchments_release, struct catchments)                                                       \
    X(middles_release, struct middles)                                                             \
    X(profile_release, struct profile)                                                             \
    X(tally_release, struct tally)                                                                 \
    X(lattice_release, struct lattice)                                                             \
    X(laid_release, struct laid)

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
    return cmocka_run_group_tests_name("cover_releases", tests, NULL, NULL);
}
