import Application
import Domain

/// A run on the command line.
enum RunArgument {
  static func parse(_ text: String) throws(CommandFailure) -> RunID {
    guard let id = RunID(text) else {
      throw CommandFailure(.usage, "\(text.prefix(80)): a run is run_ and a UUID")
    }
    return id
  }

  /// Turns "not found" into a message for the command line.
  static func found<T>(_ text: String, _ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch ApplicationError.notFound(let what) {
      throw CommandFailure(.data, "no such \(what): \(text.prefix(80))")
    }
  }
}
