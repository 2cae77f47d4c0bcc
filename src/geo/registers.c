#include "geo/registers.h"

#include "base/mem.h"

#include <string.h>

void commuting_release(struct commuting *commuting)
{
    if (!commuting)
        return;
    mem_free(commuting->home);
    mem_free(commuting->work);
    mem_free(commuting->people_micro);
    mem_free(commuting->more_micro);
    *commuting = (struct commuting){0};
}

void unemployed_release(struct unemployed *unemployed)
{
    if (!unemployed)
        return;
    mem_free(unemployed->month);
    mem_free(unemployed->people_micro);
    mem_free(unemployed->more_micro);
    mem_free(unemployed->outside_micro);
    *unemployed = (struct unemployed){0};
}

void claims_release(struct claims *claims)
{
    if (!claims)
        return;
    for (uint32_t i = 0; i < claims->count; i++) {
        mem_free(claims->items[i].id);
        mem_free(claims->items[i].statement);
        mem_free(claims->items[i].said);
    }
    mem_free(claims->items);
    *claims = (struct claims){0};
}

void referrals_release(struct referrals *referrals)
{
    if (!referrals)
        return;
    for (uint32_t i = 0; i < referrals->count; i++) {
        mem_free(referrals->rows[i].place);
        mem_free(referrals->rows[i].scheme);
        mem_free(referrals->rows[i].provider);
    }
    for (uint32_t i = 0; i < referrals->headline_count; i++)
        mem_free(referrals->headlines[i].scheme);
    mem_free(referrals->rows);
    mem_free(referrals->headlines);
    *referrals = (struct referrals){0};
}

static uint64_t told(uint64_t persons)
{
    return persons == FLOW_UNKNOWN ? 0 : persons;
}

bool referral_bridges(const struct referral *row)
{
    bool is_came_told = row->opening != FLOW_UNKNOWN && row->in != FLOW_UNKNOWN;
    bool is_went_told = row->out != FLOW_UNKNOWN && row->closing != FLOW_UNKNOWN;
    uint64_t came = told(row->opening) + told(row->in), went = told(row->out) + told(row->closing);
    return (!is_came_told || went <= came) && (!is_went_told || came <= went);
}

void notes_release(struct notes *notes)
{
    if (!notes)
        return;
    for (uint32_t i = 0; i < notes->count; i++) {
        struct note *note = &notes->items[i];
        char *const texts[] = {note->place, note->topic, note->source, note->text,
                               note->actor, note->step,  note->tags};
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            mem_free(texts[t]);
    }
    mem_free(notes->items);
    *notes = (struct notes){0};
}

void application_release(struct application *item)
{
    char *const texts[] = {item->applicant, item->place,  item->type,
                           item->reason,    item->source, item->code};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        mem_free(texts[t]);
    *item = (struct application){0};
}

void applications_release(struct applications *applications)
{
    if (!applications)
        return;
    for (uint32_t i = 0; i < applications->count; i++)
        application_release(&applications->items[i]);
    mem_free(applications->items);
    *applications = (struct applications){0};
}

bool application_is_same_place(const struct application *a, const struct application *b)
{
    if (a->zone != WS_NONE || a->area != WS_NONE)
        return a->zone == b->zone && a->area == b->area;
    return b->zone == WS_NONE && b->area == WS_NONE && strcmp(a->place, b->place) == 0;
}
