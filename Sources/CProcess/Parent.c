#include "CProcess.h"

#include <signal.h>
#include <sys/prctl.h>

int stemma_wake_when_parent_ends(void) { return prctl(PR_SET_PDEATHSIG, SIGCONT); }
