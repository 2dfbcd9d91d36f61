import Catalog
import Domain
import Market
import Schemas
import Workflow

/// What periodic referral runs go by, with the days on which it does: `Schemas/workflow/allocation.yaml`.
public struct AllocationRules: Sendable {
  /// A group of needs that goes before the ones after it.
  struct Pool: Sendable {
    var code: String
    var label: Label
    /// The fact of which one of the values makes a need belong; nil for the last pool.
    var fact: String?
    var values: Set<String>
  }

  /// The rules of some days.
  struct Period: Sendable {
    var days: EffectivePeriod
    var citation: Citation
    var schedule: SlotSchedule
    /// For how long a slot that was missed is made up for.
    var lateHours: Int
    var needsMaximum: Int
    var seedBase: Int64
    /// Whether each run draws other lots.
    var seedChanges: Bool
    /// The last one takes all the others.
    var pools: [Pool]
    var preferences: [AllocationMarket.Preference]
    /// Of institutions that declare their own, by code.
    var ownPreferences: [String: [AllocationMarket.Preference]]

    func preferences(of institution: String) -> [AllocationMarket.Preference] {
      ownPreferences[institution] ?? preferences
    }

    /// The place of the pool that facts belong to.
    func pool(_ facts: FactSheet) -> Int {
      pools.firstIndex { pool in
        guard let path = pool.fact else { return true }
        switch facts[path]?.value {
        case .set(let values)?: return !pool.values.isDisjoint(with: values)
        case .text(let value)?: return pool.values.contains(value)
        default: return false
        }
      } ?? pools.count - 1
    }

    /// The seed of a run that begins at an instant.
    func seed(at instant: Instant) -> Int64 {
      seedChanges ? (seedBase ^ (instant.microseconds / 1_000_000)) & Int64.max : seedBase
    }
  }

  /// In the order of their days.
  let periods: [Period]
  private let calendar: WorkingCalendar

  /// - Throws: every fault of the document: `overlap` of two periods, `last_pool` when the last pool
  ///   has a fact or another has none, `preferences` unless each stands once.
  init(json: JSON, calendar: WorkingCalendar) throws(Faults) {
    self.calendar = calendar
    var reader = ObjectReader(json)
    var periods: [Period] = []
    _ = reader.required("periods")
    for (index, element) in (reader.array("periods", maximumCount: 100) ?? []).enumerated() {
      var nested = ObjectReader(element, at: "\(reader.path("periods"))/\(index)")
      if let period = Self.period(&nested) {
        if periods.contains(where: { $0.days.overlaps(period.days) }) {
          nested.add(Fault(nested.path("from"), "overlap", zh: "期间重叠", en: "periods overlap"))
        }
        periods.append(period)
      }
      reader.merge(nested)
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
    self.periods = periods.sorted { $0.days.from < $1.days.from }
  }

  /// The document that ships with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of the document.
  static func bundled(calendar: WorkingCalendar) throws -> AllocationRules {
    try AllocationRules(
      json: try OfferRules.document("workflow/allocation.yaml"), calendar: calendar)
  }

  /// The rules of a day; nil when there are none.
  func period(on day: LegalDate) -> Period? { periods.first { $0.days.contains(day) } }

  /// The slot that is to have its run by now; nil when none is, or it was missed for too long.
  func dueSlot(at now: Instant) -> Instant? {
    guard let period = period(on: now.legalDate),
      let slot = period.schedule.latest(at: now, calendar), period.days.contains(slot.legalDate),
      now < slot.adding(milliseconds: Int64(period.lateHours) * 3_600_000)
    else { return nil }
    return slot
  }

  /// The first slot after an instant, by the rules of that day.
  func nextSlot(after now: Instant) -> Instant? {
    period(on: now.legalDate)?.schedule.next(after: now, calendar)
  }
}

// MARK: Reading

extension AllocationRules {
  private enum Every: String, CaseIterable {
    case workingDay = "working_day"
    case week
  }

  private enum SeedChanges: String, CaseIterable {
    case run
    case never
  }

  private static func period(_ reader: inout ObjectReader) -> Period? {
    let from = reader.requiredDay("from")
    let to = reader.day("to")
    let citation = reader.requiredCitation()
    let needs = reader.requiredInteger("needs_maximum", in: 1...20_000)
    let timing = schedule(&reader)
    let seed = seed(&reader)
    let pools = pools(&reader)
    let preferences = preferences(&reader)
    let own = ownPreferences(&reader)
    if let from, let to, to < from {
      reader.add(Fault(reader.path("to"), "order", zh: "不得早于起始日", en: "not before the first day"))
    }
    guard let from, let citation, let needs, let timing, let seed, let preferences,
      !pools.isEmpty
    else { return nil }
    return Period(
      days: EffectivePeriod(from: from, to: to), citation: citation, schedule: timing.schedule,
      lateHours: timing.lateHours, needsMaximum: Int(needs), seedBase: seed.base,
      seedChanges: seed.changes, pools: pools, preferences: preferences, ownPreferences: own)
  }

