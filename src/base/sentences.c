#include "base/sentences.h"

#include "base/figures.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* {English, Swedish}; the order of enum sentence_id. */
static const char *const SENTENCES[SAY_COUNT][LANG_COUNT] = {
    [SAY_NO_PROVIDER_COUNT] =
        {"missing: how many providers are within the main limit",
         "uppgift saknas: hur många leverantörer som finns inom huvudgränsen"},
    [SAY_WAYS_NOT_MEASURED] = {"; the ways to its neighbours are not measured",
                               "; vägarna till grannarna är inte mätta"},
    [SAY_NO_NEIGHBOUR] = {"; no neighbour is within the travel limit of a lot",
                          "; ingen granne finns inom reslängden för ett anbudsområde"},
    [SAY_NEIGHBOURS_NOT_KNOWN] = {"; the participants of its neighbours are not known",
                                  "; grannarnas deltagare är inte kända"},
    [SAY_WITH_NEIGHBOURS] = {"; with {1} {1?neighbour:neighbours} N = {2}, a lot needs ",
                             "; med {1} {1?granne:grannar} blir N = {2}, ett anbudsområde kräver "},
    [SAY_LOT_NEEDS] = {"{1}", "{1}"},
    [SAY_LOT_NEEDS_TOO_MUCH] = {"more than anybody has", "mer än någon har"},
    [SAY_OFFERS_AGREEMENT] = {"; the municipality offers an agreement",
                              "; kommunen erbjuder en överenskommelse"},
    [SAY_NO_DIRECT_LIMIT] =
        {"; the limit of direct award (no day of procurement) is not known",
         "; gränsen för direktupphandling är inte känd (ingen dag för upphandlingen)"},
    [SAY_NO_DIRECT_LIMIT_DAY] = {"; the limit of direct award on {1} is not known",
                                 "; gränsen för direktupphandling {1} är inte känd"},
    [SAY_NO_VALUE] = {"; the value of a contract is not known",
                      "; värdet av ett avtal är inte känt"},
    [SAY_VALUE_AND_LIMIT] = {"; value {1} SEK, limit of direct award {2} SEK",
                             "; värde {1} kr, gräns för direktupphandling {2} kr"},
    [SAY_VOLUME] = {"N = {1} a year, ", "N = {1} per år, "},
    [SAY_NO_BREAK_EVEN] = {"no break-even: the margin is not above 0",
                           "ingen nollpunkt: marginalen är inte över 0"},
    [SAY_BREAK_EVEN] = {"n* = {1}", "n* = {1}"},
    [SAY_VIABLE] = {", viable {1}, k = {2}", ", bärkraftiga {1}, k = {2}"},
    [SAY_VIABLE_AT_LEAST] = {", viable at least {1}, k = {2}", ", bärkraftiga minst {1}, k = {2}"},
    [SAY_ANOTHER_WITH] = {" (another with N from {1} to {2})",
                          " (ett annat med N från {1} till {2})"},
    [SAY_REMOTE_OFF] = {"; remote support is not permitted", "; distansstöd är inte tillåtet"},
    [SAY_OR_IN_HOUSE] = {"; or IN_HOUSE", "; eller egen regi"},
    [SAY_CANDIDATE_COUNT] = {"candidate: {1} distinct {1?provider:providers} within the main limit "
                             "for half of the people, k = {2}; ",
                             "kandidat: {1} {1?leverantör:olika leverantörer} inom huvudgränsen "
                             "för hälften av personerna, k = {2}; "},
    [SAY_NO_PARTICIPANTS] = {"participants are not known", "deltagarna är inte kända"},
    [SAY_NO_TERMS] = {"break-even n* is not known", "nollpunkten n* är inte känd"},
    [SAY_DECIDED] = {"decided: {1}; by rule ({2}) {3}: ",
                     "beslutat: {1}; enligt regel ({2}) {3}: "},
    [SAY_DECIDED_AGAINST_NONE] = {"decided: {1}; by rule ({2}) no proposal: ",
                                  "beslutat: {1}; enligt regel ({2}) inget förslag: "},
    [SAY_NOBODY_LIVES] = {"nobody lives here", "ingen bor här"},
    [SAY_MOST_HAVE_NONE] = {"more than half of the people have no provider within {1}",
                            "mer än hälften av personerna har ingen leverantör inom {1}"},
    [SAY_HALF_HAVE] = {"half of the people have at least {1} {1?provider:providers} within {2}",
                       "hälften av personerna har minst {1} {1?leverantör:leverantörer} inom {2}"},
    [SAY_AREA_CONTRACT] = {"a contract for the area", "ett avtal för området"},
    [SAY_AREA_OFFICE] = {"an office in the area", "ett kontor i området"},
    [SAY_ZONE_CONTRACT] = {"a contract for the municipality", "ett avtal för kommunen"},
    [SAY_ZONE_OFFICE] = {"an office in the municipality", "ett kontor i kommunen"},
    [SAY_NOTHING_ON_PAPER] = {"no contract and no office inside",
                              "inget avtal och inget kontor inom"},
    [SAY_NOTHING_FOR_AREA] = {"no contract for the area and no office inside",
                              "inget avtal för området och inget kontor inom"},
    [SAY_THEN_NONE_WITHIN] = {"; no provider within {1}", "; ingen leverantör inom {1}"},
    [SAY_THEN_NO_LINK] = {"; no fixed link to any provider",
                          "; ingen fast förbindelse till någon leverantör"},
    [SAY_THEN_OFF_NETWORK] = {"; too far from any road to tell",
                              "; för långt från väg för att kunna säga"},
    [SAY_THEN_PROVIDERS] = {"; {1} {2?provider:providers} within {3}",
                            "; {1} {2?leverantör:leverantörer} inom {3}"},
    [SAY_OUTSIDE] = {"outside the municipalities", "utanför kommunerna"},
    [SAY_ALLOWANCE_NO_COUNT] = {"how many providers there are is not known",
                                "hur många leverantörer som finns är inte känt"},
    [SAY_OUTSIDE_GUARD] = {"outside the guard: {1} providers, k = {2}",
                           "utanför villkoret: {1} leverantörer, k = {2}"},
    [SAY_ALLOWANCE_FORMULA] =
        {"S(n) = max(0, F - (1 - tau) n m); no amount: F, r or v is not known",
         "S(n) = max(0, F - (1 - tau) n m); inget belopp: F, r eller v är inte känt"},
    [SAY_BY_BANDS] = {"by the bands", "enligt trappan"},
    [SAY_BY_FORMULA] = {"S(n) = max(0, F - (1 - tau) n m)", "S(n) = max(0, F - (1 - tau) n m)"},
    [SAY_CAPPED] = {", capped", ", vid taket"},
    [SAY_NO_MARGIN] = {"; m = r - v is not above 0 and counts as 0: no break-even",
                       "; m = r - v är inte över 0 och räknas som 0: ingen nollpunkt"},
    [SAY_ONE_HAS_ALL] = {"; one provider has all participants",
                         "; en leverantör har alla deltagare"},
    [SAY_NOTHING_DONE] = {"nothing is done", "inget görs"},
    [SAY_N_UNKNOWN] = {"participants n are not known: ", "deltagarna n är inte kända: "},
    [SAY_TERMS_UNKNOWN] = {"F, r or v is not known: ", "F, r eller v är inte känt: "},
    [SAY_SUM_ALLOWANCE] = {"S(n) = max(0, F - (1 - tau) n m)", "S(n) = max(0, F - (1 - tau) n m)"},
    [SAY_SUM_POINT] = {"F - n m", "F - n m"},
    [SAY_COST_ALLOWANCE] = {"S(n) with n = {1}", "S(n) med n = {1}"},
    [SAY_COST_POINT] = {"F - n m, what pay does not cover with n = {1}",
                        "F - n m, det som ersättningen inte täcker, med n = {1}"},
    [SAY_COST_NO_MARGIN] =
        {"; m = r - v is not above 0 and counts as 0, so more participants cost more",
         "; m = r - v är inte över 0 och räknas som 0, så fler deltagare kostar mer"},
    [SAY_REMOTE_NOT_TOLD] =
        {"remote support is not told (--remote): persons left x visits x SEK per visit",
         "distansstöd är inte angivet (--remote): kvarvarande personer x besök x kr per besök"},
    [SAY_VISITS] =
        {"persons left x visits x SEK per visit; {1} to {2} persons are left to be met",
         "kvarvarande personer x besök x kr per besök; {1} till {2} personer återstår att möta"},
    [SAY_RISK_BASELINE] = {"who has no provider stays without",
                           "den som saknar leverantör är fortsatt utan"},
    [SAY_RISK_ALLOWANCE] =
        {"the single provider leaves; overpaid when participants rise",
         "den enda leverantören lämnar; för hög ersättning när deltagarna blir fler"},
    [SAY_RISK_LOT] = {"no tender comes in; one provider for the whole term",
                      "inget anbud kommer in; en leverantör under hela avtalstiden"},
    [SAY_RISK_DIRECT_AWARD] = {"no competition; one provider", "ingen konkurrens; en leverantör"},
    [SAY_RISK_AGREEMENT] = {"a municipality performs: cost-price principle and unequal "
                            "competition; ask for its full cost",
                            "en kommun utför: självkostnadsprincip och konkurrens på olika "
                            "villkor; begär full kostnad"},
    [SAY_RISK_REMOTE] = {"people without digital means; covers nobody within the limit",
                         "människor utan digitala förutsättningar; täcker ingen inom gränsen"},
    [SAY_RISK_IN_HOUSE] = {"who controls performs; no choice is added",
                           "den som kontrollerar utför; ingen valmöjlighet tillkommer"},
    [SAY_THIN_BY_ROAD] = {"{1} thin {1?area:areas} by road:",
                          "{1} {1?tunt område:tunna områden} längs väg:"},
    [SAY_THIN_BY_BORDER] = {"{1} thin {1?area:areas} by border:",
                            "{1} {1?tunt område:tunna områden} efter gräns:"},
    [SAY_COUNT_OF_CLASS] = {" {1} {2}", " {1} ({2})"},
    [SAY_LOT_NO_PARTICIPANTS] = {"; candidate: participants are not known",
                                 "; kandidat: deltagarna är inte kända"},
    [SAY_LOT_NO_VOLUME] = {"; candidate: {1} participants a year, no least volume is known",
                           "; kandidat: {1} deltagare per år, ingen minsta volym är känd"},
    [SAY_LOT_NEVER_EVEN] = {"; below volume: {1} participants a year, nobody breaks even",
                            "; under volymen: {1} deltagare per år, ingen når nollpunkten"},
    [SAY_LOT_BELOW] = {"; below volume: {1} participants a year, a lot needs {2}",
                       "; under volymen: {1} deltagare per år, ett anbudsområde kräver {2}"},
    [SAY_LOT_ENOUGH] = {"; {1} participants a year, a lot needs {2}",
                        "; {1} deltagare per år, ett anbudsområde kräver {2}"},
    [SAY_LONGEST_WAY] = {"; longest way inside {1} {2}", "; längsta väg inom {1} {2}"},
    [SAY_WAY_NOT_KNOWN] = {"; a way inside is not known", "; en väg inom området är inte känd"},
    [SAY_WAY_LIMIT] = {", at most {1} {2}", ", högst {1} {2}"},
    [SAY_WAY_WOULD_BE] = {"; a way inside would be at most {1} {2}",
                          "; en väg inom området skulle vara högst {1} {2}"},
    [SAY_VALUE_NO_PARTICIPANTS] = {"; the value is not known: participants are not",
                                   "; värdet är inte känt: deltagarna är det inte"},
    [SAY_VALUE_NO_INCOME] = {"; the value is not known: income is not",
                             "; värdet är inte känt: intäkten är det inte"},
    [SAY_VALUE_NO_TERM] = {"; the value is not known: the term is not",
                           "; värdet är inte känt: avtalstiden är det inte"},
    [SAY_VALUE_IN_YEARS] = {"; value {1} SEK in {2} years", "; värde {1} kr på {2} år"},
    [SAY_AND_NO_LIMIT] =
        {", the limit of direct award (no day of procurement) is not known",
         ", gränsen för direktupphandling är inte känd (ingen dag för upphandlingen)"},
    [SAY_AND_NO_LIMIT_DAY] = {", the limit of direct award on {1} is not known",
                              ", gränsen för direktupphandling {1} är inte känd"},
    [SAY_AND_LIMIT] = {", limit of direct award {1} SEK", ", gräns för direktupphandling {1} kr"},
    [SAY_EMPTIES_LOT] = {"; one more provider in reach of all of it empties the lot",
                         "; en leverantör till i räckhåll för hela området tömmer anbudsområdet"},
    [SAY_TAKES_OUT] = {"; one more provider takes {1} of {2} areas out",
                       "; en leverantör till tar ut {1} av {2} områden"},
    [SAY_LOTS_TOO_MANY] = {"none is drawn of more than {1} thin areas",
                           "inga ritas av fler än {1} tunna områden"},
    [SAY_LOTS_FEWEST] = {"fewest lots {1}, proved", "minsta antal anbudsområden {1}, bevisat"},
    [SAY_LOTS_AT_LEAST] = {"{1} lots, at least {2}", "{1} anbudsområden, minst {2}"},
    [SAY_LOTS_EVEN] = {"even lots {1}, proved", "jämna anbudsområden {1}, bevisat"},
    [SAY_LOTS_EVEN_COUNT_PROVED] = {"even lots {1}, the largest {2}, proved",
                                    "jämna anbudsområden {1}, det största {2}, bevisat"},
    [SAY_LOTS_EVEN_NOT_PROVED] = {"{1} lots, the largest {2}, at least {3}",
                                  "{1} anbudsområden, det största {2}, minst {3}"},
    [SAY_COMMA] = {", ", ", "},
    [SAY_SEMICOLON] = {"; ", "; "},
};

