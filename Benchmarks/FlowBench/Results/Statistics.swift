/// The middle value; of an even number the mean of the two in the middle. 0 when there is none.
func middle(of values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

extension Duration {
  /// In seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// Rounded to four significant digits, for reports: more would pretend a precision there is not.
func rounded(_ value: Double) -> Double {
  guard value.isFinite, value != 0 else { return 0 }
  var scale = 1.0
  var size = value.magnitude
  while size >= 10_000 {
    size /= 10
    scale /= 10
  }
  while size < 1_000 {
    size *= 10
    scale *= 10
  }
  return (value * scale).rounded() / scale
}
