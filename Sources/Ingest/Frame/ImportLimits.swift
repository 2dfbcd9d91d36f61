/// How much one imported file may hold. Beyond a limit the file is refused, never cut off.
public struct ImportLimits: Hashable, Sendable {
  /// Largest file in bytes.
  public var maximumBytes: Int
  /// Most rows after the header, blank lines apart.
  public var maximumRows: Int
  /// Most columns in the header.
  public var maximumColumns: Int
  /// Longest record in bytes, line breaks inside quotes included.
  public var maximumRecordBytes: Int
  /// Most faults kept word for word in the report; counting goes on.
  public var maximumFaultsKept: Int
  /// Records parsed at a time.
  public var recordsPerBatch: Int

  /// - Parameters: see the members; the defaults are 64 MiB, 1,000,000 rows, 100 columns, 1 MiB a
  ///   record, 1,000 faults and 1,000 records a batch.
  public init(
    maximumBytes: Int = 64 << 20, maximumRows: Int = 1_000_000, maximumColumns: Int = 100,
    maximumRecordBytes: Int = 1 << 20, maximumFaultsKept: Int = 1_000, recordsPerBatch: Int = 1_000
  ) {
    self.maximumBytes = maximumBytes
    self.maximumRows = maximumRows
    self.maximumColumns = maximumColumns
    self.maximumRecordBytes = maximumRecordBytes
    self.maximumFaultsKept = maximumFaultsKept
    self.recordsPerBatch = max(1, recordsPerBatch)
  }

  /// The limits of the service.
  public static let standard = ImportLimits()
}

/// What to do with a file in which some rows are faulty.
public enum ImportMode: String, Hashable, Sendable, CaseIterable {
  /// One faulty row refuses the whole file (the default).
  case allOrNothing = "all_or_nothing"
  /// Faulty rows go to the quarantine file, the others are taken.
  case skipBad = "skip_bad"
  /// Everything is checked, nothing is taken.
  case dryRun = "dry_run"
}

/// The language of a report or a progress line.
public enum ReportLanguage: String, Hashable, Sendable, CaseIterable {
  case zh
  case en
}
