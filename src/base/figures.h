/* base/figures.h: how many digits a figure has, by its unit.
 *
 * One rule for pages, maps, memos, sentences and what repairs tell, in every language:
 *
 *   people, SEK, visits          whole
 *   shares, km, minutes          one decimal
 *   participants a year          one decimal
 *   km2                          one decimal; below 1 two digits that count
 *   other means and rates        at most two decimals
 *
 * Halves are rounded away from 0. Figures are plain ("12345.5"): base/sentences.h and the
 * report have them as a language writes them. Const; any thread. */
#ifndef BASE_FIGURES_H
#define BASE_FIGURES_H
#include "base/labels.h"
#include <stddef.h>

#define FIGURE 48u
/* With so many decimals, 0 to 9; beyond 1e15, and what is no number, as printf has it. */
const char *figures_fixed(char out[FIGURE], double value, int decimals);
/* Closing zeros, and a mark that then stands last, are left out. */
const char *figures_real(char out[FIGURE], double value, int decimals);
/* Decimals of an area in km2. */
int figures_km2_decimals(double m2);
/* A limit as people read it: "1.5km" is "1.5 km", in Swedish "1,5 km". A column's name may
 * have _ for the point. */
const char *figures_limit(char out[FIGURE], const char *limit, enum lang lang);
#endif
