#define YAML_DECLARE_STATIC
#include "CYAMLEvents.h"

#include <string.h>
#include <yaml.h>

enum { LEVELS = 256 };

int stemma_yaml_look(const unsigned char *text, size_t length, int deepest, size_t *line) {
  yaml_parser_t parser;
  if (deepest >= LEVELS) deepest = LEVELS - 1;
  if (!yaml_parser_initialize(&parser)) return STEMMA_YAML_FINE;
  yaml_parser_set_input_string(&parser, text, length);
  // For every open list and mapping whether a key comes next; a list never has keys.
  char is_mapping[LEVELS] = {0}, key_is_next[LEVELS] = {0};
  int depth = 0, found = STEMMA_YAML_FINE, is_done = 0;
  while (!is_done && found == STEMMA_YAML_FINE) {
    yaml_event_t event;
    memset(&event, 0, sizeof event);
    if (!yaml_parser_parse(&parser, &event)) break;
    int opens = 0, is_value = 0;
    switch (event.type) {
      case YAML_ALIAS_EVENT: found = STEMMA_YAML_ANCHOR; break;
      case YAML_SCALAR_EVENT:
        if (event.data.scalar.anchor) found = STEMMA_YAML_ANCHOR;
        is_value = 1;
        break;
      case YAML_SEQUENCE_START_EVENT:
        if (event.data.sequence_start.anchor) found = STEMMA_YAML_ANCHOR;
        opens = 1;
        break;
      case YAML_MAPPING_START_EVENT:
        if (event.data.mapping_start.anchor) found = STEMMA_YAML_ANCHOR;
        opens = 2;
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        if (depth > 0) depth--;
        is_value = 1;
        break;
      case YAML_STREAM_END_EVENT:
      case YAML_NO_EVENT: is_done = 1; break;
      default: break;
    }
    if (opens && found == STEMMA_YAML_FINE) {
      if (is_mapping[depth] && key_is_next[depth])
        found = STEMMA_YAML_KEY;
      else if (depth == deepest)
        found = STEMMA_YAML_DEEP;
      else {
        depth++;
        is_mapping[depth] = opens == 2;
        key_is_next[depth] = 1;
      }
    }
    // A scalar, or a list or mapping that ends, is a key or the value of one.
    if (is_value && is_mapping[depth]) key_is_next[depth] = !key_is_next[depth];
    if (found != STEMMA_YAML_FINE) *line = event.start_mark.line + 1;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return found;
}
