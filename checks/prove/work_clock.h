#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>

namespace touchgraph::prove {

/// The clock of the time budget. It shows the processor time of this process, so that a busy machine changes no
/// verdict, but at least a tenth of the time that passes, for handlers that wait. Where the database is a server, whose
/// work is done in another process, it shows the time that passes.
class WorkClock {
 public:
  using Duration = std::chrono::nanoseconds;
  explicit WorkClock(bool in_process) : in_process_(in_process) {}

  /// Since the clock was made.
  Duration now() const {
    const Duration passed = std::chrono::steady_clock::now() - start_;
    return in_process_ ? std::max(worked() - worked_before_, passed / 10) : passed;
  }

 private:
  static Duration worked() {
    std::timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + Duration(used.tv_nsec);
  }

  bool in_process_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Duration worked_before_ = worked();
};

}  // namespace touchgraph::prove
