import Domain
import Store

/// How clients look. No secret is ever shown here, nor its digest.
enum ClientView {
  static func json(_ client: ClientRecord, secrets: [ClientSecretRecord]) -> JSON {
    [
      "id": .string(client.id.text), "institution": .string(client.institution),
      "role": .string(client.role.rawValue), "name": .string(client.name),
      "state": client.disabled == nil ? "active" : "disabled",
      "disabled": client.disabled.map { disabled -> JSON in
        [
          "at": .string(disabled.at.text), "by": .string(disabled.by),
          "reason": .string(disabled.reason),
        ]
      } ?? .null,
      "version": .int(Int64(client.version)), "secrets": .array(secrets.map(secret)),
      "created_at": .string(client.createdAt.text), "created_by": .string(client.createdBy),
      "updated_at": .string(client.updatedAt.text),
    ]
  }

  static func secret(_ secret: ClientSecretRecord) -> JSON {
    [
      "id": .string(secret.id.text), "created_at": .string(secret.createdAt.text),
      "expires_at": .string(secret.expiresAt.text),
      "revoked_at": .optional(secret.revokedAt?.text),
      "last_used_at": .optional(secret.lastUsedAt?.text),
    ]
  }
}
