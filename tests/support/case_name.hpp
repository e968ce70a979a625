#pragma once
/// @file
/// The name of a case in a table of cases: its member `name`.

#include <gtest/gtest.h>

#include <string>

namespace qingdan::testing_support {

template <class Case>
std::string case_name(const testing::TestParamInfo<Case>& info) {
    return std::string{info.param.name};
}

}  // namespace qingdan::testing_support
