#include "domain/people/person.hpp"

namespace qingdan::people {

std::string name_key(std::string_view name) { return std::string{name}; }
std::string surname(std::string_view name) { return std::string{name.substr(0, 3)}; }
std::string address_key(std::string_view address) {
    std::string key;
    bool open = false;
    for (const char c : address) {
        if (c >= '0' && c <= '9') {
            if (!open) key += '/';
            key += c;
            open = true;
        } else {
            open = false;
        }
    }
    return key.empty() ? key : key + '/';
}
bool same_address(std::string_view told_key, std::string_view register_key) {
    return register_key.find(told_key) != std::string_view::npos;
}

}  // namespace qingdan::people
