import Application
import Domain

/// A few seconds of needs before anything is measured: workers read the catalog and open their
/// connections at their first work, which a service that runs has behind it.
struct WarmUp: Sendable {
  let subjects: FlowSubjects
  var seconds = 3
  var perSecond = 100

  /// Submits needs and returns when every one of them has its run, or a short time has passed.
  func run(
    _ databases: Databases, _ database: String,
    _ submit: @escaping @Sendable (JSON) async throws -> Void
  ) async throws {
    await Pacer.run(
      count: seconds * perSecond, perSecond: perSecond, from: WallClock.system.now()
    ) { index, _ in
      // From the end, so that the measured needs are others.
      let subject = subjects.subject(max(0, subjects.count - 1 - index))
      // A call that fails is found out when it is measured.
      try? await submit(subject.terms.body(of: subject.id))
    }
    _ = try await Decided.wait(databases, database, limitSeconds: 30)
  }
}
