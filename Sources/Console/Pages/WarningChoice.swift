import API
import Application
import Domain

/// Which warnings a list shows: those of a place, a level and a state, as its address names them.
struct WarningChoice {
  /// Of whatever place, level or state.
  static let every = "all"
  /// Those that nobody has closed.
  static let live = "live"
  static let levels = [every] + Application.warningLevels
  static let states = [live] + Application.warningStates + [every]

  /// Nil for an enterprise, whose own they are, and for institutions, to whom a warning is told by what they have with
  /// its enterprise.
  let place: Place?
  let level: String
  let state: String

  init(_ visit: Visit) throws {
    level = visit.parameters["level"] ?? ""
    state = visit.parameters["state"] ?? ""
    place = try visit.isOverseer ? visit.place() : nil
    guard Self.levels.contains(level), Self.states.contains(state),
      place != nil || visit.parameters["region"] == Self.every
    else { throw PageError.refused(.notFound) }
  }

  var filter: Application.WarningFilter {
    Application.WarningFilter(
      level: level == Self.every ? nil : level,
      state: [Self.live, Self.every].contains(state) ? nil : state, region: place?.asked,
      isOpen: state == Self.live)
  }

  /// The list with another place, level or state in place of this one's.
  func address(
    in place: Place? = nil, level: String? = nil, state: String? = nil
  ) -> String {
    Self.address(
      (place ?? self.place)?.code ?? Self.every, level ?? self.level, state ?? self.state)
  }

  static func address(_ region: String, _ level: String, _ state: String) -> String {
    "/console/warnings/list/\(region)/\(level)/\(state)"
  }
}

extension Visit {
  /// Whether the caller oversees, and does not act for an enterprise or an institution.
  var isOverseer: Bool {
    switch caller?.role {
    case .operator, .auditor, .service: true
    case .enterprise, .liaison, .liaisonManager, nil: false
    }
  }
}
