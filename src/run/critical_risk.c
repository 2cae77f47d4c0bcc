/* Offices that end with the contracts at risk. */
#include "run/critical.h"
#include "run/run.h"
#include "run/supplier.h"

#include <string.h>
#include <strings.h>

static bool is_risk_column(const struct column *column)
{
    static const char *const NAMES[] = {"at_risk", "atrisk", "riskerar_havning", "riskerarhavning"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(column->name, NAMES[i]) == 0)
            return true;
    return false;
}

static bool says_yes(const struct column *column, uint32_t row)
{
    static const char *const YES[] = {"1", "yes", "true", "t", "y", "ja", "j", "sant"};
    if (column->type == COLUMN_WHOLE)
        return column->whole[row] == 1;
    if (column->type == COLUMN_REAL || !column->text[row])
        return false;
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        if (strcasecmp(column->text[row], YES[i]) == 0)
            return true;
    return false;
}

/* Offices of the contract's provider in the contract's area. */
static void add_contract(bool *out, const struct run *run, uint32_t contract)
{
    const struct supplier *supplier = run->supplier;
    uint32_t area = supplier->contracts.zone[contract];
    if (area == WS_NONE || supplier->contracts.at_risk[contract] != RISK_YES)
        return;
    const uint32_t *stands_in = supplier->has_areas ? supplier->office_area : run->office_zone;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        if (run->offices.points.group[i] == supplier->contract_provider[contract] &&
            stands_in[i] == area)
            out[i] = true;
}

uint32_t critical_at_risk(bool *out, const struct run *run)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < run->offices.column_count; c++)
        for (uint32_t i = 0;
             is_risk_column(&run->offices.columns[c]) && i < run->offices.points.count; i++)
            out[i] = out[i] || says_yes(&run->offices.columns[c], i);
    for (uint32_t i = 0; run->supplier && i < run->supplier->contracts.count; i++)
        add_contract(out, run, i);
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        count += out[i];
    return count;
}
