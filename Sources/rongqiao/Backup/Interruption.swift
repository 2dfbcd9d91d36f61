import ArgumentParser
import UnixSignals

/// Lets a command that leaves something half made clean up when its user stops it.
enum Interruption {
  private struct Stopped: Error {
    let signal: UnixSignal
  }

  /// Runs `body`; SIGINT and SIGTERM cancel it, and it ends before this returns.
  ///
  /// - Throws: what `body` throws; when stopped, the exit status 128 and the signal's number, as
  ///   shells give it.
  static func stopping<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws
    -> T
  {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    do {
      return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await body() }
        group.addTask {
          for await signal in signals { throw Stopped(signal: signal) }
          return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
          if let result { return result }
        }
        throw CancellationError()
      }
    } catch let stopped as Stopped {
      Terminal.note("已中断,半成品已删除 interrupted; what was half made is removed")
      throw ExitCode(128 + stopped.signal.rawValue)
    }
  }
}
