/* What gives memory back in this room. */
#include "support/releases.h"

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

RELEASES_MAIN("cover_releases")
