#ifndef STEMMA_CVTERM_H
#define STEMMA_CVTERM_H
#include <stddef.h>
#include <stdint.h>

/// A terminal emulator without a window, from libvterm: bytes in, cells out.
typedef struct CVterm CVterm;

/// One cell as a person would see it.
typedef struct {
  uint32_t characters[6];
  int width;
  /// -1 is the terminal's own, 0 to 255 its palette, from 1 << 24 on red, green and blue.
  int foreground, background;
  int bold, underline, reverse, italic;
} CVtermCell;

/// What programs switch on and off.
typedef struct {
  int row, column;
  int cursor_is_visible, screen_is_alternate;
} CVtermModes;

CVterm *cvterm_new(int rows, int columns);
void cvterm_free(CVterm *terminal);
void cvterm_write(CVterm *terminal, const uint8_t *bytes, size_t count);
/// What the terminal answers to questions of the program.
size_t cvterm_answers(CVterm *terminal, uint8_t *bytes, size_t limit);
CVtermCell cvterm_cell(CVterm *terminal, int row, int column);
CVtermModes cvterm_modes(CVterm *terminal);
#endif
