#ifndef CPROCESS_H
#define CPROCESS_H

/// Lets the kernel wake this process, if it is stopped, when the thread that started it ends.
///
/// Returns 0 where the kernel does so.
int stemma_wake_when_parent_ends(void);

#endif
