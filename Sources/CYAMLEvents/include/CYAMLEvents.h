#ifndef STEMMA_CYAML_EVENTS_H
#define STEMMA_CYAML_EVENTS_H
#include <stddef.h>

/// What a text of YAML holds that settings do not need.
enum { STEMMA_YAML_FINE = 0, STEMMA_YAML_ANCHOR = 1, STEMMA_YAML_KEY = 2, STEMMA_YAML_DEEP = 3 };

/// Reads a text event by event, as libyaml sees it, and stops at the first anchor or alias, the first key of a mapping
/// that is no scalar, or where lists and mappings lie deeper in each other than `deepest`.
///
/// Text that libyaml cannot read is fine here: who reads it next says what is wrong. `line` counts from 1.
int stemma_yaml_look(const unsigned char *text, size_t length, int deepest, size_t *line);
#endif
