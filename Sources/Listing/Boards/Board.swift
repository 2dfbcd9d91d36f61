import Catalog
import Domain
import Workflow

/// The way of an enterprise to one board (板块) under one version of its rules, as data
/// (`Schemas/listing/boards`): stages, what leads from one to the next, who does it, and which evidence
/// opens which gate.
public struct Board: Hashable, Sendable {
  /// A code with its words: a role, a verb, a reason, a channel.
  public struct Term: Hashable, Sendable {
    public let code: String
    public let label: Label
  }

  /// How long a stage usually takes.
  public struct Duration: Hashable, Sendable {
    public let least: Int
    public let typical: Int
    public let most: Int
    public let unit: TimeLimit.Unit
  }

  public struct Stage: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
      /// Work on the way.
      case step
      /// The case rests (中止) and can only go back to where it left, or end.
      case hold
      /// Nothing leads out of it.
      case end
    }

    public let code: String
    public let label: Label
    public let kind: Kind
    /// Who works in it.
    public let actors: [String]
    /// Why a case comes here; of holds and ends, one must be given.
    public let reasons: [Term]
    /// Nil where the stage has no work of its own or no end.
    public let duration: Duration?
    /// Most months in a hold: after them the case is to be ended.
    public let mostMonths: Int?
  }

  /// How long evidence can be relied on, from the day up to which it speaks (statements: 报表截止日).
  public struct Validity: Hashable, Sendable {
    public let months: Int
    public let extensionMonths: Int
    /// The evidence with which the extension is granted.
    public let extendedBy: String?

    /// The last day on which what speaks up to `cutOff` counts.
    public func lastDay(of cutOff: LegalDate, extended: Bool) -> LegalDate {
      cutOff.adding(months: months + (extended ? extensionMonths : 0))
    }
  }

  /// A kind of document.
  public struct EvidenceKind: Hashable, Sendable {
    public let code: String
    public let label: Label
    /// Nil when it does not age.
    public let validity: Validity?
  }

  /// What must be shown to pass: documents of all its kinds.
  public struct Gate: Hashable, Sendable {
    public let code: String
    public let label: Label
    public let evidence: [String]
  }

  public enum Target: Hashable, Sendable {
    case stage(String)
    /// The stage that was left when the case was put on hold.
    case back
  }

  /// One verb in one stage.
  public struct Edge: Hashable, Sendable {
    public let verb: String
    public let from: String
    public let target: Target
    /// Who may use it.
    public let roles: Set<String>
    public let gate: String?
    /// Gates that the case must have passed before.
    public let after: [String]
    /// Of which review channels it is; empty for all.
    public let channels: Set<String>
    /// The review channel that it chooses.
    public let chooses: String?
  }

  /// A review channel (审核通道).
  public struct Channel: Hashable, Sendable {
    public let code: String
    public let label: Label
    public let citation: Citation
  }

  /// The board, the same in all its versions, such as `neeq`.
  public let code: String
  public let version: String
  public let label: Label
  public let period: EffectivePeriod
  /// Nil for the whole country.
  public let jurisdiction: RegionCode?
  /// In the order of the document.
  public let stages: [Stage]
  public let roles: [Term]
  public let verbs: [Term]
  public let evidence: [EvidenceKind]
  public let gates: [Gate]
  public let edges: [Edge]
  /// The first is that of a case which has chosen none.
  public let channels: [Channel]
  /// Where a case begins.
  public let initial: String
  /// The stage all this is for: being listed.
  public let aim: String
  public let plan: PlanOutline
  public let draws: BoardDraws
  public let citation: Citation
  /// Of the durations.
  public let durationsCitation: Citation
  private let places: [String: [String: [Int]]]

  /// What a document says, before anything is looked up in it.
  struct Parts {
    var stages: [Stage] = []
    var roles: [Term] = []
    var verbs: [Term] = []
    var evidence: [EvidenceKind] = []
    var gates: [Gate] = []
    var edges: [Edge] = []
    var channels: [Channel] = []
    var initial = ""
    var aim = ""
    var plan = PlanOutline(steps: [], statements: nil, rounds: nil, reviewedFrom: nil)
    var draws = BoardDraws(listedAs: nil, days: [])
  }

  /// What tells a version from others.
  struct Head {
    let code: String
    let version: String
    let label: Label
    let period: EffectivePeriod
    let jurisdiction: RegionCode?
    let citation: Citation
    let durationsCitation: Citation
  }

  init(_ head: Head, _ parts: Parts) {
    code = head.code
    version = head.version
    label = head.label
    period = head.period
    jurisdiction = head.jurisdiction
    citation = head.citation
    durationsCitation = head.durationsCitation
    stages = parts.stages
    roles = parts.roles
    verbs = parts.verbs
    evidence = parts.evidence
    gates = parts.gates
    edges = parts.edges
    channels = parts.channels
    initial = parts.initial
    aim = parts.aim
    plan = parts.plan
    draws = parts.draws
    var places: [String: [String: [Int]]] = [:]
    for (index, edge) in parts.edges.enumerated() {
      places[edge.from, default: [:]][edge.verb, default: []].append(index)
    }
    self.places = places
  }

  public func stage(_ code: String) -> Stage? { stages.first { $0.code == code } }

  public func gate(_ code: String) -> Gate? { gates.first { $0.code == code } }

  public func evidenceKind(_ code: String) -> EvidenceKind? {
    evidence.first { $0.code == code }
  }

  /// Edges of a verb in a stage; several when each is of other channels.
  func edges(_ verb: String, from stage: String) -> [Edge] {
    places[stage]?[verb]?.map { edges[$0] } ?? []
  }

  /// What a clause of an award calls the stage: `neeq.listed`.
  public func event(of stage: String) -> String { "\(code).\(stage)" }
}
