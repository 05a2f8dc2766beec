#pragma once

#include "analyzer/walk/names.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Lowers the bodies of functions to nodes. One object serves a whole unit; it knows no library.
///
///   lower_expr.cpp      expressions: names, operators, members
///   lower_call.cpp      calls of every kind
///   lower_object.cpp    construction, lists, new and delete, temporaries
///   lower_destroy.cpp   destructors, and who runs them
///   lower_constant.cpp  what the compiler knows already: numbers and texts
///   lower_stmt.cpp      statements
///   lower_function.cpp  functions, constructors, lambdas, global variables
namespace touchgraph::walk {

/// What the names in the body being lowered mean.
struct Scope {
  Id function = kNone;  ///< index in UnitFacts::functions; kNone in an initialiser of a global
  const clang::FunctionDecl* declaration = nullptr;
  std::vector<LocalFacts> locals;
  llvm::DenseMap<const clang::ValueDecl*, Id> slots, params, captures;
  const clang::ValueDecl* explicit_object = nullptr;  ///< `this Self& self`: it is the receiver
  Id this_capture = kNone;
  bool is_lambda = false;
  bool uses_frame = false;  ///< a parameter, local, capture or `this` was named
  /// Temporaries to destroy at the end of the full expression: slot and destructor.
  std::vector<std::pair<Id, const clang::CXXDestructorDecl*>> temporaries;
  bool knows_given_away = false;  ///< the next two are filled
  llvm::DenseSet<const clang::ValueDecl*> returned, moved;
};

class Lowerer {
 public:
  Lowerer(clang::ASTContext& context, Names& names, Builder& builder)
      : context_(context), names_(names), builder_(builder) {}

  /// Adds the facts of a function that has a body, unless it is there already.
  void addFunction(const clang::FunctionDecl* function);
  /// Adds a destructor made by the compiler, if it does anything.
  void addDestructor(const clang::CXXDestructorDecl* destructor);
  /// Adds a variable of user code with its initialiser.
  void addGlobal(const clang::VarDecl* variable);
  /// Adds a class of user code with its fields, and its system bases by name.
  void addClass(const clang::RecordDecl* record);
  /// Adds an enumeration of user code with its enumerators (types.cpp).
  void addEnum(const clang::EnumDecl* decl);
  std::vector<Annotation> annotations(const clang::Decl* decl);

  /// Classes declared inside bodies, for the caller to walk; filled while functions are lowered.
  std::vector<const clang::TagDecl*> takeLocalClasses() { return std::exchange(local_classes_, {}); }

 private:
  // --- types.cpp
  void describeClass(const clang::RecordDecl* record, ClassFacts& facts);
  void describeField(const clang::FieldDecl* field, FieldFacts& facts);
  // --- lower_expr.cpp
  Id lower(const clang::Expr* expr);
  Id lowerName(const clang::DeclRefExpr* expr);
  Id lowerVariable(const clang::ValueDecl* decl, const clang::Expr* expr);
  Id lowerMember(const clang::MemberExpr* expr);
  Id lowerUnary(const clang::UnaryOperator* expr);
  Id lowerBinary(const clang::BinaryOperator* expr);
  Id lowerCast(const clang::CastExpr* expr);
  void lowerRecovered(const clang::RecoveryExpr* recovery, llvm::SmallVectorImpl<Id>& out);
  std::string recoveredText(const clang::RecoveryExpr* recovery);
  Id lowerOther(const clang::Expr* expr);
  Id lowerThis(clang::SourceLocation location);
  Id functionRef(const clang::FunctionDecl* function, clang::SourceLocation location);
  Id unknown(const std::string& reason, llvm::ArrayRef<Id> kids, clang::SourceLocation location);
  void lowerChildren(const clang::Stmt* stmt, llvm::SmallVectorImpl<Id>& out);

  // --- lower_call.cpp
  Id lowerCall(const clang::CallExpr* call);
  Id lowerMemberCall(const clang::CXXMemberCallExpr* call);
  Id lowerOperatorCall(const clang::CXXOperatorCallExpr* call);
  Id lowerUnresolvedCall(const clang::CallExpr* call);
  Id callOf(const clang::FunctionDecl* function, Id receiver, llvm::ArrayRef<const clang::Expr*> arguments,
            clang::SourceLocation location, clang::QualType type, std::uint8_t flags);
  Id callValue(Id function, Id object, llvm::ArrayRef<const clang::Expr*> arguments,
               const clang::FunctionProtoType* prototype, const clang::Expr* call);
  void lowerArguments(const clang::FunctionDecl* function, llvm::ArrayRef<const clang::Expr*> arguments,
                      llvm::SmallVectorImpl<Id>& out);
  Id lowerBound(const clang::Expr* expr, clang::QualType target);
  Id callee(const clang::FunctionDecl* function);

  // --- lower_object.cpp
  Id lowerConstruct(const clang::CXXConstructExpr* expr);
  Id lowerList(const clang::InitListExpr* list);
  Id listOf(const clang::RecordDecl* record, llvm::ArrayRef<const clang::Expr*> values, clang::SourceLocation location,
            clang::QualType type, const clang::FieldDecl* union_field);
  Id lowerNew(const clang::CXXNewExpr* expr);
  Id lowerDelete(const clang::CXXDeleteExpr* expr);
  Id lowerDiscarded(const clang::Expr* expr);
  Id lowerTemporary(const clang::MaterializeTemporaryExpr* expr);
  Id lowerFullExpression(const clang::ExprWithCleanups* expr, bool is_used);

