/// Why a part of the benchmark cannot run, in words for its user.
public struct BenchFailure: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
