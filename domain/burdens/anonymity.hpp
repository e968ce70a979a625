#pragma once
/// @file
/// Figures that do not give away who spoke (k-anonymity). Source: workload facts, section 6.

#include "domain/burdens/burden.hpp"

#include <string>
#include <vector>

namespace qingdan::burdens {

/// What may be counted: all named reports, and of the anonymous ones of each kind, organizer and
/// community only as many voices as make whole batches of `k`, the earliest days first. So a figure
/// that moves because of anonymous reports moves because of `k` people at once, and looking twice
/// tells about nobody.
std::vector<Burden> countable(std::vector<Burden> reports, int k);

/// A figure that rests on anonymous reports, as it is shown: rounded down to 3, 5, 10, 15 where it
/// is below 20.
int rounded(int figure);

/// One cell of a sum that can be shown (a town's figure beside the district's).
struct Cell {
    std::string name;
    int people = 0;  ///< who stand behind it
    int count = 0;
};
/// The cells that may be shown beside their sum: those of at least `k` people. Where fewer than `k`
/// people in all stand behind what is hidden, the smallest of the others is hidden, too, so that
/// subtracting from the sum gives nothing away. In the order given.
std::vector<Cell> shown(std::vector<Cell> cells, int k);

}  // namespace qingdan::burdens
