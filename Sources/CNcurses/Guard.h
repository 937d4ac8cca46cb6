#ifndef STEMMA_CNCURSES_GUARD_H
#define STEMMA_CNCURSES_GUARD_H
/// Writes the precomputed restore string and the shell's terminal modes; safe inside a signal handler.
void ncx_restore_now(void);
#endif
