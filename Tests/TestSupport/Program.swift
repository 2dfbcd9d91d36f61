import Foundation

/// Something that should have happened did not.
public struct StoryError: Error, Sendable, CustomStringConvertible {
  /// What should have happened, with what was seen instead.
  public let description: String

  /// - Parameter description: in words for whoever reads the test's output.
  public init(_ description: String) { self.description = description }
}

/// One process of the built program, with its output kept and watched line by line.
// `lines`, `partial` and `status` are guarded by the lock of `condition`; `process` is set up in `init`.
public final class Program: @unchecked Sendable {
  private let process = Process()
  private let condition = NSCondition()
  private var lines: [String] = []
  private var outputLines: [String] = []
  /// Pipes that have been read to their end.
  private var endedPipes = 0
  private var partial: [Bool: String] = [:]
  /// How it ended; nil while it runs.
  private var status: Int32?
  /// Its arguments, as one would type them.
  public let name: String

  /// The program that was built with these tests, or `RONGQIAO_EXECUTABLE`.
  public static let executable: URL = {
    if let path = ProcessInfo.processInfo.environment["RONGQIAO_EXECUTABLE"] {
      return URL(fileURLWithPath: path)
    }
    return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("rongqiao")
  }()

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - environment: its RONGQIAO_… settings; the caller's own are not passed on.
  ///   - output: takes what it says, and `error` what it says on standard error; both or neither.
  ///     Nothing is kept here then.
  public init(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
    output: FileHandle? = nil, error: FileHandle? = nil
  ) throws {
    name = arguments.joined(separator: " ")
    process.executableURL = Self.executable
    process.arguments = arguments
    var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("RONGQIAO_") }
    all["RONGQIAO_LOG_FORMAT"] = "json"
    // A program with a state directory of its own makes its own keys there.
    if environment["RONGQIAO_STATE_DIRECTORY"] == nil {
      all["RONGQIAO_SEALING_KEYS"] = TestKeys.path
    }
    all.merge(environment) { _, own in own }
    process.environment = all
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    if let output, let error {
      process.standardOutput = output
      process.standardError = error
      endedPipes = 2
    }
    process.terminationHandler = { [self] in
      tell($0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus)
    }
    try Child.start {
      for isError in [false, true] where output == nil { addPipe(isError) }
      try process.run()
    }
    Child.watch(process.processIdentifier) { [self] in tell($0) }
  }

  private func addPipe(_ isError: Bool) {
    let pipe = Pipe()
    if isError { process.standardError = pipe } else { process.standardOutput = pipe }
    pipe.fileHandleForReading.readabilityHandler = { [self] handle in
      let data = handle.availableData
      guard !data.isEmpty else {
        handle.readabilityHandler = nil
        condition.withLock {
          endedPipes += 1
          condition.broadcast()
        }
        return
      }
      take(String(decoding: data, as: UTF8.self), isError)
    }
  }

  private func tell(_ ending: Int32) {
    condition.withLock {
      status = ending
      condition.broadcast()
    }
  }

  private func take(_ text: String, _ isError: Bool) {
    condition.withLock {
      var rest = (partial[isError] ?? "") + text
      while let end = rest.firstIndex(of: "\n") {
        lines.append(String(rest[..<end]))
        if !isError { outputLines.append(String(rest[..<end])) }
        rest = String(rest[rest.index(after: end)...])
      }
      partial[isError] = rest
      condition.broadcast()
    }
  }

  /// The process's number.
  public var identifier: Int32 { process.processIdentifier }
  /// How it ended: the exit status, or the signal's number below zero; nil while it runs.
  public var ending: Int32? { condition.withLock { status } }

  /// All it said.
  public var output: String { condition.withLock { lines.joined(separator: "\n") } }
  /// What it said on standard output.
  public var standardOutput: String { condition.withLock { outputLines.joined(separator: "\n") } }

  /// The first line that matches, waited for at most `seconds`.
  @discardableResult
  public func line(
    withinSeconds seconds: Double = 300, _ what: String, where matches: (String) -> Bool
  ) throws -> String {
    let limit = Date(timeIntervalSinceNow: seconds)
    return try condition.withLock {
      while true {
        if let found = lines.first(where: matches) { return found }
        guard status == nil, condition.wait(until: limit) else {
          throw StoryError(
            "\(name): no \(what); it said:\n\(lines.suffix(30).joined(separator: "\n"))")
        }
      }
    }
  }

  /// Waits for the end and gives the exit status (negative: the signal).
  @discardableResult
  public func end(withinSeconds seconds: Double = 300) throws -> Int32 {
    let limit = Date(timeIntervalSinceNow: seconds)
    let ending = condition.withLock {
      while status == nil, condition.wait(until: limit) {}
      // Its last words may still be in the pipes: on a busy machine whoever reads them may be late.
      // A grandchild that outlives it may hold them open.
      let lastWords = Date(timeIntervalSinceNow: 30)
      while status != nil, endedPipes < 2, condition.wait(until: lastWords) {}
      return status
    }
    guard let ending else {
      kill(SIGKILL)
      throw StoryError(
        "\(name): still running after \(seconds) s; it said:\n\(output.suffix(3_000))")
    }
    return ending
  }

  /// Sends it a signal.
  public func kill(_ signal: Int32) {
    if ending == nil { Foundation.kill(process.processIdentifier, signal) }
  }

  /// Ends it for sure, and waits until it has ended: not for ever, should the system not tell.
  public func destroy() {
    guard ending == nil else { return }
    kill(SIGKILL)
    let limit = Date(timeIntervalSinceNow: 30)
    condition.withLock { while status == nil, condition.wait(until: limit) {} }
  }

  /// Runs a command to its end and gives its standard output, or all it said when it fails. What it
  /// says goes to files: a pipe may fill before a busy machine reads it, and a process that is
  /// started at the same moment may hold it open.
  ///
  /// - Throws: when it does not exit with `status`.
  @discardableResult
  public static func run(
    _ arguments: [String], environment: [String: String] = [:], status: Int32 = 0
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["out", "err"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    let handles = try files.map { try FileHandle(forWritingTo: $0) }
    let program = try Program(
      arguments, environment: environment, output: handles[0], error: handles[1])
    let found = try program.end()
    for handle in handles { try handle.close() }
    let said = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    guard found == status else {
      throw StoryError("\(program.name) ended with \(found), not \(status):\n\(said.joined())")
    }
    let text = status == 0 ? said[0] : said.joined()
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
