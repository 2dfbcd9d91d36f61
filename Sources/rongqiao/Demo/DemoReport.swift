import Domain

/// What a demonstration run counted and measured, as `.rongqiao/demo.json`.
struct DemoReport: Sendable, Equatable {
  /// Needs the API accepted with 201.
  var needs = 0
  /// Of these, needs with a stored run.
  var decided = 0
  /// Runs beyond the first of a need.
  var duplicated = 0
  /// Milliseconds from the API's 201 to the stored run, one a need.
  var decidedMilliseconds: [Double] = []

  /// Accepted, but without a run.
  var lost: Int { needs - decided }

  /// The least value that at least `share` of the measurements do not exceed (nearest rank).
  func percentile(_ share: Double) -> Double {
    let sorted = decidedMilliseconds.sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }

  /// The report's text: JSON with fractions, which the product's own `JSON` has none of.
  var text: String {
    func rounded(_ value: Double) -> String {
      let tenths = Int64((value * 10).rounded())
      return "\(tenths / 10).\(abs(tenths % 10))"
    }
    return """
      {"needs":\(needs),"decided":\(decided),"lost":\(lost),"duplicated":\(duplicated),\
      "decided_ms":{"p50":\(rounded(percentile(0.5))),"p99":\(rounded(percentile(0.99)))}}

      """
  }
}
