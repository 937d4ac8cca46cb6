// Needed because pcre2.h picks the code unit's width by a macro that a module map cannot set.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
