#include "base/labels.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* By name. Short: a heading of a table, an alias of a field. */
static const struct label COLUMNS[] = {
    {"actor", {"Actor", "Aktör"}, LABEL_TEXT},
    {"adm", {"On paper", "På papperet"}, LABEL_FLAG},
    {"adm_cover", {"Office inside or contract", "Kontor inom eller avtal"}, LABEL_FLAG},
    {"adm_prov", {"Providers on paper", "Leverantörer på papperet"}, LABEL_TEXT},
    {"after", {"After", "Efter"}, LABEL_TEXT},
    {"ages", {"Ages", "Åldrar"}, LABEL_TEXT},
    {"applicant", {"Applicant", "Sökande"}, LABEL_TEXT},
    {"area", {"Area", "Område"}, LABEL_TEXT},
    {"area_km2", {"Area, km²", "Yta, km²"}, LABEL_KM2},
    {"area_lead", {"Days to the decision, median", "Dagar till beslut, median"}, LABEL_TEXT},
    {"area_tries", {"Attempts in the area", "Försök i området"}, LABEL_TEXT},
    {"areas", {"Areas", "Områden"}, LABEL_TEXT},
    {"as_of", {"As of", "Per datum"}, LABEL_TEXT},
    {"attempt", {"Attempt", "Försök"}, LABEL_TEXT},
    {"before", {"Before", "Före"}, LABEL_TEXT},
    {"below", {"Below the volume", "Under volymen"}, LABEL_FLAG},
    {"breakeven", {"Break-even, participants", "Nollpunkt, deltagare"}, LABEL_TEXT},
    {"candidate", {"Candidate", "Kandidat"}, LABEL_FLAG},
    {"capacity", {"Capacity", "Kapacitet"}, LABEL_TEXT},
    {"choice", {"Providers to choose from", "Leverantörer att välja på"}, LABEL_TEXT},
    {"choice2", {"Share with 2 or more", "Andel med minst 2"}, LABEL_SHARE},
    {"choice3", {"Share with 3 or more", "Andel med minst 3"}, LABEL_SHARE},
    {"claimed", {"Claimed", "Påstått"}, LABEL_TEXT},
    {"class", {"Choice", "Antal leverantörer att välja på"}, LABEL_WORD},
    {"class_why", {"Why this class", "Varför denna klass"}, LABEL_TEXT},
    {"closing", {"Closing", "Utgående"}, LABEL_TEXT},
    {"closure", {"What closes", "Vad som stänger"}, LABEL_TEXT},
    {"code", {"Code", "Kod"}, LABEL_TEXT},
    {"computed", {"Computed", "Beräknat"}, LABEL_TEXT},
    {"contracts", {"Contracts", "Avtal"}, LABEL_TEXT},
    {"cost", {"Cost, SEK", "Kostnad, kr"}, LABEL_SEK},
    {"cost1", {"Way to the nearest", "Väg till närmaste"}, LABEL_COST},
    {"cost2", {"Way to the second", "Väg till den andra"}, LABEL_COST},
    {"cost3", {"Way to the third", "Väg till den tredje"}, LABEL_COST},
    {"cost_high", {"Cost, at most, SEK", "Kostnad, högst, kr"}, LABEL_SEK},
    {"cost_low", {"Cost, at least, SEK", "Kostnad, minst, kr"}, LABEL_SEK},
    {"cost_p50", {"Way, median", "Väg, median"}, LABEL_COST},
    {"cost_p90", {"Way, 90 % at most", "Väg, 90 % högst"}, LABEL_COST},
    {"count", {"Count", "Antal"}, LABEL_TEXT},
    {"cov_after", {"Covered after", "Täckta efter"}, LABEL_PEOPLE},
    {"cov_before", {"Covered before", "Täckta före"}, LABEL_PEOPLE},
    {"covered", {"People covered", "Täckta personer"}, LABEL_PEOPLE},
    {"date", {"Date", "Datum"}, LABEL_TEXT},
    {"decided", {"Decided", "Beslutad"}, LABEL_TEXT},
    {"denominator", {"Of", "Av"}, LABEL_PEOPLE},
    {"difference", {"Difference", "Skillnad"}, LABEL_PEOPLE},
    {"distance", {"By road", "Längs väg"}, LABEL_FLAG},
    {"east_m", {"East, m", "Öst, m"}, LABEL_TEXT},
    {"effect", {"Effect", "Verkan"}, LABEL_TEXT},
    {"exp_high", {"Participants, at most", "Deltagare, högst"}, LABEL_PEOPLE},
    {"exp_low", {"Participants, at least", "Deltagare, minst"}, LABEL_PEOPLE},
    {"expected", {"Participants expected", "Väntade deltagare"}, LABEL_PEOPLE},
    {"exposed", {"Unemployed without a provider", "Arbetslösa utan leverantör"}, LABEL_PEOPLE},
    {"f", {"Fixed cost F, SEK", "Fast kostnad F, kr"}, LABEL_SEK},
    {"feature", {"Row", "Rad"}, LABEL_TEXT},
    {"file", {"File", "Fil"}, LABEL_TEXT},
    {"flags", {"Remarks", "Anmärkningar"}, LABEL_WORD},
    {"frac", {"Part within the limit", "Del inom gränsen"}, LABEL_SHARE},
    {"high", {"At most", "Högst"}, LABEL_TEXT},
    {"id", {"Id", "Id"}, LABEL_TEXT},
    {"in", {"In", "In"}, LABEL_TEXT},
    {"k", {"Providers", "Leverantörer"}, LABEL_TEXT},
    {"key", {"Key", "Nyckel"}, LABEL_TEXT},
    {"kind", {"What closes", "Vad som stänger"}, LABEL_WORD},
    {"known", {"Known on", "Känt"}, LABEL_TEXT},
    {"last", {"Loses the last", "Förlorar den sista"}, LABEL_FLAG},
    {"layer", {"Layer", "Lager"}, LABEL_WORD},
    {"lead_days", {"Days to the decision", "Dagar till beslut"}, LABEL_TEXT},
    {"leave", {"One provider more takes out", "Lämnar med en leverantör till"}, LABEL_TEXT},
    {"limit", {"Limit", "Gräns"}, LABEL_TEXT},
    {"limit_sek", {"Dated limit, SEK", "Daterad gräns, kr"}, LABEL_SEK},
    {"lot", {"Lot", "Anbudsområde"}, LABEL_TEXT},
    {"low", {"At least", "Minst"}, LABEL_TEXT},
    {"m", {"Margin per participant m, SEK", "Marginal per deltagare m, kr"}, LABEL_SEK},
    {"measure", {"Measure", "Mått"}, LABEL_TEXT},
    {"metric", {"Measure", "Mått"}, LABEL_TEXT},
    {"month", {"Month", "Månad"}, LABEL_TEXT},
    {"more", {"Farther by", "Längre med"}, LABEL_COST},
    {"municipalities", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"n", {"Participants n", "Deltagare n"}, LABEL_TEXT},
    {"name", {"Name", "Namn"}, LABEL_TEXT},
    {"nearest", {"Nearest office", "Närmaste kontor"}, LABEL_TEXT},
    {"nearest_m", {"Way to it", "Väg dit"}, LABEL_METRES},
    {"nearest_s", {"Way to it", "Väg dit"}, LABEL_COST},
    {"need_rank", {"Rank by need", "Rang efter behov"}, LABEL_TEXT},
    {"newly", {"Newly covered", "Nytäckta"}, LABEL_PEOPLE},
    {"newly_most", {"Newly covered, at most", "Nytäckta, högst"}, LABEL_PEOPLE},
    {"no_link", {"No fixed link", "Utan fast förbindelse"}, LABEL_PEOPLE},
    {"north_m", {"North, m", "Nord, m"}, LABEL_TEXT},
    {"note", {"Note", "Anmärkning"}, LABEL_TEXT},
    {"numerator", {"People", "Personer"}, LABEL_PEOPLE},
    {"occurs", {"Occurrences", "Förekomster"}, LABEL_TEXT},
    {"off_network", {"Too far from a road", "För långt från väg"}, LABEL_PEOPLE},
    {"office", {"Office", "Kontor"}, LABEL_TEXT},
    {"office1", {"Nearest office", "Närmaste kontor"}, LABEL_TEXT},
    {"office2", {"Second office", "Andra kontoret"}, LABEL_TEXT},
    {"office3", {"Third office", "Tredje kontoret"}, LABEL_TEXT},
    {"offices", {"Offices inside", "Kontor inom"}, LABEL_TEXT},
    {"only_here", {"No other provider near", "Saknar annan leverantör"}, LABEL_PEOPLE},
    {"only_line", {"By straight line alone", "Endast fågelvägen"}, LABEL_PEOPLE},
    {"only_road", {"By road alone", "Endast längs väg"}, LABEL_PEOPLE},
    {"opening", {"Opening", "Ingående"}, LABEL_TEXT},
    {"out", {"Out", "Ut"}, LABEL_TEXT},
    {"outcome", {"Outcome", "Utfall"}, LABEL_WORD},
    {"outside", {"Outside the zones", "Utanför områdena"}, LABEL_PEOPLE},
    {"over", {"Participants above capacity", "Deltagare över kapacitet"}, LABEL_TEXT},
    {"over_count", {"Contracts above capacity", "Avtal över kapacitet"}, LABEL_TEXT},
    {"own_after", {"Own after", "Egna efter"}, LABEL_TEXT},
    {"own_before", {"Own before", "Egna före"}, LABEL_TEXT},
    {"participants", {"Participants", "Deltagare"}, LABEL_TEXT},
    {"people", {"People", "Personer"}, LABEL_PEOPLE},
    {"people_2nd", {"Lose their second provider", "Förlorar sin andra"}, LABEL_PEOPLE},
    {"people_3rd", {"Lose their third provider", "Förlorar sin tredje"}, LABEL_PEOPLE},
    {"people_last", {"Lose their only provider", "Förlorar sin enda"}, LABEL_PEOPLE},
    {"place", {"Place", "Plats"}, LABEL_TEXT},
    {"population", {"Population", "Befolkning"}, LABEL_TEXT},
    {"possible", {"Possible", "Möjlig"}, LABEL_FLAG},
    {"provider", {"Provider", "Leverantör"}, LABEL_TEXT},
    {"provider1", {"Nearest provider", "Närmaste leverantör"}, LABEL_TEXT},
    {"provider2", {"Second provider", "Andra leverantören"}, LABEL_TEXT},
    {"provider3", {"Third provider", "Tredje leverantören"}, LABEL_TEXT},
    {"providers", {"Providers inside", "Leverantörer inom"}, LABEL_TEXT},
    {"rank", {"Rank", "Rang"}, LABEL_TEXT},
    {"reachable", {"Providers in reach, mean", "Leverantörer i räckhåll, medel"}, LABEL_TEXT},
    {"reading", {"Reading", "Läsning"}, LABEL_TEXT},
    {"reason", {"Reason", "Skäl"}, LABEL_TEXT},
    {"registry", {"Registry", "Register"}, LABEL_TEXT},
    {"reported", {"Reported", "Rapporterat"}, LABEL_TEXT},
    {"risk", {"Risk", "Risk"}, LABEL_TEXT},
    {"role", {"Input", "Indata"}, LABEL_TEXT},
    {"route", {"Proposed route", "Föreslagen väg"}, LABEL_WORD},
    {"rule", {"Rule", "Regel"}, LABEL_TEXT},
    {"s", {"Allowance S, SEK", "Glesbygdspeng S, kr"}, LABEL_SEK},
    {"said", {"Said by", "Sagt av"}, LABEL_TEXT},
    {"same", {"Same by both", "Samma båda vägarna"}, LABEL_PEOPLE},
    {"scenario", {"Case", "Fall"}, LABEL_TEXT},
    {"scheme", {"Scheme", "Tjänst"}, LABEL_TEXT},
    {"sek_at_least", {"At least, SEK", "Minst, kr"}, LABEL_SEK},
    {"sek_per_newly", {"SEK per newly covered", "Kr per nytäckt"}, LABEL_SEK},
    {"share", {"Share covered", "Andel täckta"}, LABEL_SHARE},
    {"share_high", {"At most", "Högst"}, LABEL_SHARE},
    {"share_low", {"At least", "Minst"}, LABEL_SHARE},
    {"shr_after", {"Share after", "Andel efter"}, LABEL_SHARE},
    {"shr_before", {"Share before", "Andel före"}, LABEL_SHARE},
    {"site", {"Place for an office", "Plats för kontor"}, LABEL_TEXT},
    {"snap_m", {"Way to the road", "Väg till vägnätet"}, LABEL_METRES},
    {"snapped", {"On the road network", "På vägnätet"}, LABEL_FLAG},
    {"source", {"Source", "Källa"}, LABEL_TEXT},
    {"state", {"State", "Läge"}, LABEL_WORD},
    {"stated", {"Order stated", "Angiven ordning"}, LABEL_TEXT},
    {"statement", {"Statement", "Påstående"}, LABEL_TEXT},
    {"status", {"Status", "Status"}, LABEL_TEXT},
    {"step", {"Step", "Steg"}, LABEL_TEXT},
    {"tags", {"Tags", "Etiketter"}, LABEL_TEXT},
    {"tau", {"Taper", "Avtrappning"}, LABEL_TEXT},
    {"text", {"Text", "Text"}, LABEL_TEXT},
    {"tied", {"Tied", "Delad"}, LABEL_FLAG},
    {"topic", {"Topic", "Ämne"}, LABEL_TEXT},
    {"travel_max", {"Longest way inside", "Längsta väg inom"}, LABEL_COST},
    {"uncovered", {"People not covered", "Ej täckta personer"}, LABEL_PEOPLE},
    {"unemployed", {"Unemployed", "Arbetslösa"}, LABEL_PEOPLE},
    {"unemployment", {"Unemployment", "Arbetslöshet"}, LABEL_TEXT},
    {"unexplained", {"Unexplained", "Oförklarat"}, LABEL_TEXT},
    {"unit", {"Unit", "Enhet"}, LABEL_TEXT},
    {"unknown", {"Unknown", "Uppgift saknas"}, LABEL_TEXT},
    {"value", {"Value", "Värde"}, LABEL_TEXT},
    {"value_sek", {"Contract value, SEK", "Avtalsvärde, kr"}, LABEL_SEK},
    {"verdict", {"Verdict", "Utfall"}, LABEL_WORD},
    {"weight", {"Population", "Befolkning"}, LABEL_TEXT},
    {"what", {"What", "Vad"}, LABEL_TEXT},
    {"whitens", {"Turn white", "Blir vita"}, LABEL_TEXT},
    {"why", {"Why", "Varför"}, LABEL_TEXT},
    {"wording", {"Wording", "Ordalydelse"}, LABEL_TEXT},
    {"zone", {"Municipality", "Kommun"}, LABEL_TEXT},
};

