import Domain

/// A topic of the embedded broker, written `name:partitions`.
struct BrokerTopic: Sendable, Hashable, CustomStringConvertible {
  let name: String
  let partitions: Int

  static let partitionsDefault = 4
  /// The in-memory cluster keeps up to 5 MiB for each.
  static let partitionsMaximum = 64

  /// The topics of the service.
  static let all = Topic.allCases.map {
    BrokerTopic(name: $0.rawValue, partitions: partitionsDefault)
  }

  var description: String { "\(name):\(partitions)" }

  init(name: String, partitions: Int) {
    self.name = name
    self.partitions = partitions
  }

  /// Reads `name` or `name:partitions`; a name holds letters, digits, `.`, `_`, `-`, at most 249
  /// (Apache Kafka, `Topic.java`, legal characters).
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, parts.count <= 2, (1...249).contains(name.utf8.count),
      name.utf8.allSatisfy(Self.isLegal), name != ".", name != ".."
    else { return nil }
    var partitions = Self.partitionsDefault
    if parts.count == 2 {
      guard let number = Int(parts[1]), (1...Self.partitionsMaximum).contains(number) else {
        return nil
      }
      partitions = number
    }
    self.init(name: String(name), partitions: partitions)
  }

  private static func isLegal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