const char *sentence_pattern(enum sentence_id id, enum lang lang)
{
    return SENTENCES[id][lang];
}

/* ---- text of a bounded size -------------------------------------------------------- */

static void append_to(char *out, size_t out_size, const char *bytes, size_t size)
{
    size_t used = strlen(out), room = out_size - 1 - used;
    bool is_cut = size > room;
    size = is_cut ? room : size;
    /* Not in the middle of a character: its further bytes begin with the bits 10. */
    while (is_cut && size && ((unsigned char)bytes[size] & 0xc0) == 0x80)
        size--;
    memcpy(out + used, bytes, size);
    out[used + size] = '\0';
}

static void append(char *out, const char *bytes, size_t size)
{
    append_to(out, SENTENCE_SIZE, bytes, size);
}

static void append_text(char *out, const char *text)
{
    append(out, text, strlen(text));
}

/* ---- figures ------------------------------------------------------------------------- */

const char *sentence_figure(char out[SENTENCE_FIGURE], const char *number)
{
    size_t minus = *number == '-', whole = strspn(number + minus, "0123456789");
    out[0] = '\0';
    append_to(out, SENTENCE_FIGURE, minus ? "\xe2\x88\x92" : "", minus ? 3 : 0);
    number += minus;
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            append_to(out, SENTENCE_FIGURE, "\xe2\x80\xaf", 3);
        append_to(out, SENTENCE_FIGURE, number + i, 1);
    }
    number += whole;
    if (*number == '.')
        append_to(out, SENTENCE_FIGURE, ",", 1);
    number += *number == '.';
    append_to(out, SENTENCE_FIGURE, number, strlen(number));
    return out;
}

