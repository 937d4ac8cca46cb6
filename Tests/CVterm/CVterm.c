#include "CVterm.h"
#include <stdlib.h>
#include <vterm.h>

struct CVterm {
  VTerm *terminal;
  VTermScreen *screen;
  int cursor_is_visible, screen_is_alternate;
};

static int set_property(VTermProp property, VTermValue *value, void *user) {
  CVterm *terminal = user;
  switch (property) {
    case VTERM_PROP_CURSORVISIBLE: terminal->cursor_is_visible = value->boolean; break;
    case VTERM_PROP_ALTSCREEN: terminal->screen_is_alternate = value->boolean; break;
    default: break;
  }
  return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property};

CVterm *cvterm_new(int rows, int columns) {
  CVterm *terminal = calloc(1, sizeof *terminal);
  terminal->cursor_is_visible = 1;
  terminal->terminal = vterm_new(rows, columns);
  vterm_set_utf8(terminal->terminal, 1);
  terminal->screen = vterm_obtain_screen(terminal->terminal);
  vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
  vterm_screen_enable_altscreen(terminal->screen, 1);
  vterm_screen_reset(terminal->screen, 1);
  return terminal;
}

void cvterm_free(CVterm *terminal) {
  vterm_free(terminal->terminal);
  free(terminal);
}

void cvterm_write(CVterm *terminal, const uint8_t *bytes, size_t count) {
  vterm_input_write(terminal->terminal, (const char *)bytes, count);
}

size_t cvterm_answers(CVterm *terminal, uint8_t *bytes, size_t limit) {
  return vterm_output_read(terminal->terminal, (char *)bytes, limit);
}

static int number(const VTermColor *color, int is_own) {
  if (is_own) return -1;
  if (VTERM_COLOR_IS_INDEXED(color)) return color->indexed.idx;
  return 1 << 24 | color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

CVtermCell cvterm_cell(CVterm *terminal, int row, int column) {
  VTermScreenCell cell;
  CVtermCell result = {.width = 1, .foreground = -1, .background = -1};
  if (!vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = column}, &cell)) return result;
  for (int i = 0; i < 6 && i < VTERM_MAX_CHARS_PER_CELL; i++) result.characters[i] = cell.chars[i];
  result.width = cell.width;
  result.foreground = number(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
  result.background = number(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
  result.bold = cell.attrs.bold;
  result.underline = cell.attrs.underline != 0;
  result.reverse = cell.attrs.reverse;
  result.italic = cell.attrs.italic;
  return result;
}

CVtermModes cvterm_modes(CVterm *terminal) {
  VTermPos position;
  vterm_state_get_cursorpos(vterm_obtain_state(terminal->terminal), &position);
  return (CVtermModes){position.row, position.col, terminal->cursor_is_visible, terminal->screen_is_alternate};
}
