/* Machine words as people read them. */
#include "base/labels.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

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
    {"all", {"All", "Alla"}, LABEL_TEXT},
    {"applied", {"Applied", "Ansökt"}, LABEL_TEXT},
    {"approved", {"Approved", "Godkänd"}, LABEL_TEXT},
    {"approved_not_receiving",
     {"Approved, none sent yet", "Godkänd, utan anvisningar"},
     LABEL_TEXT},
    {"assistance", {"Economic assistance", "Ekonomiskt bistånd"}, LABEL_TEXT},
    {"at risk", {"At risk", "Riskerar hävning"}, LABEL_TEXT},
    {"at_risk", {"At risk", "Riskerar hävning"}, LABEL_TEXT},
    {"baseline", {"Nothing is done", "Nollalternativ"}, LABEL_TEXT},
    {"bridge", {"Bridge", "Avstämning"}, LABEL_TEXT},
    {"broken", {"Broken", "Bruten"}, LABEL_TEXT},
    {"closed_to_new", {"Closed to new", "Stängd för nya"}, LABEL_TEXT},
    {"closing", {"Closing", "Stänger"}, LABEL_TEXT},
    {"contested", {"Contested", "Bestridd"}, LABEL_TEXT},
    {"count", {"Count", "Antal"}, LABEL_TEXT},
    {"counties", {"County", "Län"}, LABEL_TEXT},
    {"covered", {"Covered", "Täckt"}, LABEL_TEXT},
    {"depends", {"It depends", "Beror på"}, LABEL_TEXT},
    {"effective", {"Effective", "Faktisk"}, LABEL_TEXT},
    {"ended", {"Ended", "Upphört"}, LABEL_TEXT},
    {"ending", {"Ends within notice", "Upphör inom uppsägningstid"}, LABEL_TEXT},
    {"few", {"Three or four providers", "Tre–fyra leverantörer"}, LABEL_TEXT},
    {"headline", {"Headline", "Huvudsiffra"}, LABEL_TEXT},
    {"high", {"High", "Hög"}, LABEL_TEXT},
    {"idle_office",
     {"Office that takes nobody new: closed to new, or too far from a road",
      "Kontor som inte tar emot: stängt för nya eller för långt från väg"},
     LABEL_TEXT},
    {"impaired", {"Referral disturbed", "Störd anvisning"}, LABEL_TEXT},
    {"low", {"Low", "Låg"}, LABEL_TEXT},
    {"many", {"Five or more", "Fem eller fler"}, LABEL_TEXT},
    {"metropolitan", {"Metropolitan cities", "Storstäder"}, LABEL_TEXT},
    {"mid", {"Middle", "Mellan"}, LABEL_TEXT},
    {"middle", {"Middle", "Mellan"}, LABEL_TEXT},
    {"municipalities", {"Municipality", "Kommun"}, LABEL_TEXT},
    {"nation", {"The nation", "Landet"}, LABEL_TEXT},
    {"national", {"All", "Alla"}, LABEL_TEXT},
    {"neighbour_only", {"Office only in the next area", "Kontor endast i grannområde"}, LABEL_TEXT},
    {"new_office", {"New office, by rank", "Nytt kontor, efter rang"}, LABEL_TEXT},
    {"no", {"No", "Nej"}, LABEL_TEXT},
    {"no_data", {"No data", "Uppgift saknas"}, LABEL_TEXT},
    {"no_fixed_link", {"No fixed link", "Utan fast förbindelse"}, LABEL_TEXT},
    {"no_link", {"No fixed link", "Utan fast förbindelse"}, LABEL_TEXT},
    {"nominal", {"Nominal", "Nominell"}, LABEL_TEXT},
    {"none", {"White spot", "Vit fläck"}, LABEL_TEXT},
    {"not reproduced", {"Not reproduced", "Stämmer inte"}, LABEL_TEXT},
    {"not testable", {"Not testable", "Kan inte prövas"}, LABEL_TEXT},
    {"note", {"Note", "Anteckning"}, LABEL_TEXT},
    {"off_network", {"Too far from a road", "För långt från väg"}, LABEL_TEXT},
    {"office", {"Office", "Kontor"}, LABEL_TEXT},
    {"one", {"One provider", "En leverantör"}, LABEL_TEXT},
    {"open", {"Open", "Öppet"}, LABEL_TEXT},
    {"other", {"Other", "Övriga"}, LABEL_TEXT},
    {"outside", {"Outside the municipalities", "Utanför kommunerna"}, LABEL_TEXT},
    {"own", {"As told", "Som angivet"}, LABEL_TEXT},
    {"pair", {"Two offices", "Två kontor"}, LABEL_TEXT},
    {"partly", {"Partly covered", "Delvis täckt"}, LABEL_TEXT},
    {"parts", {"Parts", "Delar"}, LABEL_TEXT},
    {"people without a provider",
     {"People without a provider", "Personer utan leverantör"},
     LABEL_TEXT},
    {"per_1000_unemployed", {"Per 1,000 unemployed", "Per 1 000 arbetslösa"}, LABEL_TEXT},
    {"per_place", {"Per municipality", "Per kommun"}, LABEL_TEXT},
    {"place", {"Place", "Plats"}, LABEL_TEXT},
    {"points", {"Places to meet", "Planeringspunkter"}, LABEL_TEXT},
    {"potential", {"Possible, no supply", "Möjlig, inget utbud"}, LABEL_TEXT},
    {"provider", {"Provider", "Leverantör"}, LABEL_TEXT},
    {"providers", {"Providers", "Leverantörer"}, LABEL_TEXT},
    {"refused", {"Refused", "Avslag"}, LABEL_TEXT},
    {"remainder", {"Remainder", "Återstod"}, LABEL_TEXT},
    {"remote_only", {"Remote only", "Endast distans"}, LABEL_TEXT},
    {"reported", {"Reported", "Rapporterad"}, LABEL_TEXT},
    {"reproduced", {"Reproduced", "Stämmer"}, LABEL_TEXT},
    {"scenario_office", {"Office of a scenario", "Kontor i ett scenario"}, LABEL_TEXT},
    {"some", {"For some of the people", "För en del av invånarna"}, LABEL_TEXT},
    {"supplier_areas", {"Supplier area", "Leveransområde"}, LABEL_TEXT},
    {"total", {"Total", "Summa"}, LABEL_TEXT},
    {"two", {"Two providers", "Två leverantörer"}, LABEL_TEXT},
    {"uncovered", {"Beyond the limit", "Bortom gränsen"}, LABEL_TEXT},
    {"unknown", {"Unknown", "Uppgift saknas"}, LABEL_TEXT},
    {"verified", {"Verified", "Verifierad"}, LABEL_TEXT},
    {"whole", {"Whole", "Hel"}, LABEL_TEXT},
    {"withdrawn", {"Withdrawn", "Återkallad"}, LABEL_TEXT},
    {"without_referrals", {"Without referrals", "Utan anvisningar"}, LABEL_TEXT},
    {"yes", {"Yes", "Ja"}, LABEL_TEXT},
    {"zero", {"None", "Inga"}, LABEL_TEXT},
};

