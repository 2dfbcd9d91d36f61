import Domain
import Postgres
import Store

extension Application {
  /// Longest draft, in bytes of JSON.
  private static let draftBytesMaximum = 4_096

  /// Keeps what was typed into the form of a need, in place of what was kept before. Nothing of it is
  /// checked but its form: it is a draft.
  ///
  /// - Parameter fields: texts by the names of fields: `{"amount": ["300"]}`.
  /// - Throws: `.notFound` for another's enterprise; `.invalid`.
  public func saveNeedDraft(
    of id: EnterpriseID, _ fields: JSON, actor: Actor
  ) async throws {
    let isForm =
      fields.objectValue?.values.allSatisfy { value in
        value.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false
      } ?? false
    let text = String(decoding: fields.canonicalBytes, as: UTF8.self)
    guard isForm, text.utf8.count <= Self.draftBytesMaximum else {
      throw ApplicationError.invalid([
        Fault(
          "", "draft", zh: "草稿应为不超过 \(Self.draftBytesMaximum) 字节的表单内容",
          en: "a draft is the fields of a form, of at most \(Self.draftBytesMaximum) bytes",
          limit: Int64(Self.draftBytesMaximum))
      ])
    }
    let now = clock.now()
    try await writeQuietly { session in
      try await enter(actor, session)
      _ = try await lockForWrite(id, by: actor, session)
      try await NeedDraftRepository.put(
        NeedDraftRecord(
          enterprise: id, fields: text, savedAt: now, savedBy: actor.subject), session)
    }
  }

  /// What was kept of the form of a need, with when: `{"fields": …, "saved_at": …}`; nil when there is
  /// nothing.
  ///
  /// - Throws: `.notFound` also when the caller may not see the enterprise.
  public func needDraft(of id: EnterpriseID, actor: Actor) async throws -> JSON? {
    try await read(as: actor) { session in
      _ = try await readable(id, by: actor, session)
      guard let draft = try await NeedDraftRepository.find(of: id, session) else { return nil }
      return [
        "fields": try JSONParser.parse(Array(draft.fields.utf8)),
        "saved_at": .string(draft.savedAt.text),
      ]
    }
  }

  /// Forgets what was kept of the form of a need.
  ///
  /// - Throws: `.notFound` for another's enterprise.
  public func dropNeedDraft(of id: EnterpriseID, actor: Actor) async throws {
    try await writeQuietly { session in
      try await enter(actor, session)
      _ = try await lockForWrite(id, by: actor, session)
      try await NeedDraftRepository.delete(of: id, session)
    }
  }
}
