import Catalog
import Domain

/// Whether reported facts replace all earlier ones or are laid over them.
public enum FactsMode: Sendable {
  case replace
  case merge
}

/// The checked body of `PUT` and `PATCH …/facts`.
struct FactsInput {
  /// More facts in one request are refused.
  static let maximumCount = 500

  var facts: [Fact] = []
  /// Paths that become unknown again (merge only).
  var retracted: [String] = []

  /// - Throws: `ApplicationError.invalid` with every fault.
  init(
    _ json: JSON, mode: FactsMode, registry: FactRegistry, actor: Actor, today: LegalDate
  ) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("facts")
    var seen: Set<String> = []
    for (index, element) in (body.array("facts", maximumCount: Self.maximumCount) ?? [])
      .enumerated()
    {
      var item = ObjectReader(element, at: "\(body.path("facts"))/\(index)")
      let path = item.requiredString("path", maximumLength: 100)
      if let path {
        if !seen.insert(path).inserted {
          item.add(
            Fault(item.path("path"), "duplicate", zh: "同一指标出现两次", en: "this fact is given twice"))
        }
        read(&item, path: path, mode: mode, registry: registry, actor: actor, today: today)
      } else {
        // Known members all the same: what is wrong is the path.
        for name in ["value", "none", "unknown", "source", "as_of"] { _ = item.value(name) }
      }
      body.merge(item)
    }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private mutating func read(
    _ item: inout ObjectReader, path: String, mode: FactsMode, registry: FactRegistry,
    actor: Actor, today: LegalDate
  ) {
    let isNone = item.boolean("none") ?? false
    let isUnknown = item.boolean("unknown") ?? false
    let value = item.value("value")
    guard let definition = registry.definitions[path], definition.derivation == nil,
      !path.hasPrefix("need."), !FactSheetBuilder.registryPaths.contains(path)
    else {
      item.add(
        Fault(
          item.path("path"), "unknown_fact", zh: "没有可填报的指标“\(path)”",
          en: "there is no fact \(path) to report; see /v1/facts"))
      // Known members all the same: one fault says it.
      for name in ["source", "as_of"] { _ = item.value(name) }
      return
    }
    if isUnknown {
      _ = item.string("source", maximumLength: 50)
      _ = item.day("as_of")
      guard mode == .merge, !isNone, value == nil else {
        item.add(
          Fault(
            item.path("unknown"), "contradiction", zh: "仅 PATCH 可撤回指标,且不得同时给出取值",
            en: "only a PATCH retracts a fact, and then without a value"))
        return
      }
      retracted.append(path)
      return
    }
    let source = source(&item, actor: actor)
    let asOf = asOf(&item, today: today)
    var known: FactValue?
    if isNone {
      guard value == nil, definition.mayBeNone else {
        item.add(
          Fault(
            item.path("none"), "contradiction", zh: "该指标不能为“无”,或同时给出了取值",
            en: "this fact cannot be none, or a value is given as well"))
        return
      }
    } else {
      guard let value, value != .null else {
        item.add(ObjectReader.requiredFault(item.path("value")))
        return
      }
      switch registry.check(path: path, json: value, at: item.path("value")) {
      case .success(let value):
        // Every date of the registry is of something that has happened.
        if case .date(let day) = value, day > today {
          item.add(
            Fault(
              item.path("value"), "future", zh: "不得晚于今天", en: "must not lie in the future"))
          return
        }
        known = value
      case .failure(let fault):
        item.add(fault)
        return
      }
    }
    guard let source, let asOf else { return }
    facts.append(Fact(path: path, value: known, source: source, asOf: asOf))
  }

  private func source(_ item: inout ObjectReader, actor: Actor) -> String? {
    guard let source = item.requiredString("source", maximumLength: 50) else { return nil }
    let isName = source.utf8.enumerated().allSatisfy { index, byte in
      (0x61...0x7A).contains(byte) || (index > 0 && (byte == 0x5F || (0x30...0x39).contains(byte)))
    }
    guard isName, !FactSheetBuilder.ownSources.contains(source) else {
      item.add(
        Fault(
          item.path("source"), "source", zh: "来源应为小写字母、数字和下划线组成的名称",
          en: "a source is a name in a-z, 0-9 and _, and not one this service computes"))
      return nil
    }
    // What an enterprise says of itself must be seen to come from it.
    guard actor.role != .enterprise || source == "enterprise" else {
      item.add(
        Fault(
          item.path("source"), "source_not_allowed", zh: "企业自行填报的来源应为 enterprise",
          en: "an enterprise reports with the source enterprise"))
      return nil
    }
    return source
  }

  private func asOf(_ item: inout ObjectReader, today: LegalDate) -> LegalDate? {
    _ = item.required("as_of")
    guard let day = item.day("as_of") else { return nil }
    guard day <= today else {
      item.add(Fault(item.path("as_of"), "future", zh: "不得晚于今天", en: "must not lie in the future"))
      return nil
    }
    return day
  }
}