  private static func schedule(
    _ reader: inout ObjectReader
  ) -> (schedule: SlotSchedule, lateHours: Int)? {
    _ = reader.required("schedule")
    guard var nested = reader.object("schedule") else { return nil }
    let every = nested.requiredChoice("every", of: Every.self)
    let minute = nested.requiredInteger("at_minute", in: 0...1_439)
    let late = nested.requiredInteger("late_hours", in: 1...168)
    let weekday = every == .week ? nested.requiredInteger("weekday", in: 1...7) : nil
    reader.merge(nested)
    guard let every, let minute, let late, every == .workingDay || weekday != nil else {
      return nil
    }
    let days = weekday.map { SlotSchedule.Days.weekly(Int($0)) } ?? .workingDays
    return SlotSchedule(days, atMinute: Int(minute)).map { ($0, Int(late)) }
  }

  private static func seed(_ reader: inout ObjectReader) -> (base: Int64, changes: Bool)? {
    _ = reader.required("seed")
    guard var nested = reader.object("seed") else { return nil }
    let base = nested.requiredInteger("base", in: 0...Int64.max)
    let changes = nested.requiredChoice("changes", of: SeedChanges.self)
    reader.merge(nested)
    guard let base, let changes else { return nil }
    return (base, changes == .run)
  }

  private static func pools(_ reader: inout ObjectReader) -> [Pool] {
    _ = reader.required("pools")
    let elements = reader.array("pools", maximumCount: AllocationMarket.Need.maximumPool) ?? []
    var pools: [Pool] = []
    for (index, element) in elements.enumerated() {
      var nested = ObjectReader(element, at: "\(reader.path("pools"))/\(index)")
      let code = nested.requiredString("code", maximumLength: 64)
      let label = nested.requiredLabel("label")
      let fact = nested.string("fact", maximumLength: 100)
      let values = nested.texts("any_of", maximumCount: 100)
      let isLast = index == elements.count - 1
      if isLast ? fact != nil || values != nil : fact == nil || values?.isEmpty != false {
        nested.add(
          Fault(
            nested.pointer, "last_pool", zh: "最后一池不设条件,其余各池须有指标与取值",
            en: "the last pool takes the rest; every other has a fact and values"))
      }
      if let code, !Name.isValid(code, allowing: "_-") {
        nested.add(Fault(nested.path("code"), "alphabet", zh: "代码格式不正确", en: "not a code"))
      }
      if let code, let label {
        if pools.contains(where: { $0.code == code }) {
          nested.add(.duplicate(nested.path("code"), code))
        }
        pools.append(Pool(code: code, label: label, fact: fact, values: Set(values ?? [])))
      }
      reader.merge(nested)
    }
    return pools
  }

  /// Each preference once.
  private static func preferences(
    _ reader: inout ObjectReader
  ) -> [AllocationMarket.Preference]? {
    _ = reader.required("preferences")
    guard let names = reader.texts("preferences", maximumCount: 10) else { return nil }
    let order = names.compactMap(AllocationMarket.Preference.init(rawValue:))
    guard order.count == names.count, Set(order) == Set(AllocationMarket.Preference.allCases) else {
      let known = AllocationMarket.Preference.allCases.map(\.rawValue).joined(separator: ", ")
      reader.add(
        Fault(
          reader.path("preferences"), "preferences", zh: "应各列一次:\(known)",
          en: "each of these once: \(known)"))
      return nil
    }
    return order
  }

  private static func ownPreferences(
    _ reader: inout ObjectReader
  ) -> [String: [AllocationMarket.Preference]] {
    var own: [String: [AllocationMarket.Preference]] = [:]
    for (index, element) in (reader.array("institutions", maximumCount: 10_000) ?? []).enumerated()
    {
      var nested = ObjectReader(element, at: "\(reader.path("institutions"))/\(index)")
      let code = nested.requiredString("code", maximumLength: 64)
      if let code, own[code] != nil { nested.add(.duplicate(nested.path("code"), code)) }
      if let order = preferences(&nested), let code { own[code] = order }
      reader.merge(nested)
    }
    return own
  }
}
