import Domain

/// One figure that a reading stands on.
public struct WarningFigure: Hashable, Sendable {
  public let source: String
  public let period: ReportPeriod
  public let figure: Int64
}

/// What a condition measures in one period, and the figures that say so.
public struct WarningReading: Hashable, Sendable {
  /// Which condition of the rule, from 0.
  public let condition: Int
  public let indicator: String
  public let value: Int64
  /// The newest first; of a long row the last ones.
  public let figures: [WarningFigure]

  /// Most figures that are shown of one reading.
  static let maximumFigures = 24
}

extension WarningCondition {
  /// What it measures in a period; nil when a figure is missing that it needs, or a base says nothing. All its
  /// figures are of one source: the first, in the order of the indicator, that has them.
  func reading(
    _ place: Int, _ period: ReportPeriod, _ series: ReportSeries, sources: [String]
  ) -> WarningReading? {
    for source in sources {
      let own = SourceFigures(indicator: measure.indicator, source: source, series: series)
      guard let (value, figures) = measured(period, own) else { continue }
      return WarningReading(
        condition: place, indicator: measure.indicator, value: value,
        figures: Array(figures.prefix(WarningReading.maximumFigures)))
    }
    return nil
  }

  private func measured(
    _ period: ReportPeriod, _ own: SourceFigures
  ) -> (Int64, [WarningFigure])? {
    switch measure {
    case .value:
      guard let figure = own.figure(period) else { return nil }
      return (figure.figure, [figure])
    case .change(_, let back, let span, let floor):
      guard let now = own.figures(span, period),
        let before = own.figures(span, period.adding(-back)),
        let sum = Exact.sum(now.map(\.figure)), let base = Exact.sum(before.map(\.figure)),
        let growth = Growth(from: base, to: sum, floor: floor)
      else { return nil }
      return (growth.ppm(worse), now + before)
    case .run(_, let bound):
      guard var figure = own.figure(period) else { return nil }
      var row: [WarningFigure] = []
      while bound.holds(figure.figure) {
        row.append(figure)
        guard let earlier = own.figure(figure.period.adding(-1)) else { break }
        figure = earlier
      }
      return (Int64(row.count), row.isEmpty ? [figure] : row)
    }
  }
}

/// The figures of one indicator of one source.
private struct SourceFigures {
  let indicator: String
  let source: String
  let series: ReportSeries

  func figure(_ period: ReportPeriod) -> WarningFigure? {
    series.figure(indicator, from: source, in: period).map {
      WarningFigure(source: source, period: period, figure: $0)
    }
  }

  /// All of a span that ends with a period, the newest first; nil when one is missing.
  func figures(_ span: WarningMeasure.Span, _ period: ReportPeriod) -> [WarningFigure]? {
    let count =
      switch span {
      case .single: 1
      case .yearToDate: period.index
      case .last(let count): count
      }
    var list: [WarningFigure] = []
    for back in 0..<count {
      guard let figure = figure(period.adding(-back)) else { return nil }
      list.append(figure)
    }
    return list
  }
}
