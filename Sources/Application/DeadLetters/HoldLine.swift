import Domain
import Store

/// What a consumer does with the events of one enterprise while dead letters hold it up; pure.
///
/// Letters and held events stand in one line. The first letter in the line decides: only when its
/// own event comes back, or the event that skips it, do the events behind it move, up to the next
/// letter.
struct HoldLine {
  enum Step: Equatable {
    /// Applies an event.
    case apply(Event)
    /// The letter's event is about to be applied.
    case resolve(BlockingLetter)
    /// The letter's event will never be applied.
    case skip(BlockingLetter)
    /// Takes the held events before this place in the line, or all of them, and applies them.
    case release(before: Int64?)
    /// Puts an event at the end of the line.
    case hold(Event)
    /// Passes over an event that a letter keeps, or that came too late or too early to move one.
    case drop(Event)
  }

  private(set) var steps: [Step] = []
  private var letters: [BlockingLetter]

  /// - Parameter letters: those that hold the enterprise up, in the order of its line.
  init(_ letters: [BlockingLetter]) { self.letters = letters }

  /// Takes the enterprise's next event.
  mutating func take(_ event: Event) {
    if event.type == .deadLetterSkipped {
      guard let first = letters.first, first.state == .skipping,
        event.data["dead_letter_id"]?.stringValue == first.id.text
      else { return steps.append(.drop(event)) }
      steps.append(.drop(event))
      leave()
    } else if let place = letters.firstIndex(where: { $0.event == event.id }) {
      let letter = letters[place]
      // Whether it was sent again or came twice at first: it is the same event.
      guard place == 0, letter.state == .redriving else { return steps.append(.drop(event)) }
      steps += [.resolve(letter), .apply(event)]
      letters.removeFirst()
      moveOn()
    } else if letters.isEmpty {
      steps.append(.apply(event))
    } else {
      steps.append(.hold(event))
    }
  }

  /// The first letter leaves unapplied.
  private mutating func leave() {
    steps.append(.skip(letters.removeFirst()))
    moveOn()
  }

  /// What waited behind a letter that left moves, and so does a next letter that is to be skipped:
  /// the event that says so may have come before its turn.
  private mutating func moveOn() {
    steps.append(.release(before: letters.first?.number))
    if letters.first?.state == .skipping { leave() }
  }
}
