import Glibc

extension ChildProcess {
  /// What a finished child said.
  struct Outcome: Sendable {
    /// Nil when it ran too long and was killed.
    var ending: Ending?
    /// The last lines of each stream.
    var output: [String]
    var error: [String]
  }

  /// Lines kept of a child that is run to its end.
  static let keptLinesMaximum = 1_000
  /// How long its streams may stay open after its end: a grandchild may hold them.
  static let streamGraceMilliseconds = 1_000

  /// Runs a child to its end, and kills it after the limit.
  ///
  /// - Throws: `StartFailure`.
  static func run(_ command: Command, limitMilliseconds: Int) async throws -> Outcome {
    let (events, feed) = AsyncStream<(Stream, String?)>.makeStream(
      bufferingPolicy: .bufferingNewest(keptLinesMaximum))
    let child = try await start(command) { stream, line in feed.yield((stream, line)) }
    let collector = Task {
      var said = Outcome(ending: nil, output: [], error: [])
      var open = 2
      for await (stream, line) in events {
        switch (stream, line) {
        case (.output, .some(let line)): said.output.append(line)
        case (.error, .some(let line)): said.error.append(line)
        case (_, .none): open -= 1
        }
        if open == 0 { break }
      }
      return said
    }
    let ending = await child.waitForEnding(atMostMilliseconds: limitMilliseconds)
    if ending == nil { _ = await child.stop([(SIGKILL, 5_000)]) }
    let limit = Task {
      try? await Task.sleep(for: .milliseconds(streamGraceMilliseconds))
      feed.finish()
    }
    var outcome = await collector.value
    limit.cancel()
    outcome.ending = ending
    return outcome
  }
}
