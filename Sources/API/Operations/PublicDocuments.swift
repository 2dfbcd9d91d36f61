import Domain
import Foundation
import Yams

/// The documents the service serves about itself, as bytes.
public struct PublicDocuments: Sendable {
  /// Why a document was refused at start.
  public struct Malformed: Error, Sendable, CustomStringConvertible {
    /// The file or place, and what is wrong with it.
    public let description: String
  }

  /// `api/openapi.yaml` as it is.
  public let openapiYAML: [UInt8]
  /// The same as JSON.
  public let openapiJSON: [UInt8]
  /// `events/asyncapi.yaml`, where there is one.
  public let asyncapiYAML: [UInt8]?
  /// `events/TYPE.json` by TYPE.
  public let eventSchemas: [String: [UInt8]]

  /// - Throws: `Malformed` when the OpenAPI document is not YAML that JSON can say.
  public init(
    openapiYAML: [UInt8], asyncapiYAML: [UInt8]? = nil, eventSchemas: [String: [UInt8]] = [:]
  ) throws(Malformed) {
    self.openapiYAML = openapiYAML
    self.asyncapiYAML = asyncapiYAML
    self.eventSchemas = eventSchemas
    openapiJSON = try YAMLConversion.json(openapiYAML).canonicalBytes
  }

  /// Most event schemas that are loaded.
  public static let maximumEventSchemas = 200

  /// The documents in the folder of schemas: `api/openapi.yaml`, `events/asyncapi.yaml` where there
  /// is one, and every `events/*.json`, which must be JSON.
  ///
  /// - Throws: `Malformed` naming the file that is missing or cannot be read.
  public init(schemasFolder: URL) throws(Malformed) {
    let events = schemasFolder.appendingPathComponent("events")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: events, includingPropertiesForKeys: nil))
      ?? []
    var schemas: [String: [UInt8]] = [:]
    for file in files.filter({ $0.pathExtension == "json" }).prefix(Self.maximumEventSchemas) {
      let bytes = try Self.read(file)
      do {
        _ = try JSONParser.parse(bytes)
      } catch {
        throw Malformed(
          description: "\(file.lastPathComponent): \(error.message) at byte \(error.offset)")
      }
      schemas[file.deletingPathExtension().lastPathComponent] = bytes
    }
    let asyncapi = events.appendingPathComponent("asyncapi.yaml")
    let hasEvents = FileManager.default.fileExists(atPath: asyncapi.path)
    try self.init(
      openapiYAML: try Self.read(schemasFolder.appendingPathComponent("api/openapi.yaml")),
      asyncapiYAML: hasEvents ? try Self.read(asyncapi) : nil, eventSchemas: schemas)
  }

  private static func read(_ file: URL) throws(Malformed) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw Malformed(description: "\(file.lastPathComponent): cannot be read")
    }
  }
}

/// YAML to JSON, for documents that hold no floating-point number.
enum YAMLConversion {
  static func json(_ bytes: [UInt8]) throws(PublicDocuments.Malformed) -> JSON {
    let node: Node?
    do {
      node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw PublicDocuments.Malformed(description: "YAML: \(error)")
    }
    guard let node else { throw PublicDocuments.Malformed(description: "YAML: empty document") }
    return try json(node)
  }

  private static func json(_ node: Node) throws(PublicDocuments.Malformed) -> JSON {
    switch node {
    case .mapping(let mapping):
      var members: [String: JSON] = [:]
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw PublicDocuments.Malformed(description: "YAML: a key is not a scalar")
        }
        members[name] = try json(value)
      }
      return .object(members)
    case .sequence(let sequence):
      var elements: [JSON] = []
      for element in sequence { elements.append(try json(element)) }
      return .array(elements)
    case .scalar(let scalar):
      return Self.scalar(scalar)
    case .alias:
      throw PublicDocuments.Malformed(description: "YAML: an alias that stands for nothing")
    }
  }

  /// Plain scalars by the JSON schema of YAML 1.2 section 10.2; quoted ones are strings.
  private static func scalar(_ scalar: Node.Scalar) -> JSON {
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    switch scalar.string {
    case "null", "~", "": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      if let number = Int64(scalar.string) { return .int(number) }
      return .string(scalar.string)
    }
  }
}
