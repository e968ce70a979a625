#include "domain/people/register_entry.hpp"

#include <array>

namespace qingdan::people {

std::span<const std::string_view> category_codes() {
    static constexpr std::array<std::string_view, 15> codes{"elder_alone",
                                                            "elder_80plus",
                                                            "elder_couple",
                                                            "disabled",
                                                            "child_hardship",
                                                            "low_income",
                                                            "lost_only_child",
                                                            "serious_illness",
                                                            "dementia",
                                                            "mental_illness",
                                                            "veteran",
                                                            "released",
                                                            "migrant",
                                                            "party_hardship",
                                                            "dispute"};
    return codes;
}

}  // namespace qingdan::people
