/* What gives memory back takes NULL and what holds nothing, as often as one likes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decide/chains.h"
#include "decide/claims.h"
#include "decide/lots.h"
#include "decide/policy.h"
#include "decide/reconcile.h"
#include "decide/sites.h"
#include "decide/sites_search.h"
#include "decide/solver.h"

#define RELEASES(X)                                                                                \
    X(chains_release, struct chains)                                                               \
    X(claim_answers_release, struct claim_answers)                                                 \
    X(lots_release, struct lots)                                                                   \
    X(reconcile_release, struct reconcile)                                                         \
    X(sites_release, struct site_answer)                                                           \
    X(solver_release, struct solver_result)                                                        \
    X(policy_release, struct policy)                                                               \
    X(gauge_release, struct gauge)

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
    return cmocka_run_group_tests_name("decide_releases", tests, NULL, NULL);
}