static const struct label LAYERS[] = {
    {"access_by_need", {"Access by need", "Tillgänglighet efter behov"}, LABEL_TEXT},
    {"allowance", {"Rural allowance", "Glesbygdspeng"}, LABEL_TEXT},
    {"alternatives", {"Alternatives", "Alternativ"}, LABEL_TEXT},
    {"applications", {"Applications", "Ansökningar"}, LABEL_TEXT},
    {"catchments", {"Land within the limits", "Mark inom gränserna"}, LABEL_TEXT},
    {"changes", {"Changes", "Förändringar"}, LABEL_TEXT},
    {"claims", {"Claims", "Påståenden"}, LABEL_TEXT},
    {"contract_areas", {"Contracts by area", "Avtal per område"}, LABEL_TEXT},
    {"coverage", {"All shares", "Alla andelar"}, LABEL_TEXT},
    {"critical", {"What hangs on whom", "Vad som hänger på vem"}, LABEL_TEXT},
    {"default_offices", {"Offices of those who do not choose", "Ickevalsalternativ"}, LABEL_TEXT},
    {"disagree", {"Paper, road and choice", "Papper, väg och val"}, LABEL_TEXT},
    {"findings", {"What follows", "Vad som följer"}, LABEL_TEXT},
    {"gaps", {"Gaps in time", "Täckningsglapp"}, LABEL_TEXT},
    {"lots", {"Tender lots", "Anbudsområden"}, LABEL_TEXT},
    {"metrics", {"Figures people quote", "Mått som brukar citeras"}, LABEL_TEXT},
    {"moved", {"Whose way gets longer", "Vilkas väg blir längre"}, LABEL_TEXT},
    {"municipalities", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"notes", {"Notes", "Anteckningar"}, LABEL_TEXT},
    {"office_catchments", {"Land of each office", "Mark per kontor"}, LABEL_TEXT},
    {"offices", {"Offices", "Kontor"}, LABEL_TEXT},
    {"population", {"Population", "Befolkning"}, LABEL_TEXT},
    {"reached_roads", {"Roads within the limits", "Vägar inom gränserna"}, LABEL_TEXT},
    {"reconcile", {"Reconciliation", "Avstämning"}, LABEL_TEXT},
    {"remote", {"Remote support", "Distansstöd"}, LABEL_TEXT},
    {"repairs", {"Repaired or left out", "Rättat eller utelämnat"}, LABEL_TEXT},
    {"run", {"How it came about", "Hur det kom till"}, LABEL_TEXT},
    {"scenarios", {"Scenarios", "Scenarier"}, LABEL_TEXT},
    {"series", {"Day by day", "Dag för dag"}, LABEL_TEXT},
    {"sites", {"New offices", "Nya kontor"}, LABEL_TEXT},
    {"supplier_areas", {"Supplier areas", "Leveransområden"}, LABEL_TEXT},
    {"unemployment", {"Unemployment and choice", "Arbetslöshet och val"}, LABEL_TEXT},
    {"white_spots", {"White spots", "Vita fläckar"}, LABEL_TEXT},
};

