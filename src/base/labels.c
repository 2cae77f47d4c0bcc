#include "base/labels.h"

#include "base/figures.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* By name. Short: a heading of a table, an alias of a field. */
static const struct label COLUMNS[] = {
    {"a", {"In a", "I a"}, LABEL_TEXT},
    {"ability_high", {"Able to use it, at most", "Kan använda det, högst"}, LABEL_SHARE},
    {"ability_low", {"Able to use it, at least", "Kan använda det, minst"}, LABEL_SHARE},
    {"ability_of", {"Ability known of", "Förmåga känd för"}, LABEL_WORD},
    {"accepts_new", {"Takes new participants", "Tar emot nya deltagare"}, LABEL_TEXT},
    {"actor", {"Actor", "Aktör"}, LABEL_TEXT},
    {"adm", {"On paper", "På papperet"}, LABEL_FLAG},
    {"adm_cover", {"Office inside or contract", "Kontor inom eller avtal"}, LABEL_FLAG},
    {"adm_prov", {"Providers on paper", "Leverantörer på papperet"}, LABEL_TEXT},
    {"after", {"After", "Efter"}, LABEL_TEXT},
    {"ages", {"Ages", "Åldrar"}, LABEL_TEXT},
    {"apart", {"Difference", "Skillnad"}, LABEL_SHARE},
    {"applicant", {"Applicant", "Sökande"}, LABEL_TEXT},
    {"area", {"Area", "Område"}, LABEL_TEXT},
    {"area_km2", {"Area, km²", "Yta, km²"}, LABEL_KM2},
    {"area_lead", {"Days to the decision, median", "Dagar till beslut, median"}, LABEL_MEAN},
    {"area_tries", {"Attempts in the area", "Försök i området"}, LABEL_TEXT},
    {"areas", {"Areas", "Områden"}, LABEL_TEXT},
    {"as_of", {"As of", "Per datum"}, LABEL_TEXT},
    {"at_risk", {"At risk", "Riskerar hävning"}, LABEL_TEXT},
    {"attempt", {"Attempt", "Försök"}, LABEL_TEXT},
    {"b", {"In b", "I b"}, LABEL_TEXT},
    {"before", {"Before", "Före"}, LABEL_TEXT},
    {"below", {"Below the volume", "Under volymen"}, LABEL_FLAG},
    {"breakeven", {"Break-even, participants", "Nollpunkt, deltagare"}, LABEL_MEAN},
    {"candidate", {"Candidate", "Kandidat"}, LABEL_FLAG},
    {"capacity", {"Capacity", "Kapacitet"}, LABEL_TEXT},
    {"chain", {"Whole chain", "Hela kedjan"}, LABEL_WORD},
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
    {"contract", {"Contract", "Avtal"}, LABEL_TEXT},
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
    {"country", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"counts_as", {"Counts as", "Räknas som"}, LABEL_WORD},
    {"cov_after", {"Covered after", "Täckta efter"}, LABEL_PEOPLE},
    {"cov_all", {"Share covered", "Andel täckta"}, LABEL_SHARE},
    {"cov_before", {"Covered before", "Täckta före"}, LABEL_PEOPLE},
    {"cov_pilots", {"Share covered, pilots", "Andel täckta, pilot"}, LABEL_SHARE},
    {"covered", {"People covered", "Täckta personer"}, LABEL_PEOPLE},
    {"covered_a", {"Covered in a", "Täckta i a"}, LABEL_PEOPLE},
    {"covered_b", {"Covered in b", "Täckta i b"}, LABEL_PEOPLE},
    {"covered_more", {"Covered more", "Fler täckta"}, LABEL_PEOPLE},
    {"date", {"Date", "Datum"}, LABEL_TEXT},
    {"decided", {"Decided", "Beslutad"}, LABEL_TEXT},
    {"demand", {"People to be served", "Personer att betjäna"}, LABEL_PEOPLE},
    {"denominator", {"Out of", "Av"}, LABEL_COUNTED},
    {"difference", {"Difference", "Skillnad"}, LABEL_PEOPLE},
    {"distance", {"By road", "Längs väg"}, LABEL_FLAG},
    {"east_m", {"East, m", "Öst, m"}, LABEL_TEXT},
    {"effect", {"Effect", "Verkan"}, LABEL_TEXT},
    {"enough", {"Visits are enough", "Besöken räcker"}, LABEL_WORD},
    {"events", {"Events", "Händelser"}, LABEL_TEXT},
    {"exp_high", {"Participants, at most", "Deltagare, högst"}, LABEL_MEAN},
    {"exp_low", {"Participants, at least", "Deltagare, minst"}, LABEL_MEAN},
    {"expected", {"Participants expected", "Väntade deltagare"}, LABEL_MEAN},
    {"exposed", {"Unemployed without a provider", "Arbetslösa utan leverantör"}, LABEL_PEOPLE},
    {"f", {"Fixed cost F, SEK", "Fast kostnad F, kr"}, LABEL_SEK},
    {"feature", {"Row", "Rad"}, LABEL_TEXT},
    {"file", {"File", "Fil"}, LABEL_TEXT},
    {"flags", {"Remarks", "Anmärkningar"}, LABEL_WORD},
    {"frac", {"Part within the limit", "Del inom gränsen"}, LABEL_SHARE},
    {"from", {"From", "Från"}, LABEL_TEXT},
    {"gainer", {"To", "Till"}, LABEL_TEXT},
    {"high", {"At most", "Högst"}, LABEL_TEXT},
    {"id", {"Id", "Id"}, LABEL_TEXT},
    {"in", {"In", "In"}, LABEL_TEXT},
    {"in_gap", {"In a gap", "I ett glapp"}, LABEL_TEXT},
    {"k", {"Providers", "Leverantörer"}, LABEL_TEXT},
    {"key", {"Key", "Nyckel"}, LABEL_TEXT},
    {"kind", {"What closes", "Vad som stänger"}, LABEL_WORD},
    {"km", {"Road, km", "Väg, km"}, LABEL_TEXT},
    {"known", {"Known on", "Känt"}, LABEL_TEXT},
    {"last", {"Loses the last", "Förlorar den sista"}, LABEL_FLAG},
    {"layer", {"Layer", "Lager"}, LABEL_WORD},
    {"lead_days", {"Days to the decision", "Dagar till beslut"}, LABEL_TEXT},
    {"leave", {"One provider more takes out", "Lämnar med en leverantör till"}, LABEL_TEXT},
    {"left_high", {"Left to be met, at most", "Återstår att möta, högst"}, LABEL_PEOPLE},
    {"left_low", {"Left to be met, at least", "Återstår att möta, minst"}, LABEL_PEOPLE},
    {"limit", {"Limit", "Gräns"}, LABEL_LIMIT},
    {"limit_sek", {"Dated limit, SEK", "Daterad gräns, kr"}, LABEL_SEK},
    {"line", {"Item", "Post"}, LABEL_TEXT},
    {"lot", {"Lot", "Anbudsområde"}, LABEL_TEXT},
    {"low", {"At least", "Minst"}, LABEL_TEXT},
    {"m", {"Margin per participant m, SEK", "Marginal per deltagare m, kr"}, LABEL_SEK},
    {"markers", {"Marked dates", "Markerade datum"}, LABEL_TEXT},
    {"measure", {"Measure", "Mått"}, LABEL_TEXT},
    {"metric", {"Measure", "Mått"}, LABEL_WORD},
    {"missing", {"Not in the sum", "Ingår inte i summan"}, LABEL_TEXT},
    {"month", {"Month", "Månad"}, LABEL_TEXT},
    {"more", {"Farther by", "Längre med"}, LABEL_COST},
    {"moved", {"Rank moves by", "Rangen flyttas"}, LABEL_TEXT},
    {"municipalities", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"n", {"Participants n", "Deltagare n"}, LABEL_MEAN},
    {"name", {"Name", "Namn"}, LABEL_TEXT},
    {"nearest", {"Nearest office", "Närmaste kontor"}, LABEL_TEXT},
    {"nearest_m", {"Way to it", "Väg dit"}, LABEL_METRES},
    {"nearest_s", {"Way to it", "Väg dit"}, LABEL_COST},
    {"need_rank", {"Rank by need", "Rang efter behov"}, LABEL_TEXT},
    {"network_high", {"With a network at home, at most", "Med nät hemma, högst"}, LABEL_SHARE},
    {"network_low", {"With a network at home, at least", "Med nät hemma, minst"}, LABEL_SHARE},
    {"network_of", {"Network known of", "Nät känt för"}, LABEL_WORD},
    {"newly", {"Newly covered", "Nytäckta"}, LABEL_PEOPLE},
    {"newly_most", {"Newly covered, at most", "Nytäckta, högst"}, LABEL_PEOPLE},
    {"no_link", {"No fixed link", "Utan fast förbindelse"}, LABEL_PEOPLE},
    {"north_m", {"North, m", "Nord, m"}, LABEL_TEXT},
    {"note", {"Note", "Anmärkning"}, LABEL_TEXT},
    {"numerator", {"Counted", "Räknade"}, LABEL_COUNTED},
    {"occurs", {"Occurrences", "Förekomster"}, LABEL_TEXT},
    {"of_country", {"Share of all people", "Andel av alla"}, LABEL_SHARE},
    {"of_pilots", {"Share of the pilots' people", "Andel av pilotkommunernas"}, LABEL_SHARE},
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
    {"optional", {"Optional", "Frivillig post"}, LABEL_WORD},
    {"out", {"Out", "Ut"}, LABEL_TEXT},
    {"outcome", {"Outcome", "Utfall"}, LABEL_WORD},
    {"outside", {"Outside the zones", "Utanför områdena"}, LABEL_PEOPLE},
    {"over", {"Participants above capacity", "Deltagare över kapacitet"}, LABEL_TEXT},
    {"over_count", {"Contracts above capacity", "Avtal över kapacitet"}, LABEL_TEXT},
    {"own_after", {"Own after", "Egna efter"}, LABEL_TEXT},
    {"own_before", {"Own before", "Egna före"}, LABEL_TEXT},
    {"part", {"Part", "Del"}, LABEL_WORD},
    {"participants", {"Participants", "Deltagare"}, LABEL_TEXT},
    {"payer", {"Payer", "Betalare"}, LABEL_TEXT},
    {"peer", {"Comparable", "Jämförbart"}, LABEL_TEXT},
    {"peer_name", {"Comparable, name", "Jämförbart, namn"}, LABEL_TEXT},
    {"people", {"People", "Personer"}, LABEL_PEOPLE},
    {"people_2nd", {"Lose their second provider", "Förlorar sin andra"}, LABEL_PEOPLE},
    {"people_3rd", {"Lose their third provider", "Förlorar sin tredje"}, LABEL_PEOPLE},
    {"people_a", {"People in a", "Personer i a"}, LABEL_PEOPLE},
    {"people_all", {"People of the municipality", "Personer i kommunen"}, LABEL_PEOPLE},
    {"people_b", {"People in b", "Personer i b"}, LABEL_PEOPLE},
    {"people_high", {"People, at most", "Personer, högst"}, LABEL_PEOPLE},
    {"people_last", {"Lose their only provider", "Förlorar sin enda"}, LABEL_PEOPLE},
    {"people_line", {"By straight line", "Fågelvägen"}, LABEL_PEOPLE},
    {"people_low", {"People, at least", "Personer, minst"}, LABEL_PEOPLE},
    {"people_road", {"By road", "Längs väg"}, LABEL_PEOPLE},
    {"permitted", {"Permitted", "Tillåtet"}, LABEL_WORD},
    {"person_days", {"Person-days", "Persondagar"}, LABEL_COUNT},
    {"pilots", {"Pilot municipalities", "Pilotkommuner"}, LABEL_TEXT},
    {"place", {"Place", "Plats"}, LABEL_TEXT},
    {"points", {"Percentage points", "Procentenheter"}, LABEL_RATE},
    {"population", {"Population", "Befolkning"}, LABEL_TEXT},
    {"possible", {"Possible", "Möjlig"}, LABEL_FLAG},
    {"ppl_pilots", {"People, pilots", "Personer, pilot"}, LABEL_PEOPLE},
    {"provider", {"Provider", "Leverantör"}, LABEL_TEXT},
    {"provider1", {"Nearest provider", "Närmaste leverantör"}, LABEL_TEXT},
    {"provider2", {"Second provider", "Andra leverantören"}, LABEL_TEXT},
    {"provider3", {"Third provider", "Tredje leverantören"}, LABEL_TEXT},
    {"provider_type", {"Kind of provider", "Typ av leverantör"}, LABEL_TEXT},
    {"providers", {"Providers inside", "Leverantörer inom"}, LABEL_TEXT},
    {"rank", {"Rank", "Rang"}, LABEL_TEXT},
    {"rate", {"Rate", "Kvot"}, LABEL_RATE},
    {"rate_from", {"Unemployment from", "Arbetslöshet från"}, LABEL_SHARE},
    {"rate_to", {"Unemployment below", "Arbetslöshet under"}, LABEL_SHARE},
    {"reachable", {"Providers in reach, mean", "Leverantörer i räckhåll, medel"}, LABEL_RATE},
    {"reached", {"In reach", "I räckhåll"}, LABEL_PEOPLE},
    {"reading", {"Reading", "Läsning"}, LABEL_TEXT},
    {"reason", {"Reason", "Skäl"}, LABEL_TEXT},
    {"registry", {"Registry", "Register"}, LABEL_TEXT},
    {"reported", {"Reported", "Rapporterat"}, LABEL_TEXT},
    {"risk", {"Risk", "Risk"}, LABEL_TEXT},
    {"role", {"Input", "Indata"}, LABEL_ROLE},
    {"route", {"Proposed route", "Föreslagen väg"}, LABEL_WORD},
    {"rule", {"Rule", "Regel"}, LABEL_TEXT},
    {"s", {"Allowance S, SEK", "Glesbygdspeng S, kr"}, LABEL_SEK},
    {"said", {"Said by", "Sagt av"}, LABEL_TEXT},
    {"same", {"Same by both", "Samma båda vägarna"}, LABEL_PEOPLE},
    {"scenario", {"Case", "Fall"}, LABEL_TEXT},
    {"scheme", {"Scheme", "Tjänst"}, LABEL_TEXT},
    {"sek", {"SEK", "Kr"}, LABEL_SEK},
    {"sek_at_least", {"SEK per newly covered, at least", "Kr per nytäckt, minst"}, LABEL_SEK},
    {"sek_high", {"At most, SEK", "Högst, kr"}, LABEL_SEK},
    {"sek_low", {"At least, SEK", "Minst, kr"}, LABEL_SEK},
    {"sek_per_newly", {"SEK per newly covered", "Kr per nytäckt"}, LABEL_SEK},
    {"served_high", {"Served remotely, at most", "Betjänas på distans, högst"}, LABEL_PEOPLE},
    {"served_low", {"Served remotely, at least", "Betjänas på distans, minst"}, LABEL_PEOPLE},
    {"served_mid", {"Served remotely", "Betjänas på distans"}, LABEL_PEOPLE},
    {"share", {"Share covered", "Andel täckta"}, LABEL_SHARE},
    {"share_a", {"Share in a", "Andel i a"}, LABEL_SHARE},
    {"share_b", {"Share in b", "Andel i b"}, LABEL_SHARE},
    {"share_high", {"At most", "Högst"}, LABEL_SHARE},
    {"share_low", {"At least", "Minst"}, LABEL_SHARE},
    {"shown_as", {"Shown as", "Visas som"}, LABEL_TEXT},
    {"shr_after", {"Share after", "Andel efter"}, LABEL_SHARE},
    {"shr_before", {"Share before", "Andel före"}, LABEL_SHARE},
    {"single", {"The only provider", "Den enda leverantören"}, LABEL_TEXT},
    {"site", {"Place for an office", "Plats för kontor"}, LABEL_TEXT},
    {"snap_m", {"Way to the road", "Väg till vägnätet"}, LABEL_METRES},
    {"snapped", {"On the road network", "På vägnätet"}, LABEL_FLAG},
    {"source", {"Source", "Källa"}, LABEL_TEXT},
    {"state", {"State", "Läge"}, LABEL_WORD},
    {"stated", {"Order stated", "Angiven ordning"}, LABEL_TEXT},
    {"statement", {"Statement", "Påstående"}, LABEL_TEXT},
    {"status", {"Status", "Status"}, LABEL_TEXT},
    {"step", {"Step", "Steg"}, LABEL_TEXT},
    {"supply", {"Supply", "Utbud"}, LABEL_WORD},
    {"tags", {"Tags", "Etiketter"}, LABEL_TEXT},
    {"tau", {"Taper", "Avtrappning"}, LABEL_TEXT},
    {"text", {"Text", "Text"}, LABEL_TEXT},
    {"tied", {"Tied", "Delad"}, LABEL_FLAG},
    {"to", {"To", "Till"}, LABEL_TEXT},
    {"topic", {"Topic", "Ämne"}, LABEL_TEXT},
    {"travel_max", {"Longest way inside", "Längsta väg inom"}, LABEL_COST},
    {"type", {"Kind", "Slag"}, LABEL_TEXT},
    {"uncovered", {"People beyond the limit", "Personer bortom gränsen"}, LABEL_PEOPLE},
    {"unemployed", {"Unemployed", "Arbetslösa"}, LABEL_PEOPLE},
    {"unemployment", {"Unemployment", "Arbetslöshet"}, LABEL_WORD},
    {"unexplained", {"Unexplained", "Oförklarat"}, LABEL_TEXT},
    {"unit", {"Unit", "Enhet"}, LABEL_TEXT},
    {"unknown", {"Unknown", "Uppgift saknas"}, LABEL_TEXT},
    {"valid_from", {"Valid from", "Gäller från"}, LABEL_TEXT},
    {"valid_to", {"Valid until", "Gäller till"}, LABEL_TEXT},
    {"value", {"Value", "Värde"}, LABEL_TEXT},
    {"value_sek", {"Contract value, SEK", "Avtalsvärde, kr"}, LABEL_SEK},
    {"verdict", {"Verdict", "Utfall"}, LABEL_WORD},
    {"visits_high", {"Visits needed, at most", "Besök som behövs, högst"}, LABEL_COUNT},
    {"visits_low", {"Visits needed, at least", "Besök som behövs, minst"}, LABEL_COUNT},
    {"weight", {"Population", "Befolkning"}, LABEL_WEIGHT},
    {"what", {"What", "Vad"}, LABEL_TEXT},
    {"whitens", {"Turn white", "Blir vita"}, LABEL_TEXT},
    {"who", {"Of whom", "Av vilka"}, LABEL_WORD},
    {"whole", {"Wholly inside", "Helt inom"}, LABEL_FLAG},
    {"why", {"Why", "Varför"}, LABEL_TEXT},
    {"with_own", {"With a provider of their own", "Med egen leverantör"}, LABEL_TEXT},
    {"wording", {"Wording", "Ordalydelse"}, LABEL_TEXT},
    {"zone", {"Municipality", "Kommun"}, LABEL_TEXT},
    {"zone_name", {"Municipality, name", "Kommun, namn"}, LABEL_TEXT},
    {"zones", {"Zones", "Områden"}, LABEL_TEXT},
};