static void append_arg(char *out, enum lang lang, const struct sentence_arg *arg)
{
    char number[FIGURE], figure[SENTENCE_FIGURE];
    if (arg->kind == ARG_TEXT || arg->kind == ARG_WORD) {
        bool is_word = arg->kind == ARG_WORD && lang != LANG_EN;
        append_text(out, is_word ? labels_word(arg->text, lang) : arg->text);
        return;
    }
    if (arg->kind == ARG_LIMIT) {
        append_text(out, lang == LANG_EN ? arg->text : figures_limit(number, arg->text, lang));
        return;
    }
    if (arg->kind == ARG_WHOLE)
        snprintf(number, sizeof number, "%" PRIu64, arg->whole);
    else
        figures_real(number, arg->real, arg->kind == ARG_SEK ? 0 : arg->kind == ARG_REAL ? 1 : 2);
    append_text(out, lang == LANG_SV ? sentence_figure(figure, number) : number);
}

/* ---- sentences ------------------------------------------------------------------------ */

/* "{1?a:b}": the part for one, or for any other number. */
static void append_choice(char *out, const char *choice, const char *end, bool is_one)
{
    const char *colon = memchr(choice, ':', (size_t)(end - choice));
    if (is_one)
        append(out, choice, (size_t)(colon - choice));
    else
        append(out, colon + 1, (size_t)(end - colon - 1));
}

static void say(char *out, enum lang lang, const char *pattern, const struct sentence_arg *args,
                uint32_t count)
{
    for (const char *at = pattern; *at;) {
        size_t plain = strcspn(at, "{");
        append(out, at, plain);
        at += plain;
        if (!*at)
            return;
        const char *end = strchr(at, '}');
        uint32_t which = (uint32_t)(at[1] - '1');
        if (which < count && at[2] == '?')
            append_choice(out, at + 3, end, args[which].whole == 1);
        else if (which < count)
            append_arg(out, lang, &args[which]);
        at = end + 1;
    }
}

void sentence_add(struct sentence *sentence, enum sentence_id id, const struct sentence_arg *args,
                  uint32_t count)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        say(sentence->text[lang], (enum lang)lang, SENTENCES[id][lang], args, count);
}

void sentence_put(struct sentence *sentence, enum sentence_id id)
{
    sentence_add(sentence, id, NULL, 0);
}

void sentence_join(struct sentence *sentence, const struct sentence *more)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        append_text(sentence->text[lang], more->text[lang]);
}
