import Domain

/// The money of a fund: what it has, what is held for somebody, what is out. Nothing is ever below 0,
/// and held and out together never pass the capital.
public struct FundAccount: Hashable, Sendable {
  /// Why something is refused; nothing is changed.
  public enum Refusal: Error, Hashable, Sendable {
    /// So much is missing.
    case notAvailable(missing: Int64)
    /// More than is held, or out, by so much.
    case notHeld(excess: Int64)
    case notOut(excess: Int64)
    /// The amount is 0.
    case nothing
    /// More than the greatest amount there is.
    case tooMuch
  }

  public private(set) var capital: Fen
  public private(set) var held: Fen
  public private(set) var out: Fen

  /// - Returns: nil when held and out are more than the capital.
  public init?(capital: Fen, held: Fen, out: Fen) {
    guard held.value + out.value <= capital.value else { return nil }
    self.capital = capital
    self.held = held
    self.out = out
  }

  /// What may still be held.
  public var availableFen: Int64 { capital.value - held.value - out.value }

  /// Sets money aside.
  public mutating func hold(_ amount: Fen) throws(Refusal) {
    guard amount.value > 0 else { throw .nothing }
    guard amount.value <= availableFen else {
      throw .notAvailable(missing: amount.value - availableFen)
    }
    held = try sum(held, amount.value)
  }

  /// Sets it free again.
  public mutating func release(_ amount: Fen) throws(Refusal) {
    held = try taken(amount, from: held)
  }

  /// Pays out what is held.
  public mutating func draw(_ amount: Fen) throws(Refusal) {
    let left = try taken(amount, from: held)
    out = try sum(out, amount.value)
    held = left
  }

  /// Takes back what is out.
  public mutating func repay(_ amount: Fen) throws(Refusal) {
    guard amount.value > 0 else { throw .nothing }
    guard amount <= out else { throw .notOut(excess: amount.value - out.value) }
    out = try sum(out, -amount.value)
  }

  /// What is out and does not come back: the capital is less.
  public mutating func writeOff(_ amount: Fen) throws(Refusal) {
    guard amount.value > 0 else { throw .nothing }
    guard amount <= out else { throw .notOut(excess: amount.value - out.value) }
    let rest = try sum(capital, -amount.value)
    out = try sum(out, -amount.value)
    capital = rest
  }

  /// More capital.
  public mutating func endow(_ amount: Fen) throws(Refusal) {
    guard amount.value > 0 else { throw .nothing }
    capital = try sum(capital, amount.value)
  }

  private func taken(_ amount: Fen, from held: Fen) throws(Refusal) -> Fen {
    guard amount.value > 0 else { throw .nothing }
    guard amount <= held else { throw .notHeld(excess: amount.value - held.value) }
    return try sum(held, -amount.value)
  }

  private func sum(_ amount: Fen, _ more: Int64) throws(Refusal) -> Fen {
    guard let sum = Fen(amount.value + more) else { throw .tooMuch }
    return sum
  }
}