/* Names that mean something else in one layer, and the beginnings of rows of columns,
 * whose rest stands at the %s. */
static const struct label ELSEWHERE[] = {
    {"allowance.scenario", {"Case", "Fall"}, LABEL_WORD},
    {"changes.after", {"Class after", "Klass efter"}, LABEL_WORD},
    {"changes.before", {"Class before", "Klass före"}, LABEL_WORD},
    {"claims.claimed", {"Claimed", "Påstått"}, LABEL_MEASURE},
    {"claims.computed", {"Computed", "Beräknat"}, LABEL_MEASURE},
    {"claims.high", {"At most", "Högst"}, LABEL_MEASURE},
    {"claims.low", {"At least", "Minst"}, LABEL_MEASURE},
    {"claims.population", {"Whom or what", "Vilka eller vad"}, LABEL_TEXT},
    {"claims.unit", {"Counted by", "Räknat per"}, LABEL_TEXT},
    {"default_offices.kind", {"Kind", "Slag"}, LABEL_WORD},
    {"gaps.kind", {"Supply", "Utbud"}, LABEL_WORD},
    {"metrics.high", {"At most", "Högst"}, LABEL_MEASURE},
    {"metrics.low", {"At least", "Minst"}, LABEL_MEASURE},
    {"metrics.population", {"Whom or what", "Vilka eller vad"}, LABEL_TEXT},
    {"metrics.unit", {"Counted by", "Räknat per"}, LABEL_TEXT},
    {"metrics.unknown", {"Unknown, out of these", "Uppgift saknas, av dessa"}, LABEL_COUNTED},
    {"metrics.value", {"Value", "Värde"}, LABEL_MEASURE},
    {"moved.after", {"Way after", "Väg efter"}, LABEL_COST},
    {"moved.before", {"Way before", "Väg före"}, LABEL_COST},
    {"moved.office", {"Nearest before", "Närmast före"}, LABEL_TEXT},
    {"moved.office2", {"Nearest after", "Närmast efter"}, LABEL_TEXT},
    {"notes.kind", {"Kind", "Slag"}, LABEL_WORD},
    {"notes.said", {"Count as told", "Antal som det sagts"}, LABEL_TEXT},
    {"notes.shown_as", {"Shown as", "Visas som"}, LABEL_WORD},
    {"notes.status", {"Status", "Status"}, LABEL_WORD},
    {"notes.topic", {"Topic", "Ämne"}, LABEL_WORD},
    {"payers.gainer", {"To", "Till"}, LABEL_WORD},
    {"payers.line", {"Item", "Post"}, LABEL_WORD},
    {"reconcile.kind", {"What is counted", "Vad som räknas"}, LABEL_WORD},
    {"remote.kind", {"Terms", "Villkor"}, LABEL_WORD},
    {"scenario_offices.scenario", {"Scenario", "Scenario"}, LABEL_TEXT},
    {"scenarios.after", {"Class after", "Klass efter"}, LABEL_WORD},
    {"scenarios.before", {"Class before", "Klass före"}, LABEL_WORD},
    {"scenarios.measure", {"Measure", "Mått"}, LABEL_WORD},
    {"sites.covered", {"Covered then", "Täckta då"}, LABEL_PEOPLE},
    {"sites.only_here", {"Have this office alone then", "Har då bara detta kontor"}, LABEL_PEOPLE},
    {"sites.people", {"People gained", "Vunna personer"}, LABEL_PEOPLE},
    {"sites.place", {"Municipality", "Kommun"}, LABEL_TEXT},
    {"sites.share", {"Share then", "Andel då"}, LABEL_SHARE},
};
static const struct label RANKED[] = {
    {"cost", {"Way to number %s", "Väg till nummer %s"}, LABEL_COST},
    {"office", {"Office number %s", "Kontor nummer %s"}, LABEL_TEXT},
    {"provider", {"Provider number %s", "Leverantör nummer %s"}, LABEL_TEXT},
};
static const struct label WITHIN = {
    "people_", {"People within %s", "Personer inom %s"}, LABEL_PEOPLE};

