import Foundation

/// Measures from its making on.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double {
    let elapsed = start.duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }
}

/// The middle of an odd number of values, the upper of the two in the middle of an even number.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Most memory this process has held so far, in bytes.
func peakMemory() -> Int64 {
  var usage = rusage()
  // The platforms give the constant different types; it is 0 on all.
  guard getrusage(0, &usage) == 0 else { return 0 }
  return Int64(usage.ru_maxrss) * 1_024
}

/// One line of JSON on standard output; seconds are doubles, which `Domain.JSON` has none of.
func report(_ members: [String: Any]) throws {
  let data = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
  print(String(decoding: data, as: UTF8.self))
}
