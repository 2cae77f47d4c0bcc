/* tools/dev/make-pages.h: completions, written beside the manual pages. */
#ifndef TOOLS_DEV_MAKE_PAGES_H
#define TOOLS_DEV_MAKE_PAGES_H
#include <stdio.h>

/* A file for bash (share/bash-completion/completions/whitespot). */
void put_bash(FILE *out);
/* A file for zsh (share/zsh/site-functions/_whitespot). */
void put_zsh(FILE *out);
#endif