static const struct label LAYERS[] = {
    {"access_by_need", {"Access by need", "Tillgänglighet efter behov"}, LABEL_TEXT},
    {"allowance", {"Rural allowance", "Glesbygdspeng"}, LABEL_TEXT},
    {"alternatives", {"Alternatives", "Alternativ"}, LABEL_TEXT},
    {"applications", {"Applications", "Ansökningar"}, LABEL_TEXT},
    {"catchments", {"Land within the limits", "Mark inom gränserna"}, LABEL_TEXT},
    {"chains", {"Chains of roles", "Kedjor av roller"}, LABEL_TEXT},
    {"changes", {"Changes", "Förändringar"}, LABEL_TEXT},
    {"claims", {"Claims", "Påståenden"}, LABEL_TEXT},
    {"classes", {"Classes that differ", "Klasser som skiljer sig"}, LABEL_TEXT},
    {"contract_areas", {"Contracts by area", "Avtal per område"}, LABEL_TEXT},
    {"contracts", {"Contracts by their days", "Avtal efter sina dagar"}, LABEL_TEXT},
    {"counties", {"Counties", "Län"}, LABEL_TEXT},
    {"coverage", {"All shares", "Alla andelar"}, LABEL_TEXT},
    {"critical", {"What hangs on whom", "Vad som hänger på vem"}, LABEL_TEXT},
    {"days", {"Zones day by day", "Områden dag för dag"}, LABEL_TEXT},
    {"default_offices", {"Offices of those who do not choose", "Ickevalsalternativ"}, LABEL_TEXT},
    {"disagree", {"Paper, road and choice", "Papper, väg och val"}, LABEL_TEXT},
    {"findings", {"What follows", "Vad som följer"}, LABEL_TEXT},
    {"gaps", {"Gaps in time", "Täckningsglapp"}, LABEL_TEXT},
    {"lots", {"Tender lots", "Anbudsområden"}, LABEL_TEXT},
    {"membership", {"Municipalities of areas", "Områdestillhörighet"}, LABEL_TEXT},
    {"metrics", {"Figures people quote", "Mått som brukar citeras"}, LABEL_TEXT},
    {"moved", {"Whose way gets longer", "Vilkas väg blir längre"}, LABEL_TEXT},
    {"municipalities", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"notes", {"Notes", "Anteckningar"}, LABEL_TEXT},
    {"office_catchments", {"Land of each office", "Mark per kontor"}, LABEL_TEXT},
    {"offices", {"Offices", "Kontor"}, LABEL_TEXT},
    {"payers", {"Cost by payer", "Kostnad per betalare"}, LABEL_TEXT},
    {"peers", {"Comparable places", "Jämförbara områden"}, LABEL_TEXT},
    {"periods", {"Choice from day to day", "Valmöjlighet från dag till dag"}, LABEL_TEXT},
    {"pilots", {"Pilots and the country", "Pilotkommunerna och landet"}, LABEL_TEXT},
    {"population", {"Population", "Befolkning"}, LABEL_TEXT},
    {"reached_roads", {"Roads within the limits", "Vägar inom gränserna"}, LABEL_TEXT},
    {"reconcile", {"Reconciliation", "Avstämning"}, LABEL_TEXT},
    {"remote", {"Remote support", "Distansstöd"}, LABEL_TEXT},
    {"repairs", {"Repaired or left out", "Rättat eller utelämnat"}, LABEL_TEXT},
    {"run", {"How it came about", "Hur det kom till"}, LABEL_TEXT},
    {"scenario_offices", {"Offices of scenarios", "Kontor i scenarier"}, LABEL_TEXT},
    {"scenarios", {"Scenarios", "Scenarier"}, LABEL_TEXT},
    {"series", {"Day by day", "Dag för dag"}, LABEL_TEXT},
    {"sites", {"New offices", "Nya kontor"}, LABEL_TEXT},
    {"supplier_areas", {"Supplier areas", "Leveransområden"}, LABEL_TEXT},
    {"unemployment", {"Unemployment and choice", "Arbetslöshet och val"}, LABEL_TEXT},
    {"unlike", {"How the runs differ", "Hur körningarna skiljer sig"}, LABEL_TEXT},
    {"white_spots", {"White spots", "Vita fläckar"}, LABEL_TEXT},
};

