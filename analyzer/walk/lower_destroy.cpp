#include "analyzer/walk/lower.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

// Who destroys what, and when. A destructor is worth a call only when it, or what it destroys in turn, does something:
// written by the program and not empty. Owners of a library (std::unique_ptr …) have no body here: for them the
// destructor of what they own is called.
namespace touchgraph::walk {
namespace {

/// What a class template of a library does with an object of its first argument when it is destroyed.
enum class Owned {
  Nothing,
  One,    ///< destroys it: std::unique_ptr
  Last,   ///< perhaps: std::shared_ptr
  Maybe,  ///< if there is one: std::optional
  Each,   ///< a sequence of them: std::vector
};

std::pair<Owned, clang::QualType> ownedBy(const clang::CXXRecordDecl* record) {
  const auto* instance = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  if (instance == nullptr || !instance->getIdentifier() || instance->getTemplateArgs().size() == 0 ||
      instance->getTemplateArgs()[0].getKind() != clang::TemplateArgument::Type)
    return {Owned::Nothing, {}};
  const auto owned = llvm::StringSwitch<Owned>(instance->getName())
                         .Cases("unique_ptr", "auto_ptr", "scoped_ptr", "QScopedPointer", Owned::One)
                         .Cases("shared_ptr", "QSharedPointer", Owned::Last)
                         .Case("optional", Owned::Maybe)
                         .Cases("vector", "list", "deque", "forward_list", "array", "QVector", "QList", Owned::Each)
                         .Default(Owned::Nothing);
  return {owned, instance->getTemplateArgs()[0].getAsType()};
}

bool isEmpty(const clang::Stmt* body) {
  const auto* compound = llvm::dyn_cast_or_null<clang::CompoundStmt>(body);
  return compound != nullptr && compound->body_empty();
}

const clang::DeclRefExpr* nameIn(const clang::Expr* expr) {
  return expr ? llvm::dyn_cast<clang::DeclRefExpr>(expr->IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts())
              : nullptr;
}

/// Variables that are returned by name, and those whose content is moved, released or shared: they no longer hold what
/// they held.
void collectGivenAway(const clang::Stmt* stmt, llvm::DenseSet<const clang::ValueDecl*>& returned,
                      llvm::DenseSet<const clang::ValueDecl*>& moved) {
  if (stmt == nullptr) return;
  const auto note = [](const clang::Expr* expr, llvm::DenseSet<const clang::ValueDecl*>& set) {
    if (const clang::DeclRefExpr* name = nameIn(expr)) set.insert(name->getDecl());
  };
  if (const auto* result = llvm::dyn_cast<clang::ReturnStmt>(stmt)) {
    note(result->getRetValue(), returned);
    if (const auto* made = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(
            result->getRetValue() ? result->getRetValue()->IgnoreImplicit() : nullptr);
        made != nullptr && made->getNumArgs() == 1)
      note(made->getArg(0), returned);
  } else if (const auto* result = llvm::dyn_cast<clang::CoreturnStmt>(stmt)) {
    note(result->getOperand(), returned);
  } else if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(stmt)) {
    if (const clang::CXXMethodDecl* method = call->getMethodDecl();
        method && method->getIdentifier() &&
        (method->getName() == "release" || method->getName() == "swap" || method->getName() == "take"))
      note(call->getImplicitObjectArgument(), moved);
  } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
    const clang::FunctionDecl* function = call->getDirectCallee();
    if (function && function->getIdentifier() && function->isInStdNamespace() &&
        (function->getName() == "move" || function->getName() == "forward" || function->getName() == "swap" ||
         function->getName() == "exchange"))
      for (const clang::Expr* argument : call->arguments()) note(argument, moved);
  } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(stmt)) {
    // A copy of a shared owner.
    if (construct->getConstructor()->isCopyOrMoveConstructor() && construct->getNumArgs() > 0)
      note(construct->getArg(0), moved);
  }
  for (const clang::Stmt* child : stmt->children()) collectGivenAway(child, returned, moved);
}

}  // namespace

