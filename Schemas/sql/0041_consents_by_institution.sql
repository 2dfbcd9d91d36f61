-- What an institution may see of warnings begins with the enterprises that let it: a bank of which few are customers
-- would otherwise look through the consents for all of them, or through all warnings.
CREATE INDEX consent_by_institution ON consent (institution, enterprise_id, expires_at) WHERE revoked_at IS NULL;