/* "column.word": words that mean something else in one column. */
static const struct label ELSEWHERE[] = {
    {"metric.areas", {"Supplier areas", "Leveransområden"}, LABEL_TEXT},
    {"metric.municipalities", {"Municipalities", "Kommuner"}, LABEL_TEXT},
    {"metric.offices", {"Offices", "Kontor"}, LABEL_TEXT},
    {"metric.providers", {"Providers", "Leverantörer"}, LABEL_TEXT},
    {"metric.referred", {"Referred", "Anvisade"}, LABEL_TEXT},
    {"topic.application", {"Application", "Ansökan"}, LABEL_TEXT},
    {"topic.bidder_limit", {"Limit per bidder", "Gräns per anbudsgivare"}, LABEL_TEXT},
    {"topic.concentration", {"Concentration", "Koncentration"}, LABEL_TEXT},
    {"topic.contact", {"Contact", "Kontaktväg"}, LABEL_TEXT},
    {"topic.cooperation", {"Cooperation", "Samarbete"}, LABEL_TEXT},
    {"topic.decision_maker", {"Decision-maker", "Beslutsfattare"}, LABEL_TEXT},
    {"topic.denied_internship", {"Internship denied", "Nekad praktik"}, LABEL_TEXT},
    {"topic.denied_job", {"Job denied", "Nekat arbete"}, LABEL_TEXT},
    {"topic.internship_fee", {"Pay asked for internships", "Betalning för praktik"}, LABEL_TEXT},
    {"topic.need_groups", {"Need groups", "Behovsgrupper"}, LABEL_TEXT},
    {"topic.needs_decision", {"Needs a decision", "Kräver beslut"}, LABEL_TEXT},
    {"topic.public_transport", {"Public transport", "Kollektivtrafik"}, LABEL_TEXT},
    {"topic.rating", {"Rating", "Betyg"}, LABEL_TEXT},
    {"topic.role", {"Role", "Roll"}, LABEL_TEXT},
    {"topic.stop_rule", {"Stop rule", "Stoppregel"}, LABEL_TEXT},
    {"topic.term", {"Term", "Avtalstid"}, LABEL_TEXT},
    {"topic.trend", {"Trend", "Utveckling"}, LABEL_TEXT},
    /* Of remote support: those without road connection too. */
    {"who.uncovered", {"Without a provider", "Utan leverantör"}, LABEL_TEXT},
};

const char *labels_word(const char *word, enum lang lang)
{
    const struct label *label = labels_find(WORDS, COUNT(WORDS), word);
    return label ? label->text[lang] : word;
}

const char *labels_word_of(const char *column, const char *word, enum lang lang)
{
    char full[160];
    snprintf(full, sizeof full, "%s.%s", column, word);
    const struct label *label = labels_find(ELSEWHERE, COUNT(ELSEWHERE), full);
    return label ? label->text[lang] : labels_word(word, lang);
}

int labels_class(const char *word)
{
    static const char *const CLASSES[] = {"none", "one", "two", "few", "many"};
    for (int i = 0; word && i < (int)COUNT(CLASSES); i++)
        if (!strcmp(word, CLASSES[i]))
            return i;
    return -1;
}
