#include "tools/process.h"

#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

namespace touchgraph {
namespace {

/// While it lives, Ctrl-C does not end this process: it reaches the command as well, whose answer is waited for. The
/// command starts with the usual behaviour, which a handler, unlike SIG_IGN, leaves to it.
class LeavesInterrupt {
 public:
  explicit LeavesInterrupt(bool on) : on_(on) {
    if (!on_) return;
    struct sigaction noted{};
    noted.sa_handler = [](int) {};
    sigaction(SIGINT, nullptr, &before_);
    if (before_.sa_handler != SIG_IGN) sigaction(SIGINT, &noted, nullptr);
  }
  ~LeavesInterrupt() {
    if (on_) sigaction(SIGINT, &before_, nullptr);
  }
  LeavesInterrupt(const LeavesInterrupt&) = delete;
  LeavesInterrupt& operator=(const LeavesInterrupt&) = delete;

 private:
  bool on_;
  struct sigaction before_{};
};

}  // namespace

std::optional<ProcessResult> runProcess(const std::vector<std::string>& command, const std::string& directory,
                                        bool capture) {
  std::vector<char*> arguments;
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  int output[2] = {-1, -1};
  if (capture && pipe(output) != 0) return std::nullopt;
  const LeavesInterrupt leaves(!capture);
  const pid_t child = fork();
  if (child < 0) {
    if (capture) {
      close(output[0]);
      close(output[1]);
    }
    return std::nullopt;
  }
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    if (capture) {
      dup2(output[1], STDOUT_FILENO);
      close(output[0]);
      close(output[1]);
    }
    if (!directory.empty() && chdir(directory.c_str()) != 0) _exit(127);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  ProcessResult result;
  if (capture) {
    close(output[1]);
    char buffer[65536];
    while (true) {
      const ssize_t count = read(output[0], buffer, sizeof buffer);
      if (count > 0)
        result.output.append(buffer, static_cast<std::size_t>(count));
      else if (count == 0 || errno != EINTR)
        break;
    }
    close(output[0]);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (result.exit_code == 127) return std::nullopt;
  return result;
}

}  // namespace touchgraph
