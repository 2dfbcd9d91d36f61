/// A type's object identifier in `pg_type` (manual 8.19); the built-in ones are fixed for all servers.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
  /// The OID; 0 lets the server infer the type.
  public let rawValue: UInt32

  /// Wraps an OID.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Not stated: the server infers the type from the place of the parameter.
  public static let unspecified = PostgresType(rawValue: 0)
  /// `boolean`
  public static let bool = PostgresType(rawValue: 16)
  /// `bytea`
  public static let bytea = PostgresType(rawValue: 17)
  /// `"char"`
  public static let char = PostgresType(rawValue: 18)
  /// `name`
  public static let name = PostgresType(rawValue: 19)
  /// `bigint`
  public static let int8 = PostgresType(rawValue: 20)
  /// `smallint`
  public static let int2 = PostgresType(rawValue: 21)
  /// `integer`
  public static let int4 = PostgresType(rawValue: 23)
  /// `text`
  public static let text = PostgresType(rawValue: 25)
  /// `oid`
  public static let oid = PostgresType(rawValue: 26)
  /// `json`
  public static let json = PostgresType(rawValue: 114)
  /// `real`
  public static let float4 = PostgresType(rawValue: 700)
  /// `double precision`
  public static let float8 = PostgresType(rawValue: 701)
  /// The type of an untyped literal.
  public static let unknown = PostgresType(rawValue: 705)
  /// `character(n)`
  public static let bpchar = PostgresType(rawValue: 1042)
  /// `character varying`
  public static let varchar = PostgresType(rawValue: 1043)
  /// `date`
  public static let date = PostgresType(rawValue: 1082)
  /// `timestamp without time zone`
  public static let timestamp = PostgresType(rawValue: 1114)
  /// `timestamp with time zone`
  public static let timestamptz = PostgresType(rawValue: 1184)
  /// `numeric`
  public static let numeric = PostgresType(rawValue: 1700)
  /// `void`, the result of functions such as `pg_notify`
  public static let void = PostgresType(rawValue: 2278)
  /// `uuid`
  public static let uuid = PostgresType(rawValue: 2950)
  /// `jsonb`
  public static let jsonb = PostgresType(rawValue: 3802)
  /// `boolean[]`
  public static let boolArray = PostgresType(rawValue: 1000)
  /// `bytea[]`
  public static let byteaArray = PostgresType(rawValue: 1001)
  /// `smallint[]`
  public static let int2Array = PostgresType(rawValue: 1005)
  /// `integer[]`
  public static let int4Array = PostgresType(rawValue: 1007)
  /// `text[]`
  public static let textArray = PostgresType(rawValue: 1009)
  /// `bigint[]`
  public static let int8Array = PostgresType(rawValue: 1016)
  /// `double precision[]`
  public static let float8Array = PostgresType(rawValue: 1022)
  /// `timestamptz[]`
  public static let timestamptzArray = PostgresType(rawValue: 1185)
  /// `date[]`
  public static let dateArray = PostgresType(rawValue: 1182)
  /// `numeric[]`
  public static let numericArray = PostgresType(rawValue: 1231)
  /// `uuid[]`
  public static let uuidArray = PostgresType(rawValue: 2951)
  /// `jsonb[]`
  public static let jsonbArray = PostgresType(rawValue: 3807)

  /// Types whose wire form, in both formats, is the text itself.
  var isTextual: Bool {
    switch self {
    case .text, .varchar, .bpchar, .name, .unknown, .json, .char, .unspecified: true
    // User-defined types begin at FirstNormalObjectId; of these, enums send their label.
    default: rawValue >= 16_384
    }
  }
}

/// How a value travels (manual 55.2.3): 0 is text, 1 is binary.
public enum PostgresFormat: Int32, Sendable {
  /// The type's input and output functions.
  case text = 0
  /// The type's receive and send functions, big-endian.
  case binary = 1
}
