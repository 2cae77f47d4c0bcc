/* What gives memory back in this room. */
#include "support/releases.h"

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

RELEASES_MAIN("decide_releases")
