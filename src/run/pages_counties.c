/* Counties as areas, for the lines of maps; one alone has no line to another. */
#include "base/error.h"
#include "run/pages.h"
#include "run/run.h"

enum ws_status pages_counties(struct areas *out, const struct run *run, struct ws_error *err)
{
    if (!run->zones.county || run->zones.county_count < 2)
        return WS_OK;
    enum ws_status st = run_counties(out, &run->zones, err);
    if (st)
        error_prefix(err, "while the counties are united for a map");
    return st;
}
