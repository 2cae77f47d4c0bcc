/* decide/decide.h: what follows for a zone. The room's door.
 *
 * Knows shares, zones and reach tables, never a road. */
#ifndef DECIDE_DECIDE_H
#define DECIDE_DECIDE_H
#include "decide/administrative.h"
#include "decide/allowance.h"
#include "decide/alternatives.h"
#include "decide/applications.h"
#include "decide/assistance.h"
#include "decide/chains.h"
#include "decide/claims.h"
#include "decide/critical.h"
#include "decide/findings.h"
#include "decide/lots.h"
#include "decide/metrics.h"
#include "decide/money.h"
#include "decide/need.h"
#include "decide/notes.h"
#include "decide/peers.h"
#include "decide/pilots.h"
#include "decide/policy.h"
#include "decide/reconcile.h"
#include "decide/remote.h"
#include "decide/sites.h"
#include "decide/solver.h"
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* 0, 1, 2, 3-4, 5 and more distinct providers. */
enum ws_class classify_choice(uint32_t provider_count);
/* "none", "one", "two", "few", "many". */
const char *classify_name(enum ws_class class_id);
#endif