const struct label *labels_find(const struct label *labels, size_t count, const char *name)
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
    return labels_find(COLUMNS, COUNT(COLUMNS), name);
}

/* The pattern of a row of columns, and the rest of the name; NULL: none. */
static const struct label *find_pattern(const char **rest, const char *column)
{
    size_t size = strlen(WITHIN.name);
    *rest = column + size;
    if (!strncmp(column, WITHIN.name, size) && isdigit((unsigned char)**rest))
        return &WITHIN;
    for (size_t i = 0; i < COUNT(RANKED); i++) {
        size = strlen(RANKED[i].name);
        *rest = column + size;
        if (!strncmp(column, RANKED[i].name, size) && **rest &&
            strspn(*rest, "0123456789") == strlen(*rest))
            return &RANKED[i];
    }
    return NULL;
}

bool labels_title(char out[LABELS_TITLE], enum label_kind *kind, const char *layer,
                  const char *column, enum lang lang)
{
    char full[160];
    const char *rest = "";
    snprintf(full, sizeof full, "%s.%s", layer, column);
    const struct label *label = labels_find(ELSEWHERE, COUNT(ELSEWHERE), full);
    if (!label)
        label = labels_column(column);
    if (!label)
        label = find_pattern(&rest, column);
    if (!label)
        return false;
    char limit[FIGURE];
    const char *text = label->text[lang], *mark = strstr(text, "%s");
    snprintf(out, LABELS_TITLE, "%.*s%.40s", mark ? (int)(mark - text) : (int)strlen(text), text,
             !mark              ? ""
             : label == &WITHIN ? figures_limit(limit, rest, lang)
                                : rest);
    *kind = label->kind;
    return true;
}

const char *labels_layer(const char *name, enum lang lang)
{
    const struct label *label = labels_find(LAYERS, COUNT(LAYERS), name);
    return label ? label->text[lang] : name;
}
