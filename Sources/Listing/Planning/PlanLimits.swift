import Domain

/// From when and until when each activity may go, for one choice of statements.
struct PlanLimits {
  /// The first day on which it can begin for itself; nil for any.
  let opens: [LegalDate?]
  /// The day by which it must be done, and why.
  let due: [(day: LegalDate, limit: PlanBinding.Limit)]
  let cutOff: LegalDate?
  let isExtended: Bool

  init(_ problem: PlanProblem, cutOff: LegalDate?, isExtended: Bool) {
    self.cutOff = cutOff
    self.isExtended = isExtended
    let statements = cutOff == nil ? nil : problem.statements
    opens = problem.activities.map { activity in
      guard let statements, let cutOff, statements.audited == activity.code else {
        return activity.notBefore
      }
      let after = cutOff.adding(days: 1)
      return activity.notBefore.map { max($0, after) } ?? after
    }
    due = problem.activities.map { activity in
      var due = (day: problem.target, limit: PlanBinding.Limit.target)
      func lower(to day: LegalDate, _ limit: PlanBinding.Limit) {
        if day < due.day { due = (day, limit) }
      }
      if let last = activity.notAfter { lower(to: last, .window) }
      if let statements, let cutOff {
        if statements.settled.contains(activity.code) { lower(to: cutOff, .cutOff) }
        if statements.good.contains(activity.code) {
          let months = statements.months + (isExtended ? statements.extensionMonths : 0)
          lower(to: cutOff.adding(months: months), .statements)
        }
      }
      return due
    }
  }
}
