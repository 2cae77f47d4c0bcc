/* The key `remote` of a policy: when remote support is permitted. */
#include "run/decision.h"
#include "run/run.h"

#include "base/mem.h"

#include <string.h>

#define EXPECTED "expected a list of {\"scheme\", \"from\", \"to\"}, or \"never\""

/* Each of the three may be left out, not all of them. */
static const char *read_permission(struct policy_permission *to, const struct json_value *row)
{
    bool is_scheme = json_get(row, "scheme"), is_from = json_get(row, "from");
    size_t known = (size_t)is_scheme + is_from + (json_get(row, "to") != NULL);
    if (!known || json_get_count(row) != known ||
        !decision_take_text(to->scheme, sizeof to->scheme, row, "scheme") ||
        !decision_take_text(to->from, sizeof to->from, row, "from") ||
        !decision_take_text(to->to, sizeof to->to, row, "to"))
        return EXPECTED;
    if ((to->from[0] && !options_parse_date(to->from)) ||
        (to->to[0] && !options_parse_date(to->to)))
        return "from or to is no day YYYY-MM-DD";
    return to->from[0] && to->to[0] && strcmp(to->to, to->from) < 0 ? "to is before from" : NULL;
}

enum ws_status decision_read_permissions(struct policy *policy, const char *file,
                                         const struct json_value *list, struct ws_error *err)
{
    uint32_t count = (uint32_t)json_get_count(list);
    const char *word = json_get_text(list), *wrong = NULL;
    policy->permissions = mem_array(count, sizeof *policy->permissions);
    if (!policy->permissions)
        return error_set(err, WS_NO_MEMORY, "no memory for the policy");
    if (!count && (!word || strcmp(word, "never") != 0))
        wrong = EXPECTED;
    for (uint32_t i = 0; !wrong && i < count; i++)
        wrong = read_permission(&policy->permissions[policy->permission_count++],
                                json_get_item(list, i));
    policy->has_permissions = true;
    return wrong ? error_set(err, WS_BAD_DATA, "%s: remote: %s", file, wrong) : WS_OK;
}
