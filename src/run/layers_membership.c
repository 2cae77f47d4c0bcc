/* The table `membership`. */
#include "run/layers.h"
#include "run/membership.h"
#include "run/supplier.h"

#include "base/text.h"

struct filler {
    const struct run *run;
    uint32_t row;
    struct column *code, *name, *zone, *zone_name, *people, *people_all, *whole;
    struct column *month, *unemployed, *exposed, *missing;
};

/* Of an area, while its municipalities are listed. */
struct sums {
    uint64_t people_micro, unemployed_micro, exposed_micro;
    uint32_t known_count;
    struct text missing; /* codes of those whose number is not in the sum */
};

/* The municipality's number in the register is known, and belongs to the area. */
static bool has_number(const struct run *run, const struct member *member)
{
    const struct unemployed *table = &run->registers.unemployed;
    return member->is_whole && run->registers.has_need &&
           run->registers.need_ranks[member->zone].flat_rank &&
           !table->more_micro[(size_t)table->picked * run->zones.count + member->zone];
}

static void fill_area(const struct filler *filler, uint32_t area)
{
    const struct zones *areas = &filler->run->supplier->zones;
    layers_text(filler->code, filler->row, areas->code[area]);
    layers_text(filler->name, filler->row, areas->name[area]);
}

static void fill_numbers(const struct filler *filler, uint64_t unemployed, uint64_t exposed)
{
    const struct unemployed *table = &filler->run->registers.unemployed;
    const char *month = table->month[table->picked];
    layers_text(filler->month, filler->row, *month ? month : NULL);
    layers_people(filler->unemployed, filler->row, unemployed);
    layers_people(filler->exposed, filler->row, exposed);
}

static void fill_member(struct filler *filler, struct sums *sums, const struct member *member)
{
    const struct run *run = filler->run;
    const struct unemployed *table = &run->registers.unemployed;
    const char *code = run->zones.code[member->zone];
    size_t weights = run->population.units.weight_count;
    fill_area(filler, member->area);
    layers_text(filler->zone, filler->row, code);
    layers_text(filler->zone_name, filler->row, run->zones.name[member->zone]);
    layers_people(filler->people, filler->row, member->people_micro);
    layers_people(filler->people_all, filler->row,
                  run->main_shares.rows[member->zone * weights].people_micro);
    layers_whole(filler->whole, filler->row, member->is_whole);
    sums->people_micro += member->people_micro;
    if (has_number(run, member)) {
        size_t at = (size_t)table->picked * run->zones.count + member->zone;
        uint64_t exposed_micro = run->registers.need_ranks[member->zone].exposed_micro;
        fill_numbers(filler, table->people_micro[at], exposed_micro);
        sums->unemployed_micro += table->people_micro[at];
        sums->exposed_micro += exposed_micro;
        sums->known_count++;
    } else {
        text_add(&sums->missing, "%s%s", sums->missing.length ? ", " : "", code);
    }
    filler->row++;
}

/* Its municipalities, then the row of the area. False: no memory. */
static bool fill_rows(struct filler *filler, uint32_t area)
{
    const struct membership *of = &filler->run->supplier->membership;
    struct sums sums = {0};
    bool is_whole = true;
    for (uint32_t i = of->first[area]; i < of->first[area + 1]; i++) {
        fill_member(filler, &sums, &of->items[i]);
        is_whole = is_whole && of->items[i].is_whole;
    }
    fill_area(filler, area);
    layers_people(filler->people, filler->row, sums.people_micro);
    layers_whole(filler->whole, filler->row, is_whole);
    if (sums.known_count)
        fill_numbers(filler, sums.unemployed_micro, sums.exposed_micro);
    layers_text(filler->missing, filler->row, sums.missing.bytes);
    filler->row++;
    bool is_done = !sums.missing.is_broken;
    text_release(&sums.missing);
    return is_done;
}

static struct filler make_columns(struct layer *layer, const struct run *run)
{
    return (struct filler){.run = run,
                           .code = layers_column(layer, "code", COLUMN_TEXT),
                           .name = layers_column(layer, "name", COLUMN_TEXT),
                           .zone = layers_column(layer, "zone", COLUMN_TEXT),
                           .zone_name = layers_column(layer, "zone_name", COLUMN_TEXT),
                           .people = layers_column(layer, "people", COLUMN_REAL),
                           .people_all = layers_column(layer, "people_all", COLUMN_REAL),
                           .whole = layers_column(layer, "whole", COLUMN_WHOLE),
                           .month = layers_column(layer, "month", COLUMN_TEXT),
                           .unemployed = layers_column(layer, "unemployed", COLUMN_REAL),
                           .exposed = layers_column(layer, "exposed", COLUMN_REAL),
                           .missing = layers_column(layer, "missing", COLUMN_TEXT)};
}

enum ws_status layers_membership(struct run_layers *out, const struct run *run,
                                 struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    uint32_t areas = supplier->zones.count;
    struct layer *layer = layers_begin(
        out, "membership",
        "Which municipalities lie in which supplier area, by their people; the unemployed of "
        "those wholly inside, and their sum in the row of the area without a municipality",
        supplier->membership.first[areas] + areas, 11);
    if (!layer)
        return layers_no_memory(err, "table", "membership");
    struct filler filler = make_columns(layer, run);
    bool is_done = layers_is_whole(layer);
    for (uint32_t area = 0; is_done && area < areas; area++)
        is_done = fill_rows(&filler, area);
    return is_done && layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "membership");
}
