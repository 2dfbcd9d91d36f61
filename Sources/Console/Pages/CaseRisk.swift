import Application
import Domain

/// How a listing case stands against its days: by what its plan puts at risk, which is kept with it, and by its
/// target.
struct CaseRisk {
  /// Work that comes too late, or nearly so.
  struct Alert {
    let gate: String
    let due: String
    let earliest: String
    /// Whether there is no day left on which it would be in time.
    let isMissed: Bool
  }

  /// `late` when a day is missed, `near` when little is left until one, `calm`, or `none` without a target.
  let kind: String
  /// What is missed comes first, then what is due first.
  let alerts: [Alert]

  init(_ one: JSON, today: LegalDate) {
    alerts = (one["alerts"]?.arrayValue ?? []).map { alert in
      let due = alert["due_on"]?.stringValue ?? ""
      let earliest = alert["earliest_on"]?.stringValue ?? ""
      // Days are written so that they are in the order of their texts.
      return Alert(
        gate: alert["gate"]?.stringValue ?? "", due: due, earliest: earliest,
        isMissed: due < earliest || due < today.text)
    }.sorted { ($0.isMissed ? 0 : 1, $0.due) < ($1.isMissed ? 0 : 1, $1.due) }
    let target = one["target_on"]?.stringValue.flatMap { LegalDate($0) }
    kind =
      if alerts.contains(where: \.isMissed) || target.map({ $0 < today }) ?? false {
        "late"
      } else if !alerts.isEmpty {
        "near"
      } else {
        target == nil ? "none" : "calm"
      }
  }

  /// In words, too: no colour alone says it.
  func values(_ visit: Visit) -> [String: String] {
    ["kind": kind, "text": visit.say("risk_\(kind)")]
  }

  /// The most pressing of what is at risk; nil for nothing.
  func told(_ words: BoardWords, _ visit: Visit) -> String? {
    alerts.first.map { alert in
      "\(words.work(alert.gate)): \(visit.say("due")) \(alert.due), "
        + "\(visit.say("earliest")) \(alert.earliest)"
    }
  }
}
