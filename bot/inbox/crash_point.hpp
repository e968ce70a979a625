#pragma once
/// @file
/// Named moments at which a test can end the program as a power cut would.
///
/// Inert unless the environment has `QINGDAN_CRASH_AT=NAME:N`: then the process kills itself with
/// SIGKILL the N-th time (from 1) that it passes the point NAME. docs/operating.md does not name
/// it; tests do.

#include <string_view>

namespace qingdan::inbox {

/// `before_spool` `after_spool` `before_commit` `after_commit` `before_answer` `after_answer`
/// `before_send` `after_send` `before_mark` `after_mark`. Any thread.
void crash_point(std::string_view name);

}  // namespace qingdan::inbox
