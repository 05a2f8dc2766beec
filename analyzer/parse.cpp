#include "analyzer/parse.h"

#include "analyzer/analyze.h"
#include "analyzer/walk/files.h"
#include "analyzer/walk/walk.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <ctime>

namespace touchgraph {
namespace {

/// No more than this many errors of a unit are kept: the later ones follow from the first.
constexpr std::size_t kMostErrors = 20;
/// Deep expressions are walked by recursion, as clang does.
constexpr unsigned kStackSize = 64u << 20;

double processorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Collects errors, drops the rest.
class Errors : public clang::DiagnosticConsumer {
 public:
  Errors(std::vector<ParseError>& errors, walk::Files& files) : errors_(errors), files_(files) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
    DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < clang::DiagnosticsEngine::Error || errors_.size() >= kMostErrors) return;
    llvm::SmallString<128> message;
    info.FormatDiagnostic(message);
    ParseError error;
    if (info.getLocation().isValid() && info.hasSourceManager()) {
      const clang::SourceManager& sources = info.getSourceManager();
      const clang::PresumedLoc place = sources.getPresumedLoc(sources.getExpansionLoc(info.getLocation()));
      if (place.isValid()) {
        error.file = files_.relativePath(place.getFilename());
        error.line = place.getLine();
      }
    }
    error.message = std::string(message);
    errors_.push_back(std::move(error));
  }

 private:
  std::vector<ParseError>& errors_;
  walk::Files& files_;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(ParseOutput& out, walk::Files& files) : out_(out), facts_(out.facts), files_(files) {}

  void Initialize(clang::ASTContext& context) override { files_.attach(context.getSourceManager()); }

  /// Bodies in system headers are never walked. clang itself keeps those it needs to evaluate constants or deduce
  /// types; those of templates are kept too, because instantiating them is what instantiates user code handed to them
  /// (the generic lambda given to std::for_each, the constructor that std::make_unique calls).
  bool shouldSkipFunctionBody(clang::Decl* decl) override {
    const clang::FunctionDecl* function = decl->getAsFunction();
    if (function != nullptr && function->isDependentContext()) return false;
    return files_.isSystem(decl->getLocation());
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    const double start = processorSeconds();
    std::vector<ParseError> errors = std::move(facts_.errors);
    facts_ = walk::walkUnit(context, files_, facts_.file);
    facts_.errors = std::move(errors);
    out_.walk_seconds = processorSeconds() - start;
  }

 private:
  ParseOutput& out_;
  UnitFacts& facts_;
  walk::Files& files_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(ParseOutput& out, walk::Files& files) : out_(out), files_(files) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<Consumer>(out_, files_);
  }

 private:
  ParseOutput& out_;
  walk::Files& files_;
};

void fail(UnitFacts& facts, const std::string& message) {
  facts.errors.push_back({facts.file, 0, message});
}

/// `/lib/gcc/12/../../include/x`, absolute: where `..` follows a link, leaving it out by spelling is wrong.
std::string resolved(llvm::StringRef name, const std::string& directory, llvm::StringMap<std::string>& directories) {
  namespace path = llvm::sys::path;
  llvm::SmallString<256> full(name);
  if (!path::is_absolute(full)) {
    full = directory;
    path::append(full, name);
  }
  if (!full.str().contains("/..")) {
    path::remove_dots(full);
    return std::string(full);
  }
  const llvm::StringRef parent = path::parent_path(full);
  std::string& known = directories[parent];
  if (known.empty()) {
    llvm::SmallString<256> real;
    if (llvm::sys::fs::real_path(parent, real)) {
      real = parent;
      path::remove_dots(real, /*remove_dot_dot=*/true);
    }
    known = std::string(real);
  }
  return known + "/" + path::filename(full).str();
}

void collectInputs(const clang::SourceManager& sources, const std::string& directory, std::vector<std::string>& out) {
  std::vector<std::string> headers;
  std::string main;
  llvm::StringMap<std::string> directories;
  for (unsigned i = 0; i != sources.local_sloc_entry_size(); ++i) {
    const clang::SrcMgr::SLocEntry& entry = sources.getLocalSLocEntry(i);
    if (!entry.isFile()) continue;
    const auto ref = entry.getFile().getContentCache().OrigEntry;
    if (!ref) continue;
    headers.push_back(resolved(ref->getName(), directory, directories));
    if (ref->getUID() == sources.getFileEntryRefForID(sources.getMainFileID())->getUID()) main = headers.back();
  }
  std::sort(headers.begin(), headers.end());
  headers.erase(std::unique(headers.begin(), headers.end()), headers.end());
  std::erase(headers, main);
  if (!main.empty()) out.push_back(main);
  out.insert(out.end(), headers.begin(), headers.end());
}

