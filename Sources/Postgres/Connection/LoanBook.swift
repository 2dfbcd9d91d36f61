import Synchronization

/// What the pool may know of a connection without entering its actor.
///
/// An operation first notes that the connection is busy and then looks at the loan; a return first
/// ends the loan and then looks at the note. Both in sequentially consistent order, so either the
/// operation sees that its loan has ended, or the return sees that an operation runs.
final class LoanBook: Sendable {
  /// The last known state of the connection.
  enum Note: UInt8 {
    /// Idle outside a transaction, nothing running.
    case idle
    /// An operation runs, or the state needs a closer look.
    case unsettled
  }

  private let loan = Atomic<UInt64>(0)
  private let note = Atomic<UInt8>(Note.unsettled.rawValue)

  /// The present loan's number.
  var current: UInt64 { loan.load(ordering: .sequentiallyConsistent) }

  /// Begins another loan, which ends the one before.
  func advance() -> UInt64 {
    loan.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
  }

  func set(_ value: Note) {
    note.store(value.rawValue, ordering: .sequentiallyConsistent)
  }

  var isIdle: Bool { note.load(ordering: .sequentiallyConsistent) == Note.idle.rawValue }
}
