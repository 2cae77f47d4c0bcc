/* What decision memos say, by language. */
#include "report/words.h"

#define AT(word) [(word)-W_MEMO]

/* {English, Swedish}; the order of enum word from W_MEMO on. */
const char *const words_memo[W_COUNT - W_MEMO][LANG_COUNT] = {
    AT(W_MEMO) = {"Decision memo", "Beslutsunderlag"},
    AT(W_MEMO_MATTER) = {"1. Matter", "1. Ärende"},
    AT(W_MEMO_PROPOSAL) = {"2. Proposal and baseline", "2. Förslag till beslut, nollalternativ"},
    AT(W_MEMO_NEED) = {"3. Need", "3. Behov"},
    AT(W_MEMO_SUPPLY) = {"4. Supply", "4. Utbud"},
    AT(W_MEMO_ACCESS) = {"5. Access", "5. Tillgänglighet"},
    AT(W_MEMO_FINDING) = {"6. Finding", "6. Konstaterande"},
    AT(W_MEMO_ALTERNATIVES) = {"7. Alternatives", "7. Alternativ"},
    AT(W_MEMO_MONEY) = {"8. Money", "8. Ekonomi"},
    AT(W_MEMO_LOTS) = {"9. Tender lots", "9. Anbudsområden"},
    AT(W_MEMO_LAW) = {"10. Legal assessment", "10. Rättslig bedömning"},
    AT(W_MEMO_RISKS) = {"11. Risks", "11. Risker"},
    AT(W_MEMO_FOLLOW_UP) = {"12. Follow-up", "12. Uppföljning"},
    AT(W_MEMO_SOURCES) = {"13. Sources and reconciliation", "13. Underlag och avstämning"},
    AT(W_MEMO_AREA) = {"Area", "Område"},
    AT(W_MEMO_DECIDER) = {"Decision-maker", "Beslutsfattare"},
    AT(W_MEMO_PROPOSED) = {"Proposed: {1} (rule {2}): {3}.", "Förslag: {1} (regel {2}): {3}."},
    AT(W_MEMO_NOT_PROPOSED) = {"No route is proposed: what it takes is not known.",
                               "Ingen väg föreslås: det som krävs är inte känt."},
    AT(W_MEMO_BASELINE) = {"If nothing is done, {1} of {2} {2?person:people} ({4}; certain: {5} to "
                           "{6}) {1?stays:stay} without a provider within {3}.",
                           "Om inget görs saknar {1} av {2} {2?person:personer} ({4}; säkert: {5} "
                           "till {6}) även fortsatt en leverantör inom {3}."},
    AT(W_MEMO_LIMIT_MAIN) = {"Main limit", "Huvudgräns"},
    AT(W_MEMO_SHARE) = {"{1}: {2} (certain: {3} to {4})", "{1}: {2} (säkert: {3} till {4})"},
    AT(W_MEMO_PEOPLE_SHARE) = {"{1} or more providers within {2}",
                               "minst {1} leverantörer inom {2}"},
    AT(W_MEMO_ONE_SHARE) = {"a provider within {2}", "en leverantör inom {2}"},
    AT(W_MEMO_FORMULA) =
        {"F fixed cost of one staffed point, m margin of a participant, n participants of one "
         "provider, tau the part of the margin left to it: S(n) = max(0, F - (1 - tau) n m). "
         "Amounts that nobody told stay unknown.",
         "F fast kostnad för en bemannad plats, m marginal per deltagare, n deltagare hos en "
         "leverantör, tau den del av marginalen som den behåller: S(n) = max(0, F - (1 - tau) n "
         "m). Belopp som ingen angett förblir okända."},
    AT(W_MEMO_NO_LOT) = {"The area is in no lot.", "Området ingår inte i något anbudsområde."},
    AT(W_MEMO_LAW_MUNICIPAL) =
        {"A municipality serves its own residents only, and where it may take part on the day; "
         "agreements with municipalities may be paid since 2022-12-01.",
         "En kommun betjänar endast sina egna invånare, och där den får delta på dagen; "
         "överenskommelser med kommuner får ersättas sedan 2022-12-01."},
    AT(W_MEMO_LAW_NEUTRAL) = {"Competition neutrality: an alternative with a municipal performer "
                              "must tell its full cost (cost-price principle).",
                              "Konkurrensneutralitet: ett alternativ med kommunal utförare ska "
                              "redovisa full kostnad (självkostnadsprincipen)."},
    AT(W_MEMO_LAW_VALUE) =
        {"The value is tested against the limit of the day the procurement begins, for the whole "
         "term with options.",
         "Värdet prövas mot gränsen den dag upphandlingen påbörjas, för hela tiden med optioner."},
    AT(W_MEMO_CLOSES) = {"{1} {2} closes: the area turns white.",
                         "{1} {2} stänger: området blir en vit fläck."},
    AT(W_MEMO_NO_SINGLE) = {"No single office or provider turns the area white.",
                            "Inget enskilt kontor eller leverantör gör området till en vit fläck."},
    AT(W_MEMO_IS_WHITE) = {"The area is a white spot already.", "Området är redan en vit fläck."},
    AT(W_MEMO_INDICATOR) = {"Indicator: share with a provider within {1}, now {2} ({3}).",
                            "Indikator: andel med en leverantör inom {1}, nu {2} ({3})."},
    AT(W_MEMO_NO_AREAS) = {"No area is thin: every one has three providers or more.",
                           "Inget område är tunt: alla har minst tre leverantörer."},
    AT(W_MEMO_NOTE) = {"Note {1}, {2} ({3}; count: {5}): {4}. Source: {6}",
                       "Anteckning {1}, {2} ({3}; antal: {5}): {4}. Källa: {6}"},
    AT(W_MEMO_UNKNOWN) = {"unknown", "uppgift saknas"},
    AT(W_MEMO_UNKNOWN_HELP) =
        {"What nobody told is printed as unknown and is never 0.",
         "Det som ingen har uppgett skrivs som uppgift saknas och är aldrig 0."},
    AT(W_MEMO_POPULATION) = {"Population", "Befolkning"},
    AT(W_MEMO_HAVE) = {"Have a provider", "Har en leverantör"},
    AT(W_MEMO_CONTRACT) = {"Contract", "Avtal"},
    AT(W_MEMO_CONTRACT_DAYS) = {"{1}: from {2} until {3}; {4}", "{1}: från {2} till {3}; {4}"},
    AT(W_MEMO_NOT_TOLD) = {"a day not told", "en dag som inte anges"},
    AT(W_MEMO_ENDING) =
        {"Offices in notice still count here, in whatever municipality they serve: {1}.",
         "Kontor under uppsägningstid räknas ännu här, i alla kommuner de "
         "betjänar: {1}."},
    AT(W_MEMO_OF_PEOPLE) = {"{1} {1?person:people} ({2})", "{1} {1?person:personer} ({2})"},
    AT(W_MEMO_COUNTED_IN) = {"{1} {1?person:people} ({2}; the file tells no day of the count)",
                             "{1} {1?person:personer} ({2}; filen anger ingen dag för räkningen)"},
    AT(W_MEMO_COVERED_OF) = {"{1} of {2} {2?person:people} ({4}; certain: {5} to {6}) within {3}",
                             "{1} av {2} {2?person:personer} ({4}; säkert: {5} till {6}) inom {3}"},
    AT(W_MEMO_UNEMPLOYED) = {"Unemployed", "Arbetslösa"},
    AT(W_MEMO_NEED_GROUPS) = {"Need groups", "Behovsgrupper"},
    AT(W_MEMO_TREND) = {"Trend", "Utveckling"},
    AT(W_MEMO_ACCEPTING) = {"Takes new participants", "Tar emot nya deltagare"},
    AT(W_MEMO_ACCEPTS_NONE) = {"none of the offices and contracts there does",
                               "inget av kontoren och avtalen där gör det"},
    AT(W_MEMO_ACCEPTS_ONE) =
        {"at least one office or contract there does, as far as the input tells",
         "minst ett kontor eller avtal där gör det, så långt indata säger"},
    AT(W_MEMO_ACCEPTS_NOBODY) = {"there is no office and no contract",
                                 "det finns inget kontor och inget avtal"},
    AT(W_MEMO_COUNTED) = {"Supply counted", "Utbud som räknas"},
    AT(W_MEMO_RATING) = {"Rating and risk of termination", "Betyg och risk för hävning"},
    AT(W_MEMO_APPLICATIONS) = {"Applications", "Ansökningar"},
    AT(W_MEMO_TRANSIT) = {"By public transport", "Med kollektivtrafik"},
    AT(W_MEMO_DIGITAL) = {"People without digital means",
                          "Människor utan digitala förutsättningar"},
    AT(W_MEMO_DIGITAL_LEFT) = {"{1} to {2} of {3} {3?person:people} without a provider within {4} "
                               "{2?is:are} left to be met in person",
                               "{1} till {2} av {3} {3?person:personer} utan leverantör inom {4} "
                               "återstår att möta på plats"},
    AT(W_MEMO_NORM) = {"Threshold and whose norm", "Gräns och vems norm"},
    AT(W_MEMO_NORM_TEXT) =
        {"{1} is the main limit of this run; the employment service has published no rule on "
         "distance. The class is what the median resident has.",
         "{1} är körningens huvudgräns; Arbetsförmedlingen har ingen publicerad regel om avstånd. "
         "Klassen är vad medianinvånaren har."},
    AT(W_MEMO_TERM) = {"Term with options", "Avtalstid med optioner"},
    AT(W_MEMO_BIDDERS) = {"Limit on lots per bidder", "Gräns för områden per anbudsgivare"},
    AT(W_MEMO_CONCENTRATION) = {"Concentration", "Koncentration"},
    AT(W_MEMO_OVERPAID) = {"Overpayment: an allowance paid for few participants becomes too high "
                           "when they are more; the taper decides.",
                           "För hög ersättning: en peng som räknats för få deltagare blir för hög "
                           "när de blir fler; avtrappningen avgör."},
    AT(W_MEMO_STOP_RULE) = {"Date of follow-up and stop rule",
                            "Dag för uppföljning och stoppregel"},
    AT(W_MEMO_NOTED) = {"{1} (note of {2}, {3})", "{1} (anteckning {2}, {3})"},
    AT(W_MEMO_TOLD_BY_NOTE) =
        {"unknown; a note on the topic {1} about the area would tell it (--notes)",
         "uppgift saknas; en anteckning med ämnet {1} om området skulle säga det (--notes)"},
    AT(W_MEMO_AT_RISK) = {"{1} of {2} {2?contract:contracts} {1?is:are} at risk of termination",
                          "{1} av {2} avtal riskerar hävning"},
    AT(W_MEMO_SINGLE) = {"{1} has all contracts of the area", "{1} har alla områdets avtal"},
    AT(W_MEMO_SHARED) = {"{1} {1?provider:providers} share {2} contracts",
                         "{1} leverantörer delar på {2} avtal"},
    AT(W_MEMO_TERM_YEARS) = {"{1} {1?year:years}, options and extensions included (the policy)",
                             "{1} år, optioner och förlängningar inräknade (reglerna)"},
    AT(W_MEMO_REACH) = {"Providers in reach", "Leverantörer i räckhåll"},
    AT(W_MEMO_REACH_MEAN) = {"{1} distinct providers within {2}, mean over the people",
                             "{1} olika leverantörer inom {2}, medel över personerna"},
    AT(W_MEMO_NO_DAY) = {"no day given", "ingen dag angiven"},
    AT(W_MEMO_DIGITAL_OPEN) = {"unknown, at most {2} of {3} {3?person:people} without a provider "
                               "within {4}; shares for the place would tell it (--remote)",
                               "uppgift saknas, högst {2} av {3} {3?person:personer} utan "
                               "leverantör inom {4}; andelar för orten skulle säga det (--remote)"},
    AT(W_MEMO_DIGITAL_INPUT) = {"unknown; shares for the place would tell it (--remote)",
                                "uppgift saknas; andelar för orten skulle säga det (--remote)"},
    AT(W_MEMO_WHOLE) = {"Municipalities wholly inside", "Kommuner helt inom"},
    AT(W_MEMO_PARTLY) = {"Municipalities partly inside", "Kommuner delvis inom"},
    AT(W_MEMO_PART_OF) = {" ({1} of its {2} {2?person:people})",
                          " ({1} av dess {2} {2?person:personer})"},
    AT(W_MEMO_MEASURE) = {"How it is measured", "Så är det mätt"},
    AT(W_MEMO_MEASURE_ROAD) = {"shortest way along roads, to the millimetre; no straight lines",
                               "kortaste vägen längs vägnätet, till millimetern; inga fågelvägar"},
    AT(W_MEMO_MEASURE_TIME) = {"fastest way along roads by car, at the speeds of the road classes, "
                               "50 km/h without class; no "
                               "straight lines",
                               "snabbaste vägen längs vägnätet med bil, med vägklassernas "
                               "hastigheter, 50 km/h utan klass; "
                               "inga fågelvägar"},
    AT(W_MEMO_MEASURE_STRAIGHT) =
        {"straight line × {1}, since no roads were given: a road may be longer",
         "fågelvägen × {1}, eftersom inga vägar angavs: en väg kan vara längre"},
    AT(W_MEMO_EXPOSED) = {"Unemployed without a provider", "Arbetslösa utan leverantör"},
    AT(W_MEMO_EXPOSED_OF) =
        {"about {1} of {2}: the unemployed times the share without a provider within {3}",
         "omkring {1} av {2}: de arbetslösa gånger andelen utan leverantör inom {3}"},
    AT(W_MEMO_JOBLESS) = {"{1} registered ({2})", "{1} inskrivna ({2})"},
    AT(W_MEMO_JOBLESS_LEAST) =
        {"at least {1} registered ({2}), in municipalities wholly inside; unknown for {3}",
         "minst {1} inskrivna ({2}), i kommuner helt inom området; uppgift saknas för {3}"},
    AT(W_MEMO_JOBLESS_NONE) = {"unknown; the register tells whole municipalities, and none of {3} "
                               "is both wholly inside and known",
                               "uppgift saknas; registret gäller hela kommuner, och ingen av {3} "
                               "är både helt inom området och känd"},
    AT(W_MEMO_JOBLESS_WITHHELD) =
        {"unknown; the register withholds the number or has none ({2})",
         "uppgift saknas; registret har dolt antalet eller saknar det ({2})"},
    AT(W_MEMO_JOBLESS_INPUT) =
        {"unknown; a register by municipality would tell it (--unemployed)",
         "uppgift saknas; ett register per kommun skulle säga det (--unemployed)"},
    AT(W_MEMO_NO_MONTH) = {"month unknown", "månad okänd"},
    AT(W_MEMO_NO_OUTCOME) = {"outcome unknown", "utfall okänt"},
    AT(W_MEMO_APPLIED_PARTLY) =
        {"{1} {1?names a municipality:name municipalities} partly inside; unknown whether for this "
         "area",
         "{1} gäller {1?en kommun:kommuner} delvis inom området; okänt om för detta område"},
    AT(W_MEMO_APPLIED_NONE) = {"none in the table", "inga i tabellen"},
    AT(W_MEMO_APPLIED_INPUT) =
        {"unknown; a table of applications would tell it (--applications)",
         "uppgift saknas; en tabell över ansökningar skulle säga det (--applications)"},
    AT(W_MEMO_PARTICIPANTS) = {"Participants a year", "Deltagare per år"},
    AT(W_MEMO_PARTICIPANTS_ARE) = {"{2} (low {1}, high {3})", "{2} (låg {1}, hög {3})"},
    AT(W_MEMO_PARTICIPANTS_INPUT) = {"unknown; contracts with participants would tell it, or the "
                                     "unemployed and the policy's participant_share",
                                     "uppgift saknas; avtal med deltagare skulle säga det, eller "
                                     "de arbetslösa och reglernas participant_share"},
    AT(W_MEMO_PERSONS_OF) = {"{1} of {2} {2?person:people}", "{1} av {2} {2?person:personer}"},
    AT(W_MEMO_WAY_HALF) = {"Nearest office, half of the people",
                           "Närmaste kontor, hälften av personerna"},
    AT(W_MEMO_WAY_MOST) = {"Nearest office, nine of ten", "Närmaste kontor, nio av tio"},
    AT(W_MEMO_WAY) = {"{1}", "{1}"},
    AT(W_MEMO_NO_WAY) = {"so many reach no office", "så många når inget kontor"},
    AT(W_MEMO_ALTERNATIVES_OF) =
        {"Starting point: {1} {1?person:people} without a provider within {2} today. Costs are SEK "
         "a year "
         "without VAT, beyond the pay for participants; the value of a contract covers its whole "
         "term. “At most” holds wherever the new office stands.",
         "Utgångsläget är {1} {1?person:personer} utan leverantör inom {2} i dag. Kostnader är kr "
         "per år utan moms, utöver ersättningen för deltagarna; avtalsvärdet gäller hela "
         "avtalstiden. ”Högst” gäller var det nya kontoret än ligger."},
    AT(W_MEMO_COLUMN) = {"Alternative (route)", "Alternativ (väg)"},
    AT(W_MEMO_COLUMN_NEWLY) = {"Newly covered, persons", "Nytäckta personer"},
    AT(W_MEMO_COLUMN_CHOICE) = {"Providers to choose from", "Leverantörer att välja på"},
    AT(W_MEMO_COLUMN_COST) = {"Cost, SEK a year", "Kostnad, kr per år"},
    AT(W_MEMO_COLUMN_EACH) = {"SEK per newly covered", "Kr per nytäckt"},
    AT(W_MEMO_COLUMN_ROUTE) = {"Possible on the day", "Möjlig den dagen"},
    AT(W_MEMO_COLUMN_VALUE) = {"Value, SEK / limit", "Värde, kr / gräns"},
    AT(W_MEMO_COLUMN_RISK) = {"Risk", "Risk"},
    AT(W_MEMO_AT_MOST) = {"at most {1}", "högst {1}"},
    AT(W_MEMO_AT_LEAST) = {"at least {1}", "minst {1}"},
    AT(W_MEMO_FROM_TO) = {"{2} to {3}", "{2} till {3}"},
    AT(W_MEMO_MIDDLE_OF) = {"{1} ({2} to {3})", "{1} ({2} till {3})"},
    AT(W_MEMO_NOBODY_NEWLY) = {"nobody newly covered", "ingen nytäckt"},
    AT(W_MEMO_VALUE_LIMIT) = {"{1} / {2}", "{1} / {2}"},
    AT(W_MEMO_TELLS_NEWLY) = {"Unknown, persons newly covered: the place of the new office would "
                              "tell it (whitespot site, or --scenario with an office added).",
                              "Uppgift saknas, nytäckta: platsen för det nya kontoret skulle säga "
                              "det (whitespot site, eller --scenario med ett kontor till)."},
    AT(W_MEMO_TELLS_COST) = {"Unknown, cost: fixed_cost, income and variable_cost of the policy "
                             "would tell it, with participants.",
                             "Uppgift saknas, kostnad: reglernas fixed_cost, income och "
                             "variable_cost skulle säga det, tillsammans med deltagarna."},
    AT(W_MEMO_TELLS_N) =
        {"Unknown, cost and value: participants a year would tell them (contracts with "
         "participants, or the unemployed and the policy's participant_share).",
         "Uppgift saknas, kostnad och värde: deltagare per år skulle säga det (avtal med "
         "deltagare, eller de arbetslösa och reglernas participant_share)."},
    AT(W_MEMO_WITHHELD) = {"Withheld counts", "Dolda tal"},
    AT(W_MEMO_WITHHELD_ARE) = {"the source withholds some counts; they are 0 in numbers of people, "
                               "and the certain intervals hold them (table repairs)",
                               "källan har prickat vissa tal; de är 0 i antalet personer, och de "
                               "säkra intervallen rymmer dem (tabellen repairs)"},
    AT(W_MEMO_TERM_INPUT) = {"unknown; the policy's term would tell it",
                             "uppgift saknas; reglernas term skulle säga det"},
    AT(W_MEMO_TELLS_VISITS) = {"Unknown, cost of visits: --remote, and visits and visit_cost of "
                               "the policy would tell it.",
                               "Uppgift saknas, kostnad för besök: --remote samt reglernas visits "
                               "och visit_cost skulle säga det."},
    AT(W_MEMO_TELLS_VALUE) =
        {"Unknown, value: income and term of the policy would tell it, with participants.",
         "Uppgift saknas, värde: reglernas income och term skulle säga det, tillsammans med "
         "deltagarna."},
    AT(W_MEMO_TELLS_LIMIT) =
        {"Unknown, limit of direct award: the day the procurement begins would tell it (begun of "
         "the policy); no limit is known from 2026 on.",
         "Uppgift saknas, gräns för direktupphandling: dagen då upphandlingen påbörjas skulle säga "
         "det (reglernas begun); ingen gräns är känd från 2026."},
    AT(W_MEMO_TELLS_OFFER) =
        {"Unknown, agreement: whether the municipality offers one (offers of the policy) and the "
         "day the procurement begins (begun) would tell it.",
         "Uppgift saknas, överenskommelse: om kommunen erbjuder en (reglernas offers) och dagen då "
         "upphandlingen påbörjas (begun) skulle säga det."},
    AT(W_MEMO_TELLS_REMOTE) = {"Unknown, remote support: permission and shares would tell whether "
                               "it serves anybody (--remote).",
                               "Uppgift saknas, distansstöd: tillåtelse och andelar skulle säga om "
                               "det når någon (--remote)."},
    AT(W_MEMO_AMOUNT) = {"Case", "Fall"},
    AT(W_MEMO_AMOUNT_N) = {"Participants n a year", "Deltagare n per år"},
    AT(W_MEMO_AMOUNT_F) = {"Fixed cost F, SEK a year", "Fast kostnad F, kr per år"},
    AT(W_MEMO_AMOUNT_M) = {"Margin m, SEK per participant", "Marginal m, kr per deltagare"},
    AT(W_MEMO_AMOUNT_TAU) = {"Taper tau (0 to 1)", "Avtrappning tau (0 till 1)"},
    AT(W_MEMO_AMOUNT_BREAK) = {"Break-even n*, participants", "Nollpunkt n*, deltagare"},
    AT(W_MEMO_AMOUNT_S) = {"Allowance S(n), SEK a year", "Glesbygdspeng S(n), kr per år"},
    AT(W_MEMO_LOT_OF_ONE) = {"one area, none between areas",
                             "ett område, ingen väg mellan områden"},
    AT(W_MEMO_CLOSURES_UNKNOWN) =
        {"Which office or provider would turn the area white is told for municipalities only "
         "(table critical): unknown here.",
         "Vilket kontor eller vilken leverantör som skulle göra området till en vit fläck "
         "redovisas bara för kommuner (tabellen critical): uppgift saknas här."},
    AT(W_MEMO_SOURCE) = {"{1} ({2} of {3} {3?row:rows} used; SHA-256 {4})",
                         "{1} ({2} av {3} {3?rad:rader} använda; SHA-256 {4})"},
    AT(W_MEMO_REPAIRS) = {"{1} {1?line:lines} in the table repairs",
                          "{1} {1?rad:rader} i tabellen repairs"},
    AT(W_MEMO_PEERS) =
        {"Comparable places, the most alike first; 0 % alike, 100 % as different as can be:",
         "Jämförbara områden, det mest lika först; 0 % lika, 100 % så olika som möjligt:"},
    AT(W_MEMO_PEER) = {"Comparable", "Jämförbart"},
    AT(W_MEMO_PEER_CLASS) = {"Choice", "Antal leverantörer"},
    AT(W_MEMO_PEER_ROUTE) = {"Proposed route", "Föreslagen väg"},
    AT(W_MEMO_PEER_APART) = {"Difference", "Skillnad"},
    AT(W_MEMO_PEER_WHY) = {"By what: here, there", "Mått: här, där"},
    AT(W_MEMO_PAYER) = {"Economic assistance", "Ekonomiskt bistånd"},
    AT(W_MEMO_PAYS) =
        {"{1} may pay {2} SEK a year ({3} to {4}) to {5} {5?person:people} without a provider; "
         "optional, part of no alternative",
         "{1} kan få betala {2} kr per år ({3} till {4}) till {5} {5?person:personer} utan "
         "leverantör; frivillig post, ingår i inget alternativ"},
    AT(W_MEMO_PAYS_UNKNOWN) =
        {"{1}, to {5} {5?person:people} without a provider: unknown ({6})",
         "{1}, till {5} {5?person:personer} utan leverantör: uppgift saknas ({6})"},
    AT(W_MEMO_TRANSFER) = {"Transfer (whole policy)", "Överföring (hela reglerna)"},
    AT(W_MEMO_TRANSFERS) = {"{1}: from {2} to {3}, {4} SEK a year",
                            "{1}: från {2} till {3}, {4} kr per år"},
    AT(W_MEMO_CHAIN) = {"Chain of roles", "Kedja av roller"},
    AT(W_MEMO_STEP) = {"{1}: {2} ({3}; {6})", "{1}: {2} ({3}; {6})"},
    AT(W_MEMO_STEP_REACHES) = {"{1}: {2} ({3}; {4} of {5} {5?person:people} within {7})",
                               "{1}: {2} ({3}; {4} av {5} {5?person:personer} inom {7})"},
    AT(W_MEMO_CHAIN_BROKEN) = {"A chain is broken: a step has no performer in reach.",
                               "En kedja är bruten: ett steg har ingen utförare inom räckhåll."},
    AT(W_MEMO_PILOTS) = {"Pilots", "Pilotkommuner"},
    AT(W_MEMO_PILOT_IS) = {"the area is one of {1} pilots among {2} municipalities; covered within "
                           "{6}: {3} in the pilots, {4} in all",
                           "området är en av {1} pilotkommuner bland {2} kommuner; täckta inom "
                           "{6}: {3} i pilotkommunerna, {4} i alla"},
    AT(W_MEMO_PILOT_NOT) = {"the area is none of {1} pilots among {2} municipalities; covered "
                            "within {6}: {3} in the pilots, {4} in all",
                            "området är ingen av {1} pilotkommuner bland {2} kommuner; täckta inom "
                            "{6}: {3} i pilotkommunerna, {4} i alla"},
    AT(W_MEMO_PILOT_AREAS) = {"{5} of its municipalities are among {1} pilots of {2} "
                              "municipalities; covered within {6}: {3} in the pilots, {4} in all",
                              "{5} av dess kommuner är bland {1} pilotkommuner av {2} kommuner; "
                              "täckta inom {6}: {3} i pilotkommunerna, {4} i alla"},
};
