#include "handlers/said.hpp"

#include <algorithm>
#include <iterator>

namespace qingdan {

void Outcome::add(Outcome other) {
    std::move(other.replies.begin(), other.replies.end(), std::back_inserter(replies));
    std::move(other.pushes.begin(), other.pushes.end(), std::back_inserter(pushes));
    for (std::string& number : other.changed) {
        if (std::find(changed.begin(), changed.end(), number) == changed.end()) {
            changed.push_back(std::move(number));
        }
    }
    private_hint = private_hint || other.private_hint;
}

}  // namespace qingdan
