/* What must be said of a scenario: why an edit changes nothing, law, competition, cost. */
#include "base/told.h"

static const struct told_format FORMATS[] = {
    /* without effect */
    {"office %s serves nobody: no road to stop at within %g m",
     "kontoret {1} betjänar ingen: ingen väg att stanna på inom {2} m"},
    {"closing office %s changes nothing: it serves nobody, no road to stop at within %g m",
     "att kontoret {1} stänger ändrar inget: det betjänar ingen, det finns ingen väg att stanna på "
     "inom {2} m"},
    {"closing office %s changes no share: nobody lives within the limits of it, or its provider "
     "has another office for everybody who does, or enough other providers are left",
     "att kontoret {1} stänger ändrar ingen andel: ingen bor inom gränserna från det, eller så har "
     "leverantören ett annat kontor för alla som gör det, eller så räcker de andra leverantörerna"},
    {"closing provider %s changes no share: nobody lives within the limits of its offices, or "
     "enough other providers are left for everybody who does",
     "att leverantören {1} lägger ned ändrar ingen andel: ingen bor inom gränserna från dess "
     "kontor, eller så räcker de andra leverantörerna för alla som gör det"},
    {"edit %u (%s) changes nothing on %s: it holds from %s until %s",
     "ändring {1} ({2}) ändrar inget den {3}: den gäller från {4} till {5}"},
    {"edit %u (%s) changes nothing on %s: it holds from %s",
     "ändring {1} ({2}) ändrar inget den {3}: den gäller från {4}"},
    {"edit %u (%s) changes nothing on %s: it holds until %s",
     "ändring {1} ({2}) ändrar inget den {3}: den gäller till {4}"},
    /* law, competition, cost */
    {"alternative A: needs a change of law; %s serves the residents of %s alone, beside the other "
     "providers; its costs must be told in full (cost price, equal competition)",
     "alternativ A: kräver lagändring; {1} betjänar bara invånarna i {2}, vid sidan av övriga "
     "leverantörer; kostnaderna ska redovisas fullt ut (självkostnad, konkurrens på lika villkor)"},
    {"alternative A: needs a change of law; %s serves the residents of %s alone, in the place of "
     "all others; its costs must be told in full (cost price, equal competition)",
     "alternativ A: kräver lagändring; {1} betjänar bara invånarna i {2}, i stället för alla "
     "andra; kostnaderna ska redovisas fullt ut (självkostnad, konkurrens på lika villkor)"},
    {"alternative B: point %s has no provider: reach rises, choice does not; competition "
     "neutrality: all providers must be offered it on equal terms",
     "alternativ B: punkten {1} har ingen leverantör: räckvidden ökar, valet gör det inte; "
     "konkurrensneutralitet: den ska erbjudas alla leverantörer på lika villkor"},
    {"alternative C: no supply changes; other edits of the scenario do",
     "alternativ C: utbudet ändras inte; andra ändringar i scenariot gör det"},
    {"alternative C: no supply changes; all figures equal the baseline (checked)",
     "alternativ C: utbudet ändras inte; alla siffror är nollalternativets (kontrollerat)"},
    {"cost of %s = %g x %s, saving = %g x it; no SEK until base_sek is entered",
     "kostnad för {1} = {2} × {3}, besparing = {4} × samma; inga kronor förrän base_sek är "
     "angivet"},
    {"cost of %s = %g x %s of %g SEK = %g SEK, saving %g SEK",
     "kostnad för {1} = {2} × {3} på {4} kr = {5} kr, besparing {6} kr"},
    {"route %s; last day %s", "väg: {1~}; sista dag {2}"},
    {"route %s", "väg: {1~}"},
    {"exempted rule: %s", "undantagen regel: {1}"},
    /* questions of an inquiry */
    {"question %u: %s", "fråga {1}: {2~}"},
    {"who is responsible for whom, and by which law",
     "vem ansvarar för vem, och enligt vilken lag"},
    {"who pays, who gains, and who bears the risk", "vem betalar, vem vinner och vem bär risken"},
    {"which supply is there, who takes people, and how far is it",
     "vilket utbud finns, vem tar emot och hur långt är det"},
    {"which groups are not reached, and what would reach them",
     "vilka grupper nås inte, och vad skulle nå dem"},
    {"what is measured, by whom, and when does it end", "vad mäts, av vem och när slutar det"},
    /* names that nobody knows */
    {"edit %u (%s): area \"%s\" is new: nobody was in it; the nearest is \"%s\"",
     "ändring {1} ({2}): området ”{3}” är nytt: ingen fanns i det; det närmaste är ”{4}”"},
    {"edit %u (%s): municipality code \"%s\" is new: nobody was in it; the nearest is \"%s\"",
     "ändring {1} ({2}): kommunkoden ”{3}” är ny: ingen fanns i den; den närmaste är ”{4}”"},
    {"edit %u (%s): area \"%s\" is on no map: the contract counts nowhere; the nearest is \"%s\"",
     "ändring {1} ({2}): området ”{3}” finns inte på någon karta: avtalet räknas ingenstans; det "
     "närmaste är ”{4}”"},
    {"edit %u (%s): municipality code \"%s\" is on no map: the contract counts nowhere; the "
     "nearest is \"%s\"",
     "ändring {1} ({2}): kommunkoden ”{3}” finns inte på någon karta: avtalet räknas ingenstans; "
     "den närmaste är ”{4}”"},
    {"edit %u (%s): provider \"%s\" looks like \"%s\"; they count as two",
     "ändring {1} ({2}): leverantören ”{3}” liknar ”{4}”; de räknas som två"},
    {"edit %u (%s): provider \"%s\" has no office and no other contract",
     "ändring {1} ({2}): leverantören ”{3}” har varken kontor eller något annat avtal"},
    {"edit %u (%s): %s is authorised for %s ... and not for %s, the scheme of the run: it counts "
     "nowhere in it",
     "ändring {1} ({2}): {3} är auktoriserad för {4} med flera och inte för {5}, körningens "
     "tjänst: den räknas ingenstans i den"},
    {"edit %u (%s): %s is authorised for %s and not for %s, the scheme of the run: it counts "
     "nowhere in it",
     "ändring {1} ({2}): {3} är auktoriserad för {4} och inte för {5}, körningens tjänst: den "
     "räknas ingenstans i den"},
    /* a note of the scenario's own */
    {"edit %u (%s): %s", "ändring {1} ({2}): {3}"},
};
const struct told_formats TOLD_SCENARIOS = {FORMATS, sizeof FORMATS / sizeof *FORMATS};