static const struct label WORDS[] = {
    {"AGREEMENT", {"Agreement with the municipality", "Överenskommelse med kommunen"}, LABEL_TEXT},
    {"AUTHORISATION", {"Authorisation", "Auktorisation"}, LABEL_TEXT},
    {"DIRECT_AWARD", {"Direct award", "Direktupphandling"}, LABEL_TEXT},
    {"IN_HOUSE", {"Own staff", "Egen regi"}, LABEL_TEXT},
    {"LOU", {"Tender (LOU)", "Upphandling (LOU)"}, LABEL_TEXT},
    {"LOV", {"Choice system (LOV)", "Valfrihetssystem (LOV)"}, LABEL_TEXT},
    {"LOV_ALLOWANCE", {"LOV with rural allowance", "LOV med glesbygdspeng"}, LABEL_TEXT},
    {"REMOTE_VISITS", {"Remote support and visits", "Distansstöd och besök"}, LABEL_TEXT},
    {"TRIAL", {"Trial", "Försök"}, LABEL_TEXT},
    {"applied", {"Applied", "Ansökt"}, LABEL_TEXT},
    {"approved", {"Approved", "Godkänd"}, LABEL_TEXT},
    {"approved_not_receiving",
     {"Approved, none sent yet", "Godkänd, utan anvisningar"},
     LABEL_TEXT},
    {"at risk", {"At risk", "Riskerar hävning"}, LABEL_TEXT},
    {"at_risk", {"At risk", "Riskerar hävning"}, LABEL_TEXT},
    {"baseline", {"Nothing is done", "Nollalternativ"}, LABEL_TEXT},
    {"closed_to_new", {"Closed to new", "Stängd för nya"}, LABEL_TEXT},
    {"covered", {"Covered", "Täckt"}, LABEL_TEXT},
    {"depends", {"It depends", "Beror på"}, LABEL_TEXT},
    {"ended", {"Ended", "Upphört"}, LABEL_TEXT},
    {"ending", {"Ends within notice", "Upphör inom uppsägningstid"}, LABEL_TEXT},
    {"few", {"Three or four providers", "Tre–fyra leverantörer"}, LABEL_TEXT},
    {"high", {"High", "Hög"}, LABEL_TEXT},
    {"low", {"Low", "Låg"}, LABEL_TEXT},
    {"many", {"Five or more", "Fem eller fler"}, LABEL_TEXT},
    {"mid", {"Middle", "Mellan"}, LABEL_TEXT},
    {"municipalities", {"Municipality", "Kommun"}, LABEL_TEXT},
    {"national", {"All", "Alla"}, LABEL_TEXT},
    {"neighbour_only", {"Office only in the next area", "Kontor endast i grannområde"}, LABEL_TEXT},
    {"no", {"No", "Nej"}, LABEL_TEXT},
    {"no_data", {"No data", "Uppgift saknas"}, LABEL_TEXT},
    {"no_fixed_link", {"No fixed link", "Utan fast förbindelse"}, LABEL_TEXT},
    {"none", {"White spot", "Vit fläck"}, LABEL_TEXT},
    {"not reproduced", {"Not reproduced", "Stämmer inte"}, LABEL_TEXT},
    {"not testable", {"Not testable", "Kan inte prövas"}, LABEL_TEXT},
    {"off_network", {"Too far from a road", "För långt från väg"}, LABEL_TEXT},
    {"office", {"Office", "Kontor"}, LABEL_TEXT},
    {"one", {"One provider", "En leverantör"}, LABEL_TEXT},
    {"open", {"Open", "Öppet"}, LABEL_TEXT},
    {"outside", {"Outside the municipalities", "Utanför kommunerna"}, LABEL_TEXT},
    {"pair", {"Two offices", "Två kontor"}, LABEL_TEXT},
    {"partly", {"Partly covered", "Delvis täckt"}, LABEL_TEXT},
    {"provider", {"Provider", "Leverantör"}, LABEL_TEXT},
    {"refused", {"Refused", "Avslag"}, LABEL_TEXT},
    {"remote_only", {"Remote only", "Endast distans"}, LABEL_TEXT},
    {"reproduced", {"Reproduced", "Stämmer"}, LABEL_TEXT},
    {"supplier_areas", {"Supplier area", "Leveransområde"}, LABEL_TEXT},
    {"two", {"Two providers", "Två leverantörer"}, LABEL_TEXT},
    {"uncovered", {"Not covered", "Ej täckt"}, LABEL_TEXT},
    {"withdrawn", {"Withdrawn", "Återkallad"}, LABEL_TEXT},
    {"yes", {"Yes", "Ja"}, LABEL_TEXT},
    {"zero", {"None", "Inga"}, LABEL_TEXT},
};

