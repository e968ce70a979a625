#pragma once
/// @file
/// Which step of the supervision loop is said about a reminder.

#include <string>
#include <string_view>

namespace qingdan::language {

/// The step that stands first beside a reminder's number, where a message's intent is
/// `service_reminder_object`: what a supervisor decides (`issue` `uphold` `drop` `confirm` `reject`
/// `false` `decline` `refer`) or a community answers (`gone` `less` `same`). Empty: it is the
/// unit's objection. Any thread.
std::string reminder_step(std::string_view text);

}  // namespace qingdan::language
