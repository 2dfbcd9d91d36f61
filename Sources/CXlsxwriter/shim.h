#pragma once
#include <time.h>
#include <xlsxwriter.h>

/*
 * Begins a workbook that is written to `file` when it is closed; its parts wait in `directory`.
 * NULL without memory.
 */
static inline lxw_workbook *rongqiao_workbook_open(const char *file, const char *directory) {
  /* The library copies the directory's name, and never writes to it. */
  lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = (char *)directory};
  return workbook_new_opt(file, &options);
}

/*
 * Says what the workbook is and when it was made. With the time left out the library takes the current
 * one, and the same tables would give other bytes every time.
 */
static inline lxw_error rongqiao_workbook_describe(
    lxw_workbook *workbook, const char *title, time_t created) {
  /* Copied by the library. */
  lxw_doc_properties properties = {.title = (char *)title, .created = created};
  return workbook_set_properties(workbook, &properties);
}
