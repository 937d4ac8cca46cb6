#ifndef CPROCESS_H
#define CPROCESS_H

/// Lets the kernel wake this process, if it is stopped, when the thread that started it ends.
///
/// Returns 0 where the kernel does so.
int stemma_wake_when_parent_ends(void);

/// The number of the kind of disk that a path lies on, as statfs(2) lists them; -1 where the path leads nowhere.
long stemma_disk_kind(const char *path);

/// Lets a file that is cut off while it is mapped end the program with a sentence and 1, not with SIGBUS.
void stemma_explain_cut_mappings(void);

/// Makes freed blocks of a mebibyte and more go back to the system; for the start of a process.
void stemma_return_freed_memory(void);

#endif
