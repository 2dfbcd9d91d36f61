import Domain
import Foundation
import Glibc
import Logging

/// Writes the log to standard error: readable lines on a terminal, else one JSON object a line.
///
/// A line goes out in one `write(2)`, so lines of several threads and processes do not mix.
struct LineLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let isReadable: Bool
  private let clock: WallClock
  private let sink: @Sendable (String) -> Void

  /// - Parameter sink: receives each line without its end; standard error by default.
  init(
    label: String, level: Logger.Level, isReadable: Bool, clock: WallClock = .system,
    sink: @escaping @Sendable (String) -> Void = { Terminal.note($0) }
  ) {
    self.label = label
    self.logLevel = level
    self.isReadable = isReadable
    self.clock = clock
    self.sink = sink
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { _, later in later } }
    if let own = event.metadata { all.merge(own) { _, later in later } }
    if let error = event.error { all["error"] = "\(error)" }
    sink(isReadable ? readable(event, all) : json(event, all))
  }

  private func json(_ event: LogEvent, _ all: Logger.Metadata) -> String {
    var members: [String: JSON] = all.mapValues(Self.value)
    members["time"] = .string(clock.now().text)
    members["level"] = .string(event.level.rawValue)
    members["logger"] = .string(label)
    members["message"] = .string("\(event.message)")
    return JSON.object(members).canonicalText
  }

  private static func value(_ value: Logger.Metadata.Value) -> JSON {
    switch value {
    case .array(let list): .array(list.map(Self.value))
    case .dictionary(let members): .object(members.mapValues(Self.value))
    default: .string("\(value)")
    }
  }

  private func readable(_ event: LogEvent, _ all: Logger.Metadata) -> String {
    // The time of day is enough on a terminal: "2026-11-21T09:05:03.123+08:00" from its 12th.
    let time = clock.now().text.dropFirst(11).prefix(8)
    let level = event.level.rawValue.uppercased()
    let pad = String(repeating: " ", count: max(0, 8 - level.count))
    var line = "\(time) \(level)\(pad) \(event.message)"
    for (name, value) in all.sorted(by: { $0.key < $1.key }) { line += "  \(name)=\(value)" }
    // A value must not forge a second line.
    return line.replacing("\n", with: "\\n").replacing("\r", with: "\\r")
  }
}