  // --- lower_destroy.cpp
  /// The destructor that runs for an object of this class of the program, or null when it and what it destroys do
  /// nothing. Not `is_exact`: the object can be of a derived class.
  const clang::CXXDestructorDecl* destructorOf(clang::QualType type, bool is_exact = true);
  /// Whether destroying an object of this type does anything; owners of libraries included.
  bool destroys(clang::QualType type);
  Id destructorCall(const clang::CXXDestructorDecl* destructor, Id object, clang::SourceLocation location);
  Id destruction(clang::QualType type, llvm::function_ref<Id()> place, clang::SourceLocation at);
  bool isGivenAway(const clang::VarDecl* variable);
  void scheduleDestruction(const clang::VarDecl* variable, clang::QualType type, llvm::function_ref<Id()> place,
                           clang::SourceLocation at, std::vector<Id>& out);
  void scheduleParts(const clang::CXXDestructorDecl* destructor, std::vector<Id>& out);
  Id replacedOwner(const clang::Expr* owner, Id call, clang::SourceLocation at);

  // --- lower_constant.cpp
  std::optional<Id> lowerConstantVariable(const clang::VarDecl* variable, clang::SourceLocation location);
  std::optional<Id> lowerConstantText(const clang::VarDecl* variable, clang::SourceLocation location);
  std::optional<Id> lowerConstantExpr(const clang::Expr* expr);
  Id lowerValue(const clang::APValue& value, clang::QualType type, clang::SourceLocation location);
  std::optional<std::string> textOf(const clang::APValue& value, clang::QualType type);
  Id text(llvm::StringRef text, clang::SourceLocation location);
  Id number(llvm::StringRef digits, clang::SourceLocation location, Id enumerator = kNone);
  bool isCheapConstant(const clang::Expr* expr);

  // --- lower_stmt.cpp
  void lowerStmt(const clang::Stmt* stmt, std::vector<Id>& out);
  Id lowerBlock(const clang::Stmt* stmt);
  void lowerDeclaration(const clang::VarDecl* variable, std::vector<Id>& out);
  void lowerIf(const clang::IfStmt* stmt, std::vector<Id>& out);
  void lowerSwitch(const clang::SwitchStmt* stmt, std::vector<Id>& out);
  void lowerFor(const clang::ForStmt* stmt, std::vector<Id>& out);
  void lowerRangeFor(const clang::CXXForRangeStmt* stmt, std::vector<Id>& out);
  void lowerTry(const clang::CXXTryStmt* stmt, std::vector<Id>& out);
  Id lowerCondition(const clang::VarDecl* variable, const clang::Expr* condition, std::vector<Id>& out);
  Id block(llvm::ArrayRef<Id> kids, clang::SourceLocation location);
  bool endsRun(Id node) const;
  Id slot(const clang::VarDecl* variable);
  Id hiddenSlot(clang::QualType type, bool is_reference);

  // --- lower_function.cpp
  Id lowerLambda(const clang::LambdaExpr* lambda);
  void lowerInitialisers(const clang::CXXConstructorDecl* constructor, std::vector<Id>& out);
  void describe(FunctionFacts& facts, const clang::FunctionDecl* function);
  void lowerInto(const clang::FunctionDecl* function);
  void enterParameters(const clang::FunctionDecl* function, Scope& scope);
  std::vector<ParameterFacts> parameters(const clang::FunctionDecl* function);
  Id lowerBody(const clang::FunctionDecl* function);
  void addInitialisation(const GlobalFacts& global, const clang::VarDecl* variable);
  void lowerStaticLocal(const clang::VarDecl* variable, std::vector<Id>& out);

  /// A place; inside a default argument or default member initialiser that of the call it is used in.
  clang::SourceLocation place(clang::SourceLocation location) const { return used_at_.isValid() ? used_at_ : location; }
  unsigned line(clang::SourceLocation location) { return names_.files().line(place(location)); }
  Id lowerUsedAt(const clang::Expr* expr, clang::SourceLocation location);
  Id node(Op op, llvm::ArrayRef<Id> kids, clang::SourceLocation location, Id a = kNone, Id b = kNone,
          std::uint8_t flags = 0, Id type = kNone) {
    const Id id = builder_.node(op, kids, line(location), a, b, flags, type);
    // Only what can be a call site: columns cost more than lines.
    if (op == Op::Call || op == Op::Construct)
      builder_.at(id).column =
          static_cast<std::uint16_t>(std::min(names_.files().column(place(location)), unsigned{UINT16_MAX}));
    return id;
  }

  clang::ASTContext& context_;
  Names& names_;
  Builder& builder_;
  Scope* scope_ = nullptr;
  clang::SourceLocation used_at_;
  llvm::DenseMap<const clang::FunctionDecl*, Id> callees_;
  llvm::DenseSet<Id> functions_, classes_, globals_;  ///< by symbol
  llvm::DenseMap<Id, Id> lambda_symbols_;             ///< how often a lambda's symbol was used
  llvm::DenseMap<const clang::CXXRecordDecl*, bool> destroys_;
  std::vector<const clang::TagDecl*> local_classes_;
};

}  // namespace touchgraph::walk
