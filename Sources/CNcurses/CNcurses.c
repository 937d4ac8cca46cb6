#define _GNU_SOURCE
#include "CNcurses.h"
#include <term.h>
#include <unistd.h>
#include <wchar.h>

int ncx_put(
    WINDOW *w, int y, int x, wchar_t base, wchar_t mark1, wchar_t mark2, int width, attr_t attrs, int pair) {
  // Where ncurses would count other columns than the caller, a dot keeps the rest of the row in place.
  if (wcwidth(base) != width) {
    base = width == 2 ? 0xFF0E : 0xB7;
    mark1 = mark2 = 0;
  }
  wchar_t text[4] = {base, mark1, mark1 ? mark2 : 0, 0};
  cchar_t cell;
  if (setcchar(&cell, text, attrs, 0, &pair) == ERR) return ERR;
  return mvwadd_wch(w, y, x, &cell);
}

void ncx_mouse(int on) {
  mousemask(on ? BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
  mouseinterval(0);
}

int ncx_can_place_cursor(void) { return cursor_address != NULL; }

int ncx_knows_terminal(const char *type) {
  int found = 0;
  return setupterm(type, STDOUT_FILENO, &found) == OK && found == 1;
}

int ncx_terminal_colors(const char *type) {
  return ncx_knows_terminal(type) ? tigetnum("colors") : 0;
}

void ncx_bracketed_paste(int start_code, int end_code) {
  define_key("\x1b[200~", start_code);
  define_key("\x1b[201~", end_code);
}

int ncx_window_size(int fd, int *height, int *width) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -1;
  *height = size.ws_row;
  *width = size.ws_col;
  return 0;
}
