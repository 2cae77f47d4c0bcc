/* OpenStreetMap's tags, from an extract or from a layer made of one: who may
 * drive where, by the rules beside the class table. */
#include "io/read_roads.h"

#include <stdio.h>
#include <string.h>

static const char *const TAG_NAMES[TAG_COUNT] = {
    "highway", "route", "oneway", "junction", "motorcar",         "motor_vehicle",     "vehicle",
    "access",  "area",  "tunnel", "maxspeed", "maxspeed:forward", "maxspeed:backward", "duration"};

void tags_find(struct road_tags *out, struct input *in)
{
    *out = (struct road_tags){.in = in};
    for (int t = 0; t < TAG_COUNT; t++)
        out->column[t] = columns_named(in, TAG_NAMES[t]);
    out->rest = columns_named(in, "other_tags");
}

/* The value of a key among "key"=>"value" pairs; quotes in values carry a
 * backslash. */
static const char *tag_among(char *out, size_t room, const char *pairs, const char *key)
{
    size_t size = strlen(key);
    while (pairs && *pairs) {
        const char *name = strchr(pairs, '"');
        const char *arrow = name ? strstr(name, "\"=>\"") : NULL;
        if (!arrow)
            return NULL;
        bool is_it = (size_t)(arrow - name - 1) == size && !strncmp(name + 1, key, size);
        size_t used = 0;
        const char *at = arrow + 4;
        for (; *at && *at != '"'; at++) {
            at += *at == '\\' && at[1];
            if (used + 1 < room)
                out[used++] = *at;
        }
        out[used] = '\0';
        if (is_it)
            return *out ? out : NULL;
        pairs = *at ? at + 1 : at;
    }
    return NULL;
}

const char *tags_text(struct road_tags *tags, OGRFeatureH feature, enum road_tag tag)
{
    if (tags->column[tag] >= 0)
        return columns_text(tags->in, feature, tags->column[tag]);
    if (tags->rest < 0)
        return NULL;
    return tag_among(tags->text, sizeof tags->text, columns_text(tags->in, feature, tags->rest),
                     TAG_NAMES[tag]);
}

bool tags_is(struct road_tags *tags, OGRFeatureH feature, enum road_tag tag,
             const char *const *words)
{
    const char *text = tags_text(tags, feature, tag);
    if (!text)
        return false;
    size_t size = strcspn(text, ";");
    while (size && text[size - 1] == ' ')
        size--;
    for (; *words; words++)
        if (strlen(*words) == size && !strncmp(text, *words, size))
            return true;
    return false;
}

bool tags_is_ferry(struct road_tags *tags, OGRFeatureH feature)
{
    static const char *const ferry[] = {"ferry", NULL};
    return tags_is(tags, feature, TAG_ROUTE, ferry);
}

/* The first of the chain that is set decides. */
static bool access_is_refused(struct road_tags *tags, OGRFeatureH feature)
{
    static const char *const closing[] = {"no",       "private",  "agricultural",
                                          "forestry", "military", NULL};
    for (enum road_tag chain = TAG_MOTORCAR; chain <= TAG_ACCESS; chain++)
        if (tags_text(tags, feature, chain))
            return tags_is(tags, feature, chain, closing);
    return false;
}

static bool ferry_takes_cars(struct road_tags *tags, OGRFeatureH feature)
{
    static const char *const opening[] = {"yes",         "designated", "permissive",
                                          "destination", "customers",  NULL};
    for (enum road_tag chain = TAG_MOTORCAR; chain <= TAG_VEHICLE; chain++)
        if (tags_is(tags, feature, chain, opening))
            return true;
    return false;
}

bool tags_is_closed(struct road_tags *tags, OGRFeatureH feature)
{
    static const char *const yes[] = {"yes", NULL};
    return tags_is(tags, feature, TAG_AREA, yes) || access_is_refused(tags, feature) ||
           (tags_is_ferry(tags, feature) && !ferry_takes_cars(tags, feature));
}

bool tags_is_forward(struct road_tags *tags, OGRFeatureH feature)
{
    static const char *const round[] = {"roundabout", "circular", NULL};
    static const char *const motorway[] = {"motorway", NULL};
    return tags_is(tags, feature, TAG_JUNCTION, round) ||
           tags_is(tags, feature, TAG_HIGHWAY, motorway);
}

/* Seconds of "HH:MM" or "HH:MM:SS"; 0: none. */
static double read_duration(const char *text)
{
    unsigned hours = 0, minutes = 0, seconds = 0;
    int parts = text ? sscanf(text, "%4u:%2u:%2u", &hours, &minutes, &seconds) : 0;
    return parts < 2 || minutes > 59 || seconds > 59 ? 0.0
                                                     : hours * 3600.0 + minutes * 60.0 + seconds;
}

void tags_set_ferry_speed(struct road_tags *tags, OGRFeatureH feature, struct lines *lines,
                          uint32_t line)
{
    double seconds = read_duration(tags_text(tags, feature, TAG_DURATION));
    double length_m = lines->at_m[lines->first_xy[line + 1] - 1];
    if (!(lines->flags[line] & LINE_FERRY) || !(seconds > 0.0) || !(length_m > 0.0))
        return;
    lines->speed_kmh[line] = lines->speed_back_kmh[line] = (float)(length_m / seconds * 3.6);
}
