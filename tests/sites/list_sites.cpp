// Lists the places where a program hands SQL to a database library or runs it, as the compiler's own matchers find
// them: one `file:line:column callee` a line. It shares nothing with the analyzer, so that the two can be held against
// each other.
//
//   list_sites BUILD_DIR ROOT   every unit of BUILD_DIR/compile_commands.json, files named relative to ROOT
//
// What counts is a list written by hand from the libraries' manuals. Not counted: control of transactions, binding,
// fetching, and what adds to the text of a statement that an earlier call in the same expression began.
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <set>
#include <string>
#include <vector>

namespace {

using namespace clang;
using namespace clang::ast_matchers;

/// "A::B::method": no template arguments, no inline or unnamed namespaces.
std::string plainName(const FunctionDecl* function) {
  const auto* constructor = dyn_cast<CXXConstructorDecl>(function);
  std::string text = constructor ? constructor->getParent()->getNameAsString() : function->getNameAsString();
  for (const DeclContext* around = function->getDeclContext(); around != nullptr; around = around->getParent()) {
    if (const auto* space = dyn_cast<NamespaceDecl>(around)) {
      if (!space->isInline() && !space->isAnonymousNamespace()) text = space->getNameAsString() + "::" + text;
    } else if (const auto* record = dyn_cast<CXXRecordDecl>(around)) {
      text = record->getNameAsString() + "::" + text;
    }
  }
  return text;
}

class Printer : public MatchFinder::MatchCallback {
 public:
  explicit Printer(std::string root) : root_(std::move(root)) {}

  void run(const MatchFinder::MatchResult& result) override {
    const SourceManager& sources = *result.SourceManager;
    const FunctionDecl* callee = nullptr;
    SourceLocation place;
    if (const auto* construct = result.Nodes.getNodeAs<CXXConstructExpr>("site")) {
      callee = construct->getConstructor();
      place = construct->getBeginLoc();
    } else if (const auto* call = result.Nodes.getNodeAs<CallExpr>("site")) {
      callee = call->getDirectCallee();
      place = call->getBeginLoc();
      if (const auto* member = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParens())) place = member->getMemberLoc();
      if (const auto* infix = dyn_cast<CXXOperatorCallExpr>(call)) place = infix->getOperatorLoc();
    }
    if (callee == nullptr || place.isInvalid()) return;
    place = sources.getExpansionLoc(place);
    if (sources.isInSystemHeader(place)) return;
    llvm::SmallString<256> file(sources.getFilename(place));
    sources.getFileManager().makeAbsolutePath(file);
    llvm::sys::path::remove_dots(file, /*remove_dot_dot=*/true);
    if (llvm::StringRef(file).starts_with("/usr/")) return;
    llvm::StringRef shown = file;
    if (shown.consume_front(root_)) shown = shown.ltrim('/');
    lines_.insert(shown.str() + ":" + std::to_string(sources.getExpansionLineNumber(place)) + ":" +
                  std::to_string(sources.getExpansionColumnNumber(place)) + " " + plainName(callee));
  }

  void print() const {
    for (const std::string& line : lines_) llvm::outs() << line << "\n";
  }

 private:
  std::string root_;
  std::set<std::string> lines_;  ///< a place in a header or a template counts once
};

/// Free functions: C interfaces, and helpers of SQLiteCpp.
auto functions() {
  return functionDecl(hasAnyName(
      "::sqlite3_exec", "::sqlite3_get_table", "::sqlite3_prepare", "::sqlite3_prepare_v2", "::sqlite3_prepare_v3",
      "::sqlite3_prepare16", "::sqlite3_prepare16_v2", "::sqlite3_prepare16_v3", "::sqlite3_step",
      "::sqlite3_blob_open", "::sqlite3_backup_step", "::sqlite3_deserialize", "::sqlite3changeset_apply",
      "::sqlite3changeset_apply_v2", "::sqlite3_load_extension", "::PQexec", "::PQexecParams", "::PQprepare",
      "::PQexecPrepared", "::PQsendQuery", "::PQsendQueryParams", "::PQsendPrepare", "::PQsendQueryPrepared", "::PQfn",
      "::lo_create", "::lo_creat", "::lo_import", "::lo_write", "::lo_unlink", "::lo_truncate", "::mysql_query",
      "::mysql_real_query", "::mysql_send_query", "::mysql_stmt_prepare", "::mysql_stmt_execute",
      "::mariadb_stmt_execute_direct", "::mysql_list_fields", "::SQLExecDirect", "::SQLExecDirectW", "::SQLPrepare",
      "::SQLPrepareW", "::SQLExecute", "::SQLSetPos", "::SQLBulkOperations", "::SQLite::execute_many",
      "::SQLite::bind_exec", "::SQLite::reset_bind_exec"));
}

