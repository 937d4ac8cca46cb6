import Foundation
import GRDB
import TestSupport
import Testing

/// A processor or a memory that is wrong now and then.
@Suite(.serialized)
struct FaultyMachineTests {
  /// Spoils an element of every fiftieth product.
  private static let wrongProducts = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdatomic.h>
    typedef void product(int, int, int, int, int, int, float, const float *, int, const float *, int,
                         float, float *, int);
    void cblas_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a,
                     int lda, const float *b, int ldb, float beta, float *c, int ldc) {
      static product *real;
      static atomic_int calls;
      if (!real) real = (product *)dlsym(RTLD_NEXT, "cblas_sgemm");
      real(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      if (atomic_fetch_add(&calls, 1) % 50 == 49) c[0] = 3 * c[0] + 1;
    }
    """

  @Test(.enabled(if: !Sanitizer.isWatching)) func scoresThatDoNotRepeatAreRefused() throws {
    let world = try FaultWorld()
    let compute = ["compute", world.workspace, "--threads", "2"]
    let begun = try Program.run(arguments: compute + ["--questions", "q-00"])
    try #require(begun.status == 0, "\(begun.errors)")
    let database = try DatabaseQueue(path: world.workspace + "/.stemma/stemma.sqlite")
    func rows() throws -> Int? {
      try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM score") }
    }
    let before = try rows()
    let faults = try Interposer(Self.wrongProducts, in: world.folder)
    let refused = try Program.shell(
      "LD_PRELOAD='\(faults.path)' exec \"$0\" compute \"$1\" --threads 2", world.workspace)
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(
      refused.errors.contains("passages scored twice got different scores"), "\(refused.errors)")
    #expect(try rows() == before)
    #expect(try Program.run(arguments: compute).status == 0)
    #expect(try ResumeTests.exported(world.workspace) == world.reference(first: "q-00"))
  }
}
