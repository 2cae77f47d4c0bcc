/* Colours of pages and maps: text stands out from its ground, and the classes are told apart
 * by those who see no red or no green too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/labels.h"
#include "report/assets.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Light of a channel (sRGB, IEC 61966-2-1). */
static double linear(uint8_t channel)
{
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static void light(double out[3], struct label_colour colour)
{
    out[0] = linear(colour.red);
    out[1] = linear(colour.green);
    out[2] = linear(colour.blue);
}

/* Contrast ratio of the Web Content Accessibility Guidelines 2.1: 1 .. 21. */
static double contrast(struct label_colour a, struct label_colour b)
{
    double x[3], y[3];
    light(x, a);
    light(y, b);
    double first = 0.2126 * x[0] + 0.7152 * x[1] + 0.0722 * x[2] + 0.05;
    double second = 0.2126 * y[0] + 0.7152 * y[1] + 0.0722 * y[2] + 0.05;
    return first > second ? first / second : second / first;
}

/* Of a variable in the page's style. */
static struct label_colour style_colour(const char *name)
{
    char key[40];
    snprintf(key, sizeof key, "--%s: #", name);
    const char *at = strstr(report_page_css, key);
    assert_non_null(at);
    char digits[7] = "", *end;
    size_t count = strspn(at + strlen(key), "0123456789abcdef");
    const char *from = at + strlen(key);
    for (size_t i = 0; i < 6; i++)
        digits[i] = count == 3 ? from[i / 2] : from[i];
    unsigned long value = strtoul(digits, &end, 16);
    assert_true((count == 3 || count == 6) && end == digits + 6);
    return (struct label_colour){(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
}

static const struct row {
    const char *name, *text, *ground;
    double least;
} ROWS[] = {
    {"text", "ink", "paper", 7.0},     {"text_of_headings", "ink", "tint", 7.0},
    {"notes", "soft", "paper", 4.5},   {"notes_on_cards", "soft", "tint", 4.5},
    {"links", "accent", "paper", 4.5}, {"a_warm_line", "warm", "paper", 4.5},
};

static void stands_out(void **state)
{
    const struct row *row = *state;
    double ratio = contrast(style_colour(row->text), style_colour(row->ground));
    if (ratio < row->least)
        fail_msg("%s on %s: %.2f; expected %.1f", row->text, row->ground, ratio, row->least);
}

/* What is left of a colour without one kind of cones, by Machado, Oliveira and Fernandes
 * (2009, doi:10.1109/TVCG.2009.113); the first sees all. */
static const double VISIONS[3][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
};

static double bend(double part)
{
    return part > 0.008856 ? cbrt(part) : 7.787 * part + 16.0 / 116.0;
}

/* CIE 1976 L*a*b*, white D65. */
static void to_lab(double lab[3], const double (*vision)[3], struct label_colour colour)
{
    double in[3], rgb[3];
    light(in, colour);
    for (int i = 0; i < 3; i++)
        rgb[i] = fmin(fmax(vision[i][0] * in[0] + vision[i][1] * in[1] + vision[i][2] * in[2], 0.0),
                      1.0);
    double x = bend((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
    double y = bend(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
    double z = bend((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
    lab[0] = 116.0 * y - 16.0;
    lab[1] = 500.0 * (x - y);
    lab[2] = 200.0 * (y - z);
}

static double distance(const double (*vision)[3], struct label_colour a, struct label_colour b)
{
    double x[3], y[3], sum = 0.0;
    to_lab(x, vision, a);
    to_lab(y, vision, b);
    for (int i = 0; i < 3; i++)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sqrt(sum);
}

/* About 2 is just seen side by side; 14 is told apart across a map. */
static void classes_are_told_apart(void **state)
{
    (void)state;
    for (int v = 0; v < 3; v++)
        for (int a = -1; a < 5; a++)
            for (int b = a + 1; b < 5; b++) {
                double apart = distance(VISIONS[v], labels_class_colour(a), labels_class_colour(b));
                if (apart < 14.0)
                    fail_msg("classes %d and %d, vision %d: %.1f apart", a, b, v, apart);
            }
}

/* More providers, darker: also in grey. */
static void choice_grows_darker(void **state)
{
    (void)state;
    const struct label_colour black = {0, 0, 0};
    for (int c = 1; c < 4; c++)
        assert_true(contrast(labels_class_colour(c), black) >
                    1.25 * contrast(labels_class_colour(c + 1), black));
}

static void borders_and_offices_show_on_every_class(void **state)
{
    (void)state;
    for (int c = -1; c < 5; c++)
        assert_true(contrast(LABELS_OFFICE, labels_class_colour(c)) >= 2.4);
}

/* A new office lies on any class, and is none of them. */
static void new_offices_stand_out(void **state)
{
    (void)state;
    for (int v = 0; v < 3; v++)
        for (int c = -1; c < 5; c++) {
            double apart = distance(VISIONS[v], LABELS_NEW, labels_class_colour(c));
            if (apart < 14.0)
                fail_msg("class %d, vision %d: %.1f apart", c, v, apart);
        }
    assert_true(contrast(LABELS_OFFICE, LABELS_NEW) >= 4.5); /* its rank is written on it */
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 4];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = stands_out, .initial_state = (void *)&ROWS[i]};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(classes_are_told_apart);
    tests[ROW_COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(choice_grows_darker);
    tests[ROW_COUNT + 2] =
        (struct CMUnitTest)cmocka_unit_test(borders_and_offices_show_on_every_class);
    tests[ROW_COUNT + 3] = (struct CMUnitTest)cmocka_unit_test(new_offices_stand_out);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
