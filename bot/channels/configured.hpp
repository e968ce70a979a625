#pragma once
/// @file
/// The channels that a configuration asks for.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <vector>

namespace qingdan::channels {

/// One channel for each app. A setting that cannot be used, a platform that is not spoken yet, and
/// two apps of one path are problems.
tl::expected<std::vector<std::unique_ptr<Channel>>, config::Problems> make_channels(
    const std::vector<config::AppConfig>& apps);

/// For the ciphers and signatures of a channel.
std::vector<std::string> revealed(const std::vector<config::Secret>& secrets);

}  // namespace qingdan::channels
