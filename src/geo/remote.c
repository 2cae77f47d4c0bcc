#include "geo/remote.h"

#include "base/mem.h"

void remote_release(struct remote *remote)
{
    if (!remote)
        return;
    mem_free(remote->zones);
    mem_free(remote->areas);
    zones_release(&remote->presence);
    *remote = (struct remote){0};
}

struct remote_share remote_unknown(void)
{
    return (struct remote_share){.high_micro = WS_MICRO};
}

static struct remote_place nothing_told(void)
{
    return (struct remote_place){
        .network = remote_unknown(), .ability = remote_unknown(), .capacity_micro = WS_UNBOUNDED};
}

static struct remote_place *make_places(uint32_t count)
{
    struct remote_place *places = mem_array(count, sizeof *places);
    for (uint32_t i = 0; places && i < count; i++)
        places[i] = nothing_told();
    return places;
}

bool remote_init(struct remote *remote, uint32_t zone_count, uint32_t area_count)
{
    *remote = (struct remote){
        .zone_count = zone_count, .area_count = area_count, .nation = nothing_told()};
    remote->zones = make_places(zone_count);
    remote->areas = make_places(area_count);
    return remote->zones && remote->areas;
}
