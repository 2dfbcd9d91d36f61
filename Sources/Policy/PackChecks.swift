import Catalog
import Domain

/// What only shows when all packs of a set are read: their codes, and which overrides which.
struct PackChecks {
  /// The packs that could be read, with their places in the input.
  private(set) var packs: [(pack: PolicyPack, place: Int)] = []
  /// Codes of packs that could not be read: no further fault of those that name them.
  private var broken: Set<String> = []

  mutating func add(_ pack: PolicyPack?, _ json: JSON, at place: Int) {
    if let pack {
      packs.append((pack, place))
    } else if let code = json["code"]?.stringValue {
      broken.insert(code)
    }
  }

  /// Every fault with the place of its pack, pointers from the pack's root.
  var faults: [(place: Int, fault: Fault)] { duplicates + overrides + units }

  private var duplicates: [(place: Int, fault: Fault)] {
    var codes = broken
    var jurisdictions: Set<String> = []
    var faults: [(place: Int, fault: Fault)] = []
    for (pack, place) in packs {
      if !codes.insert(pack.code).inserted {
        faults.append((place, .duplicate("/code", pack.code)))
      }
      // Two packs of one jurisdiction would leave open whose value counts.
      if !jurisdictions.insert(pack.jurisdiction.code).inserted {
        faults.append((place, .duplicate("/jurisdiction/code", pack.jurisdiction.code)))
      }
    }
    return faults
  }

  private var overrides: [(place: Int, fault: Fault)] {
    let byCode = Dictionary(
      packs.map { ($0.pack.code, $0.pack) }, uniquingKeysWith: { first, _ in first })
    return packs.compactMap { pack, place in
      fault(of: pack, byCode).map { (place, $0) }
    }
  }

  private func fault(of pack: PolicyPack, _ byCode: [String: PolicyPack]) -> Fault? {
    let pointer = "/overrides"
    guard let code = pack.overrides else { return nil }
    if isCircular(pack, byCode) {
      return Fault(
        pointer, "cycle", zh: "政策包互相覆盖，形成循环", en: "packs override each other in a circle")
    }
    guard let above = byCode[code] else {
      return broken.contains(code) ? nil : .undeclared(pointer, "unknown_pack", code)
    }
    guard above.jurisdiction.isAbove(pack.jurisdiction) else {
      return Fault(
        pointer, "outside_jurisdiction",
        zh: "\(code)（\(above.jurisdiction.code)）不是 \(pack.jurisdiction.code) 的上级",
        en: "\(code) (\(above.jurisdiction.code)) is not above \(pack.jurisdiction.code)")
    }
    let between = packs.first { other, _ in
      above.jurisdiction.isAbove(other.jurisdiction)
        && other.jurisdiction.isAbove(pack.jurisdiction)
    }
    guard let between else { return nil }
    return Fault(
      pointer, "not_nearest", zh: "\(between.pack.code) 位于两者之间，应覆盖最近的上级",
      en: "\(between.pack.code) lies between: name the nearest pack above")
  }

  private func isCircular(_ pack: PolicyPack, _ byCode: [String: PolicyPack]) -> Bool {
    var seen: Set<String> = []
    var code = pack.overrides
    while let next = code, seen.insert(next).inserted {
      if next == pack.code { return true }
      code = byCode[next]?.overrides
    }
    return false
  }

  /// A parameter counts in one unit, wherever it is given.
  private var units: [(place: Int, fault: Fault)] {
    var known: [String: (unit: FactUnit, pack: String)] = [:]
    var faults: [(place: Int, fault: Fault)] = []
    for (pack, place) in packs {
      for (index, parameter) in pack.parameters.enumerated() {
        guard let first = known[parameter.id] else {
          known[parameter.id] = (parameter.unit, pack.code)
          continue
        }
        guard first.unit != parameter.unit else { continue }
        faults.append(
          (
            place,
            Fault(
              "/parameters/\(index)/unit", "type_mismatch",
              zh: "\(parameter.id) 在 \(first.pack) 中以 \(first.unit.rawValue) 为单位",
              en: "\(parameter.id) is in \(first.unit.rawValue) in \(first.pack)")
          ))
      }
    }
    return faults
  }
}

extension PolicyPack.Jurisdiction {
  /// Whether it holds all of another and more.
  func isAbove(_ other: PolicyPack.Jurisdiction) -> Bool {
    guard let region = other.region, depth < other.depth else { return false }
    return holds(region)
  }
}
