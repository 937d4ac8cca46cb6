#ifndef STEMMA_CSQLITE_H
#define STEMMA_CSQLITE_H
#include <sqlite3.h>

/// Makes a connection safe for a file that anybody may have made: no triggers, no views, no writing of what SQLite
/// keeps for itself. Returns an SQLite result code.
int stemma_guard_connection(sqlite3 *connection);

/// Asks every few thousand steps of a statement whether it is to go on; anything but zero stops it.
void stemma_watch_connection(sqlite3 *connection, int (*is_cancelled)(void *), void *context);
#endif
