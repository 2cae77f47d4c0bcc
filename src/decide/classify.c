/* decide/classify.c: the choice classes 0, 1, 2, 3-4, 5 and more. */
#include "decide/decide.h"

#include <assert.h>

enum ws_class classify_choice(uint32_t provider_count)
{
    if (provider_count == 0)
        return WS_CLASS_NONE;
    if (provider_count == 1)
        return WS_CLASS_ONE;
    if (provider_count == 2)
        return WS_CLASS_TWO;
    return provider_count <= 4 ? WS_CLASS_FEW : WS_CLASS_MANY;
}

const char *classify_name(enum ws_class class_id)
{
    static const char *const NAMES[] = {
        [WS_CLASS_NONE] = "none", [WS_CLASS_ONE] = "one",   [WS_CLASS_TWO] = "two",
        [WS_CLASS_FEW] = "few",   [WS_CLASS_MANY] = "many",
    };
    assert((size_t)class_id < sizeof NAMES / sizeof *NAMES);
    return NAMES[class_id];
}