const clang::CXXDestructorDecl* Lowerer::destructorOf(clang::QualType type, bool is_exact) {
  if (type.isNull() || type->isDependentType()) return nullptr;
  if (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) return destructorOf(array->getElementType());
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (record == nullptr || !record->hasDefinition()) return nullptr;
  record = record->getDefinition();
  if (names_.files().isSystem(record->getLocation())) return nullptr;
  const clang::CXXDestructorDecl* destructor = record->getDestructor();
  if (destructor == nullptr || destructor->isDeleted()) return nullptr;
  // Behind a pointer there can be an object of a derived class.
  if (!is_exact && destructor->isVirtual() && !record->isEffectivelyFinal()) return destructor;

  const auto [known, fresh] = destroys_.try_emplace(record, false);
  if (!fresh) return known->second ? destructor : nullptr;
  const clang::FunctionDecl* definition = nullptr;
  bool does = destructor->isUserProvided() && !(destructor->hasBody(definition) && isEmpty(definition->getBody()));
  for (const clang::CXXBaseSpecifier& base : record->bases()) does = does || destroys(base.getType());
  for (const clang::FieldDecl* field : record->fields()) does = does || destroys(field->getType());
  destroys_[record] = does;
  return does ? destructor : nullptr;
}

bool Lowerer::destroys(clang::QualType type) {
  if (type.isNull() || type->isDependentType() || type->isReferenceType()) return false;
  if (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) return destroys(array->getElementType());
  if (destructorOf(type) != nullptr) return true;
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (record == nullptr) return false;
  const auto [owned, element] = ownedBy(record);
  switch (owned) {
    case Owned::Nothing:
      return false;
    case Owned::One:
    case Owned::Last:
      return destructorOf(element, /*is_exact=*/false) != nullptr;
    case Owned::Maybe:
    case Owned::Each:
      return destroys(element);
  }
  return false;
}

Id Lowerer::destructorCall(const clang::CXXDestructorDecl* destructor, Id object, clang::SourceLocation location) {
  return node(Op::Call, {object}, location, callee(destructor), kNone, kHasReceiver);
}

/// What runs when the object at `place` (lowered anew for each use) is destroyed.
Id Lowerer::destruction(clang::QualType type, llvm::function_ref<Id()> place, clang::SourceLocation at) {
  if (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) type = array->getElementType();
  if (const clang::CXXDestructorDecl* destructor = destructorOf(type)) return destructorCall(destructor, place(), at);
  const auto [owned, element] = ownedBy(type->getAsCXXRecordDecl());
  const auto ofPointee = [&, element = element] {
    const clang::CXXDestructorDecl* destructor = destructorOf(element, /*is_exact=*/false);
    const Id call = destructorCall(destructor, place(), at);
    if (destructor->isVirtual()) builder_.at(call).flags |= kVirtual;
    return call;
  };
  const auto perhaps = [&](const char* reason, Id call) {
    const Id condition = unknown(reason, {}, at);
    const Id then = block({call}, at);
    return node(Op::If, {condition, then, block({}, at)}, at);
  };
  switch (owned) {
    case Owned::Nothing:
      break;
    case Owned::One:
      return ofPointee();
    case Owned::Last:
      return perhaps("whether it is the last owner", ofPointee());
    case Owned::Maybe:
      return perhaps("whether it holds a value", destruction(element, place, at));
    case Owned::Each: {
      if (scope_ == nullptr) break;
      const Id range = place();
      const Id slot = hiddenSlot(element, true);
      const Id type_of = scope_->locals[slot].type;
      const Id call = destruction(element, [&] { return node(Op::Local, {}, at, slot, kNone, 0, type_of); }, at);
      return node(Op::ForEach, {range, block({call}, at)}, at, slot);
    }
  }
  return unknown("destructor", {}, at);
}

bool Lowerer::isGivenAway(const clang::VarDecl* variable) {
  if (!scope_->knows_given_away) {
    scope_->knows_given_away = true;
    if (scope_->declaration != nullptr)
      collectGivenAway(scope_->declaration->getBody(), scope_->returned, scope_->moved);
  }
  if (variable->isNRVOVariable() || scope_->returned.contains(variable)) return true;
  // A class of the program is destroyed where it stands even after a move; an owner has nothing left to destroy.
  return destructorOf(variable->getType()) == nullptr && scope_->moved.contains(variable);
}

