import Statistics

extension Application {
  /// Counts below it are held back in figures that are shown or given away, by the rule of published reports.
  public var cellThreshold: Int64 { reference.statistics.book.suppression.threshold }
}
