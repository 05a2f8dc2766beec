#pragma once

#include <sys/types.h>
#include <string>
#include <vector>

/// A database server of the runner's own: a temporary directory, a socket in it, no network, gone with the object.
namespace touchgraph::prove {

class ServerProcess {
 public:
  /// Makes the directory. As root everything runs as `user`, because the servers refuse to be root.
  explicit ServerProcess(std::string user);
  /// Stops the server and removes the directory.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& directory() const { return directory_; }
  /// Runs a command to its end. Throws std::runtime_error with its last words when it fails.
  void run(const std::vector<std::string>& command);
  /// Starts the server; `stop_signal` ends it.
  void start(const std::vector<std::string>& command, int stop_signal);
  /// Whether it has ended by itself.
  bool ended();
  /// The end of what was printed.
  std::string log() const;
  /// What was printed from a position on, which moves to the end.
  std::string printed(std::size_t& from) const;

 private:
  pid_t spawn(const std::vector<std::string>& command);

  std::string user_, directory_;
  pid_t pid_ = -1;
  int stop_signal_ = 0;
};

/// The first of these paths that can be executed; "" when none. A `*` component is matched, the highest name first.
std::string findProgram(const std::vector<std::string>& patterns);

}  // namespace touchgraph::prove
