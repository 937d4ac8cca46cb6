#ifndef STEMMA_CNCURSES_H
#define STEMMA_CNCURSES_H
// The wide-character interface is the only one this package uses.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <sys/eventfd.h>  // absent from Swift's Glibc module
#include <sys/ioctl.h>

// Macros whose bodies are not literals are not imported into Swift.
static const attr_t ncx_bold = A_BOLD;
static const attr_t ncx_reverse = A_REVERSE;
static const attr_t ncx_underline = A_UNDERLINE;
static const attr_t ncx_italic = A_ITALIC;
static const mmask_t ncx_button1_pressed = BUTTON1_PRESSED;
static const mmask_t ncx_button1_released = BUTTON1_RELEASED;
static const mmask_t ncx_button1_clicked = BUTTON1_CLICKED;
static const mmask_t ncx_button1_double_clicked = BUTTON1_DOUBLE_CLICKED;
static const mmask_t ncx_wheel_up = BUTTON4_PRESSED;
static const mmask_t ncx_wheel_down = BUTTON5_PRESSED;
static inline int ncx_key_f(int n) { return KEY_F(n); }

// ncurses keeps its counts in C globals, which Swift 6 refuses as shared mutable state.
static inline WINDOW *ncx_stdscr(void) { return stdscr; }
static inline int ncx_colors(void) { return COLORS; }
static inline int ncx_color_pairs(void) { return COLOR_PAIRS; }

/// Puts one cell (a base character and up to two marks) on the window.
///
/// Needed because `setcchar` takes a pair above 255 only through its untyped last parameter.
/// `width` is the columns that the caller counts for it.
int ncx_put(
    WINDOW *w, int y, int x, wchar_t base, wchar_t mark1, wchar_t mark2, int width, attr_t attrs, int pair);

/// Asks for mouse presses (1), or for nothing (0).
void ncx_mouse(int on);

/// Whether the terminal can place the cursor, without which nothing can be drawn.
int ncx_can_place_cursor(void);

/// Whether the terminal database has a type. Needed because term.h, with `setupterm`, is not for Swift: all macros.
int ncx_knows_terminal(const char *type);

/// Colours that a type of terminal shows, as terminfo has it; below 1 for none.
int ncx_terminal_colors(const char *type);

/// Names the sequences that start and end a bracketed paste, and asks the terminal to send them.
void ncx_bracketed_paste(int start_code, int end_code);

/// The terminal's size as the kernel knows it; 0 on success.
int ncx_window_size(int fd, int *height, int *width);

/// Sends the number of each arriving WINCH, CONT, TERM, HUP, INT and TSTP down a pipe, for `poll`.
///
/// A second TERM, HUP or INT, a while after the first, restores the terminal and ends the process.
int ncx_signal_pipe(void);

/// Gives the signals back to their former owners and closes the pipe.
void ncx_close_signal_pipe(void);

/// Stops the process as Ctrl-Z would have; returns when it continues.
void ncx_stop(void);

/// Makes a trap leave the terminal usable. Call after the screen has started on descriptor `fd`.
void ncx_restore_terminal_on_crash(int fd);

/// Gives the fatal signals back to their former owners.
void ncx_forget_crash_guard(void);

/// Says that the shell has the terminal, so that nothing is left to restore.
void ncx_lend_terminal(void);

/// Says that the program has the terminal again, and waits for it where the program is in the background.
void ncx_take_terminal_back(int fd);

/// Goes on in a child, which this process waits for, restoring the terminal whatever ends the child.
///
/// Returns 0 in the child, and -1 in this process where there can be no child. Otherwise this process
/// never returns: it passes signals on, stops with the child, and ends as the child ends. Call it
/// before there are threads.
int ncx_supervise(void);
#endif
