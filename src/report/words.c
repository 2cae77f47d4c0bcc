#include "report/words.h"

#include <string.h>

/* {English, Swedish}; the order of enum word, up to those of memos. */
static const char *const WORDS[W_MEMO][LANG_COUNT] = {
    [W_TITLE] = {"Who can reach a provider within {1}?", "Vem når en leverantör inom {1}?"},
    [W_SUBTITLE_COUNTY] = {"county {1}", "län {1}"},
    [W_SUBTITLE_DATE] = {"as of {1}", "per {1}"},
    [W_SUBTITLE_SCHEME] = {"scheme {1}", "tjänst {1}"},
    [W_SUBTITLE_SUPPLY] = {"only offices that take people", "endast kontor som tar emot"},
    [W_TO_MAIN] = {"Skip to the figures", "Hoppa till siffrorna"},
    [W_HEADLINE] = {"The answer in short", "Svaret i korthet"},
    [W_COVERED_ONE] = {"have a provider", "har en leverantör"},
    [W_COVERED_MANY] = {"have at least {1} providers", "har minst {1} leverantörer"},
    [W_COVERED_INSIDE] = {", of those inside the municipalities", ", av dem i kommunerna"},
    [W_WITHIN_OF] = {"{1} of {2} {2?person:people} {1?lives:live} within {3}",
                     "{1} av {2} {2?person:personer} bor inom {3}"},
    [W_INTERVAL] = {"certain: {1} to {2}", "säkert: {1} till {2}"},
    [W_PEOPLE_WITHOUT] = {"{2?person:people} without a provider within {1}",
                          "{2?person:personer} utan leverantör inom {1}"},
    [W_WITHOUT_PARTS] = {"{1} beyond the limit, {2} without road connection",
                         "{1} bortom gränsen, {2} utan vägförbindelse"},
    [W_SPOTS] = {"{1} white {1?spot:spots}", "{1} {1?vit fläck:vita fläckar}"},
    [W_SPOTS_PEOPLE] = {"with {1} {1?person:people}", "med {1} {1?person:personer}"},
    [W_ZONES_WHITE] = {"of {1} {1?municipality:municipalities} {2?is:are} white",
                       "av {1} {1?kommun:kommuner} är {2?vit:vita}"},
    [W_ZONES_WHITE_NOTE] = {"their median resident has no provider within {1}",
                            "medianinvånaren har ingen leverantör inom {1}"},
    [W_OFFICES_COUNT] = {"{1?office:offices}", "kontor"},
    [W_OFFICES_NOTE] = {"of {1} {1?provider:providers}", "hos {1} {1?leverantör:leverantörer}"},
    [W_DEFINITION] = {"What the figures mean", "Vad siffrorna betyder"},
    [W_DEFINITION_ROAD] =
        {"A person counts as covered when the way along the road network from home to an office "
         "is at most the limit. The main limit is {1}. People are spread along the inhabited "
         "roads of the area they are counted in; “{2}” is the population.",
         "En person räknas som täckt när vägen längs vägnätet från hemmet till ett kontor är "
         "högst gränsen. Huvudgränsen är {1}. Människor fördelas längs de bebodda vägarna i "
         "området där de är räknade; befolkningen är ”{2}”."},
    [W_DEFINITION_TIME] =
        {"A person counts as covered when the journey along the road network from home to an "
         "office takes at most the limit. The main limit is {1}. People are spread along the "
         "inhabited roads of the area they are counted in; “{2}” is the population.",
         "En person räknas som täckt när resan längs vägnätet från hemmet till ett kontor tar "
         "högst gränsen. Huvudgränsen är {1}. Människor fördelas längs de bebodda vägarna i "
         "området där de är räknade; befolkningen är ”{2}”."},
    [W_DEFINITION_WITHOUT] =
        {"Without a provider is who lives beyond the limit, and who has no road connection: no "
         "road or ferry joins {1} {1?person:people} to an office (no fixed link), and {2} "
         "{2?lives:live} too far from a road.",
         "Utan leverantör är den som bor bortom gränsen, och den som saknar vägförbindelse: {1} "
         "{1?person:personer} når inget kontor med väg eller färja (utan fast förbindelse), och "
         "{2} bor för långt från väg."},
    [W_INSIDE] =
        {"The shares are of the {1} {1?person:people} inside the municipalities. {2} more of "
         "“{3}” {2?lives:live} outside them; of {4} {4?person:people} in all, {5} have a provider "
         "within {6}.",
         "Andelarna gäller de {1} {1?person:personer} som bor i kommunerna. Ytterligare {2} av "
         "”{3}” bor utanför dem; av samtliga {4} {4?person:personer} har {5} en leverantör inom "
         "{6}."},
    [W_DEFINITION_STRAIGHT] =
        {"No roads were given: a person counts as covered when the straight line to an office, "
         "times {3}, is at most the limit. The main limit is {1}. “{2}” is the population.",
         "Inga vägar angavs: en person räknas som täckt när fågelvägen till ett kontor, gånger "
         "{3}, är högst gränsen. Huvudgränsen är {1}. Befolkningen är ”{2}”."},
    [W_DEFINITION_INTERVAL] =
        {"The interval is certain: wherever in their area people live, and whatever counts the "
         "source withholds, the share lies in it.",
         "Intervallet är säkert: var i sitt område människor än bor, och vad källan än har "
         "prickat, ligger andelen inom det."},
    [W_DEFINITION_CHOICE] =
        {"Choice counts distinct providers, not offices. The class of a municipality is what its "
         "median resident has.",
         "Valmöjlighet räknar olika leverantörer, inte kontor. En kommuns klass är vad "
         "medianinvånaren har."},
    [W_BRIDGE] = {"{1} with a provider within {7} + {2} beyond the limit + {3} without road "
                  "connection + {4} outside the zones = {5} {5?person:people}; without a "
                  "provider: {2} + {3} = {6}",
                  "{1} med leverantör inom {7} + {2} bortom gränsen + {3} utan vägförbindelse + "
                  "{4} utanför områdena = {5} {5?person:personer}; utan leverantör: {2} + {3} = "
                  "{6}"},
    [W_BRIDGE_ROUNDED] = {" (each rounded by itself)", " (var för sig avrundade)"},
    [W_MAP] = {"Map", "Karta"},
    [W_MAP_HELP] =
        {"Point at a place to see its figures; drag to move, + and − to zoom. By keyboard: "
         "arrows move the map, + and − zoom, N goes to the next office and Shift+N to the one "
         "before; the figures of the place in the middle stand below it.",
         "Peka på en plats för att se siffrorna; dra för att flytta, + och − för att "
         "zooma. Med tangentbord: pilar flyttar kartan, + och − zoomar, N går till nästa kontor "
         "och Skift+N till det förra; siffrorna för platsen i mitten står under den."},
    [W_MAP_ALT] = {"Map of the municipalities by number of providers to choose from, with white "
                   "spots and offices. The tables below hold the same figures.",
                   "Karta över kommunerna efter antal leverantörer att välja på, med vita fläckar "
                   "och kontor. Tabellerna nedan innehåller samma siffror."},
    [W_MAP_NO_SCRIPT] = {"The map needs scripts; the tables below hold its figures.",
                         "Kartan behöver skript; tabellerna nedan innehåller dess siffror."},
    [W_LEGEND] = {"Legend", "Teckenförklaring"},
    [W_LEGEND_OFFICE] = {"Office", "Kontor"},
    [W_LEGEND_TODAY] =
        {"Colours and figures are of today's offices; new offices are proposals and not counted.",
         "Färger och siffror gäller dagens kontor; nya kontor är förslag och räknas inte in."},
    [W_LEGEND_COUNTY] = {"County", "Län"},
    [W_LEGEND_LAYERS] = {"Shown on the map", "Visas på kartan"},
    [W_LEGEND_SPOT] = {"White spot: people beyond {1}", "Vit fläck: människor bortom {1}"},
    [W_LEGEND_CATCHMENT] = {"Land within {1} of an office", "Mark inom {1} från ett kontor"},
    [W_LEGEND_NO_DATA] = {"No data", "Uppgift saknas"},
    [W_LEGEND_CHOICE] = {"Providers to choose from, median resident",
                         "Leverantörer att välja på, medianinvånaren"},
    [W_CURVE] = {"Share by limit", "Andel efter gräns"},
    [W_CURVE_HELP] =
        {"How the share of people grows with the limit. The vertical lines are the limits asked "
         "for.",
         "Hur andelen växer med gränsen. De lodräta linjerna är de gränser som begärdes."},
    [W_CURVE_ALT] = {"Curves of the share of people against the limit, one for each number of "
                     "providers. The table of shares holds the figures at the limits.",
                     "Kurvor över andelen människor mot gränsen, en för varje antal leverantörer. "
                     "Tabellen över andelar har siffrorna vid gränserna."},
    [W_CURVE_AXIS_KM] = {"limit, km", "gräns, km"},
    [W_CURVE_AXIS_MIN] = {"limit, min", "gräns, min"},
    [W_CURVE_PROVIDERS] = {"{1} or more", "minst {1}"},
    [W_SHARES] = {"Shares", "Andelar"},
    [W_SHARES_HELP] = {"Of {1} {1?person:people}. In brackets the interval that is certain.",
                       "Av {1} {1?person:personer}. Inom parentes det säkra intervallet."},
    [W_SHARES_INSIDE] = {"Of the {1} {1?person:people} inside the municipalities. In brackets the "
                         "interval that is certain.",
                         "Av de {1} {1?person:personer} som bor i kommunerna. Inom parentes det "
                         "säkra intervallet."},
    [W_SHARES_ALL] =
        {"Of {1} {1?person:people} in all, the {2} outside the municipalities included:",
         "Av samtliga {1} {1?person:personer}, de {2} utanför kommunerna inräknade:"},
    [W_LIMIT] = {"within {1}", "inom {1}"},
    [W_ZONES] = {"Every municipality", "Varje kommun"},
    [W_SORT_HELP] = {"The heading of a column sorts by it.",
                     "Kolumnens rubrik sorterar efter den."},
    [W_WHITE_SPOTS] = {"White spots, most people first", "Vita fläckar, flest personer först"},
    [W_WHITE_SPOTS_HELP] =
        {"A white spot is a connected place inside one municipality where people live beyond {1} "
         "from every provider. People without road connection are in none.",
         "En vit fläck är en sammanhängande plats i en kommun där det bor människor bortom {1} "
         "från varje leverantör. Personer utan vägförbindelse ingår inte i någon."},
    [W_MORE_ROWS] = {"{1} of {2} rows are shown; the written tables hold all.",
                     "{1} av {2} rader visas; de skrivna tabellerna innehåller alla."},
    [W_PRINTED_ROWS] = {"The first {1} of {2} rows are printed.",
                        "De första {1} av {2} rader skrivs ut."},
    [W_FILTER] = {"Search in the table", "Sök i tabellen"},
    [W_IN_ENGLISH] = {" (in English)", " (på engelska)"},
    [W_TABLES_HELP] = {"Unfold a table to read it; only what is unfolded is printed.",
                       "Fäll ut en tabell för att läsa den; bara utfällda tabeller skrivs ut."},
    [W_NOTE_LOTS] =
        {"A lot joins thin areas that lie beside each other, so that together they have the "
         "volume a tender takes. Its route follows from the value of the whole lot; the route "
         "proposed for one of its areas alone follows from that area's own providers and "
         "participants. The two may differ: they answer different questions.",
         "Ett anbudsområde slår ihop tunna områden som gränsar till varandra, så att de "
         "tillsammans har den volym som en upphandling kräver. Dess väg följer av hela "
         "anbudsområdets värde; vägen för ett av områdena ensamt följer av dess egna leverantörer "
         "och deltagare. De kan skilja sig: de svarar på olika frågor."},
    [W_NOTE_METRICS] =
        {"These figures are of all people of the input, the {1} outside the municipalities among "
         "them; the first figures of the page are of those inside.",
         "Dessa mått gäller alla personer i underlaget, även de {1} utanför kommunerna; sidans "
         "första siffror gäller dem som bor i kommunerna."},
    [W_NOTE_CRITICAL] =
        {"“Lose their only provider” counts people who have no provider left when this office, "
         "or this provider, closes. “No other provider near” in the table of offices counts "
         "people who reach the office and no other provider. Where the provider has more offices "
         "in reach the second is larger: when one of them closes, the others remain.",
         "”Förlorar sin enda” räknar personer som inte har någon leverantör kvar när kontoret, "
         "eller leverantören, stänger. ”Saknar annan leverantör” i tabellen över kontor räknar "
         "personer som når kontoret och ingen annan leverantör. Har leverantören fler kontor i "
         "räckhåll är det andra talet större: stänger ett av dem finns de andra kvar."},
    [W_NOTE_FINDINGS] = {"Areas in lots: {1}.", "Områden i anbudsområden: {1}."},
    [W_NOTE_LOT] = {"lot {1}: {2}", "anbudsområde {1}: {2}"},
    [W_INTERVALS] = {"Share covered by municipality, with what is certain",
                     "Andel täckta per kommun, med det som är säkert"},
    [W_INTERVALS_HELP] = {"The dot is the share with a provider within {1}, the line the interval "
                          "that is certain. Lowest first.",
                          "Punkten är andelen med en leverantör inom {1}, linjen det säkra "
                          "intervallet. Lägst först."},
    [W_INTERVALS_LOWEST] = {"The {1} lowest of {2} municipalities are drawn; the table holds all.",
                            "De {1} lägsta av {2} kommuner är ritade; tabellen innehåller alla."},
    [W_INTERVALS_ALT] = {"Dots and intervals of the share covered, one row per municipality. The "
                         "table of municipalities holds the figures.",
                         "Punkter och intervall för andelen täckta, en rad per kommun. Tabellen "
                         "över kommuner har siffrorna."},
    [W_NO_ROWS] = {"None.", "Inga."},
    [W_TABLES] = {"More tables", "Fler tabeller"},
    [W_SCENARIO_SAME] = {"nobody loses the only provider within {3} or gains a first one.",
                         "ingen förlorar sin enda leverantör inom {3} och ingen får en första."},
    [W_SCENARIO_LOSE] = {"{1} {1?person loses:people lose} the only provider within {3}.",
                         "{1} {1?person:personer} förlorar sin enda leverantör inom {3}."},
    [W_SCENARIO_GAIN] = {"{2} {2?person gains:people gain} a first provider within {3}.",
                         "{2} {2?person:personer} får en första leverantör inom {3}."},
    [W_SCENARIO_BOTH] = {"at least {1} {1?person loses:people lose} the only provider within {3}, "
                         "and at least {2} {2?gains:gain} a first one.",
                         "minst {1} {1?person:personer} förlorar sin enda leverantör inom {3}, och "
                         "minst {2} får en första."},
    [W_SCENARIO_WHITE] = {"Turning white: {1}.", "Blir vita: {1}."},
    [W_SCENARIO_UNWHITE] = {"No longer white: {1}.", "Inte längre vita: {1}."},
    [W_WARNINGS] = {"Repaired or left out", "Rättat eller utelämnat"},
    [W_WARNINGS_HELP] = {"What was found in the input and what was done about it.",
                         "Vad som hittades i indata och vad som gjordes åt det."},
    [W_NO_WARNINGS] = {"Nothing had to be repaired or left out.",
                       "Inget behövde rättas eller utelämnas."},
    [W_METHOD] = {"Method", "Metod"},
    [W_METHOD_TIME] =
        {"Offices and people are joined by the fastest way along the road network, one-ways and "
         "the legs to and from the road included. “Within” includes the limit itself.",
         "Kontor och människor förbinds längs den snabbaste vägen i vägnätet, med "
         "enkelriktningar och sträckorna till och från vägen. ”Inom” räknar in själva gränsen."},
    [W_METHOD_SPEED] = {"Times follow from the length of each road, measured on the ellipsoid, and "
                        "from its speed, 50 km/h where neither class nor speed is told; people are "
                        "counted in millionths, so all sums bridge.",
                        "Tider följer av varje vägs längd, mätt på ellipsoiden, och dess "
                        "hastighet, 50 km/h där varken klass eller hastighet anges; människor "
                        "räknas i miljondelar, så alla summor går ihop."},
    [W_METHOD_TEXT] =
        {"Offices and people are joined by the shortest way along the road network, one-ways and "
         "the legs to and from the road included. “Within” includes the limit itself.",
         "Kontor och människor förbinds längs den kortaste vägen i vägnätet, med enkelriktningar "
         "och sträckorna till och från vägen. ”Inom” räknar in själva gränsen."},
    [W_METHOD_COST] = {"Lengths are measured on the ellipsoid, to the millimetre; people are "
                       "counted in millionths, so all sums bridge.",
                       "Längder mäts på ellipsoiden, till millimetern; människor räknas i "
                       "miljondelar, så alla summor går ihop."},
    [W_METHOD_LIMIT] = {"Roads: {1} km, {2} nodes.", "Vägar: {1} km, {2} noder."},
    [W_METHOD_UNKNOWN] = {"An unknown figure is shown as “–” and is never 0.",
                          "En okänd uppgift visas som ”–” och är aldrig 0."},
    [W_EVIDENCE] = {"Sources", "Underlag"},
    [W_EVIDENCE_HELP] = {"The inputs as they were read. The checksum tells one version of a file "
                         "from another.",
                         "Indata som de lästes. Kontrollsumman skiljer en version av en fil från "
                         "en annan."},
    [W_INPUT] = {"Input", "Indata"},
    [W_ROWS_READ] = {"Rows read", "Lästa rader"},
    [W_ROWS_USED] = {"Rows used", "Använda rader"},
    [W_SYSTEM] = {"Reference system", "Referenssystem"},
    [W_CHECKSUM] = {"Checksum (SHA-256)", "Kontrollsumma (SHA-256)"},
    [W_MADE_WITH] = {"Made with {1}.", "Gjord med {1}."},
    [W_CONTENTS] = {"Contents", "Innehåll"},
    [W_UNKNOWN] = {"–", "–"},
    [W_OF_PEOPLE] = {"{1} {1?person:people}", "{1} {1?person:personer}"},
    [W_ZONES_UNKNOWN] = {"{1} without a figure", "{1} utan uppgift"},
    [W_OF_MUNICIPALITIES] = {"{1} {1?municipality:municipalities}", "{1} {1?kommun:kommuner}"},
    [W_YES] = {"yes", "ja"},
    [W_NO] = {"no", "nej"},
    [W_NOT_REACHABLE] = {"not reachable", "nås inte"},
    [W_SOURCES] = {"Sources: {1}", "Källor: {1}"},
    [W_TOTAL] = {"{1} of {2} {2?person:people} ({3}) {1?has:have} a provider within {4}.",
                 "{1} av {2} {2?person:personer} ({3}) har en leverantör inom {4}."},
    [W_TOTAL_INSIDE] =
        {"{1} of the {2} {2?person:people} inside the municipalities ({3}) {1?has:have} a "
         "provider within {4}; of {5} {5?person:people} in all, {6}.",
         "{1} av de {2} {2?person:personer} som bor i kommunerna ({3}) har en leverantör inom "
         "{4}; av samtliga {5} {5?person:personer} {6}."},
    [W_TOTAL_CERTAIN] = {"Certain: {1} to {2}.", "Säkert: {1} till {2}."},
    [W_TOTAL_CERTAIN_INSIDE] = {"Certain inside the municipalities: {1} to {2}.",
                                "Säkert i kommunerna: {1} till {2}."},
    [W_TOTAL_STRAIGHT] = {"Measured by straight line × {1}, without roads.",
                          "Mätt som fågelvägen × {1}, utan vägar."},
    [W_PROJECTION] = {"Projection {1}", "Projektion {1}"},
};

const char *words_plain(enum lang lang, enum word word)
{
    return word < W_MEMO ? WORDS[word][lang] : words_memo[word - W_MEMO][lang];
}

/* "{1?a:b}": the part for one, or for any other number. */
static void put_choice(struct text *out, const char *choice, const char *end, bool is_one)
{
    const char *colon = memchr(choice, ':', (size_t)(end - choice));
    if (is_one)
        text_put_bytes(out, choice, (size_t)(colon - choice));
    else
        text_put_bytes(out, colon + 1, (size_t)(end - colon - 1));
}

void words_put(struct text *out, enum lang lang, enum word word, const char *const *args,
               uint32_t arg_count)
{
    const char *at = words_plain(lang, word);
    for (const char *mark; (mark = strchr(at, '{'));) {
        uint32_t arg = (uint32_t)(mark[1] - '1');
        const char *text = arg < arg_count ? args[arg] : "", *end = strchr(mark, '}');
        text_put_bytes(out, at, (size_t)(mark - at));
        if (mark[2] == '?')
            put_choice(out, mark + 3, end, !strcmp(text, "1"));
        else
            text_put(out, text);
        at = end + 1;
    }
    text_put(out, at);
}
