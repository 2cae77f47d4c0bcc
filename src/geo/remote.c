#include "geo/remote.h"

#include "base/mem.h"

void remote_release(struct remote *remote)
{
    if (!remote)
        return;
    mem_free(remote->zones);
    mem_free(remote->areas);
    *remote = (struct remote){0};
}

struct remote_share remote_unknown(void)
{
    return (struct remote_share){.high_micro = WS_MICRO};
}
