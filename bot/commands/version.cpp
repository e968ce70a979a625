#include "bot/commands/command.hpp"

#include <boost/version.hpp>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <unicode/uversion.h>

#include <iostream>

namespace qingdan::commands {

void add_version(CLI::App& app, int& status) {
    auto* command =
        app.add_subcommand("version", "version, build type, versions of the libraries it runs on");
    command->callback([&status] {
        std::cout << "qingdan " << QINGDAN_VERSION << " (" << QINGDAN_BUILD << ")\n"
                  << "sqlite " << sqlite3_libversion() << "\n"
                  << "icu " << U_ICU_VERSION << "\n"
                  << "boost " << BOOST_LIB_VERSION << "\n"
                  << OpenSSL_version(OPENSSL_VERSION) << "\n";
        status = done;
    });
}

}  // namespace qingdan::commands
