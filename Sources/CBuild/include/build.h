#pragma once

/// The commit that the program was built from, such as `ccbd660f1a2b`; empty where that is not known.
const char *stemma_build_commit(void);
