#include "analyzer/plan.h"

#include "analyzer/walk/files.h"

#include "clang/Driver/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

#include <algorithm>
#include <map>

namespace touchgraph {
namespace {

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;
namespace opt = clang::driver::options;

constexpr const char* kDatabase = "compile_commands.json";
constexpr const char* kDatabaseHint =
    "make one with `cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON`, `meson setup`, or `bear -- make`, and name its "
    "directory with -p";

std::string normal(llvm::StringRef name, llvm::StringRef directory) {
  llvm::SmallString<256> full(name);
  if (!path::is_absolute(full)) {
    full = directory;
    path::append(full, name);
  }
  path::remove_dots(full, /*remove_dot_dot=*/true);
  return std::string(full);
}

std::vector<std::string> tokenize(llvm::StringRef text) {
  llvm::BumpPtrAllocator memory;
  llvm::StringSaver saver(memory);
  llvm::SmallVector<const char*, 64> words;
  llvm::cl::TokenizeGNUCommandLine(text, saver, words);
  return {words.begin(), words.end()};
}

/// Puts the contents of `@file` arguments in their place; a file that cannot be read stays as it is written.
void expandResponseFiles(std::vector<std::string>& words, const std::string& directory, int depth = 0) {
  constexpr int kDeepest = 8;  // response files may name each other
  for (std::size_t i = 0; i < words.size();) {
    if (words[i].size() < 2 || words[i][0] != '@' || depth > kDeepest) {
      ++i;
      continue;
    }
    auto buffer = llvm::MemoryBuffer::getFile(normal(llvm::StringRef(words[i]).drop_front(), directory));
    if (!buffer) {
      ++i;
      continue;
    }
    std::vector<std::string> inner = tokenize((*buffer)->getBuffer());
    expandResponseFiles(inner, directory, depth + 1);
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(i), inner.begin(), inner.end());
    i += inner.size();
  }
}

bool isWrapper(llvm::StringRef program) {
  static const llvm::StringSet<> kWrappers = {"ccache", "sccache", "distcc", "icecc", "cachecc1", "env", "colorgcc"};
  return kWrappers.contains(path::filename(program));
}

/// Options whose work is not parsing: what is written where, diagnostics, precompiled headers, plugins, code
/// generation.
bool isDropped(const llvm::opt::Option& option) {
  static constexpr unsigned kDropped[] = {opt::OPT_o,
                                          opt::OPT_c,
                                          opt::OPT_S,
                                          opt::OPT_E,
                                          opt::OPT_M_Group,
                                          opt::OPT_W_Group,
                                          opt::OPT_R_Group,
                                          opt::OPT_g_Group,
                                          opt::OPT_pedantic_Group,
                                          opt::OPT_include_pch,
                                          opt::OPT_emit_ast,
                                          opt::OPT_emit_llvm,
                                          opt::OPT_save_temps,
                                          opt::OPT_save_temps_EQ,
                                          opt::OPT_fplugin_EQ,
                                          opt::OPT_fplugin_arg,
                                          opt::OPT_fpass_plugin_EQ,
                                          opt::OPT_v,
                                          opt::OPT__serialize_diags,
                                          opt::OPT_ftime_report,
                                          opt::OPT_ftime_trace,
                                          opt::OPT_fsyntax_only,
                                          opt::OPT_Wp_COMMA,
                                          opt::OPT_Wa_COMMA,
                                          opt::OPT_Wl_COMMA,
                                          opt::OPT_gen_reproducer,
                                          opt::OPT__HASH_HASH_HASH,
                                          opt::OPT_verify_pch,
                                          opt::OPT_ferror_limit_EQ,
                                          opt::OPT_resource_dir,
                                          opt::OPT_resource_dir_EQ,
                                          opt::OPT_Xlinker,
                                          opt::OPT_Xassembler,
                                          opt::OPT_L,
                                          opt::OPT_l,
                                          opt::OPT_s};
  return llvm::any_of(kDropped, [&](unsigned id) { return option.matches(id); });
}

/// What follows `-Xclang`: precompiled headers and plugins are dropped with their values, the rest is kept.
void keepFrontendArguments(const std::vector<std::string>& values, std::vector<std::string>& out) {
  static const llvm::StringSet<> kWithValue = {"-include-pch", "-load", "-plugin", "-add-plugin"};
  static const llvm::StringSet<> kAlone = {"-emit-pch", "-fno-pch-timestamp", "-verify"};
  for (std::size_t i = 0; i != values.size(); ++i) {
    if (kWithValue.contains(values[i])) {
      if (i + 1 != values.size()) ++i;
      continue;
    }
    if (kAlone.contains(values[i]) || llvm::StringRef(values[i]).starts_with("-plugin-arg")) continue;
    out.insert(out.end(), {"-Xclang", values[i]});
  }
}

struct Entry {
  std::string file, directory;
  std::vector<std::string> command;
};

std::vector<Entry> readDatabase(const std::string& database, std::vector<AnalyzeError>& errors) {
  const auto fatal = [&](std::string message) {
    errors.push_back({database, 0, std::move(message), kDatabaseHint, true});
  };
  auto buffer = llvm::MemoryBuffer::getFile(database);
  if (!buffer) {
    fatal("cannot read the compile database: " + buffer.getError().message());
    return {};
  }
  auto parsed = llvm::json::parse((*buffer)->getBuffer());
  if (!parsed) {
    fatal("the compile database is not JSON: " + llvm::toString(parsed.takeError()));
    return {};
  }
  const llvm::json::Array* rows = parsed->getAsArray();
  if (rows == nullptr) {
    fatal("the compile database is not a list");
    return {};
  }
  std::vector<Entry> out;
  for (const llvm::json::Value& value : *rows) {
    const llvm::json::Object* row = value.getAsObject();
    const auto file = row ? row->getString("file") : std::nullopt;
    if (!file) {
      errors.push_back({database, 0, "an entry without a file", "", false});
      continue;
    }
    Entry entry;
    const auto directory = row->getString("directory");
    entry.directory = normal(directory ? *directory : llvm::StringRef("."), path::parent_path(database));
    entry.file = normal(*file, entry.directory);
    if (const llvm::json::Array* arguments = row->getArray("arguments")) {
      for (const llvm::json::Value& argument : *arguments)
        if (const auto text = argument.getAsString()) entry.command.push_back(text->str());
    } else if (const auto command = row->getString("command")) {
      entry.command = tokenize(*command);
    }
    if (entry.command.empty()) {
      errors.push_back({entry.file, 0, "an entry of the compile database without a command", "", false});
      continue;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

bool isSource(llvm::StringRef file) {
  const llvm::StringRef extension = path::extension(file);
  return extension != ".s" && extension != ".S" && extension != ".asm" && extension != ".rc" && extension != ".m" &&
         extension != ".mm" && extension != ".cu";
}

}  // namespace

std::vector<std::string> cleanCommand(const std::vector<std::string>& command, const std::string& directory,
                                      const std::string& file) {
  std::vector<std::string> words = command;
  expandResponseFiles(words, directory);
  std::size_t first = 0;
  while (first + 1 < words.size() &&
         (isWrapper(words[first]) || (first > 0 && words[first].find('=') != std::string::npos)))
    ++first;
  const llvm::StringRef program = first < words.size() ? path::filename(words[first]) : llvm::StringRef("c++");
  // g++ reads a .c file as C++, gcc reads a .cpp file as C++: clang's two modes do the same.
  std::vector<std::string> out = {program.contains("++") ? TOUCHGRAPH_CLANG_BIN "/clang++"
                                                         : TOUCHGRAPH_CLANG_BIN "/clang"};

  std::vector<const char*> arguments;
  for (std::size_t i = first + 1; i < words.size(); ++i) arguments.push_back(words[i].c_str());
  unsigned missing_index = 0, missing_count = 0;
  const llvm::opt::InputArgList parsed = clang::driver::getDriverOptTable().ParseArgs(
      arguments, missing_index, missing_count, llvm::opt::Visibility(opt::ClangOption));
  std::vector<std::string> frontend;
  for (const llvm::opt::Arg* argument : parsed) {
    const llvm::opt::Option& option = argument->getOption();
    if (option.getKind() == llvm::opt::Option::UnknownClass || option.getKind() == llvm::opt::Option::InputClass)
      continue;
    if (option.matches(opt::OPT_Xclang)) {
      frontend.emplace_back(argument->getValue());
      continue;
    }
    if (isDropped(option)) continue;
    llvm::opt::ArgStringList rendered;
    argument->render(parsed, rendered);
    out.insert(out.end(), rendered.begin(), rendered.end());
  }
  keepFrontendArguments(frontend, out);
  for (const char* extra : {"-fsyntax-only", "-w", "-Qunused-arguments", "-ferror-limit=0"}) out.emplace_back(extra);
  // Warnings that clang makes errors on its own and gcc does not: code that the user's compiler takes is not broken.
  for (const char* warning :
       {"c++11-narrowing", "enum-constexpr-conversion", "implicit-function-declaration", "implicit-int",
        "incompatible-function-pointer-types", "int-conversion", "register", "reserved-user-defined-literal"})
    out.push_back(std::string("-Wno-error=") + warning);
  for (const char* extra : {"-resource-dir", TOUCHGRAPH_CLANG_RESOURCES, "--"}) out.emplace_back(extra);
  out.push_back(file);
  return out;
}

std::string findDatabase(const AnalyzeOptions& options) {
  const auto in = [](llvm::StringRef directory) {
    llvm::SmallString<256> candidate(directory);
    path::append(candidate, kDatabase);
    return fs::exists(candidate) ? std::string(candidate) : std::string();
  };
  llvm::SmallString<256> root(options.root.empty() ? "." : options.root);
  fs::make_absolute(root);
  path::remove_dots(root, true);
  if (!options.build_directory.empty()) {
    llvm::SmallString<256> given(options.build_directory);
    fs::make_absolute(given);
    path::remove_dots(given, true);
    if (path::filename(given) == kDatabase && fs::exists(given)) return std::string(given);
    return in(given);
  }
  llvm::SmallString<256> build(root);
  path::append(build, "build");
  if (std::string found = in(build); !found.empty()) return found;
  std::vector<std::string> below;
  std::error_code error;
  for (fs::directory_iterator it(build, error), end; it != end && !error; it.increment(error))
    below.push_back(it->path());
  std::sort(below.begin(), below.end());
  for (const std::string& directory : below)
    if (std::string found = in(directory); !found.empty()) return found;
  for (llvm::StringRef up = root; !up.empty(); up = path::parent_path(up))
    if (std::string found = in(up); !found.empty()) return found;
  return {};
}

Plan planUnits(const AnalyzeOptions& options) {
  Plan plan;
  const std::string database = findDatabase(options);
  if (database.empty()) {
    const std::string where =
        options.build_directory.empty() ? "build/, the project and its parents" : options.build_directory;
    plan.errors.push_back({where, 0, "no compile_commands.json found", kDatabaseHint, true});
    return plan;
  }
  std::vector<Entry> entries = readDatabase(database, plan.errors);
  llvm::SmallString<256> root(options.root.empty() ? "." : options.root);
  fs::make_absolute(root);
  path::remove_dots(root, true);

  // One command a file. Of several, the least: the order of the database must not show.
  std::map<std::string, Unit> by_file;
  for (Entry& entry : entries) {
    if (!isSource(entry.file)) continue;
    Unit unit;
    unit.file = entry.file;
    unit.directory = entry.directory;
    unit.relative = walk::Files(std::string(root), entry.directory).relativePath(entry.file);
    unit.command = cleanCommand(entry.command, entry.directory, entry.file);
    const auto [it, fresh] = by_file.try_emplace(unit.file, unit);
    if (!fresh && std::tie(unit.command, unit.directory) < std::tie(it->second.command, it->second.directory))
      it->second = unit;
  }

  std::vector<std::string> wanted;
  llvm::SmallString<256> here;
  fs::current_path(here);
  for (const std::string& file : options.files) {
    std::string full = normal(file, here);
    if (!by_file.contains(full) && by_file.contains(normal(file, root))) full = normal(file, root);
    if (!by_file.contains(full)) {
      plan.errors.push_back(
          {file, 0,
           "this file is not in the compile database " + path::filename(path::parent_path(database)).str() + "/" +
               kDatabase,
           "name source files that are compiled; headers are analysed with the files that include them", false});
      continue;
    }
    wanted.push_back(full);
  }
  for (auto& [file, unit] : by_file) {
    if (!options.files.empty() && !llvm::is_contained(wanted, file)) continue;
    if (!fs::exists(file)) {
      plan.errors.push_back({unit.relative, 0, "the compile database names this file, and it does not exist",
                             "the database is stale: build or configure again", false});
      continue;
    }
    plan.units.push_back(std::move(unit));
  }
  std::sort(plan.units.begin(), plan.units.end(),
            [](const Unit& a, const Unit& b) { return std::tie(a.relative, a.file) < std::tie(b.relative, b.file); });
  if (entries.empty() && plan.errors.empty())
    plan.errors.push_back({database, 0, "the compile database is empty", kDatabaseHint, true});
  return plan;
}

}  // namespace touchgraph