void Lowerer::scheduleDestruction(const clang::VarDecl* variable, clang::QualType type, llvm::function_ref<Id()> place,
                                  clang::SourceLocation at, std::vector<Id>& out) {
  if (scope_ == nullptr || !destroys(type) || isGivenAway(variable)) return;
  if (const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
      record != nullptr && ownedBy(record).first == Owned::Last) {
    // Others own it too unless it is made here.
    const clang::Expr* init = variable->getInit();
    const auto* call = init ? llvm::dyn_cast<clang::CallExpr>(init->IgnoreUnlessSpelledInSource()) : nullptr;
    const clang::FunctionDecl* maker = call ? call->getDirectCallee() : nullptr;
    if (maker == nullptr || !maker->getIdentifier() || maker->getName() != "make_shared") return;
    const clang::QualType element = ownedBy(record).second;
    const clang::CXXDestructorDecl* destructor = destructorOf(element, /*is_exact=*/true);
    if (destructor == nullptr) return;
    out.push_back(node(Op::ScopeExit, {destructorCall(destructor, place(), at)}, at));
    return;
  }
  out.push_back(node(Op::ScopeExit, {destruction(type, place, at)}, at));
}

/// A destructor destroys the members, last first, and then the bases, however its body ends.
void Lowerer::scheduleParts(const clang::CXXDestructorDecl* destructor, std::vector<Id>& out) {
  const clang::SourceLocation at = destructor->getLocation();
  const clang::CXXRecordDecl* record = destructor->getParent();
  for (const clang::CXXBaseSpecifier& base : record->bases())
    if (const clang::CXXDestructorDecl* of = destructorOf(base.getType()))
      out.push_back(node(Op::ScopeExit, {destructorCall(of, lowerThis(at), at)}, at));
  for (const clang::FieldDecl* field : record->fields()) {
    if (record->isUnion() || !destroys(field->getType())) continue;
    const auto place = [&] {
      const Id object = lowerThis(at);
      return node(Op::Field, {object}, at, builder_.string(field->getName()), names_.symbol(field), 0,
                  names_.classSymbol(field->getType()));
    };
    out.push_back(node(Op::ScopeExit, {destruction(field->getType(), place, at)}, at));
  }
}

/// `owner.reset(…)`, `owner = …`: what it held before is destroyed, if it held anything.
Id Lowerer::replacedOwner(const clang::Expr* owner, Id call, clang::SourceLocation at) {
  const clang::QualType type =
      owner->getType()->isPointerType() ? owner->getType()->getPointeeType() : owner->getType();
  const clang::CXXRecordDecl* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  if (scope_ == nullptr || record == nullptr || destructorOf(type) != nullptr) return call;
  const auto [owned, element] = ownedBy(record);
  if (owned != Owned::One || destructorOf(element, /*is_exact=*/false) == nullptr) return call;
  const clang::Expr* plain = owner->IgnoreParenImpCasts();
  if (!llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(plain)) return call;
  const Id condition = lower(owner);
  const Id then = block({destruction(type, [&] { return lower(owner); }, at)}, at);
  const Id before = node(Op::If, {condition, then, block({}, at)}, at);
  return node(Op::Block, {before, call}, at, kNone, kNone, 0, builder_.at(call).type);
}

void Lowerer::addDestructor(const clang::CXXDestructorDecl* destructor) {
  if (destructor->isDeleted()) return;
  // One that does nothing is worth knowing where it is chosen at run time, among those that do.
  const bool chosen = destructor->isVirtual() && (destructor->size_overridden_methods() == 0 ||
                                                  llvm::any_of(destructor->overridden_methods(), [&](const auto* base) {
                                                    return !names_.files().isSystem(base->getLocation());
                                                  }));
  if (!chosen && destructorOf(clang::QualType(destructor->getParent()->getTypeForDecl(), 0)) == nullptr) return;
  const Id symbol = names_.symbol(destructor);
  if (!functions_.insert(symbol).second) return;
  lowerInto(destructor);
}

}  // namespace touchgraph::walk
