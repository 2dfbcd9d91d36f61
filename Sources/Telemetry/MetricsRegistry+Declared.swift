extension MetricsRegistry {
  /// Takes over help lines and bounds, and starts what has no labels at zero. Gauges begin when they
  /// are first recorded: a zero that nobody measured would be a lie.
  func declare(_ definitions: [MetricDefinition]) {
    for definition in definitions {
      describe(definition.name, definition.help)
      if let bounds = definition.bounds { setBounds(bounds, for: definition.name) }
      if definition.labels.isEmpty { begin(definition, []) }
    }
  }

  /// Starts every label set that is known beforehand at zero.
  ///
  /// - Parameter values: by label; others come from `MetricNames.knownValues`. A metric with a label
  ///   of which no values are known is left out.
  func begin(_ definitions: [MetricDefinition], with values: [String: [String]]) {
    let known = MetricNames.knownValues.merging(values) { _, own in own }
    for definition in definitions where !definition.labels.isEmpty {
      let sets = definition.labels.reduce([[]] as [[(String, String)]]) { sets, label in
        sets.flatMap { set in (known[label] ?? []).map { set + [(label, $0)] } }
      }
      for set in sets { begin(definition, set) }
    }
  }

  private func begin(_ definition: MetricDefinition, _ labels: [(String, String)]) {
    guard !definition.isPolled else { return }
    switch definition.kind {
    case .counter: _ = makeCounter(label: definition.name, dimensions: labels)
    case .histogram: _ = makeTimer(label: definition.name, dimensions: labels)
    case .gauge: break
    }
  }
}
