#include "CSQLite.h"

int stemma_guard_connection(sqlite3 *connection) {
  const int settings[][2] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
      {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
  };
  for (unsigned index = 0; index < sizeof settings / sizeof settings[0]; index++) {
    int code = sqlite3_db_config(connection, settings[index][0], settings[index][1], (int *)0);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

void stemma_watch_connection(sqlite3 *connection, int (*is_cancelled)(void *), void *context) {
  sqlite3_progress_handler(connection, 4000, is_cancelled, context);
}
