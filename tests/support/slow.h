/* tests/support/slow.h: how often a long loop runs: all of it, or the part of it that a
 * build with the address sanitizer, some ten times slower, has time for. */
#ifndef TESTS_SLOW_H
#define TESTS_SLOW_H

#ifdef __SANITIZE_ADDRESS__
#define SLOW(all, part) (part)
#else
#define SLOW(all, part) (all)
#endif
#endif
