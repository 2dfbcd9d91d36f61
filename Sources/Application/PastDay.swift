import Domain

extension ObjectReader {
  /// A day on which something has happened: one after today is a fault.
  mutating func pastDay(_ name: String, today: LegalDate) -> LegalDate? {
    guard let day = self.day(name) else { return nil }
    if day > today {
      add(Fault(path(name), "future", zh: "日期不得晚于今天", en: "a day that is not after today"))
    }
    return day
  }

  /// The same where such a day must be given.
  mutating func requiredPastDay(_ name: String, today: LegalDate) -> LegalDate? {
    _ = required(name)
    return pastDay(name, today: today)
  }
}