void run(const ParseJob& job, ParseOutput& out) {
  const double start = processorSeconds();
  walk::Files files(job.root, job.directory);
  out.facts.file = files.relativePath(job.file);
  UnitFacts& facts = out.facts;

  auto vfs = job.files ? job.files : llvm::vfs::createPhysicalFileSystem();
  if (!job.directory.empty()) vfs->setCurrentWorkingDirectory(job.directory);

  std::vector<const char*> arguments;
  for (const std::string& argument : job.command) arguments.push_back(argument.c_str());

  Errors consumer(facts.errors, files);
  auto options = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
  options->IgnoreWarnings = true;
  auto diagnostics = clang::CompilerInstance::createDiagnostics(options.get(), &consumer, /*ShouldOwnClient=*/false);

  clang::CreateInvocationOptions how;
  how.Diags = diagnostics;
  how.VFS = vfs;
  how.RecoverOnError = true;
  std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(arguments, std::move(how));
  if (invocation == nullptr) return fail(facts, "the compile command was not understood");

  clang::FrontendOptions& frontend = invocation->getFrontendOpts();
  frontend.SkipFunctionBodies = true;
  frontend.ProgramAction = clang::frontend::ParseSyntaxOnly;
  frontend.DisableFree = false;
  clang::DiagnosticOptions& diagnostic = invocation->getDiagnosticOpts();
  diagnostic.IgnoreWarnings = true;
  diagnostic.ErrorLimit = 0;
  diagnostic.VerifyDiagnostics = false;
  clang::PreprocessorOptions& preprocessor = invocation->getPreprocessorOpts();
  preprocessor.ImplicitPCHInclude.clear();
  preprocessor.PrecompiledPreambleBytes = {0, false};
  invocation->getDependencyOutputOpts() = {};
  invocation->getFileSystemOpts().WorkingDir = job.directory;

  clang::CompilerInstance compiler;
  compiler.setInvocation(invocation);
  compiler.createDiagnostics(&consumer, /*ShouldOwnClient=*/false);
  // A missing header ends the hunt for others, not the parse: facts go as far as they can.
  compiler.getDiagnostics().setFatalsAsError(true);
  compiler.setFileManager(new clang::FileManager(invocation->getFileSystemOpts(), vfs));
  compiler.createSourceManager(compiler.getFileManager());
  if (!compiler.createTarget()) return fail(facts, "the compile command is for a target clang does not know");
  if (frontend.Inputs.empty()) return fail(facts, "the compile command names no source file");

  Action action(out, files);
  if (!action.BeginSourceFile(compiler, frontend.Inputs[0])) {
    if (facts.errors.empty()) fail(facts, "clang could not open the unit");
    return;
  }
  if (llvm::Error error = action.Execute()) fail(facts, llvm::toString(std::move(error)));
  collectInputs(compiler.getSourceManager(), job.directory, out.inputs);
  action.EndSourceFile();
  out.parse_seconds = processorSeconds() - start - out.walk_seconds;
}

}  // namespace

ParseOutput parseUnit(const ParseJob& job) {
  ParseOutput out;
  llvm::CrashRecoveryContext guard;
  if (!guard.RunSafelyOnThread([&] { run(job, out); }, kStackSize)) {
    walk::Files files(job.root, job.directory);
    out = {};
    out.facts.file = files.relativePath(job.file);
    fail(out.facts, "clang crashed on this unit");
  }
  return out;
}

UnitFacts walkSource(const std::string& code, const std::string& file_name, const std::vector<std::string>& arguments) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::createPhysicalFileSystem());
  llvm::SmallString<256> here;
  if (const auto current = overlay->getCurrentWorkingDirectory()) here = *current;
  overlay->pushOverlay(memory);
  overlay->setCurrentWorkingDirectory(here);
  llvm::SmallString<256> full(file_name);
  if (!llvm::sys::path::is_absolute(full)) {
    full = here;
    llvm::sys::path::append(full, file_name);
  }
  memory->addFile(full, 0, llvm::MemoryBuffer::getMemBufferCopy(code, full));

  ParseJob job;
  job.file = file_name;
  job.directory = std::string(here);
  job.command = {TOUCHGRAPH_CLANG_BIN "/clang++"};
  job.command.insert(job.command.end(), arguments.begin(), arguments.end());
  job.command.insert(job.command.end(),
                     {"-fsyntax-only", "-w", "-resource-dir", TOUCHGRAPH_CLANG_RESOURCES, "--", file_name});
  job.files = overlay;
  return parseUnit(job).facts;
}

}  // namespace touchgraph
