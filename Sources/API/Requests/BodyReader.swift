import Domain
import HTTPTypes
import Hummingbird

/// Takes the bytes of a request body and turns them into JSON, or says what is wrong with them.
enum BodyReader {
  /// Reads the body and parses it as `rule` asks.
  ///
  /// - Returns: nil when the rule takes no body, or the body is empty and may be.
  /// - Throws: 415, 413, or 400 `malformed_json`.
  static func read(
    _ request: Request, rule: RouteSpec.BodyRule, maximumBytes: Int
  ) async throws -> JSON? {
    guard rule != .ignored, rule != .form else { return nil }
    if rule == .json { try checkType(request.headers) }
    let bytes = try await collect(request, maximumBytes: maximumBytes)
    if rule == .empty {
      guard !bytes.isEmpty else { return nil }
      try checkType(request.headers)
      let json = try parse(bytes)
      var reader = ObjectReader(json)
      let faults = reader.finish()
      guard faults.isEmpty else {
        throw Problem(.validationFailed, entries: faults.map(Problem.Entry.init))
      }
      return nil
    }
    return try parse(bytes)
  }

  /// `Content-Type: application/json`, in UTF-8 and not compressed.
  static func checkType(_ headers: HTTPFields) throws(Problem) {
    let pieces = (headers[.contentType] ?? "").split(separator: ";")
      .map { $0.trimmingWhitespace().lowercased() }
    let isJSON = pieces.first == "application/json"
    let isForeignCharset = pieces.dropFirst().contains {
      $0.hasPrefix("charset=") && $0 != "charset=utf-8" && $0 != "charset=\"utf-8\""
    }
    let encoding = headers[.contentEncoding]?.trimmingWhitespace().lowercased()
    guard isJSON, !isForeignCharset else {
      throw Problem(
        .unsupportedMediaType,
        entries: [
          .init(
            "header:Content-Type", "media_type",
            Text("应为 application/json(UTF-8)", "must be application/json in UTF-8"))
        ], headers: [("Accept", "application/json")])
    }
    guard encoding == nil || encoding == "identity" else {
      throw Problem(
        .unsupportedMediaType,
        entries: [
          .init(
            "header:Content-Encoding", "content_encoding",
            Text("不接受压缩的正文", "a compressed body is not accepted"))
        ], headers: [("Accept-Encoding", "identity")])
    }
  }

  private static func tooLarge(_ maximumBytes: Int) -> Problem {
    Problem(
      .bodyTooLarge,
      detail: Text("正文不得超过 \(maximumBytes) 字节", "at most \(maximumBytes) bytes"))
  }

  /// The bytes of a body.
  ///
  /// - Throws: 413, or 400 `body_unreadable`.
  static func collect(_ request: Request, maximumBytes: Int) async throws -> [UInt8] {
    if let declared = request.headers[.contentLength].flatMap({ Int($0) }),
      declared > maximumBytes
    {
      throw tooLarge(maximumBytes)
    }
    var bytes: [UInt8] = []
    do {
      for try await buffer in request.body {
        guard bytes.count + buffer.readableBytes <= maximumBytes else {
          throw tooLarge(maximumBytes)
        }
        bytes.append(contentsOf: buffer.readableBytesView)
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      // The connection broke or broke the protocol: a fault of the request, not of the service.
      throw Problem(.bodyUnreadable)
    }
    return bytes
  }

  /// Strict JSON, with the place of the fault; bytes that look like GBK or carry a byte order mark
  /// get a hint, because that is what spreadsheets and older systems send.
  static func parse(_ bytes: [UInt8]) throws(Problem) -> JSON {
    do {
      return try JSONParser.parse(bytes)
    } catch {
      throw Problem(.malformedJSON, entries: [entry(for: error, bytes)])
    }
  }

  private static func entry(for failure: JSONParser.Failure, _ bytes: [UInt8]) -> Problem.Entry {
    if failure.code == "json_encoding", ByteGuess.looksLikeGBK(bytes) {
      return .init(
        failure.pointer, "encoding_gbk",
        Text(
          "正文不是 UTF-8,看起来是 GBK 编码,请转换为 UTF-8 后发送",
          "the body is not UTF-8 and looks like GBK: convert it to UTF-8"),
        offset: ByteGuess.firstInvalidUTF8(bytes) ?? failure.offset)
    }
    if ByteGuess.hasByteOrderMark(bytes) {
      return .init(
        failure.pointer, "encoding_bom",
        Text(
          "正文以字节顺序标记(BOM)开头,请以不带 BOM 的 UTF-8 发送",
          "the body begins with a byte order mark: send UTF-8 without it"),
        offset: 0)
    }
    let offset =
      failure.code == "json_encoding" && failure.offset == 0
      ? ByteGuess.firstInvalidUTF8(bytes) ?? 0 : failure.offset
    return .init(
      failure.pointer, failure.code,
      Text("第 \(offset) 字节处:\(chinese(failure.code))", "at byte \(offset): \(failure.message)"),
      offset: offset)
  }

  private static func chinese(_ code: String) -> String {
    switch code {
    case "json_encoding": "不是合法的 UTF-8 字符"
    case "json_duplicate_member": "字段重复出现"
    case "json_number": "数字只接受 64 位整数(金额以分为单位)"
    case "json_depth": "嵌套层数过多"
    default: "JSON 语法错误"
    }
  }
}
