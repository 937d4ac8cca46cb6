#ifndef STEMMA_CNCURSES_H
#define STEMMA_CNCURSES_H
// The wide-character interface is the only one this package uses.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#endif
