import API
import Application
import Domain

/// What somebody who oversees looks at: a division, or all of the country.
struct Place {
  /// In addresses, in place of a code.
  static let everywhere = "all"

  /// Nil for all of the country.
  let region: RegionTable.Region?
  let name: String

  /// As it stands in addresses.
  var code: String { region?.code.text ?? Self.everywhere }
  /// As use cases are asked of it: of nothing in particular for all of the country.
  var asked: String? { region?.code.text }
}

extension Visit {
  private func named(_ region: RegionTable.Region?) -> Place {
    Place(region: region, name: region?.name ?? say("whole_country"))
  }

  /// All provinces that are known.
  var provinces: [RegionTable.Region] { parts.regions.regions.filter { $0.level == .province } }

  /// What the caller oversees.
  func ownPlace() throws -> Place {
    let actor = try actor()
    guard actor.role == .operator, let digits = actor.region, !digits.isEmpty else {
      return named(nil)
    }
    // `3401` is all of 340100.
    let code = digits + String(repeating: "0", count: max(0, 6 - digits.utf8.count))
    guard let own = RegionCode(code).flatMap({ parts.regions[$0] }) else {
      throw PageError.refused(.notFound)
    }
    return named(own)
  }

  /// The division in the path, within what the caller oversees.
  func region() throws -> RegionTable.Region {
    let own = try ownPlace().region
    guard let code = parameters["region"].flatMap({ RegionCode($0) }),
      let region = parts.regions[code], own?.code.contains(code) ?? true
    else { throw PageError.refused(.notFound) }
    return region
  }

  /// The same, or all of the country for who oversees it.
  func place() throws -> Place {
    let own = try ownPlace()
    guard own.region == nil, parameters["region"] == Place.everywhere else {
      return named(try region())
    }
    return own
  }

  /// The divisions one below.
  func below(_ place: Place) -> [Place] {
    (place.region.map { parts.regions.children(of: $0.code) } ?? provinces).map { named($0) }
  }

  /// What holds a place, from the highest that the caller oversees down.
  func above(_ place: Place) -> [Place] {
    guard let own = try? ownPlace(), var current = place.region else { return [] }
    var found: [Place] = []
    while let parent = current.parent.flatMap({ parts.regions[$0] }),
      own.region?.code.contains(parent.code) ?? true
    {
      found.insert(named(parent), at: 0)
      current = parent
    }
    return own.region == nil ? [own] + found : found
  }
}
