/* Colours that mean the same on every map. */
#include "base/labels.h"

const struct label_colour LABELS_WHITE_SPOT = {178, 24, 43};
const struct label_colour LABELS_OFFICE = {25, 25, 25};
const struct label_colour LABELS_BORDER = {80, 80, 80};
const struct label_colour LABELS_IDLE = {105, 105, 105};
const struct label_colour LABELS_NEW = {255, 214, 20};

struct label_colour labels_class_colour(int class_id)
{
    static const struct label_colour COLOURS[] = {
        {235, 137, 49}, {214, 228, 240}, {158, 196, 222}, {86, 148, 194}, {24, 90, 145}};
    static const struct label_colour NO_DATA = {190, 187, 180};
    return class_id >= 0 && class_id < (int)(sizeof COLOURS / sizeof *COLOURS) ? COLOURS[class_id]
                                                                               : NO_DATA;
}