static const struct label *find(const struct label *labels, size_t count, const char *name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, labels[middle].name);
        if (order == 0)
            return &labels[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct label *labels_column(const char *name)
{
    return find(COLUMNS, COUNT(COLUMNS), name);
}

const char *labels_layer(const char *name, enum lang lang)
{
    const struct label *label = find(LAYERS, COUNT(LAYERS), name);
    return label ? label->text[lang] : name;
}

const char *labels_word(const char *word, enum lang lang)
{
    const struct label *label = find(WORDS, COUNT(WORDS), word);
    return label ? label->text[lang] : word;
}

int labels_class(const char *word)
{
    static const char *const CLASSES[] = {"none", "one", "two", "few", "many"};
    for (int i = 0; word && i < (int)COUNT(CLASSES); i++)
        if (!strcmp(word, CLASSES[i]))
            return i;
    return -1;
}

const struct label_colour LABELS_WHITE_SPOT = {178, 24, 43};
const struct label_colour LABELS_OFFICE = {25, 25, 25};
const struct label_colour LABELS_BORDER = {80, 80, 80};

struct label_colour labels_class_colour(int class_id)
{
    static const struct label_colour COLOURS[] = {
        {235, 137, 49}, {214, 228, 240}, {158, 196, 222}, {86, 148, 194}, {24, 90, 145}};
    static const struct label_colour NO_DATA = {190, 187, 180};
    return class_id >= 0 && class_id < (int)COUNT(COLOURS) ? COLOURS[class_id] : NO_DATA;
}
