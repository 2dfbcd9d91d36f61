/// Bounds of one search for repair paths.
public struct RepairLimits: Hashable, Sendable {
  /// Most facts changed together.
  public let maximumChanges: Int
  /// Most values tried for one fact.
  public let maximumValues: Int
  /// Most trials of one product's rules; a search that needs more stops and says so.
  public let maximumTrials: Int
  /// Most paths returned.
  public let maximumPaths: Int
  /// Least share of the amount asked that a path may come down to, in ppm: to ask for next to
  /// nothing is no repair.
  public let minimumAmountPPM: Int64

  public init(
    maximumChanges: Int = 3, maximumValues: Int = 48, maximumTrials: Int = 40_000,
    maximumPaths: Int = 16, minimumAmountPPM: Int64 = 100_000
  ) {
    self.maximumChanges = max(0, maximumChanges)
    self.maximumValues = max(1, maximumValues)
    self.maximumTrials = max(0, maximumTrials)
    self.maximumPaths = max(0, maximumPaths)
    self.minimumAmountPPM = max(0, minimumAmountPPM)
  }

  /// Up to three changes: mostly a matter of milliseconds, at the bound of trials of a tenth of a
  /// second.
  public static let standard = RepairLimits()
}
