#pragma once
/// @file
/// A piece of a test that runs in a process of its own, to be killed or to live under other limits.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <string>

namespace qingdan::test {

/// Forks; the child runs `work(say)` and ends with what it returns. What it says arrives in
/// `wait_word`. The parent must have no other threads at that moment.
class ChildProcess {
public:
    using Say = std::function<void(const std::string&)>;

    explicit ChildProcess(const std::function<int(const Say&)>& work) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) std::terminate();
        child_ = ::fork();
        if (child_ == 0) {
            ::close(ends[0]);
            const int to = ends[1];
            ::_exit(work([to](const std::string& word) {
                const std::string line = word + "\n";
                if (::write(to, line.data(), line.size()) < 0) ::_exit(99);
            }));
        }
        ::close(ends[1]);
        from_ = ends[0];
    }
    ~ChildProcess() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
        ::close(from_);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// The next line that the child says; empty where it has ended.
    std::string wait_word() {
        std::string line;
        char one = 0;
        while (::read(from_, &one, 1) == 1 && one != '\n') line += one;
        return line;
    }
    /// SIGKILL, and gone.
    void kill() {
        ::kill(child_, SIGKILL);
        wait_end();
    }
    /// Its exit status; 128 and the signal where one ended it.
    int wait_end() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t child_ = -1;
    int from_ = -1;
};

}  // namespace qingdan::test
