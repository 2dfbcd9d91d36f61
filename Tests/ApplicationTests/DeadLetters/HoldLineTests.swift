import Domain
import Foundation
import Store
import Testing

@testable import Application

@Suite("What waits behind a dead letter")
struct HoldLineTests {
  private static let ids = IdentifierSource()
  private static let enterprise: EnterpriseID = ids.next()

  private func event(_ type: EventType = .needSubmitted, data: JSON = [:]) -> Event {
    Event(
      id: Self.ids.next(), type: type, key: Self.enterprise.text, subject: "s",
      time: Instant(microseconds: 0), sequence: 1, data: data)
  }

  private func letter(
    _ state: DeadLetterState, number: Int64, event: Event? = nil
  ) -> BlockingLetter {
    BlockingLetter(id: Self.ids.next(), event: event?.id, state: state, number: number)
  }

  private func skip(_ letter: BlockingLetter) -> Event {
    event(.deadLetterSkipped, data: ["dead_letter_id": .string(letter.id.text)])
  }

  private func steps(_ letters: [BlockingLetter], _ events: [Event]) -> [HoldLine.Step] {
    var line = HoldLine(letters)
    for event in events { line.take(event) }
    return line.steps
  }

  @Test("behind an open letter everything waits, and the letter's own event stays in the letter")
  func open() {
    let (first, second, third) = (event(), event(), event())
    let letter = letter(.open, number: 5, event: first)
    #expect(
      steps([letter], [first, second, third]) == [.drop(first), .hold(second), .hold(third)])
  }

  @Test("a redriven event ends its letter, then come those that waited, then the newer ones")
  func redriven() {
    let (first, second) = (event(), event())
    let letter = letter(.redriving, number: 5, event: first)
    #expect(
      steps([letter], [first, second])
        == [.resolve(letter), .apply(first), .release(before: nil), .apply(second)])
    // What comes before it is not in order yet.
    #expect(
      steps([letter], [second, first])
        == [.hold(second), .resolve(letter), .apply(first), .release(before: nil)])
  }

  @Test("a skipped letter lets go what waited behind it, up to the next letter")
  func skipped() {
    let first = letter(.skipping, number: 5)
    let second = letter(.open, number: 9)
    let (skip, newer) = (skip(first), event())
    #expect(
      steps([first, second], [skip, newer])
        == [.drop(skip), .skip(first), .release(before: 9), .hold(newer)])
  }

  @Test("a letter that is not the first in its line does not move, however its event comes")
  func notFirst() {
    let own = event()
    let first = letter(.open, number: 5)
    let second = letter(.redriving, number: 9, event: own)
    let third = letter(.skipping, number: 12)
    let skip = skip(third)
    #expect(steps([first, second, third], [own, skip]) == [.drop(own), .drop(skip)])
  }

  @Test("a skip that came before its turn takes effect when the letter before it ends")
  func skipInTurn() {
    let own = event()
    let first = letter(.redriving, number: 5, event: own)
    let second = letter(.skipping, number: 9)
    let third = letter(.skipping, number: 12)
    #expect(
      steps([first, second, third], [own])
        == [
          .resolve(first), .apply(own), .release(before: 9), .skip(second), .release(before: 12),
          .skip(third), .release(before: nil),
        ])
  }

  @Test("a skip of a letter that is open again, or over, changes nothing")
  func staleSkip() {
    let open = letter(.open, number: 5)
    let (stale, newer) = (skip(open), event())
    #expect(steps([open], [stale, newer]) == [.drop(stale), .hold(newer)])
    #expect(steps([], [stale, newer]) == [.drop(stale), .apply(newer)])
  }

  @Test("what looks like a credit code is never shown, and nothing else is touched")
  func masked() {
    #expect(DeadLetterView.masked("91340100MA2TE2W95G") == "***")
    #expect(DeadLetterView.masked("a 91340100MA2TE2W95G, b") == "a ***, b")
    #expect(DeadLetterView.masked("企业91340100MA2TE2W95G公司") == "企业***公司")
    let event: EventID = Self.ids.next()
    #expect(DeadLetterView.masked(event.text) == event.text)
    #expect(DeadLetterView.masked("event_header_ce_id") == "event_header_ce_id")
    #expect(DeadLetterView.masked("") == "")
  }
}
