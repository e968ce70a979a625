#pragma once
/// @file
/// The built program, run as a person would run it.

#include "tests/support/temporary_folder.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace qingdan::test {

struct Ran {
    int status = 0;
    std::string out, err;
};

/// Runs `qingdan` with `arguments` and waits for its end.
inline Ran run_program(const std::vector<std::string>& arguments) {
    const TemporaryFolder folder;
    std::string line = "'" QINGDAN_PROGRAM "'";
    for (const std::string& argument : arguments) line += " '" + argument + "'";
    line += " >" + (folder / "out").string() + " 2>" + (folder / "err").string() + " </dev/null";
    const int status = std::system(line.c_str());
    const auto read = [&](const char* name) {
        std::ifstream in{folder / name, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read("out"), read("err")};
}

}  // namespace qingdan::test
