/// Which attempt at its events a worker is making, for the record that stays of it.
///
/// A worker knows how often it has tried, and a use case does not: the number goes with the task
/// instead of through every signature.
public enum AttemptNumber {
  /// Counts from 1.
  @TaskLocal public static var current = 1
}
