#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace touchgraph {

/// A directory of a test's own, gone afterwards.
class Scratch {
 public:
  Scratch() {
    std::random_device random;
    directory_ = std::filesystem::temp_directory_path() /
                 ("touchgraph-test-" + std::to_string(random()) + std::to_string(random()));
    std::filesystem::create_directories(directory_);
    directory_ = std::filesystem::canonical(directory_);
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(directory_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name = "") const {
    return name.empty() ? directory_.string() : (directory_ / name).string();
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((directory_ / name).parent_path());
    std::ofstream(directory_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace touchgraph
