#include "checks/prove/server_process.h"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace touchgraph::prove {

ServerProcess::ServerProcess(std::string user) : user_(std::move(user)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "touchgraph-server-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
  directory_ = pattern;
  if (geteuid() != 0) return;
  const passwd* entry = getpwnam(user_.c_str());
  if (entry == nullptr)
    throw std::runtime_error("as root the server needs the user " + user_ + ", which does not exist");
  if (chown(directory_.c_str(), entry->pw_uid, entry->pw_gid) != 0)
    throw std::runtime_error("cannot give away " + directory_);
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, stop_signal_);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

pid_t ServerProcess::spawn(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const passwd* entry = geteuid() == 0 ? getpwnam(user_.c_str()) : nullptr;
  const std::string log = directory_ + "/log";
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  // In the child: only calls that are safe between fork and exec.
  if (entry != nullptr && (setgroups(0, nullptr) != 0 || setgid(entry->pw_gid) != 0 || setuid(entry->pw_uid) != 0))
    _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a runner that is killed leaves no server behind
  if (getppid() != parent) _exit(126);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int in = open("/dev/null", O_RDONLY);
  dup2(in, 0);
  dup2(out, 1);
  dup2(out, 2);
  if (chdir(directory_.c_str()) != 0) _exit(126);
  setpgid(0, 0);  // Ctrl-C is the runner's to handle
  execv(arguments[0], arguments.data());
  _exit(127);
}

void ServerProcess::run(const std::vector<std::string>& command) {
  const pid_t pid = spawn(command);
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
    throw std::runtime_error(command.front() + " failed: " + log());
  }
}

void ServerProcess::start(const std::vector<std::string>& command, int stop_signal) {
  stop_signal_ = stop_signal;
  pid_ = spawn(command);
  if (pid_ < 0) throw std::runtime_error("cannot start " + command.front());
}

bool ServerProcess::ended() {
  if (pid_ <= 0) return true;
  if (waitpid(pid_, nullptr, WNOHANG) != pid_) return false;
  pid_ = -1;
  return true;
}

std::string ServerProcess::log() const {
  std::ifstream in(directory_ + "/log");
  std::ostringstream all;
  all << in.rdbuf();
  const std::string text = all.str();
  return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

std::string ServerProcess::printed(std::size_t& from) const {
  std::ifstream in(directory_ + "/log", std::ios::binary);
  in.seekg(static_cast<std::streamoff>(from));
  std::ostringstream rest;
  rest << in.rdbuf();
  from += rest.str().size();
  return rest.str();
}

std::string findProgram(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    glob_t found{};
    std::string best;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
      for (std::size_t i = 0; i < found.gl_pathc; ++i) {
        if (access(found.gl_pathv[i], X_OK) == 0) best = found.gl_pathv[i];
      }
    }
    globfree(&found);
    if (!best.empty()) return best;
  }
  return "";
}

}  // namespace touchgraph::prove