auto methods() {
  const auto of = [](auto names, auto classes) { return cxxMethodDecl(names, ofClass(classes)); };
  return cxxMethodDecl(
      anyOf(of(hasAnyName("exec", "tryExec", "execAndGet", "backup", "loadExtension"), hasName("::SQLite::Database")),
            of(hasAnyName("exec", "executeStep", "tryExecuteStep"), hasName("::SQLite::Statement")),
            of(hasName("executeStep"), hasName("::SQLite::Backup")),
            of(hasAnyName("exec", "execBatch", "prepare"), hasAnyName("::QSqlQuery", "::QSqlDatabase")),
            of(hasAnyName("prepare", "execute"), hasAnyName("::soci::statement", "::soci::procedure")),
            of(hasAnyName("create_table", "drop_table", "truncate_table", "add_column", "alter_column", "drop_column"),
               hasName("::soci::session")),
            of(hasAnyName("exec", "exec0", "exec1", "exec_n", "exec_params", "exec_params0", "exec_params1",
                          "exec_params_n", "exec_prepared", "exec_prepared0", "exec_prepared1", "exec_prepared_n"),
               hasName("::pqxx::transaction_base")),
            // pqxx 6: tx.prepared("name")(value).exec()
            of(hasAnyName("exec", "exec_n"), hasName("::pqxx::internal::parameterized_invocation")),
            of(hasAnyName("exec", "exec_n"), hasName("::pqxx::prepare::invocation")),
            of(hasName("prepare"), hasAnyName("::pqxx::connection_base", "::pqxx::basic_connection")),
            of(hasName("insert"), hasName("::pqxx::pipeline")),
            of(hasAnyName("execute", "executeAsync", "executeDirect"), hasName("::Poco::Data::Statement")),
            of(hasName("execute"), hasName("::Poco::Data::Transaction")),
            of(hasName("prepareStatement"), hasName("::sql::Connection")),
            of(hasAnyName("execute", "executeUpdate", "executeQuery"),
               hasAnyName("::sql::Statement", "::sql::PreparedStatement"))));
}

/// Qt's table models: what makes them read or write rows. Some of it is declared in the base class of all models.
auto modelCalls() {
  const auto model = cxxRecordDecl(isSameOrDerivedFrom("::QSqlQueryModel"));
  const auto base = cxxRecordDecl(hasName("::QAbstractItemModel"));
  return cxxMemberCallExpr(
      callee(cxxMethodDecl(
          anyOf(hasAnyName("select", "selectRow", "submit", "submitAll", "setData", "setItemData", "setRecord",
                           "insertRow", "insertRows", "insertRecord", "removeRow", "removeRows"),
                allOf(hasName("setQuery"), hasParameter(0, hasType(references(cxxRecordDecl(hasName("::QString"))))))),
          ofClass(cxxRecordDecl(hasAnyName("::QAbstractItemModel", "::QSqlQueryModel", "::QSqlTableModel",
                                           "::QSqlRelationalTableModel"))))),
      // A delegate gets the model as its base class.
      on(expr(anyOf(hasType(model), hasType(pointsTo(model)), hasType(pointsTo(base))))));
}

/// `session << "…"`: the first `<<` of a chain begins a statement.
auto streamed() {
  const auto begins = cxxMethodDecl(hasOverloadedOperatorName("<<"),
                                    ofClass(hasAnyName("::soci::session", "::soci::details::once_type",
                                                       "::soci::details::prepare_type", "::Poco::Data::Session")));
  const auto onStatement = cxxMethodDecl(hasOverloadedOperatorName("<<"), ofClass(hasName("::Poco::Data::Statement")));
  return cxxOperatorCallExpr(
      anyOf(callee(begins),
            allOf(callee(onStatement), unless(hasArgument(0, ignoringParenImpCasts(cxxOperatorCallExpr()))))));
}

/// Constructors that take SQL, run it, or name a table to copy rows into.
auto constructions() {
  const auto text = hasParameter(0, hasType(references(cxxRecordDecl(hasName("::QString")))));
  return cxxConstructExpr(anyOf(
      hasDeclaration(cxxConstructorDecl(ofClass(hasName("::SQLite::Statement")), parameterCountIs(2))),
      allOf(
          hasDeclaration(cxxConstructorDecl(ofClass(hasName("::QSqlQuery")), text)),
          unless(hasArgument(0, anyOf(cxxDefaultArgExpr(), ignoringImplicit(cxxTemporaryObjectExpr(argumentCountIs(0))),
                                      hasDescendant(stringLiteral(hasSize(0))))))),
      hasDeclaration(
          cxxConstructorDecl(ofClass(hasName("::soci::rowset")),
                             hasParameter(0, hasType(references(cxxRecordDecl(hasName("prepare_temp_type"))))))),
      hasDeclaration(cxxConstructorDecl(ofClass(hasAnyName("::pqxx::stream_to", "::pqxx::stream_from")),
                                        hasParameter(1, anything()))),
      hasDeclaration(
          cxxConstructorDecl(ofClass(hasName("::Poco::Data::RecordSet")), hasParameter(1, anything()),
                             hasParameter(0, hasType(references(cxxRecordDecl(hasName("::Poco::Data::Session")))))))));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    llvm::errs() << "usage: list_sites BUILD_DIR ROOT\n";
    return 2;
  }
  std::string problem;
  const auto database = tooling::CompilationDatabase::loadFromDirectory(argv[1], problem);
  if (!database) {
    llvm::errs() << problem << "\n";
    return 2;
  }
  tooling::ClangTool tool(*database, database->getAllFiles());
  tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      {"-w", "-Wno-unknown-warning-option", "-resource-dir=" LIST_SITES_CLANG_RESOURCES},
      tooling::ArgumentInsertPosition::END));

  Printer printer(argv[2]);
  MatchFinder finder;
  finder.addMatcher(callExpr(callee(functions())).bind("site"), &printer);
  finder.addMatcher(cxxMemberCallExpr(callee(methods())).bind("site"), &printer);
  finder.addMatcher(modelCalls().bind("site"), &printer);
  finder.addMatcher(streamed().bind("site"), &printer);
  finder.addMatcher(constructions().bind("site"), &printer);
  const int failed = tool.run(tooling::newFrontendActionFactory(&finder).get());
  printer.print();
  return failed == 0 ? 0 : 1;
}
