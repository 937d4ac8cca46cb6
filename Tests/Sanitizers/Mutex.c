// Tells ThreadSanitizer of the slow path of Swift's Mutex.
//
// The fast path is inlined, and its atomics are seen; what a thread does that has to wait lies in a library that
// is not instrumented, so that everything a mutex guards would be called a race. `make tsan` links this in.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void lock_slow(uint32_t state, SELF) __asm__(LOCK);
SWIFT void lock_slow(uint32_t state, SELF) {
  SWIFT void (*real)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
  real(state, self);
  __tsan_acquire(self);
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF) {
  SWIFT void (*real)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
  __tsan_release(self);
  real(self);
}
