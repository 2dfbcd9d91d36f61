import Domain

/// Where the prefectures of the province lie to each other, as tiles of a grid: `Schemas/console/tiles.json`.
struct RegionTiles: Sendable {
  /// A file of tiles that does not read.
  struct Malformed: Error, Sendable {}

  struct Place: Sendable, Hashable {
    let column: Int
    let row: Int
  }

  let places: [RegionCode: Place]

  /// - Parameter json: `{"340100": [column, row]}`.
  init(json: [UInt8]) throws {
    var places: [RegionCode: Place] = [:]
    for (code, place) in try JSONParser.parse(json).objectValue ?? [:] {
      let numbers = place.arrayValue?.compactMap(\.intValue) ?? []
      guard let code = RegionCode(code), numbers.count == 2,
        numbers.allSatisfy({ (0..<20).contains($0) })
      else { throw Malformed() }
      places[code] = Place(column: Int(numbers[0]), row: Int(numbers[1]))
    }
    guard !places.isEmpty, Set(places.values).count == places.count else { throw Malformed() }
    self.places = places
  }
}

/// A map of the province as tiles, darker where there is more. The same numbers stand in the table below it.
struct TileMap {
  struct Tile {
    var region: RegionTable.Region
    /// Nil where it is held back.
    var count: Int64?
    var address: String
  }

  private static let width = 88
  private static let height = 56
  /// Shades beside that of what is held back.
  private static let shades: Int64 = 4

  let values: [String: Any]

  /// - Returns: nil where none of the tiles has a place.
  init?(_ tiles: [Tile], places: RegionTiles, heldBack: String) {
    let most = tiles.compactMap(\.count).max() ?? 0
    let shown = tiles.compactMap { tile -> [String: Any]? in
      guard let place = places.places[tile.region.code] else { return nil }
      let (x, y) = (place.column * Self.width, place.row * Self.height)
      return [
        "x": String(x + 2), "y": String(y + 2), "width": String(Self.width - 4),
        "height": String(Self.height - 4), "text_x": String(x + Self.width / 2),
        "name_y": String(y + 24), "count_y": String(y + 43), "name": tile.region.name,
        "count": tile.count.map { String($0) } ?? heldBack, "address": tile.address,
        "shade": "shade-\(Self.shade(tile.count, most: most))",
      ]
    }
    guard !shown.isEmpty else { return nil }
    let columns = (places.places.values.map(\.column).max() ?? 0) + 1
    let rows = (places.places.values.map(\.row).max() ?? 0) + 1
    values = [
      "tiles": shown, "map_width": String(columns * Self.width),
      "map_height": String(rows * Self.height),
    ]
  }

  /// 0 for what is held back, then by quarters of the most.
  private static func shade(_ count: Int64?, most: Int64) -> Int64 {
    guard let count, most > 0 else { return 0 }
    return min(shades, (Exact.scaled(count, by: shades, over: most) ?? 0) + 1)
  }
}
