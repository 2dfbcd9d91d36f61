#pragma once
#include <libpq-fe.h>

// Swift imports no character macros, so the field codes of an error report are repeated here as
// enum constants (libpq manual 34.3.2, PQresultErrorField).
enum {
  RQ_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
  RQ_DIAG_SQLSTATE = PG_DIAG_SQLSTATE,
  RQ_DIAG_MESSAGE_PRIMARY = PG_DIAG_MESSAGE_PRIMARY,
  RQ_DIAG_MESSAGE_DETAIL = PG_DIAG_MESSAGE_DETAIL,
  RQ_DIAG_MESSAGE_HINT = PG_DIAG_MESSAGE_HINT,
  RQ_DIAG_SCHEMA_NAME = PG_DIAG_SCHEMA_NAME,
  RQ_DIAG_TABLE_NAME = PG_DIAG_TABLE_NAME,
  RQ_DIAG_COLUMN_NAME = PG_DIAG_COLUMN_NAME,
  RQ_DIAG_CONSTRAINT_NAME = PG_DIAG_CONSTRAINT_NAME,
};

static inline void rq_ignore_notice(void *context, const PGresult *result) {
  (void)context;
  (void)result;
}

// libpq writes notices to standard error unless a receiver is set (manual 34.13); a server's log
// is no place for them.
static inline void rq_silence_notices(PGconn *connection) {
  PQsetNoticeReceiver(connection, rq_ignore_notice, 0);
}
