import Decision
import Domain
import Logging

extension Application {
  /// Compiles the published versions for today, so that the first need does not wait for it.
  ///
  /// Whatever is amiss is told by the work itself, when it comes.
  public func warmUp() async {
    do {
      let engine = try await read { session -> Engine? in
        guard let pins = try await catalogs.currentPins(session) else { return nil }
        return try await catalogs.engine(pins, session)
      }
      engine?.prepare(for: clock.now().legalDate)
    } catch {
      logger.debug("catalog and policies are not compiled ahead", metadata: ["error": "\(error)"])
    }
  }
}
